"""Utterances across articles: quotes with the same words, who reported them first and how independently."""

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa

from schemas import QuoteGroup
from transforms.dataset.article_facts import ArticleFacts


def group_quotes(quotes: pa.Table, *, articles: Mapping[str, ArticleFacts]) -> list[QuoteGroup]:
    """Sum up each group of quotes.

    Args:
        quotes: Columns quote_id, article_id, char_start, quote_text and quote_group_id of every quote in the dataset.
        articles: Every article by id.

    Returns:
        One row for each group, ordered by id.
    """
    members: dict[str, list[tuple[ArticleFacts, int, str, str]]] = {}
    names = ("quote_group_id", "article_id", "char_start", "quote_id", "quote_text")
    columns = [quotes.column(name).to_pylist() for name in names]
    for group_id, article_id, start, quote_id, text in zip(*columns, strict=True):
        members.setdefault(group_id, []).append((articles[article_id], start, quote_id, text))
    groups: list[QuoteGroup] = []
    for group_id in sorted(members):
        group = members[group_id]
        first, _, representative_id, _ = min(group, key=_appearance)
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


def _appearance(member: tuple[ArticleFacts, int, str, str]) -> tuple[datetime, str, int, str]:
    article, start, quote_id, _ = member
    return article.appeared_at, article.article_id, start, quote_id
