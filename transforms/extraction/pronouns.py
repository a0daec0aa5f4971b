"""Whom `he` and `she` refer to, where that is nearly certain. Everything else is left unresolved rather than guessed.

The ranking is a small version of salience by sentence distance, grammatical role and frequency, after Lappin and Leass
(1994), "An Algorithm for Pronominal Anaphora Resolution".
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile
from math import log2
from typing import Literal

from spacy.tokens import Doc, Token

from transforms.extraction.entities import gender_of_name
from transforms.extraction.page import split_lines
from transforms.extraction.quotation_marks import Offsets, find_quotations
from transforms.layout import BLOCK_SEPARATOR
from transforms.lexicons.titles_person import FEMALE_NOUNS, KIN_FEMALE, KIN_MALE, MALE_NOUNS, PERSON_NOUNS
from transforms.lexicons.verbs_speech import SPEECH_VERBS

Gender = Literal["m", "f"]
Role = Literal["subject", "inner subject", "coordinated", "object", "possessor", "modifier"]

PRONOUN_GENDER: Mapping[str, Gender] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
}
REFLEXIVES = frozenset({"himself", "herself"})

MAX_SENTENCES_BACK = 5
"""Sentences, those wholly inside quotation marks not counted, over which a pronoun may reach back."""
MAX_BLOCKS_BACK = 2
"""Paragraphs, those wholly inside quotation marks not counted, over which it may; a subheading is one."""
MAX_SPEECH_BLOCKS_BACK = 4
"""Paragraphs over which a pronoun that speaks ("he added") may reach back to somebody who spoke."""
MAX_SENTENCES_FROM_SPEECH = 3
MAX_BLOCKS_FROM_SPEECH = 1
"""Sentences and paragraphs over which it may reach back to somebody who did not: not as far as any other pronoun."""

SENTENCE_COST = (0.0, 0.5, 1.2, 1.9)
"""What each sentence between pronoun and antecedent costs."""
BLOCK_COST = 0.2
FAR_SENTENCE_COST = 0.3
"""What each sentence beyond those costs."""
ROLE_WEIGHT: Mapping[Role, float] = {
    "subject": 1.0, "inner subject": 0.6, "coordinated": 0.4, "object": 0.0, "possessor": -0.2, "modifier": -0.8,
}
QUOTED_COST = 1.5
"""Cost of an antecedent that stands inside quotation marks when the pronoun stands outside."""
GENDER_MATCH_WEIGHT = 0.9
PRONOUN_WEIGHT = 0.3
"""Weight of an antecedent that is itself a resolved pronoun: a chain tends to go on."""
SPEAKING_CHAIN_WEIGHT = 0.2
"""Added to it when the pronoun speaks."""
FREQUENCY_WEIGHT = 0.2
SPEECH_WEIGHT = 0.7
"""Weight of an antecedent that speaks when the pronoun does: who was quoted goes on ("Ruiz said ... She added ...")."""
PASSED_SPEAKER_COST = 0.8
"""Cost of an antecedent after which somebody else was named as speaking, whom the pronoun could mean."""
SPEAKING_VOTE = 2
"""Votes on the gender of an entity that a resolved pronoun casts when it speaks; others cast one."""
TOKEN_COST = 0.01
"""What each word of narration between pronoun and antecedent costs."""
MIN_MARGIN = 0.25
"""How far the best antecedent must stand above the next best; the pronoun stays unresolved under it."""
MIN_SCORE = -1.0
MIN_SCORE_SPEAKING = 0.0
MIN_SCORE_ALONE = -1.5
"""The same for a pronoun that speaks where nobody else is in reach whom it could mean."""

MAX_CLAUSES_UP = 4
"""Verbs through which a reflexive looks for its subject."""
_SUBJECT_SHARING = frozenset({"conj", "xcomp", "advcl", "prep", "pcomp", "dep"})
_EMPHATIC = frozenset({"appos", "npadvmod", "nmod", "dep", "advmod", "nsubj", "conj"})

OPENING_WORDS = 6
"""A pronoun this near the start of a sentence may point forward to its subject: "In his speech, Kishida ..."."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """One name of a person: tokens `first` up to, but without, `end`; its entity; title words before it, in lower case."""

    first: int
    end: int
    entity_id: str
    name: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationName:
    """One name of an organisation: tokens `first` up to, but without, `end`, and its entity."""

    first: int
    end: int
    entity_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Antecedent:
    """A place in the text that refers to a person: a name or a pronoun resolved before."""

    token: Token
    entity_id: str
    role: Role
    is_pronoun: bool
    speaks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """For each token: its block; its sentence as parsed; how many blocks, sentences and words that are not all quotation there
    are up to it; and its quotation (0 outside of any)."""

    block: Sequence[int]
    parsed_sentence: Sequence[int]
    story_block: Sequence[int]
    sentence: Sequence[int]
    word: Sequence[int]
    quotation: Sequence[int]


def resolve_pronouns(doc: Doc, persons: Sequence[PersonName], *, nominals: Mapping[int, str] | None = None) -> dict[int, str]:
    """Resolve the pronouns `he` and `she`, in all their forms.

    Args:
        doc: Parsed article; needs `dep` and sentence boundaries.
        persons: Every name of a person in it, in order.
        nominals: Head of each noun phrase that refers to one of them ("the vicar") -> entity.

    Returns:
        Token index of each resolved pronoun -> entity. Pronouns that could be somebody else's are left out.
    """
    pronouns = [token for token in doc if token.lower_ in PRONOUN_GENDER]
    if not pronouns or not persons:
        return {}
    layout = _layout(doc)
    genders = _genders(doc, persons)
    frequency = Counter(person.entity_id for person in persons)
    names = [_antecedent(doc[person.first:person.end].root, person.entity_id, layout) for person in persons]
    names += [_antecedent(doc[head], entity_id, layout) for head, entity_id in (nominals or {}).items()]
    names.sort(key=lambda name: name.token.i)
    unnamed = [token.i for token in doc
               if token.i not in (nominals or {}) and _is_unnamed_person(token) and _speaks(token, layout)]
    first_pass = _resolve(pronouns, names, layout, genders, frequency=frequency, unnamed=unnamed)
    # What most pronouns of an entity agree on is evidence for the rest, as an honorific is.
    votes: dict[str, Counter[Gender]] = defaultdict(Counter)
    for i, entity_id in first_pass.items():
        votes[entity_id][PRONOUN_GENDER[doc[i].lower_]] += SPEAKING_VOTE if _speaks(doc[i], layout) else 1
    for entity_id, counts in votes.items():
        (gender, most), *rest = counts.most_common()
        if not rest or most > rest[0][1]:
            genders.setdefault(entity_id, gender)
    return _resolve(pronouns, names, layout, genders, frequency=frequency, unnamed=unnamed)


def resolve_speaking_it(doc: Doc, organisations: Sequence[OrganisationName]) -> dict[int, str]:
    """Resolve `it` where it speaks ("It added that ...") right after one organisation did.

    Args:
        doc: Parsed article; needs `dep` and sentence boundaries.
        organisations: Every name of an organisation in it, in order.

    Returns:
        Token index of each resolved pronoun -> entity: the only organisation that speaks in its sentence or the one before.
    """
    layout: _Layout | None = None
    resolved: dict[int, str] = {}
    for token in doc:
        if token.lower_ != "it" or token.dep_ != "nsubj" or token.head.lemma_.lower() not in SPEECH_VERBS:
            continue
        layout = layout or _layout(doc)
        if layout.quotation[token.i]:
            continue
        speaking = {
            name.entity_id for name in organisations for root in (doc[name.first:name.end].root,)
            if name.end <= token.i and layout.sentence[token.i] - layout.sentence[root.i] <= 1 and _speaks(root, layout)}
        speaking |= {entity_id for at, entity_id in resolved.items() if layout.sentence[token.i] - layout.sentence[at] <= 1}
        if len(speaking) == 1:
            resolved[token.i] = speaking.pop()
    return resolved


def _resolve(
    pronouns: Sequence[Token], names: Sequence[_Antecedent], layout: _Layout, genders: Mapping[str, Gender],
    *, frequency: Mapping[str, int], unnamed: Sequence[int],
) -> dict[int, str]:
    resolved: dict[int, str] = {}
    found: list[_Antecedent] = []
    positions = [name.token.i for name in names]
    referents = {name.token.i: name.entity_id for name in names}
    for pronoun in pronouns:
        bound = _bound_to(pronoun, referents | resolved, genders) if pronoun.lower_ in REFLEXIVES else None
        if bound is not None:
            resolved[pronoun.i] = bound
            found.append(_antecedent(pronoun, bound, layout))
            continue
        speaks = _speaks(pronoun, layout)
        first, end = _reach(pronoun, layout, speaks=speaks)
        reached = bisect_left(positions, end)
        is_alone = speaks and len({name.entity_id for name in names[:reached]
                                   if genders.get(name.entity_id) in (None, PRONOUN_GENDER[pronoun.lower_])}) == 1
        near = names[bisect_left(positions, first):reached]
        scores: dict[str, float] = {}
        last = _last_named_speaker(pronoun, near, genders) if speaks else None
        # After "The hiker said ..." whoever spoke before the hiker is no longer meant by "she added".
        barrier = _last_unnamed_speaker(pronoun, unnamed, layout) if speaks else -1
        owner = _unnamed_owner(pronoun)
        for antecedent in (*near, *takewhile(lambda earlier, first=first: earlier.token.i >= first, reversed(found))):
            if not _is_near(pronoun, antecedent, layout, speaks=speaks) and not is_alone and not (speaks and antecedent.speaks):
                continue
            if antecedent.token.i < barrier or (owner is not None and owner != antecedent.token
                                                and not _share_sentence(pronoun, antecedent.token, layout)):
                continue
            score = _score(pronoun, antecedent, layout, genders.get(antecedent.entity_id))
            if score is not None:
                score += FREQUENCY_WEIGHT * log2(1 + frequency[antecedent.entity_id])
                if speaks:
                    score += SPEECH_WEIGHT * antecedent.speaks + SPEAKING_CHAIN_WEIGHT * antecedent.is_pronoun
                if last is not None and antecedent.token.i < last.token.i and antecedent.entity_id != last.entity_id:
                    score -= PASSED_SPEAKER_COST
                scores[antecedent.entity_id] = max(score, scores.get(antecedent.entity_id, score))
        least = MIN_SCORE if not speaks else MIN_SCORE_ALONE if len(scores) == 1 else MIN_SCORE_SPEAKING
        entity_id = _clear_winner(scores, least=least)
        if entity_id is not None:
            resolved[pronoun.i] = entity_id
            found.append(_antecedent(pronoun, entity_id, layout))
    return resolved


def _bound_to(reflexive: Token, referents: Mapping[int, str], genders: Mapping[str, Gender]) -> str | None:
    """Whom grammar alone makes a reflexive refer to: the subject of its verb, or what it stands beside ("Ruiz herself")."""
    beside = reflexive.nbor(-1) if reflexive.i else reflexive
    verb = _clause(reflexive)
    if reflexive.dep_ == "nsubj" and verb.head != verb:     # "she found herself alone"
        verb = verb.head
    subject = beside if beside.i in referents and reflexive.dep_ in _EMPHATIC else _subject_of(verb)
    entity_id = referents.get(subject.i) if subject is not None else None
    agrees = entity_id is not None and genders.get(entity_id) in (None, PRONOUN_GENDER[reflexive.lower_])
    return entity_id if agrees else None


def _subject_of(verb: Token) -> Token | None:
    """The subject of a verb, which a verb without one shares with the verb it hangs on: "rose and proclaimed himself king"."""
    for _ in range(MAX_CLAUSES_UP):
        subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass") and child.i < verb.i), None)
        if subject is not None:
            is_relative = subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl"
            return verb.head if is_relative else subject
        if verb.dep_ == "acl":
            return verb.head
        if verb.dep_ not in _SUBJECT_SHARING or verb.head == verb:
            return None
        verb = verb.head
    return None


def _last_unnamed_speaker(pronoun: Token, unnamed: Sequence[int], layout: _Layout) -> int:
    """The last of the given tokens before the pronoun, where it is as near as any antecedent may be; -1 without one."""
    passed = bisect_left(unnamed, pronoun.i)
    last = unnamed[passed - 1] if passed else -1
    return last if layout.story_block[pronoun.i] - layout.story_block[last] <= MAX_BLOCKS_FROM_SPEECH else -1


def _is_unnamed_person(token: Token) -> bool:
    """Whether a common noun speaks of one person whom its phrase does not name."""
    return token.tag_ == "NN" and token.dep_ == "nsubj" and token.lemma_.lower() in PERSON_NOUNS \
        and not any(child.dep_ in ("appos", "compound") and child.pos_ == "PROPN" for child in token.children)


def _unnamed_owner(pronoun: Token) -> Token | None:
    """The unnamed subject of its own clause, which an owner is rather than somebody in a sentence before: "The hiker, a woman
    of 22, would not give her name"."""
    if pronoun.dep_ != "poss":
        return None
    subject = next((child for child in _clause(pronoun.head).children if child.dep_ == "nsubj" and child.i < pronoun.i), None)
    return subject if subject is not None and _is_unnamed_person(subject) else None


