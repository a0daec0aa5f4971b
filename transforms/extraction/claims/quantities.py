"""The numbers of a claim: value, unit, comparator and whether approximate.

After CQE (Almasian et al. 2023): a quantity is a value with its unit and what bounds it. Dates, times of day, ages, ordinals,
scores and numbers in names are none. "One" counts only before a larger number or a unit of money or share: else it is a pronoun
or an article more often than a count.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from spacy.tokens import Doc, Token

from schemas.claims import Comparator
from transforms.extraction.claims.propositions import SUBJECTS, Proposition
from transforms.extraction.quotation_marks import Offsets

_UNITS_OF_TEN: Mapping[str, float] = {
    word: value for value, word in enumerate((
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"))}
_TENS: Mapping[str, float] = {
    word: 10 * value for value, word in enumerate((
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2)}
_WORDS: Mapping[str, float] = {**_UNITS_OF_TEN, **_TENS}
_FACTORS: Mapping[str, float] = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "lakhs": 1e5, "million": 1e6, "mn": 1e6, "m": 1e6, "crore": 1e7,
    "crores": 1e7, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12.0,
}
_CURRENCIES: Mapping[str, str] = {
    "us$": "USD", "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "a$": "AUD", "c$": "CAD", "ca$": "CAD",
    "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "r$": "BRL", "rs": "INR", "rs.": "INR", "rm": "MYR", "r": "ZAR", "₩": "KRW",
    "₦": "NGN", "₱": "PHP", "n$": "NAD", "chf": "CHF",
}
_CODES = frozenset({
    "USD", "EUR", "GBP", "JPY", "CNY", "INR", "AUD", "CAD", "NZD", "HKD", "SGD", "CHF", "SEK", "NOK", "DKK", "ZAR", "BRL", "MXN",
    "KRW", "NGN", "KES", "TZS", "PHP", "MYR", "THB", "IDR", "PKR", "BDT", "TRY", "RUB", "PLN", "ILS", "AED", "SAR",
})
_MONEY_NOUNS: Mapping[str, str] = {
    "dollar": "USD", "pound": "GBP", "euro": "EUR", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rupee": "INR", "rand": "ZAR",
    "franc": "CHF", "ringgit": "MYR", "naira": "NGN", "shekel": "ILS", "rouble": "RUB", "ruble": "RUB", "lira": "TRY",
    "baht": "THB",
}
_ABBREVIATED_UNITS: Mapping[str, str] = {
    "km": "kilometre", "kilometer": "kilometre", "kilometre": "kilometre", "kg": "kilogram", "cm": "centimetre",
    "mm": "millimetre", "mph": "mph", "kph": "kph", "km/h": "kph", "mw": "megawatt", "gw": "gigawatt", "kwh": "kilowatt-hour",
    "ft": "foot", "meter": "metre", "ton": "tonne", "°c": "degree", "people": "person", "pc": "percent", "lb": "pound",
}
_SHARES = frozenset({"%", "percent", "pct"})

_NUMERAL = r"(?:\d{1,3}(?:,\d{2,3})+|\d+)(?:\.\d+)?"
_WORD_NUMBER = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_UNITS_OF_TEN)[1:10])}))?|{'|'.join(_UNITS_OF_TEN)}"
_FACTOR = r"hundred thousand|hundred million|hundred|thousand|lakhs?|million|mn|crores?|billion|bn|trillion|tn|dozen"
_MONEY = r"(?:US|CA|NZ|HK|[ACSRN])?\$|[£€¥₹₩₦₱]|(?:Rs\.?|RM|R|CHF)(?=\s?\d)"
_SINGLE = (rf"(?P<money>{_MONEY})?\s?(?:(?P<numeral>{_NUMERAL})(?P<short>[kmb](?![a-zA-Z0-9])|bn\b|tn\b|mn\b)?"
           rf"|\b(?P<word>{_WORD_NUMBER})\b|\b(?P<article>an?|half a)(?=[ -](?:{_FACTOR})\b))"
           rf"(?:[ -](?P<factor>{_FACTOR})\b)?(?P<money_after>/-)?")
_QUANTITY = re.compile(rf"(?<![\w.,/:-])(?<!\d[-–])(?:{_SINGLE})", re.IGNORECASE)
_BARE_SINGLE = re.compile(_SINGLE, re.IGNORECASE)
_RANGE = re.compile(r"\s?(?:-|–|—|to|and|or)\s?", re.IGNORECASE)
_SHORT_UNIT = r"(?:km/h|km|kg|mph|kph|cm|mm|ft|kWh|MW|GW|lb)"
_AFTER = re.compile(rf"(?:\s|-)?(?P<unit>%|percentage points?|per ?cent\b|pct\b|[A-Z]{{3}}\b|{_SHORT_UNIT}\b)")
_NO_COUNT = re.compile(
    r"[-\s]years?[-\s]old|[-\s]?(?:a|p)\.?m\b|st\b|nd\b|rd\b|th\b|[-–]\d|:\d|/\d(?!\d*-)|[A-Za-z]", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:\baged?|\bage of|\bNo\.?|\bnumber|\bchapter|\bpage|\barticle|\bsection|\bversion|#)\s$", re.IGNORECASE)
_APPOSED_AGE = re.compile(r"[A-Za-z.’'”\"]\s?,\s$")

_COMPARATOR_WORDS: tuple[tuple[str, Comparator, bool], ...] = (
    (r"(?:no|not) (?:fewer|less) than|at least|a minimum of|upwards? of|not under", "at_least", False),
    (r"(?:no|not) more than|at most|up to|as (?:many|much) as|a maximum of|as high as", "at_most", False),
    (r"more than|over|above|exceed(?:s|ed|ing)?|greater than|higher than|in excess of|well over|older than|north of",
     "more_than", False),
    (r"(?:less|fewer|lower) than|under|below|shy of|just under", "less_than", False),
    (r"(?:just |only )?(?:about|around|roughly|approximately|some|nearly|almost|close to|an estimated|estimated|circa|virtually)",
     "equal", True),
)
_COMPARATORS: tuple[tuple[re.Pattern[str], Comparator, bool], ...] = tuple(
    (re.compile(rf"(?:^|\W)(?:{words})\s+(?:the\s+|an?\s+)?$", re.IGNORECASE), comparator, is_approximate)
    for words, comparator, is_approximate in _COMPARATOR_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number of a claim; columns of `claim_quantities`, under their names.

    Args:
        start: First character.
        end: One past the last.
        token: Position in the parsed article of the last token of the number.
    """

    start: int
    end: int
    token: int
    value: float
    value_upper: float | None
    unit: str | None
    comparator: Comparator
    is_approximate: bool


