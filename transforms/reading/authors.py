"""Bylines parted into authors. A part that is not clearly a name is left out: no author is better than a wrong one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from transforms.reading.dates import is_timestamp
from transforms.reading.normalisation import fold, normalise_line
from transforms.reading.wire_agencies import wire_agency

AuthorKind = Literal["person", "organisation", "wire"]

_MAX_BYLINE_CHARACTERS = 200
_MAX_AUTHORS = 30
_MAX_NAME_WORDS = 6
_MAX_NAME_AND_EMPLOYER_WORDS = 12
_MAX_BARE_NAME_WORDS = 3
_BARE_NAME_WORD = re.compile(r"[^\W\d_]{3,}(?:['’\-][^\W\d_]+)*")

_INTRODUCTION = re.compile(
    r"(?:(?:(?:written|words|story|reported|reporting|text|review|analysis|opinion|posted|published|authored|article|report|interview)"
    r"\s+by|by|authors?|from)\s*:?\s+|(?:words|text|story|writer|reporter)\s*:\s+)", re.IGNORECASE,
)
_BYLINE_START = re.compile(
    r"(?:(?:Written|Words|Story|Reported|Text|WRITTEN|STORY)\s+(?:by|By|BY)|By|BY|by)\s*:?\s+(?=[A-ZÀ-ÖØ-Þ])"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_NOT_NAMES = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|https?://\S+|www\.\S+|\S+@\S+\.\S+|(?<!\w)@\w+|\b[\w.-]+\.(?:com|org|net|co\.uk|news)\b"
    # "Ana Ruiz Jan. 5, 2024", "Ana Ruiz Published 5 January", "Ana Ruiz Updated: today"
    rf"|\b(?:last\s)?(?:published|updated|posted|on)\s(?=\S*\d|{_MONTH}\s\d).*$|\b{_MONTH}\s\d.*$"
    r"|\b(?:last\s)?(?:published|updated):.*$|\b\d.*$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:;|\||/|•|·|\n|,\s*and\s+|,|\s+&\s+|\s+(?:and|with|And|With|AND|WITH)\s+|\s+[-–—]\s+)\s*")
_LISTING = re.compile(r";|&|\b(?:and|with)\b", re.IGNORECASE)
# "Ana Ruiz in Lisbon", "Ana Ruiz for The Daily Echo", "Ana Ruiz of The Associated Press"
_STATION = re.compile(r"\s+(?:in|at|reporting|from)\s+(?=[A-Z]).*$|\s+(?:[Ff]or|of)\s+(?P<outlet>(?:the\s)?[A-Z].*)$")
# "Special to the Harbour Post" says for whom, not who.
_SPECIAL_TO = re.compile(r"special\s(?:to|for)\b.*", re.IGNORECASE)
# "chief executive of Alder Water": behind such a word stands an employer or a beat, no name.
_OF = frozenset({"of", "for", "at", "in", "on", "to"})
_AGE = re.compile(
    r"[\s|•·–—,-]*(?<!\d)\d{1,3}[\s-]?(?:min(?:ute)?s?(?:\s(?:read|ago))?|(?:hour|day|week|month|hr)s?\sago)$", re.IGNORECASE,
)
# Styles part the number of comments from the name on the page, nothing does in its text.
_COUNT = re.compile(r"(?<=[^\W\d_])\d{1,2}$")
_BEFORE_SUFFIX = re.compile(r",\s+(?=(?:Jr|Sr|II|III|IV)\b)")
_INITIAL = re.compile(r"[A-Z]\.")
# "Yomiuri Shimbun Staff Writers": one person is a writer, several are an outlet's.
_STAFF_OF = re.compile(
    r"(?P<outlet>[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*){0,4}?)\s(?:[Ss]taff\s)?(?:[Ww]riters|[Rr]eporters|[Cc]orrespondents|[Cc]ontributors)"
)
_TITLED_ARTICLE = re.compile(r"The(?:\s[A-Z][\w'’&.-]*){1,5}")


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of job titles and of the beats in them.
_ROLE_WORDS = _word_set(
    """staff writer writers reporter reporters correspondent correspondents editor editors columnist columnists journalist
    journalists contributor contributors contributing producer producers photographer photographers bureau chief chiefs
    analyst analysts critic critics author authors anchor host intern freelancer freelance special guest senior deputy
    associate assistant managing executive political business science health sport sports news world national white house
    feature features politics technology tech environment education crime digital video data investigation investigations
    investigative multimedia web online social media general assignment local city state breaking opinion foreign
    diplomatic economics economy legal court courts royal showbiz entertainment culture arts music film tv travel food
    lifestyle fashion beauty motoring property money consumer football cricket rugby tennis golf boxing racing celebrity
    audience community engagement weekend night trainee commissioning director executive president founder officer manager
    presenter commentator blogger updated published posted photo photos graphics professor lecturer fellow researcher and
    the of for on in at a an to"""
)
# Words that make a name an outlet's or a desk's wherever they stand.
_ORGANISATION_WORDS = _word_set(
    """staff news newsroom newsdesk desk team editorial board agency agencies press bureau media network service services
    reporters reports correspondents online television institute university foundation association council ministry
    department office inc ltd llc studio studios group company corporation broadcasting publishing communications magazine
    daily weekly"""
)
# Words of newspaper names that are family names, too: they count in pairs, after "The" or in capitals.
_MASTHEAD_WORDS = _ORGANISATION_WORDS | _word_set(
    """editors times post tribune herald guardian gazette journal report radio tv wire wires watch today chronicle observer
    telegraph     express sun mirror star globe mail review bulletin courier dispatch examiner inquirer ledger monitor
    sentinel conversation cnn bbc nbc     cbs abc npr pbs msnbc itv"""
)
_PARTICLES = _word_set("de da das dos del della di du la le van von der den ter ten bin ibn al el y e af av zu st st.")
_SUFFIXES = _word_set("jr sr ii iii iv phd md esq")
_NAME_WORD = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀ-Ž]\w*(?:['’\-‐]\w+)*\.?|[A-Z]\.(?:-?[A-Z]\.)*|[ldo]['’][A-ZÀ-ÖØ-Þ]\w+|(?:al|el)-\w+|Jr\.?|Sr\.?"
)
# Capitalised words that open titles and sentences ("By The Numbers", "By Any Means"); inside names they may stand ("Mei You").
_NEVER_FIRST_IN_NAMES = _word_set(
    """a all and any are as at by click for from her his how in is it its more not of on or our read that the their this
    those to was we     what when where who why with you your"""
)
_NEVER_IN_NAMES = _word_set(
    """january february march september october november december monday tuesday wednesday thursday friday saturday sunday posts
    articles unknown anonymous admin administrator editor none null guest webmaster contributor author follow comments
    getty images photo photos share view the and of updated published posted sponsored promoted content exclusive
    subscribers"""
)
# Broadcasters that sign with initials, which often stand right behind the name ("Ana Ruiz BBC News").
_INITIALS = _word_set("cnn bbc nbc cbs abc npr pbs msnbc itv")
_MAX_PROPER_NAME_WORDS = 5
_MAX_FAMILY_NAME_WORDS, _MAX_GIVEN_NAME_WORDS = 3, 2

# What content systems write where there is no author.
_PLACEHOLDERS = frozenset([
    "", "admin", "administrator", "author", "anonymous", "unknown", "none", "null", "nan", "n a", "na", "editor", "guest", "user",
    "root", "webmaster", "contributor", "by", "staff", "various", "default", "test", "super user",
])


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedAuthor:
    """One author as a byline or a page's metadata names it."""

    name: str
    kind: AuthorKind


