"""Counts and figures of entities: names, which of them are one entity, pronouns, canonical names, dates.

Only persons, organisations and places count as names. Names are compared without article, title and possessive, and of nested
ones the outermost. Where a corpus annotates only part of a text (its scope), the rest is left out.
"""

import calendar
import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from schemas.vocabulary import EntityType
from transforms.evaluation.alignment import Span
from transforms.evaluation.bootstrap import Counts, Figure, Score, f1_of, ratio
from transforms.evaluation.coreference import conll_f1, count_coreference, count_shared_mentions, group
from transforms.evaluation.gold import EntityArticle, GoldCluster, GoldDate, GoldMention

PRODUCT_CORPORA = frozenset({"meantime"})
"""Corpora that annotate a product alone where its name begins with the maker's ("the Airbus A380")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedMention:
    """A name or pronoun found; offsets into the annotated text.

    Args:
        entity_id: Entity it refers to, by an id that holds in all articles. None for a pronoun that was not resolved.
        entity_type: Type of a name; None for a pronoun.
    """

    start: int
    end: int
    entity_id: str | None
    entity_type: EntityType | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedDate:
    """A time expression found, with the first and last day it means; None when it was not resolved."""

    start: int
    end: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityEvidence:
    """What one article shows of entities; measures that need the other articles are taken from all of it at the end.

    Args:
        counts: For those figures that add up.
        links: For each linked gold name that was found: the identity in the gold, the entity found.
        names: For each gold entity that was found: the entity found and the names that are right for it, folded.
    """

    counts: Counts
    links: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, frozenset[str]], ...]


class _Name(NamedTuple):
    """A scored name: its bare span, type, entity, and for gold the entity's identity in all articles."""

    start: int
    end: int
    type: str
    entity: str
    identity: str | None = None


_TYPES: Mapping[str, str] = MappingProxyType({"person": "person", "organisation": "organization", "place": "place"})
"""Our types that are scored -> as corpora spell them."""
_SCORED_TYPES = frozenset(_TYPES.values())

_PERSON_PRONOUNS = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_PRONOUNS = _PERSON_PRONOUNS | frozenset({
    "i", "me", "my", "mine", "myself", "you", "your", "yours", "we", "us", "our", "ours", "it", "its", "itself", "they",
    "them", "their", "theirs", "themselves", "who", "whom", "whose", "which", "that",
})


def count_entities(
    gold: EntityArticle, *, mentions: Iterable[PredictedMention], dates: Iterable[PredictedDate],
) -> EntityEvidence:
    """Counts of one article, for `ENTITY_FIGURES` and `score_across_articles`."""
    expected, indifferent = _gold_names(gold)
    found, pronouns = _found_names(gold, mentions, expected, indifferent)
    pairs = _pair([(name.start, name.end) for name in expected], [(name.start, name.end) for name in found])
    counts: Counter[str] = Counter()
    _count_names(counts, expected, found, pairs)
    counts.update(_coreference_counts(expected, found, pairs))
    _count_pronouns(counts, gold, expected=expected, found=found, pairs=pairs, pronouns=pronouns)
    _count_dates(counts, gold, dates)
    counts["entities"] += len({name.entity for name in expected})
    return EntityEvidence(
        counts=dict(counts),
        links=tuple((identity, found[f].entity) for g, f in pairs.items() if (identity := expected[g].identity)),
        names=_name_evidence(gold, expected, found, pairs))


def score_across_articles(evidence: Sequence[EntityEvidence], *, canonical_names: Mapping[str, str]) -> tuple[Score, ...]:
    """Figures that need all articles at once, without intervals.

    Args:
        evidence: Of each article.
        canonical_names: Entity -> the name that the dataset shows for it.
    """
    links = list(enumerate(link for one in evidence for link in one.links))
    sums = count_shared_mentions(
        group((identity, at) for at, (identity, _) in links), group((entity, at) for at, (_, entity) in links))
    entity_count = round(sum(one.counts.get("entities", 0) for one in evidence))
    has_coreference = any(one.counts.get("coreference.muc.gold", 0) for one in evidence)
    shown = {entity: fold_name(name) for entity, name in canonical_names.items()}
    right = sum(bool(shown.get(entity)) and shown[entity] in accepted for one in evidence for entity, accepted in one.names)
    return (
        _single("cross_article_b3_f1", f1_of(*sums), len(links)),
        _single("canonical_name_accuracy", right / entity_count if has_coreference and entity_count else None, entity_count),
    )


def _single(measure: str, value: float | None, sample_count: int) -> Score:
    return Score(measure=measure, value=value, low=None, high=None, sample_count=sample_count)


