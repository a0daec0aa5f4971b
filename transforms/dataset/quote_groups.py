"""Utterances across articles: quotes with the same words, nearly the same or a part of them; who reported them first and how
independently.

Each group is a star: its fullest wording, and what repeats that exactly, in slightly different words or in part. A wording that
could be part of two different ones stays alone, and so do wordings of different speakers: two groups of one utterance can be
summed, but two utterances in one group cannot be told apart again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from schemas import QuoteGroup
from schemas.quotes import QuoteGroupMatch
from transforms.dataset.article_facts import ArticleFacts
from transforms.identity import content_id
from transforms.wording import Words, common_word_count, content_words, fold_words, is_content_word, is_distinctive, relate

SHINGLE_WORDS = 3
"""Words of a shingle. Wordings that are variants share at least one, as four words in five are the same."""

MIN_NAMED_CONTENT_WORDS = 2
"""Fewest different content words of a short wording that is one utterance whenever the same speaker says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteStanding:
    """A quote's place among those that report its utterance: columns of `quotes`, under their names."""

    quote_group_id: str
    quote_group_match: QuoteGroupMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    """Quotes with the same words that are one utterance.

    Args:
        is_quoted: Whether any of them stands in quotation marks, in whole or in part; the other words are the reporters' own.
        names: Names of the speakers to whom they are given, folded.
    """

    group_id: str
    words: Words
    is_quoted: bool
    names: frozenset[str]
    quote_ids: list[str] = field(default_factory=list[str])


def rank_quotes(quotes: pa.Table, *, pieces: pa.Table, articles: Mapping[str, ArticleFacts]) -> dict[str, QuoteStanding]:
    """Quote -> its standing in its group. Nothing depends on the order of the rows.

    Args:
        quotes: Columns quote_id, article_id, quote_type and speaker_name of every quote in the dataset.
        pieces: Columns quote_id, piece_index and text of all their pieces.
        articles: Every article by id.
    """
    wordings = _wordings(quotes, words=_words_of(pieces), articles=articles)
    standings = {
        quote_id: QuoteStanding(quote_group_id=wording.group_id, quote_group_match="exact")
        for wording in wordings for quote_id in wording.quote_ids
    }
    joined = _joined([wording for wording in wordings if wording.is_quoted and is_distinctive(wording.words)])
    for whole, match, wording in joined:
        for quote_id in wording.quote_ids:
            standings[quote_id] = QuoteStanding(quote_group_id=whole.group_id, quote_group_match=match)
    return standings


def wording_ids(pieces: pa.Table) -> dict[str, str]:
    """Quote -> key of its words, case and punctuation folded.

    Args:
        pieces: Columns quote_id, piece_index and text of all pieces of the quotes.
    """
    return {quote_id: content_id("g", *words) for quote_id, words in _words_of(pieces).items()}


def group_quotes(quotes: pa.Table, *, articles: Mapping[str, ArticleFacts]) -> list[QuoteGroup]:
    """Sum up each group of quotes.

    Args:
        quotes: Columns quote_id, article_id, char_start, quote_text, quote_group_id and quote_group_match of every quote in the
            dataset.
        articles: Every article by id.

    Returns:
        One row for each group, ordered by id.
    """
    members: dict[str, list[_Member]] = {}
    names = ("quote_group_id", "article_id", "char_start", "quote_id", "quote_text", "quote_group_match")
    columns = [quotes.column(name).to_pylist() for name in names]
    for group_id, article_id, start, quote_id, text, match in zip(*columns, strict=True):
        members.setdefault(group_id, []).append(
            _Member(article=articles[article_id], char_start=start, quote_id=quote_id, text=text, is_whole=match == "exact"))
    groups: list[QuoteGroup] = []
    for group_id in sorted(members):
        group = members[group_id]
        first = min(group, key=_Member.appearance).article
        reporting = {member.article.article_id: member.article for member in group}.values()
        groups.append(QuoteGroup(
            quote_group_id=group_id,
            representative_quote_id=min((member for member in group if member.is_whole), key=_Member.appearance).quote_id,
            first_article_id=first.article_id, first_published_at=first.published_at,
            article_count=len(reporting),
            source_count=len({article.source_id for article in reporting if article.source_id is not None}),
            independent_source_count=len({article.duplicate_group_id for article in reporting}),
            variant_count=len({member.text for member in group}),
        ))
    return groups


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """A quote of a group, with its article."""

    article: ArticleFacts
    char_start: int
    quote_id: str
    text: str
    is_whole: bool

    def appearance(self) -> tuple[datetime, str, int, str]:
        """What to order quotes by, the first to appear first."""
        return self.article.appeared_at, self.article.article_id, self.char_start, self.quote_id


# ------------------------------------------------------------------------------------------------------------ wordings

def _words_of(pieces: pa.Table) -> dict[str, Words]:
    texts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    columns = [pieces.column(name).to_pylist() for name in ("quote_id", "piece_index", "text")]
    for quote_id, index, text in zip(*columns, strict=True):
        texts[quote_id].append((index, text))
    return {quote_id: fold_words(text for _, text in sorted(own)) for quote_id, own in texts.items()}


def _wordings(quotes: pa.Table, *, words: Mapping[str, Words], articles: Mapping[str, ArticleFacts]) -> list[_Wording]:
    """The different wordings, the fullest first."""
    members: dict[tuple[str | None, ...], list[tuple[str, str, str]]] = defaultdict(list)
    columns = [quotes.column(name).to_pylist() for name in ("quote_id", "article_id", "quote_type", "speaker_name")]
    for quote_id, article_id, quote_type, speaker_name in zip(*columns, strict=True):
        name = (speaker_name or "").casefold()
        own = words.get(quote_id, ())
        members[(*own, *_occasion(own, name, articles[article_id]))].append((quote_id, quote_type, name))
    wordings = [
        _Wording(
            group_id=content_id("g", *key), words=words.get(group[0][0], ()),
            is_quoted=any(quote_type != "indirect" for _, quote_type, _ in group),
            names=frozenset(name for _, _, name in group if name), quote_ids=[quote_id for quote_id, _, _ in group])
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


# ----------------------------------------------------------------------------------------------- wordings that go together

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
