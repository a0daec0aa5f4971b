"""Runs over the samples, by the command line: what they publish, and that order, batches and repetition change nothing."""

import csv
import io
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from command_line import (
    SAMPLES,
    Commands,
    Ended,
    accounts,
    files_of,
    rejects_of,
    rows_apart_from_run,
    tables_of,
    wait,
)

from schemas import TABLES

pytestmark = pytest.mark.flow

Check = Callable[[Path], list[str]]

EXPECTED_COUNTS = {
    "record_count": 19, "new_count": 16, "revised_count": 0, "unchanged_count": 0, "outside_range_count": 0,
    "rejected_count": 3, "rejected_row_count": 0, "annotated_count": 16, "status": "published",
}


def expected_articles() -> list[dict[str, Any]]:
    """The labels of the samples that a first run reads."""
    lines = (SAMPLES / "expected_articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [label for label in map(json.loads, lines) if label["file"].startswith("articles/")]


def counts_of(run: dict[str, Any]) -> dict[str, Any]:
    return {name: run[name] for name in EXPECTED_COUNTS}


def test_first_run_publishes_every_table_and_keeps_the_contract(first_run: tuple[Path, Ended], check: Check) -> None:
    output, ended = first_run
    assert ended.status == 0, str(ended)
    assert "Traceback" not in ended.stdout + ended.stderr
    assert "19 records: 16 new, 0 revised, 0 already known, 0 outside the dates asked for, 3 rejected" in ended.stdout
    assert {path.name for path in (output / "current").iterdir() if path.is_dir()} == set(TABLES)
    assert check(output) == []
    (run,) = accounts(output)
    assert counts_of(run) == EXPECTED_COUNTS
    tables = tables_of(output)
    assert [row["run_id"] for row in tables["runs"].to_pylist()] == [run["run_id"]]
    assert all(tables[name].num_rows for name in ("mentions", "entities", "quotes", "quote_groups", "claims", "authors"))


def test_first_run_publishes_the_labelled_articles(first_run: tuple[Path, Ended]) -> None:
    tables = tables_of(first_run[0])
    outlets = {row["source_id"]: row["name"] for row in tables["sources"].to_pylist()}
    published = Counter(
        (row["title"], outlets.get(row["source_id"]), str(row["published_date"]), row["duplicate_role"], row["wire_agency"])
        for row in tables["articles"].to_pylist())
    assert published == Counter(
        (label["title"], label["outlet"], str(label["published_date"]), label["duplicate_role"], label["wire_agency"])
        for label in expected_articles())
    months = Counter(
        f"{row['published_date']:%Y-%m}" if row["published_date"] else "undated" for row in tables["articles"].to_pylist())
    assert months == {"2026-01": 3, "2026-02": 5, "2026-03": 5, "undated": 3}
    assert sum(row["is_representative"] for row in tables["articles"].to_pylist()) == 15


def test_first_run_rejects_what_cannot_be_read(first_run: tuple[Path, Ended]) -> None:
    output, _ = first_run
    rejects = rejects_of(output, accounts(output)[0]["run_id"])
    assert sorted((row["input_locator"].split("#")[0], row["stage"], row["rule_id"]) for row in rejects) == [
        ("articles/broken.html.gz", "read", "read.damaged_file"),
        ("articles/newsroom-export.jsonl", "read", "read.bad_record"),
        ("articles/newsroom-export.jsonl", "read", "read.empty_text"),
    ]
    assert all(row["reason"].startswith(row["input_locator"]) for row in rejects)
    assert all(row["payload_json"] for row in rejects if row["rule_id"] == "read.bad_record")


def test_the_same_input_again_changes_no_byte(commands: Commands, copy_of_first_run: Path, check: Check) -> None:
    before, link = files_of(copy_of_first_run / "current"), (copy_of_first_run / "current").readlink()
    ended = commands.run(SAMPLES / "articles", "--output", copy_of_first_run)
    assert ended.status == 0, str(ended)
    run = accounts(copy_of_first_run)[-1]
    assert counts_of(run) == EXPECTED_COUNTS | {
        "new_count": 0, "unchanged_count": 16, "annotated_count": 0, "status": "unchanged"}
    assert (copy_of_first_run / "current").readlink() == link
    assert files_of(copy_of_first_run / "current") == before
    assert check(copy_of_first_run) == []


def test_a_revised_article_adds_a_revision_and_touches_its_month_only_though_the_cache_is_damaged(
    commands: Commands, copy_of_first_run: Path, check: Check,
) -> None:
    before = (copy_of_first_run / "current").resolve()
    cache = copy_of_first_run / "cache" / "annotations.sqlite"
    cache.write_bytes(b"no database" * 1000)  # what is published does not hang on it
    ended = commands.run(SAMPLES / "articles", SAMPLES / "revised", "--output", copy_of_first_run)
    assert ended.status == 0, str(ended)
    assert check(copy_of_first_run) == []
    assert counts_of(accounts(copy_of_first_run)[-1]) == EXPECTED_COUNTS | {
        "record_count": 20, "new_count": 0, "revised_count": 1, "unchanged_count": 16, "annotated_count": 1}

    assert cache.with_suffix(".damaged").read_bytes().startswith(b"no database")

    after = (copy_of_first_run / "current").resolve()
    assert before.is_dir() and after != before
    tables = tables_of(copy_of_first_run)
    (article,) = [row for row in tables["articles"].to_pylist() if row["title"].startswith("Ferry inquiry")]
    revisions = sorted(
        (row for row in tables["article_revisions"].to_pylist() if row["article_id"] == article["article_id"]),
        key=lambda row: row["revision_no"])
    assert [(row["is_current"], row["quotes_added_count"], row["quotes_removed_count"]) for row in revisions] == [
        (False, None, None), (True, 2, 1)]
    assert article["revision_id"] == revisions[1]["revision_id"]
    quotes = " ".join(row["quote_text"] for row in tables["quotes"].to_pylist() if row["article_id"] == article["article_id"])
    assert "We offered him a meeting on 3 June" in quotes
    assert "We will go where the evidence goes" not in quotes

    for path in sorted(before.rglob("published_month=*/*.parquet")):
        inside = path.relative_to(before)
        assert (after / inside).samefile(path) == (path.parent.name != "published_month=2026-01"), inside


def shuffled_copy(target: Path, *, seed: int) -> Path:
    """The sample articles again, in a folder of the same name, with records in another order and other files."""
    order = random.Random(seed)
    folder = shutil.copytree(SAMPLES / "articles", target / "articles")
    lines = (folder / "newsroom-export.jsonl").read_text(encoding="utf-8").splitlines()
    order.shuffle(lines)
    (folder / "newsroom-export.jsonl").write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    (folder / "a-second-export.jsonl").write_text("\n".join(lines[2:]) + "\n", encoding="utf-8")
    with (folder / "regional-export.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = list(csv.reader(stream))
    order.shuffle(rows)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    (folder / "regional-export.csv").unlink()
    (folder / "zones.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    archive = pq.ParquetFile(folder / "archive.parquet").read()
    (folder / "archive.parquet").unlink()
    for number in reversed(range(archive.num_rows)):
        pq.write_table(archive.slice(number, 1), folder / f"part-{archive.num_rows - number}.parquet")
    return folder


def test_a_backfill_in_other_order_and_files_ends_where_one_run_does(
    commands: Commands, first_run: tuple[Path, Ended], tmp_path: Path, check: Check,
) -> None:
    output = tmp_path / "output"
    ended = commands.run(
        SAMPLES / "articles", "--output", output, "--published-from", "2026-02-01", "--published-to", "2026-02-28")
    assert ended.status == 0, str(ended)
    assert check(output) == []
    assert counts_of(accounts(output)[-1]) == EXPECTED_COUNTS | {
        "new_count": 5, "outside_range_count": 11, "annotated_count": 5}
    assert {path.name for path in (output / "current" / "articles").iterdir()} == {"published_month=2026-02"}

    ended = commands.run(shuffled_copy(tmp_path, seed=7), "--output", output)
    assert ended.status == 0, str(ended)
    assert check(output) == []
    assert counts_of(accounts(output)[-1]) == EXPECTED_COUNTS | {
        "new_count": 11, "unchanged_count": 5, "annotated_count": 11}
    assert rows_apart_from_run(output) == rows_apart_from_run(first_run[0])


def test_two_runs_at_once_into_one_output_both_publish(commands: Commands, tmp_path: Path, check: Check) -> None:
    output = tmp_path / "output"
    pages = [SAMPLES / "articles" / name for name in ("ferry-inquiry.html", "budget-vote.html", "water-talks.txt")]
    exports = [SAMPLES / "articles" / name for name in ("regional-export.csv", "archive.parquet", "port-strike.html")]
    processes = [commands.start("run", *sources, "--output", output) for sources in (pages, exports)]
    for ended in map(wait, processes):
        assert ended.status == 0, str(ended)
    assert check(output) == []
    assert Counter(path.split("#")[0] for path in tables_of(output)["articles"]["input_locator"].to_pylist()) == {
        "ferry-inquiry.html": 1, "budget-vote.html": 1, "water-talks.txt": 1, "regional-export.csv": 3, "archive.parquet": 2,
        "port-strike.html": 1}
    assert sorted(run["new_count"] for run in accounts(output)) == [3, 6]
    assert tables_of(output)["runs"].num_rows == 2
