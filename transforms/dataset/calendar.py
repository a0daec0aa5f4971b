"""The calendar that dates join to."""

import calendar
from datetime import date, timedelta

from schemas import CalendarDate


def calendar_between(first: date, last: date) -> list[CalendarDate]:
    """Every day from `first` to `last`, both included, in order."""
    return [_describe(first + timedelta(days=offset)) for offset in range((last - first).days + 1)]


def _describe(day: date) -> CalendarDate:
    iso = day.isocalendar()
    return CalendarDate(
        date=day, year=day.year, quarter=(day.month + 2) // 3, month=day.month, month_name=calendar.month_name[day.month],
        day=day.day, iso_year=iso.year, iso_week=iso.week, day_of_week=iso.weekday,
        day_name=calendar.day_name[day.weekday()], is_weekend=iso.weekday >= 6,
    )
