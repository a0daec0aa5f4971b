"""Rows of the time expressions of one article, each with the days that it means where these are certain."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from spacy.tokens import Doc

from schemas import TimeExpression
from transforms.extraction.times.calendar_days import Days
from transforms.extraction.times.context import Surroundings
from transforms.extraction.times.grammar import find_candidates
from transforms.extraction.times.meanings import (
    AroundNow,
    Distance,
    Fixed,
    Meaning,
    NearDay,
    Numeric,
    WeekdayNamed,
    WeekendNamed,
    Window,
    Yearly,
)
from transforms.extraction.times.resolution import Resolved, Situation, Told, months_up_to, resolve
from transforms.layout import MENTION_KINDS, TIME_KINDS, Block
from transforms.lexicons.words_time import NUMBERS

EXTRACTOR = "times_rules_v1"

HISTORY_YEARS = 4
"""Expressions with a year of their own, far from the article's, that make it a history ..."""
HISTORY_DISTANCE_YEARS = 10
"""... by so many years back, or two ahead: an encyclopedia's page is dated by its creation ..."""
HISTORY_RATIO = 10
"""... when they are this many times as many as those that count from the article's date ("on Friday")."""

_DASH_BETWEEN = re.compile(r" ?[-–—‑] ?")
_WORD_BETWEEN = re.compile(r" (?:to|until|till|through|and) (?:the )?")
_LIST_BETWEEN = re.compile(r" ?[-–—‑/] ?|,? (?:to|until|till|through|and|or) (?:the |on |in )?|, ")
_PERIOD_BEFORE = re.compile(
    r"(?:\b(?P<count>three|six|nine|twelve) )?\b(?:(?:fiscal|financial|first|second|third|fourth) ){0,2}"
    r"(?P<unit>months|quarter|half-year|half|year) (?:that )?(?:ended|ending|ends|to) (?:on )?$", re.IGNORECASE)
_PERIOD_MONTHS = {"quarter": 3, "half-year": 6, "half": 6, "year": 12}
_PERIOD_REACH = 60
_BETWEEN_OPENER = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A candidate in its place in the article."""

    start: int
    end: int
    block: Block
    meaning: Meaning
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Expression:
    item: _Item
    resolved: Resolved


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
        0..n rows in reading order. They do not overlap, except that a range ("2010–2012") stands before the two
        expressions that bound it. Values are null unless they are certain.
    """
    text = doc.text                                     # built anew at each access
    spoken = [block for block in blocks if block.kind in MENTION_KINDS]
    surroundings = Surroundings(doc, text, spoken)
    items = [item for block in blocks if block.kind in TIME_KINDS for item in _items_in(block, surroundings)]
    expressions = _resolved(items, surroundings, anchor_date)
    found = [*expressions, *_ranges(expressions)]
    return tuple(
        TimeExpression(
            article_id=article_id, text=one.item.text, char_start=one.item.start, char_end=one.item.end,
            value_start=days.first if (days := one.resolved.days) else None, value_end=days.last if days else None,
            precision=days.precision if days else None, is_relative=one.resolved.is_relative,
            anchor_date=anchor_date if one.resolved.is_relative else None, extractor=EXTRACTOR,
        )
        for one in sorted(found, key=lambda one: (one.item.start, -one.item.end))
    )


def _items_in(block: Block, surroundings: Surroundings) -> Iterator[_Item]:
    is_hidden = block.kind not in MENTION_KINDS
    kept_end = -1
    for candidate in find_candidates(block.text):
        if is_hidden:
            is_kept = candidate.doubt is None and isinstance(candidate.meaning, Fixed)
        elif candidate.doubt == "second year":
            is_kept = candidate.after == kept_end
        else:
            is_kept = surroundings.is_time(candidate, block.start)
        if is_kept:
            kept_end = candidate.end
            yield _Item(
                start=block.start + candidate.start, end=block.start + candidate.end, block=block, meaning=candidate.meaning,
                text=block.text[candidate.start:candidate.end])


# -------------------------------------------------------------------------------------------------------------- resolution

def _resolved(items: Sequence[_Item], surroundings: Surroundings, anchor: date | None) -> list[_Expression]:
    """The expressions in order, each read against those before it."""
    told: list[Told] = []
    article = Situation(
        anchor=anchor, spoken_on=anchor, is_history=_is_history(items, surroundings, anchor),
        is_month_first=_is_month_first(items), told=told)
    expressions: list[_Expression] = []
    for number, item in enumerate(items):
        following = items[number + 1] if number + 1 < len(items) else None
        situation = _situation(item, items, surroundings, article)
        if situation.is_nowadays:
            continue                                    # "as it is known today" is no date
        found = _year_shared(item, following) or resolve(item.meaning, situation)
        expressions.append(_Expression(item=item, resolved=found))
        is_told = item.block.kind in MENTION_KINDS and not isinstance(item.meaning, Window) and not (
            isinstance(item.meaning, Fixed) and item.meaning.is_name)
        if is_told and found.days is not None:
            told.append(Told(days=found.days, at=item.start, is_relative=found.is_relative))
    return expressions


def _situation(item: _Item, items: Sequence[_Item], surroundings: Surroundings, article: Situation) -> Situation:
    if isinstance(item.meaning, Fixed) or item.block.kind not in MENTION_KINDS:
        return article
    quotation = surroundings.quotation_at(item.start)
    is_today = isinstance(item.meaning, NearDay) and item.meaning.may_mean_nowadays
    return replace(
        article, at=item.start,
        spoken_on=article.anchor if quotation is None else _day_of_speech(item, quotation, items, surroundings, article),
        direction=surroundings.direction(item.start, item.end, is_headline=item.block.kind == "headline"),
        is_nowadays=is_today and (article.is_history or surroundings.is_nowadays(item.start)))


