"""The bundled samples are what their sources and their labels say; nothing here runs the pipeline."""

import csv
import gzip
import io
import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import make_samples
import pyarrow.parquet as pq
import pytest

HERE = Path(make_samples.__file__).parent

# A single mark closes only where no letter follows, so that apostrophes inside a quotation do not end it.
QUOTED = re.compile(r"“(?P<curly>[^”]*)”|\"(?P<straight>[^\"]*)\"|‘(?P<single>.*?[,.?!\w])’(?!\w)")

def labels(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def page_text(page: bytes) -> str:
    """All text of a page, furniture included, in the encoding the page declares."""
    tree = lxml.html.document_fromstring(page)
    for element in tree.xpath("//script|//style"):
        element.drop_tree()
    return tree.text_content()


@cache
def records_of(file: str) -> dict[str | None, str]:
    """Text of every record of a sample that has one, by record id; None is the id of a file that is one article."""
    path = HERE / file
    if path.suffix == ".txt":
        return {None: path.read_text(encoding="utf-8")}
    if path.suffix == ".html":
        return {None: page_text(path.read_bytes())}
    if path.suffix == ".gz":
        return {None: page_text(gzip.decompress(path.read_bytes()))}
    if path.suffix == ".csv":
        return {row["id"]: row["body"] for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))}
    if path.suffix == ".parquet":
        return {row["doc_id"]: row["text"] for row in pq.read_table(path).to_pylist()}
    texts: dict[str | None, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            continue
        texts[record["id"]] = record["text"]
    return texts


@pytest.mark.parametrize("label", labels("expected_quotes.jsonl"), ids=lambda label: f"{label['file']}:{label['quote'][:24]}")
def test_label_is_verbatim_in_its_record(label: dict[str, Any]) -> None:
    text = one_line(records_of(label["file"])[label["record"]])
    for words in (*label.get("pieces", [label["quote"]]), *label.get("quoted", []), label["speaker_text"], label["cue"]):
        assert words in text
    assert label["quote"] == label.get("pieces", [label["quote"]])[0]
    assert (label["type"] == "mixed") == ("quoted" in label)
    if label["type"] == "direct":
        assert all(re.search(rf"[“‘\"]{re.escape(piece)}", text) for piece in label.get("pieces", [label["quote"]]))
    for words in label.get("quoted", []):
        assert any(words in piece for piece in label.get("pieces", [label["quote"]]))


def test_every_quoted_passage_is_labelled_as_speech_or_as_no_speech() -> None:
    labelled: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for label in labels("expected_quotes.jsonl"):
        labelled[label["file"], label["record"]] += [*label.get("pieces", [label["quote"]]), *label.get("quoted", [])]
    no_speech = {(label["file"], label["record"], label["quoted"]) for label in labels("expected_not_speech.jsonl")}
    unlabelled = {
        (*record, words)
        for record, speech in labelled.items()
        for found in QUOTED.finditer(one_line(records_of(record[0])[record[1]]))
        if (words := found[found.lastgroup or 0])
        and not any(words in piece or piece in words for piece in speech)
    }
    assert unlabelled == no_speech


def test_every_article_is_labelled_once() -> None:
    articles = [(label["file"], label["record"]) for label in labels("expected_articles.jsonl")]
    assert len(articles) == len(set(articles))
    assert {(label["file"], label["record"]) for label in labels("expected_quotes.jsonl")} == set(articles)
    files = {f"{path.parent.name}/{path.name}" for folder in ("articles", "revised") for path in (HERE / folder).iterdir()}
    assert {file for file, _ in articles} == files - {"articles/broken.html.gz"}


def test_generated_samples_match_their_sources() -> None:
    for name, built in make_samples.build().items():
        committed = (HERE / "articles" / name).read_bytes()
        if name.endswith(".parquet"):
            assert pq.read_table(io.BytesIO(built)).equals(pq.read_table(io.BytesIO(committed)))
        elif name == "orchard-blight.html.gz":  # another zlib may pack the same page into other bytes
            assert gzip.decompress(built) == gzip.decompress(committed)
        elif name == "broken.html.gz":
            with pytest.raises(EOFError):
                gzip.decompress(committed)
        else:
            assert built == committed


def test_wire_copy_has_the_same_body_in_both_outlets() -> None:
    page = (HERE / "sources" / "port-strike.html").read_text(encoding="utf-8")
    copy = records_of("articles/newsroom-export.jsonl")["lt-20260217-044"].split("\n\n")
    assert re.findall(r"<p>(.*?)</p>", page) == copy[:-2]
    assert copy[-2].startswith("Sign up for ") and copy[-1].startswith("Read more: ")


def test_revision_adds_one_quote_and_removes_one() -> None:
    quotes = {
        folder: {label["quote"] for label in labels("expected_quotes.jsonl") if label["file"] == f"{folder}/ferry-inquiry.html"}
        for folder in ("articles", "revised")
    }
    assert quotes["revised"] - quotes["articles"] == {"We offered him a meeting on 3 June and he did not come,"}
    assert quotes["articles"] - quotes["revised"] == {"We will go where the evidence goes,"}
