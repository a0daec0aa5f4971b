"""What each kind of time expression says, read from the groups of the pattern that found it."""

import re
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR
from types import MappingProxyType
from typing import get_args

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
    SHORT_MONTHS,
    WEEKDAY_FEASTS,
    WEEKDAYS,
)

MONTH_NUMBER: Mapping[str, int] = MappingProxyType(
    {name: number for number, name in enumerate(MONTHS, 1)}
    | {short: number for number, name in enumerate(MONTHS, 1) for short in SHORT_MONTHS if name.startswith(short)})
WEEKDAY_NUMBER: Mapping[str, int] = MappingProxyType({name[:3]: number for number, name in enumerate(WEEKDAYS)})
QUARTER_NUMBER: Mapping[str, int] = MappingProxyType({
    "first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
})
_STEP: Mapping[str, int] = MappingProxyType({"last": -1, "this": 0, "next": 1})
_NEAR_DAYS: Mapping[str, int] = MappingProxyType({
    "yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1, "the day before yesterday": -2,
    "the day after tomorrow": 2,
})
_UNITS: Mapping[str, Unit] = MappingProxyType({unit: unit for unit in get_args(Unit)})
_ROUND_UNITS: frozenset[Unit] = frozenset({"decade", "century", "weekend"})
"""Units in which distances are said roughly ("two decades ago")."""

_ABOUT = re.compile(
    r"\b(?:about|around|almost|approximately|nearly|over|roughly|some|than|least|most|up to|up|under|well over|just|maybe|perhaps"
    r"|(?:years?|months?|weeks?|days?) and)\s+$", re.IGNORECASE)
"""Words before a number that make a distance inexact ("more than two years ago")."""

_DEADLINE = re.compile(r"\b(?:by|until|till|since|from|before|through|to)\s+$", re.IGNORECASE)
"""Words after which "the end of the year" is its last day rather than its last weeks."""

_BETWEEN = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)
_DURING = re.compile(r"\b(?:over|in|within|during|for|throughout|of|across)\s+$", re.IGNORECASE)
"""Words after which "the next year" is the twelve months to come."""


# ------------------------------------------------------------------------------------------------------------ whole dates

def read_day(match: re.Match[str]) -> Meaning | None:
    """ "July 21, 2017", "21 July 2017", "2017-07-21" """
    groups = match.groupdict()
    month = int(groups["number"]) if groups.get("number") else _month_of(match)
    found = day_of(int(match["year"]), month, _day_number(match))
    return None if found is None else Fixed(days=found)


def read_day_span(match: re.Match[str]) -> Meaning | None:
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


def read_numeric(match: re.Match[str]) -> Meaning | None:
    digits = match["year"]
    return Numeric(first=int(match["first"]), second=int(match["second"]), year=int(digits), year_digits=len(digits))


# ---------------------------------------------------------------------------------------------- months, quarters and longer

def read_month(match: re.Match[str]) -> Meaning:
    return Fixed(days=months(int(match["year"]), _month_of(match), 1, "month"))


def read_quarter(match: re.Match[str]) -> Meaning:
    return Fixed(days=months(int(match["year"]), _quarter_of(match) * 3 - 2, 3, "quarter"))


def read_yearly_quarter(match: re.Match[str]) -> Meaning | None:
    quarter = _quarter_of(match)
    return _of_year(match, lambda year: months(year, quarter * 3 - 2, 3, "quarter"))


def read_half(match: re.Match[str]) -> Meaning | None:
    number = 1 if match["half"].casefold() in ("first", "1") else 2
    return Portion(of=read_whole(match), number=number, count=2)


def read_numbered_half(match: re.Match[str]) -> Meaning:
    """ "H1 2019" """
    return Portion(of=read_year(match), number=int(match["half"]), count=2)


def read_season(match: re.Match[str]) -> Meaning:
    """ "the winter of 2016-17" begins in the earlier year; so does "winter 2016", as in "the winter of 2016". """
    return Fixed(days=months(int(match["year"]), SEASONS[match["season"].casefold()], 3, "season"))


