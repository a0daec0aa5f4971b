"""The labels keep their own rules; where the labelled articles are at hand, they also fit them."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from transforms.evaluation.gold import AttributionLabels, read_gold

LINES = (Path(__file__).parent / "pages_quotes.jsonl").read_text(encoding="utf-8").splitlines()
RECORDS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
EACH_ARTICLE = pytest.mark.parametrize("record", [pytest.param(record, id=record["id"]) for record in RECORDS])

PARTS = ("source", "cue", "content")


def characters(attribution: dict[str, Any], *parts: str) -> list[int]:
    return [at for part in parts for start, end in attribution[part] for at in range(start, end)]


def test_they_are_read_as_labels() -> None:
    articles = [read_gold(line, AttributionLabels, where="pages_quotes.jsonl") for line in LINES]
    assert (len({article.id for article in articles}), sum(len(article.attributions) for article in articles)) == (20, 347)


def test_no_text_is_stored() -> None:
    assert {key for record in RECORDS for key in record} == {"id", "text_sha256", "attributions"}
    attributions = [one for record in RECORDS for one in record["attributions"]]
    assert {key for one in attributions for key in one} == {*PARTS, "speaker_name", "speaker_kind"}


@EACH_ARTICLE
def test_pieces_are_ordered_and_only_sources_are_shared(record: dict[str, Any]) -> None:
    owned: list[int] = []
    sources: set[int] = set()
    for one in record["attributions"]:
        assert one["cue"] and one["content"]
        for part in PARTS:
            edges = [edge for piece in one[part] for edge in piece]
            assert edges == sorted(set(edges))
        owned += characters(one, "cue", "content")
        sources.update(characters(one, "source"))
    assert len(owned) == len(set(owned))
    assert sources.isdisjoint(owned)


@EACH_ARTICLE
def test_names_go_with_kinds(record: dict[str, Any]) -> None:
    for one in record["attributions"]:
        assert (one["speaker_name"] is not None) == (one["speaker_kind"] in {"named", "pronoun", "nominal"})
        assert bool(one["source"]) == (one["speaker_kind"] != "none")


@pytest.mark.corpus
def test_they_fit_the_articles(corpora: Path) -> None:
    lines = (corpora / "pages" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    texts: dict[str, str] = {page["id"]: page["body"] for page in map(json.loads, lines)}
    pronoun = re.compile(r"(?i)he|she|it|they|her")
    for record in RECORDS:
        text = texts[record["id"]]
        assert hashlib.sha256(text.encode()).hexdigest() == record["text_sha256"]
        for one in record["attributions"]:
            pieces = [text[start:end] for part in PARTS for start, end in one[part]]
            assert all(piece == piece.strip() for piece in pieces)
            # No piece starts or ends inside a word.
            for start, end in (piece for part in PARTS for piece in one[part]):
                assert not text[start - 1:start + 1].isalnum() or start == 0
                assert not text[end - 1:end + 1].isalnum() or end == len(text)
            if one["speaker_kind"] == "pronoun":
                assert pronoun.fullmatch(text[slice(*one["source"][0])])
