"""Zip and tar archives: members by their own format, everything that could mislead refused by name."""

import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.transforms.reading.opened_records import LIMITS, OneWay, opened, shown
from transforms.reading.containers import open_records
from transforms.reading.field_mapping import FieldMapping
from transforms.reading.records import ReadingLimits, Refusal

Pack = Callable[[Mapping[str, bytes]], bytes]
TEXT = b"The ferry stopped on Monday."
LINES = b'{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}\n'


def zipped(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sink.getvalue()


def tarred(members: Mapping[str, bytes], *, form: int = tarfile.PAX_FORMAT) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=form) as archive:
        for name, content in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
    return sink.getvalue()


def tar_of_type(kind: bytes) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        header = tarfile.TarInfo("member")
        header.type = kind
        header.linkname = "/etc/passwd"
        archive.addfile(header)
    return sink.getvalue()


def zip_of_mode(mode: int) -> bytes:
    entry = zipfile.ZipInfo("member")
    entry.external_attr = mode << 16
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return sink.getvalue()


def parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": ["One."]}), sink)
    return sink.getvalue()


LONG_NAME = "/".join(["a-rather-long-folder-name"] * 9) + "/page.txt"
MEMBERS = {
    "page.txt": TEXT,
    "in/export.jsonl": LINES,
    "packed.txt.gz": gzip.compress(TEXT),
    LONG_NAME: TEXT,
    "table.parquet": parquet(),
    ".DS_Store": b"\0\1",
    "__MACOSX/._page.txt": b"\0\1",
    "in/.hidden/x.txt": TEXT,
    "empty.txt": b"",
    "head.csv": b"id,text\n",
    "picture.png": b"\x89PNG\r\n",
}
EXPECTED = [
    ("f!page.txt", "text"),
    ("f!in/export.jsonl#line=1", "fields"),
    ("f!in/export.jsonl#line=2", "fields"),
    ("f!packed.txt.gz", "text"),
    (f"f!{LONG_NAME}", "text"),
    ("f!table.parquet#row=1", "fields"),
    ("f!empty.txt", "read.empty_file"),
    ("f!head.csv", "read.empty_file"),
    ("f!picture.png", "read.unknown_format"),
]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(zipped(MEMBERS), id="zip"),
        pytest.param(zipped(MEMBERS, method=zipfile.ZIP_STORED), id="zip-stored"),
        pytest.param(gzip.compress(zipped(MEMBERS)), id="zip-gzipped"),
        pytest.param(tarred(MEMBERS), id="tar-pax"),
        pytest.param(tarred(MEMBERS, form=tarfile.GNU_FORMAT), id="tar-gnu"),
        pytest.param(tarred(MEMBERS, form=tarfile.USTAR_FORMAT), id="tar-ustar"),
        pytest.param(gzip.compress(tarred(MEMBERS)), id="tar-gzipped"),
    ],
)
@pytest.mark.parametrize("stream", [io.BytesIO, OneWay], ids=["seekable", "one-way"])
def test_members(content: bytes, stream: type[io.BytesIO]) -> None:
    assert shown(list(open_records(stream(content), locator="f", limits=LIMITS))) == EXPECTED


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
@pytest.mark.parametrize(
    "name", ["../page.txt", "in/../../page.txt", "/etc/page.txt", "C:/page.txt", "..\\page.txt", "\\page.txt"]
)
def test_paths_out_of_the_archive(pack: Pack, name: str) -> None:
    found = opened(pack({name: TEXT, "page.txt": TEXT}))
    assert shown(found) == [(f"f!{name}", "read.unsafe_archive"), ("f!page.txt", "text")]


@pytest.mark.parametrize(
    ("content", "observed"),
    [
        pytest.param(tar_of_type(tarfile.SYMTYPE), "a symbolic link", id="tar-symbolic-link"),
        pytest.param(tar_of_type(tarfile.LNKTYPE), "a hard link", id="tar-hard-link"),
        pytest.param(tar_of_type(tarfile.CHRTYPE), "a device", id="tar-device"),
        pytest.param(tar_of_type(tarfile.FIFOTYPE), "a pipe", id="tar-pipe"),
        pytest.param(tar_of_type(tarfile.GNUTYPE_SPARSE), "a sparse file", id="tar-sparse-file"),
        pytest.param(zip_of_mode(stat.S_IFLNK | 0o777), "a symbolic link", id="zip-symbolic-link"),
        pytest.param(zip_of_mode(stat.S_IFIFO | 0o777), "a device, pipe or socket", id="zip-pipe"),
    ],
)
def test_what_is_no_file(content: bytes, observed: str) -> None:
    [found] = opened(content)
    assert isinstance(found, Refusal)
    assert (found.locator, found.rule) == ("f!member", "read.unsafe_archive")
    assert f"found {observed};" in found.reason


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        pytest.param(zipped, zipped, id="zip-in-zip"),
        pytest.param(tarred, zipped, id="zip-in-tar"),
        pytest.param(zipped, tarred, id="tar-in-zip"),
        pytest.param(tarred, lambda members: gzip.compress(tarred(members)), id="tar-gz-in-tar"),
    ],
)
def test_archives_in_archives(outer: Pack, inner: Pack) -> None:
    found = opened(outer({"inner": inner({"page.txt": TEXT}), "page.txt": TEXT}))
    assert shown(found) == [("f!inner", "read.nested_archive"), ("f!page.txt", "text")]


