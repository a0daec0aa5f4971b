"""What a file holds, record by record: recognised by content, read in bounded memory, damage reported and never raised."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.reading.archives import Member, open_tar, open_zip
from transforms.reading.decompression import (
    GZIP_MAGIC,
    MAX_GZIP_LEVELS,
    DamagedStreamError,
    TooManyBytesError,
    capped,
    chunks_of,
    gunzip,
)
from transforms.reading.delimited import Row, read_rows
from transforms.reading.encoding import decode_text
from transforms.reading.feeds import FEED_ROOTS, SITEMAP_ROOTS, is_json_feed, read_feed, read_json_feed, read_sitemap
from transforms.reading.field_mapping import USUAL_NAMES, FieldMapping
from transforms.reading.fields import wrapped_records
from transforms.reading.formats import SNIFFED_BYTES, Sniffed, Unknown, sniff
from transforms.reading.json_records import BrokenArrayError, array_elements
from transforms.reading.lines import as_utf8, numbered_lines
from transforms.reading.newsml import read_newsml
from transforms.reading.ninjs import is_ninjs, read_ninjs
from transforms.reading.records import OpenedRecord, RawRecord, ReadingLimits, Refusal
from transforms.reading.refusals import MAX_PAYLOAD_CHARACTERS, one_line, refuse, refuse_fault, refuse_too_large
from transforms.reading.web_archives import PassedOver, read_web_archive
from transforms.reading.xml_documents import BrokenXmlError, UnsafeXmlError, decode_xml, parse_xml, root_name

_PARQUET_BATCH_ROWS = 128
_MAX_NESTING = 64
"""Levels of lists and objects in a record: exports have five or six, and much more cannot cross to another process."""
_PARQUET_FAULTS = (pa.ArrowException, OSError, ValueError, OverflowError, KeyError, TypeError, MemoryError)
_STREAM_FAULTS = (DamagedStreamError, TooManyBytesError)


def open_records(
    stream: BinaryIO, *, locator: str, limits: ReadingLimits, columns: FieldMapping = USUAL_NAMES,
) -> Iterator[OpenedRecord]:
    """Records of one file or response body.

    Args:
        stream: Its bytes from the start; seekable if it may be Parquet or zip (else it is held in memory, up to
            `max_buffered_bytes`).
        locator: Name of the file, relative to the source given to the run.
        limits: Bounds on bytes of the file, a page and a record.
        columns: Column names of the user's exports.

    Returns:
        Records in order; a Refusal in place of each that cannot be read, a FetchRequest in place of each that is only pointed
        to. A file that breaks off yields the records before the damage, then one Refusal. Locators: `locator` for a page, text
        or single object, `#line=N` for JSON Lines, `#row=N` for CSV and Parquet, `#item=N` for arrays, feeds, sitemaps and
        news messages, all from 1; `#record=ID` for web archives; `archive!member`, and then the same, for zip and tar. Records
        of a web archive that are no news pages are passed over. Never raises for any bytes; faults of the stream itself
        (OSError) propagate.
    """
    return _open(stream, _Reading(locator=locator, limits=limits, columns=columns, is_member=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What is read, and how: one file, or one member of an archive."""

    locator: str
    limits: ReadingLimits
    columns: FieldMapping
    is_member: bool


