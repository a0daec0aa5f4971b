"""Web archives: news pages only, each decoded within bounds, damage told at its record and read past."""

import gzip
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter

from tests.transforms.reading.opened_records import LIMITS, opened, shown
from transforms.reading.articles import read_article
from transforms.reading.decompression import DamagedStreamError, TooManyBytesError
from transforms.reading.http_bodies import UnknownCodingError, decode_body
from transforms.reading.records import RawRecord, ReadArticle, ReadingLimits, Refusal
from transforms.reading.web_archives import PassedOver, read_web_archive

PAGE = "<html><body><p>The ferry stopped at Köln.</p></body></html>".encode()
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def record(
    name: str,
    block: bytes,
    *,
    kind: str = "response",
    media_type: str = "application/http; msgtype=response",
    length: object = None,
    more: str = "",
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n{more}"
        f"WARC-Target-URI: https://harbour.example/{name}\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def response(name: str, body: bytes = PAGE, *, headers: bytes = b"", **options: object) -> bytes:
    return record(name, HTTP + headers + b"\r\n" + body, **options)  # pyright: ignore[reportArgumentType]


def with_writer(writer: type[BrotliWriter] | type[ZstdWriter], content: bytes) -> bytes:
    sink = BytesIO()
    with writer(sink) as packed:
        packed.write(content)
    return sink.getvalue()


OTHERS = b"".join(
    [
        record("info", b"software: x\r\n", kind="warcinfo", media_type="application/warc-fields"),
        record("ask", b"GET / HTTP/1.1\r\n\r\n", kind="request", media_type="application/http; msgtype=request"),
        record("lost", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nno"),
        record("pic", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        record("note", b"fetchTimeMs: 5\r\n", kind="metadata", media_type="application/warc-fields"),
        record("dns", b"20260102\r\nharbour.example. A 1.2.3.4", media_type="text/dns"),
    ]
)
FIRST = ("f#record=urn:uuid:one", "html")
LAST = ("f#record=urn:uuid:two", "html")


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "one-member-per-record"])
def test_only_pages_come_through(is_packed: bool) -> None:
    parts = [OTHERS, response("one"), OTHERS, response("two")]
    found = opened(b"".join(gzip.compress(part) if is_packed else part for part in parts))
    assert shown(found) == [FIRST, LAST]
    assert found[0] == RawRecord(
        locator="f#record=urn:uuid:one",
        content=PAGE,
        format="html",
        url="https://harbour.example/one",
        fetched_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        charset="utf-8",
    )


def test_what_is_passed_over_can_be_counted() -> None:
    found = list(read_web_archive(iter([OTHERS + response("one")]), locator="f", limits=LIMITS))
    assert [each.what for each in found if isinstance(each, PassedOver)] == [
        "warcinfo",
        "request",
        "response 404 text/html",
        "response 200 image/png",
        "metadata",
        "response",
    ]
    assert len(found) == 7


def test_the_address_becomes_the_articles_and_the_fetch_time_no_date() -> None:
    body = "<html><head><title>Ferry stops</title></head><body><article><p>" + "The ferry stopped on Monday, she said. " * 12
    found = read_article(
        opened(response("one", (body + "</p></article></body></html>").encode()))[0],  # pyright: ignore[reportArgumentType]
        run_id="n_0123456789abcdef",
        limits=ReadingLimits(),
    )
    assert isinstance(found, ReadArticle)
    assert (found.article.url, found.article.canonical_url) == ("https://harbour.example/one",) * 2
    assert (found.article.published_at, found.article.published_date, found.article.date_source) == (None, None, None)


def test_the_server_names_the_encoding() -> None:
    page = "<html><body><p>Москва, сказала она.</p></body></html>".encode("cp1251")
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n" + page
    [found] = opened(record("one", block))
    assert isinstance(found, RawRecord)
    assert found.charset == "windows-1251"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            response("one") + response("cut", length=30) + response("two"),
            [FIRST, ("f#record=urn:uuid:cut", "read.damaged_file"), LAST],
            id="length-too-short",
        ),
        pytest.param(
            response("one") + response("long", length=220) + response("gone") + response("two"),
            [FIRST, ("f#record=urn:uuid:long", "read.damaged_file"), LAST],
            id="length-too-long",
        ),
        pytest.param(
            response("one") + response("odd", length="many") + response("two"),
            [FIRST, (f"f#record={len(response('one'))}", "read.damaged_file"), LAST],
            id="length-no-number",
        ),
        pytest.param(
            response("one") + b"junk junk\r\n" * 9 + b"\r\n" + response("two"),
            [FIRST, (f"f#record={len(response('one'))}", "read.damaged_file"), LAST],
            id="junk-between",
        ),
        pytest.param(
            response("one") + response("cut")[:-30], [FIRST, ("f#record=urn:uuid:cut", "read.damaged_file")], id="cut-in-page"
        ),
        pytest.param(
            response("one") + response("cut")[:60],
            [FIRST, (f"f#record={len(response('one'))}", "read.damaged_file")],
            id="cut-in-head",
        ),
        pytest.param(
            response("long", b"x" * 60_000) + response("two"),
            [("f#record=urn:uuid:long", "read.too_large"), LAST],
            id="long-page",
        ),
        pytest.param(
            response("bomb", gzip.compress(b"x" * 900_000), headers=b"Content-Encoding: gzip\r\n") + response("two"),
            [("f#record=urn:uuid:bomb", "read.too_large"), LAST],
            id="packed-bomb",
        ),
        pytest.param(
            response("half", gzip.compress(PAGE)[:-12], headers=b"Content-Encoding: gzip\r\n") + response("two"),
            [("f#record=urn:uuid:half", "read.damaged_file"), LAST],
            id="packed-page-cut",
        ),
        pytest.param(
            response("odd", headers=b"Content-Encoding: compress\r\n") + response("two"),
            [("f#record=urn:uuid:odd", "read.unknown_format"), LAST],
            id="unknown-encoding",
        ),
        pytest.param(
            response("part", more="WARC-Truncated: length\r\n") + response("two"),
            [("f#record=urn:uuid:part", "read.damaged_file"), LAST],
            id="cut-short-by-the-crawler",
        ),
        pytest.param(
            response("part", more="WARC-Segment-Number: 1\r\n") + response("two"),
            [("f#record=urn:uuid:part", "read.damaged_file"), LAST],
            id="segmented",
        ),
    ],
)
def test_damage_is_told_and_read_past(content: bytes, expected: list[tuple[str, str]]) -> None:
    assert shown(opened(content)) == expected


