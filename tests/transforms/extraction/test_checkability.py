"""Probabilities and reasons from the scores of word pieces, which are made up here."""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray
from spacy.language import Language

from transforms.extraction.checkability import (
    CHECKABILITIES,
    FEATURES,
    WEIGHTS,
    Assessment,
    Score,
    SentenceScorer,
    probability,
    sentence_scorer,
)
from transforms.extraction.tagging import ARC_SIZE, ARCS, ATTRIBUTION_TAGS, ENTITY_TAGS, tag_article
from transforms.extraction.word_pieces import WordPieces

TEXT = "The bridge cost 300 million euros. I like it."
PIECES = [(0, 3), (4, 10), (11, 15), (16, 19), (20, 24), (24, 27), (28, 33), (33, 34), (35, 36), (37, 41), (42, 44), (44, 45)]


def scorer(nlp: Language, *, attention: dict[int, float], value: dict[int, float]) -> SentenceScorer:
    """Both questions get the same attention and values, by position of the word piece."""
    outputs = np.zeros((len(PIECES), 4), dtype=np.float32)
    for position, one in attention.items():
        outputs[position, :2] = one
    for position, one in value.items():
        outputs[position, 2:] = one
    bounds = np.array(PIECES)
    numbers = np.zeros(len(PIECES), dtype=np.int64)
    return SentenceScorer(
        doc=nlp(TEXT), pieces=WordPieces(ids=numbers, shapes=numbers, starts=bounds[:, 0], ends=bounds[:, 1]), outputs=outputs)


def test_score_is_the_mean_weighted_by_attention(nlp: Language) -> None:
    found = scorer(nlp, attention={3: np.log(2.0)}, value={3: 5.0, 4: 2.0}).evidence([(0, 34)])
    assert found is not None
    assert found["check_worthy"] == pytest.approx((2 * 5.0 + 2.0) / 9)          # eight pieces, one of them counts double
    assert {name: found[name] for name in ("number", "name", "past", "first_person", "question")} == {
        "number": 1.0, "name": 0.0, "past": 1.0, "first_person": 0.0, "question": 0.0}
    assert set(found) == set(FEATURES)


def test_only_the_stretch_counts(nlp: Language) -> None:
    made = scorer(nlp, attention={}, value={3: 8.0, 9: 4.0})
    first, second = made.evidence([(0, 34)]), made.evidence([(35, 45)])
    assert first is not None and second is not None
    assert (first["verifiable"], second["verifiable"]) == (pytest.approx(1.0), pytest.approx(1.0))
    assert (first["first_person"], second["first_person"]) == (0.0, 1.0)
    assert made.evidence([(45, 45)]) is None


def test_reasons_are_whole_words_heaviest_first(nlp: Language) -> None:
    found = scorer(nlp, attention={}, value={4: 1.0, 5: 1.0, 3: 1.5, 1: -3.0, 6: 0.5}).assess([(0, 34)])
    assert found is not None
    assert found.check_worthy.words == "-bridge; million; 300"


@pytest.mark.parametrize(("check_worthy", "verifiable", "expected"), [
    pytest.param(0.7, 0.9, ("CFS", True), id="check-worthy"),
    pytest.param(0.2, 0.9, ("UFS", True), id="factual-but-unimportant"),
    pytest.param(0.2, 0.3, ("NFS", False), id="not-factual"),
])
def test_class_follows_from_both(check_worthy: float, verifiable: float, expected: tuple[str, bool]) -> None:
    found = Assessment(check_worthy=Score(probability=check_worthy, words=None),
                       verifiable=Score(probability=verifiable, words=None))
    assert (found.check_worthiness_class, found.is_verifiable) == expected


def test_probability() -> None:
    assert probability({"constant": 1.0, "verifiable": 2.0}, {"constant": -2.0, "verifiable": 1.0}) == 0.5
    assert 0 < probability({"constant": 1.0}, {"constant": -800.0}) < 1e-300 or probability(
        {"constant": 1.0}, {"constant": -800.0}) == 0.0


def test_weights_name_known_features() -> None:
    for register in WEIGHTS.values():
        assert set(register) == set(CHECKABILITIES)
        assert all(set(weights) <= set(FEATURES) for weights in register.values())


def test_the_sixth_output_is_kept_beside_the_pieces(nlp: Language) -> None:
    bounds, numbers = np.array(PIECES), np.zeros(len(PIECES), dtype=np.int64)
    pieces = WordPieces(ids=numbers, shapes=numbers, starts=bounds[:, 0], ends=bounds[:, 1])
    sizes = [len(ATTRIBUTION_TAGS), len(ENTITY_TAGS), len(ARCS) * ARC_SIZE, len(ARCS) * ARC_SIZE, len(ARCS), 4]

    def run(inputs: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        count = inputs["ids"].shape[1]
        return [np.tile(np.arange(count, dtype=np.float32)[:, None], (1, size))[None] for size in sizes]

    tagged = tag_article(pieces, run=run, first_id=1, last_id=2)
    assert tagged.checkability[:, 0].tolist() == list(range(1, len(PIECES) + 1))       # the marks around the window are taken off
    assert sentence_scorer(nlp(TEXT), tagged, register="speech").assess([(0, 34)]) is not None
