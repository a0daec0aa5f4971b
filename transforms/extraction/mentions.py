"""The mentions of one article: its names, each with its entity, and pronouns and nouns that certainly refer to one of them."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Literal

from spacy.tokens import Doc

from schemas import Mention
from transforms.extraction.annotation import sentence_spans
from transforms.extraction.entities import NamedMention, merge_names
from transforms.extraction.names import NameSpan, find_names
from transforms.extraction.nominals import NamedParty, resolve_nominals
from transforms.extraction.pronouns import OrganisationName, PersonName, resolve_pronouns, resolve_speaking_it
from transforms.extraction.rows import ArticleEntity, ArticleMentions
from transforms.identity import content_id
from transforms.layout import MENTION_KINDS, Block
from transforms.lexicons.titles_person import TITLE_WORDS

EXTRACTOR = "mentions_rules_v1"

_Kind = Literal["name", "nominal", "pronoun"]
_Row = tuple[int, int, str, _Kind, str | None]
"""First token of a mention, the token after it, its entity, and the label of a name."""

MAX_TITLE_WORDS = 4
"""Words before a name that are looked at for its title ("former deputy prime minister")."""


def find_mentions(doc: Doc, *, article_id: str, blocks: Sequence[Block]) -> ArticleMentions:
    """Find what an article names, and where.

    Args:
        doc: Parsed article; `doc.text` is the text in which unanalysed blocks are hidden.
        article_id: Key of that article.
        blocks: Its blocks, in reading order.

    Returns:
        Mentions ordered by `char_start`, none overlapping, all in analysed blocks; entities in order of first mention.
        A pronoun or common noun that could be anybody's yields no row.

    Raises:
        ValueError: A mention lies in no analysed block, so `blocks` and `doc` belong to different articles.
    """
    spans = find_names(doc)
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
    taken = {token for first, end, *_ in rows for token in range(first, end)}
    nominals = {(first, end): entity_id for (first, end), entity_id in resolve_nominals(doc, parties).items()
                if taken.isdisjoint(range(first, end))}
    rows.extend((first, end, entity_id, "nominal", None) for (first, end), entity_id in nominals.items())
    named = {person.entity_id for person in persons}
    heads = {end - 1: entity_id for (_, end), entity_id in nominals.items() if entity_id in named}
    organisations = [OrganisationName(first=party.first, end=party.end, entity_id=party.entity_id)
                     for party in parties if party.entity_type == "organisation"]
    pronouns = resolve_pronouns(doc, persons, nominals=heads) | resolve_speaking_it(doc, organisations)
    rows.extend((token, token + 1, entity_id, "pronoun", None) for token, entity_id in pronouns.items())
    sentence_starts = [start for start, _ in sentence_spans(doc)]
    block_starts = [block.start for block in blocks]
    mentions = tuple(
        _mention(doc, article_id=article_id, blocks=blocks, block_starts=block_starts, sentence_starts=sentence_starts,
                 first=first, end=end, entity_id=entity_id, kind=kind, label=label)
        for first, end, entity_id, kind, label in sorted(rows, key=lambda row: row[0])
    )
    entities: dict[str, ArticleEntity] = {}
    for entity in found:
        entities.setdefault(entity.entity_id, entity)
    return ArticleMentions(entities=tuple(entities.values()), mentions=mentions)


def _mention(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], block_starts: Sequence[int], sentence_starts: Sequence[int],
    first: int, end: int, entity_id: str, kind: _Kind, label: str | None,
) -> Mention:
    span = doc[first:end]
    at = bisect_right(block_starts, span.start_char) - 1
    block = blocks[at] if at >= 0 else None
    if block is None or block.kind not in MENTION_KINDS or span.end_char > block.end:
        raise ValueError(f"mentions: expected every mention inside one analysed block, found {span.text!r} at "
                         f"{span.start_char}-{span.end_char} of article {article_id} outside; do doc and blocks belong together?")
    return Mention(
        mention_id=content_id("m", article_id, span.start_char, span.end_char, label), article_id=article_id,
        entity_id=entity_id, text=span.text, char_start=span.start_char, char_end=span.end_char,
        mention_kind=kind, entity_label=label,
        sentence_index=max(0, bisect_right(sentence_starts, span.start_char) - 1), block_kind=block.kind,
        link_confidence=None, extractor=EXTRACTOR,
    )


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
