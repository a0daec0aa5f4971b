"""Articles, their blocks, revisions and authors, and the outlets they come from."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

import pyarrow as pa

from schemas.declaration import Column, Span, table
from schemas.vocabulary import ID_PATTERN, OFFSET_UNIT, SHA256_PATTERN, BlockKind

ExtractionStatus = Literal["analysed", "unsupported_language"]
DateSource = Literal["record", "json_ld", "meta", "time_element", "date_line", "text", "feed"]
TitleSource = Literal["record", "json_ld", "open_graph", "meta", "heading", "text", "feed"]
DatePrecision = Literal["second", "minute", "day", "month", "year"]
DuplicateRole = Literal["original", "copy", "near_copy"]


@table(
    "articles",
    grain="one article in its current revision",
    primary_key=("article_id",),
    foreign_keys={"source_id": "sources", "run_id": "runs", "published_date": "dates"},
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    article_id: Annotated[str, Column(
        description="Key of the article: a hash of its URL, else of its outlet and record id, else of its record id and the "
                    "visible characters of its text.",
        pattern=ID_PATTERN)]
    revision_id: Annotated[str, Column(
        description="Revision of the article that this row and all rows under it describe.", pattern=ID_PATTERN)]
    external_id: Annotated[str | None, Column(
        description="Identifier that the input record carried. Null when it carried none.", min_length=1)]
    input_locator: Annotated[str, Column(
        description="File and record the article was read from, relative to the source given to the run "
                    "(`export.jsonl#id=a1`, `export.csv#row=12`, `page.html`).", min_length=1)]
    source_id: Annotated[str | None, Column(
        description="Outlet that published the article. Null when neither the record nor the page names one.",
        pattern=ID_PATTERN)]
    url: Annotated[str | None, Column(
        description="Address the record gave or the page was fetched from. Null when unknown.", min_length=1)]
    canonical_url: Annotated[str | None, Column(
        description="Address the publisher declares for the article, else the cleaned `url`. Null when neither is known.",
        min_length=1)]
    title: Annotated[str | None, Column(
        description="Headline as published. Null when none was found.", min_length=1)]
    title_source: Annotated[TitleSource | None, Column(
        description="Where the title was read; heading is the page's own, text the first lines of a plain text, feed the "
                    "feed or sitemap that led to a page without one. Null without a title.")]
    dek: Annotated[str | None, Column(
        description="Summary line under the headline (standfirst). Null when the article shows none.", min_length=1)]
    byline: Annotated[str | None, Column(
        description="Byline as published, before it was parted into `authors`. Null when none was found.", min_length=1)]
    dateline_place: Annotated[str | None, Column(
        description="Place named in the dateline that opens the story ('WASHINGTON'), else the one the record states. "
                    "Null without either.", min_length=1)]
    published_at: Annotated[datetime | None, Column(
        description="Moment of publication in UTC. Null when no moment is stated with its time zone; never guessed.")]
    published_date: Annotated[date | None, Column(
        description="Calendar date of publication as the publisher states it (its own time zone). "
                    "Null when no full date is stated; never guessed.")]
    date_source: Annotated[DateSource | None, Column(
        description="Where the publication date was read; time_element is an element of the page that is marked as a date, "
                    "date_line a line beside its headline that is nothing but a date, text a date line above the story of a "
                    "plain text, feed the feed or sitemap that led to a page which states it less precisely or not at all. "
                    "Null without a date.")]
    date_precision: Annotated[DatePrecision | None, Column(
        description="Finest unit that the stated publication date gives. Null without a date.")]
    modified_at: Annotated[datetime | None, Column(
        description="Last change in UTC, as the record or page states it. Null when not stated with its time zone.")]
    language: Annotated[str | None, Column(
        description="Language as an ISO 639 code: as the record or page declares it unless the text is surely in another, else "
                    "as detected. Null when nothing is declared and the text is too short to tell.",
        pattern=r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")]
    section: Annotated[str | None, Column(
        description="Section or rubric of the outlet. Null when not stated.", min_length=1)]
    word_count: Annotated[int, Column(
        description="Words in the headline, dek, subhead and body blocks.", type=pa.int32(), unit="words", minimum=0)]
    text: Annotated[str, Column(
        description="The article in reading order, blocks separated by one blank line. All offsets of all tables point into it.",
        min_length=1)]
    text_sha256: Annotated[str, Column(
        description="SHA-256 of `text` in UTF-8, in hexadecimal.", pattern=SHA256_PATTERN)]
    duplicate_group_id: Annotated[str, Column(
        description="Group of articles with the same or nearly the same body, whatever the outlet; an article without copies is "
                    "a group of its own. A hash of the least body in it, so an arriving copy may give the group another id.",
        pattern=ID_PATTERN)]
    duplicate_role: Annotated[DuplicateRole, Column(
        description="original: the first of its group, the longest of equally early ones; copy: the original's body word for "
                    "word; near_copy: a body that was added to, cut or lightly edited.")]
    is_representative: Annotated[bool, Column(
        description="True for exactly one article of each duplicate group. Filter on it to count every story once.")]
    wire_agency: Annotated[str | None, Column(
        description="News agency that the dateline or byline credits, or that published the article itself. Null when there is "
                    "none; a copy without credit is known by its duplicate group.", min_length=1)]
    extraction_status: Annotated[ExtractionStatus, Column(
        description="analysed: mentions, quotes and claims were looked for; unsupported_language: not in English, "
                    "kept, not analysed.")]
    run_id: Annotated[str, Column(
        description="Run that first wrote this row.", pattern=ID_PATTERN)]


@table(
    "article_blocks",
    grain="one labelled block (paragraph) of an article's text",
    primary_key=("article_id", "block_index"),
    foreign_keys={"article_id": "articles"},
    spans=(Span(text="text", start="char_start", end="char_end"),),
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleBlock:
    article_id: Annotated[str, Column(description="Article the block belongs to.", pattern=ID_PATTERN)]
    block_index: Annotated[int, Column(
        description="Position of the block in reading order, from 0.", type=pa.int32(), minimum=0)]
    kind: Annotated[BlockKind, Column(
        description="What the block is. Mentions come from headline, dek, subhead and body; quotes and claims from "
                    "dek, subhead and body; nothing is taken from the others.")]
    text: Annotated[str, Column(description="The block, verbatim.", min_length=1)]
    char_start: Annotated[int, Column(
        description="First character of the block.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    char_end: Annotated[int, Column(
        description="One past the last character of the block.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]


@table(
    "article_revisions",
    grain="one version seen of an article",
    primary_key=("revision_id",),
    foreign_keys={"article_id": "articles"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRevision:
    revision_id: Annotated[str, Column(
        description="Key of the revision: a hash of the article, its text, title, byline, authors, publication date, dateline "
                    "place, section and language. Two revisions may differ in those alone and share a text.",
        pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article this is a version of.", pattern=ID_PATTERN)]
    revision_no: Annotated[int, Column(
        description="1 for the first version seen, then 2, 3, ...", type=pa.int32(), minimum=1)]
    is_current: Annotated[bool, Column(description="True for the one revision that `articles` holds.")]
    first_seen_at: Annotated[datetime, Column(description="Start of the run that first read this revision, in UTC.")]
    text_sha256: Annotated[str, Column(
        description="SHA-256 of the revision's text in UTF-8, in hexadecimal.", pattern=SHA256_PATTERN)]
    title: Annotated[str | None, Column(description="Headline of the revision. Null when none was found.", min_length=1)]
    quotes_added_count: Annotated[int | None, Column(
        description="Quotes in this revision that the one before did not have. Null for a first revision.",
        type=pa.int32(), unit="quotes", minimum=0)]
    quotes_removed_count: Annotated[int | None, Column(
        description="Quotes of the revision before that this one no longer has. Null for a first revision.",
        type=pa.int32(), unit="quotes", minimum=0)]


@table(
    "authors",
    grain="one author of one article",
    primary_key=("article_id", "position"),
    foreign_keys={"article_id": "articles"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    article_id: Annotated[str, Column(description="Article that was written.", pattern=ID_PATTERN)]
    position: Annotated[int, Column(description="Place in the byline, from 1.", type=pa.int32(), minimum=1)]
    name: Annotated[str, Column(description="Name as the byline gives it, without 'By' and job titles.", min_length=1)]
    kind: Annotated[Literal["person", "organisation", "wire"], Column(
        description="person: a human; organisation: a desk or outlet; wire: a news agency.")]


@table("sources", grain="one outlet", primary_key=("source_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    source_id: Annotated[str, Column(
        description="Key of the outlet: a hash of its domain, else of its name.", pattern=ID_PATTERN)]
    name: Annotated[str, Column(description="Name of the outlet as its articles state it, else its domain.", min_length=1)]
    domain: Annotated[str | None, Column(
        description="Web domain without 'www.'. Null when no article of the outlet came with an address.", min_length=1)]
    country_code: Annotated[str | None, Column(
        description="ISO 3166-1 alpha-2 code of the country the outlet works from. Null when unknown.", pattern=r"[A-Z]{2}")]
    is_wire_agency: Annotated[bool, Column(description="Whether the outlet is a news agency.")]
