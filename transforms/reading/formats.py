"""What a file holds, told from its first bytes; its name is not looked at."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transforms.reading.archives import is_tar
from transforms.reading.decompression import GZIP_MAGIC
from transforms.reading.delimited import RowReader
from transforms.reading.encoding import byte_order_mark, decode_text
from transforms.reading.feeds import FEED_ROOTS, SITEMAP_ROOTS
from transforms.reading.field_mapping import USUAL_NAMES, FieldMapping
from transforms.reading.fields import holds_article, meaning_of
from transforms.reading.newsml import NEWSML_ROOTS
from transforms.reading.web_archives import WARC_MAGIC
from transforms.reading.xml_documents import root_name

Format = Literal["text", "html", "json_lines", "json_document", "delimited", "parquet", "xml", "warc", "zip", "tar"]

SNIFFED_BYTES = 64 * 1024

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"), (b"{\\rtf", "an RTF document"), (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"PK\x05\x06", "an empty ZIP archive"), (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"), (b"BZh", "bzip2 data"), (b"\xfd7zXZ\x00", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstandard data"),
    (GZIP_MAGIC, "gzip data packed more than twice"),
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"RIFF", "a RIFF media file"),
    (b"SQLite format 3\x00", "an SQLite database"), (b"ARROW1", "an Arrow file"), (b"Obj\x01", "an Avro file"),
    (b"\x7fELF", "a program"), (b"MZ\x90", "a program"),
)
_READ_SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"PAR1", "parquet"), (b"PK\x03\x04", "zip"), (WARC_MAGIC, "warc"),
)
_READ_XML = FEED_ROOTS | SITEMAP_ROOTS | NEWSML_ROOTS
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|article|section|main|header|div|p|h[1-6]|ul|ol|table|span"
    r"|figure|a|br|img|blockquote|center|font|b|i|strong|em)\b",
    re.IGNORECASE,
)
_MAX_CONTROL_SHARE = 0.02
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLED_ROWS = 20
_MIN_ROWS_WITHOUT_KNOWN_NAME = 3
# Rows of a table without a header line: at least so many of so many cells, all of which hold an address, date or number at one
# place. No story is laid out like that.
_MIN_ROWS_OF_TABLE, _MIN_CELLS_OF_TABLE = 2, 3
_VALUE_CELL = re.compile(r"https?://\S+|-?\d+(?:\.\d+)?|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")
_HEADER_CELL = re.compile(r"[^\W\d][\w .:/#()\-]{0,63}|_\w{1,63}")
_MIN_OBJECT_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sniffed:
    """A format, with the delimiter and column names of delimited text."""

    format: Format
    delimiter: str = ""
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Why no format was recognised: what was observed instead."""

    observed: str


def sniff(head: bytes, *, is_whole: bool, columns: FieldMapping = USUAL_NAMES) -> Sniffed | Unknown:
    """Format of a file.

    Args:
        head: Its first bytes, unpacked; at least one.
        is_whole: Whether that is all of it.
        columns: Column names of the user's exports.
    """
    for signature, known in _READ_SIGNATURES:
        if head.startswith(signature):
            return Sniffed(format=known)
    if is_tar(head):
        return Sniffed(format="tar")
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return Unknown(observed=name)
    if byte_order_mark(head) is None and b"\0" in head:
        return Unknown(observed="binary data")
    text = _decoded_head(head, is_whole=is_whole)
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * max(1, len(text)):
        return Unknown(observed="binary data")
    start = text.lstrip("\ufeff \t\r\n\f\v")
    root = root_name(start) if start.startswith("<") else None
    # Before HTML, since feeds hold pages; a document type that is not HTML is for the reader of XML to refuse.
    if root is not None and (root in _READ_XML or root.startswith("!")):
        return Sniffed(format="xml")
    if _looks_like_html(start):
        return Sniffed(format="html")
    if start.startswith("<?xml"):
        return Unknown(observed=f"an XML document of another kind ({root or 'no element'})")
    lines = _whole_lines(text, is_whole=is_whole)
    found = _sniff_json(start, lines)
    found = found or _sniff_delimited(text, lines, is_whole=is_whole, columns=columns)
    if found is None and (cell_count := _cells_of_table(text, is_whole=is_whole)):
        return Unknown(observed=f"rows of {cell_count} cells without a header line that names the columns (url, title, text ...)")
    return found or Sniffed(format="text")


def _decoded_head(head: bytes, *, is_whole: bool) -> str:
    """The head as text. A character cut in two at its end must not make UTF-8 look like something else."""
    if not is_whole and byte_order_mark(head) is None:
        for cut in range(1, 4):
            try:
                return head[:-cut].decode("utf-8")
            except UnicodeDecodeError:
                continue
    return decode_text(head)


