"""What was fetched before, kept between runs, so that a site need not send again what has not changed."""

import threading
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from flows.open_cache import open_cache

MAX_REMEMBERED_BYTES = 20 * 1024**2
"""Pages, feeds and small exports; a larger body is fetched anew each time."""

_KEPT_SECONDS = 90 * 24 * 3600
"""What no run has asked for in so long is forgotten."""

_DECLARATION = """\
CREATE TABLE IF NOT EXISTS answers (
    url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, charset TEXT, body BLOB NOT NULL, used_at INTEGER NOT NULL
) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """An answer of a site, with what tells the site which version it was.

    Args:
        charset: Encoding that the site declared for it.
        body: As it was after unpacking.
    """

    etag: str | None
    last_modified: str | None
    charset: str | None
    body: bytes


class FetchMemory:
    """Answers by address, in one SQLite file; safe to use from several threads and by several runs.

    The body is kept, not only its version: when a site answers "not modified", the page is read once more from here and found
    unchanged like any other, so that every record is accounted for in one way, also after a run that published nothing.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._database, self.set_aside = open_cache(path, declaration=_DECLARATION, examine=True)
        with self._database:
            self._database.execute("DELETE FROM answers WHERE used_at < ?", (int(time.time()) - _KEPT_SECONDS,))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._lock:
            self._database.close()

    def get(self, url: str) -> Remembered | None:
        """What the address answered last, or None."""
        with self._lock, self._database:
            row = self._database.execute(
                "SELECT etag, last_modified, charset, body FROM answers WHERE url = ?", (url,)).fetchone()
            if row is None:
                return None
            self._database.execute("UPDATE answers SET used_at = ? WHERE url = ?", (int(time.time()), url))
        try:
            return Remembered(etag=row[0], last_modified=row[1], charset=row[2], body=zlib.decompress(row[3]))
        except zlib.error:  # damaged on disk: asked for anew
            return None

    def put(self, url: str, answer: Remembered) -> None:
        """Remember an answer in place of an earlier one."""
        row = (url, answer.etag, answer.last_modified, answer.charset, zlib.compress(answer.body), int(time.time()))
        with self._lock, self._database:
            self._database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", row)

    def forget(self, url: str) -> None:
        """Forget an answer that no longer stands."""
        with self._lock, self._database:
            self._database.execute("DELETE FROM answers WHERE url = ?", (url,))