def _open(stream: BinaryIO, reading: _Reading) -> Iterator[OpenedRecord]:
    locator, limits = reading.locator, reading.limits
    head, chunks, is_packed, refusal = _unpacked(stream, locator)
    if refusal is not None:
        yield refusal
        return
    if not head:
        yield refuse(locator, "read.empty_file", "expected an article or records, found no bytes; check how it was written")
        return
    sniffed = sniff(head[:SNIFFED_BYTES], is_whole=len(head) < SNIFFED_BYTES, columns=reading.columns)
    if isinstance(sniffed, Unknown):
        expected = "expected text, HTML, XML, JSON, CSV, Parquet, WARC, zip or tar (gzip allowed)"
        yield refuse(locator, "read.unknown_format", f"{expected}, found {sniffed.observed}; convert it or leave it out")
        return
    content = chain([head], chunks)
    if sniffed.format in ("zip", "tar") and reading.is_member:
        reason = "expected articles, found an archive or office document inside an archive; unpack it"
        yield refuse(locator, "read.nested_archive", reason)
    elif sniffed.format == "zip":
        yield from _zip(stream, content, reading, is_packed=is_packed)
    elif sniffed.format == "tar":
        yield from _members(open_tar(content, locator=locator, limits=limits), reading)
    elif sniffed.format == "warc":
        capped_content = capped(content, limit=limits.max_archive_bytes)
        found = read_web_archive(capped_content, locator=locator, limits=limits)
        yield from _with_stream_faults((each for each in found if not isinstance(each, PassedOver)), locator)
    elif sniffed.format == "parquet":
        yield from _parquet(stream, content, locator, limits, is_packed=is_packed)
    else:
        capped_content = capped(content, limit=limits.max_file_bytes)
        if sniffed.format in ("text", "html"):
            yield _page(capped_content, locator, limits, is_html=sniffed.format == "html")
        else:
            yield from _with_stream_faults(_records(capped_content, sniffed, reading), locator)


def _records(content: Iterator[bytes], sniffed: Sniffed, reading: _Reading) -> Iterator[OpenedRecord]:
    if sniffed.format == "xml":
        return _xml(content, reading)
    if sniffed.format == "json_lines":
        return _json_lines(content, reading)
    if sniffed.format == "json_document":
        return _json_document(content, reading)
    return _delimited(content, sniffed.delimiter, reading.locator, reading.limits)


def _zip(stream: BinaryIO, content: Iterator[bytes], reading: _Reading, *, is_packed: bool) -> Iterator[OpenedRecord]:
    source = _seekable(stream, content, reading.limits, is_packed=is_packed)
    if isinstance(source, ValueError):
        yield refuse_fault(reading.locator, source)
        return
    yield from _members(open_zip(source, locator=reading.locator, limits=reading.limits), reading)


def _members(members: Iterator[Member | Refusal], reading: _Reading) -> Iterator[OpenedRecord]:
    for member in members:
        if isinstance(member, Refusal):
            yield member
            continue
        where = f"{reading.locator}!{member.name}"
        is_empty = True
        for record in _open(member.content, replace(reading, locator=where, is_member=True)):
            is_empty = False
            yield record
        if is_empty:
            reason = "expected at least one record, found none; leave it out or export it again"
            yield refuse(where, "read.empty_file", reason)


def _xml(content: Iterator[bytes], reading: _Reading) -> Iterator[OpenedRecord]:
    """A feed, a sitemap or news items: one document, held as a whole."""
    locator, limits = reading.locator, reading.limits
    held = _buffered(content, limits.max_record_bytes)
    if isinstance(held, TooManyBytesError):
        yield refuse_too_large(locator, limits.max_record_bytes, "in an XML document")
        return
    if isinstance(held, ValueError):
        raise held
    text = ""
    try:
        text = decode_xml(held)
        root = root_name(text.lstrip())
        if root in FEED_ROOTS:
            if len(held) > limits.max_feed_bytes:
                yield refuse_too_large(locator, limits.max_feed_bytes, "in a feed")
                return
            yield from read_feed(text, locator=locator)
            return
        tree = parse_xml(text)
    except UnsafeXmlError as fault:
        reason = f"expected XML without entities of its own, found {fault}; remove the declaration if you trust the file"
        yield refuse(locator, "read.unsafe_document", reason, text or None)
    except BrokenXmlError as fault:
        yield refuse(locator, "read.damaged_file", f"expected a whole XML document, but it is not well-formed ({fault})", text)
    else:
        if root in SITEMAP_ROOTS:
            yield from read_sitemap(tree, locator=locator)
        else:
            yield from read_newsml(tree, locator=locator, now=limits.now)


