"""Reading published tables."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.read_generation import Generation, PublishedFile, partition_path
from schemas import TABLES
from schemas.arrow import arrow_schema


def _published(folder: Path, table: pa.Table) -> Generation:
    path = partition_path("quote_groups", None)
    (folder / path).parent.mkdir(parents=True)
    pq.write_table(table, folder / path)
    file = PublishedFile(path=path, table="quote_groups", rows=len(table), bytes=1, sha256="0" * 64)
    return Generation(folder=folder, generation_id="g", fingerprint="f", declaration="d", files=(file,))


def test_tables_of_an_older_version_are_read_by_the_names_of_their_columns(tmp_path: Path) -> None:
    older = pa.table({"column_of_old": ["x", "y"], "quote_group_id": ["g_1", "g_2"]})
    found = _published(tmp_path, older).read("quote_groups")
    assert found.schema == arrow_schema(TABLES["quote_groups"])
    assert found.column("quote_group_id").to_pylist() == ["g_1", "g_2"]
    assert found.column("article_count").to_pylist() == [None, None]


def test_chosen_columns_may_be_newer_too(tmp_path: Path) -> None:
    generation = _published(tmp_path, pa.table({"quote_group_id": ["g_1"]}))
    found = generation.read("quote_groups", columns=["article_count", "quote_group_id"])
    assert found.to_pylist() == [{"article_count": None, "quote_group_id": "g_1"}]
