"""What the text says right beside a speaker: the role somebody holds and for whom, as it stands there.

A role is read only where its head is a noun for what people are or do, so that 'last week Ruiz said' or 'Ruiz, 43, said' state
none. Rather none than a wrong one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from schemas import Mention
from schemas.entities import DescriptionKind
from transforms.extraction.named_places import NamedPlaces
from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.reporting import FINITE_TAGS
from transforms.lexicons.roles_person import (
    ACTING_GROUPS,
    CHAMBERS,
    DEPARTMENT_ROLES,
    GROUP_NOUNS,
    KIN_ROLES,
    OFFICE_ROLES,
    OUTSIDE_ROLES,
    ROLES,
    SPEAKING_ROLES,
)

LONGEST_PHRASE_TOKENS = 16
"""Most tokens of a title or apposition."""

LONGEST_BRACKET_TOKENS = 6
"""Most tokens of what stands in brackets between a name and its apposition: '(R-Ky.)'."""

NAME_REACH_TOKENS = 4
"""Most tokens between a preposition and the name it governs: 'at the left-leaning Harbour Institute'."""

_ORIGIN_OPENINGS = (
    (",", "who", "is", "from"), (",", "who", "was", "from"), (",", "who", "comes", "from"), (",", "who", "was", "born", "in"),
    (",", "a", "native", "of"), (",", "from"), ("of",), ("from",),
)
"""Words between a name and the place from which somebody is."""
_ORIGIN_REACH_TOKENS = 5
_SENT_ROLES = frozenset({"ambassador", "envoy", "emissary"})
"""Who is sent to somebody does not act for them."""

_PAST = frozenset({"former", "ex", "late", "retired", "onetime", "then"})
_ROLE_ENDINGS = ("man", "woman", "person", "ologist", "ographer", "keeper", "maker", "holder", "grower")
_SHORTEST_ENDED_ROLE = 6
_ENDED_OTHERS = frozenset({"german", "ottoman", "human", "roman", "norman", "shareholder", "stakeholder", "household"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
_HYPHENS = frozenset({"-", "‑"})
_TITLE_PREPOSITIONS = frozenset({"of", "for", "at"})
_OWNING_PREPOSITIONS = frozenset({"of", "for", "to"})
_EMPLOYING_PREPOSITIONS = frozenset({"at", "with", "from"})
_PREPOSITIONS = frozenset({*_OWNING_PREPOSITIONS, *_EMPLOYING_PREPOSITIONS, "in", "on", "by", "about", "under", "near", "who"})
_APPOSITION_ENDS = frozenset({",", ".", ";", ":", "(", ")", "—", "–", "--", "”", '"', "“", "…"})
_PASSING_DATES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A title or apposition: offsets of the whole, of the role in it and of whom it is held for; token that heads the role."""

    span: Offsets
    role: Offsets
    affiliation: Offsets | None
    head: int


def describe(doc: Doc, mention: Mention, *, named: NamedPlaces) -> Description | None:
    """Read the title or apposition beside the name of a person.

    Args:
        doc: Parsed article.
        mention: The name.
        named: Mentions of the article, laid over its tokens.

    Returns:
        The description nearest the name: its title, else what follows it after a comma, else what stands before it with a
        comma. None when no role is stated there.
    """
    name = doc.char_span(mention.char_start, mention.char_end, alignment_mode="expand")
    if name is None or not named.is_person_name(mention):
        return None
    phrases = (_title_before(doc, name.start, named), _apposition_after(doc, name.end),
               *_appositions_before(doc, name.start, name.end))
    read = (_read(doc, phrase, named) for phrase in phrases if phrase is not None)
    return next((description for description in read if description is not None), None)


def affiliation_of_unnamed(doc: Doc, phrase: tuple[int, int], head: int, *, named: NamedPlaces) -> Offsets | None:
    """For whom an unnamed speaker acts: 'White House' in 'a spokesman for the White House'.

    Args:
        doc: Parsed article.
        phrase: Tokens of the source phrase.
        head: Token that heads it.
        named: Mentions of the article, laid over its tokens.
    """
    noun = doc[head]
    if not _is_role(noun) and noun.lemma_.lower() not in ACTING_GROUPS:
        return None
    return _affiliation(doc, phrase[0], head, phrase[1], named)[0]


