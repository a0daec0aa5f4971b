"""Sources, cues, contents and names in an article, and which belongs to which, from the scores of the learned tagger.

The tags follow Pareti (2015) and PolNeAR (Newell, Margolin and Ruths, LREC 2018): a cue signals an attribution, its source
is who is reported, its content is what. Arcs from contents to cues and sources, and from cues to sources, are scored as in
biaffine dependency parsing (Dozat and Manning, ICLR 2017), over whole spans.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from transforms.extraction.quotation_marks import Offsets, Quotation
from transforms.extraction.word_pieces import WordPieces, mark_id, split_into_word_pieces, windows

Part = Literal["source", "cue", "content"]
"""Parts of an attribution."""

PARTS: tuple[Part, ...] = ("source", "cue", "content")
NAMED_TYPES = ("person", "organisation", "place", "event", "other")

ATTRIBUTION_TAGS = ("O", *(f"{edge}-{part}" for part in PARTS for edge in "BI"))
ENTITY_TAGS = ("O", *(f"{edge}-{kind}" for kind in NAMED_TYPES for edge in "BI"))

_OUTSIDE = 0
_FIRST_INSIDE = 2
"""Positions of tags: what is in no span, then by turns a tag that begins a span and the tag that goes on with it."""

ARCS: tuple[tuple[Part, Part], ...] = (("content", "cue"), ("content", "source"), ("cue", "source"))
"""What may depend on what: (child, head)."""

ARC_SIZE = 64
"""Numbers by which a word piece is compared as child or head of one kind of arc."""

CHECKABILITY_SCORES = 4
"""Numbers by which a word piece tells how checkable its sentence is."""

CONTENT_BIAS = -0.8
"""Tuned on the development part of PolNeAR: attributions are found with few false ones."""

Scores = NDArray[np.float32]
Run = Callable[[Mapping[str, NDArray[np.int64]]], Sequence[Scores]]
"""The network: (1, pieces) `ids`, `mask` and `shapes` of a window, marks around it included, to its six outputs for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedSpan:
    """A stretch of text with one tag.

    Args:
        start: First character.
        end: One past the last.
        probability: Mean probability of the tag over its word pieces.
    """

    label: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """Which head a span depends on.

    Args:
        child: Position among the spans.
        head: Position among the spans; None for none.
        probability: Of this head among all candidates.
    """

    child: int
    head: int | None
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedArticle:
    """What the tagger found in an article.

    Args:
        spans: Sources, cues and contents in order.
        arcs: For each kind of arc, one for each span that may be its child.
        names: Named entities in order.
        pieces: Word pieces of the article.
        checkability: (n, 4) what each piece says of how checkable its sentence is.
    """

    spans: tuple[TaggedSpan, ...]
    arcs: dict[tuple[Part, Part], tuple[Arc, ...]]
    names: tuple[TaggedSpan, ...]
    pieces: WordPieces
    checkability: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagger:
    """The learned tagger.

    Args:
        tokenizer: Of its encoder; neither cuts nor pads.
    """

    tokenizer: Tokenizer
    run: Run

    def tag(
        self, text: str, *, paragraphs: Sequence[Offsets], quotations: Sequence[Quotation] | None = None,
    ) -> TaggedArticle:
        """Find attributions and names in an article; arguments as of `split_into_word_pieces`."""
        return tag_article(
            split_into_word_pieces(text, paragraphs=paragraphs, tokenizer=self.tokenizer, quotations=quotations), run=self.run,
            first_id=mark_id(self.tokenizer, "[CLS]"), last_id=mark_id(self.tokenizer, "[SEP]"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """Outputs for one window, the marks around it taken off."""

    start: int
    end: int
    children: Scores
    heads: Scores
    none: Scores


def tag_article(
    pieces: WordPieces, *, run: Run, first_id: int, last_id: int, content_bias: float = CONTENT_BIAS,
) -> TaggedArticle:
    """Run the tagger over an article.

    Args:
        pieces: Word pieces of the article.
        run: The network.
        first_id: Number of the mark before a window, [CLS].
        last_id: Number of the mark after it, [SEP].
        content_bias: Added to the scores of content tags: above 0 finds more and errs more.

    Returns:
        Spans that do not overlap, each from the first character of a word piece to the last of one, and their arcs.
    """
    # A separator between two windows is in neither: every tag is as good there.
    tags = np.zeros((len(pieces), len(ATTRIBUTION_TAGS)), dtype=np.float32)
    entity_tags = np.zeros((len(pieces), len(ENTITY_TAGS)), dtype=np.float32)
    checkability = np.zeros((len(pieces), CHECKABILITY_SCORES), dtype=np.float32)
    depth = np.full(len(pieces), -1)
    seen: list[_Window] = []
    for start, end in windows(pieces):
        ids = np.concatenate([[first_id], pieces.ids[start:end], [last_id]])[None]
        shapes = np.concatenate([[0], pieces.shapes[start:end], [0]])[None]
        parts, entities, children, heads, none, checkable = (
            output[0, 1:-1] for output in run({"ids": ids, "mask": np.ones_like(ids), "shapes": shapes}))
        # A piece is best understood in the window where it stands furthest from an edge.
        at = np.arange(start, end)
        inner = np.minimum(np.where(start == 0, len(pieces), at - start), np.where(end == len(pieces), len(pieces), end - 1 - at))
        better = inner > depth[start:end]
        depth[start:end][better] = inner[better]
        tags[start:end][better] = parts[better]
        entity_tags[start:end][better] = entities[better]
        checkability[start:end][better] = checkable[better]
        seen.append(_Window(start=start, end=end, children=children, heads=heads, none=none))
    tags[:, ATTRIBUTION_TAGS.index("B-content"):] += content_bias
    found = list(_spans(tags, ATTRIBUTION_TAGS))
    return TaggedArticle(
        spans=tuple(_placed(pieces, found)), names=tuple(_placed(pieces, _spans(entity_tags, ENTITY_TAGS))),
        arcs={arc: tuple(_arcs(number, arc, found, seen)) for number, arc in enumerate(ARCS)},
        pieces=pieces, checkability=checkability,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A tagged span in word pieces, half open."""

    label: str
    first: int
    end: int
    probability: float


def _spans(scores: Scores, tags: Sequence[str]) -> Iterator[_Span]:
    """The most probable spans in which no tag goes on with what did not begin."""
    if not len(scores):
        return
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    path = _best_path(logs)
    first: int | None = None
    inside = range(_FIRST_INSIDE, len(tags), 2)
    for position, tag in enumerate([*path, _OUTSIDE]):
        if first is not None and tag not in inside:
            begin = path[first]
            within = np.logaddexp(logs[first:position, begin], logs[first:position, begin + 1])
            yield _Span(label=tags[begin].removeprefix("B-"), first=first, end=position,
                        probability=float(np.exp(within).mean()))
            first = None
        if tag != _OUTSIDE and tag not in inside:
            first = position


def _best_path(logs: Scores) -> list[int]:
    """The most probable tags (Viterbi). Any tag may follow any other, but an inside tag only its own or the one that begins it;
    lists, since seven or eleven numbers are too few for an array to pay."""
    first, *rows = logs.tolist()
    inside = range(_FIRST_INSIDE, len(first), 2)
    best = [-math.inf if tag in inside else score for tag, score in enumerate(first)]
    came_from: list[list[int]] = []
    for row in rows:
        top = max(best)
        came = [best.index(top)] * len(row)
        paths = [top + score for score in row]
        for tag in inside:
            came[tag] = tag if best[tag] > best[tag - 1] else tag - 1
            paths[tag] = best[came[tag]] + row[tag]
        came_from.append(came)
        best = paths
    path = [best.index(max(best))]
    for came in reversed(came_from):
        path.append(came[path[-1]])
    return path[::-1]


def _placed(pieces: WordPieces, spans: Iterable[_Span]) -> Iterator[TaggedSpan]:
    for span in spans:
        yield TaggedSpan(label=span.label, start=int(pieces.starts[span.first]), end=int(pieces.ends[span.end - 1]),
                         probability=span.probability)


def _arcs(number: int, arc: tuple[Part, Part], spans: Sequence[_Span], seen: Sequence[_Window]) -> Iterator[Arc]:
    columns = slice(number * ARC_SIZE, (number + 1) * ARC_SIZE)
    for position, child in enumerate(spans):
        if child.label != arc[0]:
            continue
        window = max(seen, key=lambda one: min(child.first - one.start, one.end - child.end))
        first, last = max(child.first, window.start) - window.start, min(child.end, window.end) - 1 - window.start
        query = (window.children[first, columns] + window.children[last, columns]) / 2
        heads = [index for index, head in enumerate(spans)
                 if head.label == arc[1] and head.first >= window.start and head.end <= window.end]
        scores = [(window.none[first, number] + window.none[last, number]) / 2]
        for index in heads:
            key = (window.heads[spans[index].first - window.start, columns]
                   + window.heads[spans[index].end - 1 - window.start, columns]) / 2
            scores.append(float(query @ key) / ARC_SIZE ** 0.5)
        logs = np.asarray(scores) - np.logaddexp.reduce(np.asarray(scores))
        chosen = int(logs.argmax())
        yield Arc(child=position, head=heads[chosen - 1] if chosen else None, probability=float(np.exp(logs[chosen])))
