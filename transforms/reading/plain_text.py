"""Plain text parted into labelled blocks. Every line is kept: what is not part of the story is labelled, not deleted.

The blocks together hold every visible character of the text, in its order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.vocabulary import BlockKind
from transforms.reading.authors import is_organisation
from transforms.reading.datelines import opens_with_label, read_dateline
from transforms.reading.line_kinds import label_line
from transforms.reading.normalisation import fold, normalise_text, words
from transforms.reading.picture_credits import MAX_CAPTION_CHARACTERS, part_trailing_credit

Piece = tuple[BlockKind, str]

# Lines broken by hand or by an e-mail program are about this long (RFC 2822 recommends 78 characters at most).
_MIN_WRAP_CHARACTERS, _MAX_WRAP_CHARACTERS = 55, 90
# Of the breaks inside a wrapped paragraph, the share that continues in lower case.
_MIN_LOWER_CASE_SHARE = 0.4

# Headlines in print and web style guides run to about 15 words; dek and subhead lines likewise stay under these.
_MIN_HEADLINE_WORDS, _MAX_HEADLINE_WORDS, _MAX_HEADLINE_CHARACTERS = 2, 28, 220
_MAX_KICKER_WORDS = 3
_MAX_DEK_WORDS, _MAX_DEK_LINES = 55, 2
_MAX_SUBHEAD_WORDS, _MAX_SUBHEAD_CHARACTERS = 10, 80
_MAX_CAPTION_WORDS = 70
# How much longer than a dek without a full stop the paragraph after it must be to be taken for the first of the body.
_BODY_TO_DEK_RATIO = 1.5
_MIN_BODY_WORDS = 8
# A shorter line without a full stop heads a section.
_MIN_FRAGMENT_WORDS = 6

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_STATEMENT_END = re.compile(r"[.…;][\"'”’)\]]*$")
_OPEN_END = re.compile(r"[,:;–—-]$")
_QUOTATION_START = ("“", "\"", "‘", "'", "«", "„")
_LIST_ITEM = re.compile(r"(?:[-–—•*·▪►>✓#]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\d{1,3}:)\s")
_TURN = re.compile(r"(?:Q|A|Question|Answer)\s?[:.]\s")

_FURNITURE: frozenset[BlockKind] = frozenset({"boilerplate", "promo"})
_LEAD_FURNITURE: frozenset[BlockKind] = frozenset({"caption", "credit", "byline", "timestamp"})


@dataclass(frozen=True, slots=True)
class _Line:
    """One line or joined paragraph; `is_adjacent` when only a line break parts it from the line before."""

    text: str
    is_adjacent: bool


def label_text(text: str, *, title: str | None = None, expects_body: bool = False) -> tuple[Piece, ...]:
    """Blocks of a plain-text article in reading order.

    Args:
        text: The text as read; it is normalised here.
        title: Headline known from elsewhere. A first line that repeats it becomes the headline block.
        expects_body: The text is a column that holds the body: no line of it is guessed to be the headline.

    Returns:
        Kind and text of each block; together they hold every visible character of `text` in its order.
    """
    lines = _lines(text)
    kinds: list[BlockKind | None] = []
    pieces: list[_Line] = []
    for line in lines:
        kind = label_line(line.text) if any(map(str.isalnum, line.text)) else "other"
        parted = part_trailing_credit(line.text) if kind in (None, "caption") else None
        if parted is None:
            pieces.append(line)
            kinds.append(kind)
            continue
        pieces.append(_Line(parted[0], line.is_adjacent))
        kinds.append("caption" if len(parted[0]) <= MAX_CAPTION_CHARACTERS else None)
        pieces.append(_Line(parted[1], is_adjacent=True))
        kinds.append("credit")
    _label_picture_descriptions(pieces, kinds)
    _label_agencies_under_bylines(pieces, kinds)
    after_head = _label_head(pieces, kinds, title=title, expects_body=expects_body)
    _label_subheads(pieces, kinds, after_head)
    return tuple((kind or "body", line.text) for line, kind in zip(pieces, kinds, strict=True))


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    for group in re.split(r"\n{2,}", normalise_text(text).strip("\n")):
        lines = group.split("\n")
        joined = [" ".join(lines)] if _is_hard_wrapped(lines) else lines
        found.extend(_Line(line, is_adjacent=index > 0) for index, line in enumerate(joined) if line)
    return found


def _is_hard_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines without a blank one between them are one paragraph broken to a width."""
    if len(lines) < 2:
        return False
    if len(lines[-1]) > _MAX_WRAP_CHARACTERS:
        return False
    if any(not _MIN_WRAP_CHARACTERS <= len(line) <= _MAX_WRAP_CHARACTERS for line in lines[:-1]):
        return False
    # The last line of a paragraph may be one word; only a line that could begin something can be of its own kind.
    if any(not line[0].islower() and (label_line(line) is not None or _LIST_ITEM.match(line)) for line in lines):
        return False
    continued = sum(line[0].islower() for line in lines[1:])
    return continued >= max(1, _MIN_LOWER_CASE_SHARE * (len(lines) - 1))


