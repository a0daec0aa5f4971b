"""Write `samples_quotes.jsonl`: the labels of the bundled samples, with offsets into what a reader of this project sees of them.

    python tests/annotations/make_samples_quotes.py
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLES = ROOT / "tests" / "samples"
sys.path.insert(0, str(ROOT))

from transforms.identity import content_id  # noqa: E402
from transforms.layout import STATEMENT_KINDS  # noqa: E402
from transforms.reading.articles import read_article  # noqa: E402
from transforms.reading.containers import open_records  # noqa: E402
from transforms.reading.records import RawRecord, ReadArticle, ReadingLimits  # noqa: E402

LIMITS = ReadingLimits()
PRONOUNS = frozenset({"he", "she", "it", "they"})
NO_NAME_WORDS = frozenset({"and", "of", "for", "the"})

Piece = list[int]


def articles() -> Iterator[tuple[str, str | None, ReadArticle]]:
    """File, record and article of each sample that can be read."""
    for path in sorted((SAMPLES / "articles").iterdir()):
        with path.open("rb") as stream:
            for record in open_records(stream, locator=path.name, limits=LIMITS):
                if not isinstance(record, RawRecord):
                    continue
                read = read_article(record, run_id=content_id("n", "labels"), limits=LIMITS)
                if isinstance(read, ReadArticle):
                    yield f"articles/{path.name}", read.article.external_id, read


def places(text: str, words: str) -> list[Piece]:
    """Where the words stand, whatever white space parts them; as whole words."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [list(found.span()) for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]


def distance(one: Piece, other: Piece) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def located(text: str, label: dict[str, Any], *, taken: set[int]) -> dict[str, Any]:
    """One label with its offsets. Equal words are labelled in the order in which they stand."""
    content: list[Piece] = []
    for words in label.get("pieces", [label["quote"]]):
        content.append(next(piece for piece in places(text, words) if taken.isdisjoint(range(*piece))))
        taken.update(range(*content[-1]))
    outside = [piece for piece in places(text, label["cue"]) if not any(distance(piece, one) == 0 for one in content)]
    cue = min(outside, key=lambda piece: min(distance(piece, one) for one in content))
    sources = [piece for piece in places(text, label["speaker_text"]) if not any(distance(piece, one) == 0 for one in content)]
    source = min(sources, key=lambda piece: distance(piece, cue))
    name, kind = speaker(label)
    return {"source": [source], "source_text": text[slice(*source)], "cue": [cue], "content": sorted(content),
            "speaker_name": name, "speaker_kind": kind}


def speaker(label: dict[str, Any]) -> tuple[str | None, str]:
    """Name and kind as the labels of the pages have them: a description alone is no name."""
    name: str = label["speaker"]
    is_name = all(word[0].isupper() for word in name.split() if word not in NO_NAME_WORDS)
    if label["speaker_kind"] == "group":
        return None, "collective"
    if label["speaker_kind"] == "unnamed" or not is_name:
        return None, "anonymous"
    if label["speaker_text"].lower() in PRONOUNS:
        return name, "pronoun"
    words = set(re.findall(r"\w+", label["speaker_text"])) - NO_NAME_WORDS
    return name, "named" if words & set(re.findall(r"\w+", name)) else "nominal"


def build() -> list[dict[str, Any]]:
    """One record an article, in the order of the files."""
    labels: dict[tuple[str, str | None], list[dict[str, Any]]] = defaultdict(list)
    for line in (SAMPLES / "expected_quotes.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        labels[label["file"], label["record"]].append(label)
    records: list[dict[str, Any]] = []
    for file, record, read in articles():
        text = "\n\n".join(block.text for block in read.blocks if block.kind in STATEMENT_KINDS)
        taken: set[int] = set()
        attributions = [located(text, label, taken=taken) for label in labels[file, record]]
        records.append({
            "id": file if record is None else f"{file}#{record}", "title": read.article.title,
            "date": read.article.published_date.isoformat() if read.article.published_date is not None else None,
            "text": text, "attributions": sorted(attributions, key=lambda one: one["content"])})
    return records


if __name__ == "__main__":
    (HERE / "samples_quotes.jsonl").write_text(
        "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in build()), encoding="utf-8")
