"""What was said, as words: folded for comparison, and how two wordings of perhaps one utterance relate."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from transforms.lexicons.function_words import FUNCTION_WORDS, NEGATIONS

Words = tuple[str, ...]

MIN_SHARED_WORDS = 5
"""Fewest words that tell an utterance, whoever reports it."""

MIN_CONTENT_WORDS = 3
"""Fewest different words among them that are not common everywhere: 'thank you very much everybody' has one."""

MIN_VARIANT_SHARE = 0.8
"""Share of their words that two variants have in common, in order, at least."""

SPELLING_LETTERS = 4
"""First letters that two spellings or forms of one word have in common: 'favour' and 'favored'."""

_WORD = re.compile(r"\w+(?:['.\-]\w+)*")


def fold_words(pieces: Iterable[str]) -> Words:
    """The words of a quote without case, punctuation and the 'that' which begins reported speech ('said that A', 'said A').

    Args:
        pieces: The contiguous pieces of the quote, in order.
    """
    words = tuple(word for piece in pieces for word in _WORD.findall(piece.casefold().replace("’", "'")))
    return words[1:] if words[:1] == ("that",) and len(words) > 1 else words


def content_words(words: Iterable[str]) -> frozenset[str]:
    """The words that are not common everywhere."""
    return frozenset(word for word in words if is_content_word(word))


def is_content_word(word: str) -> bool:
    """Whether a folded word says what a sentence is about."""
    return word not in FUNCTION_WORDS and "'" not in word.removesuffix("'s")


def is_distinctive(words: Words) -> bool:
    """Whether nobody would say these words by chance."""
    return len(words) >= MIN_SHARED_WORDS and len(content_words(words)) >= MIN_CONTENT_WORDS


def relate(words: Words, whole: Words) -> Literal["exact", "variant", "partial"] | None:
    """How a wording compares with one that is at least as long; None when it may be another utterance.

    Two wordings are variants when they share most words in order and one leaves out what the other has, or they exchange words
    that are common everywhere or spellings. With another number, another negation or another content word in the place of one
    they are not: 'prices fell' and 'prices rose' differ by one word as well.
    """
    if words == whole:
        return "exact"
    if len(words) < len(whole) and f" {' '.join(words)} " in f" {' '.join(whole)} ":
        return "partial"
    return "variant" if _are_variants(words, whole) else None


def _are_variants(one: Words, other: Words) -> bool:
    total = len(one) + len(other)
    if 2 * min(len(one), len(other)) < MIN_VARIANT_SHARE * total or _fixed_words(one) != _fixed_words(other):
        return False
    if _exchanges_content(one, other):
        return False
    return 2 * common_word_count(one, other) >= MIN_VARIANT_SHARE * total


def _fixed_words(words: Words) -> Counter[str]:
    """What variants may not differ in: numbers, and how often something is denied."""
    return Counter("not" if word in NEGATIONS or word.endswith("n't") else word for word in words
                   if word in NEGATIONS or word.endswith("n't") or any(map(str.isdigit, word)))


def _exchanges_content(one: Words, other: Words) -> bool:
    """Whether each has a content word that the other lacks, spellings and forms of a word not counted."""
    own, others = Counter(filter(is_content_word, one)), Counter(filter(is_content_word, other))
    beginnings = [Counter(word[:SPELLING_LETTERS] for word in (mine - theirs).elements())
                  for mine, theirs in ((own, others), (others, own))]
    return bool(beginnings[0] - beginnings[1]) and bool(beginnings[1] - beginnings[0])


def common_word_count(one: Words, other: Words) -> int:
    """Length of the longest common subsequence, by the bit-parallel method of Hyyrö (2004), "Bit-parallel LCS-length computation
    revisited"."""
    places: dict[str, int] = {}
    for position, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << position
    every = (1 << len(one)) - 1
    unmatched = every
    for word in other:
        met = unmatched & places.get(word, 0)
        unmatched = (unmatched + met | unmatched - met) & every
    return len(one) - unmatched.bit_count()
