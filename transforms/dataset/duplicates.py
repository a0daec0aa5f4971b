"""Copies: the same story in several outlets, found by equal bodies, with one representative for each group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

_END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCandidate:
    """What decides an article's place in its group of copies (`duplicate_group_id` is a hash of the folded body)."""

    article_id: str
    duplicate_group_id: str
    published_at: datetime | None
    published_date: date | None
    word_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyStanding:
    """An article's place in its group of copies."""

    role: Literal["original", "copy"]
    is_representative: bool


def rank_copies(candidates: Iterable[CopyCandidate]) -> Mapping[str, CopyStanding]:
    """Article -> its standing. The original of a group is the article published first, else the longest, else the one with
    the least id, so that the choice does not depend on the order in which articles arrive."""
    groups: dict[str, list[CopyCandidate]] = {}
    for candidate in candidates:
        groups.setdefault(candidate.duplicate_group_id, []).append(candidate)
    standings: dict[str, CopyStanding] = {}
    for group in groups.values():
        original = min(group, key=_precedence)
        for candidate in group:
            is_original = candidate is original
            standings[candidate.article_id] = CopyStanding(
                role="original" if is_original else "copy", is_representative=is_original)
    return standings


def _precedence(candidate: CopyCandidate) -> tuple[datetime, int, str]:
    return (_moment(candidate), -candidate.word_count, candidate.article_id)


def _moment(candidate: CopyCandidate) -> datetime:
    """Moment of publication; an article that states only its day counts as of that day's end, an undated one comes last."""
    if candidate.published_at is not None:
        return candidate.published_at
    if candidate.published_date is not None:
        return datetime.combine(candidate.published_date, time.max, tzinfo=UTC)
    return _END_OF_TIME
