"""What a time expression says before anything around it is known: "on Friday" is a weekday, "two years later" a distance."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from transforms.extraction.times.calendar_days import Days, Unit

Which = Literal["last", "this", "next"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Says its days by itself ("21 July 2017").

    Args:
        days: None where it does but they are not certain ("fiscal 2019").
        is_name: Whether it names an event rather than tells when ("9/11"), so that the story does not count from it.
    """

    days: Days | None
    is_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """Locates something in time by something else, but on no certain days ("a few years ago")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric:
    """Two numbers and a year, of which either number may be the month ("7/8/2007")."""

    first: int
    second: int
    year: int
    year_digits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """Comes every year ("July 14", "the third quarter", "Christmas").

    Args:
        in_year: Its days in a year; None when that year has none.
        which: "last March", "this summer"; None when nothing says which.
        year_step: Years from the article's year, for "March last year"; None when no year is said.
        in_story_year: Whether it says "of that year".
    """

    in_year: Callable[[int], Days | None]
    which: Which | None = None
    year_step: int | None = None
    in_story_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayNamed:
    """A day of the week, Monday is 0.

    Args:
        from_story: Whether it is the next such day after the one last spoken of (1), the one before (-1), or that one itself (0);
            None when it counts from the day of speaking.
    """

    weekday: int
    which: Which | None = None
    from_story: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekendNamed:
    which: Which | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDay:
    """A day counted from the one of speaking ("yesterday"); `may_mean_nowadays` for "today"."""

    step: int
    may_mean_nowadays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundNow:
    """A unit of the calendar counted from the one of the article ("last year")."""

    unit: Unit
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundStory:
    """A unit counted from the day or period last spoken of ("the same day", "the following year").

    Args:
        is_bare: Whether nothing but the article says which ("the year"), so that the article's own may be meant.
    """

    unit: Unit
    step: int
    is_bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """So many units from the article's day ("three weeks ago") or from what was last spoken of ("two years later").

    Args:
        count: May be halves; negative for what lies before.
    """

    count: float
    unit: Unit
    from_story: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """So many units up to the article's day, or from it on when positive ("the past three years")."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """The first or last day of something ("by the end of the year")."""

    of: "Meaning"
    is_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """One of equal parts of something ("the second half of 2019")."""

    of: "Meaning"
    number: int
    count: int


Meaning = (
    Fixed | Vague | Numeric | Yearly | WeekdayNamed | WeekendNamed | NearDay | AroundNow | AroundStory | Distance | Window
    | Boundary | Portion
)
