"""Rules of HTTP and robots.txt, as tables."""

import gzip
import time
import zlib
from datetime import UTC, datetime

import pytest

from transforms.reading.decompression import CHUNK_BYTES, DamagedStreamError
from transforms.reading.http_rules import charset_of, read_retry_after, shown, unpack, why_not_fetchable
from transforms.reading.robots import parse_robots

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("url", "expected"), [
    pytest.param("https://news.example/a?b=c#d", None, id="plain"),
    pytest.param("HTTP://news.example:8080/", None, id="other-port"),
    pytest.param("ftp://news.example/", "the scheme ftp", id="ftp"),
    pytest.param("file:///etc/passwd", "the scheme file", id="file"),
    pytest.param("//news.example/", "the scheme (none)", id="no-scheme"),
    pytest.param("https://ana:secret@news.example/", "a user name or password in the address", id="userinfo"),
    pytest.param("https://@news.example/", "a user name or password in the address", id="empty-userinfo"),
    pytest.param("https:///path", "no host in the address", id="no-host"),
    pytest.param("https://news.example:0/", "port 0", id="port-zero"),
    pytest.param("https://news.example/\r\nHost: x", "a control character in the address", id="header-injection"),
    pytest.param("https://news.example/" + "a" * 4000, "an address of 4021 characters", id="too-long"),
])
def test_why_not_fetchable(url: str, expected: str | None) -> None:
    assert why_not_fetchable(url) == expected


def test_unreadable_ports_and_hosts_are_refused() -> None:
    assert "cannot be read" in (why_not_fetchable("http://news.example:http/") or "")
    assert "cannot be read" in (why_not_fetchable("http://[::1/") or "")


@pytest.mark.parametrize(("url", "expected"), [
    pytest.param("https://ana:secret@news.example/a b#c", "https://news.example/a%20b", id="no-password-no-fragment"),
    pytest.param("http://ana:secret@[::1/", "[::1/", id="unreadable-without-password"),
])
def test_shown(url: str, expected: str) -> None:
    assert shown(url) == expected


@pytest.mark.parametrize(("value", "expected"), [
    pytest.param(None, None, id="absent"),
    pytest.param("120", 120.0, id="seconds"),
    pytest.param("Sun, 01 Mar 2026 12:00:30 GMT", 30.0, id="date"),
    pytest.param("Sun, 01 Mar 2026 11:00:00 GMT", 0.0, id="date-in-the-past"),
    pytest.param("soon", None, id="nonsense"),
    pytest.param("-5", None, id="negative"),
])
def test_read_retry_after(value: str | None, expected: float | None) -> None:
    assert read_retry_after(value, now=NOW) == expected


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


@pytest.mark.parametrize(("packed", "coding"), [
    pytest.param(b"news" * 1000, "", id="none"),
    pytest.param(b"news" * 1000, "Identity", id="identity"),
    pytest.param(gzip.compress(b"news" * 1000), "gzip", id="gzip"),
    pytest.param(zlib.compress(b"news" * 1000), "deflate", id="deflate"),
    pytest.param(raw_deflate(b"news" * 1000), "deflate", id="deflate-without-zlib-header"),
])
def test_unpack(packed: bytes, coding: str) -> None:
    chunks = [packed[start:start + 7] for start in range(0, len(packed), 7)]
    assert b"".join(unpack(iter(chunks), coding=coding)) == b"news" * 1000


@pytest.mark.parametrize(("packed", "coding", "expected"), [
    pytest.param(gzip.compress(b"news")[:-4], "gzip", "gzip stream breaks off", id="gzip-cut"),
    pytest.param(zlib.compress(b"news" * 99)[:-6], "deflate", "deflate stream breaks off", id="deflate-cut"),
    pytest.param(b"news", "gzip", "gzip stream", id="not-gzip"),
    pytest.param(b"news", "br", "packed as br, which was not asked for", id="brotli"),
])
def test_unpack_tells_damage(packed: bytes, coding: str, expected: str) -> None:
    with pytest.raises(DamagedStreamError, match=expected):
        list(unpack(iter([packed]), coding=coding))


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_bombs_come_in_small_chunks(coding: str) -> None:
    packed = (gzip.compress if coding == "gzip" else zlib.compress)(bytes(30 * 1024**2))
    sizes = [len(chunk) for chunk in unpack(iter([packed]), coding=coding)]
    assert sum(sizes) == 30 * 1024**2
    assert max(sizes) <= CHUNK_BYTES


@pytest.mark.parametrize(("robots", "url", "expected"), [
    pytest.param("User-agent: *\nDisallow: /private/\n", "/private/a", False, id="disallowed"),
    pytest.param("User-agent: *\nDisallow: /private/\n", "/public/a", True, id="allowed"),
    pytest.param("User-agent: onrecord\nDisallow: /\n\nUser-agent: *\nAllow: /\n", "/a", False, id="named"),
    pytest.param("User-agent: OnRecord\nAllow: /\n\nUser-agent: *\nDisallow: /\n", "/a", True, id="named-goes-before-star"),
    pytest.param("User-agent: otherbot\nDisallow: /\n", "/a", True, id="for-somebody-else"),
    pytest.param("User-agent: one\nUser-agent: *\nDisallow: /\n", "/a", False, id="group-of-two"),
    pytest.param("User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf", False, id="wildcard"),
    pytest.param("", "/a", True, id="empty"),
    pytest.param("<html>\x00 not a robots file", "/a", True, id="nonsense"),
])
def test_robots(robots: str, url: str, expected: bool) -> None:
    assert parse_robots(robots.encode()).allows(f"https://news.example{url}") is expected


@pytest.mark.parametrize(("robots", "expected"), [
    pytest.param("User-agent: *\nCrawl-delay: 7\n", 7.0, id="crawl-delay"),
    pytest.param("User-agent: *\nRequest-rate: 1/10\nCrawl-delay: 2\n", 10.0, id="the-slower-of-two"),
    pytest.param("User-agent: *\nCrawl-delay: often\n", None, id="nonsense"),
    pytest.param("User-agent: other\nCrawl-delay: 7\n", None, id="for-somebody-else"),
])
def test_robots_delay(robots: str, expected: float | None) -> None:
    assert parse_robots(robots.encode()).delay_seconds == expected


def test_thousands_of_agents_and_rules_do_not_multiply() -> None:
    agents = b"".join(b"User-agent: a%d\n" % number for number in range(8000))
    started = time.process_time()
    rules = parse_robots(agents + b"Disallow: /a*b$\n" * 20000 + b"\nUser-agent: *\nDisallow: /x\n")
    assert rules.allows("https://news.example/" + "ab" * 1000)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(("content_type", "expected"), [
    pytest.param("text/html; charset=windows-1251", "windows-1251", id="plain"),
    pytest.param('text/html;charset="ISO-8859-1"', "ISO-8859-1", id="quoted"),
    pytest.param("text/html; Charset = utf-8; boundary=x", "utf-8", id="spaced-among-others"),
    pytest.param("text/html", None, id="none"),
    pytest.param("", None, id="no-header"),
    pytest.param("text/html; charset=", None, id="empty"),
])
def test_charset_of(content_type: str, expected: str | None) -> None:
    assert charset_of(content_type) == expected
