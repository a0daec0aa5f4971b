"""Bytes of a stream in chunks: counted, unpacked, never more in memory than one chunk."""

import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

CHUNK_BYTES = 256 * 1024
GZIP_MAGIC = b"\x1f\x8b\x08"
MAX_GZIP_LEVELS = 2
_GZIP_WINDOW = 31  # zlib: largest window, gzip header and trailer expected


class DamagedStreamError(ValueError):
    """A compressed stream breaks off or contradicts its checksum."""


class TooManyBytesError(ValueError):
    """A stream holds more bytes than it may."""


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """The stream in chunks of `CHUNK_BYTES`."""
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def gunzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack a gzip stream of one or more members.

    Returns:
        Chunks of at most `CHUNK_BYTES`, so that a small file that unpacks to a huge one never lies in memory as a whole.

    Raises:
        DamagedStreamError: The stream breaks off or is corrupt; everything before the damage has been yielded.
    """
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    is_open = False
    for chunk in chunks:
        pending = chunk
        while pending:
            if not is_open:
                # Some writers pad a file with zeros; anything else after a member must be another member.
                pending = pending.lstrip(b"\0")
                if not pending:
                    break
                unpacker = zlib.decompressobj(_GZIP_WINDOW)
                is_open = True
            try:
                unpacked = unpacker.decompress(pending, CHUNK_BYTES)
            except zlib.error as fault:
                raise DamagedStreamError(f"gzip stream is corrupt ({fault})") from fault
            if unpacked:
                yield unpacked
            pending = unpacker.unconsumed_tail
            if unpacker.eof:
                pending = unpacker.unused_data
                is_open = False
        while is_open and not unpacker.eof and (unpacked := _held_back(unpacker.decompress)):
            yield unpacked
    if is_open:
        raise DamagedStreamError("gzip stream breaks off before its end")


def _held_back(decompress: Callable[[bytes, int], bytes]) -> bytes:
    """Output that an unpacker still holds for the input it has taken."""
    try:
        return decompress(b"", CHUNK_BYTES)
    except zlib.error as fault:
        raise DamagedStreamError(f"gzip stream is corrupt ({fault})") from fault


def capped(chunks: Iterator[bytes], *, limit: int) -> Iterator[bytes]:
    """The chunks, as long as they hold at most `limit` bytes together.

    Raises:
        TooManyBytesError: There are more; the first `limit` bytes have been yielded.
    """
    left = limit
    for chunk in chunks:
        if len(chunk) > left:
            yield chunk[:left]
            raise TooManyBytesError(f"expected at most {limit} bytes, found more")
        left -= len(chunk)
        yield chunk
