"""What worker processes do: read records and analyse articles. Nothing here imports Prefect or Great Expectations."""

import logging
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.load_models import ModelChoice, load_analyser
from transforms.layout import Block, hide_unanalysed
from transforms.reading.field_mapping import FieldMapping
from transforms.reading.records import RawRecord, ReadArticle, ReadingLimits, Refusal

MEMORY_LIMIT_BYTES = 4 * 1024**3
"""Private memory of one worker: a hostile page meets MemoryError, not the machine's end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRequest:
    """One article to analyse.

    Args:
        key: Key of the result in the annotation cache.
        locator: Where the article was read, for the reject if its analysis fails.
        anchor_date: Publication date, against which relative dates are read.
    """

    key: str
    article_id: str
    locator: str
    text: str
    blocks: tuple[Block, ...]
    anchor_date: date | None


def prepare_worker(*, memory_bytes: int = MEMORY_LIMIT_BYTES) -> None:
    """Make this process a worker: bound in memory, tied to its parent."""
    follow_parent()  # first: a thread that finds no memory to begin with is waited for without end
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, resource.RLIM_INFINITY))
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of pages that end as rejects, with a reason, anyway


def follow_parent() -> None:
    """Leave Ctrl-C to the parent process, and end when it is gone, also after `kill -9`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Not by the parent's id: it may have ended before this line, and a forked worker's parent is the forking process.
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()


def read_records(
    records: Sequence[RawRecord | Refusal], run_id: str, limits: ReadingLimits, columns: FieldMapping,
) -> list[ReadArticle | Refusal]:
    """One article or refusal for each record, in order; what its container already refused stays refused."""
    from transforms.reading.articles import read_article  # noqa: PLC0415

    return [
        record if isinstance(record, Refusal) else read_article(record, run_id=run_id, limits=limits, columns=columns)
        for record in records
    ]


def analyse(requests: Sequence[AnalysisRequest], models: ModelChoice) -> list[tuple[str, bytes]]:
    """Key and encoded rows of each article, in order."""
    from transforms.extraction.annotation import parse_articles  # noqa: PLC0415
    from transforms.extraction.articles import extract_rows  # noqa: PLC0415
    from transforms.serialisation import encode  # noqa: PLC0415

    analyser = load_analyser(models)
    results: list[tuple[str, bytes]] = []
    with analyser.nlp.memory_zone():
        docs = parse_articles(analyser.nlp, [hide_unanalysed(request.text, request.blocks) for request in requests])
        for request, doc in zip(requests, docs, strict=True):
            rows = extract_rows(
                doc, article_id=request.article_id, blocks=request.blocks, anchor_date=request.anchor_date, cues=analyser.cues,
                tagger=analyser.tagger, gazetteer=analyser.gazetteer)
            results.append((request.key, encode(rows)))
    return results
