"""Blocks make up the text; hiding some of them moves no offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary import BlockKind
from transforms.layout import BLOCK_SEPARATOR, MENTION_KINDS, STATEMENT_KINDS, Block, block_at, hide_unanalysed, lay_out

Pieces = list[tuple[BlockKind, str]]
KINDS: tuple[BlockKind, ...] = (
    "headline", "dek", "byline", "timestamp", "body", "subhead", "caption", "credit", "promo", "boilerplate", "other")


@pytest.mark.parametrize(("pieces", "text", "spans"), [
    pytest.param([], "", [], id="nothing"),
    pytest.param([("body", "One.")], "One.", [("body", 0, 4)], id="one-block"),
    pytest.param(
        [("headline", "Tide 🌊"), ("body", "It rose.")], "Tide 🌊\n\nIt rose.", [("headline", 0, 6), ("body", 8, 16)],
        id="emoji-is-one-character"),
    pytest.param(
        [("body", " One.\n"), ("caption", " \n"), ("body", "Two.")], "One.\n\nTwo.", [("body", 0, 4), ("body", 6, 10)],
        id="blanks-around-and-empty-blocks-go"),
    pytest.param([("body", "A\nB")], "A\nB", [("body", 0, 3)], id="line-breaks-inside-stay"),
])
def test_blocks_are_laid_out(pieces: Pieces, text: str, spans: list[tuple[str, int, int]]) -> None:
    laid_out, blocks = lay_out(pieces)
    assert laid_out == text
    assert [(block.kind, block.start, block.end) for block in blocks] == spans
    assert all(laid_out[block.start:block.end] == block.text for block in blocks)


@pytest.mark.parametrize(("pieces", "expected"), [
    pytest.param([("headline", "Tide"), ("body", "Rose.")], "Tide\n\nRose.", id="nothing-to-hide"),
    pytest.param(
        [("body", "Rose."), ("caption", "A 🌊🌊 pic"), ("body", "Fell.")], "Rose.\n\n        \n\nFell.", id="emoji-in-a-caption"),
    pytest.param(
        [("promo", "Read\nmore"), ("dek", "🌊 rose")], "         \n\n🌊 rose", id="line-break-inside-a-hidden-block"),
    pytest.param([("byline", "By Ada"), ("credit", "Pool")], "      \n\n    ", id="all-hidden"),
])
def test_unanalysed_blocks_are_hidden(pieces: Pieces, expected: str) -> None:
    text, blocks = lay_out(pieces)
    assert hide_unanalysed(text, blocks) == expected


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.text(max_size=12)), max_size=6))
def test_hiding_keeps_every_offset(pieces: Pieces) -> None:
    text, blocks = lay_out(pieces)
    hidden = hide_unanalysed(text, blocks)
    assert len(hidden) == len(text)
    assert BLOCK_SEPARATOR.join(block.text for block in blocks) == text
    for block in blocks:
        is_seen = block.kind in MENTION_KINDS
        assert hidden[block.start:block.end] == (block.text if is_seen else " " * len(block.text))


@pytest.mark.parametrize(("offset", "kind"), [
    pytest.param(0, "headline", id="first-character"),
    pytest.param(5, "headline", id="last-character"),
    pytest.param(6, None, id="separator"),
    pytest.param(8, "body", id="first-of-the-next"),
    pytest.param(16, None, id="past-the-end"),
])
def test_block_at_an_offset(offset: int, kind: BlockKind | None) -> None:
    _, blocks = lay_out([("headline", "Tide 🌊"), ("body", "It rose.")])
    found: Block | None = block_at(blocks, offset)
    assert (found.kind if found is not None else None) == kind


def test_headlines_are_read_for_names_not_for_statements() -> None:
    assert {"headline"} == MENTION_KINDS - STATEMENT_KINDS
