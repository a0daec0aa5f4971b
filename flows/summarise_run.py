"""The summary that a run by hand ends with."""

import os
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows.news_dataset import Publication

_SHOWN_REJECTS = 10
_SHOWN_TABLES = ("articles", "mentions", "entities", "quotes", "claims")


def print_summary(publication: Publication) -> None:
    """Say what was published, what was turned away and why, and where everything is."""
    console = Console(highlight=False, soft_wrap=True)
    run = publication.run
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name in _SHOWN_TABLES:
        table.add_row(f"{publication.row_counts[name]:>8,}", name)
    console.print()
    console.print(
        f"{run.record_count} records: {run.new_count} new, {run.revised_count} revised, {run.unchanged_count} already known, "
        f"{run.outside_range_count} outside the dates asked for, {run.rejected_count} rejected")
    console.print(table)
    if publication.unsupported_count:
        console.print(f"  {publication.unsupported_count:,} of the articles are not in English: kept, not analysed")
    records = [reject for reject in publication.rejects if reject.table_name is None]
    for reject in records[:_SHOWN_REJECTS]:
        console.print(f"  rejected: {reject.reason}", markup=False)
    if len(records) > _SHOWN_REJECTS:
        rules = Counter(reject.rule_id for reject in records).most_common()
        console.print(f"  ... and {len(records) - _SHOWN_REJECTS} more: " + ", ".join(f"{count} {rule}" for rule, count in rules))
    if run.rejected_row_count:
        console.print(f"  {run.rejected_row_count} rows rejected by validation")
    console.print()
    for label, path in (
        ("tables", publication.folder), ("DuckDB", publication.folder / "onrecord.duckdb"),
        ("validation", publication.docs), ("rejects", publication.rejects_file),
    ):
        console.print(f"  {label:<10} {_relative(path)}", markup=False, soft_wrap=True)


def _relative(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
