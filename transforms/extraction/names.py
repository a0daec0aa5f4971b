"""Where an article names things: what the recogniser and the learned tagger see, cleaned, put to the vote and found again.

The small recogniser sees each sentence alone, so it takes one name for a person here and a place there, and misses it
elsewhere. An article as a whole knows better: a name has one label in it, and once known is known everywhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from transforms.extraction.name_labels import cut_at_known_names, labels_by_vote
from transforms.extraction.name_sightings import Sighting, sightings
from transforms.extraction.name_spans import (
    PLACE_LABELS,
    Key,
    NameSpan,
    is_capitalised,
    is_name_word,
    known_label,
    surname_key,
    without_overlaps,
)
from transforms.extraction.tagging import TaggedSpan
from transforms.layout import BLOCK_SEPARATOR
from transforms.lexicons.names_known import COUNTRY_NAMES, ORGANISATION_NAMES, STATE_NAMES

SCORED_LABELS = frozenset({"PERSON", "ORG"}) | PLACE_LABELS
"""Labels that the tagger has learned to tell."""

MIN_LABELLED_SHARE = 1 / 3
"""Of the capitalised occurrences of a single word, the share that the recogniser must have labelled to label the rest."""
SENTENCE_ENDS = frozenset({".", "!", "?", "”", '"', ":"})
TITLE_CASE_SHARE = 0.7
TITLE_CASE_MIN_WORDS = 4


def find_names(doc: Doc, *, tagged: Sequence[TaggedSpan] = ()) -> tuple[NameSpan, ...]:
    """Find the names in an article.

    Args:
        doc: Parsed article with `ents`, tags and sentence boundaries.
        tagged: Names that the learned tagger found in it; none without a tagger.

    Returns:
        0..n spans in order, none overlapping, none with a title, leading article, possessive or line break in it.
        One name (the same words) has one label throughout.
    """
    unreliable = _unreliable_tokens(doc)
    seen = sightings(doc, tagged=tagged)
    if any(one.is_tagged for one in seen):
        seen = _confirmed(doc, seen)
    candidates = _supported(doc, without_overlaps(doc, [one.span for one in seen], frozenset()), seen, unreliable)
    labels = labels_by_vote(doc, candidates, seen=seen, unreliable=unreliable)
    candidates = [replace(span, label=labels[span.key(doc)]) for span in candidates if span.key(doc) in labels]
    whole = {span.key(doc) for span in candidates}
    candidates = list(cut_at_known_names(doc, candidates, labels))
    parted = whole - {span.key(doc) for span in candidates}
    labels = {key: label for key, label in labels.items() if key not in parted}
    found_again = list(_find_again(doc, labels, candidates))
    return tuple(without_overlaps(doc, [*candidates, *found_again], frozenset(labels)))


def _confirmed(doc: Doc, seen: Sequence[Sighting]) -> list[Sighting]:
    """Without names of persons, bodies and places that only the recogniser sees, and of which the tagger knows no word."""
    words = {word for one in seen if one.is_tagged for word in one.span.key(doc)}
    return [one for one in seen
            if one.is_tagged or one.span.label not in SCORED_LABELS or known_label(one.span.key(doc)) is not None
            or not words.isdisjoint(one.span.key(doc))]


def _supported(
    doc: Doc, candidates: Sequence[NameSpan], seen: Sequence[Sighting], unreliable: Sequence[bool],
) -> list[NameSpan]:
    """Of names in blocks where capitals mean nothing those that the tagger or the rest of the article knows."""
    supported = {span.key(doc) for span in candidates if not unreliable[span.first]}
    if not supported:
        return list(candidates)
    tagged = {(one.span.first, one.span.end) for one in seen if one.is_tagged}
    return [
        span for span in candidates
        if not unreliable[span.first] or span.key(doc) in supported or (span.first, span.end) in tagged
        or known_label(span.key(doc)) is not None or (span.label == "PERSON" and surname_key(span.key(doc)) in supported)]


def _find_again(doc: Doc, labels: Mapping[Key, str], candidates: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """Every further occurrence of the names of the article, of the surnames of its persons, and of names known
    beforehand."""
    known = _names_to_look_for(doc, labels, candidates)
    by_first: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(known, key=len, reverse=True):
        by_first[key[0]].append(key)
    labelled_at = {span.first for span in candidates}
    i, count = 0, len(doc)
    while i < count:
        step = 1
        for key in by_first.get(doc[i].text, ()):
            end = i + len(key)
            if end <= count and all(doc[i + k].text == word for k, word in enumerate(key)):
                if i not in labelled_at and _stands_alone(doc, i, end, labelled_at):
                    yield NameSpan(first=i, end=end, label=known[key])
                step = len(key)
                break
        i += step


def _names_to_look_for(doc: Doc, labels: Mapping[Key, str], candidates: Sequence[NameSpan]) -> dict[Key, str]:
    known: dict[Key, str] = {tuple(name.split()): "GPE" for name in COUNTRY_NAMES}
    known |= {(name,): "GPE" for name in STATE_NAMES if " " not in name}
    known |= {tuple(name.split()): "ORG" for name in ORGANISATION_NAMES}
    occurrences = Counter(token.text for token in doc if token.pos_ == "PROPN")
    labelled = Counter(span.key(doc) for span in candidates)
    for key, label in labels.items():
        if len(key) > 1 or labelled[key] >= MIN_LABELLED_SHARE * occurrences[" ".join(key)]:
            known[key] = label
    ambiguous = {key for key, label in labels.items() if label != "PERSON"}
    for key, label in labels.items():
        if label == "PERSON" and len(key) > 1 and surname_key(key) not in ambiguous:
            known.setdefault(surname_key(key), "PERSON")
        if len(key) == 1 and label in PLACE_LABELS and key[0].istitle():
            known.setdefault((key[0].upper(),), label)          # WASHINGTON, in a dateline
    return known


def _stands_alone(doc: Doc, first: int, end: int, labelled_at: set[int]) -> bool:
    """Whether a known name found again is no part of a longer one that the recogniser missed ("Biden Boulevard")."""
    if end - first > 1:
        return True
    token = doc[first]
    if token.pos_ != "PROPN" and not (token.is_title and not token.is_sent_start and not token.is_stop):
        return bool(token.is_sent_start) and token.is_title and not token.is_stop and token.pos_ in ("NOUN", "ADJ", "X")
    after = doc[end] if end < len(doc) else None
    before = doc[first - 1] if first and not token.is_sent_start else None
    return not (
        (after is not None and is_name_word(after) and after.i not in labelled_at and token.whitespace_ != "")
        or (before is not None and is_name_word(before) and before.ent_type_ == "" and not before.is_sent_start)
    )


def _unreliable_tokens(doc: Doc) -> list[bool]:
    """For each token, whether its block is written in title case or capitals, where capitals mean nothing."""
    flags: list[bool] = []
    first = 0
    for token in doc:
        if token.i + 1 == len(doc) or (token.is_space and BLOCK_SEPARATOR in token.text):
            flags += [_is_title_cased(doc, first, token.i + 1)] * (token.i + 1 - first)
            first = token.i + 1
    return flags


def _is_title_cased(doc: Doc, first: int, end: int) -> bool:
    words = [token for token in doc[first:end] if token.is_alpha and len(token) > 3]
    last = next((doc[i].text for i in range(end - 1, first - 1, -1) if not doc[i].is_space), "")
    if len(words) < TITLE_CASE_MIN_WORDS or last in SENTENCE_ENDS:
        return False
    return sum(is_capitalised(word) for word in words) >= TITLE_CASE_SHARE * len(words)
