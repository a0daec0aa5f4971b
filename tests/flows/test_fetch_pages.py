"""Fetching from a real server on this machine that misbehaves in every way a site can."""

import contextlib
import gzip
import io
import itertools
import ssl
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from command_line import Commands, accounts, rejects_of, tables_of
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from flows.fetch_pages import PageFetcher
from flows.open_files import FileOpener
from flows.request_pages import FetchLimits, user_agent
from transforms.reading.articles import read_article
from transforms.reading.records import FetchRequest, RawRecord, ReadArticle, ReadingLimits, Refusal

QUICK = FetchLimits(
    connect_seconds=2, silence_seconds=0.6, answer_seconds=1.5, delay_seconds=0.01, max_delay_seconds=0.4,
    max_retry_after_seconds=3, max_file_bytes=1024**2, max_page_bytes=256 * 1024)

PAGE = (
    "<!doctype html><html><head><title>Harbour reopens after storm</title></head><body><article>"
    "<h1>Harbour reopens after storm</h1>"
    "<p>The harbour of Norrvik reopened on Tuesday, three weeks after the storm had closed it to every ship.</p>"
    "<p>“We have waited long enough,” harbour master Lena Åkesson said. “The cranes work, and so do we.”</p>"
    "<p>Repairs to the northern pier will go on until the autumn, the town said in a statement.</p>"
    "</article></body></html>")

MAX_CHUNKS = 400
"""Bound of every loop in the server, so that no test leaves one behind."""


class Site(BaseHTTPRequestHandler):
    """Every path misbehaves in its own way."""

    server: "SiteServer"

    def do_GET(self) -> None:
        self.server.seen.append((self.path, time.monotonic(), dict(self.headers.items())))
        with contextlib.suppress(OSError):  # the client has had enough, which is what these tests are about
            self.server.answers.get(self.path, Site.missing)(self)

    def missing(self) -> None:
        self.answer(b"", status=404)

    def keep_silent(self) -> None:
        time.sleep(1)

    def answer(self, body: bytes, *, status: int = 200, kind: str = "text/html", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class SiteServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Site)
        self.answers: dict[str, Callable[[Site], None]] = {"/page": lambda site: site.answer(PAGE.encode())}
        self.seen: list[tuple[str, float, dict[str, str]]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.seen]


@pytest.fixture
def site() -> Iterator[SiteServer]:
    with SiteServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(timeout=5)


@pytest.fixture(scope="module")
def opener() -> Iterator[FileOpener]:
    with FileOpener(limits=ReadingLimits()) as opener:
        yield opener


@pytest.fixture
def fetch(tmp_path: Path, opener: FileOpener) -> Callable[..., list[RawRecord | Refusal]]:
    def run(*urls: str, limits: FetchLimits = QUICK, allow: bool = True, locator: str | None = None) -> list[RawRecord | Refusal]:
        fetcher = PageFetcher(
            folder=tmp_path / "fetched", memory=tmp_path / "fetches.sqlite", opener=opener, limits=limits,
            allow_private_addresses=allow, on_note=print)
        requests = [FetchRequest(locator=locator or url, url=url, title=None, published=None, outlet=None) for url in urls]
        records = list(fetcher.fetch_all(requests))
        assert list((tmp_path / "fetched").iterdir()) == [], "bodies are removed once they are read"
        return records

    return run


Fetch = Callable[..., list[RawRecord | Refusal]]


def rules(records: list[RawRecord | Refusal]) -> list[str]:
    return [record.rule if isinstance(record, Refusal) else record.format for record in records]


def refusal(records: list[RawRecord | Refusal]) -> Refusal:
    [record] = records
    assert isinstance(record, Refusal), record
    assert "\n" not in record.reason
    return record


def test_a_page_becomes_a_record_that_knows_its_address(site: SiteServer, fetch: Fetch) -> None:
    assert fetch(site.url("/page#top")) == [RawRecord(
        locator=site.url("/page"), content=PAGE.encode(), format="html", url=site.url("/page"),
        listing=FetchRequest(locator=site.url("/page#top"), url=site.url("/page")))]
    assert site.paths() == ["/robots.txt", "/page"]
    sent = site.seen[1][2]
    assert (sent["User-Agent"], sent["Accept-Encoding"]) == (user_agent(), "gzip, deflate")
    assert sent["Host"] == f"127.0.0.1:{site.server_port}"


