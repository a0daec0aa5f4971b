"""What kind of claim is made.

Full Fact's annotation scheme (Konstantinovskiy, Price, Babakar and Zubiaga 2021, "Toward Automated Factchecking: Developing an
Annotation Schema and Benchmark for Consistent Automated Claim Detection") with three kinds that news needs beside it: accusation,
commitment and event. A claim is of the most specific kind that fits its main proposition; in doubt of the one that stands first
in the order in which they are tried here. Read by grammar and lists of words, so it errs where only the sense would tell.
"""

from collections.abc import Sequence

from spacy.tokens import Token

from schemas.claims import ClaimAttribution, ClaimType, Modality
from transforms.extraction.claims.modality import is_backshifted
from transforms.extraction.claims.propositions import Proposition, lemma_of
from transforms.extraction.claims.quantities import Quantity
from transforms.lexicons.claim_words import (
    ACCUSING_CUES,
    ACCUSING_VERBS,
    ATTITUDE_VERBS,
    CAUSAL_PHRASES,
    CAUSAL_VERBS,
    EVALUATIVE,
    FORECASTING_VERBS,
    POLICY_NOUNS,
    PROMISING_CUES,
    RULE_ADJECTIVES,
    RULE_NOUNS,
    RULE_VERBS,
    STATIVE_VERBS,
    SUPPORT_VERBS,
    TREND_VERBS,
    WRONGDOING_VERBS,
    WRONGS,
)

_FIRST_SINGULAR = frozenset({"i", "me", "my", "myself"})
_FIRST_PLURAL = frozenset({"we", "our", "us"})
_PRONOUNS = frozenset({"i", "we", "he", "she", "they", "it"})
_NORMS = frozenset({"should", "must", "ought", "need"})
_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo", "would", "'d", "’d"})
_CHANCE = frozenset({"may", "might", "could"})
_PAST_TAGS = frozenset({"VBD", "VBN"})
_SUPERLATIVE_TAGS = frozenset({"JJS", "RBS"})
_INTENTIONS = frozenset({"plan", "intend", "aim", "promise", "pledge", "vow", "commit", "undertake", "offer"})
_BELIEFS = frozenset({"think", "believe", "feel", "hope", "wish", "guess", "expect", "suppose"})


def read_claim_type(
    proposition: Proposition, *, attribution: ClaimAttribution, modality: Modality, quantity: Quantity | None, has_day: bool,
    cue_lemma: str | None, is_verifiable: bool | None = None,
) -> ClaimType:
    """The kind of a claim.

    Args:
        attribution: How it is attributed.
        modality: How firmly it is put.
        quantity: Its main number; None without one.
        has_day: Whether it says on which day.
        cue_lemma: Dictionary form of the cue; None without one.
        is_verifiable: Whether it can be checked; None when that is not known. What cannot be and is nothing else is an opinion.
    """
    if _accuses(proposition, cue_lemma):
        return "accusation"
    if _votes(proposition):
        return "voting"
    is_experience = _is_experience(proposition, attribution)
    if _commits(proposition, attribution, modality, cue_lemma):
        return "commitment"
    if _is_norm(proposition):
        return "rules" if _is_rule(proposition) else "opinion"
    if _predicts(proposition, modality, has_day):
        return "prediction"
    if (quantity is not None and not is_experience) or _states_trend(proposition):
        return "quantity"
    if _is_rule(proposition):
        return "rules"
    if not is_experience and is_verifiable is not False and _explains(proposition):
        return "correlation"
    if is_experience:
        return "personal_experience"
    if _supports(proposition):
        return "support"
    if _judges(proposition, attribution):
        return "opinion"
    if _happens(proposition, modality):
        return "event"
    return "opinion" if is_verifiable is False else "other"


