"""Offsets into an article's text as offsets into the annotated text that it was read from.

Reading repairs mojibake, changes only whitespace and invisible characters, takes out the tags of HTML, and may put the headline
in front. The visible characters of the repaired source are therefore, in order, the last visible characters of the article.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.reading.mojibake import find_repairs
from transforms.reading.normalisation import visible_characters

Span = tuple[int, int]
"""Half-open code-point offsets."""

_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_SHOWN_CHARACTERS = 30


class AlignmentError(ValueError):
    """The article does not hold the visible characters of its source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Where each visible character of the source stands in the article, and where it begins and ends in the source, in which
    mojibake stands for it with several characters: three sequences of equal length."""

    article_positions: Sequence[int]
    source_starts: Sequence[int]
    source_ends: Sequence[int]

    def to_source(self, start: int, end: int) -> Span | None:
        """The span of the source with the visible characters of `article[start:end]`.

        Returns:
            Offsets that begin and end at a visible character. Characters that stand only in the article (its headline) are left
            out; None when nothing visible remains.
        """
        first = bisect_left(self.article_positions, start)
        last = bisect_left(self.article_positions, end) - 1
        if first > last:
            return None
        return self.source_starts[first], self.source_ends[last]


def align(article_text: str, *, source_text: str) -> Alignment:
    """Align an article with the text it was read from.

    Raises:
        AlignmentError: The article does not end with the visible characters of the source, so its offsets mean nothing there.
    """
    repaired, starts, ends = _repaired(source_text)
    in_article, in_source = _visible_positions(article_text), _visible_positions(repaired)
    # A text that only mentions tags keeps them, so what stands there is tried first.
    for wanted in (in_source, _outside_tags(repaired, in_source)):
        shared = in_article[len(in_article) - len(wanted):] if len(wanted) <= len(in_article) else []
        if len(shared) == len(wanted) and all(article_text[a] == repaired[s] for a, s in zip(shared, wanted, strict=True)):
            return Alignment(
                article_positions=shared, source_starts=[starts[s] for s in wanted], source_ends=[ends[s] for s in wanted])
    raise AlignmentError(_difference(article_text, repaired, in_article, in_source))


def _repaired(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The text as reading repairs it, and where each of its characters begins and ends in the text as it was."""
    repairs = find_repairs(text)
    if not repairs:
        return text, range(len(text)), range(1, len(text) + 1)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for repair in repairs:
        pieces += (text[position:repair.start], repair.repaired)
        starts += [*range(position, repair.start), *(repair.start for _ in repair.repaired)]
        ends += [*range(position + 1, repair.start + 1), *(repair.end for _ in repair.repaired)]
        position = repair.end
    return (
        "".join((*pieces, text[position:])),
        [*starts, *range(position, len(text))], [*ends, *range(position + 1, len(text) + 1)])


def _visible_positions(text: str) -> list[int]:
    # Whether a character is visible does not depend on its neighbours, so asking once for each kind is enough.
    visible = {character for character in set(text) if visible_characters(character)}
    return [position for position, character in enumerate(text) if character in visible]


def _outside_tags(text: str, positions: Sequence[int]) -> list[int]:
    inside = {position for tag in _TAG.finditer(text) for position in range(tag.start(), tag.end())}
    return [position for position in positions if position not in inside]


def _difference(article_text: str, source_text: str, in_article: Sequence[int], in_source: Sequence[int]) -> str:
    """Where the two part, read from the end, where they must agree."""
    agreeing = 0
    for a, s in zip(reversed(in_article), reversed(in_source), strict=False):
        if article_text[a] != source_text[s]:
            break
        agreeing += 1
    at_source = in_source[-agreeing - 1] if agreeing < len(in_source) else 0
    at_article = in_article[-agreeing - 1] if agreeing < len(in_article) else 0
    return (
        f"alignment: expected the article to end with the {len(in_source)} visible characters of its source, only the last "
        f"{agreeing} agree; before them the source has {_excerpt(source_text, at_source)}, "
        f"the article {_excerpt(article_text, at_article)}")


def _excerpt(text: str, end: int) -> str:
    return repr(text[max(0, end + 1 - _SHOWN_CHARACTERS):end + 1])
