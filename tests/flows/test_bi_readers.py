"""Every published file opens in the programs that people load it into."""

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command_line import Ended

from schemas import TABLES
from schemas.declaration import PARTITION_COLUMN

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def current(first_run: tuple[Path, Ended]) -> Path:
    output, ended = first_run
    assert ended.status == 0, str(ended)
    return output / "current"


def row_counts(current: Path) -> dict[str, int]:
    return {name: sum(pq.read_metadata(path).num_rows for path in (current / name).rglob("*.parquet")) for name in TABLES}


def test_duckdb_reads_files_and_views(current: Path) -> None:
    expected = row_counts(current)
    with duckdb.connect(str(current / "onrecord.duckdb"), read_only=True) as database:
        from_views = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in TABLES}
        from_files = {name: database.execute(f"SELECT * FROM '{current}/{name}/**/*.parquet'").fetchall() for name in TABLES}
    assert {name: len(rows) for name, rows in from_views.items()} == expected
    assert {name: len(rows) for name, rows in from_files.items()} == expected


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_the_folder_of_a_table(current: Path, name: str) -> None:
    frame = pd.read_parquet(current / name)
    extra = [PARTITION_COLUMN] if TABLES[name].is_partitioned else []
    assert list(frame.columns) == [*TABLES[name].column_names, *extra]
    assert len(frame) == row_counts(current)[name]


def test_tableau_reads_every_file(current: Path, tmp_path: Path) -> None:
    hyper = pytest.importorskip("tableauhyperapi")
    found: dict[str, int] = {}
    with (
        hyper.HyperProcess(
            telemetry=hyper.Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU, parameters={"log_dir": str(tmp_path)}) as process,
        hyper.Connection(process.endpoint) as connection,
    ):
        for name in TABLES:
            files = ", ".join(hyper.escape_string_literal(str(path)) for path in sorted((current / name).rglob("*.parquet")))
            query = f"SELECT * FROM external(ARRAY[{files}], FORMAT => 'parquet')"
            with connection.execute_query(query) as result:
                assert [column.name.unescaped for column in result.schema.columns] == list(TABLES[name].column_names)
                found[name] = sum(1 for _ in result)
    assert found == row_counts(current)


def test_no_file_holds_a_type_that_a_reader_refuses(current: Path) -> None:
    """One list, map, null or unsigned column makes Tableau refuse the whole file, even if nobody selects it."""
    flat = {pa.string(), pa.int32(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us", tz="UTC")}
    for path in current.rglob("*.parquet"):
        assert set(pq.read_schema(path).types) <= flat, path
