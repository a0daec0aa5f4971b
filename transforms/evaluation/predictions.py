"""What reading and extraction found in an annotated article, as the scores take it and as files of predictions hold it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from schemas.vocabulary import EntityType
from transforms.evaluation.alignment import Alignment, Span
from transforms.evaluation.claim_scores import PredictedClaim, ScoredSentence
from transforms.evaluation.entity_scores import PredictedDate, PredictedMention
from transforms.evaluation.page_scores import PredictedPage
from transforms.evaluation.quote_scores import PredictedQuote
from transforms.extraction.rows import ArticleRows
from transforms.layout import STATEMENT_KINDS
from transforms.reading.records import ReadArticle

PredictionRow = Mapping[str, str | int | float | list[str] | list[list[int]] | None]
"""One line of a file of predictions."""


def predicted_quotes(rows: ArticleRows, alignment: Alignment) -> tuple[PredictedQuote, ...]:
    """The quotes of an article, in its order. Pieces that stand outside the annotated text are left out."""
    pieces = {quote.quote_id: [alignment.to_source(span.char_start, span.char_end) for span in rows.quote_spans
                               if span.quote_id == quote.quote_id] for quote in rows.quotes}
    return tuple(
        PredictedQuote(
            quote_id=quote.quote_id, pieces=tuple(piece for piece in pieces[quote.quote_id] if piece is not None),
            speaker=alignment.to_source(quote.speaker_char_start, quote.speaker_char_end)
            if quote.speaker_char_start is not None and quote.speaker_char_end is not None else None,
            speaker_text=quote.speaker_text, speaker_name=quote.speaker_name)
        for quote in rows.quotes)


def predicted_claims(rows: ArticleRows, alignment: Alignment) -> tuple[PredictedClaim, ...]:
    """The attributed claims of an article, in its order. Pieces that stand outside the annotated text are left out."""
    pieces: dict[str, list[Span]] = defaultdict(list)
    for span in rows.claim_spans:
        piece = alignment.to_source(span.char_start, span.char_end)
        if piece is not None:
            pieces[span.claim_id].append(piece)
    return tuple(
        PredictedClaim(
            claim_id=claim.claim_id, pieces=tuple(pieces[claim.claim_id]), claimer_text=claim.claimer_text,
            claimer=alignment.to_source(claim.claimer_char_start, claim.claimer_char_end)
            if claim.claimer_char_start is not None and claim.claimer_char_end is not None else None)
        for claim in rows.claims if claim.attribution != "authorial")


def predicted_mentions(rows: ArticleRows, alignment: Alignment) -> tuple[PredictedMention, ...]:
    """The names and pronouns of an article, in its order. A name without an entity is one of its own."""
    types: Mapping[str, EntityType] = {entity.entity_id: entity.entity_type for entity in rows.entities}
    mentions: list[PredictedMention] = []
    for mention in rows.mentions:
        span = alignment.to_source(mention.char_start, mention.char_end)
        if span is None or mention.mention_kind == "nominal":
            continue
        if mention.mention_kind == "name":
            entity_id = mention.entity_id or mention.mention_id
            found = PredictedMention(
                start=span[0], end=span[1], entity_id=entity_id, entity_type=types.get(entity_id, "other"))
        else:
            found = PredictedMention(start=span[0], end=span[1], entity_id=mention.entity_id, entity_type=None)
        mentions.append(found)
    return tuple(mentions)


def predicted_dates(rows: ArticleRows, alignment: Alignment) -> tuple[PredictedDate, ...]:
    """The time expressions of an article, in its order."""
    return tuple(
        PredictedDate(start=span[0], end=span[1], first=found.value_start, last=found.value_end)
        for found in rows.time_expressions if (span := alignment.to_source(found.char_start, found.char_end)) is not None)


def predicted_page(read: ReadArticle) -> PredictedPage:
    """The parts of a page that was read; its body is what quotes and claims are looked for in."""
    return PredictedPage(
        body="\n".join(block.text for block in read.blocks if block.kind in STATEMENT_KINDS), title=read.article.title,
        authors=tuple(author.name for author in read.authors), published_date=read.article.published_date)


def quote_rows(document_id: str, text: str, quotes: Iterable[PredictedQuote]) -> tuple[PredictionRow, ...]:
    """Lines of `quotes.jsonl`, one a piece."""
    return tuple(
        {
            "article_id": document_id, "quote_id": quote.quote_id, "quote_start": start, "quote_end": end,
            "quote_text": text[start:end], "speaker_start": quote.speaker[0] if quote.speaker is not None else None,
            "speaker_end": quote.speaker[1] if quote.speaker is not None else None, "speaker_text": quote.speaker_text,
            "speaker_name": quote.speaker_name,
        }
        for quote in quotes for start, end in quote.pieces)


def claim_rows(document_id: str, claims: Iterable[PredictedClaim]) -> tuple[PredictionRow, ...]:
    """Lines of `claims.jsonl`."""
    return tuple(
        {
            "article_id": document_id, "claim_id": claim.claim_id, "claim_spans": [list(piece) for piece in claim.pieces],
            "claimer_start": claim.claimer[0] if claim.claimer is not None else None,
            "claimer_end": claim.claimer[1] if claim.claimer is not None else None, "claimer_text": claim.claimer_text,
        }
        for claim in claims)


def sentence_row(sentence: ScoredSentence) -> PredictionRow:
    """One line of `sentences.jsonl`."""
    return {"id": sentence.sentence_id, "score": round(sentence.probability, 6)}


def mention_rows(document_id: str, mentions: Iterable[PredictedMention]) -> tuple[PredictionRow, ...]:
    """Lines of `mentions.jsonl`."""
    return tuple(
        {
            "article_id": document_id, "start": mention.start, "end": mention.end, "entity_id": mention.entity_id,
            "entity_type": mention.entity_type,
        }
        for mention in mentions)


def date_rows(document_id: str, dates: Iterable[PredictedDate]) -> tuple[PredictionRow, ...]:
    """Lines of `dates.jsonl`."""
    return tuple(
        {
            "article_id": document_id, "start": found.start, "end": found.end,
            "value_start": found.first.isoformat() if found.first is not None else None,
            "value_end": found.last.isoformat() if found.last is not None else None,
        }
        for found in dates)


def entity_rows(canonical_names: Mapping[str, str]) -> tuple[PredictionRow, ...]:
    """Lines of `entities.jsonl`."""
    return tuple({"entity_id": entity_id, "canonical_name": name} for entity_id, name in sorted(canonical_names.items()))


def page_row(document_id: str, page: PredictedPage) -> PredictionRow:
    """One line of `predictions.jsonl`."""
    return {
        "id": document_id, "body": page.body, "title": page.title, "authors": list(page.authors),
        "published_day": page.published_date.isoformat() if page.published_date is not None else None,
    }
