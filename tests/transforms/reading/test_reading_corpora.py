"""Reading measured on real pages and one real story; skipped where the corpora are absent."""

import json
from pathlib import Path

import pytest

from transforms.reading.articles import read_article
from transforms.reading.containers import open_records
from transforms.reading.normalisation import fold, visible_characters
from transforms.reading.records import RawRecord, ReadArticle, ReadingLimits

pytestmark = pytest.mark.corpus
LIMITS = ReadingLimits()
# Every third page: a few seconds. Measured in full: title .89, authors .93, date 1.00.
SAMPLED = slice(0, None, 3)
LEAST_SHARE = {"title": 0.8, "authors": 0.85, "date": 0.95}


def read_only_record(path: Path, name: str) -> ReadArticle:
    with path.open("rb") as stream:
        records = list(open_records(stream, locator=name, limits=LIMITS))
    assert len(records) == 1
    assert isinstance(records[0], RawRecord)
    found = read_article(records[0], run_id="n_0123456789abcdef", limits=LIMITS)
    assert isinstance(found, ReadArticle)
    return found


def test_seed_story(corpora: Path) -> None:
    path = corpora / "seed" / "article.txt"
    found = read_only_record(path, "article.txt")
    kinds = [block.kind for block in found.blocks]
    assert kinds == ["boilerplate", "headline", "dek", "caption", "caption", "credit", *["body"] * (len(kinds) - 6)]
    assert (found.article.dateline_place, found.article.published_date, found.article.title_source) == (
        "WASHINGTON",
        None,
        "text",
    )
    assert found.article.title == found.blocks[1].text
    assert visible_characters(found.article.text) == visible_characters(path.read_text(encoding="utf-8"))


def test_pages(corpora: Path) -> None:
    gold = [json.loads(line) for line in (corpora / "pages" / "gold.jsonl").read_text(encoding="utf-8").splitlines()][SAMPLED]
    hits: dict[str, list[bool]] = {"title": [], "authors": [], "date": []}
    for page in gold:
        found = read_only_record(corpora / "pages" / page["file"], page["id"])
        row = found.article
        assert all(row.text[block.char_start : block.char_end] == block.text for block in found.blocks)
        if page["title"]:
            hits["title"].append(fold(row.title or "") == fold(page["title"]))
        if page["authors"]:
            hits["authors"].append({fold(author.name) for author in found.authors} == {fold(name) for name in page["authors"]})
        if page["published_day"]:
            hits["date"].append(str(row.published_date) == page["published_day"])
    for name, least in LEAST_SHARE.items():
        assert sum(hits[name]) >= least * len(hits[name]), name
