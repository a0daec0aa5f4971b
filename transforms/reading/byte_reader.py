"""A stream of chunks read by length and by mark, never more in memory than what is asked for."""

from collections.abc import Iterator

from transforms.reading.decompression import DamagedStreamError


class ByteReader:
    """Bytes of chunks with a position. Faults of the chunks propagate from every method."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._buffer = b""
        self._start = 0
        self._dropped = 0

    @property
    def position(self) -> int:
        """Offset of the next byte from the start of the stream."""
        return self._dropped + self._start

    def peek(self, size: int) -> bytes:
        """The next `size` bytes without taking them; fewer at the end of the stream."""
        while len(self._buffer) - self._start < size and self._extend():
            pass
        return self._buffer[self._start:self._start + size]

    def read(self, size: int) -> bytes:
        """The next `size` bytes.

        Raises:
            DamagedStreamError: The stream ends before.
        """
        if len(self._buffer) - self._start >= size:
            end = self._start + size
            taken = self._buffer[self._start:end]
            self._start = end
            return taken
        parts: list[bytes] = []
        left = size
        while left:
            part = self._take(left)
            if not part:
                raise DamagedStreamError(f"stream breaks off {left} bytes before the end of what it announces")
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def read_some(self, size: int) -> bytes:
        """One to `size` bytes; none at the end of the stream."""
        return self._take(size)

    def skip(self, size: int) -> None:
        """Pass over `size` bytes.

        Raises:
            DamagedStreamError: The stream ends before.
        """
        left = size
        while left:
            held = len(self._buffer) - self._start
            if held == 0 and not self._extend():
                raise DamagedStreamError(f"stream breaks off {left} bytes before the end of what it announces")
            step = min(left, len(self._buffer) - self._start)
            self._start += step
            left -= step

    def read_through(self, mark: bytes, *, limit: int) -> bytes | None:
        """Everything up to and including the next `mark`; None, and nothing taken, when it does not come within `limit` bytes."""
        searched = self._start
        while True:
            found = self._buffer.find(mark, searched, self._start + limit)
            if found >= 0:
                return self.read(found + len(mark) - self._start)
            held = len(self._buffer) - self._start
            if held >= limit:
                return None
            if not self._extend():
                return None
            searched = self._start + max(0, held - len(mark) + 1)

    def skip_to(self, mark: bytes) -> bool:
        """Pass over everything before the next `mark`. False, and all is passed over, when there is none."""
        while True:
            found = self._buffer.find(mark, self._start)
            if found >= 0:
                self._start = found
                return True
            self._start = max(self._start, len(self._buffer) - len(mark) + 1)
            if not self._extend():
                self._start = len(self._buffer)
                return False

    def _take(self, size: int) -> bytes:
        if self._start >= len(self._buffer) and not self._extend():
            return b""
        taken = self._buffer[self._start:self._start + size]
        self._start += len(taken)
        return taken

    def _extend(self) -> bool:
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        self._dropped += self._start
        self._buffer = self._buffer[self._start:] + chunk
        self._start = 0
        return True