# Names

_OUTER_LEFT = re.compile(r"[\s\"'“”‘’(\[,;:]+")
_OUTER_RIGHT = re.compile(r"[\s\"“”‘)\],;:]+\Z")
_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=.)", re.IGNORECASE | re.DOTALL)
_POSSESSIVE = re.compile(r"(?<=.)['’]s?\Z", re.DOTALL)
_TITLES = (
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "sen", "senator", "rep",
    "representative", "gov", "governor", "president", "prime minister", "minister", "secretary", "ambassador", "chancellor",
    "mayor", "judge", "justice", "gen", "general", "col", "colonel", "capt", "captain", "lt", "sgt", "rev",
)
_LEADING_TITLES = re.compile(rf"(?:(?:{'|'.join(_TITLES)})\.?\s+)+(?=\S)", re.IGNORECASE)
_PLACE_IN_PLACE = ", "


def bare_name(text: str, span: Span, *, is_person: bool) -> Span:
    """The span without marks and spaces at its edges, leading article and trailing possessive; persons without titles, too,
    unless nothing like a name would remain."""
    start, end = span
    before: Span | None = None
    while before != (start, end):
        before = (start, end)
        if (left := _OUTER_LEFT.match(text, start, end)) is not None:
            start = left.end()
        if (right := _OUTER_RIGHT.search(text[start:end])) is not None:
            end = start + right.start()
        if (article := _ARTICLE.match(text, start, end)) is not None:
            start = article.end()
        if (possessive := _POSSESSIVE.search(text[start:end])) is not None:
            end = start + possessive.start()
    if is_person and (titles := _LEADING_TITLES.match(text, start, end)) is not None and text[titles.end()].isupper():
        start = titles.end()
    return start, end


def _scope(gold: EntityArticle) -> Span:
    return gold.scope or (0, len(gold.text))


def _gold_names(gold: EntityArticle) -> tuple[list[_Name], frozenset[Span]]:
    """The names that must be found, and spans at which a name found is neither right nor wrong."""
    scope_start, scope_end = _scope(gold)
    indifferent: set[Span] = set()
    candidates: list[tuple[_Name, int]] = []
    for number, mention in enumerate(gold.mentions):
        if mention.kind != "name" or not scope_start <= mention.start < scope_end:
            continue
        start, end = bare_name(gold.text, _name_span(mention), is_person=mention.etype == "person")
        if mention.etype == "place" and (comma := gold.text.find(_PLACE_IN_PLACE, start, end)) >= 0:
            # "Oslo, Norway": only the first is asked for.
            indifferent |= {(start, end), (comma + len(_PLACE_IN_PLACE), end)}
            end = comma
        if mention.norp or not mention.etype:
            indifferent.add((start, end))
        elif mention.etype in _SCORED_TYPES:
            name = _Name(start, end, mention.etype, _cluster(mention, number), mention.identity)
            candidates.append((name, mention.end - mention.start))
    # Longer before shorter; of two mentions with one bare name the shorter mention says more closely what it names.
    candidates.sort(key=lambda candidate: (candidate[0].start, -candidate[0].end, candidate[1]))
    names: list[_Name] = []
    for name, _ in candidates:
        if any(name.end <= other.end for other in names):  # those start no later
            if not any((name.start, name.end) == (other.start, other.end) for other in names):
                indifferent.add((name.start, name.end))
            continue
        # Of two that cross, the longer.
        while names and name.start < names[-1].end and name.end - name.start > names[-1].end - names[-1].start:
            crossed = names.pop()
            indifferent.add((crossed.start, crossed.end))
        if names and name.start < names[-1].end:
            indifferent.add((name.start, name.end))
        else:
            names.append(name)
    return names, frozenset(indifferent)


def _name_span(mention: GoldMention) -> Span:
    return (
        mention.start if mention.name_start is None else mention.name_start,
        mention.end if mention.name_end is None else mention.name_end)


def _cluster(mention: GoldMention, number: int) -> str:
    return mention.cluster if mention.cluster is not None else f"mention {number}"


