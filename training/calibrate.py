"""Fit the weights of `quotes.confidence`: `python -m training.calibrate CORPUS [--attribution-model rules]`.

Needs what `make run` installs, and no PyTorch. A quote is right when it matches an annotated attribution (intersection over
union of the contents at least a half) and names its source.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows.analyse_articles import blocks_of
from flows.load_models import ATTRIBUTION_MODELS, Analyser, choose_models, load_analyser
from flows.score_in_child import GoldDocument, read_document
from transforms.evaluation.alignment import align
from transforms.evaluation.gold import AttributionArticle, read_gold
from transforms.evaluation.quote_scores import PredictedQuote, right_quotes
from transforms.extraction.annotation import parse_articles
from transforms.extraction.articles import read_closely
from transforms.extraction.confidence import EVIDENCE
from transforms.extraction.mentions import find_mentions
from transforms.extraction.quotes import find_utterances
from transforms.layout import hide_unanalysed
from transforms.reading.records import ReadArticle

FOLDS = 5
BINS = 10
PENALTY = 1.0
"""Of large weights (ridge), in quotes."""

_STEPS = 50

Matrix = NDArray[np.float64]


def calibrate(corpus: Path, analyser: Analyser) -> None:
    """Print weights and expected calibration error (Naeini et al., AAAI 2015; ten bins) in cross-validation by article."""
    articles = [(np.array(found), np.array(right, dtype=float)) for found, right in _judged(corpus, analyser) if found]
    errors: list[tuple[float, float]] = []
    for fold in range(FOLDS):
        weights = fit([one for number, one in enumerate(articles) if number % FOLDS != fold])
        for found, right in articles[fold::FOLDS]:
            errors += zip(_probability(found, weights).tolist(), right.tolist(), strict=True)
    predicted, right = np.array(errors).T
    print(f"{len(predicted)} quotes, {right.mean():.3f} of them right; expected calibration error "
          f"{_error(predicted, right):.3f}, Brier score {((predicted - right) ** 2).mean():.3f}")
    for name, weight in zip(EVIDENCE, fit(articles), strict=True):
        print(f'    "{name}": {weight:.2f},')


def fit(articles: Sequence[tuple[Matrix, Matrix]]) -> Matrix:
    """Weights of a logistic regression with a ridge penalty, by Newton's method."""
    found, right = np.concatenate([one[0] for one in articles]), np.concatenate([one[1] for one in articles])
    weights = np.zeros(found.shape[1])
    for _ in range(_STEPS):
        probability = _probability(found, weights)
        slope = found.T @ (probability - right) + PENALTY * weights
        curvature = (found * (probability * (1 - probability))[:, None]).T @ found + PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(curvature, slope)
    return weights


def _probability(found: Matrix, weights: Matrix) -> Matrix:
    return 1 / (1 + np.exp(-found @ weights))


def _error(predicted: Matrix, right: Matrix) -> float:
    bins = np.minimum((predicted * BINS).astype(int), BINS - 1)
    return float(sum(abs(predicted[bins == one].sum() - right[bins == one].sum()) for one in range(BINS)) / len(predicted))


def _judged(corpus: Path, analyser: Analyser) -> Iterator[tuple[list[tuple[float, ...]], list[bool]]]:
    """For each article the evidence of its quotes and whether each is right."""
    with corpus.open(encoding="utf8") as lines:
        for number, line in enumerate(lines, start=1):
            document = GoldDocument(
                locator=f"{corpus}#line={number}", folder=str(corpus.parent), layout="attributions", line=line)
            read = read_document(document)
            assert isinstance(read, ReadArticle)
            gold = read_gold(line, AttributionArticle, where=document.locator)
            blocks, text = blocks_of(read.blocks), read.article.text
            doc, = parse_articles(analyser.nlp, [hide_unanalysed(text, blocks)])
            reading = read_closely(doc, blocks=blocks, cues=analyser.cues, tagger=analyser.tagger)
            mentions = find_mentions(doc, article_id=read.article.article_id, blocks=blocks, tagged=reading.names)
            alignment = align(text, source_text=gold.text)
            found: list[tuple[float, ...]] = []
            quotes: list[PredictedQuote] = []
            for one in find_utterances(reading.page, mentions=mentions, tagged=reading.tagged):
                pieces = [alignment.to_source(*piece) for piece in one.attribution.pieces]
                speaker = one.speaker.span
                found.append(one.evidence)
                quotes.append(PredictedQuote(
                    quote_id=str(len(quotes)), pieces=tuple(piece for piece in pieces if piece is not None),
                    speaker=alignment.to_source(*speaker) if speaker else None,
                    speaker_text=text[speaker[0]:speaker[1]] if speaker else None, speaker_name=one.speaker.name))
            right = right_quotes(gold.text, gold=gold.attributions, predicted=quotes)
            yield found, [quote.quote_id in right for quote in quotes]


def main() -> None:
    """Read the command line and calibrate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="annotated articles that the tagger was not trained on")
    parser.add_argument("--attribution-model", choices=ATTRIBUTION_MODELS, default="learned")
    arguments = parser.parse_args()
    calibrate(arguments.corpus, load_analyser(choose_models(attribution=arguments.attribution_model)))


if __name__ == "__main__":
    main()