def _share_sentence(one: Token, other: Token, layout: _Layout) -> bool:
    return layout.parsed_sentence[one.i] == layout.parsed_sentence[other.i]


def _last_named_speaker(pronoun: Token, names: Sequence[_Antecedent], genders: Mapping[str, Gender]) -> _Antecedent | None:
    """The last before the pronoun who is named as the one who speaks and whom it could mean."""
    return next((name for name in reversed(names) if name.token.i < pronoun.i and name.speaks and name.role == "subject"
                 and genders.get(name.entity_id) in (None, PRONOUN_GENDER[pronoun.lower_])), None)


def _antecedent(token: Token, entity_id: str, layout: _Layout) -> _Antecedent:
    return _Antecedent(token=token, entity_id=entity_id, role=_role(token), is_pronoun=token.lower_ in PRONOUN_GENDER,
                       speaks=_speaks(token, layout))


def _speaks(token: Token, layout: _Layout) -> bool:
    """Whether the narration makes the token, or what it stands in apposition to, the one who speaks."""
    if layout.quotation[token.i]:
        return False
    token = _whole(token)
    return _is_stated_source(token) or (token.dep_ == "nsubj" and (
        token.head.lemma_.lower() in SPEECH_VERBS
        or any(child.dep_ == "conj" and child.lemma_.lower() in SPEECH_VERBS for child in token.head.children)))


