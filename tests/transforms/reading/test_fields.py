"""Columns by meaning, whatever they are called."""

import pytest

from transforms.reading.fields import FIELD_NAMES, meaning_of, read_fields, unread_text, wrapped_records


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        pytest.param("Full-Text", "text", id="case-and-separator"),
        pytest.param("pubDate", "published", id="camel-case"),
        pytest.param("dc:creator", "author", id="namespace"),
        pytest.param("updated_at", "modified", id="change-is-not-publication"),
        pytest.param("Unnamed: 0", None, id="unknown"),
    ],
)
def test_meaning_of(name: str, meaning: str | None) -> None:
    assert meaning_of(name) == meaning


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param({"text": 5}, "a number in its column text", id="number"),
        pytest.param({"text": True}, "true or false in its column text", id="truth-value"),
        pytest.param({"body": {"pages": 3}}, "an object without text in its column body", id="object"),
        pytest.param({"content": [1, 2]}, "a list without text in its column content", id="list"),
        pytest.param({"text": " ", "html": None}, "its column empty", id="blank"),
        pytest.param({"text": float("nan")}, "its column empty", id="missing-in-a-typed-column"),
        pytest.param({"title": "Bridge closes"}, None, id="no-such-column"),
    ],
)
def test_unread_text(record: dict[str, object], expected: str | None) -> None:
    assert unread_text(record) == expected


def test_no_name_has_two_meanings() -> None:
    names = [name.replace("_", "") for each in FIELD_NAMES.values() for name in each]
    shared = {
        name
        for name in names
        if len({meaning for meaning, each in FIELD_NAMES.items() if name in [n.replace("_", "") for n in each]}) > 1
    }
    assert shared == set()


def test_read_fields() -> None:
    fields = read_fields(
        {
            "ID": 7.0,
            "Headline": " Bridge\ncloses ",
            "body": ["One.", "Two."],
            "byline": "['Ana Ruiz', 'Tom Vale']",
            "source": {"id": None, "name": "Harbour Post"},
            "date": "2024-01-05",
            "publish_date": "nan",
            "lang": "en",
        }
    )
    assert (fields.external_id, fields.title, fields.text) == ("7", "Bridge closes", "One.\n\nTwo.")
    assert (fields.author, fields.outlet, fields.published, fields.language) == (
        ["Ana Ruiz", "Tom Vale"],
        "Harbour Post",
        ("2024-01-05",),
        "en",
    )


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param({"content": "short", "text": "long"}, "long", id="best-name-first"),
        pytest.param({"content": "", "summary": "x", "body": "story"}, "story", id="empty-column-is-passed-over"),
        pytest.param({"content": {"rendered": "<p>story</p>"}}, "<p>story</p>", id="rendered"),
        pytest.param({"text": float("nan")}, None, id="missing-value-of-a-frame"),
    ],
)
def test_text_column(record: dict[str, object], expected: str | None) -> None:
    assert read_fields(record).text == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param({"status": "ok", "articles": [{"title": "A"}]}, [{"title": "A"}], id="api-answer"),
        pytest.param({"response": {"results": [{"id": 1}]}}, [{"id": 1}], id="nested"),
        pytest.param({"text": "A story", "items": [{"id": 1}]}, None, id="an-article-with-a-list"),
        pytest.param({"title": "A"}, None, id="one-record"),
    ],
)
def test_wrapped_records(record: dict[str, object], expected: list[object] | None) -> None:
    assert wrapped_records(record) == expected
