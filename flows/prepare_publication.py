"""From staged articles to a validated generation: build, validate, turn failing rows away, build again without them."""

import itertools
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from flows.build_generation import BuiltGeneration, build_generation
from flows.cache_annotations import AnnotationCache
from flows.compare_with_published import Comparison
from flows.gather_rows import FreshRows, count_quote_changes, gather_fresh_rows
from flows.load_models import load_gazetteer
from flows.read_generation import Generation
from flows.report_failures import ContractError
from flows.validate_tables import ValidationReport, Validator, payload_json
from schemas import TABLES, Model, Reject, Run
from transforms.dataset.integrity import Key, Violation, check_keys, withdraw
from transforms.dataset.knowledge_base import Item
from transforms.dataset.rejection import keys_of, record_key, reject_row, rows_by_key, without_keys
from transforms.dataset.withdrawals import Withdrawn

MAX_PASSES = 4
"""Rejecting a row can leave another one without what it refers to; that many rounds settle it, or the contract is broken."""

HANGS_ON_REJECTED = "hangs_on_rejected"
"""Last part of the rule by which a row goes that is in order itself, but refers to a row that is not."""

SMALL_GENERATION_BYTES = 64 * 1024**2
"""Up to this size every file is validated in every run; above it only files the run wrote, the others by their hash."""


