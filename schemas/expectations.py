"""Validation derived from the declarations: a Great Expectations suite per table, failures by row, Data Docs as static HTML.

Great Expectations takes 6-13 s to import, so only the functions that need it do. What a suite cannot see, because it takes
two rows or two tables (foreign keys, text at the offsets), is checked elsewhere.
"""
# ruff: noqa: PLC0415

import html
import re
import types
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from schemas.declaration import TableSpec

if TYPE_CHECKING:
    import great_expectations as gx
    import pandas as pd
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
    )
    from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext

_DATA_SOURCE = "onrecord"
_BATCH = "whole_table"
_SHOWN_CHARACTERS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The rows in which `column` has one of `values`; the rows in which it is set, when `values` is None."""

    column: str
    values: tuple[str | int, ...] | None = None

    def __str__(self) -> str:
        return f"{self.column} is set" if self.values is None else f"{self.column} is {' or '.join(map(str, self.values))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """What `column` must be in the rows that meet `when` (in all rows without it).

    Args:
        column: Column that the rule is about.
        must_be: Set, null, or one of the values listed.
        when: Rows that the rule is about.
    """

    column: str
    must_be: Literal["set", "null"] | tuple[str, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One expectation before it meets Great Expectations.

    Args:
        rule_id: `<table>.<column>.<rule>`; what `rejects.rule_id` holds.
        columns: Columns that it reads; the first is the one at fault, but in a key all are.
        expected: What is expected of a value, in words that follow "expected".
        expectation: Class in `great_expectations.expectations`.
        arguments: Its arguments.
        when: Rows that it is about; all rows without it.
    """

    rule_id: str
    columns: tuple[str, ...]
    expected: str
    expectation: str
    arguments: Mapping[str, Any]
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFailure:
    """One row that breaks one rule.

    Args:
        row_index: Its position in the validated frame, from 0.
        rule_id: Rule that it breaks.
        column: Column at fault; several, comma separated, when a key is.
        observed: Value found, shortened; `name=value` pairs where the rule compares columns. None for a null.
        reason: What was expected and what was observed.
    """

    row_index: int
    rule_id: str
    column: str
    observed: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableValidation:
    """What validation found in one table.

    Args:
        table_name: Table that was validated.
        expectation_count: Expectations evaluated.
        failures: Rows that break a rule, by row and rule: they can be turned away.
        broken_contract: What is wrong with the table as a whole (a missing column, an expectation that could not be
            computed): nothing may be published.
        result: What Great Expectations returned, for `build_data_docs`.
    """

    table_name: str
    expectation_count: int
    failures: tuple[RowFailure, ...]
    broken_contract: tuple[str, ...]
    result: "ExpectationSuiteValidationResult" = field(repr=False, compare=False)

    @property
    def success(self) -> bool:
        return not self.failures and not self.broken_contract


# --- rules that tie columns of one row together -------------------------------------------------------------------------

_UNLESS_AUTHORIAL = Condition(column="attribution", values=("direct", "mixed", "indirect"))
_AUTHORIAL = Condition(column="attribution", values=("authorial",))
_FIRST_REVISION = Condition(column="revision_no", values=(1,))


def _together(*columns: str) -> tuple[RowRule, ...]:
    """Columns that are null together: each is set when the one before it is, round the circle."""
    return tuple(
        RowRule(column=column, must_be="set", when=Condition(column=before))
        for before, column in zip((columns[-1], *columns[:-1]), columns, strict=True)
    )


def _needs(column: str, other: str) -> RowRule:
    """Where `column` is set, so is `other`."""
    return RowRule(column=other, must_be="set", when=Condition(column=column))