def find_quantities(doc: Doc, pieces: Sequence[Offsets], *, dates: Sequence[Offsets] = ()) -> tuple[Quantity, ...]:
    """The numbers in a stretch of text, in order.

    Args:
        doc: Parsed article; needs tags, lemmas, parse and names.
        pieces: Offsets of the parts of the claim, in order.
        dates: Offsets of time expressions, whose numbers are no quantities.
    """
    text = doc.text
    found: list[Quantity] = []
    for start, end in pieces:
        position = start
        while (match := _QUANTITY.search(text, position, end)) is not None:
            first = match.start("money") if match["money"] else _first_of(match)
            last, upper = match.end(), None
            value = _value(match)
            if (following := _range_end(text, last, end)) is not None:
                joined = _joined(value, following)
                if joined.upper > joined.value:
                    last, upper, value = joined.end, joined.upper, joined.value
            position = max(last, match.end())
            if any(one < last and first < other for one, other in dates):
                continue
            quantity = _quantity(doc, text, (first, last), match, value=value, upper=upper, limit=end, floor=start)
            if quantity is not None:
                found.append(quantity)
                position = max(position, quantity.end)
    return tuple(found)


def main_quantity(proposition: Proposition, quantities: Sequence[Quantity]) -> Quantity | None:
    """The number that the main proposition itself carries: in what is said rather than of what, none in a subordinate clause."""
    own = {token.i for token in proposition.clause}
    candidates = [quantity for quantity in quantities if quantity.token in own]
    subject = next((child for child in proposition.head.children if child.dep_ in SUBJECTS), None)
    of_subject = {token.i for token in subject.subtree} if subject is not None else set[int]()
    said = [quantity for quantity in candidates if quantity.token not in of_subject]
    return next(iter(said or candidates), None)


def _first_of(match: re.Match[str]) -> int:
    return next(match.start(name) for name in ("numeral", "word", "article") if match[name])


def _value(match: re.Match[str]) -> float:
    return _plain_value(match) * _factor(match)


def _plain_value(match: re.Match[str]) -> float:
    if match["numeral"]:
        return float(match["numeral"].replace(",", ""))
    if match["word"]:
        return float(sum(_WORDS[part] for part in re.split(r"[- ]", match["word"].lower())))
    return 0.5 if match["article"].lower().startswith("half") else 1.0


def _factor(match: re.Match[str]) -> float:
    return prod(_FACTORS[word] for word in ((match["short"] or "").lower(), *(match["factor"] or "").lower().split()) if word)


def _range_end(text: str, position: int, limit: int) -> re.Match[str] | None:
    """The second number of '12 to 15' or '10-15 %'."""
    join = _RANGE.match(text, position, limit)
    return _BARE_SINGLE.match(text, join.end(), limit) if join is not None and join.end() > position else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Range:
    end: int
    value: float
    upper: float


def _joined(value: float, following: re.Match[str]) -> _Range:
    """A range; a factor after the second number holds for both ('two to three million')."""
    factor = _factor(following)
    is_shared = factor > 1 and value < factor
    return _Range(end=following.end(), value=value * factor if is_shared else value, upper=_value(following))


