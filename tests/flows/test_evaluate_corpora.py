"""The evaluate command over small invented corpora."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT, Commands, Ended, wait

from flows.evaluate_corpora import evaluate_corpora, find_corpus_files
from flows.load_models import choose_models
from flows.report_failures import InputError
from flows.run_workers import Workers

TEXT = (
    "The harbour of Lumen was empty on Monday.\n\n"
    "“Prices fell in every port this week,” harbour master Ana Ruiz said. “Nobody expected it to happen so soon.”\n\n"
    "Ruiz said that the ferries would return in June.")


def span(words: str, nth: int = 0) -> list[int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


ATTRIBUTIONS: dict[str, Any] = {
    "id": "t1", "title": "Empty harbour", "date": "2024-05-08", "text": TEXT, "attributions": [
        {"content": [span("“Prices fell in every port this week"), span("“Nobody expected it to happen so soon")],
         "source": [span("harbour master Ana Ruiz")], "cue": [span("said")], "source_text": "harbour master Ana Ruiz"},
        {"content": [span("that the ferries would return in June")], "source": [span("Ruiz", 1)], "cue": [span("said", 1)],
         "source_text": "Ruiz"},
    ]}
ENTITIES = {
    "id": "t2", "date_created": "2024-05-08", "text": TEXT,
    "mentions": [
        {"start": span("Ana Ruiz")[0], "end": span("Ana Ruiz")[1], "kind": "name", "etype": "person", "cluster": "1"},
        {"start": span("Ruiz", 1)[0], "end": span("Ruiz", 1)[1], "kind": "name", "etype": "person", "cluster": "1"},
    ],
    "clusters": [{"id": "1", "canonical": "Ana Ruiz"}],
    "dates": [{"start": span("Monday")[0], "end": span("Monday")[1], "when": "2024-05-06"}]}
PARAGRAPHS = [
    "Ferries will return to the harbour of Lumen in June, the port authority said on Tuesday after a long winter.",
    "The boats had stayed away since a storm broke two of the four piers, and the town lost much of its trade.",
    "Shopkeepers along the quay said that they were looking forward to the first visitors of the year.",
    "Repairs to the last pier will go on until the end of the summer, when the oldest of the ferries will be retired."]
PAGE = {
    "id": "t3", "file": "html/t3.html", "title": "Ferries return", "authors": ["Ana Ruiz"], "published_day": "2024-05-07",
    "body": "\n".join(PARAGRAPHS)}
HTML = (
    "<!doctype html><html lang=en><head><title>Ferries return</title><meta name=author content='Ana Ruiz'>"
    "<meta property='article:published_time' content='2024-05-07T08:00:00Z'></head><body><nav><a href='/'>Home</a></nav>"
    f"<article><h1>Ferries return</h1>{''.join(f'<p>{one}</p>' for one in PARAGRAPHS)}</article></body></html>")


def write_corpus(folder: Path, *records: object, name: str = "dev.jsonl") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return folder


def evaluate(commands: Commands, *arguments: str | Path) -> Ended:
    return wait(commands.start("evaluate", *arguments, "--workers", "1"))


def scores_of(ended: Ended) -> dict[str, dict[str, Any]]:
    assert ended.status == 0, str(ended)
    return {
        result["corpus"]: result | {"scores": {score["measure"]: score for score in result["scores"]}}
        for result in json.loads(ended.stdout)}


def test_every_layout_end_to_end(commands: Commands, tmp_path: Path) -> None:
    """Scores, and predictions whose offsets are those of the annotated text, although a headline stands before ours."""
    attributions = write_corpus(tmp_path / "attributed", ATTRIBUTIONS)
    entities = write_corpus(tmp_path / "named", ENTITIES)
    pages = write_corpus(tmp_path / "seen", PAGE, {**PAGE, "id": "t4", "file": "html/gone.html"}, name="gold.jsonl")
    (pages / "html").mkdir()
    (pages / "html" / "t3.html").write_text(HTML, encoding="utf-8")
    sentences = write_corpus(tmp_path / "claimed", {"id": "s1", "text": "Prices fell by a fifth.", "label": 1})
    found = tmp_path / "found"
    ended = evaluate(commands, attributions, entities, pages, sentences, "--json", "--predictions", found)
    results = scores_of(ended)
    assert {name: (result["task"], result["document_count"]) for name, result in results.items()} == {
        "attributed/dev": ("quotes", 1), "named/dev": ("entities", 1), "seen/gold": ("pages", 2), "claimed/dev": ("claims", 1)}

    quotes = results["attributed/dev"]["scores"]
    assert (quotes["quoted4_span_f1"]["value"], quotes["quoted4_span_f1"]["sample_count"]) == (1.0, 1)
    assert quotes["quoted4_end_to_end_f1"]["value"] == 1.0
    rows = [json.loads(line) for line in (found / "attributed" / "dev" / "quotes.jsonl").read_text("utf-8").splitlines()]
    assert "Prices fell in every port this week" in rows[0]["quote_text"]
    assert all(TEXT[row["quote_start"]:row["quote_end"]] == row["quote_text"] for row in rows)
    assert all(TEXT[row["speaker_start"]:row["speaker_end"]] == row["speaker_text"] for row in rows)
    assert {row["article_id"] for row in rows} == {"t1"}

    assert results["named/dev"]["scores"]["date_value_accuracy"]["value"] == 1.0
    assert results["named/dev"]["scores"]["canonical_name_accuracy"]["value"] == 1.0
    assert {path.name for path in (found / "named" / "dev").iterdir()} == {"mentions.jsonl", "entities.jsonl", "dates.jsonl"}

    page = results["seen/gold"]
    assert (page["scores"]["title_accuracy"]["value"], page["scores"]["date_accuracy"]["value"]) == (0.5, 0.5)
    assert page["scores"]["pages_below_half_count"]["value"] == 1
    assert len(page["missing"]) == 1
    assert "gone.html: expected a readable page" in page["missing"][0]

    scores = results["claimed/dev"]["scores"]
    # The tagger may or may not score sentences; where it does not, the note says so.
    assert set(scores) == {"f1", "macro_f1", "average_precision", "calibration_error", "brier_score"} or (
        not scores and "does not score sentences" in results["claimed/dev"]["note"])


LABELS = {
    "id": "t1", "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "attributions": [
        {name: value for name, value in attribution.items() if name != "source_text"}
        | {"speaker_kind": "named", "speaker_name": "Ana Ruiz"}
        for attribution in ATTRIBUTIONS["attributions"]]}


def test_labels_are_scored_with_texts_kept_elsewhere(commands: Commands, tmp_path: Path) -> None:
    labels = write_corpus(tmp_path / "labelled", LABELS)
    texts = write_corpus(
        tmp_path / "seen", {"id": "other", "body": "x"}, {"id": "t1", "body": TEXT, "title": "Empty harbour"}, name="gold.jsonl")
    scores = scores_of(evaluate(commands, labels, "--texts", texts, "--json"))["labelled/dev"]["scores"]
    assert (scores["quoted4_end_to_end_f1"]["value"], scores["all_span_f1"]["value"]) == (1.0, 1.0)
    assert (scores["speaker_name_recall"]["value"], scores["speaker_name_recall"]["sample_count"]) == (1.0, 2)
    assert scores["speaker_name_precision"]["value"] == 1.0


@pytest.mark.parametrize(("stored", "message"), [
    pytest.param(None, "holds labels without the texts they are about; name the file of the texts with --texts", id="no-texts"),
    pytest.param({"id": "t2", "body": TEXT}, "expected the text t1 that labelled/dev.jsonl#line=1 labels, found none",
                 id="not-among-them"),
    pytest.param({"id": "t1", "body": TEXT + " "}, "labelled/dev.jsonl#line=1: expected the text t1 as it was labelled",
                 id="another-text"),
])
def test_labels_without_their_text_are_not_scored(tmp_path: Path, stored: object, message: str) -> None:
    labels = write_corpus(tmp_path / "labelled", LABELS)
    texts = write_corpus(tmp_path / "seen", stored) if stored is not None else None
    with pytest.raises(InputError, match=message):
        evaluate_corpora([str(labels)], workers=Workers(count=1, models=choose_models()), texts=texts)


def test_table_names_the_file_taken(commands: Commands, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "seen", PAGE, PAGE, name="gold.jsonl")
    (folder / "html").mkdir()
    (folder / "html" / "t3.html").write_text(HTML, encoding="utf-8")
    ended = evaluate(commands, folder, "--limit", "1")
    assert ended.status == 0, str(ended)
    lines = [line.split() for line in ended.stdout.splitlines()]
    assert ["title_accuracy", "1.000", "1"] in lines
    assert str(folder / "gold.jsonl") in ended.stdout
    assert ended.stderr == ""


@pytest.mark.parametrize(("record", "message"), [
    pytest.param({"id": "x", "text": "No gold."}, "expected annotated records of a known layout", id="unknown-layout"),
    pytest.param(
        {**ATTRIBUTIONS, "attributions": [{"content": "so"}]}, "dev.jsonl#line=1: attributions.0.content:", id="out-of-layout"),
])
def test_failures_are_one_line(commands: Commands, tmp_path: Path, record: object, message: str) -> None:
    ended = evaluate(commands, write_corpus(tmp_path / "odd", record))
    assert (ended.status, ended.stdout) == (1, "")
    assert ended.stderr.startswith("onrecord: ")
    assert ended.stderr.count("\n") == 1
    assert message in ended.stderr


def test_text_that_reading_did_not_keep_fails_after_the_scores(commands: Commands, tmp_path: Path) -> None:
    markup = f"<p>{TEXT}</p><script>document.write(1)</script>"
    folder = write_corpus(tmp_path / "odd", {**ATTRIBUTIONS, "id": "t5", "text": markup}, ATTRIBUTIONS)
    ended = evaluate(commands, folder, "--json")
    (result,) = json.loads(ended.stdout)
    assert (ended.status, result["document_count"], len(result["misaligned"])) == (1, 2, 1)
    assert result["missing"] == result["misaligned"]
    assert ended.stderr.startswith("onrecord: 1 of 2 documents could not be aligned and count as nothing found, first odd/dev")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(("files", "taken"), [
    pytest.param(("train.jsonl", "dev.jsonl", "dev_more.jsonl", "test.jsonl"), ["dev", "dev_more"], id="development-first"),
    pytest.param(("train.jsonl", "gold.jsonl"), ["gold"], id="anything-before-training"),
    pytest.param(("train.jsonl",), ["train"], id="training-when-alone"),
])
def test_files_of_a_folder(tmp_path: Path, files: tuple[str, ...], taken: list[str]) -> None:
    for file in files:
        write_corpus(tmp_path / "corpus", ATTRIBUTIONS, name=file)
    found = find_corpus_files([str(tmp_path / "corpus")])
    assert [(file.name, file.layout) for file in found] == [(f"corpus/{stem}", "attributions") for stem in taken]


def test_a_file_named_is_taken_once(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus", ATTRIBUTIONS, name="train.jsonl")
    write_corpus(folder, ATTRIBUTIONS)
    found = find_corpus_files([str(folder / "train.jsonl"), str(folder), str(folder / "train.jsonl")])
    assert [file.name for file in found] == ["corpus/train", "corpus/dev"]


def test_corpora_that_cannot_be_told_apart_or_read(tmp_path: Path) -> None:
    first, second = (write_corpus(tmp_path / side / "corpus", ATTRIBUTIONS) for side in ("a", "b"))
    with pytest.raises(InputError, match="its own folder and name, got corpus/dev"):
        find_corpus_files([str(first), str(second)])
    with pytest.raises(InputError, match="found nothing there"):
        find_corpus_files([str(tmp_path / "nowhere")])
    with pytest.raises(InputError, match=r"expected files \*.jsonl in the folder, found none"):
        find_corpus_files([str(tmp_path)])
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(InputError, match="expected annotated records, one a line, found none"):
        find_corpus_files([str(tmp_path / "empty.jsonl")])


def test_prefect_is_not_needed(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "claimed", {"id": "s1", "text": "Prices fell by a fifth.", "label": 1})
    code = "import sys; from flows.__main__ import main; main(['evaluate', sys.argv[1]]); print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code, folder], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(ended.stdout.splitlines()[-1].split())
    assert {"flows.evaluate_corpora", "flows.score_in_child"} <= modules
    assert modules.isdisjoint({"prefect", "great_expectations", "spacy"})


@pytest.mark.corpus
def test_real_corpora(commands: Commands, corpora: Path) -> None:
    """Offsets align and the figures are those of working code, on a few documents of each corpus."""
    folders = [corpora / name for name in ("polnear", "meantime", "pages")]
    results = scores_of(evaluate(commands, *folders, "--limit", "6", "--json"))
    assert {name: result["missing"] for name, result in results.items()} == {
        "polnear/dev": [], "meantime/dev": [], "pages/gold": []}
    assert results["polnear/dev"]["scores"]["quoted4_span_f1"]["value"] > 0.8
    assert results["meantime/dev"]["scores"]["names_lenient_geo_f1"]["value"] > 0.7
    assert results["pages/gold"]["scores"]["body_f1"]["value"] > 0.9