def _found_names(
    gold: EntityArticle, mentions: Iterable[PredictedMention], expected: Sequence[_Name], indifferent: frozenset[Span],
) -> tuple[list[_Name], dict[Span, str | None]]:
    """The names found that are right or wrong, and the entity of each pronoun found."""
    scope_start, scope_end = _scope(gold)
    names: set[_Name] = set()
    pronouns: dict[Span, str | None] = {}
    for mention in mentions:
        span = (mention.start, mention.end)
        words = gold.text[mention.start:mention.end].strip()
        if not scope_start <= mention.start < scope_end:
            continue
        if words.lower() in _PRONOUNS and words != "US":
            pronouns[span] = mention.entity_id
        elif mention.entity_type is not None and mention.entity_type in _TYPES and mention.entity_id is not None:
            start, end = bare_name(gold.text, span, is_person=mention.entity_type == "person")
            names.add(_Name(start, end, _TYPES[mention.entity_type], mention.entity_id))
    asked_for = {(name.start, name.end) for name in expected}
    kept = [name for name in sorted(names) if (span := (name.start, name.end)) in asked_for or span not in indifferent]
    if gold.corpus in PRODUCT_CORPORA:
        products = [
            (mention.start, mention.end) for mention in gold.mentions
            if mention.etype not in _SCORED_TYPES and mention.kind != "pronoun"]
        kept = [name for name in kept if not _is_within(name, products) or any(_overlap(name, other) > 0 for other in expected)]
    return kept, pronouns


def _is_within(name: _Name, spans: Iterable[Span]) -> bool:
    return any(start <= name.start and name.end <= end and (start, end) != (name.start, name.end) for start, end in spans)


def _overlap(first: Span | _Name, second: Span | _Name) -> int:
    """Characters that two spans share; not positive when they are apart."""
    return min(first[1], second[1]) - max(first[0], second[0])


def _pair(gold: Sequence[Span], found: Sequence[Span]) -> dict[int, int]:
    """Gold -> found, one to one, equal spans first, then the greatest overlap relative to the longer of the two."""
    candidates: list[tuple[bool, float, int, int]] = []
    for g, one in enumerate(gold):
        for f, other in enumerate(found):
            shared = _overlap(one, other)
            if shared > 0:
                candidates.append((one != other, -shared / max(one[1] - one[0], other[1] - other[0]), g, f))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, g, f in sorted(candidates):
        if g not in pairs and f not in taken:
            pairs[g] = f
            taken.add(f)
    return pairs


def _count_names(counts: Counter[str], expected: Sequence[_Name], found: Sequence[_Name], pairs: Mapping[int, int]) -> None:
    counts["names"] += len(expected)
    counts["names_found"] += len(found)
    counts["names_exact"] += len({name[:3] for name in expected} & {name[:3] for name in found})
    # Governments and national teams are organisations to some corpora and places to others.
    counts["names_alike"] += sum((expected[g].type == "person") == (found[f].type == "person") for g, f in pairs.items())


# Coreference

def _coreference_counts(expected: Sequence[_Name], found: Sequence[_Name], pairs: Mapping[int, int]) -> dict[str, float]:
    gold_of = {f: g for g, f in pairs.items()}
    # A name found that is no gold name is a mention of its own, by a key that no gold mention has.
    all_found: Iterable[tuple[str, Hashable]] = ((name.entity, gold_of.get(f, ("found", f))) for f, name in enumerate(found))
    matched_gold = ((expected[g].entity, g) for g in pairs)
    matched_found = ((found[f].entity, g) for g, f in pairs.items())
    all_gold: Iterable[tuple[str, Hashable]] = ((name.entity, g) for g, name in enumerate(expected))
    return {
        **count_coreference(group(all_gold), group(all_found), name="coreference"),
        **count_coreference(group(matched_gold), group(matched_found), name="coreference_matched"),
        "names_matched": len(pairs),
    }


