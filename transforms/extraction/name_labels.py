"""One label for each name of an article, by vote of all its occurrences."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from transforms.extraction.entities import COMPANY_WORDS
from transforms.extraction.name_sightings import (
    MAX_PERSON_TOKENS,
    ORGANISATION_ENDS,
    PLACE_ENDS,
    Sighting,
    is_introduced,
)
from transforms.extraction.name_spans import (
    PLACE_LABELS,
    Key,
    NameSpan,
    is_capitalised,
    known_label,
    surname_key,
    trimmed,
)
from transforms.lexicons.names_given import GIVEN_NAMES
from transforms.lexicons.nouns_organisation import ORGANISATION_NOUNS
from transforms.lexicons.titles_person import SURE_TITLES
from transforms.lexicons.verbs_speech import SPEECH_VERBS

LOCATIVES = frozenset({"in", "at", "near", "across", "outside", "toward", "towards", "into"})

PERSON_PATTERN_VOTE = 2.0
"""Votes for a person cast by a title, an age in apposition or a known given name before a surname."""
END_WORD_VOTE = 3.0
HEADLINE_VOTE = 0.25
"""Vote of a label found in a block written in capitals or title case, where the recogniser is unreliable."""


def labels_by_vote(
    doc: Doc, candidates: Sequence[NameSpan], *, seen: Sequence[Sighting], unreliable: Sequence[bool],
) -> dict[Key, str]:
    """One label for each name, by majority of what was seen and what its words and neighbours say.

    Args:
        doc: Parsed article.
        candidates: Spans that do not overlap.
        seen: What was seen of names, these spans and others.
        unreliable: For each token, whether capitals mean nothing in its block.
    """
    votes: dict[Key, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    located: Counter[Key] = Counter()
    speaking: Counter[Key] = Counter()
    for sighting in seen:
        share = HEADLINE_VOTE if unreliable[sighting.span.first] else 1.0
        votes[sighting.span.key(doc)][sighting.span.label] += share * sighting.votes
    for span in candidates:
        key = span.key(doc)
        if _looks_like_person(doc, span):
            votes[key]["PERSON"] += PERSON_PATTERN_VOTE
        if span.first > 0 and doc[span.first - 1].lower_ in LOCATIVES:
            located[key] += 1
        if _is_speaking(doc, span):
            speaking[key] += 1
        if span.first > 1 and doc[span.first - 1].text == "," and doc[span.first - 2].lower_ in ORGANISATION_NOUNS:
            votes[key]["ORG"] += END_WORD_VOTE          # "the port operator, Serena Terminals,"
    for key, counts in votes.items():
        last = key[-1].casefold()
        if len(key) > 1 and (last in ORGANISATION_ENDS or (key[0].casefold() in ORGANISATION_ENDS and key[1] in ("of", "for"))):
            counts["ORG"] += END_WORD_VOTE
        elif len(key) > 1 and last in PLACE_ENDS and not PLACE_LABELS & set(counts):
            counts["LOC"] += END_WORD_VOTE
    # Of equal counts the label seen first wins: `max` and `dict` keep the order of appearance.
    labels = {key: known_label(key) or max(counts, key=lambda label: counts[label]) for key, counts in votes.items()}
    _align_parts_of_persons(labels, votes, located, speaking)
    _align_initials(doc, labels, candidates)
    _align_short_names(labels)
    return _common_words_dropped(doc, labels, candidates)


def _looks_like_person(doc: Doc, span: NameSpan) -> bool:
    before = doc[span.first - 1] if span.first else None
    if before is not None and before.lower_ in SURE_TITLES and is_capitalised(before) and span.label != "NORP":
        return True
    length = span.end - span.first
    if span.label in PLACE_LABELS and length == 1:
        return False
    if is_introduced(doc, span.first, span.end):
        return True
    if span.end + 2 < len(doc) and doc[span.end].text == "," and doc[span.end + 1].text.isdigit() and \
            len(doc[span.end + 1].text) == 2 and doc[span.end + 2].text == ",":
        return True
    return (1 < length <= MAX_PERSON_TOKENS and span.label in ("ORG", "GPE", "PERSON") and doc[span.first].lower_ in GIVEN_NAMES
            and doc[span.end - 1].lower_ not in ORGANISATION_ENDS | PLACE_ENDS and doc[span.end - 1].is_title)


def _is_speaking(doc: Doc, span: NameSpan) -> bool:
    root = doc[span.first:span.end].root
    return root.dep_ == "nsubj" and root.head.lemma_.lower() in SPEECH_VERBS


def _align_short_names(labels: dict[Key, str]) -> None:
    """The first word of a firm's name is the firm, not a people or a work: "Sundline" of "Sundline Ferries"."""
    for key in [key for key, label in labels.items() if len(key) > 1 and label == "ORG"]:
        is_firm = all(word.casefold() in COMPANY_WORDS for word in key[1:])
        if is_firm and labels.get(key[:1]) in ("NORP", "PRODUCT", "WORK_OF_ART"):
            labels[key[:1]] = "ORG"


