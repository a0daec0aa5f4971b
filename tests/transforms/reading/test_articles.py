"""One record to one article: rows, keys, offsets, and the reason when there is none."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.identity import content_id, text_sha256
from transforms.reading.articles import body_fingerprint, read_article
from transforms.reading.dates import read_date
from transforms.reading.records import FetchRequest, RawRecord, ReadArticle, ReadingLimits, Refusal

LIMITS = ReadingLimits(max_page_bytes=100_000, max_record_bytes=100_000, max_text_characters=5_000, max_blocks=50)
RUN = "n_0123456789abcdef"
LEAD = "PORT ALDER (AP) — Mayor Ana Vale closed the old harbour bridge on Monday after engineers found cracks in two piers."
SECOND = "The bridge carries twelve thousand cars a day, and ferries will run until it opens again, the city said."


def read(content: bytes | dict[str, object], *, kind: str = "fields", locator: str = "f.jsonl#line=3") -> ReadArticle | Refusal:
    return read_article(RawRecord(locator=locator, content=content, format=kind), run_id=RUN, limits=LIMITS)  # pyright: ignore[reportArgumentType]


def article(**fields: object) -> ReadArticle:
    found = read({"text": f"{LEAD}\n\n{SECOND}", **fields})
    assert isinstance(found, ReadArticle), found
    return found


def assert_consistent(found: ReadArticle) -> None:
    row = found.article
    assert row.text == "\n\n".join(block.text for block in found.blocks)
    assert [block.block_index for block in found.blocks] == list(range(len(found.blocks)))
    for block in found.blocks:
        assert row.text[block.char_start : block.char_end] == block.text
        assert block.article_id == row.article_id
    assert row.text_sha256 == text_sha256(row.text)
    assert [author.position for author in found.authors] == list(range(1, len(found.authors) + 1))
    assert row.source_id == (found.source.source_id if found.source is not None else None)


@pytest.mark.parametrize(("corrected", "is_revision"), [
    pytest.param({"author": "Tom Vale"}, True, id="byline"),
    pytest.param({"author": ["Ana Ruiz", "Tom Vale"]}, True, id="second-author"),
    pytest.param({"published": "2024-01-06T10:00:00Z"}, True, id="date"),
    pytest.param({"published": "2024-01-05T11:00:00Z"}, True, id="hour"),
    pytest.param({"section": "Harbour"}, True, id="section"),
    pytest.param({"text": f"{LEAD} {SECOND}"}, True, id="text"),
    pytest.param({"modified": "2024-02-01T10:00:00Z"}, False, id="time-of-the-last-change-alone"),
    pytest.param({"text": f"{LEAD}\n\n\n{SECOND} "}, False, id="spacing"),
    pytest.param({}, False, id="nothing"),
])
def test_what_makes_a_revision(corrected: dict[str, object], *, is_revision: bool) -> None:
    published = {
        "url": "https://harbourpost.example/bridge", "author": "Ana Ruiz", "published": "2024-01-05T10:00:00Z", "section": "City"}
    before, after = (article(**fields).article for fields in (published, {**published, **corrected}))
    assert before.article_id == after.article_id
    assert (before.revision_id != after.revision_id) is is_revision


def test_record_with_everything() -> None:
    found = article(
        id="a1",
        url="https://www.harbourpost.example/2024/bridge?utm_source=x#top",
        title="Bridge closes",
        dek="Ferries to run until spring.",
        author=["Ana Ruiz", "Reuters"],
        published_at="2024-01-05T23:30:00-05:00",
        updated_at="2024-01-06T12:00:00Z",
        publisher="Harbour Post",
        section="City",
        language="EN",
    )
    assert_consistent(found)
    row = found.article
    assert [block.kind for block in found.blocks] == ["headline", "dek", "body", "body"]
    assert (row.external_id, row.input_locator) == ("a1", "f.jsonl#id=a1")
    assert row.url == "https://www.harbourpost.example/2024/bridge?utm_source=x#top"
    assert row.canonical_url == "https://www.harbourpost.example/2024/bridge"
    assert row.article_id == content_id("a", "url", "https://www.harbourpost.example/2024/bridge")
    assert (row.title, row.title_source, row.dek) == ("Bridge closes", "record", "Ferries to run until spring.")
    assert (row.dateline_place, row.wire_agency) == ("PORT ALDER", "Associated Press")
    assert (row.published_at, row.published_date) == (datetime(2024, 1, 6, 4, 30, tzinfo=UTC), date(2024, 1, 5))
    assert (row.date_source, row.date_precision, row.modified_at) == ("record", "second", datetime(2024, 1, 6, 12, tzinfo=UTC))
    assert [(author.name, author.kind) for author in found.authors] == [("Ana Ruiz", "person"), ("Reuters", "wire")]
    assert found.source is not None
    assert (found.source.name, found.source.domain) == ("Harbour Post", "harbourpost.example")
    assert (row.section, row.language, row.run_id, row.duplicate_role, row.is_representative) == (
        "City",
        "en",
        RUN,
        "original",
        True,
    )


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        pytest.param({"url": "https://example.org/a"}, ("url", "https://example.org/a"), id="address"),
        pytest.param(
            {"url": "https://example.org/a", "canonical_url": "/b"}, ("url", "https://example.org/b"), id="canonical-address"
        ),
        pytest.param(
            {"url": "https://example.org/a", "canonical_url": "https://origin.example/b"},
            ("url", "https://example.org/a"),
            id="syndicated",
        ),
        pytest.param(
            {"url": "https://example.org/a", "canonical_url": "https://example.org/"},
            ("url", "https://example.org/a"),
            id="canonical-homepage",
        ),
        pytest.param(
            {"url": "https://example.org/", "id": 7}, ("record", "example org", "7"), id="homepage-is-no-address-of-an-article"
        ),
        pytest.param({"id": "7", "publisher": "Harbour Post"}, ("record", "harbour post", "7"), id="outlet-and-id"),
    ],
)
def test_article_id(fields: dict[str, object], parts: tuple[str, ...]) -> None:
    assert article(**fields).article.article_id == content_id("a", *parts)


def test_article_without_address_or_outlet_is_its_visible_characters() -> None:
    found = article(id="7").article
    visible = text_sha256("".join(found.text.split()))
    assert found.article_id == content_id("a", "text", "7", visible)
    assert article().article.article_id == content_id("a", "text", None, visible)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"dek": "Mayor Ana Vale closed the old harbour bridge..."}, None, id="cut-short"),
        pytest.param({"description": SECOND}, None, id="copy-of-a-paragraph"),
        pytest.param({"title": "Bridge closes", "summary": "Bridge closes!"}, None, id="copy-of-the-title"),
        pytest.param({"standfirst": "<p>Ferries &amp; buses</p>"}, "Ferries & buses", id="markup"),
    ],
)
def test_dek_of_a_record(fields: dict[str, object], expected: str | None) -> None:
    assert article(**fields).article.dek == expected


def test_order_of_records_does_not_matter_to_a_record_with_an_id() -> None:
    first, second = (read({"id": "a1", "text": LEAD}, locator=f"f.csv#row={row}") for row in (1, 9))
    assert first == second
    assert isinstance(first, ReadArticle)
    assert read({"text": LEAD}, locator="f.csv#row=9").article.input_locator == "f.csv#row=9"  # pyright: ignore[reportAttributeAccessIssue]


def test_ambiguous_date_stays_null_and_a_clear_second_column_counts() -> None:
    row = article(published="03/04/2024").article
    assert (row.published_at, row.published_date, row.date_source, row.date_precision) == (None, None, None, None)
    assert article(published="03/04/2024", date="2024-04-03").article.published_date == date(2024, 4, 3)


def test_partial_date_keeps_its_precision() -> None:
    row = article(date="2024-04").article
    assert (row.published_date, row.date_precision, row.date_source) == (None, "month", "record")


def test_plain_text_file() -> None:
    text = f"Harbour bridge closes\n\nBy Ana Ruiz\nPublished Jan. 5, 2024\n\n{LEAD}\n\n{SECOND}\n"
    found = read(text.encode(), kind="text", locator="story.txt")
    assert isinstance(found, ReadArticle)
    assert_consistent(found)
    row = found.article
    assert (row.title, row.title_source, row.byline, row.published_date) == (
        "Harbour bridge closes",
        "text",
        "By Ana Ruiz",
        date(2024, 1, 5),
    )
    assert (row.input_locator, row.external_id, row.url, found.source) == ("story.txt", None, None, None)
    assert row.word_count == len(f"Harbour bridge closes {LEAD} {SECOND}".replace("—", "").split())


def test_date_in_a_caption_or_story_is_no_publication_date() -> None:
    caption = "Image: The bridge\nThe bridge on Jan. 5, 2024.Tom Vale / Getty Images"
    text = f"Harbour bridge closes\n\n{caption}\n\n{LEAD}\n\nJan. 7, 2024\n\n{SECOND}"
    found = read(text.encode(), kind="text", locator="story.txt")
    assert isinstance(found, ReadArticle)
    assert found.article.published_date is None


@pytest.mark.parametrize(
    ("head", "heading", "expected"),
    [
        pytest.param(
            "", "", ("Listed title", "feed", date(2026, 1, 5), "feed", "second", "Listed Post"), id="page-states-nothing"
        ),
        pytest.param(
            '<meta property="og:site_name" content="Harbour Post">'
            '<meta property="article:published_time" content="2026-01-04T08:00:00Z">',
            "<h1>Bridge closes</h1>",
            ("Bridge closes", "heading", date(2026, 1, 4), "meta", "second", "Harbour Post"),
            id="page-states-all",
        ),
        pytest.param(
            '<meta property="article:published_time" content="2026-01-05">',
            "<h1>Bridge closes</h1>",
            ("Bridge closes", "heading", date(2026, 1, 5), "feed", "second", "Listed Post"),
            id="page-states-the-day-and-the-feed-the-moment",
        ),
        pytest.param(
            '<meta property="article:published_time" content="2026-01-04">',
            "<h1>Bridge closes</h1>",
            ("Bridge closes", "heading", date(2026, 1, 4), "meta", "day", "Listed Post"),
            id="page-states-another-day",
        ),
    ],
)
def test_what_a_feed_lists_stands_in_for_what_its_page_does_not_state(
    head: str, heading: str, expected: tuple[object, ...]
) -> None:
    url = "https://post.example/bridge"
    listing = FetchRequest(
        locator="feed.xml#item=1", url=url, title="Listed title", published=read_date("Mon, 05 Jan 2026 10:00:00 GMT"),
        outlet="Listed Post",
    )
    page = f"<html><head>{head}</head><body><article>{heading}<p>{LEAD}</p><p>{SECOND}</p></article></body></html>"
    record = RawRecord(locator=url, content=page.encode(), format="html", url=url, listing=listing)
    found = read_article(record, run_id=RUN, limits=LIMITS)
    assert isinstance(found, ReadArticle), found
    assert_consistent(found)
    row = found.article
    assert found.source is not None
    assert (row.title, row.title_source, row.published_date, row.date_source, row.date_precision, found.source.name) == expected
    assert "Listed" not in row.text, "the text is what the page shows"


def test_what_a_feed_lists_stands_in_for_a_plain_text() -> None:
    listing = FetchRequest(locator="f", url="https://post.example/1.txt", title="Listed title", published=read_date("2026-01-05"))
    record = RawRecord(locator="f", content=LEAD.encode(), format="text", url=listing.url, listing=listing)
    found = read_article(record, run_id=RUN, limits=LIMITS)
    assert isinstance(found, ReadArticle)
    assert (found.article.title, found.article.title_source, found.article.date_source) == ("Listed title", "feed", "feed")
    assert found.article.text == LEAD


def test_column_of_html() -> None:
    found = article(text=f"<p>{LEAD}</p><p>{SECOND}</p>", title="Bridge closes")
    assert [(block.kind, block.text) for block in found.blocks] == [
        ("headline", "Bridge closes"),
        ("body", LEAD),
        ("body", SECOND),
    ]


@pytest.mark.parametrize(
    ("content", "kind", "rule"),
    [
        pytest.param(b" \n ", "text", "read.empty_text", id="blank-file"),
        pytest.param(b"Advertisement\n\nShare", "text", "read.empty_text", id="furniture-only"),
        pytest.param(b"<html><body><nav>Home</nav></body></html>", "html", "read.empty_text", id="page-without-article"),
        pytest.param(b"word " * 2_000, "text", "read.too_large", id="too-many-characters"),
        pytest.param(b"A line of text here.\n\n" * 60, "text", "read.too_large", id="too-many-blocks"),
        pytest.param(b"x" * 100_001, "html", "read.too_large", id="too-many-bytes"),
        pytest.param(b"<html><body>" + b"<div>" * 2_000 + b"x", "html", "read.too_large", id="nested-too-deep"),
        pytest.param({"foo": "x"}, "fields", "read.no_text_field", id="no-text-column"),
        pytest.param({"text": "  ", "id": 1}, "fields", "read.empty_text", id="empty-text-column"),
        pytest.param({"text": "<p> </p><p></p>"}, "fields", "read.empty_text", id="markup-without-text"),
    ],
)
def test_refusals(content: bytes | dict[str, object], kind: str, rule: str) -> None:
    found = read(content, kind=kind, locator="f")
    assert isinstance(found, Refusal)
    assert found.rule == rule
    assert found.reason.startswith("f: ") and "expected" in found.reason
    assert found.payload


def test_body_fingerprint_ignores_layout_and_furniture() -> None:
    first = article(title="One title")
    second = article(text=f"Advertisement\n\n{LEAD.upper()}\n\n{SECOND.replace(',', '')}", title="Another title")
    assert body_fingerprint(first.blocks) == body_fingerprint(second.blocks)
    assert first.article.duplicate_group_id == second.article.duplicate_group_id
    assert body_fingerprint(article(text=LEAD).blocks) != body_fingerprint(first.blocks)


NAMES = st.sampled_from(
    [
        "text",
        "body",
        "html",
        "title",
        "dek",
        "id",
        "url",
        "canonical_url",
        "author",
        "date",
        "updated",
        "source",
        "section",
        "language",
        "x",
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.binary(max_size=50),
    st.datetimes(),
    st.dates(),
    st.sampled_from(
        [
            LEAD,
            f"<p>{LEAD}</p>",
            "Bridge closes",
            "https://example.org/a",
            "https://[",
            "By Ana Ruiz",
            "['Ana Ruiz']",
            "&#1114112;",
            "\ud800",
        ]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "@type", "text", "a"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_any_record_ends_as_an_article_or_a_refusal(content: dict[str, object]) -> None:
    found = read(content)
    assert isinstance(found, ReadArticle | Refusal)
    if isinstance(found, ReadArticle):
        assert_consistent(found)


MARKUP = st.lists(
    st.sampled_from(
        [
            "<html>",
            "<body>",
            "<p>",
            "</p>",
            "<h1>",
            "</h1>",
            "<table><tr><td>",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "&amp;",
            "&#0;",
            "&x;",
            "<br>",
            "<a href='x'>",
            f"<p>{LEAD}</p>",
            SECOND,
            "\x00",
            "<time datetime='2024'>",
            '<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":[1]}]}</script>',
            "<meta charset='utf-7'>",
            "<link rel=canonical href='http://['>",
            "<title>",
            "\ud7ff",
            "<svg>",
            "<![CDATA[",
            "<li>",
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), MARKUP.map(str.encode)), st.sampled_from(["text", "html"]))
def test_any_bytes_end_as_an_article_or_a_refusal(content: bytes, kind: str) -> None:
    found = read(content, kind=kind, locator="f")
    assert isinstance(found, ReadArticle | Refusal)
    if isinstance(found, ReadArticle):
        assert_consistent(found)
