"""Which names of an article mean one thing, and which must stay apart."""

import pytest

from schemas.vocabulary import EntityType
from transforms.extraction.entities import NamedMention, entity_key, gender_of_name, merge_names


def person(text: str, *titles: str) -> NamedMention:
    return NamedMention(text=text, label="PERSON", titles=titles)


def organisation(text: str, after: str | None = None) -> NamedMention:
    return NamedMention(text=text, label="ORG", bracketed_after=after)


def place(text: str) -> NamedMention:
    return NamedMention(text=text, label="GPE")


@pytest.mark.parametrize(("names", "expected"), [
    pytest.param([person("Biden"), person("Joe Biden", "president"), person("Biden"), person("Jill Biden", "first", "lady")],
                 ["Joe Biden", "Joe Biden", "Joe Biden", "Jill Biden"], id="office-holder-owns-the-surname-when-named-first"),
    pytest.param([person("Joe Biden", "president"), person("Jill Biden", "first", "lady"), person("Biden", "president"),
                  person("Jill Biden"), person("Biden")],
                 ["Joe Biden", "Jill Biden", "Joe Biden", "Jill Biden", "Joe Biden"],
                 id="office-before-the-surname-decides-over-frequency"),
    pytest.param([person("Joe Biden"), person("Jill Biden"), person("Biden", "mrs."), person("Biden", "mr.")],
                 ["Joe Biden", "Jill Biden", "Jill Biden", "Joe Biden"], id="honorific-decides-by-given-name"),
    pytest.param([person("Joe Biden"), person("Biden"), person("Biden", "ms.")], ["Joe Biden", "Joe Biden", "Biden"],
                 id="honorific-of-the-other-gender-is-not-the-only-bearer"),
    pytest.param([person("Joe Biden"), person("Wanjiru Biden"), person("Biden", "ms.")],
                 ["Joe Biden", "Wanjiru Biden", "Wanjiru Biden"], id="honorific-leaves-one-bearer"),
    pytest.param([person("Ana Ruiz"), person("Ruiz"), person("Luis Ruiz"), person("Ruiz")],
                 ["Ana Ruiz", "Ana Ruiz", "Luis Ruiz", "Ana Ruiz"], id="surname-used-before-the-second-bearer-appears"),
    pytest.param([person("Ana Ruiz"), person("Luis Ruiz"), person("Ruiz")], ["Ana Ruiz", "Luis Ruiz", "Ruiz"],
                 id="shared-surname-without-evidence-is-not-guessed"),
    pytest.param([person("Kishida", "prime", "minister"), person("Fumio Kishida"), person("Kishida")],
                 ["Fumio Kishida", "Fumio Kishida", "Fumio Kishida"], id="surname-before-full-name"),
    pytest.param([person("Moon Jae-in", "president"), person("Moon", "president")], ["Moon Jae-in"] * 2,
                 id="surname-that-comes-first"),
    pytest.param([person("Ahmed Mansour"), person("Ahmed")], ["Ahmed Mansour", "Ahmed Mansour"], id="given-name-of-one"),
    pytest.param([person("Ahmed Mansour"), person("Ahmed Karimi"), person("Ahmed")],
                 ["Ahmed Mansour", "Ahmed Karimi", "Ahmed"], id="given-name-of-two"),
    pytest.param([person("John R. Smith"), person("John Smith"), person("J. Smith")],
                 ["John R. Smith"] * 3, id="middle-initial-and-initial"),
    pytest.param([person("John A. Smith"), person("John B. Smith")], ["John A. Smith", "John B. Smith"],
                 id="different-middle-initials"),
    pytest.param([person("Ana de Soto"), person("de Soto"), person("Soto")], ["Ana de Soto"] * 3, id="surname-of-two-words"),
    pytest.param([person("Martin Luther King Jr."), person("King")], ["Martin Luther King Jr."] * 2,
                 id="generation-is-no-surname"),
    pytest.param([organisation("World Trade Forum"), organisation("WTF", "World Trade Forum"), organisation("WTF")],
                 ["World Trade Forum"] * 3, id="acronym-in-brackets"),
    pytest.param([organisation("Council of Northern Ports"), organisation("CNP")], ["Council of Northern Ports"] * 2,
                 id="acronym-by-initials"),
    pytest.param([organisation("Central Nordic Power"), organisation("Council of Northern Ports"), organisation("CNP")],
                 ["Central Nordic Power", "Council of Northern Ports", "CNP"], id="acronym-of-two"),
    pytest.param([organisation("WHO")], ["World Health Organization"], id="well-known-acronym"),
    pytest.param([organisation("Acme Inc."), organisation("Acme")], ["Acme", "Acme"], id="legal-form"),
    pytest.param([organisation("Vik Broadcasting Company"), organisation("Vik Broadcasting")],
                 ["Vik Broadcasting"] * 2, id="company-that-the-article-leaves-out"),
    pytest.param([organisation("Ferry Corporation")], ["Ferry Corporation"], id="corporation-that-it-does-not"),
    pytest.param([organisation("Church of the Northern Sea"), organisation("Church")], ["Church of the Northern Sea"] * 2,
                 id="head-of-a-name"),
    pytest.param([organisation("Northern Harbour Court of Appeal"), organisation("Harbour Court")],
                 ["Northern Harbour Court of Appeal"] * 2, id="end-of-a-head"),
    pytest.param([organisation("Church"), organisation("Church of the Northern Sea")], ["Church", "Church of the Northern Sea"],
                 id="head-before-the-name-is-not-guessed"),
    pytest.param([organisation("Vik University"), organisation("University of Oslo"), organisation("University")],
                 ["Vik University", "University of Oslo", "University"], id="head-of-two"),
    pytest.param([organisation("Harbour Street Journal"), organisation("Journal")], ["Harbour Street Journal"] * 2,
                 id="last-word-of-a-newspaper"),
    pytest.param([organisation("Vik Rovers"), organisation("Rovers")], ["Vik Rovers"] * 2, id="team"),
    pytest.param([organisation("Vik Rovers"), organisation("Oslo Rovers"), organisation("Rovers")],
                 ["Vik Rovers", "Oslo Rovers", "Rovers"], id="one-of-two-teams"),
    pytest.param([organisation("Anchor College, Vik"), organisation("Anchor College")], ["Anchor College, Vik"] * 2,
                 id="college-without-its-town"),
    pytest.param([organisation("U.S. Air Force"), organisation("Air Force"), organisation("US Air Force")],
                 ["United States Air Force"] * 3, id="country-of-a-body"),
    pytest.param([organisation("US Labor Department"), organisation("Labor Department")],
                 ["United States Department of Labor"] * 2, id="department-under-two-names"),
    pytest.param([organisation("US government")], ["US government"], id="a-government-is-not-written-out"),
    pytest.param([organisation("Boeing"), organisation("Boeing"), organisation("Boeing Commercial Airplanes")], ["Boeing"] * 3,
                 id="division-is-not-the-usual-name"),
    pytest.param([place("Los Angeles"), place("L.A."), place("LA")], ["Los Angeles"] * 3, id="initials-of-a-place"),
    pytest.param([place("Washington"), place("Washington D.C.")], ["Washington, D.C."] * 2, id="capital-named-in-full"),
    pytest.param([place("U. S.")], ["United States"], id="country-in-spaced-initials"),
    pytest.param([place("Hiroshima City"), place("Hiroshima")], ["Hiroshima"] * 2, id="city-with-and-without-the-word"),
    pytest.param([place("Mexico City"), place("Mexico")], ["Mexico City", "Mexico"], id="city-that-is-not-the-country"),
    pytest.param([person("William Okafor"), person("Bill Okafor")], ["William Okafor"] * 2, id="short-given-name"),
    pytest.param([organisation("Ford Motor Company"), organisation("Ford")], ["Ford Motor Company"] * 2, id="firm-in-short"),
    pytest.param([organisation("VIK Healthcare"), organisation("VIK")], ["VIK Healthcare"] * 2, id="firm-in-capitals-in-short"),
    pytest.param([organisation("Boston University"), organisation("Boston Globe")], ["Boston University", "Boston Globe"],
                 id="shared-first-word-is-not-enough"),
    pytest.param([place("U.S."), place("United States"), place("America")], ["United States"] * 3, id="country-aliases"),
    pytest.param([place("Fla."), place("Florida")], ["Florida", "Florida"], id="state-abbreviation"),
    pytest.param([place("OTTAWA"), place("Ottawa")], ["Ottawa", "Ottawa"], id="dateline-capitals"),
    pytest.param([place("Washington"), person("Washington"), person("George Washington")],
                 ["Washington", "George Washington", "George Washington"], id="place-and-person-never-merge"),
])
def test_merge_names(names: list[NamedMention], expected: list[str]) -> None:
    assert [entity.canonical_name for entity in merge_names(names)] == expected