def _accuses(proposition: Proposition, cue_lemma: str | None) -> bool:
    head = lemma_of(proposition.head)
    if cue_lemma in ACCUSING_CUES or (head in ACCUSING_VERBS and _has_person_object(proposition)):
        return True
    subject = proposition.subject
    is_own = subject is not None and subject.lower_ in _FIRST_SINGULAR | _FIRST_PLURAL
    if head in WRONGDOING_VERBS and not is_own and not _has(proposition.auxiliaries(), _CHANCE):
        return True
    complement = proposition.complement
    if complement is not None and lemma_of(complement) in WRONGS and not is_own:
        return True
    return any(token.lower_ == "guilty" for token in proposition.clause)


def _has_person_object(proposition: Proposition) -> bool:
    """'charged' puts a wrong to somebody only with 'with' or a passive: 'charged £5' is a price."""
    if lemma_of(proposition.head) != "charge":
        return True
    return any(child.lower_ in {"with", "over"} or child.dep_ == "nsubjpass" for child in proposition.head.children)


def _votes(proposition: Proposition) -> bool:
    head = proposition.head
    return lemma_of(head) == "vote" or (lemma_of(head) in {"cast", "abstain"} and any(
        lemma_of(token) in {"vote", "ballot", "abstain"} for token in proposition.clause))


def _commits(proposition: Proposition, attribution: ClaimAttribution, modality: Modality, cue_lemma: str | None) -> bool:
    head, subject = proposition.head, proposition.subject
    if attribution != "authorial" and cue_lemma in PROMISING_CUES:
        return True
    if lemma_of(head) in _INTENTIONS and any(child.dep_ in {"xcomp", "dobj", "ccomp", "prep"} for child in head.children):
        return subject is not None
    will = _has(proposition.auxiliaries(), _WILL) or (lemma_of(head) == "go" and head.tag_ == "VBG")
    is_first = subject is not None and subject.lower_ in {"i", "we"}
    if will and modality in {"future", "conditional"} and is_first:
        return not _has(proposition.auxiliaries(), frozenset({"would", "'d", "’d"})) or is_backshifted(proposition)
    # "She said she would resign": the pronoun is, nearly always, who speaks.
    return (will and modality == "future" and attribution in {"indirect", "mixed"} and subject is not None
            and subject.lower_ in {"he", "she", "they"} and lemma_of(head) not in STATIVE_VERBS)


def _is_norm(proposition: Proposition) -> bool:
    return _has(proposition.auxiliaries(), _NORMS) or (
        lemma_of(proposition.head) in {"need", "have"} and proposition.head.tag_ != "VBD" and any(
            child.dep_ == "xcomp" and any(one.tag_ == "TO" for one in child.children) for child in proposition.head.children))


def _predicts(proposition: Proposition, modality: Modality, has_day: bool) -> bool:
    auxiliaries = proposition.auxiliaries()
    has_perfect = any(lemma_of(auxiliary) == "have" for auxiliary in auxiliaries)
    if modality == "future":
        is_scheduled = any(child.dep_ == "auxpass" for child in proposition.head.children) or lemma_of(proposition.head) in {
            "begin", "start", "open", "close", "meet", "visit", "join", "take", "play", "host", "launch", "return", "run"}
        return not (has_day and is_scheduled)
    if lemma_of(proposition.head) in FORECASTING_VERBS and proposition.head.tag_ in {"VBP", "VBZ", "VBD"}:
        return True
    return modality == "hedged" and not has_perfect and _has(auxiliaries, _CHANCE) and proposition.complement is None


def _states_trend(proposition: Proposition) -> bool:
    """Whether an amount moves, or ranks first: 'prices fell', 'the most visited museum'."""
    head = proposition.head
    is_trend = lemma_of(head) in TREND_VERBS and not any(child.dep_ == "dobj" for child in head.children)
    subject = proposition.subject
    return is_trend and subject is not None and subject.ent_type_ != "PERSON" and subject.lower_ not in {"he", "she", "i", "you"}