# ------------------------------------------------------------------------------------------------------ where to look

def _title_before(doc: Doc, first: int, named: NamedPlaces) -> tuple[int, int] | None:
    """'Foreign Minister' in 'Foreign Minister Ana Ruiz', 'spokesman for the ministry' before the name."""
    start = first
    found = named.name_at(first - 1) if first else None
    names_group = first > 0 and (doc[first - 1].lower_ in GROUP_NOUNS
                                 or (found is not None and found[1].entity_type == "organisation"))
    while start > 0 and first - start < LONGEST_PHRASE_TOKENS:
        token = doc[start - 1]
        if doc[start].is_sent_start and not (_is_role(token) and token.text.endswith(".")):
            break                           # the parser may end a sentence with 'Gov.'
        is_part = token.pos_ in _NOMINAL or token.tag_ == "POS" or _is_role(token) or _is_hyphen(token) or token.lower_ in _PAST
        is_link = (token.lower_ == "of" or names_group) and token.lower_ in _TITLE_PREPOSITIONS and start > 1 \
            and start < first and _is_role(doc[start - 2])
        is_article = token.pos_ == "DET" and start > 2 and doc[start - 2].lower_ in _TITLE_PREPOSITIONS \
            and _is_role(doc[start - 3])
        if not (is_part or is_link or is_article):
            break
        start -= 1
    while start < first and doc[start].ent_type_ in _PASSING_DATES:
        start += 1
    return (start, first) if start < first else None


def _apposition_after(doc: Doc, end: int) -> tuple[int, int] | None:
    """'the harbour master' in 'Ana Ruiz, the harbour master, said' and in 'Ana Ruiz (D-Wash.), 43, the harbour master'."""
    if end < len(doc) and doc[end].text == "(":
        closing = next((token.i for token in doc[end:end + LONGEST_BRACKET_TOKENS + 2] if token.text == ")"), None)
        end = end if closing is None else closing + 1
    if end + 1 >= len(doc) or doc[end].text != ",":
        return None
    start = end + 1
    if start + 2 < len(doc) and doc[start].is_digit and doc[start + 1].text == ",":
        start += 2
    stop = start
    while stop < len(doc) and stop - start < LONGEST_PHRASE_TOKENS:
        token = doc[stop]
        if token.text in _APPOSITION_ENDS or token.is_space or token.tag_ in {"WP", "WDT", "WRB"} or (
                token.tag_ in {"VBN", "VBG"} and not _is_hyphen(doc[stop - 1])):
            break
        if token.tag_ in FINITE_TAGS:
            return None                     # a clause of its own: 'Ana Ruiz, officials said, ...'
        stop += 1
    return (start, stop) if stop > start else None


def _appositions_before(doc: Doc, first: int, end: int) -> Iterator[tuple[int, int]]:
    """'a spokeswoman' in 'a spokeswoman, Ana Ruiz, said': the longest phrase first."""
    if first < 2 or doc[first - 1].text != "," or (end < len(doc) and doc[end].text not in _APPOSITION_ENDS
                                                  and not doc[end].is_space):
        return
    stop = first - 1
    start = stop
    while start > 0 and stop - start < LONGEST_PHRASE_TOKENS and not (start < stop and doc[start].is_sent_start):
        token = doc[start - 1]
        if not (token.pos_ in {*_NOMINAL, "DET", "ADP", "NUM"} or token.tag_ in {"POS", "PRP$"} or _is_hyphen(token)):
            break
        start -= 1
    for position in range(start, stop):
        token = doc[position]
        opens = position == start or token.pos_ == "DET" or token.tag_ == "PRP$" or doc[position - 1].pos_ == "ADP"
        if opens and token.pos_ != "ADP":
            yield position, stop


# ------------------------------------------------------------------------------------------------------ how to read it

