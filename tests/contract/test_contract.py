"""The checker of published output finds every promise broken: a small sound dataset, then one break at a time."""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas import (
    TABLES,
    Article,
    ArticleBlock,
    ArticleRevision,
    Author,
    CalendarDate,
    Claim,
    ClaimEntity,
    ClaimGroup,
    ClaimSpan,
    Entity,
    EntityAlias,
    Mention,
    Model,
    Quote,
    QuoteEntity,
    QuoteGroup,
    QuoteSpan,
    Reject,
    Run,
    Source,
    TimeExpression,
)
from schemas.arrow import PARQUET_OPTIONS, rows_to_arrow
from schemas.datapackage import data_package
from schemas.dictionary import column_descriptions, data_dictionary_markdown
from schemas.duckdb_views import view_statements
from tests.contract.check_output import check_output, main

GENERATION = "000001-n_0000000000000001"
RUN_ID = "n_0000000000000001"
NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)

HEADLINE = "Tide rises \U0001f30a at Cafe\u0301 Row"  # an emoji and a combining accent: offsets count code points
BODY = "“We will move,” said Ana Ruiz on Friday, “if we must.”"
CAPTION = "Ana Ruiz at the quay."
LAST = "The quay flooded in March."
PIECES = (("headline", HEADLINE), ("body", BODY), ("caption", CAPTION), ("body", LAST))
TEXT = "\n\n".join(text for _, text in PIECES)

Rows = dict[str, list[Any]]


def key(prefix: str, number: int) -> str:
    return f"{prefix}_{number:016x}"


def span(words: str, text: str = "text", start: str = "char_start", end: str = "char_end", *, after: int = 0) -> dict[str, Any]:
    """The columns of a span: words and where they stand in the article."""
    at = TEXT.index(words, after)
    return {text: words, start: at, end: at + len(words)}


def article(number: int, **changes: Any) -> Article:
    return Article(**{
        "article_id": key("a", number), "revision_id": key("r", number), "external_id": None, "input_locator": f"{number}.txt",
        "source_id": key("s", 1), "url": None, "canonical_url": None, "title": HEADLINE, "title_source": "record", "dek": None,
        "byline": None, "dateline_place": None, "published_at": NOON, "published_date": NOON.date(), "date_source": "record",
        "date_precision": "minute", "modified_at": None, "language": "en", "section": None, "word_count": 20, "text": TEXT,
        "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "duplicate_group_id": key("d", 1),
        "duplicate_role": "original", "is_representative": True, "wire_agency": None, "extraction_status": "analysed",
        "run_id": RUN_ID,
    } | changes)


def blocks(number: int) -> list[ArticleBlock]:
    found: list[ArticleBlock] = []
    for index, (kind, text) in enumerate(PIECES):
        found.append(ArticleBlock(article_id=key("a", number), block_index=index, kind=kind, **span(text)))  # type: ignore[arg-type]
    return found


def revision(number: int) -> ArticleRevision:
    return ArticleRevision(
        revision_id=key("r", number), article_id=key("a", number), revision_no=1, is_current=True, first_seen_at=NOON,
        text_sha256=hashlib.sha256(TEXT.encode()).hexdigest(), title=HEADLINE, quotes_added_count=None, quotes_removed_count=None)


