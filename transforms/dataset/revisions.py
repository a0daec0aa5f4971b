"""Which records are new, which revise a known article, and which revision of an article is current."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from schemas import ArticleRevision

Outcome = Literal["new", "revised", "unchanged", "outside_range"]

_BEGINNING_OF_TIME = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVersion:
    """What decides the fate of one record that became an article.

    Args:
        stamp: When the publisher last touched this version: `modified_at`, else `published_at`; None when neither is stated.
        record_sha256: Hash of all that the record says and where it stands: records with one text may differ in the rest.
        external_id: Identifier that the record carried.
        source_id: Outlet of the article.
    """

    article_id: str
    revision_id: str
    text_sha256: str
    title: str | None
    stamp: datetime | None
    published_date: date | None
    record_sha256: str
    external_id: str | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """Publication dates that a backfill asks for, both ends included; None leaves that end open."""

    first: date | None = None
    last: date | None = None

    @property
    def is_open(self) -> bool:
        return self.first is None and self.last is None

    def holds(self, day: date | None) -> bool:
        """Whether an article of that day is asked for. An undated article is only when no range is given."""
        if self.is_open:
            return True
        if day is None:
            return False
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The fate of every record of a run.

    Args:
        outcomes: One per record, in the order of the records.
        revisions: Revisions seen for the first time, oldest first within an article, numbered, without quote counts.
        superseded: Current revision before the run -> article, for articles that get another current revision.
        predecessors: New revision -> the revision whose quotes it is compared with.
        records: Hashes of the records that the revisions are taken from.
    """

    outcomes: tuple[Outcome, ...]
    revisions: tuple[ArticleRevision, ...]
    superseded: Mapping[str, str] = field(default_factory=dict)
    predecessors: Mapping[str, str] = field(default_factory=dict)
    records: frozenset[str] = frozenset()

    @property
    def current_revision_ids(self) -> frozenset[str]:
        """Revisions of this run that `articles` holds from now on."""
        return frozenset(revision.revision_id for revision in self.revisions if revision.is_current)


def settle_records(
    records: Sequence[RecordVersion],
    *,
    known: Iterable[ArticleRevision],
    current_stamps: Mapping[str, datetime | None],
    wanted: DateRange,
    seen_at: datetime,
) -> Settlement:
    """Decide for each record whether it is new, revises a known article, repeats a known revision or was not asked for.

    A later version replaces an earlier one. Versions are ordered by their stamp; where stamps are equal or missing, a
    version delivered by a later run is later, and within one run the order is that of the hashes, so that the result does
    not depend on the order of the input. A version older than the current one is kept as a revision, not as the article.

    Args:
        known: Every revision in the dataset so far.
        current_stamps: Article -> stamp of its current revision.
        wanted: Publication dates asked for.
        seen_at: Start of the run, UTC.
    """
    known_by_article: dict[str, list[ArticleRevision]] = {}
    for revision in known:
        known_by_article.setdefault(revision.article_id, []).append(revision)
    known_ids = {revision.revision_id for revisions in known_by_article.values() for revision in revisions}

    outcomes: list[Outcome | None] = [None] * len(records)
    arriving: dict[str, list[tuple[RecordVersion, int]]] = {}
    taken: set[str] = set()
    for position in sorted(range(len(records)), key=lambda index: _order(records[index])):
        record = records[position]
        if not wanted.holds(record.published_date):
            outcomes[position] = "outside_range"
        elif record.revision_id in known_ids or record.revision_id in taken:
            outcomes[position] = "unchanged"
        else:
            taken.add(record.revision_id)
            arriving.setdefault(record.article_id, []).append((record, position))

    revisions: list[ArticleRevision] = []
    superseded: dict[str, str] = {}
    predecessors: dict[str, str] = {}
    for article_id, versions in arriving.items():
        before = known_by_article.get(article_id, [])
        old_current = next((revision.revision_id for revision in before if revision.is_current), None)
        current, current_stamp = old_current, current_stamps.get(article_id)
        for record, position in versions:
            outcomes[position] = "revised" if current is not None else "new"
            if current is not None:
                predecessors[record.revision_id] = current
            if current is None or not _is_older(record.stamp, current_stamp):
                current, current_stamp = record.revision_id, record.stamp
        if old_current is not None and current != old_current:
            superseded[old_current] = article_id
        revisions += [
            ArticleRevision(
                revision_id=record.revision_id, article_id=article_id, revision_no=len(before) + index,
                is_current=record.revision_id == current, first_seen_at=seen_at, text_sha256=record.text_sha256,
                title=record.title, quotes_added_count=None, quotes_removed_count=None,
            )
            for index, (record, _) in enumerate(versions, start=1)
        ]
    return Settlement(
        outcomes=tuple(outcome for outcome in outcomes if outcome is not None),
        revisions=tuple(revisions), superseded=superseded, predecessors=predecessors,
        records=frozenset(record.record_sha256 for versions in arriving.values() for record, _ in versions),
    )


def _order(record: RecordVersion) -> tuple[datetime, str, str, date]:
    return (record.stamp or _BEGINNING_OF_TIME, record.text_sha256, record.record_sha256, record.published_date or date.min)


def _is_older(stamp: datetime | None, than: datetime | None) -> bool:
    return stamp is not None and than is not None and stamp < than
