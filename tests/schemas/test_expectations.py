"""Validation finds the row and the rule, and nothing that could not be checked passes."""

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas import Claim, Quote, QuoteSpan, Run, TimeExpression, spec_of
from schemas.arrow import rows_to_arrow
from schemas.expectations import RowFailure, TableValidation, build_data_docs, frame_of, validate_table

SPAN = QuoteSpan(
    quote_id="q_0000000000000001", article_id="a_0000000000000001", piece_index=0, text="Prices fell", char_start=1, char_end=12)

QUOTE = Quote(
    quote_id="q_0000000000000001", article_id="a_0000000000000001", quote_type="direct", quote_text="Prices fell",
    char_start=1, char_end=12, speaker_text="Ana Ruiz", speaker_char_start=15, speaker_char_end=23,
    speaker_entity_id="e_0000000000000001", speaker_name="Ana Ruiz", speaker_role=None, speaker_role_char_start=None,
    speaker_role_char_end=None, speaker_affiliation=None, speaker_affiliation_char_start=None, speaker_affiliation_char_end=None,
    speaker_resolution="named", cue_text="said", cue_lemma="say", cue_class="neutral", cue_char_start=24, cue_char_end=28,
    left_context="", right_context="", quote_group_id="g_0000000000000001", quote_group_match="exact", confidence=0.5,
    extractor="quotes_rules_v1")

CLAIM = Claim(
    claim_id="c_0000000000000001", article_id="a_0000000000000001", quote_id=None, parent_claim_id=None,
    claim_text="Prices fell", char_start=1, char_end=12, attribution="authorial", claimer_text=None, claimer_char_start=None,
    claimer_char_end=None, claimer_entity_id=None, claimer_name=None, claimer_kind="outlet", claimer_resolution=None,
    cue_text=None, cue_char_start=None, cue_char_end=None, claim_text_resolved=None, predicate_lemma=None, claim_type="other",
    modality="asserted", is_negated=False, negation_text=None, negation_char_start=None, negation_char_end=None,
    negation_scope_text=None,
    negation_scope_char_start=None, negation_scope_char_end=None, is_verifiable=None, verifiable_probability=None,
    verifiable_words=None, check_worthiness=None, check_worthiness_words=None, check_worthiness_class=None, quantity_value=None,
    quantity_unit=None, quantity_comparator=None, quantity_is_approximate=None, event_date_start=None, event_date_end=None,
    event_date_text=None, claim_group_id="g_0000000000000001", claim_group_match="exact", claim_review_url=None, model=None,
    extractor="claims_rules_v2")

TIME = TimeExpression(
    article_id="a_0000000000000001", text="Friday", char_start=0, char_end=6, value_start=date(2024, 5, 3),
    value_end=date(2024, 5, 3), precision="day", is_relative=True, anchor_date=date(2024, 5, 1), extractor="x")

RUN = Run(
    run_id="n_0000000000000001", started_at=datetime(2024, 5, 1, 8, tzinfo=UTC), finished_at=datetime(2024, 5, 1, 9, tzinfo=UTC),
    status="published", generation_id="g1", sources="[]", published_from=None, published_to=None, record_count=1, new_count=1,
    revised_count=0, unchanged_count=0, outside_range_count=0, rejected_count=0, rejected_row_count=0, annotated_count=1,
    onrecord_version="0.1.0")


def validate(rows: list[Any], context: Any) -> TableValidation:
    row_class = type(rows[0])
    return validate_table(frame_of(rows_to_arrow(rows, row_class)), spec_of(row_class), context)


@pytest.mark.parametrize("row", [SPAN, QUOTE, CLAIM, TIME, RUN], ids=lambda row: type(row).__name__)
def test_sound_rows_pass(row: Any, validation_context: Any) -> None:
    validation = validate([row], validation_context)
    assert (validation.failures, validation.broken_contract) == ((), ())
    assert validation.success


