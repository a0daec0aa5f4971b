"""Dates and time expressions of one article, with the days they mean where that is certain.

What counts as an expression and what it means follows TimeML's TIMEX3 of type DATE (Pustejovsky et al. 2003; ISO 24617-1):
weeks run from Monday to Sunday, a decade is its ten calendar years. Durations ("three years"), ages and clock times
are left out unless they locate something in time ("three years ago").
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from spacy.tokens import Doc, Token

from schemas import TimeExpression
from transforms.layout import MENTION_KINDS, Block

EXTRACTOR = "times_rules_v1"

Precision = Literal["day", "week", "month", "quarter", "season", "year", "decade"]

MAX_DAYS_FROM_ANCHOR = 90
"""A day and month without a year is read as the nearest such day only when it is this near to the publication date."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NUMBER = {name: i for i, name in enumerate(_MONTHS, 1)} | {name[:3]: i for i, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_QUARTER_NUMBER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1": 1, "2": 2, "3": 3, "4": 4}

MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December" \
        r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# Years from 1500 to 2099: other numbers of four digits are too often amounts.
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d|[.,]\d|%)"
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d|[.,:]\d|%)"
VAGUE = r"(?P<vague>(?:early|late|mid)[- ](?:in )?)?"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
PART_OF_DAY = r"(?: (?:morning|afternoon|evening|night))?"
UNITS = r"(?:days?|weeks?|weekends?|months?|quarters?|years?|decades?|century|centuries)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """Days that an expression means; all null when they are not certain."""

    start: date | None = None
    end: date | None = None
    precision: Precision | None = None
    is_relative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    start: int
    end: int
    value: _Value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What a relative expression is read against.

    Args:
        anchor: Publication date; None when unknown.
        is_quoted: Whether the expression stands inside quotation marks, where `today` is the day of speaking.
        is_past: Whether its clause tells what has happened.
    """

    anchor: date | None
    is_quoted: bool
    is_past: bool


_Reader = Callable[[re.Match[str], _Setting], _Value | None]

UNKNOWN_ABSOLUTE = _Value(is_relative=False)
UNKNOWN_RELATIVE = _Value(is_relative=True)


def find_time_expressions(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], anchor_date: date | None,
) -> tuple[TimeExpression, ...]:
    """Find the expressions that say when.

    Args:
        doc: Parsed article; `doc.text` is the text in which unanalysed blocks are hidden.
        article_id: Key of that article.
        blocks: Its blocks, in reading order.
        anchor_date: Day the article was published; None when unknown, which leaves relative expressions unresolved.

    Returns:
        0..n rows ordered by `char_start`, none overlapping. Values are null unless they are certain.
    """
    found: list[_Found] = []
    text = doc.text                                     # built anew at each access
    quoted = _quoted(text, blocks)
    for block in blocks:
        if block.kind in MENTION_KINDS:
            found += _in_block(doc, text[block.start:block.end], block.start, anchor_date, quoted)
    found += _from_recogniser(doc, found)
    return tuple(
        TimeExpression(
            article_id=article_id, text=text[item.start:item.end], char_start=item.start, char_end=item.end,
            value_start=item.value.start, value_end=item.value.end, precision=item.value.precision,
            is_relative=item.value.is_relative, anchor_date=anchor_date if item.value.is_relative else None,
            extractor=EXTRACTOR,
        )
        for item in sorted(found, key=lambda item: item.start)
    )


def _in_block(
    doc: Doc, text: str, offset: int, anchor: date | None, quoted: bytearray,
) -> Iterator[_Found]:
    """Matches of the patterns in one block; earlier patterns take precedence over later ones."""
    taken = bytearray(len(text))
    for pattern, reader in _PATTERNS:
        for match in pattern.finditer(text):
            if any(taken[match.start():match.end()]):
                continue
            start, end = offset + match.start(), offset + match.end()
            token = _token_at(doc, start)
            setting = _Setting(
                anchor=anchor, is_quoted=bool(quoted[start]),
                is_past=token is not None and _is_past(token))
            if reader is _read_year and not _is_year(doc, start, end):
                continue
            value = reader(match, setting)
            if value is not None:
                taken[match.start():match.end()] = b"\x01" * (match.end() - match.start())
                yield _Found(start=start, end=end, value=value)


