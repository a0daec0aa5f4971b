"""All rows of an invented article: they agree with one another, with the text and with the declared tables."""

import re
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from spacy.language import Language

from schemas import TABLES
from transforms.extraction.articles import extract_rows, extractors
from transforms.extraction.cues import parse_cues
from transforms.extraction.rows import ArticleRows
from transforms.identity import content_id
from transforms.layout import Block, hide_unanalysed, lay_out

LEXICON = Path(__file__).resolve().parents[3] / "transforms" / "lexicons" / "cues.en.tsv"
ARTICLE_ID = content_id("a", "test")

TEXT, BLOCKS = lay_out([
    ("headline", "Porto bridge to reopen in May, mayor says"),
    ("dek", "The bridge has been closed since a storm, a transport official said."),
    ("caption", "Mayor Carla Mota said “nothing” at the bridge."),
    ("body", "PORTO — Mayor Carla Mota said on Monday that the bridge would reopen in May."),
    ("body", "“We worked day and night,” Mota told reporters. “Nobody slept.”"),
    ("body", "Hugo Silva, an engineer, called the repair “a small wonder.” He added that the cables, which were laid in 1961, "
             "had held."),
    ("body", "The city spent 4 million euros on the work. Is it safe?"),
    ("boilerplate", "Sign up. The editor said: “Read more.”"),
])


@pytest.fixture(scope="module")
def rows(nlp: Language) -> ArticleRows:
    return extract_rows(nlp(hide_unanalysed(TEXT, BLOCKS)), article_id=ARTICLE_ID, blocks=BLOCKS, anchor_date=date(2024, 3, 6),
                        cues=parse_cues(LEXICON.read_text(encoding="utf-8")))


def test_quotes_with_their_speakers(rows: ArticleRows) -> None:
    assert [(quote.quote_type, quote.speaker_name or quote.speaker_text, quote.speaker_role, quote.quote_text)
            for quote in rows.quotes] == [
        ("indirect", "a transport official", None, "The bridge has been closed since a storm"),
        ("indirect", "Carla Mota", "Mayor", "that the bridge would reopen in May"),
        ("direct", "Carla Mota", None, "We worked day and night,” Mota told reporters. “Nobody slept."),
        ("mixed", "Hugo Silva", "engineer", "the repair “a small wonder."),
        ("indirect", "Hugo Silva", None, "that the cables, which were laid in 1961, had held"),
    ]


def test_claims_of_sources_and_outlet(rows: ArticleRows) -> None:
    assert [(claim.attribution, claim.claim_text) for claim in rows.claims] == [
        ("indirect", "The bridge has been closed since a storm"),
        ("indirect", "that the bridge would reopen in May"),
        ("direct", "We worked day and night,” Mota told reporters. “Nobody slept."),
        ("mixed", "the repair “a small wonder."),
        ("indirect", "that the cables, which were laid in 1961, had held"),
        ("authorial", "The city spent 4 million euros on the work."),
    ]


def test_every_span_is_the_text_it_names(rows: ArticleRows) -> None:
    tables = {"mentions": rows.mentions, "quotes": rows.quotes, "quote_spans": rows.quote_spans, "claims": rows.claims,
              "claim_spans": rows.claim_spans, "time_expressions": rows.time_expressions}
    for name, table_rows in tables.items():
        assert table_rows
        for span in TABLES[name].spans:
            for row in table_rows:
                start, end, text = getattr(row, span.start), getattr(row, span.end), getattr(row, span.text)
                assert (start is None) == (end is None) == (text is None)
                assert text is None or TEXT[start:end] == text


def test_rows_refer_to_rows_that_exist(rows: ArticleRows) -> None:
    keys = {"quotes": {row.quote_id for row in rows.quotes}, "claims": {row.claim_id for row in rows.claims},
            "entities": {row.entity_id for row in rows.entities}, "mentions": {row.mention_id for row in rows.mentions}}
    tables = {"mentions": rows.mentions, "quotes": rows.quotes, "quote_spans": rows.quote_spans,
              "quote_entities": rows.quote_entities, "claims": rows.claims, "claim_spans": rows.claim_spans,
              "claim_entities": rows.claim_entities}
    for name, table_rows in tables.items():
        spec = TABLES[name]
        assert len({tuple(getattr(row, column) for column in spec.primary_key) for row in table_rows}) == len(table_rows)
        for column, target in spec.foreign_keys.items():
            if target in keys:
                assert {getattr(row, column) for row in table_rows} - {None} <= keys[target], f"{name}.{column}"


