"""An article as the encoder reads it: word pieces in overlapping windows, each piece with the shape of its word.

The encoder's vocabulary knows no capital letters, and quotation marks are paired more surely by rule than by learning;
both are handed to it as the shape of each piece.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from transforms.extraction.quotation_marks import Offsets, find_quotations

WINDOW_PIECES = 254
"""Most word pieces of text in one window; with the two marks around them the encoder reads 256."""

STRIDE_PIECES = 206
"""Word pieces from the start of one window to the start of the next, so that neighbours share 48."""

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


def split_into_word_pieces(text: str, *, paragraphs: Sequence[Offsets], tokenizer: Tokenizer) -> WordPieces:
    """Cut paragraphs into the word pieces of an uncased BERT vocabulary (Devlin et al., NAACL 2019).

    Args:
        paragraphs: Offsets of the paragraphs to read, in order.
        tokenizer: Tokenizer of the encoder, truncation and padding off.

    Returns:
        0..n pieces; nothing of the text outside `paragraphs`.
    """
    separator = mark_id(tokenizer, "[SEP]")
    inside = [piece for quotation in find_quotations(text, paragraphs=paragraphs) for piece in quotation.pieces]
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
        cases = _cases(text[start:end], encoding.offsets, encoding.word_ids)
        for (first, last), case in zip(encoding.offsets, cases, strict=True):
            offsets.append((start + first, start + last))
            shapes.append(case + _CASES * _is_inside(inside, start + first))
    bounds = np.asarray(offsets, dtype=np.int64).reshape(-1, 2)
    return WordPieces(ids=np.asarray(ids, dtype=np.int64), shapes=np.asarray(shapes, dtype=np.int64),
                      starts=bounds[:, 0], ends=bounds[:, 1])


def mark_id(tokenizer: Tokenizer, mark: str) -> int:
    """Number of a mark such as [CLS] in the encoder's vocabulary.

    Raises:
        ValueError: The vocabulary lacks it.
    """
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise ValueError(f"tokenizer: expected a vocabulary with {mark}, found {tokenizer.get_vocab_size()} pieces without it")
    return number


def windows(length: int) -> Iterator[tuple[int, int]]:
    """Half-open spans of word pieces that cover an article of that many; the last one is as long as the others."""
    if length <= WINDOW_PIECES:
        if length:
            yield 0, length
        return
    for start in range(0, length - WINDOW_PIECES, STRIDE_PIECES):
        yield start, start + WINDOW_PIECES
    yield length - WINDOW_PIECES, length


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


def _is_inside(pieces: Sequence[Offsets], offset: int) -> bool:
    at = bisect_right(pieces, offset, key=lambda piece: piece[0]) - 1
    return at >= 0 and offset < pieces[at][1]
