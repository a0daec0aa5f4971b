"""Which name in a source phrase is the speaker's: its head, a name beside it, or the issuer of what is quoted."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from transforms.extraction.named_places import NamedPlaces
from transforms.lexicons.nouns_organisation import DOCUMENT_NOUNS, ORGANISATION_NOUNS
from transforms.lexicons.titles_person import TITLE_WORDS

MAX_TITLE_TOKENS = 8
"""Tokens between the name of a body and the name of who speaks for it: 'Party for the Sea leader Ana Ruiz'."""
MAX_APPOSITION_TOKENS = 8
MAX_TOKENS_TO_DOCUMENT = 120
"""Tokens between 'a report by the Vik Institute' and 'the report'."""

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_INSIDE_TITLE = frozenset({"ADJ", "ADP", "DET", "NOUN", "PART", "PROPN"})
_ENDS_APPOSITION = frozenset({",", ".", "—", "–", "(", "”", '"'})
_ISSUING_PREPOSITIONS = frozenset({"by", "from"})
_PARTIES = frozenset({"person", "organisation"})


def name_token(head: Token, named: NamedPlaces) -> Token | None:
    """The token of a source phrase that lies in the mention of its speaker; None when none does.

    It is the head itself, or a name in apposition to the head, on either side. A person who leads the body at the head goes
    before the body.
    """
    own = named.by_token[head.i]
    if own is not None and (own.mention_kind == "name" or own.entity_id is not None):
        return _leader_after(head, named) or head
    for child in head.children:
        if child.dep_ in {"appos", "compound", "nmod"} and child.i > head.i and named.named_type_at(child) == "person":
            return child
    return _name_before_complement(head, named) or _name_after(head, named) or _name_before_apposition(head, named) \
        or _issuer(head, named)


def issuer_stated_before(head: Token, named: NamedPlaces) -> Token | None:
    """The token that names who issued "the report" at the head, where the last report spoken of has an issuer."""
    if head.lemma_.lower() not in DOCUMENT_NOUNS or not any(child.lower_ == "the" for child in head.lefts):
        return None
    before = head.doc[max(0, head.i - MAX_TOKENS_TO_DOCUMENT):head.i]
    same = next((token for token in reversed(before) if token.lemma_ == head.lemma_ and token.pos_ == "NOUN"), None)
    return _issuer(same, named) if same is not None else None


def coordinated_source(head: Token, named: NamedPlaces) -> tuple[int, int] | None:
    """Tokens of 'Ruiz, Park and the union' with its head at one of them; None when the source is no coordination."""
    doc = head.doc
    first = head
    while first.dep_ == "conj" and first.head.pos_ in _NOMINAL:
        first = first.head
    last = first
    while (following := _joined_to(last)) is not None:
        last = following
    start, end = named.tokens_of_mention(first)[0], named.tokens_of_mention(last)[1]
    between = doc[named.tokens_of_mention(first)[1]:named.tokens_of_mention(last)[0]]
    is_list = last.i > first.i and any(token.dep_ == "cc" for token in between) \
        and not any(token.pos_ in {"VERB", "AUX"} or token.is_quote for token in between)
    return (min(start, first.left_edge.i), end) if is_list and start < end and start <= head.i < end else None


def _joined_to(token: Token) -> Token | None:
    return next((child for child in token.children if child.dep_ == "conj" and child.pos_ in _NOMINAL), None)


def _leader_after(head: Token, named: NamedPlaces) -> Token | None:
    """'Ana Ruiz' of 'Party for the Sea leader Ana Ruiz', which the parser may hang on the party."""
    if named.named_type_at(head) not in {"organisation", "place"}:
        return None
    doc = head.doc
    _, start = named.tokens_of_mention(head)
    for token in doc[start:start + MAX_TITLE_TOKENS]:
        if token.pos_ not in _INSIDE_TITLE or token.is_sent_start:
            return None
        if named.named_type_at(token) == "person":
            before = doc[token.i - 1]
            is_role = before.lower_ in TITLE_WORDS or before.tag_ == "NN"
            return token if is_role and before.i >= start and named.by_token[before.i] is None else None
    return None


def _name_before_complement(head: Token, named: NamedPlaces) -> Token | None:
    """'Ana Ruiz' of 'Ana Ruiz of Vik village', where the parser makes the village speak."""
    for child in head.lefts:
        if child.dep_ in {"nmod", "compound"} and named.named_type_at(child) == "person":
            end = named.tokens_of_mention(child)[1]
            if end < head.i and head.doc[end].lower_ in {"of", "from"}:
                return child
    return None


def _name_after(head: Token, named: NamedPlaces) -> Token | None:
    """'Leo Park' of 'a spokesman for the ministry, Leo Park,'; 'Clarion Ltd' of 'the vendor, Clarion Ltd,'."""
    doc = head.doc
    is_one = head.lower_ == "one"
    if not is_one and (head.pos_ != "NOUN" or head.tag_ == "NNS"):
        return None
    wanted = "organisation" if head.lemma_.lower() in ORGANISATION_NOUNS else "person"
    for end in _ends_of_description(head):
        position = end + (end < len(doc) and doc[end].text == ",")
        if position >= len(doc) or named.named_type_at(doc[position]) != wanted or (is_one and position == end):
            continue
        past = named.tokens_of_mention(doc[position])[1]
        is_closed = past >= len(doc) or doc[past].text in _ENDS_APPOSITION or doc[past].i == head.head.i
        if (position == end and wanted == "person") or is_closed:
            return doc[position]
    return None


def _ends_of_description(head: Token) -> Iterator[int]:
    """Where a noun may end that a name in apposition follows: after itself, or after its complement if that names a body."""
    yield head.i + 1
    doc = head.doc
    for child in head.rights:
        if child.dep_ != "prep":
            continue
        for token in doc[child.i + 1:min(len(doc), child.i + 1 + MAX_APPOSITION_TOKENS)]:
            if token.pos_ in {"VERB", "AUX"} or token.text == ",":
                break
            if token.lemma_.lower() in ORGANISATION_NOUNS or doc[token.i + 1:token.i + 2].text == ",":
                yield token.i + 1


def _name_before_apposition(head: Token, named: NamedPlaces) -> Token | None:
    """'Ana Ruiz' of 'Ana Ruiz, head of Clarion, a record company', where the parser makes the company speak."""
    doc = head.doc
    opening = next((token for token in head.lefts if token.lower_ in {"a", "an"}), None)
    is_body = any(token.lemma_.lower() in ORGANISATION_NOUNS for token in head.subtree)
    if opening is None or not is_body or opening.i < 2 or doc[opening.i - 1].text != ",":
        return None
    for i in range(opening.i - 2, max(0, opening.i - 2 - MAX_APPOSITION_TOKENS), -1):
        if doc[i].pos_ in {"VERB", "AUX"} or doc[i].is_sent_start:
            return None
        if doc[i].text == "," and named.named_type_at(doc[i - 1]) == "person":
            first = named.tokens_of_mention(doc[i - 1])[0]
            return doc[i - 1] if first == 0 or doc[first - 1].pos_ != "ADP" else None
    return None


def _issuer(head: Token, named: NamedPlaces) -> Token | None:
    """Who speaks in a report or website: 'the Vik Institute' of 'a Vik Institute report' and 'a report by the Vik Institute'."""
    if head.lemma_.lower() not in DOCUMENT_NOUNS and head.lower_ not in DOCUMENT_NOUNS:
        return None
    for child in head.children:
        if child.dep_ == "poss" and child.i < head.i and named.type_at(child) in _PARTIES:
            return child
        if child.dep_ in {"compound", "nmod"} and child.i < head.i and named.named_type_at(child) == "organisation":
            return child
    doc: Doc = head.doc
    governors = [head, *(verb for verb in head.rights if verb.dep_ == "acl")]
    prepositions = [child for governor in governors for child in governor.rights if child.dep_ in {"prep", "agent"}]
    for preposition in prepositions:
        issuer = next((child for child in preposition.children if child.dep_ == "pobj"), None)
        if preposition.lower_ in _ISSUING_PREPOSITIONS and issuer is not None and named.type_at(issuer) in _PARTIES \
                and not any(child.dep_ == "conj" for child in doc[issuer.i].children):
            return issuer
    return None
