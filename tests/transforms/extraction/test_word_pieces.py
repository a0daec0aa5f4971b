"""An article as word pieces: every piece is where it says, with the shape of its word, and windows lose nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from transforms.extraction.quotation_marks import Quotation
from transforms.extraction.word_pieces import WINDOW_PIECES, WordPieces, mark_id, split_into_word_pieces, windows

_WORDS = ["[UNK]", "[CLS]", "[SEP]", "mayor", "the", "said", "har", "##bour", "will", "re", "##open", "nato", "mc", "##leod",
          ".", ",", "“", "”", '"', "12"]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return small_tokenizer()


def small_tokenizer() -> Tokenizer:
    """A tokenizer of the kind that the tagger has, with a vocabulary of a few words."""
    made = Tokenizer(WordPiece({word: number for number, word in enumerate(_WORDS)}, unk_token="[UNK]"))
    made.normalizer = BertNormalizer(lowercase=True)
    made.pre_tokenizer = BertPreTokenizer()
    return made


def test_pieces_keep_place_and_shape(tokenizer: Tokenizer) -> None:
    text = "The MAYOR said\n\n“Harbour will reopen.” McLeod, 12"
    pieces = split_into_word_pieces(text, paragraphs=[(0, 14), (16, len(text))], tokenizer=tokenizer)
    found = [(tokenizer.id_to_token(int(number)), text[start:end], int(shape))
             for number, start, end, shape in zip(pieces.ids, pieces.starts, pieces.ends, pieces.shapes, strict=True)]
    assert found == [
        ("the", "The", 2), ("mayor", "MAYOR", 3), ("said", "said", 1), ("[SEP]", "", 0),
        ("“", "“", 0), ("har", "Har", 7), ("##bour", "bour", 7), ("will", "will", 6), ("re", "re", 6), ("##open", "open", 6),
        (".", ".", 5), ("”", "”", 0), ("mc", "Mc", 4), ("##leod", "Leod", 4), (",", ",", 0), ("12", "12", 0)]


def test_what_is_outside_the_paragraphs_is_not_read(tokenizer: Tokenizer) -> None:
    text = "mayor said the mayor"
    pieces = split_into_word_pieces(text, paragraphs=[(6, 10)], tokenizer=tokenizer)
    assert [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)] == ["said"]


@pytest.mark.parametrize("paragraphs", [[], [(0, 0)], [(0, 3)]], ids=["none", "empty", "blank"])
def test_nothing_to_read_gives_no_pieces(tokenizer: Tokenizer, paragraphs: list[tuple[int, int]]) -> None:
    assert len(split_into_word_pieces("   ", paragraphs=paragraphs, tokenizer=tokenizer)) == 0


def test_a_vocabulary_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"expected a vocabulary with \[SEP\], found 1 pieces without it"):
        mark_id(Tokenizer(WordPiece({"[UNK]": 0}, unk_token="[UNK]")), "[SEP]")


@given(st.text(alphabet="aM “”\"'.\n1é", max_size=80))
def test_pieces_stand_in_order_inside_the_text(text: str) -> None:
    pieces = split_into_word_pieces(text, paragraphs=[(0, len(text))], tokenizer=small_tokenizer())
    assert all(0 <= start <= end <= len(text) for start, end in zip(pieces.starts, pieces.ends, strict=True))
    assert sorted(pieces.starts.tolist()) == pieces.starts.tolist()


def _pieces(paragraphs: list[int], *, quoted: frozenset[int] = frozenset()) -> WordPieces:
    """Paragraphs of so many pieces, every piece a character; `quoted` are the positions of those inside quotation marks."""
    widths = [0 if index else 1 for count in paragraphs for index in (*([0] * count), 1)][:-1]
    starts = np.cumsum([0, *widths])[:-1] if widths else np.zeros(0, dtype=np.int64)
    shapes = np.where([number in quoted for number in range(len(paragraphs)) for _ in range(paragraphs[number] + 1)][:-1], 6, 1)
    return WordPieces(ids=np.ones(len(widths), dtype=np.int64), shapes=shapes, starts=starts, ends=starts + np.asarray(widths))


@pytest.mark.parametrize(("paragraphs", "quoted", "expected"), [
    pytest.param([], frozenset(), [], id="nothing"),
    pytest.param([100, 100], frozenset(), [(0, 201)], id="a-short-article-is-one-window"),
    pytest.param([100, 100, 100], frozenset(), [(0, 201), (202, 302)], id="whole-paragraphs-nothing-shared"),
    pytest.param([253, 1, 9], frozenset(), [(0, 253), (254, 265)], id="full-to-the-last-piece"),
    pytest.param([254, 9], frozenset(), [(0, 254), (255, 264)], id="a-paragraph-as-long-as-a-window"),
    pytest.param([150, 50, 50, 90], frozenset({2}), [(0, 252), (253, 343)], id="the-window-ends-behind-a-quotation"),
    pytest.param([150, 50, 50, 90], frozenset({3}), [(0, 201), (202, 343)], id="the-next-window-begins-outside-marks"),
    pytest.param([150, 90, 90], frozenset({1, 2}), [(0, 241), (242, 332)], id="quotations-everywhere"),
    pytest.param([300], frozenset(), [(0, 254), (206, 300)], id="a-long-paragraph-in-two-that-overlap"),
    pytest.param([10, 500, 10], frozenset(), [(0, 10), (11, 265), (217, 471), (423, 522)], id="a-long-paragraph-between-two"),
])
def test_windows_hold_whole_paragraphs(
    paragraphs: list[int], quoted: frozenset[int], expected: list[tuple[int, int]],
) -> None:
    assert list(windows(_pieces(paragraphs, quoted=quoted))) == expected


@given(st.lists(st.integers(min_value=1, max_value=700), max_size=8), st.frozensets(st.integers(0, 8)))
def test_windows_leave_out_nothing_but_separators(paragraphs: list[int], quoted: frozenset[int]) -> None:
    pieces = _pieces(paragraphs, quoted=quoted)
    spans = list(windows(pieces))
    read = {position for start, end in spans for position in range(start, end)}
    assert set(range(len(pieces))) - read <= set(pieces.separators.tolist())
    assert all(0 < end - start <= WINDOW_PIECES for start, end in spans)


def test_marks_paired_before_are_believed(tokenizer: Tokenizer) -> None:
    quotation = Quotation(pieces=((4, 9),), start=4, end=9, is_closed=True)
    pieces = split_into_word_pieces("the mayor said", paragraphs=[(0, 14)], tokenizer=tokenizer, quotations=[quotation])
    assert pieces.shapes.tolist() == [1, 6, 1]
