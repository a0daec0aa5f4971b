"""The same claim across and within articles, and pairs that may contradict each other."""

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from transforms.dataset.article_facts import ArticleFacts
from transforms.dataset.claim_groups import group_claims, pair_claims, rank_claims
from transforms.identity import content_id

NO_DEKS = pa.table({"article_id": pa.array([], pa.string()), "char_start": pa.array([], pa.int32()),
                    "char_end": pa.array([], pa.int32())})


def article(name: str, *, day: int = 1, story: str | None = None) -> ArticleFacts:
    return ArticleFacts(
        article_id=name, source_id=f"outlet-{name}", published_at=datetime(2024, 3, day, tzinfo=UTC),
        published_date=date(2024, 3, day), word_count=100, duplicate_group_id=story or name, duplicate_role="original",
        is_representative=True)


def tables(claims: list[tuple[str, str, int, str | None, str]]) -> tuple[pa.Table, pa.Table]:
    """Claims as (id, article, offset, claimer, text), with one piece each."""
    rows = [{"claim_id": one, "article_id": where, "char_start": start, "char_end": start + len(text), "claimer_name": name}
            for one, where, start, name, text in claims]
    pieces = [{"claim_id": one, "article_id": where, "piece_index": 0, "text": text} for one, where, _, _, text in claims]
    return pa.Table.from_pylist(rows), pa.Table.from_pylist(pieces)


def groups_of(
    claims: list[tuple[str, str, int, str | None, str]], *, deks: pa.Table = NO_DEKS, stories: dict[str, str] | None = None,
) -> list[set[str]]:
    own, pieces = tables(claims)
    articles = {name: article(name, story=(stories or {}).get(name)) for _, name, *_ in claims}
    standings = rank_claims(own, pieces=pieces, deks=deks, articles=articles)
    members: dict[str, set[str]] = {}
    for claim_id, standing in standings.items():
        members.setdefault(standing.claim_group_id, set()).add(claim_id)
    return sorted(members.values(), key=sorted)


@pytest.mark.parametrize(("first", "second", "is_one"), [
    pytest.param("The port of Tarn will close for repairs in May", "The port of Tarn will close for repairs in May.", True,
                 id="same-words"),
    pytest.param("The port of Tarn will close for urgent repairs in May", "The port of Tarn will close for repairs in May", True,
                 id="slightly-different"),
    pytest.param("The port of Tarn lost 300 jobs in one year", "The port of Tarn lost 400 jobs in one year", False,
                 id="another-number"),
    pytest.param("The port of Tarn will close for repairs in May", "The port of Tarn will not close for repairs in May", False,
                 id="denied"),
])
def test_claims_of_two_articles(first: str, second: str, is_one: bool) -> None:
    found = groups_of([("c1", "a", 0, None, first), ("c2", "b", 0, "Ana Ruiz", second)])
    assert found == ([{"c1", "c2"}] if is_one else [{"c1"}, {"c2"}])


def test_what_a_sentence_reports_is_not_the_sentence_again() -> None:
    report = "The board kept its fees and said that the port of Tarn will close for repairs"
    inner = "the port of Tarn will close for repairs"
    claims: list[tuple[str, str, int, str | None, str]] = [
        ("c1", "a", 0, None, report), ("c2", "a", report.index(inner), "Tarn board", inner)]
    assert groups_of(claims) == [{"c1"}, {"c2"}]
    assert groups_of([claims[0], ("c2", "a", 500, "Tarn board", inner)]) == [{"c1", "c2"}]


DEK = pa.table({"article_id": ["a"], "char_start": pa.array([0], pa.int32()), "char_end": pa.array([60], pa.int32())})


@pytest.mark.parametrize(("dek", "body", "is_one"), [
    pytest.param("Tarn port to close for urgent repairs, harbour board says",
                 "The harbour board said that the port of Tarn would be closed for urgent repairs, which will last a year", True,
                 id="the-sentence-holds-all-of-it"),
    pytest.param("Tarn port to lose 300 jobs after urgent repairs",
                 "The port of Tarn loses 400 jobs after urgent repairs are done", False, id="another-number"),
    pytest.param("Tarn port to close for urgent repairs", "The town of Tarn has a famous market", False, id="another-matter"),
])
def test_dek_and_the_sentence_that_says_the_same(dek: str, body: str, is_one: bool) -> None:
    found = groups_of([("c1", "a", 0, None, dek), ("c2", "a", 100, None, body)], deks=DEK)
    assert found == ([{"c1", "c2"}] if is_one else [{"c1"}, {"c2"}])


