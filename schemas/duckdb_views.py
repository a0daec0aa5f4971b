"""SQL that makes a DuckDB database of views over the published Parquet files, with every description as a comment.

A view holds the absolute path of its files. DuckDB 2.0 has no path relative to the database file: a relative one is looked up
from the working directory of whoever opens it, and neither a subquery nor the path of the database may stand in a view's
`read_parquet`. So a database that was moved is made anew, or read after `SET file_search_path`.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from schemas import TABLES
from schemas.declaration import PARTITION_COLUMN, TableSpec

_PARTITION_DESCRIPTION = (
    "Month in which the article was published, as YYYY-MM; unknown for undated articles. From the folder of the file."
)

WITHOUT_COPIES: Mapping[str, str] = MappingProxyType({
    f"{name}_without_copies": name for name in ("articles", "mentions", "quotes", "claims", "time_expressions")
})
"""Views that count every story once, and the table that each one filters."""


def view_statements(folder: str, published: Collection[str]) -> tuple[str, ...]:
    """Statements that create one view a table, and for tables of statements a further one without copies.

    They run in an empty database once the files are in place: DuckDB reads the columns of a view when it is created.

    Args:
        folder: Absolute path of the folder that holds `<table>/**/*.parquet`. Give the folder of the generation, not the
            `current` link: a reader that keeps the database open then keeps reading one generation.
        published: Names of the tables that lie there.

    Returns:
        Statements in the order in which they must run, each without a trailing semicolon. They are one transaction: a
        commit to disk after each of some 300 comments would take most of the time.

    Raises:
        KeyError: `published` names a table that is not declared.
    """
    unknown = sorted(set(published) - set(TABLES))
    if unknown:
        raise KeyError(f"not declared as tables: {', '.join(unknown)}")
    return ("BEGIN TRANSACTION", *_statements(folder, published), "COMMIT")


def _statements(folder: str, published: Collection[str]) -> Iterator[str]:
    for name, spec in TABLES.items():
        if name in published:
            yield f"CREATE VIEW {_identifier(name)} AS SELECT {_columns(spec)} FROM {_files(folder, spec)}"
            yield from _comments(name, spec, f"One row is {spec.grain}.")
    for view, name in WITHOUT_COPIES.items():
        if name in published and "articles" in published:
            spec = TABLES[name]
            yield (
                f"CREATE VIEW {_identifier(view)} AS SELECT {_columns(spec)} FROM {_identifier(name)} "
                f'WHERE "article_id" IN (SELECT "article_id" FROM "articles" WHERE "is_representative")'
            )
            yield from _comments(view, spec, f"One row is {spec.grain}; articles that copy another one are left out.")


def _columns(spec: TableSpec) -> str:
    names = (*spec.column_names, PARTITION_COLUMN) if spec.is_partitioned else spec.column_names
    return ", ".join(_identifier(name) for name in names)


def _files(folder: str, spec: TableSpec) -> str:
    # The pattern of a glob: a bracket, star or question mark of the folder's own name stands for itself.
    literal = "".join(f"[{character}]" if character in "[*?" else character for character in folder)
    options = f", hive_partitioning = true, hive_types = {{'{PARTITION_COLUMN}': VARCHAR}}" if spec.is_partitioned else ""
    return f"read_parquet({_text(f'{literal}/{spec.name}/**/*.parquet')}{options or ', hive_partitioning = false'})"


def _comments(view: str, spec: TableSpec, grain: str) -> Iterator[str]:
    yield f"COMMENT ON VIEW {_identifier(view)} IS {_text(grain)}"
    described = [(column.name, column.description) for column in spec.columns]
    if spec.is_partitioned:
        described.append((PARTITION_COLUMN, _PARTITION_DESCRIPTION))
    for name, description in described:
        yield f"COMMENT ON COLUMN {_identifier(view)}.{_identifier(name)} IS {_text(description)}"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
