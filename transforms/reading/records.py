"""What reading passes on: raw records out of containers, articles out of records, and refusals with their reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from schemas import Article, ArticleBlock, Author, Source
from transforms.reading.dates import StatedDate

RefusalRule = Literal[
    "read.empty_file",          # no bytes
    "read.unknown_format",      # none of the formats that are read
    "read.damaged_file",        # a gzip, Parquet, JSON or CSV file that breaks off or contradicts itself
    "read.bad_record",          # a line or row that cannot be parsed, or is not an object
    "read.no_text_field",       # a record without any of the known text columns
    "read.empty_text",          # nothing left to read: no text, or no article body in the page
    "read.too_large",           # over a limit on bytes, characters or nesting
    "read.unsafe_document",     # XML that declares a document type, and with it entities
    "read.unsafe_archive",      # overlapping members, or a member with a path out of the archive, a link or a device
    "read.nested_archive",      # an archive inside an archive
    "read.encrypted",           # a member that needs a password
    "read.too_many_members",    # over the limit on members of an archive
    "read.withheld",            # the provider says: not to be published
    "read.canceled",            # the provider took the item back
    "read.embargoed",           # not to be published yet
    "read.timed_out",           # over the time limit
    "read.worker_died",         # the worker process was killed or ran out of memory
    "read.unreadable",          # the file system refused
    "read.forbidden_address",   # an address that must not be fetched: not http(s), with a password, private, loopback ...
    "read.forbidden_by_robots", # the site's robots.txt keeps robots away from it, or cannot be served
    "read.not_found",           # the site says that there is no such page, or no longer
    "read.access_denied",       # the site wants a login, a payment or another reader
    "read.fetch_failed",        # no connection, no valid certificate, a broken answer, an error of the site
    "read.unexpected",          # a fault of ours, kept as a reject so that the run goes on
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """Bounds that keep hostile input from exhausting the machine."""

    max_file_bytes: int = 4 * 1024**3
    """Bytes of one file, counted after decompression."""
    max_page_bytes: int = 20 * 1024**2
    """Bytes of one HTML page or plain-text file."""
    max_record_bytes: int = 20 * 1024**2
    """Bytes of one line of JSONL, one row of CSV or Parquet, or one XML document."""
    max_feed_bytes: int = 8 * 1024**2
    """Bytes of one RSS or Atom feed; malformed ones are slow to parse."""
    max_buffered_bytes: int = 512 * 1024**2
    """Bytes of a Parquet or zip file that must be held in memory because it is packed or cannot be sought in."""
    max_text_characters: int = 1_000_000
    """Characters of one article (spaCy's own limit)."""
    max_blocks: int = 20_000
    """Blocks of one article."""
    max_archive_bytes: int = 64 * 1024**3
    """Bytes of all members of a zip or tar together, or of all records of a web archive, counted after decompression."""
    max_members: int = 100_000
    """Members of a zip or tar."""
    now: datetime | None = None
    """When the run takes place, against which embargoes are read. None keeps every embargo, however old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """An article or listing to be fetched: named as a source, or listed in a feed or sitemap without its text.

    Args:
        locator: Where it was named: the address itself, or the feed or sitemap and the item (`feed.xml#item=3`).
        url: Its address; http or https.
        title: Headline as listed.
        published: Publication date as listed.
        outlet: Publisher as listed.
    """

    locator: str
    url: str
    title: str | None = None
    published: StatedDate | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """One record as found in its container, not yet understood.

    Args:
        locator: Where it is: `folder/page.html`, `export.jsonl#line=12`, `export.csv#row=12` (relative to the source given).
        content: `bytes` of a whole page or text file, or the fields of one line or row, by name as written.
        format: What `content` holds.
        url: Address that a page or text was fetched from, after redirects. None when its container does not say, and for
            fields, which hold their own.
        fetched_at: When it was fetched; says nothing about when it was published.
        charset: Encoding that the server declared for a page.
        is_mapped: Whether the names of the fields are already ours (`FIELD_NAMES`), so that no column mapping applies.
        listing: What had a page fetched: the item of a feed or sitemap, which may state what the page itself does not.
    """

    locator: str
    content: bytes | Mapping[str, object]
    format: Literal["text", "html", "fields"]
    url: str | None = None
    fetched_at: datetime | None = None
    charset: str | None = None
    is_mapped: bool = False
    listing: FetchRequest | None = None

    @property
    def size(self) -> int:
        """Bytes of a page, characters of the texts among fields: what the record takes in memory, roughly."""
        if isinstance(self.content, bytes):
            return len(self.content)
        return sum(len(value) for value in self.content.values() if isinstance(value, str | bytes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A provider's word that an item is not to be published any more.

    Args:
        external_id: Identifier of the item.
        source_id: Outlet that takes it back. None when the message names none.
        at: When it did so. None when not stated.
    """

    external_id: str
    source_id: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A record that could not become an article.

    Args:
        locator: Where it was.
        rule: Which expectation it broke.
        reason: Where, what was expected, what was observed, in one line for the user.
        payload: The record as text, so that nothing is lost; None when it could not be read at all.
        withdrawal: What it takes back; None for all but cancellations.
    """

    locator: str
    rule: RefusalRule
    reason: str
    payload: str | None = None
    withdrawal: Withdrawal | None = None


OpenedRecord = RawRecord | Refusal | FetchRequest
"""What a container yields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """One article as read: rows of four tables. Columns of `article` that need the whole dataset hold placeholders
    (a duplicate group of its own, role original) until `transforms.dataset` sets them; `run_id` is set by reading."""

    article: Article
    blocks: tuple[ArticleBlock, ...]
    authors: tuple[Author, ...]
    source: Source | None