def sound_rows() -> Rows:
    """One article analysed, with an interrupted quote, and an undated copy of it that was not."""
    mine, ana = {"article_id": key("a", 1)}, {"entity_id": key("e", 1)}
    content = TEXT[TEXT.index("We will"):TEXT.index("must.") + 5]
    first, last = span("We will move,"), span("if we must.")
    cue = span("said", "cue_text", "cue_char_start", "cue_char_end")
    nothing = dict.fromkeys((
        "parent_claim_id", "claim_text_resolved", "predicate_lemma", "negation_text", "negation_char_start", "negation_char_end",
        "negation_scope_text", "negation_scope_char_start", "negation_scope_char_end", "is_verifiable", "verifiable_probability",
        "verifiable_words", "check_worthiness", "check_worthiness_words", "check_worthiness_class", "quantity_value",
        "quantity_unit", "quantity_comparator", "quantity_is_approximate", "event_date_start", "event_date_end",
        "event_date_text", "claim_review_url", "model"))
    described = {"claim_type": "other", "modality": "asserted", "is_negated": False, "claim_group_match": "exact"}
    undescribed = dict.fromkeys(
        f"speaker_{part}{end}" for part in ("role", "affiliation") for end in ("", "_char_start", "_char_end"))
    no_claimer = dict.fromkeys((
        "quote_id", "claimer_text", "claimer_char_start", "claimer_char_end", "claimer_entity_id", "claimer_name",
        "claimer_resolution", "cue_text", "cue_char_start", "cue_char_end"))
    rows: dict[str, list[Any]] = {name: [] for name in TABLES}
    rows |= {
        "articles": [
            article(1),
            article(2, duplicate_role="copy", is_representative=False, published_at=None, published_date=None, date_source=None,
                    date_precision=None, language="es", extraction_status="unsupported_language", source_id=None),
        ],
        "article_blocks": blocks(1) + blocks(2),
        "article_revisions": [revision(1), revision(2)],
        "authors": [Author(**mine, position=1, name="Bo Lund", kind="person")],
        "sources": [Source(source_id=key("s", 1), name="Quay Post", domain=None, country_code=None, is_wire_agency=False)],
        "entities": [Entity(
            **ana, merged_into_entity_id=None, entity_type="person", canonical_name="Ana Ruiz", is_named=True,
            distinguished_by=None, wikidata_id=None, link_confidence=None, country_code=None, geonames_id=None,
            latitude=None, longitude=None,
            first_seen_date=date(2024, 5, 3), article_count=1, mention_count=1)],
        "entity_aliases": [EntityAlias(**ana, alias="Ana Ruiz", mention_count=1)],
        "mentions": [Mention(
            mention_id=key("m", 1), **mine, **ana, **span("Ana Ruiz"), mention_kind="name", entity_label="PERSON",
            sentence_index=1, block_kind="body", link_confidence=None, extractor="names_v1", named_entity_id=key("e", 1))],
        "quotes": [Quote(
            quote_id=key("q", 1), **mine, quote_type="direct", **span(content, "quote_text"),
            **span("Ana Ruiz", "speaker_text", "speaker_char_start", "speaker_char_end"), speaker_entity_id=key("e", 1),
            speaker_name="Ana Ruiz", **undescribed, speaker_resolution="named", **cue, cue_lemma="say", cue_class="neutral",
            left_context="", right_context="", quote_group_id=key("g", 1), quote_group_match="exact", confidence=0.5,
            extractor="quotes_rules_v1")],
        "quote_spans": [
            QuoteSpan(quote_id=key("q", 1), **mine, piece_index=0, **first),
            QuoteSpan(quote_id=key("q", 1), **mine, piece_index=1, **last),
        ],
        "quote_groups": [QuoteGroup(
            quote_group_id=key("g", 1), representative_quote_id=key("q", 1), first_article_id=key("a", 1),
            first_published_at=NOON, article_count=1, source_count=1, independent_source_count=1, variant_count=1)],
        "quote_entities": [QuoteEntity(quote_id=key("q", 1), **mine, **ana, role="speaker", mention_id=key("m", 1))],
        "claims": [
            Claim(**nothing, **described, claim_group_id=key("g", 2), claimer_resolution="named", claim_id=key("c", 1), **mine,
                  quote_id=key("q", 1), **span(content, "claim_text"),
                  attribution="direct", **span("Ana Ruiz", "claimer_text", "claimer_char_start", "claimer_char_end"),
                  claimer_entity_id=key("e", 1), claimer_name="Ana Ruiz", claimer_kind="named", **cue, extractor="claims_v1"),
            Claim(**nothing, **described, **no_claimer, claim_group_id=key("g", 3), claim_id=key("c", 2), **mine,
                  **span(LAST, "claim_text"), attribution="authorial", claimer_kind="outlet", extractor="claims_v1"),
        ],
        "claim_groups": [
            ClaimGroup(
                claim_group_id=key("g", number + 1), representative_claim_id=key("c", number), first_article_id=key("a", 1),
                first_published_at=NOON, claim_count=1, article_count=1, source_count=1, independent_source_count=1,
                variant_count=1) for number in (1, 2)],
        "claim_spans": [
            ClaimSpan(claim_id=key("c", 1), **mine, piece_index=0, **first),
            ClaimSpan(claim_id=key("c", 1), **mine, piece_index=1, **last),
            ClaimSpan(claim_id=key("c", 2), **mine, piece_index=0, **span(LAST)),
        ],
        "claim_entities": [ClaimEntity(claim_id=key("c", 1), **mine, **ana, role="claimer", mention_id=key("m", 1))],
        "time_expressions": [TimeExpression(
            **mine, **span("Friday"), value_start=NOON.date(), value_end=NOON.date(), precision="day", is_relative=True,
            anchor_date=NOON.date(), extractor="times_v1")],
        "dates": [CalendarDate(
            date=date(2024, 5, day), year=2024, quarter=2, month=5, month_name="May", day=day, iso_year=2024, iso_week=18,
            day_of_week=day + 2, day_name="a day", is_weekend=False) for day in (3, 4)],
        "runs": [Run(
            run_id=RUN_ID, started_at=NOON, finished_at=NOON, status="published", generation_id=GENERATION, sources='["in"]',
            published_from=None, published_to=None, record_count=3, new_count=2, revised_count=0, unchanged_count=0,
            outside_range_count=0, rejected_count=1, rejected_row_count=0, annotated_count=1, onrecord_version="0.1.0")],
        "models": [Model(
            model_id="quotes_rules_v1", name="quotes_rules", version="1", kind="rules", purpose="finds quotes", licence=None)],
        "column_dictionary": list(column_descriptions()),
        "rejects": [Reject(
            reject_id=key("x", 1), run_id=RUN_ID, stage="read", table_name=None, record_key=None, rule_id="read.empty_text",
            reason="empty.txt: expected text, found none", column_name=None, offending_value=None, input_locator="empty.txt",
            payload_json=None)],
    }
    return rows


