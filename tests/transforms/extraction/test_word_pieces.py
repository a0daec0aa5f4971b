"""An article as word pieces: every piece is where it says, with the shape of its word, and windows lose nothing."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from transforms.extraction.word_pieces import STRIDE_PIECES, WINDOW_PIECES, mark_id, split_into_word_pieces, windows

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


@given(st.integers(min_value=0, max_value=3000))
def test_windows_cover_everything(length: int) -> None:
    spans = list(windows(length))
    assert {position for start, end in spans for position in range(start, end)} == set(range(length))
    assert all(end - start == min(length, WINDOW_PIECES) for start, end in spans)
    assert all(later[0] - earlier[0] <= STRIDE_PIECES for earlier, later in itertools.pairwise(spans))
