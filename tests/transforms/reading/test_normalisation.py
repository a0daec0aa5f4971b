"""Normalisation touches only what cannot be seen."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reading.normalisation import fold, normalise_line, normalise_text, visible_characters, words

INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive", id="line-breaks"),
        pytest.param("a\u00a0b\u2009c\td", "a b c d", id="unicode-spaces"),
        pytest.param("  two   spaces  \n end ", "two spaces\nend", id="runs-and-ends"),
        pytest.param("so\u00adlu\u200btion\ufeff", "solution", id="zero-width-and-soft-hyphen"),
        pytest.param("a\x00b\x07c", "abc", id="control-characters"),
        pytest.param("a\n\n\nb", "a\n\n\nb", id="blank-lines-stay"),
        pytest.param("“Café” — it’s 5\u202fkm…", "“Café” — it’s 5 km…", id="quotation-marks-dashes-letters-stay"),
        pytest.param("e\u0301", "e\u0301", id="normalisation-form-stays"),
        pytest.param("lone \ud800 half", "lone half", id="surrogate"),
    ],
)
def test_normalise_text(text: str, expected: str) -> None:
    assert normalise_text(text) == expected


def test_every_invisible_character_is_known() -> None:
    misjudged = [
        hex(point)
        for point in range(sys.maxunicode + 1)
        if (visible_characters(chr(point)) == "") != (unicodedata.category(chr(point)) in INVISIBLE_CATEGORIES)
    ]
    assert misjudged == []


@given(st.text())
def test_visible_characters_stay(text: str) -> None:
    assert visible_characters(normalise_text(text)) == visible_characters(text)
    assert visible_characters(normalise_line(text)) == visible_characters(text)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise_text(normalise_text(text)) == normalise_text(text)
    assert normalise_line(normalise_line(text)) == normalise_line(text)


def test_normalise_line_joins_lines() -> None:
    assert normalise_line(" A\n headline\u00a0") == "A headline"


def test_fold_ignores_case_marks_and_spaces() -> None:
    assert fold("It’s  OVER — says ‘Mayor’") == fold("its over says mayor")


def test_words_keep_inner_marks() -> None:
    assert words("Don’t pay $3.5m — the U.S.-led plan, she said.") == [
        "Don’t",
        "pay",
        "3.5m",
        "the",
        "U.S",
        "led",
        "plan",
        "she",
        "said",
    ]
