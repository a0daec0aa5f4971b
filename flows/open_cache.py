"""SQLite files that hold what can be made again: shared by several runs, sound after `kill -9`, replaced when damaged."""

import contextlib
import sqlite3
from pathlib import Path

_BUSY_TIMEOUT_SECONDS = 60.0


def open_cache(path: Path, *, declaration: str, examine: bool) -> tuple[sqlite3.Connection, Path | None]:
    """Open a cache, or begin it.

    Args:
        declaration: Statement that makes its table unless it is there.
        examine: Look through the whole file for damage, which takes seconds for a gigabyte: once a run is enough.

    Returns:
        The database, to be used by one thread at a time, and where a damaged file was moved to that SQLite could not read.
    """
    try:
        return _opened(path, declaration, examine), None
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # locked, no space, not permitted: the file itself may be sound
            raise
    set_aside = path.with_suffix(".damaged")
    path.replace(set_aside)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _opened(path, declaration, examine), set_aside


def _opened(path: Path, declaration: str, examine: bool) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_SECONDS, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        database.execute(declaration)
        if examine and database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("quick_check failed")
    except sqlite3.DatabaseError:
        with contextlib.suppress(sqlite3.Error):
            database.close()
        raise
    return database
