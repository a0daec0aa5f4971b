"""Rows of analysed articles, kept by article and analysis, so that an article is analysed once."""

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

_BUSY_TIMEOUT_SECONDS = 60.0


class AnnotationCache:
    """Encoded rows by key, in one SQLite file that several runs may share and that survives `kill -9`.

    A file that SQLite cannot read is set aside and a new one begun: a cache can always be made again.

    Args:
        examine: Look through the whole file for damage, which takes seconds for a gigabyte: once a run is enough.
    """

    def __init__(self, path: Path, *, examine: bool = False) -> None:
        self._path = path
        self._examine = examine
        self.set_aside: Path | None = None
        """Where a damaged file was moved to, or None."""
        try:
            self._database = self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, no space, not permitted: the file itself may be sound
                raise
            self.set_aside = path.with_suffix(".damaged")
            path.replace(self.set_aside)
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._database = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()

    def get(self, key: str) -> bytes | None:
        """The encoded rows, or None."""
        row = self._database.execute("SELECT payload FROM annotations WHERE key = ?", (key,)).fetchone()
        return None if row is None else row[0]

    def put(self, entries: Iterable[tuple[str, bytes]]) -> None:
        """Keep encoded rows by key; an older entry is replaced."""
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO annotations (key, payload) VALUES (?, ?)", entries)

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT_SECONDS, check_same_thread=False)
        try:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=NORMAL")
            database.execute("CREATE TABLE IF NOT EXISTS annotations (key TEXT PRIMARY KEY, payload BLOB NOT NULL) WITHOUT ROWID")
            if self._examine and database.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("quick_check failed")
        except sqlite3.DatabaseError:
            with contextlib.suppress(sqlite3.Error):
                database.close()
            raise
        return database
