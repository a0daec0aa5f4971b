"""What is odd about the claims of a whole dataset: no row is wrong by itself, so these are warnings and turn nothing away."""

from collections import defaultdict
from collections.abc import Mapping

import pyarrow as pa

WORDS_OF_A_SENTENCE = 22
"""Words of a sentence of news, on average; sentences themselves are not published."""

FEWEST_PER_SENTENCE, MOST_PER_SENTENCE = 0.25, 1.5
"""Band of claims per sentence in which an outlet lies that is read as it should be."""

FEWEST_SENTENCES = 100
"""Sentences of an outlet below which the band says nothing."""

FEWEST_SCORES = 20
"""Claims with a probability below which all of them may well be equal."""

_PROBABILITIES = ("check_worthiness", "verifiable_probability")


def odd_claims(claims: pa.Table, *, articles: pa.Table) -> list[str]:
    """Say what is odd, one line each; nothing when all is well.

    Args:
        claims: Columns article_id, check_worthiness and verifiable_probability of every claim.
        articles: Columns article_id, source_id, word_count and extraction_status of every article.
    """
    return [*_outside_band(claims, articles), *_constant(claims)]


def _outside_band(claims: pa.Table, articles: pa.Table) -> list[str]:
    words: dict[str, int] = defaultdict(int)
    outlets: dict[str, str] = {}
    for row in articles.to_pylist():
        if row["source_id"] is not None and row["extraction_status"] == "analysed":
            words[row["source_id"]] += row["word_count"]
            outlets[row["article_id"]] = row["source_id"]
    counts = _count(claims, outlets)
    warnings: list[str] = []
    for source_id in sorted(words):
        sentences = words[source_id] / WORDS_OF_A_SENTENCE
        rate = counts.get(source_id, 0) / sentences if sentences else 0.0
        if sentences >= FEWEST_SENTENCES and not FEWEST_PER_SENTENCE <= rate <= MOST_PER_SENTENCE:
            warnings.append(
                f"claims: expected {FEWEST_PER_SENTENCE} to {MOST_PER_SENTENCE} a sentence, found {rate:.2f} in about "
                f"{sentences:.0f} sentences of outlet {source_id}; look at how its articles were read")
    return warnings


def _count(claims: pa.Table, outlets: Mapping[str, str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for article_id in claims.column("article_id").to_pylist():
        if article_id in outlets:
            counts[outlets[article_id]] += 1
    return counts


def _constant(claims: pa.Table) -> list[str]:
    warnings: list[str] = []
    for name in _PROBABILITIES:
        scores = [score for score in claims.column(name).to_pylist() if score is not None]
        if len(scores) >= FEWEST_SCORES and len(set(scores)) == 1:
            warnings.append(
                f"claims.{name}: expected probabilities that differ, found {scores[0]:.3f} in all {len(scores)} claims")
    return warnings
