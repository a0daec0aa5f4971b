"""Keys of the entities of one article, the places it means and what it says that its names are."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from spacy.language import Language

from transforms.extraction.articles import find_entities
from transforms.extraction.gazetteer import Gazetteer, GazetteerError, parse_gazetteer, place_meant
from transforms.layout import Block

ARTICLE_ID = "a_00000000000000aa"
LEXICONS = Path(__file__).resolve().parents[3] / "transforms" / "lexicons"
PARIS_FRANCE, PARIS_TEXAS, TEXAS, FRANCE = 2988507, 4717560, 4736286, 3017382


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    tables = {name: (LEXICONS / f"{name}.en.tsv").read_text(encoding="utf-8") for name in ("countries", "states", "cities")}
    return parse_gazetteer(**tables)


@pytest.mark.parametrize(("name", "beside", "around", "expected"), [
    pytest.param("Paris", (), frozenset[str](), PARIS_FRANCE, id="usual-bearer"),
    pytest.param("Paris", ("Texas",), frozenset[str](), PARIS_TEXAS, id="region-stated-beside"),
    pytest.param("Paris", ("Norway",), frozenset[str](), None, id="none-in-the-region-stated"),
    pytest.param("Springfield", (), frozenset[str](), None, id="could-be-several"),
    pytest.param("Springfield", (), frozenset({"US", "Illinois"}), 4250542, id="state-that-the-article-names"),
    pytest.param("Georgia", (), frozenset[str](), None, id="country-or-state"),
    pytest.param("Texas", (), frozenset[str](), TEXAS, id="state"),
    pytest.param("Britain", (), frozenset[str](), 2635167, id="other-name-of-a-country"),
    pytest.param("Tern Quay", (), frozenset[str](), None, id="not-known"),
])
def test_place_meant(
    gazetteer: Gazetteer, name: str, beside: tuple[str, ...], around: frozenset[str], expected: int | None,
) -> None:
    found = place_meant(name, beside=beside, around=around, gazetteer=gazetteer)
    assert (None if found is None else found.geonames_id) == expected


def test_demonyms_lead_to_their_country(gazetteer: Gazetteer) -> None:
    assert (gazetteer.country_of_demonym["japanese"], gazetteer.country_of_demonym["britons"]) == ("JP", "GB")
    assert "congolese" not in gazetteer.country_of_demonym, "of two countries"


def test_a_line_with_a_field_missing_is_refused() -> None:
    with pytest.raises(GazetteerError, match=r"line 2: expected 3 tab-separated fields, got 2"):
        parse_gazetteer(countries="", states="geonames_id\tname\tcountry_code\n1\tTexas\n", cities="")


def keys(nlp: Language, text: str, gazetteer: Gazetteer) -> Mapping[str, tuple[str | None, int | None]]:
    """Name of each entity -> what distinguishes it, and its place."""
    blocks = (Block(kind="body", text=text, start=0, end=len(text)),)
    mentions, _ = find_entities(nlp(text), article_id=ARTICLE_ID, blocks=blocks, gazetteer=gazetteer)
    return {entity.canonical_name: (entity.distinguished_by, entity.geonames_id) for entity in mentions.entities}


@pytest.mark.parametrize(("text", "name", "expected"), [
    pytest.param("Daniel Mensah, the goalkeeper, said that he would stay.", "Daniel Mensah", ("sport", None),
                 id="field-of-the-role"),
    pytest.param("Finance Minister Daniel Mensah said that he would stay.", "Daniel Mensah", ("office", None),
                 id="field-of-the-title"),
    pytest.param("Daniel Mensah said that he would stay.", "Daniel Mensah", (None, None), id="no-role"),
    pytest.param("Mr. Mensah said that he would stay.", "Mensah", (ARTICLE_ID, None), id="surname-alone-is-of-its-article"),
    pytest.param("She moved from London to Paris, Texas, in May.", "Paris", (str(PARIS_TEXAS), PARIS_TEXAS), id="another-paris"),
    pytest.param("She moved from London to Paris in May.", "Paris", (None, PARIS_FRANCE), id="paris"),
    pytest.param("She travelled through France, Germany and Italy.", "France", (None, FRANCE), id="a-list-of-countries"),
])
def test_keys_of_one_article(
    nlp: Language, gazetteer: Gazetteer, text: str, name: str, expected: tuple[str | None, int | None],
) -> None:
    assert keys(nlp, text, gazetteer)[name] == expected


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("Daniel Mensah, ambassador to Japan, said that he would stay.", [("role", "ambassador to Japan")],
                 id="apposition"),
    pytest.param("Maria Lopez, who is from Hiroshima, said that she would stay.", [("origin", "Hiroshima")], id="origin"),
    pytest.param("First lady Maria Lopez said that she would stay.", [("role", "First lady")], id="first-lady"),
    pytest.param("Maria Lopez, a spokeswoman for Microsoft, said that she would stay.",
                 [("role", "spokeswoman for Microsoft"), ("affiliation", "Microsoft")], id="role-and-affiliation"),
    pytest.param("Maria Lopez is the mayor of Chicago.", [("role", "mayor of Chicago"), ("affiliation", "Chicago")],
                 id="predicate"),
    pytest.param("Maria Lopez said that she would stay.", [], id="nothing-said"),
])
def test_descriptions(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    blocks = (Block(kind="body", text=text, start=0, end=len(text)),)
    mentions, found = find_entities(nlp(text), article_id=ARTICLE_ID, blocks=blocks, gazetteer=None)
    assert [(row.kind, row.description) for row in found] == expected
    assert all(text[row.char_start:row.char_end] == row.description for row in found)
    described = {mention.mention_id: mention for mention in mentions.mentions}
    assert all(described[row.mention_id].entity_id == row.entity_id for row in found)