def _label_picture_descriptions(lines: Sequence[_Line], kinds: list[BlockKind | None]) -> None:
    """Label the line that describes the picture whose title ("Image: ...") or credit stands beside it."""
    for index in range(1, len(lines)):
        if kinds[index] is not None or kinds[index - 1] != "caption" or not lines[index].is_adjacent:
            continue
        is_last_of_group = index + 1 == len(lines) or not lines[index + 1].is_adjacent
        is_credited = index + 1 < len(lines) and kinds[index + 1] == "credit"
        text = lines[index].text
        # Where a text has no blank lines at all, the line after a caption may as well be the story.
        is_apart = is_last_of_group and any(not line.is_adjacent for line in lines[index + 1:])
        if (is_credited or is_apart) and len(words(text)) <= _MAX_CAPTION_WORDS and read_dateline(text) is None:
            kinds[index] = "caption"


def _label_agencies_under_bylines(lines: Sequence[_Line], kinds: list[BlockKind | None]) -> None:
    for index in range(1, len(lines)):
        is_under_byline = kinds[index] is None and kinds[index - 1] == "byline" and lines[index].is_adjacent
        if is_under_byline and is_organisation(lines[index].text):
            kinds[index] = "byline"


def _label_head(lines: Sequence[_Line], kinds: list[BlockKind | None], *, title: str | None, expects_body: bool) -> int:
    """Label headline, kicker and dek. Returns the index of the first line after them."""
    start = _next_story_line(kinds, 0)
    if start is None:
        return len(lines)
    headline = _headline_index(lines, kinds, start, title=title, expects_body=expects_body)
    if headline is None:
        return start
    if headline > start:
        kinds[start] = "other"
    kinds[headline] = "headline"
    following = headline + 1
    for _ in range(_MAX_DEK_LINES):
        if following < len(lines) and kinds[following] is None and _is_dek(lines, kinds, following):
            kinds[following] = "dek"
            following += 1
    return following


def _headline_index(
    lines: Sequence[_Line], kinds: Sequence[BlockKind | None], start: int, *, title: str | None, expects_body: bool,
) -> int | None:
    second = start + 1 if start + 1 < len(lines) and kinds[start + 1] is None else None
    if title is not None:
        folded = fold(title)
        candidates = [index for index in (start, second) if index is not None]
        return next((index for index in candidates if folded and fold(lines[index].text) == folded), None)
    if expects_body or _next_story_line(kinds, start + 1) is None:
        return None
    if second is not None and _is_kicker(lines[start].text) and _is_title_like(lines[second].text):
        return second if _next_story_line(kinds, second + 1) is not None else None
    return start if _is_title_like(lines[start].text) else None


def _next_story_line(kinds: Sequence[BlockKind | None], start: int) -> int | None:
    return next((index for index in range(start, len(kinds)) if kinds[index] is None), None)


def _is_title_like(text: str) -> bool:
    count = len(words(text))
    return (
        _MIN_HEADLINE_WORDS <= count <= _MAX_HEADLINE_WORDS
        and len(text) <= _MAX_HEADLINE_CHARACTERS
        and not _STATEMENT_END.search(text)
        and not _OPEN_END.search(text)
        and not text[0].islower()
        and not _LIST_ITEM.match(text)
        and read_dateline(text) is None
        # Two sentences, the first of them closed, are a paragraph.
        and not re.search(r"[a-z]{2}[.]\s+[A-Z]", text)
    )


def _is_kicker(text: str) -> bool:
    """A rubric above the headline: one to three words in capitals ("POLITICS", "WORLD NEWS")."""
    return len(words(text)) <= _MAX_KICKER_WORDS and text.isupper()


