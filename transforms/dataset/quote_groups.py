"""Utterances across articles: quotes with the same words, who reported them first and how independently."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pyarrow as pa

from schemas import QuoteGroup

_END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingArticle:
    """What a quote group needs to know of an article that reports the utterance."""

    article_id: str
    source_id: str | None
    duplicate_group_id: str
    published_at: datetime | None
    published_date: date | None


def group_quotes(quotes: pa.Table, *, articles: Mapping[str, ReportingArticle]) -> list[QuoteGroup]:
    """Sum up each group of quotes.

    Args:
        quotes: Columns quote_id, article_id, char_start, quote_text and quote_group_id of every quote in the dataset.
        articles: Every article by id.

    Returns:
        One row for each group, ordered by id.
    """
    members: dict[str, list[tuple[ReportingArticle, int, str, str]]] = {}
    names = ("quote_group_id", "article_id", "char_start", "quote_id", "quote_text")
    columns = [quotes.column(name).to_pylist() for name in names]
    for group_id, article_id, start, quote_id, text in zip(*columns, strict=True):
        members.setdefault(group_id, []).append((articles[article_id], start, quote_id, text))
    groups: list[QuoteGroup] = []
    for group_id in sorted(members):
        group = members[group_id]
        first, _, representative_id, _ = min(group, key=lambda member: (*_appearance(member[0]), member[1], member[2]))
        reporting = {article.article_id: article for article, _, _, _ in group}.values()
        groups.append(QuoteGroup(
            quote_group_id=group_id, representative_quote_id=representative_id,
            first_article_id=first.article_id, first_published_at=first.published_at,
            article_count=len(reporting),
            source_count=len({article.source_id for article in reporting if article.source_id is not None}),
            independent_source_count=len({article.duplicate_group_id for article in reporting}),
            variant_count=len({text for _, _, _, text in group}),
        ))
    return groups


def _appearance(article: ReportingArticle) -> tuple[datetime, str]:
    if article.published_at is not None:
        return article.published_at, article.article_id
    if article.published_date is not None:
        return datetime.combine(article.published_date, time.max, tzinfo=UTC), article.article_id
    return _END_OF_TIME, article.article_id
