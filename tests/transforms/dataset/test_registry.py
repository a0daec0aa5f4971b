"""Which entities of different articles are one: merges, namesakes, surnames alone, and that no order of articles matters."""

import random
from datetime import date, timedelta

import pytest

from transforms.dataset.registry import KnownEntity, Occurrence, Resolution, resolve, usual_name
from transforms.extraction.entities import article_entity, entity_key, is_weak_name
from transforms.identity import content_id

Named = tuple[str, tuple[str, ...], str | None]
"""Type, forms in order, and what the article distinguishes the entity by."""

UNION, CLUB, GUILD = (("organisation", (name,), None) for name in ("Tern Quay Union", "Vik Rowing Club", "Harbour Guild"))


def person(*forms: str, by: str | None = None) -> Named:
    return "person", forms, by


def organisation(*forms: str) -> Named:
    return "organisation", forms, None


def told(article_id: str, named: Named) -> tuple[KnownEntity, Occurrence]:
    """An entity as its article keys it."""
    kind, forms, by = named
    assert kind in {"person", "organisation"}
    entity = article_entity("person" if kind == "person" else "organisation", forms[0])
    by = article_id if kind == "person" and is_weak_name(forms[0]) else by
    entity_id = entity.entity_id if by is None else content_id("e", kind, entity_key(entity.entity_type, forms[0]), by)
    return (KnownEntity(entity_id=entity_id, entity_type=entity.entity_type, name=forms[0], distinguished_by=by),
            Occurrence(article_id=article_id, entity_id=entity_id, forms=forms))


def registered(articles: dict[str, list[Named]], standing: frozenset[str] = frozenset()) -> Resolution:
    pairs = [told(article_id, named) for article_id, own in articles.items() for named in own]
    days = {article_id: date(2026, 2, 1) + timedelta(days=int(article_id.split("_")[1])) for article_id in articles}
    return resolve([occurrence for _, occurrence in pairs], known={known.entity_id: known for known, _ in pairs},
                   published=days, standing=standing)


@pytest.mark.parametrize(("one", "other", "is_one"), [
    pytest.param([person("Jane Smith"), UNION, CLUB], [person("Smith"), UNION, CLUB], True, id="surname-alone-in-company"),
    pytest.param([person("Jane Smith"), UNION, CLUB], [person("J. Smith"), UNION, CLUB], True, id="initial-in-company"),
    pytest.param([person("Jane Smith"), UNION, CLUB], [person("P. Smith"), UNION, CLUB], False, id="initial-of-another"),
    pytest.param([person("Jane Smith"), UNION, CLUB], [person("Smith"), GUILD], False, id="surname-in-other-company"),
    pytest.param([person("Jane Smith"), UNION, CLUB], [person("Smith"), UNION], False, id="one-shared-is-too-little"),
    pytest.param([person("Jane Smith"), UNION, CLUB], [person("Jane A. Smith"), UNION, CLUB], True, id="middle-initial"),
    pytest.param([person("Jane B. Smith"), UNION, CLUB], [person("Jane A. Smith"), UNION, CLUB], False, id="two-middle-initials"),
    pytest.param([person("Jane Smith")], [person("Jane Smith")], True, id="one-full-name"),
    pytest.param([person("Daniel Mensah", by="sport"), CLUB], [person("Daniel Mensah", by="office"), UNION], False,
                 id="goalkeeper-and-minister"),
    pytest.param([person("Daniel Mensah", by="sport"), CLUB, UNION], [person("Daniel Mensah", by="office"), UNION, CLUB], True,
                 id="goalkeeper-turned-minister-in-one-company"),
    pytest.param([person("Daniel Mensah", by="sport")], [person("Daniel Mensah", by="office+sport")], True,
                 id="both-fields-in-one"),
    pytest.param([person("Daniel Mensah", by="sport")], [person("Daniel Mensah")], True, id="only-one-known-of-that-name"),
    pytest.param([person("Smith"), GUILD], [person("Smith"), CLUB], False, id="two-surnames-alone"),
    pytest.param([person("Smith"), UNION, CLUB], [person("Smith"), UNION, CLUB], True, id="surnames-alone-in-one-company"),
    pytest.param([organisation("Northern Ports Council", "NPC")], [organisation("NPC")], True,
                 id="acronym-that-an-article-states"),
    pytest.param([organisation("Northern Ports Council")], [organisation("NPC")], False, id="acronym-that-none-states"),
])
def test_two_articles_mean_one(one: list[Named], other: list[Named], is_one: bool) -> None:
    found = registered({"a_1": one, "a_2": other})
    first, second = (found.entity_of[article_id, told(article_id, named[0])[0].entity_id]
                     for article_id, named in (("a_1", one), ("a_2", other)))
    assert (first == second) is is_one
    again = registered({"a_2": other, "a_1": one})
    assert again == found