def test_what_a_feed_lists_is_fetched(site: SiteServer, fetch: Fetch) -> None:
    items = "".join(f"<item><title>Story</title><link>{site.url(path)}</link></item>" for path in ("/page", "/gone", "/page"))
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>{items}</channel></rss>'
    site.answers["/feed"] = lambda each: each.answer(feed.encode(), kind="application/rss+xml")
    records = sorted(fetch(site.url("/feed")), key=lambda record: record.locator)
    assert [record.locator for record in records] == [site.url("/gone"), site.url("/page")]
    assert rules(records) == ["read.not_found", "html"]
    assert sorted(site.paths()) == ["/feed", "/gone", "/page", "/robots.txt"]


def test_what_the_feed_says_goes_with_the_page(site: SiteServer, fetch: Fetch) -> None:
    item = f"<title>Pier closed</title><link>{site.url('/bare')}</link><pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title><item>{item}</item></channel></rss>'
    site.answers["/feed"] = lambda each: each.answer(feed.encode(), kind="application/rss+xml")
    bare = PAGE.replace("<title>Harbour reopens after storm</title>", "").replace("<h1>Harbour reopens after storm</h1>", "")
    site.answers["/bare"] = lambda each: each.answer(bare.encode())
    [record] = fetch(site.url("/feed"))
    assert isinstance(record, RawRecord)
    read = read_article(record, run_id="n_1", limits=ReadingLimits())
    assert isinstance(read, ReadArticle) and read.source is not None
    assert (read.article.title, read.article.title_source) == ("Pier closed", "feed")
    assert (read.article.published_at, read.article.date_source) == (datetime(2026, 1, 5, 10, 0, tzinfo=UTC), "feed")
    assert read.source.name == "Harbour Post"


def test_a_sitemap_index_is_followed_but_not_in_circles(site: SiteServer, fetch: Fetch) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

    def sitemap(path: str, kind: str, entry: str, *locations: str) -> None:
        entries = "".join(f"<{entry}><loc>{site.url(location)}</loc></{entry}>" for location in locations)
        body = f'<?xml version="1.0" encoding="UTF-8"?><{kind} {space}>{entries}</{kind}>'
        site.answers[path] = lambda each: each.answer(body.encode(), kind="application/xml")

    sitemap("/index.xml", "sitemapindex", "sitemap", "/news.xml", "/index.xml")
    sitemap("/news.xml", "urlset", "url", "/page")
    assert rules(fetch(site.url("/index.xml"))) == ["html"]
    assert sorted(site.paths()) == ["/index.xml", "/news.xml", "/page", "/robots.txt"]


def test_the_user_agent_names_a_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_CONTACT", "desk@news.example\r\nX: y")
    assert user_agent() == "onrecord/0.1 (news dataset; desk@news.exampleX: y)"
    monkeypatch.delenv("ONRECORD_CONTACT")
    assert user_agent() == "onrecord/0.1 (news dataset)"


def test_the_article_has_the_address_after_redirects(site: SiteServer, fetch: Fetch) -> None:
    site.answers["/short"] = lambda each: each.answer(b"", status=301, Location="/page")
    [record] = fetch(site.url("/short"))
    assert isinstance(record, RawRecord)
    assert (record.locator, record.url) == (site.url("/short"), site.url("/page"))
    read = read_article(record, run_id="n_1", limits=ReadingLimits())
    assert isinstance(read, ReadArticle)
    assert (read.article.url, read.article.canonical_url) == (site.url("/page"), site.url("/page"))


def test_an_export_is_read_like_a_file(site: SiteServer, fetch: Fetch) -> None:
    body = b'{"text": "One."}\n{"text": "Two."}\n'
    site.answers["/export"] = lambda each: each.answer(gzip.compress(body), kind="application/json", Content_Encoding="gzip")
    records = fetch(site.url("/export"))
    assert [(record.locator, record.url) for record in records if isinstance(record, RawRecord)] == [
        (site.url("/export#line=1"), None), (site.url("/export#line=2"), None)]


