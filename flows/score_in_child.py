"""What worker processes do in an evaluation: read an annotated document as a user's record, analyse it, count what is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from flows.analyse_articles import blocks_of
from flows.load_models import Analyser, ModelChoice, load_analyser
from flows.work_in_child import AnalysisRequest, analyse
from transforms.dataset.registry import KnownEntity, Occurrence
from transforms.evaluation.alignment import AlignmentError, align
from transforms.evaluation.bootstrap import Counts
from transforms.evaluation.claim_scores import DescribedUnit, ScoredSentence, count_claims
from transforms.evaluation.entity_scores import EntityEvidence, count_entities
from transforms.evaluation.gold import (
    AttributionArticle,
    ClaimArticle,
    DocumentLayout,
    EntityArticle,
    GoldPage,
    LabelledSentence,
    read_gold,
)
from transforms.evaluation.page_scores import NOTHING_READ, count_page
from transforms.evaluation.predictions import (
    PredictionRow,
    claim_rows,
    date_rows,
    mention_rows,
    page_row,
    predicted_claims,
    predicted_dates,
    predicted_mentions,
    predicted_page,
    predicted_quotes,
    quote_rows,
    sentence_row,
)
from transforms.evaluation.quote_scores import count_quotes
from transforms.extraction.rows import ArticleRows
from transforms.identity import content_id
from transforms.layout import hide_unanalysed
from transforms.reading.articles import read_article
from transforms.reading.containers import open_records
from transforms.reading.records import RawRecord, ReadArticle, ReadingLimits, Refusal
from transforms.serialisation import decode

_RUN_ID = content_id("n", "evaluation")
_LIMITS = ReadingLimits()

NO_SENTENCE_MODEL = "not available: the attribution model in use does not score sentences"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """One line of an annotated corpus.

    Args:
        locator: File and line, for messages.
        folder: Where the files lie that the line names.
        line: The record as JSON.
    """

    locator: str
    folder: str
    layout: DocumentLayout
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentResult:
    """What one document scored.

    Args:
        predictions: Name of a file -> lines for it.
        sentence: The sentence with its probability, of a corpus of sentences.
        units: What was found of its labelled sentences, of a corpus of claims.
        known: The entities found, under the article's own keys.
        occurrences: Their names in the article.
        missing: Why there are no predictions for the document, which then counts as one in which nothing was found; None when
            there are.
        misaligned: Where the article as read is not the annotated text, so that offsets mean nothing and nothing counts as found;
            None when it is.
    """

    counts: Counts
    evidence: EntityEvidence | None = None
    predictions: Mapping[str, tuple[PredictionRow, ...]] = field(default_factory=dict[str, tuple[PredictionRow, ...]])
    sentence: ScoredSentence | None = None
    units: tuple[DescribedUnit, ...] = ()
    known: tuple[KnownEntity, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    missing: str | None = None
    misaligned: str | None = None


def score_documents(documents: Sequence[GoldDocument], models: ModelChoice) -> list[DocumentResult]:
    """The score of each document, in order.

    Raises:
        GoldError: A line is not laid out as its corpus is.
    """
    if documents and documents[0].layout == "pages":
        return [_score_page(document) for document in documents]
    if documents and documents[0].layout == "sentences":
        return score_sentences(documents, models)
    if documents and documents[0].layout == "claims":
        return score_units(documents, models)
    reads = [read_document(document) for document in documents]
    requests = [
        _request(number, read) for number, read in enumerate(reads)
        if isinstance(read, ReadArticle) and read.article.extraction_status == "analysed"]
    rows = {int(key): decode(payload, ArticleRows) for key, payload in analyse(requests, models)}
    return [
        _score_article(document, read, rows.get(number))
        for number, (document, read) in enumerate(zip(documents, reads, strict=True))]


def score_sentences(documents: Sequence[GoldDocument], models: ModelChoice) -> list[DocumentResult]:
    """Each sentence of a corpus by itself, with its probability."""
    from transforms.extraction.annotation import parse_articles  # noqa: PLC0415  (the main process never needs spaCy)
    from transforms.extraction.checkability import sentence_scorer  # noqa: PLC0415

    analyser = load_analyser(models)
    found = [read_gold(document.line, LabelledSentence, where=document.locator) for document in documents]
    if analyser.tagger is None:
        return [score_nothing(document, NO_SENTENCE_MODEL) for document in documents]
    results: list[DocumentResult] = []
    for one, document, doc in zip(found, documents, parse_articles(analyser.nlp, [one.text for one in found]), strict=True):
        tagged = analyser.tagger.tag(one.text, paragraphs=[(0, len(one.text))])
        assessment = sentence_scorer(doc, tagged, register="speech").assess([(0, len(one.text))])
        if assessment is None:
            results.append(score_nothing(document, NO_SENTENCE_MODEL))
            continue
        score = assessment.verifiable if one.checkability == "verifiable" else assessment.check_worthy
        sentence = ScoredSentence(sentence_id=one.id, label=one.label, probability=score.probability)
        results.append(DocumentResult(
            counts={"sentences": 1}, sentence=sentence, predictions={"sentences": (sentence_row(sentence),)}))
    return results


def score_units(documents: Sequence[GoldDocument], models: ModelChoice) -> list[DocumentResult]:
    """What is said of the labelled sentences of each article."""
    return [_score_units(document, load_analyser(models)) for document in documents]


def _score_units(document: GoldDocument, analyser: Analyser) -> DocumentResult:
    from transforms.extraction.annotation import parse_articles  # noqa: PLC0415
    from transforms.extraction.articles import read_closely  # noqa: PLC0415
    from transforms.extraction.checkability import sentence_scorer  # noqa: PLC0415
    from transforms.extraction.claims import describe_stretch  # noqa: PLC0415
    from transforms.extraction.mentions import find_mentions  # noqa: PLC0415
    from transforms.extraction.quotes import extract_quotes  # noqa: PLC0415
    from transforms.extraction.times import find_time_expressions  # noqa: PLC0415

    gold = read_gold(document.line, ClaimArticle, where=document.locator)
    read = read_document(document)
    if isinstance(read, Refusal):
        return score_nothing(document, read.reason)
    article, blocks = read.article, blocks_of(read.blocks)
    doc, = parse_articles(analyser.nlp, [hide_unanalysed(article.text, blocks)])
    reading = read_closely(doc, blocks=blocks, cues=analyser.cues, tagger=analyser.tagger)
    mentions = find_mentions(doc, article_id=article.article_id, blocks=blocks, tagged=reading.names)
    times = find_time_expressions(doc, article_id=article.article_id, blocks=blocks, anchor_date=article.published_date)
    quotes = extract_quotes(reading.page, article_id=article.article_id, blocks=blocks, mentions=mentions, tagged=reading.tagged)
    scorer = sentence_scorer(doc, reading.tagged) if reading.tagged is not None else None
    units: list[DescribedUnit] = []
    for labels in gold.units:
        words = gold.text[labels.start:labels.end]
        start = article.text.find(words)
        if start < 0:
            return score_nothing(document, f"{document.locator}: the sentence at {labels.start} is not in the article as read")
        claim = describe_stretch(
            doc, (start, start + len(words)), article_id=article.article_id, quotes=quotes, mentions=mentions, times=times,
            scorer=scorer)
        units.append(DescribedUnit(
            labels=labels, claim_type=claim.claim_type, modality=claim.modality, is_negated=claim.is_negated,
            quantity_value=claim.quantity_value, quantity_unit=claim.quantity_unit, check_worthiness=claim.check_worthiness,
            verifiable_probability=claim.verifiable_probability, check_worthiness_class=claim.check_worthiness_class))
    return DocumentResult(counts={"articles": 1, "units": len(units)}, units=tuple(units))


def read_document(document: GoldDocument) -> ReadArticle | Refusal:
    """An annotated text, read as a user's record would be."""
    return read_article(_record(document), run_id=_RUN_ID, limits=_LIMITS)


