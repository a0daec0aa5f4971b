"""The annotated names of news: the file is sound, and what it says is read as it is meant."""

import hashlib
import json
from pathlib import Path

import pytest

from training.corpora import read_news_names

LABELS = Path(__file__).parents[2] / "training" / "annotations" / "news_names.jsonl"
TYPES = {"person", "organisation", "place", "event", "other"}
TEXT = "Ana Ruiz left Tern Quay. Bo Lund stayed."


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _write(folder: Path, **label: object) -> tuple[Path, Path]:
    texts, labels = folder / "texts.jsonl", folder / "labels.jsonl"
    texts.write_text(json.dumps({"id": "a1", "text": TEXT}) + "\n", encoding="utf8")
    labels.write_text(json.dumps({"id": "a1", "text_sha256": _digest(TEXT)} | label) + "\n", encoding="utf8")
    return labels, texts


def test_the_labels_are_sound_and_hold_no_text() -> None:
    lines = [json.loads(line) for line in LABELS.read_text(encoding="utf8").splitlines()]
    assert len({line["id"] for line in lines}) == len(lines) == 470
    for line in lines:
        assert set(line) <= {"id", "text_sha256", "read_to", "names"}
        end = 0
        for start, stop, kind in line["names"]:
            assert end <= start < stop <= line.get("read_to", stop), line["id"]
            assert kind in TYPES
            end = stop


def test_names_are_joined_with_their_text(tmp_path: Path) -> None:
    labels, texts = _write(tmp_path, names=[[0, 8, "person"], [14, 23, "place"]])
    (found,) = read_news_names(labels, [texts])
    assert [(found.text[span.start:span.end], span.label) for span in found.spans] == [
        ("Ana Ruiz", "person"), ("Tern Quay", "place")]


def test_a_text_ends_where_the_annotator_stopped(tmp_path: Path) -> None:
    labels, texts = _write(tmp_path, read_to=24, names=[[0, 8, "person"]])
    (found,) = read_news_names(labels, [texts])
    assert found.text == "Ana Ruiz left Tern Quay."


def test_another_version_of_a_text_is_refused(tmp_path: Path) -> None:
    labels, texts = _write(tmp_path, text_sha256="0" * 16, names=[])
    with pytest.raises(ValueError, match="article a1: expected a text with digest 0000000000000000, found"):
        read_news_names(labels, [texts])


def test_the_labels_fit_the_corpora(corpora: Path) -> None:
    found = read_news_names(LABELS, [corpora / "polnear" / "train.jsonl", corpora / "pages" / "gold.jsonl"])
    names = [text.text[span.start:span.end] for text in found for span in text.spans]
    assert all(name == name.strip() and name for name in names)
    assert len(names) > 20_000