@dataclass(slots=True, kw_only=True)
class Rejections:
    """What validation has turned away so far.

    Args:
        analysed_count: Articles analysed anew on the way.
        rows: One reject for each rule that a row broke.
        keys: Primary keys of those rows, by table, without rows of articles that went as a whole.
        revisions: Revisions that must not be published, with rule and reason.
        withdrawn: Published articles that go because their providers took them back, with the reason.
    """

    analysed_count: int = 0
    rows: list[Reject] = field(default_factory=list)
    keys: dict[str, set[Key]] = field(default_factory=dict)
    revisions: dict[str, tuple[str, str]] = field(default_factory=dict)
    withdrawn: Mapping[str, Withdrawn] = field(default_factory=dict)

    @property
    def row_count(self) -> int:
        """Rows turned away; one that breaks several rules has several rejects, but counts once."""
        return len({(reject.table_name, reject.record_key) for reject in self.rows})


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A validated generation, ready to be switched to.

    Args:
        built: None when there is nothing to publish.
    """

    comparison: Comparison
    built: BuiltGeneration | None
    fresh_row_count: int
    report: ValidationReport


def prepare_publication(
    folder: Path, *, generation_id: str, fingerprint: str, declaration: str, run_id: str, previous: Generation | None,
    compare: Callable[[Collection[str]], Comparison], batches: Sequence[str], cache: AnnotationCache,
    models: Sequence[Model], runs: Callable[[Comparison], Sequence[Run]], validator: Validator,
    docs_folder: Path, rejections: Rejections, on_validate: Callable[[str], None], knowledge_base: Sequence[Item] = (),
) -> Prepared:
    """Build and validate until no row fails.

    Args:
        folder: Where the generation is built: its final place, not yet visible.
        compare: Settles the run's records, leaving out the given revisions.
        declaration: Fingerprint of the declared tables; if it is not that of `previous`, every file is written anew.
        runs: Rows of the `runs` table, this run's among them, for a given comparison.
        rejections: Filled with what was turned away; may already hold revisions whose analysis failed.
        on_validate: Called when building ends and validation begins, with a line on what was built.
        knowledge_base: Items that the user supplies to link entities to.

    Raises:
        ContractError: A table as a whole is wrong, a published row would have to go, or rows keep failing.
    """
    found: list[Violation] = []
    for _ in range(MAX_PASSES):
        comparison = compare(rejections.revisions)
        rejections.withdrawn = comparison.withdrawn
        fresh = gather_fresh_rows(
            [*batches, *comparison.restaged], current=comparison.current,
            superseded=comparison.others, records=comparison.records, cache=cache, fingerprint=fingerprint)
        fresh = replace(fresh, tables={
            name: without_keys(table, TABLES[name], rejections.keys.get(name, ())) for name, table in fresh.tables.items()})
        found = [violation for violation in fresh.violations if violation.key not in rejections.keys.get(violation.table, ())]
        if found:
            _turn_away(found, fresh, rejections, run_id=run_id)
            continue
        is_declared_anew = previous is not None and previous.declaration != declaration
        if comparison.is_empty and previous is not None and not is_declared_anew:
            on_validate("nothing new")
            return Prepared(
                comparison=comparison, built=None, fresh_row_count=0,
                report=_validate(previous, written=None, validator=validator, docs_folder=docs_folder))
        revisions = count_quote_changes(
            comparison.settlement.revisions, predecessors=comparison.settlement.predecessors, fresh=fresh, previous=previous)
        shutil.rmtree(folder, ignore_errors=True)
        built = build_generation(
            folder, generation_id=generation_id, fingerprint=fingerprint, previous=previous, replaced=comparison.replaced,
            fresh=fresh, revisions=[*comparison.known, *revisions], models=models, runs=runs(comparison),
            declaration=declaration, rewrite_all=is_declared_anew, cache=cache,
            gazetteer=load_gazetteer(), knowledge_base=knowledge_base)
        on_validate(f"{len(built.written)} files written, {len(built.generation.files) - len(built.written)} taken over")
        report = _validate(built.generation, written=built.written, validator=validator, docs_folder=docs_folder)
        keys = {name: built.generation.read(name, columns=_key_columns(name)) for name in TABLES}
        found = [*report.violations, *check_keys(keys)]
        if not found:
            return Prepared(
                comparison=comparison, built=built, report=report,
                fresh_row_count=sum(table.num_rows for table in fresh.tables.values()))
        _turn_away(found, fresh, rejections, run_id=run_id)
    raise ContractError(
        f"validation: expected rows to be in order after {MAX_PASSES} rounds of rejects, found {len(found)} more such as "
        f"{found[0].rule_id} ({found[0].reason}); this is a fault of the program, nothing was published")


def _validate(
    generation: Generation, *, written: Collection[str] | None, validator: Validator, docs_folder: Path,
) -> ValidationReport:
    size = sum(file.bytes for file in generation.files)
    everything = size <= SMALL_GENERATION_BYTES
    files: dict[str, list[Path]] = {name: [] for name in TABLES}
    for file in generation.files:
        if everything or (written is not None and file.path in written) or not TABLES[file.table].is_partitioned:
            files[file.table].append(generation.folder / file.path)
    report = validator.validate(files, docs_folder=docs_folder)
    if report.broken_contract:
        raise ContractError(
            f"validation: {report.broken_contract[0]} ({len(report.broken_contract)} such fault(s)); nothing was published. "
            f"Data Docs: {docs_folder / 'index.html'}")
    return report


def _turn_away(found: Sequence[Violation], fresh: FreshRows, rejections: Rejections, *, run_id: str) -> None:
    """Record rejects for failing rows and for every fresh row that hangs on them."""
    rejected: dict[str, set[Key]] = {}
    for violation in found:
        rejected.setdefault(violation.table, set()).add(violation.key)
    fallen = [
        Violation(table=table, key=key, rule_id=f"{table}.{HANGS_ON_REJECTED}", column=None, observed=None, reason=cause)
        for table, rows in withdraw(fresh.tables, rejected).items() for key, cause in rows
    ]
    _refuse_to_touch_published(found, fresh.tables, has_fallen=bool(fallen))

    articles = fresh.tables["articles"].select(["article_id", "input_locator", "revision_id"]).to_pylist()
    by_article = {row["article_id"]: row for row in articles}
    whole = {violation.key[0] for violation in (*found, *fallen) if violation.table == "articles"}
    for table, violations in itertools.groupby(sorted((*found, *fallen), key=_by_table), key=_by_table):
        own = list(violations)
        rows = (
            rows_by_key(fresh.tables[table], TABLES[table], [violation.key for violation in own])
            if table in fresh.tables else {})
        for violation in own:
            row = rows.get(violation.key)
            article = by_article[row["article_id"]] if row is not None else None
            if row is None or row["article_id"] not in whole:  # another version of the article may have rows with these keys
                rejections.keys.setdefault(table, set()).add(violation.key)
            rejections.rows.append(reject_row(
                violation, run_id=run_id, locator=article["input_locator"] if article else None,
                payload=violation.payload or (payload_json(row) if row is not None else None), position=len(rejections.rows)))
            if table == "articles" and article is not None:
                rejections.revisions[article["revision_id"]] = (violation.rule_id, violation.reason)


def _refuse_to_touch_published(
    found: Iterable[Violation], fresh: Mapping[str, pa.Table], *, has_fallen: bool,
) -> None:
    """A row that was published before passed these very rules; if it fails now, it is not the run's input that is wrong."""
    own = {name: set(keys_of(table, TABLES[name])) for name, table in fresh.items()}
    for violation in found:
        is_own = violation.key in own.get(violation.table, ())
        is_summary = violation.table not in fresh  # entities and the like: made anew without the rows that hang on them
        if not is_own and not (is_summary and has_fallen):
            raise ContractError(
                f"{violation.table} {record_key(violation.key)}: {violation.reason} ({violation.rule_id}); the row does not come "
                "from this run's articles, so it cannot be turned away. Nothing was published; the former tables stay")


def _by_table(violation: Violation) -> str:
    return violation.table


def _key_columns(table: str) -> list[str]:
    spec = TABLES[table]
    return list(dict.fromkeys((*spec.primary_key, *spec.foreign_keys)))
