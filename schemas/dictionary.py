"""The data dictionary: every table and column in words, as Markdown and as rows of `column_dictionary`.

`python -m schemas.dictionary > DATA_DICTIONARY.md` writes the copy at the root of the repository.
"""

from collections.abc import Iterable, Iterator
from typing import cast

from schemas import REJECTS, SCHEMA_VERSION, TABLES, ColumnDescription
from schemas.declaration import ColumnSpec, TableSpec
from schemas.operations import ColumnType

_OPENING = f"""\
# Data dictionary

Schema version {SCHEMA_VERSION}. Made by `python -m schemas.dictionary` from the declarations in `schemas/`; not edited by hand.

Offsets are half-open and count Unicode code points of `articles.text`: a row's words are `text[char_start:char_end]`.
Times are UTC. Only columns marked in *null* may be null, and their meaning says what null stands for.
No column says whether a claim is true.

Tables parted by month lie in folders `published_month=YYYY-MM` (`published_month=unknown` for undated articles).
"""


def column_descriptions() -> tuple[ColumnDescription, ...]:
    """One row for each column of each published table, in the order of tables and columns."""
    return tuple(
        ColumnDescription(
            table_name=spec.name, column_name=column.name, position=position, column_type=cast(ColumnType, str(column.type)),
            unit=column.declared.unit, is_nullable=column.nullable, key=_key(spec, column),
            allowed_values=None if column.allowed_values is None else ", ".join(column.allowed_values),
            description=column.description,
        )
        for spec in TABLES.values()
        for position, column in enumerate(spec.columns, start=1)
    )


def data_dictionary_markdown() -> str:
    """The dictionary as one Markdown document: a list of the tables, then each table with its columns."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _OPENING
    yield from _table(
        ("table", "one row is", "primary key", "refers to", "parted"),
        (
            (
                f"[{spec.name}](#{spec.name})", spec.grain, _code(spec.primary_key),
                ", ".join(dict.fromkeys(spec.foreign_keys.values())), "by month" if spec.is_partitioned else "",
            )
            for spec in TABLES.values()
        ),
    )
    for spec in TABLES.values():
        yield from _section(spec, f"One row is {spec.grain}.")
    yield from _section(REJECTS, f"One row is {REJECTS.grain}. Lies beside the published tables, one file a run.")


def _section(spec: TableSpec, opening: str) -> Iterator[str]:
    yield ""
    yield f"## {spec.name}"
    yield ""
    yield opening
    yield ""
    yield from _table(
        ("column", "type", "unit", "null", "key", "allowed values", "meaning"),
        (
            (
                f"`{column.name}`", str(column.type), column.declared.unit or "", "yes" if column.nullable else "",
                _key(spec, column) or "", _allowed(column), column.description,
            )
            for column in spec.columns
        ),
    )


def _key(spec: TableSpec, column: ColumnSpec) -> str | None:
    parts = [
        *(["primary"] if column.name in spec.primary_key else []),
        *([spec.foreign_keys[column.name]] if column.name in spec.foreign_keys else []),
    ]
    return ", ".join(parts) or None


def _allowed(column: ColumnSpec) -> str:
    if column.allowed_values is not None:
        return ", ".join(column.allowed_values)
    declared = column.declared
    bounds = [
        *([f"at least {declared.minimum}"] if declared.minimum is not None else []),
        *([f"at most {declared.maximum}"] if declared.maximum is not None else []),
        *([f"`{declared.pattern}`"] if declared.pattern is not None else []),
    ]
    return ", ".join(bounds)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


if __name__ == "__main__":
    print(data_dictionary_markdown(), end="")