def read_byline(line: str, *, outlet: str | None = None) -> tuple[StatedAuthor, ...]:
    """Authors named in a byline, in its order, each once.

    Args:
        line: Byline with or without "By" ("By Ana Ruiz and Tom Vale, Associated Press").
        outlet: Name of the outlet; a part equal to it is an organisation.

    Returns:
        None of the parts that are job titles, places, addresses, handles or otherwise not clearly names. An outlet set behind a
        person ("Ana Ruiz, Harbour Post") is whom they write for, not an author; a news agency there is kept.
    """
    text = normalise_line(_NOT_NAMES.sub(" ", " | ".join(line.splitlines())))
    introduction = _INTRODUCTION.match(text)
    if introduction is not None:
        text = text[introduction.end():]
    elif inverted := _inverted_names(text, outlet=outlet):
        return inverted
    text = _BEFORE_SUFFIX.sub(" ", text)
    found: list[StatedAuthor] = []
    start, is_listed = 0, True
    for joint in [*_PARTS.finditer(text), None]:
        part = text[start:joint.start()] if joint is not None else text[start:]
        is_employer = not is_listed and any(author.kind == "person" for author in found)
        authors = _authors_of_part(part, outlet=outlet)
        found.extend(author for author in authors if not (is_employer and author.kind == "organisation"))
        if joint is not None:
            start, is_listed = joint.end(), _LISTING.search(joint[0]) is not None
    return _distinct(found)


