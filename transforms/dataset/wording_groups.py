"""Rows that say the same across articles, whatever they are: quotes and claims are grouped alike.

Each group is a star: its fullest wording, and what repeats that exactly, in slightly different words or in part. A wording that
could be part of two different ones stays alone, and so do wordings of different speakers: two groups of one utterance can be
summed, but two utterances in one group cannot be told apart again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from schemas.quotes import QuoteGroupMatch
from transforms.dataset.article_facts import ArticleFacts
from transforms.identity import content_id
from transforms.wording import Words, common_word_count, content_words, fold_words, is_content_word, is_distinctive, relate

SHINGLE_WORDS = 3
"""Words of a shingle. Wordings that are variants share at least one, as four words in five are the same."""

MIN_NAMED_CONTENT_WORDS = 2
"""Fewest different content words of a short wording that is one utterance whenever the same speaker says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedRow:
    """A row with its words.

    Args:
        name: Name of who says it, folded; empty when nobody is named.
        may_vary: Whether slightly different words may be the same.
    """

    row_id: str
    words: Words
    name: str
    may_vary: bool
    article: ArticleFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A row of a group, with its article."""

    article: ArticleFacts
    char_start: int
    row_id: str
    text: str
    is_whole: bool

    def appearance(self) -> tuple[datetime, str, int, str]:
        """What to order rows by, the first to appear first."""
        return self.article.appeared_at, self.article.article_id, self.char_start, self.row_id


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """What is known of a group: columns of `quote_groups` and `claim_groups`, most under their names."""

    representative_id: str
    first_article_id: str
    first_published_at: datetime | None
    article_count: int
    source_count: int
    independent_source_count: int
    variant_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    """Rows with the same words that are one utterance.

    Args:
        may_vary: Whether any of them may.
        names: Names of the speakers to whom they are given, folded.
    """

    group_id: str
    words: Words
    may_vary: bool
    names: frozenset[str]
    row_ids: list[str] = field(default_factory=list[str])


def group_wordings(rows: Iterable[WordedRow]) -> dict[str, tuple[str, QuoteGroupMatch]]:
    """Row -> its group and how its words compare with the fullest wording there. Nothing depends on the order of the rows."""
    wordings = _wordings(rows)
    standings: dict[str, tuple[str, QuoteGroupMatch]] = {
        row_id: (wording.group_id, "exact") for wording in wordings for row_id in wording.row_ids}
    joined = _joined([wording for wording in wordings if wording.may_vary and is_distinctive(wording.words)])
    for whole, match, wording in joined:
        for row_id in wording.row_ids:
            standings[row_id] = (whole.group_id, match)
    return standings


def sum_up(group: Sequence[Member]) -> GroupFacts:
    """What a group of one or more rows amounts to."""
    first = min(group, key=Member.appearance).article
    reporting = {member.article.article_id: member.article for member in group}.values()
    return GroupFacts(
        representative_id=min((member for member in group if member.is_whole), key=Member.appearance).row_id,
        first_article_id=first.article_id, first_published_at=first.published_at,
        article_count=len(reporting),
        source_count=len({article.source_id for article in reporting if article.source_id is not None}),
        independent_source_count=len({article.duplicate_group_id for article in reporting}),
        variant_count=len({member.text for member in group}))


def words_of(pieces: Iterable[tuple[str, int, str]]) -> dict[str, Words]:
    """Row -> its words, folded; of its pieces as (row, position, text) in any order."""
    texts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row_id, index, text in pieces:
        texts[row_id].append((index, text))
    return {row_id: fold_words(text for _, text in sorted(own)) for row_id, own in texts.items()}


def _wordings(rows: Iterable[WordedRow]) -> list[_Wording]:
    """The different wordings, the fullest first."""
    members: dict[tuple[str | None, ...], list[WordedRow]] = defaultdict(list)
    for row in rows:
        members[(*row.words, *_occasion(row.words, row.name, row.article))].append(row)
    wordings = [
        _Wording(
            group_id=content_id("g", *key), words=group[0].words, may_vary=any(row.may_vary for row in group),
            names=frozenset(row.name for row in group if row.name), row_ids=[row.row_id for row in group])
        for key, group in members.items()
    ]
    return sorted(wordings, key=lambda wording: (-len(wording.words), wording.words, wording.group_id))


def _occasion(words: Words, name: str, article: ArticleFacts) -> tuple[str | None, ...]:
    """What must agree, beside the words, for two quotes to be one utterance: nothing where the words are telling enough, else
    the speaker, and with few or common words the story."""
    if is_distinctive(words):
        return ()
    if name and len(content_words(words)) >= MIN_NAMED_CONTENT_WORDS:
        return (None, name)
    return (None, name, article.duplicate_group_id)


def _joined(wordings: Sequence[_Wording]) -> list[tuple[_Wording, QuoteGroupMatch, _Wording]]:
    """Each wording that repeats a fuller one, with that and with how it does.

    Args:
        wordings: The different wordings, the fullest first.
    """
    wholes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    joining: dict[int, list[tuple[QuoteGroupMatch, _Wording]]] = defaultdict(list)
    for position, wording in enumerate(wordings):
        shingles = _shingles(wording.words)
        near = {at for shingle in shingles for at in wholes.get(shingle, ())}
        chosen = _whole_of(wording, [(at, wordings[at]) for at in sorted(near)])
        if chosen is None:
            for shingle in shingles:
                wholes[shingle].append(position)
        else:
            at, match = chosen
            joining[at].append((match, wording))
    return [
        (wordings[at], match, wording)
        for at, members in joining.items() for match, wording in members
        if not any(_contradict(wording.names, other.names) for _, other in members if other is not wording)
    ]


def _shingles(words: Words) -> set[tuple[str, ...]]:
    """Runs of words that say something."""
    runs = (words[start:start + SHINGLE_WORDS] for start in range(len(words) - SHINGLE_WORDS + 1))
    return {run for run in runs if any(map(is_content_word, run))}


def _whole_of(wording: _Wording, near: Iterable[tuple[int, _Wording]]) -> tuple[int, QuoteGroupMatch] | None:
    """The one fuller wording that a wording repeats, by its position; None when there is none or it could be several."""
    found: list[tuple[tuple[bool, int], int, QuoteGroupMatch]] = []
    for position, whole in near:
        if _contradict(wording.names, whole.names):
            continue
        match = relate(wording.words, whole.words)
        if match is not None:
            shared = common_word_count(wording.words, whole.words)
            found.append(((bool(wording.names & whole.names), shared), position, match))
    if not found:
        return None
    best = max(rank for rank, _, _ in found)
    chosen: list[tuple[int, QuoteGroupMatch]] = [(position, match) for rank, position, match in found if rank == best]
    return chosen[0] if len(chosen) == 1 else None


def _contradict(names: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two different people speak. A surname agrees with every full name that holds it."""
    return any(not (set(name.split()) <= set(other.split()) or set(other.split()) <= set(name.split()))
               for name in names for other in others)
