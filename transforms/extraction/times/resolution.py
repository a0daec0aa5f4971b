"""Which days an expression means, given the article's date and what the story spoke of before."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import assert_never

from transforms.extraction.times.calendar_days import (
    PRECISIONS,
    Days,
    Precision,
    Unit,
    day,
    day_after,
    day_of,
    months,
    portion,
    shifted,
    unit_around,
    year_days,
)
from transforms.extraction.times.direction import Direction
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
    Window,
    Yearly,
)

AGAINST_TENSE_WEIGHT = 10
"""How many times farther a day counts that lies against the tense: "announced a vote for 5 May" may look ahead after all."""

MAX_DAYS_WITHOUT_TENSE = 120
"""Days between a yearless date and the article when no tense says which year is meant."""

MAX_YEARS_AHEAD = 20
"""A year of two digits is one of this century up to so many years after the article."""

MAX_STORY_CHARACTERS = 1500
"""How far back in the text "two days later" looks for the day that it counts from."""

MAX_BARE_CHARACTERS = 400
MAX_BARE_DAYS = 31
"""How far back in the text, and how far from the article's date, the day may lie that "the day" means."""

_PRECISION_OF_MONTHS: dict[int, Precision] = {3: "quarter", 6: "half", 12: "year"}
_MONTHS_IN: dict[Unit, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Days that the story has spoken of.

    Args:
        at: Offset of the expression that named them.
        is_relative: Whether they depend on the article's date.
    """

    days: Days
    at: int
    is_relative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Days meant, None when not certain, and whether they depend on the article's date."""

    days: Days | None
    is_relative: bool


@dataclass(slots=True, kw_only=True)
class Situation:
    """What an expression is read against.

    Args:
        anchor: Day the article was published; None when unknown.
        spoken_on: Day on which the words were said: the anchor, that of the speech inside quotation marks, None when unknown.
        at: Offset of the expression.
        direction: Which way its clause points.
        is_nowadays: Whether "today" means these days here.
        is_history: Whether the article tells of the past by its years, as a biography does, so that the story dates itself.
        is_month_first: Whether numeric dates put the month first; None when the article does not show.
        told: What was spoken of before, oldest first.
    """

    anchor: date | None
    spoken_on: date | None
    at: int = 0
    direction: Direction | None = None
    is_nowadays: bool = False
    is_history: bool = False
    is_month_first: bool | None = None
    told: Sequence[Told] = field(default_factory=list[Told])


_UNKNOWN = Resolved(days=None, is_relative=True)


def resolve(meaning: Meaning, to: Situation) -> Resolved:
    """The days that an expression means; None unless they are certain."""
    match meaning:
        case Fixed():
            return Resolved(days=meaning.days, is_relative=False)
        case Vague():
            return _UNKNOWN
        case Numeric():
            return Resolved(days=_numeric(meaning, to), is_relative=False)
        case Yearly():
            return _yearly(meaning, to)
        case WeekdayNamed(from_story=None):
            return _by_anchor(_weekday(meaning, to))
        case WeekdayNamed():
            return _story_weekday(meaning, to)
        case WeekendNamed():
            return _by_anchor(_weekend(meaning, to))
        case NearDay():
            return _UNKNOWN if to.spoken_on is None else _by_anchor(day_after(to.spoken_on, meaning.step))
        case AroundNow():
            base = to.spoken_on if meaning.unit == "day" else to.anchor
            return _UNKNOWN if base is None else _by_anchor(unit_around(base, meaning.unit, step=meaning.step))
        case AroundStory():
            return _around_story(meaning, to)
        case Distance():
            return _distance(meaning, to)
        case Window():
            return _by_anchor(None if to.anchor is None or to.is_history else _window(meaning, to.anchor))
        case Boundary():
            whole = resolve(meaning.of, to)
            if whole.days is None:
                return whole
            return Resolved(days=day(whole.days.last if meaning.is_end else whole.days.first), is_relative=whole.is_relative)
        case Portion():
            whole = resolve(meaning.of, to)
            if whole.days is None:
                return whole
            return Resolved(days=portion(whole.days, meaning.number, meaning.count), is_relative=whole.is_relative)
        case _:
            assert_never(meaning)


def _by_anchor(days: Days | None) -> Resolved:
    return Resolved(days=days, is_relative=True)


# ---------------------------------------------------------------------------------------------- against the article's date

def _yearly(meaning: Yearly, to: Situation) -> Resolved:
    """The occurrence nearest to the article in the direction of the tense; in a history, that of the year told of."""
    if meaning.in_story_year or (to.is_history and meaning.which is None and meaning.year_step is None):
        told = _last_told(to, up_to="year")
        if told is not None:
            return Resolved(days=meaning.in_year(told.days.first.year), is_relative=told.is_relative)
    anchor = to.anchor
    if anchor is None or meaning.in_story_year:
        return _UNKNOWN
    if meaning.year_step is not None:
        return _by_anchor(meaning.in_year(anchor.year + meaning.year_step))
    near = [days for year in range(anchor.year - 4, anchor.year + 5) if (days := meaning.in_year(year)) is not None]
    match meaning.which:
        case "last":
            return _by_anchor(max((days for days in near if days.last < anchor), key=lambda days: days.last, default=None))
        case "next":
            return _by_anchor(min((days for days in near if days.first > anchor), key=lambda days: days.first, default=None))
        case "this" if to.direction in (None, "unclear"):
            return _by_anchor(meaning.in_year(anchor.year))
        case _:
            return _by_anchor(_nearest(near, anchor, to.direction))


def _nearest(near: Sequence[Days], anchor: date, direction: Direction | None) -> Days | None:
    def cost(days: Days) -> int:
        if days.last < anchor:
            return (anchor - days.last).days * (AGAINST_TENSE_WEIGHT if direction == "planned" else 1)
        return max(0, (days.first - anchor).days) * (AGAINST_TENSE_WEIGHT if direction == "past" else 1)

    if direction == "future":
        near = [days for days in near if days.last >= anchor]

    best = min(near, key=cost, default=None)
    if best is None or (direction in (None, "unclear") and (best.precision == "season" or cost(best) > MAX_DAYS_WITHOUT_TENSE)):
        return None
    return best


def _weekday(meaning: WeekdayNamed, to: Situation) -> Days | None:
    base = to.spoken_on
    if base is None or (to.is_history and meaning.which is None):
        return None
    back = (base.weekday() - meaning.weekday) % 7
    ahead = -back % 7
    match meaning.which:
        case "last":
            return day_after(base, -(back or 7))
        case "next":
            # Said of a day later this week it may mean that one or the one after.
            return day_after(base, ahead or 7) if meaning.weekday <= base.weekday() else None
        case "this" if to.direction in (None, "unclear"):
            return day_after(base, meaning.weekday - base.weekday())
        case _:
            if to.direction == "unclear" and back:
                return None
            return day_after(base, ahead if to.direction in ("future", "planned") else -back)


def _weekend(meaning: WeekendNamed, to: Situation) -> Days | None:
    if to.anchor is None or (to.is_history and meaning.which is None):
        return None
    own = unit_around(to.anchor, "weekend")
    match meaning.which:
        case "last":
            return unit_around(to.anchor, "weekend", step=-1)
        case "next":
            return unit_around(to.anchor, "weekend", step=1) if own and own.first <= to.anchor else None
        case _:
            if (own and own.first <= to.anchor) or to.direction in ("future", "planned"):
                return own
            is_past = to.direction == "past" or meaning.which is None
            return unit_around(to.anchor, "weekend", step=-1 if is_past else 0)


def _window(meaning: Window, anchor: date) -> Days | None:
    end = _after(anchor, meaning.count, meaning.unit)
    if end is None:
        return None
    earlier, later = sorted((anchor, end))
    first = day_after(earlier, 1)
    return None if first is None or first.first > later else Days(first=first.first, last=later, precision=meaning.unit)


def _after(on: date, count: int, unit: Unit) -> date | None:
    """The day so many units later."""
    if unit in _MONTHS_IN:
        found = shifted(day(on), count * _MONTHS_IN[unit])
    else:
        found = day_after(on, count * (7 if unit in ("week", "weekend") else 1))
    return None if found is None else found.first


def months_up_to(end: date, count: int) -> Days | None:
    """Months that end with the month's last day stay whole months; a fiscal period that ends otherwise counts by days."""
    precision = _PRECISION_OF_MONTHS.get(count, "month")
    if end.day == monthrange(end.year, end.month)[1]:
        return months(end.year, end.month - count + 1, count, precision)
    start = shifted(day(end), -count)
    return None if start is None else Days(first=start.first + timedelta(days=1), last=end, precision=precision)


def _numeric(meaning: Numeric, to: Situation) -> Days | None:
    """None when both numbers may be the month and the article does not show which is."""
    year = meaning.year
    if meaning.year_digits == 2:
        near = to.anchor.year if to.anchor is not None else 2000
        year = meaning.year + (2000 if 2000 + meaning.year <= near + MAX_YEARS_AHEAD else 1900)
    month_first, day_first = day_of(year, meaning.first, meaning.second), day_of(year, meaning.second, meaning.first)
    if month_first is None or day_first is None or month_first == day_first:
        return month_first or day_first
    if to.is_month_first is None:
        return None
    return month_first if to.is_month_first else day_first


# -------------------------------------------------------------------------------------------------------- within the story

def _story_weekday(meaning: WeekdayNamed, to: Situation) -> Resolved:
    told = _last_told(to, up_to="day")
    if told is None or meaning.from_story is None:
        return _UNKNOWN
    ahead = (meaning.weekday - told.days.first.weekday()) % 7
    distance = {1: ahead or 7, -1: ahead - 7, 0: 0}[meaning.from_story]
    if meaning.from_story == 0 and ahead:
        return _UNKNOWN
    return Resolved(days=day_after(told.days.first, distance), is_relative=told.is_relative)


def _around_story(meaning: AroundStory, to: Situation) -> Resolved:
    told = _last_told(to, up_to=meaning.unit)
    if meaning.is_bare and not to.is_history and not (meaning.unit == "day" and told is not None and _is_at_hand(told, to)):
        base = to.spoken_on if meaning.unit == "day" else to.anchor
        return _UNKNOWN if base is None else _by_anchor(unit_around(base, meaning.unit, step=meaning.step))
    if told is None:
        return _UNKNOWN
    return Resolved(days=unit_around(told.days.first, meaning.unit, step=meaning.step), is_relative=told.is_relative)


def _is_at_hand(told: Told, to: Situation) -> bool:
    """Whether "the day" can be one spoken of before: just now, and not of another time than the article's."""
    return to.at - told.at <= MAX_BARE_CHARACTERS and (
        to.anchor is None or abs(told.days.first - to.anchor) <= timedelta(days=MAX_BARE_DAYS))


def _distance(meaning: Distance, to: Situation) -> Resolved:
    if not meaning.from_story:
        if to.anchor is None or to.is_history:
            return _UNKNOWN
        return _by_anchor(_at_distance(meaning, day(to.anchor)))
    told = _last_told(to, up_to="day" if meaning.unit in ("day", "week") else "year")
    if told is None:
        return _UNKNOWN
    return Resolved(days=_at_distance(meaning, told.days), is_relative=told.is_relative)


def _at_distance(meaning: Distance, base: Days) -> Days | None:
    """Days and weeks lead to a day, months to a month, years to a year; "a year earlier" than a quarter is a quarter."""
    count, unit = meaning.count, meaning.unit
    if unit in ("day", "week"):
        found = day_after(base.first, int(count) * (7 if unit == "week" else 1))
        return found if count == int(count) and base.precision == "day" else None
    if unit not in _MONTHS_IN:
        return None
    distance = count * _MONTHS_IN[unit]
    if distance != int(distance):
        return None
    if count != int(count):
        return unit_around(_month_start(base.first, int(distance)), "month") if base.precision in ("day", "month") else None
    if unit == "year":
        if base.precision in ("month", "quarter", "half", "season") and abs(count) == 1:
            return shifted(base, int(distance))
        return year_days(base.first.year + int(count)) if 1 <= base.first.year + int(count) <= 9999 else None
    if PRECISIONS.index(base.precision) > PRECISIONS.index("month" if unit == "month" else "quarter"):
        return None
    return unit_around(_month_start(base.first, int(distance)), unit)


def _month_start(on: date, month_count: int) -> date:
    found = shifted(day(on.replace(day=1)), month_count)
    return on if found is None else found.first


def _last_told(to: Situation, *, up_to: Unit) -> Told | None:
    """The stretch last spoken of that is no longer than a unit, and not too far back."""
    longest = PRECISIONS.index(up_to)
    for told in reversed(to.told):
        if to.at - told.at > MAX_STORY_CHARACTERS and not to.is_history:
            return None
        if PRECISIONS.index(told.days.precision) <= longest:
            return told
    return None
