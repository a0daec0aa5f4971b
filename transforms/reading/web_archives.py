"""Web archives (WARC, ISO 28500): the news pages among their records, one at a time, however large the file.

Read here rather than by a library, because those at hand pass over what is cut short or has no length in silence.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from transforms.reading.byte_reader import ByteReader
from transforms.reading.decompression import DamagedStreamError, TooManyBytesError
from transforms.reading.http_bodies import UnknownCodingError, decode_body
from transforms.reading.http_rules import charset_of
from transforms.reading.records import RawRecord, ReadingLimits, Refusal
from transforms.reading.refusals import printable, refuse, refuse_too_large

WARC_MAGIC = b"WARC/"

_MAX_HEADER_BYTES = 64 * 1024
_MAX_ID_CHARACTERS = 200
_HEADER_END = b"\r\n\r\n"
_NEXT_RECORD = b"\r\n\r\nWARC/1."
_VERSION = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*$")
_LENGTH = re.compile(r"\d{1,18}")
_STATUS_LINE = re.compile(r"HTTP/\d(?:\.\d)?[ \t]+(?P<status>\d{3})(?:[ \t]|$)")
_READ_STATUS, _READ_TYPE = "200", "text/html"

_Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A record that is no news page: a request, an image, a redirect, a page that was not found.

    Args:
        what: `WARC-Type` of the record, with status and media type of a response.
    """

    what: str


class _DamagedRecordError(ValueError):
    """A record contradicts the format; the next one has to be searched for."""


def read_web_archive(
    chunks: Iterator[bytes], *, locator: str, limits: ReadingLimits,
) -> Iterator[RawRecord | Refusal | PassedOver]:
    """Records of a web archive, in order, each of them once.

    Args:
        chunks: The archive, unpacked.
        locator: Name of the file.
        limits: Bounds; a page may have `max_page_bytes`, as stored and decoded.

    Returns:
        A RawRecord for each response with status 200 and type text/html, its body free of transfer and content encodings, under
        `file#record=ID` (the offset in the unpacked file where it has no id). A Refusal for each that is damaged, cut short or
        too large, PassedOver for all others. After damage, reading goes on at the next record that can be found.

    Raises:
        DamagedStreamError, TooManyBytesError: Faults of `chunks`, after the records before them.
    """
    reader = ByteReader(chunks)
    while True:
        while reader.peek(2)[:1] in (b"\r", b"\n"):
            reader.skip(1)
        if not reader.peek(1):
            return
        where = f"{locator}#record={reader.position}"
        try:
            headers = _warc_headers(reader)
            where = _locator(headers, locator, where)
            yield _record(reader, headers, where, limits)
        except _DamagedRecordError as fault:
            is_found = reader.skip_to(_NEXT_RECORD)
            then = "reading went on at the next record" if is_found else "nothing after it could be read"
            yield refuse(where, "read.damaged_file", f"expected a WARC record, but {fault}; {then}")
        except DamagedStreamError as fault:
            yield refuse(where, "read.damaged_file", f"expected a whole record, but the {fault}; fetch the file again")
            return


def _record(reader: ByteReader, headers: _Headers, where: str, limits: ReadingLimits) -> RawRecord | Refusal | PassedOver:
    length = int(headers["content-length"])
    kind = headers.get("warc-type", "").casefold()
    if kind != "response" or not headers.get("content-type", "application/http").casefold().startswith("application/http"):
        reader.skip(length)
        _expect_end(reader)
        return PassedOver(what=printable(kind[:40]) or "untyped")
    head = reader.read(min(length, _MAX_HEADER_BYTES))
    left = length - len(head)
    status, http, body_start = _http_headers(head)
    media_type = http.get("content-type", "").partition(";")[0].strip().casefold()
    if status != _READ_STATUS or media_type != _READ_TYPE:
        reader.skip(left)
        _expect_end(reader)
        return PassedOver(what=f"response {status} {printable(media_type[:60])}".rstrip())
    if length - body_start > limits.max_page_bytes:
        reader.skip(left)
        _expect_end(reader)
        return refuse_too_large(where, limits.max_page_bytes, "in a page")
    body = head[body_start:] + reader.read(left)
    _expect_end(reader)
    return _page(body, headers, http, where, limits)


