"""Articles of a run on disk, in batches, between the stages of the run."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from transforms.dataset.revisions import RecordVersion
from transforms.dataset.withdrawals import Withdrawals
from transforms.reading.records import ReadArticle, Refusal
from transforms.serialisation import decode, encode

ARTICLES_PER_BATCH = 256
"""Articles of one task: enough that a task's cost (a database row, some tens of milliseconds) does not matter."""

_LENGTH_BYTES = 4
_SUMMARY_SUFFIX = ".summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """What is in a batch, without the articles themselves.

    Args:
        versions: One for each article, in order.
        locators: Where each article was read, in order.
        refusals: Records that became no article.
    """

    versions: tuple[RecordVersion, ...]
    locators: tuple[str, ...]
    refusals: tuple[Refusal, ...]


def stage_batch(articles: Sequence[ReadArticle], refusals: Sequence[Refusal], *, path: Path) -> str:
    """Write a batch of articles and, beside it, its summary; return the path."""
    with path.open("wb") as stream:
        for article in articles:
            payload = encode(article)
            stream.write(len(payload).to_bytes(_LENGTH_BYTES, "big") + payload)
    summary = BatchSummary(
        versions=tuple(_version(article) for article in articles),
        locators=tuple(article.article.input_locator for article in articles), refusals=tuple(refusals))
    path.with_suffix(_SUMMARY_SUFFIX).write_bytes(encode(summary))
    return str(path)


def load_summary(path: str) -> BatchSummary:
    """The summary of a batch."""
    return decode(Path(path).with_suffix(_SUMMARY_SUFFIX).read_bytes(), BatchSummary)


def count_records(batches: Iterable[str]) -> tuple[int, int]:
    """How many records of the batches became an article, and how many were refused."""
    summaries = [load_summary(batch) for batch in batches]
    return sum(len(summary.versions) for summary in summaries), sum(len(summary.refusals) for summary in summaries)


def load_withdrawals(batches: Iterable[str]) -> Withdrawals:
    """The cancellations in the batches."""
    return Withdrawals(refusal for batch in batches for refusal in load_summary(batch).refusals)


def load_batch(path: str) -> Iterator[ReadArticle]:
    """The articles of a batch, in order."""
    with Path(path).open("rb") as stream:
        while length := stream.read(_LENGTH_BYTES):
            yield decode(stream.read(int.from_bytes(length, "big")), ReadArticle)


def load_versions(path: str) -> Iterator[tuple[ReadArticle, RecordVersion]]:
    """The articles of a batch with what the summary says of each, in order."""
    yield from zip(load_batch(path), load_summary(path).versions, strict=True)


def _version(read: ReadArticle) -> RecordVersion:
    article = read.article
    return RecordVersion(
        article_id=article.article_id, revision_id=article.revision_id, text_sha256=article.text_sha256, title=article.title,
        stamp=article.modified_at or article.published_at, published_date=article.published_date,
        external_id=article.external_id, source_id=article.source_id,
        record_sha256=hashlib.sha256(encode(replace(read, article=replace(article, run_id="")))).hexdigest())