def _day_of_speech(
    item: _Item, quotation: tuple[int, int], items: Sequence[_Item], surroundings: Surroundings, article: Situation,
) -> date | None:
    """The day that the sentences of a quotation give for its being said ("... tomorrow," he said on Friday).

    Without one, a weekday inside is still the one next to the article's date, but "today" may be another day.
    """
    start, end = surroundings.sentence_at(quotation[0])[0], surroundings.sentence_at(quotation[1] - 1)[1]
    for other in items:
        if start <= other.start < end and isinstance(other.meaning, WeekdayNamed | NearDay) and not (
                quotation[0] <= other.start < quotation[1]) and surroundings.quotation_at(other.start) is None:
            said = resolve(other.meaning, replace(article, at=other.start, direction="past"))
            if said.days is not None:
                return said.days.first
    return article.anchor if isinstance(item.meaning, WeekdayNamed) else None


def _year_shared(item: _Item, following: _Item | None) -> Resolved | None:
    """ "April" of "April and June 2009" and "May 3" of "May 3 to June 9, 2010" are of the year that comes after."""
    meaning = item.meaning
    if following is None or following.block is not item.block or not isinstance(meaning, Yearly) or meaning.which is not None:
        return None
    if not isinstance(following.meaning, Fixed) or (later := following.meaning.days) is None or later.precision == "year":
        return None
    gap = item.block.text[item.end - item.block.start:following.start - item.block.start]
    if meaning.year_step is not None or not _LIST_BETWEEN.fullmatch(gap):
        return None
    days = meaning.in_year(later.first.year)
    if days is not None and days.first > later.first:
        days = meaning.in_year(later.first.year - 1)
    return Resolved(days=days, is_relative=False)


# -------------------------------------------------------------------------------------------------------------- the article

def _is_history(items: Iterable[_Item], surroundings: Surroundings, anchor: date | None) -> bool:
    """Whether an article dates its story by years of the past rather than by its own date."""
    past = near = 0
    for item in items:
        if item.block.kind not in MENTION_KINDS:
            continue
        if isinstance(item.meaning, Fixed):
            days = item.meaning.days
            past += days is not None and (
                anchor is None or not anchor.year - HISTORY_DISTANCE_YEARS < days.last.year < anchor.year + 2)
        elif _counts_from_article(item.meaning):
            near += surroundings.quotation_at(item.start) is None
    return past >= HISTORY_YEARS and past > HISTORY_RATIO * near


def _counts_from_article(meaning: Meaning) -> bool:
    match meaning:
        case WeekdayNamed() | WeekendNamed() | AroundNow() | Window():
            return True
        case NearDay():
            return not meaning.may_mean_nowadays
        case Distance():
            return not meaning.from_story
        case _:
            return False


def _is_month_first(items: Iterable[_Item]) -> bool | None:
    """How the article writes its dates, by those that can be read in one way; None when they do not agree."""
    orders: set[bool] = set()
    for item in items:
        match item.meaning:
            case Numeric(first=first, second=second) if max(first, second) > 12 >= min(first, second):
                orders.add(second > first)
            case Fixed(days=Days(precision="day")) if item.text[:1].isalpha() or item.text[:1].isdigit():
                words = item.text.replace(",", " ").split()
                digits = next((number for number, word in enumerate(words) if word[:1].isdigit()), None)
                if digits is not None and len(words) > 2:
                    orders.add(words[digits] is words[-1] or not words[digits + 1][:1].isalpha())
            case _:
                pass
    return orders.pop() if len(orders) == 1 else None


def _ranges(expressions: Sequence[_Expression]) -> Iterator[_Expression]:
    """Two neighbours that a dash or "to" joins, or "and" after "between", as one stretch; and months up to a stated day."""
    for one in expressions:
        yield from _period_up_to(one)
    for first, last in pairwise(expressions):
        left, right, start, end = first.item, last.item, first.resolved.days, last.resolved.days
        if left.block is not right.block or start is None or end is None:
            continue
        if start.precision != end.precision or start.last >= end.first:
            continue
        text, offset = left.block.text, left.block.start
        if _joins(text, left.start - offset, left.end - offset, right.start - offset):
            yield _Expression(
                item=replace(left, end=right.end, text=text[left.start - offset:right.end - offset]),
                resolved=Resolved(
                    days=Days(first=start.first, last=end.last, precision=start.precision),
                    is_relative=first.resolved.is_relative or last.resolved.is_relative))


def _period_up_to(end: _Expression) -> Iterator[_Expression]:
    """ "the quarter ended June 30", which says what a fiscal quarter is """
    item, days = end.item, end.resolved.days
    start = item.start - item.block.start
    before = _PERIOD_BEFORE.search(item.block.text, max(0, start - _PERIOD_REACH), start)
    if before is None or days is None or days.precision != "day":
        return
    count = _PERIOD_MONTHS.get(before["unit"].casefold()) or NUMBERS.get((before["count"] or "").casefold())
    if count is not None:
        yield _Expression(
            item=replace(item, start=item.block.start + before.start(), text=item.block.text[before.start():start] + item.text),
            resolved=Resolved(days=months_up_to(days.last, count), is_relative=end.resolved.is_relative))


def _joins(text: str, start: int, gap_start: int, gap_end: int) -> bool:
    gap = text[gap_start:gap_end]
    if _DASH_BETWEEN.fullmatch(gap):
        return True
    if not _WORD_BETWEEN.fullmatch(gap):
        return False
    return not gap.startswith(" and") or _BETWEEN_OPENER.search(text, 0, start) is not None
