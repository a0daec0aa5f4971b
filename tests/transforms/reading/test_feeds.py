"""Feeds and sitemaps as files: articles where they are whole, addresses to fetch where they are not."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.transforms.reading.opened_records import fields_of, opened, request, shown
from transforms.reading.articles import read_article
from transforms.reading.dates import StatedDate
from transforms.reading.records import FetchRequest, RawRecord, ReadArticle, ReadingLimits

STORY = "<p>“The ferry stopped,” Ana Ruiz said.</p><p>It sails again on Friday.</p>"
MONDAY = StatedDate(at=datetime(2026, 1, 5, 10, 0, tzinfo=UTC), day=date(2026, 1, 5), precision="second")

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Post</title><language>en-gb</language>
<item><title>Ferry &amp; harbour</title><link>https://post.example/ferry</link><guid isPermaLink="false">p-1</guid>
<dc:creator>Ana Ruiz</dc:creator><description>Short.</description><content:encoded><![CDATA[{STORY}]]></content:encoded>
<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate></item>
<item><title>Only told about</title><link>https://post.example/told</link><description>One line.</description>
<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><source url="https://other.example/feed">Other Paper</source></item>
<item><title>Cut short</title><link>https://post.example/cut</link>
<content:encoded><![CDATA[<p>The first lines […]</p><p><a href="/cut">Continue reading</a></p>]]></content:encoded></item>
<item><title>Nothing at all</title><description>One line.</description></item>
<item><title>No web address</title><link>file:///etc/passwd</link></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Island News</title>
<entry><id>tag:island,1</id><title type="text">Tides &lt; storms</title><link href="https://island.example/tides"/>
<author><name>Tom Vale</name></author><author><name>Ida Berg</name></author>
<published>2026-01-05T10:00:00Z</published><updated>2026-01-06T11:00:00Z</updated>
<content type="html">{STORY.replace("<", "&lt;")}</content></entry>
<entry><id>tag:island,2</id><title>In words</title><content type="text">The tide was 3 &lt; 4, she said.</content></entry>
<entry><id>tag:island,3</id><title>Elsewhere</title><link href="https://island.example/else"/><summary>One line.</summary>
<content src="https://island.example/else.html" type="text/html"/></entry></feed>"""


def test_rss() -> None:
    found = opened(RSS.encode())
    assert shown(found) == [
        ("f#item=1", "fields"),
        ("f#item=2", "https://post.example/told"),
        ("f#item=3", "https://post.example/cut"),
        ("f#item=4", "read.no_text_field"),
        ("f#item=5", "read.bad_record"),
    ]
    assert fields_of(found[0]) == {
        "id": "p-1",
        "title": "Ferry & harbour",
        "url": "https://post.example/ferry",
        "author": ["Ana Ruiz"],
        "published": "Mon, 05 Jan 2026 10:00:00 GMT",
        "outlet": "Harbour Post",
        "language": "en-gb",
        "html": STORY,
    }
    assert found[1] == FetchRequest(
        locator="f#item=2", url="https://post.example/told", title="Only told about", published=MONDAY, outlet="Other Paper"
    )
    assert request(found[2]).published is None


@pytest.mark.parametrize(("home", "outlet"), [
    pytest.param("<link>https://www.post.example/</link>", "Harbour Post", id="its-own-stories"),
    pytest.param("<link>https://planet.example/</link>", None, id="gathered-from-other-sites"),
    pytest.param("", "Harbour Post", id="without-a-home"),
])
def test_outlet_of_a_feed(home: str, outlet: str | None) -> None:
    feed = RSS.replace("</title>", f"</title>{home}", 1)
    found = opened(feed.encode())
    assert fields_of(found[0]).get("outlet") == outlet
    assert (request(found[1]).outlet, request(found[2]).outlet) == ("Other Paper", outlet)


def test_an_item_of_a_feed_becomes_an_article() -> None:
    record = opened(RSS.encode())[0]
    assert isinstance(record, RawRecord)
    found = read_article(record, run_id="n_0123456789abcdef", limits=ReadingLimits())
    assert isinstance(found, ReadArticle)
    row = found.article
    assert row.text == "Ferry & harbour\n\n“The ferry stopped,” Ana Ruiz said.\n\nIt sails again on Friday."
    assert (row.canonical_url, row.external_id, row.published_at) == ("https://post.example/ferry", "p-1", MONDAY.at)
    assert (row.language, row.input_locator) == ("en-GB", "f#id=p-1")
    assert [author.name for author in found.authors] == ["Ana Ruiz"]
    assert found.source is not None
    assert (found.source.name, found.source.domain) == ("Harbour Post", "post.example")


def test_atom() -> None:
    found = opened(ATOM.encode())
    assert shown(found) == [("f#item=1", "fields"), ("f#item=2", "fields"), ("f#item=3", "https://island.example/else")]
    assert fields_of(found[0]) == {
        "id": "tag:island,1",
        "title": "Tides < storms",
        "url": "https://island.example/tides",
        "author": ["Tom Vale", "Ida Berg"],
        "published": "2026-01-05T10:00:00Z",
        "modified": "2026-01-06T11:00:00Z",
        "outlet": "Island News",
        "html": STORY,
    }
    assert fields_of(found[1])["text"] == "The tide was 3 < 4, she said."