def test_a_damaged_gzip_member_ends_the_archive_with_a_refusal() -> None:
    packed = gzip.compress(response("one")) + gzip.compress(response("two"))[:-40]
    found = opened(packed)
    assert found[0].locator == FIRST[0]
    assert [each.rule for each in found[1:] if isinstance(each, Refusal)] == ["read.damaged_file"] * len(found[1:]) != []


def test_an_archive_over_the_limit_is_refused_after_its_records() -> None:
    limits = ReadingLimits(max_page_bytes=1_000, max_archive_bytes=5_000)
    found = shown(opened(gzip.compress(response("one") + record("zeros", b"\0" * 3_000_000)), limits=limits))
    assert found[0] == FIRST
    assert found[1:] == [("f", "read.too_large")]


CHUNKED = b"1c;x=y\r\n" + PAGE[:28] + b"\r\n" + f"{len(PAGE) - 28:X}\r\n".encode() + PAGE[28:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "transfer", "content"),
    [
        pytest.param(PAGE, "", "", id="plain"),
        pytest.param(PAGE, "identity", "identity", id="identity"),
        pytest.param(CHUNKED, "chunked", "", id="chunked"),
        pytest.param(PAGE, "chunked", "gzip", id="decoded-before-it-was-stored"),
        pytest.param(gzip.compress(PAGE), "", "x-gzip", id="gzip"),
        pytest.param(zlib.compress(PAGE), "", "deflate", id="deflate-with-header"),
        pytest.param(zlib.compress(PAGE)[2:-4], "", "deflate", id="deflate-without-header"),
        pytest.param(PAGE, "", "deflate", id="not-deflated"),
        pytest.param(with_writer(BrotliWriter, PAGE), "", "br", id="brotli"),
        pytest.param(PAGE, "", "br", id="not-brotli"),
        pytest.param(with_writer(ZstdWriter, PAGE), "", "zstd", id="zstandard"),
        pytest.param(gzip.compress(zlib.compress(PAGE)), "", "deflate, gzip", id="two-encodings"),
    ],
)
def test_bodies_are_decoded(body: bytes, transfer: str, content: str) -> None:
    assert decode_body(body, transfer_encoding=transfer, content_encoding=content, limit=1_000) == PAGE


@pytest.mark.parametrize(
    ("body", "transfer", "content", "fault"),
    [
        pytest.param(CHUNKED[:50], "chunked", "", DamagedStreamError, id="chunk-cut"),
        pytest.param(CHUNKED[:-5], "chunked", "", DamagedStreamError, id="last-chunk-missing"),
        pytest.param(zlib.compress(PAGE)[:-9], "", "deflate", DamagedStreamError, id="deflate-cut"),
        pytest.param(b"\x8b\xff\x80\x03\x00", "", "br", DamagedStreamError, id="brotli-corrupt"),
        pytest.param(b"\x28\xb5\x2f\xfd\x00\x01", "", "zstd", DamagedStreamError, id="zstandard-corrupt"),
        pytest.param(with_writer(BrotliWriter, b"x" * 10**6), "", "br", TooManyBytesError, id="brotli-bomb"),
        pytest.param(with_writer(ZstdWriter, b"x" * 10**6), "", "zstd", TooManyBytesError, id="zstandard-bomb"),
        pytest.param(zlib.compress(b"x" * 10**6), "", "deflate", TooManyBytesError, id="deflate-bomb"),
        pytest.param(PAGE, "", "gzip, gzip, gzip, gzip", UnknownCodingError, id="too-many-encodings"),
    ],
)
def test_bodies_that_cannot_be_decoded(body: bytes, transfer: str, content: str, fault: type[ValueError]) -> None:
    with pytest.raises(fault):
        decode_body(body, transfer_encoding=transfer, content_encoding=content, limit=1_000)
