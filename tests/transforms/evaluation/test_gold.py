"""Layouts of annotated corpora."""

import hashlib
import json

import pytest

from transforms.evaluation.gold import (
    AttributionArticle,
    AttributionLabels,
    EntityArticle,
    GoldDate,
    GoldError,
    GoldPage,
    Layout,
    StoredText,
    join_text,
    read_gold,
    recognise_layout,
    write_article,
)


@pytest.mark.parametrize(("keys", "layout"), [
    pytest.param(("id", "text", "attributions", "title"), "attributions", id="attributions"),
    pytest.param(("id", "text", "mentions", "clusters", "dates", "attributions"), "entities", id="entities-and-attributions"),
    pytest.param(("id", "text", "mentions"), "entities", id="names-alone"),
    pytest.param(("id", "file", "body", "title"), "pages", id="pages"),
    pytest.param(("id", "text", "label", "split"), "sentences", id="labelled-sentences"),
    pytest.param(("id", "text_sha256", "attributions"), "labels", id="labels-without-text"),
    pytest.param(("id", "text", "text_sha256", "attributions"), "attributions", id="labels-with-text"),
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


TEXT = "“Low tide,” Ana Ruiz said – “at six.”"


def labels_of(text: str) -> AttributionLabels:
    line = json.dumps({
        "id": "a", "text_sha256": hashlib.sha256(text.encode()).hexdigest(), "attributions": [
            {"source": [[12, 20]], "cue": [[21, 25]], "content": [[0, 11], [28, 37]], "speaker_name": "Ana Ruiz",
             "speaker_kind": "named"},
            {"source": [], "cue": [[21, 25]], "content": [[0, 11]], "speaker_name": None, "speaker_kind": "none"}]})
    return read_gold(line, AttributionLabels, where="x")


@pytest.mark.parametrize("stored", [
    pytest.param({"id": "a", "body": TEXT, "title": "Tides", "published_day": "2024-05-07"}, id="page"),
    pytest.param({"id": "a", "text": TEXT, "title": "Tides", "date": "2024-05-07"}, id="article"),
])
def test_labels_are_joined_with_their_text(stored: dict[str, str]) -> None:
    article = join_text(labels_of(TEXT), read_gold(json.dumps(stored), StoredText, where="y"), where="x")
    assert (article.id, article.text, article.title, article.date) == ("a", TEXT, "Tides", "2024-05-07")
    first, second = article.attributions
    assert [TEXT[start:end] for start, end in first.content] == ["“Low tide,”", "“at six.”"]
    assert (first.source_text, first.speaker_name, first.speaker_kind) == ("Ana Ruiz", "Ana Ruiz", "named")
    assert (second.source_text, second.speaker_name, second.speaker_kind) == (None, None, "none")
    assert read_gold(write_article(article), AttributionArticle, where="z") == article


def test_labels_of_another_text_are_refused() -> None:
    changed = StoredText(id="a", text=TEXT.replace("six", "ten"))
    with pytest.raises(GoldError, match=r"^pages.jsonl#line=2: expected the text a as it was labelled \(SHA-256 \w{64}\), got"):
        join_text(labels_of(TEXT), changed, where="pages.jsonl#line=2")


def test_a_kind_of_speaker_not_known_is_refused() -> None:
    line = '{"id": "a", "text_sha256": "", "attributions": [{"content": [[0, 1]], "speaker_kind": "ghost"}]}'
    with pytest.raises(GoldError, match=r"x: attributions.0.speaker_kind: .* got 'ghost'"):
        read_gold(line, AttributionLabels, where="x")
