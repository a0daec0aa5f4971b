"""Datelines: the place, date and agency that open the first paragraph of a news story ("KYIV, Ukraine (Reuters) -")."""

import re
from dataclasses import dataclass

from transforms.reading.wire_agencies import wire_agency

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = rf"(?:{_MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?|\d{{1,2}}\s{_MONTH}(?:,?\s\d{{4}})?)"
_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.\-]*"
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w'’.\-]*"
# "NEW YORK", "ST. LOUIS", "WASHINGTON/BEIJING", "RIO DE JANEIRO, Brazil", "HEMPSTEAD, N.Y.", "ABOARD AIR FORCE ONE"
_CAPITAL_PLACE = rf"{_CAPITALS}(?:[ /]{_CAPITALS}){{0,4}}(?:,\s{_CAPITALISED}(?:\s{_CAPITALISED}){{0,2}})?"
_TITLE_PLACE = rf"{_CAPITALISED}(?:[ /]{_CAPITALISED}){{0,3}}(?:,\s{_CAPITALISED}(?:\s{_CAPITALISED}){{0,2}})?"
_AGENCY = r"\((?P<agency>[A-Z][\w .&/’'\-]{1,40})\)"
_DASH = r"\s?(?:—|–|―|--)\s?|\s-\s"
# The words after a dateline begin a sentence; "NATO — the alliance —" does not open with one.
_SENTENCE_START = r"(?=[\"'“”‘’(\[$£€]{0,3}[A-ZÀ-ÖØ-Þ0-9])"

_CAPITAL_DATELINE = re.compile(
    rf"(?P<place>{_CAPITAL_PLACE})(?:,?\s(?P<date>{_DATE}),?)?(?:\s{_AGENCY})?(?:{_DASH}){_SENTENCE_START}"
)
_COLON_DATELINE = re.compile(rf"(?P<place>{_CAPITAL_PLACE})(?:\s{_AGENCY})?:\s{_SENTENCE_START}")
_AGENCY_DATELINE = re.compile(
    rf"(?:(?P<place>{_TITLE_PLACE})(?:,?\s(?P<date>{_DATE}),?)?\s)?{_AGENCY}(?:(?:{_DASH})|\s?){_SENTENCE_START}"
)
_DATED_DATELINE = re.compile(rf"(?P<place>{_TITLE_PLACE}),\s(?P<date>{_DATE})(?:{_DASH}){_SENTENCE_START}")
_SPEAKER_LABEL = re.compile(rf"{_CAPITAL_PLACE}:\s")

# Capitalised openers of paragraphs that are labels, not places.
_NOT_PLACES = frozenset({
    "A", "ALERT", "ANALYSIS", "ANSWER", "BREAKING", "BREAKING NEWS", "COMMENT", "CORRECTION", "DEVELOPING", "EDITORIAL",
    "EXCLUSIVE",
    "EXPLAINER", "FACT CHECK", "FACT", "FEATURE", "GALLERY", "INTERVIEW", "LISTEN", "LIVE", "MORE", "NOTE", "OPINION", "PHOTO",
    "PHOTOS", "PODCAST", "POLL", "Q", "QUESTION", "READ", "READ MORE", "REPORT", "REVIEW", "SUMMARY", "TRANSCRIPT", "UPDATE",
    "UPDATED", "VIDEO", "WATCH", "I", "PRESS RELEASE", "SPOILER ALERT", "RELATED", "NEW", "JUST IN", "WARNING", "FILE",
    "FILE PHOTO",
})
_MIN_PLACE_LETTERS = 3
# Outlets that sign datelines like an agency but are none. Other brackets after a name are no datelines ("Monetary Fund (IMF)").
_DATELINE_OUTLETS = frozenset({"CNN", "CNN Business", "BBC", "VOA", "RFE/RL", "NBC", "CBS", "MarketWatch", "Sputnik"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What a dateline states. `end` is the offset in the paragraph at which the story itself begins."""

    place: str | None
    agency: str | None
    end: int


def read_dateline(paragraph: str, *, is_transcript: bool = False) -> Dateline | None:
    """The dateline that opens a paragraph.

    Args:
        paragraph: First paragraph of the body, normalised.
        is_transcript: Whether paragraphs of this text open with speaker labels ("MODERATOR: ..."), so that a name in
            capitals and a colon are no dateline.

    Returns:
        Place as written, without date ("KYIV, Ukraine"); None when only an agency is named. Agency under its full name; None
        when no known agency is named. None for a paragraph without a dateline.
    """
    for pattern in (_CAPITAL_DATELINE, _AGENCY_DATELINE, _DATED_DATELINE, _COLON_DATELINE):
        if pattern is _COLON_DATELINE and is_transcript:
            continue
        found = pattern.match(paragraph)
        if found is None:
            continue
        place = found["place"]
        named = found.groupdict().get("agency")
        agency = wire_agency(named) if named is not None else None
        if place is None and agency is None:
            continue
        if pattern is _AGENCY_DATELINE and agency is None and named not in _DATELINE_OUTLETS:
            continue
        if place is not None and not _is_place(place):
            continue
        return Dateline(place=place, agency=agency, end=found.end())
    return None


def opens_with_label(paragraph: str) -> bool:
    """Whether a paragraph opens with capitals and a colon: a colon dateline, or the label of a speaker in a transcript."""
    return _SPEAKER_LABEL.match(paragraph) is not None


def _is_place(place: str) -> bool:
    letters = sum(character.isalpha() for character in place)
    return place.strip(".") not in _NOT_PLACES and letters >= _MIN_PLACE_LETTERS
