"""What a run is and needs: its identity, its sources and output, and the processes that work for it."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.load_models import ModelChoice, analysis_fingerprint
from flows.open_output import Output, claim_work_folder, open_output, sweep_dead_runs
from flows.report_progress import RunReporter
from flows.run_workers import Workers, usable_cpus
from flows.validate_tables import Validator, shared_validator
from transforms.dataset.revisions import DateRange
from transforms.identity import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What every stage of one run needs to know."""

    run_id: str
    started_at: datetime
    sources: tuple[str, ...]
    output: Output
    work: Path
    wanted: DateRange
    fingerprint: str
    workers: Workers
    validator: Validator
    reporter: RunReporter


def open_session(
    resources: ExitStack, *, sources: Sequence[str], output: str, wanted: DateRange, models: ModelChoice, workers: int | None,
) -> Session:
    """Claim the output and start the processes that take long to come up; `resources` ends them."""
    started_at = datetime.now(UTC)
    opened = open_output(output)
    sweep_dead_runs(opened)
    run_id = content_id("n", started_at.isoformat(), os.getpid(), str(opened.root))
    pool = Workers(count=workers or usable_cpus(), models=models)
    resources.callback(pool.stop)
    pool.warm_up()
    return Session(
        run_id=run_id, started_at=started_at, sources=tuple(sources), output=opened,
        work=resources.enter_context(claim_work_folder(opened, run_id)), wanted=wanted,
        fingerprint=analysis_fingerprint(models), workers=pool, validator=shared_validator(), reporter=RunReporter())
