"""How firmly a claim is put: asserted, hedged, conditional or future.

After FactBank (Saurí and Pustejovsky 2009: certain, probable and possible, underspecified) with the hedges of the CoNLL-2010 task
(Farkas et al.), reduced to four values: the first that holds of conditional, hedged and future, else asserted. The attribution
itself is no hedge, neither are 'can' of ability and the 'will' of habit.
"""

from collections.abc import Sequence

from spacy.tokens import Token

from schemas.claims import Modality
from transforms.extraction.claims.propositions import SUBJECTS, Proposition, lemma_of

_CONDITIONS = frozenset({"if", "unless", "provided", "providing", "assuming"})
_HEDGING_AUXILIARIES = frozenset({"may", "might", "could"})
_HEDGING_VERBS = frozenset({"seem", "appear"})
_HEDGING_ADVERBS = frozenset({
    "likely", "probably", "possibly", "perhaps", "maybe", "reportedly", "allegedly", "apparently", "presumably", "arguably",
    "supposedly", "seemingly", "potentially", "conceivably", "purportedly", "ostensibly",
})
_HEDGING_ADJECTIVES = frozenset({"likely", "unlikely", "possible", "probable", "plausible", "conceivable", "unsure", "uncertain"})
_HEDGING_NOUNS = frozenset({"chance", "possibility", "likelihood"})
_DOUBTFUL_PASSIVES = frozenset({
    "think", "believe", "suspect", "rumour", "rumor", "understand", "presume", "suppose", "feared", "fear",
})
_OPINION_VERBS = frozenset({"think", "believe", "guess", "suppose", "suspect", "reckon", "imagine", "assume", "doubt"})
_FIRST_PERSONS = frozenset({"i", "we"})
_FUTURE_AUXILIARIES = frozenset({"will", "'ll", "’ll", "shall", "wo", "sha"})
_FUTURE_ADJECTIVES = frozenset({"due", "set", "about", "poised", "bound", "ready"})
_FUTURE_PASSIVES = frozenset({
    "expect", "schedule", "slate", "set", "plan", "forecast", "project", "predict", "tip", "anticipate",
})
_FUTURE_VERBS = frozenset({"plan", "intend", "promise", "pledge", "vow", "expect", "aim"})
_POLITE_VERBS = frozenset({"like", "love", "suggest", "say", "prefer", "recommend", "argue", "advise", "hope", "rather", "think"})
_PURPOSES = frozenset({
    "reason", "goal", "aim", "plan", "job", "way", "idea", "strategy", "role", "purpose", "point", "task", "mission", "solution",
    "answer", "objective", "intention", "key", "trick", "function", "challenge", "decision", "priority", "ambition", "hope",
})
_SENSING_VERBS = frozenset({"see", "hear", "feel", "smell", "afford"})
_NEAR = 3
"""Words from 'is' to its infinitive at most."""
_PAST_TAGS = frozenset({"VBD", "VBN"})


def read_modality(proposition: Proposition) -> Modality:
    """How firmly the main proposition is put."""
    if _is_conditional(proposition):
        return "conditional"
    if _is_hedged(proposition):
        return "hedged"
    return "future" if _is_future(proposition) else "asserted"


def is_backshifted(proposition: Proposition) -> bool:
    """Whether its 'would' is the 'will' of reported speech: 'he said it would rain'."""
    cue = proposition.cue
    return _would(proposition) is not None and cue is not None and cue.tag_ in _PAST_TAGS and not _has_perfect(proposition)


def _is_conditional(proposition: Proposition) -> bool:
    if any(_is_condition(proposition, clause) for clause in proposition.head.children):
        return True
    if _holds_as_long_as(proposition):
        return True
    if _would(proposition) is None or is_backshifted(proposition):
        return False
    return not (lemma_of(proposition.head) in _POLITE_VERBS and _is_first_person(proposition))


def _would(proposition: Proposition) -> Token | None:
    return next((auxiliary for auxiliary in proposition.auxiliaries()
                 if auxiliary.tag_ == "MD" and auxiliary.lower_ in {"would", "'d", "’d"}), None)


def _is_condition(proposition: Proposition, clause: Token) -> bool:
    if clause.dep_ != "advcl" or clause not in proposition.tokens:
        return False
    marks = [child for child in clause.children if child.dep_ in {"mark", "advmod"}]
    if any(mark.lower_ in _CONDITIONS for mark in marks):
        return True
    first = next((token for token in clause.subtree if token.is_alpha), clause)          # "Should prices fall, ..."
    return first.lower_ in {"should", "were", "had"} and first.i < proposition.head.i and any(
        child.dep_ in SUBJECTS for child in clause.children)