def _is_dek(lines: Sequence[_Line], kinds: Sequence[BlockKind | None], index: int) -> bool:
    """Whether a line after the headline is the summary under it rather than the first paragraph of the story.

    What follows decides: a caption, byline, timestamp or dateline comes between dek and story, never inside a story's opening.
    A line that is no sentence is a dek, too, if a clearly longer paragraph follows.
    """
    text = lines[index].text
    count = len(words(text))
    if count > _MAX_DEK_WORDS or _LIST_ITEM.match(text) or _OPEN_END.search(text) or read_dateline(text) is not None:
        return False
    after = _next_outside(kinds, index + 1, _FURNITURE)
    if after is None:
        return False
    if kinds[after] in _LEAD_FURNITURE:
        story = _next_story_line(kinds, after)
        return story is not None and _opens_story(lines[story].text)
    if kinds[after] is not None:
        return False
    next_text = lines[after].text
    if read_dateline(next_text) is not None:
        return True
    if not _SENTENCE_END.search(text):
        if count < _MIN_FRAGMENT_WORDS:
            return False
        is_longer = len(words(next_text)) >= max(_MIN_BODY_WORDS, _BODY_TO_DEK_RATIO * count)
        return is_longer and _SENTENCE_END.search(next_text) is not None
    # A second line of dek stands before something that ends the head.
    return after == index + 1 and count <= _MAX_DEK_WORDS // 2 and _is_before_head_end(lines, kinds, after)


def _opens_story(text: str) -> bool:
    return len(words(text)) >= _MIN_BODY_WORDS or read_dateline(text) is not None


def _is_before_head_end(lines: Sequence[_Line], kinds: Sequence[BlockKind | None], index: int) -> bool:
    after = _next_outside(kinds, index + 1, _FURNITURE)
    if after is None or len(words(lines[index].text)) > _MAX_DEK_WORDS // 2:
        return False
    return kinds[after] is None and read_dateline(lines[after].text) is not None


def _next_outside(kinds: Sequence[BlockKind | None], start: int, skipped: frozenset[BlockKind]) -> int | None:
    return next((index for index in range(start, len(kinds)) if kinds[index] not in skipped), None)


def subhead_indices(texts: Sequence[str | None]) -> frozenset[int]:
    """Which of some story lines head what follows them: short, no sentence, between two paragraphs.

    Args:
        texts: Lines in reading order; None for one that is no part of the story.
    """
    kinds: list[BlockKind | None] = ["other" if text is None else None for text in texts]
    _label_subheads([_Line(text or "", is_adjacent=False) for text in texts], kinds, 0)
    return frozenset(index for index, kind in enumerate(kinds) if kind == "subhead")


def _label_subheads(lines: Sequence[_Line], kinds: list[BlockKind | None], start: int) -> None:
    is_transcript = sum(kind is None and opens_with_label(line.text) for line, kind in zip(lines, kinds, strict=True)) > 1
    found: list[int] = []
    for index in range(start, len(lines)):
        if kinds[index] is not None or not _is_subhead_like(lines[index].text):
            continue
        before = _previous_story_line(kinds, index - 1, start)
        after = _next_story_line(kinds, index + 1)
        if after is None or is_transcript or not _is_paragraph(lines[after].text):
            continue
        # Above the first paragraph a line heads a section only under a headline.
        if _is_paragraph(lines[before].text) if before is not None else "headline" in kinds:
            found.append(index)
    for index in found:
        kinds[index] = "subhead"


def _previous_story_line(kinds: Sequence[BlockKind | None], index: int, start: int) -> int | None:
    return next((position for position in range(index, start - 1, -1) if kinds[position] is None), None)


def _is_subhead_like(text: str) -> bool:
    return (
        len(text) <= _MAX_SUBHEAD_CHARACTERS
        and len(words(text)) <= _MAX_SUBHEAD_WORDS
        and text[0].isupper()
        and not _SENTENCE_END.search(text)
        and not _OPEN_END.search(text)
        and not text.startswith(_QUOTATION_START)
        and not text.endswith(("”", "\"", "’", "»"))
        and not _LIST_ITEM.match(text)
        and not _TURN.match(text)
    )


def _is_paragraph(text: str) -> bool:
    is_closed = _SENTENCE_END.search(text) is not None or text.endswith(("”", "\"", "’", ":"))
    return is_closed and len(words(text)) >= _MIN_BODY_WORDS
