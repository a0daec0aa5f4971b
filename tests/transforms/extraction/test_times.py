"""Time expressions and their days: certain or null."""

from datetime import date

import pytest
from spacy.language import Language

from schemas import TimeExpression
from transforms.extraction.times import find_time_expressions
from transforms.layout import hide_unanalysed, lay_out

ANCHOR = date(2022, 1, 21)
"""A Friday."""

Expected = tuple[str, str | None, str | None, str | None, bool]


def times_of(nlp: Language, text: str, *, anchor: date | None = ANCHOR) -> tuple[TimeExpression, ...]:
    text, blocks = lay_out([("body", text)])
    found = find_time_expressions(nlp(text), article_id="a_0000000000000001", blocks=blocks, anchor_date=anchor)
    assert all(text[item.char_start:item.char_end] == item.text for item in found)
    return found


def as_tuple(item: TimeExpression) -> Expected:
    start, end = (day.isoformat() if day else None for day in (item.value_start, item.value_end))
    return item.text, start, end, item.precision, bool(item.is_relative)


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("The bridge opened on July 21, 2017.", [("July 21, 2017", "2017-07-21", "2017-07-21", "day", False)],
                 id="american-date"),
    pytest.param("The bridge opened on Friday, 21 July 2017.",
                 [("Friday, 21 July 2017", "2017-07-21", "2017-07-21", "day", False)],
                 id="british-date-with-weekday"),
    pytest.param("The log is dated 2017-07-21.", [("2017-07-21", "2017-07-21", "2017-07-21", "day", False)], id="iso-date"),
    pytest.param("It was signed in February 2016.", [("February 2016", "2016-02-01", "2016-02-29", "month", False)],
                 id="month-of-a-leap-year"),
    pytest.param("It was signed in late Feb. 2016.", [("late Feb. 2016", None, None, None, False)], id="vague-month-has-no-days"),
    pytest.param("Sales fell in the third quarter of 2019.",
                 [("third quarter of 2019", "2019-07-01", "2019-09-30", "quarter", False)],
                 id="quarter"),
    pytest.param("She moved there in 1994.", [("1994", "1994-01-01", "1994-12-31", "year", False)], id="year"),
    pytest.param("The town grew in the 1990s.", [("1990s", "1990-01-01", "1999-12-31", "decade", False)], id="decade"),
    pytest.param("He led the club in 2010-12.", [("2010-12", "2010-01-01", "2012-12-31", "year", False)], id="range-of-years"),
    pytest.param("The fund sent 1950 people home and paid $2000 to each.", [], id="amounts-are-no-years"),
    pytest.param("They met yesterday.", [("yesterday", "2022-01-20", "2022-01-20", "day", True)], id="yesterday"),
    pytest.param("The leaders met on Thursday.", [("Thursday", "2022-01-20", "2022-01-20", "day", True)],
                 id="weekday-in-the-past"),
    pytest.param("The leaders met on Friday.", [("Friday", "2022-01-21", "2022-01-21", "day", True)],
                 id="weekday-of-publication-is-that-day"),
    pytest.param("The leaders will meet on Thursday.", [("Thursday", None, None, None, True)],
                 id="weekday-to-come-is-not-certain"),
    pytest.param("Exports fell last year.", [("last year", "2021-01-01", "2021-12-31", "year", True)], id="last-year"),
    pytest.param("Exports fell last month.", [("last month", "2021-12-01", "2021-12-31", "month", True)],
                 id="last-month-over-the-turn-of-the-year"),
    pytest.param("The envoy left on Dec. 30.", [("Dec. 30", "2021-12-30", "2021-12-30", "day", True)],
                 id="day-without-year-is-the-nearest"),
    pytest.param("The revolt began on July 14.", [("July 14", None, None, None, True)], id="day-without-year-far-away"),
    pytest.param("He spoke earlier this week.", [("earlier this week", None, None, None, True)], id="part-of-a-week"),
    pytest.param("She left three years ago.", [("three years ago", None, None, None, True)], id="distance-from-now"),
    pytest.param("She worked there for three years.", [], id="duration"),
    pytest.param("The 80-year-old man walked home.", [], id="age"),
    pytest.param("“We met yesterday and nobody knew,” Ana Ruiz said.", [("yesterday", None, None, None, True)],
                 id="day-of-speaking-inside-quotation-marks-is-not-certain"),
    pytest.param("You may go, and you can march.", [], id="may-and-march-are-words"),
    pytest.param("It happened on February 30, 2016.", [("2016", "2016-01-01", "2016-12-31", "year", False)], id="no-such-day"),
])
def test_find_time_expressions(nlp: Language, text: str, expected: list[Expected]) -> None:
    assert [as_tuple(item) for item in times_of(nlp, text)] == expected


def test_without_publication_date_relative_values_are_null(nlp: Language) -> None:
    found = times_of(nlp, "They met yesterday, on Thursday and last year, and first on July 21, 2017.", anchor=None)
    assert [as_tuple(item) for item in found] == [
        ("yesterday", None, None, None, True), ("Thursday", None, None, None, True), ("last year", None, None, None, True),
        ("July 21, 2017", "2017-07-21", "2017-07-21", "day", False)]
    assert {item.anchor_date for item in found} == {None}


def test_anchor_stands_with_relative_expressions_only(nlp: Language) -> None:
    found = times_of(nlp, "They met yesterday and on July 21, 2017.")
    assert [(item.text, item.anchor_date) for item in found] == [("yesterday", ANCHOR), ("July 21, 2017", None)]


def test_hidden_blocks_yield_no_expression(nlp: Language) -> None:
    text, blocks = lay_out([("timestamp", "Jan. 21, 2022"), ("caption", "Oslo in 1994."), ("body", "It rained in 1995.")])
    doc = nlp(hide_unanalysed(text, blocks))
    found = find_time_expressions(doc, article_id="a_0000000000000001", blocks=blocks, anchor_date=None)
    assert [item.text for item in found] == ["1995"]
