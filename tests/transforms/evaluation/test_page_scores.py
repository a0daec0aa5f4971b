"""Pages as read against pages as seen."""

from dataclasses import replace
from datetime import date

import pytest

from transforms.evaluation.bootstrap import score_figures
from transforms.evaluation.gold import GoldPage
from transforms.evaluation.page_scores import NOTHING_READ, PAGE_FIGURES, PredictedPage, count_page

GOLD = GoldPage(
    id="p1", file="p1.html", body="The tide was low.\nBoats lay in the mud all day.", title="Low tide: boats’ day",
    authors=("Ana Ruiz", "BEN OKRI"), published_day="2024-05-02")
RIGHT = PredictedPage(
    body="The tide was low.\n\nBoats lay in the mud all day.", title="LOW TIDE – boats' day", authors=("Ben Okri", "By Ana Ruiz"),
    published_date=date(2024, 5, 2))


def figures(*pages: tuple[GoldPage, PredictedPage]) -> dict[str, float | None]:
    return {score.measure: score.value for score in score_figures([count_page(*page) for page in pages], PAGE_FIGURES)}


def test_everything_right() -> None:
    assert figures((GOLD, RIGHT)) == {
        "body_f1": 1, "body_precision": 1, "body_recall": 1, "pages_below_half_count": 0, "title_accuracy": 1,
        "authors_accuracy": 1, "date_accuracy": 1}


def test_nothing_read() -> None:
    assert figures((GOLD, NOTHING_READ)) == {
        "body_f1": 0, "body_precision": 0, "body_recall": 0, "pages_below_half_count": 1, "title_accuracy": 0,
        "authors_accuracy": 0, "date_accuracy": 0}


@pytest.mark.parametrize(("changed", "measure"), [
    pytest.param(replace(RIGHT, title="Low tide"), "title_accuracy", id="title-cut"),
    pytest.param(replace(RIGHT, authors=("Ana Ruiz",)), "authors_accuracy", id="author-missing"),
    pytest.param(replace(RIGHT, published_date=date(2024, 5, 3)), "date_accuracy", id="next-day"),
])
def test_one_part_wrong(changed: PredictedPage, measure: str) -> None:
    measured = figures((GOLD, changed))
    assert measured[measure] == 0
    assert measured["body_f1"] == 1


def test_body_counts_repeated_words_once_each() -> None:
    # 11 words give 8 shingles; read twice over, 19, of which 8 are right.
    measured = figures((GOLD, replace(RIGHT, body=RIGHT.body + " " + RIGHT.body)))
    assert measured["body_recall"] == 1
    assert measured["body_precision"] == pytest.approx(8 / 19)


def test_f1_is_that_of_the_mean_precision_and_recall() -> None:
    assert figures((GOLD, RIGHT), (GOLD, NOTHING_READ))["body_f1"] == 0.5


def test_parts_without_gold_are_not_counted() -> None:
    measured = figures((GoldPage(id="p2", file="p2.html"), RIGHT))
    assert measured == {
        "body_f1": None, "body_precision": None, "body_recall": None, "pages_below_half_count": 0, "title_accuracy": None,
        "authors_accuracy": None, "date_accuracy": None}