def test_each_address_is_fetched_once(site: SiteServer, fetch: Fetch) -> None:
    assert rules(fetch(site.url("/page"), site.url("/page#a"), site.url("/page"))) == ["html"]
    assert site.paths() == ["/robots.txt", "/page"]


def test_wrong_charset_is_left_to_reading(site: SiteServer, fetch: Fetch) -> None:
    site.answers["/page"] = lambda each: each.answer(PAGE.encode("cp1252"), kind="text/html; charset=utf-8")
    [record] = fetch(site.url("/page"))
    assert isinstance(record, RawRecord)
    read = read_article(record, run_id="n_1", limits=ReadingLimits())
    assert isinstance(read, ReadArticle)
    assert "“We have waited long enough,” harbour master Lena Åkesson said." in read.article.text


def test_the_servers_charset_goes_before_the_pages_own_also_from_memory(site: SiteServer, fetch: Fetch) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-5">').encode("cp1252")

    def once(each: Site) -> None:
        if each.headers["If-None-Match"] == '"v1"':
            each.answer(b"", status=304)
        else:
            each.answer(page, kind="text/html; charset=windows-1252", ETag='"v1"')

    site.answers["/page"] = once
    for records in (fetch(site.url("/page")), fetch(site.url("/page"))):
        [record] = records
        assert isinstance(record, RawRecord) and record.charset == "windows-1252"
        read = read_article(record, run_id="n_1", limits=ReadingLimits())
        assert isinstance(read, ReadArticle)
        assert "“We have waited long enough,” harbour master Lena Åkesson said." in read.article.text