@pytest.mark.parametrize(
    ("row", "change", "expected"),
    [
        pytest.param(
            SPAN, {"quote_id": "q_000000000000000X"},
            [("quote_spans.quote_id.pattern", "quote_id", "q_000000000000000X")], id="malformed-id"),
        pytest.param(
            SPAN, {"quote_id": "q_0000000000000002\n"},
            [("quote_spans.quote_id.pattern", "quote_id", "q_0000000000000002\n")], id="line-end-behind-an-id"),
        pytest.param(
            SPAN, {"quote_id": "xx q_0000000000000002"},
            [("quote_spans.quote_id.pattern", "quote_id", "xx q_0000000000000002")], id="words-before-an-id"),
        pytest.param(
            SPAN, {"piece_index": -1}, [("quote_spans.piece_index.range", "piece_index", "-1")], id="negative-position"),
        pytest.param(
            SPAN, {"piece_index": 1, "text": ""}, [("quote_spans.text.min_length", "text", "")], id="empty-text"),
        pytest.param(
            SPAN, {"piece_index": 1, "char_start": 12},
            [("quote_spans.char_end.after_char_start", "char_end", "char_end=12, char_start=12")], id="empty-span"),
        pytest.param(
            QUOTE, {"quote_id": "q_0000000000000002", "quote_type": "paraphrase"},
            [("quotes.quote_type.allowed_values", "quote_type", "paraphrase")], id="word-outside-the-vocabulary"),
        pytest.param(
            QUOTE, {"quote_id": "q_0000000000000002", "confidence": 1.5},
            [("quotes.confidence.range", "confidence", "1.5")], id="probability-over-one"),
        pytest.param(
            QUOTE, {"quote_id": "q_0000000000000002", "speaker_char_end": None},
            [("quotes.speaker_char_end.set_when_speaker_char_start", "speaker_char_end", None)], id="half-a-span"),
        pytest.param(
            QUOTE, {"quote_id": "q_0000000000000002", "speaker_role": "mayor"},
            [("quotes.speaker_role_char_start.set_when_speaker_role", "speaker_role_char_start", None)],
            id="role-without-offsets"),
        pytest.param(
            QUOTE, {"quote_id": "q_0000000000000002", "speaker_entity_id": None},
            [("quotes.speaker_entity_id.set_when_speaker_name", "speaker_entity_id", None)], id="name-without-entity"),
        pytest.param(
            QUOTE, {"quote_id": "q_0000000000000002", "cue_text": None, "cue_char_start": None, "cue_char_end": None},
            [("quotes.cue_text.set_when_cue_lemma", "cue_text", None)], id="lemma-without-cue"),
        pytest.param(
            CLAIM, {"claim_id": "c_0000000000000002", "claimer_entity_id": "e_0000000000000001", "claimer_name": "Ana Ruiz"},
            [
                ("claims.claimer_entity_id.null_when_attribution_is_authorial", "claimer_entity_id", "e_0000000000000001"),
                ("claims.claimer_name.null_when_attribution_is_authorial", "claimer_name", "Ana Ruiz"),
            ], id="authorial-claim-with-a-claimer"),
        pytest.param(
            CLAIM, {"claim_id": "c_0000000000000002", "attribution": "direct", "claimer_kind": None},
            [
                ("claims.claimer_resolution.set_when_attribution_is_direct_or_mixed_or_indirect", "claimer_resolution", None),
                ("claims.quote_id.set_when_attribution_is_direct_or_mixed_or_indirect", "quote_id", None),
            ], id="attributed-without-quote"),
        pytest.param(
            CLAIM, {"claim_id": "c_0000000000000002", "check_worthiness": 1.5, "verifiable_probability": 0.5,
                    "check_worthiness_class": "CFS", "is_verifiable": True, "model": "checkability_v1"},
            [("claims.check_worthiness.range", "check_worthiness", "1.5")], id="score-above-one"),
        pytest.param(
            TIME, {"char_end": 7, "value_end": date(2024, 5, 2)},
            [("time_expressions.value_end.not_before_value_start", "value_end", "value_end=2024-05-02, value_start=2024-05-03")],
            id="ends-before-it-starts"),
    ],
)
def test_failures_name_row_rule_column_and_value(
    row: Any, change: dict[str, Any], expected: list[tuple[str, str, str | None]], validation_context: Any,
) -> None:
    validation = validate([row, dataclasses.replace(row, **change)], validation_context)
    assert [(failure.rule_id, failure.column, failure.observed) for failure in validation.failures] == expected
    assert {failure.row_index for failure in validation.failures} == {1}
    assert all(failure.reason.startswith("expected ") and ", got " in failure.reason for failure in validation.failures)
    assert not validation.broken_contract and not validation.success