def _unpacked(stream: BinaryIO, locator: str) -> tuple[bytes, Iterator[bytes], bool, Refusal | None]:
    """First bytes after unpacking, the chunks after them, whether it was packed, and a refusal when not even that can be read."""
    chunks = chunks_of(stream)
    head, fault = _take_head(chunks)
    is_packed = False
    for _ in range(MAX_GZIP_LEVELS):
        if not head.startswith(GZIP_MAGIC):
            break
        is_packed = True
        chunks = gunzip(_resumed(head, chunks, fault))
        head, fault = _take_head(chunks)
    if fault is not None and not head:
        return b"", chunks, is_packed, refuse_fault(locator, fault)
    return head, _resumed(b"", chunks, fault), is_packed, None


def _take_head(chunks: Iterator[bytes]) -> tuple[bytes, ValueError | None]:
    """At least `SNIFFED_BYTES` where there are as many, and the fault that kept them back."""
    taken: list[bytes] = []
    size = 0
    try:
        for chunk in chunks:
            taken.append(chunk)
            size += len(chunk)
            if size >= SNIFFED_BYTES:
                break
    except _STREAM_FAULTS as fault:
        return b"".join(taken), fault
    return b"".join(taken), None


def _resumed(head: bytes, chunks: Iterator[bytes], fault: ValueError | None) -> Iterator[bytes]:
    if head:
        yield head
    if fault is not None:
        raise fault
    yield from chunks


def _with_stream_faults(records: Iterator[OpenedRecord], locator: str) -> Iterator[OpenedRecord]:
    try:
        yield from records
    except _STREAM_FAULTS as fault:
        yield refuse_fault(locator, fault)


def _page(content: Iterator[bytes], locator: str, limits: ReadingLimits, *, is_html: bool) -> RawRecord | Refusal:
    parts: list[bytes] = []
    size = 0
    try:
        for chunk in content:
            size += len(chunk)
            if size > limits.max_page_bytes:
                return refuse_too_large(locator, limits.max_page_bytes, "in a page or text")
            parts.append(chunk)
    except _STREAM_FAULTS as fault:
        return refuse_fault(locator, fault, payload=decode_text(b"".join(parts)[:MAX_PAYLOAD_CHARACTERS]))
    return RawRecord(locator=locator, content=b"".join(parts), format="html" if is_html else "text")


def _json_lines(content: Iterator[bytes], reading: _Reading) -> Iterator[OpenedRecord]:
    locator, limits = reading.locator, reading.limits
    for line in numbered_lines(as_utf8(content), limit=limits.max_record_bytes):
        where = f"{locator}#line={line.number}"
        if line.content is None:
            yield refuse_too_large(where, limits.max_record_bytes, "in a line")
            continue
        if line.content.strip():
            yield from _json_record(line.content, where, reading, is_cut_off=not line.is_ended and line.number > 1)


def _json_record(content: bytes, where: str, reading: _Reading, *, is_cut_off: bool) -> Iterator[OpenedRecord]:
    text = decode_text(content)
    try:
        value: object = json.loads(text, strict=False)
    except RecursionError:
        yield _nested_too_deep(where, text)
        return
    except ValueError as fault:
        if is_cut_off:
            yield refuse(where, "read.damaged_file", f"expected a JSON object, but the file breaks off here ({fault})", text)
        else:
            yield refuse(where, "read.bad_record", f"expected a JSON object, found what is no JSON ({fault})", text)
        return
    yield from _object_records(value, where, text, reading)


def _object_records(value: object, where: str, text: str, reading: _Reading) -> Iterator[OpenedRecord]:
    if not isinstance(value, Mapping):
        yield _no_object(where, value, text)
        return
    if _is_nested_beyond(_MAX_NESTING, value):
        yield _nested_too_deep(where, text)
        return
    record = cast("Mapping[str, object]", value)
    if is_json_feed(record):
        yield from read_json_feed(record, locator=where)
        return
    wrapped = None if is_ninjs(record) else wrapped_records(record, columns=reading.columns)
    if wrapped is None:
        yield _object_record(record, where, reading)
        return
    for number, item in enumerate(wrapped, start=1):
        place = f"{where}#item={number}"
        if isinstance(item, Mapping):
            yield _object_record(cast("Mapping[str, object]", item), place, reading)
        else:
            yield _no_object(place, item, str(item))