# ------------------------------------------------------------------------------------------------- absolute expressions

def _read_day(match: re.Match[str], _: _Setting) -> _Value | None:
    """ "July 21, 2017", "21 July 2017", "2017-07-21" """
    day = _day_of(match, int(match["year"]))
    return None if day is None else _Value(start=day, end=day, precision="day", is_relative=False)


def _read_month(match: re.Match[str], _: _Setting) -> _Value:
    if match["vague"]:
        return UNKNOWN_ABSOLUTE
    return _month(int(match["year"]), _month_number(match), is_relative=False)


def _read_quarter(match: re.Match[str], _: _Setting) -> _Value:
    return _quarter(int(match["year"]), _QUARTER_NUMBER[match["quarter"].casefold()])


def _read_decade(match: re.Match[str], _: _Setting) -> _Value:
    if match["vague"]:
        return UNKNOWN_ABSOLUTE
    first = int(match["decade"])
    return _Value(start=date(first, 1, 1), end=date(first + 9, 12, 31), precision="decade", is_relative=False)


def _read_years(match: re.Match[str], _: _Setting) -> _Value | None:
    """ "2010-2012", "2010–12" """
    first = int(match["year"])
    last = int(match["last"] if len(match["last"]) == 4 else match["year"][:2] + match["last"])
    if last <= first:
        return None
    return _Value(start=date(first, 1, 1), end=date(last, 12, 31), precision="year", is_relative=False)


def _read_year(match: re.Match[str], _: _Setting) -> _Value:
    if match["vague"]:
        return UNKNOWN_ABSOLUTE
    return _year(int(match["year"]), is_relative=False)


def _read_unknown_absolute(_match: re.Match[str], _: _Setting) -> _Value:
    return UNKNOWN_ABSOLUTE


# ------------------------------------------------------------------------------------------------- relative expressions

def _read_day_without_year(match: re.Match[str], setting: _Setting) -> _Value | None:
    anchor = setting.anchor
    if _day_of(match, 2000) is None:
        return None
    if anchor is None or setting.is_quoted:
        return UNKNOWN_RELATIVE
    days = [day for year in (anchor.year - 1, anchor.year, anchor.year + 1) if (day := _day_of(match, year)) is not None]
    nearest = min(days, key=lambda day: abs(day - anchor), default=None)
    if nearest is None or abs(nearest - anchor) > timedelta(days=MAX_DAYS_FROM_ANCHOR) or (setting.is_past and nearest > anchor):
        return UNKNOWN_RELATIVE
    return _Value(start=nearest, end=nearest, precision="day", is_relative=True)


