"""Which names of one article name the same thing. Precision first: names that might be two things stay two."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from schemas.vocabulary import EntityType
from transforms.extraction.rows import ArticleEntity
from transforms.identity import content_id
from transforms.lexicons.names_given import FEMALE_GIVEN_NAMES, MALE_GIVEN_NAMES
from transforms.lexicons.names_known import COUNTRY_NAMES, ORGANISATION_NAMES, PLACE_NAMES, STATE_NAMES, UNITED_STATES_FORMS
from transforms.lexicons.names_nick import NICKNAMES
from transforms.lexicons.nouns_organisation import ORGANISATION_NOUNS
from transforms.lexicons.titles_person import FEMALE_HONORIFICS, HONORIFICS, MALE_HONORIFICS, OFFICE_HEADS

TYPE_OF_LABEL: Mapping[str, EntityType] = MappingProxyType({
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "norp", "EVENT": "event",
    "WORK_OF_ART": "work", "PRODUCT": "product", "LAW": "law",
})
"""Entity type of each OntoNotes label; every other label is `other`."""

GENERATION = re.compile(r",?\s+(?:Jr\.?|Sr\.?|II|III|IV)$")
LEGAL_FORM = re.compile(
    r",?\s+(?:Inc|Corp|Corporation|Co|Company|Ltd|Limited|LLC|L\.L\.C|PLC|plc|AG|SA|S\.A|NV|GmbH|SE)\.?$")
COMPANY_WORDS = frozenset({
    "motor", "motors", "airlines", "airways", "group", "holdings", "industries", "company", "corp", "corporation", "bank",
    "technologies", "systems", "entertainment", "international", "media", "pharmaceuticals", "laboratories", "foods", "energy",
    "news", "magazine", "newspaper", "inc", "commercial", "airplanes", "financial", "capital", "partners", "healthcare",
    "insurance", "logistics", "software", "studios", "records", "stores", "restaurants", "brands", "ferries", "lines",
    "solutions", "telecom",
})
"""Words after the distinctive name of a firm, left out when it is named in short ("Ford" for "Ford Motor Company")."""

ABBREVIATED_LEGAL_FORM = re.compile(
    r"(?:,?\s+(?:Inc|Corp|Co|Ltd|Limited|LLC|L\.L\.C|PLC|plc|AG|SA|S\.A|NV|N\.V|GmbH|SE)\.?)+$")
"""Legal forms that are never part of the usual name; "Company" and "Corporation" often are."""
FIRM_WORD = re.compile(r"\s+(?:Company|Corporation|Group|Holdings)$")
GOVERNMENT_WORDS = frozenset({"government", "administration"})
"""What follows a country without being the name of a body: "US government"."""
DIVISION_WORDS = frozenset({"commercial", "airplanes", "capital", "financial"})
"""Words after the name of a firm that name a part of it."""

HEAD_ENDS = re.compile(r" (?:of|for)(?: the)? |, ")
"""Where the head of the name of a body ends: "Church of the Sea", "Trinity College, Cambridge"."""
SHORT_HEADS = frozenset({
    *ORGANISATION_NOUNS, "academy", "administration", "army", "assembly", "board", "cabinet", "chamber", "circuit", "conference",
    "congress", "court", "forum", "house", "journal", "league", "navy", "parliament", "post", "senate", "society", "times",
    "tribune", "tribunal",
})
"""Nouns that stand for the one body of the article whose name they head: "the Journal"."""

_FOLDED_COUNTRIES = frozenset(name.casefold() for name in COUNTRY_NAMES.values())
_NAMESAKES_OF_CITIES = frozenset(
    {*_FOLDED_COUNTRIES, *(name.casefold() for name in STATE_NAMES), "new york", "quebec", "luxembourg", "kansas"})
"""Places that are not the city of their name: "Mexico City"."""

ACRONYM_SKIPS = frozenset({"of", "the", "and", "for", "in", "on", "to", "at", "de", "&"})
ACRONYM = re.compile(r"(?:[A-Z]\.?){2,8}")
MIN_ACRONYM_LENGTH = 2

FIELD_SEPARATOR = "+"
"""Between the fields of somebody whom an article places in several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMention:
    """One occurrence of a name with what stands around it.

    Args:
        text: The name, verbatim.
        label: OntoNotes label.
        titles: Lower-case words of the title before the name, in order ("prime", "minister").
        bracketed_after: The name that stands before this one, when this one follows it in brackets: "... Fund (IMF)".
    """

    text: str
    label: str
    titles: tuple[str, ...] = ()
    bracketed_after: str | None = None

    @property
    def entity_type(self) -> EntityType:
        return TYPE_OF_LABEL.get(self.label, "other")