def test_both_rows_of_a_doubled_key_fail(validation_context: Any) -> None:
    other = dataclasses.replace(SPAN, piece_index=1)
    validation = validate([SPAN, other, dataclasses.replace(SPAN, text="Costs")], validation_context)
    reason = "expected no other row with the same quote_id, piece_index, got quote_id=q_0000000000000001, piece_index=0"
    assert validation.failures == tuple(
        RowFailure(
            row_index=row, rule_id="quote_spans.primary_key.unique", column="quote_id, piece_index",
            observed="quote_id=q_0000000000000001, piece_index=0", reason=reason)
        for row in (0, 2)
    )


def test_every_failing_row_is_listed_however_many(validation_context: Any) -> None:
    rows = [dataclasses.replace(SPAN, piece_index=index, char_start=12 if index % 2 else 1) for index in range(1000)]
    validation = validate(rows, validation_context)
    assert [failure.row_index for failure in validation.failures] == list(range(1, 1000, 2))


def test_positions_count_from_zero_whatever_the_index(validation_context: Any) -> None:
    frame = frame_of(rows_to_arrow([SPAN, dataclasses.replace(SPAN, piece_index=-1)], QuoteSpan)).set_index([[7, 7]])
    validation = validate_table(frame, spec_of(QuoteSpan), validation_context)
    assert [(failure.row_index, failure.observed) for failure in validation.failures] == [(1, "-1")]


def test_null_in_a_column_that_has_none_fails_by_its_own_rule(validation_context: Any) -> None:
    frame = frame_of(rows_to_arrow([SPAN], QuoteSpan))
    frame["article_id"] = None
    (failure,) = validate_table(frame, spec_of(QuoteSpan), validation_context).failures
    assert (failure.rule_id, failure.observed) == ("quote_spans.article_id.not_null", None)
    assert failure.reason == "expected a value, got no value"


def test_missing_column_breaks_the_contract(validation_context: Any) -> None:
    frame = frame_of(rows_to_arrow([SPAN], QuoteSpan)).drop(columns=["text"])
    validation = validate_table(frame, spec_of(QuoteSpan), validation_context)
    assert not validation.success
    assert [message.split(":")[0] for message in validation.broken_contract] == [
        "quote_spans.columns.declared", "quote_spans.text.min_length", "quote_spans.text.not_null"]
    assert 'The column "text" in BatchData does not exist' in validation.broken_contract[1]


def test_exception_inside_an_expectation_is_no_success(validation_context: Any) -> None:
    frame = frame_of(rows_to_arrow([SPAN], QuoteSpan))
    frame["char_end"] = [object()]
    validation = validate_table(frame, spec_of(QuoteSpan), validation_context)
    assert "quote_spans.char_end.after_char_start" in {message.split(":")[0] for message in validation.broken_contract}


def test_data_docs_stand_alone_and_escape_what_articles_say(validation_context: Any, tmp_path: Path) -> None:
    hostile = dataclasses.replace(SPAN, quote_id="<script>alert('x')</script>", piece_index=2**31 - 1)
    index = build_data_docs([
        validate([SPAN, hostile], validation_context), *(validate([QUOTE], validation_context) for _ in range(2)),
    ], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html", "quote_spans.html", "quotes-2.html", "quotes.html"]
    overview, page = index.read_text(encoding="utf-8"), (tmp_path / "quote_spans.html").read_text(encoding="utf-8")
    assert '<a href="quote_spans.html">quote_spans</a></td><td>failed</td>' in overview
    assert '<a href="quotes.html">quotes</a></td><td>passed</td>' in overview
    assert "&lt;script&gt;alert(" in page and "<script>alert(" not in page
    for external in ('src="http', "src='http", 'rel="stylesheet" href="http'):
        assert external not in page
    assert "default-src 'none'" in page
