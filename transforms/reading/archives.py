"""Members of zip and tar archives, one at a time: nothing is written anywhere, and what could mislead a reader is refused.

Tar is read here rather than by `tarfile`, which holds whole extended headers in memory, whatever their length.
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from transforms.reading.byte_reader import ByteReader
from transforms.reading.decompression import CHUNK_BYTES, DamagedStreamError, TooManyBytesError
from transforms.reading.records import ReadingLimits, Refusal
from transforms.reading.refusals import one_line, printable, refuse

TAR_BLOCK = 512

_ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError, struct.error, OverflowError)
_ZIP_ENCRYPTED = 0x1 | 0x40 | 0x2000  # encrypted, strongly encrypted, with an encrypted directory
_ZIP_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ZIP_LOCAL_HEADER_BYTES = 30
_ZIP_END = struct.Struct("<4s4H2LH")
_ZIP64_LOCATOR_BYTES = 20
_ZIP64_END = struct.Struct("<4sQ2H2L4Q")
_ZIP_COMMENT_BYTES = 65_535
# An entry of the directory is 46 bytes and its name; this leaves room for long paths and the extra fields of common tools.
_ZIP_ENTRY_BYTES = 1_024
_OFFICE_MEMBERS = frozenset({"[Content_Types].xml", "mimetype"})

_TAR_FILE_TYPES = frozenset({b"0", b"\0", b"7"})
_TAR_DIRECTORY, _TAR_LONG_NAME, _TAR_LONG_LINK = b"5", b"L", b"K"
_TAR_PAX, _TAR_PAX_GLOBAL, _TAR_VOLUME = b"x", b"g", b"V"
_TAR_TYPES = {b"1": "a hard link", b"2": "a symbolic link", b"3": "a device", b"4": "a device", b"6": "a pipe",
              b"S": "a sparse file"}
_MAX_TAR_EXTENSION_BYTES = 1024**2
_PAX_RECORD = re.compile(rb"(\d{1,8}) ([^=\n]{1,200})=")
_PAX_SIZE = re.compile(rb"\d{1,18}")
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file in an archive.

    Args:
        name: Its path, fit to be shown.
        content: Its bytes, to be read before the next member is asked for. Reading raises `DamagedStreamError` when the archive
            breaks off, `TooManyBytesError` when all members together hold more than allowed.
    """

    name: str
    content: BinaryIO


class _Budget:
    """Bytes that the members of one archive may still unpack to."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.left = limit

    @property
    def is_spent(self) -> bool:
        return self.left < 0

    def spend(self, size: int) -> None:
        self.left -= size
        if self.is_spent:
            self.left = -1
            raise TooManyBytesError(f"expected at most {self.limit} bytes in all members, found more")


class _MemberStream(io.RawIOBase):
    """Bytes of one member, counted, its faults told as faults of a stream."""

    def __init__(self, read: Callable[[int], bytes], budget: _Budget) -> None:
        self._read = read
        self._budget = budget

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk = self._read(CHUNK_BYTES if size < 0 else size)
        self._budget.spend(len(chunk))
        return chunk


def _member_stream(read: Callable[[int], bytes], budget: _Budget) -> BinaryIO:
    return cast("BinaryIO", _MemberStream(read, budget))


def is_tar(head: bytes) -> bool:
    """Whether a file begins with the header of a tar member: its checksum is right."""
    return len(head) >= TAR_BLOCK and head[:1] != b"\0" and _tar_checksum_holds(head[:TAR_BLOCK])


def open_zip(stream: BinaryIO, *, locator: str, limits: ReadingLimits) -> Iterator[Member | Refusal]:
    """Files of a zip archive in the order of its directory; folders and hidden files are passed over.

    Args:
        stream: The archive; seekable.
        locator: Name of the archive.
        limits: Bounds on members and bytes.

    Returns:
        A Refusal for each member that is refused; one for the archive when it is damaged, has too many members or members that
        overlap (as bombs do), or when a bound is reached.
    """
    try:
        if _directory_bytes(stream) > limits.max_members * _ZIP_ENTRY_BYTES:
            yield _too_many_members(locator, limits)
            return
        stream.seek(0)
        archive = zipfile.ZipFile(stream)
    except _ZIP_FAULTS as fault:
        yield refuse(locator, "read.damaged_file", f"expected a ZIP archive, but it cannot be opened ({one_line(fault)})")
        return
    entries = archive.infolist()
    if entries and entries[0].filename in _OFFICE_MEMBERS:
        yield refuse(locator, "read.unknown_format", "expected articles, found an office document or e-book; convert it")
        return
    if len(entries) > limits.max_members:
        yield _too_many_members(locator, limits)
        return
    if _overlap(entries, directory=archive.start_dir):
        reason = "expected members one after the other, found some that share their bytes, as in a decompression bomb"
        yield refuse(locator, "read.unsafe_archive", f"{reason}; leave it out")
        return
    budget = _Budget(limits.max_archive_bytes)
    for entry in entries:
        name = entry.orig_filename
        mode = entry.external_attr >> 16
        kind = None if stat.S_IFMT(mode) in (0, stat.S_IFREG, stat.S_IFDIR) else _kind_of(mode)
        refusal = _unsafe(name, kind, locator)
        if refusal is not None:
            yield refusal
        elif entry.is_dir() or _is_hidden(name):
            continue
        elif entry.flag_bits & _ZIP_ENCRYPTED:
            reason = "expected a member that can be read, found one that needs a password; pack it without"
            yield refuse(_member_locator(locator, name), "read.encrypted", reason)
        elif entry.compress_type not in _ZIP_METHODS:
            reason = f"expected a member stored or deflated, found one packed by method {entry.compress_type}; pack it anew"
            yield refuse(_member_locator(locator, name), "read.unknown_format", reason)
        else:
            content = ByteReader(_zip_content(stream, entry))
            yield Member(name=printable(name), content=_member_stream(content.read_some, budget))
        if budget.is_spent:
            yield _too_many_bytes(locator, limits)
            return


def _zip_content(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Bytes of a member, in chunks, checked against its checksum at the end."""
    if entry.header_offset < 0:
        raise DamagedStreamError("member of the archive lies before its start")
    stream.seek(entry.header_offset)
    header = stream.read(_ZIP_LOCAL_HEADER_BYTES)
    if len(header) < _ZIP_LOCAL_HEADER_BYTES or not header.startswith(b"PK\x03\x04"):
        raise DamagedStreamError("member of the archive is not where its directory says")
    stream.seek(sum(struct.unpack_from("<2H", header, 26)), io.SEEK_CUR)
    checksum = 0
    for chunk in _zip_unpacked(stream, entry):
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if checksum != entry.CRC:
        raise DamagedStreamError("member of the archive contradicts its checksum")


