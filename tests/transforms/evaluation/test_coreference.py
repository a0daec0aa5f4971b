"""Coreference measures on the examples by which the field explains them."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.evaluation.coreference import (
    conll_f1,
    count_aligned_entities,
    count_coreference,
    count_links,
    count_shared_mentions,
    greatest_assignment,
    group,
)

GOLD = [frozenset("abc"), frozenset("defg")]
FOUND = [frozenset("ab"), frozenset("cd"), frozenset("fghi")]
"""The example of Pradhan et al. 2014, section 4."""


def test_worked_example_of_the_reference_paper() -> None:
    right_p, all_p, right_r, all_r = count_links(GOLD, FOUND)
    assert (right_r / all_r, right_p / all_p) == (pytest.approx(0.40), pytest.approx(0.40))
    right_p, all_p, right_r, all_r = count_shared_mentions(GOLD, FOUND)
    assert (right_r / all_r, right_p / all_p) == (pytest.approx(0.42, abs=0.005), pytest.approx(0.50))
    right_p, all_p, right_r, all_r = count_aligned_entities(GOLD, FOUND)
    assert (right_r / all_r, right_p / all_p) == (pytest.approx(0.65), pytest.approx(0.43, abs=0.005))


def test_conll_score_is_the_mean_of_three() -> None:
    value = conll_f1("x")
    assert value(count_coreference(GOLD, GOLD, name="x")) == 1.0
    assert value(count_coreference(GOLD, [], name="x")) == 0.0
    assert value(count_coreference([frozenset("a")], [frozenset("a")], name="x")) is None


def test_group_keeps_the_order_of_first_appearance() -> None:
    assert group([("e2", 1), ("e1", 2), ("e2", 3)]) == [frozenset({1, 3}), frozenset({2})]


@given(st.integers(1, 4).flatmap(lambda width: st.lists(
    st.lists(st.floats(0, 1, allow_subnormal=False), min_size=width, max_size=width), min_size=1, max_size=5)))
def test_assignment_equals_trying_every_pairing(weights: list[list[float]]) -> None:
    rows = weights if len(weights) <= len(weights[0]) else [list(column) for column in zip(*weights, strict=True)]
    best = max(
        sum(row[column] for row, column in zip(rows, columns, strict=True))
        for columns in permutations(range(len(rows[0])), len(rows)))
    assert greatest_assignment(weights) == pytest.approx(best)


def test_assignment_without_rows_or_columns() -> None:
    assert greatest_assignment([]) == greatest_assignment([[]]) == 0.0
