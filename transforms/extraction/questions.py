"""Questions put to somebody who then answers: 'Asked whether the road was shut, Ruiz said it was.'

What was asked is not what the one who answers says, though both stand in one sentence and only the latter has a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Span, Token

from transforms.extraction.reporting import FINITE_TAGS, TokenSpan

_PUT = frozenset({"asked", "pressed", "questioned", "quizzed", "queried", "grilled", "probed"})
"""Participles of verbs whose passive subject is who has to answer."""

_ASKS = frozenset({"whether", "if", "about", "why", "how", "what", "when", "where", "who", "which", "on", "by", "for", "again",
                   "repeatedly", "directly", "specifically", "later", "then"})
"""What follows such a participle when it is passive; 'asked Ruiz' is active."""

_LEADS = frozenset({"when", "if", "while", "after", "once", "being", "and"})
_BE = frozenset({"was", "were", "been", "be", "is", "are", "being", "’s", "'s", "got"})
_QUESTIONS = frozenset({"question", "questions", "query", "queries", "inquiry", "inquiries"})
_INTO_ANSWER = frozenset({"to", "answering", "response", "reply", "answer"})
_NO_CLAUSE_AFTER_COMMA = frozenset({"and", "or", "but", "which", "who", "whom", "whether", "if", "that", "as", "where", "when",
                                    "because", "though", "although", "so"})
_STOPS = frozenset({".", "!", "?", ";"})
_LINKS = frozenset({"and", "but"})
_LONGEST_OPENING_TOKENS = 8
"""Most tokens from the word that leads to a question up to the word 'question'."""

_Place = Literal["front", "aside", "clause"]
"""Where a sentence tells of a question: before its main clause, inside or behind it, or as a clause of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutQuestion:
    """A question that the narrator says was put to somebody, in token positions.

    Args:
        tokens: The phrase or clause that tells of it: 'Asked by Park whether the road was shut'.
        cue: Its participle or noun.
        asker: Head of the phrase that names who asked; None when the text does not say.
        asked: Head of the phrase that names who has to answer, where that is part of the clause: 'Ruiz was asked whether ...'
    """

    tokens: TokenSpan
    cue: int
    asker: int | None = None
    asked: int | None = None


def find_put_questions(doc: Doc) -> tuple[PutQuestion, ...]:
    """Find the questions that are put to somebody, in order; none overlap.

    Args:
        doc: Parsed article; needs tags, parse and sentences.
    """
    found: list[PutQuestion] = []
    for sentence in doc.sents:
        for token in sentence:
            if found and token.i < found[-1].tokens[1]:
                continue
            question = _of_participle(token, sentence) if token.lower_ in _PUT else \
                _of_noun(token, sentence) if token.lower_ in _QUESTIONS else None
            if question is not None:
                found.append(question)
    return tuple(found)


def _of_participle(verb: Token, sentence: Span) -> PutQuestion | None:
    """'Asked whether ..., Ruiz said', 'Ruiz, when asked about ..., said', 'Ruiz was asked why ...'"""
    document = verb.doc
    if verb.i + 1 >= sentence.end or document[verb.i + 1].lower_ not in _ASKS:
        return None
    asker = next((place for child in verb.children if child.dep_ == "agent" for place in child.children
                  if place.dep_ == "pobj"), None)
    before = _word_before(verb, sentence)
    if before is not None and before.lower_ in _BE:
        asked = next((child for child in verb.children if child.dep_ in {"nsubjpass", "nsubj"} and child.i < verb.i), None)
        end = _end(verb, sentence, place="clause")
        start = asked.left_edge.i if asked is not None else before.i
        return PutQuestion(tokens=(start, end), cue=verb.i, asker=_position(asker), asked=_position(asked))
    is_led = before is not None and before.lower_ in _LEADS - {"and"}
    is_aside = before is not None and before.text == "," and (verb.tag_ == "VBN" or _is_answered(verb, sentence))
    if before is not None and not is_led and not is_aside:
        return None
    start = before.i if is_led and before is not None else verb.i
    place = "front" if _word_before(document[start], sentence) is None else "aside"
    return PutQuestion(tokens=(start, _end(verb, sentence, place=place)), cue=verb.i, asker=_position(asker))


def _of_noun(noun: Token, sentence: Span) -> PutQuestion | None:
    """'To a question on whether ..., Ruiz said', 'said in response to questions about ...'"""
    document = noun.doc
    for start in range(noun.i - 1, max(sentence.start, noun.i - _LONGEST_OPENING_TOKENS) - 1, -1):
        lead = document[start]
        if lead.lower_ not in _INTO_ANSWER and lead.tag_ not in {"DT", "IN", "TO"}:
            continue
        before = _word_before(lead, sentence)
        if lead.lower_ in {"to", "answering"} and before is None:
            return PutQuestion(tokens=(start, _end(noun, sentence, place="front")), cue=noun.i)
        if lead.lower_ in _INTO_ANSWER - {"to", "answering"} and before is not None and before.lower_ == "in":
            place = "front" if _word_before(before, sentence) is None else "aside"
            return PutQuestion(tokens=(before.i, _end(noun, sentence, place=place)), cue=noun.i)
    return None


def _end(opening: Token, sentence: Span, *, place: _Place) -> int:
    """Where the phrase that tells of a question ends: where the sentence goes on with a clause, at a quotation mark, or with
    the sentence."""
    document = opening.doc
    for position in range(opening.i + 1, sentence.end):
        token = document[position]
        if token.is_quote or token.text in _STOPS:
            return position
        if position + 1 == sentence.end:
            break
        following = document[position + 1]
        if place == "clause" and token.lower_ in _LINKS and following.tag_ == "VBD" and not _has_subject(following):
            return position
        if token.text != ",":
            continue
        if place == "clause" and following.lower_ in _LINKS:
            return position
        if place == "aside" and any(word.tag_ in FINITE_TAGS for word in document[position + 1:position + 3]):
            return position
        if place == "front" and _is_clause(document[position + 1:sentence.end]):
            return position
    return sentence.end


def _is_clause(rest: Span) -> bool:
    """Whether what follows a comma begins with a clause that has a subject and a verb of its own."""
    if rest[0].lower_ in _NO_CLAUSE_AFTER_COMMA:
        return False
    has_noun = False
    commas = 0
    for token in rest:
        if commas == 2:
            return token.tag_ in FINITE_TAGS            # 'Asked about it, Ruiz, a doctor, said'
        if token.is_quote:
            return False
        if token.text == ",":
            commas += 1
        elif token.tag_ in FINITE_TAGS and commas == 0:
            return has_noun
        has_noun = has_noun or token.pos_ in {"NOUN", "PROPN", "PRON"}
    return False


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


def _is_answered(verb: Token, sentence: Span) -> bool:
    """Whether a comma-bound clause that the parser took for the main one is followed by the verb of another:
    'Ruiz, asked whether ..., said'."""
    end = _end(verb, sentence, place="aside")
    return end + 1 < sentence.end and sentence.doc[end].text == "," and sentence.doc[end + 1].tag_ in FINITE_TAGS


def _word_before(token: Token, sentence: Span) -> Token | None:
    """The word or comma before a token in its sentence, white space, marks and adverbs left out."""
    for before in _backwards(token, sentence):
        if not (before.is_space or before.is_quote or (before.pos_ == "ADV" and before.lower_ not in _LEADS)):
            return before
    return None


def _backwards(token: Token, sentence: Span) -> Iterator[Token]:
    for position in range(token.i - 1, sentence.start - 1, -1):
        yield token.doc[position]


def _position(token: Token | None) -> int | None:
    return None if token is None else token.i
