"""Counts and figures of claims: attributed claims against annotated attributions, probabilities of sentences against labels, and
what is said of claims (kind, modality, negation, number) against labelled sentences of news.

Attributed claims are compared as CLEF and PolNeAR are scored by this project's scorer: contents as sets of letters and digits
without a leading 'that', matched one to one, best Dice coefficient first; a claimer is right when the words that name it agree at
least half.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from transforms.evaluation.alignment import Span
from transforms.evaluation.bootstrap import Counts, Figure, Score, f1, f1_of, share
from transforms.evaluation.gold import Attribution, ClaimLabels

MIN_DICE = 0.5
"""Least Dice coefficient of two contents that are one claim."""
TIGHT_DICE = 0.9
MIN_CLAIMER_DICE = 0.5
MIN_CLAIMER_LETTERS = 4
"""Fewest letters of a claimer found that is a part of the annotated one and counts as right."""

CALIBRATION_BINS = 10

_LEADING_THAT = re.compile(r"\W*that\b\W*")
_WORD = re.compile(r"\w+")
_COMPARED = ("claim_type", "modality", "is_negated")

_Characters = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedClaim:
    """One attributed claim; offsets into the annotated text.

    Args:
        claimer: The words that name who makes it; None when none was found.
    """

    claim_id: str
    pieces: tuple[Span, ...]
    claimer: Span | None
    claimer_text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSentence:
    """A labelled sentence with the probability that its label is true."""

    sentence_id: str
    label: bool
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedUnit:
    """A labelled sentence of news with what was found of it; probabilities are None without the learned model."""

    labels: ClaimLabels
    claim_type: str
    modality: str
    is_negated: bool
    quantity_value: float | None
    quantity_unit: str | None
    check_worthiness: float | None
    verifiable_probability: float | None
    check_worthiness_class: str | None


def count_claims(text: str, *, gold: Sequence[Attribution], predicted: Sequence[PredictedClaim]) -> Counts:
    """Counts of one article, for `CLAIM_FIGURES`. Claims without claimer take no part, as the corpora hold attributions only."""
    expected = [(one, characters) for one in gold if (characters := _content(text, one.content))]
    found = [(one, characters) for one in predicted if one.claimer is not None and (characters := _content(text, one.pieces))]
    counts: Counter[str] = Counter({
        "claims.gold": len(expected), "claims.found": len(found),
        "claims.gold_sourced": sum(bool(one.source) for one, _ in expected)})
    pairs = sorted(
        ((_dice(own, other), -g, -f) for g, (_, own) in enumerate(expected) for f, (_, other) in enumerate(found) if own & other),
        reverse=True)
    taken: tuple[set[int], set[int]] = (set(), set())
    for dice, g, f in pairs:
        if dice < MIN_DICE or -g in taken[0] or -f in taken[1]:
            continue
        taken[0].add(-g)
        taken[1].add(-f)
        counts["claims.matched"] += 1
        counts["claims.matched_tightly"] += dice >= TIGHT_DICE
        counts["claims.end_to_end"] += _is_claimer_right(text, expected[-g][0], found[-f][0])
    return dict(counts)


CLAIM_FIGURES: tuple[Figure, ...] = (
    Figure(name="claim_f1", sample="claims.gold",
           value=lambda counts: _f1(counts, "claims.matched", "claims.found", "claims.gold")),
    Figure(name="claim_f1_overlap_090", sample="claims.gold",
           value=lambda counts: _f1(counts, "claims.matched_tightly", "claims.found", "claims.gold")),
    Figure(name="claim_end_to_end_f1", sample="claims.gold_sourced",
           value=lambda counts: _f1(counts, "claims.end_to_end", "claims.found", "claims.gold_sourced")),
)
"""Detection at a Dice coefficient of .5 and .9, and with the right claimer."""


def score_sentences(sentences: Sequence[ScoredSentence]) -> tuple[Score, ...]:
    """F1 of the positive class, macro-F1, average precision, expected calibration error and Brier score."""
    labels = [one.label for one in sentences]
    scores = [one.probability for one in sentences]
    return _probability_scores("", labels, scores)


def score_units(units: Sequence[DescribedUnit]) -> tuple[Score, ...]:
    """Accuracy and F1 of each class of what is said of claims, F1 of numbers, and how good the probabilities are on news."""
    scores: list[Score] = []
    for name in _COMPARED:
        pairs = [(_label(getattr(one.labels, name)), _label(getattr(one, name))) for one in units]
        scores.append(_plain(f"{name}_accuracy", share(sum(own == found for own, found in pairs), len(pairs)), len(pairs)))
        for value in sorted({own for own, _ in pairs}):
            right = sum(own == found == value for own, found in pairs)
            own_count, found_count = (sum(one == value for one in column) for column in zip(*pairs, strict=True))
            scores.append(_plain(f"{name}_{value}_f1", f1_of(right, found_count, right, own_count), own_count))
    numbered = [one for one in units if one.labels.quantity_value is not None]
    found = [one for one in units if one.quantity_value is not None]
    right = sum((one.quantity_value, one.quantity_unit) == (one.labels.quantity_value, one.labels.quantity_unit)
                for one in numbered)
    scores.append(_plain("quantity_f1", f1_of(right, len(found), right, len(numbered)), len(numbered)))
    assessed = [one for one in units if one.check_worthiness is not None and one.verifiable_probability is not None]
    if assessed:
        scores += _probability_scores(
            "check_worthy_", [one.labels.check_worthiness_class == "CFS" for one in assessed],
            [one.check_worthiness or 0.0 for one in assessed])
        scores += _probability_scores(
            "verifiable_", [one.labels.is_verifiable for one in assessed],
            [one.verifiable_probability or 0.0 for one in assessed])
        same = sum(one.check_worthiness_class == one.labels.check_worthiness_class for one in assessed)
        scores.append(_plain("check_worthiness_class_accuracy", share(same, len(assessed)), len(assessed)))
    return tuple(scores)


def confusion(units: Sequence[DescribedUnit]) -> dict[str, dict[str, dict[str, int]]]:
    """Attribute -> labelled value -> found value -> sentences."""
    names = (*_COMPARED, "check_worthiness_class") if units else ()
    matrices: dict[str, dict[str, dict[str, int]]] = {}
    for name in names:
        pairs = Counter((_label(getattr(one.labels, name)), _label(getattr(one, name))) for one in units)
        for (own, found), count in sorted(pairs.items()):
            matrices.setdefault(name, {}).setdefault(own, {})[found] = count
    return matrices


def average_precision(labels: Sequence[bool], scores: Sequence[float]) -> float | None:
    """Mean precision at each positive, equal scores taken together; None without positives."""
    positives = sum(labels)
    if not positives:
        return None
    ranked = sorted(zip(scores, labels, strict=True), key=lambda one: -one[0])
    total, seen, right = 0.0, 0, 0
    for _, block in groupby(ranked, key=lambda one: one[0]):
        own = [label for _, label in block]
        seen += len(own)
        right += sum(own)
        total += sum(own) / positives * right / seen
    return total


def calibration_error(labels: Sequence[bool], scores: Sequence[float]) -> float | None:
    """Expected calibration error over ten equal bins (Naeini et al., AAAI 2015)."""
    bins = [min(int(score * CALIBRATION_BINS), CALIBRATION_BINS - 1) for score in scores]
    return share(sum(abs(sum(score - label for score, label, at in zip(scores, labels, bins, strict=True) if at == one))
                     for one in range(CALIBRATION_BINS)), len(labels))


def _probability_scores(prefix: str, labels: Sequence[bool], scores: Sequence[float]) -> tuple[Score, ...]:
    hard = [score >= 0.5 for score in scores]
    f1s = [_class_f1(labels, hard, value=value) for value in (True, False)]
    brier = share(sum((score - label) ** 2 for score, label in zip(scores, labels, strict=True)), len(labels))
    count = len(labels)
    return (
        _plain(f"{prefix}f1", f1s[0], sum(labels)), _plain(f"{prefix}macro_f1", sum(f1s) / 2, count),
        _plain(f"{prefix}average_precision", average_precision(labels, scores), sum(labels)),
        _plain(f"{prefix}calibration_error", calibration_error(labels, scores), count),
        _plain(f"{prefix}brier_score", brier, count))


def _class_f1(labels: Sequence[bool], found: Sequence[bool], *, value: bool) -> float:
    right = sum(one == other == value for one, other in zip(labels, found, strict=True))
    precision, recall = share(right, sum(one == value for one in found)), share(right, sum(one == value for one in labels))
    return f1(precision or 0.0, recall or 0.0)


def _plain(measure: str, value: float | None, count: int) -> Score:
    return Score(measure=measure, value=value, low=None, high=None, sample_count=count)


def _label(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _f1(counts: Counts, right: str, found: str, gold: str) -> float | None:
    return f1_of(counts.get(right, 0), counts.get(found, 0), counts.get(right, 0), counts.get(gold, 0))


def _content(text: str, pieces: Sequence[Span]) -> _Characters:
    spans = list(pieces)
    if spans:
        start, end = spans[0]
        that = _LEADING_THAT.match(text[start:end])
        if that and start + that.end() < end:
            spans[0] = (start + that.end(), end)
    return _characters(text, spans)


def _characters(text: str, spans: Iterable[Span]) -> _Characters:
    return frozenset(at for start, end in spans for at in range(start, end) if text[at].isalnum())


def _dice(one: _Characters, other: _Characters) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _is_claimer_right(text: str, gold: Attribution, found: PredictedClaim) -> bool:
    if not gold.source:
        return False
    if found.claimer is not None:
        own, expected = _characters(text, [found.claimer]), _characters(text, gold.source)
        if _dice(own, expected) >= MIN_CLAIMER_DICE or (own <= expected and len(own) >= MIN_CLAIMER_LETTERS):
            return True
    return _word_f1(found.claimer_text or "", gold.source_text or "") >= MIN_CLAIMER_DICE


def _word_f1(one: str, other: str) -> float:
    own, others = (Counter(_WORD.findall(words.lower())) for words in (one, other))
    return 2 * (own & others).total() / (own.total() + others.total()) if own and others else 0.0