def score_nothing(document: GoldDocument, reason: str) -> DocumentResult:
    """The score of a document in which nothing was found.

    Args:
        reason: Why.
    """
    match document.layout:
        case "pages":
            page = read_gold(document.line, GoldPage, where=document.locator)
            return DocumentResult(counts=count_page(page, NOTHING_READ), missing=reason)
        case "entities":
            article = read_gold(document.line, EntityArticle, where=document.locator)
            evidence = count_entities(article, mentions=(), dates=())
            return DocumentResult(counts=evidence.counts, evidence=evidence, missing=reason)
        case "attributions":
            article = read_gold(document.line, AttributionArticle, where=document.locator)
            return DocumentResult(counts=count_quotes(article.text, gold=article.attributions, predicted=()), missing=reason)
        case "sentences":
            return DocumentResult(counts={"sentences": 1}, missing=reason)
        case "claims":
            return DocumentResult(counts={"articles": 1}, missing=reason)


def _score_page(document: GoldDocument) -> DocumentResult:
    gold = read_gold(document.line, GoldPage, where=document.locator)
    path = Path(document.folder) / gold.file
    try:
        with path.open("rb") as stream:
            records = list(open_records(stream, locator=gold.file, limits=_LIMITS))
    except OSError as error:
        return score_nothing(document, f"{path}: expected a readable page, got: {error.strerror}")
    if len(records) != 1 or not isinstance(records[0], RawRecord):
        refused = next((record.reason for record in records if isinstance(record, Refusal)), None)
        return score_nothing(document, refused or f"{gold.file}: expected one page, found {len(records)} records")
    read = read_article(records[0], run_id=_RUN_ID, limits=_LIMITS)
    if isinstance(read, Refusal):
        return score_nothing(document, read.reason)
    page = predicted_page(read)
    return DocumentResult(counts=count_page(gold, page), predictions={"predictions": (page_row(gold.id, page),)})


