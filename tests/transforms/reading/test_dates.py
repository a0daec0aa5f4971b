"""Dates as stated: nothing is filled in, nothing is guessed."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reading.dates import StatedDate, is_timestamp, read_date, read_timestamp

DAY = date(2024, 1, 5)


def moment(hour: int, minute: int = 0, day: int = 5) -> datetime:
    return datetime(2024, 1, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "at", "day", "precision"),
    [
        pytest.param("2024-01-05", None, DAY, "day", id="iso-day"),
        pytest.param("20240105", None, DAY, "day", id="iso-basic"),
        pytest.param("2024-01", None, None, "month", id="iso-month"),
        pytest.param("2024", None, None, "year", id="year"),
        pytest.param("January 2024", None, None, "month", id="written-month"),
        pytest.param("2024-01-05T10:00:00Z", moment(10), DAY, "second", id="iso-utc"),
        pytest.param("2024-01-05T10:00+05:30", moment(4, 30), DAY, "minute", id="iso-offset"),
        pytest.param("2024-01-05 23:30:00-05:00", moment(4, 30, day=6), DAY, "second", id="day-in-the-publishers-zone"),
        pytest.param("2024-01-05T10:00:00.123456789Z", moment(10), DAY, "second", id="nanoseconds"),
        pytest.param("2024-01-05 10:00", None, DAY, "minute", id="no-zone-no-moment"),
        pytest.param("Fri, 05 Jan 2024 10:00:00 GMT", moment(10), DAY, "second", id="rfc-2822"),
        pytest.param("5 Jan 2024 10:00 -0500", moment(15), DAY, "minute", id="rfc-2822-offset"),
        pytest.param("Jan. 5, 2024", None, DAY, "day", id="us-written"),
        pytest.param("5 January 2024", None, DAY, "day", id="uk-written"),
        pytest.param("Friday, January 5th, 2024 at 5:30 p.m. EST", moment(22, 30), DAY, "minute", id="written-with-zone"),
        pytest.param("5:30 PM ET, Fri January 5, 2024", None, DAY, "minute", id="zone-without-offset"),
        pytest.param("Published: 5 January 2024", None, DAY, "day", id="labelled"),
        pytest.param("13/04/2024", None, date(2024, 4, 13), "day", id="only-day-first-possible"),
        pytest.param("04/13/2024", None, date(2024, 4, 13), "day", id="only-month-first-possible"),
        pytest.param("04/04/2024", None, date(2024, 4, 4), "day", id="same-either-way"),
        pytest.param(1704448800, moment(10), DAY, "second", id="epoch-seconds"),
        pytest.param(1704448800000, moment(10), DAY, "second", id="epoch-milliseconds"),
        pytest.param("1704448800", moment(10), DAY, "second", id="epoch-in-a-text-column"),
        pytest.param(
            datetime(2024, 1, 5, 23, tzinfo=timezone(timedelta(hours=-5))), moment(4, day=6), DAY, "second", id="typed-with-zone"
        ),
        pytest.param(datetime(2024, 1, 5, 0, 0), None, DAY, "day", id="typed-midnight"),
        pytest.param(DAY, None, DAY, "day", id="typed-day"),
    ],
)
def test_read_date(stated: object, at: datetime | None, day: date | None, precision: str) -> None:
    found = read_date(stated)
    assert found is not None
    assert (found.at, found.day, found.precision) == (at, day, precision)


@pytest.mark.parametrize(
    "stated",
    [
        pytest.param("03/04/2024", id="ambiguous"),
        pytest.param("1970-01-01T00:00:00Z", id="zero-of-the-clock"),
        pytest.param("0001-01-01T00:00:00Z", id="zero-of-another-clock"),
        pytest.param("2024-02-30", id="no-such-day"),
        pytest.param("2024-13-01", id="no-such-month"),
        pytest.param("5 Jan", id="no-year"),
        pytest.param("10:00", id="time-alone"),
        pytest.param("Updated Jan. 5, 2024", id="change-is-not-publication"),
        pytest.param("yesterday", id="relative"),
        pytest.param(12, id="small-number"),
        pytest.param(float("nan"), id="nan"),
        pytest.param(float("inf"), id="infinity"),
        pytest.param(10**400, id="huge-number"),
        pytest.param(True, id="boolean"),
        pytest.param(None, id="none"),
    ],
)
def test_states_no_date(stated: object) -> None:
    assert read_date(stated) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param("Published: Jan 5, 2024 | Updated: Jan 6, 2024", DAY, id="published-before-updated"),
        pytest.param("Updated Jan. 6, 2024 | Published Jan. 5, 2024", DAY, id="updated-before-published"),
        pytest.param("Published 5:30 p.m. ET Jan. 5, 2024", DAY, id="time-first"),
        pytest.param("Last updated on 6 Jan 2024, 10:00 IST", None, id="updated-only"),
        pytest.param("2 hours ago", None, id="relative"),
    ],
)
def test_read_timestamp(line: str, day: date | None) -> None:
    assert is_timestamp(line)
    found = read_timestamp(line)
    assert (found.day if found is not None else None) == day


@given(st.one_of(st.text(), st.integers(), st.floats(), st.datetimes(), st.dates(), st.from_regex(r"[0-9/:. TZ+-]{4,30}")))
def test_any_value_is_read_or_refused(value: object) -> None:
    found = read_date(value)
    assert found is None or (isinstance(found, StatedDate) and (found.at is None or found.at.utcoffset() == timedelta(0)))
    assert found is None or (found.at is None or found.day is not None)
