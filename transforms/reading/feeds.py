"""Feeds (RSS, Atom, JSON Feed) and news sitemaps: articles where they hold them, else what is to be fetched."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

import feedparser

from transforms.reading.dates import read_date
from transforms.reading.normalisation import normalise_line
from transforms.reading.records import FetchRequest, OpenedRecord, RawRecord
from transforms.reading.refusals import one_line, printable, refuse
from transforms.reading.urls import clean_url, is_same_site
from transforms.reading.xml_documents import Element, children, local_name, text_at

FEED_ROOTS = frozenset({"rss", "feed", "RDF"})
SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})

_JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/\d")
_CLOSED = re.compile(r"</\s*(?:[\w.-]+:)?(?:rss|feed|RDF)\s*>\s*(?:<!--.*?-->\s*)*$", re.DOTALL)
_TAGS = re.compile(r"<[^<>]*>")
# How a teaser ends that is given as if it were the whole story.
_CUT_SHORT = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;|&#8230;)\]?|\b(?:read more|continue reading|read the (?:full|whole|rest)[^.]{0,60}))\W*$",
    re.IGNORECASE)
_TAIL_CHARACTERS = 600
# What feedparser was seen, or can be expected, to raise on feeds that are no feeds; it means to raise nothing.
_PARSER_FAULTS = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MAX_TITLE_CHARACTERS = 1_000

_Object = Mapping[str, object]


def is_json_feed(value: _Object) -> bool:
    """Whether a JSON object is a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    version = value.get("version")
    return isinstance(version, str) and _JSON_FEED.match(version) is not None and isinstance(value.get("items"), list)


def read_feed(text: str, *, locator: str) -> Iterator[OpenedRecord]:
    """Items of an RSS or Atom feed, in order, under `#item=N`.

    Args:
        text: The feed, decoded and known to declare no document type.
        locator: Name of the file.

    Returns:
        A record for each item that holds its article (`content:encoded`, Atom `content`), a FetchRequest for each that only
        points to it, a Refusal for each that does neither. Of a feed that breaks off the last item is refused: how much of it is
        missing cannot be told.
    """
    # feedparser takes anything but an open stream, bytes too, for the name of a file or an address.
    content = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        parsed = cast("_Object", feedparser.parse(content, response_headers=_UTF8_HEADERS))
    except _PARSER_FAULTS as fault:
        yield refuse(
            locator, "read.damaged_file", f"expected a feed, but it cannot be parsed ({type(fault).__name__}: {one_line(fault)})",
            text)
        return
    # As plain dictionaries: its own answer with the date of publication when asked for that of the last change.
    entries = [dict(entry) for entry in cast("list[dict[str, object]]", parsed.get("entries") or [])]
    feed = dict(cast("dict[str, object]", parsed.get("feed") or {}))
    is_whole = _CLOSED.search(text[-_TAIL_CHARACTERS:]) is not None
    for number, entry in enumerate(entries if is_whole else entries[:-1], start=1):
        yield _feed_item(entry, feed, f"{locator}#item={number}")
    if not is_whole:
        where = f"{locator}#item={len(entries)}" if entries else locator
        yield refuse(where, "read.damaged_file", "expected a whole feed, but it breaks off here; fetch it again")


def read_json_feed(feed: _Object, *, locator: str) -> Iterator[OpenedRecord]:
    """Items of a JSON Feed, in order, under `#item=N`, as `read_feed` gives them."""
    outlet = _line(feed.get("title"))
    for number, item in enumerate(cast("list[object]", feed["items"]), start=1):
        where = f"{locator}#item={number}"
        if not isinstance(item, Mapping):
            yield refuse(where, "read.bad_record", "expected an item of a feed, found no object", str(item))
            continue
        entry = cast("_Object", item)
        fields = {
            "id": entry.get("id"), "title": entry.get("title"), "url": entry.get("url") or entry.get("external_url"),
            "html": entry.get("content_html"), "text": entry.get("content_text"),
            "author": entry.get("authors") or entry.get("author") or feed.get("authors") or feed.get("author"),
            "published": entry.get("date_published"), "modified": entry.get("date_modified"), "outlet": outlet,
            "language": entry.get("language") or feed.get("language"),
        }
        yield _item(fields, where)