ROW_RULES: Mapping[str, tuple[RowRule, ...]] = types.MappingProxyType({
    "articles": (
        _needs("title_source", "title"),
        *_together("date_source", "date_precision"),
        _needs("published_date", "date_source"),
        _needs("published_at", "published_date"),
    ),
    "article_revisions": (
        RowRule(column="quotes_added_count", must_be="null", when=_FIRST_REVISION),
        RowRule(column="quotes_removed_count", must_be="null", when=_FIRST_REVISION),
    ),
    "entities": (
        *_together("latitude", "longitude"),
        *_together("wikidata_id", "link_confidence"),
        _needs("latitude", "geonames_id"),
        RowRule(column="wikidata_id", must_be="null", when=Condition(column="merged_into_entity_id")),
    ),
    "mentions": (
        RowRule(column="block_kind", must_be=("headline", "dek", "subhead", "body")),
        RowRule(column="entity_label", must_be="null", when=Condition(column="mention_kind", values=("pronoun", "nominal"))),
    ),
    "quotes": (
        _needs("speaker_name", "speaker_entity_id"),
        _needs("cue_lemma", "cue_text"),
        _needs("cue_class", "cue_lemma"),
    ),
    "claims": (
        _needs("claimer_name", "claimer_entity_id"),
        RowRule(column="quote_id", must_be="set", when=_UNLESS_AUTHORIAL),
        *(
            RowRule(column=column, must_be="null", when=_AUTHORIAL)
            for column in ("quote_id", "claimer_text", "claimer_entity_id", "claimer_name", "claimer_resolution", "cue_text")
        ),
        # A claimer that is known to be a pronoun is resolved; one that is not says `unresolved`.
        RowRule(column="claimer_resolution", must_be="set", when=_UNLESS_AUTHORIAL),
        RowRule(column="claimer_entity_id", must_be="set", when=Condition(column="claimer_resolution", values=("pronoun",))),
        *_together("negation_text", "negation_scope_text"),
        *_together("quantity_value", "quantity_comparator", "quantity_is_approximate"),
        _needs("quantity_unit", "quantity_value"),
        *_together("event_date_start", "event_date_end", "event_date_text"),
        *_together("model", "verifiable_probability", "check_worthiness", "check_worthiness_class", "is_verifiable"),
        RowRule(column="claimer_kind", must_be=("outlet",), when=_AUTHORIAL),
        RowRule(column="claimer_kind", must_be=("named", "unnamed", "group", "organisation"), when=_UNLESS_AUTHORIAL),
    ),
    "time_expressions": (
        *_together("value_start", "value_end"),
        _needs("precision", "value_start"),
    ),
})
"""What the column descriptions promise about columns of the same row, by table. Spans are added to these by `rules_of`."""

_IN_ORDER: Mapping[str, tuple[tuple[str, str], ...]] = types.MappingProxyType({
    "time_expressions": (("value_start", "value_end"),),
    "claims": (("event_date_start", "event_date_end"),),
    "runs": (("started_at", "finished_at"),),
})
"""Pairs of columns of which the second is never less than the first."""


def rules_of(spec: TableSpec) -> tuple[Rule, ...]:
    """Every rule that a row of the table must keep, derived from its declaration and `ROW_RULES`.

    Great Expectations lets a null pass every rule but the ones on nulls, so those are rules of their own.
    """
    return (
        Rule(
            rule_id=f"{spec.name}.columns.declared", columns=spec.column_names,
            expected=f"the columns {', '.join(spec.column_names)}, in this order",
            expectation="ExpectTableColumnsToMatchOrderedList", arguments={"column_list": list(spec.column_names)},
        ),
        *_key_rules(spec),
        *_column_rules(spec),
        *_span_rules(spec),
        *(_pair_rule(spec, low, high, or_equal="or_equal") for low, high in _IN_ORDER.get(spec.name, ())),
        *(_row_rule(spec, rule) for rule in ROW_RULES.get(spec.name, ())),
    )


def expectation_suite(spec: TableSpec) -> "gx.ExpectationSuite":
    """The Great Expectations suite of a table, named after it.

    Each expectation carries `rule_id`, `columns`, `expected` and a note for Data Docs in its `meta`.
    """
    import great_expectations as gx
    import great_expectations.expectations as gxe
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.row_conditions import Column

    expectations: list[Expectation] = []
    for rule in rules_of(spec):
        arguments = dict(rule.arguments)
        if rule.when is not None:
            column = Column(rule.when.column)
            arguments["row_condition"] = column.is_not_null() if rule.when.values is None else column.is_in(rule.when.values)
        meta = {
            "rule_id": rule.rule_id, "columns": list(rule.columns), "expected": rule.expected,
            "notes": {"format": "markdown", "content": [f"`{rule.rule_id}`: {rule.expected}."]},
        }
        expectations.append(getattr(gxe, rule.expectation)(**arguments, meta=meta))
    notes = {"format": "markdown", "content": [f"One row is {spec.grain}. Key: {', '.join(spec.primary_key)}."]}
    return gx.ExpectationSuite(name=spec.name, expectations=expectations, meta={"notes": notes})


