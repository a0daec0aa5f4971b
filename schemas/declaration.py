"""The language in which a table is declared: a frozen row class, its columns, keys, spans and grain.

Everything else that describes a table (Arrow schema, validation suite, DuckDB views, data package, data dictionary)
is derived from these declarations and never edited by hand.
"""

import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

import pyarrow as pa

TIMESTAMP = pa.timestamp("us", tz="UTC")

PARTITION_COLUMN = "published_month"
"""Column that the folders of partitioned tables stand for: `published_month=2024-05`, or `unknown` for undated articles."""

_ARROW_TYPES: Mapping[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: TIMESTAMP,
}

Row = TypeVar("Row")


class DeclarationError(TypeError):
    """A row class does not declare a table completely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one column means and which values it may hold; written inside `Annotated` on a row class.

    Args:
        description: One or two sentences for the analyst who reads the table. Where the column may be null,
            it says what null means.
        type: Arrow type where the default of the annotation (`int` -> int64 ...) is not the one wanted.
        unit: Unit of measure, such as "code points into articles.text".
        minimum: Least value allowed, itself included.
        maximum: Greatest value allowed, itself included.
        pattern: Regular expression that the whole value matches.
        min_length: Fewest characters allowed. 1 forbids the empty string.
    """

    description: str
    type: pa.DataType | None = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    min_length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Three columns that hold a verbatim piece of `articles.text`: the text and its half-open offsets.

    `articles.text[start:end] == text` for every row in which they are set; all three are null together.
    """

    text: str
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """One column as derived from a row class: the declaration plus name, resolved type and nullability."""

    name: str
    type: pa.DataType
    nullable: bool
    allowed_values: tuple[str, ...] | None
    declared: Column

    @property
    def description(self) -> str:
        return self.declared.description


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """One published table.

    Args:
        name: Plural noun; the folder of the table and the name of its view.
        row_class: Frozen dataclass with one field a column, in column order.
        grain: One sentence that says what one row is.
        primary_key: Columns that identify a row.
        foreign_keys: Column -> table whose (single-column) primary key it holds; a null refers to nothing.
        spans: Verbatim pieces of `articles.text` held by each row; such a table has an `article_id`.
        is_partitioned: Whether its files are parted by the month in which the article was published.
    """

    name: str
    row_class: type
    grain: str
    primary_key: tuple[str, ...]
    foreign_keys: Mapping[str, str]
    spans: tuple[Span, ...]
    is_partitioned: bool
    columns: tuple[ColumnSpec, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> ColumnSpec:
        """The column of that name. Raises KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}: no such column; the table has {', '.join(self.column_names)}")

    @property
    def is_article_scoped(self) -> bool:
        """Whether each row belongs to one article, and so goes where the article goes."""
        return "article_id" in self.column_names


def table(
    name: str,
    *,
    grain: str,
    primary_key: tuple[str, ...],
    foreign_keys: Mapping[str, str] | None = None,
    spans: tuple[Span, ...] = (),
    is_partitioned: bool = False,
) -> Callable[[type[Row]], type[Row]]:
    """Declare that a frozen dataclass is the row of a table; the spec is kept as `row_class.table`.

    Raises:
        DeclarationError: A field lacks its `Column`, a nullable column does not say what null means, or a key or
            span names a column that does not exist.
    """

    def declare(row_class: type[Row]) -> type[Row]:
        hints = typing.get_type_hints(row_class, include_extras=True)
        columns = tuple(
            _column_spec(f"{name}.{field.name}", field.name, hints[field.name])
            for field in fields(row_class)  # pyright: ignore[reportArgumentType]
        )
        spec = TableSpec(
            name=name, row_class=row_class, grain=grain, primary_key=primary_key,
            foreign_keys=types.MappingProxyType(dict(foreign_keys or {})), spans=spans,
            is_partitioned=is_partitioned, columns=columns,
        )
        known = set(spec.column_names)
        named = {*primary_key, *spec.foreign_keys, *(part for span in spans for part in (span.text, span.start, span.end))}
        if named - known:
            raise DeclarationError(f"{name}: keys or spans name columns that are not declared: {sorted(named - known)}")
        if (spans or is_partitioned) and not spec.is_article_scoped:
            raise DeclarationError(f"{name}: spans and partitions need an article_id column")
        row_class.table = spec  # pyright: ignore[reportAttributeAccessIssue]
        return row_class

    return declare


def spec_of(row_class: type) -> TableSpec:
    """The table that a row class declares. Raises DeclarationError if it declares none."""
    spec = getattr(row_class, "table", None)
    if not isinstance(spec, TableSpec):
        raise DeclarationError(f"{row_class.__name__} is not declared with @table")
    return spec


def _column_spec(where: str, name: str, hint: Any) -> ColumnSpec:
    declared = next((extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Column)), None)
    if typing.get_origin(hint) is not Annotated or declared is None:
        raise DeclarationError(f"{where}: annotate it as Annotated[type, Column(description=...)]")
    value_type, nullable = _without_none(typing.get_args(hint)[0])
    if nullable and not re.search(r"\bnull\b", declared.description, re.IGNORECASE):
        raise DeclarationError(f"{where}: may be null, so its description must say what null means")
    allowed: tuple[str, ...] | None = None
    if typing.get_origin(value_type) is Literal:
        allowed = typing.get_args(value_type)
        value_type = str
    if value_type not in _ARROW_TYPES:
        raise DeclarationError(f"{where}: {value_type!r} is not a flat column type")
    return ColumnSpec(
        name=name, type=declared.type or _ARROW_TYPES[value_type], nullable=nullable,
        allowed_values=allowed, declared=declared,
    )


def _without_none(hint: Any) -> tuple[Any, bool]:
    """Split `X | None` into (X, True); anything else is (hint, False)."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        rest = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(rest) == 1:
            return rest[0], True
    return hint, False