def read_yearly_season(match: re.Match[str]) -> Meaning | None:
    begins = SEASONS[match["season"].casefold()]
    return _of_year(match, lambda year: months(year, begins, 3, "season"))


def read_decade(match: re.Match[str]) -> Meaning:
    """ "1990s"; "1800s" are a century, and so is what "1900s" surely lies in. """
    first = int(match["decade"])
    is_century = first % 100 == 0 and first < 2000
    return Fixed(days=century_days(first) if is_century else decade_days(first))


def read_short_decade(match: re.Match[str]) -> Meaning:
    """ "the ’80s", "the nineties": of the last century, the only one whose decades are called so. """
    named = match.groupdict()
    decade = int(named["decade"]) if named.get("decade") else DECADES[named["word"].casefold()]
    return Fixed(days=decade_days(1900 + decade))


def read_century(match: re.Match[str]) -> Meaning | None:
    number = _ordinal_of(match["century"])
    return None if number is None or not 1 < number <= 21 else Fixed(days=century_days((number - 1) * 100))


def read_year(match: re.Match[str]) -> Meaning:
    return Fixed(days=year_days(int(match["year"])))


def read_second_year(match: re.Match[str]) -> Meaning | None:
    """ "2010-2012" and "2010-12": the second year, when it is later than the first. """
    last = int(match["short"] if len(match["short"]) == 4 else match["before"] + match["short"])
    return Fixed(days=year_days(last)) if last > int(match["first"]) else None


def read_clipped_year(match: re.Match[str]) -> Meaning:
    """ "’82": of the last century, or of this one up to its twenties. """
    short = int(match["short"])
    return Fixed(days=year_days((2000 if short < 30 else 1900) + short))


def read_unknown(_: re.Match[str]) -> Meaning:
    return Fixed(days=None)


def read_boundary(match: re.Match[str]) -> Meaning | None:
    """The first or last day when it is a deadline ("by the end of 2019"), else the unit itself ("at the end of 2019")."""
    whole, is_end = read_whole(match), match["boundary"].casefold() in ("end", "close")
    if is_end and whole == AroundStory(unit="day", step=0, is_bare=True):
        return None                                     # "at the end of the day" is a saying
    if match["boundary"].casefold() == "middle" or not _DEADLINE.search(match.string, 0, match.start()):
        return whole
    return Boundary(of=whole, is_end=is_end)


def read_whole(match: re.Match[str]) -> Meaning:
    """The unit that `WHOLE` found."""
    named = match.groupdict()
    if named.get("year"):
        if named.get("month"):
            return read_month(match)
        return read_year(match)
    if named.get("decade"):
        return read_decade(match)
    if named.get("century"):
        return read_century(match) or Vague()
    return _around(named["which"] or "the", _unit_of(match), match)


# ---------------------------------------------------------------------------------------------- days and what is near now

def read_yearly_day(match: re.Match[str]) -> Meaning | None:
    month, number = _month_of(match), _day_number(match)
    if day_of(2000, month, number) is None:
        return None
    return _of_year(match, lambda year: day_of(year, month, number))


def read_yearly_month(match: re.Match[str]) -> Meaning | None:
    month = _month_of(match)
    return _of_year(match, lambda year: months(year, month, 1, "month"))


def read_feast(match: re.Match[str]) -> Meaning:
    name = match["feast"].casefold().replace("’", "'")

    def in_year(year: int) -> Days | None:
        if name in FIXED_FEASTS:
            return day_of(year, *FIXED_FEASTS[name])
        if not MINYEAR <= year <= MAXYEAR:
            return None
        if name in EASTER_FEASTS:
            return day_after(easter(year), EASTER_FEASTS[name])
        return day(nth_weekday(year, *WEEKDAY_FEASTS[name]))

    if match.groupdict().get("year"):
        return Fixed(days=in_year(int(match["year"])))
    return Yearly(in_year=in_year, which=_which_of(match))


def read_attacks(_: re.Match[str]) -> Meaning:
    """ "9/11" and "the September 11 attacks" """
    return Fixed(days=day_of(2001, 9, 11), is_name=True)


