"""How likely it is that a quote is right."""

from dataclasses import replace

import pytest

from transforms.extraction.confidence import EVIDENCE, LEARNED_WEIGHTS, RULES_WEIGHTS, confidence, evidence
from transforms.extraction.page import Attribution

TAGGED = Attribution(pieces=((10, 20),), source=0, cue_token=1, cue_span=(5, 9), content_probability=0.9, source_probability=0.5,
                     is_ruled=False)


def test_every_piece_of_evidence_has_a_weight() -> None:
    assert tuple(LEARNED_WEIGHTS) == tuple(RULES_WEIGHTS) == EVIDENCE


def test_evidence_says_what_is_known() -> None:
    known = dict(zip(EVIDENCE, evidence(TAGGED, quote_type="mixed", resolution="pronoun"), strict=True))
    assert known.pop("content") == pytest.approx(2.197, abs=0.001)
    assert known == {"constant": 1, "source": 0, "is_direct": 0, "is_mixed": 1, "is_ruled": 0, "is_ruled_alone": 0,
                     "has_ruled_source": 0, "has_no_source": 0, "is_named": 0, "is_pronoun": 1}


@pytest.mark.parametrize("probability", [0.0, 1e-9, 1.0], ids=["never", "hardly", "always"])
def test_extreme_probabilities_stay_finite(probability: float) -> None:
    known = evidence(replace(TAGGED, content_probability=probability), quote_type="direct", resolution="named")
    assert 0 < confidence(known, is_learned=True) < 1


def test_a_surer_content_is_a_surer_quote() -> None:
    unsure, sure = (confidence(evidence(replace(TAGGED, content_probability=probability), quote_type="indirect",
                                        resolution="named"), is_learned=True) for probability in (0.5, 0.95))
    assert unsure < sure


def test_a_quote_of_nobody_known_is_less_sure() -> None:
    alone = replace(TAGGED, content_probability=None, source_probability=None, is_ruled=True)
    named = confidence(evidence(alone, quote_type="direct", resolution="named"), is_learned=False)
    nobody = confidence(evidence(replace(alone, source=None), quote_type="direct", resolution="unresolved"), is_learned=False)
    assert nobody < named
