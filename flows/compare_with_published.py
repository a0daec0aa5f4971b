"""What a run has to add to the dataset as it stands: new articles, new revisions, and everything when the analysis changed."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flows.gather_rows import restage_published
from flows.read_generation import Generation
from flows.run_workers import in_chunks
from flows.stage_articles import ARTICLES_PER_BATCH, load_summary, stage_batch
from schemas import ArticleRevision
from schemas.arrow import arrow_to_rows
from transforms.dataset.revisions import DateRange, RecordVersion, Settlement, settle_records
from transforms.dataset.withdrawals import Withdrawals, Withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A run's records beside the published dataset.

    Args:
        settlement: The fate of every record.
        known: Every revision published so far, its `is_current` as it is after this run.
        restaged: Batches of published articles that are to be analysed anew, because the analysis has changed.
        reanalysed: Article -> current revision, for the articles in those batches.
        replaced: Published articles whose rows go: those with a new revision, and those analysed anew.
        restaged_records: Hashes of the articles in the restaged batches.
        withdrawn: Published articles that their providers took back, and what did. They are among `replaced`.
    """

    settlement: Settlement
    known: tuple[ArticleRevision, ...]
    restaged: tuple[str, ...]
    reanalysed: Mapping[str, str]
    replaced: frozenset[str]
    restaged_records: frozenset[str] = frozenset()
    withdrawn: Mapping[str, Withdrawn] = field(default_factory=dict)

    @property
    def current(self) -> frozenset[str]:
        """Revisions whose rows are to be published."""
        return self.settlement.current_revision_ids | set(self.reanalysed.values())

    @property
    def records(self) -> frozenset[str]:
        """Hashes of the records whose rows are to be published, or compared: of several with one text it is always the same."""
        return self.settlement.records | self.restaged_records

    @property
    def others(self) -> frozenset[str]:
        """Revisions of the run that are published as history only."""
        return frozenset(revision.revision_id for revision in self.settlement.revisions) - self.current

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to add."""
        return not self.settlement.revisions and not self.restaged and not self.withdrawn


def compare_with_published(
    records: Sequence[RecordVersion], *, previous: Generation | None, fingerprint: str, wanted: DateRange, seen_at: datetime,
    folder: Path, withdrawals: Withdrawals,
) -> Comparison:
    """Settle the records of a run against the published dataset.

    Args:
        records: Those that are not taken back themselves.
        previous: The current generation, or None before the first.
        fingerprint: Of the analysis as it is now.
        folder: Where published articles are staged, if they must be analysed anew.
        withdrawals: Cancellations that the run has read.
    """
    if previous is None:
        settlement = settle_records(records, known=(), current_stamps={}, wanted=wanted, seen_at=seen_at)
        return Comparison(settlement=settlement, known=(), restaged=(), reanalysed={}, replaced=frozenset())
    known = arrow_to_rows(previous.read("article_revisions"), ArticleRevision)
    columns = ["article_id", "external_id", "source_id", "modified_at", "published_at"]
    rows = previous.read("articles", columns=columns).to_pylist()
    published = [{**row, "stamp": row["modified_at"] or row["published_at"]} for row in rows]
    settlement = settle_records(
        records, known=known, current_stamps={row["article_id"]: row["stamp"] for row in published}, wanted=wanted,
        seen_at=seen_at)
    revised = set(settlement.superseded.values())
    standing = {record.article_id for record in records}  # released after they were taken back
    withdrawn = {
        row["article_id"]: why for row in published if row["article_id"] not in standing and (why := withdrawals.of(
            external_id=row["external_id"], source_id=row["source_id"], stamp=row["stamp"])) is not None}
    gone = revised | withdrawn.keys()
    restaged = () if previous.fingerprint == fingerprint else tuple(_restage(previous, gone, folder))
    again = [version for batch in restaged for version in load_summary(batch).versions]
    reanalysed = {version.article_id: version.revision_id for version in again}
    return Comparison(
        settlement=settlement, restaged=restaged, reanalysed=reanalysed, replaced=frozenset(gone | set(reanalysed)),
        known=tuple(
            revision for revision in _with_superseded(known, settlement.superseded) if revision.article_id not in withdrawn),
        withdrawn=withdrawn,
        restaged_records=frozenset(version.record_sha256 for version in again))


def _restage(previous: Generation, leave_out: Collection[str], folder: Path) -> Iterable[str]:
    folder.mkdir(parents=True, exist_ok=True)
    batches = in_chunks(restage_published(previous, leave_out=leave_out), ARTICLES_PER_BATCH)
    for number, articles in enumerate(batches):
        yield stage_batch(articles, [], path=folder / f"batch-{number:06d}")


def _with_superseded(known: Iterable[ArticleRevision], superseded: Collection[str]) -> Iterable[ArticleRevision]:
    for revision in known:
        yield dataclasses.replace(revision, is_current=False) if revision.revision_id in superseded else revision
