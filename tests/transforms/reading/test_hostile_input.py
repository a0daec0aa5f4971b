"""Whatever bytes stand behind whatever signature: reading ends, in records or refusals, within memory."""

import gzip
import io
import json
import stat
import tarfile
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transforms.reading.opened_records import LIMITS, opened
from tests.transforms.reading.test_archives import LINES, TEXT, parquet, tar_of_type, tarred, zip_of_mode, zipped
from tests.transforms.reading.test_feeds import ATOM, RSS, STORY
from tests.transforms.reading.test_news_items import NINJS_1, message, newsml
from tests.transforms.reading.test_web_archives import CHUNKED, OTHERS, response
from transforms.reading.articles import read_article
from transforms.reading.containers import open_records
from transforms.reading.decompression import CHUNK_BYTES, DamagedStreamError, TooManyBytesError
from transforms.reading.formats import Format, Sniffed, sniff
from transforms.reading.http_bodies import UnknownCodingError, decode_body
from transforms.reading.records import FetchRequest, RawRecord, ReadArticle, ReadingLimits, Refusal, RefusalRule

PAGE = f"<!doctype html><html><head><title>Ferry</title></head><body><article>{STORY}</article></body></html>".encode()
SITEMAP = b"<urlset><url><loc>https://a.example/1</loc></url><url><loc>https://a.example/2</loc></url></urlset>"
JSON_FEED = {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": "https://a.example/"}]}
ARRAY = b'[\n {"id": 1, "text": "One."},\n {"id": 2, "text": "Two."}\n]'
TABLE = b'id,title,text\n1,"A ""small"" town",One.\n2,,"Two\nlines."\n'


@dataclass(frozen=True)
class Reader:
    """One reader: what its files begin with, a sound file, and what that file ends as."""

    start: bytes
    sample: bytes
    ends_as: list[str]


READERS = {
    "text": Reader(b"The ferry ", TEXT, ["article"]),
    "html": Reader(b"<!doctype html><html><body><p>", PAGE, ["article"]),
    "gzip": Reader(b"\x1f\x8b\x08", gzip.compress(gzip.compress(LINES)), ["article", "article"]),
    "json-lines": Reader(b'{"text": "One."}\n{"', LINES, ["article", "article"]),
    "json-array": Reader(b'[\n{"text": "One."}, ', ARRAY, ["article", "article"]),
    "csv": Reader(b'id,title,text\n1,"', TABLE, ["article", "article"]),
    "parquet": Reader(b"PAR1", parquet(), ["article"]),
    "rss": Reader(b"<rss><channel><item>", RSS.encode(), ["article", "address", "address", "refusal", "refusal"]),
    "atom": Reader(b"<feed><entry>", ATOM.encode(), ["article", "article", "address"]),
    "json-feed": Reader(
        b'{"version":"https://jsonfeed.org/version/1","items":[', json.dumps(JSON_FEED).encode(), ["address"]
    ),
    "sitemap": Reader(b"<urlset><url>", SITEMAP, ["address", "address"]),
    "sitemap-index": Reader(
        b"<?xml version='1.0'?><sitemapindex>",
        b"<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>",
        ["address"],
    ),
    "ninjs": Reader(b'{"uri":"u","pubstatus":', json.dumps(NINJS_1).encode(), ["article"]),
    "newsml-g2": Reader(
        b"<newsMessage><itemSet><newsItem><contentSet><inlineXML>", message(newsml(), newsml()), ["article", "article"]
    ),
    "warc": Reader(
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99\r\n\r\nHTTP/1.1 200 OK\r\n",
        OTHERS + response("one") + response("two", CHUNKED, headers=b"Transfer-Encoding: chunked\r\n"),
        ["article", "article"],
    ),
    "warc-gz": Reader(
        gzip.compress(b"WARC/1.0\r\n"), gzip.compress(response("one")) + gzip.compress(response("two")), ["article", "article"]
    ),
    "zip": Reader(b"PK\x03\x04", zipped({"a.txt": TEXT, "b.jsonl": LINES}), ["article", "article", "article"]),
    "tar": Reader(
        tarred({"a.txt": TEXT})[:512], tarred({"a.txt": TEXT, "b.jsonl": LINES}), ["article", "article", "article"]
    ),
    "tar-gz": Reader(gzip.compress(tarred({"a.txt": TEXT}))[:60], gzip.compress(tarred({"a.txt": TEXT})), ["article"]),
}
STRAY = [
    *(reader.start for reader in READERS.values()),
    b"PK\x05\x06", b"<!DOCTYPE rss [", b"\xff\xfe<\0r\0s\0s\0>\0", b"\0" * 9, b"\r\n\r\n", b'"', b"\xe2\x80", b"]]>", b"&#0;",
]  # fmt: skip
SECONDS_PER_FILE = 5


def endings(content: bytes) -> list[str]:
    """How each record ends, once reading is through with it."""
    found: list[str] = []
    for each in opened(content):
        read = read_article(each, run_id="n_0123456789abcdef", limits=LIMITS) if isinstance(each, RawRecord) else each
        if isinstance(read, Refusal):
            assert read.rule in RULES
            assert read.reason.startswith(f"{read.locator}: ") and "\n" not in read.reason
        found.append({ReadArticle: "article", Refusal: "refusal", FetchRequest: "address"}[type(read)])
    return found


RULES = get_args(RefusalRule)


@pytest.mark.parametrize("reader", [pytest.param(reader, id=name) for name, reader in READERS.items()])
class TestEveryReader:
    def test_a_sound_file(self, reader: Reader) -> None:
        assert endings(reader.sample) == reader.ends_as

    @settings(deadline=SECONDS_PER_FILE * 1_000, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(rest=st.binary(max_size=300), is_packed=st.booleans())
    def test_any_bytes_behind_its_signature(self, reader: Reader, rest: bytes, is_packed: bool) -> None:
        endings(gzip.compress(reader.start + rest) if is_packed else reader.start + rest)

    @settings(deadline=SECONDS_PER_FILE * 1_000, max_examples=35, suppress_health_check=[HealthCheck.too_slow])
    @given(
        edits=st.lists(
            st.tuples(st.integers(0, 4_000), st.integers(0, 60), st.one_of(st.binary(max_size=30), st.sampled_from(STRAY))),
            min_size=1,
            max_size=3,
        )
    )
    def test_any_changes_to_a_sound_file(self, reader: Reader, edits: list[tuple[int, int, bytes]]) -> None:
        content = reader.sample
        for at, cut, inserted in edits:
            place = at % (len(content) + 1)
            content = content[:place] + inserted + content[place + cut :]
        endings(content)

    @settings(deadline=SECONDS_PER_FILE * 1_000, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
    @given(kept=st.integers(0, 4_000))
    def test_a_file_that_breaks_off(self, reader: Reader, kept: int) -> None:
        endings(reader.sample[: kept % len(reader.sample)])


def test_the_table_names_every_format() -> None:
    sniffed = [sniff(reader.sample, is_whole=True) for reader in READERS.values()]
    assert {each.format for each in sniffed if isinstance(each, Sniffed)} == set(get_args(Format))


@settings(deadline=5_000, max_examples=150)
@given(
    st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(gzip.compress), st.binary(max_size=200).map(zlib.compress)),
    st.sampled_from(["", "gzip", "deflate", "br", "zstd", "deflate, gzip", "x"]),
    st.sampled_from(["", "chunked", "gzip"]),
)
def test_any_body_in_any_encoding(body: bytes, content: str, transfer: str) -> None:
    try:
        assert len(decode_body(body, transfer_encoding=transfer, content_encoding=content, limit=10_000)) <= 10_000
    except (DamagedStreamError, TooManyBytesError, UnknownCodingError) as fault:
        assert str(fault)


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9))
NO_ENTITIES = (
    "expected XML without entities of its own, found a document type declaration (DTD); "
    "remove the declaration if you trust the file"
)
IN_THE_ARCHIVE = "expected a path inside the archive, found one that leads out of it"


