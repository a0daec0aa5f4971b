"""All rows of one parsed article, from its mentions to its claims."""

from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc

from schemas import EntityDescription
from transforms.extraction.claims import extract_claims
from transforms.extraction.cues import CueLexicon
from transforms.extraction.descriptions import Statement, find_statements
from transforms.extraction.extractors import extractors
from transforms.extraction.gazetteer import Gazetteer
from transforms.extraction.identities import identify
from transforms.extraction.mentions import EXTRACTOR, find_mentions
from transforms.extraction.named_places import place_mentions
from transforms.extraction.quotes import extract_quotes
from transforms.extraction.rows import ArticleMentions, ArticleRows
from transforms.extraction.tagging import Tagger
from transforms.extraction.times import find_time_expressions
from transforms.layout import Block

__all__ = ["extract_rows", "extractors"]


def extract_rows(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], anchor_date: date | None, cues: CueLexicon,
    tagger: Tagger | None = None, gazetteer: Gazetteer | None = None,
) -> ArticleRows:
    """Find everything that one article says.

    Args:
        doc: Parsed article; its text is the article's with the blocks that are not analysed hidden.
        article_id: Key of that article.
        blocks: All its blocks, in reading order.
        anchor_date: Day on which the article was published, against which "on Friday" is read; None when unknown.
        cues: Words that signal attributions.
        tagger: Finds attributions together with the rules; None leaves it to the rules.
        gazetteer: Known places; None leaves places to their names.

    Returns:
        Rows that refer only to one another and to the article.
    """
    mentions, descriptions = find_entities(doc, article_id=article_id, blocks=blocks, gazetteer=gazetteer)
    quotes = extract_quotes(doc, article_id=article_id, blocks=blocks, mentions=mentions, cues=cues, tagger=tagger)
    claims = extract_claims(doc, article_id=article_id, blocks=blocks, quotes=quotes, mentions=mentions)
    return ArticleRows(
        entities=mentions.entities, mentions=mentions.mentions, entity_descriptions=descriptions,
        quotes=quotes.quotes, quote_spans=quotes.spans, quote_entities=quotes.entities,
        claims=claims.claims, claim_spans=claims.spans, claim_entities=claims.entities,
        time_expressions=find_time_expressions(doc, article_id=article_id, blocks=blocks, anchor_date=anchor_date),
    )


def find_entities(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], gazetteer: Gazetteer | None,
) -> tuple[ArticleMentions, tuple[EntityDescription, ...]]:
    """The entities of an article under the keys by which the dataset knows them, their mentions, and what it says they are;
    arguments as of `extract_rows`."""
    named = find_mentions(doc, article_id=article_id, blocks=blocks)
    statements = find_statements(doc, named=place_mentions(doc, named))
    mentions = identify(doc, named, article_id=article_id, statements=statements, gazetteer=gazetteer)
    entity_of = {mention.mention_id: mention.entity_id for mention in mentions.mentions}
    text = doc.text
    return mentions, tuple(_description(text, statement, entity_id) for statement in statements
                           if (entity_id := entity_of[statement.mention.mention_id]) is not None)


def _description(text: str, statement: Statement, entity_id: str) -> EntityDescription:
    start, end = statement.span
    return EntityDescription(
        entity_id=entity_id, article_id=statement.mention.article_id, mention_id=statement.mention.mention_id,
        kind=statement.kind, description=text[start:end], char_start=start, char_end=end, extractor=EXTRACTOR)
