"""Claims across and within articles: the same claim made again, and pairs of claims that may contradict each other.

A claim repeats another when its words are the same, nearly the same or a part of them, whoever makes it; and a dek repeats the
sentence of its article that holds what it says. Pairs are candidates: words were compared, nothing was judged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import pyarrow as pa

from schemas import ClaimGroup, ClaimPair
from schemas.claims import ClaimPairRelation
from schemas.quotes import QuoteGroupMatch
from transforms.dataset.article_facts import ArticleFacts
from transforms.dataset.wording_groups import Member, WordedRow, group_wordings, sum_up, words_of
from transforms.identity import content_id
from transforms.lexicons.function_words import NEGATIONS
from transforms.wording import SPELLING_LETTERS, Words, content_words, is_distinctive

MIN_DEK_SHARE = 0.8
"""Least share of the content words of a dek that the sentence holds which says the same."""

MIN_DEK_WORDS = 4
"""Fewest content words of a dek that is compared at all."""

MIN_PAIR_OVERLAP = 0.5
"""Least share of their content words that two claims have in common which may contradict each other."""

MOST_ALIKE = 60
"""Claims with the same predicate and entities that are compared with one another; the first to appear, where there are more."""

_COMMON_PREDICATES = frozenset({"be", "have", "do", "say", "tell", "get", "make", "go", "know", "think"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStanding:
    """A claim's place among those that say the same: columns of `claims`, under their names."""

    claim_group_id: str
    claim_group_match: QuoteGroupMatch


def rank_claims(
    claims: pa.Table, *, pieces: pa.Table, deks: pa.Table, articles: Mapping[str, ArticleFacts],
) -> dict[str, ClaimStanding]:
    """Claim -> its standing in its group. Nothing depends on the order of the rows.

    Args:
        claims: Columns claim_id, article_id, char_start, char_end and claimer_name of every claim in the dataset.
        pieces: Columns claim_id, piece_index and text of all their pieces.
        deks: Columns article_id, char_start and char_end of the deks.
        articles: Every article by id.
    """
    words = words_of(zip(*(pieces.column(name).to_pylist() for name in ("claim_id", "piece_index", "text")), strict=True))
    columns = [claims.column(name).to_pylist() for name in ("claim_id", "article_id", "char_start", "char_end", "claimer_name")]
    rows: dict[str, tuple[WordedRow, int]] = {}
    places: dict[str, tuple[str, int, int]] = {}
    for claim_id, article_id, start, end, name in zip(*columns, strict=True):
        row = WordedRow(row_id=claim_id, words=words.get(claim_id, ()), name=(name or "").casefold(), may_vary=True,
                        article=articles[article_id])
        rows[claim_id], places[claim_id] = (row, start), (article_id, start, end)
    groups = group_wordings(row for row, _ in rows.values())
    for claim_id in _said_within(groups, places):
        groups[claim_id] = (content_id("g", *rows[claim_id][0].words), "exact")
    sizes = Counter(group_id for group_id, _ in groups.values())
    for claim_id, whole_id in _deks_repeated(rows, deks):
        group_id, match = groups[whole_id]
        if sizes[groups[claim_id][0]] == 1:
            groups[claim_id] = (group_id, "variant" if match == "exact" else match)
    return {
        claim_id: ClaimStanding(claim_group_id=group_id, claim_group_match=match)
        for claim_id, (group_id, match) in groups.items()}


def _said_within(
    groups: Mapping[str, tuple[str, QuoteGroupMatch]], places: Mapping[str, tuple[str, int, int]],
) -> list[str]:
    """Claims that only repeat what they stand in themselves: the content of an attribution in the sentence that reports it."""
    wholes: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for claim_id, (group_id, match) in groups.items():
        if match == "exact":
            wholes[group_id].append(places[claim_id])
    return [claim_id for claim_id, (group_id, match) in groups.items()
            if match != "exact" and all(_overlap(places[claim_id], whole) for whole in wholes[group_id])]