def _whole(token: Token) -> Token:
    """The head of the phrase that the token names: what it is in apposition to, the 'village' of 'Ana Ruiz of Vik village'."""
    while token.head != token and (token.dep_ == "appos" or (
            token.dep_ in ("nmod", "compound") and token.pos_ == "PROPN" and token.i + 1 < token.head.i
            and token.nbor().lower_ in ("of", "from"))):
        token = token.head
    return token


def _is_stated_source(token: Token) -> bool:
    """Whether the token is the one "according to" whom something is."""
    return token.dep_ == "pobj" and token.head.lower_ == "to" and token.head.i > 0 and token.head.nbor(-1).lower_ == "according"


def _reach(pronoun: Token, layout: _Layout, *, speaks: bool) -> tuple[int, int]:
    """Tokens among which its antecedent may stand: some paragraphs back, up to the end of its own sentence."""
    blocks = MAX_SPEECH_BLOCKS_BACK if speaks else MAX_BLOCKS_BACK
    first = bisect_left(layout.story_block, layout.story_block[pronoun.i] - blocks)
    if not speaks:
        first = max(first, bisect_left(layout.sentence, layout.sentence[pronoun.i] - MAX_SENTENCES_BACK))
    return first, bisect_left(layout.sentence, layout.sentence[pronoun.i] + 1)