def _holds_as_long_as(proposition: Proposition) -> bool:
    """Whether 'as long as' limits it; how long something lasted is no condition."""
    return proposition.head.tag_ != "VBD" and any(
        child.dep_ == "advmod" and child.lower_ == "long" and any(one.dep_ == "advcl" for one in child.children)
        for child in proposition.head.children)


def _is_hedged(proposition: Proposition) -> bool:
    from_auxiliary = any(auxiliary.lower_ in _HEDGING_AUXILIARIES and not _is_past_ability(auxiliary, proposition)
                         for auxiliary in proposition.auxiliaries() if auxiliary.tag_ == "MD")
    if from_auxiliary or (lemma_of(proposition.head) in _HEDGING_VERBS and _has_clause(proposition.head)):
        return True
    for child in proposition.head.children:
        if child not in proposition.tokens:
            continue
        if child.dep_ in {"advmod", "acomp", "npadvmod"} and child.lower_ in _HEDGING_ADVERBS | _HEDGING_ADJECTIVES:
            return True
        if child.dep_ in {"attr", "acomp", "oprd"} and lemma_of(child) in _HEDGING_ADJECTIVES | _HEDGING_NOUNS:
            return True
    if _is_passive(proposition) and lemma_of(proposition.head) in _DOUBTFUL_PASSIVES:
        return True
    if lemma_of(proposition.head) in _OPINION_VERBS and _is_first_person(proposition) and _has_clause(proposition.head):
        return True
    asides = [child for child in proposition.head.children if child.dep_ in {"parataxis", "ccomp"}]      # "..., I think, ..."
    return any(lemma_of(aside) in _OPINION_VERBS and aside in proposition.tokens and any(
        child.lower_ in _FIRST_PERSONS for child in aside.children) for aside in asides)


def _is_future(proposition: Proposition) -> bool:
    head = proposition.head
    if any(auxiliary.lower_ in _FUTURE_AUXILIARIES and auxiliary.tag_ == "MD" for auxiliary in proposition.auxiliaries()):
        return True
    if is_backshifted(proposition):
        return True
    infinitives = [child for child in head.children if child.dep_ in {"xcomp", "advcl", "ccomp"} and _has_to(child)]
    if lemma_of(head) == "go" and head.tag_ == "VBG" and infinitives:
        return True
    if lemma_of(head) == "be" and (any(child.lower_ in _FUTURE_ADJECTIVES and _has_infinitive(child) for child in head.children)
                                or _is_to(proposition, infinitives)):
        return True
    if _is_passive(proposition) and lemma_of(head) in _FUTURE_PASSIVES and (infinitives or lemma_of(head) in {
            "schedule", "slate", "plan"}):
        return True
    return lemma_of(head) in _FUTURE_VERBS and bool(infinitives) and head.tag_ in {"VBZ", "VBP", "VBG"}


def _is_to(proposition: Proposition, infinitives: Sequence[Token]) -> bool:
    """Whether 'is to' says what will be: 'the court is to meet', but not 'the aim is to meet'."""
    subject = proposition.subject
    if subject is None or proposition.complement is not None or proposition.head.tag_ not in {"VBZ", "VBP"}:
        return False
    return lemma_of(subject) not in _PURPOSES and any(one.i - proposition.head.i <= _NEAR for one in infinitives)


def _is_past_ability(auxiliary: Token, proposition: Proposition) -> bool:
    """Whether 'could' tells what somebody was able to do: 'it could not be applied', 'she could see the sea'."""
    if auxiliary.lower_ != "could":
        return False
    is_denied = any(child.dep_ == "neg" for child in proposition.head.children)
    return (is_denied and not _has_perfect(proposition)) or lemma_of(proposition.head) in _SENSING_VERBS


def _has_perfect(proposition: Proposition) -> bool:
    return any(lemma_of(auxiliary) == "have" for auxiliary in proposition.auxiliaries())


def _has_clause(verb: Token) -> bool:
    return any(child.dep_ in {"xcomp", "ccomp", "oprd", "acomp", "advcl", "attr"} for child in verb.children)


def _has_to(verb: Token) -> bool:
    return any(child.tag_ == "TO" and child.i < verb.i for child in verb.children) and not any(
        child.dep_ == "mark" and child.lower_ in {"in", "order"} for child in verb.children)


def _has_infinitive(word: Token) -> bool:
    return any(child.pos_ in {"VERB", "AUX"} and any(one.tag_ == "TO" for one in child.children) for child in word.children)


def _is_passive(proposition: Proposition) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in proposition.head.children) or (
        proposition.head.tag_ == "VBN" and any(lemma_of(auxiliary) == "be" for auxiliary in proposition.auxiliaries()))


def _is_first_person(proposition: Proposition) -> bool:
    subject = proposition.subject
    return subject is not None and subject.lower_ in _FIRST_PERSONS