def quiet_context() -> "AbstractDataContext":
    """An ephemeral context that writes no project files and shows no progress bars; one per process is enough.

    The caller sets `GX_ANALYTICS_ENABLED=false` in the environment before the first call, which imports the library.
    """
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    context.data_sources.add_pandas(_DATA_SOURCE)
    return context


def frame_of(table: pa.Table) -> "pd.DataFrame":
    """A table as the frame to validate: Arrow types kept, so that no integer turns into a float where a null is."""
    import pandas as pd

    return table.to_pandas(types_mapper=pd.ArrowDtype)


def validate_table(frame: "pd.DataFrame", spec: TableSpec, context: "AbstractDataContext") -> TableValidation:
    """Check every rule of a table on all of its rows.

    Args:
        frame: The rows, best from `frame_of`. Its index is ignored: failures count rows from 0.
        spec: Table that the rows are of.
        context: From `quiet_context`.
    """
    suite = expectation_suite(spec)
    source = context.data_sources.get(_DATA_SOURCE)
    if spec.name in {asset.name for asset in source.assets}:
        source.delete_asset(spec.name)
    batch_definition = source.add_dataframe_asset(spec.name).add_batch_definition_whole_dataframe(_BATCH)
    numbered = frame.reset_index(drop=True)
    batch = batch_definition.get_batch({"dataframe": numbered})
    result = batch.validate(suite, result_format={"result_format": "COMPLETE"})

    failures: list[RowFailure] = []
    broken: list[str] = []
    if len(result.results) != len(suite.expectations):
        broken.append(f"{spec.name}: expected {len(suite.expectations)} expectations evaluated, got {len(result.results)}")
    for outcome in result.results:
        if not outcome.success:
            found = _row_failures(outcome, numbered)
            failures.extend(found)
            broken.extend([] if found else [_whole_table_failure(outcome)])
    return TableValidation(
        table_name=spec.name, expectation_count=len(result.results),
        failures=tuple(sorted(failures, key=lambda failure: (failure.row_index, failure.rule_id))),
        broken_contract=tuple(sorted(broken)), result=result,
    )


def build_data_docs(validations: Iterable[TableValidation], folder: Path) -> Path:
    """Write one HTML page per validation and an index of them; returns the path of the index.

    The pages are those of Great Expectations, made to stand alone: its templates load styles, scripts and logos from
    other hosts, and a report about unpublished articles should open offline and tell nobody. A content policy in each page
    forbids scripts and requests, and values are escaped, which the library leaves out.

    Args:
        validations: What `validate_table` returned, in the order the index shows; a table validated in parts has a page a part.
        folder: Existing folder; files of the same name are overwritten.
    """
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view.view import DefaultJinjaPageView

    renderer, view = ValidationResultsPageRenderer(run_info_at_end=True), DefaultJinjaPageView()
    lines: list[str] = []
    parts: Counter[str] = Counter()
    for validation in validations:
        parts[validation.table_name] += 1
        page = view.render(renderer.render(_for_display(validation.result)))
        part = parts[validation.table_name]
        name = f"{validation.table_name}.html" if part == 1 else f"{validation.table_name}-{part}.html"
        (folder / name).write_text(_standing_alone(page), encoding="utf-8")
        lines.append(_index_line(validation, name))
    index = folder / "index.html"
    index.write_text(_INDEX_PAGE.format(style=_STYLE, lines="\n".join(lines)), encoding="utf-8")
    return index


# --- derivation ---------------------------------------------------------------------------------------------------------

def _key_rules(spec: TableSpec) -> Iterator[Rule]:
    if len(spec.primary_key) == 1:
        expectation, arguments = "ExpectColumnValuesToBeUnique", {"column": spec.primary_key[0]}
    else:
        expectation = "ExpectCompoundColumnsToBeUnique"
        arguments = {"column_list": list(spec.primary_key), "ignore_row_if": "any_value_is_missing"}
    yield Rule(
        rule_id=f"{spec.name}.primary_key.unique", columns=spec.primary_key,
        expected=f"no other row with the same {', '.join(spec.primary_key)}", expectation=expectation, arguments=arguments,
    )


