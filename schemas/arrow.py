"""Rows to Arrow tables and back, exactly and loudly: a value that does not fit its declared column is an error, never a null.

pyarrow by itself drops unknown keys, fills missing ones with null, reads naive times as UTC and infers types. Rows of this
project reach Arrow only through `rows_to_arrow`.
"""

import math
import operator
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import pyarrow as pa

from schemas import SCHEMA_VERSION
from schemas.declaration import TIMESTAMP, ColumnSpec, TableSpec, spec_of

Row = TypeVar("Row")

FLAT_TYPES: frozenset[pa.DataType] = frozenset({
    pa.string(), pa.int32(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), TIMESTAMP,
})
"""The column types that every reader the dataset is meant for can open."""

PARQUET_OPTIONS: Mapping[str, Any] = types.MappingProxyType({
    "version": "2.6",
    "compression": "zstd",
    "compression_level": 3,
    "use_dictionary": True,
    "write_statistics": True,
    "write_page_index": True,
    "coerce_timestamps": "us",
    "allow_truncated_timestamps": False,
    "data_page_version": "1.0",  # some BI readers still refuse version 2 pages
    "store_schema": True,  # keeps column descriptions and `string` as they were declared
    "row_group_size": 65_536,  # a few hundred megabytes of article text at most, and enough groups to scan in parallel
})
"""How every published file is written: `pq.write_table(table, path, **PARQUET_OPTIONS)`. Equal tables give equal bytes."""

_SHOWN_CHARACTERS = 80


class ContractError(Exception):
    """What the tables promise does not hold; nothing may be published."""


class RowTypeError(ContractError, TypeError):
    """A row holds a value that its declared column cannot hold."""


class SchemaMismatchError(ContractError, TypeError):
    """A table read from elsewhere does not have the declared columns."""


def arrow_schema(spec: TableSpec) -> pa.Schema:
    """The Arrow schema of a table: types, nullability, and what every column means.

    Returns:
        Fields in declared order with `description` (and `unit`) metadata; the schema's own metadata says table, grain,
        primary key (comma separated) and schema version under `onrecord.*`.

    Raises:
        TypeError: A declared type is not among `FLAT_TYPES`.
    """
    return pa.schema(
        [_field(spec, column) for column in spec.columns],
        metadata={
            "onrecord.table": spec.name,
            "onrecord.grain": spec.grain,
            "onrecord.primary_key": ",".join(spec.primary_key),
            "onrecord.schema_version": SCHEMA_VERSION,
        },
    )


def rows_to_arrow(rows: Iterable[Row], row_class: type[Row]) -> pa.Table:
    """Rows as a table with the declared schema, in the order given.

    Args:
        rows: Instances of `row_class` itself.
        row_class: Row class declared with `@table`.

    Raises:
        RowTypeError: A row of another class, a null in a column that has none, a value of another type (`True` is no
            integer, a datetime is no date), a time without zone, an integer out of range, a number that is not finite,
            or text that is not valid Unicode. The message names the column, the value and the key of the row.
    """
    spec = spec_of(row_class)
    listed = list(rows)
    for other in set(map(type, listed)) - {row_class}:
        raise RowTypeError(f"{spec.name}: expected rows of {row_class.__name__}, got one of {other.__name__}")
    return pa.Table.from_arrays([_column_array(spec, column, listed) for column in spec.columns], schema=arrow_schema(spec))


def arrow_to_rows(table: pa.Table, row_class: type[Row]) -> list[Row]:
    """The rows of a table, in its order; the reverse of `rows_to_arrow`.

    Raises:
        SchemaMismatchError: The table does not have the declared columns.
    """
    spec = spec_of(row_class)
    columns = [column.to_pylist() for column in conform(table, spec).columns]
    return [row_class(**dict(zip(spec.column_names, values, strict=True))) for values in zip(*columns, strict=True)]


def conform(table: pa.Table, spec: TableSpec) -> pa.Table:
    """The same table with the declared schema, after a check that it has exactly the declared columns.

    Metadata and the nullable flag may differ, as they do in files that other software has rewritten. A file of a
    partitioned table is read without its folder's partition column (`partitioning=None`).

    Raises:
        SchemaMismatchError: A column is missing, unknown, out of order or of another type, or holds nulls that the
            declaration forbids. The message lists every difference.
    """
    differences = _differences(table, spec)
    if differences:
        raise SchemaMismatchError(f"{spec.name}: not the declared columns: {'; '.join(differences)}")
    return pa.Table.from_arrays(table.columns, schema=arrow_schema(spec))


