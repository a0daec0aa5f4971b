"""Reading files and addresses into batches of articles, in worker processes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from flows.find_sources import SourceFile
from flows.open_files import FileOpener
from flows.run_workers import Trouble, Workers
from flows.stage_articles import ARTICLES_PER_BATCH, stage_batch
from flows.work_in_child import read_records
from transforms.reading.field_mapping import FieldMapping
from transforms.reading.records import (
    FetchRequest,
    OpenedRecord,
    RawRecord,
    ReadArticle,
    ReadingLimits,
    Refusal,
    RefusalRule,
)
from transforms.reading.refusals import refuse

SECONDS_PER_RECORD = 20.0
"""The slowest real pages seen took 5 s."""

_RECORDS_PER_CHUNK = 16
_BYTES_PER_CHUNK = 2 * 1024**2

Fetch = Callable[[Iterable[FetchRequest]], Iterator[RawRecord | Refusal]]
"""How records come from addresses: `PageFetcher.fetch_all`."""

_RULES: dict[Trouble, RefusalRule] = {
    "timed_out": "read.timed_out", "worker_died": "read.worker_died", "unexpected": "read.unexpected"}


def read_into_batches(
    files: Sequence[SourceFile], addresses: Sequence[FetchRequest], *, opener: FileOpener, fetch: Fetch, run_id: str,
    folder: Path, workers: Workers, limits: ReadingLimits, columns: FieldMapping, on_progress: Callable[[int], None],
) -> Iterator[str]:
    """Read every record of every file and address; each ends as an article or as a refusal in exactly one batch.

    Yields the batches' paths.

    Args:
        opener: Opens the files.
        fetch: Fetches the addresses, and those that the files list.
        folder: Where the batches are staged.
        on_progress: Called with the number of records just read.
        columns: Column names of the user's exports.
    """
    folder.mkdir(parents=True, exist_ok=True)
    articles: list[ReadArticle] = []
    refusals: list[Refusal] = []
    number = 0
    records = _records(files, addresses, opener, fetch)
    for result in _results(records, run_id=run_id, workers=workers, limits=limits, columns=columns):
        on_progress(1)
        if isinstance(result, Refusal):
            refusals.append(result)
        else:
            articles.append(result)
        if len(articles) + len(refusals) >= ARTICLES_PER_BATCH:
            yield stage_batch(articles, refusals, path=folder / f"batch-{number:06d}")
            articles, refusals, number = [], [], number + 1
    if articles or refusals:
        yield stage_batch(articles, refusals, path=folder / f"batch-{number:06d}")


def _results(
    records: Iterator[RawRecord | Refusal], *, run_id: str, workers: Workers, limits: ReadingLimits,
    columns: FieldMapping,
) -> Iterator[ReadArticle | Refusal]:
    for _, results in workers.run(
        read_records, _chunks(records), run_id, limits, columns, seconds_per_item=SECONDS_PER_RECORD, replace=_refuse,
    ):
        yield from results


def _records(
    files: Sequence[SourceFile], addresses: Sequence[FetchRequest], opener: FileOpener, fetch: Fetch,
) -> Iterator[RawRecord | Refusal]:
    """What the files hold, then what comes from the addresses: those of the user, then those that feeds among the files list."""
    wanted = list(addresses)
    for record in _file_records(files, opener):
        if isinstance(record, FetchRequest):
            wanted.append(record)
        else:
            yield record
    if wanted:
        yield from fetch(wanted)


def _file_records(files: Sequence[SourceFile], opener: FileOpener) -> Iterator[OpenedRecord]:
    for file in files:
        if not file.path.is_file():
            yield Refusal(
                locator=file.locator, rule="read.unreadable",
                reason=f"{file.locator}: expected a regular file, found {_kind(file.path)}; name what it stands for as a source")
            continue
        is_empty = True
        try:
            for record in opener.open(file.path, locator=file.locator):
                is_empty = False
                yield record
        except OSError as error:
            yield Refusal(
                locator=file.locator, rule="read.unreadable",
                reason=f"{file.locator}: expected a readable file, got: {error.strerror}; check its permissions")
            continue
        if is_empty:
            yield Refusal(
                locator=file.locator, rule="read.empty_file",
                reason=f"{file.locator}: expected at least one record, found none; leave it out or export it again")


def _kind(path: Path) -> str:
    if path.is_symlink():
        return "a link to a folder" if path.is_dir() else "a link to nothing"
    return "a folder that may not be opened" if path.is_dir() else "a pipe or device"


def _chunks(records: Iterator[RawRecord | Refusal]) -> Iterator[list[RawRecord | Refusal]]:
    chunk: list[RawRecord | Refusal] = []
    size = 0
    for record in records:
        chunk.append(record)
        size += record.size if isinstance(record, RawRecord) else 0
        if len(chunk) >= _RECORDS_PER_CHUNK or size >= _BYTES_PER_CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _refuse(record: RawRecord | Refusal, trouble: Trouble, message: str) -> ReadArticle | Refusal:
    if isinstance(record, Refusal):
        return record
    payload = record.content.decode("utf-8", "replace") if isinstance(record.content, bytes) else repr(dict(record.content))
    return refuse(record.locator, _RULES[trouble], message, payload)
