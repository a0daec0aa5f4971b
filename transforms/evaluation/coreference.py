"""Agreement of two ways to group mentions into entities: MUC, B-cubed, entity CEAF, and their mean, the CoNLL score.

Pradhan et al.: Scoring Coreference Partitions of Predicted Mentions, ACL 2014. MUC counts links, B-cubed mentions, CEAF whole
entities. Each gives four sums that add up over documents: right and all, for precision and for recall.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from transforms.evaluation.bootstrap import Counts, f1_of

Mention = TypeVar("Mention", bound=Hashable)
Groups = Sequence[frozenset[Mention]]
"""Entities as sets of mentions; each mention is in one."""

Sums = tuple[float, float, float, float]
"""Right and all for precision, right and all for recall."""

_SUM_NAMES = ("found_right", "found", "gold_right", "gold")


def group(members: Iterable[tuple[Hashable, Mention]]) -> Groups[Mention]:
    """Mentions grouped by the key that goes with each, in order of first appearance."""
    groups: dict[Hashable, set[Mention]] = {}
    for key, mention in members:
        groups.setdefault(key, set()).add(mention)
    return [frozenset(mentions) for mentions in groups.values()]


def count_coreference(gold: Groups[Mention], found: Groups[Mention], *, name: str) -> dict[str, float]:
    """Sums of the three measures for one document, for `conll_f1`.

    Args:
        name: Prefix of the counts.
    """
    return {
        f"{name}.{measure}.{part}": value
        for measure, compare in _MEASURES.items()
        for part, value in zip(_SUM_NAMES, compare(gold, found), strict=True)
    }


def conll_f1(name: str) -> Callable[[Counts], float | None]:
    """Mean F1 of the three measures over what was counted under `name`. None when no gold entity is mentioned twice: then there
    is no coreference to find."""
    def value(counts: Counts) -> float | None:
        if not counts.get(f"{name}.muc.gold", 0):
            return None
        scores = [f1_of(*(counts.get(f"{name}.{measure}.{part}", 0) for part in _SUM_NAMES)) or 0.0 for measure in _MEASURES]
        return sum(scores) / len(scores)
    return value


def count_links(gold: Groups[Mention], found: Groups[Mention]) -> Sums:
    """MUC: links that make up an entity, less those that the other side lacks (Vilain et al. 1995)."""
    return (*_kept_links(found, gold), *_kept_links(gold, found))


def count_shared_mentions(gold: Groups[Mention], found: Groups[Mention]) -> Sums:
    """B-cubed: for each mention, the share of its entity that both sides agree on (Bagga and Baldwin 1998)."""
    gold_of, found_of = _home(gold), _home(found)
    in_both = gold_of.keys() & found_of.keys()
    agreed = {mention: len(gold_of[mention] & found_of[mention]) for mention in in_both}
    return (
        sum(agreed[mention] / len(found_of[mention]) for mention in in_both), len(found_of),
        sum(agreed[mention] / len(gold_of[mention]) for mention in in_both), len(gold_of))


def count_aligned_entities(gold: Groups[Mention], found: Groups[Mention]) -> Sums:
    """CEAF with the entity similarity: entities paired one to one so that they agree best (Luo 2005)."""
    similarity = [[2 * len(one & other) / (len(one) + len(other)) for other in found] for one in gold]
    agreed = greatest_assignment(similarity)
    return agreed, len(found), agreed, len(gold)


_MEASURES: Mapping[str, Callable[[Groups[Hashable], Groups[Hashable]], Sums]] = MappingProxyType({
    "muc": count_links, "b_cubed": count_shared_mentions, "ceaf": count_aligned_entities})


def greatest_assignment(weights: Sequence[Sequence[float]]) -> float:
    """Greatest sum of weights over pairings of rows with columns, each used at most once.

    Successive shortest augmenting paths with potentials (Jonker and Volgenant 1987): one row after the other enters the
    pairing by the cheapest chain of exchanges. Cubic in the shorter side.
    """
    if not weights or not weights[0]:
        return 0.0
    rows = weights if len(weights) <= len(weights[0]) else list(zip(*weights, strict=True))
    height, width = len(rows), len(rows[0])
    row_price, column_price = [0.0] * height, [0.0] * width
    row_of: list[int | None] = [None] * width
    for entering in range(height):
        distance = [float("inf")] * width
        came_from: list[int | None] = [None] * width
        is_settled = [False] * width
        row, settled_at, column = entering, 0.0, None
        while row is not None:
            nearest: int | None = None
            for candidate in range(width):
                if is_settled[candidate]:
                    continue
                reached = settled_at - rows[row][candidate] - row_price[row] - column_price[candidate]
                if reached < distance[candidate]:
                    distance[candidate], came_from[candidate] = reached, column
                if nearest is None or distance[candidate] < distance[nearest]:
                    nearest = candidate
            assert nearest is not None, "there are at least as many columns as rows"
            column, settled_at = nearest, distance[nearest]
            is_settled[column] = True
            row = row_of[column]
        row_price[entering] += settled_at
        for other in range(width):
            if is_settled[other] and other != column:
                gain = settled_at - distance[other]
                column_price[other] -= gain
                paired = row_of[other]
                if paired is not None:
                    row_price[paired] += gain
        while column is not None:
            before = came_from[column]
            row_of[column] = entering if before is None else row_of[before]
            column = before
    return sum(rows[row][column] for column, row in enumerate(row_of) if row is not None)


def _kept_links(groups: Groups[Mention], other: Groups[Mention]) -> tuple[float, float]:
    number = {mention: at for at, members in enumerate(other) for mention in members}
    kept = links = 0
    for members in groups:
        known: Collection[int] = {number[mention] for mention in members if mention in number}
        parts = len(known) + sum(mention not in number for mention in members)
        kept += len(members) - parts
        links += len(members) - 1
    return kept, links


def _home(groups: Groups[Mention]) -> dict[Mention, frozenset[Mention]]:
    return {mention: members for members in groups for mention in members}