def entity_key(entity_type: EntityType, name: str) -> str:
    """What two articles must agree on to mean the same entity: the name folded.

    Case, accents, full stops, a leading article and the legal form of a firm ("Inc.") do not matter; all forms of the
    name of a country or well-known body count as its usual form. Used for ids only, never shown.
    """
    if entity_type == "place":
        name = _usual_place(name)
    elif entity_type == "organisation":
        name = _usual_organisation(name)
        name = LEGAL_FORM.sub("", name) or name
    elif entity_type == "person":
        name = GENERATION.sub("", name) or name
    decomposed = unicodedata.normalize("NFKD", name)
    folded = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().replace(".", "").replace("’", "'")
    return re.sub(r"^(?:the|a|an) (?=\S)", "", " ".join(folded.split()))


def is_weak_name(name: str) -> bool:
    """Whether a person's name could be anybody's: one word alone, or a surname with initials."""
    words = entity_key("person", name).split()
    return len(words) == 1 or all(len(word) == 1 for word in words[:-1])


def article_entity(entity_type: EntityType, canonical_name: str) -> ArticleEntity:
    """The entity of that name and type, with its key."""
    return ArticleEntity(
        entity_id=content_id("e", entity_type, entity_key(entity_type, canonical_name)),
        entity_type=entity_type, canonical_name=canonical_name)