def _read(doc: Doc, phrase: tuple[int, int], named: NamedPlaces) -> Description | None:
    """Part a phrase into the role and whom it is held for."""
    start, end = phrase
    while start < end and (doc[start].pos_ in {"DET", "ADV"} or doc[start].tag_ == "PRP$"):
        start += 1
    head_end = _head_end(doc, start, end)
    if head_end == start or not _is_role(doc[head_end - 1]) or doc[head_end - 1].tag_ in {"NNS", "NNPS"}:
        return None
    head = head_end - 1
    if named.is_person_name(named.by_token[head]):
        return None                         # 'Mayor Leo Baker' is another speaker, not a role of the one before
    affiliation, role_start, role_end = _affiliation(doc, start, head, end, named)
    return Description(
        span=_offsets(doc, phrase[0], end), role=_offsets(doc, role_start, role_end), affiliation=affiliation, head=head)


def _head_end(doc: Doc, start: int, end: int) -> int:
    """One past the noun that heads a phrase: what follows it is a preposition, another phrase or nothing."""
    position = start
    while position < end:
        token = doc[position]
        is_inside = position > start and _is_hyphen(doc[position - 1])
        if (token.pos_ == "ADP" or token.lower_ in _PREPOSITIONS) and not is_inside:
            break
        is_verb = token.pos_ in {"VERB", "AUX", "DET"} and not is_inside and token.lower_ not in _PAST
        is_abbreviation = token.text == "." and not doc[position - 1].whitespace_ and position + 1 < end     # 'Lt. Gen.'
        if is_verb or (token.is_punct and not _is_hyphen(token) and not is_abbreviation):
            break
        if token.pos_ == "CCONJ" and not (
                position > start and _is_role(doc[position - 1]) and _is_role(doc[_head_end(doc, position + 1, end) - 1])):
            break
        position += 1
    return position


def _owner_end(doc: Doc, start: int, head: int) -> int:
    """One past the last possessive mark before the head; `start` without one."""
    return next((position + 1 for position in range(head - 1, start - 1, -1) if doc[position].tag_ == "POS"), start)


def _affiliation(
    doc: Doc, start: int, head: int, end: int, named: NamedPlaces,
) -> tuple[Offsets | None, int, int]:
    """Whom a role is held for, and the tokens of the role without it."""
    noun = doc[head].lemma_.lower()
    owner_end = _owner_end(doc, start, head)
    if owner_end > start:
        owner = _name_within(doc, start, owner_end - 1, named, head)
        return (owner if _ends_at(doc, owner, owner_end - 1) else None), owner_end, _role_end(doc, head, end, named)
    leading = next((found for position in range(start, head) if (found := named.name_at(position)) is not None), None)
    if leading is not None and _acts_for(leading[1].entity_type, noun) and leading[0].text.casefold() not in CHAMBERS:
        span = (leading[0].char_start, leading[0].char_end)
        past = next(position for position in range(start, head + 1) if doc[position].idx >= span[1] or position == head)
        if not _is_hyphen(doc[past]):       # 'Texas-based'
            # 'former Acme director': without what stands before the name it would be another role.
            return span, past if doc[start].idx == span[0] else start, _role_end(doc, head, end, named)
    role_end = _role_end(doc, head, end, named)
    return _after_preposition(doc, role_end, end, noun, named), start, role_end


def _role_end(doc: Doc, head: int, end: int, named: NamedPlaces) -> int:
    """One past the role, its field included: 'head of research', 'Secretary of State'."""
    stop = head + 1
    if stop + 1 < end and doc[stop].lower_ == "of" and doc[stop + 1].pos_ in _NOMINAL:
        field_end = stop + 1
        while field_end < end and doc[field_end].pos_ in _NOMINAL:
            field_end += 1
        found = named.name_at(stop + 1)
        is_department = doc[head].lemma_.lower() in DEPARTMENT_ROLES and found is not None \
            and found[1].entity_type == "organisation" and len(found[0].text.split()) == 1
        if is_department or not any(named.name_at(position) for position in range(stop + 1, field_end)):
            return field_end
    return stop


