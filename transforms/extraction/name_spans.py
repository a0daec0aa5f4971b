"""Spans of tokens that name something: cleaned of what is no part of a name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from transforms.lexicons.names_known import COUNTRY_NAMES, NOT_NAMES, ORGANISATION_NAMES, STATE_NAMES
from transforms.lexicons.titles_person import OFFICES, RANKS, SURE_TITLES, TITLE_WORDS

NAME_LABELS = frozenset({
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW", "LANGUAGE",
})
"""OntoNotes labels that name something; the others are numbers, amounts and times."""
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})

OPENERS = frozenset({"the", "a", "an"})
NAMES_WITH_ARTICLE = frozenset({("The", "Hague")})
"""Names of which the article is a part; from all others it is left out."""

EDGE_MARKS = frozenset("\"'“”‘’«»()[]{}—–-,;:.!?/|*•…") | {"--", "''", "``", "...", "'s", "’s"}
BREAKS = frozenset({"—", "–", "--", ";", ":", "|", "•", "(", ")", "[", "]", "“", "”", '"'})
"""Marks across which no name runs."""

GENERATIONS = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
INNER_WORDS = frozenset({
    "of", "the", "and", "for", "de", "da", "do", "dos", "du", "del", "della", "di", "la", "le", "van", "von", "der",
    "den", "bin", "al",
    "el", "on", "in", "to", "at", "&",
})
"""Lower-case words that may stand inside a name."""

MAX_HALF_NAME = 5
"""Letters of the second half of a hyphenated given name in lower case ("Jae-in", "Seung-hyun")."""

TITLES_IN_NAMES = frozenset({"president", "premier", "ambassador", "senator", "minister", "chancellor"})
"""Titles that also open names of things: "Premier League", "President Hotel"."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """One occurrence of a name: tokens `first` up to, but without, `end`, and an OntoNotes label."""

    first: int
    end: int
    label: str

    def key(self, doc: Doc) -> Key:
        """The words of the name; occurrences with the same words are the same name."""
        return tuple(doc[i].text for i in range(self.first, self.end))


def surname_key(key: Key) -> Key:
    """The part of a person's name that stands for it alone: the last word, generation (Jr., III) left out.

    A hyphenated last word is one word; where its second half is in lower case, as in "Moon Jae-in", it is a given name
    and the first word is the surname.
    """
    words = [word for word in key if word.casefold() not in GENERATIONS and word != ","]
    if len(words) >= 3 and words[-2] == "-":
        return tuple(words[-3:]) if words[-1][0].isupper() else (words[0],)
    return (words[-1],) if words else key


def known_label(key: Key) -> str | None:
    """Label of a name known beforehand; None for all others."""
    text = " ".join(key)
    if text in COUNTRY_NAMES or text in STATE_NAMES:
        return "GPE"
    return "ORG" if text in ORGANISATION_NAMES else None


def without_overlaps(doc: Doc, spans: Iterable[NameSpan], sure: frozenset[Key]) -> list[NameSpan]:
    """Of overlapping spans the longer one, of equally long ones the name that is known; in order of position."""
    taken: set[int] = set()
    kept: list[NameSpan] = []
    for span in sorted(spans, key=lambda s: (s.first - s.end, s.key(doc) not in sure, s.first)):
        if not any(i in taken for i in range(span.first, span.end)):
            taken.update(range(span.first, span.end))
            kept.append(span)
    return sorted(kept, key=lambda s: s.first)


def cleaned(doc: Doc, span: NameSpan) -> Iterator[NameSpan]:
    """The names that a span of the recogniser really holds: split where no name runs on, edges trimmed."""
    first = span.first
    for i in range(span.first, span.end + 1):
        if i == span.end or _breaks(doc[i], span.label):
            if first < i:
                yield from _parts_around_titles(doc, NameSpan(first=first, end=i, label=span.label))
            first = i + 1


def _breaks(token: Token, label: str) -> bool:
    if token.text in BREAKS or (token.is_space and "\n" in token.text):
        return True
    if token.text in ("'s", "’s") and label in ("PERSON", "GPE", "NORP"):
        return True                             # "Hank Moreau's Delta Fund" is two names
    if label == "PERSON":
        return token.lower_ in ("and", "&", "/") or (token.text == "," and token.i + 1 < len(token.doc)
                                                     and token.nbor().lower_ not in GENERATIONS)
    return label in ("NORP", "GPE") and token.text == ","


def _parts_around_titles(doc: Doc, span: NameSpan) -> Iterator[NameSpan]:
    """Part "Japanese P.M. Kishida" into "Japanese" and "Kishida"; the latter is a person."""
    rank = _rank_end(doc, span)
    if rank > span.first:
        rest = trimmed(doc, NameSpan(first=rank, end=span.end, label="PERSON"))
        if rest:
            yield rest
        return
    for i in range(span.first, span.end - 1):
        if doc[i].lower_ in SURE_TITLES and doc[i].is_title and is_capitalised(doc[i + 1]):
            if i > span.first:
                before = trimmed(doc, replace(span, end=i))
                if before and before.label != "PERSON":
                    yield before
            if span.label != "PERSON" and i == span.first and doc[i].lower_ in TITLES_IN_NAMES:
                break
            rest = trimmed(doc, NameSpan(first=i + 1, end=span.end, label="PERSON"))
            if rest:
                yield rest
            return
    whole = trimmed(doc, span)
    if whole:
        yield whole


def _rank_end(doc: Doc, span: NameSpan) -> int:
    """One past a rank of two words with a hyphen that opens a span ("Major-Gen", "Lt.-Col."); its first token without one."""
    after = span.first + 3
    is_rank = after < span.end and doc[span.first + 1].text == "-" and doc[span.first].lower_ in RANKS \
        and doc[span.first + 2].lower_ in RANKS and is_capitalised(doc[after])
    return after if is_rank else span.first


def trimmed(doc: Doc, span: NameSpan) -> NameSpan | None:
    """The span without marks, articles, titles and lower-case words at its edges; None when no name is left."""
    first, end = span.first, span.end
    while first < end and (doc[first].text in EDGE_MARKS or doc[first].is_space or _is_opener(doc, first, end)):
        first += 1
    if span.label == "PERSON":
        while first < end and (doc[first].lower_ in TITLE_WORDS or not is_capitalised(doc[first])) and \
                doc[first].lower_ not in INNER_WORDS:
            first += 1
    while first < end and not _ends_in_compound(doc, first, end) and _is_idle_end(doc, end, span.label):
        end -= 1
    if span.label == "PERSON" and end - first > 1 and end + 1 < len(doc) and _joins_given_name(doc, end):
        end += 2                                # "Moon Jae-in": the recogniser stops at the hyphen
    if end - first > 1 and doc[end - 1].is_digit and known_label(tuple(doc[i].text for i in range(first, end - 1))):
        end -= 1                                # "Sweden 1": a score
    rest = NameSpan(first=first, end=end, label=span.label)
    return rest if first < end and not _names_nothing(doc, rest) else None


def _is_idle_end(doc: Doc, end: int, label: str) -> bool:
    """Whether the last token before `end` is no part of a name: a mark, a lower-case word, or the label of a picture."""
    last = doc[end - 1]
    if last.text in EDGE_MARKS or last.is_space or last.lower_ in INNER_WORDS:
        return True
    if last.is_lower:
        return label in ("PERSON", "GPE", "LOC", "ORG")
    return last.lower_ in NOT_NAMES and end < len(doc) and doc[end].text == ":"


def _ends_in_compound(doc: Doc, first: int, end: int) -> bool:
    """Whether the last word is joined to the one before by a hyphen, as in "Kim Jong-un"."""
    return end - first > 2 and _joins_given_name(doc, end - 2)


def _joins_given_name(doc: Doc, hyphen: int) -> bool:
    """Whether a hyphen joins two halves of a name, and not a name to a verb or noun ("Bush-led", "Obama-era")."""
    after = doc[hyphen + 1]
    if doc[hyphen].text != "-" or doc[hyphen - 1].whitespace_ or doc[hyphen].whitespace_ or not after.is_alpha:
        return False
    return after.is_title or (len(after) <= MAX_HALF_NAME and after.pos_ not in ("VERB", "ADJ", "AUX") and after.lower_ != "era")


def _is_opener(doc: Doc, first: int, end: int) -> bool:
    return doc[first].lower_ in OPENERS and tuple(doc[i].text for i in range(first, end)) not in NAMES_WITH_ARTICLE


def _names_nothing(doc: Doc, span: NameSpan) -> bool:
    text = doc[span.first:span.end].text
    words = [token.lower_ for token in doc[span.first:span.end]]
    return (
        not any(character.isupper() for character in text)
        or text[0] in "#@"
        or any(word in NOT_NAMES for word in (text.casefold(), words[0] if span.label == "PERSON" else ""))
        or text.casefold().startswith(("covid", "http", "www."))
        or words[-1].endswith(("phobia", "ism", "isation"))
        or (span.label in ("PERSON", "NORP", "GPE") and any(character.isdigit() for character in text))
        or all(word in OFFICES or word in INNER_WORDS or word in GENERATIONS for word in words)
        or ("-" in words and all(word in RANKS or word == "-" for word in words))
    )


def is_capitalised(token: Token) -> bool:
    return token.text[:1].isupper()


def is_name_word(token: Token) -> bool:
    return (token.pos_ == "PROPN" and is_capitalised(token) and token.text[-1].isalpha() and token.lower_ not in TITLE_WORDS
            and token.lower_ not in NOT_NAMES)
