"""Counts and figures of attributions: which contents were found, and whether their speakers are right.

Contents are compared as sets of letters and digits, so marks and spaces at their edges do not matter. Contents are matched one to
one, best overlap first, where intersection over union is at least a half (the usual measure for spans without certain edges).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from schemas.vocabulary import QuoteType
from transforms.evaluation.alignment import Span
from transforms.evaluation.bootstrap import Counts, Figure, f1_of, ratio
from transforms.evaluation.gold import Attribution

MIN_OVERLAP = 0.5
"""Least intersection over union of two contents that are one."""

MIN_INSIDE = 0.8
"""Least share of a found content inside a gold content for it to be a piece of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedQuote:
    """One attribution found; offsets into the annotated text.

    Args:
        pieces: Contiguous parts of its content, without overlap.
        speaker: The words that name the source; None when none was found.
        speaker_text: Those words.
        speaker_name: Name of the entity that they were resolved to; None when they were not.
    """

    quote_id: str
    pieces: tuple[Span, ...]
    speaker: Span | None
    speaker_text: str | None
    speaker_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Track:
    """One way to look at the contents.

    Args:
        kinds: Kinds that count; all contents take part in the matching.
        min_quoted_words: When not None, only what stands in quotation marks is compared, if it has so many words.
    """

    name: str
    kinds: frozenset[QuoteType]
    min_quoted_words: int | None = None


_ANY_KIND: frozenset[QuoteType] = frozenset({"direct", "mixed", "indirect"})
_TRACKS = (
    _Track(name="quoted4", kinds=_ANY_KIND, min_quoted_words=4),
    _Track(name="direct_mixed", kinds=frozenset({"direct", "mixed"})),
    _Track(name="all", kinds=_ANY_KIND),
)

_Characters = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _GoldContent:
    characters: _Characters
    kind: QuoteType
    source: _Characters
    source_text: str
    has_source: bool
    speaker_name: str | None
    says_who: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _FoundContent:
    """One or more quotes that count as one content; the speaker of each has as many votes as its content has characters."""

    characters: _Characters
    kind: QuoteType
    pieces: tuple[Span, ...]
    quotes: tuple[PredictedQuote, ...]


_Content = TypeVar("_Content", _GoldContent, _FoundContent)


def count_quotes(text: str, *, gold: Sequence[Attribution], predicted: Sequence[PredictedQuote]) -> Counts:
    """Counts of one article, for `QUOTE_FIGURES` and `SPEAKER_NAME_FIGURES`.

    Args:
        text: The annotated text.
        gold: Its attributions.
        predicted: What was found in it.
    """
    quoted = _quoted_characters(text)
    expected = [content for attribution in gold if (content := _gold_content(text, attribution, quoted)).characters]
    found = [content for quote in predicted if (content := _found_content(text, (quote,), quoted)).characters]
    counts: Counter[str] = Counter()
    for track in _TRACKS:
        least = track.min_quoted_words
        _count_track(
            counts, track, text, quoted=quoted,
            gold=expected if least is None else _clip_to_marks(text, expected, quoted, least=least),
            found=found if least is None else _clip_to_marks(text, found, quoted, least=least))
    _count_speaker_names(counts, text, gold=expected, found=_unite_pieces(text, expected, found, quoted))
    return dict(counts)


def right_quotes(text: str, *, gold: Sequence[Attribution], predicted: Sequence[PredictedQuote]) -> frozenset[str]:
    """Ids of the quotes found that match a gold attribution and have its speaker."""
    quoted = _quoted_characters(text)
    expected = [content for attribution in gold if (content := _gold_content(text, attribution, quoted)).characters]
    found = _unite_pieces(text, expected, [
        content for quote in predicted if (content := _found_content(text, (quote,), quoted)).characters], quoted)
    return frozenset(quote.quote_id for g, f in _match(expected, found) if _is_speaker_right(text, expected[g], found[f])
                     for quote in found[f].quotes)