def _after_preposition(doc: Doc, position: int, end: int, noun: str, named: NamedPlaces) -> Offsets | None:
    """'Acme' in 'director of Acme', 'head of research at Acme'; 'ministry' in 'a spokesman for the ministry'."""
    if position + 1 >= end:
        return None
    preposition = doc[position].lower_
    for at in range(position + 1, min(end, position + 1 + NAME_REACH_TOKENS)):
        found = named.name_at(at)
        if found is not None:
            kind = found[1].entity_type
            is_held_for = (preposition in _OWNING_PREPOSITIONS and _acts_for(kind, noun)) \
                or (preposition in _EMPLOYING_PREPOSITIONS and kind == "organisation" and noun not in OUTSIDE_ROLES)
            if is_held_for and not _goes_on(doc, at, found[0]):
                return found[0].char_start, found[0].char_end
            if kind != "norp":
                return None
        if doc[at].pos_ not in {*_NOMINAL, "DET"} and not _is_hyphen(doc[at]):
            return None
    if preposition not in {"for", "to"} or noun not in SPEAKING_ROLES:
        return None
    first = position + 1
    while first < end and (doc[first].pos_ == "DET" or doc[first].tag_ == "PRP$"):
        first += 1
    last = first
    while last < end and doc[last].pos_ in _NOMINAL and not named.is_person_name(named.by_token[last]):
        last += 1
    return _offsets(doc, first, last) if last > first and doc[last - 1].pos_ in {"NOUN", "PROPN"} else None


def _name_within(doc: Doc, start: int, end: int, named: NamedPlaces, head: int) -> Offsets | None:
    """The first name among some tokens for which the one in a role may act."""
    for position in range(start, end):
        found = named.name_at(position)
        if found is not None and _acts_for(found[1].entity_type, doc[head].lemma_.lower()):
            return found[0].char_start, found[0].char_end
    return None


def _goes_on(doc: Doc, at: int, mention: Mention) -> bool:
    """Whether the name at a token was cut short: 'Peru' of 'Friends of Peru and Chile Abroad'."""
    past = at
    while past < len(doc) and doc[past].idx < mention.char_end:
        past += 1
    if past < len(doc) and doc[past].pos_ == "CCONJ":
        past += 1
        return past < len(doc) and doc[past].pos_ == "PROPN"
    return past < len(doc) and doc[past].pos_ == "PROPN" and doc[past].ent_type_ not in _PASSING_DATES


def _ends_at(doc: Doc, span: Offsets | None, position: int) -> bool:
    return span is not None and span[1] == doc[position].idx


def _acts_for(entity_type: str, noun: str) -> bool:
    """Whether somebody in a role may act for a thing of that type. A farmer in Texas does not act for Texas, its mayor does."""
    if noun in OUTSIDE_ROLES:
        return False
    return entity_type in {"organisation", "person"} or (
        entity_type == "place" and noun in OFFICE_ROLES | ACTING_GROUPS)


def _is_role(token: Token) -> bool:
    if {token.lower_, token.lemma_.lower()} & ROLES:
        return True
    word = token.lower_
    return token.pos_ == "NOUN" and len(word) >= _SHORTEST_ENDED_ROLE and word.endswith(_ROLE_ENDINGS) \
        and word not in _ENDED_OTHERS


def _is_hyphen(token: Token) -> bool:
    """Whether a token joins two parts of one word: 'vice-president'."""
    return token.text in _HYPHENS and not token.whitespace_ and token.i > 0 and not token.nbor(-1).whitespace_


def _offsets(doc: Doc, start: int, end: int) -> Offsets:
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


# ------------------------------------------------------------------------------------------------ of every named entity