def _align_initials(doc: Doc, labels: dict[Key, str], candidates: Sequence[NameSpan]) -> None:
    """Initials in brackets after a name are another name of the same thing: "Cod and Herring Board (CHB)"."""
    for span in candidates:
        opening = span.end
        if opening + 2 >= len(doc) or doc[opening].text != "(" or doc[opening + 2].text != ")":
            continue
        full, initials = span.key(doc), doc[opening + 1].text
        if full in labels and initials.isupper() and len(initials) > 1 and _is_spelt_out(initials, full) \
                and known_label((initials,)) is None:
            labels[initials,] = labels[full]


def _is_spelt_out(initials: str, name: Key) -> bool:
    """Whether the letters are first letters of the words of a name, in order; it may have more words than they."""
    words = iter(word[0].upper() for word in name)
    return len(name) > 1 and all(letter in words for letter in initials)


def _align_parts_of_persons(
    labels: dict[Key, str], votes: Mapping[Key, Mapping[str, float]], located: Mapping[Key, int], speaking: Mapping[Key, int],
) -> None:
    """A single word that ends or opens the full name of a person names that person, unless the article places it."""
    for key in [key for key, label in labels.items() if len(key) > 1 and label in ("ORG", "GPE")]:
        last = surname_key(key)
        # "Lena Okafor" was taken for a body once, but Okafor for a person throughout.
        if len(key) <= MAX_PERSON_TOKENS and key[-1].casefold() not in ORGANISATION_ENDS | PLACE_ENDS and \
                labels.get(last) == "PERSON" and votes[last].get("PERSON", 0) >= PERSON_PATTERN_VOTE and \
                votes[key].get(labels[key], 0) <= 1:
            labels[key] = "PERSON"
    parts: set[Key] = set()
    for key in [key for key, label in labels.items() if len(key) > 1 and label == "PERSON"]:
        parts.add(surname_key(key))
        given = (key[0],)
        if key[0].casefold() in GIVEN_NAMES or (speaking.get(given) and not PLACE_LABELS & set(votes[given])):
            parts.add(given)
    for part in parts:
        if known_label(part) is None and part in labels and 2 * located.get(part, 0) <= sum(votes[part].values()):
            labels[part] = "PERSON"


def _common_words_dropped(doc: Doc, labels: dict[Key, str], candidates: Sequence[NameSpan]) -> dict[Key, str]:
    """Leave out single words that the article writes in lower case too: they opened a sentence or a headline."""
    lower = Counter(token.text for token in doc if token.is_lower)
    labelled = Counter(span.key(doc) for span in candidates)
    surnames = {surname_key(key) for key, label in labels.items() if label == "PERSON" and len(key) > 1}
    return {key: label for key, label in labels.items()
            if len(key) > 1 or "".join(key).isupper() or key in surnames or label == "NORP"
            or labelled[key] > lower["".join(key).casefold()]}


def cut_at_known_names(doc: Doc, spans: Iterable[NameSpan], labels: Mapping[Key, str]) -> Iterator[NameSpan]:
    """Part names that were run together: "Foundation for Relief Alma Reyes", "Reyes the Foundation"; and take off a word
    that only opens a sentence before a name."""
    persons = {key for key, label in labels.items() if label == "PERSON" and len(key) > 1}
    spans = list(spans)
    within = {span.key(doc) for span in spans if not (doc[span.first].is_sent_start or doc[span.first - 1].text == ":")}
    for span in spans:
        key = span.key(doc)
        if key[1:] in persons and key not in within and key[0].casefold() not in GIVEN_NAMES:
            yield NameSpan(first=span.first + 1, end=span.end, label="PERSON")      # "Brave Ana Ruiz told the court"
            continue
        inner = key.index("the") if "the" in key else 0
        if inner and key[:inner] in labels and labels[key[:inner]] == "PERSON" and span.label != "PERSON":
            yield NameSpan(first=span.first, end=span.first + inner, label="PERSON")
            continue
        sizes = range(2, len(key) - 1) if span.label != "PERSON" else ()
        tail = next((size for size in sizes if key[-size:] in persons), None)
        if tail is None:
            yield span
            continue
        yield NameSpan(first=span.end - tail, end=span.end, label="PERSON")
        rest = trimmed(doc, replace(span, end=span.end - tail))
        if rest:
            yield rest
