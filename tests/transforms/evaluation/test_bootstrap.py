"""Figures over summed counts, and their intervals."""

import pytest

from transforms.evaluation.bootstrap import Figure, f1, f1_of, ratio, score_figures, share

ACCURACY = Figure(name="accuracy", value=ratio("right", "all"), sample="all")


def test_counts_add_up_over_documents() -> None:
    (score,) = score_figures([{"right": 1, "all": 1}, {"right": 0, "all": 3}], [ACCURACY])
    assert (score.measure, score.value, score.sample_count) == ("accuracy", 0.25, 4)
    assert score.low == 0.0
    assert score.high == 1.0


def test_interval_is_the_same_every_time_and_holds_the_value() -> None:
    documents = [{"right": n % 3 > 0, "all": 1} for n in range(60)]
    first, again = (score_figures(documents, [ACCURACY])[0] for _ in range(2))
    assert first == again
    assert first.low is not None and first.high is not None
    assert 0.5 < first.low < 2 / 3 < first.high < 0.8


@pytest.mark.parametrize(("documents", "value"), [
    pytest.param([{"right": 1, "all": 2}], 0.5, id="one-document"),
    pytest.param([{"other": 1}, {"other": 1}], None, id="nothing-to-measure"),
    pytest.param([], None, id="no-document"),
])
def test_no_interval_without_a_spread(documents: list[dict[str, float]], value: float | None) -> None:
    (score,) = score_figures(documents, [ACCURACY])
    assert (score.value, score.low, score.high) == (value, None, None)


def test_shares_of_nothing() -> None:
    assert share(1, 0) is None
    assert f1(0, 0) == 0
    assert f1_of(0, 0, 0, 0) is None
    assert f1_of(0, 0, 0, 3) == 0
    assert f1_of(1, 2, 1, 1) == pytest.approx(2 / 3)