def read_stated_authors(
    values: Sequence[str], *, kinds: Sequence[AuthorKind | None], outlet: str | None = None,
) -> tuple[StatedAuthor, ...]:
    """Authors that structured metadata lists one by one.

    Args:
        values: Names as stated; a value may still hold a whole byline.
        kinds: What the metadata says each is, None where it does not say.
        outlet: Name of the outlet; a name equal to it is an organisation.
    """
    found: list[StatedAuthor] = []
    for value, kind in zip(values, kinds, strict=True):
        if kind == "organisation":
            name = normalise_line(value)
            if fold(name) not in _PLACEHOLDERS and not _NOT_NAMES.search(name):
                found.append(StatedAuthor(name=name, kind="wire" if wire_agency(name) else "organisation"))
        else:
            read = read_byline(value, outlet=outlet)
            if not read and kind == "person" and _is_bare_name(value, outlet=outlet):
                read = (StatedAuthor(name=normalise_line(value), kind="person"),)
            found.extend(read)
    return _distinct(found)


def is_byline(line: str) -> bool:
    """Whether a line is a byline: "By", then names, agencies, titles and nothing that belongs to a sentence."""
    if len(line) > _MAX_BYLINE_CHARACTERS or not _BYLINE_START.match(line):
        return False
    rest = _NOT_NAMES.sub(" ", _BYLINE_START.sub("", line, count=1))
    parts = [part for part in _PARTS.split(normalise_line(rest)) if part]
    first = _authors_of_part(parts[0], outlet=None) if parts else ()
    if not first:
        return False
    # The first part must be nothing but a name; each other one a name or a title.
    return all(_authors_of_part(part, outlet=None) or _is_role(part) for part in parts[1:])


def names_author_and_employer(line: str) -> bool:
    """Whether a line is a byline without "By": a person, whom they work for, nothing else ("Ana Ruiz, University of Alder")."""
    parts = [part for part in _PARTS.split(normalise_line(line)) if part]
    if len(line) > _MAX_BYLINE_CHARACTERS or not parts:
        return False
    first, *others = parts
    read = [_authors_of_part(part, outlet=None) for part in others]
    return (
        [author.kind for author in _authors_of_part(first, outlet=None)] == ["person"] and fold(first) == fold(_name_in(first))
        and any(author.kind != "person" for authors in read for author in authors)
        and all(authors or _is_role(part) for part, authors in zip(others, read, strict=True))
    )


def is_organisation(line: str) -> bool:
    """Whether a line is nothing but the name of an organisation or agency, as stands under a byline."""
    found = _authors_of_part(line, outlet=None)
    return len(found) == 1 and found[0].kind != "person" and fold(found[0].name) == fold(line)


def without_date(byline: str) -> str:
    """A byline without what shares its line and is no name: a date, an age, a reading time, the number of comments ("By Ana Ruiz
    | 6 March 2026", "Ana Ruiz2 minutes ago", "Ana Ruiz 6 min read", "Ana Ruiz0")."""
    byline = _AGE.sub("", byline)
    uncounted = _COUNT.sub("", byline)
    people = [author.name for author in read_byline(uncounted) if author.kind == "person"] if uncounted != byline else []
    if any(uncounted.endswith(name) for name in people):
        byline = uncounted
    words = byline.split(" ")
    for start in range(2, len(words)):
        if is_timestamp(" ".join(words[start:])):
            return " ".join(words[:start]).rstrip(" |•·–—-,")
    return byline


def wire_among(authors: Iterable[StatedAuthor]) -> str | None:
    """Full name of the first news agency among the authors."""
    for author in authors:
        if author.kind == "wire":
            return wire_agency(author.name)
    return None