def test_values_fit_the_declared_patterns(rows: ArticleRows) -> None:
    for name, table_rows in (("quotes", rows.quotes), ("claims", rows.claims)):
        for column in TABLES[name].columns:
            for row in table_rows:
                value = getattr(row, column.name)
                assert column.nullable or value is not None
                assert value is None or column.allowed_values is None or value in column.allowed_values
                assert value is None or column.declared.pattern is None or re.fullmatch(column.declared.pattern, value)


def test_pieces_make_up_the_content(rows: ArticleRows) -> None:
    for quote in rows.quotes:
        pieces = [span for span in rows.quote_spans if span.quote_id == quote.quote_id]
        assert [span.piece_index for span in pieces] == list(range(len(pieces)))
        assert (pieces[0].char_start, pieces[-1].char_end) == (quote.char_start, quote.char_end)
        assert all(one.char_end < other.char_start for one, other in pairwise(pieces))


def test_extractors_of_all_rows_are_described(rows: ArticleRows) -> None:
    used = {row.extractor for row in (*rows.mentions, *rows.quotes, *rows.claims, *rows.time_expressions)}
    assert used == {model.model_id for model in extractors(is_learned=False)}


def test_a_second_run_gives_the_same_rows(nlp: Language, rows: ArticleRows) -> None:
    again = extract_rows(nlp(hide_unanalysed(TEXT, BLOCKS)), article_id=ARTICLE_ID, blocks=BLOCKS, anchor_date=date(2024, 3, 6),
                         cues=parse_cues(LEXICON.read_text(encoding="utf-8")))
    assert again == rows


@pytest.mark.parametrize("text", [
    pytest.param("", id="empty"),
    pytest.param("“", id="one-mark"),
    pytest.param("said", id="one-cue"),
    pytest.param("“” said: “\n\n” according to", id="marks-and-cues-without-words"),
    pytest.param("According to", id="according-to-nobody"),
    pytest.param("\u201cA\u201d \u2014", id="dash-without-a-name"),
    pytest.param("\N{GRINNING FACE} “\N{GRINNING FACE}” she said \N{GRINNING FACE}", id="characters-beyond-the-basic-plane"),
    pytest.param("said " * 300, id="cues-only"),
    pytest.param('"' * 301, id="marks-only"),
])
def test_hostile_text_gives_rows_or_none_but_no_error(nlp: Language, text: str) -> None:
    laid_out, blocks = lay_out(("body", part) for part in text.split("\n\n"))
    found = extract_rows(nlp(laid_out), article_id=ARTICLE_ID, blocks=blocks, anchor_date=None,
                         cues=parse_cues(LEXICON.read_text(encoding="utf-8")))
    for quote in found.quotes:
        assert laid_out[quote.char_start:quote.char_end] == quote.quote_text


def test_no_two_quotes_of_one_article_hold_the_same_words_unless_nested(rows: ArticleRows) -> None:
    blocks: tuple[Block, ...] = BLOCKS
    assert blocks
    for one, other in combinations(rows.quotes, 2):
        overlap = min(one.char_end, other.char_end) - max(one.char_start, other.char_start)
        assert overlap <= 0 or overlap == min(one.char_end - one.char_start, other.char_end - other.char_start)


@pytest.mark.corpus
def test_real_story_is_attributed_right(nlp: Language, corpora: Path) -> None:
    text = (corpora / "seed" / "article.txt").read_text(encoding="utf-8")
    laid_out, blocks = lay_out(("body", part) for part in text.split("\n\n"))
    found = extract_rows(nlp(laid_out), article_id=ARTICLE_ID, blocks=blocks, anchor_date=date(2022, 1, 21),
                         cues=parse_cues(LEXICON.read_text(encoding="utf-8")))
    long_direct = [quote.speaker_name for quote in found.quotes if quote.quote_type == "direct" and len(quote.quote_text) > 150]
    assert long_direct == ["Fumio Kishida", "Hirokazu Matsuno"]
    [pledge] = [quote for quote in found.quotes if "committed to work closely" in quote.quote_text]
    assert (pledge.speaker_name, pledge.cue_text, pledge.quote_type) == ("White House", "said", "mixed")
    unnamed = [quote.speaker_resolution for quote in found.quotes if quote.speaker_text == "a senior administration official"]
    assert set(unnamed) == {"anonymous"}
