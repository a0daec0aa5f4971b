"""Guarantees that no single table can check: provenance of every span, keys that resolve, and what falls with a rejected row."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from schemas import TABLES, Article, ArticleBlock, TableSpec
from schemas.vocabulary import BlockKind
from transforms.extraction.rows import ArticleRows
from transforms.layout import BLOCK_SEPARATOR, MENTION_KINDS, STATEMENT_KINDS, TIME_KINDS

Key = tuple[object, ...]

_ANALYSED_KINDS: Mapping[str, frozenset[BlockKind]] = {
    "mentions": MENTION_KINDS,
    "time_expressions": TIME_KINDS,
    "quotes": STATEMENT_KINDS,
    "quote_spans": STATEMENT_KINDS,
    "claims": STATEMENT_KINDS,
    "claim_spans": STATEMENT_KINDS,
    "claim_quantities": STATEMENT_KINDS,
}
"""Tables whose spans may only touch blocks of these kinds."""

_PARTS: Mapping[str, tuple[str, str]] = {
    "article_blocks": ("article_id", "articles"),
    "article_revisions": ("article_id", "articles"),
    "quote_spans": ("quote_id", "quotes"),
    "claim_spans": ("claim_id", "claims"),
}
"""Rows without which their whole is wrong: rejecting one rejects the row it is a part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One row that breaks a guarantee.

    Args:
        key: Values of the table's primary key.
        rule_id: `<table>.<column>.<rule>`, as in `rejects`.
        column: Column at fault, or None when the whole row is.
        reason: Expected and observed, in words.
        payload: The row as JSON, where the checker had it at hand.
    """

    table: str
    key: Key
    rule_id: str
    column: str | None
    observed: str | None
    reason: str
    payload: str | None = None


def row_key(spec: TableSpec, row: object) -> Key:
    """Values of the primary key of a row object."""
    return tuple(getattr(row, part) for part in spec.primary_key)


def check_article(article: Article, *, blocks: Sequence[ArticleBlock], rows: ArticleRows) -> list[Violation]:
    """Check the guarantees that one article can show by itself: every span is a slice of its text, blocks make up the
    text exactly, nothing is taken from blocks that are not analysed, the pieces of a quote or claim span the whole."""
    by_table: Mapping[str, Sequence[object]] = {"article_blocks": blocks, **rows.by_table()}
    violations: list[Violation] = []
    for name, table_rows in by_table.items():
        for row in table_rows:
            violations += _check_spans(TABLES[name], row, article.text)
    if BLOCK_SEPARATOR.join(block.text for block in blocks) != article.text:
        violations.append(Violation(
            table="articles", key=(article.article_id,), rule_id="articles.text.is_its_blocks", column="text", observed=None,
            reason=f"expected the {len(blocks)} blocks, joined by blank lines, to be the text"))
    for name, kinds in _ANALYSED_KINDS.items():
        violations += _check_analysed_blocks(TABLES[name], by_table[name], blocks=blocks, kinds=kinds)
    quote_pieces = [(span.quote_id, span.char_start, span.char_end) for span in rows.quote_spans]
    violations += _check_pieces("quotes", [(row.quote_id, row.char_start, row.char_end) for row in rows.quotes], quote_pieces)
    claim_pieces = [(span.claim_id, span.char_start, span.char_end) for span in rows.claim_spans]
    violations += _check_pieces("claims", [(row.claim_id, row.char_start, row.char_end) for row in rows.claims], claim_pieces)
    violations += [
        Violation(
            table="claims", key=(claim.claim_id,), rule_id="claims.attribution.authorial_has_no_claimer",
            column="attribution", observed=claim.attribution,
            reason="expected a claim to be authorial if and only if it has no claimer, no cue and no quote")
        for claim in rows.claims
        if (claim.attribution == "authorial") != (claim.claimer_text is claim.cue_text is claim.quote_id is None)
    ]
    violations += [
        Violation(
            table="claims", key=(claim.claim_id,), rule_id="claims.is_negated.has_a_negator", column="is_negated",
            observed=str(claim.is_negated), reason="expected a claim to be negated if and only if it names its negator")
        for claim in rows.claims if claim.is_negated != (claim.negation_text is not None)
    ]
    return violations


def check_keys(keys: Mapping[str, pa.Table]) -> list[Violation]:
    """Check over the whole dataset that primary keys are unique and foreign keys resolve.

    Args:
        keys: Every published table, with at least the columns of its primary and foreign keys.
    """
    violations: list[Violation] = []
    for name, spec in TABLES.items():
        violations += _check_uniqueness(spec, keys[name])
        for column, parent in spec.foreign_keys.items():
            parent_key = TABLES[parent].primary_key[0]
            known = keys[parent].column(parent_key).combine_chunks()
            orphans = keys[name].filter(pc.field(column).is_valid() & ~pc.field(column).isin(known))
            violations += [
                Violation(
                    table=name, key=tuple(row[part] for part in spec.primary_key),
                    rule_id=f"{name}.{column}.resolves", column=column, observed=str(row[column]),
                    reason=f"expected a {parent}.{parent_key}, found none with this value")
                for row in orphans.to_pylist()
            ]
    return violations


def withdraw(tables: Mapping[str, pa.Table], rejected: Mapping[str, Collection[Key]]) -> dict[str, list[tuple[Key, str]]]:
    """Find every row that falls with the rejected ones.

    Args:
        tables: Rows among which to look, by table.
        rejected: Primary keys of the rows that broke a rule, by table.

    Returns:
        Primary key and cause ("its article a_... was rejected") of each further row, by table. The rejected rows
        themselves are not repeated.
    """
    fallen: dict[str, dict[Key, str]] = {name: {} for name in TABLES}
    gone: dict[str, set[Key]] = {name: set(rejected.get(name, ())) for name in TABLES}
    fresh = {name: set(keys) for name, keys in gone.items() if keys}
    while fresh:
        found: dict[str, set[Key]] = {}
        for name, key, cause in _hanging_on(tables, fresh):
            if key not in gone[name]:
                gone[name].add(key)
                fallen[name][key] = cause
                found.setdefault(name, set()).add(key)
        fresh = found
    return {name: list(rows.items()) for name, rows in fallen.items() if rows}


def _hanging_on(tables: Mapping[str, pa.Table], gone: Mapping[str, set[Key]]) -> Iterable[tuple[str, Key, str]]:
    for name, table in tables.items():
        spec = TABLES[name]
        for column, parent in spec.foreign_keys.items():
            lost = {key[0] for key in gone.get(parent, ()) if len(key) == 1}
            if not lost:
                continue
            lost_keys = pa.array(sorted(lost, key=str), spec.column(column).type)
            for row in table.filter(pc.field(column).isin(lost_keys)).to_pylist():
                key = tuple(row[part] for part in spec.primary_key)
                yield name, key, f"the row of {parent} it refers to, {row[column]}, was rejected"
        if name in _PARTS and gone.get(name):
            column, whole = _PARTS[name]
            for row in table.to_pylist():
                if tuple(row[part] for part in spec.primary_key) in gone[name]:
                    yield whole, (row[column],), f"its part in {name} was rejected"


def _check_uniqueness(spec: TableSpec, table: pa.Table) -> list[Violation]:
    counted = table.select(list(spec.primary_key)).group_by(list(spec.primary_key)).aggregate([([], "count_all")])
    repeated = counted.filter(pc.field("count_all") > 1)
    return [
        Violation(
            table=spec.name, key=tuple(row[part] for part in spec.primary_key),
            rule_id=f"{spec.name}.{'+'.join(spec.primary_key)}.unique", column=spec.primary_key[0],
            observed=str(row["count_all"]), reason=f"expected one row with this key, found {row['count_all']}")
        for row in repeated.to_pylist()
    ]


def _check_spans(spec: TableSpec, row: object, text: str) -> Iterable[Violation]:
    for span in spec.spans:
        words, start, end = getattr(row, span.text), getattr(row, span.start), getattr(row, span.end)
        if words is None and start is None and end is None:
            continue
        piece = text[start:end] if start is not None and end is not None and 0 <= start < end else None
        if piece is not None and piece == words:
            continue
        yield Violation(
            table=spec.name, key=row_key(spec, row), rule_id=f"{spec.name}.{span.text}.is_slice", column=span.text,
            observed=words, reason=f"expected articles.text[{start}:{end}], which is {piece!r}")


def _check_analysed_blocks(
    spec: TableSpec, rows: Sequence[object], *, blocks: Sequence[ArticleBlock], kinds: frozenset[BlockKind],
) -> Iterable[Violation]:
    forbidden = [block for block in blocks if block.kind not in kinds]
    for row in rows:
        start, end = getattr(row, "char_start"), getattr(row, "char_end")  # noqa: B009  (rows of several classes)
        touched = [block.kind for block in forbidden if start < block.char_end and block.char_start < end]
        if touched:
            yield Violation(
                table=spec.name, key=row_key(spec, row), rule_id=f"{spec.name}.char_start.in_analysed_block",
                column="char_start", observed=", ".join(touched),
                reason=f"expected a span inside {', '.join(sorted(kinds))}; it touches a {touched[0]} block")


def _check_pieces(
    table: str, wholes: Iterable[tuple[str, int, int]], pieces: Iterable[tuple[str, int, int]],
) -> Iterable[Violation]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for key, start, end in pieces:
        spans.setdefault(key, []).append((start, end))
    for key, start, end in wholes:
        own = spans.get(key, [])
        in_order = all(before[1] <= after[0] for before, after in itertools.pairwise(own))
        if not own or own[0][0] != start or own[-1][1] != end or not in_order:
            yield Violation(
                table=table, key=(key,), rule_id=f"{table}.char_start.pieces_span_it", column="char_start",
                observed=str(own), reason=f"expected ordered pieces from {start} to {end}")