def _inverted_names(text: str, *, outlet: str | None) -> tuple[StatedAuthor, ...]:
    """People of a list in which every family name goes first, as archives write them ("Ruiz, Ana; van der Berg, Tom")."""
    found: list[StatedAuthor] = []
    for entry in text.split(";"):
        family, comma, given = (part.strip() for part in entry.partition(","))
        name = f"{given} {family}"
        sizes = len(family.split(" ")), len(given.split(" "))
        if not comma or sizes[0] > _MAX_FAMILY_NAME_WORDS or sizes[1] > _MAX_GIVEN_NAME_WORDS or "," in given:
            return ()
        # A full name before the comma is a person of its own; a title, agency or outlet on either side is no part of a name.
        alone = [_authors_of_part(part, outlet=outlet) for part in (family, given)]
        is_one = not alone[0] and all(author.kind == "person" for author in alone[1])
        is_one = is_one and not _is_role(family) and not _is_role(given)
        proper = [word for word in family.split(" ") if word.casefold() not in _PARTICLES]
        folded = name.casefold().split(" ")
        if (
            not is_one or len(proper) != 1 or not _is_personal_name(name) or _INITIAL.fullmatch(family)
            or not (_MASTHEAD_WORDS | _ROLE_WORDS | _SUFFIXES).isdisjoint(word.strip(".") for word in folded if len(word) > 2)
        ):
            return ()
        found.append(StatedAuthor(name=name, kind="person"))
    return _distinct(found)


def _authors_of_part(part: str, *, outlet: str | None) -> tuple[StatedAuthor, ...]:
    name = part.strip(" .,:;-–—*•\"“”")
    if not name or fold(name) in _PLACEHOLDERS or _SPECIAL_TO.fullmatch(name):
        return ()
    if wire_agency(name) is not None:
        return (StatedAuthor(name=name, kind="wire"),)
    if outlet is not None and fold(name) == fold(outlet):
        return (StatedAuthor(name=name, kind="organisation"),)
    station = _STATION.search(name)
    if station is not None and station.start() > 0 and _is_personal_name(name[:station.start()]):
        person = StatedAuthor(name=name[:station.start()].strip(), kind="person")
        employer = station["outlet"]
        return (person, StatedAuthor(name=employer, kind="wire")) if employer and wire_agency(employer) else (person,)
    employed = _person_and_employer(name, outlet=outlet)
    if employed:
        return employed
    staff_of = _STAFF_OF.fullmatch(name)
    if staff_of is not None and not _is_role(name):
        return (StatedAuthor(name=staff_of["outlet"], kind="organisation"),)
    if _is_organisation_name(name):
        return (StatedAuthor(name=name, kind="organisation"),)
    untitled = _without_title(name)
    if wire_agency(untitled) is not None:
        return (StatedAuthor(name=untitled, kind="wire"),)
    if _is_personal_name(untitled):
        return (StatedAuthor(name=untitled, kind="person"),)
    return ()


def _person_and_employer(name: str, *, outlet: str | None) -> tuple[StatedAuthor, ...]:
    """A person with whom they work for right behind the name, as marked-up bylines read without their markup ("Ana Ruiz AP Sports
    Writer", "Tom Vale Associated Press", "Ana Ruiz BBC News"); an agency is kept. () for anything else."""
    words = name.split(" ")
    if len(words) > _MAX_NAME_AND_EMPLOYER_WORDS:
        return ()
    for start in range(2, min(len(words), _MAX_NAME_WORDS + 1)):
        person, employer = " ".join(words[:start]), words[start:]
        untitled = _without_title(" ".join(employer)) or " ".join(employer)
        agency = untitled if wire_agency(untitled) is not None else None
        is_outlet = outlet is not None and fold(untitled) == fold(outlet)
        folded = [word.casefold() for word in employer]
        is_broadcaster = folded[0] in _INITIALS and employer[0].isupper() and (_MASTHEAD_WORDS | _ROLE_WORDS).issuperset(folded)
        if (agency is None and not is_outlet and not is_broadcaster) or not _is_personal_name(person):
            continue
        is_masthead = not _MASTHEAD_WORDS.isdisjoint(word.casefold() for word in words[:start])
        author = StatedAuthor(name=person, kind="organisation" if is_masthead else "person")
        return (author, StatedAuthor(name=agency, kind="wire")) if agency is not None else (author,)
    return ()


def _without_title(name: str) -> str:
    """The name behind a job title ("Political Correspondent Ana Ruiz"), or before one ("Ana Ruiz Staff Writer")."""
    words = name.split(" ")
    while words and _is_role(words[0]) and not _INITIAL.fullmatch(words[0]):
        if words[0].casefold() in _OF:
            return ""
        words = words[1:]
    while words and _is_role(words[-1]):
        words = words[:-1]
    return " ".join(words)


