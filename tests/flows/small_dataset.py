"""A dataset of a few invented articles, built by the code of the flow but without Prefect, models and processes."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from flows.account_for_run import rejects_of_run
from flows.analyse_articles import annotation_key
from flows.build_generation import BuiltGeneration
from flows.cache_annotations import AnnotationCache
from flows.compare_with_published import Comparison, compare_with_published
from flows.open_output import Output, open_output
from flows.open_session import Session
from flows.prepare_publication import Prepared, Rejections, prepare_publication
from flows.publish_generation import (
    complete_generation,
    earlier_runs,
    next_generation_id,
    rejects_path,
    switch_current,
    write_rejects,
)
from flows.read_generation import Generation, load_generation
from flows.stage_articles import load_batch, load_summary, load_withdrawals, stage_batch
from flows.validate_tables import ValidationReport, Validator
from schemas import SCHEMA_VERSION, Run
from tests.transforms.dataset.made_rows import key, rows_of
from transforms.dataset.integrity import Violation
from transforms.dataset.revisions import DateRange
from transforms.extraction.rows import ArticleRows
from transforms.identity import content_id
from transforms.reading.records import ReadArticle, Refusal
from transforms.serialisation import encode

BEGINNING = datetime(2026, 3, 1, tzinfo=UTC)

Tables = Mapping[str, pa.Table]


@dataclass
class MadeValidator:
    """Stands in for Great Expectations: finds what the test says.

    Args:
        find: Violations among the tables of a generation.
        calls: How often it was asked.
    """

    find: Callable[[Tables], Sequence[Violation]] = lambda _tables: ()
    broken_contract: tuple[str, ...] = ()
    calls: int = 0

    def validate(self, files: Mapping[str, Sequence[Path]], *, docs_folder: Path) -> ValidationReport:  # noqa: ARG002
        self.calls += 1
        tables = {
            name: pa.concat_tables([pq.ParquetFile(path).read() for path in paths]) for name, paths in files.items() if paths}
        return ValidationReport(
            row_count=sum(table.num_rows for table in tables.values()), expectation_count=1,
            violations=tuple(self.find(tables)), broken_contract=self.broken_contract)


@dataclass
class SmallDataset:
    """An output folder that runs are published into, one after the other."""

    root: Path
    fingerprint: str = "analysis-1"
    declaration: str = "declaration-1"
    run_count: int = 0
    rejections: Rejections = field(default_factory=Rejections)

    @property
    def output(self) -> Output:
        return open_output(str(self.root / "output"))

    @property
    def current(self) -> Generation | None:
        folder = self.output.current_generation()
        return None if folder is None else load_generation(folder)

    def prepare(
        self, *batches: Sequence[ReadArticle], refusals: Sequence[Refusal] = (), validator: MadeValidator | None = None,
        rows: Callable[[ReadArticle], ArticleRows] = rows_of, wanted: DateRange | None = None,
    ) -> Prepared:
        """What a run does between analysing and publishing; its rejects are written.

        Args:
            batches: Articles as read.
            rows: What the analysis finds in each.
        """
        self.run_count += 1
        self.rejections = Rejections()
        run_id, seen_at = key("n", self.run_count), BEGINNING + timedelta(days=self.run_count)
        work = self.root / f"work-{self.run_count}"
        work.mkdir()
        staged = [
            stage_batch(articles, refusals if number == 0 else (), path=work / f"batch-{number}")
            for number, articles in enumerate(batches)]
        previous = self.current
        with AnnotationCache(self.output.annotation_cache) as cache:
            def compare(leave_out: Any) -> Comparison:
                versions = [version for batch in staged for version in load_summary(batch).versions]
                withdrawals = load_withdrawals(staged)
                comparison = compare_with_published(
                    [version for version in versions
                     if version.revision_id not in leave_out and withdrawals.of_record(version) is None],
                    previous=previous, fingerprint=self.fingerprint, wanted=wanted or DateRange(), seen_at=seen_at,
                    folder=work / "restaged", withdrawals=withdrawals)
                self.analyse([*staged, *comparison.restaged], cache, rows)
                return comparison

            def runs(comparison: Comparison) -> list[Run]:
                outcomes = comparison.settlement.outcomes
                read = sum(len(load_summary(batch).versions) for batch in staged)
                return [*earlier_runs(self.output, previous), Run(
                    run_id=run_id, started_at=seen_at, finished_at=seen_at, status="published", generation_id="g",
                    sources=json.dumps(["made"]), published_from=None, published_to=None, record_count=read + len(refusals),
                    new_count=outcomes.count("new"), revised_count=outcomes.count("revised"),
                    unchanged_count=outcomes.count("unchanged"), outside_range_count=outcomes.count("outside_range"),
                    rejected_count=len(refusals) + read - len(outcomes), rejected_row_count=self.rejections.row_count,
                    annotated_count=read, onrecord_version="0")]

            generation_id = next_generation_id(previous, run_id=run_id)
            prepared = prepare_publication(
                self.output.generations / generation_id, generation_id=generation_id, fingerprint=self.fingerprint,
                declaration=self.declaration, run_id=run_id, previous=previous, compare=compare, batches=staged, cache=cache,
                models=(), runs=runs, validator=cast("Validator", validator or MadeValidator()),
                docs_folder=self.output.run_folder(run_id) / "data_docs", rejections=self.rejections,
                on_validate=lambda _line: None)
        session = cast("Session", SimpleNamespace(run_id=run_id))  # all that the rejects need of it
        write_rejects(self.output, rejects_of_run(session, staged, self.rejections), run_id=run_id)
        return prepared

    def publish(self, *batches: Sequence[ReadArticle], **options: Any) -> BuiltGeneration:
        """Prepare a generation and switch to it."""
        reads = [[self.of_this_run(read) for read in batch] for batch in batches]
        prepared = self.prepare(*reads, **options)
        assert prepared.built is not None
        complete_generation(prepared.built.generation, details={"schema_version": SCHEMA_VERSION})
        switch_current(self.output, prepared.built.generation.folder)
        return prepared.built

    def of_this_run(self, read: ReadArticle) -> ReadArticle:
        """The article as the next run reads it."""
        run_id = key("n", self.run_count + 1)
        return replace(read, article=replace(read.article, run_id=run_id))

    def analyse(
        self, batches: Sequence[str], cache: AnnotationCache, rows: Callable[[ReadArticle], ArticleRows],
    ) -> None:
        """Put the rows of every staged article into the cache."""
        cache.put(
            (annotation_key(read, fingerprint=self.fingerprint), encode(rows(read)))
            for batch in batches for read in load_batch(batch))


def rejected(dataset: SmallDataset) -> list[tuple[str | None, str, str]]:
    """Table, rule and key of every row turned away by the last run."""
    return sorted((row.table_name or "", row.rule_id, row.record_key or "") for row in dataset.rejections.rows)


def rejects_of(dataset: SmallDataset) -> list[dict[str, Any]]:
    """Rejects of the last run, in the order in which they were found."""
    path = rejects_path(dataset.output, run_id=key("n", dataset.run_count))
    return pq.ParquetFile(path).read().to_pylist()


def content(table: str, dataset: SmallDataset) -> list[dict[str, Any]]:
    """Rows of a published table."""
    generation = dataset.current
    assert generation is not None
    return generation.read(table).to_pylist()


def id_of(prefix: str, article: int, what: str) -> str:
    """The id that `rows_of` gives a row of an article."""
    return content_id(prefix, key("a", article), what)
