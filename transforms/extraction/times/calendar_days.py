"""Stretches of whole days and how the calendar counts them.

Weeks run from Monday to Sunday (ISO 8601), a decade is its ten calendar years, a century the hundred years that share their
first two digits (ISO 8601-2), seasons begin with March, June, September and December.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal, get_args

Precision = Literal["day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century"]
Unit = Literal["day", "weekend", "week", "month", "quarter", "half", "year", "decade", "century"]

PRECISIONS: tuple[Precision, ...] = get_args(Precision)
"""From the shortest to the longest."""

_MONTHS_OF: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A stretch of days, both ends included, and the unit that named it."""

    first: date
    last: date
    precision: Precision


def day(on: date) -> Days:
    return Days(first=on, last=on, precision="day")


def day_of(year: int, month: int, number: int) -> Days | None:
    """That day; None when the calendar has no such day."""
    try:
        return day(date(year, month, number))
    except ValueError:
        return None


def months(year: int, month: int, count: int, precision: Precision) -> Days | None:
    """So many months from one on; `month` may lie outside 1 to 12 and is then carried over into the years."""
    first = year * 12 + month - 1
    last = first + count - 1
    if not MINYEAR <= first // 12 <= last // 12 <= MAXYEAR:
        return None
    end_year, end_month = last // 12, last % 12 + 1
    return Days(
        first=date(first // 12, first % 12 + 1, 1), last=date(end_year, end_month, monthrange(end_year, end_month)[1]),
        precision=precision)


def year_days(year: int) -> Days | None:
    return months(year, 1, 12, "year")


def decade_days(first_year: int) -> Days | None:
    return months(first_year, 1, 120, "decade")


def century_days(first_year: int) -> Days | None:
    return months(first_year, 1, 1200, "century")


def unit_around(on: date, unit: Unit, *, step: int = 0) -> Days | None:
    """The unit of the calendar in which a day lies, or one so many units later. The weekend is that of the day's week."""
    if unit == "day":
        return day_after(on, step)
    if unit in ("week", "weekend"):
        to_monday = 7 * step - on.weekday()
        first, last = day_after(on, to_monday + (SATURDAY if unit == "weekend" else 0)), day_after(on, to_monday + 6)
        return None if first is None or last is None else Days(first=first.first, last=last.last, precision=unit)
    length = _MONTHS_OF[unit]
    number = (on.year * 12 + on.month - 1) // length + step
    return months(0, number * length + 1, length, unit)


def day_after(on: date, count: int) -> Days | None:
    """The day so many days later, or earlier when negative; None beyond the calendar."""
    try:
        return day(on + timedelta(days=count))
    except OverflowError:
        return None


def shifted(days: Days, month_count: int) -> Days | None:
    """The same stretch so many months later: whole months stay whole months."""
    first = days.first.year * 12 + days.first.month - 1 + month_count
    if not MINYEAR <= first // 12 <= MAXYEAR:
        return None
    if days.precision == "day":
        return day_in_month(first // 12, first % 12 + 1, days.first.day)
    length = (days.last.year - days.first.year) * 12 + days.last.month - days.first.month + 1
    return months(first // 12, first % 12 + 1, length, days.precision)


def day_in_month(year: int, month: int, number: int) -> Days:
    """That day, or the last one of a month that is shorter."""
    return day(date(year, month, min(number, monthrange(year, month)[1])))


def portion(days: Days, number: int, count: int) -> Days | None:
    """One of so many equal parts, counted from 1, of a stretch of whole months; None when months do not divide evenly."""
    length = (days.last.year - days.first.year) * 12 + days.last.month - days.first.month + 1
    if length % count or days.precision in ("day", "week", "weekend"):
        return None
    part = length // count
    precision: Precision = {3: "quarter", 6: "half"}.get(part, days.precision)     # type: ignore[assignment]
    return months(days.first.year, days.first.month + (number - 1) * part, part, precision)


def easter(year: int) -> date:
    """Easter Sunday of the western churches, after the anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, index = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, index + 1)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The first, second ... such weekday (Monday is 0) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
