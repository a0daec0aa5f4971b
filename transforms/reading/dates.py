"""Publication dates as stated: only the parts that are written are read, and nothing is filled in.

Every accepted form is a pattern here, so no parser's defaults (today's day, midnight, the local time zone) can leak into a date.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType

from schemas.articles import DatePrecision
from transforms.reading.normalisation import normalise_line

_MIN_YEAR, _MAX_YEAR = 1600, 2100
# Numbers are read as seconds or milliseconds since 1970 when they fall into these years; others are ids or counts.
_MIN_EPOCH_YEAR, _MAX_EPOCH_YEAR = 1990, 2100
_MILLISECONDS = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_DATE_CHARACTERS = 120

_MONTHS: Mapping[str, int] = MappingProxyType({
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june",
         "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
})
# RFC 2822, section 4.3. "CST" stands for China, too, and "ET" has no fixed offset: without an offset there is no moment.
_ZONES: Mapping[str, timezone] = MappingProxyType({
    name: timezone(timedelta(hours=hours))
    for name, hours in (("UTC", 0), ("UT", 0), ("GMT", 0), ("Z", 0), ("EST", -5), ("EDT", -4), ("CDT", -5),
                        ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7))
})

_MONTH = (
    r"(?P<month_name>Jan|January|Feb|February|Mar|March|Apr|April|May|Jun|June|Jul|July|Aug|August|Sept?|September|Oct|October"
    r"|Nov|November|Dec|December)\b\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed|Wednes|Thu|Thurs?|Fri|Sat|Satur|Sun)(?:day)?\b\.?,?\s)?"
_ZONE = (
    r"(?P<zone>(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?|Z|UTC|UT|GMT|[ECMP][SD]?T|BST|IST|CES?T|AE[SD]T|SAST|SGT|JST|KST|HKT|MYT|WIB"
    r"|[+-]\d{2}:?\d{2})"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?)?\s?(?P<half>[ap]\.?m\b\.?)?"
    rf"(?:\s?\(?{_ZONE}\)?)?"
)
_BETWEEN = r"(?:,?\s(?:at\s|[-–—|•·]\s)?|\s?[|•·]\s?)"
_YEAR = r"(?P<year>\d{4})"

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d{2})(?:-?(?P<day>\d{2})"
    r"(?:[Tt ]\s?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d{1,9})?)?\s?"
    r"(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?)?)?"
)
_SLASHED_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}})(?:{_BETWEEN}{_CLOCK})?", re.IGNORECASE,
)
_SLASHED = re.compile(
    rf"(?P<first>\d{{1,2}})[/.-](?P<second_number>\d{{1,2}})[/.-](?P<year>\d{{4}})(?:{_BETWEEN}{_CLOCK})?", re.IGNORECASE,
)
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WEEKDAY}{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}(?:{_BETWEEN}{_CLOCK})?",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?:of\s)?{_MONTH},?[\s-]{_YEAR}(?:{_BETWEEN}{_CLOCK})?",
        rf"{_CLOCK}{_BETWEEN}(?:on\s)?{_WEEKDAY}{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}",
        rf"{_CLOCK}{_BETWEEN}(?:on\s)?{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH},?\s{_YEAR}",
        rf"{_MONTH},?\s{_YEAR}",
    )
)
_PREFIX = re.compile(
    r"(?:(?:first\s)?(?:published|posted|created|issued|publication date|publish date|pub date|date|released)(?:\s(?:on|at"
    r"|date))?\s?[:|]?\s)", re.IGNORECASE,
)

# Lines of a page that hold nothing but a date or time, with or without a label.
_LABEL = (
    r"(?:(?:(?:first\s|last\s)?(?:published|posted|updated|modified|created|issued|revised|filed)|date|last\supdate"
    r"|publication\sdate|publish\sdate"
    r"|updated)(?:\s(?:on|at|date|time))?\s?[:|]?\s?)"
)
_LOOSE_DAY = (
    r"(?:(?:(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?\b\.?,?\s)?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4})?"
    r"|\d{1,2}(?:st|nd|rd|th)?[\s-](?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,?(?:[\s-]\d{4})?)"
    r"|\d{4}-\d{2}-\d{2}(?:[t\s]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|today|yesterday)"
)
_LOOSE_TIME = (
    r"(?:(?:\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?|hrs|h)?|\d{1,2}\s?[ap]\.?m\.?)"
    r"(?:\s?\(?(?:z|utc|gmt|[ecmp][sd]?t|bst|ist|ces?t|ae[sd]t|sast|sgt|jst|local\stime|[+-]\d{2}:?\d{2})\)?)?)"
)
_AGO = r"(?:(?:\d{1,2}|an?|one|two|three)\s(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\sago|just\snow)"
_STAMP = (
    rf"(?:{_AGO}|(?:{_LOOSE_TIME}(?:,?\s(?:on\s|[-–|•·]\s)?))?{_LOOSE_DAY}"
    rf"(?:(?:,?\s(?:at\s|[-–—|•·]\s)?|\s?[|•·]\s?){_LOOSE_TIME})?|{_LOOSE_TIME})"
)
_TIMESTAMP_LINE = re.compile(
    rf"[\[(]?(?:{_LABEL}?{_STAMP})(?:(?:\s?[|•·;/,–—-]\s?|\s)?[\[(]?{_LABEL}{_STAMP}[\])]?){{0,2}}[\])]?\.?", re.IGNORECASE,
)
_MAX_TIMESTAMP_CHARACTERS = 140
_MODIFIED_LABEL = re.compile(r"\b(?:updated|modified|revised|last\s)", re.IGNORECASE)
_STAMP_WITH_LABEL = re.compile(rf"(?P<label>{_LABEL})?(?P<stamp>{_STAMP})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A date as far as it is stated.

    Args:
        at: The moment in UTC; None unless day, time and time zone are all stated.
        day: The calendar date in the zone it is stated in; None unless the full date is stated.
        precision: Finest unit that is stated.
    """

    at: datetime | None
    day: date | None
    precision: DatePrecision