def _explains(proposition: Proposition) -> bool:
    clause = " ".join(token.lower_ for token in proposition.tokens)
    if any(f" {phrase} " in f" {clause} " for phrase in CAUSAL_PHRASES):
        return True
    subject = proposition.subject
    if subject is None or subject.lower_ in _PRONOUNS - {"it"} or subject.ent_type_ in {"PERSON"}:
        return False
    head = proposition.head
    return lemma_of(head) in CAUSAL_VERBS and any(
        child.dep_ in {"dobj", "ccomp", "xcomp", "prep"} for child in head.children) and subject.ent_type_ not in {"ORG", "GPE"}


def _is_rule(proposition: Proposition) -> bool:
    head = proposition.head
    complement = proposition.complement
    if complement is not None and lemma_of(complement) in RULE_ADJECTIVES:
        return True
    is_passive = any(child.dep_ in {"auxpass", "nsubjpass"} for child in head.children)
    if lemma_of(head) in RULE_VERBS | {"allow"} and is_passive:
        return head.tag_ != "VBN" or not any(child.lower_ in {"was", "were"} for child in head.children)
    has_norm = _has(proposition.auxiliaries(), frozenset({"must", "shall"}))
    if has_norm and any(token.lemma_.lower() in RULE_NOUNS for token in proposition.clause):
        return True
    subject = proposition.subject
    has_law = subject is not None and lemma_of(subject) in RULE_NOUNS
    return has_law and (has_norm or lemma_of(head) in RULE_VERBS | {
        "allow", "apply", "say", "limit", "state", "set", "let", "make", "give"})


def _is_experience(proposition: Proposition, attribution: ClaimAttribution) -> bool:
    subject = proposition.subject
    if subject is None or attribution == "indirect":
        return False
    is_own = subject.lower_ == "i" or any(child.lower_ == "my" for child in subject.children)
    is_ours = subject.lower_ == "we" and attribution != "authorial" and proposition.head.tag_ == "VBD"
    if not (is_own or is_ours):
        return False
    return lemma_of(proposition.head) not in _BELIEFS and not _has(
        proposition.auxiliaries(), _WILL | _NORMS | _CHANCE)


def _supports(proposition: Proposition) -> bool:
    return lemma_of(proposition.head) in SUPPORT_VERBS and any(
        lemma_of(token) in POLICY_NOUNS for token in proposition.clause if token.i > proposition.head.i)


def _judges(proposition: Proposition, attribution: ClaimAttribution) -> bool:
    head, subject, complement = proposition.head, proposition.subject, proposition.complement
    if head.tag_ == "VB" and subject is None and not proposition.auxiliaries():
        return True                                                                                          # an instruction
    if subject is not None and subject.lower_ == "you":
        return True
    if proposition.clause[0].lower_ in {"let", "let's"}:
        return True
    if lemma_of(head) in ATTITUDE_VERBS and (attribution != "authorial" or head.tag_ != "VBD"):
        return True
    # Judgement must bear on the predicate: its complement, what modifies it or the object, or an adverb on the verb.
    near: list[Token] = [] if complement is None else [complement, *complement.children]
    near += [one for child in head.children if child.dep_ in {"dobj", "advmod", "attr", "oprd", "acomp"} for one in (
        child, *child.children)]
    return any(lemma_of(token) in EVALUATIVE or token.lower_ in EVALUATIVE or token.tag_ in _SUPERLATIVE_TAGS for token in near)


def _happens(proposition: Proposition, modality: Modality) -> bool:
    head = proposition.head
    if lemma_of(head) in STATIVE_VERBS and not (lemma_of(head) in {"host", "bring", "hold", "offer"} and head.tag_ in _PAST_TAGS):
        return False
    if modality == "future":
        return True
    auxiliaries = [auxiliary.lower_ for auxiliary in proposition.auxiliaries()]
    if head.tag_ == "VBD" or "did" in auxiliaries:
        return True
    if head.tag_ == "VBN" and any(one in {"has", "have", "had", "was", "were", "'ve", "’ve", "been"} for one in auxiliaries):
        return True
    return head.tag_ == "VBN" and not auxiliaries


def _has(auxiliaries: Sequence[Token], wanted: frozenset[str]) -> bool:
    return any(auxiliary.lower_ in wanted for auxiliary in auxiliaries)
