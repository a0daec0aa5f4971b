"""Who said what: the rows of `quotes`, `quote_spans` and `quote_entities` of one parsed article."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from spacy.tokens import Doc

from schemas import Mention, Quote, QuoteEntity, QuoteSpan
from schemas.vocabulary import EntityRole, QuoteType
from transforms.extraction.attributions import find_attributions
from transforms.extraction.confidence import confidence, evidence
from transforms.extraction.named_places import NamedPlaces, place_mentions
from transforms.extraction.page import Attribution, Page
from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.rows import ArticleMentions, ArticleQuotes
from transforms.extraction.speakers import NOBODY, Speaker, find_speaker, labelled_speaker
from transforms.extraction.tagging import TaggedArticle
from transforms.identity import content_id
from transforms.layout import Block
from transforms.wording import fold_words

RULES = "quotes_rules_v1"
LEARNED = "quotes_learned_v1"
"""Values of the column `extractor`."""

MIN_CONFIDENCE = 0.35
"""What the tagger found with less is no quote, unless all of it stands in quotation marks. Tuned on the same articles."""

CONTEXT_CHARACTERS = 160
"""Most characters of context on either side of a quote."""

_WORD = re.compile(r"\w+(?:['’\-.]\w+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What is said, who says it, how much of it stands in quotation marks, and how surely all that is right."""

    attribution: Attribution
    speaker: Speaker
    quote_type: QuoteType
    evidence: tuple[float, ...]
    confidence: float


def extract_quotes(
    page: Page, *, article_id: str, blocks: Sequence[Block], mentions: ArticleMentions, tagged: TaggedArticle | None = None,
) -> ArticleQuotes:
    """Find who said what in one parsed article.

    Args:
        page: The article, laid open where statements stand; needs tags, lemmas, parse and sentences.
        article_id: Key of that article.
        blocks: All blocks of the article, in reading order.
        mentions: Entities of the article and where they are named.
        tagged: What the learned tagger found in the page; None leaves it to the rules.

    Returns:
        0..n quotes in order of `char_start`, no two with the same content, their pieces and the entities in them.
        A quotation that is speech but has no findable source is kept with a null speaker.
    """
    text = _with_hidden_blocks(page.text, blocks)
    quotes: list[Quote] = []
    spans: list[QuoteSpan] = []
    entities: dict[tuple[str, str, str], QuoteEntity] = {}
    for utterance in find_utterances(page, mentions=mentions, tagged=tagged):
        if tagged is not None and utterance.quote_type != "direct" and utterance.confidence < MIN_CONFIDENCE:
            continue
        attribution, speaker = utterance.attribution, utterance.speaker
        quote = _quote(utterance, doc=page.doc, text=text, article_id=article_id, is_learned=tagged is not None)
        quotes.append(quote)
        spans += [
            QuoteSpan(quote_id=quote.quote_id, article_id=article_id, piece_index=index, text=text[start:end],
                      char_start=start, char_end=end)
            for index, (start, end) in enumerate(attribution.pieces)
        ]
        for role, mention in _parts(attribution, speaker, mentions.mentions):
            if mention.entity_id is not None:
                entities[(quote.quote_id, role, mention.mention_id)] = QuoteEntity(
                    quote_id=quote.quote_id, article_id=article_id, entity_id=mention.entity_id, role=role,
                    mention_id=mention.mention_id)
    return ArticleQuotes(quotes=tuple(quotes), spans=tuple(spans), entities=tuple(entities.values()))


def find_utterances(page: Page, *, mentions: ArticleMentions, tagged: TaggedArticle | None) -> Iterator[Utterance]:
    """The attributions of an article with their speakers, in order of content; arguments as of `extract_quotes`."""
    quoted = _quoted_characters(page)
    named = place_mentions(page.doc, mentions)
    for attribution in find_attributions(page, tagged=tagged):
        speaker, quote_type = _speaker(attribution, page.doc, named), _quote_type(attribution.pieces, page.text, quoted)
        found = evidence(attribution, quote_type=quote_type, resolution=speaker.resolution)
        yield Utterance(attribution=attribution, speaker=speaker, quote_type=quote_type, evidence=found,
                        confidence=confidence(found, is_learned=tagged is not None))


def _speaker(attribution: Attribution, doc: Doc, named: NamedPlaces) -> Speaker:
    """Who speaks; nobody known when no source was found or the one found is part of what is said."""
    if attribution.source is not None:
        speaker = find_speaker(doc, attribution.source, named=named)
    elif attribution.label is not None:
        speaker = labelled_speaker(doc, attribution.label, named=named)
    else:
        return NOBODY
    span = speaker.span
    is_inside = span is not None and any(start < span[1] and span[0] < end for start, end in attribution.pieces)
    return NOBODY if is_inside else speaker