def _page(body: bytes, headers: _Headers, http: _Headers, where: str, limits: ReadingLimits) -> RawRecord | Refusal:
    truncated = headers.get("warc-truncated")
    if truncated is not None or headers.get("warc-segment-number") is not None:
        why = f"the crawler cut it short ({printable(truncated[:40])})" if truncated else "it goes on in another record"
        return refuse(where, "read.damaged_file", f"expected a whole page, but {why}; fetch it again")
    try:
        content = decode_body(
            body, transfer_encoding=http.get("transfer-encoding", ""), content_encoding=http.get("content-encoding", ""),
            limit=limits.max_page_bytes)
    except TooManyBytesError:
        return refuse_too_large(where, limits.max_page_bytes, "in a page after unpacking")
    except DamagedStreamError as fault:
        return refuse(where, "read.damaged_file", f"expected a whole page, but its {fault}; fetch it again")
    except UnknownCodingError as fault:
        return refuse(where, "read.unknown_format", f"expected a page sent plain, gzip, deflate, br or zstd, found {fault}")
    return RawRecord(
        locator=where, content=content, format="html", url=headers.get("warc-target-uri", "").strip("<> ") or None,
        fetched_at=_moment(headers.get("warc-date", "")), charset=charset_of(http.get("content-type", "")))


def _warc_headers(reader: ByteReader) -> _Headers:
    if reader.peek(len(WARC_MAGIC)) != WARC_MAGIC:
        raise _DamagedRecordError("found something else")
    block = reader.read_through(_HEADER_END, limit=_MAX_HEADER_BYTES)
    if block is None:
        if len(reader.peek(_MAX_HEADER_BYTES)) < _MAX_HEADER_BYTES:
            raise DamagedStreamError("file breaks off in the head of a record")
        raise _DamagedRecordError("its head does not end")
    version, _, rest = block.partition(b"\r\n")
    if not _VERSION.match(version):
        raise _DamagedRecordError("its version is not known")
    headers = _header_lines(rest)
    length = headers.get("content-length", "")
    if not _LENGTH.fullmatch(length):
        raise _DamagedRecordError("its length is not stated" if not length else "its length is no number")
    return headers


def _http_headers(head: bytes) -> tuple[str, _Headers, int]:
    """Status, headers and where the body begins."""
    end = head.find(b"\r\n\r\n")
    size = 4
    if end < 0:
        end, size = head.find(b"\n\n"), 2
    if end < 0:
        return "unreadable", {}, len(head)
    status_line, _, rest = head[:end].partition(b"\n")
    found = _STATUS_LINE.match(status_line.decode("latin-1").strip())
    return found["status"] if found is not None else "unreadable", _header_lines(rest), end + size


def _header_lines(block: bytes) -> _Headers:
    """Fields by name in lower case; the first of a name counts, folded lines are joined."""
    headers: dict[str, str] = {}
    name = ""
    for line in block.decode("utf-8", "replace").split("\n"):
        if line[:1] in (" ", "\t") and name:
            headers[name] += " " + line.strip()
            continue
        key, mark, value = line.partition(":")
        if mark:
            name = key.strip().casefold()
            headers.setdefault(name, value.strip())
    return headers


def _expect_end(reader: ByteReader) -> None:
    """Two line breaks close a record: anything else shows that its length is wrong, and with it its body."""
    after = reader.peek(4)
    if after not in (_HEADER_END, b"") and not (len(after) < 4 and not after.strip()) and after[:2] != b"\n\n":
        raise _DamagedRecordError("its length is not the one stated")


def _locator(headers: _Headers, locator: str, fallback: str) -> str:
    record_id = printable(headers.get("warc-record-id", "").strip("<> "))[:_MAX_ID_CHARACTERS]
    return f"{locator}#record={record_id}" if record_id else fallback


def _moment(stated: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else None
