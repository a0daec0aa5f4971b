"""The published tables as a Data Package, version 2 (https://datapackage.org): files, fields, keys and constraints."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from schemas import SCHEMA_VERSION, TABLES
from schemas.declaration import TIMESTAMP, ColumnSpec, TableSpec

_FIELD_TYPES: Mapping[pa.DataType, str] = MappingProxyType({
    pa.string(): "string",
    pa.int32(): "integer",
    pa.int64(): "integer",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    TIMESTAMP: "datetime",
})


def data_package(file_paths: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Describe a set of published files, ready to be written as `datapackage.json`. Equal files give an equal description.

    Args:
        file_paths: Files of every table, by its name, relative to the folder of `datapackage.json` and with forward slashes.

    Raises:
        KeyError: A table is missing, or one is not declared.
    """
    if set(file_paths) != set(TABLES):
        raise KeyError(f"expected files of every declared table, differing in {sorted(set(file_paths) ^ set(TABLES))}")
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "onrecord",
        "title": "On the Record: who said what, about whom, where and when",
        "description": "Quotes, claims, mentions and time expressions found in news articles. DATA_DICTIONARY.md says what "
                       "every column means. Nothing here says whether a claim is true.",
        "version": SCHEMA_VERSION,
        "resources": [_resource(spec, sorted(file_paths[name])) for name, spec in TABLES.items()],
    }


def _resource(spec: TableSpec, paths: list[str]) -> dict[str, Any]:
    return {
        "name": spec.name,
        "type": "table",
        "description": f"One row is {spec.grain}.",
        "path": paths,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [_field(spec, column) for column in spec.columns],
            "primaryKey": list(spec.primary_key),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": target, "fields": list(TABLES[target].primary_key)}}
                for column, target in spec.foreign_keys.items()
            ],
        },
    }


def _field(spec: TableSpec, column: ColumnSpec) -> dict[str, Any]:
    declared = column.declared
    constraints = {
        "required": None if column.nullable else True,
        "unique": True if spec.primary_key == (column.name,) else None,
        "enum": None if column.allowed_values is None else list(column.allowed_values),
        "minimum": declared.minimum,
        "maximum": declared.maximum,
        "pattern": declared.pattern,
        "minLength": declared.min_length,
    }
    stated = {name: value for name, value in constraints.items() if value is not None}
    field: dict[str, Any] = {"name": column.name, "type": _FIELD_TYPES[column.type], "description": column.description}
    if declared.unit is not None:
        field["unit"] = declared.unit
    return field | ({"constraints": stated} if stated else {})