def _is_near(pronoun: Token, antecedent: _Antecedent, layout: _Layout, *, speaks: bool) -> bool:
    """Whether the pronoun could refer there although the antecedent does not speak."""
    token = antecedent.token
    blocks, sentences = (MAX_BLOCKS_FROM_SPEECH, MAX_SENTENCES_FROM_SPEECH) if speaks else (MAX_BLOCKS_BACK, MAX_SENTENCES_BACK)
    return (layout.story_block[pronoun.i] - layout.story_block[token.i] <= blocks
            and layout.sentence[pronoun.i] - layout.sentence[token.i] <= sentences)


def _clear_winner(scores: Mapping[str, float], *, least: float) -> str | None:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < least or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MIN_MARGIN):
        return None
    return ranked[0][0]


def _score(pronoun: Token, antecedent: _Antecedent, layout: _Layout, gender: Gender | None) -> float | None:
    """How likely the pronoun refers there; None when it cannot."""
    token = antecedent.token
    blocks = layout.story_block[pronoun.i] - layout.story_block[token.i]
    sentences = layout.sentence[pronoun.i] - layout.sentence[token.i]
    wanted = PRONOUN_GENDER[pronoun.lower_]
    if gender not in (None, wanted) or blocks < 0 or sentences < 0:
        return None
    if token.i > pronoun.i and not _points_forward(pronoun, antecedent, layout):
        return None
    if _excluded_by_grammar(pronoun, antecedent, layout) or _excluded_by_quotation(pronoun, antecedent, layout):
        return None
    if token.i < pronoun.i and pronoun.dep_ == "poss" and _owns_coordinated_noun(pronoun, token):
        return ROLE_WEIGHT["subject"] + GENDER_MATCH_WEIGHT + 1.0           # "Biden and his wife"
    score = ROLE_WEIGHT[antecedent.role] - _sentence_cost(sentences) - BLOCK_COST * blocks
    score -= TOKEN_COST * abs(layout.word[pronoun.i] - layout.word[token.i])
    if gender == wanted:
        score += GENDER_MATCH_WEIGHT
    if antecedent.is_pronoun:
        score += PRONOUN_WEIGHT
    if layout.quotation[token.i] and not layout.quotation[pronoun.i]:
        score -= QUOTED_COST
    return score


