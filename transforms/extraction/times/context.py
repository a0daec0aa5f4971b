"""What the words around an expression say of it: whether it is one at all, whether it is quoted, and which way it points."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from spacy.tokens import Doc, Token

from transforms.extraction.page import split_lines
from transforms.extraction.quotation_marks import find_quotations
from transforms.extraction.times.grammar import Candidate
from transforms.layout import Block
from transforms.lexicons.words_time import (
    COUNTED_THINGS,
    MEASURES,
    NAMED_WEEKDAYS,
    PLANNED_EVENTS,
    QUARTERLY_THINGS,
    YEARLY_THINGS,
)

Direction = Literal["past", "future", "planned", "unclear"]
"""Which way a clause points: a plan ("is to meet") looks ahead less surely than "will meet"; unclear where the day may belong
to what is announced or to the announcing ("announced a rally on Saturday")."""

_YEAR_OPENERS = frozenset({
    "in", "since", "by", "until", "till", "from", "during", "before", "after", "between", "through", "circa", "year", "around",
    "of", "for", "c.", "ca.", "early", "late", "mid",
})
_INEXACT = frozenset({"than", "about", "some", "over", "nearly", "almost"})
_RANGE_WORDS = frozenset({"to", "and", "or", "until", "through", "-", "–", "—", "/", "&", ","})
_MONTH_OPENERS = frozenset({
    "in", "since", "until", "till", "by", "from", "to", "between", "and", "during", "of", "before", "after", "for", "through",
    "or", "early", "late", "mid", "-", "–", "—", "/", "around", "back", "than", "this", "last", "next",
})
_HABIT = frozenset({"every", "each", "any", "a", "most", "per", "all", "some", "alternate", "no"})
_PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night", "nights"})
_FUTURE_WORDS = frozenset({"upcoming", "planned", "scheduled", "due", "expected", "forthcoming", "coming", "proposed", "ahead"})
_PLANS = frozenset({
    "plan", "expect", "schedule", "set", "due", "intend", "agree", "aim", "want", "hope", "vow", "promise", "prepare", "ask", "order",
    "decide", "urge", "call", "need", "slate", "poise", "bind", "destine", "go", "be", "continue", "remain", "likely", "ready", "try",
    "wait", "threaten", "pledge", "vote", "choose", "refuse", "decline", "offer", "seek", "look",
})
_CERTAIN_MODALS = frozenset({"will", "'ll", "’ll", "wo", "shall"})
_STREETS = frozenset({"street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "drive", "lane", "highway", "court"})
_AFTER = frozenset({"after", "following"})
_WAKE = frozenset({"wake", "aftermath"})
_SINCE = frozenset({"since", "as"})
_UNTIL = frozenset({"until", "till"})
_ANNOUNCING = frozenset({"announce", "plan", "schedule", "propose", "call", "set", "organise", "organize", "promise", "confirm"})
_SCHEDULED = frozenset({
    "start", "begin", "open", "close", "run", "end", "meet", "vote", "face", "leave", "arrive", "return", "play", "host", "launch",
    "resume", "expire", "premiere", "air", "kick", "depart", "appear", "land", "debut", "hold", "go", "finish", "travel",
})
"""Verbs whose simple present with a day is a timetable's: "the trial starts on Monday"."""
_MAX_CLIMB = 12
"""Steps from an expression to the verb that governs it; parses of broken sentences run on."""


