"""How checkable a stretch of text is, from the scores that the learned tagger gives its word pieces.

Two questions that differ: whether the public would want a statement checked, and whether it can be checked at all. For each the
network gives every word piece how much it counts and what it counts for; the score of a stretch is the mean of the latter
weighted by the softmax of the former, a sum over its words, so that what each word has contributed is known exactly. A logistic
regression over both scores and a few features that can be read off the sentence makes probabilities of them (Platt 1999), fitted
by `training.calibrate_claims`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from schemas.claims import CheckWorthinessClass, ClaimType
from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.tagging import TaggedArticle
from transforms.extraction.word_pieces import WordPieces

Checkability = Literal["check_worthy", "verifiable"]
"""check_worthy: states a fact that the public would want checked (Arslan et al., ICWSM 2020); verifiable: holds a claim
specific enough to be checked with evidence, of whatever weight (Ni et al., ACL 2024)."""

CHECKABILITIES: tuple[Checkability, ...] = ("check_worthy", "verifiable")

CLAIM_TYPES: tuple[ClaimType, ...] = get_args(ClaimType)
"""Kinds of claims in the order of the network's scores."""

MODEL = "checkability_v1"
"""Value of the column `model`."""

FEATURES = ("constant", "check_worthy", "verifiable", "number", "name", "past", "future", "first_person", "question", "length")
"""What the probabilities are computed from: the network's two scores, whether the stretch holds a number, a name, a verb in the
past, 'will', 'I', a question mark, and the logarithm of its length in words."""

Register = Literal["news", "speech"]
"""What a stretch is taken from: an article, or debates and speeches, of which the corpora of sentences are made."""

WEIGHTS: Mapping[Register, Mapping[Checkability, Mapping[str, float]]] = MappingProxyType({
    "news": MappingProxyType({
        "check_worthy": MappingProxyType({"constant": -1.56, "check_worthy": 1.15, "verifiable": -0.09}),
        "verifiable": MappingProxyType({
            "constant": -0.76, "check_worthy": 0.63, "verifiable": 0.51, "number": 0.24, "name": 0.41, "past": 1.14,
            "future": -0.09, "first_person": -0.16, "question": -0.38, "length": 0.10}),
    }),
    "speech": MappingProxyType({
        "check_worthy": MappingProxyType({"constant": 0.14, "check_worthy": 1.44}),
        "verifiable": MappingProxyType({"verifiable": 1.0}),
    }),
})
"""Printed by `python -m training.calibrate_claims`; a feature that is not named weighs nothing."""

THRESHOLD = 0.5
"""Probability from which a claim counts as check-worthy or verifiable."""

MOST_WORDS = 3
"""Words given as reasons."""

_FIRST_PERSONS = frozenset({"i", "me", "my", "we", "our", "us"})
_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_COUNTED_NAMES = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "LAW"})

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One probability of a stretch.

    Args:
        words: Up to three of its words that weighed most, '-' before those that spoke against it, heaviest first.
    """

    probability: float
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How checkable a stretch is, and which model says so."""

    check_worthy: Score
    verifiable: Score
    model: str = MODEL

    @property
    def is_verifiable(self) -> bool:
        return self.verifiable.probability >= THRESHOLD

    @property
    def check_worthiness_class(self) -> CheckWorthinessClass:
        """ClaimBuster's class: check-worthy, else factual because it can be checked, else neither."""
        if self.check_worthy.probability >= THRESHOLD:
            return "CFS"
        return "UFS" if self.is_verifiable else "NFS"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceScorer:
    """What the network says of the word pieces of one article.

    Args:
        pieces: Its word pieces.
        outputs: (n, 4) for each checkability how much a piece counts, then for each what it counts for.
    """

    doc: Doc
    pieces: WordPieces
    outputs: NDArray[np.float32]
    register: Register = "news"

    def assess(self, spans: Sequence[Offsets]) -> Assessment | None:
        """How checkable the stretch is that some spans of the article make up; None when the network has not read it."""
        evidence = self.evidence(spans)
        if evidence is None:
            return None
        probabilities = {one: probability(evidence, WEIGHTS[self.register][one]) for one in CHECKABILITIES}
        return Assessment(
            check_worthy=Score(probability=probabilities["check_worthy"], words=self._reasons(spans, "check_worthy")),
            verifiable=Score(probability=probabilities["verifiable"], words=self._reasons(spans, "verifiable")))

    def evidence(self, spans: Sequence[Offsets]) -> Mapping[str, float] | None:
        """The value of each of `FEATURES`; None when the network has not read the stretch."""
        inside = self.pieces.inside(spans)
        if not len(inside):
            return None
        tokens = [token for span in spans for token in _tokens(self.doc, span)]
        return {
            "constant": 1.0,
            **{one: float(self._contributions(inside, one).sum()) for one in CHECKABILITIES},
            "number": float(any(token.like_num or any(map(str.isdigit, token.text)) for token in tokens)),
            "name": float(any(token.ent_type_ in _COUNTED_NAMES for token in tokens)),
            "past": float(any(token.tag_ == "VBD" for token in tokens)),
            "future": float(any(token.lower_ in _FUTURE and token.tag_ == "MD" for token in tokens)),
            "first_person": float(any(token.lower_ in _FIRST_PERSONS for token in tokens)),
            "question": float(any(token.text == "?" for token in tokens)),
            "length": log(1 + sum(token.is_alpha for token in tokens)),
        }

    def _contributions(self, inside: NDArray[np.int64], checkability: Checkability) -> Numbers:
        """What each word piece adds to the score."""
        column = CHECKABILITIES.index(checkability)
        attention = self.outputs[inside, column].astype(np.float64)
        weights = np.exp(attention - attention.max())
        return weights / weights.sum() * self.outputs[inside, len(CHECKABILITIES) + column]

    def _reasons(self, spans: Sequence[Offsets], checkability: Checkability) -> str | None:
        inside = self.pieces.inside(spans)
        contributions = self._contributions(inside, checkability)
        weights: dict[int, float] = {}
        words: dict[int, Token] = {}
        for span in spans:
            for token in _tokens(self.doc, span):
                words[token.i] = token
        order = sorted(words)
        starts = [words[number].idx for number in order]
        for position, added in zip(inside.tolist(), contributions.tolist(), strict=True):
            at = bisect_right(starts, int(self.pieces.starts[position])) - 1
            if at >= 0:
                weights[order[at]] = weights.get(order[at], 0.0) + added
        telling = [number for number in weights if any(map(str.isalnum, words[number].text))]
        heaviest = sorted(telling, key=lambda number: (-abs(weights[number]), number))[:MOST_WORDS]
        return "; ".join(f"{'-' if weights[number] < 0 else ''}{words[number].text}" for number in heaviest) or None


def sentence_scorer(doc: Doc, tagged: TaggedArticle, *, register: Register = "news") -> SentenceScorer:
    """What says how checkable stretches of an article are."""
    return SentenceScorer(doc=doc, pieces=tagged.pieces, outputs=tagged.checkability, register=register)


def probability(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic function of the weighted evidence."""
    score = sum(weight * evidence[name] for name, weight in weights.items())
    return 1 / (1 + exp(-score)) if score >= 0 else exp(score) / (1 + exp(score))


def _tokens(doc: Doc, span: Offsets) -> list[Token]:
    """Words of a stretch, those cut at its edges included."""
    first = bisect_left(doc, span[0] + 1, key=lambda token: token.idx + len(token))
    last = bisect_left(doc, span[1], key=lambda token: token.idx)
    return [token for token in doc[first:last] if not token.is_space]
