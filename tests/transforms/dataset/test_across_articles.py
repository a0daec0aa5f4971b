"""What only the whole dataset tells: copies, entities, utterances, the calendar and the months that files are parted by."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import permutations

import pyarrow as pa
import pytest

from schemas import TABLES, Entity, EntityAlias, Mention, TimeExpression
from schemas.arrow import rows_to_arrow
from schemas.articles import DuplicateRole
from tests.transforms.dataset.made_rows import key
from transforms.dataset.article_facts import ArticleFacts
from transforms.dataset.calendar import calendar_between
from transforms.dataset.duplicates import rank_copies
from transforms.dataset.entities import resolve_mentions, unite_entities
from transforms.dataset.partitions import UNKNOWN_MONTH, by_month, in_reading_order, publication_month
from transforms.dataset.quote_groups import group_quotes
from transforms.dataset.registry import KnownEntity
from transforms.identity import content_id, text_sha256

MORNING, EVENING = (datetime(2026, 2, 3, hour, tzinfo=UTC) for hour in (8, 20))


def facts(
    number: int, *, at: datetime | None = MORNING, on: date | None = None, words: int = 100, group: int | None = None,
    source: int | None = 1,
) -> ArticleFacts:
    return ArticleFacts(
        article_id=key("a", number), source_id=None if source is None else key("s", source), published_at=at,
        published_date=on or (None if at is None else at.date()), word_count=words,
        duplicate_group_id=key("d", number if group is None else group), duplicate_role="original", is_representative=True)


# --- copies -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("articles", "roles"), [
    pytest.param([facts(1), facts(2)], ["original", "original"], id="no-copies"),
    pytest.param([facts(1, at=EVENING, group=9), facts(2, group=9)], ["copy", "original"], id="earlier-one-is-the-original"),
    pytest.param(
        [facts(1, at=None, on=date(2026, 2, 3), group=9), facts(2, at=EVENING, group=9)], ["copy", "original"],
        id="a-day-counts-as-its-end"),
    pytest.param(
        [facts(1, at=None, on=date(2026, 2, 2), group=9), facts(2, at=MORNING, group=9)], ["original", "copy"],
        id="the-day-before-a-moment"),
    pytest.param([facts(1, at=None, group=9), facts(2, at=EVENING, group=9)], ["copy", "original"], id="undated-comes-last"),
    pytest.param([facts(1, words=90, group=9), facts(2, words=120, group=9)], ["copy", "original"], id="longer-at-one-moment"),
    pytest.param([facts(1, group=9), facts(2, group=9)], ["original", "copy"], id="least-id-when-all-is-equal"),
    pytest.param([facts(1, group=9), facts(2, group=9), facts(3, group=9)], ["original", "copy", "copy"], id="three"),
])
def test_copies_are_ranked_whatever_the_order(articles: Sequence[ArticleFacts], roles: list[DuplicateRole]) -> None:
    bodies = {article.article_id: article.duplicate_group_id for article in articles}
    for ordered in permutations(articles):
        standings = rank_copies(ordered, bodies=bodies, near_copies={})
        assert [standings[article.article_id].duplicate_role for article in articles] == roles
        assert [standings[article.article_id].is_representative for article in articles] == [
            role == "original" for role in roles]


def test_near_copies_stand_under_the_first_of_all() -> None:
    articles = [facts(1, at=EVENING), facts(2), facts(3, at=EVENING), facts(4)]
    bodies = {key("a", number): text_sha256(text) for number, text in enumerate(("cut", "whole", "whole", "other"), 1)}
    least = min(text_sha256("cut"), text_sha256("whole"))
    for ordered in permutations(articles):
        standings = rank_copies(ordered, bodies=bodies, near_copies={text_sha256(text): least for text in ("cut", "whole")})
        assert [
            (standings[key("a", number)].duplicate_role, standings[key("a", number)].is_representative) for number in range(1, 5)
        ] == [("near_copy", False), ("original", True), ("copy", False), ("original", True)]
        assert [standings[key("a", number)].duplicate_group_id for number in range(1, 5)] == [
            *[content_id("d", least)] * 3, content_id("d", text_sha256("other"))]


def test_bodies_without_words_are_nobodys_copies() -> None:
    bodies = {key("a", number): text_sha256("") for number in (1, 2)}
    standings = rank_copies([facts(1), facts(2)], bodies=bodies, near_copies={})
    assert [standings[key("a", number)].duplicate_role for number in (1, 2)] == ["original", "original"]
    assert len({standing.duplicate_group_id for standing in standings.values()}) == 2


# --- entities -----------------------------------------------------------------------------------------------------------

def mentions(*rows: tuple[int, int | None, str, str]) -> pa.Table:
    """Rows of article number, entity number, kind and text."""
    return pa.table({
        "article_id": pa.array([key("a", row[0]) for row in rows], pa.string()),
        "named_entity_id": pa.array([None if row[1] is None else key("e", row[1]) for row in rows], pa.string()),
        "mention_kind": pa.array([row[2] for row in rows], pa.string()),
        "text": pa.array([row[3] for row in rows], pa.string()),
        "char_start": pa.array(range(len(rows)), pa.int32()),
    })


def name(number: int, text: str) -> KnownEntity:
    return KnownEntity(entity_id=key("e", number), entity_type="person", name=text)


def united(
    rows: pa.Table, *, names: Sequence[KnownEntity], published: Mapping[str, date | None],
) -> tuple[list[Entity], list[EntityAlias]]:
    resolution = resolve_mentions(rows, known=names, published=published)
    return unite_entities(rows, known=names, resolution=resolution, published=published)


def test_entities_are_counted_over_all_articles() -> None:
    entities, aliases = united(
        mentions(
            (1, 1, "name", "Ada Quill"), (1, 1, "name", "Quill"), (1, 1, "pronoun", "she"), (2, 1, "name", "Quill"),
            (2, 2, "nominal", "the mayor"), (2, None, "pronoun", "they")),
        names=[name(1, "Ada Quill"), name(2, "Ben Marsh"), name(3, "Never Mentioned")],
        published={key("a", 1): date(2026, 2, 3), key("a", 2): date(2026, 1, 9)})
    assert [(row.entity_id, row.canonical_name, row.article_count, row.mention_count, row.first_seen_date)
            for row in entities] == [
        (key("e", 1), "Ada Quill", 2, 4, date(2026, 1, 9)), (key("e", 2), "Ben Marsh", 1, 1, date(2026, 1, 9))]
    assert [(row.entity_id, row.alias, row.mention_count) for row in aliases] == [
        (key("e", 1), "Ada Quill", 1), (key("e", 1), "Quill", 2)]


@pytest.mark.parametrize(("published", "expected"), [
    pytest.param([None, date(2026, 2, 3)], date(2026, 2, 3), id="undated-articles-do-not-count"),
    pytest.param([None, None], None, id="no-dated-article"),
])
def test_first_day_of_an_entity(published: list[date | None], expected: date | None) -> None:
    (entity,), _ = united(
        mentions((1, 1, "name", "Ada Quill"), (2, 1, "name", "Ada Quill")), names=[name(1, "Ada Quill")],
        published={key("a", number): day for number, day in enumerate(published, 1)})
    assert entity.first_seen_date == expected


@pytest.mark.parametrize(("written", "expected"), [
    pytest.param(["ADA QUILL", "Ada Quill", "Ada Quill"], "Ada Quill", id="most-frequent-form"),
    pytest.param(["ADA QUILL", "Ada Quill"], "Ada Quill", id="not-in-capitals-when-equally-frequent"),
    pytest.param(["Quill", "Quill", "Ada Quill"], "Ada Quill", id="a-surname-is-not-the-name"),
])
def test_one_name_for_each_entity_whatever_the_order(written: list[str], expected: str) -> None:
    names = [name(1, text) for text in written if " " in text]
    for ordered in permutations(names):
        (entity,), _ = united(
            mentions(*((1, 1, "name", text) for text in written)), names=ordered, published={key("a", 1): None})
        assert entity.canonical_name == expected


def test_no_mentions_no_entities() -> None:
    assert united(mentions(), names=[name(1, "Ada Quill")], published={}) == ([], [])


# --- utterances ---------------------------------------------------------------------------------------------------------

def quotes(*rows: tuple[int, int, int, int, str]) -> pa.Table:
    """Rows of quote number, group number, article number, offset and text."""
    return pa.table({
        "quote_id": [key("q", row[0]) for row in rows], "quote_group_id": [key("g", row[1]) for row in rows],
        "article_id": [key("a", row[2]) for row in rows], "char_start": [row[3] for row in rows],
        "quote_text": [row[4] for row in rows], "quote_group_match": ["exact"] * len(rows),
    })


def test_an_utterance_is_counted_by_article_outlet_and_story() -> None:
    articles = [
        facts(1, at=EVENING, source=1, group=7), facts(2, source=2, group=7), facts(3, at=None, source=None), facts(4, source=2)]
    (group,) = group_quotes(
        quotes(
            (11, 1, 1, 5, "We will stay."), (12, 1, 2, 90, "We will stay."), (13, 1, 2, 40, "we will stay"),
            (14, 1, 3, 1, "We will stay"), (15, 1, 4, 1, "We will stay.")),
        articles={article.article_id: article for article in articles})
    assert (group.article_count, group.source_count, group.independent_source_count, group.variant_count) == (4, 2, 3, 3)
    assert (group.representative_quote_id, group.first_article_id, group.first_published_at) == (
        key("q", 13), key("a", 2), MORNING), "the earliest article, there the first in the text"


def test_utterances_do_not_depend_on_the_order_of_quotes() -> None:
    rows = [(11, 2, 1, 5, "One."), (12, 1, 2, 9, "Two."), (13, 2, 2, 3, "one"), (14, 1, 1, 9, "Two.")]
    articles = {article.article_id: article for article in (facts(1, source=None), facts(2, source=None))}
    expected = group_quotes(quotes(*rows), articles=articles)
    assert [group.quote_group_id for group in expected] == [key("g", 1), key("g", 2)]
    assert [group.source_count for group in expected] == [0, 0], "no outlet is named"
    assert all(group_quotes(quotes(*ordered), articles=articles) == expected for ordered in permutations(rows))


def test_no_quotes_no_utterances() -> None:
    empty = quotes((1, 1, 1, 1, "x")).slice(1)
    assert group_quotes(empty, articles={}) == []


# --- calendar -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("day", "expected"), [
    pytest.param(date(2026, 2, 3), (2026, 1, "February", 2026, 6, 2, "Tuesday", False), id="plain-day"),
    pytest.param(date(2024, 2, 29), (2024, 1, "February", 2024, 9, 4, "Thursday", False), id="leap-day"),
    pytest.param(date(2027, 1, 1), (2027, 1, "January", 2026, 53, 5, "Friday", False), id="week-of-the-year-before"),
    pytest.param(date(2024, 12, 31), (2024, 4, "December", 2025, 1, 2, "Tuesday", False), id="week-of-the-year-after"),
    pytest.param(date(2026, 2, 1), (2026, 1, "February", 2026, 5, 7, "Sunday", True), id="weekend"),
])
def test_a_day_is_described(day: date, expected: tuple[object, ...]) -> None:
    (row,) = calendar_between(day, day)
    assert (row.date, row.day, row.month) == (day, day.day, day.month)
    assert (row.year, row.quarter, row.month_name, row.iso_year, row.iso_week, row.day_of_week, row.day_name,
            row.is_weekend) == expected


def test_every_day_between_is_present_once() -> None:
    days = [row.date for row in calendar_between(date(2023, 12, 30), date(2024, 3, 1))]
    assert (days[0], days[-1], len(days), len(set(days))) == (date(2023, 12, 30), date(2024, 3, 1), 63, 63)
    assert days == sorted(days)


# --- partitions ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("day", "expected"), [
    pytest.param(date(2026, 2, 28), "2026-02", id="dated"),
    pytest.param(date(800, 12, 25), "0800-12", id="year-of-three-digits"),
    pytest.param(None, UNKNOWN_MONTH, id="undated"),
])
def test_month_of_publication(day: date | None, expected: str) -> None:
    assert publication_month(day) == expected


def expression(article: int, start: int, end: int) -> TimeExpression:
    return TimeExpression(
        article_id=key("a", article), text="x", char_start=start, char_end=end, value_start=None, value_end=None,
        precision=None, is_relative=None, anchor_date=None, extractor="times_rules_v1")


def test_rows_are_parted_by_month_of_their_article() -> None:
    rows = [expression(1, 0, 1), expression(2, 0, 1), expression(1, 2, 3), expression(3, 0, 1)]
    table = rows_to_arrow(rows, TimeExpression)
    parts = by_month(table, {key("a", 1): "2026-02", key("a", 2): UNKNOWN_MONTH, key("a", 3): "2026-02", key("a", 4): "2020-01"})
    assert {month: list(zip(part["article_id"].to_pylist(), part["char_start"].to_pylist(), strict=True))
            for month, part in parts.items()} == {
        "2026-02": [(key("a", 1), 0), (key("a", 1), 2), (key("a", 3), 0)], UNKNOWN_MONTH: [(key("a", 2), 0)]}
    assert all(part.schema.equals(table.schema, check_metadata=True) for part in parts.values())
    assert by_month(table.slice(4), {}) == {}


def test_rows_lie_in_reading_order_whatever_order_they_come_in() -> None:
    rows = [expression(1, 5, 9), expression(1, 5, 7), expression(1, 10, 12), expression(2, 0, 1)]
    expected = [(1, 5, 7), (1, 5, 9), (1, 10, 12), (2, 0, 1)]
    for ordered in permutations(rows):
        table = in_reading_order(rows_to_arrow(ordered, TimeExpression), TABLES["time_expressions"])
        assert [(int(row["article_id"][2:], 16), row["char_start"], row["char_end"]) for row in table.to_pylist()] == expected


def test_rows_at_one_place_are_ordered_by_key() -> None:
    def mention(number: int) -> Mention:
        return Mention(
            mention_id=key("m", number), article_id=key("a", 1), entity_id=None, text="x", char_start=0, char_end=1,
            mention_kind="name", entity_label="PERSON", sentence_index=0, block_kind="body", link_confidence=None,
            extractor="mentions_rules_v1")

    table = in_reading_order(rows_to_arrow([mention(3), mention(1), mention(2)], Mention), TABLES["mentions"])
    assert table["mention_id"].to_pylist() == [key("m", 1), key("m", 2), key("m", 3)]
