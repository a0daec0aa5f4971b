"""The cue lexicon: what the reader accepts, and that the lexicon in the repository is sound."""

from pathlib import Path

import pytest

from transforms.extraction.cues import CueLexiconError, parse_cues

HEADER = "lemma\tword_class\tcue_class\tintroduces\n"
LEXICON = Path(__file__).resolve().parents[3] / "transforms" / "lexicons" / "cues.en.tsv"


def test_entry_becomes_a_cue() -> None:
    lexicon = parse_cues(f"# comment\n\n{HEADER}point out\tverb\tfactive\tquotation,clause\n")
    cue = lexicon.verbs["point out"]
    assert (cue.lemma, cue.word_class, cue.cue_class, cue.introduces) == (
        "point out", "verb", "factive", frozenset({"quotation", "clause"}))
    assert not lexicon.nouns
    assert not lexicon.prepositions


@pytest.mark.parametrize(("tsv", "reason"), [
    pytest.param("say\tverb\tneutral\tclause\n", "line 1: expected the columns lemma, word_class", id="no-header"),
    pytest.param(f"{HEADER}say\tverb\tneutral\n", "line 2: expected 4 tab-separated fields, got 3", id="field-missing"),
    pytest.param(f"{HEADER}say\tverb\tangry\tclause\n", "line 2: expected cue_class among .* got angry", id="unknown-class"),
    pytest.param(f"{HEADER}say\tverb\tneutral\tsong\n", "line 2: expected introduces among .* got song", id="unknown-frame"),
    pytest.param(f"{HEADER}say\tverb\tneutral\t\n", "line 2: expected introduces among .* got nothing", id="no-frame"),
    pytest.param(f"{HEADER}\tverb\tneutral\tclause\n", "line 2: expected a lemma, got nothing", id="no-lemma"),
    pytest.param(f"{HEADER}say\tverb\tneutral\tclause\nsay\tverb\tneutral\tclause\n",
                 "line 3: expected one entry per verb, got 'say' again", id="lemma-twice"),
])
def test_bad_line_is_refused_with_its_number(tsv: str, reason: str) -> None:
    with pytest.raises(CueLexiconError, match=reason):
        parse_cues(tsv)


@pytest.mark.parametrize(("lemma", "cue_class"), [
    ("say", "neutral"), ("acknowledge", "factive"), ("claim", "doubting"), ("denounce", "critical"), ("pledge", "commissive"),
    ("estimate", "hedging"),
])
def test_lexicon_of_the_repository_knows_the_stance_of_common_verbs(lemma: str, cue_class: str) -> None:
    assert parse_cues(LEXICON.read_text(encoding="utf-8")).verbs[lemma].cue_class == cue_class


def test_lexicon_of_the_repository_has_every_word_class() -> None:
    lexicon = parse_cues(LEXICON.read_text(encoding="utf-8"))
    assert "according to" in lexicon.prepositions
    assert "claim" in lexicon.nouns
    assert {"quotation", "clause", "parenthesis"} <= lexicon.verbs["say"].introduces