def read_sitemap(root: Element, *, locator: str) -> Iterator[OpenedRecord]:
    """What a sitemap (or sitemap index) lists, in order, under `#item=N`: a FetchRequest for each http(s) address.

    Title, date and outlet are those of Google's news extension, null without it: `lastmod` is no publication date.
    """
    listed = (child for child in root if local_name(child) in ("url", "sitemap"))
    for number, entry in enumerate(listed, start=1):
        where = f"{locator}#item={number}"
        news = next(children(entry, "news"), None)
        yield _request(
            where, url=text_at(entry, "loc"), title=text_at(news, "title") if news is not None else None,
            published=text_at(news, "publication_date") if news is not None else None,
            outlet=text_at(news, "publication", "name") if news is not None else None)


_UTF8_HEADERS = {"content-type": "application/xml; charset=utf-8"}


def _feed_item(entry: _Object, feed: _Object, where: str) -> OpenedRecord:
    source = entry.get("source")
    fields: dict[str, object] = {
        "id": entry.get("id"), "title": entry.get("title"), "url": entry.get("feedburner_origlink") or entry.get("link"),
        "author": _authors(entry), "published": entry.get("published"), "modified": entry.get("updated"),
        "outlet": (_line(cast("_Object", source).get("title")) if isinstance(source, Mapping) else None)
        or _line(entry.get("publisher")) or _outlet_of_feed(feed, url=entry.get("link")),
        "language": entry.get("language") or feed.get("language"),
    }
    for content in cast("list[Any]", entry.get("content") or []):
        value = content.get("value")
        if isinstance(value, str) and value.strip():
            fields.setdefault("html" if content.get("type") in _HTML_TYPES else "text", value)
    return _item(fields, where)


def _outlet_of_feed(feed: _Object, *, url: object) -> str | None:
    """Who publishes the feed, unless it gathers stories from other sites: those are not its own."""
    home = feed.get("link")
    if isinstance(home, str) and isinstance(url, str) and clean_url(home) and clean_url(url) and not is_same_site(home, url):
        return None
    return _line(feed.get("publisher")) or _line(feed.get("title"))


def _item(fields: Mapping[str, object], where: str) -> OpenedRecord:
    """A record where the item holds its whole text, else a request to fetch it."""
    stated = fields.get("html") or fields.get("text")
    is_held = isinstance(stated, str) and bool(stated.strip())
    url = _line(fields.get("url"))
    if is_held and not (url and _CUT_SHORT.search(_TAGS.sub(" ", str(stated)[-_TAIL_CHARACTERS:]).strip())):
        return RawRecord(
            locator=where, content={name: value for name, value in fields.items() if value is not None}, format="fields",
            is_mapped=True)
    return _request(
        where, url=url, title=_line(fields.get("title")), published=fields.get("published"), outlet=_line(fields.get("outlet")))


def _request(where: str, *, url: str | None, title: str | None, published: object, outlet: str | None) -> OpenedRecord:
    if url is None:
        return refuse(where, "read.no_text_field", "expected an article or its address, found neither", title)
    if clean_url(url) is None:
        return refuse(where, "read.bad_record", f"expected a web address, found {printable(url[:200])!r}", title)
    return FetchRequest(locator=where, url=url, title=title, published=read_date(published), outlet=outlet)


def _authors(entry: _Object) -> object:
    authors = cast("list[_Object]", entry.get("authors") or [])
    return [name for author in authors if (name := _line(author.get("name")))] or _line(entry.get("author"))


def _line(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return normalise_line(value)[:_MAX_TITLE_CHARACTERS] or None
