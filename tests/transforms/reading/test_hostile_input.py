"""Whatever bytes stand behind whatever signature: reading ends, in records or refusals, within memory."""

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transforms.reading.opened_records import LIMITS, opened
from tests.transforms.reading.test_archives import LINES, TEXT, tarred, zipped
from tests.transforms.reading.test_feeds import ATOM, RSS
from tests.transforms.reading.test_news_items import NINJS_1, message, newsml
from tests.transforms.reading.test_web_archives import CHUNKED, OTHERS, response
from transforms.reading.articles import read_article
from transforms.reading.containers import open_records
from transforms.reading.decompression import DamagedStreamError, TooManyBytesError
from transforms.reading.http_bodies import UnknownCodingError, decode_body
from transforms.reading.records import FetchRequest, RawRecord, ReadArticle, ReadingLimits, Refusal

SEEDS = [
    zipped({"a.txt": TEXT, "b.jsonl": LINES}),
    tarred({"a.txt": TEXT, "b.jsonl": LINES}),
    gzip.compress(tarred({"a.txt": TEXT})),
    OTHERS + response("one") + response("two", CHUNKED, headers=b"Transfer-Encoding: chunked\r\n"),
    gzip.compress(response("one")),
    RSS.encode(),
    ATOM.encode(),
    message(newsml(), newsml()),
    b"<urlset><url><loc>https://a.example/</loc></url></urlset>",
    b'{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","url":"https://a.example/"}]}',
    str(NINJS_1).encode(),
]
MAGICS = [
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"WARC/1.0\r\n",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99\r\n\r\nHTTP/1.1 200 OK\r\n",
    b"WARC/",
    b"\x1f\x8b\x08",
    b"PAR1",
    b"<rss>",
    b"<rss><channel><item>",
    b"<feed>",
    b"<urlset><url>",
    b"<newsItem>",
    b"<?xml version='1.0'?>",
    b"<!DOCTYPE rss [",
    b'{"version":"https://jsonfeed.org/version/1","items":[',
    b'{"uri":"u","pubstatus":',
    tarred({"a.txt": TEXT})[:512],
    b"<newsMessage><itemSet><newsItem><contentSet><inlineXML>",
    b"\xff\xfe<\0r\0s\0s\0>\0",
]


def check(content: bytes) -> None:
    for each in opened(content):
        assert isinstance(each, RawRecord | Refusal | FetchRequest)
        if isinstance(each, Refusal):
            assert each.reason.startswith(each.locator) and "\n" not in each.reason
        if isinstance(each, RawRecord):
            assert isinstance(read_article(each, run_id="n_0123456789abcdef", limits=LIMITS), ReadArticle | Refusal)


@settings(deadline=5_000, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(MAGICS), st.binary(max_size=400))
def test_any_bytes_behind_a_signature(magic: bytes, rest: bytes) -> None:
    check(magic + rest)
    check(gzip.compress(magic + rest))


@settings(deadline=5_000, max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SEEDS), st.integers(0, 4_000), st.integers(0, 60), st.one_of(st.binary(max_size=30), st.sampled_from(MAGICS))
)
def test_any_change_to_a_good_file(seed: bytes, at: int, cut: int, inserted: bytes) -> None:
    place = at % (len(seed) + 1)
    check(seed[:place] + inserted + seed[place + cut :])


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
