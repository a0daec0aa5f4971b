"""Great Expectations over published files, in the process of its own that the flow uses."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_dataset import SmallDataset

from flows.validate_tables import Validator
from schemas import TABLES
from schemas.arrow import PARQUET_OPTIONS
from tests.transforms.dataset.made_rows import read_article, rows_of


@pytest.fixture(scope="module")
def validator() -> Iterator[Validator]:
    process = Validator()
    yield process
    process.stop()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, list[Path]]:
    """Files of a small published dataset, by table."""
    generation = SmallDataset(root=tmp_path).publish([read_article(1)]).generation
    return {
        name: [generation.folder / file.path for file in generation.files if file.table == name] for name in TABLES}


def rewrite(path: Path, column: str, values: list[object]) -> None:
    """Replace a column of a published file."""
    table = pq.ParquetFile(path).read()
    position = table.schema.get_field_index(column)
    field = table.schema.field(position)
    path.unlink()
    pq.write_table(table.set_column(position, field, pa.array(values, field.type)), path, **PARQUET_OPTIONS)


def test_sound_tables_pass(validator: Validator, files: dict[str, list[Path]], tmp_path: Path) -> None:
    report = validator.validate(files, docs_folder=tmp_path / "docs")
    assert (report.violations, report.broken_contract) == ((), ())
    assert report.row_count == sum(pq.read_metadata(path).num_rows for paths in files.values() for path in paths)
    assert report.expectation_count > 100
    assert "<html" in (tmp_path / "docs" / "index.html").read_text(encoding="utf-8")


def test_bad_rows_are_found_and_named(validator: Validator, files: dict[str, list[Path]], tmp_path: Path) -> None:
    rewrite(files["quotes"][0], "quote_type", ["shouted"])
    rewrite(files["mentions"][0], "sentence_index", [0, -1])
    report = validator.validate(
        {name: paths for name, paths in files.items() if name != "authors"}, docs_folder=tmp_path / "docs")
    assert report.broken_contract == (), "a table without files is checked as an empty one"
    found = {violation.table: violation for violation in report.violations}
    assert len(report.violations) == len(found) == 2
    rows = rows_of(read_article(1))
    assert found["quotes"].key == (rows.quotes[0].quote_id,)
    assert (found["quotes"].column, found["quotes"].observed) == ("quote_type", "shouted")
    assert rows.quotes[0].quote_text.split("”")[0] in (found["quotes"].payload or "")
    assert found["mentions"].column == "sentence_index"
    assert found["mentions"].key[0] in {mention.mention_id for mention in rows.mentions}
