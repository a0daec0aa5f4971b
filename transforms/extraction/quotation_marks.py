"""Which stretches of a text stand between quotation marks, told from the characters alone.

Paragraphs are read one at a time, so that one odd mark cannot spoil the rest of an article.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

Offsets = tuple[int, int]

_DOUBLE_MARK = re.compile(r"[\"“”„«»]|``|''|‘‘|’’")
_MEANT_TO_OPEN = frozenset({"“", "``", "„", "«", "‘‘"})
_MEANT_TO_CLOSE = frozenset({"”", "»", "’’"})
_OPENS_AFTER = frozenset("([{-–—/…:")
_CLOSES_BEFORE = frozenset(".,;:!?)[]}-–—/…'’")

_SINGLE_MARK = re.compile(r"['‘’]")
_ELISION = re.compile(r"['‘’](?:\d0s|\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|bout\b|round\b|n['’]|cuz\b)", re.IGNORECASE)
"""Words that begin with an apostrophe: decades ('90s), years ('16) and clipped words ('em)."""

_FEET_AND_INCHES = re.compile(r"\d\s?['’]\s?\d{1,2}\s?$")
_LONGEST_MEASURE = 10
"""Characters that a measure in feet and inches may have before its last mark."""

NESTING_REACH_MARKS = 12
"""Most marks looked at to tell whether one that opens inside a quotation is closed again."""

_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Text between an opening and its closing quotation mark.

    Args:
        pieces: What stands inside the marks, marks and outer white space excluded; one piece for each paragraph that the
            quotation runs through.
        start: Offset of the first opening mark.
        end: One past the last closing mark, or where an unclosed quotation was judged to end.
        is_closed: Whether a closing mark was found.
        is_single: Whether the marks are single ones.
    """

    pieces: tuple[Offsets, ...]
    start: int
    end: int
    is_closed: bool
    is_single: bool = False


@dataclass(slots=True, kw_only=True)
class _Paragraph:
    """Quotations of one paragraph, and the mark that it leaves open at its end, if any."""

    closed: list[Quotation]
    open_start: int | None
    open_inside: int | None


def find_quotations(text: str, *, paragraphs: Sequence[Offsets]) -> tuple[Quotation, ...]:
    """Pair the quotation marks of each paragraph.

    Straight, curly and doubled marks count, and single ones where they are clearly no apostrophes. Marks nested in a
    quotation belong to it. A quotation that a paragraph leaves open goes on in the next one if that begins with a mark
    again (the convention for long quotations); else it ends with its paragraph or, when it starts like a fragment, with
    its sentence.

    Args:
        text: The article.
        paragraphs: Offsets of the paragraphs to read, in order.

    Returns:
        0..n quotations in order of `start`, none inside another.
    """
    found: list[Quotation] = []
    running: Quotation | None = None
    for start, end in paragraphs:
        first = _first_visible(text, start, end)
        continues = running is not None and _opening_at(text, first, end)
        if running is not None and not continues:
            found.append(running)
            running = None
        paragraph = _read_paragraph(text, start, end)
        if running is not None:
            running = _continued(running, paragraph, text=text, first=first, end=end)
            if running.is_closed:
                found.append(running)
                running = None
        found += paragraph.closed
        if paragraph.open_start is not None and paragraph.open_inside is not None:
            running = _unclosed(text, paragraph.open_start, paragraph.open_inside, end)
            if running is not None and _is_fragment(text, paragraph.open_inside):
                found.append(running)
                running = None
    if running is not None:
        found.append(running)
    return tuple(sorted(found, key=lambda quotation: quotation.start))


def _read_paragraph(text: str, start: int, end: int) -> _Paragraph:
    closed: list[Quotation] = []
    marks = list(_DOUBLE_MARK.finditer(text, start, end))
    opened: re.Match[str] | None = None
    depth = 0
    for index, mark in enumerate(marks):
        opens, closes = _directions(text, mark, start, end)
        if opened is None:
            if opens and not _is_inches(text, mark, start):
                opened, depth = mark, 0
        elif closes and not (opens and _nests(marks, index + 1, text, start, end)):
            if depth > 0:
                depth -= 1
                continue
            inside = _trimmed(text, opened.end(), mark.start())
            if inside is not None:
                closed.append(Quotation(pieces=(inside,), start=opened.start(), end=mark.end(), is_closed=True))
            opened = None
        elif opens:
            is_other_style = (mark.group() in _MEANT_TO_OPEN) != (opened.group() in _MEANT_TO_OPEN)
            if is_other_style or _nests(marks, index + 1, text, start, end):
                depth += 1
            else:
                # The earlier mark was never closed: it cannot be told where it ends, so it says nothing.
                opened, depth = mark, 0
    singles = _single_quotations(text, start, end, closed, opened.start() if opened is not None else None)
    closed = [double for double in closed if not any(one.start < double.start and double.end < one.end for one in singles)]
    closed += singles
    return _Paragraph(
        closed=closed,
        open_start=opened.start() if opened is not None else None,
        open_inside=opened.end() if opened is not None else None,
    )


def _directions(text: str, mark: re.Match[str], start: int, end: int) -> tuple[bool, bool]:
    """Whether a mark may open and whether it may close a quotation. Curly marks are believed unless the blanks beside them
    say the opposite: typists turn them round."""
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    at_start = before.isspace() or before in _OPENS_AFTER
    at_end = after.isspace() or after in _CLOSES_BEFORE
    if mark.group() in _MEANT_TO_OPEN:
        stands_alone = before.isspace() and after.isspace() and mark.start() > start
        return not (at_end and not at_start) and not stands_alone, at_end and not at_start
    if mark.group() in _MEANT_TO_CLOSE:
        return at_start and not at_end and before.isspace(), not (at_start and not at_end and before.isspace())
    if at_start and not at_end:
        # After a dash, a slash or a colon without a blank a mark may still close: "I never-" he began.
        return True, not before.isspace() and before not in "([{"
    if at_end and not at_start:
        return False, True
    return not after.isspace(), True


def _nests(marks: Sequence[re.Match[str]], position: int, text: str, start: int, end: int) -> bool:
    """Whether a mark that opens inside a quotation has a partner of its own: two closings follow before a new opening."""
    closings = 0
    for mark in marks[position:position + NESTING_REACH_MARKS]:
        opens, closes = _directions(text, mark, start, end)
        if opens and not closes:
            return False
        closings += closes and not opens
        if closings == 2:
            return True
    return False


def _is_inches(text: str, mark: re.Match[str], start: int) -> bool:
    if mark.group() not in {'"', "''"}:
        return False
    before = text[max(start, mark.start() - _LONGEST_MEASURE):mark.start()]
    return bool(_FEET_AND_INCHES.search(before)) or before[-1:].isdigit()


def _continued(running: Quotation, paragraph: _Paragraph, *, text: str, first: int, end: int) -> Quotation:
    """The running quotation with its part in this paragraph, which is taken out of the paragraph."""
    if paragraph.open_start == first and paragraph.open_inside is not None:
        inside = _trimmed(text, paragraph.open_inside, end)
        paragraph.open_start = None
        closes_at, is_closed = end, False
    else:
        own = next((quotation for quotation in paragraph.closed if quotation.start == first), None)
        if own is None:
            return Quotation(pieces=running.pieces, start=running.start, end=running.end, is_closed=True)
        paragraph.closed.remove(own)
        inside, closes_at, is_closed = own.pieces[0], own.end, True
    pieces = running.pieces if inside is None else (*running.pieces, inside)
    return Quotation(pieces=pieces, start=running.start, end=closes_at, is_closed=is_closed)


def _unclosed(text: str, mark_start: int, inside_start: int, end: int) -> Quotation | None:
    stop = end
    if _is_fragment(text, inside_start):
        ending = _SENTENCE_END.search(text, inside_start, end)
        stop = ending.end() if ending else end
    inside = _trimmed(text, inside_start, stop)
    return None if inside is None else Quotation(pieces=(inside,), start=mark_start, end=inside[1], is_closed=False)


def _is_fragment(text: str, inside_start: int) -> bool:
    """Whether a quotation begins in the middle of a sentence, so that nobody would let it run over paragraphs."""
    return text[inside_start:inside_start + 1].islower()


def _single_quotations(
    text: str, start: int, end: int, doubles: Sequence[Quotation], open_double: int | None,
) -> list[Quotation]:
    """Quotations in single marks, outside double ones, where both marks can hardly be apostrophes."""
    found: list[Quotation] = []
    limit = end if open_double is None else open_double
    opened: int | None = None
    in_double = bytearray(end - start)
    for double in doubles:
        in_double[double.start - start:double.end - start] = b"\1" * (double.end - double.start)
    for mark in _SINGLE_MARK.finditer(text, start, limit):
        at = mark.start()
        if in_double[at - start]:
            continue
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if opened is None:
            starts_word = (before.isspace() or before in _OPENS_AFTER) and (after.isalnum() or after in "$£€[“\"")
            if starts_word and mark.group() != "’" and not _ELISION.match(text, at):
                opened = at
        elif not before.isspace() and not after.isalnum():
            follows = text[at + 1:at + 3].strip()
            is_possessive = before == "s" and follows[:1].islower()
            holds_doubles = in_double.find(1, opened - start, at - start) >= 0
            if is_possessive or (holds_doubles and not _is_whole_utterance(text, opened, at, start)):
                continue
            inside = _trimmed(text, opened + 1, at)
            if inside is not None:
                found.append(Quotation(pieces=(inside,), start=opened, end=at + 1, is_closed=True, is_single=True))
            opened = None
    return found


def _is_whole_utterance(text: str, opened: int, closes: int, start: int) -> bool:
    """Whether single marks stand where those of somebody's whole sentence do, so that double ones may stand inside them, as is
    British usage; a word cut short at either end would not."""
    lead = text[start:opened].rstrip()[-1:]
    return (not lead or lead in ",:") and text[opened + 1].isupper() and text[closes - 1] in ",.?!"


def _opening_at(text: str, at: int, end: int) -> bool:
    mark = _DOUBLE_MARK.match(text, at, end)
    return mark is not None and _directions(text, mark, at, end)[0]


def _trimmed(text: str, start: int, end: int) -> Offsets | None:
    """The stretch without outer white space; None when nothing is left."""
    first = _first_visible(text, start, end)
    last = _last_visible(text, first, end)
    return (first, last) if first < last else None


def _first_visible(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _last_visible(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
