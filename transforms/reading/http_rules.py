"""What HTTP says about fetching: which addresses can be asked for, how long to wait, how a body is packed."""

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit, urlunsplit

from transforms.reading.decompression import CHUNK_BYTES, DamagedStreamError, gunzip

MAX_URL_CHARACTERS = 4_000
ACCEPTED_CODINGS = "gzip, deflate"
"""Brotli and zstd are not asked for: their decoders cannot bound what one small chunk unpacks to."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE)
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def is_address(source: str) -> bool:
    """Whether what the user names as a source is meant as an address rather than a path."""
    return "://" in source


def why_not_fetchable(url: str) -> str | None:
    """What is wrong with an address, whatever it leads to, in words that never repeat a password. None when nothing is."""
    if len(url) > MAX_URL_CHARACTERS:
        return f"an address of {len(url)} characters"
    if not url.isprintable():
        return "a control character in the address"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as fault:
        return f"an address that cannot be read ({fault})"
    if parts.scheme.casefold() not in ("http", "https"):
        return f"the scheme {parts.scheme[:20] or '(none)'}"
    if parts.username is not None or parts.password is not None:
        return "a user name or password in the address"
    if not host:
        return "no host in the address"
    return "port 0" if port == 0 else None


def shown(url: str) -> str:
    """An address for messages and locators: on one line, of bounded length, without user name, password and fragment."""
    line = "".join(character if character.isprintable() else "�" for character in url.strip()).replace(" ", "%20")
    try:
        parts = urlsplit(line)
        line = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
    except ValueError:
        line = line.rpartition("@")[2]
    return line if len(line) <= MAX_URL_CHARACTERS else line[:MAX_URL_CHARACTERS] + "…"


def site_of(url: str) -> str:
    """Scheme, host and port that an address belongs to: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme.casefold()}://{parts.netloc.casefold()}"


def host_of(url: str) -> str:
    """Host of an address that has one."""
    return (urlsplit(url).hostname or "").casefold()


def is_page_type(content_type: str) -> bool:
    """Whether an answer declares itself to be one HTML page, not an export or archive that may be large."""
    return content_type.partition(";")[0].strip().casefold() in _PAGE_TYPES


def charset_of(content_type: str) -> str | None:
    """Encoding that a Content-Type header declares, as written. None when it declares none."""
    found = _CHARSET.search(content_type)
    return found[1] if found is not None else None


def read_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Seconds to wait as a Retry-After header asks, given as a number or a date (RFC 9110, 10.2.3). None when it says nothing."""
    if value is None:
        return None
    text = value.strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def unpack(chunks: Iterator[bytes], *, coding: str) -> Iterator[bytes]:
    """A body without its Content-Encoding, in chunks of bounded size however far it was packed.

    Args:
        coding: Value of the Content-Encoding header, possibly empty.

    Raises:
        DamagedStreamError: The body is not packed as it says, breaks off, or is packed in a way that was not asked for.
    """
    name = coding.strip().casefold()
    if name in ("", "identity"):
        return chunks
    if name in ("gzip", "x-gzip"):
        return gunzip(chunks)
    if name == "deflate":
        return _inflate(chunks)
    raise DamagedStreamError(f"body is packed as {name[:40]}, which was not asked for")


def _inflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """HTTP's "deflate" is a zlib stream; some servers leave the zlib header out."""
    unpacker = None
    for chunk in chunks:
        if unpacker is None:
            has_header = len(chunk) > 1 and chunk[0] & 0x0F == zlib.DEFLATED and (chunk[0] << 8 | chunk[1]) % 31 == 0
            unpacker = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        pending = chunk
        while pending and not unpacker.eof:
            try:
                unpacked = unpacker.decompress(pending, CHUNK_BYTES)
            except zlib.error as fault:
                raise DamagedStreamError(f"deflate stream is corrupt ({fault})") from fault
            if unpacked:
                yield unpacked
            pending = unpacker.unconsumed_tail
    if unpacker is not None:
        while not unpacker.eof and (unpacked := unpacker.decompress(b"", CHUNK_BYTES)):
            yield unpacked
        if not unpacker.eof:
            raise DamagedStreamError("deflate stream breaks off before its end")
