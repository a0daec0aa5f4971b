"""The main flow: from files with news articles to a published, validated set of tables."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from flows.account_for_run import run_row, write_and_limit_rejects
from flows.analyse_articles import BatchAnalysis, analyse_batch
from flows.cache_annotations import AnnotationCache
from flows.compare_with_published import Comparison, compare_with_published
from flows.fetch_pages import PageFetcher
from flows.find_sources import dates_wanted, find_addresses, find_sources, load_columns
from flows.limit_rejects import DEFAULT_MAX_REJECTED_RECORDS, DEFAULT_MAX_REJECTED_ROWS, RejectLimits
from flows.load_knowledge_base import load_knowledge_base
from flows.load_models import AUTOMATIC, AttributionModel, choose_models, declaration_fingerprint, describe_models
from flows.open_files import FileOpener
from flows.open_output import DEFAULT_KEPT_GENERATIONS, Output, publishing
from flows.open_session import Session, open_session
from flows.prepare_publication import Prepared, Rejections, prepare_publication
from flows.publish_generation import (
    complete_generation,
    earlier_runs,
    next_generation_id,
    rejects_path,
    remove_old_generations,
    restore_current,
    sweep_unpublished,
    switch_current,
    write_account,
)
from flows.read_articles import read_into_batches
from flows.read_generation import Generation, load_generation
from flows.report_failures import ContractError
from flows.stage_articles import count_records, load_summary, load_withdrawals
from schemas import SCHEMA_VERSION, TABLES, Reject, Run
from transforms.dataset.claim_checks import odd_claims
from transforms.dataset.knowledge_base import Item
from transforms.reading.records import ReadingLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How a run ended.

    Args:
        run: Its row of the `runs` table.
        row_counts: Rows of each published table.
        unsupported_count: Published articles in a language that is not analysed.
        rejects: What was turned away.
        seconds: Time of each stage.
    """

    run: Run
    folder: Path
    docs: Path
    rejects_file: Path
    row_counts: Mapping[str, int]
    unsupported_count: int
    rejects: tuple[Reject, ...]
    seconds: Mapping[str, float]


def is_worth_retrying(task: Any, task_run: TaskRun, state: State[Any]) -> bool:  # noqa: ARG001  (Prefect's signature)
    """Retry what another moment can mend: trouble of the file system. Bad input and broken contracts stay as they are."""
    return isinstance(state.data, OSError) or isinstance(getattr(state.data, "exception", None), OSError)


@flow(name="news-dataset", description="News articles to validated tables of who said what, about whom, where and when.")
def news_dataset(  # noqa: PLR0917  (parameters of a flow are named in its deployment)
    sources: list[str],
    output: str = "output",
    published_from: date | None = None,
    published_to: date | None = None,
    model: str = AUTOMATIC,
    attribution_model: AttributionModel = "learned",
    workers: int | None = None,
    max_rejected_records: float = DEFAULT_MAX_REJECTED_RECORDS,
    max_rejected_rows: float = DEFAULT_MAX_REJECTED_ROWS,
    keep_generations: int = DEFAULT_KEPT_GENERATIONS,
    allow_private_addresses: bool = False,
    columns: str | None = None,
    knowledge_base: str | None = None,
) -> Publication:
    """Read articles, analyse what is new, validate every row and publish the tables.

    Args:
        sources: Files, folders and addresses with articles.
        output: Folder of the dataset.
        published_from: First publication date to take, for a backfill. Articles outside are counted, not published.
        published_to: Last publication date to take.
        model: spaCy model package; "auto" takes the installed English one.
        attribution_model: "learned" takes the tagger and the rules, "rules" the rules alone.
        workers: Worker processes; one per processor by default.
        max_rejected_records: Publish nothing when more than this share of the records was rejected.
        max_rejected_rows: Publish nothing when validation rejected more than this share of the new rows.
        keep_generations: How many published sets of tables to keep, the current one included.
        allow_private_addresses: Fetch from private and loopback addresses, too.
        columns: JSON file that names the columns of exports with names of their own.
        knowledge_base: Parquet file of items (id, name, aliases, type) to link entities to; without it none is linked.

    Raises:
        InputError: A source, the output or an option is not as it must be.
        ContractError: The tables break the contract or too much was rejected; nothing was published.
    """
    with ExitStack() as resources:
        items = load_knowledge_base(knowledge_base)
        session = open_session(
            resources, sources=sources, output=output, wanted=dates_wanted(published_from, published_to),
            models=choose_models(model, attribution=attribution_model), workers=workers)
        batches = read_sources(session, columns=columns, allow_private_addresses=allow_private_addresses)
        rejections = analyse_news(session, batches)
        limits = RejectLimits(records=max_rejected_records, rows=max_rejected_rows)
        write_and_limit_rejects(session, batches, rejections, limits, fresh_row_count=0)
        with publishing(session.output, on_wait=lambda: session.reporter.note("another run is publishing; waiting for it")):
            try:
                prepared = build_and_validate(session, batches, rejections, knowledge_base=items)
                return publish(session, batches, prepared, rejections, limits, keep_generations=keep_generations)
            finally:
                sweep_unpublished(session.output)  # what was built and then not switched to