def _quantity(
    doc: Doc, text: str, span: Offsets, match: re.Match[str], *, value: float, upper: float | None, limit: int, floor: int,
) -> Quantity | None:
    first, last = span
    token = _token_before(doc, last)
    if token is None or _NUMBERED.search(text[max(floor, first - 12):first]):
        return None
    if _NO_COUNT.match(text, last, limit) and not _AFTER.match(text, last, limit):
        return None
    unit, end = _stated_unit(text, last, limit)
    money = (match["money"] or "").lower().strip()
    if money:
        unit, end = _CURRENCIES.get(money, "USD"), last
    if match["money_after"] and unit is None:
        unit = "TZS"
    if unit is None:
        noun = _counted_noun(token)
        if noun is not None:
            unit = _unit_of(noun)
    if unit is None and (_is_in_name(token) or _is_label(token) or _is_apposed_age(text, first, last, floor)):
        return None
    if token.ent_type_ in {"ORDINAL", "TIME"} and not money:
        return None
    is_one = (match["word"] or "").lower() == "one" and not match["factor"] and upper is None
    if is_one and (unit is None or unit not in {"percent", *_CURRENCIES.values()}):
        return None
    before = text[max(floor, first - 40):first]
    comparator, is_approximate = _bound(before)
    return Quantity(start=first, end=end, token=token.i, value=value, value_upper=upper, unit=unit, comparator=comparator,
                    is_approximate=is_approximate or text[last:last + 4] in {"-odd", "-ish"})


def _bound(before: str) -> tuple[Comparator, bool]:
    for pattern, comparator, is_approximate in _COMPARATORS:
        found = pattern.search(before)
        if found is not None:
            rest = _bound(before[:found.start()] + " ")[1] if comparator != "equal" else False
            return comparator, is_approximate or rest
    return "equal", False


def _stated_unit(text: str, position: int, limit: int) -> tuple[str | None, int]:
    """A unit that stands beside the number in fixed form: percent, percentage points, a currency's code."""
    found = _AFTER.match(text, position, limit)
    if found is None:
        return None, position
    unit = found["unit"]
    if unit in _CODES:
        return unit, found.end()
    folded = unit.lower().replace(" ", "")
    if folded in _ABBREVIATED_UNITS:
        return _ABBREVIATED_UNITS[folded], found.end()
    if folded in _SHARES:
        return "percent", found.end()
    return ("percentage point", found.end()) if folded.startswith("percentage") else (None, position)


def _token_before(doc: Doc, end: int) -> Token | None:
    """The token that a stretch of characters ends in."""
    position = bisect_left(doc, end, key=lambda token: token.idx + len(token))
    return doc[position] if position < len(doc) else None


def _counted_noun(token: Token) -> Token | None:
    """The noun that a number counts: its head, also across 'of' and larger numbers ('dozens of people')."""
    word = token
    while word.dep_ in {"compound", "quantmod", "nummod", "nmod"} and word.head.i > word.i:
        word = word.head
        if word.pos_ in {"NOUN", "PROPN"} and word.lemma_.lower() not in _FACTORS and word.dep_ not in {"compound", "quantmod"}:
            return word
        if word.dep_ == "compound" and word.head.i > word.i and word.pos_ == "NOUN" and word.head.pos_ == "NOUN":
            return word.head
    if word is not token and word.pos_ == "NOUN" and word.lemma_.lower() not in _FACTORS:
        return word
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if following is not None and following.pos_ == "NOUN" and following.lemma_.lower() not in _FACTORS:
        return following
    return next((noun for child in token.children if child.lower_ == "of" for noun in child.children
                 if noun.pos_ == "NOUN" and noun.dep_ == "pobj"), None)


def _unit_of(noun: Token) -> str | None:
    lemma = noun.lemma_.lower()
    if lemma in _MONEY_NOUNS and noun.pos_ == "NOUN":
        return _MONEY_NOUNS[lemma]
    if noun.pos_ == "PROPN" and noun.ent_type_ not in {"", "CARDINAL", "MONEY", "QUANTITY", "PERCENT", "DATE", "NORP"}:
        return None
    return _ABBREVIATED_UNITS.get(lemma, lemma) if any(map(str.isalpha, lemma)) else None


def _is_in_name(token: Token) -> bool:
    return token.ent_type_ not in {"", "CARDINAL", "MONEY", "PERCENT", "QUANTITY", "DATE"}


def _is_label(token: Token) -> bool:
    """Whether a bare number stands beside a name or after a noun as its label: 'Flight 370', 'ABC 7'."""
    before = token.nbor(-1) if token.i else None
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    return (before is not None and before.pos_ in {"PROPN", "NOUN"}) or (after is not None and after.pos_ == "PROPN")


def _is_apposed_age(text: str, first: int, last: int, floor: int) -> bool:
    """Whether a bare number stands as an age does: 'Ana Ruiz, 34, said'."""
    return _APPOSED_AGE.search(text[max(floor, first - 4):first]) is not None and text[last:last + 1] in {",", ")", ".", ""}