def _zip_unpacked(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    left = entry.compress_size
    while left:
        pending = stream.read(min(CHUNK_BYTES, left))
        if not pending:
            raise DamagedStreamError("archive breaks off inside a member")
        left -= len(pending)
        if unpacker is None:
            yield pending
            continue
        try:
            while part := unpacker.decompress(pending, CHUNK_BYTES):
                yield part
                pending = unpacker.unconsumed_tail
        except zlib.error as fault:
            raise DamagedStreamError(f"member of the archive is corrupt ({one_line(fault)})") from fault
    if unpacker is not None and not unpacker.eof:
        raise DamagedStreamError("member of the archive breaks off before its end")


def open_tar(chunks: Iterator[bytes], *, locator: str, limits: ReadingLimits) -> Iterator[Member | Refusal]:
    """Files of a tar archive (ustar, GNU, pax) in order, streamed; folders and hidden files are passed over.

    Args:
        chunks: The archive, unpacked.
        locator: Name of the archive.
        limits: Bounds on members and bytes.

    Returns:
        A Refusal for each member that is refused; one for the archive when it is damaged, has too many members or more bytes
        than allowed. Members before the damage are yielded.
    """
    reader = ByteReader(chunks)
    budget = _Budget(limits.max_archive_bytes)
    try:
        for number, header in enumerate(_tar_headers(reader), start=1):
            if number > limits.max_members:
                yield _too_many_members(locator, limits)
                return
            left = header.size
            refusal = _unsafe(header.name, _TAR_TYPES.get(header.type), locator)
            if refusal is not None:
                yield refusal
            elif header.type == _TAR_DIRECTORY or header.name.endswith("/") or _is_hidden(header.name):
                pass
            elif header.type not in _TAR_FILE_TYPES:
                reason = f"expected a regular file, found a member of type {header.type!r}"
                yield refuse(_member_locator(locator, header.name), "read.unsafe_archive", reason)
            else:
                content = _TarContent(reader, header.size)
                yield Member(name=printable(header.name), content=_member_stream(content.read, budget))
                left = content.left
            budget.spend(0 if budget.is_spent else left)
            reader.skip(left + -header.size % TAR_BLOCK)
    except TooManyBytesError:
        yield _too_many_bytes(locator, limits)
    except DamagedStreamError as fault:
        yield refuse(locator, "read.damaged_file", f"expected a whole archive, but the {fault}; the members before it were read")


class _TarContent:
    def __init__(self, reader: ByteReader, size: int) -> None:
        self._reader = reader
        self.left = size

    def read(self, size: int) -> bytes:
        chunk = self._reader.read_some(min(size, self.left))
        if not chunk and min(size, self.left):
            raise DamagedStreamError(f"archive breaks off {self.left} bytes before the end of this member")
        self.left -= len(chunk)
        return chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class _TarHeader:
    name: str
    type: bytes
    size: int


def _tar_headers(reader: ByteReader) -> Iterator[_TarHeader]:
    """Headers of members; the caller passes over the content of each before it asks for the next."""
    name: str | None = None
    size: int | None = None
    while True:
        block = reader.read(TAR_BLOCK)
        if not block.strip(b"\0"):
            return
        if not _tar_checksum_holds(block):
            raise DamagedStreamError("header of a member is corrupt")
        kind = block[156:157]
        stated_size = _tar_number(block[124:136])
        if stated_size is None:
            raise DamagedStreamError("header of a member has no size")
        if kind in (_TAR_LONG_NAME, _TAR_LONG_LINK, _TAR_PAX, _TAR_PAX_GLOBAL, _TAR_VOLUME):
            if stated_size > _MAX_TAR_EXTENSION_BYTES:
                raise DamagedStreamError(f"header of a member is {stated_size} bytes long")
            extension = reader.read(stated_size + -stated_size % TAR_BLOCK)[:stated_size]
            if kind == _TAR_LONG_NAME:
                name = _text(extension)
            elif kind == _TAR_PAX:
                fields = _pax_fields(extension)
                name = _text(fields[b"path"]) if b"path" in fields else name
                size = int(fields[b"size"]) if _PAX_SIZE.fullmatch(fields.get(b"size", b"")) else size
                if any(key.startswith(b"GNU.sparse") for key in fields):
                    raise DamagedStreamError("archive holds a sparse file, which cannot be read")
            continue
        prefix = _text(block[345:500]) if block[257:263] == b"ustar\0" else ""
        short = _text(block[:100])
        yield _TarHeader(
            name=name if name is not None else f"{prefix}/{short}" if prefix else short, type=kind,
            size=(size if size is not None else stated_size) if kind in _TAR_FILE_TYPES or kind == b"S" else 0)
        name = size = None


def _tar_checksum_holds(block: bytes) -> bool:
    stated = _tar_number(block[148:156])
    unsigned = sum(block[:148]) + sum(block[156:]) + 8 * ord(" ")
    return stated == unsigned


def _tar_number(field: bytes) -> int | None:
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b"\0 ")
    return int(digits, 8) if re.fullmatch(rb"[0-7]{1,12}", digits) else None


