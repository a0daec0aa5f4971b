"""Objects of a JSON array, one at a time, without the whole array in memory; and one object on its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_STRUCTURE = re.compile(rb'["{}\[\]]')
_STRING_END = re.compile(rb'["\\]')
_ATOM_END = re.compile(rb"[,\]\s]")
_SPACE = b" \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of an array as written.

    Args:
        number: From 1.
        content: Its bytes; None when it is over the limit.
    """

    number: int
    content: bytes | None


class BrokenArrayError(ValueError):
    """An array breaks off or is followed by something else."""


class _Source:
    """Bytes from chunks with a position; what lies before the position is let go."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self.buffer = b""
        self.position = 0

    def more(self) -> bool:
        """Bring in the next chunk, keeping what follows the position. False at the end."""
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        self.buffer = self.buffer[self.position:] + chunk
        self.position = 0
        return True

    def peek(self) -> int | None:
        """Next byte that is no space; None at the end."""
        while True:
            while self.position < len(self.buffer) and self.buffer[self.position] in _SPACE:
                self.position += 1
            if self.position < len(self.buffer):
                return self.buffer[self.position]
            if not self.more():
                return None


def array_elements(chunks: Iterator[bytes], *, limit: int) -> Iterator[Element]:
    """Elements of the array that a stream holds, in order.

    Args:
        chunks: UTF-8 without byte order mark, beginning (after spaces) with `[`.
        limit: Bytes of one element. A longer one is scanned to its end but not held.

    Raises:
        BrokenArrayError: The array breaks off or its elements are not parted by commas; those before have been yielded.
    """
    source = _Source(chunks)
    if source.peek() != ord("["):
        raise BrokenArrayError("expected [ at the start of the array")
    source.position += 1
    number = 0
    if source.peek() == ord("]"):
        source.position += 1
    else:
        while True:
            number += 1
            yield Element(number=number, content=_element(source, number, limit=limit))
            mark = source.peek()
            if mark is None:
                raise BrokenArrayError(f"the array breaks off after item {number}")
            source.position += 1
            if mark == ord("]"):
                break
            if mark != ord(","):
                raise BrokenArrayError(f"expected a comma after item {number}, found {chr(mark)!r}")
            if source.peek() == ord("]"):
                source.position += 1
                break
    if source.peek() is not None:
        raise BrokenArrayError(f"expected nothing after the array, found {chr(source.buffer[source.position])!r}")


def _element(source: _Source, number: int, *, limit: int) -> bytes | None:
    first = source.peek()
    if first is None:
        raise BrokenArrayError(f"the array breaks off before item {number}")
    parts: list[bytes] = []
    held = depth = 0
    in_string = False

    def take(end: int) -> None:
        nonlocal held
        held += end - source.position
        if held <= limit:
            parts.append(source.buffer[source.position:end])
        else:
            parts.clear()
        source.position = end

    is_atom = first not in b'{["'
    while True:
        if is_atom:
            found = _ATOM_END.search(source.buffer, source.position)
        else:
            found = (_STRING_END if in_string else _STRUCTURE).search(source.buffer, source.position)
        if found is None:
            take(len(source.buffer))
            if not source.more():
                raise BrokenArrayError(f"the array breaks off inside item {number}")
            continue
        mark = found.group()
        if is_atom:
            take(found.start())
            break
        if in_string and mark == b"\\":
            # The escaped character belongs to the escape, even when it comes with the next chunk.
            take(found.end())
            while source.position >= len(source.buffer):
                if not source.more():
                    raise BrokenArrayError(f"the array breaks off inside item {number}")
            take(source.position + 1)
            continue
        take(found.end())
        if mark == b'"':
            in_string = not in_string
        elif mark in (b"{", b"["):
            depth += 1
        else:
            depth -= 1
        if depth <= 0 and not in_string:
            break
    return b"".join(parts) if held <= limit else None