def _column_rules(spec: TableSpec) -> Iterator[Rule]:
    for column in spec.columns:
        declared, where = column.declared, {"column": column.name}

        def rule(name: str, expected: str, expectation: str, arguments: Mapping[str, Any], column: str = column.name) -> Rule:
            return Rule(
                rule_id=f"{spec.name}.{column}.{name}", columns=(column,), expected=expected,
                expectation=expectation, arguments=arguments,
            )

        if not column.nullable:
            yield rule("not_null", "a value", "ExpectColumnValuesToNotBeNull", where)
        if column.allowed_values is not None:
            yield rule(
                "allowed_values", f"one of {', '.join(column.allowed_values)}",
                "ExpectColumnValuesToBeInSet", where | {"value_set": list(column.allowed_values)},
            )
        if declared.minimum is not None or declared.maximum is not None:
            yield rule(
                "range", _range_in_words(declared.minimum, declared.maximum),
                "ExpectColumnValuesToBeBetween", where | {"min_value": declared.minimum, "max_value": declared.maximum},
            )
        if declared.pattern is not None:
            yield rule(
                "pattern", f"a value that the pattern {declared.pattern} matches as a whole",
                # The library searches; \Z, unlike $, does not let a line end pass behind the match.
                "ExpectColumnValuesToMatchRegex", where | {"regex": rf"\A(?:{declared.pattern})\Z"},
            )
        if declared.min_length is not None:
            yield rule(
                "min_length", f"at least {declared.min_length} characters",
                "ExpectColumnValueLengthsToBeBetween", where | {"min_value": declared.min_length},
            )


def _range_in_words(minimum: float | None, maximum: float | None) -> str:
    if maximum is None:
        return f"at least {minimum}"
    return f"at most {maximum}" if minimum is None else f"from {minimum} to {maximum}"


def _span_rules(spec: TableSpec) -> Iterator[Rule]:
    for span in spec.spans:
        yield _pair_rule(spec, span.start, span.end, or_equal="")
        parts = (span.text, span.start, span.end)
        if any(spec.column(part).nullable for part in parts):
            yield from (_row_rule(spec, rule) for rule in _together(*parts))


def _pair_rule(spec: TableSpec, low: str, high: str, *, or_equal: Literal["or_equal", ""]) -> Rule:
    return Rule(
        rule_id=f"{spec.name}.{high}.{'not_before' if or_equal else 'after'}_{low}", columns=(high, low),
        expected=f"{high} {'not less' if or_equal else 'greater'} than {low}",
        expectation="ExpectColumnPairValuesAToBeGreaterThanB",
        arguments={"column_A": high, "column_B": low, "or_equal": bool(or_equal), "ignore_row_if": "either_value_is_missing"},
    )


def _row_rule(spec: TableSpec, rule: RowRule) -> Rule:
    arguments: dict[str, Any] = {"column": rule.column}
    if rule.must_be == "set":
        name, expected, expectation = "set", "a value", "ExpectColumnValuesToNotBeNull"
    elif rule.must_be == "null":
        name, expected, expectation = "null", "no value", "ExpectColumnValuesToBeNull"
    else:
        name, expected, expectation = "one_of", f"one of {', '.join(rule.must_be)}", "ExpectColumnValuesToBeInSet"
        arguments["value_set"] = list(rule.must_be)
    if rule.when is not None:
        values = "" if rule.when.values is None else f"_is_{'_or_'.join(map(str, rule.when.values))}"
        name, expected = f"{name}_when_{rule.when.column}{values}", f"{expected} when {rule.when}"
    return Rule(
        rule_id=f"{spec.name}.{rule.column}.{name}", columns=(rule.column,), expected=expected,
        expectation=expectation, arguments=arguments, when=rule.when,
    )


# --- results ------------------------------------------------------------------------------------------------------------

def _meta(outcome: "ExpectationValidationResult") -> Mapping[str, Any]:
    config = outcome.expectation_config
    if config is None:
        raise LookupError("an expectation came back without the meta that names its rule")
    return config.meta


def _row_failures(outcome: "ExpectationValidationResult", frame: "pd.DataFrame") -> list[RowFailure]:
    """The rows that break the rule; none when the library could not tell which, or could not compute it.

    Values are read from the frame: for rules on several columns the library lists only the first 200 of them.
    """
    rows: Sequence[int] = outcome.result.get("unexpected_index_list") or ()
    if _exceptions(outcome) or len(rows) != outcome.result.get("unexpected_count"):
        return []
    meta = _meta(outcome)
    columns: list[str] = meta["columns"]
    is_key = meta["rule_id"].endswith(".primary_key.unique")
    values = [_as_written(frame.loc[rows, column]) for column in columns]
    failures: list[RowFailure] = []
    for row, found in zip(rows, zip(*values, strict=True), strict=True):
        pairs = ", ".join(f"{column}={_shown(value)}" for column, value in zip(columns, found, strict=True))
        observed = found[0] if len(columns) == 1 else pairs
        failures.append(RowFailure(
            row_index=row, rule_id=meta["rule_id"], column=", ".join(columns) if is_key else columns[0],
            observed=None if observed is None else _shortened(observed),
            reason=f"expected {meta['expected']}, got {_shown(found[0]) if len(columns) == 1 else pairs}",
        ))
    return failures