def _count_track(
    counts: Counter[str], track: _Track, text: str, *, gold: Sequence[_GoldContent], found: Sequence[_FoundContent],
    quoted: _Characters,
) -> None:
    united = _unite_pieces(text, gold, found, quoted)
    counts[f"{track.name}.gold"] += sum(one.kind in track.kinds for one in gold)
    counts[f"{track.name}.found"] += sum(one.kind in track.kinds for one in united)
    for g, f in _match(gold, united):
        is_right = _is_speaker_right(text, gold[g], united[f])
        if gold[g].kind in track.kinds:
            counts[f"{track.name}.gold_matched"] += 1
            counts[f"{track.name}.gold_attributed"] += is_right
            if gold[g].has_source:
                counts[f"{track.name}.speakers"] += 1
                counts[f"{track.name}.speakers_right"] += is_right
        if united[f].kind in track.kinds:
            counts[f"{track.name}.found_matched"] += 1
            counts[f"{track.name}.found_attributed"] += is_right
    counts[f"{track.name}.strict_found"] += sum(one.kind in track.kinds for one in found)
    for g, f in _match(gold, found):
        counts[f"{track.name}.strict_gold_matched"] += gold[g].kind in track.kinds
        counts[f"{track.name}.strict_found_matched"] += found[f].kind in track.kinds


def _count_speaker_names(
    counts: Counter[str], text: str, *, gold: Sequence[_GoldContent], found: Sequence[_FoundContent],
) -> None:
    counts[_NAMED] += sum(one.speaker_name is not None for one in gold)
    for g, f in _match(gold, found):
        if gold[g].says_who and (name := _found_speaker_name(text, found[f])) is not None:
            counts[_NAME_FOUND] += 1
            counts[_NAME_RIGHT] += is_same_speaker(name, gold[g].speaker_name)


# Contents

def _gold_content(text: str, attribution: Attribution, quoted: _Characters) -> _GoldContent:
    return _GoldContent(
        characters=_characters(text, attribution.content), kind=attribution.kind or _kind(text, attribution.content, quoted),
        source=_characters(text, attribution.source), source_text=attribution.source_text or "",
        has_source=bool(attribution.source), speaker_name=attribution.speaker_name,
        says_who=attribution.speaker_kind is not None or attribution.speaker_name is not None)


def _found_content(text: str, quotes: tuple[PredictedQuote, ...], quoted: _Characters) -> _FoundContent:
    pieces = tuple(piece for quote in quotes for piece in quote.pieces)
    return _FoundContent(
        characters=_characters(text, pieces), kind=_kind(text, pieces, quoted), pieces=pieces, quotes=quotes)


def _clip_to_marks(text: str, contents: Sequence[_Content], quoted: _Characters, *, least: int) -> list[_Content]:
    """What of each content stands in quotation marks, where that is `least` words or more."""
    clipped = (replace(content, characters=content.characters & quoted) for content in contents)
    return [content for content in clipped if _word_count(text, content.characters) >= least]


def _characters(text: str, spans: Iterable[Span]) -> _Characters:
    """Positions of the letters and digits in the spans."""
    return frozenset(at for start, end in spans for at in range(start, min(end, len(text))) if text[at].isalnum())


_DOUBLE_MARK = re.compile("[\"“”]|``|''")
_OPENING_MARKS = frozenset({"“", "``"})
_CLOSING_MARKS = frozenset({"”", "''"})
_WORD = re.compile(r"\w+(?:['’\-.]\w+)*")
_WORD_JOINTS = frozenset("'’-.")


def _quoted_characters(text: str) -> _Characters:
    """Positions inside double quotation marks, paired line by line.

    A mark left open holds to the end of its line: a long quotation opens every paragraph and closes only the last.
    """
    inside: set[int] = set()
    line_start = 0
    for line in text.split("\n"):
        line_end = line_start + len(line)
        opened_at: int | None = None
        for mark in _DOUBLE_MARK.finditer(text, line_start, line_end):
            is_opening = mark.group() in _OPENING_MARKS or (mark.group() not in _CLOSING_MARKS and opened_at is None)
            if is_opening and opened_at is None:
                opened_at = mark.end()
            elif not is_opening and opened_at is not None:
                inside.update(range(opened_at, mark.start()))
                opened_at = None
        if opened_at is not None:
            inside.update(range(opened_at, line_end))
        line_start = line_end + 1
    return frozenset(inside)


def _kind(text: str, spans: Iterable[Span], quoted: _Characters) -> QuoteType:
    are_quoted = [word.start() in quoted for start, end in spans for word in _WORD.finditer(text, start, end)]
    if not any(are_quoted):
        return "indirect"
    return "direct" if all(are_quoted) else "mixed"


def _word_count(text: str, characters: _Characters) -> int:
    """Words that the characters make up; an apostrophe, hyphen or point between two of them joins them."""
    ordered = sorted(characters)
    return sum(
        before is None or not (at == before + 1 or (at == before + 2 and text[at - 1] in _WORD_JOINTS))
        for before, at in zip([None, *ordered], ordered, strict=False))


