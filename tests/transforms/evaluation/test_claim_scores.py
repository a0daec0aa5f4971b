"""Figures of claims, on claims and sentences made up here."""

import hashlib
import json

import pytest

from transforms.evaluation.bootstrap import score_figures
from transforms.evaluation.claim_scores import (
    CLAIM_FIGURES,
    DescribedUnit,
    PredictedClaim,
    ScoredSentence,
    average_precision,
    calibration_error,
    confusion,
    count_claims,
    score_sentences,
    score_units,
)
from transforms.evaluation.gold import (
    Attribution,
    ClaimLabels,
    GoldError,
    LabelledSentence,
    StoredText,
    join_sentences,
    read_gold,
    recognise_layout,
)

TEXT = "Ruiz said that prices fell in May. The mayor denied it, and shops closed."
RUIZ = Attribution(content=((10, 33),), source=((0, 4),), source_text="Ruiz")
MAYOR = Attribution(content=((52, 54),), source=((35, 44),), source_text="The mayor")


def claim(pieces: tuple[tuple[int, int], ...], claimer: tuple[int, int] | None) -> PredictedClaim:
    return PredictedClaim(claim_id="c", pieces=pieces, claimer=claimer, claimer_text=TEXT[slice(*claimer)] if claimer else None)


@pytest.mark.parametrize(("found", "expected"), [
    pytest.param([claim(((15, 33),), (0, 4))], (2 / 3, 2 / 3, 2 / 3), id="a-leading-that-does-not-matter"),
    pytest.param([claim(((15, 26),), (0, 4))], (2 / 3, 0.0, 2 / 3), id="loosely-matched"),
    pytest.param([claim(((15, 33),), (35, 44))], (2 / 3, 2 / 3, 0.0), id="the-wrong-claimer"),
    pytest.param([claim(((15, 33),), None)], (0.0, 0.0, 0.0), id="without-claimer-it-takes-no-part"),
    pytest.param([claim(((15, 33),), (0, 4)), claim(((15, 33),), (0, 4))], (0.5, 0.5, 0.5), id="matched-once"),
])
def test_attributed_claims(found: list[PredictedClaim], expected: tuple[float, float, float]) -> None:
    counts = count_claims(TEXT, gold=[RUIZ, MAYOR], predicted=found)
    assert tuple(score.value for score in score_figures([counts], CLAIM_FIGURES)) == pytest.approx(expected)


def test_average_precision_takes_ties_together() -> None:
    assert average_precision([True, False, True], [0.9, 0.5, 0.5]) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert average_precision([False], [0.1]) is None


def test_calibration_error() -> None:
    assert calibration_error([True, False], [0.8, 0.8]) == pytest.approx(0.3)
    assert calibration_error([True, False], [1.0, 0.0]) == 0.0


def test_sentences() -> None:
    sentences = [ScoredSentence(sentence_id=str(number), label=label, probability=score)
                 for number, (label, score) in enumerate([(True, 0.9), (True, 0.2), (False, 0.6), (False, 0.1)])]
    values = {score.measure: score.value for score in score_sentences(sentences)}
    assert values["f1"] == values["macro_f1"] == pytest.approx(0.5)
    assert values["brier_score"] == pytest.approx((0.01 + 0.64 + 0.36 + 0.01) / 4)


def labels(**changed: object) -> ClaimLabels:
    line = {
        "id": "a", "start": 5, "end": 33, "unit": "sentence",
        "sentence_sha256": hashlib.sha256(TEXT[5:33].encode()).hexdigest()[:16],
        "check_worthiness_class": "CFS", "is_verifiable": True, "claim_type": "quantity", "modality": "asserted",
        "is_negated": False,
        "quantity_value": 3.0, "quantity_unit": "percent", "first": {}, "second": {}}
    return read_gold(json.dumps({**line, **changed}), ClaimLabels, where="here")


def test_described_units() -> None:
    def unit(own: ClaimLabels, claim_type: str, value: float | None) -> DescribedUnit:
        return DescribedUnit(
            labels=own, claim_type=claim_type, modality="asserted", is_negated=False, quantity_value=value,
            quantity_unit="percent", check_worthiness=None, verifiable_probability=None, check_worthiness_class=None)

    units = [unit(labels(), "quantity", 3.0), unit(labels(claim_type="event", quantity_value=None), "quantity", 4.0)]
    values = {score.measure: score.value for score in score_units(units)}
    assert (values["claim_type_accuracy"], values["modality_accuracy"], values["is_negated_accuracy"]) == (0.5, 1.0, 1.0)
    assert (values["claim_type_quantity_f1"], values["claim_type_event_f1"]) == (pytest.approx(2 / 3), 0.0)
    assert values["quantity_f1"] == pytest.approx(2 / 3)
    assert "verifiable_f1" not in values
    assert confusion(units)["claim_type"] == {"event": {"quantity": 1}, "quantity": {"quantity": 1}}


def test_labels_are_joined_with_their_text() -> None:
    joined = join_sentences([labels()], StoredText(id="a", text=TEXT), where="here")
    assert (joined.text, joined.units[0].claim_type) == (TEXT, "quantity")
    with pytest.raises(GoldError, match="expected the sentence 5-33 of a as it was labelled"):
        join_sentences([labels()], StoredText(id="a", text=TEXT.upper()), where="here")


@pytest.mark.parametrize(("line", "layout", "checkability"), [
    pytest.param({"id": "policlaim-x-1", "text": "Prices fell.", "label": 1}, "sentences", "verifiable", id="policlaim"),
    pytest.param({"id": "7", "text": "Prices fell.", "label": 0}, "sentences", "check_worthy", id="checkthat"),
])
def test_what_a_sentence_is_asked(line: dict[str, object], layout: str, checkability: str) -> None:
    assert recognise_layout(json.dumps(line), where="here") == layout
    assert read_gold(json.dumps(line), LabelledSentence, where="here").checkability == checkability
