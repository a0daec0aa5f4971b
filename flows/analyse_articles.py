"""Analysing articles in worker processes; the rows go into the annotation cache."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from flows.cache_annotations import AnnotationCache
from flows.run_workers import Trouble, Workers, in_chunks
from flows.stage_articles import load_batch
from flows.work_in_child import AnalysisRequest, analyse
from schemas import ArticleBlock
from transforms.layout import Block
from transforms.reading.records import ReadArticle
from transforms.serialisation import is_intact

SECONDS_PER_ARTICLE = 60.0
"""The longest article allowed (a million characters) takes about 30 s."""

ARTICLES_PER_CHUNK = 8
"""spaCy is quickest, and small in memory, on 8 to 16 whole articles at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAnalysis:
    """How the analysis of one batch went.

    Args:
        analysed_count: Articles analysed anew; what is missing came from the cache.
        unsupported_count: Articles in a language that is not analysed.
        failures: Revisions whose analysis failed, with the reason.
    """

    analysed_count: int
    unsupported_count: int
    failures: Mapping[str, str]


def annotation_key(read: ReadArticle, *, fingerprint: str) -> str:
    """Key of an article's rows in the cache: everything they depend on.

    Args:
        fingerprint: Of the analysis.
    """
    article = read.article
    kinds = ",".join(f"{block.kind}:{block.char_start}" for block in read.blocks)
    parts = (fingerprint, article.article_id, article.text_sha256, kinds, str(article.published_date))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def analyse_batch(
    batch: str, *, revision_ids: Collection[str], fingerprint: str, workers: Workers, cache: AnnotationCache,
    on_progress: Callable[[int], None],
) -> BatchAnalysis:
    """Analyse those articles of a batch whose rows are not in the cache yet.

    Args:
        batch: Path of the staged batch.
        revision_ids: Revisions that are wanted; others are passed over.
    """
    wanted: dict[str, ReadArticle] = {}
    unsupported: set[str] = set()
    for read in load_batch(batch):
        if read.article.revision_id not in revision_ids:
            continue
        if read.article.extraction_status == "analysed":
            wanted[annotation_key(read, fingerprint=fingerprint)] = read
        else:
            unsupported.add(read.article.revision_id)
    missing = [key for key in sorted(wanted) if (payload := cache.get(key)) is None or not is_intact(payload)]
    on_progress(len(unsupported) + len(wanted) - len(missing))
    requests = [_request(key, wanted[key]) for key in missing]
    failures: dict[str, str] = {}

    def note_failure(request: AnalysisRequest, trouble: Trouble, message: str) -> tuple[str, bytes]:
        failures[wanted[request.key].article.revision_id] = f"{request.locator}: analysis {trouble.replace('_', ' ')}: {message}"
        return request.key, b""

    for chunk, results in workers.run(
        analyse, in_chunks(requests, _chunk_size(requests, workers)), workers.models,
        seconds_per_item=SECONDS_PER_ARTICLE, replace=note_failure,
    ):
        cache.put((key, payload) for key, payload in results if payload)
        on_progress(len(chunk))
    return BatchAnalysis(
        analysed_count=len(requests) - len(failures), unsupported_count=len(unsupported), failures=failures)


def blocks_of(rows: Sequence[ArticleBlock]) -> tuple[Block, ...]:
    """Rows of `article_blocks` as the blocks that extraction works with."""
    return tuple(Block(kind=row.kind, text=row.text, start=row.char_start, end=row.char_end) for row in rows)


def _request(key: str, read: ReadArticle) -> AnalysisRequest:
    article = read.article
    return AnalysisRequest(
        key=key, article_id=article.article_id, locator=article.input_locator, text=article.text,
        blocks=blocks_of(read.blocks), anchor_date=article.published_date)


def _chunk_size(requests: Sequence[AnalysisRequest], workers: Workers) -> int:
    """Small enough that all workers have something to do."""
    return max(1, min(ARTICLES_PER_CHUNK, -(-len(requests) // workers.count)))
