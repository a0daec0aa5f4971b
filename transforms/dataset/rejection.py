"""Rejects: what was turned away, by which rule and why, with the record or row itself."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pyarrow as pa

from schemas import Reject, TableSpec
from transforms.dataset.integrity import Key, Violation
from transforms.identity import content_id
from transforms.reading.records import Refusal

PAYLOAD_CHARACTERS = 64 * 1024
"""How much of a record or row a reject keeps."""

_SHOWN_CHARACTERS = 500


def reject_record(refusal: Refusal, *, run_id: str, position: int) -> Reject:
    """The reject for a record that could not be read."""
    return reject_whole_record(
        run_id=run_id, stage="read", rule_id=refusal.rule, reason=refusal.reason, locator=refusal.locator,
        payload=refusal.payload, position=position)


def reject_whole_record(
    *, run_id: str, stage: str, rule_id: str, reason: str, locator: str, payload: str | None, position: int,
) -> Reject:
    """The reject for a record that became no article.

    Args:
        position: Number of the reject within the run, since several may share a locator and a rule.
    """
    return Reject(
        reject_id=content_id("x", run_id, stage, locator, rule_id, position), run_id=run_id, stage=stage,  # pyright: ignore[reportArgumentType]
        table_name=None, record_key=None, rule_id=rule_id, reason=reason, column_name=None, offending_value=None,
        input_locator=locator, payload_json=None if payload is None else payload[:PAYLOAD_CHARACTERS])


def reject_row(violation: Violation, *, run_id: str, locator: str | None, payload: str | None, position: int) -> Reject:
    """The reject for a row that validation turned away.

    Args:
        position: Number of the reject among those of validation, since rows with one key may break one rule together.
    """
    key = record_key(violation.key)
    return Reject(
        reject_id=content_id("x", run_id, "validate", violation.table, key, violation.rule_id, position),
        run_id=run_id, stage="validate",
        table_name=violation.table, record_key=key, rule_id=violation.rule_id, reason=violation.reason,
        column_name=violation.column,
        offending_value=None if violation.observed is None else violation.observed[:_SHOWN_CHARACTERS], input_locator=locator,
        payload_json=None if payload is None else payload[:PAYLOAD_CHARACTERS])


def record_key(key: Key) -> str:
    """A primary key as one text."""
    return "|".join(str(part) for part in key)


def without_keys(table: pa.Table, spec: TableSpec, keys: Collection[Key]) -> pa.Table:
    """The rows whose primary key is not among `keys`."""
    if not keys:
        return table
    return table.filter(pa.array([key not in keys for key in keys_of(table, spec)], pa.bool_()))


def keys_of(table: pa.Table, spec: TableSpec) -> list[Key]:
    """Primary key of each row, in order."""
    return list(zip(*(table.column(name).to_pylist() for name in spec.primary_key), strict=True))


def rows_by_key(table: pa.Table, spec: TableSpec, keys: Iterable[Key]) -> Mapping[Key, Mapping[str, Any]]:
    """The rows with these primary keys."""
    positions = {key: position for position, key in enumerate(keys_of(table, spec))}
    return {key: table.slice(positions[key], 1).to_pylist()[0] for key in keys if key in positions}
