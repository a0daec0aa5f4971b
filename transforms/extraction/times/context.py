"""What the words around a string say of it: whether it is a time expression at all, whether it is quoted, where it points."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from transforms.extraction.page import split_lines
from transforms.extraction.quotation_marks import find_quotations
from transforms.extraction.times.direction import Direction, direction_at, governing_verb
from transforms.extraction.times.grammar import Candidate
from transforms.layout import Block
from transforms.lexicons.words_time import COUNTED_THINGS, MEASURES, NAMED_WEEKDAYS, QUARTERLY_THINGS, YEARLY_THINGS

_YEAR_OPENERS = frozenset({
    "in", "since", "by", "until", "till", "from", "during", "before", "after", "between", "through", "circa", "year", "around",
    "of", "for", "c.", "ca.", "early", "late", "mid",
})
_FIRM_YEAR_OPENERS = frozenset({"of", "in", "since", "from"})
_INEXACT = frozenset({"than", "about", "some", "over", "nearly", "almost"})
_BRACKETS = frozenset({"(", "["})
_RANGE_WORDS = frozenset({"to", "and", "or", "until", "through", "-", "–", "—", "/", "&", ","})
_MONTH_OPENERS = frozenset({
    "in", "since", "until", "till", "by", "from", "to", "between", "and", "during", "of", "before", "after", "for", "through",
    "or", "early", "late", "mid", "-", "–", "—", "/", "around", "back", "than", "this", "last", "next",
})
_NAMES = frozenset({"PERSON", "GPE", "ORG", "FAC", "PRODUCT"})
_HABIT = frozenset({"every", "each", "any", "a", "most", "per", "all", "some", "alternate", "no"})
_WISHES = frozenset({"merry", "happy"})
_PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night", "nights"})
_WEEKDAY_OPENERS = frozenset({"on", "since", "until", "by"})
_WEEKDAY_HABITS = frozenset({"nights", "mornings", "evenings", "afternoons", "school", "best"})
_STREETS = frozenset({"street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "drive", "lane", "highway", "court"})
_NOWADAYS_VERBS = frozenset({"know", "use", "call", "consider", "regard"})

FIRST_LIKELY_YEAR = "1500"
"""Numbers below are taken for years only where a preposition or bracket says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """A candidate's first and last token, and those beside it within the sentence."""

    first: Token
    last: Token
    before: Token | None
    after: Token | None

    @property
    def word_before(self) -> str:
        return self.before.lower_ if self.before is not None else ""

    @property
    def word_after(self) -> str:
        return self.after.lower_ if self.after is not None else ""

    @property
    def is_compound(self) -> bool:
        """Whether it only says what kind of thing follows ("summer camp")."""
        return self.last.dep_ in ("compound", "nmod") and self.after is not None and self.after.pos_ in ("NOUN", "PROPN")


