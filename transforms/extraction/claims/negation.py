"""Whether a claim denies, by which word, and what.

A negator is a closed class (Morante and Blanco, *SEM 2012: not, n't, never, no, nobody ...); verbs and prefixes that deny by
their meaning ("fail", "unsafe") are none. Its scope is, as there, the clause of the predicate it stands on: subject and
complements included, subordinate clauses of circumstance and coordinated clauses not.
"""

from dataclasses import dataclass

from spacy.tokens import Token

from transforms.extraction.claims.propositions import OBJECTS, SUBJECTS, Proposition, lemma_of
from transforms.extraction.quotation_marks import Offsets

_VERBAL = frozenset({"not", "n't", "n’t", "never", "nor", "neither"})
_NOMINAL = frozenset({"no", "none", "nobody", "nothing", "neither", "nowhere"})
_FOCUS = frozenset({"only", "just", "merely", "simply", "solely", "least"})
_FURTHER_VERBS = frozenset({"xcomp"})
_EDGE_MARKS = " \t\n\xa0,;:.–—-\"“”'‘’"


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Where a claim is negated.

    Args:
        cue: Offsets of the negator.
        scope: Offsets from the first to the last word of what is denied.
    """

    cue: Offsets
    scope: Offsets


def find_negation(proposition: Proposition) -> Negation | None:
    """The negator of the main predicate, of its subject or object, or of the words that attribute the claim; None without one."""
    negator = _negator(proposition)
    if negator is None:
        return None
    words = [token for token in proposition.clause if any(map(str.isalnum, token.text))] or [proposition.head]
    while len(words) > 1 and words[-1].dep_ == "cc":
        words.pop()
    return Negation(cue=(negator.idx, negator.idx + len(negator)),
                    scope=(words[0].idx, words[-1].idx + len(words[-1])))


def _negator(proposition: Proposition) -> Token | None:
    inside = {token.i for token in proposition.tokens}
    verbs = [proposition.head]
    if lemma_of(proposition.head) in {"seem", "appear", "tend", "happen"}:      # "appears not to be": one predicate
        verbs += [child for child in proposition.head.children if child.dep_ in _FURTHER_VERBS]
    for verb in verbs:
        for child in verb.children:
            if child.i in inside and child.lower_ in _VERBAL and _denies(child, verb):
                return child
            if child.i in inside and child.dep_ in SUBJECTS | OBJECTS | {"acomp", "prep", "advmod", "agent"}:
                found = _nominal_negator(child)
                if found is not None:
                    return found
    if proposition.cue is not None:
        return next((child for child in proposition.cue.children if child.dep_ == "neg" and child.lower_ in _VERBAL), None)
    return None


def _denies(negator: Token, verb: Token) -> bool:
    if _has_focus(negator):
        return False
    following = negator.nbor() if negator.i + 1 < len(negator.doc) else None
    before = negator.nbor(-1) if negator.i else None
    # "costs, not benefits": what follows is corrected, not what is said.
    is_contrast = before is not None and before.text in {",", "—", "–"} and negator.i > verb.i
    is_reason = following is not None and following.lower_ in {"because", "by", "for", "to"} and negator.i > verb.i
    return not is_contrast and not (is_reason and negator.lower_ == "not" and verb.pos_ == "VERB" and not _has_do(verb))


def _has_focus(negator: Token) -> bool:
    """Whether it belongs to 'not only', which denies nothing."""
    return negator.i + 1 < len(negator.doc) and negator.nbor().lower_ in _FOCUS


def _has_do(verb: Token) -> bool:
    return any(child.dep_ == "aux" for child in verb.children)


def _nominal_negator(phrase: Token) -> Token | None:
    """The negator that heads or determines a phrase: 'no minister', 'none of them', 'no longer', 'in no way'."""
    if phrase.lower_ in _NOMINAL and phrase.dep_ != "advmod":
        return phrase
    for child in phrase.children:
        is_determiner = child.dep_ in {"det", "advmod", "neg", "nsubj", "preconj"}
        if is_determiner and child.lower_ in (_NOMINAL | {"not"} if phrase.dep_ in SUBJECTS else _NOMINAL):
            return None if _has_focus(child) else child
        if phrase.dep_ == "prep" and child.dep_ == "pobj":
            found = next((one for one in child.children if one.lower_ == "no" and one.dep_ == "det"), None)
            if found is not None and phrase.lower_ in {"in", "of", "under", "at"}:
                return found
    return None