def test_a_member_of_a_fetched_archive_says_where_it_was_fetched(site: SiteServer, fetch: Fetch) -> None:
    """In its locator, not as its address: articles of one address would be one article."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/page.html", PAGE)
        archive.writestr("other.html", PAGE.replace("Tuesday", "Friday"))
    site.answers["/news.zip"] = lambda each: each.answer(packed.getvalue(), kind="application/zip")
    reads = [read_article(record, run_id="n_1", limits=ReadingLimits()) for record in fetch(site.url("/news.zip"))
             if isinstance(record, RawRecord)]
    articles = [read.article for read in reads if isinstance(read, ReadArticle)]
    assert [(article.input_locator, article.url) for article in articles] == [
        (f"{site.url('/news.zip')}!in/page.html", None), (f"{site.url('/news.zip')}!other.html", None)]
    assert len({article.article_id for article in articles}) == 2


@pytest.mark.parametrize(("status", "rule", "attempts"), [
    pytest.param(404, "read.not_found", 1, id="missing"),
    pytest.param(410, "read.not_found", 1, id="gone"),
    pytest.param(401, "read.access_denied", 1, id="login"),
    pytest.param(403, "read.access_denied", 1, id="forbidden"),
    pytest.param(451, "read.access_denied", 1, id="legal-reasons"),
    pytest.param(400, "read.fetch_failed", 1, id="bad-request"),
    pytest.param(304, "read.fetch_failed", 1, id="not-modified-unasked"),
])
def test_statuses(site: SiteServer, fetch: Fetch, status: int, rule: str, attempts: int) -> None:
    site.answers["/x"] = lambda each: each.answer(b"", status=status)
    found = refusal(fetch(site.url("/x")))
    assert (found.rule, found.locator) == (rule, site.url("/x"))
    assert found.reason.startswith(f"{site.url('/x')}: expected a page") and f"status {status}" in found.reason
    assert site.paths().count("/x") == attempts


class TestRetries:
    def test_429_is_asked_again_after_as_long_as_it_wants(self, site: SiteServer, fetch: Fetch) -> None:
        def busy_once(each: Site) -> None:
            if site.paths().count("/page") == 1:
                each.answer(b"", status=429, Retry_After="1")
            else:
                each.answer(PAGE.encode())

        site.answers["/page"] = busy_once
        assert rules(fetch(site.url("/page"))) == ["html"]
        first, second = (moment for path, moment, _ in site.seen if path == "/page")
        assert second - first >= 1.0

    def test_503_is_given_up_after_three_attempts(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/page"] = lambda each: each.answer(b"", status=503, Retry_After="0")
        found = refusal(fetch(site.url("/page")))
        assert (found.rule, site.paths().count("/page")) == ("read.fetch_failed", 3)
        assert "status 503 (Service Unavailable) (3 attempts)" in found.reason

    def test_a_site_that_wants_too_much_patience_is_left_alone(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/page"] = lambda each: each.answer(b"", status=429, Retry_After="3600")
        found = refusal(fetch(site.url("/page")))
        assert (found.rule, site.paths().count("/page")) == ("read.fetch_failed", 1)
        assert "it asks to wait for 3600 s, more than 3" in found.reason


class TestRobots:
    def test_forbidden_paths_are_not_asked_for(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/robots.txt"] = lambda each: each.answer(b"User-agent: *\nDisallow: /page\n", kind="text/plain")
        found = refusal(fetch(site.url("/page")))
        assert (found.rule, site.paths()) == ("read.forbidden_by_robots", ["/robots.txt"])

    def test_redirects_to_forbidden_paths_are_not_followed(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/robots.txt"] = lambda each: each.answer(b"User-agent: *\nDisallow: /page\n", kind="text/plain")
        site.answers["/open"] = lambda each: each.answer(b"", status=302, Location="/page")
        found = refusal(fetch(site.url("/open")))
        assert (found.rule, site.paths()) == ("read.forbidden_by_robots", ["/robots.txt", "/open"])
        assert f"(redirected to {site.url('/page')})" in found.reason

    def test_a_site_that_cannot_serve_its_rules_is_left_alone(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/robots.txt"] = lambda each: each.answer(b"", status=503, Retry_After="0")
        records = fetch(site.url("/page"), site.url("/other"))
        assert rules(records) == ["read.forbidden_by_robots"] * 2
        assert site.paths() == ["/robots.txt"] * 3, "asked three times, but once for both pages"

    def test_a_site_whose_rules_never_come_is_left_alone(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/robots.txt"] = Site.keep_silent
        found = refusal(fetch(site.url("/page")))
        assert (found.rule, site.paths()) == ("read.timed_out", ["/robots.txt"])
        assert "/robots.txt: expected an answer without a silence of 0.6 s" in found.reason

    def test_crawl_delay_is_honoured_up_to_the_limit(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/robots.txt"] = lambda each: each.answer(b"User-agent: *\nCrawl-delay: 60\n", kind="text/plain")
        fetch(site.url("/page"), site.url("/2"), site.url("/3"))
        moments = [moment for path, moment, _ in site.seen if path != "/robots.txt"]
        assert [later - earlier >= 0.39 for earlier, later in itertools.pairwise(moments)] == [True, True]


class TestMemory:
    def test_not_modified_is_read_again_from_memory(self, site: SiteServer, fetch: Fetch) -> None:
        def once(each: Site) -> None:
            if each.headers["If-None-Match"] == '"v1"':
                each.answer(b"", status=304)
            else:
                each.answer(PAGE.encode(), ETag='"v1"', Last_Modified="Tue, 03 Mar 2026 08:00:00 GMT")

        site.answers["/page"] = once
        first, second = fetch(site.url("/page")), fetch(site.url("/page"))
        assert rules(first) == ["html"] and second == first
        sent = site.seen[-1][2]
        assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('"v1"', "Tue, 03 Mar 2026 08:00:00 GMT")

    def test_what_must_not_be_stored_is_not(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/page"] = lambda each: each.answer(PAGE.encode(), ETag='"v1"', Cache_Control="no-store")
        fetch(site.url("/page"))
        fetch(site.url("/page"))
        assert "If-None-Match" not in site.seen[-1][2]


class TestLimits:
    def test_silence_is_cut(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/page"] = Site.keep_silent
        found = refusal(fetch(site.url("/page")))
        assert found.rule == "read.timed_out" and "without a silence of 0.6 s" in found.reason

    @pytest.mark.parametrize("part", ["headers", "body"])
    def test_a_trickle_is_cut(self, site: SiteServer, fetch: Fetch, part: str) -> None:
        def trickle(each: Site) -> None:
            each.wfile.write(b"HTTP/1.0 200 OK\r\n" + (b"Content-Type: text/html\r\n\r\n" if part == "body" else b"X: "))
            for _ in range(MAX_CHUNKS):
                each.wfile.write(b"x")
                time.sleep(0.05)

        site.answers["/page"] = trickle
        started = time.monotonic()
        found = refusal(fetch(site.url("/page")))
        assert found.rule == "read.timed_out" and "the whole answer within 1.5 s" in found.reason
        assert time.monotonic() - started < 5

    @pytest.mark.parametrize(("kind", "limit"), [("text/html", 262144), ("application/json", 1048576)])
    def test_endless_bodies_are_cut(self, site: SiteServer, fetch: Fetch, kind: str, limit: int) -> None:
        def endless(each: Site) -> None:
            each.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n\r\n")
            for _ in range(MAX_CHUNKS):
                each.wfile.write(b"<p>endless" * 6554)

        site.answers["/page"] = endless
        found = refusal(fetch(site.url("/page")))
        assert found.rule == "read.too_large" and f"expected at most {limit} bytes, found more" in found.reason

    @pytest.mark.parametrize("coding", ["gzip", "deflate"])
    def test_bombs_are_cut(self, site: SiteServer, fetch: Fetch, coding: str) -> None:
        bomb = (gzip.compress if coding == "gzip" else zlib.compress)(bytes(64 * 1024**2))
        site.answers["/page"] = lambda each: each.answer(bomb, Content_Encoding=coding)
        assert refusal(fetch(site.url("/page"))).rule == "read.too_large"

    def test_brotli_is_not_unpacked(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/page"] = lambda each: each.answer(b"abc", Content_Encoding="br")
        found = refusal(fetch(site.url("/page"), limits=FetchLimits(delay_seconds=0, max_attempts=1)))
        assert found.rule == "read.fetch_failed" and "packed as br, which was not asked for" in found.reason

    def test_a_body_that_breaks_off_is_asked_for_again(self, site: SiteServer, fetch: Fetch) -> None:
        def cut_once(each: Site) -> None:
            if site.paths().count("/page") == 1:
                each.answer(PAGE.encode()[:100], Content_Length="5000")
            else:
                each.answer(PAGE.encode())

        site.answers["/page"] = cut_once
        assert fetch(site.url("/page"))[0].locator == site.url("/page")
        assert site.paths().count("/page") == 2

    def test_redirects_end(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/page"] = lambda each: each.answer(b"", status=302, Location="/page")
        found = refusal(fetch(site.url("/page")))
        assert found.rule == "read.fetch_failed" and "expected at most 5 redirects, found more" in found.reason
        assert site.paths().count("/page") == 6


class TestAddresses:
    def test_this_machine_is_not_asked_at_all(self, site: SiteServer, fetch: Fetch) -> None:
        found = refusal(fetch(site.url("/page"), allow=False))
        assert (found.rule, site.seen) == ("read.forbidden_address", [])
        assert "127.0.0.1, a loopback address; --allow-private-addresses allows it" in found.reason

    def test_names_are_looked_up_before_they_are_trusted(self, site: SiteServer, fetch: Fetch) -> None:
        found = refusal(fetch(f"http://localhost:{site.server_port}/page", allow=False))
        assert (found.rule, site.seen) == ("read.forbidden_address", [])
        assert "localhost lies at" in found.reason

    def test_redirects_to_private_addresses_are_not_followed(
        self, site: SiteServer, fetch: Fetch, monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The server itself counts as public here, everything else on this machine as what it is."""
        from flows import refuse_private_addresses  # noqa: PLC0415

        real = refuse_private_addresses.why_not_public
        monkeypatch.setattr(
            refuse_private_addresses, "why_not_public", lambda address: None if address == "127.0.0.1" else real(address))
        target = "http://169.254.169.254/latest/meta-data"
        site.answers["/page"] = lambda each: each.answer(b"", status=302, Location=target)
        found = refusal(fetch(site.url("/page"), allow=False))
        assert found.rule == "read.forbidden_address"
        assert "169.254.169.254, a link-local address; --allow-private-addresses allows it" in found.reason
        assert f"(redirected to {target})" in found.reason

    def test_the_connection_goes_to_the_address_that_was_checked(
        self, site: SiteServer, fetch: Fetch, monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """A name that leads to this server when asked first, and nowhere when asked again."""
        from flows import refuse_private_addresses  # noqa: PLC0415

        monkeypatch.setattr(refuse_private_addresses, "_addresses_of", lambda *_: ["127.0.0.1"])
        assert rules(fetch(f"http://nowhere.invalid:{site.server_port}/page")) == ["html"]
        assert site.seen[-1][2]["Host"] == f"nowhere.invalid:{site.server_port}"

    @pytest.mark.parametrize(("url", "expected"), [
        pytest.param("ftp://news.example/a", "found the scheme ftp", id="scheme"),
        pytest.param("http://ana:secret@news.example/", "found a user name or password in the address", id="userinfo"),
    ])
    def test_addresses_that_are_refused_unseen(self, fetch: Fetch, url: str, expected: str) -> None:
        found = refusal(fetch(url, locator="feed.xml#item=3"))
        assert found.rule == "read.forbidden_address" and expected in found.reason
        assert "(listed in feed.xml#item=3)" in found.reason
        assert "secret" not in found.reason + found.locator

    def test_redirects_to_other_schemes_are_not_followed(self, site: SiteServer, fetch: Fetch) -> None:
        site.answers["/page"] = lambda each: each.answer(b"", status=302, Location="file:///etc/hostname")
        found = refusal(fetch(site.url("/page")))
        assert found.rule == "read.forbidden_address" and "found the scheme file" in found.reason

    def test_nobody_there(self, fetch: Fetch) -> None:
        with SiteServer() as closed:
            port = closed.server_port
        found = refusal(fetch(f"http://127.0.0.1:{port}/", limits=FetchLimits(delay_seconds=0, max_attempts=1)))
        assert found.rule == "read.fetch_failed" and "the connection failed" in found.reason


def self_signed(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256()))
    path = folder / "site.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return path


