"""What the tagger found, fitted to the quotation marks and joined with what the rules found."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from transforms.extraction.cues import parse_cues
from transforms.extraction.learned_attributions import tagged_attributions
from transforms.extraction.page import Attribution, Page, lay_open
from transforms.extraction.tagging import CHECKABILITY_SCORES, Arc, Part, TaggedArticle, TaggedSpan
from transforms.extraction.word_pieces import WordPieces

NOTHING = np.zeros(0, dtype=np.int64)
LEXICON = Path(__file__).resolve().parents[3] / "transforms" / "lexicons" / "cues.en.tsv"


@dataclass(frozen=True)
class _Found:
    """One tagged attribution, each part by its words; what is None was not found."""

    contents: tuple[str, ...]
    cue: str | None = None
    source: str | None = None


def _page(nlp: Language, text: str) -> Page:
    blocks: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n\n"):
        blocks.append((start, start + len(paragraph)))
        start += len(paragraph) + 2
    return lay_open(nlp(text), blocks=blocks, cues=parse_cues(LEXICON.read_text(encoding="utf-8")))


def _tagged(text: str, found: list[_Found]) -> TaggedArticle:
    places: dict[tuple[int, int], str] = {}

    def place(label: str, words: str) -> tuple[int, int]:
        start = text.index(words)
        places[start, start + len(words)] = label
        return start, start + len(words)

    heads: dict[tuple[Part, Part], dict[tuple[int, int], tuple[int, int] | None]] = {
        ("content", "cue"): {}, ("content", "source"): {}, ("cue", "source"): {}}
    for one in found:
        cue = place("cue", one.cue) if one.cue else None
        source = place("source", one.source) if one.source else None
        for words in one.contents:
            content = place("content", words)
            heads["content", "cue"][content] = cue
            heads["content", "source"][content] = source
        if cue:
            heads["cue", "source"][cue] = source
    order = sorted(places)
    return TaggedArticle(
        spans=tuple(TaggedSpan(label=places[span], start=span[0], end=span[1], probability=0.9) for span in order),
        arcs={kind: tuple(Arc(child=order.index(child), head=order.index(head) if head else None, probability=0.9)
                          for child, head in sorted(links.items())) for kind, links in heads.items()},
        names=(), pieces=WordPieces(ids=NOTHING, shapes=NOTHING, starts=NOTHING, ends=NOTHING),
        checkability=np.zeros((0, CHECKABILITY_SCORES), dtype=np.float32))


def _joined(nlp: Language, text: str, found: list[_Found], ruled: list[Attribution] | None = None) -> list[Attribution]:
    return sorted(tagged_attributions(_page(nlp, text), _tagged(text, found), ruled=ruled or []), key=lambda one: one.start)


@pytest.mark.parametrize(("text", "found", "expected"), [
    pytest.param("“The harbour reopens in May,” Ruiz said.", [_Found(("harbour reopens in",), "said", "Ruiz")],
                 [["The harbour reopens in May,"]], id="a-quotation-is-taken-from-mark-to-mark"),
    pytest.param("Ruiz said the harbour was “safe for now”.", [_Found(("the harbour was “safe for",), "said", "Ruiz")],
                 [["the harbour was “safe for now"]], id="indirect-words-reach-to-the-mark-of-the-quotation-they-touch"),
    pytest.param("Ruiz read “The Grey Hills” and said the harbour was safe.",
                 [_Found(("Hills” and said the harbour was safe",), None, "Ruiz")], [["Hills” and said the harbour was safe"]],
                 id="a-quotation-hardly-touched-stays-outside"),
    pytest.param("“We are ready,” Ruiz said. “We always were.”",
                 [_Found(("We are ready", "We always were"), "said", "Ruiz")], [["We are ready,", "We always were."]],
                 id="an-interrupted-quotation-is-one-quote"),
    pytest.param("Ruiz said rents rose, and Park said wages fell.",
                 [_Found(("rents rose",), "Ruiz said"), _Found(("wages fell",), "Park said")], [["rents rose"], ["wages fell"]],
                 id="two-cues-are-two-quotes"),
    pytest.param("Ruiz hopes for, rain.", [_Found((", rain.",), "hopes for", "Ruiz")], [["rain."]],
                 id="no-comma-or-blank-at-an-end"),
    pytest.param("Ruiz said — so be it.", [_Found(("—",), "said", "Ruiz")], [], id="a-content-without-a-word-is-none"),
    pytest.param("Ruiz previewed the meeting.", [_Found(("the",), "previewed", "Ruiz")], [], id="an-article-alone-is-no-content"),
    pytest.param("Ruiz said it.", [_Found(("it",), "said", "Ruiz")], [], id="a-pronoun-alone-is-no-content"),
])
def test_contents_are_fitted_to_the_marks(nlp: Language, text: str, found: list[_Found], expected: list[list[str]]) -> None:
    assert [[text[start:end] for start, end in one.pieces] for one in _joined(nlp, text, found)] == expected


@pytest.mark.parametrize(("text", "found", "expected"), [
    pytest.param("Asked whether rents rose, Ana Ruiz said yes.",
                 [_Found(("whether rents rose", "yes"), "said", "Ana Ruiz")],
                 [("whether rents rose", None, None), ("yes", "Ruiz", "said")], id="question-and-answer-under-one-cue"),
    pytest.param("Asked by Park whether rents rose, Ana Ruiz said yes.",
                 [_Found(("whether rents rose",), "Asked", "Ana Ruiz"), _Found(("yes",), "said", "Ana Ruiz")],
                 [("whether rents rose", "Park", "Asked"), ("yes", "Ruiz", "said")], id="the-one-who-asks-is-named"),
    pytest.param("Ana Ruiz was asked whether rents rose.", [_Found(("Ana Ruiz", "whether rents rose"), "was asked")],
                 [("whether rents rose", None, "asked")], id="who-is-asked-is-no-part-of-the-question"),
    pytest.param("To a question on rents, Ana Ruiz said wages fell.",
                 [_Found(("question on rents", "wages fell"), "said", "Ana Ruiz")],
                 [("question on rents", None, None), ("wages fell", "Ruiz", "said")], id="to-a-question"),
])
def test_what_was_asked_is_not_of_who_answers(
    nlp: Language, text: str, found: list[_Found], expected: list[tuple[str, str | None, str | None]],
) -> None:
    doc = nlp(text)
    joined = _joined(nlp, text, found)
    assert [(text[one.start:one.end], doc[one.source].text if one.source is not None else None,
             doc[one.cue_token].text if one.cue_token is not None else None) for one in joined] == expected


@pytest.mark.parametrize(("text", "found", "expected"), [
    pytest.param("The ad shows a clip of Ana Ruiz saying rents rose.",
                 _Found(("a clip of Ana Ruiz saying rents rose",), "shows", "The ad"), ("rents rose", "Ruiz", "saying"),
                 id="recorded"),
    pytest.param("Park recalled hearing Ana Ruiz say that rents rose.",
                 _Found(("hearing Ana Ruiz say that rents rose",), "recalled", "Park"), ("that rents rose", "Ruiz", "say"),
                 id="overheard"),
    pytest.param("Leo Park heard Ana Ruiz telling him that rents rose.",
                 _Found(("Ana Ruiz telling him that rents rose",), "heard", "Leo Park"), ("that rents rose", "Ruiz", "telling"),
                 id="who-is-told-is-no-part-of-it"),
    pytest.param("A tape captured Ana Ruiz saying rents rose.", _Found(("rents rose",), "saying", "A tape"),
                 ("rents rose", "Ruiz", "saying"), id="a-tape-does-not-speak"),
    pytest.param("Park said Ana Ruiz left, saying rents rose.",
                 _Found(("Ana Ruiz left, saying rents rose",), "said", "Park"),
                 ("Ana Ruiz left, saying rents rose", "Park", "said"), id="a-clause-of-its-own-stays"),
])
def test_who_is_recorded_or_overheard_speaks(
    nlp: Language, text: str, found: _Found, expected: tuple[str, str, str],
) -> None:
    doc = nlp(text)
    one, = _joined(nlp, text, [found])
    assert one.source is not None and one.cue_token is not None
    assert (text[one.start:one.end], doc[one.source].text, doc[one.cue_token].text) == expected


def test_source_and_cue_are_the_heads_of_their_words(nlp: Language) -> None:
    text = "The harbour reopens in May, said Ana Ruiz, the mayor of Porto."
    found, = _joined(nlp, text, [_Found(("The harbour reopens in May",), "said", "Ana Ruiz, the mayor of Porto")])
    doc = nlp(text)
    assert found.source is not None and doc[found.source].text == "Ruiz"
    assert found.cue_token is not None and doc[found.cue_token].text == "said"
    assert found.cue is not None and found.cue.lemma == "say"
    assert found.cue_span == (28, 32)


def test_the_source_of_the_cue_stands_in_for_one_that_is_missing(nlp: Language) -> None:
    text = "Ruiz said rents rose."
    tagged = _tagged(text, [_Found(("rents rose",), "said", "Ruiz")])
    lost = replace(tagged, arcs={**tagged.arcs, ("content", "source"): (Arc(child=2, head=None, probability=0.6),)})
    found, = tagged_attributions(_page(nlp, text), lost, ruled=())
    assert found.source == 0


def test_a_source_is_a_noun_in_its_words(nlp: Language) -> None:
    text = "Ruiz is leaving, rents rose."
    found, = _joined(nlp, text, [_Found(("rents rose",), None, "Ruiz is leaving")])
    assert found.source == 0


def test_a_source_that_the_tagger_missed_comes_from_the_rules(nlp: Language) -> None:
    text = "Ruiz said rents rose."
    ruled = Attribution(pieces=((10, 20),), source=0, cue_token=1, cue_span=(5, 9))
    found, = _joined(nlp, text, [_Found(("rents rose",))], [ruled])
    assert (found.pieces, found.source, found.cue_span) == (((10, 20),), 0, (5, 9))


def test_a_quotation_that_the_tagger_missed_comes_from_the_rules(nlp: Language) -> None:
    text = "“Yes,” Ruiz said. Rents rose."
    ruled = Attribution(pieces=((1, 5),), source=4, is_quotation=True)
    indirect = Attribution(pieces=((18, 28),), source=4)
    assert _joined(nlp, text, [], [ruled, indirect]) == [ruled]


def test_a_transcript_belongs_to_the_rules(nlp: Language) -> None:
    text = "RUIZ: Rents rose in May.\n\nPARK: Did they rise that much?\n\nRUIZ: They did."
    page = _page(nlp, text)
    assert len(page.turns) == 3
    assert list(tagged_attributions(page, _tagged(text, [_Found(("Rents rose in May.\n\nPARK: Did they",))]), ruled=())) == []
