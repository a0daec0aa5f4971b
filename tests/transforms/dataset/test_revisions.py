"""Which records are new, which revise an article, which are known; and that their order does not matter."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import ArticleRevision
from tests.transforms.dataset.made_rows import key
from transforms.dataset.revisions import DateRange, RecordVersion, Settlement, settle_records
from transforms.identity import text_sha256

EARLIER = datetime(2026, 1, 1, tzinfo=UTC)
SEEN_AT = datetime(2026, 3, 1, tzinfo=UTC)
MONDAY, TUESDAY, WEDNESDAY = (datetime(2026, 2, day, 9, tzinfo=UTC) for day in (2, 3, 4))
PUBLISHED = date(2026, 2, 2)
ALL = DateRange()


def version(
    article: int, text: str, *, stamp: datetime | None = MONDAY, published: date | None = PUBLISHED, record: str = "",
) -> RecordVersion:
    return RecordVersion(
        article_id=key("a", article), revision_id=f"r_{text_sha256(f'{article} {text}')[:16]}", text_sha256=text_sha256(text),
        title=text, stamp=stamp, published_date=published, record_sha256=text_sha256(f"{article} {text} {record}"))


def known(record: RecordVersion, *, number: int = 1, is_current: bool = True) -> ArticleRevision:
    return ArticleRevision(
        revision_id=record.revision_id, article_id=record.article_id, revision_no=number, is_current=is_current,
        first_seen_at=EARLIER, text_sha256=record.text_sha256, title=record.title, quotes_added_count=None,
        quotes_removed_count=None)


def settle(
    records: Sequence[RecordVersion], *, before: Sequence[tuple[RecordVersion, bool]] = (), wanted: DateRange = ALL,
) -> Settlement:
    """Settle records after earlier ones, given with whether they are current."""
    return settle_records(
        records,
        known=[known(record, number=index, is_current=is_current) for index, (record, is_current) in enumerate(before, 1)],
        current_stamps={record.article_id: record.stamp for record, is_current in before if is_current},
        wanted=wanted, seen_at=SEEN_AT)


def as_table(settlement: Settlement) -> list[tuple[str | None, int, bool]]:
    return [(revision.title, revision.revision_no, revision.is_current) for revision in settlement.revisions]


FIRST, SECOND, THIRD = version(1, "first"), version(1, "second", stamp=TUESDAY), version(1, "third", stamp=WEDNESDAY)
UNDATED, UNDATED_TOO = version(1, "no date", stamp=None, published=None), version(1, "none either", stamp=None, published=None)
OTHER = version(2, "other")


@pytest.mark.parametrize(("before", "records", "outcomes", "revisions", "superseded"), [
    pytest.param([], [FIRST], ["new"], [("first", 1, True)], [], id="new"),
    pytest.param([], [], [], [], [], id="no-records"),
    pytest.param([(FIRST, True)], [FIRST], ["unchanged"], [], [], id="unchanged"),
    pytest.param([(FIRST, True)], [SECOND], ["revised"], [("second", 2, True)], [FIRST], id="revised"),
    pytest.param([(FIRST, True)], [OTHER], ["new"], [("other", 1, True)], [], id="another-article"),
    pytest.param(
        [(FIRST, False), (SECOND, True)], [FIRST], ["unchanged"], [], [], id="an-old-version-again-does-not-come-back"),
    pytest.param([(FIRST, False), (SECOND, True)], [THIRD], ["revised"], [("third", 3, True)], [SECOND], id="third-version"),
    pytest.param(
        [(SECOND, True)], [FIRST], ["revised"], [("first", 2, False)], [], id="older-version-delivered-later-is-history"),
    pytest.param([(FIRST, True)], [UNDATED], ["revised"], [("no date", 2, True)], [FIRST], id="undated-after-dated"),
    pytest.param([(UNDATED, True)], [FIRST], ["revised"], [("first", 2, True)], [UNDATED], id="dated-after-undated"),
    pytest.param([], [FIRST, FIRST], ["new", "unchanged"], [("first", 1, True)], [], id="same-version-twice-in-one-run"),
    pytest.param(
        [], [FIRST, SECOND], ["new", "revised"], [("first", 1, False), ("second", 2, True)], [],
        id="two-versions-in-one-run"),
    pytest.param(
        [], [SECOND, FIRST], ["revised", "new"], [("first", 1, False), ("second", 2, True)], [],
        id="two-versions-newest-first"),
    pytest.param(
        [(SECOND, True)], [THIRD, FIRST], ["revised", "revised"], [("first", 2, False), ("third", 3, True)], [SECOND],
        id="one-older-and-one-newer"),
])
def test_fate_of_records(
    before: list[tuple[RecordVersion, bool]], records: list[RecordVersion], outcomes: list[str],
    revisions: list[tuple[str, int, bool]], superseded: list[RecordVersion],
) -> None:
    settlement = settle(records, before=before)
    assert list(settlement.outcomes) == outcomes
    assert as_table(settlement) == revisions
    assert settlement.superseded == {record.revision_id: record.article_id for record in superseded}
    assert all(revision.first_seen_at == SEEN_AT for revision in settlement.revisions)
    assert settlement.current_revision_ids == {
        revision.revision_id for revision in settlement.revisions if revision.is_current}


def test_each_version_is_compared_with_the_one_before_it() -> None:
    settlement = settle([THIRD, SECOND], before=[(FIRST, True)])
    assert settlement.predecessors == {SECOND.revision_id: FIRST.revision_id, THIRD.revision_id: SECOND.revision_id}


def test_a_version_older_than_the_current_one_is_compared_with_that() -> None:
    assert settle([FIRST], before=[(SECOND, True)]).predecessors == {FIRST.revision_id: SECOND.revision_id}


@pytest.mark.parametrize(("wanted", "published", "is_wanted"), [
    pytest.param(ALL, None, True, id="undated-without-range"),
    pytest.param(DateRange(first=date(2026, 2, 1)), None, False, id="undated-with-range"),
    pytest.param(DateRange(first=date(2026, 2, 2)), date(2026, 2, 2), True, id="first-day-included"),
    pytest.param(DateRange(first=date(2026, 2, 3)), date(2026, 2, 2), False, id="day-before"),
    pytest.param(DateRange(last=date(2026, 2, 2)), date(2026, 2, 2), True, id="last-day-included"),
    pytest.param(DateRange(last=date(2026, 2, 1)), date(2026, 2, 2), False, id="day-after"),
    pytest.param(DateRange(first=date(2026, 2, 2), last=date(2026, 2, 2)), date(2026, 2, 2), True, id="one-day"),
])
def test_records_outside_the_range_are_left_aside(wanted: DateRange, published: date | None, is_wanted: bool) -> None:
    assert wanted.holds(published) is is_wanted
    settlement = settle([version(1, "first", published=published)], wanted=wanted)
    assert settlement.outcomes == (("new",) if is_wanted else ("outside_range",))
    assert len(settlement.revisions) == is_wanted


def test_a_known_article_outside_the_range_is_outside_not_unchanged() -> None:
    assert settle([FIRST], before=[(FIRST, True)], wanted=DateRange(first=date(2027, 1, 1))).outcomes == ("outside_range",)


RECORDS = st.lists(
    st.builds(
        version, st.integers(1, 3), st.sampled_from(["one", "two", "three", "four"]),
        stamp=st.sampled_from([None, MONDAY, TUESDAY, WEDNESDAY]),
        published=st.sampled_from([None, date(2026, 1, 31), date(2026, 2, 2)]), record=st.sampled_from(["a", "b"])),
    max_size=8, unique=True)


def test_of_two_records_with_one_text_the_same_is_taken_in_any_order() -> None:
    one, two = version(1, "first", record="a"), version(1, "first", record="b")
    assert settle([one, two]).records == settle([two, one]).records
    assert len(settle([one, two]).records) == 1
    assert sorted(settle([one, two]).outcomes) == ["new", "unchanged"]


@given(records=RECORDS, before=RECORDS, wanted=st.sampled_from([ALL, DateRange(first=date(2026, 2, 1))]), chance=st.randoms())
def test_order_of_records_changes_nothing(
    records: list[RecordVersion], before: list[RecordVersion], wanted: DateRange, chance: Random,
) -> None:
    """Over every mix of known and new versions, shuffled records give the same revisions and the same outcome each."""
    first = settle_records(before, known=(), current_stamps={}, wanted=ALL, seen_at=EARLIER)
    current = {revision.article_id: revision.revision_id for revision in first.revisions if revision.is_current}
    stamps = {
        record.article_id: record.stamp for record in before
        if current[record.article_id] == record.revision_id and record.record_sha256 in first.records}

    def settle_after(ordered: Sequence[RecordVersion]) -> Settlement:
        return settle_records(ordered, known=first.revisions, current_stamps=stamps, wanted=wanted, seen_at=SEEN_AT)

    settlement = settle_after(records)
    shuffled = list(records)
    chance.shuffle(shuffled)
    again = settle_after(shuffled)
    outcomes = dict(zip(records, settlement.outcomes, strict=True))
    assert outcomes == dict(zip(shuffled, again.outcomes, strict=True))
    assert sorted(settlement.revisions, key=lambda row: row.revision_id) == sorted(
        again.revisions, key=lambda row: row.revision_id)
    assert (settlement.superseded, settlement.predecessors, settlement.records) == (
        again.superseded, again.predecessors, again.records)

    everything = [
        *(dataclasses.replace(row, is_current=False) if row.revision_id in settlement.superseded else row
          for row in first.revisions), *settlement.revisions]
    for article_id in {row.article_id for row in everything}:
        own = [row for row in everything if row.article_id == article_id]
        assert sum(row.is_current for row in own) == 1
        assert sorted(row.revision_no for row in own) == list(range(1, len(own) + 1))
