"""Rejects keep what was turned away, by which rule and why."""

import pytest

from schemas import REJECTS, TABLES, Author
from schemas.arrow import rows_to_arrow
from transforms.dataset.integrity import Violation
from transforms.dataset.rejection import (
    PAYLOAD_CHARACTERS,
    keys_of,
    reject_record,
    reject_row,
    reject_whole_record,
    rows_by_key,
    without_keys,
)
from transforms.reading.records import Refusal

RUN_ID = "n_00000000000000aa"
REFUSAL = Refusal(locator="in/a.jsonl#line=3", rule="read.bad_record", reason="in/a.jsonl#line=3: no JSON", payload='{"text": ')
VIOLATION = Violation(
    table="authors", key=("a_0000000000000001", 2), rule_id="authors.name.min_length", column="name", observed="",
    reason="expected 1 character or more, got 0")

AUTHORS = [Author(article_id="a_0000000000000001", position=position, name=f"Author {position}", kind="person")
           for position in (1, 2, 3)]


def test_a_refused_record_becomes_a_reject_of_reading() -> None:
    reject = reject_record(REFUSAL, run_id=RUN_ID, position=0)
    assert (reject.stage, reject.rule_id, reject.reason, reject.input_locator, reject.payload_json) == (
        "read", "read.bad_record", REFUSAL.reason, REFUSAL.locator, REFUSAL.payload)
    assert (reject.table_name, reject.record_key, reject.column_name, reject.offending_value) == (None, None, None, None)


def test_a_row_becomes_a_reject_of_validation() -> None:
    reject = reject_row(VIOLATION, run_id=RUN_ID, locator="in/a.html", payload="{}", position=0)
    assert (reject.stage, reject.table_name, reject.record_key, reject.rule_id, reject.column_name, reject.offending_value) == (
        "validate", "authors", "a_0000000000000001|2", "authors.name.min_length", "name", "")
    assert (reject.reason, reject.input_locator, reject.payload_json) == (VIOLATION.reason, "in/a.html", "{}")


def test_rejects_of_one_run_have_ids_of_their_own() -> None:
    rejects = [
        *(reject_record(REFUSAL, run_id=RUN_ID, position=position) for position in (0, 1)),
        *(reject_row(VIOLATION, run_id=RUN_ID, locator=None, payload=None, position=position) for position in (0, 1)),
    ]
    assert len({reject.reject_id for reject in rejects}) == 4
    assert rows_to_arrow(rejects, REJECTS.row_class).num_rows == 4


@pytest.mark.parametrize(("payload", "kept"), [
    pytest.param(None, None, id="nothing-to-keep"),
    pytest.param("", "", id="empty"),
    pytest.param("x" * PAYLOAD_CHARACTERS, "x" * PAYLOAD_CHARACTERS, id="just-fits"),
    pytest.param("x" * PAYLOAD_CHARACTERS + "y", "x" * PAYLOAD_CHARACTERS, id="shortened"),
])
def test_payloads_are_kept_up_to_a_length(payload: str | None, kept: str | None) -> None:
    reject = reject_whole_record(
        run_id=RUN_ID, stage="annotate", rule_id="annotate.failed", reason="r", locator="l", payload=payload, position=0)
    assert reject.payload_json == kept


@pytest.mark.parametrize(("keys", "left"), [
    pytest.param(set(), [1, 2, 3], id="none"),
    pytest.param({("a_0000000000000001", 2)}, [1, 3], id="one"),
    pytest.param({("a_0000000000000002", 2)}, [1, 2, 3], id="of-another-article"),
    pytest.param({("a_0000000000000001", position) for position in (1, 2, 3)}, [], id="all"),
])
def test_rows_are_taken_out_by_key(keys: set[tuple[object, ...]], left: list[int]) -> None:
    table = rows_to_arrow(AUTHORS, Author)
    rest = without_keys(table, TABLES["authors"], keys)
    assert rest["position"].to_pylist() == left
    assert rest.schema.equals(table.schema, check_metadata=True)


def test_rows_are_found_by_key() -> None:
    table = rows_to_arrow(AUTHORS, Author)
    assert keys_of(table, TABLES["authors"])[1] == ("a_0000000000000001", 2)
    wanted = [("a_0000000000000001", 3), ("a_0000000000000001", 9)]
    found = rows_by_key(table, TABLES["authors"], wanted)
    assert {key: row["name"] for key, row in found.items()} == {("a_0000000000000001", 3): "Author 3"}
