"""Guarantees across tables: provenance, keys, and what falls with a rejected row."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from schemas import TABLES, ArticleBlock
from schemas.arrow import arrow_schema, rows_to_arrow
from tests.transforms.dataset.made_rows import changed, key, read_article, rows_of, without
from transforms.dataset.integrity import Key, check_article, check_keys, withdraw
from transforms.dataset.rejection import keys_of, without_keys
from transforms.extraction.rows import ArticleRows

READ = read_article()
ROWS = rows_of(READ)
ARTICLE, BLOCKS = READ.article, READ.blocks
CAPTION = BLOCKS[2]
QUOTE, CLAIM, OWN_CLAIM = ROWS.quotes[0], *ROWS.claims
IN_CAPTION = CAPTION.char_start, CAPTION.char_start + len("Ada Quill")


def test_a_sound_article_has_no_violation() -> None:
    assert check_article(ARTICLE, blocks=BLOCKS, rows=ROWS) == []


def broken(table: str, position: int = 0, **columns: Any) -> Callable[[], ArticleRows]:
    return lambda: changed(ROWS, table, position, **columns)


def moved_to_caption() -> ArticleRows:
    """A whole quote and its pieces taken from the caption: verbatim, but not the story's."""
    start, end = IN_CAPTION
    rows = changed(ROWS, "quotes", 0, quote_text="Ada Quill", char_start=start, char_end=end)
    rows = changed(without(rows, "quote_spans", 1), "quote_spans", 0, text="Ada Quill", char_start=start, char_end=end)
    return changed(rows, "claims", 0, claim_text=QUOTE.quote_text)


@pytest.mark.parametrize(("make", "expected"), [
    pytest.param(
        broken("mentions", 1, char_start=ROWS.mentions[1].char_start - 1, char_end=ROWS.mentions[1].char_end - 1),
        [("mentions", (ROWS.mentions[1].mention_id,), "mentions.text.is_slice", "Ada Quill")], id="offset-one-too-small"),
    pytest.param(
        broken("mentions", 1, char_start=ROWS.mentions[1].char_end, char_end=ROWS.mentions[1].char_start),
        [("mentions", (ROWS.mentions[1].mention_id,), "mentions.text.is_slice", "Ada Quill")], id="start-after-end"),
    pytest.param(
        broken("quotes", speaker_text=None),
        [("quotes", (QUOTE.quote_id,), "quotes.speaker_text.is_slice", None)], id="offsets-without-text"),
    pytest.param(
        broken("quotes", cue_char_start=None),
        [("quotes", (QUOTE.quote_id,), "quotes.cue_text.is_slice", "said")], id="text-without-an-offset"),
    pytest.param(
        broken("time_expressions", text="friday"),
        [("time_expressions", (ARTICLE.article_id, ROWS.time_expressions[0].char_start, ROWS.time_expressions[0].char_end),
          "time_expressions.text.is_slice", "friday")], id="other-case"),
    pytest.param(
        broken("mentions", 1, char_start=IN_CAPTION[0], char_end=IN_CAPTION[1]),
        [("mentions", (ROWS.mentions[1].mention_id,), "mentions.char_start.in_analysed_block", "caption")],
        id="mention-from-a-caption"),
    pytest.param(
        moved_to_caption,
        [("quotes", (QUOTE.quote_id,), "quotes.char_start.in_analysed_block", "caption"),
         ("quote_spans", (QUOTE.quote_id, 0), "quote_spans.char_start.in_analysed_block", "caption")],
        id="quote-from-a-caption"),
    pytest.param(
        broken("quote_spans", text="Harbour", char_start=0, char_end=7),
        [("quote_spans", (QUOTE.quote_id, 0), "quote_spans.char_start.in_analysed_block", "headline"),
         ("quotes", (QUOTE.quote_id,), "quotes.char_start.pieces_span_it", None)], id="quote-piece-from-the-headline"),
    pytest.param(
        broken("claim_spans", 2, text=ARTICLE.text, char_start=0, char_end=len(ARTICLE.text)),
        [("claim_spans", (OWN_CLAIM.claim_id, 0), "claim_spans.char_start.in_analysed_block", "headline, caption"),
         ("claims", (OWN_CLAIM.claim_id,), "claims.char_start.pieces_span_it", None)], id="two-forbidden-blocks-once"),
    pytest.param(
        lambda: without(ROWS, "quote_spans", 1),
        [("quotes", (QUOTE.quote_id,), "quotes.char_start.pieces_span_it", None)], id="last-piece-missing"),
    pytest.param(
        lambda: without(ROWS, "claim_spans", 2),
        [("claims", (OWN_CLAIM.claim_id,), "claims.char_start.pieces_span_it", "[]")], id="claim-without-pieces"),
    pytest.param(
        lambda: dataclasses.replace(ROWS, quote_spans=ROWS.quote_spans[::-1]),
        [("quotes", (QUOTE.quote_id,), "quotes.char_start.pieces_span_it", None)], id="pieces-out-of-order"),
    pytest.param(
        broken("claims", 1, attribution="indirect"),
        [("claims", (OWN_CLAIM.claim_id,), "claims.attribution.authorial_has_no_claimer", "indirect")],
        id="attributed-to-nobody"),
    pytest.param(
        broken("claims", 1, is_negated=True),
        [("claims", (OWN_CLAIM.claim_id,), "claims.is_negated.has_a_negator", "True")], id="negated-without-a-negator"),
    pytest.param(
        broken("claims", 0, attribution="authorial"),
        [("claims", (CLAIM.claim_id,), "claims.attribution.authorial_has_no_claimer", "authorial")],
        id="the-outlet-speaks-with-another-voice"),
])
def test_each_violation_is_found_once(
    make: Callable[[], ArticleRows], expected: list[tuple[str, Key, str, str | None]],
) -> None:
    found = check_article(ARTICLE, blocks=BLOCKS, rows=make())
    assert [(violation.table, violation.key, violation.rule_id) for violation in found] == [row[:3] for row in expected]
    for violation, (_, _, rule_id, observed) in zip(found, expected, strict=True):
        assert observed is None or violation.observed == observed
        assert violation.column == rule_id.split(".")[1]
        assert violation.reason.startswith("expected ")


