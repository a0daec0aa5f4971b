"""The folder that a dataset lives in: its layout, whose it is, and who may publish into it.

    OUTPUT/current -> generations/<generation>    what readers open; switched by one atomic rename
    OUTPUT/generations/<generation>/<table>/...   complete, immutable sets of tables
    OUTPUT/rejects/<run>.parquet                  what each run turned away, and why
    OUTPUT/runs/<run>/                            account and Data Docs of each run
    OUTPUT/cache/annotations.sqlite               rows by article and analysis, so that nothing is analysed twice
    OUTPUT/cache/fetches.sqlite                   pages as fetched, so that a site need not send again what has not changed
    OUTPUT/.work/<run>/                           what an unfinished run has staged; swept by the next one
"""

import json
import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock

from flows.report_failures import ContractError, InputError

FORMAT_VERSION = 1

DEFAULT_KEPT_GENERATIONS = 5
"""Published sets of tables that are kept, the current one included: for going back, and for readers that are at work."""

_MARKER = "onrecord.json"
_UNFINISHED_MARKER = ".onrecord.json."
"""How the name of a marker begins that another run is about to put in place, or was killed over."""

_FOREIGN_FILES_ALLOWED = frozenset({"README.md", ".gitignore", ".gitkeep", ".DS_Store"})
_LOCK_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Paths inside one output folder."""

    root: Path

    @property
    def current(self) -> Path:
        return self.root / "current"

    @property
    def generations(self) -> Path:
        return self.root / "generations"

    @property
    def rejects(self) -> Path:
        return self.root / "rejects"

    @property
    def annotation_cache(self) -> Path:
        return self.root / "cache" / "annotations.sqlite"

    @property
    def fetch_memory(self) -> Path:
        return self.root / "cache" / "fetches.sqlite"

    def run_folder(self, run_id: str) -> Path:
        """Where the account of a run is kept."""
        return self.root / "runs" / run_id

    def work_folder(self, run_id: str) -> Path:
        """Where a run stages what it has not published yet."""
        return self.root / ".work" / run_id

    def current_generation(self) -> Path | None:
        """Folder of the generation that readers see, or None before the first one.

        Raises:
            ContractError: `current` is there, but is no link: it was copied or replaced by something else.
        """
        if self.current.is_symlink():
            return self.current.resolve()
        if self.current.exists():
            raise ContractError(
                f"{self.current}: expected a link to one of {self.generations}, found a copy or something else; "
                "restore the link, or start a new output folder")
        return None


def output_path(folder: str) -> Path:
    """The folder that the user means, whether it exists or not."""
    return Path(folder).expanduser().resolve()


def is_claimed(folder: Path) -> bool:
    """Whether the folder holds a dataset of this program, of whatever version."""
    return (folder / _MARKER).is_file()


def open_output(folder: str) -> Output:
    """Make the folder ready to take a dataset.

    Raises:
        InputError: It cannot be written, is no folder, or holds the files of another program.
    """
    root = output_path(folder)
    if root.exists() and not root.is_dir():
        raise InputError(f"output {folder}: expected a folder, found a file; name another folder with --output")
    if not folder:
        raise InputError("output: expected the name of a folder, got nothing; name one with --output")
    if "?" in str(root):
        raise InputError(
            f"output {folder}: expected a path without '?', which DuckDB cannot open; name another folder with --output")
    try:
        root.mkdir(parents=True, exist_ok=True)
        _claim(root, folder)
        output = Output(root=root)
        for path in (output.generations, output.rejects, output.annotation_cache.parent, root / "runs", root / ".work"):
            path.mkdir(parents=True, exist_ok=True)
        probe = root / ".work" / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise InputError(
            f"output {folder}: expected a folder that can be written, got: {error.strerror}; "
            "change its permissions or name another folder with --output") from error
    return output


@contextmanager
def claim_work_folder(output: Output, run_id: str) -> Generator[Path]:
    """A folder for what this run stages, kept from other runs' sweeps for as long as the run lives, then removed."""
    folder = output.work_folder(run_id)
    lock = filelock.FileLock(folder.with_suffix(".lock"))
    with lock:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            folder.with_suffix(".lock").unlink(missing_ok=True)


def sweep_dead_runs(output: Output) -> int:
    """Remove what runs that were killed have left behind; return how many there were."""
    swept = 0
    for lock_path in (output.root / ".work").glob("*.lock"):
        lock = filelock.FileLock(lock_path)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            continue  # that run is alive
        shutil.rmtree(lock_path.with_suffix(""), ignore_errors=True)
        lock.release()
        lock_path.unlink(missing_ok=True)
        swept += 1
    return swept


@contextmanager
def publishing(output: Output, *, on_wait: Callable[[], None]) -> Generator[None]:
    """Be the only publisher into this output; the operating system frees the lock of a run that is killed.

    Args:
        on_wait: Called once if another run is publishing, before waiting for it.
    """
    lock = filelock.FileLock(output.root / ".publish.lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        on_wait()
        lock.acquire(poll_interval=_LOCK_POLL_SECONDS)
    try:
        yield
    finally:
        lock.release()


def _claim(root: Path, folder: str) -> None:
    marker = root / _MARKER
    if not marker.exists():
        foreign = sorted(
            path.name for path in root.iterdir()
            if path.name not in _FOREIGN_FILES_ALLOWED and not path.name.startswith(_UNFINISHED_MARKER))
        if not foreign:
            temporary = root / f"{_UNFINISHED_MARKER}{os.getpid()}"
            temporary.write_text(
                json.dumps({"program": "On the Record", "format_version": FORMAT_VERSION}) + "\n", encoding="utf-8")
            temporary.replace(marker)
        elif not marker.exists():  # otherwise another run has claimed the folder since we first looked
            raise InputError(
                f"output {folder}: expected an empty folder or a dataset of On the Record, found {len(foreign)} other file(s) "
                f"such as {foreign[0]}; nothing was touched, name another folder with --output")
    try:
        found = json.loads(marker.read_text(encoding="utf-8"))["format_version"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"output {folder}: expected {_MARKER} to be written by On the Record, found something else; "
            "name another folder with --output") from error
    if found != FORMAT_VERSION:
        raise InputError(
            f"output {folder}: expected format version {FORMAT_VERSION}, found {found}; it was made by another version "
            "of On the Record, so name another folder with --output")
