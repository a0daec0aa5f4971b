"""Warnings about the claims of a dataset."""

import pyarrow as pa
import pytest

from transforms.dataset.claim_checks import odd_claims


def claims(count: int, *, scores: tuple[float | None, ...] = (0.2, 0.7)) -> pa.Table:
    own = [scores[number % len(scores)] for number in range(count)]
    return pa.table({"article_id": ["a"] * count, "check_worthiness": pa.array(own, pa.float64()),
                     "verifiable_probability": pa.array(own, pa.float64())})


def articles(words: int, *, status: str = "analysed") -> pa.Table:
    return pa.table({"article_id": ["a"], "source_id": ["s"], "word_count": [words], "extraction_status": [status]})


@pytest.mark.parametrize(("found", "read", "expected"), [
    pytest.param(claims(150), articles(4400), [], id="within-the-band"),
    pytest.param(claims(20), articles(4400), ["found 0.10 in about 200 sentences of outlet s"], id="too-few"),
    pytest.param(claims(400), articles(4400), ["found 2.00 in about 200 sentences of outlet s"], id="too-many"),
    pytest.param(claims(2), articles(440), [], id="too-little-text-to-tell"),
    pytest.param(claims(0), articles(4400, status="unsupported_language"), [], id="not-analysed"),
    pytest.param(claims(150, scores=(0.5,)), articles(4400),
                 ["claims.check_worthiness: expected probabilities that differ", "claims.verifiable_probability: expected"],
                 id="constant-scores"),
    pytest.param(claims(150, scores=(None,)), articles(4400), [], id="no-learned-model"),
])
def test_odd_claims(found: pa.Table, read: pa.Table, expected: list[str]) -> None:
    warnings = odd_claims(found, articles=read)
    assert len(warnings) == len(expected)
    assert all(part in warning for part, warning in zip(expected, warnings, strict=True))
