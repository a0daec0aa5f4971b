"""Great Expectations over the files of a generation, in a process of its own: the library takes many seconds and a few hundred
megabytes to import, which then happens while articles are read and analysed."""

import atexit
import importlib
import json
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pebble import ProcessPool

from flows.run_workers import end_pool
from flows.work_in_child import follow_parent
from schemas import TABLES
from schemas.arrow import arrow_schema, conform
from transforms.dataset.integrity import Violation
from transforms.dataset.rejection import PAYLOAD_CHARACTERS

ROWS_PER_FRAME = 500_000
"""Rows validated at once, so that memory stays flat however large a table is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """What the suites found.

    Args:
        violations: Rows that break a rule.
        broken_contract: What is wrong with a table as a whole; nothing may be published.
    """

    row_count: int
    expectation_count: int
    violations: tuple[Violation, ...]
    broken_contract: tuple[str, ...]


class Validator:
    """The validating process. It begins to import its libraries when it is made."""

    def __init__(self) -> None:
        self._pool = ProcessPool(max_workers=1, initializer=_prepare, context=multiprocessing.get_context("spawn"))
        self._ready = self._pool.schedule(_confirm)
        atexit.register(self.stop)

    def validate(self, files: Mapping[str, Sequence[Path]], *, docs_folder: Path) -> ValidationReport:
        """Run the suite of every table over all rows of its files, and write Data Docs.

        Args:
            files: Files by table; a table without files is checked as an empty one, so that its columns are.
        """
        self._ready.result()
        return self._pool.schedule(_validate, args=[{name: list(paths) for name, paths in files.items()}, docs_folder]).result()

    def stop(self) -> None:
        """End the process."""
        atexit.unregister(self.stop)
        end_pool(self._pool)


@cache
def shared_validator() -> Validator:
    """The validator of this process, begun with the first call and ended with the process."""
    return Validator()


def payload_json(row: Mapping[str, object]) -> str:
    """A row as JSON for `rejects`, shortened."""
    return json.dumps(row, ensure_ascii=False, default=str)[:PAYLOAD_CHARACTERS]


def _prepare() -> None:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    follow_parent()
    importlib.import_module("great_expectations.expectations")


def _confirm() -> bool:
    return True


def _validate(files: Mapping[str, Sequence[Path]], docs_folder: Path) -> ValidationReport:
    from schemas.expectations import build_data_docs, frame_of, quiet_context, validate_table  # noqa: PLC0415

    context = quiet_context()
    violations: list[Violation] = []
    broken: list[str] = []
    documented: list[Any] = []
    row_count = expectation_count = 0
    for name, spec in TABLES.items():
        for part in _parts(name, files.get(name, ())):
            validation = validate_table(frame_of(part), spec, context)
            row_count += part.num_rows
            expectation_count += validation.expectation_count
            broken += validation.broken_contract
            documented.append(validation)
            for failure in validation.failures:
                row = part.slice(failure.row_index, 1).to_pylist()[0]
                violations.append(Violation(
                    table=name, key=tuple(row[column] for column in spec.primary_key), rule_id=failure.rule_id,
                    column=failure.column, observed=failure.observed, reason=failure.reason, payload=payload_json(row)))
    docs_folder.mkdir(parents=True, exist_ok=True)
    build_data_docs(documented, docs_folder)
    return ValidationReport(
        row_count=row_count, expectation_count=expectation_count, violations=tuple(violations), broken_contract=tuple(broken))


def _parts(name: str, paths: Sequence[Path]) -> Iterator[pa.Table]:
    """The rows of the files as tables of bounded size; at least one, if empty."""
    spec = TABLES[name]
    waiting: list[pa.Table] = []
    for path in paths:
        waiting.append(conform(pq.ParquetFile(path).read(), spec))
        if sum(table.num_rows for table in waiting) >= ROWS_PER_FRAME:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
    elif not paths:
        yield arrow_schema(spec).empty_table()
