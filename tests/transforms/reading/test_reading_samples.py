"""The bundled samples read as their hand labels say."""

import json
from pathlib import Path
from typing import Any

import pytest

from transforms.reading.articles import read_article
from transforms.reading.containers import open_records
from transforms.reading.records import ReadArticle, ReadingLimits, Refusal

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
EXPECTED: list[dict[str, Any]] = [
    json.loads(line) for line in (SAMPLES / "expected_articles.jsonl").read_text(encoding="utf-8").splitlines()
]
# Decided over the whole dataset, not by reading.
DECIDED_LATER = {"file", "record", "duplicate_role"}


def read_file(path: Path) -> list[ReadArticle | Refusal]:
    with path.open("rb") as stream:
        return [
            record if isinstance(record, Refusal) else read_article(record, run_id="n_0123456789abcdef", limits=ReadingLimits())
            for record in open_records(stream, locator=path.name, limits=ReadingLimits())
        ]


def stated(found: ReadArticle) -> dict[str, Any]:
    row = found.article
    return {
        "title": row.title,
        "dek": row.dek,
        "authors": [{"name": author.name, "kind": author.kind} for author in found.authors],
        "outlet": found.source.name if found.source is not None else None,
        "url": row.url or row.canonical_url,
        "published_at": row.published_at.strftime("%Y-%m-%dT%H:%M:%SZ") if row.published_at is not None else None,
        "published_date": str(row.published_date) if row.published_date is not None else None,
        "date_source": row.date_source,
        "date_precision": row.date_precision,
        "dateline_place": row.dateline_place,
        "wire_agency": row.wire_agency,
        "section": row.section,
        "language": row.language,
    }


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda each: f"{each['file']}-{each['record']}")
def test_sample(expected: dict[str, Any]) -> None:
    articles = [each for each in read_file(SAMPLES / expected["file"]) if isinstance(each, ReadArticle)]
    found = next(each for each in articles if expected["record"] is None or each.article.external_id == expected["record"])
    labelled = {name: value for name, value in expected.items() if name not in DECIDED_LATER}
    assert {name: value for name, value in stated(found).items() if name in labelled} == labelled


def test_refused_samples() -> None:
    refused = [
        (each.locator, each.rule)
        for path in sorted((SAMPLES / "articles").iterdir())
        for each in read_file(path)
        if isinstance(each, Refusal)
    ]
    assert refused == [
        ("broken.html.gz", "read.damaged_file"),
        ("newsroom-export.jsonl#line=3", "read.bad_record"),
        ("newsroom-export.jsonl#line=4", "read.empty_text"),
    ]