def _is_personal_name(name: str) -> bool:
    words = name.strip(" .").split(" ")
    folded = [word.casefold() for word in words]
    proper = [word for word in words if word.casefold() not in _PARTICLES and word.casefold().strip(".") not in _SUFFIXES]
    if not 2 <= len(words) <= _MAX_NAME_WORDS or not 2 <= len(proper) <= _MAX_PROPER_NAME_WORDS:
        return False
    if any(character.isdigit() for character in name):
        return False
    if folded[0] in _NEVER_FIRST_IN_NAMES or not _NEVER_IN_NAMES.isdisjoint(folded):
        return False
    if not any(len(word.strip(".")) > 1 for word in proper):
        return False
    return all(
        _NAME_WORD.fullmatch(word) or word.casefold() in _PARTICLES or word.strip(".").casefold() in _SUFFIXES for word in words
    )


def _name_in(part: str) -> str:
    return next((author.name for author in _authors_of_part(part, outlet=None)), "")


def _is_bare_name(value: str, *, outlet: str | None) -> bool:
    """Whether a name that a page states of a person is one, though its shape does not show it ("Aina", "ana ruiz")."""
    words = normalise_line(value).split(" ")
    folded = [word.casefold() for word in words]
    if fold(value) in _PLACEHOLDERS or (outlet is not None and fold(value) in fold(outlet)):
        return False
    if not all(_BARE_NAME_WORD.fullmatch(word) for word in words) or len(words) > _MAX_BARE_NAME_WORDS:
        return False
    if len(words) == 1 and not words[0].istitle():
        return False
    return (_NEVER_IN_NAMES | _NEVER_FIRST_IN_NAMES | _ROLE_WORDS | _MASTHEAD_WORDS).isdisjoint(folded)


def _is_organisation_name(name: str) -> bool:
    words = name.split(" ")
    if len(words) > _MAX_NAME_WORDS or _is_role(name) or any(character in name for character in ".!?:") or not name[0].isupper():
        return False
    if _TITLED_ARTICLE.fullmatch(name):
        return True
    marks = [word for word in words if word.casefold() in _MASTHEAD_WORDS]
    return any(word.casefold() in _ORGANISATION_WORDS or word.isupper() for word in marks) or len(marks) > 1


def _is_role(part: str) -> bool:
    words = [word.strip(".,").removesuffix("'s").removesuffix("’s").casefold() for word in part.split(" ")]
    return all(not word or word in _ROLE_WORDS for word in words)


def _distinct(authors: Iterable[StatedAuthor]) -> tuple[StatedAuthor, ...]:
    by_name: dict[str, StatedAuthor] = {}
    for author in authors:
        folded = fold(author.name)
        # "JANE DOE" and "Jane Doe" are one, better in the second way.
        if folded not in by_name or (by_name[folded].name.isupper() and not author.name.isupper()):
            by_name[folded] = author
    return tuple(list(by_name.values())[:_MAX_AUTHORS])


def authors_in(value: object) -> tuple[list[str], list[AuthorKind | None]]:
    """Names and stated kinds in a value of JSON: a string, an object with a name, or a list of these, as schema.org allows.

    Args:
        value: What stood under "author" or a column of authors, parsed from JSON.

    Returns:
        Names in order and as many kinds; a kind is None where the value states none.
    """
    names: list[str] = []
    kinds: list[AuthorKind | None] = []
    for item in cast("list[object]", value) if isinstance(value, list) else [value]:
        if isinstance(item, str):
            names.append(item)
            kinds.append(None)
        elif isinstance(item, Mapping):
            stated = cast("Mapping[str, object]", item)
            name = (
                stated.get("name") or stated.get("full_name") or stated.get("display_name") or stated.get("byline")
                or _name_of_parts(stated)
            )
            for single in cast("list[object]", name) if isinstance(name, list) else [name]:
                if isinstance(single, str):
                    names.append(single)
                    kinds.append(_stated_kind(stated.get("@type")))
    return names, kinds


def _name_of_parts(stated: Mapping[str, object]) -> str | None:
    """A name that schema.org's Person holds in two properties."""
    parts = [part.strip() for name in ("givenName", "familyName") if isinstance(part := stated.get(name), str)]
    return " ".join(parts) if len(parts) == 2 and all(parts) else None


def _stated_kind(schema_type: object) -> AuthorKind | None:
    types = cast("list[object]", schema_type) if isinstance(schema_type, list) else [schema_type]
    if any(isinstance(name, str) and name.endswith(("Organization", "Organisation", "Corporation")) for name in types):
        return "organisation"
    # "Person" is stated of desks and outlets, too: it only tips the balance where the name itself does not decide.
    return "person" if "Person" in types else None
