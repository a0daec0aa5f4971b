"""What worker processes do in an evaluation: read an annotated document as a user's record, analyse it, count what is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from flows.analyse_articles import blocks_of
from flows.load_models import ModelChoice
from flows.work_in_child import AnalysisRequest, analyse
from transforms.dataset.registry import KnownEntity, Occurrence
from transforms.evaluation.alignment import AlignmentError, align
from transforms.evaluation.bootstrap import Counts
from transforms.evaluation.entity_scores import EntityEvidence, count_entities
from transforms.evaluation.gold import AttributionArticle, DocumentLayout, EntityArticle, GoldPage, read_gold
from transforms.evaluation.page_scores import NOTHING_READ, count_page
from transforms.evaluation.predictions import (
    PredictionRow,
    date_rows,
    mention_rows,
    page_row,
    predicted_dates,
    predicted_mentions,
    predicted_page,
    predicted_quotes,
    quote_rows,
)
from transforms.evaluation.quote_scores import count_quotes
from transforms.extraction.rows import ArticleRows
from transforms.identity import content_id
from transforms.reading.articles import read_article
from transforms.reading.containers import open_records
from transforms.reading.records import RawRecord, ReadArticle, ReadingLimits, Refusal
from transforms.serialisation import decode

_RUN_ID = content_id("n", "evaluation")
_LIMITS = ReadingLimits()


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
    reads = [read_document(document) for document in documents]
    requests = [
        _request(number, read) for number, read in enumerate(reads)
        if isinstance(read, ReadArticle) and read.article.extraction_status == "analysed"]
    rows = {int(key): decode(payload, ArticleRows) for key, payload in analyse(requests, models)}
    return [
        _score_article(document, read, rows.get(number))
        for number, (document, read) in enumerate(zip(documents, reads, strict=True))]


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
    if document.layout == "attributions":
        article = read_gold(document.line, AttributionArticle, where=document.locator)
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
    return DocumentResult(
        counts=count_quotes(gold.text, gold=gold.attributions, predicted=quotes),
        predictions={"quotes": quote_rows(gold.id, gold.text, quotes)})


def _score_entities(document: GoldDocument, read: ReadArticle, rows: ArticleRows) -> DocumentResult:
    gold = read_gold(document.line, EntityArticle, where=document.locator)
    alignment = align(read.article.text, source_text=gold.text)
    mentions, dates = predicted_mentions(rows, alignment), predicted_dates(rows, alignment)
    evidence = count_entities(gold, mentions=mentions, dates=dates)
    return DocumentResult(
        counts=evidence.counts, evidence=evidence,
        predictions={"mentions": mention_rows(gold.id, mentions), "dates": date_rows(gold.id, dates)},
        known=tuple(
            KnownEntity(entity_id=entity.entity_id, entity_type=entity.entity_type, name=entity.canonical_name,
                        distinguished_by=entity.distinguished_by, geonames_id=entity.geonames_id) for entity in rows.entities),
        occurrences=tuple(
            Occurrence(article_id=read.article.article_id, entity_id=entity.entity_id, forms=tuple(
                mention.text for mention in rows.mentions
                if mention.entity_id == entity.entity_id and mention.mention_kind == "name"))
            for entity in rows.entities))