def test_certificates_are_checked(site: SiteServer, fetch: Fetch, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    site.socket = context.wrap_socket(site.socket, server_side=True)
    found = refusal(fetch(site.url("/page").replace("http:", "https:")))
    assert (found.rule, site.seen) == ("read.fetch_failed", [])
    assert "expected a valid TLS certificate, found: self-signed certificate" in found.reason


def test_a_reader_who_has_enough_ends_the_fetching(site: SiteServer, opener: FileOpener, tmp_path: Path) -> None:
    fetcher = PageFetcher(
        folder=tmp_path / "fetched", memory=tmp_path / "fetches.sqlite", opener=opener, limits=QUICK,
        allow_private_addresses=True, on_note=print)
    urls = [site.url("/page"), *(site.url(f"/{number}") for number in range(500))]
    requests = [FetchRequest(locator=url, url=url, title=None, published=None, outlet=None) for url in urls]
    records = fetcher.fetch_all(requests)
    assert isinstance(next(records), RawRecord)
    records.close()  # pyright: ignore[reportAttributeAccessIssue]
    assert len(site.seen) < 300
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("fetch-")]


@pytest.mark.flow
def test_a_run_over_addresses_accounts_for_each(site: SiteServer, commands: Commands, tmp_path: Path) -> None:
    def once(each: Site) -> None:
        if each.headers["If-None-Match"] == '"v1"':
            each.answer(b"", status=304)
        else:
            each.answer(PAGE.encode(), ETag='"v1"')

    site.answers["/page"] = once
    arguments = [site.url("/page"), site.url("/missing"), "--allow-private-addresses", "--output", tmp_path / "output"]
    for _ in range(2):
        ended = commands.run(*arguments)
        assert ended.status == 0, str(ended)
    first, second = accounts(tmp_path / "output")
    counts = ("record_count", "new_count", "unchanged_count", "rejected_count")
    assert [tuple(run[name] for name in counts) for run in (first, second)] == [(2, 1, 0, 1), (2, 0, 1, 1)]
    assert tables_of(tmp_path / "output")["articles"].column("url").to_pylist() == [site.url("/page")]
    for run in (first, second):
        assert [(reject["rule_id"], reject["input_locator"]) for reject in rejects_of(tmp_path / "output", run["run_id"])] == [
            ("read.not_found", site.url("/missing"))]
