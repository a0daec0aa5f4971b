"""An article as the encoder reads it: word pieces in windows of whole paragraphs, each piece with the shape of its word.

The encoder's vocabulary knows no capital letters, and quotation marks are paired more surely by rule than by learning;
both are handed to it as the shape of each piece.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from transforms.extraction.quotation_marks import Offsets, Quotation, find_quotations

WINDOW_PIECES = 254
"""Most word pieces of text in one window; with the two marks around them the encoder reads 256."""

SHARED_PIECES = 48
"""Word pieces that two windows share which cut one long paragraph between them."""

SPARED_PIECES = 60
"""Most word pieces by which a window ends early so that the next one does not begin inside quotation marks."""

_CASES = 5
SHAPES = 2 * _CASES
"""Shapes: no letter, lower, Capitalised, UPPER, miXed; the same five again for pieces inside quotation marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPieces:
    """Word pieces of an article, paragraph after paragraph.

    Args:
        ids: (n,) numbers in the encoder's vocabulary; the separator stands between paragraphs.
        shapes: (n,) shape of the word that each piece belongs to, below `SHAPES`.
        starts: (n,) offset of each piece in the text; of a separator, the end of the paragraph before it.
        ends: (n,) offset at which each piece ends; of a separator, its start.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def separators(self) -> NDArray[np.intp]:
        """Positions of the separators between paragraphs: nothing else is without a character."""
        return np.flatnonzero(self.starts == self.ends)

    def inside(self, spans: Sequence[Offsets]) -> NDArray[np.int64]:
        """Positions of the word pieces that stand in spans of the text, in order; separators are none."""
        found: list[int] = []
        for start, end in spans:
            first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
            found += [position for position in range(first, last) if self.ends[position] > self.starts[position]]
        return np.asarray(found, dtype=np.int64)


def split_into_word_pieces(
    text: str, *, paragraphs: Sequence[Offsets], tokenizer: Tokenizer, quotations: Sequence[Quotation] | None = None,
) -> WordPieces:
    """Cut paragraphs into the word pieces of an uncased BERT vocabulary (Devlin et al., NAACL 2019).

    Args:
        paragraphs: Offsets of the paragraphs to read, in order.
        tokenizer: Tokenizer of the encoder, truncation and padding off.
        quotations: What stands between quotation marks in these paragraphs; None pairs the marks here.

    Returns:
        0..n pieces; nothing of the text outside `paragraphs`.
    """
    separator = mark_id(tokenizer, "[SEP]")
    if quotations is None:
        quotations = find_quotations(text, paragraphs=paragraphs)
    ids: list[int] = []
    shapes: list[int] = []
    offsets: list[Offsets] = []
    encodings = tokenizer.encode_batch([text[start:end] for start, end in paragraphs], add_special_tokens=False)
    for (start, end), encoding in zip(paragraphs, encodings, strict=True):
        if not encoding.ids:
            continue
        if ids:
            ids.append(separator)
            shapes.append(0)
            offsets.append((offsets[-1][1], offsets[-1][1]))
        ids += encoding.ids
        shapes += _cases(text[start:end], encoding.offsets, encoding.word_ids)
        offsets += [(start + first, start + last) for first, last in encoding.offsets]
    bounds = np.asarray(offsets, dtype=np.int64).reshape(-1, 2)
    pieces = WordPieces(ids=np.asarray(ids, dtype=np.int64), shapes=np.asarray(shapes, dtype=np.int64),
                        starts=bounds[:, 0], ends=bounds[:, 1])
    pieces.shapes[_are_inside(quotations, pieces)] += _CASES
    return pieces


def mark_id(tokenizer: Tokenizer, mark: str) -> int:
    """Number of a mark such as [CLS] in the encoder's vocabulary.

    Raises:
        ValueError: The vocabulary lacks it.
    """
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise ValueError(f"tokenizer: expected a vocabulary with {mark}, found {tokenizer.get_vocab_size()} pieces without it")
    return number


def windows(pieces: WordPieces) -> Iterator[Offsets]:
    """Half-open spans of word pieces in which the encoder reads an article.

    What belongs together mostly stands in one paragraph, so windows hold as many whole paragraphs as fit and share nothing;
    only a paragraph longer than a window is read in several that overlap.

    Returns:
        0..n spans in order, none longer than `WINDOW_PIECES`; what they leave out are separators.
    """
    separators = pieces.separators
    start = 0
    while start < len(pieces):
        limit = start + WINDOW_PIECES
        if limit >= len(pieces):
            yield start, len(pieces)
            return
        ends = separators[(separators > start) & (separators <= limit)]
        if not len(ends):
            yield start, limit
            start = limit - SHARED_PIECES
            continue
        apart = [end for end in ends if end > limit - SPARED_PIECES and not _is_quoted(pieces, end + 1, end + 3)]
        end = int(apart[-1] if apart else ends[-1])
        yield start, end
        start = end + 1


def _is_quoted(pieces: WordPieces, start: int, end: int) -> bool:
    return bool((pieces.shapes[start:end] >= _CASES).any())


def _are_inside(quotations: Sequence[Quotation], pieces: WordPieces) -> NDArray[np.bool_]:
    """Which pieces, separators excepted, begin between quotation marks."""
    bounds = np.asarray([0, 0, *(offset for one in quotations for piece in one.pieces for offset in piece)], dtype=np.int64)
    at = np.searchsorted(bounds[::2], pieces.starts, side="right") - 1
    return (pieces.starts < bounds[1::2][at]) & (pieces.starts < pieces.ends)


def _cases(text: str, offsets: Sequence[Offsets], word_ids: Sequence[int | None]) -> list[int]:
    """Case of the whole word that each piece belongs to."""
    words: dict[int | None, tuple[int, int]] = {}
    for word, (start, end) in zip(word_ids, offsets, strict=True):
        words[word] = (words[word][0], end) if word in words else (start, end)
    case_of = {word: _case(text[start:end]) for word, (start, end) in words.items()}
    return [case_of[word] for word in word_ids]


def _case(word: str) -> int:
    if not any(character.isalpha() for character in word):
        return 0
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if word[:1].isupper() and word[1:].islower() else 4
