"""Copies: the same story in several outlets, word for word or nearly so, with one representative for each group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.articles import DuplicateRole
from transforms.dataset.article_facts import ArticleFacts
from transforms.identity import content_id, text_sha256

_NO_WORDS = text_sha256("")


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyStanding:
    """An article's place among the copies of its story: columns of `articles`, under their names."""

    duplicate_group_id: str
    duplicate_role: DuplicateRole
    is_representative: bool


def rank_copies(
    articles: Iterable[ArticleFacts], *, bodies: Mapping[str, str], near_copies: Mapping[str, str],
) -> Mapping[str, CopyStanding]:
    """Article -> its standing in its group.

    The original is the article that appeared first, else the longest, else the one with the least id. Nothing depends on the
    order of the articles: the group's id is a hash of the least body fingerprint in it, whoever came first.

    Args:
        articles: All current articles.
        bodies: Article -> fingerprint of its body.
        near_copies: Fingerprint -> least fingerprint of the bodies that are nearly the same, where there are such.
    """
    groups: dict[str, list[ArticleFacts]] = {}
    for article in articles:
        body = bodies[article.article_id]
        # Bodies without a word ("* * *") are equal to each other, but nobody's copies.
        key = article.article_id if body == _NO_WORDS else near_copies.get(body, body)
        groups.setdefault(key, []).append(article)
    standings: dict[str, CopyStanding] = {}
    for least_body, group in groups.items():
        original = min(group, key=_precedence)
        for article in group:
            is_equal = bodies[article.article_id] == bodies[original.article_id]
            standings[article.article_id] = CopyStanding(
                duplicate_group_id=content_id("d", least_body),
                duplicate_role="original" if article is original else "copy" if is_equal else "near_copy",
                is_representative=article is original)
    return standings


def _precedence(article: ArticleFacts) -> tuple[datetime, int, str]:
    return (article.appeared_at, -article.word_count, article.article_id)
