"""Figures over counts that add up from document to document, with bootstrap intervals over the documents.

Efron, Tibshirani: An Introduction to the Bootstrap, 1993, chapter 13 (percentile interval).
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Counts = Mapping[str, float]
"""Counts of one document, or their sum over several, by name; a name that is not there counts 0."""

RESAMPLES = 500
SEED = 20_240_101
"""Any fixed number: the same scores give the same intervals."""

_LOWER, _UPPER = 0.025, 0.975


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure.

    Args:
        name: As it is published, such as `quoted4_span_f1`.
        value: Its value for summed counts; None where they hold nothing to measure.
        sample: Name of the count of gold items that it is measured on.
    """

    name: str
    value: Callable[[Counts], float | None]
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One measure of one corpus.

    Args:
        value: None when the corpus holds nothing to measure.
        low: Lower end of the 95 % interval; None when there is none.
        high: Upper end of the 95 % interval; None when there is none.
        sample_count: Gold items it was measured on.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    sample_count: int


def score_figures(
    documents: Sequence[Counts], figures: Sequence[Figure], *, resamples: int = RESAMPLES, seed: int = SEED,
) -> tuple[Score, ...]:
    """The figures over all documents.

    Args:
        documents: Counts of each document.
        resamples: Draws of as many documents, with replacement, from which the intervals are read. 0 leaves intervals out.

    Returns:
        One score a figure, in order. A single document has no interval.
    """
    names = sorted({name for counts in documents for name in counts})
    columns = [[counts.get(name, 0.0) for counts in documents] for name in names]
    total = {name: sum(column) for name, column in zip(names, columns, strict=True)}
    drawn: list[list[float]] = [[] for _ in figures]
    rng = random.Random(seed)
    for _ in range(resamples if len(documents) > 1 else 0):
        chosen = rng.choices(range(len(documents)), k=len(documents))
        sums = {name: sum([column[at] for at in chosen]) for name, column in zip(names, columns, strict=True)}
        for values, figure in zip(drawn, figures, strict=True):
            value = figure.value(sums)
            if value is not None:
                values.append(value)
    return tuple(_score(figure, total, sorted(values)) for figure, values in zip(figures, drawn, strict=True))


def share(part: float, whole: float) -> float | None:
    """`part / whole`; None when there is nothing to share."""
    return part / whole if whole else None


def ratio(part: str, whole: str) -> Callable[[Counts], float | None]:
    """The share that one count is of another, as the value of a figure."""
    return lambda counts: share(counts.get(part, 0), counts.get(whole, 0))


def f1(precision: float, recall: float) -> float:
    """Harmonic mean; 0 when both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def f1_of(right_found: float, found: float, right_gold: float, gold: float) -> float | None:
    """F1 from counts. None when there is nothing to find and nothing was found."""
    if not found and not gold:
        return None
    return f1(share(right_found, found) or 0.0, share(right_gold, gold) or 0.0)


def _score(figure: Figure, total: Counts, values: Sequence[float]) -> Score:
    value = figure.value(total)
    has_interval = bool(values) and value is not None
    return Score(
        measure=figure.name, value=value, low=values[int(len(values) * _LOWER)] if has_interval else None,
        high=values[min(len(values) - 1, int(len(values) * _UPPER))] if has_interval else None,
        sample_count=round(total.get(figure.sample, 0)))
