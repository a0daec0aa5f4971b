"""Time expressions in the text, and the calendar that dates in all tables join to."""

import datetime
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import pyarrow as pa

from schemas.declaration import Column, Span, table
from schemas.vocabulary import ID_PATTERN, OFFSET_UNIT


@table(
    "time_expressions",
    grain="one date or time expression in an article",
    primary_key=("article_id", "char_start", "char_end"),
    foreign_keys={"article_id": "articles"},
    spans=(Span(text="text", start="char_start", end="char_end"),),
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    article_id: Annotated[str, Column(description="Article that holds the expression.", pattern=ID_PATTERN)]
    text: Annotated[str, Column(
        description="The expression, verbatim ('earlier this week'). A range ('2010–2012') is a row beside those that bound it.",
        min_length=1)]
    char_start: Annotated[int, Column(
        description="First character of the expression.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    char_end: Annotated[int, Column(
        description="One past the last character of the expression.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    value_start: Annotated[date | None, Column(
        description="First day meant; of the whole unit where a vague part is named ('early March'). "
                    "Null when the expression could not be resolved to days.")]
    value_end: Annotated[date | None, Column(
        description="Last day meant, itself included. Null when the expression could not be resolved to days.")]
    precision: Annotated[
        Literal["day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century"] | None,
        Column(description="Unit that the expression names. Null when it was not resolved.")]
    is_relative: Annotated[bool | None, Column(
        description="Whether its value depends on the date of the article ('Friday', 'last year'). Null when not known.")]
    anchor_date: Annotated[date | None, Column(
        description="Publication date against which a relative expression is read. "
                    "Null for absolute expressions and undated articles.")]
    extractor: Annotated[str, Column(description="Extractor and version that found the expression; see `models`.", min_length=1)]


@table("dates", grain="one calendar day", primary_key=("date",))
@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDate:
    date: Annotated[datetime.date, Column(
        description="The day. Every day from the first to the last publication date is present.")]
    year: Annotated[int, Column(description="Year.", type=pa.int32())]
    quarter: Annotated[int, Column(description="Quarter of the year.", type=pa.int32(), minimum=1, maximum=4)]
    month: Annotated[int, Column(description="Month of the year.", type=pa.int32(), minimum=1, maximum=12)]
    month_name: Annotated[str, Column(description="English name of the month.", min_length=1)]
    day: Annotated[int, Column(description="Day of the month.", type=pa.int32(), minimum=1, maximum=31)]
    iso_year: Annotated[int, Column(description="Year of the ISO 8601 week.", type=pa.int32())]
    iso_week: Annotated[int, Column(description="ISO 8601 week.", type=pa.int32(), minimum=1, maximum=53)]
    day_of_week: Annotated[int, Column(description="Day of the week, Monday is 1.", type=pa.int32(), minimum=1, maximum=7)]
    day_name: Annotated[str, Column(description="English name of the weekday.", min_length=1)]
    is_weekend: Annotated[bool, Column(description="Whether the day is a Saturday or a Sunday.")]