def read_date(value: object) -> StatedDate | None:
    """The date that a field, attribute or line states.

    Args:
        value: Text, a number of seconds or milliseconds since 1970, or a date or datetime of a typed column.

    Returns:
        None when the value states no date, states one that does not exist or lies outside 1600-2100, could be read in two ways
        ("03/04/2024"), or is the zero of its clock (1970-01-01T00:00:00Z stands for "unknown" in exports).
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return _from_datetime(value)
    if isinstance(value, date):
        return StatedDate(at=None, day=value, precision="day") if _MIN_YEAR <= value.year <= _MAX_YEAR else None
    if isinstance(value, int | float):
        return _from_epoch(value)
    if isinstance(value, str):
        return _from_text(value)
    return None


def is_timestamp(line: str) -> bool:
    """Whether a line holds nothing but a date or time, with or without "Published", "Updated" and the like."""
    return len(line) <= _MAX_TIMESTAMP_CHARACTERS and _TIMESTAMP_LINE.fullmatch(line) is not None


def read_timestamp(line: str) -> StatedDate | None:
    """The publication date in a timestamp line ("Published Jan. 5, 2024 | Updated Jan. 6, 2024").

    Returns:
        None when the line gives only when the article was last changed, or no full date.
    """
    if not is_timestamp(line):
        return None
    for found in _STAMP_WITH_LABEL.finditer(line):
        if found["label"] is None or not _MODIFIED_LABEL.search(found["label"]):
            stated = read_date(found["stamp"])
            if stated is not None and stated.day is not None:
                return stated
    return None


def _from_text(text: str) -> StatedDate | None:
    line = normalise_line(text)
    if not line or len(line) > _MAX_DATE_CHARACTERS:
        return None
    line = _PREFIX.sub("", line, count=1) if _PREFIX.match(line) else line
    if re.fullmatch(r"\d{10}|\d{13}|\d{10}\.\d+", line):
        return _from_epoch(float(line))
    found = _ISO.fullmatch(line)
    if found is not None:
        return _from_parts(found, month=_number(found, "month"), day=_number(found, "day"))
    found = _SLASHED_YEAR_FIRST.fullmatch(line)
    if found is not None:
        return _from_parts(found, month=_number(found, "month"), day=_number(found, "day"))
    found = _SLASHED.fullmatch(line)
    if found is not None:
        return _from_slashed(found)
    for pattern in _WRITTEN:
        found = pattern.fullmatch(line)
        if found is not None:
            month = _MONTHS[found["month_name"].casefold().rstrip(".")]
            return _from_parts(found, month=month, day=_number(found, "day"))
    return None


def _from_slashed(found: re.Match[str]) -> StatedDate | None:
    first, second = int(found["first"]), int(found["second_number"])
    # Day and month are told apart only when one of them cannot be a month, or when it makes no difference.
    if first > 12 >= second or first == second:
        return _from_parts(found, month=second, day=first)
    if second > 12 >= first:
        return _from_parts(found, month=first, day=second)
    return None


def _from_parts(found: re.Match[str], *, month: int | None, day: int | None) -> StatedDate | None:
    year = int(found["year"])
    if not _MIN_YEAR <= year <= _MAX_YEAR:
        return None
    if month is None:
        return StatedDate(at=None, day=None, precision="year")
    if not 1 <= month <= 12:
        return None
    if day is None:
        return StatedDate(at=None, day=None, precision="month")
    try:
        stated = date(year, month, day)
    except ValueError:
        return None
    hour, minute, second = _number(found, "hour"), _number(found, "minute"), _number(found, "second")
    half = _group(found, "half")
    if hour is None or (minute is None and half is None):
        return StatedDate(at=None, day=stated, precision="day")
    if half is not None:
        if not 1 <= hour <= 12:
            return StatedDate(at=None, day=stated, precision="day")
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    try:
        local = datetime(year, month, day, hour, minute or 0, second or 0)
    except ValueError:
        return StatedDate(at=None, day=stated, precision="day")
    precision: DatePrecision = "second" if second is not None else "minute"
    zone = _read_zone(_group(found, "zone"))
    if zone is None:
        return StatedDate(at=None, day=stated, precision=precision)
    return _moment(local.replace(tzinfo=zone), precision)


def _from_datetime(value: datetime) -> StatedDate | None:
    if not _MIN_YEAR <= value.year <= _MAX_YEAR:
        return None
    plain = datetime(value.year, value.month, value.day, value.hour, value.minute, value.second)
    offset = value.utcoffset()
    if offset is not None:
        return _moment(plain.replace(tzinfo=timezone(offset)), "second")
    # A column of dates that was stored as timestamps holds midnights; a time of day of its own is not stated there.
    is_day = plain.time() == datetime.min.time()
    return StatedDate(at=None, day=plain.date(), precision="day" if is_day else "second")


def _from_epoch(number: float) -> StatedDate | None:
    for divisor in (1, _MILLISECONDS):
        try:
            moment = _EPOCH + timedelta(seconds=int(number) // divisor)
        except (OverflowError, ValueError):
            continue
        if _MIN_EPOCH_YEAR <= moment.year <= _MAX_EPOCH_YEAR:
            return _moment(moment, "second")
    return None


def _moment(local: datetime, precision: DatePrecision) -> StatedDate | None:
    at = local.astimezone(UTC)
    if at == _EPOCH:
        return None
    return StatedDate(at=at, day=local.date(), precision=precision)


def _read_zone(written: str | None) -> timezone | None:
    if written is None:
        return None
    named = _ZONES.get(written.upper())
    if named is not None:
        return named
    offset = re.fullmatch(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?", written, re.IGNORECASE)
    if offset is None:
        return None
    span = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    # UTC-12 to UTC+14 are in use; anything else is a misreading.
    if span > timedelta(hours=14):
        return None
    return timezone(-span if offset["sign"] == "-" else span)


def _group(found: re.Match[str], name: str) -> str | None:
    return found[name] if name in found.re.groupindex else None


def _number(found: re.Match[str], name: str) -> int | None:
    written = _group(found, name)
    return int(written) if written is not None else None