def _read_today(match: re.Match[str], setting: _Setting) -> _Value:
    if setting.anchor is None or setting.is_quoted:
        return UNKNOWN_RELATIVE
    word = match["word"].casefold()
    day = setting.anchor + timedelta(days={"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0))
    return _Value(start=day, end=day, precision="day", is_relative=True)


def _read_weekday(match: re.Match[str], setting: _Setting) -> _Value:
    """The last such day up to the publication date, when the clause tells what has happened."""
    if setting.anchor is None or setting.is_quoted or not setting.is_past or match["which"]:
        return UNKNOWN_RELATIVE
    back = (setting.anchor.weekday() - _WEEKDAYS.index(match["weekday"].casefold())) % 7
    day = setting.anchor - timedelta(days=back)
    return _Value(start=day, end=day, precision="day", is_relative=True)


def _read_unit(match: re.Match[str], setting: _Setting) -> _Value:
    """ "last year", "this month", "next week" """
    anchor, unit = setting.anchor, match["unit"].casefold()
    step = {"last": -1, "this": 0, "next": 1}[match["which"].casefold()]
    # "this week" may mean the days so far, and "later this year" only its rest: no certain days.
    if anchor is None or setting.is_quoted or match["part"] or (unit == "week" and step == 0):
        return UNKNOWN_RELATIVE
    if unit == "year":
        return _year(anchor.year + step, is_relative=True)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + step
        return _month(months // 12, months % 12 + 1, is_relative=True)
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=step)
    return _Value(start=monday, end=monday + timedelta(days=6), precision="week", is_relative=True)


def _read_unknown_relative(_match: re.Match[str], _: _Setting) -> _Value:
    return UNKNOWN_RELATIVE


def _pattern(expression: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£#])(?<!\d[.,/:-]){expression}(?!\w)", re.IGNORECASE if ignore_case else 0)


_NUMBER = (
    r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|several|some"
    r"|many|(?:a )?few|(?:a )?couple(?: of)?)"
)

_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_pattern(rf"(?:{WEEKDAY},? )?{MONTH} {DAY},? {YEAR}"), _read_day),
    (_pattern(rf"(?:{WEEKDAY},? )?(?:the )?{DAY}(?: of)? {MONTH},? {YEAR}"), _read_day),
    (_pattern(r"(?P<year>(?:1[5-9]|20)\d\d)-(?P<number>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"), _read_day),
    (_pattern(rf"{VAGUE}{MONTH}(?:,| of)? {YEAR}"), _read_month),
    (_pattern(rf"(?P<quarter>first|second|third|fourth) quarter (?:of |in )?{YEAR}", ignore_case=True), _read_quarter),
    (_pattern(rf"Q(?P<quarter>[1-4]) (?:of )?{YEAR}"), _read_quarter),
    (_pattern(rf"(?:early |late )?{SEASON}(?: of|,)? {YEAR}", ignore_case=True), _read_unknown_absolute),
    (_pattern(rf"(?:the )?(?:beginning|start|middle|end|close) of {YEAR}", ignore_case=True), _read_unknown_absolute),
    (_pattern(r"(?:(?P<vague>early|late|mid)[- ](?:in )?(?:the )?)?(?P<decade>(?:1[5-9]|20)\d0)['’]?s", ignore_case=True),
     _read_decade),
    (_pattern(rf"{YEAR}[-–](?P<last>\d{{4}}|\d\d)"), _read_years),
    (_pattern(rf"{VAGUE}{YEAR}", ignore_case=True), _read_year),
    (_pattern(rf"(?:{WEEKDAY},? )?{MONTH} {DAY}"), _read_day_without_year),
    (_pattern(rf"(?:{WEEKDAY},? )?(?:the )?{DAY}(?: of)? {MONTH}"), _read_day_without_year),
    (_pattern(rf"(?:(?:earlier|later|late|early) )?(?P<word>today|yesterday|tomorrow|tonight|last night|"
              rf"this (?:morning|afternoon|evening)){PART_OF_DAY}", ignore_case=True), _read_today),
    (_pattern(rf"(?:early |late )?(?P<which>(?:last|next|this|this past|this coming|the previous|the following) )?"
              rf"(?P<weekday>{WEEKDAY}){PART_OF_DAY}"), _read_weekday),
    (_pattern(r"(?P<part>(?:earlier|later|early|late) (?:in )?)?(?P<which>last|this|next) (?P<unit>year|month|week)",
              ignore_case=True), _read_unit),
    (_pattern(rf"(?:(?:earlier|later|early|late) (?:in )?)?(?:the )?(?:last|this|next|past|coming|previous|following|recent) "
              rf"(?:{_NUMBER} )?(?:{UNITS}|{SEASON}|{MONTH})", ignore_case=True), _read_unknown_relative),
    (_pattern(rf"{_NUMBER}(?: and a half)? (?:more )?{UNITS} (?:ago|earlier|later|before|afterwards?)", ignore_case=True),
     _read_unknown_relative),
)

_LOCATOR = re.compile(
    r"\b(?:ago|earlier|later|last|next|this|past|coming|previous|following|recent|early|late|mid)\b"
    r"|\b(?:beginning|start|middle|end|quarter|half) of\b", re.IGNORECASE)
_UNIT = re.compile(rf"\b(?:{UNITS}|{WEEKDAY}s?)\b", re.IGNORECASE)
_NAMED_DAY = re.compile(
    rf"\b(?:today|yesterday|tomorrow|tonight|weekend|{SEASON}|christmas|easter|thanksgiving|ramadan|new year['’]s (?:eve|day))\b",
    re.IGNORECASE)
_BARE_MONTH = re.compile(rf"(?:(?:early|late|mid|last|next|this)[- ])*(?:the )?{MONTH}", re.IGNORECASE)
_DURATION_OR_AGE = re.compile(
    r"years?[- ]old|\bage[ds]?\b|^(?:daily|weekly|monthly|annual|annually|yearly|quarterly)$|\bevery\b|\beach\b|\bper\b",
    re.IGNORECASE)


def _from_recogniser(doc: Doc, found: Sequence[_Found]) -> Iterator[_Found]:
    """Further dates that the entity recogniser saw and that locate something in time; their days are not certain."""
    taken = bytearray(len(doc.text))
    for item in found:
        taken[item.start:item.end] = b"\x01" * (item.end - item.start)
    for entity in doc.ents:
        text = entity.text.rstrip()
        start, end = entity.start_char, entity.start_char + len(text)
        if entity.label_ != "DATE" or not text or "\n" in text or any(taken[start:end]):
            continue
        locates = _NAMED_DAY.search(text) or _BARE_MONTH.fullmatch(text) or (_LOCATOR.search(text) and _UNIT.search(text))
        if not locates or _DURATION_OR_AGE.search(text):
            continue
        for article in ("the ", "The "):
            if text.startswith(article):
                start += len(article)
        yield _Found(start=start, end=end, value=UNKNOWN_RELATIVE)


# -------------------------------------------------------------------------------------------------------------- context

_YEAR_OPENERS = frozenset({
    "in", "since", "by", "until", "till", "from", "during", "before", "after", "between", "through", "circa", "year", "around",
})


def _is_year(doc: Doc, start: int, end: int) -> bool:
    """Whether a bare number is a year: the recogniser says so, or a preposition of time stands before and no noun after."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or span.end_char != end:
        return False
    token = span[-1]
    before = doc[token.i - 1] if token.i else None
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if after is not None and after.tag_ == "NNS" and (before is None or before.pos_ not in ("DET", "PRON")):
        return False                                    # "1950 people", but "the 1994 elections"
    if token.ent_type_ == "DATE":
        return True
    if before is None or token.ent_type_ not in ("", "CARDINAL"):
        return False
    if span[0].nbor(-1).lower_ not in _YEAR_OPENERS or token.dep_ == "nummod":
        return False
    return after is None or after.pos_ not in ("NOUN", "SYM")


_QUOTATION = re.compile(r"[“\"][^”\"]*[”\"]?")


def _token_at(doc: Doc, start: int) -> Token | None:
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    return span[0] if span else None


def _is_past(token: Token) -> bool:
    """Whether the verb that governs the expression is a simple past or has a past auxiliary, and no future hangs on it."""
    verb = token
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(helper.tag_ in ("MD", "TO") for helper in helpers):
        return False
    return verb.tag_ == "VBD" or any(helper.tag_ == "VBD" for helper in helpers)


def _quoted(text: str, blocks: Sequence[Block]) -> bytearray:
    """For each character, whether double quotation marks enclose it; one that is not closed runs to the end of its block."""
    flags = bytearray(len(text))
    for block in blocks:
        for quotation in _QUOTATION.finditer(text, block.start, block.end):
            flags[quotation.start():quotation.end()] = b"\x01" * (quotation.end() - quotation.start())
    return flags


# ------------------------------------------------------------------------------------------------------------- calendar

def _month_number(match: re.Match[str]) -> int:
    return _MONTH_NUMBER[match["month"].rstrip(".").casefold()]


def _day_of(match: re.Match[str], year: int) -> date | None:
    """The day that the groups `day` and `month` (or `number`) name in a year; None when there is no such day."""
    groups = match.groupdict()
    month = int(groups["number"]) if groups.get("number") else _month_number(match)
    try:
        return date(year, month, int(match["day"]))
    except ValueError:
        return None


def _month(year: int, month: int, *, is_relative: bool) -> _Value:
    return _Value(start=date(year, month, 1), end=date(year, month, monthrange(year, month)[1]), precision="month",
                  is_relative=is_relative)


def _quarter(year: int, quarter: int) -> _Value:
    last = quarter * 3
    return _Value(start=date(year, last - 2, 1), end=date(year, last, monthrange(year, last)[1]), precision="quarter",
                  is_relative=False)


def _year(year: int, *, is_relative: bool) -> _Value:
    return _Value(start=date(year, 1, 1), end=date(year, 12, 31), precision="year", is_relative=is_relative)
