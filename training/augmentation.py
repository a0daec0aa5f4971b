"""Articles made a little different at each pass, so that the tagger leans on no campaign's names and no house style."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.extraction.checkability import Checkability
from transforms.extraction.quotation_marks import Offsets

RENAMED_SHARE = 0.5
RESTYLED_SHARE = 0.4
REWORDED_SHARE = 0.15
"""Shares of articles with other names, of articles with other quotation marks, and of cues 'said' with another verb."""

_FREQUENT_IN_ARTICLES = 10
"""In so many articles a name is one that the tagger would learn by heart."""

_SPOKEN = ("added", "noted", "argued", "insisted", "explained", "warned", "stated", "declared", "replied", "recalled",
           "claimed", "remarked", "conceded", "acknowledged", "told reporters", "says", "adds", "explains", "tells me")
_STYLES = ({"“": '"', "”": '"', "’": "'", "‘": "'"}, {"“": "‘", "”": "’"}, {"“": '"', "”": '"'})
_WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSpan:
    """A labelled stretch of a text; `links` names the group (attribution) to which it belongs."""

    label: str
    start: int
    end: int
    link: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """A text with its spans, in order and without overlap."""

    text: str
    spans: tuple[LabelledSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSentence:
    """A sentence and whether it is checkable in one sense."""

    text: str
    checkability: Checkability
    is_so: bool


def frequent_names(texts: Sequence[LabelledText], given_names: frozenset[str]) -> frozenset[str]:
    """Words of sources that many articles share and that follow or are a given name."""
    articles: Counter[str] = Counter()
    for labelled in texts:
        words: set[str] = set()
        for span in labelled.spans:
            if span.label != "source":
                continue
            found = _WORD.findall(labelled.text[span.start:span.end])
            for before, word in zip(["", *found], found, strict=False):
                if word[:1].isupper() and (word.lower() in given_names or before.lower() in given_names):
                    words.add(word)
        articles.update(words)
    return frozenset(word for word, count in articles.items() if count >= _FREQUENT_IN_ARTICLES)


def varied(labelled: LabelledText, *, names: frozenset[str], pool: Sequence[str], dice: random.Random) -> LabelledText:
    """The text with some names, quotation marks and cues exchanged; every span still covers its words.

    Args:
        names: Words that may be renamed, all occurrences of one alike.
        pool: Words to rename them to.
        dice: Source of chance, seeded by the caller.
    """
    changes: list[tuple[Offsets, str]] = []
    if dice.random() < RENAMED_SHARE:
        new_names: dict[str, str] = {}
        for match in _WORD.finditer(labelled.text):
            word, suffix = _without_possessive(match.group())
            if word in names and dice.random() < 0.98:
                new_names.setdefault(word, dice.choice(pool))
                changes.append((match.span(), new_names[word] + suffix))
    for span in labelled.spans:
        if span.label == "cue" and labelled.text[span.start:span.end] == "said" and dice.random() < REWORDED_SHARE:
            changes.append(((span.start, span.end), dice.choice(_SPOKEN)))
    changed = _changed(labelled, sorted(changes))
    if dice.random() < RESTYLED_SHARE:
        changed = replace(changed, text=changed.text.translate(str.maketrans(dice.choice(_STYLES))))
    return changed


def _without_possessive(word: str) -> tuple[str, str]:
    for suffix in ("’s", "'s"):
        if word.endswith(suffix):
            return word[:-2], suffix
    return word, ""


def _changed(labelled: LabelledText, changes: Sequence[tuple[Offsets, str]]) -> LabelledText:
    """Put new words in place of old ones and move the spans with them."""
    parts: list[str] = []
    moves: list[tuple[int, int, int]] = []              # old start, old end, new start
    position = length = 0
    for (start, end), new in changes:
        if start < position:
            continue
        parts += [labelled.text[position:start], new]
        length += start - position
        moves.append((start, end, length))
        length += len(new)
        position = end
    parts.append(labelled.text[position:])
    text = "".join(parts)
    if not moves:
        return labelled

    def moved(offset: int, *, is_end: bool) -> int:
        shift = 0
        for number, (start, end, new_start) in enumerate(moves):
            new_end = new_start + len(changes_kept[number])
            if offset < start or (offset == start and not is_end):
                break
            if offset <= end and is_end:
                return new_end if offset > start else offset + shift
            if offset < end:
                return new_start
            shift = new_end - end
        return offset + shift

    changes_kept = parts[1:-1:2]
    spans = tuple(replace(span, start=moved(span.start, is_end=False), end=moved(span.end, is_end=True))
                  for span in labelled.spans)
    return LabelledText(text=text, spans=spans)