def _pax_fields(extension: bytes) -> dict[bytes, bytes]:
    fields: dict[bytes, bytes] = {}
    position = 0
    while found := _PAX_RECORD.match(extension, position):
        end = position + int(found[1])
        if end > len(extension) or end <= found.end():
            break
        fields[found[2]] = extension[found.end():end - 1]
        position = end
    return fields


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "surrogateescape")


def _directory_bytes(stream: BinaryIO) -> int:
    """Length of the directory of a zip archive, which `zipfile` reads as a whole. 0 where it finds none either."""
    size = stream.seek(0, io.SEEK_END)
    start = max(0, size - _ZIP_COMMENT_BYTES - _ZIP_END.size - _ZIP64_LOCATOR_BYTES - _ZIP64_END.size)
    stream.seek(start)
    tail = stream.read(size - start)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + _ZIP_END.size > len(tail):
        return 0
    stated = int(_ZIP_END.unpack_from(tail, end)[5])
    wide = end - _ZIP64_LOCATOR_BYTES - _ZIP64_END.size
    if wide >= 0 and tail.startswith(b"PK\x06\x06", wide):
        return max(stated if stated != 0xFFFFFFFF else 0, int(_ZIP64_END.unpack_from(tail, wide)[8]))
    return stated


def _overlap(entries: Sequence[zipfile.ZipInfo], *, directory: int) -> bool:
    """Whether members share bytes with each other or with the directory: how a small archive unpacks to a huge one."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    starts = [*(entry.header_offset for entry in ordered[1:]), directory]
    return any(
        entry.header_offset + _ZIP_LOCAL_HEADER_BYTES + len(entry.orig_filename) + entry.compress_size > start
        for entry, start in zip(ordered, starts, strict=False)
    )


def _unsafe(name: str, kind: str | None, locator: str) -> Refusal | None:
    where = _member_locator(locator, name)
    if kind is not None:
        return refuse(where, "read.unsafe_archive", f"expected a regular file, found {kind}; pack what it stands for")
    parts = name.replace("\\", "/").split("/")
    if not name or "\0" in name or parts[0] == "" or _DRIVE.match(name) or ".." in parts:
        return refuse(where, "read.unsafe_archive", "expected a path inside the archive, found one that leads out of it")
    return None


def _is_hidden(name: str) -> bool:
    """Whether a member is what a folder would keep hidden, or what macOS adds beside every file."""
    return any((part.startswith(".") and part != ".") or part == "__MACOSX" for part in name.split("/"))


def _kind_of(mode: int) -> str:
    return "a symbolic link" if stat.S_ISLNK(mode) else "a device, pipe or socket"


def _member_locator(locator: str, name: str) -> str:
    return f"{locator}!{printable(name)}"


def _too_many_bytes(locator: str, limits: ReadingLimits) -> Refusal:
    reason = f"expected at most {limits.max_archive_bytes} bytes in all members, found more; the members before were read"
    return refuse(locator, "read.too_large", f"{reason}; split the archive")


def _too_many_members(locator: str, limits: ReadingLimits) -> Refusal:
    return refuse(
        locator, "read.too_many_members", f"expected at most {limits.max_members} members, found more; split the archive")
