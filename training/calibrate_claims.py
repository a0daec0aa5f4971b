"""Fit the weights of `checkability.WEIGHTS`: `python -m training.calibrate_claims CORPORA`.

Needs what `make run` installs, and no PyTorch. Figures are those of cross-validation: by article for news, by sentence for
debates. Whether a sentence can be checked is not fitted for speech: the network was trained on every such sentence at hand,
so that its own scores of them are too sure, and a fit to them would be as well; there they count as they are.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows.analyse_articles import blocks_of
from flows.load_models import Analyser, choose_models, load_analyser
from flows.score_in_child import GoldDocument, read_document
from transforms.evaluation.claim_scores import average_precision, calibration_error
from transforms.evaluation.gold import ClaimArticle, ClaimLabels, StoredText, join_sentences, read_gold, write_article
from transforms.extraction.annotation import parse_articles
from transforms.extraction.checkability import FEATURES, SentenceScorer, sentence_scorer
from transforms.extraction.page import split_lines
from transforms.layout import STATEMENT_KINDS, hide_unanalysed
from transforms.reading.records import ReadArticle

LABELS = Path(__file__).parent.parent / "tests" / "annotations" / "pages_claims.jsonl"
DEBATES = ("dev", "dev_test")
"""Files of CheckThat!, each as heavy as the other."""

FOLDS = 5
_STEPS = 50

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Labelled sentences with their evidence.

    Args:
        evidence: (n, features) in the order of `FEATURES`.
        folds: (n,) the fold in which each is tested.
        weights: (n,) how much each counts.
    """

    evidence: Numbers
    labels: Numbers
    folds: NDArray[np.int64]
    weights: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What one probability is fitted with: the features it uses, and the ridge penalty of large weights, in sentences."""

    features: tuple[str, ...]
    penalty: float


NEWS_CHECK_WORTHY = Recipe(features=("constant", "check_worthy", "verifiable"), penalty=1.0)
NEWS_VERIFIABLE = Recipe(features=FEATURES, penalty=3.0)
SPEECH_CHECK_WORTHY = Recipe(features=("constant", "check_worthy"), penalty=1.0)
"""Chosen in cross-validation; further features did not help there."""


def calibrate(corpora: Path, analyser: Analyser) -> None:
    """Print the weights of each register, with F1, average precision and expected calibration error in cross-validation."""
    worthy, verifiable = _news(corpora, analyser)
    _show("news", "check_worthy", worthy, NEWS_CHECK_WORTHY)
    _show("news", "verifiable", verifiable, NEWS_VERIFIABLE)
    _show("speech", "check_worthy", _debates(corpora / "ct24_checkworthy_en", analyser), SPEECH_CHECK_WORTHY)


def fit(sample: Sample, recipe: Recipe) -> Numbers:
    """Weights of a logistic regression with a ridge penalty, by Newton's method."""
    found, weights = _chosen(sample, recipe), np.zeros(len(recipe.features))
    for _ in range(_STEPS):
        probability = _probability(found, weights)
        slope = found.T @ (sample.weights * (probability - sample.labels)) + recipe.penalty * weights
        curvature = (found * (sample.weights * probability * (1 - probability))[:, None]).T @ found
        weights -= np.linalg.solve(curvature + recipe.penalty * np.eye(len(weights)), slope)
    return weights


def _show(register: str, name: str, sample: Sample, recipe: Recipe) -> None:
    predicted = np.zeros(len(sample.labels))
    for fold in range(FOLDS):
        inside = sample.folds == fold
        rest = Sample(evidence=sample.evidence[~inside], labels=sample.labels[~inside], folds=sample.folds[~inside],
                      weights=sample.weights[~inside])
        predicted[inside] = _probability(_chosen(sample, recipe)[inside], fit(rest, recipe))
    labels, scores = [bool(label) for label in sample.labels], [float(one) for one in predicted]
    right = sum(score >= 0.5 and label for score, label in zip(scores, labels, strict=True))
    f1 = 2 * right / max(1, sum(score >= 0.5 for score in scores) + sum(labels))
    print(f"{register} {name}: {len(labels)} sentences, F1 {f1:.3f}, average precision {average_precision(labels, scores):.3f}, "
          f"expected calibration error {calibration_error(labels, scores):.3f}")
    weights = ", ".join(f'"{feature}": {weight:.2f}' for feature, weight in zip(
        recipe.features, fit(sample, recipe), strict=True))
    print(f'        "{name}": MappingProxyType({{{weights}}}),')