@pytest.mark.parametrize(("blocks", "rule_ids"), [
    pytest.param(BLOCKS[:-1], {"articles.text.is_its_blocks"}, id="last-block-missing"),
    pytest.param((BLOCKS[1], BLOCKS[0], *BLOCKS[2:]), {"articles.text.is_its_blocks"}, id="blocks-out-of-order"),
    pytest.param(
        (dataclasses.replace(BLOCKS[0], text="Harbour wall"), *BLOCKS[1:]),
        {"articles.text.is_its_blocks", "article_blocks.text.is_slice"}, id="block-cut-short"),
])
def test_blocks_make_up_the_text(blocks: tuple[ArticleBlock, ...], rule_ids: set[str]) -> None:
    found = check_article(ARTICLE, blocks=blocks, rows=ROWS)
    assert {violation.rule_id for violation in found} == rule_ids


# --- keys ---------------------------------------------------------------------------------------------------------------

def tables_of_rows(rows: ArticleRows = ROWS) -> dict[str, pa.Table]:
    """Every table, with the rows of the article; the tables that the whole dataset yields have only the keys needed."""
    tables = {name: arrow_schema(spec).empty_table() for name, spec in TABLES.items()}
    own: dict[str, Any] = {
        "articles": [ARTICLE], "article_blocks": BLOCKS, "authors": READ.authors, "sources": [READ.source], **rows.by_table()}
    for name, table_rows in own.items():
        tables[name] = rows_to_arrow(table_rows, TABLES[name].row_class)
    return tables