def test_copies_are_one_source() -> None:
    text = "The port of Tarn will close for repairs in May"
    own, pieces = tables([("c1", "a", 0, None, text), ("c2", "b", 0, None, text), ("c3", "c", 0, None, text)])
    articles = {"a": article("a", day=2, story="wire"), "b": article("b", day=1, story="wire"), "c": article("c", day=3)}
    standings = rank_claims(own, pieces=pieces, deks=NO_DEKS, articles=articles)
    rows = [row | {"claim_text": text, "claim_group_id": standings[row["claim_id"]].claim_group_id,
                   "claim_group_match": standings[row["claim_id"]].claim_group_match} for row in own.to_pylist()]
    [group] = group_claims(pa.Table.from_pylist(rows), articles=articles)
    assert (group.first_article_id, group.representative_claim_id) == ("b", "c2")
    assert (group.claim_count, group.article_count, group.source_count, group.independent_source_count) == (3, 3, 3, 2)


def stated(claim_id: str, where: str, text: str, **columns: Any) -> dict[str, Any]:
    return {
        "claim_id": claim_id, "article_id": where, "char_start": 0, "claim_text": text, "claim_group_id": content_id("g", text),
        "claim_group_match": "exact", "predicate_lemma": "close", "is_negated": False, "quantity_value": None,
        "quantity_unit": None, "event_date_start": None, "event_date_end": None} | columns


MAY = {"event_date_start": date(2024, 5, 1), "event_date_end": date(2024, 5, 31)}
JUNE = {"event_date_start": date(2024, 6, 1), "event_date_end": date(2024, 6, 30)}


@pytest.mark.parametrize(("one", "other", "expected"), [
    pytest.param({}, {"is_negated": True}, "opposite_polarity", id="denied"),
    pytest.param({"quantity_value": 3.0, "quantity_unit": "port"}, {"quantity_value": 4.0, "quantity_unit": "port"},
                 "different_quantity", id="another-number"),
    pytest.param({"quantity_value": 3.0, "quantity_unit": "port"}, {"quantity_value": 4.0, "quantity_unit": "day"}, None,
                 id="numbers-of-different-things"),
    pytest.param({}, {"is_negated": True, "predicate_lemma": "open"}, None, id="another-predicate"),
    pytest.param({}, {}, None, id="agree"),
    pytest.param(MAY, {"is_negated": True, **JUNE}, None, id="different-times"),
    pytest.param({}, {"is_negated": True, "claim_text": "Fishermen close their markets near Tarn"}, None, id="few-words-shared"),
])
def test_pairs(one: dict[str, Any], other: dict[str, Any], expected: str | None) -> None:
    rows = [stated("c1", "a", "Tarn will close the northern harbour", **one),
            {**stated("c2", "b", "Tarn will not close the northern harbour"), **other}]
    entities = pa.Table.from_pylist([{"claim_id": name, "entity_id": "e1", "role": "in_content"} for name in ("c1", "c2")])
    found = pair_claims(pa.Table.from_pylist(rows), entities=entities, representatives=["c1", "c2"],
                        articles={"a": article("a"), "b": article("b", day=2)})
    assert [(pair.claim_id, pair.other_claim_id, pair.relation, pair.status) for pair in found] == (
        [] if expected is None else [("c1", "c2", expected, "candidate")])


def test_claims_about_other_entities_make_no_pair() -> None:
    rows = [stated("c1", "a", "Tarn will close the harbour"),
            stated("c2", "b", "Tarn will not close the harbour", is_negated=True)]
    entities = pa.Table.from_pylist([{"claim_id": "c1", "entity_id": "e1", "role": "in_content"},
                                     {"claim_id": "c2", "entity_id": "e2", "role": "in_content"}])
    assert pair_claims(pa.Table.from_pylist(rows), entities=entities, representatives=["c1", "c2"],
                       articles={"a": article("a"), "b": article("b")}) == []
