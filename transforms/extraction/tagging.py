"""Sources, cues, contents and names in an article, and which belongs to which, from the scores of the learned tagger.

The tags follow Pareti (2015) and PolNeAR (Newell, Margolin and Ruths, LREC 2018): a cue signals an attribution, its source
is who is reported, its content is what. Arcs from contents to cues and sources, and from cues to sources, are scored as in
biaffine dependency parsing (Dozat and Manning, ICLR 2017), over whole spans.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.word_pieces import WordPieces, mark_id, split_into_word_pieces, windows

Part = Literal["source", "cue", "content"]
"""Parts of an attribution."""

PARTS: tuple[Part, ...] = ("source", "cue", "content")
NAMED_TYPES = ("person", "organisation", "place", "event", "other")

ATTRIBUTION_TAGS = ("O", *(f"{edge}-{part}" for part in PARTS for edge in "BI"))
ENTITY_TAGS = ("O", *(f"{edge}-{kind}" for kind in NAMED_TYPES for edge in "BI"))

ARCS: tuple[tuple[Part, Part], ...] = (("content", "cue"), ("content", "source"), ("cue", "source"))
"""What may depend on what: (child, head)."""

ARC_SIZE = 64
"""Numbers by which a word piece is compared as child or head of one kind of arc."""

CHECKABILITY_OUTPUT = 5
"""Position of the output that tells how checkable sentences are, where the network has it."""

CONTENT_BIAS = -0.8
"""Tuned on the development part of PolNeAR: attributions are found with few false ones."""

Scores = NDArray[np.float32]
Run = Callable[[Mapping[str, NDArray[np.int64]]], Sequence[Scores]]
"""The network: (1, pieces) `ids`, `mask` and `shapes` of a window, marks around it included, to its outputs for it."""


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
        pieces: Word pieces of the article, where `checkability` is told of them.
        checkability: (n, 4) what each piece says of how checkable its sentence is; None from a network that does not tell.
    """

    spans: tuple[TaggedSpan, ...]
    arcs: dict[tuple[Part, Part], tuple[Arc, ...]]
    names: tuple[TaggedSpan, ...]
    pieces: WordPieces | None = None
    checkability: Scores | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagger:
    """The learned tagger.

    Args:
        tokenizer: Of its encoder; neither cuts nor pads.
    """

    tokenizer: Tokenizer
    run: Run

    def tag(self, text: str, *, paragraphs: Sequence[Offsets]) -> TaggedArticle:
        """Find attributions and names in the given paragraphs of an article."""
        return tag_article(
            split_into_word_pieces(text, paragraphs=paragraphs, tokenizer=self.tokenizer), run=self.run,
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
        pieces: Word pieces of the article, where `checkability` is told of them.
        run: The network.
        first_id: Number of the mark before a window, [CLS].
        last_id: Number of the mark after it, [SEP].
        content_bias: Added to the scores of content tags: above 0 finds more and errs more.

    Returns:
        Spans that do not overlap, each from the first character of a word piece to the last of one, and their arcs.
    """
    tags = np.zeros((len(pieces), len(ATTRIBUTION_TAGS)), dtype=np.float32)
    entity_tags = np.zeros((len(pieces), len(ENTITY_TAGS)), dtype=np.float32)
    checkability: Scores | None = None
    depth = np.full(len(pieces), -1)
    seen: list[_Window] = []
    for start, end in windows(len(pieces)):
        ids = np.concatenate([[first_id], pieces.ids[start:end], [last_id]])[None]
        shapes = np.concatenate([[0], pieces.shapes[start:end], [0]])[None]
        outputs = [output[0, 1:-1] for output in run({"ids": ids, "mask": np.ones_like(ids), "shapes": shapes})]
        # A piece is best understood in the window where it stands furthest from an edge.
        at = np.arange(start, end)
        inner = np.minimum(np.where(start == 0, len(pieces), at - start), np.where(end == len(pieces), len(pieces), end - 1 - at))
        better = inner > depth[start:end]
        depth[start:end][better] = inner[better]
        tags[start:end][better] = outputs[0][better]
        entity_tags[start:end][better] = outputs[1][better]
        if len(outputs) > CHECKABILITY_OUTPUT:
            if checkability is None:
                checkability = np.zeros((len(pieces), outputs[CHECKABILITY_OUTPUT].shape[-1]), dtype=np.float32)
            checkability[start:end][better] = outputs[CHECKABILITY_OUTPUT][better]
        seen.append(_Window(start=start, end=end, children=outputs[2], heads=outputs[3], none=outputs[4]))
    tags[:, ATTRIBUTION_TAGS.index("B-content"):] += content_bias
    found = list(_spans(tags, ATTRIBUTION_TAGS))
    return TaggedArticle(
        spans=tuple(_placed(pieces, found)), names=tuple(_placed(pieces, _spans(entity_tags, ENTITY_TAGS))),
        arcs={arc: tuple(_arcs(number, arc, found, seen)) for number, arc in enumerate(ARCS)},
        pieces=pieces if checkability is not None else None, checkability=checkability,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A tagged span in word pieces, half open."""

    label: str
    first: int
    end: int
    probability: float


def _spans(scores: Scores, tags: Sequence[str]) -> Iterator[_Span]:
    """The most probable spans in which no tag goes on with what did not begin (Viterbi)."""
    if not len(scores):
        return
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    barred = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for before, one in enumerate(tags):
        for after, other in enumerate(tags):
            if other.startswith("I-") and one[2:] != other[2:]:
                barred[before, after] = -np.inf
    best = logs[0] + np.where([tag.startswith("I-") for tag in tags], -np.inf, 0.0)
    came_from = np.zeros(scores.shape, dtype=np.int64)
    for position in range(1, len(scores)):
        paths = best[:, None] + barred
        came_from[position] = paths.argmax(axis=0)
        best = paths.max(axis=0) + logs[position]
    path = [int(best.argmax())]
    for position in range(len(scores) - 1, 0, -1):
        path.append(int(came_from[position, path[-1]]))
    path.reverse()
    first: int | None = None
    for position, tag in enumerate([*path, 0]):
        if first is not None and not tags[tag].startswith("I-"):
            label = tags[path[first]][2:]
            column = tags.index(f"B-{label}")
            within = np.logaddexp(logs[first:position, column], logs[first:position, column + 1])
            yield _Span(label=label, first=first, end=position, probability=float(np.exp(within).mean()))
            first = None
        if tags[tag].startswith("B-"):
            first = position


def _placed(pieces: WordPieces, spans: Sequence[_Span] | Iterator[_Span]) -> Iterator[TaggedSpan]:
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