def _as_written(values: "pd.Series") -> list[str | None]:
    """Values as text, None where pandas writes NaN, NaT or NA."""
    return [None if is_null else str(value) for value, is_null in zip(values.array, values.isna().array, strict=True)]


def _whole_table_failure(outcome: "ExpectationValidationResult") -> str:
    meta = _meta(outcome)
    observed = "; ".join(_exceptions(outcome)) or str(outcome.result.get("observed_value", outcome.result))
    return f"{meta['rule_id']}: expected {meta['expected']}, got {observed}"


def _exceptions(outcome: "ExpectationValidationResult") -> list[str]:
    """Messages of the exceptions inside an expectation; the library keeps one record, or one per metric."""
    found = outcome.exception_info
    records = [found] if "raised_exception" in found else list(found.values())
    return sorted({str(record.get("exception_message")) for record in records if record.get("raised_exception")})


def _shown(value: str | None) -> str:
    if value is None:
        return "no value"
    return _shortened(value) if value and value.isprintable() else ascii(_shortened(value))


def _shortened(value: str) -> str:
    return value if len(value) <= _SHOWN_CHARACTERS else f"{value[:_SHOWN_CHARACTERS]}..."


# --- pages --------------------------------------------------------------------------------------------------------------

_EXTERNAL_ASSET = re.compile(
    r"""<script\b[^>]*\bsrc=["']https?:[^>]*>\s*</script>|<link\b[^>]*\bhref=["']https?:[^>]*>|<img\b[^>]*\bsrc=["']https?:[^>]*>""",
    re.IGNORECASE,
)

_STYLE = """<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #8886; padding: .3rem .6rem; text-align: left; }
td { overflow-wrap: anywhere; vertical-align: top; } code { font-size: .9em; } nav, footer, .cooltip-text { display: none; }
:root { color-scheme: light dark; }
</style>"""

_POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""

_EVERY_FAILURE = frozenset({"unexpected_list", "unexpected_index_list", "unexpected_index_query"})
"""Parts of a result that grow with the number of failing rows."""

_INDEX_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>On the Record: validation</title>{style}</head><body>
<h1>Validation of the tables</h1>
<table><tr><th>Table</th><th>Result</th><th>Expectations</th><th>Failed rows</th><th>Broken contract</th></tr>
{lines}
</table></body></html>
"""


def _for_display(result: "ExpectationSuiteValidationResult") -> "ExpectationSuiteValidationResult":
    """The same result with a few escaped examples per expectation in place of every failing value."""
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
    )

    return ExpectationSuiteValidationResult(
        success=bool(result.success), suite_name=result.suite_name, statistics=result.statistics, meta=result.meta,
        results=[
            ExpectationValidationResult(
                success=outcome.success, expectation_config=outcome.expectation_config, meta=outcome.meta,
                exception_info=_escaped(outcome.exception_info),
                result=_escaped({name: outcome.result[name] for name in outcome.result if name not in _EVERY_FAILURE}),
            )
            for outcome in result.results
        ],
    )


def _escaped(value: Any) -> Any:
    """A copy of nested results in which every text is safe to stand in HTML."""
    if isinstance(value, Mapping):
        return {name: _escaped(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_escaped(part) for part in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return html.escape(str(value))  # also pandas.NA, which the library's pages cannot show


def _standing_alone(page: str) -> str:
    return _EXTERNAL_ASSET.sub("", page).replace("<head>", f"<head>{_POLICY}", 1).replace("</head>", f"{_STYLE}</head>", 1)


def _index_line(validation: TableValidation, page: str) -> str:
    failed_rows = len({failure.row_index for failure in validation.failures})
    broken = "<br>".join(html.escape(message) for message in validation.broken_contract)
    return (
        f'<tr><td><a href="{page}">{validation.table_name}</a></td><td>{"passed" if validation.success else "failed"}</td>'
        f"<td>{validation.expectation_count}</td><td>{failed_rows}</td><td>{broken}</td></tr>"
    )
