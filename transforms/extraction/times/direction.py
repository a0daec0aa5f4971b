"""Which way the clause around a time expression points: back ("he left on Friday") or ahead ("he will leave on Friday")."""

from typing import Literal

from spacy.tokens import Token

from transforms.lexicons.words_time import PLANNED_EVENTS

Direction = Literal["past", "future", "planned", "unclear"]
"""A plan ("is to meet") looks ahead less surely than "will meet". Unclear where the day may belong to what is announced or to
the announcing ("announced a rally on Saturday")."""

_AFTER = frozenset({"after", "following", "since"})
_WAKE = frozenset({"wake", "aftermath"})
_UNTIL = frozenset({"until", "till"})
_AHEAD_OF = (("ahead", "of"), ("scheduled", "for"), ("due", "on"), ("due", "in"))
_FUTURE_WORDS = frozenset({"upcoming", "planned", "scheduled", "due", "expected", "forthcoming", "coming", "proposed", "ahead"})
_CERTAIN_MODALS = frozenset({"will", "'ll", "’ll", "wo", "shall"})
_HAVE = frozenset({"have", "'ve", "’ve"})
_PLANS = frozenset({
    "plan", "expect", "schedule", "set", "due", "intend", "agree", "aim", "want", "hope", "vow", "promise", "prepare", "ask",
    "order", "decide", "urge", "call", "need", "slate", "poise", "bind", "destine", "go", "be", "continue", "remain", "likely",
    "ready", "try", "wait", "threaten", "pledge", "vote", "choose", "refuse", "decline", "offer", "seek", "look",
})
"""Verbs after which an infinitive lies ahead: "plans to meet on Friday"."""
_ANNOUNCING = frozenset({"announce", "plan", "schedule", "propose", "call", "set", "organise", "organize", "promise", "confirm"})
_TIMETABLED = frozenset({
    "start", "begin", "open", "close", "run", "end", "meet", "vote", "face", "leave", "arrive", "return", "play", "host",
    "launch", "resume", "expire", "premiere", "air", "kick", "depart", "appear", "land", "debut", "hold", "go", "finish",
    "travel",
})
"""Verbs whose simple present with a day is a timetable's: "the trial starts on Monday"."""
_MAX_CLIMB = 12
"""Steps from an expression to the verb that governs it; parses of broken sentences run on."""


def direction_at(first: Token, last: Token, *, is_headline: bool) -> Direction | None:
    """Whether the clause at an expression tells what has happened or what is to come; None when it does not show.

    Args:
        first: First token of the expression.
        last: Its last token.
        is_headline: Whether it stands in a headline, where the present tense tells what has happened ("Markets fall Friday").
    """
    before = [token.lower_ for token in first.doc[max(0, first.i - 3):first.i]]
    word = before[-1] if before else ""
    after = last.doc[last.i + 1].lower_ if last.i + 1 < len(last.doc) else ""
    if word in _AFTER or not _WAKE.isdisjoint(before) or before[:1] == ["than"]:
        return "past"                                   # "in the wake of", "more than forecast in July"
    if word == "from" and after in ("'s", "’s"):
        return "past"
    if word in _UNTIL:
        return "past" if _clause_direction(first) == "past" and not _is_lasting(first) else "future"
    if tuple(before[-2:]) in _AHEAD_OF:
        return "planned"
    found = _clause_direction(first)
    if word == "by":
        return "past" if found == "past" else "planned"
    if found == "timetabled":
        return None if is_headline else "planned"
    return found


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above a token."""
    for _ in range(_MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head == token:
            return None
        token = token.head
    return None


def _helpers(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("aux", "auxpass")]


def _is_lasting(token: Token) -> bool:
    """Whether what lasts until then still lasts: "has continued until", "will remain until"."""
    verb = governing_verb(token)
    return verb is not None and any(helper.tag_ in ("VBZ", "VBP", "MD", "TO") for helper in _helpers(verb))


def _clause_direction(token: Token) -> Direction | Literal["timetabled"] | None:
    """The tense of the verb that governs a token, and what the nouns between say of it."""
    passes_event = passes_noun = False
    came_by = ""
    for _ in range(_MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            break
        passes_event = passes_event or token.lemma_ in PLANNED_EVENTS
        passes_noun = passes_noun or (token.pos_ == "NOUN" and came_by not in ("", "poss"))
        if token.lower_ in _FUTURE_WORDS or any(child.lower_ in _FUTURE_WORDS for child in token.children):
            return "planned"
        if token.head == token:
            return None
        came_by = token.dep_
        token = token.head
    if token.lemma_ in _ANNOUNCING and (passes_event or any(
            child.dep_ == "dobj" and child.lemma_ in PLANNED_EVENTS for child in token.children)):
        return "unclear"
    found = _tense(token, _MAX_CLIMB)
    if found in ("future", "planned") and passes_noun and not passes_event:
        return "unclear"                                # "will study the speech in July"
    if found is None and token.tag_ in ("VBZ", "VBP") and token.lemma_ in _TIMETABLED and not _helpers(token):
        return "timetabled"
    return found


def _tense(verb: Token, depth: int) -> Direction | None:
    """Which way a verb points; participles and infinitives look to the verb above them."""
    if depth <= 0 or verb.pos_ not in ("VERB", "AUX"):
        return None
    helpers = _helpers(verb)
    if _is_to_be(verb):
        return "planned"
    if any(helper.tag_ == "MD" for helper in helpers):
        if any(helper.lower_ in _CERTAIN_MODALS for helper in helpers):
            return "future"
        return "past" if any(helper.lemma_ in _HAVE for helper in helpers) else "planned"
    if any(helper.tag_ == "TO" for helper in helpers):
        above = verb.head
        is_plan = above == verb or above.pos_ not in ("VERB", "AUX") or above.lemma_ in _PLANS
        return "planned" if is_plan or above.tag_ in ("VBZ", "VBP", "VBG") else _tense(above, depth - 1)
    if verb.tag_ == "VBD" or any(helper.tag_ == "VBD" or helper.lemma_ in _HAVE for helper in helpers):
        return "past"
    if any(helper.tag_ in ("VBZ", "VBP") for helper in helpers):
        # "is travelling on Monday" and "is expected on Monday", but not "is held on Monday"
        is_plan = verb.tag_ == "VBG" or (verb.tag_ == "VBN" and verb.lemma_ in _PLANS)
        return "planned" if is_plan or verb.tag_ != "VBN" else None
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "ROOT", "advcl"):
        return "past"                                   # "figures released Thursday"
    if verb.tag_ in ("VBG", "VBN", "VB"):
        above = governing_verb(verb.head) if verb.head != verb else None
        return None if above is None else _tense(above, depth - 1)
    if verb.dep_ == "conj" and not helpers:
        return _tense(verb.head, depth - 1)
    return None


def _is_to_be(verb: Token) -> bool:
    """ "are to travel", "is due" """
    return verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and any(
        child.lower_ in _FUTURE_WORDS or (child.dep_ == "xcomp" and any(mark.tag_ == "TO" for mark in child.children))
        for child in verb.children)
