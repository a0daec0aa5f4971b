"""All rows of one parsed article, from its mentions to its claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from schemas import EntityDescription
from transforms.extraction.checkability import sentence_scorer
from transforms.extraction.claims import extract_claims
from transforms.extraction.cues import CueLexicon
from transforms.extraction.descriptions import Statement, find_statements
from transforms.extraction.extractors import extractors
from transforms.extraction.first_persons import with_first_persons
from transforms.extraction.gazetteer import Gazetteer
from transforms.extraction.identities import identify
from transforms.extraction.mentions import EXTRACTOR, find_mentions
from transforms.extraction.named_places import place_mentions
from transforms.extraction.page import Page, lay_open
from transforms.extraction.quotes import extract_quotes
from transforms.extraction.rows import ArticleMentions, ArticleRows
from transforms.extraction.tagging import TaggedArticle, TaggedSpan, Tagger
from transforms.extraction.times import find_time_expressions
from transforms.extraction.unnamed_sources import with_unnamed_sources
from transforms.layout import MENTION_KINDS, STATEMENT_KINDS, Block

__all__ = ["Reading", "extract_rows", "extractors", "read_closely"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article laid open, with what the learned tagger found in it.

    Args:
        page: The blocks that make statements.
        tagged: What the tagger found in them; None without a tagger.
        names: Names that it found in them and in the headline, in no certain order.
    """

    page: Page
    tagged: TaggedArticle | None
    names: tuple[TaggedSpan, ...]


def read_closely(doc: Doc, *, blocks: Sequence[Block], cues: CueLexicon, tagger: Tagger | None) -> Reading:
    """Lay an article open and let the tagger read it, once for all that follows; arguments as of `extract_rows`."""
    page = lay_open(doc, blocks=[(block.start, block.end) for block in blocks if block.kind in STATEMENT_KINDS], cues=cues)
    if tagger is None:
        return Reading(page=page, tagged=None, names=())
    tagged = tagger.tag(page.text, paragraphs=page.paragraphs, quotations=page.marked)
    # The headline is read apart: nothing is attributed in it, and nothing in the body to whom it names.
    only_names = [(block.start, block.end) for block in blocks if block.kind in MENTION_KINDS - STATEMENT_KINDS]
    headline = tagger.tag(page.text, paragraphs=only_names)
    return Reading(page=page, tagged=tagged, names=(*headline.names, *tagged.names))


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
        tagger: Finds attributions and names together with the rules; None leaves both to the rules.
        gazetteer: Known places; None leaves places to their names.

    Returns:
        Rows that refer only to one another and to the article.
    """
    reading = read_closely(doc, blocks=blocks, cues=cues, tagger=tagger)
    mentions, descriptions = find_entities(doc, article_id=article_id, blocks=blocks, tagged=reading.names, gazetteer=gazetteer)
    quotes = extract_quotes(reading.page, article_id=article_id, blocks=blocks, mentions=mentions, tagged=reading.tagged)
    quotes, mentions = with_unnamed_sources(doc, article_id=article_id, blocks=blocks, quotes=quotes, mentions=mentions)
    mentions = with_first_persons(doc, article_id=article_id, blocks=blocks, quotes=quotes, mentions=mentions)
    times = find_time_expressions(doc, article_id=article_id, blocks=blocks, anchor_date=anchor_date)
    claims = extract_claims(
        doc, article_id=article_id, blocks=blocks, quotes=quotes, mentions=mentions, times=times,
        scorer=sentence_scorer(doc, reading.tagged) if reading.tagged is not None else None)
    return ArticleRows(
        entities=mentions.entities, mentions=mentions.mentions, entity_descriptions=descriptions,
        quotes=quotes.quotes, quote_spans=quotes.spans, quote_entities=quotes.entities,
        claims=claims.claims, claim_spans=claims.spans, claim_entities=claims.entities,
        claim_quantities=claims.quantities, time_expressions=times,
    )


def find_entities(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], gazetteer: Gazetteer | None, tagged: Sequence[TaggedSpan] = (),
) -> tuple[ArticleMentions, tuple[EntityDescription, ...]]:
    """The entities of an article under the keys by which the dataset knows them, their mentions, and what it says they are;
    arguments as of `extract_rows`."""
    named = find_mentions(doc, article_id=article_id, blocks=blocks, tagged=tagged)
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