def _quote(
    utterance: Utterance, *, doc: Doc, text: str, article_id: str, is_learned: bool,
) -> Quote:
    attribution, speaker = utterance.attribution, utterance.speaker
    offsets = [offset for piece in attribution.pieces for offset in piece]
    words = fold_words(text[start:end] for start, end in attribution.pieces)
    cue = attribution.cue
    cue_span = attribution.cue_span
    return Quote(
        quote_id=content_id("q", article_id, *offsets),
        article_id=article_id,
        quote_type=utterance.quote_type,
        quote_text=text[attribution.start:attribution.end],
        char_start=attribution.start,
        char_end=attribution.end,
        speaker_text=text[speaker.span[0]:speaker.span[1]] if speaker.span else None,
        speaker_char_start=speaker.span[0] if speaker.span else None,
        speaker_char_end=speaker.span[1] if speaker.span else None,
        speaker_entity_id=speaker.mention.entity_id if speaker.mention else None,
        speaker_name=speaker.name,
        speaker_role=text[speaker.role[0]:speaker.role[1]] if speaker.role else None,
        speaker_role_char_start=speaker.role[0] if speaker.role else None,
        speaker_role_char_end=speaker.role[1] if speaker.role else None,
        speaker_affiliation=text[speaker.affiliation[0]:speaker.affiliation[1]] if speaker.affiliation else None,
        speaker_affiliation_char_start=speaker.affiliation[0] if speaker.affiliation else None,
        speaker_affiliation_char_end=speaker.affiliation[1] if speaker.affiliation else None,
        speaker_resolution=speaker.resolution,
        cue_text=text[cue_span[0]:cue_span[1]] if cue_span else None,
        cue_lemma=_cue_lemma(attribution, doc),
        cue_class=cue.cue_class if cue else None,
        cue_char_start=cue_span[0] if cue_span else None,
        cue_char_end=cue_span[1] if cue_span else None,
        left_context=_left_context(text, attribution.start),
        right_context=_right_context(text, attribution.end),
        quote_group_id=content_id("g", *words),
        quote_group_match="exact",
        confidence=utterance.confidence,
        extractor=LEARNED if is_learned else RULES,
    )


def _cue_lemma(attribution: Attribution, doc: Doc) -> str | None:
    if attribution.cue is not None:
        return attribution.cue.lemma
    return doc[attribution.cue_token].lemma_.lower() if attribution.cue_token is not None else None


def _quote_type(pieces: Sequence[Offsets], text: str, quoted: bytearray) -> QuoteType:
    words = [quoted[start + word.start()] for start, end in pieces for word in _WORD.finditer(text[start:end])]
    if not any(words):
        return "indirect"
    return "direct" if all(words) else "mixed"


def _quoted_characters(page: Page) -> bytearray:
    """1 for each character between quotation marks."""
    quoted = bytearray(len(page.text))
    for quotation in page.marked:
        for start, end in quotation.pieces:
            quoted[start:end] = b"\1" * (end - start)
    return quoted


def _parts(attribution: Attribution, speaker: Speaker, mentions: Sequence[Mention]) -> Iterator[tuple[EntityRole, Mention]]:
    """Mentions that have a part in a quote, with the part. `mentions` are in order of `char_start`."""
    for start, end in attribution.pieces:
        for mention in mentions_in(mentions, start, end):
            yield "in_content", mention
    if speaker.mention is not None:
        yield "speaker", speaker.mention
    for start, end in speaker.description_spans:
        for mention in mentions_in(mentions, start, end):
            if mention is not speaker.mention:
                yield "speaker_description", mention


def mentions_in(mentions: Sequence[Mention], start: int, end: int) -> Iterator[Mention]:
    """Mentions that lie wholly between two offsets; `mentions` are in order of `char_start`."""
    position = bisect_left(mentions, start, key=attrgetter("char_start"))
    while position < len(mentions) and mentions[position].char_start < end:
        if mentions[position].char_end <= end:
            yield mentions[position]
        position += 1


def _with_hidden_blocks(text: str, blocks: Sequence[Block]) -> str:
    """The text of the article: the parsed one has blanks where blocks are not analysed."""
    characters = list(text)
    for block in blocks:
        characters[block.start:block.end] = block.text
    return "".join(characters)


def _left_context(text: str, start: int) -> str:
    context = text[max(0, start - CONTEXT_CHARACTERS):start]
    if start > CONTEXT_CHARACTERS and not text[start - CONTEXT_CHARACTERS - 1].isspace():
        context = context.partition(" ")[2]
    return context.strip()


def _right_context(text: str, end: int) -> str:
    context = text[end:end + CONTEXT_CHARACTERS]
    if end + CONTEXT_CHARACTERS < len(text) and not text[end + CONTEXT_CHARACTERS].isspace():
        context = context.rpartition(" ")[0]
    return context.strip()
