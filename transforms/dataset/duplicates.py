"""Copies: the same story in several outlets, found by equal bodies, with one representative for each group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.articles import DuplicateRole
from transforms.dataset.article_facts import ArticleFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyStanding:
    """An article's place in its group of copies."""

    role: DuplicateRole
    is_representative: bool


def rank_copies(articles: Iterable[ArticleFacts]) -> Mapping[str, CopyStanding]:
    """Article -> its standing in its group (`duplicate_group_id` is a hash of the folded body). The original is the article
    that appeared first, else the longest, else the one with the least id, whatever the order in which articles arrive."""
    groups: dict[str, list[ArticleFacts]] = {}
    for article in articles:
        groups.setdefault(article.duplicate_group_id, []).append(article)
    standings: dict[str, CopyStanding] = {}
    for group in groups.values():
        original = min(group, key=_precedence)
        for article in group:
            is_original = article is original
            standings[article.article_id] = CopyStanding(
                role="original" if is_original else "copy", is_representative=is_original)
    return standings


def _precedence(article: ArticleFacts) -> tuple[datetime, int, str]:
    return (article.appeared_at, -article.word_count, article.article_id)