class Surroundings:
    """One parsed article, asked about the words around an offset."""

    __slots__ = ("_doc", "_quotation_starts", "_quotations", "_token_starts")

    def __init__(self, doc: Doc, text: str, blocks: Sequence[Block]) -> None:
        """
        Args:
            doc: Parsed article; needs tags, parse and entities.
            text: Its text.
            blocks: Those in which expressions are looked for.
        """
        self._doc = doc
        self._token_starts: list[int] = doc.to_array("IDX").tolist()
        paragraphs = [line for block in blocks for line in split_lines(text, (block.start, block.end))]
        self._quotations = [
            (found.start, found.end) for found in find_quotations(text, paragraphs=paragraphs) if not found.is_single]
        self._quotation_starts = [start for start, _ in self._quotations]

    def quotation_at(self, offset: int) -> tuple[int, int] | None:
        """The quotation that an offset stands in."""
        found = bisect_right(self._quotation_starts, offset) - 1
        if found < 0 or offset >= self._quotations[found][1]:
            return None
        return self._quotations[found]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Offsets of the sentence that holds an offset."""
        sentence = self._token_at(offset).sent
        return sentence.start_char, sentence.end_char

    def is_time(self, candidate: Candidate, offset: int) -> bool:
        """Whether the words around a candidate let it be a time expression.

        Args:
            offset: Where the text begins in which the candidate was found.
        """
        judge = _JUDGES.get(candidate.doubt or "")
        if judge is None:
            return True
        first, last = self._token_at(offset + candidate.start), self._token_at(offset + candidate.end - 1)
        before = self._doc[first.i - 1] if first.i > first.sent.start else None
        after = self._doc[last.i + 1] if last.i + 1 < last.sent.end else None
        return judge(_Site(first=first, last=last, before=before, after=after))

    def direction(self, start: int, end: int, *, is_headline: bool) -> Direction | None:
        """Which way the clause around an expression points; see `direction_at`."""
        return direction_at(self._token_at(start), self._token_at(end - 1), is_headline=is_headline)

    def is_nowadays(self, offset: int) -> bool:
        """Whether "today" means these days: what still is so, or what is called so now ("what is today Germany")."""
        token = self._token_at(offset)
        if token.i and token.nbor(-1).lower_ in ("of", "is", "are"):
            return True
        verb = governing_verb(token)
        if verb is None:
            return False
        is_present = any(child.tag_ in ("VBZ", "VBP") and child.lemma_ == "be" for child in verb.children)
        return any(child.lower_ == "still" for child in verb.children) or (
            is_present and verb.tag_ == "VBN" and verb.lemma_ in _NOWADAYS_VERBS)

    def _token_at(self, offset: int) -> Token:
        return self._doc[max(0, bisect_right(self._token_starts, offset) - 1)]


def _is_year(site: _Site) -> bool:
    """Whether a bare number is a year rather than an amount: prepositions of time, ranges and brackets speak for it."""
    first, last, before, after = site.first, site.last, site.before, site.after
    digits = last.text.lstrip("'’")
    if len(digits) == len("82"):
        return before is None or site.word_before in _YEAR_OPENERS | _RANGE_WORDS | _BRACKETS
    is_counted = first.i > 0 and first.nbor(-1).lower_ in COUNTED_THINGS | {"$", "€", "£"}
    is_product = before is not None and before.pos_ == "PROPN" and digits == "2000"         # "the Russell 2000"
    is_inexact = site.word_before == "at" or (site.word_before in _INEXACT and last.ent_type_ != "DATE")
    is_measured = site.word_after in MEASURES or site.word_after == "year" or (after is not None and _is_street(after))
    if is_counted or is_product or is_inexact or is_measured:
        return False
    if after is not None and after.tag_ == "NNS" and (before is None or before.pos_ not in ("DET", "PRON")):
        return after.lemma_ in YEARLY_THINGS
    is_likely = digits >= FIRST_LIKELY_YEAR
    if first.i != last.i or (last.ent_type_ == "DATE" and is_likely):
        return True                                     # "early 1990", "the year 1990"
    if before is None:
        return is_likely
    is_before_noun = after is not None and after.pos_ in ("NOUN", "PROPN", "ADJ")
    if site.word_before in _YEAR_OPENERS:
        return not is_before_noun or last.ent_type_ == "DATE" or (is_likely and site.word_before in _FIRM_YEAR_OPENERS)
    if not is_likely:
        return site.word_before in _BRACKETS and not is_before_noun
    if site.word_before in _BRACKETS | _RANGE_WORDS or before.pos_ == "PROPN":
        return True
    return is_before_noun and before.pos_ in ("DET", "PRON", "PART")


def _is_street(token: Token) -> bool:
    """Whether the number before was that of a house ("1696 Bergen Blvd")."""
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_.rstrip(".") in _STREETS


def _is_near_day(site: _Site) -> bool:
    """Not the second part of a name ("Russia Today")."""
    before = site.before
    return before is None or before.pos_ != "PROPN" or not (before.text[:1].isupper() and site.first.text[:1].isupper())


def _is_quarter(site: _Site) -> bool:
    """A quarter of the year, told from one of a game by what the sentence is about."""
    sentence = site.first.sent.text.casefold()
    return any(word in sentence for word in QUARTERLY_THINGS)


def _is_month(site: _Site) -> bool:
    """Whether a month's name stands alone for the month: "May" and "March" are other things as well."""
    last, after = site.last, site.after
    if site.first.i != last.i:
        return True                                     # "early May"
    if last.ent_type_ in _NAMES or (after is not None and (after.pos_ == "PROPN" or after.text.isdigit())):
        return False                                    # nor is "February 30" a month
    if site.word_before in _MONTH_OPENERS:
        return last.pos_ not in ("AUX", "VERB")
    return last.ent_type_ == "DATE" and last.pos_ == "PROPN" and last.lower_ not in ("may", "march")


def _is_weekday(site: _Site) -> bool:
    """Not every Friday, no named day, and no name such as that of a newspaper."""
    last, after = site.last, site.after
    if site.word_before in _HABIT or site.word_before in NAMED_WEEKDAYS or site.word_after in _WEEKDAY_HABITS:
        return False
    if after is None or after.pos_ != "PROPN" or not after.text[:1].isupper() or after.lower_ in _PARTS_OF_DAY:
        return True
    is_title = last.lower_ in _PARTS_OF_DAY and last.text[:1].isupper()          # "Saturday Evening Post"
    return (
        (site.first.i != last.i and not is_title) or site.word_before in _WEEKDAY_OPENERS
        or (after.ent_type_ in _NAMES | {"NORP"} and last.ent_type_ in ("DATE", "TIME")))


def _is_season(site: _Site) -> bool:
    """One certain season ("last summer", "the summer"), not summers in general, a summer camp or a fall of something."""
    first, last = site.first, site.last
    if site.word_after == "of" or site.is_compound or last.pos_ not in ("NOUN", "PROPN", "ADV", "ADJ"):
        return False
    if first.lower_ in ("last", "this", "next") or site.word_before in ("the", "that"):
        return True
    return first.i != last.i and first.lower_ in ("early", "late", "mid")


def _is_holiday(site: _Site) -> bool:
    """The day, not what is named after it ("Christmas tree"), a wish or a person."""
    is_name = site.last.text[:1].isupper() or site.last.text.isdigit()
    is_other = site.last.ent_type_ == "PERSON" or site.word_before in _HABIT or site.word_before in _WISHES
    return is_name and not is_other and not site.is_compound


_JUDGES: Mapping[str, Callable[[_Site], bool]] = {
    "year": _is_year, "near day": _is_near_day, "quarter": _is_quarter, "month": _is_month, "weekday": _is_weekday,
    "season": _is_season, "holiday": _is_holiday,
}