def _chosen(sample: Sample, recipe: Recipe) -> Numbers:
    return sample.evidence[:, [FEATURES.index(feature) for feature in recipe.features]]


def _probability(found: Numbers, weights: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-found @ weights))


def _debates(folder: Path, analyser: Analyser) -> Sample:
    evidence: list[list[float]] = []
    labels: list[float] = []
    weights: list[float] = []
    for stem in DEBATES:
        lines = [json.loads(line) for line in (folder / f"{stem}.jsonl").read_text(encoding="utf8").splitlines()]
        for line, doc in zip(lines, parse_articles(analyser.nlp, [line["text"] for line in lines]), strict=True):
            assert analyser.tagger is not None
            whole = (0, len(line["text"]))
            scorer = sentence_scorer(doc, analyser.tagger.tag(line["text"], paragraphs=[whole]), register="speech")
            evidence.append(_row(scorer, [whole]))
            labels.append(line["label"])
            weights.append(1 / len(lines))
    mean = sum(weights) / len(weights)
    return Sample(evidence=np.array(evidence), labels=np.array(labels, dtype=float), folds=np.arange(len(labels)) % FOLDS,
                  weights=np.array(weights) / mean)


def _news(corpora: Path, analyser: Analyser) -> tuple[Sample, Sample]:
    """The labelled sentences of news for either question."""
    evidence: list[list[float]] = []
    units: list[ClaimLabels] = []
    folds: list[int] = []
    for number, article in enumerate(_articles(corpora / "pages" / "gold.jsonl")):
        text, scorer = _scored_article(article, analyser)
        for one in article.units:
            start = text.index(article.text[one.start:one.end])
            evidence.append(_row(scorer, [(start, start + one.end - one.start)]))
            units.append(one)
            folds.append(number % FOLDS)
    labels = ([one.check_worthiness_class == "CFS" for one in units], [one.is_verifiable for one in units])
    worthy, verifiable = (
        Sample(evidence=np.array(evidence), labels=np.array(own, dtype=float), folds=np.array(folds), weights=np.ones(len(own)))
        for own in labels)
    return worthy, verifiable


def _articles(pages: Path) -> Iterator[ClaimArticle]:
    labelled: dict[str, list[ClaimLabels]] = {}
    for line in LABELS.read_text(encoding="utf8").splitlines():
        labels = read_gold(line, ClaimLabels, where=str(LABELS))
        labelled.setdefault(labels.id, []).append(labels)
    stored = {one.id: one for line in pages.read_text(encoding="utf8").splitlines()
              if (one := read_gold(line, StoredText, where=str(pages))).id in labelled}
    for article_id, units in labelled.items():
        yield join_sentences(units, stored[article_id], where=str(LABELS))


def _scored_article(article: ClaimArticle, analyser: Analyser) -> tuple[str, SentenceScorer | None]:
    document = GoldDocument(locator=article.id, folder="", layout="claims", line=write_article(article))
    read = read_document(document)
    assert isinstance(read, ReadArticle) and analyser.tagger is not None
    text, blocks = read.article.text, blocks_of(read.blocks)
    doc, = parse_articles(analyser.nlp, [hide_unanalysed(text, blocks)])
    paragraphs = [part for block in blocks if block.kind in STATEMENT_KINDS
                  for part in split_lines(text, (block.start, block.end))]
    return text, sentence_scorer(doc, analyser.tagger.tag(doc.text, paragraphs=paragraphs))


def _row(scorer: SentenceScorer | None, spans: Sequence[tuple[int, int]]) -> list[float]:
    evidence = scorer.evidence(spans) if scorer is not None else None
    if evidence is None:
        raise SystemExit("the attribution model does not score sentences: train and export one that does")
    return [evidence[name] for name in FEATURES]


def main() -> None:
    """Read the command line and calibrate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path, help="folder with ct24_checkworthy_en and pages")
    arguments = parser.parse_args()
    calibrate(arguments.corpora, load_analyser(choose_models()))


if __name__ == "__main__":
    main()