def test_members_that_need_a_password() -> None:
    content = bytearray(zipped({"page.txt": TEXT, "other.txt": TEXT}))
    first = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[first + 8] |= 1
    assert shown(opened(bytes(content))) == [("f!page.txt", "read.encrypted"), ("f!other.txt", "text")]


def test_methods_that_are_not_read() -> None:
    assert shown(opened(zipped({"page.txt": TEXT}, method=zipfile.ZIP_LZMA))) == [("f!page.txt", "read.unknown_format")]


def test_office_documents_are_no_archives() -> None:
    found = opened(zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}))
    assert shown(found) == [("f", "read.unknown_format")]


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_too_many_members(pack: Pack) -> None:
    found = opened(pack({f"{n}.txt": TEXT for n in range(9)}), limits=ReadingLimits(max_members=4))
    assert shown(found)[-1] == ("f", "read.too_many_members")
    assert len(found) <= 5


def test_a_directory_too_long_to_hold() -> None:
    content = zipped({f"{'long-name' * 100}{n}": b"" for n in range(9)})
    assert shown(opened(content, limits=ReadingLimits(max_members=4))) == [("f", "read.too_many_members")]


def test_members_that_share_their_bytes() -> None:
    """Two entries of the directory that point to one member, as bombs quote one kernel many times."""
    content = zipped({"one.txt": TEXT, "two.txt": TEXT})
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    assert shown(opened(content[: second + 42] + bytes(4) + content[second + 46 :])) == [("f", "read.unsafe_archive")]


@pytest.mark.parametrize("pack", [zipped, lambda members: gzip.compress(tarred(members))], ids=["zip", "tar"])
def test_bytes_are_counted_over_all_members(pack: Pack) -> None:
    limits = ReadingLimits(max_page_bytes=40_000, max_archive_bytes=100_000)
    found = shown(opened(pack({f"{n}.txt": b"word " * 7_000 for n in range(9)}), limits=limits))
    assert found == [("f!0.txt", "text"), ("f!1.txt", "text"), ("f!2.txt", "read.too_large"), ("f", "read.too_large")]


@pytest.mark.parametrize("pack", [zipped, lambda members: gzip.compress(tarred(members))], ids=["zip", "tar"])
def test_a_member_over_the_limit_of_a_page(pack: Pack) -> None:
    found = shown(opened(pack({"bomb.txt": b"word " * 400_000, "page.txt": TEXT})))
    assert found == [("f!bomb.txt", "read.too_large"), ("f!page.txt", "text")]


def test_a_member_whose_checksum_is_wrong() -> None:
    content = zipped({"page.txt": TEXT, "other.txt": TEXT}, method=zipfile.ZIP_STORED).replace(TEXT, TEXT[::-1], 1)
    assert shown(opened(content)) == [("f!page.txt", "read.damaged_file"), ("f!other.txt", "text")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(zipped({"page.txt": TEXT})[:-10], [("f", "read.damaged_file")], id="zip-cut"),
        pytest.param(
            tarred({"page.txt": TEXT, "other.txt": TEXT})[:1_300],
            [("f!page.txt", "text"), ("f", "read.damaged_file")],
            id="tar-cut-in-a-header",
        ),
        pytest.param(
            tarred({"page.txt": TEXT, "other.txt": TEXT})[:1_540],
            [("f!page.txt", "text"), ("f!other.txt", "read.damaged_file"), ("f", "read.damaged_file")],
            id="tar-cut-in-a-member",
        ),
        pytest.param(
            tarred({"page.txt": TEXT})[:1_024], [("f!page.txt", "text"), ("f", "read.damaged_file")], id="tar-without-end"
        ),
        pytest.param(
            gzip.compress(tarred({"page.txt": TEXT, "other.txt": zlib.compress(bytes(range(256)) * 20, 0)}))[:-40],
            [("f!page.txt", "text"), ("f!other.txt", "read.unknown_format"), ("f", "read.damaged_file")],
            id="tar-gz-cut",
        ),
    ],
)
def test_damage(content: bytes, expected: list[tuple[str, str]]) -> None:
    assert shown(opened(content)) == expected


def test_an_extended_header_is_not_held_whole() -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 2**32
    found = opened(header.tobuf() + b"\0" * 4_096)
    assert shown(found) == [("f", "read.damaged_file")]


def test_names_are_shown_without_line_breaks() -> None:
    [found] = opened(tarred({"a\nb\x1b.txt": TEXT}))
    assert found.locator == "f!a\\u000ab\\u001b.txt"


def test_column_names_reach_members() -> None:
    content = zipped({"export.csv": b"nr,Volltext\n1,One two three.\n"})
    assert shown(opened(content)) != [("f!export.csv#row=1", "fields")]
    assert shown(opened(content, columns=FieldMapping(columns=(("text", "Volltext"),)))) == [("f!export.csv#row=1", "fields")]
