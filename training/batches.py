"""Labelled texts as batches of windows for the network."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.augmentation import LabelledSentence, LabelledText
from transforms.extraction.checkability import CHECKABILITIES
from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.tagging import ARCS, ATTRIBUTION_TAGS, ENTITY_TAGS
from transforms.extraction.word_pieces import WINDOW_PIECES, mark_id, split_into_word_pieces

IGNORED = -100
"""Target of pieces that the loss leaves out."""

MOST_SENTENCES = 8
"""Sentences of debates and speeches in one window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A child and the heads it chooses from, as first and last word piece in the window.

    Args:
        target: Position of the right one among `heads`; -1 when it has none.
    """

    arc: int
    child: Offsets
    heads: tuple[Offsets, ...]
    target: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceTarget:
    """A sentence of a window, from its first word piece to, but without, `end`, and its label for one checkability."""

    first: int
    end: int
    column: int
    is_so: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window of a labelled text, marks around it included."""

    ids: list[int]
    shapes: list[int]
    tags: list[int]
    choices: tuple[Choice, ...] = ()
    sentences: tuple[SentenceTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Windows side by side, padded to the longest; every tensor is (batch, pieces)."""

    ids: Tensor
    mask: Tensor
    shapes: Tensor
    tags: Tensor
    choices: tuple[tuple[int, Choice], ...]
    """Choices with the position of their window."""
    sentences: tuple[tuple[int, SentenceTarget], ...]
    """Sentences with the position of their window."""


def paragraphs_of(text: str) -> list[Offsets]:
    """Offsets of the lines that hold anything."""
    found: list[Offsets] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            left = len(line) - len(line.lstrip())
            found.append((start + left, start + len(line.rstrip())))
        start += len(line)
    return found


def cut_windows(labelled: LabelledText, *, tokenizer: Tokenizer, is_attribution: bool, shift: int) -> Iterator[Window]:
    """Windows of a text side by side, the first of them cut short by `shift` word pieces."""
    pieces = split_into_word_pieces(labelled.text, paragraphs=paragraphs_of(labelled.text), tokenizer=tokenizer)
    names = ATTRIBUTION_TAGS if is_attribution else ENTITY_TAGS
    starts, ends = pieces.starts.tolist(), pieces.ends.tolist()
    tags = [0] * len(pieces)
    placed: list[tuple[str, int, int, int]] = []
    for span in labelled.spans:
        first, last = bisect_right(ends, span.start), bisect_left(starts, span.end) - 1
        if first > last:
            continue
        placed.append((span.label, first, last, span.link))
        if tags[first]:
            continue                                    # one source of two attributions
        tags[first] = names.index(f"B-{span.label}")
        tags[first + 1:last + 1] = [names.index(f"I-{span.label}")] * (last - first)
    first_id, last_id = mark_id(tokenizer, "[CLS]"), mark_id(tokenizer, "[SEP]")
    for start in range(-shift, len(pieces), WINDOW_PIECES):
        begin, end = max(start, 0), min(start + WINDOW_PIECES, len(pieces))
        if end <= begin:
            continue
        yield Window(
            ids=[first_id, *pieces.ids[begin:end].tolist(), last_id], shapes=[0, *pieces.shapes[begin:end].tolist(), 0],
            tags=[IGNORED, *tags[begin:end], IGNORED],
            choices=tuple(_choices(placed, begin, end)) if is_attribution else ())


def pack_sentences(sentences: Sequence[LabelledSentence], *, tokenizer: Tokenizer, dice: random.Random) -> Iterator[Window]:
    """Windows of one to `MOST_SENTENCES` sentences, each as a paragraph of its own, so that both a lone sentence and one among
    others are known."""
    first_id, last_id = mark_id(tokenizer, "[CLS]"), mark_id(tokenizer, "[SEP]")
    room = 0
    ids: list[int] = []
    shapes: list[int] = []
    targets: list[SentenceTarget] = []
    for sentence in sentences:
        pieces = split_into_word_pieces(sentence.text, paragraphs=paragraphs_of(sentence.text), tokenizer=tokenizer)
        if not 0 < len(pieces) <= WINDOW_PIECES:
            continue
        if targets and (len(targets) >= room or len(ids) + len(pieces) > WINDOW_PIECES):
            yield Window(ids=[first_id, *ids], shapes=[0, *shapes], tags=[IGNORED] * (len(ids) + 1), sentences=tuple(targets))
            ids, shapes, targets = [], [], []
        if not targets:
            room = dice.choice((1, MOST_SENTENCES))
        targets.append(SentenceTarget(first=len(ids) + 1, end=len(ids) + 1 + len(pieces),
                                      column=CHECKABILITIES.index(sentence.checkability), is_so=sentence.is_so))
        ids += [*pieces.ids.tolist(), last_id]
        shapes += [*pieces.shapes.tolist(), 0]
    if targets:
        yield Window(ids=[first_id, *ids], shapes=[0, *shapes], tags=[IGNORED] * (len(ids) + 1), sentences=tuple(targets))


def _choices(placed: Sequence[tuple[str, int, int, int]], begin: int, end: int) -> Iterator[Choice]:
    """What each span wholly in a window belongs to, where that is in the window too or is nothing."""
    def local(place: Offsets) -> Offsets:
        return max(place[0], begin) - begin + 1, min(place[1], end - 1) - begin + 1

    inside = [span for span in placed if span[2] >= begin and span[1] < end]
    for number, (child_label, head_label) in enumerate(ARCS):
        heads = [span for span in inside if span[0] == head_label and span[1] >= begin and span[2] < end]
        places = sorted({head[1:3] for head in heads})
        for child in inside:
            if child[0] != child_label:
                continue
            own = {head[1:3] for head in heads if head[3] == child[3]}
            targets = [position for position, place in enumerate(places) if place in own]
            has_head = any(span[0] == head_label and span[3] == child[3] for span in placed)
            if targets or not has_head:
                yield Choice(arc=number, child=local(child[1:3]), heads=tuple(map(local, places)),
                             target=targets[0] if targets else -1)


def join_windows(windows: Sequence[Window]) -> Batch:
    """Windows as one batch."""
    longest = max(len(window.ids) for window in windows)

    def padded(rows: Sequence[list[int]], value: int) -> Tensor:
        return torch.tensor([row + [value] * (longest - len(row)) for row in rows])

    return Batch(
        ids=padded([window.ids for window in windows], 0), shapes=padded([window.shapes for window in windows], 0),
        mask=padded([[1] * len(window.ids) for window in windows], 0),
        tags=padded([window.tags for window in windows], IGNORED),
        choices=tuple((row, choice) for row, window in enumerate(windows) for choice in window.choices),
        sentences=tuple((row, sentence) for row, window in enumerate(windows) for sentence in window.sentences))


def shuffled_batches(windows: Sequence[Window], *, size: int, dice: random.Random) -> list[Batch]:
    """Batches of random windows of like length, in random order."""
    order = sorted(range(len(windows)), key=lambda position: (len(windows[position].ids) // 32, dice.random()))
    batches = [[windows[position] for position in order[first:first + size]] for first in range(0, len(order), size)]
    dice.shuffle(batches)
    return [join_windows(batch) for batch in batches]
