"""A claim that can be read alone: pronouns replaced by names, relative dates by days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Token

from schemas import Mention, TimeExpression
from transforms.extraction.claims.propositions import Proposition
from transforms.extraction.quotation_marks import Offsets

_THIRD = frozenset({"he", "she", "him", "her", "his", "hers", "they", "them", "their", "theirs", "it", "its"})
_FIRST = frozenset({"i", "me", "my", "mine"})
_OPEN = frozenset({"we", "us", "our", "ours", "you", "your", "yours"})
_POSSESSIVE = frozenset({"his", "hers", "their", "theirs", "its", "my", "mine"})
_POINTING = frozenset({"this", "that", "these", "those"})
_POINTING_PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})
_CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "advcl"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replacement:
    start: int
    end: int
    text: str


def resolve_text(
    text: str, *, pieces: Sequence[Offsets], proposition: Proposition, mentions: Sequence[Mention], names: Mapping[str, str],
    times: Sequence[TimeExpression], claimer_name: str | None, is_direct: bool,
) -> str | None:
    """The pieces of a claim with what depends on the article replaced.

    Args:
        text: Text of the article.
        pieces: Offsets of the parts of the claim, in order.
        mentions: Mentions inside it.
        names: Name of each entity of the article by its id.
        times: Time expressions inside it.
        claimer_name: Who 'I' is in speech; None where that is not known.
        is_direct: Whether it is spoken: then 'I' is the claimer.

    Returns:
        None where a pronoun or a relative date stays unresolved.
    """
    names_at = {
        mention.char_start: names.get(mention.entity_id or "") for mention in mentions if mention.mention_kind == "pronoun"}
    replacements: list[_Replacement] = []
    for token in proposition.tokens:
        name = names_at.get(token.idx)
        if name is None and is_direct and token.lower_ in _FIRST and token.pos_ == "PRON":
            name = claimer_name
        if name is not None:
            is_possessive = token.lower_ in _POSSESSIVE or token.tag_ == "PRP$"
            replacements.append(_Replacement(
                start=token.idx, end=token.idx + len(token), text=_possessive(name) if is_possessive else name))
        elif _is_open(token, is_direct=is_direct):
            return None
    for time in times:
        if not time.is_relative:
            continue
        if time.value_start is None or time.value_end is None:
            return None
        replacements.append(_Replacement(start=time.char_start, end=time.char_end, text=_days(time.value_start, time.value_end)))
    return " ".join(_replaced(text, piece, replacements) for piece in pieces)


def _is_open(token: Token, *, is_direct: bool) -> bool:
    """Whether a word refers to something outside the claim that is not known."""
    word = token.lower_
    if word in _OPEN or (word in _FIRST and token.tag_ in {"PRP", "PRP$"}):
        return is_direct or word not in {"you", "your"}
    if word in _POINTING:
        return token.dep_ in _POINTING_PLACES and token.tag_ == "DT"
    if word not in _THIRD or token.tag_ not in {"PRP", "PRP$"}:
        return False
    is_dummy = word == "it" and (token.dep_ == "expl" or any(child.dep_ in _CLAUSES for child in token.head.children))
    return not is_dummy


def _replaced(text: str, piece: Offsets, replacements: Sequence[_Replacement]) -> str:
    return "".join(_parts(text, piece, sorted(replacements, key=lambda one: one.start)))


def _parts(text: str, piece: Offsets, replacements: Sequence[_Replacement]) -> Iterator[str]:
    position = piece[0]
    for one in replacements:
        if position <= one.start and one.end <= piece[1]:
            yield text[position:one.start]
            yield one.text
            position = one.end
    yield text[position:piece[1]]


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _days(first: date, last: date) -> str:
    """Days as ISO 8601 writes them: a day, month or year as such, else both ends."""
    if first == last:
        return first.isoformat()
    is_month_end = (last + timedelta(days=1)).day == 1
    if first.day == 1 and is_month_end and (first.year, first.month) == (last.year, last.month):
        return first.isoformat()[:7]
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    return f"{first.isoformat()}/{last.isoformat()}"