def _looks_like_html(start: str) -> bool:
    if start.startswith("<!--"):
        start = start.rpartition("-->")[2].lstrip() or "<html"
    if start.startswith("<") and _HTML.match(start):
        return True
    if start.startswith("<?xml") or start.startswith("<!"):
        return re.search(r"<html\b|<!doctype\s+html", start[:4_000], re.IGNORECASE) is not None
    # Junk or a stray line before the page.
    has_page = re.search(r"<(?:!doctype\s+html|html)\b", start[:1_000], re.IGNORECASE) is not None
    return has_page and not start.startswith(("{", "["))


def _whole_lines(text: str, *, is_whole: bool) -> list[str]:
    lines = text.replace("\r\n", "\n").split("\n")
    return [line for line in (lines if is_whole or len(lines) == 1 else lines[:-1]) if line.strip()]


def _sniff_json(start: str, lines: Sequence[str]) -> Sniffed | None:
    objects = [line for line in lines[:_SAMPLED_ROWS] if re.match(r"\s*\{\s*(?:\"|\})", line) and line.rstrip().endswith("}")]
    if len(lines) > 1 and len(objects) >= _MIN_OBJECT_SHARE * min(len(lines), _SAMPLED_ROWS):
        return Sniffed(format="json_lines")
    if re.match(r"\[\s*(?:\{|\]\s*$|$)", start):
        return Sniffed(format="json_document")
    if not re.match(r"\{\s*(?:\"|\}|$)", start):
        return None
    if len(lines) > 1 and re.match(r"\s*\{\s*\"", lines[1]) and len(lines[0].strip()) > 1:
        return Sniffed(format="json_lines")
    # One line, whole or longer than the head, is JSON Lines; an object over several lines is a document.
    return Sniffed(format="json_lines" if len(lines) == 1 or _is_json(lines[0]) else "json_document")


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _sniff_delimited(text: str, lines: Sequence[str], *, is_whole: bool, columns: FieldMapping) -> Sniffed | None:
    if not lines:
        return None
    best: tuple[tuple[int, int], Sniffed] | None = None
    for delimiter in _DELIMITERS:
        rows = _rows(text, delimiter, is_whole=is_whole)
        if not rows:
            continue
        header = [name.strip() for name in rows[0]]
        if not _is_header(header):
            continue
        data = rows[1:]
        fitting = sum(len(row) == len(header) for row in data)
        known = sum((columns.meaning_of(name) or meaning_of(name)) is not None for name in header)
        has_article = holds_article(header, columns=columns)
        is_known = has_article or known >= 2
        if len(header) == 1:
            # One column: only a known name above a quoted cell tells it from a text.
            is_named = has_article and lines[0].strip() == rows[0][0].strip()
            if not (is_named and len(lines) > 1 and lines[1].startswith('"')):
                continue
        elif not (is_known and (not data or fitting > 0 or not is_whole)) and not (
            fitting == len(data) and (len(data) >= _MIN_ROWS_WITHOUT_KNOWN_NAME or (bool(data) and _holds_values(data)))
        ):
            continue
        rank = (int(has_article) + known, len(header))
        if best is None or rank > best[0]:
            best = rank, Sniffed(format="delimited", delimiter=delimiter, header=tuple(header))
    return best[1] if best is not None else None


def _cells_of_table(text: str, *, is_whole: bool) -> int:
    """Cells in each row of a text that is nothing but rows of a table. 0 for any other text."""
    for delimiter in _DELIMITERS:
        rows = _rows(text, delimiter, is_whole=is_whole)
        if len(rows) >= _MIN_ROWS_OF_TABLE and _holds_values(rows):
            return len(rows[0])
    return 0


def _holds_values(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are as wide as one another and hold an address, date or number in one column at least."""
    if len(rows[0]) < _MIN_CELLS_OF_TABLE or any(len(row) != len(rows[0]) for row in rows):
        return False
    # Behind the commas of a sentence ("Ana Ruiz, 42, said") stands a space, behind those of a table none.
    if any(cell.startswith(" ") for row in rows for cell in row):
        return False
    return any(all(_VALUE_CELL.fullmatch(cell.strip()) for cell in column) for column in zip(*rows, strict=True))


def _rows(text: str, delimiter: str, *, is_whole: bool) -> list[list[str]]:
    reader = RowReader(delimiter=delimiter)
    rows: list[list[str]] = []
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")
    for line in lines if is_whole else lines[:-1] or lines:
        if not reader.is_open and not line.strip():
            continue
        row = reader.feed(line)
        if row is not None:
            rows.append(row)
        if len(rows) > _SAMPLED_ROWS:
            break
    return rows


def _is_header(names: Sequence[str]) -> bool:
    filled = [name for name in names if name]
    return (
        bool(filled)
        # The first column of a frame written with its index has no name.
        and len(names) - len(filled) <= 1
        # A repeated name is odd, but next to names of articles it still heads a column.
        and (len({name.casefold() for name in filled}) == len(filled) or holds_article(filled))
        and all(_HEADER_CELL.fullmatch(name) and not _VALUE_CELL.fullmatch(name) for name in filled)
    )
