"""Which quotes are one utterance: the same words, nearly the same, or a part of them."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations

import pyarrow as pa
import pytest

from tests.transforms.dataset.made_rows import key
from transforms.dataset.article_facts import ArticleFacts
from transforms.dataset.quote_groups import group_quotes, rank_quotes, wording_ids
from transforms.identity import content_id

WALL = "The harbour wall has needed repair for years and the council did nothing about it"
WALL_IN_PIECES = ("The harbour wall has needed repair for years", "and the council did nothing about it")
WALL_CUT = "has needed repair for years"
WALL_VARIANT = "The wall has needed repair for years and the council did nothing about it"
ROAD = "Nobody on the council reads letters, and the coast road has needed repair for years"


@dataclass(frozen=True)
class Said:
    """A quote: its words or pieces, who said it, the number of its article, how it is quoted."""

    words: str | tuple[str, ...]
    by: str | None = None
    article: int = 1
    quote_type: str = "direct"

    @property
    def pieces(self) -> tuple[str, ...]:
        return (self.words,) if isinstance(self.words, str) else self.words


def facts(number: int) -> ArticleFacts:
    """Articles 1 to 9 are stories of their own, 11 to 19 copies of them."""
    return ArticleFacts(
        article_id=key("a", number), source_id=key("s", number), published_at=datetime(2026, 2, number, tzinfo=UTC),
        published_date=None, word_count=100, duplicate_group_id=key("d", number % 10), duplicate_role="original",
        is_representative=True)


def tables(quotes: list[tuple[int, Said]]) -> tuple[pa.Table, pa.Table]:
    return pa.table({
        "quote_id": [key("q", number) for number, _ in quotes],
        "article_id": [key("a", quote.article) for _, quote in quotes],
        "quote_type": [quote.quote_type for _, quote in quotes],
        "speaker_name": pa.array([quote.by for _, quote in quotes], pa.string()),
        "char_start": list(range(len(quotes))),
        "quote_text": [" she said ".join(quote.pieces) for _, quote in quotes],
    }), pa.table({
        "quote_id": [key("q", number) for number, quote in quotes for _ in quote.pieces][::-1],
        "piece_index": [index for _, quote in quotes for index, _ in enumerate(quote.pieces)][::-1],
        "text": [piece for _, quote in quotes for piece in quote.pieces][::-1],
    })


def standings(quotes: list[tuple[int, Said]]) -> dict[int, tuple[str, str]]:
    """Number of each quote -> its group and how it matches."""
    rows, pieces = tables(quotes)
    articles = {key("a", number): facts(number) for number in range(1, 20)}
    ranked = rank_quotes(rows, pieces=pieces, articles=articles)
    own = {number: ranked[key("q", number)] for number, _ in quotes}
    return {number: (standing.quote_group_id, standing.quote_group_match) for number, standing in own.items()}


def grouped(*quotes: Said) -> list[tuple[int, str]]:
    """For each quote the position of its group, counted as they first occur, and how it matches."""
    found = list(standings(list(enumerate(quotes))).values())
    order = list(dict.fromkeys(group_id for group_id, _ in found))
    return [(order.index(group_id), match) for group_id, match in found]


@pytest.mark.parametrize(("quotes", "expected"), [
    pytest.param([Said(WALL), Said(WALL.upper() + "!", article=2)], [(0, "exact"), (0, "exact")], id="same-words"),
    pytest.param([Said(WALL, quote_type="indirect"), Said(WALL, article=2)], [(0, "exact"), (0, "exact")],
                 id="same-words-with-and-without-marks"),
    pytest.param([Said(WALL_IN_PIECES), Said(WALL, article=2)], [(0, "exact"), (0, "exact")],
                 id="interrupted-by-its-cue"),
    pytest.param([Said(WALL_CUT, article=2), Said(WALL)], [(0, "partial"), (0, "exact")], id="cut-by-another-outlet"),
    pytest.param([Said(WALL), Said(WALL_VARIANT, article=2)], [(0, "exact"), (0, "variant")], id="slightly-different-words"),
    pytest.param([Said(WALL), Said("has needed repair", article=2)], [(0, "exact"), (1, "exact")],
                 id="few-words-of-a-longer-one"),
    pytest.param([Said(WALL), Said(WALL_CUT, article=2, quote_type="indirect")], [(0, "exact"), (1, "exact")],
                 id="words-of-the-reporter-are-no-part"),
    pytest.param([Said(WALL, by="Ana Ruiz"), Said(WALL_CUT, by="Leo Park", article=2)], [(0, "exact"), (1, "exact")],
                 id="part-of-another-speaker"),
    pytest.param([Said(WALL, by="Ana Ruiz"), Said(WALL_VARIANT, by="Leo Park", article=2)], [(0, "exact"), (1, "exact")],
                 id="variant-of-another-speaker"),
    pytest.param([Said(WALL, by="Ana Ruiz"), Said(WALL_CUT, by="Ruiz", article=2)], [(0, "exact"), (0, "partial")],
                 id="surname-does-not-contradict"),
    pytest.param([Said(WALL), Said(WALL_CUT, by="Ana Ruiz", article=2), Said(WALL_VARIANT, by="Leo Park", article=3)],
                 [(0, "exact"), (1, "exact"), (2, "exact")], id="two-speakers-for-words-of-nobody-known"),
    pytest.param([Said(WALL), Said(ROAD, article=2), Said(WALL_CUT, article=3)],
                 [(0, "exact"), (1, "exact"), (2, "exact")],
                 id="part-of-two-utterances-is-left-alone"),
    pytest.param([Said(WALL, by="Ana Ruiz"), Said(ROAD, article=2), Said(WALL_CUT, by="Ana Ruiz", article=3)],
                 [(0, "exact"), (1, "exact"), (0, "partial")], id="the-speaker-tells-of-which"),
    pytest.param([Said("Thank you very much.", by="Ana Ruiz"), Said("Thank you very much.", by="Ana Ruiz", article=2)],
                 [(0, "exact"), (1, "exact")], id="courtesy-is-no-utterance-across-stories"),
    pytest.param([Said("Thank you very much.", by="Ana Ruiz"), Said("Thank you very much.", by="Ana Ruiz", article=11)],
                 [(0, "exact"), (0, "exact")], id="courtesy-in-a-copy-of-the-story"),
    pytest.param([Said("Prices fell.", by="Ana Ruiz"), Said("Prices fell.", by="Ana Ruiz", article=2)],
                 [(0, "exact"), (0, "exact")], id="few-words-of-one-speaker"),
    pytest.param([Said("Prices fell.", by="Ana Ruiz"), Said("Prices fell.", by="Leo Park", article=2)],
                 [(0, "exact"), (1, "exact")], id="few-words-of-two-speakers"),
    pytest.param([Said("Yes.", by="Ana Ruiz"), Said("Yes.", by="Leo Park"), Said("Yes.")],
                 [(0, "exact"), (1, "exact"), (2, "exact")], id="one-word-in-one-story"),
    pytest.param([Said("…"), Said("…", article=2)], [(0, "exact"), (1, "exact")], id="no-word"),
])
def test_which_quotes_are_one_utterance(quotes: list[Said], expected: list[tuple[int, str]]) -> None:
    assert grouped(*quotes) == expected
    numbered = list(enumerate(quotes))
    first = standings(numbered)
    assert all(standings(list(ordered)) == first for ordered in permutations(numbered)), "whatever the order of the rows"


def test_the_group_is_named_by_its_fullest_wording_which_is_shown_though_a_part_appeared_first() -> None:
    quotes = [(1, Said(WALL_CUT, article=1)), (2, Said(WALL, article=3)), (3, Said(WALL, article=2))]
    rows, pieces = tables(quotes)
    articles = {key("a", number): facts(number) for number in (1, 2, 3)}
    ranked = rank_quotes(rows, pieces=pieces, articles=articles)
    own = [ranked[key("q", number)] for number, _ in quotes]
    for name in ("quote_group_id", "quote_group_match"):
        rows = rows.append_column(name, pa.array([getattr(standing, name) for standing in own]))
    (group,) = group_quotes(rows, articles=articles)
    assert group.quote_group_id == content_id("g", *WALL.casefold().split())
    assert (group.representative_quote_id, group.first_article_id) == (key("q", 3), key("a", 1))
    assert (group.article_count, group.source_count, group.independent_source_count, group.variant_count) == (3, 3, 3, 2)


def test_wordings_are_told_by_their_words() -> None:
    _, pieces = tables([(1, Said(("We will move,", "if we must."))), (2, Said("we will move if we must")), (3, Said("We will."))])
    found = wording_ids(pieces)
    assert found[key("q", 1)] == found[key("q", 2)] == content_id("g", "we", "will", "move", "if", "we", "must")
    assert found[key("q", 3)] != found[key("q", 1)]


def test_thousands_of_quotes_take_seconds() -> None:
    chance = random.Random(7)
    words = [f"word{number}" for number in range(900)] + ["the", "of", "and", "to", "we", "is"] * 60
    whole = [" ".join(chance.choices(words, k=chance.randint(6, 60))) for _ in range(3_600)]
    parts = [" ".join(chance.choice(whole).split()[:12]) for _ in range(400)]
    rows, pieces = tables([(number, Said(words)) for number, words in enumerate(whole + parts)])
    started = datetime.now(UTC)
    ranked = rank_quotes(rows, pieces=pieces, articles={key("a", 1): facts(1)})
    assert (datetime.now(UTC) - started).total_seconds() < 15
    assert len(ranked) == 4_000
    assert sum(standing.quote_group_match == "partial" for standing in ranked.values()) > 300