@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an article says beside a name that somebody or something is.

    Args:
        mention: The name.
        span: Offsets of the words.
        head: Word that heads a role or relation, in lower case; empty for the other kinds.
    """

    mention: Mention
    kind: DescriptionKind
    span: Offsets
    head: str = ""


def find_statements(doc: Doc, *, named: NamedPlaces) -> tuple[Statement, ...]:
    """Roles, affiliations, relations and origins of the persons an article names, and what it says its organisations are.

    Args:
        doc: Parsed article.
        named: Mentions of the article, laid over its tokens.

    Returns:
        Statements in order of their names, each once.
    """
    found: dict[tuple[str, str, int], Statement] = {}
    seen: set[str] = set()
    for mention in named.by_token:
        if mention is None or mention.mention_kind != "name" or mention.mention_id in seen:
            continue
        seen.add(mention.mention_id)
        for statement in _statements_beside(doc, mention, named):
            found.setdefault((mention.mention_id, statement.kind, statement.span[0]), statement)
    return tuple(found.values())


def _statements_beside(doc: Doc, mention: Mention, named: NamedPlaces) -> Iterator[Statement]:
    span = doc.char_span(mention.char_start, mention.char_end, alignment_mode="expand")
    entity = named.entity_of(mention)
    if span is None or entity is None:
        return
    if entity.entity_type == "organisation":
        phrase = _apposition_after(doc, span.end)
        if phrase is not None and doc[phrase[0]].lower_ in {"a", "an", "the"} and doc[phrase[1] - 1].pos_ in _NOMINAL \
                and phrase[1] - phrase[0] > 1 and named.name_at(phrase[0] + 1) is None:     # not the next of a list
            yield Statement(mention=mention, kind="apposition", span=_offsets(doc, *phrase))
    if entity.entity_type != "person":
        return
    description = describe(doc, mention, named=named) or _predicate(doc, span.end, named)
    if description is not None:
        head = doc[description.head]
        is_kin = head.lemma_.lower() in KIN_ROLES
        yield Statement(mention=mention, kind="relation" if is_kin else "role", span=_whole(description),
                        head=head.lower_ if head.text.endswith(".") else head.lemma_.lower())
        if description.affiliation is not None and not is_kin and head.lemma_.lower() not in _SENT_ROLES:
            yield Statement(mention=mention, kind="affiliation", span=description.affiliation)
    elif span.start > 1 and doc[span.start - 1].lower_ == "lady" and doc[span.start - 2].lower_ == "first":
        yield Statement(mention=mention, kind="role", span=_offsets(doc, span.start - 2, span.start), head="lady")
    origin = _origin(doc, span.end, named)
    if origin is not None:
        yield Statement(mention=mention, kind="origin", span=origin)


def _whole(description: Description) -> Offsets:
    """'ambassador to Japan': from the role to the end of the phrase, without what follows a further comma."""
    start, end = description.role
    if description.affiliation is not None and description.affiliation[0] >= end:
        return start, description.affiliation[1]
    if description.affiliation is None:
        return start, max(end, description.span[1]) if description.span[0] <= start else end
    return start, end


def _predicate(doc: Doc, end: int, named: NamedPlaces) -> Description | None:
    """'the harbour master' in 'Ana Ruiz is the harbour master of Vik'."""
    if end + 1 >= len(doc) or doc[end].lemma_ != "be" or doc[end].tag_ not in {"VBZ", "VBD"} \
            or doc[end + 1].lower_ not in {"a", "an", "the"}:
        return None
    stop = end + 1
    while stop < len(doc) and stop - end <= LONGEST_PHRASE_TOKENS and doc[stop].text not in _APPOSITION_ENDS \
            and doc[stop].pos_ not in {"VERB", "AUX", "SCONJ", "CCONJ"} and not doc[stop].is_space \
            and doc[stop].tag_ not in {"WP", "WDT", "WRB"}:
        stop += 1
    return _read(doc, (end + 1, stop), named)


def _origin(doc: Doc, end: int, named: NamedPlaces) -> Offsets | None:
    """'Hiroshima' in 'Ana Ruiz, who is from Hiroshima', 'Ana Ruiz, a native of Hiroshima' and 'Ana Ruiz of Hiroshima'."""
    words = [token.lower_ for token in doc[end:end + _ORIGIN_REACH_TOKENS]]
    for opening in _ORIGIN_OPENINGS:
        at = end + len(opening)
        if tuple(words[:len(opening)]) == opening and at < len(doc):
            found = named.name_at(at)
            if found is not None and found[1].entity_type == "place" and found[0].char_start == doc[at].idx:
                return found[0].char_start, found[0].char_end
    return None
