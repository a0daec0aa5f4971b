"""Rows of CSV and its relatives (RFC 4180 with any delimiter), cell by cell, from lines that come one at a time.

Python's `csv` module bounds cells by a setting of the whole process; this reader keeps its bound to itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.reading.encoding import decode_text
from transforms.reading.lines import NumberedLine

_QUOTE = '"'


class RowReader:
    """Builds rows out of lines; a quoted cell may run over several."""

    def __init__(self, *, delimiter: str) -> None:
        self._delimiter = delimiter
        self._cells: list[str] = []
        self._quoted: list[str] | None = None

    @property
    def is_open(self) -> bool:
        """Whether a quoted cell goes on in the next line."""
        return self._quoted is not None

    def feed(self, line: str) -> list[str] | None:
        """Take the next line (without its line break). Returns the row that it completes, None if a quoted cell is still open."""
        position = 0
        if self._quoted is not None:
            self._quoted.append("\n")
            ended = self._take_quoted(line, 0)
            if ended is None:
                return None
            position = ended
            if position >= len(line):
                return self._finish()
            position += 1
        while True:
            if line.startswith(_QUOTE, position):
                self._quoted = []
                ended = self._take_quoted(line, position + 1)
                if ended is None:
                    return None
                position = ended
            else:
                end = line.find(self._delimiter, position)
                end = len(line) if end < 0 else end
                self._cells.append(line[position:end])
                position = end
            if position >= len(line):
                return self._finish()
            position += 1

    def drop_text(self) -> None:
        """Forget what the row begun holds, but not that its quoted cell is still open."""
        self._cells = []
        if self._quoted is not None:
            self._quoted.clear()

    def abandon(self) -> None:
        """Forget the row begun."""
        self._cells = []
        self._quoted = None

    def _take_quoted(self, line: str, start: int) -> int | None:
        """Read on inside a quoted cell. Returns the position of the delimiter (or line end) after it, None if it stays open."""
        assert self._quoted is not None
        position = start
        while True:
            end = line.find(_QUOTE, position)
            if end < 0:
                self._quoted.append(line[position:])
                return None
            self._quoted.append(line[position:end])
            if line.startswith(_QUOTE, end + 1):
                self._quoted.append(_QUOTE)
                position = end + 2
                continue
            # What stands between the closing mark and the delimiter is kept: nothing is dropped.
            after = line.find(self._delimiter, end + 1)
            after = len(line) if after < 0 else after
            self._quoted.append(line[end + 1:after].rstrip("\r"))
            self._cells.append("".join(self._quoted))
            self._quoted = None
            return after

    def _finish(self) -> list[str]:
        row, self._cells = self._cells, []
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One data row as read.

    Args:
        number: From 1, header and empty lines not counted.
        cells: Its cells; None when it could not be told apart.
        text: The row as written, as far as it was held; None when it was over the limit.
        fault: Why `cells` is None: "too_large" or "unclosed" (a quoted cell that never ends).
    """

    number: int
    cells: list[str] | None
    text: str | None
    fault: str | None = None


def read_rows(lines: Iterator[NumberedLine], *, delimiter: str, limit: int) -> Iterator[Row]:
    """Rows of delimited text, the header among them as number 0.

    A row over `limit` bytes is skipped without being held. Faults of `lines` propagate after every whole row before them.
    """
    reader = RowReader(delimiter=delimiter)
    number = 0
    held: list[str] = []
    size = 0
    for line in lines:
        if line.content is None:
            # A line over the limit. Whether it leaves a quoted cell open is not known; it is taken to be a row of its own.
            reader.abandon()
            held, size = [], 0
            yield Row(number=number, cells=None, text=None, fault="too_large")
            number += 1
            continue
        text = decode_text(line.content) if line.content else ""
        if not reader.is_open and not text.strip():
            continue
        size += line.byte_count + 1
        row = reader.feed(text)
        if size > limit:
            if row is None:
                # Still inside the quoted cell: read on to its end, but hold nothing.
                held = []
                reader.drop_text()
                continue
            yield Row(number=number, cells=None, text=None, fault="too_large")
        else:
            held.append(text)
            if row is None:
                continue
            yield Row(number=number, cells=row, text="\n".join(held))
        number, held, size = number + 1, [], 0
    if reader.is_open:
        yield Row(number=number, cells=None, text="\n".join(held) or None, fault="unclosed" if size <= limit else "too_large")