def merge_names(names: Sequence[NamedMention]) -> tuple[ArticleEntity, ...]:
    """Give each name of an article its entity.

    Args:
        names: Every occurrence of a name in the article, in order.

    Returns:
        As many entities as `names`, in the same order; names of one thing share one entity. Names of different
        entity types never do.
    """
    positions: dict[EntityType, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        positions[name.entity_type].append(i)
    entities: dict[int, ArticleEntity] = {}
    for entity_type, members in positions.items():
        of_type = [names[i] for i in members]
        if entity_type == "person":
            groups = _person_groups(of_type)
        elif entity_type == "organisation":
            groups = _organisation_groups(of_type)
        elif entity_type == "place":
            groups = _place_groups(of_type)
        else:
            groups = [entity_key(entity_type, name.text) for name in of_type]
        forms: dict[str, list[str]] = defaultdict(list)
        for group, name in zip(groups, of_type, strict=True):
            forms[group].append(name.text)
        canonical = {group: canonical_name(entity_type, texts) for group, texts in forms.items()}
        for i, group in zip(members, groups, strict=True):
            entities[i] = article_entity(entity_type, canonical[group])
    return tuple(entities[i] for i in range(len(names)))


def gender_of_name(name: str, titles: Iterable[str]) -> str | None:
    """`m` or `f` as honorifics or else the given name tell; None when they don't. For reading pronouns, never published."""
    titles = set(titles)
    if titles & MALE_HONORIFICS:
        return "m"
    if titles & FEMALE_HONORIFICS or {"first", "lady"} <= titles:
        return "f"
    words = name.split()
    if len(words) < 2:
        return None
    given = "".join(c for c in unicodedata.normalize("NFKD", words[0]) if not unicodedata.combining(c)).casefold()
    return "m" if given in MALE_GIVEN_NAMES else "f" if given in FEMALE_GIVEN_NAMES else None


# ------------------------------------------------------------------------------------------------------------ persons

def _words(name: str) -> tuple[str, ...]:
    """Folded words of a person's name, generation left out."""
    return tuple(entity_key("person", name).split())


def _person_groups(names: Sequence[NamedMention]) -> list[str]:
    """Group of each name, called by the folded full name it belongs to."""
    full = _full_names(names)
    group_of_full = _united_full_names(full)
    surnames: dict[str, list[str]] = defaultdict(list)
    given: dict[str, list[str]] = defaultdict(list)
    for words in full:
        group = group_of_full[words]
        for size in range(1, len(words)):
            _add_once(surnames[" ".join(words[-size:])], group)
        _add_once(given[words[0]], group)
    titles_of: dict[str, Counter[str]] = defaultdict(Counter)
    mentions_of: Counter[str] = Counter()
    for name in names:
        group = group_of_full.get(_words(name.text))
        if group is not None:
            titles_of[group].update(name.titles)
            mentions_of[group] += 1
    owners = {surname: _owner_of_surname(names, surname, groups, titles_of, mentions_of) for surname, groups in surnames.items()}
    result: list[str] = []
    for name in names:
        words = _words(name.text)
        short = " ".join(words)
        group = group_of_full.get(words)
        if group is None and short in surnames:
            group = _holder_by_title(name, surnames[short], titles_of) or owners[short]
            if group is not None and _is_contradicted(name, group, titles_of):
                group = None
        elif group is None and len(given.get(short, ())) == 1:
            # Titles stand before surnames; the first word of "Ban Ki-moon" is one.
            holder = given[short][0]
            group = holder if not name.titles or "-" in holder.split()[-1] else None
        result.append(group or short)
    return result


def _full_names(names: Sequence[NamedMention]) -> list[tuple[str, ...]]:
    """Names of two or more words, in order of first appearance, without those that only shorten another at its front."""
    found: dict[tuple[str, ...], None] = {}
    for name in names:
        words = _words(name.text)
        if len(words) > 1:
            found.setdefault(words)
    # "de Soto" is a surname, not a full name, where the article has "Ana de Soto".
    return [words for words in found if not any(len(other) > len(words) and other[-len(words):] == words for other in found)]


def _united_full_names(full: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Each full name -> the group it belongs to; "J. Smith" and "John R. Smith" join the one "John Smith" there is."""
    group_of = {words: " ".join(words) for words in full}
    bearers: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in full:
        bearers[words[-1]].append(words)
    for words in sorted(full, key=len):
        matches = [other for other in bearers[words[-1]] if other != words and _same_person(words, other)]
        if len({other[0] for other in matches if len(other[0]) > 1}) == 1:      # not both "John" and "Jane" for "J."
            target = min(matches, key=full.index)
            low, high = sorted((words, target), key=full.index)
            joined = group_of[low]
            group_of = {key: joined if value == group_of[high] else value for key, value in group_of.items()}
    return group_of


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Same surname, and given names equal or one the initial of the other; middle names may be missing, not differ."""
    if one[-1] != other[-1] or not _same_or_initial(one[0], other[0]):
        return False
    short, long = sorted((one[1:-1], other[1:-1]), key=len)
    return all(any(_same_or_initial(middle, word) for word in long) for middle in short)


def _same_or_initial(one: str, other: str) -> bool:
    """Whether two given names may be one: the same, one the initial or the short form of the other."""
    is_initial = 1 in (len(one), len(other)) and one[0] == other[0]
    return one == other or is_initial or one in NICKNAMES.get(other, ()) or other in NICKNAMES.get(one, ())


def _owner_of_surname(
    names: Sequence[NamedMention], surname: str, groups: Sequence[str],
    titles_of: Mapping[str, Counter[str]], mentions_of: Mapping[str, int],
) -> str | None:
    """The one who is meant by the bare surname: the only bearer, or the one whose office stands with it, or the one
    who was named first and is the only one in office, or was called by the surname before another was named, or is
    named in full more often than any other. None when that is nobody."""
    if len(groups) == 1:
        return groups[0]
    offices = {title for name in names if " ".join(_words(name.text)) == surname for title in name.titles} & OFFICE_HEADS
    holders = [group for group in groups if offices & set(titles_of[group])]
    if len(holders) == 1:
        return holders[0]
    first, *others = groups
    in_office = [group for group in groups if OFFICE_HEADS & set(titles_of[group])]
    is_main = in_office == [first] or _was_short_for_first(names, surname, first, others)
    if is_main or all(mentions_of[first] > mentions_of[other] for other in others):
        return first
    return None


def _was_short_for_first(names: Sequence[NamedMention], surname: str, first: str, others: Sequence[str]) -> bool:
    """Whether the bare surname was used after `first` had been named and before any other bearer of it was."""
    first_named = False
    for name in names:
        words = " ".join(_words(name.text))
        if words == first:
            first_named = True
        elif words in others:
            return False
        elif words == surname and first_named:
            return True
    return False


def _holder_by_title(name: NamedMention, groups: Sequence[str], titles_of: Mapping[str, Counter[str]]) -> str | None:
    """The only bearer of a surname whom the title or honorific before it fits, when several bear it."""
    if len(groups) < 2 or not name.titles:
        return None
    wanted = set(name.titles) & (OFFICE_HEADS | {"lady", "first", "dr.", "dr"})
    holders = [group for group in groups if wanted & set(titles_of[group])] if wanted else []
    if not holders and set(name.titles) & HONORIFICS:
        gender = gender_of_name(name.text, name.titles)
        holders = [group for group in groups if gender and gender_of_name(group, titles_of[group]) == gender] \
            or [group for group in groups if gender and gender_of_name(group, titles_of[group]) is None]
    return holders[0] if len(holders) == 1 else None


def _is_contradicted(name: NamedMention, group: str, titles_of: Mapping[str, Counter[str]]) -> bool:
    """Whether "Ms. Ruiz" cannot be the Ruiz of that full name: better a person apart than the wrong sibling."""
    gender, other = gender_of_name(name.text, name.titles), gender_of_name(group, titles_of[group])
    return gender is not None and other is not None and gender != other


# ------------------------------------------------------------------------------------------------------- organisations

def _organisation_groups(names: Sequence[NamedMention]) -> list[str]:
    """Group of each name, called by the folded fullest name it belongs to."""
    keys = [entity_key("organisation", name.text) for name in names]
    distinct = list(dict.fromkeys(keys))
    written = {key: name.text for key, name in zip(reversed(keys), reversed(names), strict=True)}
    joined: dict[str, str] = {}
    for key, name in zip(keys, names, strict=True):
        if name.bracketed_after is not None and ACRONYM.fullmatch(name.text):
            full = entity_key("organisation", name.bracketed_after)
            if full != key and full in written:
                joined.setdefault(key, full)
    for key in distinct:
        if key in joined:
            continue
        if ACRONYM.fullmatch(written[key]) and len(key) >= MIN_ACRONYM_LENGTH:
            fulls = [other for other in distinct if other != key and _initials(written[other]) == key]
        else:
            fulls = []
        if not fulls:
            fulls = [other for other in distinct if other.startswith(key + " ")
                     and all(word in COMPANY_WORDS for word in other[len(key):].split())]
        if not fulls:
            fulls = [other for other in distinct if _shortens(key, other)]
            if " " not in key and fulls and distinct.index(fulls[0]) > distinct.index(key):
                continue                        # "the Court" of a later court would be a guess
        if len(fulls) == 1:
            joined[key] = fulls[0]
    return [_followed(joined, key) for key in keys]


def _shortens(short: str, full: str) -> bool:
    """Whether a name is the head of a longer one or lacks its country: "Church" of the Sea, Vik City "Council", US "Navy";
    and whether it is the plural by which a team goes."""
    if short == full or not short:
        return False
    head, *complements = HEAD_ENDS.split(full, maxsplit=1)
    is_head = bool(complements) and head == short and (" " in short or short in SHORT_HEADS)
    if is_head or not head.endswith(f" {short}"):
        return is_head
    is_team = " " not in short and short.endswith("s") and not complements and short not in _FOLDED_COUNTRIES     # "the Rovers"
    return is_team or short.rsplit(maxsplit=1)[-1] in SHORT_HEADS or head[:-len(short) - 1] in _FOLDED_COUNTRIES


def _usual_organisation(name: str) -> str:
    """The usual name of a well-known body, and "United States" written out where a name opens with it."""
    if name in ORGANISATION_NAMES:
        return ORGANISATION_NAMES[name]
    country = next((form for form in UNITED_STATES_FORMS if name.startswith(f"{form} ")), None)
    if country is None:
        return name
    rest = name[len(country) + 1:]
    if rest.casefold() in GOVERNMENT_WORDS:
        return name
    written_out = f"United States {rest}"
    return ORGANISATION_NAMES.get(rest) or ORGANISATION_NAMES.get(written_out) or written_out


def _place_groups(names: Sequence[NamedMention]) -> list[str]:
    """Group of each name, called by its folded fullest name: "L.A." is Los Angeles, "Hiroshima City" Hiroshima."""
    keys = [entity_key("place", name.text) for name in names]
    distinct = list(dict.fromkeys(keys))
    joined: dict[str, str] = {}
    for key, name in zip(keys, names, strict=True):
        short = name.text.replace(" ", "")
        if ACRONYM.fullmatch(short) and name.text not in PLACE_NAMES:
            fulls = [other for other in distinct if _initials(other) == short.replace(".", "").casefold()]
            if len(fulls) == 1:
                joined[key] = fulls[0]
        if f"{key}, dc" in distinct:
            joined[key] = f"{key}, dc"
        base = key.removesuffix(" city")
        if base != key and base in distinct and base not in _NAMESAKES_OF_CITIES:
            joined[key] = base
    return [joined.get(key, key) for key in keys]


def _usual_place(name: str) -> str:
    """The usual name of a country or state, however it is abbreviated ("U. S.")."""
    return PLACE_NAMES.get(name) or PLACE_NAMES.get(name.replace(". ", ".")) or PLACE_NAMES.get(f"{name}.", name)


def _followed(joined: Mapping[str, str], key: str) -> str:
    seen = {key}
    while key in joined and joined[key] not in seen:
        key = joined[key]
        seen.add(key)
    return key


def _initials(name: str) -> str:
    words = [word for word in re.split(r"[\s-]+", name) if word.casefold() not in ACRONYM_SKIPS]
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else ""


# ------------------------------------------------------------------------------------------------------ canonical name

def canonical_name(entity_type: EntityType, forms: Sequence[str]) -> str:
    """Fullest usual form among the forms of one entity, in order of appearance."""
    if entity_type in ("place", "organisation"):
        known, usual_form = (PLACE_NAMES, _usual_place) if entity_type == "place" else (ORGANISATION_NAMES, _usual_organisation)
        usual = next((usual_form(form) for form in forms if usual_form(form) in known), None)
        if usual is not None:
            return usual
        forms = [usual_form(form) for form in forms]
    if entity_type == "organisation":
        forms = _without_legal_forms(forms)
    counts = Counter(forms)
    fullest = [form for form in counts if not _is_part_of_another(entity_type, form, counts)]
    best = max(fullest, key=lambda form: (not _is_shouted(form), len(form.split()), _spelled_out(form), counts[form]))
    if entity_type == "place" and _is_shouted(best):
        return best.title()
    return best


def _without_legal_forms(forms: Sequence[str]) -> list[str]:
    """The names of a firm without "Inc."; without "Company" or "Group" too where the article itself leaves it out."""
    bare = [ABBREVIATED_LEGAL_FORM.sub("", form) or form for form in forms]
    return [short if (short := FIRM_WORD.sub("", form)) in bare else form for form in bare]


def _is_part_of_another(entity_type: EntityType, form: str, counts: Mapping[str, int]) -> bool:
    """Whether a longer form is not the usual one: a division of a firm, "City" after the name of a city."""
    if entity_type == "organisation":
        *_, last = form.split()
        short = " ".join(word for word in form.split() if word.casefold() not in DIVISION_WORDS)
        return last.casefold() in DIVISION_WORDS and counts.get(short, 0) > counts[form]
    return entity_type == "place" and form.endswith((" City", " city")) and form[:-len(" city")] in counts


def _spelled_out(form: str) -> int:
    """Words that are more than an initial."""
    return sum(len(word.rstrip(".")) > 1 for word in form.split())


def _is_shouted(form: str) -> bool:
    """Written in capitals as datelines and headlines are, and too long for an acronym."""
    return form.isupper() and len(form.replace(".", "").replace(" ", "")) > 5


def _add_once(items: list[str], item: str) -> None:
    if item not in items:
        items.append(item)
