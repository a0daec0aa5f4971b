"""Sources of quotes that an article leaves unnamed, each an entity of that article alone: "a senior official", "police".

"A diplomat said ... The diplomat added ..." is one source; two residents who are each introduced as "a resident" are two. Where
it is not certain whether a source was met before, it is another one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from schemas import Mention, Quote, QuoteEntity
from schemas.vocabulary import EntityType
from transforms.extraction.mentions import mention_writer
from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.quotes import mentions_in
from transforms.extraction.rows import ArticleEntity, ArticleMentions, ArticleQuotes
from transforms.identity import content_id
from transforms.layout import BLOCK_SEPARATOR, Block
from transforms.lexicons.nouns_organisation import ORGANISATION_NOUNS
from transforms.lexicons.roles_person import GROUP_NOUNS, ROLES
from transforms.lexicons.titles_person import FEMALE_NOUNS, MALE_NOUNS, PERSON_NOUNS

MAX_PRONOUN_BLOCKS = 2
"""Paragraphs over which "he added" may go on with what somebody unnamed said."""

_OPENERS = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "one", "another", "his", "her", "its", "their", "my", "our", "some",
})
"""Words that introduce a description and are no part of it."""
_INTRODUCING = frozenset({"a", "an", "one", "another", "some", "other", "others", "several", "many", "few", "both", "most"})
"""Words that bring in somebody else each time."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_DENIALS = frozenset({"no", "nobody", "none", "nothing", "neither"})
_PEOPLE = frozenset({
    "everyone", "everybody", "someone", "somebody", "anyone", "anybody", "person", "nominee", "narrator",
})
_CROWDS = frozenset({
    "people", "group", "crowd", "public", "majority", "minority", "audience", "family", "couple", "community", "half", "third",
    "percent", "jury", "staff",
})
"""Nouns for several people who are no body."""
_QUANTIFIER_TAGS = frozenset({"DT", "CD", "JJ", "JJS", "PDT"})
_QUANTIFIERS = frozenset({"all", "both", "each", "few", "half", "many", "most", "others", "several", "some"})
_THIRD_PERSONS = frozenset({"he", "she"})
_RELATIVE_TAGS = frozenset({"WP", "WDT", "WP$"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """An unnamed source where it is said to speak.

    Args:
        words: The words of its description, in lower case, without what introduces it.
        description: The same as written.
        opener: The word that introduces it, in lower case; empty without one.
    """

    span: Offsets
    head: Token
    words: tuple[str, ...]
    description: str
    opener: str

    @property
    def is_several(self) -> bool:
        return self.head.tag_ in _PLURAL_TAGS or bool(self.head.conjuncts)

    @property
    def entity_type(self) -> EntityType:
        lemma = self.head.lemma_.lower()
        is_one_body = lemma == self.head.lower_ and lemma in GROUP_NOUNS | ORGANISATION_NOUNS     # "police" is tagged as a plural
        if is_one_body and lemma not in _CROWDS and not self.head.conjuncts:
            return "organisation"
        return "person" if _is_person(lemma) and not self.is_several else "other"


def with_unnamed_sources(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], quotes: ArticleQuotes, mentions: ArticleMentions,
) -> tuple[ArticleQuotes, ArticleMentions]:
    """Give the unnamed sources of quotes their entities and mentions.

    Args:
        doc: Parsed article.
        article_id: Key of that article; part of the ids of these entities.
        blocks: All its blocks, in reading order.
        quotes: Its quotes; the sources of some have no entity.
        mentions: What it names.

    Returns:
        Both with the unnamed sources: `speaker_entity_id` is set, `speaker_name` stays null. Mentions may now hold others:
        "a spokesman for the ministry".
    """
    write = mention_writer(doc, article_id=article_id, blocks=blocks)
    taken = {(mention.char_start, mention.char_end) for mention in mentions.mentions}
    known: list[tuple[_Source, ArticleEntity]] = []
    ordinals: dict[tuple[str, ...], int] = defaultdict(int)
    added: dict[Offsets, Mention] = {}
    speakers: dict[str, Mention] = {}
    for quote in sorted(quotes.quotes, key=lambda quote: quote.speaker_char_start or 0):
        if quote.speaker_entity_id is not None or quote.speaker_char_start is None or quote.speaker_char_end is None:
            continue
        span = (quote.speaker_char_start, quote.speaker_char_end)
        if span in taken:
            continue
        if span not in added:
            entity = _entity_going_on(doc, quote, known, mentions)
            kind = "pronoun"
            if entity is None and (source := _read_source(doc, quote, span, mentions)) is not None:
                kind = "nominal"
                entity = _met_before(source, known)
                if entity is None:
                    ordinals[source.words] += 1
                    entity = _entity(source, article_id, ordinals[source.words])
                known.append((source, entity))
            if entity is None:
                continue
            added[span] = write(*span, entity.entity_id, kind, None)
        speakers[quote.quote_id] = added[span]
    if not added:
        return quotes, mentions
    entities = {entity.entity_id: entity for _, entity in known}
    return _with_speakers(quotes, speakers, added), ArticleMentions(
        entities=(*mentions.entities, *entities.values()),
        mentions=tuple(sorted((*mentions.mentions, *added.values()), key=lambda one: (one.char_start, -one.char_end))))


def _with_speakers(quotes: ArticleQuotes, speakers: dict[str, Mention], added: dict[Offsets, Mention]) -> ArticleQuotes:
    def spoken(quote: Quote) -> Quote:
        mention = speakers.get(quote.quote_id)
        if mention is None:
            return quote
        resolution = "anonymous" if mention.mention_kind == "pronoun" else quote.speaker_resolution
        return replace(quote, speaker_entity_id=mention.entity_id, speaker_resolution=resolution)

    parts = [
        QuoteEntity(quote_id=quote_id, article_id=mention.article_id, entity_id=mention.entity_id, role="speaker",
                    mention_id=mention.mention_id)
        for quote_id, mention in speakers.items() if mention.entity_id is not None]
    parts += [
        QuoteEntity(quote_id=piece.quote_id, article_id=piece.article_id, entity_id=mention.entity_id, role="in_content",
                    mention_id=mention.mention_id)
        for piece in quotes.spans for mention in added.values()
        if mention.entity_id is not None and piece.char_start <= mention.char_start and mention.char_end <= piece.char_end]
    return ArticleQuotes(quotes=tuple(spoken(quote) for quote in quotes.quotes), spans=quotes.spans,
                         entities=(*quotes.entities, *parts))


# ------------------------------------------------------------------------------------------------------- reading a source

def _read_source(doc: Doc, quote: Quote, span: Offsets, mentions: ArticleMentions) -> _Source | None:
    """The source of a quote, if a common noun describes it; None for names, pronouns and things that are read."""
    tokens = doc.char_span(*span, alignment_mode="expand")
    if tokens is None or quote.speaker_resolution not in ("anonymous", "collective", "unresolved"):
        return None
    head = tokens.root
    heads = [head, *head.conjuncts]
    if any(mention.mention_kind == "name" and mention.char_start <= token.idx < mention.char_end
           for token in heads for mention in mentions_in(mentions.mentions, *span)):
        return None                             # "Ruiz and Park said": several, but none of them unnamed
    is_described = head.pos_ == "NOUN" or (head.tag_ == "NN" and _is_person(head.lower_)) or (
        quote.speaker_resolution == "collective" and head.lower_ in _QUANTIFIERS and head.tag_ in _QUANTIFIER_TAGS | _PLURAL_TAGS)
    if not is_described or (quote.speaker_resolution == "unresolved" and not _is_person(head.lemma_.lower())):
        return None
    words = [token.lower_ for token in tokens if not token.is_space]
    if words[0] in _DENIALS or any(token.tag_ in _RELATIVE_TAGS for token in tokens):
        return None
    is_opened = words[0] in _OPENERS and len(words) > 1
    return _Source(
        span=span, head=head, words=tuple(words[1:] if is_opened else words),
        description=doc.text[tokens[1].idx if is_opened else span[0]:span[1]],
        opener=words[0] if words[0] in _OPENERS | _INTRODUCING else "")


def _is_person(lemma: str) -> bool:
    return lemma in ROLES or lemma in PERSON_NOUNS or lemma in _PEOPLE


def _entity(source: _Source, article_id: str, ordinal: int) -> ArticleEntity:
    """The entity of a source that was not met before; `ordinal` tells it from others with the same description."""
    return ArticleEntity(
        entity_id=content_id("e", article_id, source.entity_type, " ".join(source.words), ordinal),
        entity_type=source.entity_type, canonical_name=" ".join(source.description.split()), is_named=False)


# ---------------------------------------------------------------------------------------------------- whether it is the same

def _met_before(source: _Source, known: Sequence[tuple[_Source, ArticleEntity]]) -> ArticleEntity | None:
    """The one source before that this one must be: "the official" after "a senior official", "police" after "police"."""
    if source.opener in _INTRODUCING or source.head.pos_ != "NOUN":
        return None
    lemma = source.head.lemma_.lower()
    of_noun = [(earlier, entity) for earlier, entity in known
               if earlier.head.lemma_.lower() == lemma and earlier.is_several == source.is_several]
    if source.opener in _DEFINITE:
        same = {entity.entity_id: entity for earlier, entity in of_noun if set(source.words) <= set(earlier.words)}
    else:
        same = {entity.entity_id: entity for earlier, entity in of_noun
                if source.words == earlier.words and earlier.opener not in _INTRODUCING}
    return next(iter(same.values())) if len(same) == 1 else None


def _entity_going_on(
    doc: Doc, quote: Quote, known: Sequence[tuple[_Source, ArticleEntity]], mentions: ArticleMentions,
) -> ArticleEntity | None:
    """Who "he added" is, where somebody unnamed spoke last and nobody else was mentioned since."""
    text, at = quote.speaker_text, quote.speaker_char_start
    if quote.speaker_resolution != "unresolved" or text is None or at is None or text.lower() not in _THIRD_PERSONS or not known:
        return None
    source, entity = max(known, key=lambda one: one[0].span)
    end = source.span[1]
    nouns = FEMALE_NOUNS if text.lower() == "he" else MALE_NOUNS
    passed = doc.text[end:at].count(BLOCK_SEPARATOR)
    if end > at or passed > MAX_PRONOUN_BLOCKS or entity.entity_type != "person" or source.head.lemma_.lower() in nouns:
        return None
    types = {one.entity_id: one.entity_type for one in mentions.entities}
    others = any(types.get(mention.entity_id or "") == "person" for mention in mentions_in(mentions.mentions, end, at))
    people = doc.char_span(end, at, alignment_mode="contract")
    others = others or any(token.pos_ == "NOUN" and token.lemma_.lower() in PERSON_NOUNS for token in people or ())
    return None if others else entity
