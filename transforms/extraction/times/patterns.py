"""Parts that the patterns of time expressions are put together from; their named groups are what the readers read."""

import re
from collections.abc import Iterable

from transforms.lexicons.words_time import (
    DECADES,
    EASTER_FEASTS,
    FIXED_FEASTS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    SHORT_MONTHS,
    WEEKDAY_FEASTS,
    WEEKDAYS,
)


def any_of(words: Iterable[str]) -> str:
    """Alternation that tries the longest word first; an apostrophe stands for both kinds."""
    return "|".join(sorted((re.escape(word).replace("'", "['’]") for word in words), key=len, reverse=True))


def _with_capitals(names: Iterable[str]) -> str:
    """Names as they stand in a text: months and weekdays are told from words ("may", "march") by their capital."""
    return any_of([form for name in names for form in (name.capitalize(), name.upper())])


_FULL_MONTH = _with_capitals(MONTHS)
_SHORT_MONTH = any_of(name.capitalize() for name in SHORT_MONTHS)
MONTH = rf"(?P<month>{_FULL_MONTH}|(?:{_SHORT_MONTH})\b\.?)"
WEEKDAY = rf"(?:{_with_capitals(WEEKDAYS)})"
_SHORT_WEEKDAY = r"(?:Mon|Tues?|Wed|Thurs?|Fri|Sat)\."
ANY_WEEKDAY = rf"(?P<weekday>{WEEKDAY}|{_SHORT_WEEKDAY})"
ON_WEEKDAY = rf"(?:(?:{WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?),? )?"

# Years from 1000 to 2099: other numbers of four digits are too often amounts.
YEAR = r"(?P<year>(?:1\d|20)\d\d)(?!\d|[.,:]\d|%)"
EARLY_YEAR = r"(?P<year>[1-9]\d\d)(?!\d|[.,:]\d|%)"
DAY = r"(?:(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d|[.,:]\d|%))"
FIRST_DAY = r"(?P<first>[12]?\d|3[01])(?:st|nd|rd|th)?"
ORDINAL = rf"(?:\d\d?(?:st|nd|rd|th)|{any_of(ORDINALS)})"
DAY_OF = rf"(?:the )?(?:{DAY}(?: of)?|(?P<ordinal>(?i:{any_of(ORDINALS)})) of)"
DASH = r"[-–—‑]"
TO = rf"(?: ?{DASH} ?| to | and | until | through )"

UNIT = r"(?P<unit>day|weekend|week|month|quarter|year|decade|century)"
UNITS = r"(?P<unit>day|weekend|week|month|quarter|year|decade|centur(?:y|ie))s?"
QUARTER = r"(?P<quarter>first|second|third|fourth|final|1st|2nd|3rd|4th)[- ](?:fiscal |calendar )?quarter"
QUARTER_OF = QUARTER.replace("final", "final|last")
SEASON = rf"(?P<season>{any_of(SEASONS)})"
FEAST = rf"(?P<feast>{any_of([*FIXED_FEASTS, *EASTER_FEASTS, *WEEKDAY_FEASTS])})"
DECADE_WORD = rf"(?P<word>{any_of(DECADES)})"
CENTURY = rf"(?P<century>{ORDINAL})"
COUNT = (
    rf"(?P<count>\d+(?: ?½| 1/2)?|(?:{any_of(NUMBERS)})(?: and a half)?|several|some|many|(?:a |the )?few|(?:a )?couple(?: of)?"
    r"|dozens of|hundreds of|thousands of)"
)

EARLY_OR_LATE = r"(?:(?:earlier|later|early|late)(?: in| on)? )?"
VAGUE = r"(?:(?:early|late|mid|earlier|later|the start of|the end of)[- ](?:in |on )?(?:the )?)?"
"""What narrows a unit on no certain days; the unit keeps its own."""

WHICH = r"(?P<which>last|this past|this coming|this|next)"
PART_OF_DAY = r"(?i:(?:,? (?:early|late))?,? (?:morning|afternoon|evening|night)(?!\w))?"
OF_YEAR = (
    r"(?: of (?P<of_year>(?i:last|this|next|that|the same|the following)) (?i:year)(?!\w)"
    r"|(?=,? (?:in )?(?P<year_beside>(?i:last|this|next)) (?i:year)(?!\w)))"
)
"""The year that a day or month belongs to: a part of the expression after "of", else an expression of its own."""

WHOLE = (
    rf"(?:(?:{MONTH}(?: of)? )?{YEAR}|(?:the )?(?P<decade>(?:1[0-9]|20)\d0)['’]?s|(?:the )?{CENTURY}[- ]century"
    rf"|(?P<which>last|this|next|the same|that|the) {UNIT})"
)
"""What has a beginning, a half and an end."""

NOT_OWNED = "".join(
    rf"(?<!{word} )" for word in ("my", "our", "your", "his", "her", "its", "their", "'s", "’s", "to"))
"""Keeps "her last year" from meaning the one before this, and "to this day" from meaning today."""

AFTER_THE = r"(?:(?<=the )|(?<=the early )|(?<=the late ))"
_ENDING_THE = ("end", "ended", "ending", "finish", "finished", "finishing", "close", "closed", "closing", "started", "began")
DAY_CLOSED = "|".join((
    *(rf"(?<={verb} the )day" for verb in _ENDING_THE), r"(?<=^For the )day(?=,)", r"(?<=[.] For the )day(?=,)"))
""" "ended the day", the only day that needs nothing to say which it is """

REACH = 64
"""Characters on either side of a trigger that an expression may take up."""

TRIGGERS = re.compile("(?<![A-Za-z])(?:" + "|".join((
    r"(?P<year>\d{4})",
    r"(?P<numeric>\d[/.-]\d)",
    rf"(?P<decade>\d0['’]?s\b|['’]\d\d|(?i:(?:{any_of(DECADES)})\b))",
    rf"(?P<month>(?:{_FULL_MONTH}|{_SHORT_MONTH})\b)",
    rf"(?P<weekday>{WEEKDAY}|{_SHORT_WEEKDAY})",
    r"(?P<unit>(?i:day|week|month|quarter|year|decade|centur))",
    r"(?P<near>(?i:today|yesterday|tomorrow|tonight|night|morning|afternoon|evening))",
    rf"(?P<season>(?i:{any_of(SEASONS)})\b)",
    rf"(?P<feast>(?i:{any_of([*FIXED_FEASTS, *EASTER_FEASTS, *WEEKDAY_FEASTS])}))",
    r"(?P<era>(?:AD|A\.D\.|CE|BCE?|B\.C\.|ca?\.)(?!\w))",
    r"(?P<fiscal>(?i:fiscal|FY|(?:financial|tax|academic|school) (?:year|quarter)))",
    r"(?P<part>(?i:beginning|start|middle|end|close|half) of\b)",
)) + ")")
"""Words of which every time expression holds one, in a group named after their kind."""