@pytest.mark.parametrize("indent", [None, 1], ids=["one-line", "indented"])
def test_json_feed(indent: int | None) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Post",
        "authors": [{"name": "Ana Ruiz"}],
        "items": [
            {
                "id": "1",
                "url": "https://post.example/1",
                "title": "Whole",
                "content_html": STORY,
                "date_published": "2026-01-05T10:00:00Z",
            },
            {"id": "2", "url": "https://post.example/2", "title": "Words", "content_text": "All of it."},
            {
                "id": "3",
                "url": "https://post.example/3",
                "title": "Told",
                "summary": "One line.",
                "date_published": "2026-01-05T10:00:00Z",
            },
            {"id": "4"},
            5,
        ],
    }
    found = opened(json.dumps(feed, indent=indent).encode())
    at = "f" if indent else "f#line=1"
    assert shown(found) == [
        (f"{at}#item=1", "fields"),
        (f"{at}#item=2", "fields"),
        (f"{at}#item=3", "https://post.example/3"),
        (f"{at}#item=4", "read.no_text_field"),
        (f"{at}#item=5", "read.bad_record"),
    ]
    assert fields_of(found[0])["author"] == [{"name": "Ana Ruiz"}]
    assert request(found[2]) == FetchRequest(
        locator=f"{at}#item=3", url="https://post.example/3", title="Told", published=MONDAY, outlet="Harbour Post"
    )


def test_news_sitemap() -> None:
    content = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc> https://post.example/ferry </loc><news:news><news:publication><news:name>Harbour Post</news:name>
    <news:language>en</news:language></news:publication><news:publication_date>2026-01-05T10:00:00Z</news:publication_date>
    <news:title>Ferry stops</news:title></news:news></url>
    <url><loc>https://post.example/plain</loc><lastmod>2026-01-06</lastmod></url>
    <url><loc>javascript:alert(1)</loc></url><url/></urlset>"""
    found = opened(content)
    assert found[:2] == [
        FetchRequest(
            locator="f#item=1", url="https://post.example/ferry", title="Ferry stops", published=MONDAY, outlet="Harbour Post"
        ),
        FetchRequest(locator="f#item=2", url="https://post.example/plain"),
    ]
    assert shown(found[2:]) == [("f#item=3", "read.bad_record"), ("f#item=4", "read.no_text_field")]


def test_sitemap_index() -> None:
    content = b"<sitemapindex><sitemap><loc>https://post.example/news.xml</loc></sitemap></sitemapindex>"
    assert opened(content) == [FetchRequest(locator="f#item=1", url="https://post.example/news.xml")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            RSS[: RSS.index("One line.")], [("f#item=1", "fields"), ("f#item=2", "read.damaged_file")], id="rss-cut-in-an-item"
        ),
        pytest.param("<rss><channel><title>Harbour", [("f", "read.damaged_file")], id="rss-cut-before-any-item"),
        pytest.param(
            RSS.replace("Ferry &amp; harbour", "Ferry & harbour"),
            [
                ("f#item=1", "fields"),
                ("f#item=2", "https://post.example/told"),
                ("f#item=3", "https://post.example/cut"),
                ("f#item=4", "read.no_text_field"),
                ("f#item=5", "read.bad_record"),
            ],
            id="rss-with-a-stray-ampersand",
        ),
        pytest.param("<urlset><url><loc>https://a.example/", [("f", "read.damaged_file")], id="sitemap-cut"),
        pytest.param(
            f"<!-- x -->\n{ATOM}",
            [("f#item=1", "fields"), ("f#item=2", "fields"), ("f#item=3", "https://island.example/else")],
            id="comment-before",
        ),
        pytest.param('<rss n="" xmlns:x="a\u00a0b" c=""><x:d>', [("f", "read.damaged_file")], id="feed-its-parser-raises-on"),
        pytest.param("<rss><channel><item>" + "x" * 60_000, [("f", "read.too_large")], id="too-long"),
    ],
)
def test_damaged_feeds(content: str, expected: list[tuple[str, str]]) -> None:
    assert shown(opened(content.encode())) == expected


def test_a_feed_that_holds_whole_pages_is_a_feed() -> None:
    content = RSS.replace(STORY, f"<!DOCTYPE html><html><body>{STORY}</body></html>")
    assert shown(opened(content.encode()))[0] == ("f#item=1", "fields")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_feeds_in_other_encodings(encoding: str) -> None:
    declared = RSS.replace("utf-8", "iso-8859-1" if encoding == "latin-1" else "utf-8")
    marks = str.maketrans({"“": "«", "”": "»", "…": "..."})
    assert fields_of(opened(declared.translate(marks).encode(encoding))[0])["html"] == STORY.translate(marks)


def test_a_feed_that_names_a_file_opens_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """feedparser takes bytes for the name of a file if there is one of that name."""
    name = "<rss><channel>"
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("<rss><channel><item><link>https://secret.example/</link></item></channel></rss>")
    assert shown(opened(name.encode())) == [("f", "read.damaged_file")]
