"""Exports with column names of their own: what the mapping says goes first, the usual names fill in."""

import json

import pytest

from tests.transforms.reading.opened_records import opened, shown
from transforms.reading.articles import read_article
from transforms.reading.field_mapping import USUAL_NAMES, FieldMapping, FieldMappingError, Meaning, parse_field_mapping
from transforms.reading.fields import FIELD_NAMES, read_fields
from transforms.reading.records import RawRecord, ReadArticle, ReadingLimits, Refusal

GERMAN = FieldMapping(columns=(("text", "Volltext"), ("title", "Kopf"), ("published", "Datum"), ("section", None)))


def test_every_meaning_has_usual_names() -> None:
    assert tuple(FIELD_NAMES) == (
        "id",
        "url",
        "canonical_url",
        "title",
        "dek",
        "text",
        "html",
        "author",
        "published",
        "modified",
        "outlet",
        "section",
        "language",
        "dateline_place",
    )


def test_a_mapping_as_written() -> None:
    content = json.dumps({"text": "Volltext", "title": "Kopf", "published": "Datum", "section": None}).encode("utf-8-sig")
    assert parse_field_mapping(content) == GERMAN


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"text: Volltext", "expected a JSON object in UTF-8, found what is none", id="no-json"),
        pytest.param(b"[]", "expected a JSON object such as", id="no-object"),
        pytest.param(b"{}", "expected a JSON object such as", id="empty"),
        pytest.param(b'{"titel": "Kopf"}', "found 'titel'; did you mean 'title'?", id="unknown-meaning"),
        pytest.param(b'{"text": 5}', "text: expected the name of a column or null, found 5", id="no-name"),
        pytest.param(b'{"text": " "}', "text: expected the name of a column or null", id="blank-name"),
        pytest.param(b"[" * 50_000, "expected a JSON object in UTF-8", id="nested"),
        pytest.param(b" " * 70_000, "expected at most 65536 bytes, found 70000", id="long"),
    ],
)
def test_what_is_no_mapping(content: bytes, message: str) -> None:
    with pytest.raises(FieldMappingError) as fault:
        parse_field_mapping(content)
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("record", "columns", "expected"),
    [
        pytest.param({"Volltext": "Ja.", "Kopf": "Titel"}, GERMAN, ("Ja.", "Titel"), id="mapped"),
        pytest.param({"Volltext": "Ja.", "text": "No.", "title": "T"}, GERMAN, ("Ja.", "T"), id="mapped-goes-before-usual"),
        pytest.param({"Volltext": " ", "text": "No."}, GERMAN, ("No.", None), id="empty-falls-back"),
        pytest.param({"text": "Usual.", "title": "T"}, GERMAN, ("Usual.", "T"), id="record-without-the-columns"),
        pytest.param(
            {"content": "A headline", "body": "The text."},
            FieldMapping(columns=(("title", "content"),)),
            ("The text.", "A headline"),
            id="a-column-means-one-thing",
        ),
        pytest.param(
            {"story": {"body": "Deep."}}, FieldMapping(columns=(("text", "story.body"),)), ("Deep.", None), id="path-with-a-dot"
        ),
        pytest.param(
            {"story.body": "Flat."}, FieldMapping(columns=(("text", "story.body"),)), ("Flat.", None), id="name-with-a-dot"
        ),
        pytest.param({"text": "t", "title": "T"}, FieldMapping(columns=(("title", None),)), ("t", None), id="meaning-left-out"),
        pytest.param({"text": "t"}, USUAL_NAMES, ("t", None), id="no-mapping"),
    ],
)
def test_columns_by_mapping(record: dict[str, object], columns: FieldMapping, expected: tuple[str, str | None]) -> None:
    found = read_fields(record, columns=columns)
    assert (found.text, found.title) == expected


def test_html_named_by_the_user_goes_before_text_found_by_name() -> None:
    found = read_fields({"Inhalt": "<p>Ja.</p>", "text": "Teaser"}, columns=FieldMapping(columns=(("html", "Inhalt"),)))
    assert (found.text, found.html) == (None, "<p>Ja.</p>")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        pytest.param(
            (("text", "Voltext"), ("title", "Kopf")),
            "expected a column that the mapping names (Voltext, Kopf), found id, text; read other exports in a run of their own",
            id="none-of-them-there",
        ),
        pytest.param((("text", "Voltext"), ("id", "id")), None, id="one-of-them-there"),
        pytest.param((("title", None),), None, id="none-named"),
        pytest.param((), None, id="no-mapping"),
    ],
)
def test_a_record_without_any_column_of_the_mapping_is_refused(
    columns: tuple[tuple[Meaning, str | None], ...], expected: str | None,
) -> None:
    record = RawRecord(locator="f#line=1", content={"id": "7", "text": "The ferry stopped on Monday."}, format="fields")
    mapping = FieldMapping(columns=columns)
    found = read_article(record, run_id="n_0123456789abcdef", limits=ReadingLimits(), columns=mapping)
    if expected is None:
        assert isinstance(found, ReadArticle)
    else:
        assert isinstance(found, Refusal)
        assert (found.rule, found.reason) == ("read.no_text_field", f"f#line=1: {expected}")


def test_a_table_of_foreign_columns_end_to_end() -> None:
    content = "Nr;Kopf;Volltext;Datum;section\n7;Ferry stops;The ferry stopped on Monday.;2026-01-05;City\n"
    [record] = opened(content.encode(), columns=GERMAN)
    assert shown([record]) == [("f#row=1", "fields")]
    assert isinstance(record, RawRecord)
    found = read_article(record, run_id="n_0123456789abcdef", limits=ReadingLimits(), columns=GERMAN)
    assert isinstance(found, ReadArticle)
    row = found.article
    assert (row.text, row.title, str(row.published_date), row.section) == (
        "Ferry stops\n\nThe ferry stopped on Monday.",
        "Ferry stops",
        "2026-01-05",
        None,
    )


def test_a_mapping_does_not_reach_into_feeds() -> None:
    feed = b'{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"T","content_text":"One.","x":"No."}]}'
    columns = FieldMapping(columns=(("text", "title"),))
    [record] = opened(feed, columns=columns)
    assert isinstance(record, RawRecord)
    found = read_article(record, run_id="n_0123456789abcdef", limits=ReadingLimits(), columns=columns)
    assert isinstance(found, ReadArticle)
    assert found.article.text == "T\n\nOne."
