"""Which strings may be time expressions: one table of patterns, in order of precedence."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from transforms.extraction.times import readers as read
from transforms.extraction.times.meanings import Meaning
from transforms.extraction.times.patterns import (
    AFTER_THE,
    ANY_WEEKDAY,
    CENTURY,
    COUNT,
    DASH,
    DAY,
    DAY_CLOSED,
    DAY_OF,
    DECADE_WORD,
    EARLY_OR_LATE,
    EARLY_YEAR,
    FEAST,
    FIRST_DAY,
    MONTH,
    NOT_OWNED,
    OF_YEAR,
    ON_WEEKDAY,
    ORDINAL,
    PART_OF_DAY,
    QUARTER,
    QUARTER_OF,
    REACH,
    SEASON,
    TO,
    TRIGGERS,
    UNIT,
    UNITS,
    VAGUE,
    WEEKDAY,
    WHICH,
    WHOLE,
    YEAR,
)

Doubt = Literal["year", "second year", "quarter", "near day", "month", "weekday", "season", "holiday"]
"""Kinds of expression that may be something else; `transforms.extraction.times.context` looks at the words around them."""

_Trigger = Literal[
    "year", "numeric", "month", "weekday", "unit", "near", "season", "feast", "decade", "era", "fiscal", "part"]
"""Kinds of words of which a rule needs one; it is tried around these only, which is most of the grammar's speed."""

_Reader = Callable[[re.Match[str]], Meaning | None]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    trigger: _Trigger
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
    for window_start, window_end, triggers in _windows(text):
        for rule in _RULES:
            if rule.trigger not in triggers:
                continue
            for match in rule.pattern.finditer(text, window_start, window_end):
                # Of "2010-12" the first year is found by itself.
                is_second = rule.doubt == "second year"
                start, end = match.span("short") if is_second else match.span()
                if any(taken[start:end]) or (meaning := rule.read(match)) is None:
                    continue
                taken[start:end] = b"\x01" * (end - start)
                found.append(Candidate(
                    start=start, end=end, meaning=meaning, doubt=rule.doubt, after=match.end("first") if is_second else -1))
    return tuple(sorted(found, key=lambda candidate: candidate.start))


def _windows(text: str) -> Iterator[tuple[int, int, set[str]]]:
    """Stretches around the words that time expressions are made of, none overlapping, with the kinds of these words."""
    opened: tuple[int, int, set[str]] | None = None
    for match in TRIGGERS.finditer(text):
        start, end, kind = max(0, match.start() - REACH), match.end() + REACH, match.lastgroup or ""
        if opened is not None and start <= opened[1]:
            opened = opened[0], end, opened[2] | {kind}
            continue
        if opened is not None:
            yield opened
        opened = start, end, {kind}
    if opened is not None:
        yield opened


def _rule(trigger: _Trigger, expression: str, reader: _Reader, *, doubt: Doubt | None = None, any_case: bool = False) -> _Rule:
    """A rule whose match is a word or words of its own, and no part of an amount, a code or a fraction."""
    pattern = re.compile(rf"(?<![\w$€£#])(?<!\d[.,/:-]){expression}(?!\w)", re.IGNORECASE if any_case else 0)
    return _Rule(trigger=trigger, pattern=pattern, read=reader, doubt=doubt)


def _word_rule(trigger: _Trigger, expression: str, reader: _Reader, *, doubt: Doubt | None = None) -> _Rule:
    """A rule that does not tell capitals."""
    return _rule(trigger, expression, reader, doubt=doubt, any_case=True)