def keys_only(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    keys = {
        name: table.select(list(dict.fromkeys((*TABLES[name].primary_key, *TABLES[name].foreign_keys))))
        for name, table in tables.items()}
    for name, column, values in (
        ("entities", "entity_id", [key("e", 1), key("e", 2)]), ("quote_groups", "quote_group_id", [key("g", 1)]),
        ("claim_groups", "claim_group_id", [key("g", 1)]),
        ("runs", "run_id", [ARTICLE.run_id]), ("dates", "date", [ARTICLE.published_date]),
    ):
        schema = keys[name].schema
        arrays = [pa.array(values if field.name == column else [None] * len(values), field.type) for field in schema]
        keys[name] = pa.Table.from_arrays(arrays, schema=pa.schema([field.with_nullable(True) for field in schema]))
    return keys


def test_keys_of_a_sound_dataset_resolve() -> None:
    assert check_keys(keys_only(tables_of_rows())) == []


@pytest.mark.parametrize(("name", "change", "expected"), [
    pytest.param(
        "quotes", lambda table: pa.concat_tables([table, table]),
        [("quotes", (QUOTE.quote_id,), "quotes.quote_id.unique", "2")], id="key-twice"),
    pytest.param(
        "quote_spans", lambda table: pa.concat_tables([table, table.slice(1)]),
        [("quote_spans", (QUOTE.quote_id, 1), "quote_spans.quote_id+piece_index.unique", "2")], id="key-of-two-columns-twice"),
    pytest.param(
        "sources", lambda table: table.slice(1),
        [("articles", (ARTICLE.article_id,), "articles.source_id.resolves", key("s", 1))], id="no-such-source"),
    pytest.param(
        "dates", lambda table: table.slice(1),
        [("articles", (ARTICLE.article_id,), "articles.published_date.resolves", "2026-02-03")], id="day-not-in-the-calendar"),
    pytest.param(
        "quotes", lambda table: table.slice(1),
        [("quote_spans", (QUOTE.quote_id, 0), "quote_spans.quote_id.resolves", QUOTE.quote_id),
         ("quote_spans", (QUOTE.quote_id, 1), "quote_spans.quote_id.resolves", QUOTE.quote_id),
         ("quote_entities", (QUOTE.quote_id, "speaker", ROWS.mentions[1].mention_id), "quote_entities.quote_id.resolves",
          QUOTE.quote_id),
         ("claims", (CLAIM.claim_id,), "claims.quote_id.resolves", QUOTE.quote_id)],
        id="all-that-refer-to-a-lost-quote"),
])
def test_broken_keys_are_found(
    name: str, change: Callable[[pa.Table], pa.Table], expected: list[tuple[str, Key, str, str]],
) -> None:
    keys = keys_only(tables_of_rows())
    keys[name] = change(keys[name])
    found = check_keys(keys)
    assert [(violation.table, violation.key, violation.rule_id, violation.observed) for violation in found] == expected


def test_a_null_refers_to_nothing() -> None:
    keys = keys_only(tables_of_rows(changed(ROWS, "quotes", 0, speaker_entity_id=None, speaker_name=None)))
    assert check_keys(keys) == []


# --- withdrawal ---------------------------------------------------------------------------------------------------------

EVERYTHING_BUT_THE_ARTICLE = {
    "article_blocks": 4, "authors": 1, "mentions": 2, "entity_descriptions": 1, "quotes": 1, "quote_spans": 2,
    "quote_entities": 1, "claims": 2,
    "claim_spans": 3, "claim_entities": 1, "claim_quantities": 1, "time_expressions": 1,
}


@pytest.mark.parametrize(("table", "rejected", "fallen"), [
    pytest.param("articles", (ARTICLE.article_id,), EVERYTHING_BUT_THE_ARTICLE, id="article-takes-everything"),
    pytest.param(
        "article_blocks", (ARTICLE.article_id, 0), EVERYTHING_BUT_THE_ARTICLE | {"article_blocks": 3, "articles": 1},
        id="a-block-is-a-part-of-its-article"),
    pytest.param(
        "quotes", (QUOTE.quote_id,),
        {"quote_spans": 2, "quote_entities": 1, "claims": 1, "claim_spans": 2, "claim_entities": 1},
        id="a-quote-takes-its-claims"),
    pytest.param(
        "quote_spans", (QUOTE.quote_id, 1),
        {"quotes": 1, "quote_spans": 1, "quote_entities": 1, "claims": 1, "claim_spans": 2, "claim_entities": 1},
        id="a-piece-takes-its-quote"),
    pytest.param(
        "claim_spans", (OWN_CLAIM.claim_id, 0), {"claims": 1, "claim_quantities": 1}, id="the-only-piece-of-a-claim"),
    pytest.param(
        "mentions", (ROWS.mentions[1].mention_id,), {"entity_descriptions": 1, "quote_entities": 1, "claim_entities": 1},
        id="a-mention-takes-the-parts-it-plays"),
    pytest.param(
        "time_expressions", keys_of(tables_of_rows()["time_expressions"], TABLES["time_expressions"])[0], {}, id="alone"),
])
def test_what_hangs_on_a_rejected_row_falls_with_it(table: str, rejected: Key, fallen: dict[str, int]) -> None:
    tables = {name: rows for name, rows in tables_of_rows().items() if TABLES[name].is_article_scoped}
    found = withdraw(tables, {table: [rejected]})
    assert {name: len(rows) for name, rows in found.items()} == fallen
    assert all(key != rejected for key, _ in found.get(table, ()))
    assert all("was rejected" in cause for rows in found.values() for _, cause in rows)
    left = {name: without_keys(rows, TABLES[name], {key for key, _ in found.get(name, ())} | (
        {rejected} if name == table else set())) for name, rows in tables.items()}
    orphans = [
        violation for violation in check_keys(keys_only({**tables_of_rows(), **left}))
        if violation.rule_id.endswith(".resolves")]
    assert orphans == []


def test_an_entity_takes_its_mentions_and_what_it_says() -> None:
    tables = {name: rows for name, rows in tables_of_rows().items() if TABLES[name].is_article_scoped}
    found = withdraw(tables, {"entities": [(key("e", 1),)]})
    assert {name: len(rows) for name, rows in found.items()} == {
        "mentions": 1, "entity_descriptions": 1, "quotes": 1, "quote_spans": 2, "quote_entities": 1, "claims": 1,
        "claim_spans": 2, "claim_entities": 1}


def test_nothing_falls_when_nothing_is_rejected() -> None:
    assert withdraw(tables_of_rows(), {}) == {}