class Surroundings:
    """One parsed article, asked about the words around an offset."""

    __slots__ = ("_doc", "_ends", "_quotations", "_starts", "_text")

    def __init__(self, doc: Doc, text: str, blocks: Sequence[Block]) -> None:
        """
        Args:
            doc: Parsed article; needs tags, parse and entities.
            text: Its text.
            blocks: Those in which expressions are looked for.
        """
        self._doc = doc
        self._text = text
        self._starts: list[int] = doc.to_array("IDX").tolist()
        paragraphs = [line for block in blocks for line in split_lines(text, (block.start, block.end))]
        quotations = [(found.start, found.end) for found in find_quotations(text, paragraphs=paragraphs) if not found.is_single]
        self._quotations = quotations
        self._ends = [start for start, _ in quotations]

    def quotation_at(self, offset: int) -> tuple[int, int] | None:
        """The quotation that an offset stands in."""
        found = bisect_right(self._ends, offset) - 1
        if found < 0 or offset >= self._quotations[found][1]:
            return None
        return self._quotations[found]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Offsets of the sentence that holds an offset."""
        sentence = self._token_at(offset).sent
        return sentence.start_char, sentence.end_char

    def is_time(self, candidate: Candidate, offset: int) -> bool:
        """Whether the words around a doubtful candidate let it be a time expression.

        Args:
            offset: Where the text begins in which the candidate was found.
        """
        if candidate.doubt is None:
            return True
        first, last = self._token_at(offset + candidate.start), self._token_at(offset + candidate.end - 1)
        before = self._doc[first.i - 1] if first.i and first.i > first.sent.start else None
        after = self._doc[last.i + 1] if last.i + 1 < len(self._doc) and last.i + 1 < last.sent.end else None
        return _JUDGES[candidate.doubt](first, last, before, after)

    def direction(self, offset: int, end: int, *, is_headline: bool) -> Direction | None:
        """Whether the clause at an expression tells what has happened or what is to come; None when it does not show.

        Args:
            is_headline: Whether the present tense tells what has happened ("Markets fall Friday").
        """
        first = self._token_at(offset)
        before = self._doc[first.i - 1].lower_ if first.i else ""
        if before in _AFTER or any(token.lower_ in _WAKE for token in self._doc[max(0, first.i - 3):first.i]) or self._doc[max(0, first.i - 3):first.i].text.casefold().startswith("than "):
            return "past"                               # "more than forecast in July"
        end_token = self._token_at(end - 1)
        after = self._doc[end_token.i + 1].lower_ if end_token.i + 1 < len(self._doc) else ""
        if before == "from" and after in ("'s", "’s"):
            return "past"
        if before in _SINCE and (before == "since" or self._doc[first.i - 2].lower_ == "early"):
            return "past"
        if before in _UNTIL:
            return "past" if _verb_direction(first) == "past" and not _is_lasting(first) else "future"
        if first.i and self._doc[max(0, first.i - 4):first.i].text.casefold().endswith(("ahead of", "scheduled for", "due on", "due in", "by")):
            return "planned" if before != "by" or _verb_direction(first) != "past" else "past"
        found = _verb_direction(first)
        if found == "scheduled":
            return None if is_headline else "planned"
        return found

    def is_nowadays(self, offset: int) -> bool:
        """Whether "today" means these days: what still is so, or what was so once and is called so now."""
        token = self._token_at(offset)
        before = self._doc[token.i - 1].lower_ if token.i else ""
        if before in ("of", "is", "are", "until", "even") and before != "until":
            return before in ("of", "is", "are")
        verb = _governing_verb(token)
        if verb is None:
            return False
        words = {child.lower_ for child in verb.children}
        is_present = verb.tag_ in ("VBZ", "VBP") or any(child.tag_ in ("VBZ", "VBP") and child.lemma_ == "be" for child in verb.children)
        return "still" in words or (is_present and verb.tag_ == "VBN" and verb.lemma_ in ("know", "use", "call", "consider", "regard"))

    def _token_at(self, offset: int) -> Token:
        return self._doc[max(0, bisect_right(self._starts, offset) - 1)]


# ------------------------------------------------------------------------------------------------------------------ doubts

def _is_year(first: Token, last: Token, before: Token | None, after: Token | None) -> bool:
    """Whether a bare number is a year rather than an amount: prepositions of time, ranges and brackets speak for it."""
    if after is not None and (after.lower_ in MEASURES or after.lower_ == "year" or _is_street(after)):
        return False
    if first.i and (first.nbor(-1).lower_ in COUNTED_THINGS or first.nbor(-1).text in ("$", "€", "£")):
        return False
    digits = last.text.lstrip("'’")
    if len(digits) == 2:
        return before is None or before.lower_ in (_YEAR_OPENERS | _RANGE_WORDS) or before.text == "("
    is_late = digits >= "1500"
    if before is not None and before.pos_ == "PROPN" and digits == "2000":
        return False                                    # an index or a product
    if before is not None and (before.lower_ == "at" or (before.lower_ in _INEXACT and last.ent_type_ != "DATE")):
        return False
    is_before_noun = after is not None and after.pos_ in ("NOUN", "PROPN", "ADJ")
    if after is not None and after.tag_ == "NNS" and (before is None or before.pos_ not in ("DET", "PRON")):
        return after.lemma_ in YEARLY_THINGS
    if last.ent_type_ == "DATE" and is_late:
        return True
    if last.lower_ != first.lower_:
        return True                                     # "early 1990", "the year 1990"
    if before is None:
        return is_late
    if before.lower_ in _YEAR_OPENERS:
        return not is_before_noun or (is_late and before.lower_ in ("of", "in", "since", "from")) or last.ent_type_ == "DATE"
    if not is_late:
        return before.text == "(" and not is_before_noun
    if before.text in ("(", "[") or before.lower_ in _RANGE_WORDS:
        return True
    return (is_before_noun and before.pos_ in ("DET", "PRON", "PART", "PROPN")) or before.pos_ == "PROPN"


def _is_street(token: Token) -> bool:
    """Whether a house number stood before: "1696 Bergen Blvd"."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return following is not None and following.lower_.rstrip(".") in _STREETS


