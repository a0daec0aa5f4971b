"""Rows reach Arrow exactly or not at all."""

import dataclasses
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas import EvaluationScore, QuoteSpan, TimeExpression, spec_of
from schemas.arrow import PARQUET_OPTIONS, RowTypeError, SchemaMismatchError, arrow_schema, arrow_to_rows, conform, rows_to_arrow

SPAN = QuoteSpan(
    quote_id="q_0000000000000001", article_id="a_0000000000000001", piece_index=0, text="Élan 😀 e\u0301",
    char_start=4, char_end=13)
SCORE = EvaluationScore(
    corpus="invented/dev", task="quotes", measure="f1", model_id="m", value=0.5, sample_count=3,
    measured_at=datetime(2024, 5, 1, 12, 30, 0, 123456, tzinfo=UTC))
TIME = TimeExpression(
    article_id="a_0000000000000001", text="Friday", char_start=0, char_end=6, value_start=date(2024, 5, 3),
    value_end=None, precision="day", is_relative=None, anchor_date=date(2024, 5, 1), extractor="x")


@pytest.mark.parametrize("row", [SPAN, SCORE, TIME], ids=lambda row: type(row).__name__)
def test_rows_come_back_as_they_went(row: Any, tmp_path: Path) -> None:
    table = rows_to_arrow([row, row], type(row))
    pq.write_table(table, tmp_path / "a.parquet", **PARQUET_OPTIONS)
    assert arrow_to_rows(pq.read_table(tmp_path / "a.parquet"), type(row)) == [row, row]


def test_times_of_other_zones_become_utc() -> None:
    there = SCORE.measured_at.astimezone(timezone(timedelta(hours=5, minutes=30)))
    table = rows_to_arrow([dataclasses.replace(SCORE, measured_at=there)], EvaluationScore)
    assert arrow_to_rows(table, EvaluationScore) == [SCORE]


@pytest.mark.parametrize(
    ("row", "change", "message"),
    [
        pytest.param(SPAN, {"text": None}, "quote_spans.text: expected a value, got None", id="null-where-none-may-be"),
        pytest.param(SPAN, {"text": b"x"}, r"quote_spans.text: expected str, got b'x' \(bytes\)", id="bytes-for-text"),
        pytest.param(SPAN, {"text": "\ud83d"}, r"quote_spans.text: expected a value that string can hold", id="lone-surrogate"),
        pytest.param(SPAN, {"char_end": 13.0}, r"char_end: expected int, got 13.0 \(float\)", id="float-for-integer"),
        pytest.param(SPAN, {"char_end": True}, r"char_end: expected int, got True \(bool\)", id="bool-for-integer"),
        pytest.param(SPAN, {"char_end": 2**31}, "char_end: expected a value that int32 can hold, got 2147483648", id="int64"),
        pytest.param(SPAN, {"char_end": -(2**80)}, "char_end: expected a value that int32 can hold", id="past-every-integer"),
        pytest.param(SCORE, {"value": float("nan")}, "value: expected a finite number, got nan", id="not-a-number"),
        pytest.param(SCORE, {"value": "0.5"}, "value: expected float, got '0.5'", id="number-as-text"),
        pytest.param(SCORE, {"measured_at": datetime(2024, 5, 1)}, "expected datetime with a time zone", id="naive-time"),
        pytest.param(SCORE, {"measured_at": date(2024, 5, 1)}, "expected datetime with a time zone", id="date-for-time"),
        pytest.param(
            TIME, {"value_start": datetime(2024, 5, 1, tzinfo=UTC)}, "value_start: expected date without", id="time-for-date"),
        pytest.param(TIME, {"is_relative": 1}, r"is_relative: expected bool, got 1 \(int\)", id="integer-for-bool"),
    ],
)
def test_misfits_are_named_with_column_value_and_row(row: Any, change: dict[str, Any], message: str) -> None:
    wrong = dataclasses.replace(row, **change)
    with pytest.raises(RowTypeError, match=message) as caught:
        rows_to_arrow([row, row, wrong], type(row))
    key = spec_of(type(row)).primary_key[0]
    assert f"{key}={getattr(row, key)!r}" in str(caught.value)
    assert str(caught.value).endswith("(1 of 3 rows)")


def test_rows_of_another_class_are_refused() -> None:
    with pytest.raises(RowTypeError, match="quote_spans: expected rows of QuoteSpan, got one of EvaluationScore"):
        rows_to_arrow([SPAN, SCORE], QuoteSpan)  # pyright: ignore[reportArgumentType]


def test_all_null_columns_keep_their_type() -> None:
    table = rows_to_arrow([dataclasses.replace(TIME, value_start=None, anchor_date=None)], TimeExpression)
    assert table.schema.field("value_start").type == pa.date32()
    assert table.schema.equals(arrow_schema(spec_of(TimeExpression)), check_metadata=True)


def test_equal_rows_give_equal_bytes(tmp_path: Path) -> None:
    rows = [dataclasses.replace(SPAN, piece_index=index) for index in range(1000)]
    for name in ("a", "b"):
        pq.write_table(rows_to_arrow(rows, QuoteSpan), tmp_path / name, **PARQUET_OPTIONS)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_published_files_carry_statistics_compression_and_page_index(tmp_path: Path) -> None:
    pq.write_table(rows_to_arrow([SPAN], QuoteSpan), tmp_path / "a.parquet", **PARQUET_OPTIONS)
    column = pq.read_metadata(tmp_path / "a.parquet").row_group(0).column(4)
    assert (column.path_in_schema, column.compression) == ("char_start", "ZSTD")
    assert (column.statistics.min, column.statistics.max, column.statistics.null_count) == (4, 4, 0)
    assert column.has_offset_index and column.has_column_index


def _without_metadata(table: pa.Table) -> pa.Table:
    return pa.table({name: table.column(name) for name in table.column_names})


def test_conform_restores_metadata_and_nullability() -> None:
    table = rows_to_arrow([SPAN], QuoteSpan)
    conformed = conform(_without_metadata(table), spec_of(QuoteSpan))
    assert conformed.schema.equals(table.schema, check_metadata=True)
    assert conformed.to_pylist() == table.to_pylist()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda t: t.drop_columns(["text"]), "missing text", id="missing-column"),
        pytest.param(lambda t: t.append_column("mood", pa.array(["glad"])), "unknown mood", id="unknown-column"),
        pytest.param(
            lambda t: t.rename_columns(["quote_id", "article_id", "piece_no", "text", "char_start", "char_end"]),
            "missing piece_index; unknown piece_no", id="renamed-column"),
        pytest.param(lambda t: t.select(t.column_names[::-1]), "expected the order quote_id, article_id", id="other-order"),
        pytest.param(
            lambda t: t.set_column(5, "char_end", t["char_end"].cast(pa.int64())), "char_end expected int32, got int64",
            id="wide-int"),
        pytest.param(
            lambda t: t.set_column(3, "text", t["text"].cast(pa.large_string())), "text expected string, got large_string",
            id="large"),
        pytest.param(
            lambda t: t.set_column(3, "text", pa.array([None], pa.string())), "text expected no nulls, got 1 of 1 rows",
            id="null"),
    ],
)
def test_conform_names_every_difference(change: Any, message: str) -> None:
    table = _without_metadata(rows_to_arrow([SPAN], QuoteSpan))
    with pytest.raises(SchemaMismatchError, match=message):
        conform(change(table), spec_of(QuoteSpan))
    with pytest.raises(SchemaMismatchError, match="quote_spans: not the declared columns"):
        arrow_to_rows(change(table), QuoteSpan)