@pytest.mark.parametrize(
    ("content", "where", "rule", "reason"),
    [
        pytest.param(
            f"<!DOCTYPE rss [{BOMB}]><rss><channel><item><title>&a8;</title></item></channel></rss>".encode(),
            "f", "read.unsafe_document", NO_ENTITIES, id="entity-bomb",
        ),
        pytest.param(
            b'<!DOCTYPE newsItem [<!ENTITY x SYSTEM "file:///etc/passwd">]><newsItem><a>&x;</a></newsItem>',
            "f", "read.unsafe_document", NO_ENTITIES, id="external-entity",
        ),
        pytest.param(
            zipped({"../../etc/page.txt": TEXT}), "f!../../etc/page.txt", "read.unsafe_archive", IN_THE_ARCHIVE,
            id="path-out-of-zip",
        ),
        pytest.param(
            tarred({"/etc/page.txt": TEXT}), "f!/etc/page.txt", "read.unsafe_archive", IN_THE_ARCHIVE, id="path-out-of-tar",
        ),
        pytest.param(
            zip_of_mode(stat.S_IFLNK | 0o777), "f!member", "read.unsafe_archive",
            "expected a regular file, found a symbolic link; pack what it stands for", id="symlink-in-zip",
        ),
        pytest.param(
            tar_of_type(tarfile.SYMTYPE), "f!member", "read.unsafe_archive",
            "expected a regular file, found a symbolic link; pack what it stands for", id="symlink-in-tar",
        ),
        pytest.param(
            zipped({"inner.tar": tarred({"page.txt": TEXT})}), "f!inner.tar", "read.nested_archive",
            "expected articles, found an archive or office document inside an archive; unpack it", id="archive-in-archive",
        ),
        pytest.param(
            gzip.compress(gzip.compress(gzip.compress(TEXT))), "f", "read.unknown_format",
            "expected text, HTML, XML, JSON, CSV, Parquet, WARC, zip or tar (gzip allowed), "
            "found gzip data packed more than twice; convert it or leave it out", id="gzip-in-gzip-in-gzip",
        ),
        pytest.param(
            b'{"text": "One.", "x": ' + b"[" * 500 + b"]" * 500 + b"}\n", "f#line=1", "read.too_large",
            "expected a JSON object, found one nested too deep to read", id="deep-json",
        ),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_with_their_reason(content: bytes, where: str, rule: str, reason: str) -> None:
    [found] = opened(content)
    assert isinstance(found, Refusal)
    assert (found.locator, found.rule, found.reason) == (where, rule, f"{where}: {reason}")


@pytest.mark.parametrize(
    ("head", "rule", "reason"),
    [
        pytest.param(
            b"", "read.unknown_format",
            "expected text, HTML, XML, JSON, CSV, Parquet, WARC, zip or tar (gzip allowed), "
            "found binary data; convert it or leave it out", id="nothing-but-zeros",
        ),
        pytest.param(
            b"<html><body><p>" + b"word " * 20_000, "read.too_large",
            "expected at most 20971520 bytes in a page or text, found more; split it or leave it out", id="page",
        ),
        pytest.param(
            b"The ferry stopped. " * 5_000, "read.too_large",
            "expected at most 20971520 bytes in a page or text, found more; split it or leave it out", id="text",
        ),
        pytest.param(
            b"<rss><channel>" + b"<item></item>" * 9_000, "read.too_large",
            "expected at most 20971520 bytes in an XML document, found more; split it or leave it out", id="feed",
        ),
    ],
)  # fmt: skip
def test_a_real_file_of_ten_gibibytes_under_the_usual_limits(tmp_path: Path, head: bytes, rule: str, reason: str) -> None:
    member = gzip.compress(bytes(64 * 1024**2))
    path = tmp_path / "zeros.gz"
    with path.open("wb") as file:
        file.write(gzip.compress(head))
        for _ in range(160):
            file.write(member)
    tracemalloc.start()
    try:
        with path.open("rb", buffering=0) as stream:
            [found] = open_records(cast("BinaryIO", stream), locator="f", limits=ReadingLimits())
            taken = stream.tell()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(found, Refusal)
    assert (found.rule, found.reason) == (rule, f"f: {reason}")
    assert taken <= CHUNK_BYTES, "of ten mebibytes, the first piece"
    assert peak < 48 * 1024**2


class GzippedZeros(io.RawIOBase):
    """A gzip file of zeros of any length, made as it is read: one member of a mebibyte again and again."""

    def __init__(self, *, mebibytes: int) -> None:
        self._member = gzip.compress(bytes(1024**2))
        self._left = mebibytes
        self._held = b""
        self.given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "read without a bound"
        while len(self._held) < size and self._left:
            self._held += self._member
            self._left -= 1
        taken, self._held = self._held[:size], self._held[size:]
        self.given += len(taken)
        return taken


class WithHead(GzippedZeros):
    """The same after the head of a file of some format."""

    def __init__(self, head: bytes, *, mebibytes: int) -> None:
        super().__init__(mebibytes=mebibytes)
        self._held = gzip.compress(head)


TEN_GIBIBYTES = 10 * 1024


def big_tar_header() -> bytes:
    header = bytearray(tarred({"a.txt": b""})[:512])
    header[124:136] = b"77777777777\0"
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    return bytes(header)


@pytest.mark.parametrize(
    ("head", "rules"),
    [
        pytest.param(b"", ["read.unknown_format"], id="nothing-but-zeros"),
        pytest.param(b"The ferry stopped. ", ["read.unknown_format"], id="text"),
        pytest.param(b"<html><body><p>" + b"word " * 20_000, ["read.too_large"], id="page"),
        pytest.param(b'{"text":"a"}\n' * 9_000, ["read.too_large"], id="json-lines"),
        pytest.param(b"<rss><channel>" + b"<item></item>" * 9_000, ["read.too_large"], id="feed"),
        pytest.param(
            b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 90_000,
            ["read.too_large"],
            id="web-archive",
        ),
        pytest.param(big_tar_header() + b"word " * 20_000, ["read.too_large", "read.too_large"], id="tar"),
    ],
)
def test_ten_gibibytes_of_zeros(head: bytes, rules: list[str]) -> None:
    """Refused after the limit (lowered here, so that the test is quick), not after ten gibibytes, and held nowhere."""
    limits = ReadingLimits(
        max_file_bytes=64 * 1024**2,
        max_archive_bytes=64 * 1024**2,
        max_page_bytes=1024**2,
        max_record_bytes=1024**2,
        max_buffered_bytes=1024**2,
    )
    stream = WithHead(head, mebibytes=TEN_GIBIBYTES) if head else GzippedZeros(mebibytes=TEN_GIBIBYTES)
    tracemalloc.start()
    try:
        found = list(open_records(stream, locator="f", limits=limits))  # pyright: ignore[reportArgumentType]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [each.rule for each in found if isinstance(each, Refusal)] == rules
    assert peak < 32 * 1024**2
    assert stream.given < 4 * 1024**2


def test_memory_stays_flat_over_a_long_web_archive() -> None:
    page = gzip.compress(response("one", b"<html>" + bytes(range(32, 127)) * 400))

    def peak(count: int) -> int:
        tracemalloc.start()
        records: Iterator[object] = open_records(io.BytesIO(page * count), locator="f", limits=LIMITS)
        before = tracemalloc.get_traced_memory()[0]
        assert sum(isinstance(each, RawRecord) for each in records) == count
        highest = tracemalloc.get_traced_memory()[1] - before
        tracemalloc.stop()
        return highest

    assert peak(1_500) < peak(300) + 1024**2