def read_near_day(match: re.Match[str]) -> Meaning:
    word = match["word"].casefold()
    return NearDay(step=_NEAR_DAYS.get(word, 0), may_mean_nowadays=word == "today" and match.start("word") == match.start())


def read_weekday(match: re.Match[str]) -> Meaning:
    return WeekdayNamed(weekday=WEEKDAY_NUMBER[match["weekday"][:3].casefold()], which=_which_of(match))


def read_story_weekday(match: re.Match[str]) -> Meaning:
    """ "the following Tuesday" """
    steps = {"previous": -1, "same": 0}
    return WeekdayNamed(
        weekday=WEEKDAY_NUMBER[match["weekday"][:3].casefold()], from_story=steps.get(match["side"].casefold(), 1))


def read_weekend(match: re.Match[str]) -> Meaning:
    return WeekendNamed(which=_which_of(match))


def read_around(match: re.Match[str]) -> Meaning | None:
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


def read_story_part(match: re.Match[str]) -> Meaning:
    """ "the following morning", "that night" """
    word = match["which"].casefold()
    step = 1 if word in ("the following", "the next") else -1 if word == "the previous" else 0
    return AroundStory(unit="day", step=step)


def read_day_beside(match: re.Match[str]) -> Meaning:
    """ "the day before" and nothing that it comes before """
    return AroundStory(unit=_unit_of(match), step=-1 if match["side"].casefold() in ("before", "earlier") else 1)


def read_bare_day(_: re.Match[str]) -> Meaning:
    """ "ended the day", "later in the day" """
    return AroundStory(unit="day", step=0, is_bare=True)


def read_bare_unit(match: re.Match[str]) -> Meaning:
    return AroundStory(unit=_unit_of(match), step=0, is_bare=True)


def read_distance(match: re.Match[str]) -> Meaning:
    count, unit, side = _count_of(match), _unit_of(match), match["side"].casefold()
    if count is None or unit in _ROUND_UNITS or "about" in match.group() or _ABOUT.search(match.string, 0, match.start()):
        return Vague()
    sign = -1 if side in ("ago", "earlier", "before", "previously", "prior") else 1
    return Distance(count=sign * count, unit=unit, from_story=side not in ("ago", "from now", "time"))


def read_and_half(match: re.Match[str]) -> Meaning:
    """ "a year and a half ago" """
    side = match["side"].casefold()
    sign = -1 if side in ("ago", "earlier") else 1
    return Distance(count=sign * 1.5, unit=_unit_of(match), from_story=side not in ("ago", "from now"))


def read_window(match: re.Match[str]) -> Meaning:
    count, unit = _count_of(match), _unit_of(match)
    if count is None or count != int(count) or unit == "weekend":
        return Vague()
    is_past = match["which"].casefold().split()[-1] in ("last", "past", "previous")
    return Window(count=-int(count) if is_past else int(count), unit=unit)


def read_vague(_: re.Match[str]) -> Meaning:
    return Vague()


# ------------------------------------------------------------------------------------------------------ reading of groups

def _month_of(match: re.Match[str]) -> int:
    return MONTH_NUMBER[match["month"].rstrip(".").casefold()]


def _day_number(match: re.Match[str]) -> int:
    named = match.groupdict()
    return int(named["day"]) if named.get("day") else ORDINALS[named["ordinal"].casefold()]


def _quarter_of(match: re.Match[str]) -> int:
    word = match["quarter"].casefold()
    return int(word) if word.isdigit() else QUARTER_NUMBER[word]


def _unit_of(match: re.Match[str]) -> Unit:
    unit = match["unit"].casefold()
    return "century" if unit == "centurie" else _UNITS[unit]


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


def read_joined_days(match: re.Match[str]) -> Meaning | None:
    """Days of one month that "to", a dash, or "and" after "between" make a range."""
    is_list = " and " in match.group() and not _BETWEEN.search(match.string, 0, match.start())
    return None if is_list else read_day_span(match)
