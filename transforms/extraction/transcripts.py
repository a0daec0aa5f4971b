"""Who speaks where a label, and no sentence, says so: in a printed transcript, whose turns begin with a name in capitals ('MOTA:
The bridge is safe.'), in an interview ('Q: Is it safe? A: It is.') and under a post ('It is safe. — Ana Mota (@amota)')."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.extraction.quotation_marks import Offsets

FEWEST_TURNS = 2
"""Fewest paragraphs with a label that make a transcript; one alone may be a headline ('BREAKING: ...')."""

FEWEST_OWN_TURNS = 2
"""Fewest turns of each speaker of an interview whose labels are written like any other word: 'Pros: ...' stands once."""

MOST_INTERVIEW_SPEAKERS = 4
"""Most different labels of such an interview; a list of so many items is none."""

_TURN = re.compile(r"[\"“]?(?P<label>[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]+){0,3})(?P<colon>:)\s+[\"“]?(?P<words>\S)")
_QUESTION_OR_ANSWER = re.compile(r"(?P<label>[QA])(?P<colon>[:.])\s+[\"“]?(?P<words>\S)")
_NAMED_TURN = re.compile(r"(?P<label>[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){0,2})(?P<colon>:)\s+[\"“]?(?P<words>\S)")
_POST = re.compile(
    r"(?P<words>\S).*?\s*(?P<colon>[—–]|--|\s-)\s*(?P<label>[^()\n—–]{2,60}?)\s*\(@\w{1,15}\)(?P<date>[^.!?\n]{0,30})\s*",
    re.DOTALL)
_CLOSING = "\"”’' \t\n\xa0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One paragraph under a label: offsets of the label, of the colon or dash beside it and of the words."""

    label: Offsets
    colon: Offsets
    words: Offsets


def find_turns(text: str, *, paragraphs: Sequence[Offsets]) -> dict[int, Turn]:
    """Find the turns of a transcript.

    Args:
        text: The article.
        paragraphs: Offsets of the paragraphs to read, in order.

    Returns:
        Turns by the position of their paragraph, in order. One labelled paragraph alone is none, unless it is a post.
    """
    turns = _turns(_TURN, text, paragraphs)
    if len(turns) < FEWEST_TURNS:
        turns = _interview(text, paragraphs)
    turns |= {position: post for position, (start, end) in enumerate(paragraphs)
              if position not in turns and (post := _post(text, start, end)) is not None}
    return dict(sorted(turns.items()))


def _turns(form: re.Pattern[str], text: str, paragraphs: Sequence[Offsets]) -> dict[int, Turn]:
    turns: dict[int, Turn] = {}
    for position, (start, end) in enumerate(paragraphs):
        found = form.match(text, start, end)
        if found is None:
            continue
        stop = start + len(text[start:end].rstrip(_CLOSING))
        if stop > found.start("words"):
            turns[position] = Turn(label=found.span("label"), colon=found.span("colon"), words=(found.start("words"), stop))
    return turns


def _interview(text: str, paragraphs: Sequence[Offsets]) -> dict[int, Turn]:
    """Questions and answers, each under a label: 'Q:' and 'A:', or the names of those who ask and answer again and again."""
    turns = _turns(_QUESTION_OR_ANSWER, text, paragraphs)
    if {text[slice(*turn.label)] for turn in turns.values()} == {"Q", "A"}:
        return turns
    turns = _turns(_NAMED_TURN, text, paragraphs)
    counts = Counter(text[slice(*turn.label)] for turn in turns.values())
    asks = any(text[turn.words[0]:turn.words[1]].endswith("?") for turn in turns.values())
    is_interview = 1 < len(counts) <= MOST_INTERVIEW_SPEAKERS and min(counts.values()) >= FEWEST_OWN_TURNS and asks
    return turns if is_interview else {}


def _post(text: str, start: int, end: int) -> Turn | None:
    """A post with its author under it, as pages embed them: 'It is safe. — Ana Mota (@amota) March 3, 2026'"""
    found = _POST.fullmatch(text, start, end)
    if found is None or found["words"] in "\"“":     # in quotation marks it is read as any other quotation
        return None
    stop = start + len(text[start:found.start("colon")].rstrip())
    if stop <= start:
        return None
    return Turn(label=found.span("label"), colon=found.span("colon"), words=(found.start("words"), stop))
