"""What the dataset-wide transforms need to know of an article: a narrow slice of its row."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from schemas.articles import DuplicateRole

_END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts:
    """Columns of `articles`, under their names."""

    article_id: str
    source_id: str | None
    published_at: datetime | None
    published_date: date | None
    word_count: int
    duplicate_group_id: str
    duplicate_role: DuplicateRole
    is_representative: bool

    @property
    def appeared_at(self) -> datetime:
        """A moment to order articles by: that of publication; an article that states only its day counts as of that day's
        end, an undated one comes last."""
        if self.published_at is not None:
            return self.published_at
        if self.published_date is not None:
            return datetime.combine(self.published_date, time.max, tzinfo=UTC)
        return _END_OF_TIME