_RULES: tuple[_Rule, ...] = (
    # Days of one month, and whole dates
    _rule("month", rf"{FIRST_DAY}{TO}{DAY} (?:of )?{MONTH},?(?: {YEAR})?", read.read_joined_days),
    _rule("month", rf"{MONTH} {FIRST_DAY}{TO}{DAY}(?:,? {YEAR})?", read.read_joined_days),
    _rule("year", rf"{ON_WEEKDAY}{MONTH} ?{DAY},? ?{YEAR}", read.read_day),
    _rule("year", rf"{ON_WEEKDAY}{DAY_OF} {MONTH},? {YEAR}", read.read_day),
    _rule("year", rf"{DAY}{DASH}{MONTH}{DASH}{YEAR}", read.read_day),
    _rule("year", r"(?P<year>(?:1\d|20)\d\d)(?P<mark>[-/])(?P<number>0[1-9]|1[0-2])(?P=mark)"
          r"(?P<day>0[1-9]|[12]\d|3[01])(?:T[\d:.]+Z?)?",
          read.read_day),
    _rule("year", rf"{MONTH} {DAY}(?=,? and \d\d?,? {YEAR})", read.read_day),
    _rule("numeric", r"(?P<first>\d\d?)(?P<mark>[/.-])(?P<second>\d\d?)(?P=mark)(?P<year>\d{4}|\d\d)(?![/.-]?\d)",
          read.read_numeric),
    _rule("numeric", r"9/11", read.read_attacks),
    _rule("month", r"(?:September|Sept\.?) 11(?:th)?(?=,? (?:terror(?:ist)? )?attacks)", read.read_attacks),
    _word_rule("feast", rf"(?:{WHICH} )?{FEAST}(?:,? {YEAR})?", read.read_feast, doubt="holiday"),

    # Months, quarters, seasons and their parts in a stated year
    _rule("year", rf"(?i:{VAGUE}){MONTH}(?:,| of)? {YEAR}", read.read_month),
    _rule("fiscal", r"(?:[Ff]iscal(?: year)?|FY) ?(?:(?:20)?\d\d)(?:[-–/]\d\d)?", read.read_unknown),
    _word_rule("fiscal", r"(?:first|second|third|fourth) fiscal quarter|fiscal (?:first|second|third|fourth)[- ]quarter",
               read.read_vague),
    _word_rule("fiscal", r"(?:last|this|next|the previous|the current|the following) "
               r"(?:fiscal|financial|tax|academic|school) (?:year|quarter)",
               read.read_vague),
    _word_rule("unit", rf"{QUARTER_OF} (?:of |in )?{YEAR}", read.read_quarter),
    _word_rule("year", rf"{YEAR}(?:['’]s)? {QUARTER}", read.read_quarter),
    _rule("year", rf"Q(?P<quarter>[1-4]) (?:of )?{YEAR}", read.read_quarter),
    _word_rule("unit", rf"{QUARTER_OF}{OF_YEAR}", read.read_yearly_quarter),
    _word_rule("part", rf"(?P<half>first|second|latter) half of {WHOLE}", read.read_half),
    _rule("year", rf"H(?P<half>[12]) {YEAR}", read.read_numbered_half),
    _word_rule("season", rf"(?:early |late |mid[- ])?{SEASON}(?: of|,| in)? {YEAR}(?: ?[-–/] ?\d\d(?:\d\d)?)?",
               read.read_season),
    _word_rule("part", rf"(?:the )?(?P<boundary>beginning|start|middle|end|close) of {WHOLE}", read.read_boundary),

    # Decades and centuries
    _word_rule("year", rf"{VAGUE}(?P<decade>(?:1[0-9]|20)\d0)s", read.read_decade),
    _word_rule("year", rf"(?:(?<=the )|(?<=and )|(?<=in ){VAGUE}|(?<=early )|(?<=late ))(?P<decade>(?:1[0-9]|20)\d0)['’]s",
               read.read_decade),
    _word_rule("decade", rf"(?:{VAGUE}|(?<=the )|(?<=and )|(?<=or ))['’](?P<decade>[2-9]0)['’]?s", read.read_short_decade),
    _word_rule("decade", rf"{AFTER_THE}(?P<decade>[6-9]0)['’]?s", read.read_short_decade),
    _word_rule("decade", rf"{AFTER_THE}(?:nineteen-)?{DECADE_WORD}", read.read_short_decade),
    _word_rule("unit", rf"{VAGUE}{ORDINAL}[- ]centur(?:y|ies),? (?:BCE?|B\.C\.)", read.read_unknown),
    _word_rule("unit", rf"{VAGUE}{CENTURY}[- ]centur(?:y|ies)", read.read_century),
    _word_rule("unit", rf"{VAGUE}{CENTURY}(?= (?:to|and|or) (?:the )?(?:early |late )?{ORDINAL} centur(?:y|ies)\b)",
               read.read_century),

    # Years, those of three digits only where something else says that they are years
    _rule("month", rf"{DAY}(?: of)? {MONTH} {EARLY_YEAR}", read.read_day),
    _rule("month", rf"{MONTH} of {EARLY_YEAR}", read.read_month),
    _rule("era", r"(?:AD|A\.D\.|CE) ?(?P<year>[1-9]\d{1,3})", read.read_year),
    _rule("era", r"(?P<year>[1-9]\d{1,3}) (?:AD|A\.D\.|CE)", read.read_year),
    _rule("era", r"(?P<year>[1-9]\d{0,3}) (?:BCE?|B\.C\.)", read.read_unknown),
    _rule("era", rf"(?:(?<=c\. )|(?<=ca\. )){EARLY_YEAR}", read.read_year),
    _word_rule("year", rf"(?<!No\. )(?:{VAGUE}|(?:the )?year ){YEAR}", read.read_year, doubt="year"),
    _rule("year", r"(?P<first>(?P<before>1\d|20)\d\d) ?[-–—‑/] ?(?P<short>(?:1\d|20)?\d\d)(?![\d-]|[.,]\d)",
          read.read_second_year, doubt="second year"),
    _rule("decade", r"['’](?P<short>\d\d)", read.read_clipped_year, doubt="year"),

    # Days without a year, and days counted from the article's
    _rule("month", rf"{ON_WEEKDAY}{MONTH} {DAY}(?:,?{OF_YEAR})?", read.read_yearly_day),
    _rule("month", rf"{ON_WEEKDAY}{DAY_OF} {MONTH}(?:,?{OF_YEAR})?", read.read_yearly_day),
    _word_rule("near", r"(?:(?:earlier|later|late|early) )?(?P<word>the day before yesterday|the day after tomorrow|today"
               rf"|yesterday|tomorrow|tonight|(?<!our )last (?:night|evening)|this (?:morning|afternoon|evening)){PART_OF_DAY}",
               read.read_near_day, doubt="near day"),
    _rule("weekday", rf"(?i:the )(?P<side>(?i:following|next|previous|same)) (?P<weekday>{WEEKDAY}){PART_OF_DAY}",
          read.read_story_weekday),
    _rule("weekday", rf"(?:(?i:early|late|later|earlier)(?: on)? )?(?:(?i:{WHICH}) )?{ANY_WEEKDAY}(?! the \d){PART_OF_DAY}",
          read.read_weekday, doubt="weekday"),
    _word_rule("unit", rf"{EARLY_OR_LATE}(?P<which>last|this past|this coming|this|next|the past|the coming|the) weekend",
               read.read_weekend),

    # What comes every year
    _rule("month", rf"(?i:{WHICH} (?:uh )?{VAGUE}){MONTH}", read.read_yearly_month),
    _rule("month", rf"(?i:{VAGUE}){MONTH}{OF_YEAR}", read.read_yearly_month),
    _rule("month", rf"(?i:{VAGUE}){MONTH}", read.read_yearly_month, doubt="month"),
    _word_rule("season", rf"(?:{WHICH} )?{VAGUE}{SEASON}{OF_YEAR}?", read.read_yearly_season, doubt="season"),
    _word_rule("unit", rf"(?:(?:the|its|their|his|her) )?{QUARTER}", read.read_yearly_quarter, doubt="quarter"),

    # Units counted from the article's date or from the story
    _word_rule("unit", rf"(?P<which>(?:the|these|this) (?:last|past|next|coming|previous|following)|last|next) {COUNT} (?:\w+ )?"
               rf"{UNITS}(?! of (?:his|her|their|its|the)\b)", read.read_window),
    _word_rule("unit", rf"(?:just |only )?{COUNT} (?:more )?{UNITS} (?P<side>ago|earlier|later|previously|from now"
               rf"|(?:before|prior)(?=[.,;:)]|$))(?! than\b)", read.read_distance),
    _word_rule("unit", r"(?:just |only )?(?P<count>an?|one) (?P<unit>year|month) and a half "
               r"(?P<side>ago|earlier|later|from now)(?! than\b)",
               read.read_and_half),
    _word_rule("unit", rf"in (?:about |around )?{COUNT} {UNITS}['’]?s?['’]? (?P<side>time)", read.read_distance),
    _word_rule("unit", rf"(?:just |only )?{COUNT} {UNITS} (?:before|after|prior to)(?= \w)", read.read_vague),
    _word_rule("unit", r"(?:many |several )?(?:years|decades|centuries|months|weeks|days) (?:ago|later|earlier)",
               read.read_vague),
    _word_rule("near", r"(?P<which>the following|the next|the previous|that|that same|the same) "
               r"(?:morning|afternoon|evening|night)",
               read.read_story_part),
    _word_rule("unit", r"the (?P<unit>day|week|month|year) (?P<side>before|after|earlier)(?=[.,;:)]| and\b|$)",
               read.read_day_beside),
    _word_rule("unit", rf"{NOT_OWNED}{EARLY_OR_LATE}(?P<which>last|this past|this coming|this|next|the past|the last|the coming"
               rf"|the previous|the following|the next|the same|that same|that) {UNIT}(?:(?<=this year)s(?= \w))?",
               read.read_around),
    _word_rule("unit", rf"(?:earlier|later|early|late) (?:in|on) the day|{DAY_CLOSED}", read.read_bare_day),
    _word_rule("unit", r"(?:earlier|later|early|late) in the (?P<unit>week|month|quarter|year)", read.read_bare_unit),
)
