"""The words that signal an attribution, and what each of them may introduce."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast, get_args

from schemas.quotes import CueClass

CueWordClass = Literal["verb", "noun", "preposition"]
CueFrame = Literal["quotation", "clause", "parenthesis", "infinitive", "phrase"]

_COLUMNS = ("lemma", "word_class", "cue_class", "introduces")


class CueLexiconError(ValueError):
    """A line of a cue lexicon does not say what it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One entry: a word, the stance it implies and what it may introduce."""

    lemma: str
    word_class: CueWordClass
    cue_class: CueClass
    introduces: frozenset[CueFrame]


@dataclass(frozen=True, slots=True, kw_only=True)
class CueLexicon:
    """Cues by lemma; a verb with a particle has both words as its lemma ("point out")."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    prepositions: Mapping[str, Cue]


def parse_cues(tsv: str) -> CueLexicon:
    """Read a cue lexicon.

    Args:
        tsv: Lines of four tab-separated fields (lemma, word_class, cue_class, introduces) under a line that names them.
            Lines that begin with # and empty lines are comments.

    Returns:
        The lexicon.

    Raises:
        CueLexiconError: A line has too many or too few fields, an unknown value, or a lemma already seen.
    """
    entries: dict[CueWordClass, dict[str, Cue]] = {"verb": {}, "noun": {}, "preposition": {}}
    header_seen = False
    for number, line in enumerate(tsv.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = tuple(field.strip() for field in line.split("\t"))
        if not header_seen:
            if fields != _COLUMNS:
                raise CueLexiconError(f"line {number}: expected the columns {', '.join(_COLUMNS)}, got {', '.join(fields)}")
            header_seen = True
            continue
        cue = _parse_entry(fields, number)
        if cue.lemma in entries[cue.word_class]:
            raise CueLexiconError(f"line {number}: expected one entry per {cue.word_class}, got {cue.lemma!r} again")
        entries[cue.word_class][cue.lemma] = cue
    return CueLexicon(
        verbs=MappingProxyType(entries["verb"]),
        nouns=MappingProxyType(entries["noun"]),
        prepositions=MappingProxyType(entries["preposition"]),
    )


def _parse_entry(fields: tuple[str, ...], number: int) -> Cue:
    if len(fields) != len(_COLUMNS):
        raise CueLexiconError(f"line {number}: expected {len(_COLUMNS)} tab-separated fields, got {len(fields)}")
    lemma, word_class, cue_class, introduces = fields
    frames = frozenset(frame.strip() for frame in introduces.split(",") if frame.strip())
    for column, values, allowed in (
        ("word_class", {word_class}, get_args(CueWordClass)),
        ("cue_class", {cue_class}, get_args(CueClass)),
        ("introduces", frames, get_args(CueFrame)),
    ):
        unknown = set(values) - set(allowed)
        if unknown or not values:
            raise CueLexiconError(
                f"line {number}: expected {column} among {', '.join(allowed)}, got {', '.join(sorted(unknown)) or 'nothing'}")
    if not lemma:
        raise CueLexiconError(f"line {number}: expected a lemma, got nothing")
    return Cue(
        lemma=lemma,
        word_class=cast(CueWordClass, word_class),
        cue_class=cast(CueClass, cue_class),
        introduces=cast("frozenset[CueFrame]", frames),
    )
