"""How blocks make up the text of an article, and which of them are analysed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.vocabulary import BlockKind

BLOCK_SEPARATOR = "\n\n"

MENTION_KINDS: frozenset[BlockKind] = frozenset({"headline", "dek", "subhead", "body"})
"""Blocks in which mentions are looked for; all others are hidden from the language model."""

TIME_KINDS: frozenset[BlockKind] = MENTION_KINDS | frozenset[BlockKind](("timestamp", "caption"))
"""Blocks in which time expressions are looked for: whole dates in date lines and captions as well, which no model need see."""

STATEMENT_KINDS: frozenset[BlockKind] = frozenset({"dek", "subhead", "body"})
"""Blocks in which quotes and claims are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block in its place: `text == article_text[start:end]`, offsets half-open code points."""

    kind: BlockKind
    text: str
    start: int
    end: int


def lay_out(pieces: Iterable[tuple[BlockKind, str]]) -> tuple[str, tuple[Block, ...]]:
    """Join labelled pieces, in reading order, into the text of an article.

    Args:
        pieces: Kind and normalised text of each block. Blocks without text are left out.

    Returns:
        The text (blocks parted by one blank line) and the blocks with their offsets into it.
    """
    blocks: list[Block] = []
    position = 0
    for kind, piece in pieces:
        text = piece.strip()
        if not text:
            continue
        blocks.append(Block(kind=kind, text=text, start=position, end=position + len(text)))
        position += len(text) + len(BLOCK_SEPARATOR)
    return BLOCK_SEPARATOR.join(block.text for block in blocks), tuple(blocks)


def hide_unanalysed(text: str, blocks: Sequence[Block]) -> str:
    """The text with every block that is not analysed replaced by as many spaces.

    The language model never sees captions, credits or boilerplate, and every offset stays what it was.
    """
    hidden = list(text)
    for block in blocks:
        if block.kind not in MENTION_KINDS:
            hidden[block.start:block.end] = " " * (block.end - block.start)
    return "".join(hidden)


def block_at(blocks: Sequence[Block], offset: int) -> Block | None:
    """The block that holds the character at `offset`, or None between blocks. `blocks` are in reading order."""
    for block in blocks:
        if block.start <= offset < block.end:
            return block
    return None
