"""How the large tables are parted by month of publication, and the order of rows within a file."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from schemas import TableSpec
from schemas.declaration import PARTITION_COLUMN

UNKNOWN_MONTH = "unknown"
"""Partition of articles whose publication date is not stated."""

_READING_ORDER = ("article_id", "block_index", "position", "char_start", "char_end", "piece_index", "revision_no")


def publication_month(published_date: date | None) -> str:
    """Name of the partition, `2024-05` or `unknown`."""
    return UNKNOWN_MONTH if published_date is None else published_date.isoformat()[:len("2024-05")]


def in_reading_order(table: pa.Table, spec: TableSpec) -> pa.Table:
    """The rows in the one order in which files hold them: by article, then as read, then by key. Equal rows give equal bytes."""
    leading = [name for name in _READING_ORDER if name in spec.column_names]
    keys = leading + [name for name in spec.primary_key if name not in leading]
    return table.sort_by([(name, "ascending") for name in keys])


def by_month(table: pa.Table, months: Mapping[str, str]) -> dict[str, pa.Table]:
    """Part the rows of an article-scoped table by the month of their article.

    Args:
        months: Article -> partition, for every article that occurs.
    """
    row_months = [months[article_id] for article_id in table.column("article_id").to_pylist()]
    marked = table.append_column(PARTITION_COLUMN, pa.array(row_months, pa.string()))
    return {
        month: marked.filter(pc.field(PARTITION_COLUMN) == month).drop_columns([PARTITION_COLUMN])
        for month in sorted(set(row_months))
    }