def _overlap(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def group_claims(claims: pa.Table, *, articles: Mapping[str, ArticleFacts]) -> list[ClaimGroup]:
    """Sum up each group of claims.

    Args:
        claims: Columns claim_id, article_id, char_start, claim_text, claim_group_id and claim_group_match of every claim.
        articles: Every article by id.

    Returns:
        One row for each group, ordered by id.
    """
    members: dict[str, list[Member]] = defaultdict(list)
    names = ("claim_group_id", "article_id", "char_start", "claim_id", "claim_text", "claim_group_match")
    for group_id, article_id, start, claim_id, text, match in zip(
            *(claims.column(name).to_pylist() for name in names), strict=True):
        members[group_id].append(
            Member(article=articles[article_id], char_start=start, row_id=claim_id, text=text, is_whole=match == "exact"))
    facts = {group_id: sum_up(members[group_id]) for group_id in sorted(members)}
    return [
        ClaimGroup(
            claim_group_id=group_id, representative_claim_id=one.representative_id, first_article_id=one.first_article_id,
            first_published_at=one.first_published_at, claim_count=len(members[group_id]), article_count=one.article_count,
            source_count=one.source_count, independent_source_count=one.independent_source_count,
            variant_count=one.variant_count)
        for group_id, one in facts.items()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """A claim as pairs are told by."""

    claim_id: str
    group_id: str
    appearance: tuple[object, ...]
    predicate: str
    is_negated: bool
    value: float | None
    unit: str | None
    first_day: date | None
    last_day: date | None
    stems: frozenset[str]
    entity_ids: frozenset[str]


def pair_claims(
    claims: pa.Table, *, entities: pa.Table, representatives: Iterable[str], articles: Mapping[str, ArticleFacts],
) -> list[ClaimPair]:
    """Claims that may contradict each other: the same entities and predicate, and one denies or gives another number.

    Args:
        claims: Columns claim_id, article_id, char_start, claim_text, claim_group_id, predicate_lemma, is_negated, quantity_value,
            quantity_unit, event_date_start and event_date_end of every claim.
        entities: Columns claim_id, entity_id and role of the entities in them.
        representatives: The claims that are shown for their groups; only these are compared.
        articles: Every article by id.

    Returns:
        One row for each pair, ordered by its key. Numbers that are about different times do not contradict each other.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for claim_id, entity_id, role in zip(
            *(entities.column(name).to_pylist() for name in ("claim_id", "entity_id", "role")), strict=True):
        if role == "in_content":
            named[claim_id].add(entity_id)
    wanted = set(representatives)
    alike: dict[tuple[object, ...], list[_Stated]] = defaultdict(list)
    for row in claims.to_pylist():
        claim_id, predicate = row["claim_id"], row["predicate_lemma"]
        if claim_id not in wanted or predicate is None or predicate in _COMMON_PREDICATES or not named[claim_id]:
            continue
        words = words_of([(claim_id, 0, row["claim_text"])])[claim_id]
        stated = _Stated(
            claim_id=claim_id, group_id=row["claim_group_id"], predicate=predicate, is_negated=row["is_negated"],
            value=row["quantity_value"], unit=row["quantity_unit"], first_day=row["event_date_start"],
            last_day=row["event_date_end"], stems=_stems(words), entity_ids=frozenset(named[claim_id]),
            appearance=(articles[row["article_id"]].appeared_at, row["article_id"], row["char_start"], claim_id))
        alike[(predicate, *sorted(named[claim_id]))].append(stated)
    pairs: list[ClaimPair] = []
    for group in alike.values():
        ordered = sorted(group, key=lambda one: one.appearance)[:MOST_ALIKE]
        pairs += [pair for one, other in combinations(ordered, 2) if (pair := _pair(one, other)) is not None]
    return sorted(pairs, key=lambda pair: (pair.claim_id, pair.other_claim_id))


def _pair(one: _Stated, other: _Stated) -> ClaimPair | None:
    relation = _relation(one, other)
    union = one.stems | other.stems
    overlap = len(one.stems & other.stems) / len(union) if union else 0.0
    if relation is None or overlap < MIN_PAIR_OVERLAP or one.group_id == other.group_id or _are_apart(one, other):
        return None
    return ClaimPair(
        claim_id=one.claim_id, other_claim_id=other.claim_id, relation=relation, status="candidate",
        predicate_lemma=one.predicate, shared_entity_count=len(one.entity_ids & other.entity_ids), word_overlap=overlap)


def _relation(one: _Stated, other: _Stated) -> ClaimPairRelation | None:
    if one.is_negated != other.is_negated:
        return "opposite_polarity"
    if one.value is not None and other.value is not None and one.unit == other.unit and one.value != other.value:
        return "different_quantity"
    return None


def _are_apart(one: _Stated, other: _Stated) -> bool:
    """Whether they are about different times."""
    if one.first_day is None or one.last_day is None or other.first_day is None or other.last_day is None:
        return False
    return one.last_day < other.first_day or other.last_day < one.first_day


def _deks_repeated(
    rows: Mapping[str, tuple[WordedRow, int]], deks: pa.Table,
) -> Iterator[tuple[str, str]]:
    """Each claim of a dek with the one claim of the same article below it that holds what it says."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for article_id, start, end in zip(*(deks.column(name).to_pylist() for name in ("article_id", "char_start", "char_end")),
                                      strict=True):
        spans[article_id].append((start, end))
    by_article: dict[str, list[tuple[WordedRow, int]]] = defaultdict(list)
    for row, start in rows.values():
        if row.article.article_id in spans:
            by_article[row.article.article_id].append((row, start))
    for article_id in sorted(by_article):
        inside = [row for row, at in by_article[article_id] if any(start <= at < end for start, end in spans[article_id])]
        below = [row for row, at in by_article[article_id] if not any(start <= at < end for start, end in spans[article_id])]
        for dek in sorted(inside, key=lambda row: row.row_id):
            whole = _says_the_same(dek, below)
            if whole is not None:
                yield dek.row_id, whole.row_id


def _says_the_same(dek: WordedRow, below: Sequence[WordedRow]) -> WordedRow | None:
    stems = _stems(dek.words)
    if len(stems) < MIN_DEK_WORDS or not is_distinctive(dek.words):
        return None
    numbers = _numbers(dek.words)
    found = [
        row for row in below
        if numbers <= _numbers(row.words) and _is_denied(row.words) == _is_denied(dek.words)
        and len(stems & _stems(row.words)) >= MIN_DEK_SHARE * len(stems)]
    return min(found, key=lambda row: (len(row.words), row.row_id), default=None)


def _stems(words: Words) -> frozenset[str]:
    """First letters of the content words, by which forms and spellings of a word agree; numbers left out."""
    return frozenset(word[:SPELLING_LETTERS + 1] for word in content_words(words) if not any(map(str.isdigit, word)))


def _is_denied(words: Words) -> bool:
    return any(word in NEGATIONS or word.endswith("n't") for word in words)


def _numbers(words: Words) -> frozenset[str]:
    return frozenset(word for word in words if any(map(str.isdigit, word)))
