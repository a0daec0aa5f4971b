"""One parsed article as attribution looks at it: its paragraphs, its quotations, the narration beside them."""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from transforms.extraction.cues import Cue, CueLexicon
from transforms.extraction.questions import PutQuestion, find_put_questions
from transforms.extraction.quotation_marks import Offsets, Quotation, find_quotations
from transforms.extraction.transcripts import Turn, find_turns

CUE_REACH_TOKENS = 60
"""Most tokens between a quotation and its cue."""

TERMINALS = frozenset({".", "!", "?"})
"""Tokens that end a sentence."""

_EDGES = " \t\n\xa0,;:–—\"“”„«»`'‘’"
_STOPS = frozenset({*TERMINALS, ";"})
_LINE_END_OF_PARAGRAPH = re.compile(r"[.!?:\"”'’)\]]\s*\n\s*(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution found.

    Args:
        pieces: Offsets of the content, quotation marks at the ends excluded, in order.
        source: Token that heads the phrase naming who speaks; None when there is none.
        label: Offsets of the speaker label ('RUIZ:') where that names who speaks.
        cue: Lexicon entry of the cue; None without a cue or when the lexicon lacks it.
        cue_token: Token that heads the cue; None without one.
        cue_span: Offsets of the cue; None without one.
        is_quotation: Whether quotation marks rather than grammar showed it.
        content_probability: That the tagger gives its content; None when only the rules found it.
        source_probability: That the tagger gives its source, or its having none; None when the source is that of the rules.
        is_ruled: Whether the rules found it.
    """

    pieces: tuple[Offsets, ...]
    source: int | None
    label: Offsets | None = None
    cue: Cue | None = None
    cue_token: int | None = None
    cue_span: Offsets | None = None
    is_quotation: bool = False
    content_probability: float | None = None
    source_probability: float | None = None
    is_ruled: bool = True

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]

    @property
    def reach(self) -> int:
        """Where its last word ends, be it content or cue."""
        return max(self.end, self.cue_span[1] if self.cue_span else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A parsed article with its quotation marks paired.

    Args:
        text: `doc.text`, which spaCy builds anew at each access.
        paragraphs: Offsets of the paragraphs that are read.
        marked: Everything in quotation marks, in order.
        quotations: What of it stands outside the turns of a transcript.
        starts: Character offset of each token, for looking tokens up by offset.
        turns: Turns of a transcript by the position of their paragraph.
        order: Position among `quotations` by the offset at which they start.
        questions: What the narrator says somebody was asked.
    """

    doc: Doc
    text: str
    cues: CueLexicon
    paragraphs: tuple[Offsets, ...]
    marked: tuple[Quotation, ...]
    quotations: tuple[Quotation, ...]
    starts: tuple[int, ...]
    turns: Mapping[int, Turn]
    order: Mapping[int, int]
    questions: tuple[PutQuestion, ...]

    def token_from(self, offset: int) -> int:
        """Position of the first token that begins at or after a character offset."""
        return bisect_left(self.starts, offset)

    def paragraph_of(self, offset: int) -> int:
        """Position among `paragraphs` of the one that holds an offset, or of the nearest before it."""
        return _position_at(self.paragraphs, offset)

    def offsets(self, span: tuple[int, int]) -> Offsets:
        """Character offsets of a half-open span of tokens."""
        last = self.doc[span[1] - 1]
        return self.starts[span[0]], last.idx + len(last)

    def tokens(self, start: int, end: int) -> Sequence[Token]:
        """Tokens that begin between two character offsets."""
        return list(self.doc[self.token_from(start):self.token_from(end)])

    def quotation_before(self, quotation: Quotation) -> Quotation | None:
        at = self.order[quotation.start]
        return self.quotations[at - 1] if at > 0 else None

    def quotation_after(self, quotation: Quotation) -> Quotation | None:
        at = self.order[quotation.start]
        return self.quotations[at + 1] if at + 1 < len(self.quotations) else None


def lay_open(doc: Doc, *, blocks: Sequence[Offsets], cues: CueLexicon) -> Page:
    """Pair the quotation marks of the given blocks of a parsed article."""
    text = doc.text
    paragraphs = tuple(paragraph for block in blocks for paragraph in split_lines(text, block))
    turns = find_turns(text, paragraphs=paragraphs)
    marked = find_quotations(text, paragraphs=paragraphs)
    quotations = tuple(one for one in marked if _position_at(paragraphs, one.start) not in turns)
    return Page(
        doc=doc, text=text, cues=cues, paragraphs=paragraphs, marked=marked, quotations=quotations,
        starts=tuple(token.idx for token in doc), turns=turns,
        order={quotation.start: position for position, quotation in enumerate(quotations)},
        questions=find_put_questions(doc),
    )


def _position_at(paragraphs: Sequence[Offsets], offset: int) -> int:
    return bisect_right(paragraphs, (offset, sys.maxsize)) - 1


def split_lines(text: str, block: Offsets) -> Iterator[Offsets]:
    """The paragraphs of a block whose author wrote one a line: parts that begin after a line with a full stop or mark."""
    start, end = block
    for line_end in _LINE_END_OF_PARAGRAPH.finditer(text, start, end):
        yield start, line_end.start() + 1
        start = line_end.end()
    yield start, end


def narration_after(page: Page, quotation: Quotation) -> list[Token]:
    """Tokens after a quotation up to the end of the sentence, the next quotation or the end of the paragraph."""
    following = page.quotation_after(quotation)
    limit = page.paragraphs[page.paragraph_of(quotation.pieces[-1][0])][1]
    if following is not None:
        limit = min(limit, following.start)
    window: list[Token] = []
    for token in page.doc[page.token_from(quotation.end):page.token_from(limit)][:CUE_REACH_TOKENS]:
        if token.text in _STOPS and not _closes_bracket(token):
            break
        window.append(token)
    return window


def narration_before(page: Page, quotation: Quotation) -> list[Token]:
    """Tokens of the sentence before a quotation; those of the paragraph before when that ends with a colon."""
    at = page.paragraph_of(quotation.start)
    limit = page.paragraphs[at][0]
    previous = page.quotation_before(quotation)
    start = page.token_from(quotation.start)
    if previous is not None:
        limit = max(limit, previous.end)
    if starts_paragraph(page, quotation) and at > 0:
        above = page.paragraphs[at - 1]
        if not page.text[above[0]:above[1]].rstrip().endswith(":"):
            return []
        limit = max(above[0], previous.end if previous is not None else 0)
        start = page.token_from(above[1])
    window: list[Token] = []
    for position in range(start - 1, page.token_from(limit) - 1, -1):
        token = page.doc[position]
        if (token.text in TERMINALS and not _closes_bracket(token)) or len(window) >= CUE_REACH_TOKENS:
            break
        if not token.is_space:
            window.append(token)
        if token.is_sent_start and not token.is_punct:
            break
    return window[::-1]


def _closes_bracket(stop: Token) -> bool:
    """Whether a full stop is the last thing in brackets: '(D-Wash.)'"""
    return stop.i + 1 < len(stop.doc) and stop.nbor().text == ")"


def starts_paragraph(page: Page, quotation: Quotation) -> bool:
    """Whether nothing stands before a quotation in its paragraph."""
    position, first = quotation.start, page.paragraphs[page.paragraph_of(quotation.start)][0]
    while position > first and page.text[position - 1].isspace():
        position -= 1
    return position == first


def united(pieces: Sequence[Offsets]) -> tuple[Offsets, ...]:
    """Pieces in order, overlapping ones made one."""
    result: list[Offsets] = []
    for start, end in sorted(pieces):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def bare(text: str, start: int, end: int) -> Offsets | None:
    """A stretch without blanks, commas, dashes and quotation marks at its ends; None when no word is left."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return (start, end) if any(character.isalnum() for character in text[start:end]) else None
