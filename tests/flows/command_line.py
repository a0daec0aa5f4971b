"""The command line as a user calls it, in processes of its own, and what it leaves on disk."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas import TABLES

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "samples"

RUN_TIMEOUT_SECONDS = 300.0
"""A run over the samples takes 10 to 20 s; on a busy machine a few times that."""

COLUMNS_OF_THE_RUN = {"run_id", "first_seen_at", "input_locator"}
"""Columns that say when and from which file a row came, not what it says."""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A command that has ended."""

    status: int
    stdout: str
    stderr: str

    def __str__(self) -> str:
        return f"exit status {self.status}\n{self.stdout}\n{self.stderr}"


@dataclass(frozen=True, kw_only=True)
class Commands:
    """Starts commands that share one Prefect home, whose database is made once."""

    prefect_home: Path

    def start(self, *arguments: str | Path, **more: Any) -> subprocess.Popen[str]:
        """Start a command in a session of its own, its output piped."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "ONRECORD_"))}
        environment |= {"PREFECT_HOME": str(self.prefect_home), "COLUMNS": "200"}
        return subprocess.Popen(
            [sys.executable, "-m", "flows", *map(str, arguments)], cwd=ROOT, env=environment | more.pop("environment", {}),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **more)

    def run(self, *arguments: str | Path) -> Ended:
        """Run a command to its end."""
        return wait(self.start("run", *arguments))


def wait(process: subprocess.Popen[str], *, seconds: float = RUN_TIMEOUT_SECONDS) -> Ended:
    """Wait for a command to end by itself; one that does not is killed and fails the test."""
    try:
        stdout, stderr = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return Ended(status=process.returncode, stdout=stdout, stderr=stderr)


def tables_of(output: Path) -> Mapping[str, pa.Table]:
    """The published tables, read file by file."""
    return {
        name: pa.concat_tables([pq.ParquetFile(path).read() for path in sorted((output / "current" / name).rglob("*.parquet"))])
        for name in TABLES
    }


def rows_apart_from_run(output: Path, *, leave_out: Sequence[str] = ()) -> Mapping[str, list[str]]:
    """Every row of every table but `runs`, in a fixed order, without the columns that tell runs and files apart."""
    return {
        name: sorted(
            json.dumps({column: value for column, value in row.items() if column not in COLUMNS_OF_THE_RUN}, default=str)
            for row in table.to_pylist())
        for name, table in tables_of(output).items() if name != "runs" and name not in leave_out
    }


def files_of(folder: Path) -> Mapping[str, bytes]:
    """Content of every file under a folder, links followed."""
    root = folder.resolve()
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def accounts(output: Path) -> list[dict[str, Any]]:
    """The account of every finished run, oldest first."""
    found = [json.loads(path.read_text(encoding="utf-8"))["run"] for path in (output / "runs").glob("*/run.json")]
    return sorted(found, key=lambda run: run["started_at"])


def rejects_of(output: Path, run_id: str) -> list[dict[str, Any]]:
    """What a run turned away."""
    return pq.ParquetFile(output / "rejects" / f"{run_id}.parquet").read().to_pylist()


def processes_naming(text: str) -> list[str]:
    """Command lines of the living processes whose command line or environment names `text`."""
    found: list[str] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            with contextlib.suppress(OSError):
                command, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
                if text.encode() in command + b"\0" + environment:
                    found.append(f"{folder.name}: {command.replace(bytes(1), b' ').decode(errors='replace')}")
    return found


def wait_until_gone(text: str, *, seconds: float) -> list[str]:
    """The processes that still name `text` after so long; none as soon as all are gone."""
    deadline = time.monotonic() + seconds
    while (found := processes_naming(text)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found