# Pieces of one content that were found as several quotes

def _unite_pieces(
    text: str, gold: Sequence[_GoldContent], found: Sequence[_FoundContent], quoted: _Characters,
) -> list[_FoundContent]:
    """Found contents, those that are pieces of one gold content united.

    A corpus may count as one attribution what its cue or a paragraph's end cuts into several. Pieces are united only when they
    cover different segments of the gold content: cutting up one segment stays a mistake.
    """
    united: list[_FoundContent] = []
    pieces_of: dict[int, list[_FoundContent]] = {}
    for content in found:
        inside = [len(content.characters & one.characters) / len(content.characters) for one in gold]
        home = max(range(len(gold)), key=lambda at: (inside[at], -at), default=None)
        if home is not None and inside[home] >= MIN_INSIDE:
            pieces_of.setdefault(home, []).append(content)
        else:
            united.append(content)
    for home, pieces in pieces_of.items():
        if len(pieces) == 1:
            united.append(pieces[0])
            continue
        segment_at = _segments(text, gold[home].characters)
        covered: set[int] = set()
        parts: list[_FoundContent] = []
        for piece in sorted(pieces, key=lambda one: (-len(one.characters), one.pieces)):
            segments = {segment_at[at] for at in piece.characters if at in segment_at}
            if segments & covered:
                united.append(piece)
            else:
                covered |= segments
                parts.append(piece)
        united.append(parts[0] if len(parts) == 1 else _unite(text, parts, quoted))
    return united


def _unite(text: str, parts: Sequence[_FoundContent], quoted: _Characters) -> _FoundContent:
    pieces = tuple(piece for part in parts for piece in part.pieces)
    return _FoundContent(
        characters=frozenset[int]().union(*(part.characters for part in parts)), kind=_kind(text, pieces, quoted), pieces=pieces,
        quotes=tuple(quote for part in parts for quote in part.quotes))


def _segments(text: str, characters: _Characters) -> dict[int, int]:
    """Number of the segment that holds each character; a word outside, a line's end or a double mark parts two segments."""
    segment_at: dict[int, int] = {}
    segment = 0
    before: int | None = None
    for at in sorted(characters):
        if before is not None and at > before + 1:
            between = text[before + 1:at]
            segment += "\n" in between or _DOUBLE_MARK.search(between) is not None or any(map(str.isalnum, between))
        segment_at[at] = segment
        before = at
    return segment_at


# Matching

def _match(gold: Sequence[_GoldContent], found: Sequence[_FoundContent]) -> list[tuple[int, int]]:
    """Pairs (gold, found) one to one, best overlap first; among equals the earlier gold, then the earlier found."""
    candidates = sorted(
        (-overlap, g, f) for g, one in enumerate(gold) for f, other in enumerate(found)
        if (overlap := _overlap(one.characters, other.characters)) >= MIN_OVERLAP)
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for _, g, f in candidates:
        if g not in taken_gold and f not in taken_found:
            taken_gold.add(g)
            taken_found.add(f)
            pairs.append((g, f))
    return pairs


def _overlap(first: _Characters, second: _Characters) -> float:
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


# Speakers

_NAME_WORD = re.compile(r"[^\W\d_][\w'’\-]*")
_POSSESSIVE = re.compile(r"['’]s$")
# Capitalised at the start of a sentence or before a name, yet no part of a name.
_NO_NAMES = frozenset({
    "he", "she", "they", "it", "we", "i", "you", "him", "her", "them", "his", "their", "its", "who", "that", "this",
    "these", "those", "one",
    "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "president", "sir", "lord", "judge", "secretary", "professor", "prof",
    "gen", "col", "capt", "the", "a", "an", "of", "and", "former",
})


def _is_speaker_right(text: str, gold: _GoldContent, found: _FoundContent) -> bool:
    """Whether more than half of the found content (by characters) has the right speaker.

    A speaker is right when it overlaps the gold source or names the same head; without a gold source, when none was found.
    """
    right = total = 0
    for quote in found.quotes:
        votes = sum(len(_characters(text, (piece,))) for piece in quote.pieces)
        speaker = _characters(text, (quote.speaker,)) if quote.speaker is not None else frozenset[int]()
        if gold.has_source:
            is_right = bool(speaker & gold.source) or is_same_name(quote.speaker_text, gold.source_text)
        else:
            is_right = quote.speaker is None and not (quote.speaker_text or "").strip()
        total += votes
        right += votes if is_right else 0
    return right * 2 > total


