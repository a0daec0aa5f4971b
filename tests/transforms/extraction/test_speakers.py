"""Who a source phrase refers to, and the role and affiliation that stand beside it."""

from pathlib import Path

import pytest
from spacy.language import Language

from schemas import Quote
from transforms.extraction.cues import CueLexicon, parse_cues
from transforms.extraction.mentions import find_mentions
from transforms.extraction.quotes import extract_quotes
from transforms.identity import content_id
from transforms.layout import lay_out

LEXICON = Path(__file__).resolve().parents[3] / "transforms" / "lexicons" / "cues.en.tsv"
ARTICLE_ID = content_id("a", "test")


@pytest.fixture(scope="module")
def cues() -> CueLexicon:
    return parse_cues(LEXICON.read_text(encoding="utf-8"))


def last_quote(nlp: Language, cues: CueLexicon, text: str) -> Quote:
    laid_out, blocks = lay_out(("body", paragraph) for paragraph in text.split("\n\n"))
    doc = nlp(laid_out)
    mentions = find_mentions(doc, article_id=ARTICLE_ID, blocks=blocks)
    quote = extract_quotes(doc, article_id=ARTICLE_ID, blocks=blocks, mentions=mentions, cues=cues).quotes[-1]
    assert (quote.speaker_entity_id is None) == (quote.speaker_name is None)
    return quote


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("“Prices fell,” Maria Lopez said.", ("Maria Lopez", "Maria Lopez", "named"), id="full-name"),
    pytest.param("Maria Lopez runs the port. “Prices fell,” Lopez said.", ("Lopez", "Maria Lopez", "named"), id="surname-only"),
    pytest.param("Maria Lopez runs the port. “Prices fell,” she said.", ("she", "Maria Lopez", "pronoun"), id="pronoun"),
    pytest.param("The White House said the talks went well.", ("White House", "White House", "named"), id="building-that-speaks"),
    pytest.param("Beijing said the talks went well.", ("Beijing", "Beijing", "named"), id="capital-that-speaks"),
    pytest.param("A spokesman, Daniel Brown, said the talks went well.", ("Daniel Brown", "Daniel Brown", "named"),
                 id="name-after-a-common-noun"),
    pytest.param("A senior administration official said the talks went well.",
                 ("A senior administration official", None, "anonymous"), id="one-unnamed"),
    pytest.param("Japanese officials said the talks went well.", ("Japanese officials", None, "collective"),
                 id="several-unnamed"),
    pytest.param("People familiar with the matter said the talks went well.",
                 ("People familiar with the matter", None, "collective"), id="familiar-with-the-matter"),
    pytest.param("Police said the road was closed.", ("Police", None, "collective"), id="group-noun"),
    pytest.param("“Prices fell,” he said.", ("he", None, "unresolved"), id="pronoun-of-nobody"),
    pytest.param("Clarion's new chief executive, Maria Lopez, said prices fell.", ("Maria Lopez", "Maria Lopez", "named"),
                 id="name-after-the-head-of-its-apposition"),
    pytest.param("“Prices fell,” Daniel Brown, head of PMG, a coin grading company in Ohio, told reporters.",
                 ("Daniel Brown", "Daniel Brown", "named"), id="name-before-two-appositions"),
    pytest.param("Three owners met. One of them, Maria Lopez, said prices fell.", ("Maria Lopez", "Maria Lopez", "named"),
                 id="one-of-them"),
    pytest.param("According to officials, Daniel Brown left early.", ("officials", None, "collective"),
                 id="name-after-a-plural-source-is-content"),
    pytest.param("According to a spokesman, Daniel Brown left early.", ("a spokesman", None, "anonymous"),
                 id="unclosed-name-after-a-source-is-content"),
    pytest.param("Maria Lopez and Daniel Brown said prices fell.", ("Maria Lopez and Daniel Brown", None, "collective"),
                 id="two-who-say-one-thing"),
    pytest.param("Greenpeace, Reuters and NATO said prices fell.", ("Greenpeace, Reuters and NATO", None, "collective"),
                 id="last-of-a-list-does-not-speak-for-all"),
    pytest.param("On Monday, Democratic Party for the Sea leader Daniel Brown urged the minister to pledge that prices fall.",
                 ("Daniel Brown", "Daniel Brown", "named"), id="leader-of-a-party-not-the-party"),
    pytest.param("A report by Greenpeace said prices fell.", ("Greenpeace", "Greenpeace", "named"), id="issuer-after-by"),
    pytest.param("An internal NATO report said prices fell.", ("NATO", "NATO", "named"), id="issuer-before-the-document"),
    pytest.param("Daniel Brown's report said prices fell.", ("Daniel Brown", "Daniel Brown", "named"), id="owner-of-a-document"),
    pytest.param("A report said prices fell.", ("A report", None, "anonymous"), id="document-without-issuer"),
    pytest.param("Greenpeace lost. A new report by Greenpeace came out on Monday. The report said prices fell.",
                 ("The report", "Greenpeace", "nominal"), id="document-spoken-of-before"),
    pytest.param("Prime Minister Maria Lopez came. The prime minister said prices fell.",
                 ("The prime minister", "Maria Lopez", "nominal"), id="role-stated-before"),
    pytest.param("Prime Minister Maria Lopez came. A minister said prices fell.", ("A minister", None, "anonymous"),
                 id="indefinite-noun-is-nobody"),
])
def test_who_speaks(nlp: Language, cues: CueLexicon, text: str, expected: tuple[str, str | None, str]) -> None:
    quote = last_quote(nlp, cues, text)
    assert (quote.speaker_text, quote.speaker_name, quote.speaker_resolution) == expected


@pytest.mark.parametrize(("text", "role", "affiliation"), [
    pytest.param("President Joe Biden said prices fell.", "President", None, id="title-before-the-name"),
    pytest.param("“Prices fell,” said Daniel Brown, a doctor.", "doctor", None, id="apposition-after-the-name"),
    pytest.param("Daniel Brown, the chief cabinet secretary, said prices fell.", "chief cabinet secretary", None,
                 id="apposition-before-the-cue"),
    pytest.param("Kishida's chief cabinet secretary, Hirokazu Matsuno, said prices fell.", "chief cabinet secretary", "Kishida",
                 id="possessive-holder"),
    pytest.param("A spokeswoman, Maria Lopez, said prices fell.", "spokeswoman", None, id="common-noun-before-the-name"),
    pytest.param("Mr. Brown said prices fell.", None, None, id="form-of-address-is-no-role"),
    pytest.param("In a speech earlier this week, Daniel Brown said prices fell.", None, None, id="time-before-the-name"),
    pytest.param("Daniel Brown said prices fell.", None, None, id="bare-name"),
])
def test_role_beside_the_name(nlp: Language, cues: CueLexicon, text: str, role: str | None, affiliation: str | None) -> None:
    quote = last_quote(nlp, cues, text)
    assert (quote.speaker_role, quote.speaker_affiliation) == (role, affiliation)


def test_affiliation_of_an_unnamed_source(nlp: Language, cues: CueLexicon) -> None:
    quote = last_quote(nlp, cues, "A spokesman for the White House said the talks went well.")
    assert (quote.speaker_text, quote.speaker_affiliation, quote.speaker_name) == (
        "A spokesman for the White House", "White House", None)