def _is_month(first: Token, last: Token, before: Token | None, after: Token | None) -> bool:
    """Whether a month's name stands alone for the month: "May" and "March" are other things as well."""
    if first.i != last.i:
        return True                                     # "early May"
    if last.ent_type_ in ("PERSON", "GPE", "ORG", "FAC", "PRODUCT") or (after is not None and after.pos_ == "PROPN"):
        return False
    if before is not None and before.lower_ in _MONTH_OPENERS:
        return last.pos_ not in ("AUX", "VERB")
    return last.ent_type_ == "DATE" and last.pos_ == "PROPN" and last.text not in ("May", "March", "MAY", "MARCH")


def _is_weekday(first: Token, last: Token, before: Token | None, after: Token | None) -> bool:
    """Not every Friday, no named day, and no name such as that of a newspaper."""
    if before is not None and (before.lower_ in _HABIT or before.lower_ in NAMED_WEEKDAYS):
        return False
    if after is not None and after.text[:1].isupper() and after.pos_ == "PROPN" and after.lower_ not in _PARTS_OF_DAY:
        is_title = last.lower_ in _PARTS_OF_DAY and last.text[:1].isupper()
        return (first.i != last.i and not is_title) or (before is not None and before.lower_ in ("on", "since", "until", "by")) or (after.ent_type_ in (
            "PERSON", "GPE", "ORG", "NORP") and last.ent_type_ in ("DATE", "TIME"))
    return not (after is not None and after.lower_ in ("nights", "mornings", "evenings", "afternoons", "school", "best"))


def _is_quarter(first: Token, last: Token, before: Token | None, after: Token | None) -> bool:
    """A quarter of the year, told from one of a game by what the sentence is about."""
    sentence = first.sent.text.casefold()
    return any(word in sentence for word in QUARTERLY_THINGS)


def _is_season(first: Token, last: Token, before: Token | None, after: Token | None) -> bool:
    """One certain season ("last summer", "the summer"), not summers in general or a summer camp."""
    if after is not None and (after.lower_ == "of" or (last.dep_ in ("compound", "nmod") and after.pos_ in ("NOUN", "PROPN"))):
        return False
    if last.pos_ == "VERB" or (last.lower_ in ("fall", "spring") and last.pos_ != "NOUN" and last.pos_ != "PROPN"):
        return False
    if first.lower_ in ("last", "this", "next"):
        return True
    return (before is not None and before.lower_ in ("the", "that")) or (first.lower_ in ("early", "late", "mid") and first.i != last.i)


def _is_holiday(first: Token, last: Token, before: Token | None, after: Token | None) -> bool:
    """The day, not what is named after it ("Christmas tree")."""
    if not last.text[:1].isupper() and not last.text.isdigit():
        return False
    if last.ent_type_ == "PERSON" or (before is not None and (before.lower_ in _HABIT or before.lower_ in ("merry", "happy"))):
        return False
    return not (last.dep_ in ("compound", "nmod") and after is not None and after.pos_ in ("NOUN", "PROPN"))


