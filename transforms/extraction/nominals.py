"""Whom "the minister" and "the company" refer to, where the article says so. Everything else is left unresolved.

A definite noun phrase is linked to a person for whom the article states that role ("Transport Minister Ana Ruiz", "Ana Ruiz,
the vicar of Vik", "Ruiz is the coach"), or to an organisation that has the noun in its name or description. Where two fit, it
is linked to neither.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from schemas.vocabulary import EntityType
from transforms.layout import BLOCK_SEPARATOR
from transforms.lexicons.nouns_organisation import GENERIC_ORGANISATION_NOUNS, NOUNS_OF_NAME_WORD, ORGANISATION_NOUNS
from transforms.lexicons.titles_person import HONORIFICS, NOUNS_OF_HONORIFIC, NOUNS_OF_OFFICE, TITLE_WORDS

MAX_NEAR_BLOCKS_BACK = 1
"""Paragraphs over which "the company", which any organisation may be, and "the department", where there are two, reach back."""
MAX_TITLE_TOKENS = 6

LIMITING_WORDS = frozenset({
    "acting", "assistant", "associate", "deputy", "elect", "ex", "former", "junior", "late", "prime", "shadow", "then", "vice",
})
"""Words without which a role is another one: who is deputy minister is not "the minister"."""

_NOUNS_OF_MANY = frozenset({"leader", "lawmaker"})
"""Nouns that fit too many to refer to one without a word beside them: "the Japanese leader"."""

_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "poss"})
_AGE_TOKENS = ("-", "year", "-", "old")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedParty:
    """One name in the article: tokens `first` up to, but without, `end`, and the entity it refers to."""

    first: int
    end: int
    entity_id: str
    entity_type: EntityType


@dataclass(frozen=True, slots=True, kw_only=True)
class _Description:
    """A noun with its modifiers: 'prime', 'minister' of 'Prime Minister Ruiz'."""

    head: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    """What the names of an article are told to be, and where they stand."""

    parties: Sequence[NamedParty]
    descriptions: Mapping[str, Sequence[_Description]]
    block: Sequence[int]
    named_at: Mapping[int, NamedParty]


def resolve_nominals(doc: Doc, parties: Sequence[NamedParty]) -> dict[tuple[int, int], str]:
    """Resolve definite noun phrases that refer to a person or an organisation named before.

    Args:
        doc: Parsed article; needs `dep`, tags, lemmas and sentence boundaries.
        parties: Every name of a person or organisation in it, in order.

    Returns:
        Tokens (half-open) of each resolved noun phrase, from its article to its head -> entity. A phrase that fits two is left
        out, and so is one that holds a name, is plural, or stands in apposition to a name.
    """
    if not parties:
        return {}
    article = _described(doc, parties)
    resolved: dict[tuple[int, int], str] = {}
    for token in doc:
        if token.lower_ != "the" or token.i + 1 >= len(doc):
            continue
        age = _age_phrase(doc, token.i)
        if age is not None:
            entity_id = _person_of_age(doc, token.i, article)
            if entity_id is not None:
                resolved[age] = entity_id
            continue
        head = token.head
        if token.dep_ != "det" or not _may_refer(doc, token, head, article):
            continue
        entity_id = _referent(token, head, article)
        if entity_id is not None:
            resolved[token.i, head.i + 1] = entity_id
    return resolved


def _may_refer(doc: Doc, article_word: Token, head: Token, article: _Article) -> bool:
    """Whether 'the' and its noun can refer again to what was named: a singular noun that neither holds nor describes a name."""
    if head.tag_ != "NN" or head.i <= article_word.i or head.dep_ in ("appos", "attr", "compound", "nmod", "oprd"):
        return False
    if any(i in article.named_at for i in range(article_word.i, min(head.i + 2, len(doc)))):
        return False                            # "the company Acme"
    if head.head.lower_ == "as" or any(child.dep_ in ("appos", "relcl", "acl", "conj") for child in head.children):
        return False
    # "the minister, Ana Ruiz,": the name says it.
    return not (head.i + 2 < len(doc) and doc[head.i + 1].text == "," and head.i + 2 in article.named_at)


def _referent(article_word: Token, head: Token, article: _Article) -> str | None:
    noun = head.lemma_.lower()
    modifiers = frozenset(token.lemma_.lower() for token in head.doc[article_word.i + 1:head.i] if token.is_alpha)
    complements = [child for child in head.children if child.dep_ == "prep" and child.lower_ in ("of", "for")]
    complement = frozenset(token.lemma_.lower() for child in complements for token in child.subtree
                           if token.pos_ in ("NOUN", "PROPN"))
    wanted = modifiers | complement
    if noun in _NOUNS_OF_MANY and not wanted:
        return None
    reached = [party for party in article.parties if party.end <= article_word.i]
    fitting = {party.entity_id for party in reached if _fits(article.descriptions[party.entity_id], noun, wanted)}
    if len(fitting) > 1 and noun in ORGANISATION_NOUNS:
        # Of two departments the one that the paragraph is about.
        at = article.block[article_word.i]
        fitting &= {party.entity_id for party in reached if at - article.block[party.first] <= MAX_NEAR_BLOCKS_BACK}
    if len(fitting) == 1:
        return fitting.pop()
    if fitting or wanted or noun not in GENERIC_ORGANISATION_NOUNS:
        return None
    return _only_organisation(article_word, reached, article)


def _fits(descriptions: Sequence[_Description], noun: str, wanted: frozenset[str]) -> bool:
    return any(one.head == noun and wanted <= one.words and not LIMITING_WORDS & (one.words - wanted) for one in descriptions)


def _only_organisation(article_word: Token, reached: Sequence[NamedParty], article: _Article) -> str | None:
    """The only organisation near by, where it acts there and nothing tells that it is no company."""
    at = article.block[article_word.i]
    near = [party for party in reached
            if party.entity_type == "organisation" and at - article.block[party.first] <= MAX_NEAR_BLOCKS_BACK]
    if len({party.entity_id for party in near}) != 1:
        return None
    entity_id = near[0].entity_id
    kinds = {one.head for one in article.descriptions[entity_id]} & (ORGANISATION_NOUNS - GENERIC_ORGANISATION_NOUNS)
    acts = any(article_word.doc[party.first:party.end].root.dep_ in _SUBJECTS for party in near)
    return entity_id if acts and not kinds else None


# ------------------------------------------------------------------------------------------------------------ descriptions

def _described(doc: Doc, parties: Sequence[NamedParty]) -> _Article:
    named_at = {i: party for party in parties for i in range(party.first, party.end)}
    descriptions: dict[str, list[_Description]] = defaultdict(list)
    for party in parties:
        descriptions[party.entity_id] += _descriptions(doc, party, named_at)
    block: list[int] = []
    current = 0
    for token in doc:
        current += token.is_space and BLOCK_SEPARATOR in token.text
        block.append(current)
    return _Article(parties=parties, descriptions=descriptions, block=block, named_at=named_at)


def _descriptions(doc: Doc, party: NamedParty, named_at: Mapping[int, NamedParty]) -> Iterator[_Description]:
    """What the words around a name, or in the name of an organisation, tell that it is."""
    root = doc[party.first:party.end].root
    nouns: list[Token] = [child for child in root.children if child.dep_ == "appos" and child.i >= party.end]
    if root.dep_ == "appos" and root.head.i < party.first:
        nouns.append(root.head)
    verbs = [child for child in root.children if child.dep_ == "relcl"]
    verbs += [root.head] if root.dep_ == "nsubj" else []
    nouns += [child for verb in verbs if verb.lemma_ == "be" and not any(other.dep_ == "neg" for other in verb.children)
              for child in verb.children if child.dep_ == "attr"]
    for noun in nouns:
        is_body = noun.lemma_.lower() in ORGANISATION_NOUNS
        if noun.tag_ == "NN" and noun.i not in named_at and (party.entity_type == "organisation" or not is_body):
            yield _Description(head=noun.lemma_.lower(), words=_words_of(noun))
    if party.entity_type == "organisation":
        words = frozenset(doc[i].lower_ for i in range(party.first, party.end))
        for noun in {*(words & ORGANISATION_NOUNS), *(noun for word in words for noun in NOUNS_OF_NAME_WORD.get(word, ()))}:
            yield _Description(head=noun, words=words)
    before = doc[party.first - 1].lower_ if party.first else ""
    for noun in NOUNS_OF_HONORIFIC.get(before, ()):
        yield _Description(head=noun, words=frozenset({noun}))
    title = _title(doc, party)
    if title:
        yield _Description(head=title[-1], words=frozenset(title))
        is_premier = title[-2:] == ["prime", "minister"]
        for noun in NOUNS_OF_OFFICE.get("prime minister" if is_premier else title[-1], ()):
            yield _Description(head=noun, words=frozenset({*title, noun} - {"prime"}))


def _words_of(noun: Token) -> frozenset[str]:
    parts = [child for child in noun.children if child.dep_ in _MODIFIERS or child.dep_ == "prep"]
    return frozenset({noun.lemma_.lower(), *(token.lemma_.lower() for child in parts for token in child.subtree)})


def _title(doc: Doc, party: NamedParty) -> list[str]:
    """Words of the title right before a name ('prime', 'minister'), in lower case."""
    words: list[str] = []
    for i in range(party.first - 1, max(-1, party.first - 1 - MAX_TITLE_TOKENS), -1):
        token = doc[i]
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") or token.lower_ in HONORIFICS or (token.tag_ == "NNS" and not words):
            break
        words.insert(0, token.lower_)
        if token.is_sent_start:
            break
    last = doc[party.first - 1]
    is_title = last.lower_ in TITLE_WORDS or party.first <= last.head.i < party.end
    return words if words and is_title and last.pos_ in ("NOUN", "PROPN") else []


# ------------------------------------------------------------------------------------------------------------------- ages

def _age_phrase(doc: Doc, start: int) -> tuple[int, int] | None:
    """Tokens of 'the 37-year-old' from the word 'the' on; None where a noun follows, which may be anybody or anything."""
    end = start + 2 + len(_AGE_TOKENS)
    if end >= len(doc) or not doc[start + 1].is_digit or tuple(token.lower_ for token in doc[start + 2:end]) != _AGE_TOKENS:
        return None
    return None if doc[end].pos_ in ("NOUN", "PROPN", "ADJ") else (start, end)


def _person_of_age(doc: Doc, start: int, article: _Article) -> str | None:
    """Who is of the stated age; else the only person named in the paragraph before or in what the own paragraph says before,
    where no age is stated for that person."""
    age = doc[start + 1].text
    stated = {party.entity_id: doc[party.end + 1].text for party in article.parties if party.entity_type == "person"
              and party.end + 2 < len(doc) and doc[party.end].text == "," and doc[party.end + 1].is_digit}
    of_age = {entity_id for entity_id, years in stated.items() if years == age}
    if of_age:
        return of_age.pop() if len(of_age) == 1 else None
    at = article.block[start]
    acting = {party.entity_id for party in article.parties if party.entity_type == "person" and party.end <= start
              and at - article.block[party.first] <= 1 and doc[party.first:party.end].root.dep_ == "nsubj"}
    return acting.pop() if len(acting) == 1 and not acting & stated.keys() else None
