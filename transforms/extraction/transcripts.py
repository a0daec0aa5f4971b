"""Who speaks in a printed transcript, where each turn begins with a name in capitals: 'MOTA: The bridge is safe.'"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.extraction.quotation_marks import Offsets

FEWEST_TURNS = 2
"""Fewest paragraphs with a label that make a transcript; one alone may be a headline ('BREAKING: ...')."""

_TURN = re.compile(r"[\"“]?(?P<label>[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]+){0,3})(?P<colon>:)\s+[\"“]?(?P<words>\S)")
_CLOSING = "\"”’' \t\n\xa0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One paragraph of a transcript: offsets of the label, its colon and the words spoken."""

    label: Offsets
    colon: Offsets
    words: Offsets


def find_turns(text: str, *, paragraphs: Sequence[Offsets]) -> dict[int, Turn]:
    """Find the turns of a transcript.

    Args:
        text: The article.
        paragraphs: Offsets of the paragraphs to read, in order.

    Returns:
        Turns by the position of their paragraph; none unless there are several.
    """
    turns: dict[int, Turn] = {}
    for position, (start, end) in enumerate(paragraphs):
        found = _TURN.match(text, start, end)
        if found is None:
            continue
        stop = start + len(text[start:end].rstrip(_CLOSING))
        if stop > found.start("words"):
            turns[position] = Turn(label=found.span("label"), colon=found.span("colon"), words=(found.start("words"), stop))
    return turns if len(turns) >= FEWEST_TURNS else {}