def test_one_entity_has_one_id_and_two_have_two() -> None:
    entities = merge_names([person("Joe Biden", "president"), person("Biden"), person("Jill Biden"), place("Biden")])
    assert len({entity.entity_id for entity in entities}) == 3
    assert entities[0].entity_id == entities[1].entity_id


@pytest.mark.parametrize(("entity_type", "one", "other"), [
    pytest.param("organisation", "Apple Inc.", "Apple", id="legal-form"),
    pytest.param("organisation", "The Guardian", "Guardian", id="leading-article"),
    pytest.param("organisation", "U.N.", "United Nations", id="known-body"),
    pytest.param("place", "USA", "United States", id="country"),
    pytest.param("place", "OTTAWA", "Ottawa", id="case"),
    pytest.param("person", "José Núñez", "Jose Nunez", id="accents"),
    pytest.param("person", "Sammy Davis, Jr.", "Sammy Davis", id="generation"),
])
def test_entity_key_agrees(entity_type: EntityType, one: str, other: str) -> None:
    assert entity_key(entity_type, one) == entity_key(entity_type, other)


@pytest.mark.parametrize(("name", "titles", "expected"), [
    pytest.param("Ann Lee", (), "f", id="given-name"),
    pytest.param("Lee", ("mr.",), "m", id="honorific"),
    pytest.param("Ann Lee", ("mr.",), "m", id="honorific-over-given-name"),
    pytest.param("Hirokazu Sato", ("minister",), "m", id="office-says-nothing-given-name-does"),
    pytest.param("Lee", ("dr.",), None, id="title-of-both"),
    pytest.param("Mary", (), None, id="single-word-may-be-a-surname"),
])
def test_gender_of_name(name: str, titles: tuple[str, ...], expected: str | None) -> None:
    assert gender_of_name(name, titles) == expected