def _object_record(record: Mapping[str, object], where: str, reading: _Reading) -> RawRecord | Refusal:
    if is_ninjs(record):
        return read_ninjs(record, locator=where, now=reading.limits.now)
    return RawRecord(locator=where, content=record, format="fields")


def _json_document(content: Iterator[bytes], reading: _Reading) -> Iterator[OpenedRecord]:
    locator, limits = reading.locator, reading.limits
    chunks = as_utf8(content)
    start = b""
    for chunk in chunks:
        start += chunk
        if start.strip():
            break
    if start.lstrip().startswith(b"["):
        yield from _json_array(chain([start], chunks), reading)
        return
    parts: list[bytes] = []
    size = 0
    for chunk in chain([start], chunks):
        size += len(chunk)
        if size > limits.max_record_bytes:
            yield refuse_too_large(locator, limits.max_record_bytes, "in an object")
            return
        parts.append(chunk)
    yield from _single_object(b"".join(parts), reading)


def _single_object(content: bytes, reading: _Reading) -> Iterator[OpenedRecord]:
    locator = reading.locator
    text = decode_text(content)
    try:
        value: object = json.loads(text, strict=False)
    except RecursionError:
        yield _nested_too_deep(locator, text)
    except ValueError as fault:
        yield refuse(locator, "read.damaged_file", f"expected one JSON object, found what is no JSON ({fault})", text)
    else:
        yield from _object_records(value, locator, text, reading)


def _json_array(chunks: Iterator[bytes], reading: _Reading) -> Iterator[OpenedRecord]:
    locator, limits = reading.locator, reading.limits
    try:
        for element in array_elements(chunks, limit=limits.max_record_bytes):
            where = f"{locator}#item={element.number}"
            if element.content is None:
                yield refuse_too_large(where, limits.max_record_bytes, "in an item")
            else:
                yield from _json_record(element.content, where, reading, is_cut_off=False)
    except BrokenArrayError as fault:
        yield refuse(locator, "read.damaged_file", f"expected a whole JSON array, but {fault}; the items before it were read")


def _delimited(content: Iterator[bytes], delimiter: str, locator: str, limits: ReadingLimits) -> Iterator[OpenedRecord]:
    lines = numbered_lines(as_utf8(content), limit=limits.max_record_bytes)
    header: Sequence[str] | None = None
    for row in read_rows(lines, delimiter=delimiter, limit=limits.max_record_bytes):
        if header is None:
            header = _column_names(row.cells or [])
            continue
        yield _row_record(row, header, f"{locator}#row={row.number}", limits)


def _row_record(row: Row, header: Sequence[str], where: str, limits: ReadingLimits) -> RawRecord | Refusal:
    if row.fault == "too_large":
        return refuse_too_large(where, limits.max_record_bytes, "in a row")
    if row.cells is None:
        reason = "expected every quoted cell to be closed, but one that begins in this row takes in the rest of the file"
        return refuse(where, "read.damaged_file", reason, row.text)
    if len(row.cells) != len(header):
        reason = f"expected {len(header)} cells as in the header, found {len(row.cells)}"
        return refuse(where, "read.bad_record", reason, row.text)
    return RawRecord(locator=where, content=dict(zip(header, row.cells, strict=True)), format="fields")


def _column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Names of the header; one that is missing or comes twice gets its position, so that no cell is lost."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = cell.strip() or f"column {position}"
        names.append(name if name not in names else f"{name} ({position})")
    return tuple(names)


