"""Where an article seems to name something: what the recogniser labels, what the learned tagger labels, and persons that
titles and given names show."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from spacy.tokens import Doc

from transforms.extraction.name_spans import (
    NAME_LABELS,
    PLACE_LABELS,
    NameSpan,
    cleaned,
    is_capitalised,
    is_name_word,
)
from transforms.extraction.tagging import TaggedSpan
from transforms.lexicons.names_given import GIVEN_NAMES
from transforms.lexicons.nouns_organisation import ORGANISATION_NOUNS
from transforms.lexicons.titles_person import PERSON_NOUNS, SURE_TITLES
from transforms.lexicons.verbs_speech import SPEECH_VERBS

ORGANISATION_ENDS = frozenset({
    "inc", "inc.", "corp", "corp.", "corporation", "co.", "company", "ltd", "ltd.", "llc", "plc", "group",
    "holdings", "university",
    "college", "school", "institute", "party", "ministry", "council", "association", "bank", "department",
    "committee", "agency",
    "club", "court", "police", "times", "post", "union", "federation", "foundation", "commission", "parliament",
    "senate", "congress",
    "assembly", "navy", "army", "church", "society", "organization", "organisation", "airlines", "airways",
    "motors", "bureau",
    "office", "board", "team", "league", "authority", "news", "magazine", "service", "services", "industries",
    "center", "centre",
})
PLACE_ENDS = frozenset({
    "river", "street", "avenue", "road", "airport", "island", "islands", "province", "county", "sea", "ocean",
    "lake", "mountains",
    "bay", "beach", "park", "bridge", "valley", "stadium", "square", "strait", "gulf", "peninsula", "hall", "tower",
    "towers", "city",
})
"""Last words that tell a body or a place from a person."""

MAX_PERSON_TOKENS = 3
"""Tokens of a name that is read off a title or a given name, without help of the recogniser."""


TAGGED_LABELS = {"person": "PERSON", "organisation": "ORG", "place": "GPE", "event": "EVENT", "other": "WORK_OF_ART"}
"""OntoNotes labels for what the tagger finds, where the recogniser gives none that is more exact."""

MORE_EXACT: dict[str, frozenset[str]] = {
    "place": PLACE_LABELS, "other": frozenset({"PRODUCT", "WORK_OF_ART", "LAW", "EVENT", "NORP", "LANGUAGE"}),
}
"""Labels of the recogniser that say more exactly what the tagger sees."""

MIN_PROBABILITY = 0.5
"""What the tagger names with less is left to the recogniser."""

SURE_PROBABILITY = 0.8
"""From here on the tagger knows better than the recogniser where a name begins and ends."""

JOINTS = frozenset({"of", "the", "and", "&", "'s", "’s"})
"""Words by which parts of one name may hang together."""

HYPHENATED = re.compile(r"-|\w-")
"""From the last character of a name to the first of the other half of it."""

MIN_PARTS = 2
CURRENCY_MARK = "$"

TAGGED_VOTE = 2.0
"""Votes of the tagger for a label it is certain of; the recogniser has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Somebody's word that a span names something.

    Args:
        span: The span with the label that is claimed for it.
        votes: What the label counts when those of all occurrences are added.
        is_tagged: Whether the learned tagger sees it.
    """

    span: NameSpan
    votes: float
    is_tagged: bool = False


def sightings(doc: Doc, *, tagged: Sequence[TaggedSpan]) -> list[Sighting]:
    """Every name that the tagger or the recogniser sees, cleaned; of two that overlap both may be among them.

    Args:
        doc: Parsed article with `ents`.
        tagged: Names that the tagger found.
    """
    learned = [sighting for name in _joined(doc, tagged) if name.probability >= MIN_PROBABILITY
               for sighting in _learned(doc, name)]
    sure = {token for sighting in learned if sighting.votes >= SURE_PROBABILITY * TAGGED_VOTE
            for token in range(sighting.span.first, sighting.span.end)}
    places = {(sighting.span.first, sighting.span.end) for sighting in learned}
    named = [span for entity in doc.ents if entity.label_ in NAME_LABELS
             for span in cleaned(doc, NameSpan(first=entity.start, end=entity.end, label=entity.label_))]
    parts = [sighting.span for sighting in learned]
    whole = [span for span in named if _is_in_parts(doc, span, parts)]
    learned = [sighting for sighting in learned if not any(_holds(span, sighting.span) for span in whole)]
    recognised = [Sighting(span=span, votes=1.0) for span in named
                  if span in whole or (span.first, span.end) in places or sure.isdisjoint(range(span.first, span.end))]
    seen = [*learned, *recognised]
    persons = [Sighting(span=span, votes=1.0) for span in person_patterns(doc, [sighting.span for sighting in seen])
               if sure.isdisjoint(range(span.first, span.end))]
    return [*seen, *persons]


def _joined(doc: Doc, tagged: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """Parts of one type as one name: between which only a hyphen stands ("Zuma-" and "Sambudla"), or of a person only a blank."""
    text = doc.text
    joined: list[TaggedSpan] = []
    for name in sorted(tagged, key=attrgetter("start")):
        last = joined[-1] if joined else None
        if last is not None and last.label == name.label and (
                HYPHENATED.fullmatch(text, last.end - 1, name.start)
                or (name.label == "person" and text[last.end:name.start] == " ")):
            joined[-1] = replace(last, end=name.end, probability=min(last.probability, name.probability))
        else:
            joined.append(name)
    return joined


def _is_in_parts(doc: Doc, whole: NameSpan, learned: Sequence[NameSpan]) -> bool:
    """Whether the tagger sees nothing but parts of a name: "Northrop" and "Grumman", "United States" and "America"."""
    parts = [part for part in learned if part.first < whole.end and whole.first < part.end]
    if len(parts) < MIN_PARTS or not all(_holds(whole, part) for part in parts):
        return False
    inside = {token for part in parts for token in range(part.first, part.end)}
    between = {doc[token].lower_ for token in range(whole.first, whole.end) if token not in inside}
    is_alike = len({part.label for part in parts}) == 1
    return between <= JOINTS if is_alike else not between and all(part.end - part.first == 1 for part in parts)


def _holds(whole: NameSpan, part: NameSpan) -> bool:
    return whole.first <= part.first and part.end <= whole.end and (part.first, part.end) != (whole.first, whole.end)


def _learned(doc: Doc, name: TaggedSpan) -> Iterator[Sighting]:
    place = doc.char_span(name.start, name.end, alignment_mode="expand")
    if place is None or CURRENCY_MARK in place.text:
        return                                          # "US$40 billion"
    exact = [token.ent_type_ for token in place if token.ent_type_ in MORE_EXACT.get(name.label, frozenset())]
    label = exact[0] if exact else TAGGED_LABELS[name.label]
    for span in cleaned(doc, NameSpan(first=place.start, end=place.end, label=label)):
        yield Sighting(span=span, votes=TAGGED_VOTE * name.probability, is_tagged=True)


def person_patterns(doc: Doc, candidates: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """Persons told by a title before the name, by an age after it, or by a given name before a capitalised word."""
    taken = {i: span for span in candidates for i in range(span.first, span.end)}
    for token in doc:
        if token.i + 1 >= len(doc):
            return
        following = doc[token.i + 1]
        if token.lower_ in SURE_TITLES and is_capitalised(token) and token.i not in taken:
            end = _run_end(doc, following.i)
            if end > following.i and following.i not in taken:
                yield NameSpan(first=following.i, end=end, label="PERSON")
        elif token.i not in taken and is_introduced(doc, token.i, _run_end(doc, token.i)):
            yield NameSpan(first=token.i, end=_run_end(doc, token.i), label="PERSON")
        elif token.lower_ in GIVEN_NAMES and is_name_word(token) and is_name_word(following):
            # The recogniser saw no name, or only the end of one ("Emmanuel" of "Rahm Emmanuel").
            partial = taken.get(following.i)
            starts_name = token.i not in taken and (token.i == 0 or not is_name_word(doc[token.i - 1]))
            end = _run_end(doc, token.i)
            if starts_name and end - token.i > 1 and (partial is None or partial.label == "PERSON") and \
                    doc[end - 1].lower_ not in ORGANISATION_ENDS | PLACE_ENDS:
                yield NameSpan(first=token.i, end=end, label="PERSON")


def is_introduced(doc: Doc, first: int, end: int) -> bool:
    """Whether two or three capitalised words are told to be a person: 'Its director, Ana Ruiz,', 'Ana Ruiz, who ...'."""
    if not 1 < end - first <= MAX_PERSON_TOKENS or end + 1 >= len(doc) \
            or not all(is_name_word(doc[i]) for i in range(first, end)) \
            or doc[end - 1].lower_ in ORGANISATION_ENDS | PLACE_ENDS or (first > 0 and is_name_word(doc[first - 1])):
        return False
    if doc[end].text != ",":
        return False
    if doc[end + 1].lower_ == "who":
        return True
    if first < 2 or doc[first - 1].text != ",":
        return False
    noun = doc[first - 2]
    return noun.lower_ in PERSON_NOUNS or (doc[end + 1].lemma_.lower() in SPEECH_VERBS and noun.lower_ not in ORGANISATION_NOUNS)


def _run_end(doc: Doc, first: int) -> int:
    """One past the last of up to three capitalised words from `first` on."""
    end = first
    while end < len(doc) and end - first < MAX_PERSON_TOKENS and is_name_word(doc[end]) and \
            not (end > first and doc[end].is_sent_start):
        end += 1
    return end