def _is_near_day(first: Token, last: Token, before: Token | None, after: Token | None) -> bool:
    """Not the second part of a name ("Russia Today")."""
    return not (before is not None and before.pos_ == "PROPN" and first.text[:1].isupper() and before.text[:1].isupper())


_JUDGES: Mapping[str, Callable[[Token, Token, Token | None, Token | None], bool]] = {
    "year": _is_year, "near day": _is_near_day, "quarter": _is_quarter, "month": _is_month, "weekday": _is_weekday, "season": _is_season, "holiday": _is_holiday,
}


# --------------------------------------------------------------------------------------------------------------- direction

def _governing_verb(token: Token) -> Token | None:
    for _ in range(_MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head == token:
            return None
        token = token.head
    return None


def _is_lasting(token: Token) -> bool:
    """Whether what lasts until then still lasts: "has continued until", "will remain until"."""
    verb = _governing_verb(token)
    return verb is not None and any(child.tag_ in ("VBZ", "VBP", "MD", "TO") for child in verb.children if child.dep_ in ("aux", "auxpass"))


def _verb_direction(token: Token) -> Direction | Literal["scheduled"] | None:
    passed_event = passed_noun = False
    came_by = ""
    for _ in range(_MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            if token.lemma_ in _ANNOUNCING and (passed_event or any(
                    child.dep_ == "dobj" and child.lemma_ in PLANNED_EVENTS for child in token.children)):
                return "unclear"
            break
        passed_event = passed_event or token.lemma_ in PLANNED_EVENTS
        passed_noun = passed_noun or (token.pos_ == "NOUN" and came_by != "poss")
        if token.lower_ in _FUTURE_WORDS or any(child.lower_ in _FUTURE_WORDS for child in token.children):
            return "planned"
        if token.head == token:
            return None
        came_by = token.dep_
        token = token.head
    found = _direction_of(token, _MAX_CLIMB)
    if found in ("future", "planned") and passed_noun and not passed_event:
        return "unclear"                                # "will study the speech in July"
    if found is None and token.tag_ in ("VBZ", "VBP") and token.lemma_ in _SCHEDULED and not any(
            child.dep_ in ("aux", "auxpass") for child in token.children):
        return "scheduled"                              # "the trial starts on Monday"
    return found


def _direction_of(verb: Token, depth: int) -> Direction | None:
    """Tense of a verb; participles and infinitives look to the verb above them."""
    if depth <= 0 or verb.pos_ not in ("VERB", "AUX"):
        return None
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and any(
            (child.dep_ == "xcomp" and any(mark.tag_ == "TO" for mark in child.children)) or child.lower_ in _FUTURE_WORDS
            for child in verb.children):
        return "planned"                                 # "are to travel on Monday"
    if any(helper.tag_ == "MD" for helper in helpers):
        is_perfect = any(helper.lemma_ == "have" for helper in helpers)
        if any(helper.lower_ in _CERTAIN_MODALS for helper in helpers):
            return "future"
        return "past" if is_perfect else "planned"
    if any(helper.tag_ == "TO" for helper in helpers):
        above = verb.head
        if above == verb or above.pos_ not in ("VERB", "AUX"):
            return "planned"
        if above.lemma_ in _PLANS or above.tag_ in ("VBZ", "VBP", "VBG"):
            return "planned"
        return _direction_of(above, depth - 1)
    if verb.tag_ == "VBD" or any(helper.tag_ == "VBD" for helper in helpers):
        return "past"
    if any(helper.lemma_ in ("have", "'ve", "’ve") for helper in helpers):
        return "past"
    is_helped = any(helper.tag_ in ("VBZ", "VBP") for helper in helpers)
    if verb.tag_ == "VBG" and is_helped:
        return "planned"                                 # "is travelling on Monday"
    if verb.tag_ == "VBN" and is_helped:
        return "planned" if verb.lemma_ in _PLANS else None     # "is expected on Monday", but "is held on Monday"
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "ROOT", "advcl"):
        return "past"                                   # "figures released Thursday"
    if verb.tag_ in ("VBG", "VBN", "VB") and verb.head != verb:
        above = verb
        while above.head != above:
            above = above.head
            if above.pos_ in ("VERB", "AUX"):
                return _direction_of(above, depth - 1)
        return None
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and not helpers:
        return _direction_of(verb.head, depth - 1)
    return None