def _parquet(
    stream: BinaryIO, content: Iterator[bytes], locator: str, limits: ReadingLimits, *, is_packed: bool,
) -> Iterator[OpenedRecord]:
    source = _seekable(stream, content, limits, is_packed=is_packed)
    if isinstance(source, ValueError):
        yield refuse_fault(locator, source)
        return
    try:
        size = source.seek(0, io.SEEK_END)
        source.seek(0)
        if size > limits.max_file_bytes:
            yield refuse_too_large(locator, limits.max_file_bytes, "in a file")
            return
        table = pq.ParquetFile(source, memory_map=False)
        unpacked = sum(table.metadata.row_group(index).total_byte_size for index in range(table.metadata.num_row_groups))
    except _PARQUET_FAULTS as fault:
        reason = f"expected a Parquet file, but it cannot be opened ({one_line(fault)}); write it again"
        yield refuse(locator, "read.damaged_file", reason)
        return
    if unpacked > limits.max_file_bytes:
        yield refuse_too_large(locator, limits.max_file_bytes, "in an unpacked file")
        return
    number = 0
    batches = table.iter_batches(batch_size=_PARQUET_BATCH_ROWS)
    while True:
        try:
            batch = next(batches, None)
        except _PARQUET_FAULTS as fault:
            expected = f"expected {table.metadata.num_rows} rows, but the file is damaged after row {number}"
            reason = f"{expected} ({one_line(fault)}); the rows before were read"
            yield refuse(locator, "read.damaged_file", reason)
            return
        if batch is None:
            return
        for index in range(batch.num_rows):
            number += 1
            yield _parquet_row(batch, index, f"{locator}#row={number}", limits)


def _parquet_row(batch: pa.RecordBatch, index: int, where: str, limits: ReadingLimits) -> RawRecord | Refusal:
    fields: dict[str, object] = {}
    size = 0
    for name, column in zip(_column_names(batch.schema.names), batch.columns, strict=True):
        try:
            value: object = column[index].as_py()
        except _PARQUET_FAULTS as fault:
            return refuse(where, "read.bad_record", f"expected a readable value in column {name}, found {one_line(fault)}")
        fields[name] = value
        size += len(value) if isinstance(value, str | bytes) else 0
        if size > limits.max_record_bytes:
            return refuse_too_large(where, limits.max_record_bytes, "in a row")
    return RawRecord(locator=where, content=fields, format="fields")


def _seekable(stream: BinaryIO, content: Iterator[bytes], limits: ReadingLimits, *, is_packed: bool) -> BinaryIO | ValueError:
    """The file as one that can be sought in, held in memory where need be; the fault that kept it from being held."""
    if not is_packed and stream.seekable():
        return stream
    held = _buffered(content, limits.max_buffered_bytes)
    return io.BytesIO(held) if isinstance(held, bytes) else held


def _buffered(chunks: Iterator[bytes], limit: int) -> bytes | ValueError:
    held = bytearray()
    try:
        for chunk in capped(chunks, limit=limit):
            held += chunk
    except _STREAM_FAULTS as fault:
        return fault
    return bytes(held)


def _is_nested_beyond(levels: int, value: object) -> bool:
    """Whether lists and objects lie inside one another more than so many levels deep."""
    level = [value]
    for _ in range(levels):
        level = [
            inner for outer in level if isinstance(outer, list | dict)
            for inner in (cast("dict[str, object]", outer).values() if isinstance(outer, dict) else cast("list[object]", outer))
            if isinstance(inner, list | dict)]
        if not level:
            return False
    return True


def _nested_too_deep(where: str, text: str) -> Refusal:
    return refuse(where, "read.too_large", "expected a JSON object, found one nested too deep to read", text)


def _no_object(where: str, value: object, text: str) -> Refusal:
    kinds = {"list": "a list", "NoneType": "null", "str": "a string", "bool": "true or false"}
    kind = kinds.get(type(value).__name__, "a number")
    return refuse(where, "read.bad_record", f"expected a JSON object with the fields of an article, found {kind}", text)
