"""What holds for every declared table, one test parametrised over all of them."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas import REJECTS, SCHEMA_VERSION, TABLES, TableSpec
from schemas.arrow import FLAT_TYPES, PARQUET_OPTIONS, arrow_schema, arrow_to_rows, conform
from schemas.datapackage import data_package
from schemas.dictionary import column_descriptions, data_dictionary_markdown
from schemas.duckdb_views import PARTITION_COLUMN, WITHOUT_COPIES, view_statements
from schemas.expectations import ROW_RULES, expectation_suite, frame_of, rules_of, validate_table

ROOT = Path(__file__).resolve().parents[2]

every_table = pytest.mark.parametrize("spec", [*TABLES.values(), REJECTS], ids=lambda spec: spec.name)


@every_table
def test_table_is_described_and_keyed(spec: TableSpec) -> None:
    assert spec.grain and not spec.grain.endswith(".")
    assert spec.primary_key
    assert not [name for name in spec.primary_key if spec.column(name).nullable], "a key column is never null"
    for column in spec.columns:
        assert column.description[-1] in ".)'", f"{spec.name}.{column.name}: write the description as a sentence"
        assert column.type in FLAT_TYPES


@every_table
def test_foreign_keys_have_targets_of_their_type(spec: TableSpec) -> None:
    for name, target in spec.foreign_keys.items():
        (key,) = TABLES[target].primary_key
        assert spec.column(name).type == TABLES[target].column(key).type, f"{spec.name}.{name} -> {target}.{key}"


@every_table
def test_spans_are_text_between_two_int32_offsets(spec: TableSpec) -> None:
    for span in spec.spans:
        text, start, end = (spec.column(name) for name in (span.text, span.start, span.end))
        assert (text.type, start.type, end.type) == (pa.string(), pa.int32(), pa.int32())
        assert len({text.nullable, start.nullable, end.nullable}) == 1, "null together"


@every_table
def test_schema_says_what_every_column_means(spec: TableSpec) -> None:
    schema = arrow_schema(spec)
    assert schema.names == list(spec.column_names)
    assert schema.metadata == {
        b"onrecord.table": spec.name.encode(), b"onrecord.grain": spec.grain.encode(),
        b"onrecord.primary_key": ",".join(spec.primary_key).encode(), b"onrecord.schema_version": SCHEMA_VERSION.encode(),
    }
    for column in spec.columns:
        field = schema.field(column.name)
        assert field.nullable == column.nullable
        assert field.metadata[b"description"].decode() == column.description
        assert field.metadata.get(b"unit", b"").decode() == (column.declared.unit or "")


@every_table
def test_empty_table_round_trips_parquet_with_its_metadata(spec: TableSpec, tmp_path: Path) -> None:
    path = tmp_path / "part-0.parquet"
    pq.write_table(arrow_schema(spec).empty_table(), path, **PARQUET_OPTIONS)
    read = pq.read_table(path, partitioning=None)
    assert read.schema.equals(arrow_schema(spec), check_metadata=True)
    assert arrow_to_rows(conform(read, spec), spec.row_class) == []


@every_table
def test_rules_are_named_once_and_read_declared_columns(spec: TableSpec) -> None:
    rules = rules_of(spec)
    names = [rule.rule_id for rule in rules]
    assert len(names) == len(set(names))
    for rule in rules:
        assert rule.rule_id.startswith(f"{spec.name}.")
        assert set(rule.columns) <= set(spec.column_names)
        assert rule.when is None or spec.column(rule.when.column)
    not_null = {f"{spec.name}.{column.name}.not_null" for column in spec.columns if not column.nullable}
    assert not_null <= set(names), "a null passes every other rule"


@every_table
def test_suite_builds_and_passes_an_empty_table(spec: TableSpec, validation_context: Any) -> None:
    suite = expectation_suite(spec)
    assert [expectation.meta["rule_id"] for expectation in suite.expectations] == [rule.rule_id for rule in rules_of(spec)]
    validation = validate_table(frame_of(arrow_schema(spec).empty_table()), spec, validation_context)
    assert validation.success, validation.broken_contract
    assert validation.expectation_count == len(rules_of(spec))


def test_row_rules_compare_only_what_the_vocabulary_holds() -> None:
    for table, rules in ROW_RULES.items():
        for rule in rules:
            for column, values in [
                (rule.column, () if isinstance(rule.must_be, str) else rule.must_be),
                *([(rule.when.column, rule.when.values or ())] if rule.when else []),
            ]:
                allowed = TABLES[table].column(column).allowed_values
                assert allowed is None or set(values) <= set(allowed), f"{table}.{column}"


def test_column_dictionary_has_every_published_column_in_order() -> None:
    rows = column_descriptions()
    assert [(row.table_name, row.column_name) for row in rows] == [
        (spec.name, column.name) for spec in TABLES.values() for column in spec.columns
    ]
    by_name = {(row.table_name, row.column_name): row for row in rows}
    assert by_name["quote_spans", "quote_id"].key == "primary, quotes"
    assert by_name["quotes", "speaker_entity_id"].key == "entities"
    assert by_name["quotes", "quote_type"].allowed_values == "direct, mixed, indirect"
    assert by_name["quotes", "char_start"].unit == "code points into articles.text"
    allowed = TABLES["column_dictionary"].column("column_type").allowed_values
    assert allowed is not None and {row.column_type for row in rows} <= set(allowed)


def test_data_dictionary_at_the_root_is_up_to_date() -> None:
    committed = (ROOT / "DATA_DICTIONARY.md").read_text(encoding="utf-8")
    assert committed == data_dictionary_markdown(), "run: python -m schemas.dictionary > DATA_DICTIONARY.md"


def test_data_dictionary_has_one_line_for_every_column() -> None:
    lines = data_dictionary_markdown().splitlines()
    for spec in [*TABLES.values(), REJECTS]:
        section = lines[lines.index(f"## {spec.name}"):]
        listed = [line.split("`")[1] for line in section[6:6 + len(spec.columns)]]
        assert listed == list(spec.column_names)


def test_no_column_holds_a_verdict() -> None:
    forbidden = ("verdict", "veracity", "is_true", "is_false", "truth", "rating")
    assert not [
        f"{spec.name}.{name}" for spec in TABLES.values() for name in spec.column_names if any(word in name for word in forbidden)
    ]


def test_data_package_describes_files_fields_and_keys() -> None:
    files = {name: [f"{name}/part-1.parquet", f"{name}/part-0.parquet"] for name in TABLES}
    package = data_package(files)
    assert package == data_package({name: files[name] for name in reversed(files)}), "the order of the files does not matter"
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert list(resources) == list(TABLES)
    assert resources["quotes"]["path"] == ["quotes/part-0.parquet", "quotes/part-1.parquet"]
    schema = resources["quotes"]["schema"]
    assert schema["primaryKey"] == ["quote_id"]
    assert {"fields": ["article_id"], "reference": {"resource": "articles", "fields": ["article_id"]}} in schema["foreignKeys"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["quote_id"]["constraints"] == {"required": True, "unique": True, "pattern": "[a-z]{1,3}_[0-9a-f]{16}"}
    assert fields["quote_type"]["constraints"]["enum"] == ["direct", "mixed", "indirect"]
    assert (fields["char_start"]["type"], fields["char_start"]["unit"]) == ("integer", "code points into articles.text")
    assert fields["confidence"]["constraints"] == {"required": True, "minimum": 0, "maximum": 1}


def test_data_package_refuses_a_missing_table() -> None:
    with pytest.raises(KeyError, match="quotes"):
        data_package({name: [] for name in TABLES if name != "quotes"})


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table without rows, under a folder whose name would be a pattern if it were not escaped."""
    folder = tmp_path_factory.mktemp("generation") / "it's [a] *new* one"
    for name, spec in TABLES.items():
        path = folder / name / (f"{PARTITION_COLUMN}=unknown" if spec.is_partitioned else "") / "part-0.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(arrow_schema(spec).empty_table(), path, **PARQUET_OPTIONS)
    return folder


def test_views_open_in_a_database_file_with_their_comments(published: Path) -> None:
    database = published / "onrecord.duckdb"
    with duckdb.connect(str(database)) as connection:
        for statement in view_statements(str(published), TABLES):
            connection.execute(statement)
    with duckdb.connect(str(database), read_only=True) as connection:
        views: dict[str, str] = dict(
            connection.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
        assert set(views) == set(TABLES) | set(WITHOUT_COPIES)
        assert views["quotes"] == "One row is one attribution found in an article."
        uncommented = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL").fetchall()
        assert uncommented == []
        for name, spec in TABLES.items():
            relation = connection.execute(f'SELECT * FROM "{name}"')
            partition = (PARTITION_COLUMN,) if spec.is_partitioned else ()
            assert tuple(column[0] for column in relation.description or ()) == (*spec.column_names, *partition)
        kind = connection.execute(
            "SELECT data_type FROM duckdb_columns() WHERE table_name = 'quotes' AND column_name = 'published_month'").fetchall()
        assert kind == [("VARCHAR",)], "2024-05 is no date and unknown is no null"


def test_views_of_undeclared_tables_are_refused() -> None:
    with pytest.raises(KeyError, match="qoutes"):
        view_statements("/somewhere", ["articles", "qoutes"])
