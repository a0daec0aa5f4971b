"""Counts and figures of pages: body, title, authors and date as read, against what a reader of the page sees."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from transforms.evaluation.bootstrap import Counts, Figure, f1, ratio, share
from transforms.evaluation.gold import GoldPage

SHINGLE_WORDS = 4
"""Words in a row that are compared at a time."""

MIN_BODY_F1 = 0.5
"""A page below was not read: another text was taken for the article, or most of it is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedPage:
    """What was read from a page. `NOTHING_READ` when it was refused."""

    body: str
    title: str | None
    authors: tuple[str, ...]
    published_date: date | None


NOTHING_READ = PredictedPage(body="", title=None, authors=(), published_date=None)


def count_page(gold: GoldPage, predicted: PredictedPage) -> Counts:
    """Counts of one page, for `PAGE_FIGURES`. A part that the gold does not give is not counted."""
    counts: dict[str, float] = {}
    if gold.body:
        precision, recall = _compare_bodies(gold.body, predicted.body)
        counts |= {"bodies": 1, "precision": precision, "recall": recall, "below_half": f1(precision, recall) < MIN_BODY_F1}
    if gold.title:
        counts |= {"titles": 1, "titles_right": _fold(gold.title) == _fold(predicted.title or "")}
    if gold.authors:
        counts |= {"bylines": 1, "bylines_right": _fold_names(gold.authors) == _fold_names(predicted.authors)}
    if gold.published_day:
        day = predicted.published_date.isoformat() if predicted.published_date is not None else None
        counts |= {"dates": 1, "dates_right": day == gold.published_day}
    return counts


def _compare_bodies(gold: str, read: str) -> tuple[float, float]:
    """Precision and recall of the shingles of the body, repeated ones included."""
    expected, found = _shingles(gold), _shingles(read)
    shared = (expected & found).total()
    precision, recall = share(shared, found.total()), share(shared, expected.total())
    return (
        precision if precision is not None else float(not expected),
        recall if recall is not None else float(not found))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    if not words:
        return Counter()
    return Counter(tuple(words[at:at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1)))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower()
    return " ".join(re.findall(r"\w+", plain))


def _fold_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in (_fold(re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)) for name in names) if name)


def _body_f1(counts: Counts) -> float | None:
    bodies = counts.get("bodies", 0)
    return f1(counts["precision"] / bodies, counts["recall"] / bodies) if bodies else None


PAGE_FIGURES: tuple[Figure, ...] = (
    Figure(name="body_f1", sample="bodies", value=_body_f1),
    Figure(name="body_precision", sample="bodies", value=ratio("precision", "bodies")),
    Figure(name="body_recall", sample="bodies", value=ratio("recall", "bodies")),
    Figure(name="pages_below_half_count", sample="bodies", value=lambda counts: counts.get("below_half", 0)),
    Figure(name="title_accuracy", sample="titles", value=ratio("titles_right", "titles")),
    Figure(name="authors_accuracy", sample="bylines", value=ratio("bylines_right", "bylines")),
    Figure(name="date_accuracy", sample="dates", value=ratio("dates_right", "dates")),
)
"""Body precision and recall are means over pages; its F1 is that of the means. Titles and authors are compared without case,
marks and a leading "By"; authors as a set; dates by the day."""
