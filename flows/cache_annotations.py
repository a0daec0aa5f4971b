"""Rows of analysed articles, kept by article and analysis, so that an article is analysed once."""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from flows.open_cache import open_cache

_DECLARATION = "CREATE TABLE IF NOT EXISTS annotations (key TEXT PRIMARY KEY, payload BLOB NOT NULL) WITHOUT ROWID"


class AnnotationCache:
    """Encoded rows by key, in one SQLite file that several runs may share and that survives `kill -9`.

    A file that SQLite cannot read is set aside and a new one begun: a cache can always be made again.

    Args:
        examine: Look through the whole file for damage, which takes seconds for a gigabyte: once a run is enough.
    """

    def __init__(self, path: Path, *, examine: bool = False) -> None:
        self._database, self.set_aside = open_cache(path, declaration=_DECLARATION, examine=examine)
        """`set_aside`: where a damaged file was moved to, or None."""

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