def _record(document: GoldDocument) -> RawRecord:
    """The document as a user would hand it in: text with its id, and title and date where the corpus states them."""
    if document.layout in {"attributions", "claims"}:
        layout = AttributionArticle if document.layout == "attributions" else ClaimArticle
        article = read_gold(document.line, layout, where=document.locator)
        stated = {"id": article.id, "title": article.title, "text": article.text, "date": article.date}
    else:
        article = read_gold(document.line, EntityArticle, where=document.locator)
        stated = {"id": article.id, "title": article.title, "text": article.text, "date": article.date_created}
    return RawRecord(
        locator=document.locator, content={name: value for name, value in stated.items() if value is not None}, format="fields")


def _request(number: int, read: ReadArticle) -> AnalysisRequest:
    article = read.article
    anchor: date | None = article.published_date
    return AnalysisRequest(
        key=str(number), article_id=article.article_id, locator=article.input_locator, text=article.text,
        blocks=blocks_of(read.blocks), anchor_date=anchor)


def _score_article(document: GoldDocument, read: ReadArticle | Refusal, rows: ArticleRows | None) -> DocumentResult:
    if isinstance(read, Refusal):
        return score_nothing(document, read.reason)
    if rows is None:
        return score_nothing(document, f"{document.locator}: the article was not analysed ({read.article.extraction_status})")
    try:
        if document.layout == "attributions":
            return _score_quotes(document, read, rows)
        return _score_entities(document, read, rows)
    except AlignmentError as error:
        reason = f"{document.locator}: {error}"
        return replace(score_nothing(document, reason), misaligned=reason)


def _score_quotes(document: GoldDocument, read: ReadArticle, rows: ArticleRows) -> DocumentResult:
    gold = read_gold(document.line, AttributionArticle, where=document.locator)
    quotes = predicted_quotes(rows, align(read.article.text, source_text=gold.text))
    claims = predicted_claims(rows, align(read.article.text, source_text=gold.text))
    return DocumentResult(
        counts={**count_quotes(gold.text, gold=gold.attributions, predicted=quotes),
                **count_claims(gold.text, gold=gold.attributions, predicted=claims)},
        predictions={"quotes": quote_rows(gold.id, gold.text, quotes), "claims": claim_rows(gold.id, claims)})


def _score_entities(document: GoldDocument, read: ReadArticle, rows: ArticleRows) -> DocumentResult:
    gold = read_gold(document.line, EntityArticle, where=document.locator)
    alignment = align(read.article.text, source_text=gold.text)
    mentions, dates = predicted_mentions(rows, alignment), predicted_dates(rows, alignment)
    evidence = count_entities(gold, mentions=mentions, dates=dates)
    return DocumentResult(
        counts=evidence.counts, evidence=evidence,
        predictions={"mentions": mention_rows(gold.id, mentions), "dates": date_rows(gold.id, dates)},
        known=tuple(map(KnownEntity.of, rows.entities)),
        occurrences=tuple(
            Occurrence(article_id=read.article.article_id, entity_id=entity.entity_id, forms=tuple(
                mention.text for mention in rows.mentions
                if mention.entity_id == entity.entity_id and mention.mention_kind == "name"))
            for entity in rows.entities))
