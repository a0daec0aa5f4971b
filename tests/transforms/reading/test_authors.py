"""Bylines parted into people, organisations and agencies; better none than a wrong one."""

import pytest

from transforms.reading.authors import (
    authors_in,
    is_byline,
    names_author_and_employer,
    read_byline,
    read_stated_authors,
    without_date,
)


def named(line: str, **options: str) -> list[tuple[str, str]]:
    return [(author.name, author.kind) for author in read_byline(line, **options)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "By Ana Ruiz and Tom Vale, Associated Press",
            [("Ana Ruiz", "person"), ("Tom Vale", "person"), ("Associated Press", "wire")],
            id="two-and-a-wire",
        ),
        pytest.param(
            "By Ana Ruiz, Political Correspondent, and Tom Vale",
            [("Ana Ruiz", "person"), ("Tom Vale", "person")],
            id="title-between",
        ),
        pytest.param("Political Correspondent Ana Ruiz", [("Ana Ruiz", "person")], id="title-before"),
        pytest.param("Ana Ruiz (ana@example.org) @anaruiz", [("Ana Ruiz", "person")], id="address-and-handle"),
        pytest.param("By Ana Ruiz in Lisbon", [("Ana Ruiz", "person")], id="station"),
        pytest.param(
            "Ana Ruiz of The Associated Press", [("Ana Ruiz", "person"), ("The Associated Press", "wire")], id="of-an-agency"
        ),
        pytest.param("By AFP", [("AFP", "wire")], id="wire-alone"),
        pytest.param("Osprey News Agency", [("Osprey News Agency", "wire")], id="agency-by-its-shape"),
        pytest.param("ANA RUIZ", [("ANA RUIZ", "person")], id="capitals"),
        pytest.param("Ana de la Cruz", [("Ana de la Cruz", "person")], id="particles"),
        pytest.param("By Seán O'Casey", [("Seán O'Casey", "person")], id="apostrophe"),
        pytest.param("Mei You", [("Mei You", "person")], id="name-that-is-a-word"),
        pytest.param("Harbour Post Staff", [("Harbour Post Staff", "organisation")], id="staff"),
        pytest.param("Editorial Board", [("Editorial Board", "organisation")], id="board"),
        pytest.param("Yomiuri Shimbun Staff Writers", [("Yomiuri Shimbun", "organisation")], id="staff-writers-of"),
        pytest.param("By Ana Ruiz | Daily Echo", [("Ana Ruiz", "person")], id="outlet-after-bar-is-no-author"),
        pytest.param(
            "Ana Ruiz and Harbour Post Staff",
            [("Ana Ruiz", "person"), ("Harbour Post Staff", "organisation")],
            id="outlet-listed",
        ),
        pytest.param("By Ana Ruiz Published Jan 5, 2024", [("Ana Ruiz", "person")], id="date-behind"),
        pytest.param("admin", [], id="placeholder"),
        pytest.param("https://example.org/ana", [], id="address"),
        pytest.param("Ruiz, Ana", [("Ana Ruiz", "person")], id="family-name-first"),
        pytest.param(
            "van der Berg, Ludwig M.; RUIZ, ANA", [("Ludwig M. van der Berg", "person"), ("ANA RUIZ", "person")],
            id="family-names-first",
        ),
        pytest.param("Staff, Reuters", [("Reuters", "wire")], id="two-parts-that-are-no-name"),
        pytest.param("Vale, Jr.", [], id="suffix-is-no-given-name"),
        pytest.param("Tom Vale, Jr.", [("Tom Vale Jr", "person")], id="suffix-after-a-comma"),
        pytest.param("By A. Ruiz and T. S. Vale", [("A. Ruiz", "person"), ("T. S. Vale", "person")], id="initials"),
        pytest.param("By Ana Ruiz, AP Business Writer", [("Ana Ruiz", "person"), ("AP", "wire")], id="agency-in-a-title"),
        pytest.param("By ANA RUIZ AP Sports Writer", [("ANA RUIZ", "person"), ("AP", "wire")], id="agency-behind-the-name"),
        pytest.param(
            "By Ana Ruiz and Tom Vale Associated Press",
            [("Ana Ruiz", "person"), ("Tom Vale", "person"), ("Associated Press", "wire")],
            id="agency-behind-the-last-name",
        ),
        pytest.param(
            "Tom Vale of the Associated Press", [("Tom Vale", "person"), ("the Associated Press", "wire")], id="of-the-agency"
        ),
        pytest.param("Ana Ruiz BBC News", [("Ana Ruiz", "person")], id="broadcaster-behind-the-name"),
        pytest.param("Harbour Express PTI", [("Harbour Express", "organisation"), ("PTI", "wire")], id="masthead-is-no-name"),
        pytest.param("Ana Ruiz, chief executive of Alder Water", [("Ana Ruiz", "person")], id="employer-is-no-author"),
        pytest.param("Ana Ruiz Last updated: 3 May 2024", [("Ana Ruiz", "person")], id="last-updated"),
        pytest.param("Ana Ruiz Football Director", [("Ana Ruiz", "person")], id="title-behind"),
        pytest.param("Ana Ruiz\nTom Vale", [("Ana Ruiz", "person"), ("Tom Vale", "person")], id="one-a-line"),
        pytest.param("Ana Ruiz Tom Vale Mei You", [], id="run-together"),
        pytest.param("Sponsored Content", [], id="advertising"),
        pytest.param("By Staff", [], id="staff-alone"),
        pytest.param("Click here for more", [], id="no-name"),
    ],
)
def test_read_byline(line: str, expected: list[tuple[str, str]]) -> None:
    assert named(line) == expected