def test_an_acronym_that_two_go_by_stays_apart() -> None:
    found = registered({
        "a_1": [organisation("Northern Ports Council", "NPC")], "a_2": [organisation("New Players Club", "NPC")],
        "a_3": [organisation("NPC")]})
    assert len(set(found.entity_of.values())) == 3
    assert found.merged_into == {}


def test_a_name_without_a_field_stays_apart_from_two_namesakes() -> None:
    found = registered({
        "a_1": [person("Daniel Mensah", by="sport"), CLUB], "a_2": [person("Daniel Mensah", by="office"), UNION],
        "a_3": [person("Daniel Mensah"), GUILD]})
    assert len({entity_id for (_, told_id), entity_id in found.entity_of.items() if found.names[told_id] == "Daniel Mensah"}) == 3


def test_what_stood_before_keeps_its_id() -> None:
    short = told("a_9", organisation("NPC"))[0].entity_id
    full = told("a_1", organisation("Northern Ports Council"))[0].entity_id
    articles = {"a_9": [organisation("NPC")], "a_1": [organisation("Northern Ports Council", "NPC")]}
    assert registered(articles).merged_into == {short: full}, "the earlier article's"
    assert registered(articles, standing=frozenset({short})).merged_into == {full: short}
    assert registered(articles).names[full] == "Northern Ports Council"


def test_entities_without_a_name_never_merge() -> None:
    ids = [content_id("e", "person", "a senior official", article_id) for article_id in ("a_1", "a_2")]
    found = resolve(
        [Occurrence(article_id=article_id, entity_id=entity_id, forms=())
         for article_id, entity_id in zip(("a_1", "a_2"), ids, strict=True)],
        known={entity_id: KnownEntity(entity_id=entity_id, entity_type="person", name="a senior official") for entity_id in ids},
        published={"a_1": None, "a_2": None})
    assert sorted(found.entity_of.values()) == sorted(ids)
    assert set(found.names.values()) == {"a senior official"}


def many_articles() -> dict[str, list[Named]]:
    """Two hundred articles over few people, so that names, initials and surnames alone meet in every way."""
    chance = random.Random(5)
    people = [person("Jane Smith"), person("Jane A. Smith"), person("J. Smith"), person("Smith"), person("Paul Smith"),
              person("Daniel Mensah"), person("Daniel Mensah", by="sport"), person("Daniel Mensah", by="office"),
              person("Mensah"), organisation("Northern Ports Council", "NPC"), organisation("NPC"),
              organisation("New Players Club")]
    circles = [[organisation(f"Circle {letter} {number}") for number in range(4)] for letter in "ABCDEF"]
    return {f"a_{number}": list({named[1]: named for named in (
        *chance.sample(people, 2), *chance.sample(chance.choice(circles), 3))}.values()) for number in range(200)}


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_ten_runs_in_any_order_give_what_one_run_gives(seed: int) -> None:
    articles = many_articles()
    whole = registered(articles)
    order = sorted(articles)
    random.Random(seed).shuffle(order)
    standing: frozenset[str] = frozenset()
    seen: set[str] = set()
    for run in range(10):
        found = registered({article_id: articles[article_id] for article_id in order[:(run + 1) * 20]}, standing=standing)
        assert seen <= set(found.names), "ids of earlier runs still resolve"
        assert not set(found.merged_into.values()) & set(found.merged_into), "a merge leads to what stands for itself"
        standing = frozenset(set(found.names) - set(found.merged_into))
        seen |= set(found.names)
    assert set(found.names) == set(whole.names)
    pairs = {(whole.entity_of[place], found.entity_of[place]) for place in whole.entity_of}
    assert len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs}), "the same groups"
    assert all(found.merged_into.get(one, one) == other for one, other in pairs), "up to recorded merges"


@pytest.mark.parametrize(("votes", "expected"), [
    pytest.param({"Joe Biden": 9, "Joseph Robinette Biden": 1}, "Joe Biden", id="rare-fuller-form"),
    pytest.param({"John Kerry": 3, "John F. Kerry": 2}, "John F. Kerry", id="usual-fuller-form"),
    pytest.param({"JANE SMITH": 1, "Jane Smith": 1}, "Jane Smith", id="not-in-capitals"),
    pytest.param({"Smith": 5, "Jane Smith": 1}, "Jane Smith", id="a-surname-is-not-the-name"),
    pytest.param({}, None, id="no-name"),
])
def test_usual_name(votes: dict[str, int], expected: str | None) -> None:
    assert usual_name("person", votes) == expected
