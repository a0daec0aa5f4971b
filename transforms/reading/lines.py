"""Lines of a stream of bytes, of bounded length, each with its number."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.reading.encoding import byte_order_mark


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedLine:
    """One line without its line break.

    Args:
        number: From 1.
        content: Its bytes; None for a line over the limit, which was skipped without being held in memory.
        byte_count: Length of the line.
        is_ended: Whether a line break ends it. Only the last line of a file may lack one.
    """

    number: int
    content: bytes | None
    byte_count: int
    is_ended: bool


def numbered_lines(chunks: Iterator[bytes], *, limit: int) -> Iterator[NumberedLine]:
    """Lines parted by LF, CRLF or CR-LF pairs; a lone CR stays inside its line.

    Faults of `chunks` propagate after every whole line before them has been yielded.
    """
    number = 1
    parts: list[bytes] = []
    held = 0
    for chunk in chunks:
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            held += end - start
            if held <= limit:
                parts.append(chunk[start:end])
            yield _line(number, parts, held, limit=limit, is_ended=True)
            number, parts, held, start = number + 1, [], 0, end + 1
        held += len(chunk) - start
        if held <= limit:
            parts.append(chunk[start:])
        else:
            parts.clear()
    if held:
        yield _line(number, parts, held, limit=limit, is_ended=False)


def as_utf8(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The stream without its byte order mark; UTF-16 and UTF-32 as UTF-8, any other encoding as it is."""
    decoder: codecs.IncrementalDecoder | None = None
    is_first = True
    for chunk in chunks:
        rest = chunk
        if is_first:
            is_first = False
            marked = byte_order_mark(chunk)
            if marked is not None:
                encoding, length = marked
                rest = chunk[length:]
                if encoding != "utf-8":
                    decoder = codecs.getincrementaldecoder(encoding)("replace")
        if decoder is None:
            if rest:
                yield rest
        elif text := decoder.decode(rest):
            yield text.encode("utf-8", "replace")
    if decoder is not None and (text := decoder.decode(b"", final=True)):
        yield text.encode("utf-8", "replace")


def _line(number: int, parts: list[bytes], held: int, *, limit: int, is_ended: bool) -> NumberedLine:
    content = b"".join(parts) if held <= limit else None
    if content is not None and is_ended and content.endswith(b"\r"):
        content = content[:-1]
    return NumberedLine(number=number, content=content, byte_count=held, is_ended=is_ended)