def _sentence_cost(sentences: int) -> float:
    listed = min(sentences, len(SENTENCE_COST) - 1)
    return SENTENCE_COST[listed] + FAR_SENTENCE_COST * (sentences - listed)


def _owns_coordinated_noun(pronoun: Token, token: Token) -> bool:
    return pronoun.head.dep_ == "conj" and pronoun.head.head == token and 0 < pronoun.i - token.i <= 2


def _points_forward(pronoun: Token, antecedent: _Antecedent, layout: _Layout) -> bool:
    """Whether a pronoun in the opening of a sentence may point to the subject that follows: "In his speech, Kishida ..."."""
    token = antecedent.token
    return (
        pronoun.dep_ == "poss" and _share_sentence(token, pronoun, layout) and pronoun.i - pronoun.sent.start < OPENING_WORDS
        and antecedent.role == "subject" and _clause(token).dep_ == "ROOT" and not layout.quotation[pronoun.i]
        and any(between.text == "," for between in pronoun.doc[pronoun.i:token.i])
    )


def _excluded_by_grammar(pronoun: Token, antecedent: _Antecedent, layout: _Layout) -> bool:
    """Two parts of one clause that cannot be the same person unless the pronoun is reflexive ("Kishida invited him")."""
    token = antecedent.token
    if pronoun.lower_ in REFLEXIVES:
        return antecedent.role not in ("subject", "inner subject") or _clause(token) != _clause(pronoun)
    if not _share_sentence(token, pronoun, layout) or antecedent.role in ("possessor", "modifier"):
        return False
    if pronoun.dep_ == "poss":
        # "his adviser, Jake Sullivan": the owner is not the one who is owned.
        return token == pronoun.head or (token.head == pronoun.head and token.dep_ == "appos")
    return _clause(token) == _clause(pronoun)


def _clause(token: Token) -> Token:
    """The verb of which the token is an argument, through coordination, apposition and prepositions."""
    inner = ("appos", "conj", "pobj", "prep", "agent", "compound", "dative")
    while token.dep_ in inner and token.head != token and token.pos_ != "VERB":
        token = token.head
    return token.head


def _excluded_by_quotation(pronoun: Token, antecedent: _Antecedent, layout: _Layout) -> bool:
    """Inside quotation marks nobody is who speaks, and what lies before the paragraph is too far away."""
    quotation = layout.quotation[pronoun.i]
    token = antecedent.token
    if not quotation or layout.quotation[token.i] == quotation:
        return False
    if layout.block[token.i] != layout.block[pronoun.i] or layout.quotation[token.i]:
        return True
    # Whoever is the subject beside the quotation is taken to be its speaker.
    is_beside = antecedent.role in ("subject", "inner subject", "coordinated")
    return is_beside and abs(layout.sentence[token.i] - layout.sentence[pronoun.i]) <= 1


