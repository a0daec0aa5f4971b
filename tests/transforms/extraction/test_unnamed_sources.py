"""Sources without a name: which of them are one, what they are called, and that they belong to their article alone."""

from pathlib import Path

import pytest
from spacy.language import Language

from transforms.extraction.articles import extract_rows
from transforms.extraction.cues import CueLexicon, parse_cues
from transforms.extraction.rows import ArticleRows
from transforms.identity import content_id
from transforms.layout import lay_out

LEXICON = Path(__file__).resolve().parents[3] / "transforms" / "lexicons" / "cues.en.tsv"


@pytest.fixture(scope="module")
def cues() -> CueLexicon:
    return parse_cues(LEXICON.read_text(encoding="utf-8"))


def read(nlp: Language, cues: CueLexicon, *paragraphs: str, article: str = "one") -> ArticleRows:
    text, blocks = lay_out([("body", paragraph) for paragraph in paragraphs])
    rows = extract_rows(nlp(text), article_id=content_id("a", article), blocks=blocks, anchor_date=None, cues=cues)
    for mention in rows.mentions:
        assert text[mention.char_start:mention.char_end] == mention.text
    return rows


def sources(rows: ArticleRows) -> list[tuple[str, str, str, list[str]]]:
    """Description, type and resolution of each unnamed source, and the words by which it is mentioned."""
    resolution = {quote.speaker_entity_id: quote.speaker_resolution for quote in reversed(rows.quotes)}
    return [
        (entity.canonical_name, entity.entity_type, resolution[entity.entity_id],
         [mention.text for mention in rows.mentions if mention.entity_id == entity.entity_id])
        for entity in rows.entities if not entity.is_named]


@pytest.mark.parametrize(("paragraphs", "expected"), [
    pytest.param(["“Prices fell,” a senior harbour official said."],
                 [("senior harbour official", "person", "anonymous", ["a senior harbour official"])], id="without-its-article"),
    pytest.param(["A senior official said prices fell.", "The official said they would rise."],
                 [("senior official", "person", "anonymous", ["A senior official", "The official"])],
                 id="definite-after-indefinite"),
    pytest.param(["A resident said prices fell.", "Another resident said they rose.", "The resident said nobody asked."],
                 [("resident", "person", "anonymous", ["A resident"]), ("resident", "person", "anonymous", ["Another resident"]),
                  ("resident", "person", "anonymous", ["The resident"])], id="definite-that-fits-two-is-neither"),
    pytest.param(["A resident said prices fell.", "A resident said they rose."],
                 [("resident", "person", "anonymous", ["A resident"]), ("resident", "person", "anonymous", ["A resident"])],
                 id="two-that-are-each-introduced"),
    pytest.param(["Police said the road was closed.", "The ferry stopped, police said."],
                 [("Police", "organisation", "collective", ["Police", "police"])], id="a-body"),
    pytest.param(["Two people familiar with the matter said the road was closed."],
                 [("Two people familiar with the matter", "other", "collective", ["Two people familiar with the matter"])],
                 id="several-people"),
    pytest.param(["Several experts said the road was closed.", "Experts said it would open."],
                 [("Several experts", "other", "collective", ["Several experts"]),
                  ("Experts", "other", "collective", ["Experts"])],
                 id="some-of-them-are-not-all"),
    pytest.param(["“Prices fell,” a fisherman said. “We sold nothing.”", "“Nobody came,” he added."],
                 [("fisherman", "person", "anonymous", ["a fisherman", "he"])], id="pronoun-that-goes-on"),
    pytest.param(["“Prices fell,” a fisherman said.", "Robert Mills arrived.", "“Nobody came,” he added."],
                 [("fisherman", "person", "anonymous", ["a fisherman"])], id="pronoun-after-somebody-else"),
    pytest.param(["“Prices fell,” Ana Ruiz and Leo Park said."], [], id="several-who-are-named"),
    pytest.param(["“Prices fell,” nobody said."], [], id="nobody"),
    pytest.param(["“Prices fell,” Ana Ruiz said."], [], id="named"),
])
def test_unnamed_sources(
    nlp: Language, cues: CueLexicon, paragraphs: list[str], expected: list[tuple[str, str, str, list[str]]],
) -> None:
    assert sources(read(nlp, cues, *paragraphs)) == expected


def test_the_rows_of_an_unnamed_source(nlp: Language, cues: CueLexicon) -> None:
    rows = read(nlp, cues, "“Prices fell,” a senior official said.")
    (quote,), (claim,) = rows.quotes, rows.claims
    (entity,) = (entity for entity in rows.entities if not entity.is_named)
    (mention,) = (mention for mention in rows.mentions if mention.entity_id == entity.entity_id)
    assert (quote.speaker_entity_id, quote.speaker_name) == (entity.entity_id, None)
    assert (claim.claimer_entity_id, claim.claimer_name, claim.claimer_kind) == (entity.entity_id, None, "unnamed")
    assert (mention.mention_kind, mention.entity_label) == ("nominal", None)
    assert (mention.char_start, mention.char_end) == (quote.speaker_char_start, quote.speaker_char_end)
    assert [(part.entity_id, part.role) for part in rows.quote_entities] == [(entity.entity_id, "speaker")]


def test_an_unnamed_source_is_never_that_of_another_article(nlp: Language, cues: CueLexicon) -> None:
    one, other, again = (
        [entity.entity_id for entity in read(nlp, cues, "“Prices fell,” a senior official said.", article=article).entities]
        for article in ("one", "other", "one"))
    assert one == again
    assert one != other


@pytest.mark.parametrize(("paragraph", "expected"), [
    pytest.param("“I sold my boat,” Ana Ruiz said.", {"I": "Ana Ruiz", "my": "Ana Ruiz"}, id="speaker"),
    pytest.param("“I sold my boat,” a fisherman said.", {"I": "fisherman", "my": "fisherman"}, id="unnamed-speaker"),
    pytest.param("I met Ana Ruiz. “Prices fell,” she said.", {}, id="outside-of-quotation-marks"),
    pytest.param("“I sold my boat,” the ministry said.", {}, id="no-person"),
])
def test_first_person_is_who_speaks(nlp: Language, cues: CueLexicon, paragraph: str, expected: dict[str, str]) -> None:
    rows = read(nlp, cues, paragraph)
    names = {entity.entity_id: entity.canonical_name for entity in rows.entities}
    assert {mention.text: names[mention.entity_id or ""] for mention in rows.mentions
            if mention.text in ("I", "my")} == expected
