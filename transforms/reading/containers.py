"""What a file holds, record by record: recognised by content, read in bounded memory, damage reported and never raised."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

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
from transforms.reading.fields import wrapped_records
from transforms.reading.formats import SNIFFED_BYTES, Sniffed, Unknown, sniff
from transforms.reading.json_records import BrokenArrayError, array_elements
from transforms.reading.lines import as_utf8, numbered_lines
from transforms.reading.records import FetchRequest, RawRecord, ReadingLimits, Refusal, RefusalRule

_MAX_PAYLOAD_CHARACTERS = 100_000
_PARQUET_BATCH_ROWS = 128
_PARQUET_FAULTS = (pa.ArrowException, OSError, ValueError, OverflowError, KeyError, TypeError, MemoryError)
_STREAM_FAULTS = (DamagedStreamError, TooManyBytesError)


def open_records(stream: BinaryIO, *, locator: str, limits: ReadingLimits) -> Iterator[RawRecord | FetchRequest | Refusal]:
    """Records of one file or response body.

    Args:
        stream: Its bytes from the start; seekable if it may be Parquet (else it is held in memory, up to `max_buffered_bytes`).
        locator: Name of the file, relative to the source given to the run.
        limits: Bounds on bytes of the file, a page and a record.

    Returns:
        Records in order; a Refusal in place of each that cannot be read. A file that breaks off yields the records before the
        damage, then one Refusal. Locators: `locator` for a page, text or single object, `#line=N` for JSON Lines, `#row=N` for
        CSV and Parquet, `#item=N` for arrays, all from 1. Never raises for any bytes; faults of the stream itself (OSError)
        propagate.
    """
    head, chunks, is_packed, refusal = _unpacked(stream, locator, limits)
    if refusal is not None:
        yield refusal
        return
    if not head:
        yield _refusal(locator, "read.empty_file", "expected an article or records, found no bytes; check how it was written")
        return
    sniffed = sniff(head[:SNIFFED_BYTES], is_whole=len(head) < SNIFFED_BYTES)
    if isinstance(sniffed, Unknown):
        yield _refusal(
            locator, "read.unknown_format",
            f"expected text, HTML, JSON, CSV or Parquet (gzip allowed), found {sniffed.observed}; convert it or leave it out",
        )
        return
    if sniffed.format == "parquet":
        yield from _parquet(stream, head, chunks, locator, limits, is_packed=is_packed)
        return
    content = chain([head], chunks)
    if sniffed.format in ("text", "html"):
        yield _page(content, locator, limits, is_html=sniffed.format == "html")
        return
    yield from _with_stream_faults(_records(content, sniffed, locator, limits), locator)


def _records(content: Iterator[bytes], sniffed: Sniffed, locator: str, limits: ReadingLimits) -> Iterator[RawRecord | Refusal]:
    if sniffed.format == "json_lines":
        return _json_lines(content, locator, limits)
    if sniffed.format == "json_document":
        return _json_document(content, locator, limits)
    return _delimited(content, sniffed.delimiter, locator, limits)


def _unpacked(stream: BinaryIO, locator: str, limits: ReadingLimits) -> tuple[bytes, Iterator[bytes], bool, Refusal | None]:
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
        return b"", chunks, is_packed, _fault_refusal(locator, fault)
    body = _resumed(b"", chunks, fault)
    left = max(0, limits.max_file_bytes - len(head))
    if len(head) > limits.max_file_bytes:
        return b"", chunks, is_packed, _too_large(locator, limits.max_file_bytes, "in a file")
    return head, capped(body, limit=left), is_packed, None


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


def _with_stream_faults(records: Iterator[RawRecord | Refusal], locator: str) -> Iterator[RawRecord | Refusal]:
    try:
        yield from records
    except _STREAM_FAULTS as fault:
        yield _fault_refusal(locator, fault)


def _page(content: Iterator[bytes], locator: str, limits: ReadingLimits, *, is_html: bool) -> RawRecord | Refusal:
    parts: list[bytes] = []
    size = 0
    try:
        for chunk in content:
            size += len(chunk)
            if size > limits.max_page_bytes:
                return _too_large(locator, limits.max_page_bytes, "in a page or text")
            parts.append(chunk)
    except _STREAM_FAULTS as fault:
        return _fault_refusal(locator, fault, payload=decode_text(b"".join(parts)[:_MAX_PAYLOAD_CHARACTERS]))
    return RawRecord(locator=locator, content=b"".join(parts), format="html" if is_html else "text")


def _json_lines(content: Iterator[bytes], locator: str, limits: ReadingLimits) -> Iterator[RawRecord | Refusal]:
    for line in numbered_lines(as_utf8(content), limit=limits.max_record_bytes):
        where = f"{locator}#line={line.number}"
        if line.content is None:
            yield _too_large(where, limits.max_record_bytes, "in a line")
            continue
        if line.content.strip():
            yield from _json_record(line.content, where, is_cut_off=not line.is_ended and line.number > 1)


def _json_record(content: bytes, where: str, *, is_cut_off: bool) -> Iterator[RawRecord | Refusal]:
    text = decode_text(content)
    try:
        value: object = json.loads(text, strict=False)
    except RecursionError:
        yield _refusal(where, "read.too_large", "expected a JSON object, found one nested too deep to read", text)
        return
    except ValueError as fault:
        if is_cut_off:
            yield _refusal(where, "read.damaged_file", f"expected a JSON object, but the file breaks off here ({fault})", text)
        else:
            yield _refusal(where, "read.bad_record", f"expected a JSON object, found what is no JSON ({fault})", text)
        return
    yield from _object_records(value, where, text)


def _object_records(value: object, where: str, text: str) -> Iterator[RawRecord | Refusal]:
    if not isinstance(value, Mapping):
        yield _no_object(where, value, text)
        return
    record = cast("Mapping[str, object]", value)
    wrapped = wrapped_records(record)
    if wrapped is None:
        yield RawRecord(locator=where, content=record, format="fields")
        return
    for number, item in enumerate(wrapped, start=1):
        place = f"{where}#item={number}"
        if isinstance(item, Mapping):
            yield RawRecord(locator=place, content=cast("Mapping[str, object]", item), format="fields")
        else:
            yield _no_object(place, item, str(item))


def _json_document(content: Iterator[bytes], locator: str, limits: ReadingLimits) -> Iterator[RawRecord | Refusal]:
    chunks = as_utf8(content)
    start = b""
    for chunk in chunks:
        start += chunk
        if start.strip():
            break
    if start.lstrip().startswith(b"["):
        yield from _json_array(chain([start], chunks), locator, limits)
        return
    parts: list[bytes] = []
    size = 0
    for chunk in chain([start], chunks):
        size += len(chunk)
        if size > limits.max_record_bytes:
            yield _too_large(locator, limits.max_record_bytes, "in an object")
            return
        parts.append(chunk)
    yield from _single_object(b"".join(parts), locator)


def _single_object(content: bytes, locator: str) -> Iterator[RawRecord | Refusal]:
    text = decode_text(content)
    try:
        value: object = json.loads(text, strict=False)
    except RecursionError:
        yield _refusal(locator, "read.too_large", "expected a JSON object, found one nested too deep to read", text)
    except ValueError as fault:
        yield _refusal(locator, "read.damaged_file", f"expected one JSON object, found what is no JSON ({fault})", text)
    else:
        yield from _object_records(value, locator, text)


def _json_array(chunks: Iterator[bytes], locator: str, limits: ReadingLimits) -> Iterator[RawRecord | Refusal]:
    try:
        for element in array_elements(chunks, limit=limits.max_record_bytes):
            where = f"{locator}#item={element.number}"
            if element.content is None:
                yield _too_large(where, limits.max_record_bytes, "in an item")
            else:
                yield from _json_record(element.content, where, is_cut_off=False)
    except BrokenArrayError as fault:
        yield _refusal(locator, "read.damaged_file", f"expected a whole JSON array, but {fault}; the items before it were read")


def _delimited(content: Iterator[bytes], delimiter: str, locator: str, limits: ReadingLimits) -> Iterator[RawRecord | Refusal]:
    lines = numbered_lines(as_utf8(content), limit=limits.max_record_bytes)
    header: Sequence[str] | None = None
    for row in read_rows(lines, delimiter=delimiter, limit=limits.max_record_bytes):
        if header is None:
            header = _column_names(row.cells or [])
            continue
        yield _row_record(row, header, f"{locator}#row={row.number}", limits)


def _row_record(row: Row, header: Sequence[str], where: str, limits: ReadingLimits) -> RawRecord | Refusal:
    if row.fault == "too_large":
        return _too_large(where, limits.max_record_bytes, "in a row")
    if row.cells is None:
        reason = "expected every quoted cell to be closed, but one that begins in this row takes in the rest of the file"
        return _refusal(where, "read.damaged_file", reason, row.text)
    if len(row.cells) != len(header):
        reason = f"expected {len(header)} cells as in the header, found {len(row.cells)}"
        return _refusal(where, "read.bad_record", reason, row.text)
    return RawRecord(locator=where, content=dict(zip(header, row.cells, strict=True)), format="fields")


def _column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Names of the header; one that is missing or comes twice gets its position, so that no cell is lost."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = cell.strip() or f"column {position}"
        names.append(name if name not in names else f"{name} ({position})")
    return tuple(names)


def _parquet(
    stream: BinaryIO, head: bytes, chunks: Iterator[bytes], locator: str, limits: ReadingLimits, *, is_packed: bool,
) -> Iterator[RawRecord | Refusal]:
    source: BinaryIO = stream
    if is_packed or not stream.seekable():
        held = _buffered(chain([head], chunks), limits.max_buffered_bytes)
        if not isinstance(held, bytes):
            yield _fault_refusal(locator, held)
            return
        source = io.BytesIO(held)
    try:
        size = source.seek(0, io.SEEK_END)
        source.seek(0)
        if size > limits.max_file_bytes:
            yield _too_large(locator, limits.max_file_bytes, "in a file")
            return
        table = pq.ParquetFile(source, memory_map=False)
        unpacked = sum(table.metadata.row_group(index).total_byte_size for index in range(table.metadata.num_row_groups))
    except _PARQUET_FAULTS as fault:
        reason = f"expected a Parquet file, but it cannot be opened ({_one_line(fault)}); write it again"
        yield _refusal(locator, "read.damaged_file", reason)
        return
    if unpacked > limits.max_file_bytes:
        yield _too_large(locator, limits.max_file_bytes, "in an unpacked file")
        return
    number = 0
    batches = table.iter_batches(batch_size=_PARQUET_BATCH_ROWS)
    while True:
        try:
            batch = next(batches, None)
        except _PARQUET_FAULTS as fault:
            expected = f"expected {table.metadata.num_rows} rows, but the file is damaged after row {number}"
            reason = f"{expected} ({_one_line(fault)}); the rows before were read"
            yield _refusal(locator, "read.damaged_file", reason)
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
            return _refusal(where, "read.bad_record", f"expected a readable value in column {name}, found {_one_line(fault)}")
        fields[name] = value
        size += len(value) if isinstance(value, str | bytes) else 0
        if size > limits.max_record_bytes:
            return _too_large(where, limits.max_record_bytes, "in a row")
    return RawRecord(locator=where, content=fields, format="fields")


def _buffered(chunks: Iterator[bytes], limit: int) -> bytes | ValueError:
    held = bytearray()
    try:
        for chunk in capped(chunks, limit=limit):
            held += chunk
    except _STREAM_FAULTS as fault:
        return fault
    return bytes(held)


def _fault_refusal(locator: str, fault: ValueError, *, payload: str | None = None) -> Refusal:
    if isinstance(fault, TooManyBytesError):
        return _refusal(locator, "read.too_large", f"{fault} after unpacking; split the file", payload)
    return _refusal(locator, "read.damaged_file", f"expected a whole file, but the {fault}; fetch it again", payload)


def _no_object(where: str, value: object, text: str) -> Refusal:
    kinds = {"list": "a list", "NoneType": "null", "str": "a string", "bool": "true or false"}
    kind = kinds.get(type(value).__name__, "a number")
    return _refusal(where, "read.bad_record", f"expected a JSON object with the fields of an article, found {kind}", text)


def _one_line(fault: BaseException) -> str:
    return " ".join(str(fault).split())[:200] or type(fault).__name__


def _too_large(where: str, limit: int, what: str) -> Refusal:
    return _refusal(where, "read.too_large", f"expected at most {limit} bytes {what}, found more; split it or leave it out")


def _refusal(locator: str, rule: RefusalRule, reason: str, payload: str | None = None) -> Refusal:
    shown = payload[:_MAX_PAYLOAD_CHARACTERS] if payload is not None else None
    return Refusal(locator=locator, rule=rule, reason=f"{locator}: {reason}", payload=shown)