def _commonest(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The partner that each has most often; of equals the one met first."""
    partners: dict[str, Counter[str]] = {}
    for one, other in pairs:
        partners.setdefault(one, Counter())[other] += 1
    return {one: counts.most_common(1)[0][0] for one, counts in partners.items()}


def _count_pronouns(
    counts: Counter[str], gold: EntityArticle, *, expected: Sequence[_Name], found: Sequence[_Name], pairs: Mapping[int, int],
    pronouns: Mapping[Span, str | None],
) -> None:
    """A pronoun is right when its entity is the one found for most names of the pronoun's gold entity."""
    scope_start, scope_end = _scope(gold)
    gold_entity = _commonest((found[f].entity, expected[g].entity) for g, f in pairs.items())
    named = {name.entity for name in expected}
    for number, mention in enumerate(gold.mentions):
        if (
            mention.kind != "pronoun" or not scope_start <= mention.start < scope_end
            or gold.text[mention.start:mention.end].lower() not in _PERSON_PRONOUNS
        ):
            continue
        entity = pronouns.get((mention.start, mention.end))
        cluster = _cluster(mention, number)
        if cluster in named:
            counts["pronouns"] += 1
            counts["pronouns_tried"] += entity is not None
            counts["pronouns_right"] += entity is not None and gold_entity.get(entity) == cluster
        else:
            # Nobody named: any name given is wrong, where the name itself is in the gold.
            counts["pronouns_tried"] += entity in gold_entity


# Canonical names

_BRACKETED_END = re.compile(r"\s*\([^)]*\)\s*\Z")


def fold_name(name: str) -> str:
    """A name without case, accents, marks, leading article and possessive."""
    letters = unicodedata.normalize("NFKD", name.replace("_", " "))
    folded = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    plain = " ".join(re.sub(r"[^\w\s]", " ", re.sub(r"['’]s\b", "", folded)).split())
    return re.sub(r"^(?:the|a|an)\s+", "", plain)


def _name_evidence(
    gold: EntityArticle, expected: Sequence[_Name], found: Sequence[_Name], pairs: Mapping[int, int],
) -> tuple[tuple[str, frozenset[str]], ...]:
    clusters = {cluster.id: cluster for cluster in gold.clusters}
    entity_found = _commonest((expected[g].entity, found[f].entity) for g, f in pairs.items())
    return tuple(
        (entity, _accepted_names(clusters[cluster]) if cluster in clusters else frozenset[str]())
        for cluster, entity in entity_found.items())


def _accepted_names(cluster: GoldCluster) -> frozenset[str]:
    title = _BRACKETED_END.sub("", cluster.wiki or "")
    names = (cluster.wiki, title, cluster.canonical, cluster.longest_name, cluster.instance_name)
    return frozenset(fold_name(name) for name in names if name)


# Dates

_TEI_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ISO_DAY_CHARACTERS = 10


def _count_dates(counts: Counter[str], gold: EntityArticle, predicted: Iterable[PredictedDate]) -> None:
    """A date is right when first and last day are. The article's own date line, clock times and bounds are left out."""
    scope_start, scope_end = _scope(gold)
    expected = [one for one in gold.dates if one.start < scope_end]
    found = [one for one in predicted if scope_start <= one.start < scope_end]
    pairs = _pair([(one.start, one.end) for one in expected], [(one.start, one.end) for one in found])
    for g, one in enumerate(expected):
        value = _days_meant(one)
        if value is None or one.dateline:
            continue
        counts["dates"] += 1
        if g in pairs and (first := found[pairs[g]].first) is not None:
            counts["dates_right"] += (first, found[pairs[g]].last or first) == value


def _days_meant(gold: GoldDate) -> tuple[date, date] | None:
    """First and last day of a date; None for clock times, bounds and what the calendar does not know."""
    if gold.when:
        stated = (gold.when, gold.when)
    elif gold.first and gold.last:
        stated = (gold.first, gold.last)
    else:
        return None
    if "T" in (gold.when or ""):
        return None
    first, last = (_TEI_DATE.fullmatch(value[:_ISO_DAY_CHARACTERS]) for value in stated)
    if first is None or last is None:
        return None
    try:
        return _day(first, is_last=False), _day(last, is_last=True)
    except (ValueError, calendar.IllegalMonthError):
        return None


def _day(stated: re.Match[str], *, is_last: bool) -> date:
    year, month, day = (int(part) if part is not None else None for part in stated.groups())
    assert year is not None, "the pattern asks for a year"
    if month is None:
        return date(year, 12, 31) if is_last else date(year, 1, 1)
    if day is None:
        day = calendar.monthrange(year, month)[1] if is_last else 1
    return date(year, month, day)


# Figures

ENTITY_FIGURES: tuple[Figure, ...] = (
    Figure(name="names_exact_f1", sample="names", value=lambda counts: f1_of(
        counts.get("names_exact", 0), counts.get("names_found", 0), counts.get("names_exact", 0), counts.get("names", 0))),
    Figure(name="names_lenient_geo_f1", sample="names", value=lambda counts: f1_of(
        counts.get("names_alike", 0), counts.get("names_found", 0), counts.get("names_alike", 0), counts.get("names", 0))),
    Figure(name="coreference_conll_f1", sample="names", value=conll_f1("coreference")),
    Figure(name="coreference_matched_conll_f1", sample="names_matched", value=conll_f1("coreference_matched")),
    Figure(name="pronoun_accuracy", sample="pronouns", value=ratio("pronouns_right", "pronouns")),
    Figure(name="pronoun_precision", sample="pronouns_tried", value=ratio("pronouns_right", "pronouns_tried")),
    Figure(name="date_value_accuracy", sample="dates", value=ratio("dates_right", "dates")),
)
"""The exact figure asks for span and type; the lenient one for any overlap, organisations and places alike. Coreference is taken
over all names, and over those found on both sides. Dates are those of the body."""
