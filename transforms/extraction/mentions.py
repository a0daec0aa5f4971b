"""The mentions of one article: its names, each with its entity, and pronouns and nouns that certainly refer to one of them."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from spacy.tokens import Doc

from schemas import Mention
from transforms.extraction.annotation import sentence_spans
from transforms.extraction.entities import NamedMention, merge_names
from transforms.extraction.name_spans import NameSpan
from transforms.extraction.names import find_names
from transforms.extraction.nominals import NamedParty, resolve_nominals
from transforms.extraction.pronouns import OrganisationName, PersonName, resolve_pronouns, resolve_speaking_it
from transforms.extraction.rows import ArticleEntity, ArticleMentions
from transforms.extraction.tagging import TaggedSpan
from transforms.identity import content_id
from transforms.layout import MENTION_KINDS, Block
from transforms.lexicons.titles_person import TITLE_WORDS

EXTRACTOR = "mentions_rules_v1"

MentionKind = Literal["name", "nominal", "pronoun"]
_Row = tuple[int, int, str, MentionKind, str | None]
"""First token of a mention, the token after it, its entity, and the label of a name."""

MODIFYING_LABELS = frozenset({"NORP", "GPE"})
"""Labels of names that may stand inside a noun phrase which refers to something else."""

MAX_TITLE_WORDS = 4
"""Words before a name that are looked at for its title ("former deputy prime minister")."""


def find_mentions(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], tagged: Sequence[TaggedSpan] = (),
) -> ArticleMentions:
    """Find what an article names, and where.

    Args:
        doc: Parsed article; `doc.text` is the text in which unanalysed blocks are hidden.
        article_id: Key of that article.
        blocks: Its blocks, in reading order.
        tagged: Names that the learned tagger found.

    Returns:
        Mentions ordered by `char_start`, all in analysed blocks; entities in order of first mention. Only nouns hold others:
        "the French president" holds "French".
        A pronoun or common noun that could be anybody's yields no row.

    Raises:
        ValueError: A mention lies in no analysed block, so `blocks` and `doc` belong to different articles.
    """
    spans = find_names(doc, tagged=tagged)
    recognised = {entity.end: entity.text for entity in doc.ents} | {span.end: doc[span.first:span.end].text for span in spans}
    found = merge_names([_in_context(doc, span, recognised) for span in spans])
    persons = [
        PersonName(first=span.first, end=span.end, entity_id=entity.entity_id, name=entity.canonical_name,
                   titles=_titles_before(doc, span.first))
        for span, entity in zip(spans, found, strict=True) if entity.entity_type == "person"
    ]
    rows: list[_Row] = [(span.first, span.end, entity.entity_id, "name", span.label)
                        for span, entity in zip(spans, found, strict=True)]
    parties = [NamedParty(first=span.first, end=span.end, entity_id=entity.entity_id, entity_type=entity.entity_type)
               for span, entity in zip(spans, found, strict=True) if entity.entity_type in ("person", "organisation")]
    # "The French president" may hold the name of what he presides over.
    taken = {token for first, end, _, _, label in rows if label not in MODIFYING_LABELS for token in range(first, end)}
    nominals = {(first, end): entity_id for (first, end), entity_id in resolve_nominals(doc, parties).items()
                if taken.isdisjoint(range(first, end))}
    rows.extend((first, end, entity_id, "nominal", None) for (first, end), entity_id in nominals.items())
    named = {person.entity_id for person in persons}
    heads = {end - 1: entity_id for (_, end), entity_id in nominals.items() if entity_id in named}
    organisations = [OrganisationName(first=party.first, end=party.end, entity_id=party.entity_id)
                     for party in parties if party.entity_type == "organisation"]
    pronouns = resolve_pronouns(doc, persons, nominals=heads) | resolve_speaking_it(doc, organisations)
    rows.extend((token, token + 1, entity_id, "pronoun", None) for token, entity_id in pronouns.items())
    mention = mention_writer(doc, article_id=article_id, blocks=blocks)
    mentions = tuple(
        mention(doc[first:end].start_char, doc[first:end].end_char, entity_id, kind, label)
        for first, end, entity_id, kind, label in sorted(rows, key=lambda row: row[0])
    )
    entities: dict[str, ArticleEntity] = {}
    for entity in found:
        entities.setdefault(entity.entity_id, entity)
    return ArticleMentions(entities=tuple(entities.values()), mentions=mentions)


def mention_writer(
    doc: Doc, *, article_id: str, blocks: Sequence[Block],
) -> Callable[[int, int, str, MentionKind, str | None], Mention]:
    """What makes the rows of `mentions` of one article; arguments as of `find_mentions`.

    Returns:
        A function of the first character of a mention, the one after its last, its entity, its kind and its label, which raises
        ValueError where the mention lies in no analysed block.
    """
    sentence_starts = [start for start, _ in sentence_spans(doc)]
    block_starts = [block.start for block in blocks]
    text = doc.text

    def mention(start: int, end: int, entity_id: str, kind: MentionKind, label: str | None) -> Mention:
        at = bisect_right(block_starts, start) - 1
        block = blocks[at] if at >= 0 else None
        if block is None or block.kind not in MENTION_KINDS or end > block.end:
            raise ValueError(f"mentions: expected every mention inside one analysed block, found {text[start:end]!r} at "
                             f"{start}-{end} of article {article_id} outside; do doc and blocks belong together?")
        return Mention(
            mention_id=content_id("m", article_id, start, end, label), article_id=article_id,
            entity_id=entity_id, text=text[start:end], char_start=start, char_end=end, mention_kind=kind, entity_label=label,
            sentence_index=max(0, bisect_right(sentence_starts, start) - 1), block_kind=block.kind,
            link_confidence=None, extractor=EXTRACTOR,
        )

    return mention


def _in_context(doc: Doc, span: NameSpan, recognised: Mapping[int, str]) -> NamedMention:
    return NamedMention(text=doc[span.first:span.end].text, label=span.label, titles=_titles_before(doc, span.first),
                        bracketed_after=_name_before_bracket(doc, span.first, recognised))


def _titles_before(doc: Doc, first: int) -> tuple[str, ...]:
    titles: list[str] = []
    for i in range(first - 1, max(-1, first - 1 - MAX_TITLE_WORDS), -1):
        if doc[i].lower_ not in TITLE_WORDS and doc[i].lower_ != "lady":
            break
        titles.insert(0, doc[i].lower_)
    return tuple(titles)


def _name_before_bracket(doc: Doc, first: int, recognised: Mapping[int, str]) -> str | None:
    """The recognised name (by the token after it) that ends right before the bracket which opens before token `first`."""
    if first < 2 or doc[first - 1].text != "(":
        return None
    return recognised.get(first - 1)