def publish(output: Path, rows: Rows) -> None:
    """Write an output folder as flows do."""
    generation = output / "generations" / GENERATION
    months = {row.article_id: f"{row.published_date:%Y-%m}" if row.published_date else "unknown" for row in rows["articles"]}
    paths: dict[str, list[str]] = {}
    for name, spec in TABLES.items():
        parts: dict[str, list[Any]] = {}
        for row in rows[name]:
            parts.setdefault(f"/published_month={months[row.article_id]}" if spec.is_partitioned else "", []).append(row)
        paths[name] = []
        for part, own in (parts or {"/published_month=unknown" if spec.is_partitioned else "": []}).items():
            path = generation / f"{name}{part}" / "part-0.parquet"
            path.parent.mkdir(parents=True)
            pq.write_table(rows_to_arrow(own, spec.row_class), path, **PARQUET_OPTIONS)
            paths[name].append(str(path.relative_to(generation)))
    with duckdb.connect(str(generation / "onrecord.duckdb")) as connection:
        for statement in view_statements(str(generation), TABLES):
            connection.execute(statement)
    (generation / "datapackage.json").write_text(json.dumps(data_package(paths)), encoding="utf-8")
    (generation / "DATA_DICTIONARY.md").write_text(data_dictionary_markdown(), encoding="utf-8")
    manifest = {"tables": {name: {"files": [{"path": path} for path in own]} for name, own in paths.items()}}
    (generation / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (output / "current").symlink_to(Path("generations") / GENERATION)
    (output / "rejects").mkdir()
    pq.write_table(rows_to_arrow(rows["rejects"], Reject), output / "rejects" / f"{RUN_ID}.parquet", **PARQUET_OPTIONS)


def changed(table: str, position: int = 0, **changes: Any) -> Callable[[Rows], None]:
    """Another value in one row."""
    def change(rows: Rows) -> None:
        rows[table][position] = dataclasses.replace(rows[table][position], **changes)

    return change


def without(table: str, position: int = 0) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        del rows[table][position]

    return change


def doubled(table: str, **changes: Any) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[table].append(dataclasses.replace(rows[table][0], **changes))

    return change


def test_sound_output_breaks_no_promise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(tmp_path, sound_rows())
    assert check_output(tmp_path) == []
    assert (main([str(tmp_path)]), capsys.readouterr().out) == (0, "")


def test_output_without_any_row_breaks_no_promise(tmp_path: Path) -> None:
    rows: Rows = {name: [] for name in [*TABLES, "rejects"]}
    publish(tmp_path, rows | {"column_dictionary": list(column_descriptions())})
    assert check_output(tmp_path) == []


CAPTION_SPAN = span("Ana Ruiz", after=TEXT.index(CAPTION))
OTHER = {"article_id": key("a", 2)}

BROKEN_ROWS = [
    ("doubled-key", doubled("entity_aliases"), "entity_aliases: primary key more than once"),
    ("orphan", changed("articles", source_id=key("s", 9)), "articles.source_id: not in sources"),
    ("undated-day", without("dates"), "articles.published_date: not in dates"),
    ("orphan-parent", changed("claims", parent_claim_id=key("c", 9)), "claims.parent_claim_id: not in claims"),
    ("own-parent", changed("claims", parent_claim_id=key("c", 1)), "claims.parent_claim_id: its own parent"),
    ("vocabulary", changed("quotes", quote_type="paraphrase"), "quotes.quote_type: outside its vocabulary"),
    ("malformed-id", changed("authors", article_id="1"), r"authors.article_id: not of the form"),
    ("id-of-another-kind", doubled("entities", entity_id=key("q", 9)), "entities.entity_id: another kind of id"),
    ("probability", changed("quotes", confidence=1.5), "quotes.confidence: over 1"),
    ("negative-offset", changed("mentions", char_start=-1), "mentions.char_start: under 0"),
    ("empty-words", changed("entity_aliases", alias=""), "entity_aliases.alias: shorter than 1"),
    ("shifted-span", changed("mentions", char_start=3, char_end=11), "mentions.text: not the text of the article"),
    ("utf16-offsets", changed("time_expressions", **{
        name: value + 1 for name, value in span("Friday").items() if name != "text"}), "time_expressions.text: not the text"),
    ("span-past-the-end", changed("mentions", char_end=9999), "mentions.text: not the text of the article"),
    ("half-a-span", changed("quotes", cue_char_end=None), "quotes.cue_text: text and offsets are not null together"),
    ("role-elsewhere", changed("quotes", speaker_role="mayor", speaker_role_char_start=0, speaker_role_char_end=5),
        "quotes.speaker_role: not the text of the article"),
    ("affiliation-without-offsets", changed("quotes", speaker_affiliation="Quay"),
        "quotes.speaker_affiliation: text and offsets are not null together"),
    ("caption-mention", changed("mentions", **CAPTION_SPAN), "mentions.text: in a block that is not analysed"),
    ("headline-quote", changed("quotes", **span("Tide rises", "quote_text")),
        "quotes.quote_text: in a block that is not analysed"),
    ("headline-piece", changed("quote_spans", **span("Tide rises")), "quote_spans.text: in a block that is not analysed"),
    ("caption-claimer", changed("claims", **{
        f"claimer_{name}": value for name, value in CAPTION_SPAN.items()}), "claims.claimer_text: in a block that is not"),
    ("span-over-blocks", changed("claims", 1, **span(f"{CAPTION}\n\n{LAST}", "claim_text")),
        "claims.claim_text: in a block that"),
    ("block-kind", changed("mentions", block_kind="headline"), "mentions.block_kind: not the kind of its block"),
    ("lost-block", without("article_blocks", 3), "article_blocks: blocks joined by blank lines are not the text"),
    ("changed-block", changed("article_blocks", 1, text=BODY.swapcase()), "article_blocks: blocks joined by blank lines"),
    ("skipped-index", changed("article_blocks", 3, block_index=4), "article_blocks: blocks joined by blank lines"),
    ("changed-text", changed("articles", 1, text=f"{TEXT}!"), "articles.text_sha256: not the hash of text"),
    ("unanalysed", changed("time_expressions", **OTHER), "time_expressions: rows of an article that was not analysed"),
    ("piece-of-another", changed("quote_spans", **OTHER), "quote_spans.quote_id: belongs to another article"),
    ("lost-pieces", lambda rows: rows["quote_spans"].clear(), "quote_spans: pieces are not numbered 0, 1, 2"),
    ("lost-last-piece", without("claim_spans", 1), "claim_spans: first and last piece do not begin and end"),
    ("pieces-out-of-order", lambda rows: (
        changed("quote_spans", 0, piece_index=1)(rows), changed("quote_spans", 1, piece_index=0)(rows)),
        "overlap or are out of order"),
    ("piece-outside", changed("claim_spans", 1, **span("flooded")), "claim_spans: a piece lies outside"),
    ("authorial-claimer", changed("claims", 1, claimer_name="Ana Ruiz"), "claims.claimer_name: set in an authorial claim"),
    ("authorial-quote", changed("claims", 1, quote_id=key("q", 1)), "claims.quote_id: set in an authorial claim"),
    ("attributed-to-nothing", changed("claims", quote_id=None), "claims.quote_id: null in an attributed claim"),
    ("outlet-as-speaker", changed("claims", claimer_kind="outlet"), "claims.claimer_kind: outlet exactly for authorial"),
    ("name-without-entity", changed("quotes", speaker_entity_id=None), "quotes: speaker_name is set exactly for entities"),
    ("name-of-the-unnamed", changed("entities", is_named=False), "quotes: speaker_name is set exactly for entities"),
    ("claimer-without-name", changed("claims", claimer_name=None), "claims: claimer_name is set exactly for entities"),
    ("part-of-another", lambda rows: (
        doubled("entities", entity_id=key("e", 2))(rows), changed("quote_entities", entity_id=key("e", 2))(rows)),
        "quote_entities: the mention refers to another entity"),
    ("two-current-revisions", doubled("article_revisions", revision_id=key("r", 9), revision_no=2),
        "expected exactly one current"),
    ("no-current-revision", changed("article_revisions", is_current=False), "article_revisions: expected exactly one current"),
    ("stale-revision", changed("articles", revision_id=key("r", 2)), "the current revision is not the one that articles holds"),
    ("revision-numbers", changed("article_revisions", revision_no=2), "article_revisions: revisions are not numbered"),
    ("no-representative", changed("articles", is_representative=False), "duplicate group without exactly one representative"),
    ("two-representatives", changed("articles", 1, is_representative=True), "duplicate group without exactly one"),
    ("representative-that-is-a-copy", changed("articles", duplicate_role="near_copy"), "original exactly for the representative"),
    ("equal-bodies-apart", changed(
        "articles", 1, duplicate_group_id=key("d", 2), duplicate_role="original", is_representative=True),
        "articles.duplicate_group_id: equal bodies in several groups"),
    ("equal-body-as-near-copy", changed("articles", 1, duplicate_role="near_copy"), "copy exactly for the words of the original"),
    ("foreign-but-analysed", changed("articles", language="de"), "articles.extraction_status: not what the language asks for"),
    ("english-but-not-analysed", changed("articles", 1, language="en-GB"), "extraction_status: not what the language asks for"),
    ("lost-record", changed("runs", record_count=4), "runs: record_count is not the sum"),
    ("uncounted-reject", changed("runs", rejected_count=0, record_count=2),
        f"rejects/{RUN_ID}.parquet: expected 0 rejected records"),
    ("lost-reject", without("rejects"), f"rejects/{RUN_ID}.parquet: expected 1 rejected records as in runs, found 0"),
    ("reject-without-reason", changed("rejects", reason=""), f"rejects/{RUN_ID}.parquet: without a reason"),
    ("reject-of-another-run", changed("rejects", run_id=key("n", 2)), f"rejects/{RUN_ID}.parquet: of another run"),
    ("doubled-reject", doubled("rejects"), "rejects: reject_id more than once"),
    ("mention-count", changed("entities", mention_count=2), "entities.mention_count: not the number of mentions"),
    ("article-count", changed("entities", article_count=2), "entities.article_count: not the number of articles"),
    ("group-count", changed("quote_groups", article_count=2), "quote_groups.article_count: not the number of articles"),
    ("shown-though-a-part", changed("quotes", quote_group_match="variant"),
        "quote_groups.representative_quote_id: only like the quote that is shown"),
    ("part-of-nothing", lambda rows: (
        doubled("quotes", quote_id=key("q", 2), quote_group_match="partial")(rows),
        doubled("quote_spans", quote_id=key("q", 2), **span("flooded"))(rows)),
        "quotes.quote_group_match: partial, but not a run"),
    ("missing-day", lambda rows: rows["dates"].append(
        dataclasses.replace(rows["dates"][0], date=date(2024, 5, 9))), "dates: the day after is missing"),
    ("undescribed-column", without("column_dictionary"), "column_dictionary: differs from the columns there are"),
]


@pytest.mark.parametrize(("change", "violation"), [pytest.param(*case[1:], id=case[0]) for case in BROKEN_ROWS])
def test_broken_rows_are_reported(change: Callable[[Rows], None], violation: str, tmp_path: Path) -> None:
    rows = sound_rows()
    change(rows)
    publish(tmp_path, rows)
    assert [line for line in check_output(tmp_path) if violation in line]


def test_the_command_ends_with_1_when_a_promise_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = sound_rows()
    doubled("entity_aliases")(rows)
    publish(tmp_path, rows)
    assert main([str(tmp_path)]) == 1
    assert "entity_aliases: primary key more than once" in capsys.readouterr().out


def rewritten(table: str, change: Callable[[pa.Table], pa.Table], **options: Any) -> Callable[[Path], None]:
    """The first file of a table, written again after a change."""
    def rewrite(output: Path) -> None:
        path = sorted((output / "current" / table).rglob("*.parquet"))[0]
        pq.write_table(change(pq.ParquetFile(path).read()), path, **{**PARQUET_OPTIONS, **options})

    return rewrite


def with_column(name: str, kind: pa.DataType, *, nullable: bool = False, metadata: Any = None) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        position = table.schema.get_field_index(name)
        field = table.schema.field(position).with_type(kind).with_nullable(nullable)
        field = field if metadata is None else field.with_metadata(metadata)
        return table.set_column(position, field, table.column(name).cast(kind))

    return change


def with_null(table: pa.Table) -> pa.Table:
    return table.set_column(1, table.schema.field(1), pa.nulls(table.num_rows, pa.string()))


def moved(source: str, target: str) -> Callable[[Path], None]:
    def move(output: Path) -> None:
        path = output / "current" / target
        path.parent.mkdir(parents=True, exist_ok=True)
        (output / "current" / source).rename(path)

    return move


def written(name: str, content: str) -> Callable[[Path], None]:
    return lambda output: (output / name).write_text(content, encoding="utf-8") and None


def plain_folder(output: Path) -> None:
    (output / "current").unlink()
    (output / "generations" / GENERATION).rename(output / "current")


def foreign_link(output: Path) -> None:
    (output / "generations" / GENERATION).rename(output / "elsewhere")
    (output / "current").unlink()
    (output / "current").symlink_to("elsewhere")


def stale_view(output: Path) -> None:
    with duckdb.connect(str(output / "current" / "onrecord.duckdb")) as connection:
        connection.execute("CREATE OR REPLACE VIEW quotes AS SELECT 1 WHERE false")


def lost_view(output: Path) -> None:
    with duckdb.connect(str(output / "current" / "onrecord.duckdb")) as connection:
        connection.execute("DROP VIEW runs")


MAY = "published_month=2024-05/part-0.parquet"

BROKEN_FILES = [
    ("plain-folder", plain_folder, "current: expected a symbolic link"),
    ("foreign-link", foreign_link, "current: expected a link into"),
    ("dangling-link", lambda output: (output / "generations").rename(output / "gone") and None, "current: leads to no folder"),
    ("missing-table", lambda output: (output / "current/authors/part-0.parquet").unlink(), "authors: no Parquet file"),
    ("missing-dictionary", lambda output: (output / "current/DATA_DICTIONARY.md").unlink(),
        "current/DATA_DICTIONARY.md: missing"),
    ("missing-manifest", lambda output: (output / "current/manifest.json").unlink(), "current/manifest.json: missing"),
    ("missing-database", lambda output: (output / "current/onrecord.duckdb").unlink(), "current/onrecord.duckdb: missing"),
    ("missing-package", lambda output: (output / "current/datapackage.json").unlink(), "current/datapackage.json: missing"),
    ("half-a-manifest", written("current/manifest.json", '{"tables": '), "manifest.json: not as it should be"),
    ("half-a-package", written("current/datapackage.json", '{"name": "onrecord"}'), "datapackage.json: not as it should be"),
    ("silent-dictionary", written("current/DATA_DICTIONARY.md", "# Data dictionary"),
        "DATA_DICTIONARY.md: does not describe quotes"),
    ("broken-database", written("current/onrecord.duckdb", "x" * 4096), "onrecord.duckdb: cannot be opened"),
    ("leftover", written("current/runs/part-0.tmp", "x"), "runs/part-0.tmp: no Parquet file"),
    ("broken-parquet", written("current/runs/part-0.parquet", "PAR1"), "runs/part-0.parquet: cannot be read"),
    ("undeclared-table", moved("runs/part-0.parquet", "runes/part-0.parquet"), "current/runes: no declared table"),
    ("stale-view", stale_view, "onrecord.duckdb: quotes: expected 1 rows as in the files, found 0"),
    ("lost-view", lost_view, "onrecord.duckdb: runs: "),
    ("stray-file", moved(f"quotes/{MAY}", "quotes/part-0.parquet"), "quotes/part-0.parquet: not where a file of this table lies"),
    ("no-month", moved(f"quotes/{MAY}", "quotes/published_month=2024-13/part-0.parquet"), "not where a file of this table lies"),
    ("other-month", moved(f"quotes/{MAY}", "quotes/published_month=2024-06/part-0.parquet"),
        "quotes: in the folder of another month"),
    ("unlisted-file", moved(f"quotes/{MAY}", "quotes/published_month=2024-05/part-1.parquet"),
        "datapackage.json: expected exactly"),
    ("missing-column", rewritten("quotes", lambda table: table.drop_columns(["cue_text"])), "expected the columns quote_id"),
    ("other-order", rewritten("runs", lambda table: table.select(table.column_names[::-1])),
        "runs/part-0.parquet: expected the columns"),
    ("large-string", rewritten("authors", with_column("name", pa.large_string())), "name: large_string is not a flat type"),
    ("unsigned", rewritten("authors", with_column("position", pa.uint64())), "position: uint64 is not a flat type"),
    ("wide-integer", rewritten("authors", with_column("position", pa.int64())), "position: expected type int32, found int64"),
    ("nullable", rewritten("authors", with_column("name", pa.string(), nullable=True)), "name: expected nullable=False"),
    ("undescribed", rewritten("authors", with_column("name", pa.string(), metadata={"a": "b"})), "do not hold its description"),
    ("null", rewritten("models", lambda table: with_null(with_column("name", pa.string(), nullable=True)(table))),
        "models/part-0"),
    ("no-statistics", rewritten("authors", lambda table: table, write_statistics=False),
        "authors/part-0.parquet: name: no statistics"),
    ("snappy", rewritten("authors", lambda table: table, compression="snappy", compression_level=None),
        "not compressed with zstd"),
    ("rejects-schema", lambda output: pq.write_table(
        rows_to_arrow([], Reject).drop_columns(["reason"]), output / "rejects" / "n_0000000000000009.parquet"),
        "rejects/n_0000000000000009.parquet: expected the columns reject_id"),
    ("lost-rejects", lambda output: (output / "rejects" / f"{RUN_ID}.parquet").unlink(),
        "expected 1 rejected records as in runs"),
]


@pytest.mark.parametrize(("change", "violation"), [pytest.param(*case[1:], id=case[0]) for case in BROKEN_FILES])
def test_broken_files_are_reported(change: Callable[[Path], None], violation: str, tmp_path: Path) -> None:
    publish(tmp_path, sound_rows())
    change(tmp_path)
    assert [line for line in check_output(tmp_path) if violation in line]


def test_missing_output_is_reported(tmp_path: Path) -> None:
    assert check_output(tmp_path / "nowhere") == [
        "current: expected a symbolic link to a generation", "current: leads to no folder"]


def test_call_without_folder_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage:" in capsys.readouterr().err
