"""The main proposition of a claim: its predicate and the words of its clause."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.reporting import FINITE_TAGS

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
OBJECTS = frozenset({"dobj", "obj", "attr", "dative", "oprd"})

_SIDE_CLAUSES = frozenset({"advcl", "relcl", "acl", "parataxis", "ccomp", "csubj", "csubjpass", "appos", "npadvmod"})
_CONTRACTED = {"s": "be", "re": "be", "m": "be", "ve": "have", "d": "would", "ll": "will"}
_LIGHT_VERBS = frozenset({"be", "become", "seem", "appear", "remain", "stay", "feel", "look", "sound", "prove"})
_COMPLEMENTS = ("acomp", "attr", "oprd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """What a claim asserts first.

    Args:
        tokens: All words of the claim, in order.
        head: Main predicate: the verb, also where that is a copula.
        clause: Words of its clause in order, subordinate and coordinated clauses left out.
        cue: Head of the words that signal the attribution; None when the outlet itself speaks.
    """

    tokens: tuple[Token, ...]
    head: Token
    clause: tuple[Token, ...]
    cue: Token | None = None

    @property
    def subject(self) -> Token | None:
        """Head of the grammatical subject; that of the first verb where coordinated verbs share it."""
        verb = self.head
        while True:
            for child in verb.children:
                if child.dep_ in SUBJECTS and child.dep_ != "expl":
                    return child
            if verb.dep_ not in {"conj", "xcomp"} or verb.head == verb:
                return None
            verb = verb.head

    @property
    def complement(self) -> Token | None:
        """What is said with a copula: 'safe' in 'the bridge is safe'."""
        if lemma_of(self.head) not in _LIGHT_VERBS:
            return None
        return next((child for dep in _COMPLEMENTS for child in self.head.children if child.dep_ == dep), None)

    @property
    def predicate_lemma(self) -> str:
        """Dictionary form of the verb, or of what a copula says."""
        complement = self.complement
        return lemma_of(complement if complement is not None else self.head)

    def auxiliaries(self) -> tuple[Token, ...]:
        """Auxiliaries of the predicate; of coordinated verbs, those of the first hold for the second that has none."""
        verb = self.head
        while True:
            found = tuple(child for child in verb.children if child.dep_ in {"aux", "auxpass"})
            if found or verb.dep_ != "conj" or any(child.dep_ in SUBJECTS for child in verb.children):
                return found
            verb = verb.head


def lemma_of(token: Token) -> str:
    """Dictionary form in small letters, also of the contracted verbs that models leave as they are written ('’s')."""
    if token.text[:1] in {"'", "’"} and token.pos_ in {"AUX", "VERB"}:
        return _CONTRACTED.get(token.lower_[1:], token.lemma_.lower())
    return token.lemma_.lower()


def find_proposition(doc: Doc, pieces: Sequence[Offsets], *, cue: Offsets | None = None) -> Proposition | None:
    """The main proposition of a stretch of text.

    Args:
        doc: Parsed article; needs tags, lemmas and parse.
        pieces: Offsets of the parts of the claim, in order.
        cue: Offsets of the words that signal its attribution.

    Returns:
        The first clause that is not subordinate; None for a stretch without words.
    """
    tokens = tuple(token for piece in pieces for token in _tokens_in(doc, piece) if not token.is_space)
    inside = {token.i for token in tokens}
    tops = [token for token in tokens if token.head == token or token.head.i not in inside]
    if not tops:
        return None
    head = next((token for token in tops if _is_predicate(token)), None)
    if head is None:
        # A fragment, or a content whose verb the parser hung elsewhere: the first finite verb, else the longest part.
        head = next((token for token in tokens if token.tag_ in FINITE_TAGS and token.dep_ not in {"aux", "auxpass"}), None)
    if head is None:
        head = max(tops, key=lambda token: (sum(1 for one in token.subtree if one.i in inside), -token.i))
    clause = tuple(token for token in _clause(head) if token.i in inside)
    cue_tokens = [token for token in _tokens_in(doc, cue) if token.pos_ in {"VERB", "AUX", "NOUN", "ADP"}] if cue else []
    cue_head = next((token for token in cue_tokens if token.pos_ == "VERB"), cue_tokens[0] if cue_tokens else None)
    return Proposition(tokens=tokens, head=head, clause=tuple(sorted(clause, key=lambda token: token.i)), cue=cue_head)


def _tokens_in(doc: Doc, piece: Offsets) -> Sequence[Token]:
    """Tokens that touch a stretch of characters."""
    first = bisect_left(doc, piece[0] + 1, key=lambda token: token.idx + len(token))
    last = first
    while last < len(doc) and doc[last].idx < piece[1]:
        last += 1
    return list(doc[first:last])


def _is_predicate(token: Token) -> bool:
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    return token.tag_ in FINITE_TAGS or token.tag_ == "VB" or any(
        child.dep_ in SUBJECTS or child.dep_ in {"aux", "auxpass"} for child in token.children)


def _clause(head: Token) -> Iterator[Token]:
    yield head
    for child in head.children:
        if child.dep_ in _SIDE_CLAUSES and child.pos_ in {"VERB", "AUX"}:
            continue
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}:
            continue
        yield from _clause(child)
