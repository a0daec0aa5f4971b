"""Who "I" is: inside quotation marks it is who speaks."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from schemas import Mention, Quote
from schemas.vocabulary import EntityType
from transforms.extraction.mentions import mention_writer
from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.rows import ArticleMentions, ArticleQuotes
from transforms.layout import Block

FIRST_PERSONS = frozenset({"i", "me", "my", "mine", "myself"})


def with_first_persons(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], quotes: ArticleQuotes, mentions: ArticleMentions,
) -> ArticleMentions:
    """The mentions with those of speakers by "I", "me" and "my" in what they are quoted with word by word.

    Args:
        doc: Parsed article.
        article_id: Key of that article.
        blocks: All its blocks, in reading order.
        quotes: Its quotes. Of quotes that hold one another the innermost counts; where its speaker is unknown, so is "I".
        mentions: What it mentions otherwise.
    """
    types: Mapping[str, EntityType] = {entity.entity_id: entity.entity_type for entity in mentions.entities}
    innermost = _innermost(quotes)
    write = mention_writer(doc, article_id=article_id, blocks=blocks)
    taken = {mention.char_start for mention in mentions.mentions}
    added: list[Mention] = []
    for token in doc:
        if token.lower_ not in FIRST_PERSONS or token.tag_ not in ("PRP", "PRP$") or token.idx in taken:
            continue
        quote = innermost.get(token.idx)
        entity_id = quote.speaker_entity_id if quote is not None and quote.quote_type == "direct" else None
        if entity_id is not None and types.get(entity_id) == "person":
            added.append(write(token.idx, token.idx + len(token), entity_id, "pronoun", None))
    if not added:
        return mentions
    ordered = sorted((*mentions.mentions, *added), key=lambda mention: (mention.char_start, -mention.char_end))
    return ArticleMentions(entities=mentions.entities, mentions=tuple(ordered))


def _innermost(quotes: ArticleQuotes) -> Mapping[int, Quote]:
    """For each character of a quote the shortest quote that it stands in."""
    by_id = {quote.quote_id: quote for quote in quotes.quotes}
    found: dict[int, Quote] = {}
    pieces: list[tuple[Offsets, Quote]] = [((piece.char_start, piece.char_end), by_id[piece.quote_id]) for piece in quotes.spans]
    for (start, end), quote in sorted(pieces, key=lambda piece: piece[0][0] - piece[0][1]):
        found.update(dict.fromkeys(range(start, end), quote))
    return found
