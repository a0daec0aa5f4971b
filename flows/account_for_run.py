"""The account of a run: what became of every record, what was turned away and why, and whether that is too much."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from flows.compare_with_published import Comparison
from flows.limit_rejects import RejectLimits
from flows.open_session import Session
from flows.prepare_publication import HANGS_ON_REJECTED, Rejections
from flows.publish_generation import write_rejects
from flows.report_failures import ContractError
from flows.stage_articles import count_records, load_batch, load_summary, load_withdrawals
from schemas import Reject, Run
from transforms.dataset.rejection import reject_record, reject_whole_record
from transforms.reading.records import Refusal
from transforms.serialisation import as_json

VERSION = "0.1.0"

PROVIDERS_WISHES = frozenset({"read.withheld", "read.canceled", "read.embargoed"})
"""Rules by which an item is in order, but not to be published."""


def run_row(
    session: Session, batches: Sequence[str], comparison: Comparison, rejections: Rejections, *,
    publishes_as: str | None = None, stays_at: str | None = None,
) -> Run:
    """The run's row, for the generation that it publishes or the one that it leaves as it is."""
    outcomes = Counter(comparison.settlement.outcomes)
    read, refused = count_records(batches)
    return Run(
        run_id=session.run_id, started_at=session.started_at, finished_at=datetime.now(UTC),
        status="unchanged" if publishes_as is None else "published", generation_id=publishes_as or stays_at or "",
        sources=json.dumps(list(session.sources), ensure_ascii=False),
        published_from=_iso(session.wanted.first), published_to=_iso(session.wanted.last),
        record_count=read + refused, new_count=outcomes["new"], revised_count=outcomes["revised"],
        unchanged_count=outcomes["unchanged"], outside_range_count=outcomes["outside_range"],
        rejected_count=refused + read - len(comparison.settlement.outcomes), rejected_row_count=rejections.row_count,
        annotated_count=rejections.analysed_count, onrecord_version=VERSION)


def rejects_of_run(session: Session, batches: Sequence[str], rejections: Rejections) -> list[Reject]:
    """One reject for each record that became no article, and one for each row that validation turned away."""
    rejects: list[Reject] = []
    withdrawals = load_withdrawals(batches)
    for batch in batches:
        summary = load_summary(batch)
        rejects += [
            reject_record(_with_consequences(refusal, rejections), run_id=session.run_id, position=len(rejects) + index)
            for index, refusal in enumerate(summary.refusals)
        ]
        withdrawn = [withdrawals.of_record(version) for version in summary.versions]
        if not any(withdrawn) and rejections.revisions.keys().isdisjoint(version.revision_id for version in summary.versions):
            continue
        for read, locator, taken_back in zip(load_batch(batch), summary.locators, withdrawn, strict=True):
            if taken_back is not None:
                rejects.append(reject_whole_record(
                    run_id=session.run_id, stage="read", rule_id="read.canceled", locator=locator, payload=None,
                    reason=f"{locator}: expected an item that may be published, but {taken_back.reason}", position=len(rejects)))
            elif read.article.revision_id in rejections.revisions:
                rule_id, reason = rejections.revisions[read.article.revision_id]
                rejects.append(reject_whole_record(
                    run_id=session.run_id, stage="annotate" if rule_id.startswith("annotate.") else "validate",
                    rule_id=rule_id, reason=reason, locator=locator, payload=as_json(read), position=len(rejects)))
    return rejects + rejections.rows


def _with_consequences(refusal: Refusal, rejections: Rejections) -> Refusal:
    """A cancellation with the published articles that it removed."""
    gone = [article_id for article_id, why in rejections.withdrawn.items() if why.locator == refusal.locator]
    if refusal.withdrawal is None or not gone:
        return refusal
    return replace(refusal, reason=f"{refusal.reason}; removed with all rows: article {', '.join(sorted(gone))}")


def write_and_limit_rejects(
    session: Session, batches: Sequence[str], rejections: Rejections, limits: RejectLimits, *, fresh_row_count: int,
) -> list[Reject]:
    """Write what was rejected so far, and stop the run if that is too much. Rows that are in order themselves and only fell
    with another one do not count: one bad article has hundreds of them. Nor do items that their provider does not want published.

    Args:
        fresh_row_count: Rows that passed validation.

    Raises:
        ContractError: A larger share of the records, or of the new rows, was rejected than is allowed.
    """
    rejects = rejects_of_run(session, batches, rejections)
    file = write_rejects(session.output, rejects, run_id=session.run_id)
    record_count = sum(count_records(batches))
    records = [reject for reject in rejects if reject.table_name is None and reject.rule_id not in PROVIDERS_WISHES]
    rows = [reject for reject in rejects if reject.table_name is not None]
    faulty_rows = [reject for reject in rows if not reject.rule_id.endswith(f".{HANGS_ON_REJECTED}")]
    for what, rejected, total, limit, option in (
        ("records", records, record_count, limits.records, "--max-rejected-records"),
        ("new rows", faulty_rows, len(rows) + fresh_row_count, limits.rows, "--max-rejected-rows"),
    ):
        if len(rejected) > limit * total:
            raise ContractError(
                f"{len(rejected)} of {total} {what} were rejected, more than the limit of {limit:.0%}, so nothing was published. "
                f"The first: {rejected[0].reason}. All of them: {file}. Mend the source, or raise {option}")
    return rejects


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