def _role(token: Token) -> Role:
    """Grammatical part that the phrase of the token plays in its clause."""
    start, coordinated = token, False
    token = _whole(token)
    while token.dep_ in ("appos", "conj") and token.head != token:
        coordinated = coordinated or token.dep_ == "conj"
        token = token.head
    if token.dep_ in ("nsubj", "nsubjpass", "attr") or _is_stated_source(token):
        # "the owner and editor, Ana Ruiz": coordinated descriptions of one person.
        if coordinated or (start == token and any(child.dep_ == "conj" for child in token.children)):
            return "coordinated"
        return "inner subject" if _is_subordinate(token.head) else "subject"
    if token.dep_ == "poss":
        return "possessor"
    return "modifier" if token.dep_ in ("compound", "nmod", "amod") else "object"


def _is_subordinate(verb: Token) -> bool:
    """Whether a clause stands inside another: 'who left', 'when he left', and what somebody says after the word 'said'."""
    return verb.dep_ in ("relcl", "advcl", "acl", "pcomp") or (verb.dep_ == "ccomp" and verb.i > verb.head.i)


def _genders(doc: Doc, persons: Sequence[PersonName]) -> dict[str, Gender]:
    """Gender as the text tells it: honorifics, given names, "his wife Ann", "Ann Lee, an actress"; contradictions cancel."""
    seen: dict[str, set[Gender]] = defaultdict(set)
    for person in persons:
        told = gender_of_name(person.name, person.titles)
        if told in ("m", "f"):
            seen[person.entity_id].add(told)
        for noun in _describing_nouns(doc, person):
            if noun.lower_ in FEMALE_NOUNS:
                seen[person.entity_id].add("f")
            elif noun.lower_ in MALE_NOUNS:
                seen[person.entity_id].add("m")
    return {entity_id: next(iter(genders)) for entity_id, genders in seen.items() if len(genders) == 1}


def _describing_nouns(doc: Doc, person: PersonName) -> Iterator[Token]:
    root = doc[person.first:person.end].root
    before = doc[person.first - 1] if person.first else None
    if before is not None and before.lower_ in KIN_FEMALE | KIN_MALE:
        yield before
    if root.dep_ == "appos":
        yield root.head
    yield from (child for child in root.children if child.dep_ == "appos")


def _layout(doc: Doc) -> _Layout:
    """A sentence or paragraph that is all quotation does not part the pronoun after it from what stands before it."""
    block: list[int] = []
    current = 0
    for token in doc:
        current += token.is_space and BLOCK_SEPARATOR in token.text
        block.append(current)
    quotation = _quotations(doc)
    tells = [token.is_alpha and not quotation[token.i] for token in doc]
    sentence = [number for number, span in enumerate(doc.sents) for _ in span]
    return _Layout(block=block, parsed_sentence=sentence, story_block=_renumbered(block, tells),
                   sentence=_renumbered(sentence, tells), word=list(accumulate(tells)), quotation=quotation)


def _renumbered(parts: Sequence[int], tells: Sequence[bool]) -> list[int]:
    """For each token the count of parts up to its own, its own included, that hold a word of narration."""
    told = {part for part, is_told in zip(parts, tells, strict=True) if is_told}
    opens = [part in told and (at == 0 or parts[at - 1] != part) for at, part in enumerate(parts)]
    return list(accumulate(opens))


def _quotations(doc: Doc) -> list[int]:
    """For each token the number of the quotation that it stands in, its marks included; 0 outside of any."""
    text = doc.text
    numbers = [0] * len(doc)
    starts = [token.idx for token in doc]
    for number, quotation in enumerate(find_quotations(text, paragraphs=list(_paragraphs(text))), start=1):
        for at in range(bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)):
            numbers[at] = number
    return numbers


def _paragraphs(text: str) -> Iterator[Offsets]:
    start = 0
    for block in text.split(BLOCK_SEPARATOR):
        yield from split_lines(text, (start, start + len(block)))
        start += len(block) + len(BLOCK_SEPARATOR)
