"""The labels of the samples with offsets are the labels of the samples."""

import json
from pathlib import Path
from typing import Any

import pytest
from make_samples_quotes import SAMPLES, distance, places, speaker

from transforms.evaluation.gold import AttributionArticle, read_gold

LINES = (Path(__file__).parent / "samples_quotes.jsonl").read_text(encoding="utf-8").splitlines()
ARTICLES = [read_gold(line, AttributionArticle, where="samples_quotes.jsonl") for line in LINES]


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_every_label_of_a_first_run_has_its_offsets() -> None:
    labels: list[dict[str, Any]] = [
        json.loads(line) for line in (SAMPLES / "expected_quotes.jsonl").read_text(encoding="utf-8").splitlines()]
    expected = {
        (label["file"] if label["record"] is None else f"{label['file']}#{label['record']}",
         tuple(label.get("pieces", [label["quote"]])), label["speaker_text"], *speaker(label))
        for label in labels if label["file"].startswith("articles/")}
    assert {
        (article.id, tuple(one_line(article.text[start:end]) for start, end in one.content), one_line(one.source_text or ""),
         one.speaker_name, one.speaker_kind)
        for article in ARTICLES for one in article.attributions} == expected
    assert sum(len(article.attributions) for article in ARTICLES) == len(expected) == 155


@pytest.mark.parametrize("article", [pytest.param(article, id=article.id) for article in ARTICLES])
def test_sources_stand_beside_their_contents(article: AttributionArticle) -> None:
    """A source found elsewhere in the article would be another mention."""
    for one in article.attributions:
        assert min(distance(list(source), list(piece)) for source in one.source for piece in one.content) < 150


@pytest.mark.parametrize(("words", "expected"), [
    pytest.param("two dogs", [[4, 12], [18, 26]], id="across-a-line-break"),
    pytest.param("dog", [], id="whole-words"),
])
def test_places(words: str, expected: list[list[int]]) -> None:
    assert places("All two dogs, all two\ndogs", words) == expected