def test_outlet_is_an_organisation() -> None:
    assert named("Harbour Echo", outlet="Harbour Echo") == [("Harbour Echo", "organisation")]
    assert named("By Ana Ruiz Harbour Echo", outlet="Harbour Echo") == [("Ana Ruiz", "person")]
    assert named("Special to the Harbour Echo", outlet="Harbour Echo") == []


def test_each_author_once() -> None:
    assert named("Ana Ruiz, Ana Ruiz") == [("Ana Ruiz", "person")]
    assert named("ANA RUIZ and Ana Ruiz") == [("Ana Ruiz", "person")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("Ana Ruiz", [("Ana Ruiz", "person")], id="string"),
        pytest.param({"@type": "Person", "name": "Ana Ruiz"}, [("Ana Ruiz", "person")], id="object"),
        pytest.param([{"name": "Ana Ruiz"}, "Tom Vale"], [("Ana Ruiz", "person"), ("Tom Vale", "person")], id="list"),
        pytest.param([{"@type": "Organization", "name": "Alder Water"}], [("Alder Water", "organisation")], id="organisation"),
        pytest.param([{"@type": ["NewsMediaOrganization"], "name": "Reuters"}], [("Reuters", "wire")], id="agency"),
        pytest.param({"@type": "Person", "name": "Aina"}, [("Aina", "person")], id="one-word-stated-of-a-person"),
        pytest.param("Aina", [], id="one-word-stated-of-nobody"),
        pytest.param(
            {"@type": "Person", "givenName": "Ana", "familyName": "Ruiz"}, [("Ana Ruiz", "person")], id="name-in-two-properties"
        ),
        pytest.param({"@type": "Person", "url": "https://example.org/by/ana-ruiz"}, [], id="address-alone"),
        pytest.param({"@type": "Person", "name": "Admin"}, [], id="placeholder-stated-of-a-person"),
        pytest.param({"@type": "Person", "name": "Tribune"}, [], id="masthead-stated-of-a-person"),
        pytest.param([{"url": "https://example.org"}, None, 7], [], id="nothing-named"),
    ],
)
def test_authors_in_json(value: object, expected: list[tuple[str, str]]) -> None:
    names, kinds = authors_in(value)
    assert [(author.name, author.kind) for author in read_stated_authors(names, kinds=kinds)] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("By Ana Ruiz", True, id="plain"),
        pytest.param("By Ana Ruiz, BBC News", True, id="with-outlet"),
        pytest.param("By The Associated Press", True, id="agency"),
        pytest.param("By George, he did it", False, id="exclamation"),
        pytest.param("By Any Other Name", False, id="title"),
        pytest.param("Ana Ruiz", False, id="no-by"),
    ],
)
def test_is_byline(line: str, *, expected: bool) -> None:
    assert is_byline(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("Ana Ruiz, University of Alder", True, id="university"),
        pytest.param("Ana Ruiz, Reporter, Harbour News", True, id="title-between"),
        pytest.param("Ana Ruiz", False, id="name-alone"),
        pytest.param("Ana Ruiz, Tom Vale", False, id="two-names"),
        pytest.param("Ana Ruiz, who leads Harbour News, said so.", False, id="sentence"),
        pytest.param("", False, id="empty"),
    ],
)
def test_names_author_and_employer(line: str, *, expected: bool) -> None:
    assert names_author_and_employer(line) is expected


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        pytest.param("By Ana Ruiz | 6 March 2026", "By Ana Ruiz", id="date"),
        pytest.param("Ana Ruiz2 minutes ago", "Ana Ruiz", id="age-stuck-to-the-name"),
        pytest.param("By Ana Ruiz — March 6, 2026 6 min read", "By Ana Ruiz", id="date-and-reading-time"),
        pytest.param("Ana Ruiz0", "Ana Ruiz", id="count-of-comments"),
        pytest.param("By Ana Ruiz and Tom Vale", "By Ana Ruiz and Tom Vale", id="names-alone"),
        pytest.param("By Ana Ruiz, Radio 4", "By Ana Ruiz, Radio 4", id="number-of-its-own"),
        pytest.param("By Ana Ruiz, Channel4", "By Ana Ruiz, Channel4", id="number-of-an-outlet"),
    ],
)
def test_without_date(byline: str, expected: str) -> None:
    assert without_date(byline) == expected
