"""What a run tells while it works: a line for each stage, a progress bar in a terminal, progress and counts in Prefect."""

import os
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.logging import get_run_logger
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

TERMINAL_VARIABLE = "ONRECORD_TERMINAL"
"""Set by the command line: the stages are shown in the terminal as they pass, not only logged."""

_ARTIFACT_INTERVAL_SECONDS = 2.0

_SHARE_OF_RUN: Mapping[str, float] = {"read": 15, "analyse": 60, "build": 12, "validate": 8, "publish": 4}
"""Rough share of each stage in a first run, in percent, for the progress artifact."""


def _terminal() -> Console:
    """Standard error, if the run was started by hand; else nowhere."""
    return Console(stderr=True, quiet=TERMINAL_VARIABLE not in os.environ, highlight=False, soft_wrap=True)


@dataclass(slots=True)
class Stage:
    """One stage under way."""

    advance: Callable[[int], None]
    summary: str = ""


@dataclass(slots=True)
class RunReporter:
    """Reports the stages of one run.

    Args:
        seconds: Time each stage took, by its name, in order.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    _artifact: UUID | None = None
    _reported_at: float = 0.0

    @contextmanager
    def stage(self, name: str, *, total: int | None = None, unit: str = "") -> Generator[Stage]:
        """Report a stage; its caller sets `summary` and calls `advance`.

        Args:
            total: Steps of the stage, where known.
            unit: What is counted.
        """
        console = _terminal()
        columns = (
            SpinnerColumn(), TextColumn("{task.description:<9}"), BarColumn(bar_width=30), MofNCompleteColumn(),
            TextColumn(unit), TimeElapsedColumn())
        started = time.monotonic()
        done = 0
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            bar_task = bar.add_task(name, total=total)

            def advance(steps: int) -> None:
                nonlocal done
                done += steps
                bar.update(bar_task, completed=done)
                self._update_artifact(name, done / total if total else 0.0)

            stage = Stage(advance=advance)
            yield stage
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - started
        line = f"{name:<9} {stage.summary}"
        get_run_logger().info("%s (%.1f s)", line, self.seconds[name])
        console.print(f"  {line}  [dim]{self.seconds[name]:.1f} s[/dim]")
        self._update_artifact(name, 1.0, at_once=True)

    def note(self, message: str) -> None:
        """Report something out of the ordinary that does not stop the run."""
        get_run_logger().warning("%s", message)
        _terminal().print(f"  {message}", markup=False)

    def table(self, key: str, rows: Sequence[Mapping[str, object]], description: str) -> None:
        """Show a table on the page of the run."""
        with _best_effort():
            create_table_artifact(table=[dict(row) for row in rows], key=key, description=description)

    def _update_artifact(self, name: str, share_done: float, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if not at_once and now - self._reported_at < _ARTIFACT_INTERVAL_SECONDS:
            return
        self._reported_at = now
        stages = list(_SHARE_OF_RUN)
        before = sum(_SHARE_OF_RUN[stage] for stage in stages[:stages.index(name)])
        percent = min(100.0, before + _SHARE_OF_RUN[name] * share_done)
        with _best_effort():
            if self._artifact is None:
                created = create_progress_artifact(percent, key="news-dataset-progress", description="How far the run is")
                self._artifact = created if isinstance(created, UUID) else None
            else:
                update_progress_artifact(self._artifact, percent)


@contextmanager
def _best_effort() -> Generator[None]:
    """A run must not fail because its progress could not be shown."""
    try:
        yield
    except Exception as error:  # whatever the API or the network did
        get_run_logger().warning("progress could not be shown: %s", error)
