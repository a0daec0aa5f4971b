"""From staged articles to a published generation: what is rewritten, what is taken over, and what is turned away."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from small_dataset import BEGINNING, MadeValidator, SmallDataset, Tables, content, id_of, rejected, rejects_of

from flows.account_for_run import write_and_limit_rejects
from flows.limit_rejects import RejectLimits
from flows.open_session import Session
from flows.prepare_publication import Rejections
from flows.publish_generation import (
    complete_generation,
    remove_old_generations,
    restore_current,
    sweep_unpublished,
    switch_current,
)
from flows.read_generation import MANIFEST, load_generation
from flows.report_failures import ContractError
from flows.stage_articles import stage_batch
from schemas import TABLES, Author
from tests.transforms.dataset.made_rows import changed, key, read_article, rows_of
from transforms.dataset.integrity import Violation
from transforms.dataset.revisions import DateRange
from transforms.extraction.rows import ArticleRows
from transforms.identity import content_id
from transforms.reading.records import ReadArticle, Refusal, Withdrawal
from transforms.wording import fold_words

JANUARY, FEBRUARY = date(2026, 1, 9), date(2026, 2, 3)

Check = Callable[[Path], list[str]]


@pytest.fixture
def dataset(tmp_path: Path) -> SmallDataset:
    return SmallDataset(root=tmp_path)


def numbered(read: ReadArticle) -> ArticleRows:
    """Rows in which each article says something of its own."""
    return rows_of(read, number=int(read.article.article_id[2:], 16))


def worded(read: ReadArticle) -> ArticleRows:
    """The same with quotes keyed by their words, as extraction keys them."""
    rows = numbered(read)
    return dataclasses.replace(rows, quotes=tuple(
        dataclasses.replace(quote, quote_group_id=content_id(
            "g", *fold_words(span.text for span in rows.quote_spans if span.quote_id == quote.quote_id)))
        for quote in rows.quotes))


def faulty(table: str, row_key: tuple[object, ...], *, rule: str = "made.up") -> Callable[[Tables], list[Violation]]:
    """Find that row faulty, as long as it is there."""
    def find(tables: Tables) -> list[Violation]:
        rows = zip(*(tables[table][column].to_pylist() for column in TABLES[table].primary_key), strict=True)
        return [
            Violation(
                table=table, key=row, rule_id=rule, column="text", observed="odd", reason="expected even", payload='{"a": 1}')
            for row in rows if row == row_key]

    return find


# --- building -----------------------------------------------------------------------------------------------------------

def test_first_generation_keeps_the_contract(dataset: SmallDataset, check: Check) -> None:
    built = dataset.publish(
        [read_article(1), read_article(2, published=JANUARY)], [read_article(3, published=None)], rows=numbered)
    assert check(dataset.output.root) == []
    assert built.written == {file.path for file in built.generation.files}
    assert built.generation.months("quotes") == ["2026-01", "2026-02", "unknown"]
    assert {name: len(content(name, dataset)) for name in ("articles", "quotes", "claims", "entities", "sources", "dates")} == {
        "articles": 3, "quotes": 3, "claims": 6, "entities": 2, "sources": 1, "dates": 26}


def test_no_article_at_all_still_gives_every_table(dataset: SmallDataset, check: Check) -> None:
    dataset.publish([read_article(1)], wanted=DateRange(first=date(2030, 1, 1)))
    assert check(dataset.output.root) == []
    assert content("articles", dataset) == [] and content("dates", dataset) == []


def test_untouched_months_are_the_same_files(dataset: SmallDataset, check: Check) -> None:
    first = dataset.publish([read_article(1, published=JANUARY), read_article(2)], rows=numbered).generation
    second = dataset.publish([read_article(3)], rows=numbered)
    assert check(dataset.output.root) == []
    for file in first.files:
        if TABLES[file.table].is_partitioned:
            is_same = (second.generation.folder / file.path).stat().st_ino == (first.folder / file.path).stat().st_ino
            assert is_same == ("2026-01" in file.path), file.path
            assert (file.path in second.written) != is_same
    first.verify()


def test_a_month_whose_articles_have_all_moved_is_gone(dataset: SmallDataset, check: Check) -> None:
    dataset.publish([read_article(1, published=JANUARY), read_article(2)], rows=numbered)
    moved = read_article(1, last="The quay flooded in May.", published=FEBRUARY)
    generation = dataset.publish([moved], rows=numbered).generation
    assert check(dataset.output.root) == []
    assert generation.months("articles") == ["2026-02"]
    assert [(row["revision_no"], row["is_current"]) for row in content("article_revisions", dataset)
            if row["article_id"] == key("a", 1)] == [(1, False), (2, True)]


def test_a_corrected_byline_reaches_the_tables(dataset: SmallDataset, check: Check) -> None:
    first = read_article(1)
    corrected = dataclasses.replace(
        first, article=dataclasses.replace(first.article, byline="By Tom Vale", revision_id=key("r", 9)),
        authors=(Author(article_id=key("a", 1), position=1, name="Tom Vale", kind="person"),))
    dataset.publish([first], rows=worded)
    dataset.publish([corrected], rows=worded)
    assert check(dataset.output.root) == []
    assert [row["byline"] for row in content("articles", dataset)] == ["By Tom Vale"]
    assert [row["name"] for row in content("authors", dataset)] == ["Tom Vale"]
    assert [(row["revision_no"], row["is_current"], row["quotes_added_count"], row["quotes_removed_count"])
            for row in content("article_revisions", dataset)] == [(1, False, None, None), (2, True, 0, 0)]
    assert len({row["text_sha256"] for row in content("article_revisions", dataset)}) == 1


def test_a_copy_that_appeared_earlier_takes_over_in_another_month(dataset: SmallDataset) -> None:
    dataset.publish([read_article(1, duplicate_group_id=key("d", 7))], rows=numbered)
    dataset.publish([read_article(2, published=JANUARY, duplicate_group_id=key("d", 7))], rows=numbered)
    assert {row["article_id"]: (row["duplicate_role"], row["is_representative"]) for row in content("articles", dataset)} == {
        key("a", 1): ("copy", False), key("a", 2): ("original", True)}


def test_a_new_declaration_rewrites_every_file(dataset: SmallDataset) -> None:
    dataset.publish([read_article(1)])
    dataset.declaration = "declaration-2"
    built = dataset.publish([read_article(1)])
    assert built.written == {file.path for file in built.generation.files}
    assert content("articles", dataset)[0]["run_id"] == key("n", 1)


def test_a_new_analysis_reaches_articles_whose_source_is_gone(dataset: SmallDataset, check: Check) -> None:
    dataset.publish([read_article(1), read_article(2, published=JANUARY)], rows=numbered)
    dataset.fingerprint = "analysis-2"

    def renamed(read: ReadArticle) -> ArticleRows:
        return changed(numbered(read), "quotes", 0, extractor="quotes_rules_v2")

    dataset.publish([], rows=renamed)
    assert {row["extractor"] for row in content("quotes", dataset)} == {"quotes_rules_v2"}
    assert [row["is_current"] for row in content("article_revisions", dataset)] == [True, True]
    assert check(dataset.output.root) == []


def test_the_same_articles_again_are_nothing_to_publish(dataset: SmallDataset) -> None:
    dataset.publish([read_article(1)])
    prepared = dataset.prepare([dataset.of_this_run(read_article(1))])
    assert prepared.built is None
    assert prepared.comparison.settlement.outcomes == ("unchanged",)


def test_of_two_records_with_one_text_the_same_row_comes_in_any_order(tmp_path: Path) -> None:
    sections: list[str] = []
    records = [read_article(1, section="Harbour"), read_article(1, section="Politics")]
    for number, ordered in enumerate((records, records[::-1])):
        dataset = SmallDataset(root=tmp_path / str(number))
        dataset.root.mkdir()
        dataset.publish(ordered)
        sections += [row["section"] for row in content("articles", dataset)]
    assert len(sections) == 2 and len(set(sections)) == 1


# --- rejecting ----------------------------------------------------------------------------------------------------------

def test_a_faulty_row_goes_with_what_hangs_on_it(dataset: SmallDataset, check: Check) -> None:
    quote_id = id_of("q", 1, "q")
    dataset.publish(
        [read_article(1), read_article(2)], rows=numbered, validator=MadeValidator(find=faulty("quotes", (quote_id,))))
    assert [(table, rule) for table, rule, _ in rejected(dataset)] == [
        ("claim_entities", "claim_entities.hangs_on_rejected"), ("claim_spans", "claim_spans.hangs_on_rejected"),
        ("claim_spans", "claim_spans.hangs_on_rejected"), ("claims", "claims.hangs_on_rejected"),
        ("quote_entities", "quote_entities.hangs_on_rejected"), ("quote_spans", "quote_spans.hangs_on_rejected"),
        ("quote_spans", "quote_spans.hangs_on_rejected"), ("quotes", "made.up")]
    (reject,) = [row for row in dataset.rejections.rows if row.table_name == "quotes"]
    assert (reject.stage, reject.record_key, reject.reason, reject.column_name, reject.offending_value, reject.input_locator,
            reject.payload_json) == (
        "validate", quote_id, "expected even", "text", "odd", "export.jsonl#id=1", '{"a": 1}')
    assert all(row.payload_json and row.input_locator == "export.jsonl#id=1" for row in dataset.rejections.rows)
    assert len({row.reject_id for row in dataset.rejections.rows}) == dataset.rejections.row_count == 8
    assert [row["article_id"] for row in content("quotes", dataset)] == [key("a", 2)]
    assert {row["article_id"] for row in content("articles", dataset)} == {key("a", 1), key("a", 2)}
    assert check(dataset.output.root) == []


def test_a_row_that_is_no_slice_of_its_article_is_turned_away(dataset: SmallDataset) -> None:
    def shifted(read: ReadArticle) -> ArticleRows:
        rows = numbered(read)
        return changed(rows, "mentions", 0, text="Tern quay") if read.article.article_id == key("a", 1) else rows

    dataset.publish([read_article(1), read_article(2)], rows=shifted)
    assert rejected(dataset) == [("mentions", "mentions.text.is_slice", id_of("m", 1, "Tern Quay"))]
    assert {row["article_id"] for row in content("mentions", dataset) if row["text"] == "Tern Quay"} == {key("a", 2)}


def test_a_row_that_breaks_two_rules_counts_once(dataset: SmallDataset) -> None:
    expression = rows_of(read_article(1)).time_expressions[0]
    row_key = (expression.article_id, expression.char_start, expression.char_end)

    def find(tables: Tables) -> list[Violation]:
        return faulty("time_expressions", row_key)(tables) + faulty("time_expressions", row_key, rule="made.up.too")(tables)

    dataset.publish([read_article(1)], validator=MadeValidator(find=find))
    assert [rule for _, rule, _ in rejected(dataset)] == ["made.up", "made.up.too"]
    assert dataset.rejections.row_count == 1
    assert content("runs", dataset)[0]["rejected_row_count"] == 1


def test_a_faulty_article_goes_as_a_whole(dataset: SmallDataset, check: Check) -> None:
    dataset.publish(
        [read_article(1), read_article(2)], rows=numbered, validator=MadeValidator(find=faulty("articles", (key("a", 1),))))
    assert {row["article_id"] for name in TABLES if TABLES[name].is_article_scoped for row in content(name, dataset)} == {
        key("a", 2)}
    assert dataset.rejections.revisions == {read_article(1).article.revision_id: ("made.up", "expected even")}
    (run,) = content("runs", dataset)
    assert (run["record_count"], run["new_count"], run["rejected_count"]) == (2, 1, 1)
    assert check(dataset.output.root) == []


def test_the_former_version_stays_when_the_new_one_is_turned_away(dataset: SmallDataset) -> None:
    dataset.publish([read_article(1), read_article(2)], rows=numbered)
    newer = read_article(1, last="The quay flooded in May.")
    prepared = dataset.prepare(
        [dataset.of_this_run(newer), dataset.of_this_run(read_article(3))], rows=numbered,
        validator=MadeValidator(find=lambda tables: [
            violation for violation in faulty("articles", (key("a", 1),))(tables)
            if newer.article.text in tables["articles"]["text"].to_pylist()]))
    assert prepared.built is not None
    texts = {row["article_id"]: row["text"] for row in prepared.built.generation.read("articles").to_pylist()}
    assert texts[key("a", 1)] == read_article(1).article.text
    assert len(texts) == 3


def test_an_older_version_stands_when_the_newer_one_of_the_run_is_turned_away(dataset: SmallDataset, check: Check) -> None:
    older, newer = (
        read_article(1, last=f"The quay flooded in {month}.", modified_at=BEGINNING + timedelta(days=day))
        for day, month in enumerate(("March", "May")))

    def find(tables: Tables) -> list[Violation]:
        is_there = newer.article.text in tables["articles"]["text"].to_pylist()
        return faulty("articles", (key("a", 1),))(tables) if is_there else []

    dataset.publish([older, newer], rows=numbered, validator=MadeValidator(find=find))
    (article,) = content("articles", dataset)
    assert article["revision_id"] == older.article.revision_id
    assert [(row["revision_id"], row["is_current"]) for row in content("article_revisions", dataset)] == [
        (older.article.revision_id, True)]
    assert len(content("quotes", dataset)) == 1 and len(content("mentions", dataset)) == 2
    assert set(dataset.rejections.revisions) == {newer.article.revision_id}
    assert check(dataset.output.root) == []


@pytest.mark.parametrize(("validator", "message"), [
    pytest.param(
        MadeValidator(broken_contract=("quotes: column gone",)), r"quotes: column gone \(1 such fault", id="broken-table"),
    pytest.param(
        MadeValidator(find=faulty("quotes", (id_of("q", 1, "q"),))), "does not come from this run's articles",
        id="row-that-was-published-before"),
    pytest.param(
        MadeValidator(find=lambda tables: faulty("mentions", next(
            (row["mention_id"],) for row in tables["mentions"].to_pylist() if row["article_id"] != key("a", 1)))(tables)),
        "in order after 4 rounds of rejects, found 1 more such as made.up", id="row-after-row"),
])
def test_what_cannot_be_turned_away_publishes_nothing(dataset: SmallDataset, validator: MadeValidator, message: str) -> None:
    dataset.publish([read_article(1)], rows=numbered)
    before = str(dataset.output.current.readlink())
    with pytest.raises(ContractError, match=message):
        dataset.prepare([dataset.of_this_run(read_article(number)) for number in (2, 3, 4)], rows=numbered, validator=validator)
    assert str(dataset.output.current.readlink()) == before


def test_a_record_that_could_not_be_read_is_counted(dataset: SmallDataset) -> None:
    dataset.publish([read_article(1)], refusals=[Refusal(locator="x", rule="read.empty_file", reason="x: no bytes")])
    (run,) = content("runs", dataset)
    assert (run["record_count"], run["new_count"], run["rejected_count"]) == (2, 1, 1)


# --- cancellations ------------------------------------------------------------------------------------------------------

def cancellation(external_id: str, at: datetime | None = None) -> Refusal:
    return Refusal(
        locator="cancel.json", rule="read.canceled", reason="cancel.json: expected an item that may be published, found one that "
        "its provider canceled", withdrawal=Withdrawal(external_id=external_id, source_id=key("s", 1), at=at))


def test_a_cancellation_removes_what_earlier_runs_published(dataset: SmallDataset, check: Check) -> None:
    first = [read_article(1, external_id="urn:1", published=JANUARY), read_article(2, external_id="urn:2")]
    dataset.publish(first, rows=numbered)
    built = dataset.publish([read_article(3, external_id="urn:3")], refusals=[cancellation("urn:1")], rows=numbered)
    gone, left = key("a", 1), {key("a", 2), key("a", 3)}
    for name in TABLES:
        if "article_id" in TABLES[name].column_names:
            assert {row["article_id"] for row in content(name, dataset)} == left, name
    assert built.generation.months("quotes") == ["2026-02"]
    (reject,) = rejects_of(dataset)
    assert (reject["rule_id"], reject["payload_json"]) == ("read.canceled", None)
    assert reject["reason"] == (
        "cancel.json: expected an item that may be published, found one that its provider canceled; "
        f"removed with all rows: article {gone}")
    run = content("runs", dataset)[-1]
    assert (run["record_count"], run["new_count"], run["rejected_count"]) == (2, 1, 1)
    assert check(dataset.output.root) == []


def test_a_cancellation_alone_is_something_to_publish_once(dataset: SmallDataset, check: Check) -> None:
    dataset.publish([read_article(1, external_id="urn:1"), read_article(2)], rows=numbered)
    dataset.publish([], refusals=[cancellation("urn:1")], rows=numbered)
    assert [row["article_id"] for row in content("articles", dataset)] == [key("a", 2)]
    assert check(dataset.output.root) == []
    assert dataset.prepare([], refusals=[cancellation("urn:1")], rows=numbered).built is None


def test_an_item_read_beside_its_cancellation_stays_away(dataset: SmallDataset, check: Check) -> None:
    """Also in later runs: both lie in the folder for good."""
    dataset.publish([read_article(2)], rows=numbered)
    item = read_article(1, external_id="urn:1")
    for _ in range(2):
        prepared = dataset.prepare([dataset.of_this_run(item)], refusals=[cancellation("urn:1")], rows=numbered)
        assert prepared.built is None
        assert [(reject["rule_id"], reject["stage"], reject["input_locator"]) for reject in rejects_of(dataset)] == [
            ("read.canceled", "read", "cancel.json"), ("read.canceled", "read", "export.jsonl#id=1")]
        assert [reject["payload_json"] for reject in rejects_of(dataset)] == [None, None]
    assert [row["article_id"] for row in content("articles", dataset)] == [key("a", 2)]
    assert check(dataset.output.root) == []


def test_a_version_released_after_the_cancellation_is_published(dataset: SmallDataset, check: Check) -> None:
    times = [BEGINNING + timedelta(hours=hour) for hour in range(3)]
    before, after = (
        read_article(1, external_id="urn:1", last=last, modified_at=at)
        for last, at in (("The quay flooded in March.", times[0]), ("The quay flooded in May.", times[2])))
    dataset.publish([before], rows=numbered)
    dataset.publish([before, after], refusals=[cancellation("urn:1", at=times[1])], rows=numbered)
    assert [row["revision_id"] for row in content("articles", dataset)] == [after.article.revision_id]
    prepared = dataset.prepare(
        [dataset.of_this_run(before), dataset.of_this_run(after)], refusals=[cancellation("urn:1", at=times[1])], rows=numbered)
    assert prepared.built is None, "the next run finds it as it is"
    assert check(dataset.output.root) == []


def test_a_changed_analysis_leaves_the_canceled_article_out(dataset: SmallDataset, check: Check) -> None:
    dataset.publish([read_article(1, external_id="urn:1"), read_article(2)], rows=numbered)
    dataset.fingerprint = "analysis-2"
    dataset.publish([], refusals=[cancellation("urn:1")], rows=numbered)
    assert [row["article_id"] for row in content("articles", dataset)] == [key("a", 2)]
    assert check(dataset.output.root) == []


def test_what_a_provider_wants_unpublished_is_no_fault_of_the_source(dataset: SmallDataset) -> None:
    session = cast("Session", SimpleNamespace(run_id=key("n", 1), output=dataset.output))
    limits = RejectLimits(records=0.0)
    batch = str(dataset.root / "batch")
    stage_batch([], [cancellation("urn:1")], path=Path(batch))
    assert len(write_and_limit_rejects(session, [batch], Rejections(), limits, fresh_row_count=0)) == 1
    stage_batch([], [cancellation("urn:1"), Refusal(locator="x", rule="read.empty_file", reason="x: no bytes")], path=Path(batch))
    with pytest.raises(ContractError, match=r"1 of 2 records were rejected.* The first: x: no bytes"):
        write_and_limit_rejects(session, [batch], Rejections(), limits, fresh_row_count=0)


# --- published generations ----------------------------------------------------------------------------------------------

def test_a_changed_byte_is_noticed(dataset: SmallDataset) -> None:
    generation = dataset.publish([read_article(1)]).generation
    load_generation(generation.folder).verify()
    path = generation.folder / next(file.path for file in generation.files if file.table == "quotes")
    content_before = path.read_bytes()
    path.write_bytes(content_before[:100] + bytes([content_before[100] ^ 1]) + content_before[101:])
    with pytest.raises(ContractError, match=r"quotes/published_month=2026-02/.*expected the file that was published"):
        generation.verify()
    path.unlink()
    with pytest.raises(ContractError, match="found no file"):
        generation.verify()


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"generation_id": "x", "tables": 3}', '{"generation_id": "000001-n'])
def test_a_damaged_manifest_is_refused(dataset: SmallDataset, manifest: str) -> None:
    generation = dataset.publish([read_article(1)]).generation
    (generation.folder / MANIFEST).write_text(manifest)
    with pytest.raises(ContractError, match="expected the manifest of a published generation"):
        load_generation(generation.folder)


def test_readers_are_switched_by_one_link(dataset: SmallDataset) -> None:
    first = dataset.publish([read_article(1)]).generation
    assert str(dataset.output.current.readlink()) == f"generations/{first.generation_id}"
    (dataset.output.root / ".current-next").symlink_to("nowhere")  # a run was killed just before its switch
    second = dataset.publish([read_article(2)]).generation
    assert second.generation_id.startswith("000002-") and dataset.output.current_generation() == second.folder
    assert not (dataset.output.root / ".current-next").is_symlink()


def test_what_was_never_published_is_swept(dataset: SmallDataset) -> None:
    published = [dataset.publish([read_article(number)]).generation.folder for number in (1, 2)]
    unfinished = dataset.output.generations / "000001-n_00000000000000ff"
    unfinished.mkdir()
    prepared = dataset.prepare([dataset.of_this_run(read_article(3))])
    assert prepared.built is not None
    complete_generation(prepared.built.generation, details={})  # complete, but killed before the switch
    sweep_unpublished(dataset.output)
    assert sorted(dataset.output.generations.iterdir()) == published


def test_the_current_generation_is_never_swept(dataset: SmallDataset) -> None:
    folder = dataset.publish([read_article(1)]).generation.folder
    (folder / MANIFEST).unlink()
    sweep_unpublished(dataset.output)
    assert (folder / "quotes").is_dir()


def test_an_output_without_its_link_is_not_mistaken_for_a_new_one(dataset: SmallDataset) -> None:
    dataset.publish([read_article(1)])
    current = dataset.output.current
    current.unlink()
    current.mkdir()
    with pytest.raises(ContractError, match="expected a link"):
        sweep_unpublished(dataset.output)


def test_a_lost_link_is_restored_and_no_generation_is_lost(dataset: SmallDataset) -> None:
    folders = [dataset.publish([read_article(number)]).generation.folder for number in (1, 2)]
    dataset.output.current.unlink()
    sweep_unpublished(dataset.output)
    assert restore_current(dataset.output) == folders[-1]
    assert dataset.output.current_generation() == folders[-1]
    assert sorted(dataset.output.generations.iterdir()) == folders
    assert restore_current(dataset.output) is None


@pytest.mark.parametrize(("keep", "left"), [(1, [4]), (2, [3, 4]), (9, [1, 2, 3, 4])])
def test_old_generations_are_kept_as_asked(dataset: SmallDataset, keep: int, left: list[int]) -> None:
    folders = [dataset.publish([read_article(number)]).generation.folder for number in (1, 2, 3, 4)]
    remove_old_generations(dataset.output, keep=keep)
    assert sorted(dataset.output.generations.iterdir()) == [folders[number - 1] for number in left]
    assert dataset.output.current_generation() == folders[-1]
    generation = load_generation(folders[-1])
    generation.verify()
    assert generation.read("articles").num_rows == 4


def test_months_and_columns_can_be_read_alone(dataset: SmallDataset) -> None:
    generation = dataset.publish([read_article(1, published=JANUARY), read_article(2)], rows=numbered).generation
    table = generation.read("quotes", columns=["article_id"], months=["2026-01"])
    assert table.to_pylist() == [{"article_id": key("a", 1)}]
    assert generation.read("quotes", months=["1999-01"]).num_rows == 0
    assert dataclasses.is_dataclass(generation) and generation.months("articles") == ["2026-01", "2026-02"]


def test_switching_is_repeatable(dataset: SmallDataset) -> None:
    first = dataset.publish([read_article(1)]).generation
    dataset.publish([read_article(2)])
    switch_current(dataset.output, first.folder)
    assert dataset.output.current_generation() == first.folder