@task(name="read", cache_policy=NO_CACHE, retries=1, retry_delay_seconds=5, retry_condition_fn=is_worth_retrying)
def read_sources(session: Session, *, columns: str | None, allow_private_addresses: bool) -> list[str]:
    """Read every record of every source; each becomes an article or a refusal in one of the staged batches."""
    files = find_sources(session.sources, output_root=session.output.root)
    addresses = find_addresses(session.sources)
    mapping = load_columns(columns)
    limits = ReadingLimits(now=session.started_at)
    places = _places(len(files), len(addresses))
    with FileOpener(limits=limits, columns=mapping) as opener, session.reporter.stage("read", unit="records") as stage:
        fetcher = PageFetcher(
            folder=session.work / "fetched", memory=session.output.fetch_memory, opener=opener,
            allow_private_addresses=allow_private_addresses, on_note=session.reporter.note)
        batches = list(read_into_batches(
            files, addresses, opener=opener, fetch=fetcher.fetch_all, run_id=session.run_id, folder=session.work / "read",
            workers=session.workers, limits=limits, columns=mapping, on_progress=stage.advance))
        articles, refused = count_records(batches)
        stage.summary = f"{articles + refused} records in {places}: {articles} articles, {refused} rejected"
    if articles + refused == 0:
        raise ContractError(f"{', '.join(session.sources)}: expected records with articles, found none in {places}")
    return batches


def analyse_news(session: Session, batches: Sequence[str]) -> Rejections:
    """Bring the rows of everything that is new into the annotation cache; articles whose analysis fails become rejections."""
    with AnnotationCache(session.output.annotation_cache, examine=True) as cache:
        if cache.set_aside is not None:
            session.reporter.note(
                f"annotation cache: expected a SQLite database, found damage; moved to {cache.set_aside.name}, a new one begun")
    comparison = _compare(session, batches, _current_generation(session.output), leave_out=())
    wanted = {revision.revision_id for revision in comparison.settlement.revisions} | comparison.current
    rejections = Rejections()
    unsupported_count = 0
    with session.reporter.stage("analyse", total=len(wanted), unit="articles") as stage:
        for batch in (*batches, *comparison.restaged):
            in_batch = sorted(wanted.intersection(version.revision_id for version in load_summary(batch).versions))
            if in_batch:
                analysis = analyse(session, batch, in_batch, stage.advance)
                rejections.analysed_count += analysis.analysed_count
                unsupported_count += analysis.unsupported_count
                rejections.revisions |= {
                    revision_id: ("annotate.failed", reason) for revision_id, reason in analysis.failures.items()}
        cached = len(wanted) - rejections.analysed_count - len(rejections.revisions) - unsupported_count
        stage.summary = f"{len(wanted)} articles to analyse: {rejections.analysed_count} analysed, {cached} from the cache"
        if unsupported_count:
            stage.summary += f", {unsupported_count} kept that are not in English"
    if lost := rejections.revisions.keys() & comparison.reanalysed.values():
        reason = rejections.revisions[min(lost)][1]
        raise ContractError(f"{len(lost)} published article(s) could not be analysed anew: {reason}; the former tables stay")
    return rejections


@task(name="analyse", cache_policy=NO_CACHE, retries=1, retry_delay_seconds=5, retry_condition_fn=is_worth_retrying)
def analyse(
    session: Session, batch: str, revision_ids: Sequence[str], on_progress: Callable[[int], None],
) -> BatchAnalysis:
    """Analyse one batch of a few hundred articles."""
    with AnnotationCache(session.output.annotation_cache) as cache:
        return analyse_batch(
            batch, revision_ids=set(revision_ids), fingerprint=session.fingerprint, workers=session.workers, cache=cache,
            on_progress=on_progress)


