"""All rows of one parsed article, from its mentions to its claims."""

from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc

from transforms.extraction.checkability import KeepingTagger, sentence_scorer
from transforms.extraction.claims import extract_claims
from transforms.extraction.cues import CueLexicon
from transforms.extraction.extractors import extractors
from transforms.extraction.mentions import find_mentions
from transforms.extraction.quotes import extract_quotes
from transforms.extraction.rows import ArticleRows
from transforms.extraction.tagging import Tagger
from transforms.extraction.times import find_time_expressions
from transforms.layout import Block

__all__ = ["extract_rows", "extractors"]


def extract_rows(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], anchor_date: date | None, cues: CueLexicon,
    tagger: Tagger | None = None,
) -> ArticleRows:
    """Find everything that one article says.

    Args:
        doc: Parsed article; its text is the article's with the blocks that are not analysed hidden.
        article_id: Key of that article.
        blocks: All its blocks, in reading order.
        anchor_date: Day on which the article was published, against which "on Friday" is read; None when unknown.
        cues: Words that signal attributions.
        tagger: Finds attributions together with the rules; None leaves it to the rules.

    Returns:
        Rows that refer only to one another and to the article.
    """
    mentions = find_mentions(doc, article_id=article_id, blocks=blocks)
    # What it tags for the quotes is kept for the claims: tagging is half of the work.
    keeping = KeepingTagger.around(tagger) if tagger is not None else None
    quotes = extract_quotes(doc, article_id=article_id, blocks=blocks, mentions=mentions, cues=cues, tagger=keeping)
    times = find_time_expressions(doc, article_id=article_id, blocks=blocks, anchor_date=anchor_date)
    claims = extract_claims(
        doc, article_id=article_id, blocks=blocks, quotes=quotes, mentions=mentions, times=times,
        scorer=sentence_scorer(doc, keeping.kept) if keeping is not None else None)
    return ArticleRows(
        entities=mentions.entities, mentions=mentions.mentions,
        quotes=quotes.quotes, quote_spans=quotes.spans, quote_entities=quotes.entities,
        claims=claims.claims, claim_spans=claims.spans, claim_entities=claims.entities,
        claim_quantities=claims.quantities, time_expressions=times,
    )