def _field(spec: TableSpec, column: ColumnSpec) -> pa.Field:
    if column.type not in FLAT_TYPES:
        raise TypeError(f"{spec.name}.{column.name}: {column.type} is not a flat column type")
    metadata = {"description": column.description}
    if column.declared.unit is not None:
        metadata["unit"] = column.declared.unit
    return pa.field(column.name, column.type, nullable=column.nullable, metadata=metadata)


def _differences(table: pa.Table, spec: TableSpec) -> list[str]:
    found, declared = tuple(table.column_names), spec.column_names
    if found != declared:
        missing = [name for name in declared if name not in found]
        unknown = [name for name in found if name not in declared]
        notes = [f"missing {', '.join(missing)}"] if missing else []
        notes += [f"unknown {', '.join(unknown)}"] if unknown else []
        return notes or [f"expected the order {', '.join(declared)}, got {', '.join(found)}"]
    wrong_types = [
        f"{column.name} expected {column.type}, got {table.schema.field(column.name).type}"
        for column in spec.columns if table.schema.field(column.name).type != column.type
    ]
    nulls = [
        f"{column.name} expected no nulls, got {table.column(column.name).null_count} of {table.num_rows} rows"
        for column in spec.columns if not column.nullable and table.column(column.name).null_count
    ]
    return wrong_types + nulls


# --- one column ---------------------------------------------------------------------------------------------------------

def _is_integer(kind: type) -> bool:
    return issubclass(kind, int) and not issubclass(kind, bool)


def _is_number(kind: type) -> bool:
    return issubclass(kind, float) or _is_integer(kind)


def _is_calendar_date(kind: type) -> bool:
    return issubclass(kind, date) and not issubclass(kind, datetime)


_EXPECTED_TYPES: Mapping[pa.DataType, tuple[str, Callable[[type], bool]]] = types.MappingProxyType({
    pa.string(): ("str", lambda kind: issubclass(kind, str)),
    pa.int32(): ("int", _is_integer),
    pa.int64(): ("int", _is_integer),
    pa.float64(): ("float", _is_number),
    pa.bool_(): ("bool", lambda kind: issubclass(kind, bool)),
    pa.date32(): ("date without time", _is_calendar_date),
    TIMESTAMP: ("datetime with a time zone", lambda kind: issubclass(kind, datetime)),
})
"""Python types that each Arrow type takes. Subclasses count, but for the two that mean something else (bool, datetime)."""


def _column_array(spec: TableSpec, column: ColumnSpec, rows: Sequence[Any]) -> pa.Array | pa.ChunkedArray:
    values = list(map(operator.attrgetter(column.name), rows))
    field = _field(spec, column)
    expected, fits = _EXPECTED_TYPES[field.type]
    for kind in set(map(type, values)):
        if kind is type(None):
            if not column.nullable:
                raise _misfit(spec, column, rows, "a value", lambda value: value is None)
        elif not fits(kind):
            raise _misfit(spec, column, rows, expected, lambda value, kind=kind: type(value) is kind)
    if field.type == TIMESTAMP and any(value is not None and value.utcoffset() is None for value in values):
        raise _misfit(spec, column, rows, expected, lambda value: value is not None and value.utcoffset() is None)
    if field.type == pa.float64() and not all(value is None or math.isfinite(value) for value in values):
        raise _misfit(spec, column, rows, "a finite number", lambda value: value is not None and not math.isfinite(value))
    try:
        return pa.array(values, type=field.type)
    except (pa.ArrowException, OverflowError, ValueError) as error:  # out of range, or a lone surrogate in text
        raise _misfit(spec, column, rows, f"a value that {field.type} can hold", _is_refused_by(field.type)) from error


def _is_refused_by(kind: pa.DataType) -> Callable[[Any], bool]:
    def is_refused(value: Any) -> bool:
        try:
            pa.scalar(value, type=kind)
        except (pa.ArrowException, OverflowError, ValueError):
            return True
        return False

    return is_refused


def _misfit(
    spec: TableSpec, column: ColumnSpec, rows: Sequence[Any], expected: str, is_misfit: Callable[[Any], bool],
) -> RowTypeError:
    """The error for the first of `rows` whose value is a misfit, with how many there are."""
    misfits = [row for row in rows if is_misfit(getattr(row, column.name))]
    value = getattr(misfits[0], column.name) if misfits else None
    key = ", ".join(f"{name}={_shown(getattr(misfits[0], name))}" for name in spec.primary_key) if misfits else "unknown"
    return RowTypeError(
        f"{spec.name}.{column.name}: expected {expected}, got {_shown(value)} ({type(value).__name__}) for {key} "
        f"({len(misfits)} of {len(rows)} rows)"
    )


def _shown(value: object) -> str:
    shown = ascii(value) if isinstance(value, str) else repr(value)
    return shown if len(shown) <= _SHOWN_CHARACTERS else f"{shown[:_SHOWN_CHARACTERS]}..."
