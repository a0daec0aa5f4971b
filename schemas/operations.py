"""How the dataset came about: runs, models, evaluation, the dictionary of its columns, and what was turned away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

import pyarrow as pa

from schemas.declaration import Column, table
from schemas.vocabulary import ID_PATTERN

ColumnType = Literal["string", "int32", "int64", "double", "bool", "date32[day]", "timestamp[us, tz=UTC]"]


@table("runs", grain="one finished run of the pipeline", primary_key=("run_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`record_count = new + revised + unchanged + outside_range + rejected`: no record is lost without a reason."""

    run_id: Annotated[str, Column(description="Key of the run.", pattern=ID_PATTERN)]
    started_at: Annotated[datetime, Column(description="When the run started, in UTC.")]
    finished_at: Annotated[datetime, Column(description="When its tables were validated, ready to be published, in UTC.")]
    status: Annotated[Literal["published", "unchanged"], Column(
        description="published: the run made a new generation of the tables; unchanged: there was nothing new to publish.")]
    generation_id: Annotated[str, Column(description="Generation of the tables that was current after the run.", min_length=1)]
    sources: Annotated[str, Column(description="Files, folders and URLs that were read, as a JSON list.", min_length=2)]
    published_from: Annotated[str | None, Column(
        description="First publication date taken in a backfill, as ISO 8601. Null without such a bound.")]
    published_to: Annotated[str | None, Column(
        description="Last publication date taken in a backfill, as ISO 8601. Null without such a bound.")]
    record_count: Annotated[int, Column(description="Records read from the sources.", unit="records", minimum=0)]
    new_count: Annotated[int, Column(description="Records published as new articles.", unit="records", minimum=0)]
    revised_count: Annotated[int, Column(
        description="Records that gave a known article a further revision.", unit="records", minimum=0)]
    unchanged_count: Annotated[int, Column(
        description="Records whose article was already known as they have it, text and statements.", unit="records", minimum=0)]
    outside_range_count: Annotated[int, Column(
        description="Records left aside because the backfill did not ask for their publication date.", unit="records", minimum=0)]
    rejected_count: Annotated[int, Column(
        description="Records that could not become an article; see `rejects`.", unit="records", minimum=0)]
    rejected_row_count: Annotated[int, Column(
        description="Rows of other tables that validation turned away; see `rejects`.", unit="rows", minimum=0)]
    annotated_count: Annotated[int, Column(
        description="Articles annotated anew; the others came from the annotation cache.", unit="articles", minimum=0)]
    onrecord_version: Annotated[str, Column(description="Version of On the Record.", min_length=1)]


@table("models", grain="one model or rule set that wrote rows", primary_key=("model_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    model_id: Annotated[str, Column(
        description="Name and version, as in the `extractor` and `model` columns (`quotes_rules_v1`).", min_length=1)]
    name: Annotated[str, Column(description="Name of the model or rule set.", min_length=1)]
    version: Annotated[str, Column(description="Its version.", min_length=1)]
    kind: Annotated[Literal["rules", "statistical"], Column(
        description="rules: written by hand; statistical: learned from data.")]
    purpose: Annotated[str, Column(description="What it is used for here.", min_length=1)]
    licence: Annotated[str | None, Column(
        description="Licence of the model's weights. Null for rules, which are part of this project, and for models that the "
                    "user has chosen.")]


@table(
    "evaluation_scores",
    grain="one measure of one model on one annotated corpus",
    primary_key=("corpus", "task", "measure", "model_id"),
    foreign_keys={"model_id": "models"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationScore:
    corpus: Annotated[str, Column(description="Annotated corpus and part, such as 'polnear/dev'.", min_length=1)]
    task: Annotated[str, Column(description="What was scored, such as 'quotes'.", min_length=1)]
    measure: Annotated[str, Column(description="Measure, such as 'quoted4_span_f1'.", min_length=1)]
    model_id: Annotated[str, Column(description="Model that was scored.", min_length=1)]
    value: Annotated[float, Column(description="The score.")]
    sample_count: Annotated[int, Column(description="Gold items it was measured on.", unit="items", minimum=0)]
    measured_at: Annotated[datetime, Column(description="When it was measured, in UTC.")]


@table("column_dictionary", grain="one column of one table", primary_key=("table_name", "column_name"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDescription:
    table_name: Annotated[str, Column(description="Table.", min_length=1)]
    column_name: Annotated[str, Column(description="Column.", min_length=1)]
    position: Annotated[int, Column(description="Place of the column in the table, from 1.", type=pa.int32(), minimum=1)]
    column_type: Annotated[ColumnType, Column(description="Arrow type of the column.")]
    unit: Annotated[str | None, Column(description="Unit of measure. Null for columns that have none.")]
    is_nullable: Annotated[bool, Column(description="Whether the column may be null.")]
    key: Annotated[str | None, Column(
        description="'primary', the table that the column refers to, or both. Null when it is no key.")]
    allowed_values: Annotated[str | None, Column(description="Closed vocabulary, comma separated. Null when values are free.")]
    description: Annotated[str, Column(description="What the column means.", min_length=1)]


@table("rejects", grain="one record or row that was turned away", primary_key=("reject_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    reject_id: Annotated[str, Column(description="Key: a hash of run, stage, place and rule.", pattern=ID_PATTERN)]
    run_id: Annotated[str, Column(description="Run that turned it away.", pattern=ID_PATTERN)]
    stage: Annotated[Literal["read", "annotate", "validate"], Column(description="Stage of the run that turned it away.")]
    table_name: Annotated[str | None, Column(description="Table the row was meant for. Null for records that never became rows.")]
    record_key: Annotated[str | None, Column(description="Primary key of the row. Null for records that never became rows.")]
    rule_id: Annotated[str, Column(description="Rule that was broken, such as 'read.empty_text'.", min_length=1)]
    reason: Annotated[str, Column(description="What was expected and what was observed, in words.", min_length=1)]
    column_name: Annotated[str | None, Column(description="Column at fault. Null when the whole record is.")]
    offending_value: Annotated[str | None, Column(description="Value at fault, shortened. Null when the whole record is.")]
    input_locator: Annotated[str | None, Column(
        description="File and record it came from. Null for rows not tied to one record.")]
    payload_json: Annotated[str | None, Column(
        description="The row or record as JSON, shortened to 64 KiB, so that nothing is lost. "
                    "Null when it could not be read at all.")]
