"""How likely it is that a quote is right: content and speaker both, as `quotes.confidence` states it.

A logistic regression on what is known of the attribution, fitted to the development part of PolNeAR by
`python -m training.calibrate`, which prints the weights below and the calibration error found in cross-validation.
"""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from schemas.quotes import SpeakerResolution
from schemas.vocabulary import QuoteType
from transforms.extraction.page import Attribution

_LIMIT = 5.0
"""Log odds of the tagger's surest spans; beyond it they say nothing more."""

EVIDENCE = ("constant", "content", "source", "is_direct", "is_mixed", "is_ruled", "is_ruled_alone", "has_ruled_source",
            "has_no_source", "is_named", "is_pronoun")
"""What is known of a quote, in the order of its weights."""

LEARNED_WEIGHTS: Mapping[str, float] = MappingProxyType({
    "constant": -1.96, "content": 0.94, "source": 0.24, "is_direct": 0.46, "is_mixed": -0.17, "is_ruled": 0.88,
    "is_ruled_alone": 1.94, "has_ruled_source": -0.99, "has_no_source": -0.33, "is_named": 0.31, "is_pronoun": 0.29,
})
RULES_WEIGHTS: Mapping[str, float] = MappingProxyType({
    "constant": 0.05, "content": 0, "source": 0, "is_direct": 0.83, "is_mixed": 0.25, "is_ruled": 0.05,
    "is_ruled_alone": 0.05, "has_ruled_source": 0.39, "has_no_source": -2.54, "is_named": 0.78, "is_pronoun": 1.31,
})
"""Weights of quotes found by the tagger together with the rules, and by the rules alone."""


def evidence(attribution: Attribution, *, quote_type: QuoteType, resolution: SpeakerResolution) -> tuple[float, ...]:
    """What is known of a quote, as numbers in the order of `EVIDENCE`."""
    return (
        1.0,
        _log_odds(attribution.content_probability),
        _log_odds(attribution.source_probability),
        float(quote_type == "direct"),
        float(quote_type == "mixed"),
        float(attribution.is_ruled),
        float(attribution.content_probability is None),
        float(attribution.source_probability is None and attribution.source is not None),
        float(attribution.source is None and attribution.label is None),
        float(resolution == "named"),
        float(resolution == "pronoun"),
    )


def confidence(found: Sequence[float], *, is_learned: bool) -> float:
    """Probability that a quote's content and speaker are right.

    Args:
        found: Its `evidence`.
        is_learned: Whether the tagger took part.
    """
    weights = LEARNED_WEIGHTS if is_learned else RULES_WEIGHTS
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in zip(EVIDENCE, found, strict=True))))


def _log_odds(probability: float | None) -> float:
    if probability is None:
        return 0.0
    odds = max(probability, 1e-6) / max(1 - probability, 1e-6)
    return max(-_LIMIT, min(_LIMIT, math.log(odds)))
