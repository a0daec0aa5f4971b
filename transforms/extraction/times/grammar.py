"""Which strings are time expressions, and what each says by itself."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from transforms.extraction.times.calendar_days import (
    Days,
    Unit,
    century_days,
    day,
    day_after,
    day_of,
    decade_days,
    easter,
    months,
    nth_weekday,
    year_days,
)
from transforms.extraction.times.meanings import (
    AroundNow,
    AroundStory,
    Boundary,
    Distance,
    Fixed,
    Meaning,
    NearDay,
    Numeric,
    Portion,
    Vague,
    WeekdayNamed,
    WeekendNamed,
    Which,
    Window,
    Yearly,
)
from transforms.lexicons.words_time import (
    DECADES,
    EASTER_FEASTS,
    FIXED_FEASTS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    WEEKDAY_FEASTS,
    WEEKDAYS,
)

Doubt = Literal["year", "second year", "quarter", "near day", "month", "weekday", "season", "holiday"]
"""Kinds of expression that may be something else; `transforms.extraction.times.context` looks at the words around them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A string that may be a time expression; offsets are those of the text searched.

    Args:
        doubt: What may be wrong with it; None when the string alone is enough.
        after: Where the year ends that a "second year" belongs to.
    """

    start: int
    end: int
    meaning: Meaning
    doubt: Doubt | None = None
    after: int = -1


_Trigger = Literal[
    "year", "numeric", "month", "weekday", "unit", "near", "season", "feast", "decade", "era", "fiscal", "part"]
"""Kinds of words of which each rule needs one; the rules are tried around these only, which is most of their speed."""

_Reader = Callable[[re.Match[str]], Meaning | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    trigger: "_Trigger"
    pattern: re.Pattern[str]
    read: _Reader
    doubt: Doubt | None = None


def find_candidates(text: str) -> tuple[Candidate, ...]:
    """The strings that may be time expressions; of two that overlap, the one that the earlier rule finds.

    Args:
        text: A paragraph.

    Returns:
        0..n candidates in order, none overlapping.
    """
    found: list[Candidate] = []
    taken = bytearray(len(text))
    for start, end, triggers in _windows(text):
        for rule in _RULES:
            if rule.trigger not in triggers:
                continue
            for match in rule.pattern.finditer(text, start, end):
                span = match.span("short") if rule.doubt == "second year" else match.span()
                if any(taken[slice(*span)]):
                    continue
                meaning = rule.read(match)
                if meaning is not None:
                    taken[slice(*span)] = b"\x01" * (span[1] - span[0])
                    found.append(Candidate(
                        start=span[0], end=span[1], meaning=meaning, doubt=rule.doubt,
                        after=match.end("first") if rule.doubt == "second year" else -1))
    return tuple(sorted(found, key=lambda candidate: candidate.start))


def _windows(text: str) -> Iterator[tuple[int, int, set[str]]]:
    """Stretches around words that time expressions are made of, none overlapping, with the kinds of these words."""
    opened: tuple[int, int, set[str]] | None = None
    for match in _TRIGGERS.finditer(text):
        start, end, kind = max(0, match.start() - _REACH), match.end() + _REACH, match.lastgroup or ""
        if opened is not None and start <= opened[1]:
            opened = opened[0], end, opened[2] | {kind}
            continue
        if opened is not None:
            yield opened
        opened = start, end, {kind}
    if opened is not None:
        yield opened


# ------------------------------------------------------------------------------------------------------- parts of patterns

def _any(words: Iterable[str]) -> str:
    """Alternation that tries the longest word first."""
    return "|".join(sorted((re.escape(word).replace("'", "['’]") for word in words), key=len, reverse=True))


_FULL_MONTHS = tuple(name.capitalize() for name in MONTHS)
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
_MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, 1)} | {
    short.casefold(): number for number, name in enumerate(MONTHS, 1) for short in _SHORT_MONTHS if name.startswith(short.casefold())}

# Months are told from words ("may", "march") by their capital.
MONTH = rf"(?P<month>{_any([*_FULL_MONTHS, *(name.upper() for name in _FULL_MONTHS)])}|(?:{_any(_SHORT_MONTHS)})\b\.?)"
WEEKDAY = rf"(?:{_any([*(name.capitalize() for name in WEEKDAYS), *(name.upper() for name in WEEKDAYS)])})"
WEEKDAY_SHORT = rf"(?:{WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?)"
# Years from 1000 to 2099: other numbers of four digits are too often amounts.
YEAR = r"(?P<year>(?:1\d|20)\d\d)(?!\d|[.,:]\d|%)"
DAY = r"(?:(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d|[.,:]\d|%))"
DAY_OF = rf"(?:the )?(?:{DAY}(?: of)?|(?P<ordinal>(?i:{_any(ORDINALS)})) of)"
DASH = r"[-–—‑]"
UNIT = r"(?P<unit>day|weekend|week|month|quarter|year|decade|century)"
UNITS = r"(?P<unit>day|weekend|week|month|quarter|year|decade|centur(?:y|ie))s?"
SEASON = rf"(?P<season>{_any(SEASONS)})"
PART = r"(?P<part>early|earlier|late|later|mid|the (?:beginning|start|middle|end|close) of|(?:beginning|start|middle|end|close) of)"
VAGUE = r"(?:(?:early|late|mid|earlier|later|the start of|the end of)[- ](?:in |on )?(?:the )?)?"
PART_OF_DAY = r"(?i:(?:,? (?:early|late))?,? (?:morning|afternoon|evening|night)(?!\w))?"
QUARTER = r"(?P<quarter>first|second|third|fourth|final|1st|2nd|3rd|4th)[- ](?:fiscal |calendar )?quarter"
QUARTER_OF = QUARTER.replace("final", "final|last")
COUNT = (
    rf"(?P<count>\d+(?: ?½| 1/2)?|(?:{_any(NUMBERS)})(?: and a half)?|several|some|many|(?:a |the )?few|(?:a )?couple(?: of)?"
    r"|dozens of|hundreds of|thousands of)"
)
WHICH = r"(?P<which>last|this|next)"
_QUARTER_NUMBER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_STEP = {"last": -1, "this": 0, "next": 1}
_WEEKDAY_NUMBER = {name[:3]: number for number, name in enumerate(WEEKDAYS)}

_ABOUT = re.compile(
    r"\b(?:about|around|almost|approximately|nearly|over|roughly|some|than|least|most|up to|up|under|well over|just|maybe|perhaps|(?:years?|months?|weeks?|days?) and)\s+$",
    re.IGNORECASE)
"""Words before a number that make a distance inexact ("more than two years ago")."""

_ROUND_UNITS: frozenset[Unit] = frozenset({"decade", "century", "weekend"})
"""Units in which distances are said roughly ("two decades ago")."""

_DEADLINE = re.compile(r"\b(?:by|until|till|since|from|before|through|to)\s+$", re.IGNORECASE)
"""Words after which "the end of the year" is its last day rather than its last weeks."""

_DURING = re.compile(r"\b(?:over|in|within|during|for|throughout|of|across)\s+$", re.IGNORECASE)


# ------------------------------------------------------------------------------------------------------------ whole dates

def _read_day(match: re.Match[str]) -> Meaning | None:
    """ "July 21, 2017", "21 July 2017", "2017-07-21" """
    groups = match.groupdict()
    month = int(groups["number"]) if groups.get("number") else _month_of(match)
    found = day_of(int(match["year"]), month, _day_number(match))
    return None if found is None else Fixed(days=found)


def _read_day_span(match: re.Match[str]) -> Meaning | None:
    """ "3 to 5 May 2010", "May 3-5" """
    month, first, last = _month_of(match), int(match["first"]), int(match["day"])
    if first >= last:
        return None

    def in_year(year: int) -> Days | None:
        start, end = day_of(year, month, first), day_of(year, month, last)
        return Days(first=start.first, last=end.last, precision="day") if start and end else None

    if match.groupdict().get("year"):
        days = in_year(int(match["year"]))
        return None if days is None else Fixed(days=days)
    return Yearly(in_year=in_year)


def _read_numeric(match: re.Match[str]) -> Meaning | None:
    digits = match["year"]
    return Numeric(first=int(match["first"]), second=int(match["second"]), year=int(digits), year_digits=len(digits))


def _read_early_day(match: re.Match[str]) -> Meaning | None:
    """ "30 September 420": a year of three digits is one only after a month. """
    found = day_of(int(match["year"]), _month_of(match), _day_number(match))
    return None if found is None else Fixed(days=found)


# ---------------------------------------------------------------------------------------------- months, quarters and longer

def _read_month(match: re.Match[str]) -> Meaning:
    return Fixed(days=months(int(match["year"]), _month_of(match), 1, "month"))


def _read_quarter(match: re.Match[str]) -> Meaning:
    return Fixed(days=months(int(match["year"]), int(_quarter_of(match)) * 3 - 2, 3, "quarter"))


def _read_yearly_quarter(match: re.Match[str]) -> Meaning | None:
    quarter = _quarter_of(match)
    return _of_year(match, lambda year: months(year, quarter * 3 - 2, 3, "quarter"))


def _read_half(match: re.Match[str]) -> Meaning | None:
    number = 1 if match["half"].casefold() in ("first", "1") else 2
    return Portion(of=_read_whole(match), number=number, count=2)


def _read_season(match: re.Match[str]) -> Meaning:
    """ "the winter of 2016-17" begins in the earlier year; so does "winter 2016", as in "the winter of 2016". """
    return Fixed(days=months(int(match["year"]), SEASONS[match["season"].casefold()], 3, "season"))


def _read_yearly_season(match: re.Match[str]) -> Meaning | None:
    begins = SEASONS[match["season"].casefold()]
    return _of_year(match, lambda year: months(year, begins, 3, "season"))


def _read_decade(match: re.Match[str]) -> Meaning:
    """ "1990s"; "1800s" are a century, and so is what "1900s" surely lies in. """
    first = int(match["decade"])
    is_century = first % 100 == 0 and first < 2000                                               # noqa: PLR2004
    return Fixed(days=century_days(first) if is_century else decade_days(first))


def _read_short_decade(match: re.Match[str]) -> Meaning:
    """ "the ’80s", "the nineties": of the last century, the only one whose decades are called so. """
    named = match.groupdict()
    return Fixed(days=decade_days(1900 + (int(named["decade"]) if named.get("decade") else DECADES[named["word"].casefold()])))


def _read_century(match: re.Match[str]) -> Meaning | None:
    number = _ordinal_of(match["century"])
    return None if number is None or not 1 < number <= 21 else Fixed(days=century_days((number - 1) * 100))


def _read_year(match: re.Match[str]) -> Meaning:
    return Fixed(days=year_days(int(match["year"])))


def _read_short_year(match: re.Match[str]) -> Meaning | None:
    """ "2010-2012" and "2010-12": the second year, when it is later than the first. """
    last = int(match["short"] if len(match["short"]) == 4 else match["before"] + match["short"])     # noqa: PLR2004
    return Fixed(days=year_days(last)) if last > int(match["first"]) else None


def _read_clipped_year(match: re.Match[str]) -> Meaning:
    """ "’82": of the last century, or of this one up to its twenties. """
    short = int(match["short"])
    return Fixed(days=year_days((2000 if short < 30 else 1900) + short))


def _read_unknown(_: re.Match[str]) -> Meaning:
    return Fixed(days=None)


def _read_boundary(match: re.Match[str]) -> Meaning | None:
    """The first or last day when it is a deadline ("by the end of 2019"), else the unit itself ("at the end of 2019")."""
    whole, is_end = _read_whole(match), match["boundary"].casefold() in ("end", "close")
    if is_end and whole == AroundStory(unit="day", step=0, is_bare=True):
        return None                                     # "at the end of the day" is a saying
    if match["boundary"].casefold() == "middle" or not _DEADLINE.search(match.string, 0, match.start()):
        return whole
    return Boundary(of=whole, is_end=is_end)


def _read_whole(match: re.Match[str]) -> Meaning:
    """The unit that `_WHOLE` found."""
    named = match.groupdict()
    if named.get("year"):
        if named.get("month"):
            return _read_month(match)
        return _read_year(match)
    if named.get("decade"):
        return _read_decade(match)
    if named.get("century"):
        return _read_century(match) or Vague()
    return _around(named["which"] or "the", _unit_of(match), match)


# ---------------------------------------------------------------------------------------------- days and what is near now

def _read_yearly_day(match: re.Match[str]) -> Meaning | None:
    month, number = _month_of(match), _day_number(match)
    if day_of(2000, month, number) is None:
        return None
    return _of_year(match, lambda year: day_of(year, month, number))


def _read_yearly_month(match: re.Match[str]) -> Meaning | None:
    month = _month_of(match)
    return _of_year(match, lambda year: months(year, month, 1, "month"))


def _read_feast(match: re.Match[str]) -> Meaning:
    name = match["feast"].casefold().replace("’", "'")

    def in_year(year: int) -> Days | None:
        if name in FIXED_FEASTS:
            return day_of(year, *FIXED_FEASTS[name])
        if name in EASTER_FEASTS:
            return day_after(easter(year), EASTER_FEASTS[name])
        return day(nth_weekday(year, *WEEKDAY_FEASTS[name]))

    if match.groupdict().get("year"):
        return Fixed(days=in_year(int(match["year"])))
    return Yearly(in_year=in_year, which=_which_of(match))


def _read_attacks(_: re.Match[str]) -> Meaning:
    """ "9/11" and "the September 11 attacks" """
    return Fixed(days=day_of(2001, 9, 11), is_name=True)


def _read_near_day(match: re.Match[str]) -> Meaning:
    word = match["word"].casefold()
    steps = {
        "yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1, "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    return NearDay(step=steps.get(word, 0), may_mean_nowadays=word == "today" and match.start("word") == match.start())


def _read_weekday(match: re.Match[str]) -> Meaning:
    return WeekdayNamed(weekday=_WEEKDAY_NUMBER[match["weekday"][:3].casefold()], which=_which_of(match))


def _read_story_weekday(match: re.Match[str]) -> Meaning:
    """ "the following Tuesday" """
    side = match["side"].casefold()
    return WeekdayNamed(
        weekday=_WEEKDAY_NUMBER[match["weekday"][:3].casefold()], from_story=-1 if side == "previous" else 0 if side == "same" else 1)


def _read_weekend(match: re.Match[str]) -> Meaning:
    return WeekendNamed(which=_which_of(match))


def _read_around(match: re.Match[str]) -> Meaning | None:
    """ "last year", "the same day", "the past week" """
    return _around(match["which"], _unit_of(match), match)


def _around(which: str, unit: Unit, match: re.Match[str]) -> Meaning:
    match which.casefold():
        case "last" | "next" if unit == "day":
            return Vague()                              # "last day" of something
        case "last" | "this" | "next" as word:
            return WeekendNamed(which=word) if unit == "weekend" else AroundNow(unit=unit, step=_STEP[word])
        case "this coming" | "the coming":
            return AroundNow(unit=unit, step=1)
        case "the past" | "the last" if unit == "century":
            return AroundNow(unit=unit, step=-1)
        case "this past" | "the past" | "the last":
            return Window(count=-1, unit=unit)
        case "the previous":
            return AroundStory(unit=unit, step=-1)
        case "the next" if _DURING.search(match.string, 0, match.start()) and unit != "day":
            return Window(count=1, unit=unit)
        case "the following" | "the next":
            return AroundStory(unit=unit, step=1)
        case "the same" | "that same" | "that":
            return AroundStory(unit=unit, step=0)
        case _:
            return AroundStory(unit=unit, step=0, is_bare=True)


def _read_story_part(match: re.Match[str]) -> Meaning:
    """ "the following morning", "that night" """
    word = match["which"].casefold()
    step = 1 if word in ("the following", "the next") else -1 if word == "the previous" else 0
    return AroundStory(unit="day", step=step)


def _read_day_beside(match: re.Match[str]) -> Meaning:
    """ "the day before" and nothing that it comes before """
    return AroundStory(unit=_unit_of(match), step=-1 if match["side"].casefold() in ("before", "earlier") else 1)


def _read_bare_day(_: re.Match[str]) -> Meaning:
    """ "ended the day", "later in the day" """
    return AroundStory(unit="day", step=0, is_bare=True)


def _read_bare_unit(match: re.Match[str]) -> Meaning:
    return AroundStory(unit=_unit_of(match), step=0, is_bare=True)


def _read_distance(match: re.Match[str]) -> Meaning:
    count, unit, side = _count_of(match), _unit_of(match), match["side"].casefold()
    if count is None or unit in _ROUND_UNITS or "about" in match.group() or _ABOUT.search(match.string, 0, match.start()):
        return Vague()
    sign = -1 if side in ("ago", "earlier", "before", "previously", "prior") else 1
    return Distance(count=sign * count, unit=unit, from_story=side not in ("ago", "from now", "time"))


def _read_and_half(match: re.Match[str]) -> Meaning:
    """ "a year and a half ago" """
    side = match["side"].casefold()
    sign = -1 if side in ("ago", "earlier") else 1
    return Distance(count=sign * 1.5, unit=_unit_of(match), from_story=side not in ("ago", "from now"))


def _read_window(match: re.Match[str]) -> Meaning:
    count, unit = _count_of(match), _unit_of(match)
    if count is None or count != int(count) or unit == "weekend":
        return Vague()
    is_past = match["which"].casefold().removeprefix("the ").removeprefix("these ").removeprefix("this ") in ("last", "past", "previous")
    return Window(count=-int(count) if is_past else int(count), unit=unit)


def _read_vague(_: re.Match[str]) -> Meaning:
    return Vague()


# ------------------------------------------------------------------------------------------------------ reading of groups

def _month_of(match: re.Match[str]) -> int:
    return _MONTH_NUMBER[match["month"].rstrip(".").casefold()]


def _day_number(match: re.Match[str]) -> int:
    named = match.groupdict()
    return int(named["day"]) if named.get("day") else ORDINALS[named["ordinal"].casefold()]


def _quarter_of(match: re.Match[str]) -> int:
    word = match["quarter"].casefold()
    return int(word) if word.isdigit() else _QUARTER_NUMBER[word]


def _unit_of(match: re.Match[str]) -> Unit:
    unit = match["unit"].casefold()
    return "century" if unit == "centurie" else unit                                             # type: ignore[return-value]


def _which_of(match: re.Match[str]) -> Which | None:
    word = (match.groupdict().get("which") or "").casefold().split()
    if not word:
        return None
    if word[-1] in ("coming", "next"):
        return "next"
    return "last" if word[-1] in ("past", "last", "previous") else "this" if word[-1] == "this" else None


def _count_of(match: re.Match[str]) -> float | None:
    """The number said; None when it is none ("a few")."""
    text = match["count"].casefold()
    half = 0.5 if text.endswith((" and a half", "½", " 1/2")) else 0.0
    text = text.removesuffix(" and a half").removesuffix("½").removesuffix(" 1/2").strip()
    if text.isdigit():
        return int(text) + half
    number = NUMBERS.get(text)
    return None if number is None else number + half


def _ordinal_of(text: str) -> int | None:
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else ORDINALS.get(text.casefold())


def _of_year(match: re.Match[str], in_year: Callable[[int], Days | None]) -> Meaning:
    """What comes every year, in the year that the groups `which` ("last March") or `of_year` ("March last year") name."""
    named = match.groupdict()
    of_year = (named.get("of_year") or named.get("year_beside") or "").casefold()
    if of_year in _STEP:
        return Yearly(in_year=in_year, year_step=_STEP[of_year])
    if of_year:
        return Yearly(in_year=in_year, in_story_year=True)
    return Yearly(in_year=in_year, which=_which_of(match))


# --------------------------------------------------------------------------------------------------------------- patterns

def _rule(
    trigger: _Trigger, expression: str, read: _Reader, *, ignore_case: bool = False, doubt: Doubt | None = None,
) -> _Rule:
    flags = re.IGNORECASE if ignore_case else 0
    return _Rule(
        trigger=trigger, pattern=re.compile(rf"(?<![\w$€£#])(?<!\d[.,/:-]){expression}(?!\w)", flags), read=read, doubt=doubt)


_OF_YEAR = (
    r"(?: of (?P<of_year>(?i:last|this|next|that|the same|the following)) (?i:year)(?!\w)"
    r"|(?=,? (?:in )?(?P<year_beside>(?i:last|this|next)) (?i:year)(?!\w)))"
)
"""The year that a day or month belongs to: a part of the expression after "of", else an expression of its own."""
_WHOLE = (
    rf"(?:(?:{MONTH}(?: of)? )?{YEAR}|(?:the )?(?P<decade>(?:1[0-9]|20)\d0)['’]?s"
    rf"|(?:the )?(?P<century>\d\d?(?:st|nd|rd|th)|{_any(ORDINALS)})[- ]century"
    rf"|(?P<which>last|this|next|the same|that|the) {UNIT})"
)

_REACH = 64
"""Characters on either side of a trigger that an expression may take up."""
_TRIGGERS = re.compile(r"(?<![A-Za-z])(?:" + "|".join((
    r"(?P<year>\d{4})", r"(?P<numeric>\d[/.-]\d)", r"(?P<decade>\d0['’]?s\b|['’]\d\d" rf"|(?i:(?:{_any(DECADES)})\b))",
    rf"(?P<month>(?:{_any([*_FULL_MONTHS, *_SHORT_MONTHS, *(name.upper() for name in _FULL_MONTHS)])})\b)",
    rf"(?P<weekday>{WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat)\.)",
    r"(?P<unit>(?i:day|week|month|quarter|year|decade|centur))|(?P<near>(?i:today|yesterday|tomorrow|tonight|night|morning|afternoon|evening))",
    rf"(?P<season>(?i:{_any(SEASONS)})\b)", rf"(?P<feast>(?i:{_any([*FIXED_FEASTS, *EASTER_FEASTS, *WEEKDAY_FEASTS])}))",
    r"(?P<era>(?:AD|A\.D\.|CE|BCE?|B\.C\.|ca?\.)(?!\w))", r"(?P<fiscal>(?i:fiscal|FY|(?:financial|tax|academic|school) (?:year|quarter)))",
    r"(?P<part>(?i:beginning|start|middle|end|close|half) of\b)")) + ")")
_NOT_OWNED = "".join(rf"(?<!{word} )" for word in ("my", "our", "your", "his", "her", "its", "their", "'s", "’s", "to"))
"""Keeps "her last year" from meaning the one before this, and "to this day" from meaning today."""

_WHOLE_DATES = (
    _rule("year", rf"(?:{WEEKDAY_SHORT},? )?{MONTH} ?{DAY},? ?{YEAR}", _read_day),
    _rule("year", rf"(?:{WEEKDAY_SHORT},? )?{DAY_OF} {MONTH},? {YEAR}", _read_day),
    _rule("year", rf"{DAY}{DASH}{MONTH}{DASH}{YEAR}", _read_day),
    _rule("year", r"(?P<year>(?:1\d|20)\d\d)-(?P<number>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?:T[\d:.]+Z?)?", _read_day),
)
_RULES = (
    _rule("month", rf"(?:(?:from|between) )?(?P<first>[12]?\d|3[01])(?:st|nd|rd|th)?(?: ?{DASH} ?| to | and | until | through ){DAY} "
          rf"(?:of )?{MONTH},?(?: {YEAR})?", lambda match: _joined_days(match)),
    _rule("month", rf"(?:(?:from|between) )?{MONTH} (?P<first>[12]?\d|3[01])(?:st|nd|rd|th)?(?: ?{DASH} ?| to | and | until | through ){DAY}"
          rf"(?:,? {YEAR})?", lambda match: _joined_days(match)),
    *_WHOLE_DATES,
    _rule("numeric", r"(?P<first>\d\d?)(?P<mark>[/.-])(?P<second>\d\d?)(?P=mark)(?P<year>\d{4}|\d\d)(?![/.-]?\d)", _read_numeric),
    _rule("numeric", r"9/11", _read_attacks),
    _rule("month", r"(?:September|Sept\.?) 11(?:th)?(?=,? (?:terror(?:ist)? )?attacks)", _read_attacks),
    _rule("feast", rf"(?:(?P<which>last|this past|this coming|this|next) )?(?P<feast>"
          rf"{_any([*FIXED_FEASTS, *EASTER_FEASTS, *WEEKDAY_FEASTS])})(?:,? {YEAR})?", _read_feast, ignore_case=True, doubt="holiday"),
    _rule("year", rf"(?i:{VAGUE}){MONTH}(?:,| of)? {YEAR}", _read_month),
    _rule("fiscal", r"(?:[Ff]iscal(?: year)?|FY) ?(?:(?:20)?\d\d)(?:[-–/]\d\d)?", _read_unknown),
    _rule("fiscal", r"(?:first|second|third|fourth) fiscal quarter|fiscal (?:first|second|third|fourth)[- ]quarter"
          r"|(?:last|this|next|the previous|the current|the following) (?:fiscal|financial|tax|academic|school) (?:year|quarter)",
          _read_vague, ignore_case=True),
    _rule("unit", rf"{QUARTER_OF} (?:of |in )?{YEAR}", _read_quarter, ignore_case=True),
    _rule("year", rf"Q(?P<quarter>[1-4]) (?:of )?{YEAR}", _read_quarter),
    _rule("unit", rf"{QUARTER_OF}{_OF_YEAR}", _read_yearly_quarter, ignore_case=True),
    _rule("part", rf"(?P<half>first|second|latter) half of {_WHOLE}", _read_half, ignore_case=True),
    _rule("year", rf"H(?P<half>[12]) {YEAR}", lambda match: Portion(of=_read_year(match), number=int(match["half"]), count=2)),
    _rule("season", rf"(?:early |late |mid[- ])?{SEASON}(?: of|,| in)? {YEAR}(?: ?[-–/] ?\d\d(?:\d\d)?)?", _read_season, ignore_case=True),
    _rule("part", rf"(?:the )?(?P<boundary>beginning|start|middle|end|close) of {_WHOLE}", _read_boundary, ignore_case=True),
    _rule("year", rf"{VAGUE}(?P<decade>(?:1[0-9]|20)\d0)s", _read_decade, ignore_case=True),
    _rule("year", rf"(?:(?<=the )|(?<=and )|(?<=in ){VAGUE}|(?<=early )|(?<=late ))(?P<decade>(?:1[0-9]|20)\d0)['’]s", _read_decade, ignore_case=True),
    _rule("decade", rf"(?:{VAGUE}|(?<=the )|(?<=and )|(?<=or ))['’](?P<decade>[2-9]0)['’]?s", _read_short_decade, ignore_case=True),
    _rule("decade", r"(?:(?<=the )|(?<=the early )|(?<=the late ))(?P<decade>[6-9]0)['’]?s", _read_short_decade, ignore_case=True),
    _rule("decade", rf"(?:(?<=the )|(?<=the early )|(?<=the late ))(?:nineteen-)?(?P<word>{_any(DECADES)})", _read_short_decade,
          ignore_case=True),
    _rule("unit", rf"{VAGUE}(?:\d\d?(?:st|nd|rd|th)|{_any(ORDINALS)})[- ]centur(?:y|ies),? (?:BCE?|B\.C\.)", _read_unknown, ignore_case=True),
    _rule("unit", rf"{VAGUE}(?P<century>\d\d?(?:st|nd|rd|th)|{_any(ORDINALS)})[- ]centur(?:y|ies)", _read_century, ignore_case=True),
    _rule("unit", rf"{VAGUE}(?P<century>\d\d?(?:st|nd|rd|th)|{_any(ORDINALS)})(?= (?:to|and|or) (?:the )?(?:early |late )?"
          rf"(?:\d\d?(?:st|nd|rd|th)|{_any(ORDINALS)}) centur(?:y|ies)\b)", _read_century, ignore_case=True),
    _rule("month", rf"{DAY}(?: of)? {MONTH} (?P<year>[1-9]\d\d)(?!\d|[.,:]\d|%)", _read_early_day),
    _rule("month", rf"{MONTH} of (?P<year>[1-9]\d\d)(?!\d|[.,:]\d|%)", _read_month),
    _rule("era", r"(?:AD|A\.D\.|CE) ?(?P<year>[1-9]\d{1,3})", _read_year),
    _rule("era", r"(?P<year>[1-9]\d{1,3}) (?:AD|A\.D\.|CE)", _read_year),
    _rule("era", r"(?P<year>[1-9]\d{0,3}) (?:BCE?|B\.C\.)", _read_unknown),
    _rule("era", r"(?:(?<=c\. )|(?<=ca\. ))(?P<year>[1-9]\d\d)(?!\d|,\d)", _read_year),
    _rule("year", rf"(?<!No\. )(?<!no\. )(?:{VAGUE}|(?:the )?year ){YEAR}", _read_year, ignore_case=True, doubt="year"),
    _rule("year", rf"(?P<first>(?P<before>1\d|20)\d\d) ?[-–—‑/] ?(?P<short>(?:1\d|20)?\d\d)(?![\d-]|[.,]\d)", _read_short_year, doubt="second year"),
    _rule("decade", r"['’](?P<short>\d\d)", _read_clipped_year, doubt="year"),
    _rule("month", rf"(?:{WEEKDAY_SHORT},? )?{MONTH} {DAY}(?:,?{_OF_YEAR})?", _read_yearly_day),
    _rule("month", rf"(?:{WEEKDAY_SHORT},? )?{DAY_OF} {MONTH}(?:,?{_OF_YEAR})?", _read_yearly_day),
    _rule("near", rf"(?:(?:earlier|later|late|early) )?(?P<word>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow|tonight"
          rf"|(?<!our )last (?:night|evening)|this (?:morning|afternoon|evening)){PART_OF_DAY}", _read_near_day, ignore_case=True, doubt="near day"),
    _rule("weekday", rf"(?i:the )(?P<side>(?i:following|next|previous|same)) (?P<weekday>{WEEKDAY}){PART_OF_DAY}", _read_story_weekday),
    _rule("weekday", rf"(?:(?i:early|late|later|earlier)(?: on)? )?(?:(?P<which>(?i:last|this past|this coming|this|next)) )?"
          rf"(?P<weekday>{WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat)\.)(?! the \d){PART_OF_DAY}", _read_weekday, doubt="weekday"),
    _rule("unit", r"(?:(?:earlier|later|early|late)(?: in| on)? )?(?P<which>last|this past|this coming|this|next|the past|the coming|the) weekend",
          _read_weekend, ignore_case=True),
    _rule("month", rf"(?:(?P<which>(?i:last|this past|this coming|this|next)) (?:uh )?)(?i:{VAGUE}){MONTH}", _read_yearly_month),
    _rule("month", rf"(?i:{VAGUE}){MONTH}{_OF_YEAR}", _read_yearly_month),
    _rule("month", rf"(?i:{VAGUE}){MONTH}", _read_yearly_month, doubt="month"),
    _rule("season", rf"(?:(?P<which>last|this past|this coming|this|next) )?{VAGUE}{SEASON}{_OF_YEAR}?",
          _read_yearly_season, ignore_case=True, doubt="season"),
    _rule("unit", rf"(?:(?:the|its|their|his|her) )?{QUARTER}", _read_yearly_quarter, ignore_case=True, doubt="quarter"),
    _rule("unit", rf"(?P<which>(?:the|these|this) (?:last|past|next|coming|previous|following)|last|next) {COUNT} (?:\w+ )?{UNITS}(?! of (?:his|her|their|its|the)\b)", _read_window,
          ignore_case=True),
    _rule("unit", rf"(?:just |only )?{COUNT}(?: and a half)? (?:more )?{UNITS} "
          r"(?P<side>ago|earlier|later|previously|from now|(?:before|prior)(?! (?:the|a|an|his|her|their|its|he|she|they|we|i|to)\b))"
          r"(?! than\b)", _read_distance, ignore_case=True),
    _rule("unit", rf"(?:just |only )?(?P<count>an?|one) (?P<unit>year|month) and a half (?P<side>ago|earlier|later|from now)(?! than\b)", _read_and_half,
          ignore_case=True),
    _rule("unit", rf"in (?:about |around )?{COUNT} {UNITS}['’]?s?['’]? (?P<side>time)", _read_distance, ignore_case=True),
    _rule("unit", rf"(?:just |only )?{COUNT} {UNITS} (?:before|after|prior to)(?= (?:the|a|an|his|her|their|its|he|she|they|we|i)\b)",
          _read_vague, ignore_case=True),
    _rule("unit", r"(?:many |several |hundreds of |thousands of )?(?:years|decades|centuries|months|weeks|days) (?:ago|later|earlier)",
          _read_vague, ignore_case=True),
    _rule("near", r"(?P<which>the following|the next|the previous|that|that same|the same) (?:morning|afternoon|evening|night)",
          _read_story_part, ignore_case=True),
    _rule("unit", rf"the (?P<unit>day|week|month|year) (?P<side>before|after|earlier)(?=[.,;:)]| and\b|$)", _read_day_beside, ignore_case=True),
    _rule("unit", rf"{_NOT_OWNED}(?:(?:earlier|later|early|late)(?: in| on)? )?(?P<which>last|this past|this coming|this|next|the past|the last|the coming"
          rf"|the previous|the following|the next|the same|that same|that) {UNIT}(?:(?<=this year)s(?= \w))?", _read_around, ignore_case=True),
    _rule("unit", r"(?:earlier|later|early|late) (?:in|on) the day|(?<=end the )day|(?<=ended the )day|(?<=ending the )day"
          r"|(?<=finish the )day|(?<=finished the )day|(?<=finishing the )day|(?<=close the )day|(?<=closed the )day"
          r"|(?<=closing the )day|(?<=started the )day|(?<=began the )day|(?<=^For the )day(?=,)|(?<=[.] For the )day(?=,)",
          _read_bare_day, ignore_case=True),
    _rule("unit", r"(?:earlier|later|early|late) in the (?P<unit>week|month|quarter|year)", _read_bare_unit, ignore_case=True),
)


def _joined_days(match: re.Match[str]) -> Meaning | None:
    """Days of one month that "to", a dash, or "and" after "between" make a range."""
    is_list = " and " in match.group() and not match.group().casefold().startswith("between")
    return None if is_list else _read_day_span(match)