@task(name="build and validate", cache_policy=NO_CACHE)
def build_and_validate(
    session: Session, batches: Sequence[str], rejections: Rejections, *, knowledge_base: Sequence[Item],
) -> Prepared:
    """Build the next generation beside the current one and validate every row, until no row fails."""
    restored = restore_current(session.output)
    if restored is not None:
        session.reporter.note(f"{session.output.current.name}: expected a link to the published tables, found none; "
                              f"restored to generation {restored.name}")
    sweep_unpublished(session.output)
    previous = _current_generation(session.output)
    if previous is not None:
        previous.verify()
    generation_id = next_generation_id(previous, run_id=session.run_id)
    reporter = session.reporter
    with AnnotationCache(session.output.annotation_cache) as cache, ExitStack() as stages:
        stage = stages.enter_context(reporter.stage("build"))

        def begin_validation(summary: str) -> None:
            nonlocal stage
            if not stage.summary:  # later rounds, after rejects, belong to validation
                stage.summary = summary
                stages.close()
                stage = stages.enter_context(reporter.stage("validate"))
                stage.summary = "under way"

        prepared = prepare_publication(
            session.output.generations / generation_id, generation_id=generation_id, fingerprint=session.fingerprint,
            declaration=declaration_fingerprint(knowledge_base), knowledge_base=knowledge_base,
            run_id=session.run_id, previous=previous,
            compare=lambda leave_out: _compare(session, batches, previous, leave_out=leave_out), batches=batches, cache=cache,
            models=describe_models(session.workers.models),
            runs=lambda comparison: [
                *earlier_runs(session.output, previous),
                run_row(session, batches, comparison, rejections, publishes_as=generation_id)],
            validator=session.validator, docs_folder=session.output.run_folder(session.run_id) / "data_docs",
            rejections=rejections, on_validate=begin_validation)
        stage.summary = (
            f"{prepared.report.row_count} rows against {prepared.report.expectation_count} expectations: "
            f"{len(rejections.rows)} rejected")
    if prepared.built is not None:
        generation = prepared.built.generation
        for warning in odd_claims(
            generation.read("claims", columns=["article_id", "check_worthiness", "verifiable_probability"]),
            articles=generation.read("articles", columns=["article_id", "source_id", "word_count", "extraction_status"]),
        ):
            reporter.note(warning)
    return prepared


@task(name="publish", cache_policy=NO_CACHE)
def publish(
    session: Session, batches: Sequence[str], prepared: Prepared, rejections: Rejections, limits: RejectLimits, *,
    keep_generations: int,
) -> Publication:
    """Switch readers to the new generation, unless too much was rejected; write what was rejected and the run's account."""
    output, reporter = session.output, session.reporter
    with reporter.stage("publish") as stage:
        is_new = prepared.built is not None
        generation = prepared.built.generation if prepared.built is not None else load_generation(output.current.resolve())
        run = run_row(
            session, batches, prepared.comparison, rejections, publishes_as=generation.generation_id if is_new else None,
            stays_at=generation.generation_id)
        rejects = write_and_limit_rejects(session, batches, rejections, limits, fresh_row_count=prepared.fresh_row_count)
        if is_new:
            complete_generation(generation, details={"run_id": session.run_id, "schema_version": SCHEMA_VERSION})
            switch_current(output, generation.folder)
            if withdrawn := prepared.comparison.withdrawn:
                reporter.note(f"{len(withdrawn)} published article(s) removed: their providers canceled them; see the rejects")
            remove_old_generations(output, keep=max(1, keep_generations))
        row_counts = {name: sum(file.rows for file in generation.files if file.table == name) for name in TABLES}
        stage.summary = f"generation {generation.generation_id}" if is_new else "nothing new; the tables stay"
    statuses = generation.read("articles", columns=["extraction_status"]).column("extraction_status").to_pylist()
    unsupported_count = statuses.count("unsupported_language")
    write_account(output, run, details={
        "seconds": reporter.seconds, "row_counts": row_counts, "unsupported_language_count": unsupported_count,
        "withdrawn_count": len(prepared.comparison.withdrawn)})
    reporter.table(
        "news-dataset-counts", [{"table": name, "rows": count} for name, count in row_counts.items()],
        f"{run.record_count} records: {run.new_count} new, {run.revised_count} revised, {run.unchanged_count} unchanged, "
        f"{run.outside_range_count} outside the range, {run.rejected_count} rejected")
    return Publication(
        run=run, folder=output.current, docs=output.run_folder(session.run_id) / "data_docs" / "index.html",
        rejects_file=rejects_path(output, run_id=session.run_id), row_counts=row_counts, unsupported_count=unsupported_count,
        rejects=tuple(rejects), seconds=dict(reporter.seconds))


def _places(file_count: int, address_count: int) -> str:
    counts = ((file_count, "files"), (address_count, "addresses"))
    return " and ".join(f"{count} {what}" for count, what in counts if count) or "0 files"


def _current_generation(output: Output) -> Generation | None:
    folder = output.current_generation()
    return None if folder is None else load_generation(folder)


def _compare(
    session: Session, batches: Sequence[str], previous: Generation | None, *, leave_out: Collection[str],
) -> Comparison:
    withdrawals = load_withdrawals(batches)
    records = [
        version for batch in batches for version in load_summary(batch).versions
        if version.revision_id not in leave_out and withdrawals.of_record(version) is None]
    return compare_with_published(
        records, previous=previous, fingerprint=session.fingerprint, wanted=session.wanted, seen_at=session.started_at,
        folder=session.work / "restaged", withdrawals=withdrawals)
