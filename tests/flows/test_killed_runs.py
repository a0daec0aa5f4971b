"""`kill -9` at any moment: readers see the old tables or the new ones, nothing keeps running, and the next run completes."""

import contextlib
import os
import random
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import SAMPLES, Commands, Ended, accounts, rows_apart_from_run, wait_until_gone

pytestmark = pytest.mark.flow

KILLS = int(os.environ.get("ONRECORD_TEST_KILLS", "2"))
"""Kills of each story below; ask for more to search for a moment that hurts."""

SEED = int(os.environ.get("ONRECORD_TEST_KILL_SEED", "20260228"))

LONGEST_DELAY_SECONDS = 12.0
"""About what a run over the samples takes on two quiet cores: kills fall into every stage."""

GONE_WITHIN_SECONDS = 15.0

Check = Callable[[Path], list[str]]


def kill_after(seconds: float, process: subprocess.Popen[str]) -> bool:
    """Kill only the main process, as the kernel does when memory runs out; return whether it was still running."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
        return False
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return True


def delays(story: str) -> list[float]:
    """Moments of the kills, one in each of as many stretches of the run, so that few kills still meet different stages."""
    chosen = random.Random(f"{SEED} {story}")
    stretch = LONGEST_DELAY_SECONDS / KILLS
    return [stretch * (number + chosen.random()) for number in range(KILLS)]


def kill_runs(commands: Commands, output: Path, sources: list[Path], *, story: str, check: Check) -> int:
    """Start and kill runs; after each kill the output is sound and nothing is left running. Return how many were killed."""
    killed = 0
    for number, delay in enumerate(delays(story)):
        mark = f"{output}-{number}"
        process = commands.start("run", *sources, "--output", output, environment={"TEST_MARK": mark})
        killed += kill_after(delay, process)
        assert wait_until_gone(mark, seconds=GONE_WITHIN_SECONDS) == [], f"still running after a kill at {delay:.2f} s"
        process.communicate()
        if (output / "current").exists():
            assert check(output) == [], f"after a kill at {delay:.2f} s"
        else:
            assert not (output / "current").is_symlink()
    return killed


def test_killed_first_runs_leave_no_tables_or_all(
    commands: Commands, first_run: tuple[Path, Ended], tmp_path: Path, check: Check,
) -> None:
    output = tmp_path / "output"
    assert kill_runs(commands, output, [SAMPLES / "articles"], story="first run", check=check) > 0
    ended = commands.run(SAMPLES / "articles", "--output", output)
    assert ended.status == 0, str(ended)
    assert check(output) == []
    assert rows_apart_from_run(output) == rows_apart_from_run(first_run[0])
    assert list((output / ".work").iterdir()) == []


def test_killed_later_runs_leave_the_tables_before_or_after(
    commands: Commands, copy_of_first_run: Path, check: Check,
) -> None:
    sources = [SAMPLES / "articles", SAMPLES / "revised"]
    assert kill_runs(commands, copy_of_first_run, sources, story="later run", check=check) > 0
    assert (copy_of_first_run / "current").is_dir(), "the tables of the first run are never lost"
    ended = commands.run(*sources, "--output", copy_of_first_run)
    assert ended.status == 0, str(ended)
    assert check(copy_of_first_run) == []
    last = accounts(copy_of_first_run)[-1]
    assert last["revised_count"] == 1 or last["unchanged_count"] == 17