def is_same_name(first: str | None, second: str | None) -> bool:
    """Whether two descriptions of a speaker are the same words, or the last name in one is among the names of the other."""
    if not first or not second:
        return False
    if first.lower().split() == second.lower().split():
        return True
    one, other = _name_words(first), _name_words(second)
    return bool(one and other) and (one[-1] in other or other[-1] in one)


def _name_words(text: str) -> list[str]:
    found = (word for word in _NAME_WORD.findall(text) if word[0].isupper())
    return [word for word in (_POSSESSIVE.sub("", word).lower() for word in found) if word not in _NO_NAMES]


def _found_speaker_name(text: str, found: _FoundContent) -> str | None:
    """The name given to most of the found content (by characters). None when most of it has none."""
    votes: Counter[str | None] = Counter()
    for quote in found.quotes:
        votes[quote.speaker_name] += sum(len(_characters(text, (piece,))) for piece in quote.pieces)
    return votes.most_common(1)[0][0]


_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "prof", "professor", "the"})


def is_same_speaker(found: str | None, gold: str | None) -> bool:
    """Whether two resolved names are one: equal but for case and titles, or of one last name and without first names that differ.

    A name that is the end of the other lacks only first words of it; an initial stands for every name it begins.
    """
    one, other = _names_of(found), _names_of(gold)
    if not one or not other or one[-1] != other[-1]:
        return False
    shorter, longer = sorted((one, other), key=len)
    if longer[-len(shorter):] == shorter:
        return True
    first, second = shorter[0], longer[0]
    return first == second or (1 in (len(first), len(second)) and first[0] == second[0])


def _names_of(name: str | None) -> tuple[str, ...]:
    words = _WORD.findall((name or "").casefold())
    return tuple(word for word in words if word not in _HONORIFICS)


# Figures

_NAMED = "names.gold"
_NAME_FOUND = "names.found"
_NAME_RIGHT = "names.right"


def _f1(track: str, *, gold: str, found: str, matched: str) -> Callable[[Counts], float | None]:
    def value(counts: Counts) -> float | None:
        return f1_of(
            counts.get(f"{track}.{matched.format('found')}", 0), counts.get(f"{track}.{found}", 0),
            counts.get(f"{track}.{matched.format('gold')}", 0), counts.get(f"{track}.{gold}", 0))
    return value


def _figures(track: str) -> tuple[Figure, ...]:
    return (
        Figure(name=f"{track}_span_f1", sample=f"{track}.gold",
               value=_f1(track, gold="gold", found="found", matched="{}_matched")),
        Figure(name=f"{track}_span_precision", sample=f"{track}.found", value=ratio(f"{track}.found_matched", f"{track}.found")),
        Figure(name=f"{track}_span_recall", sample=f"{track}.gold", value=ratio(f"{track}.gold_matched", f"{track}.gold")),
        Figure(name=f"{track}_speaker_accuracy", sample=f"{track}.speakers",
               value=ratio(f"{track}.speakers_right", f"{track}.speakers")),
        Figure(name=f"{track}_end_to_end_f1", sample=f"{track}.gold",
               value=_f1(track, gold="gold", found="found", matched="{}_attributed")),
    )


QUOTE_FIGURES: tuple[Figure, ...] = (
    *_figures("quoted4"), *_figures("direct_mixed"), *_figures("all"),
    Figure(name="all_strict_span_f1", sample="all.gold",
           value=_f1("all", gold="gold", found="strict_found", matched="strict_{}_matched")),
)
"""Tracks: quoted4 compares only what stands in double quotation marks (four words or more); direct_mixed counts contents with
quoted words; all counts every content. The end-to-end figures count a content only when its speaker is right, too; the
strict one takes every quote for itself."""

SPEAKER_NAME_FIGURES: tuple[Figure, ...] = (
    Figure(name="speaker_name_recall", sample=_NAMED, value=ratio(_NAME_RIGHT, _NAMED)),
    Figure(name="speaker_name_precision", sample=_NAME_FOUND, value=ratio(_NAME_RIGHT, _NAME_FOUND)),
)
"""For corpora that say who each source is. Recall: of the contents whose speaker is named, those found with that name. Precision:
of the contents found and given a name, those given the right one; a name given to a group or to nobody is a wrong one."""


def says_who_speaks(counts: Counts) -> bool:
    """Whether the counts hold anything for `SPEAKER_NAME_FIGURES`."""
    return bool(counts.get(_NAMED) or counts.get(_NAME_FOUND))
