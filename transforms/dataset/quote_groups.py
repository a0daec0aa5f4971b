"""Utterances across articles: quotes with the same words, nearly the same or a part of them; who reported them first and how
independently. How wordings are compared says `transforms.dataset.wording_groups`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from schemas import QuoteGroup
from schemas.quotes import QuoteGroupMatch
from transforms.dataset.article_facts import ArticleFacts
from transforms.dataset.wording_groups import Member, WordedRow, group_wordings, sum_up, words_of
from transforms.identity import content_id
from transforms.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteStanding:
    """A quote's place among those that report its utterance: columns of `quotes`, under their names."""

    quote_group_id: str
    quote_group_match: QuoteGroupMatch


def rank_quotes(quotes: pa.Table, *, pieces: pa.Table, articles: Mapping[str, ArticleFacts]) -> dict[str, QuoteStanding]:
    """Quote -> its standing in its group. Nothing depends on the order of the rows.

    Args:
        quotes: Columns quote_id, article_id, quote_type and speaker_name of every quote in the dataset.
        pieces: Columns quote_id, piece_index and text of all their pieces.
        articles: Every article by id.
    """
    words = _words_of(pieces)
    columns = [quotes.column(name).to_pylist() for name in ("quote_id", "article_id", "quote_type", "speaker_name")]
    # What stands in quotation marks, in whole or in part, may vary: the other words are the reporters' own.
    rows = [
        WordedRow(row_id=quote_id, words=words.get(quote_id, ()), name=(speaker_name or "").casefold(),
                  may_vary=quote_type != "indirect", article=articles[article_id])
        for quote_id, article_id, quote_type, speaker_name in zip(*columns, strict=True)]
    return {
        quote_id: QuoteStanding(quote_group_id=group_id, quote_group_match=match)
        for quote_id, (group_id, match) in group_wordings(rows).items()}


def wording_ids(pieces: pa.Table) -> dict[str, str]:
    """Quote -> key of its words, case and punctuation folded.

    Args:
        pieces: Columns quote_id, piece_index and text of all pieces of the quotes.
    """
    return {quote_id: content_id("g", *words) for quote_id, words in _words_of(pieces).items()}


def group_quotes(quotes: pa.Table, *, articles: Mapping[str, ArticleFacts]) -> list[QuoteGroup]:
    """Sum up each group of quotes.

    Args:
        quotes: Columns quote_id, article_id, char_start, quote_text, quote_group_id and quote_group_match of every quote in the
            dataset.
        articles: Every article by id.

    Returns:
        One row for each group, ordered by id.
    """
    members: dict[str, list[Member]] = {}
    names = ("quote_group_id", "article_id", "char_start", "quote_id", "quote_text", "quote_group_match")
    columns = [quotes.column(name).to_pylist() for name in names]
    for group_id, article_id, start, quote_id, text, match in zip(*columns, strict=True):
        members.setdefault(group_id, []).append(
            Member(article=articles[article_id], char_start=start, row_id=quote_id, text=text, is_whole=match == "exact"))
    facts = {group_id: sum_up(members[group_id]) for group_id in sorted(members)}
    return [
        QuoteGroup(
            quote_group_id=group_id, representative_quote_id=one.representative_id, first_article_id=one.first_article_id,
            first_published_at=one.first_published_at, article_count=one.article_count, source_count=one.source_count,
            independent_source_count=one.independent_source_count, variant_count=one.variant_count)
        for group_id, one in facts.items()
    ]


def _words_of(pieces: pa.Table) -> dict[str, Words]:
    return words_of(zip(*(pieces.column(name).to_pylist() for name in ("quote_id", "piece_index", "text")), strict=True))
