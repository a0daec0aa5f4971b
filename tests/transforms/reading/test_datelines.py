"""Datelines: place, agency, and what only looks like one."""

import pytest

from transforms.reading.datelines import read_dateline


@pytest.mark.parametrize(
    ("paragraph", "place", "agency", "rest"),
    [
        pytest.param("WASHINGTON — President Vale met", "WASHINGTON", None, "President", id="capitals"),
        pytest.param("PORT ALDER (AP) — The council voted", "PORT ALDER", "Associated Press", "The", id="agency"),
        pytest.param("KYIV, Ukraine (Reuters) - Officials said", "KYIV, Ukraine", "Reuters", "Officials", id="country"),
        pytest.param(
            "HEMPSTEAD, N.Y., Sept. 26 (UPI) — Vale was",
            "HEMPSTEAD, N.Y.",
            "United Press International",
            "Vale",
            id="state-and-date",
        ),
        pytest.param("BEIJING, Jan. 5 (Xinhua) -- China said", "BEIJING", "Xinhua", "China", id="double-hyphen"),
        pytest.param("London (AFP) - Britain said", "London", "Agence France-Presse", "Britain", id="capitalised-with-agency"),
        pytest.param("(Reuters) - The bank said", None, "Reuters", "The", id="agency-alone"),
        pytest.param("Washington (CNN)President Vale said", "Washington", None, "President", id="outlet-glued"),
        pytest.param("KARACHI: The port closed", "KARACHI", None, "The", id="colon"),
        pytest.param("NEW YORK — “I am leaving,” he said.", "NEW YORK", None, "“I", id="quotation-after-it"),
    ],
)
def test_read_dateline(paragraph: str, place: str | None, agency: str | None, rest: str) -> None:
    found = read_dateline(paragraph)
    assert found is not None
    assert (found.place, found.agency) == (place, agency)
    assert paragraph[found.end :].startswith(rest)


@pytest.mark.parametrize(
    "paragraph",
    [
        pytest.param("NATO — the alliance — said", id="dash-inside-a-sentence"),
        pytest.param("EXCLUSIVE — Vale resigns", id="label"),
        pytest.param("Paris — The city", id="capitalised-without-agency"),
        pytest.param("The International Monetary Fund (IMF) — Washington", id="bracketed-abbreviation"),
        pytest.param("UPDATE: The port opened", id="label-with-colon"),
    ],
)
def test_no_dateline(paragraph: str) -> None:
    assert read_dateline(paragraph) is None


def test_speaker_labels_are_no_datelines() -> None:
    assert read_dateline("VALE: We will rebuild.", is_transcript=True) is None
