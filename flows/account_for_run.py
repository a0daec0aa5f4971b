"""The account of a run: what became of every record, what was turned away and why, and whether that is too much."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from flows.compare_with_published import Comparison
from flows.open_session import Session
from flows.prepare_publication import HANGS_ON_REJECTED, Rejections
from flows.report_failures import ContractError
from flows.stage_articles import load_summary
from schemas import Reject, Run
from transforms.dataset.rejection import reject_record, reject_whole_record

VERSION = "0.1.0"


def run_row(
    session: Session, batches: Sequence[str], comparison: Comparison, rejections: Rejections, *,
    publishes_as: str | None = None, stays_at: str | None = None,
) -> Run:
    """The run's row, for the generation that it publishes or the one that it leaves as it is."""
    summaries = [load_summary(batch) for batch in batches]
    outcomes = Counter(comparison.settlement.outcomes)
    read = sum(len(summary.versions) for summary in summaries)
    refused = sum(len(summary.refusals) for summary in summaries)
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
    for batch in batches:
        summary = load_summary(batch)
        rejects += [
            reject_record(refusal, run_id=session.run_id, position=len(rejects) + index)
            for index, refusal in enumerate(summary.refusals)
        ]
        for version, locator in zip(summary.versions, summary.locators, strict=True):
            if version.revision_id in rejections.revisions:
                rule_id, reason = rejections.revisions[version.revision_id]
                rejects.append(reject_whole_record(
                    run_id=session.run_id, stage="annotate" if rule_id.startswith("annotate.") else "validate",
                    rule_id=rule_id, reason=reason, locator=locator, payload=version.title, position=len(rejects)))
    return rejects + rejections.rows


def check_reject_limits(
    run: Run, rejects: Sequence[Reject], *, fresh_row_count: int, max_records: float, max_rows: float, rejects_file: Path,
) -> None:
    """Raise ContractError if a larger share of the records, or of the new rows, was rejected than is allowed. Rows that are in
    order themselves and only fell with another one do not count: one bad article has hundreds of them."""
    faulty_rows = [
        reject for reject in rejects if reject.table_name is not None and not reject.rule_id.endswith(f".{HANGS_ON_REJECTED}")]
    for what, own, total, limit, option in (
        ("records", [reject for reject in rejects if reject.table_name is None], run.record_count, max_records,
         "--max-rejected-records"),
        ("new rows", faulty_rows, run.rejected_row_count + fresh_row_count, max_rows, "--max-rejected-rows"),
    ):
        if len(own) > limit * total:
            raise ContractError(
                f"{len(own)} of {total} {what} were rejected, more than the limit of {limit:.0%}, so nothing was published. "
                f"The first: {own[0].reason}. All of them: {rejects_file}. Mend the source, or raise {option}")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
