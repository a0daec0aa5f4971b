"""Layouts of annotated corpora."""

import json

import pytest

from transforms.evaluation.gold import (
    AttributionArticle,
    EntityArticle,
    GoldDate,
    GoldError,
    GoldPage,
    Layout,
    read_gold,
    recognise_layout,
)


@pytest.mark.parametrize(("keys", "layout"), [
    pytest.param(("id", "text", "attributions", "title"), "attributions", id="attributions"),
    pytest.param(("id", "text", "mentions", "clusters", "dates", "attributions"), "entities", id="entities-and-attributions"),
    pytest.param(("id", "text", "mentions"), "entities", id="names-alone"),
    pytest.param(("id", "file", "body", "title"), "pages", id="pages"),
    pytest.param(("id", "text", "label", "split"), "sentences", id="labelled-sentences"),
])
def test_layout_is_told_by_keys(keys: tuple[str, ...], layout: Layout) -> None:
    assert recognise_layout(json.dumps(dict.fromkeys(keys, 0)), where="x/dev.jsonl") == layout


@pytest.mark.parametrize(("line", "observed"), [
    pytest.param('{"id": 1, "text": "x"}', "got id, text", id="plain-articles"),
    pytest.param("[1]", "got no object", id="array"),
    pytest.param("id,text", "a line that is none", id="csv"),
])
def test_unknown_layout(line: str, observed: str) -> None:
    with pytest.raises(GoldError, match=observed) as refused:
        recognise_layout(line, where="x/dev.jsonl")
    assert str(refused.value).startswith("x/dev.jsonl: expected ")


def test_read_attributions() -> None:
    line = '{"id": "a", "text": "Ana said so.", "attributions": [{"content": [[9, 11]], "source": [[0, 3]], "cue": [[4, 8]]}]}'
    article = read_gold(line, AttributionArticle, where="x")
    assert (article.attributions[0].content, article.attributions[0].source) == (((9, 11),), ((0, 3),))
    assert article.attributions[0].kind is None


def test_read_names_that_python_reserves() -> None:
    line = '{"id": "a", "text": "x", "mentions": [], "dates": [{"start": 0, "end": 1, "from": "2024-01", "to": "2024-02"}]}'
    assert read_gold(line, EntityArticle, where="x").dates == (GoldDate(start=0, end=1, first="2024-01", last="2024-02"),)


@pytest.mark.parametrize(("line", "reason"), [
    pytest.param('{"id": "a"}', r"dev.jsonl#line=3: file: ", id="key-missing"),
    pytest.param('{"id": "a", "file": "a.html", "authors": "Ana"}', r"line=3: authors: .* got 'Ana'", id="other-kind-of-value"),
    pytest.param('{"id"', r"line=3: record: Invalid JSON", id="cut-off"),
])
def test_record_out_of_layout(line: str, reason: str) -> None:
    with pytest.raises(GoldError, match=reason):
        read_gold(line, GoldPage, where="dev.jsonl#line=3")
