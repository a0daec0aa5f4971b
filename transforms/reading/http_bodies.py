"""Bodies of stored HTTP responses, freed of the encodings they were sent in, within a bound on what they unpack to."""

import io
import re
import zlib
from collections.abc import Iterator

from fastwarc.stream_io import BrotliReader, ZstdReader  # pyright: ignore[reportMissingModuleSource]  # compiled

from transforms.reading.decompression import CHUNK_BYTES, GZIP_MAGIC, DamagedStreamError, TooManyBytesError, capped, gunzip

_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_MAX_CODINGS = 3


class UnknownCodingError(ValueError):
    """A body was sent in an encoding that cannot be undone here."""


def decode_body(body: bytes, *, transfer_encoding: str, content_encoding: str, limit: int) -> bytes:
    """The body as the server meant it.

    Archives often keep the headers of a response whose body they have already decoded: a body that plainly is not in the
    encoding named is taken as it is.

    Args:
        body: Body as stored.
        transfer_encoding: `Transfer-Encoding` header, empty for none.
        content_encoding: `Content-Encoding` header, empty for none.
        limit: Bytes that it may unpack to.

    Raises:
        DamagedStreamError: It breaks off or is corrupt.
        TooManyBytesError: It unpacks to more than `limit`.
        UnknownCodingError: It is in another encoding, or in too many.
    """
    codings = [name.strip().casefold() for name in f"{content_encoding},{transfer_encoding}".split(",")]
    codings = [name for name in codings if name not in ("", "identity")]
    if len(codings) > _MAX_CODINGS:
        raise UnknownCodingError(f"{len(codings)} encodings, one upon the other")
    decoded = body
    for coding in reversed(codings):
        decoded = b"".join(capped(_decoded(decoded, coding), limit=limit))
    if len(decoded) > limit:
        raise TooManyBytesError(f"expected at most {limit} bytes, found more")
    return decoded


def _decoded(body: bytes, coding: str) -> Iterator[bytes]:
    if coding == "chunked":
        return _unchunked(body)
    if coding in ("gzip", "x-gzip"):
        return gunzip(iter([body])) if body.startswith(GZIP_MAGIC) else iter([body])
    if coding == "deflate":
        return _inflated(body)
    if coding == "br":
        # Brotli has no signature; text that was already decoded begins with a mark-up character.
        return iter([body]) if body.lstrip()[:1] in (b"<", b"") else _unpacked(BrotliReader(io.BytesIO(body)), "brotli")
    if coding == "zstd":
        return _unpacked(ZstdReader(io.BytesIO(body)), "zstandard") if body.startswith(_ZSTD_MAGIC) else iter([body])
    raise UnknownCodingError(f"the encoding {coding[:40]!r}")


def _unchunked(body: bytes) -> Iterator[bytes]:
    """RFC 9112, section 7.1."""
    position = 0
    while True:
        found = _CHUNK_SIZE.match(body, position)
        if found is None:
            if position == 0:
                yield body
                return
            raise DamagedStreamError("chunked body breaks off or is corrupt")
        size = int(found[1], 16)
        if size == 0:
            return
        start = found.end()
        if start + size > len(body):
            raise DamagedStreamError("chunked body breaks off inside a chunk")
        yield body[start:start + size]
        position = start + size
        position += 2 if body.startswith(b"\r\n", position) else 1


def _inflated(body: bytes) -> Iterator[bytes]:
    """`deflate` is zlib data by the standard and bare deflate data from many servers."""
    is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    if not is_zlib and body.lstrip()[:1] == b"<":
        yield body
        return
    unpacker = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
    pending = body
    try:
        while not unpacker.eof and (part := unpacker.decompress(pending, CHUNK_BYTES)):
            yield part
            pending = unpacker.unconsumed_tail
    except zlib.error as fault:
        raise DamagedStreamError(f"deflated body is corrupt ({fault})") from fault
    if not unpacker.eof:
        raise DamagedStreamError("deflated body breaks off before its end")


def _unpacked(reader: BrotliReader | ZstdReader, name: str) -> Iterator[bytes]:
    try:
        while part := reader.read(CHUNK_BYTES):
            yield part
    except (OSError, ValueError) as fault:
        raise DamagedStreamError(f"{name} body is corrupt ({fault})") from fault
