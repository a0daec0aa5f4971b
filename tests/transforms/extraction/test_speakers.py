"""Who a source phrase refers to, and the role and affiliation that stand beside it."""

from pathlib import Path

import pytest
from spacy.language import Language

from schemas import Quote
from transforms.extraction.articles import read_closely
from transforms.extraction.cues import CueLexicon, parse_cues
from transforms.extraction.mentions import find_mentions
from transforms.extraction.named_places import place_mentions
from transforms.extraction.quotes import extract_quotes
from transforms.extraction.speakers import find_speaker
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
    page = read_closely(doc, blocks=blocks, cues=cues, tagger=None).page
    quote = extract_quotes(page, article_id=ARTICLE_ID, blocks=blocks, mentions=mentions).quotes[-1]
    assert (quote.speaker_entity_id is None) == (quote.speaker_name is None)
    for words, start, end in (
        (quote.speaker_role, quote.speaker_role_char_start, quote.speaker_role_char_end),
        (quote.speaker_affiliation, quote.speaker_affiliation_char_start, quote.speaker_affiliation_char_end),
    ):
        assert words == (None if start is None else laid_out[start:end])
        assert (start is None) == (end is None)
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
    pytest.param("One aide said prices fell.", ("One aide", None, "anonymous"), id="one-of-several-unnamed"),
    pytest.param("A source close to the campaign said prices fell.", ("A source close to the campaign", None, "anonymous"),
                 id="source-close-to"),
    pytest.param("Critics said prices fell.", ("Critics", None, "collective"), id="critics"),
    pytest.param("The company said prices fell.", ("The company", None, "collective"), id="body-by-its-kind"),
    pytest.param("A report said prices fell.", ("A report", None, "unresolved"), id="what-is-read-is-nobody-unnamed"),
    pytest.param("The mayor said prices fell.", ("The mayor", None, "unresolved"), id="office-whose-holder-the-reader-knows"),
    pytest.param("A deputy left the room. The deputy said prices fell.", ("The deputy", None, "anonymous"),
                 id="unnamed-from-the-start"),
    pytest.param("The official said prices fell.", ("The official", None, "anonymous"),
                 id="office-of-so-many-that-no-name-is-meant"),
    pytest.param("“Prices fell,” spokesman for the ministry Maria Lopez said.", ("Maria Lopez", "Maria Lopez", "named"),
                 id="name-after-a-role-and-whom-it-is-held-for"),
    pytest.param("The mayor of Portland, Maria Lopez, said prices fell.", ("Maria Lopez", "Maria Lopez", "named"),
                 id="name-after-a-role-of-several-words"),
    pytest.param("A lawyer for Daniel Brown said prices fell.", ("A lawyer for Daniel Brown", None, "anonymous"),
                 id="whom-somebody-acts-for-does-not-speak"),
    pytest.param("Mayor Maria Lopez opened the bridge. The mayor said prices fell.", ("The mayor", "Maria Lopez", "nominal"),
                 id="office-of-the-one-just-named"),
    pytest.param("Mayor Maria Lopez met Mayor Daniel Brown. The mayor said prices fell.", ("The mayor", None, "unresolved"),
                 id="office-that-two-hold"),
    pytest.param("Mayor Maria Lopez met Daniel Brown. The mayor said prices fell.", ("The mayor", "Maria Lopez", "nominal"),
                 id="office-after-somebody-else-was-named"),
    pytest.param("Former Mayor Maria Lopez opened the bridge. The mayor said prices fell.", ("The mayor", None, "unresolved"),
                 id="office-that-the-one-named-has-left"),
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
    pytest.param("A report said prices fell.", ("A report", None, "unresolved"), id="document-without-issuer"),
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
    pytest.param("Hirokazu Matsuno, Kishida's chief cabinet secretary, said prices fell.", "chief cabinet secretary", "Kishida",
                 id="possessive-holder-after-the-name"),
    pytest.param("Ana Ruiz, a Republican from Texas, said prices fell.", "Republican", None, id="where-from-is-no-affiliation"),
    pytest.param("Senate Majority Leader Ana Ruiz (R-Ky.) said prices fell.", "Senate Majority Leader", None,
                 id="chamber-is-part-of-the-title"),
    pytest.param("“Prices fell,” said Ana Ruiz (R-Ky.), chair of the panel.", "chair", None, id="apposition-after-brackets"),
    pytest.param("Maria Lopez, 43, who runs the clinic, said prices fell.", None, None, id="age-and-clause-are-no-role"),
    pytest.param("“Prices fell,” said Maria Lopez, 43, a nurse at Mercy Hospital.", "nurse", "Mercy Hospital",
                 id="apposition-after-an-age"),
    pytest.param("“Prices fell,” spokesman for the ministry Maria Lopez said.", "spokesman", "ministry",
                 id="unnamed-affiliation"),
    pytest.param("Daniel Brown, head of research at Toyota and a former minister, said prices fell.", "head of research",
                 "Toyota", id="field-is-part-of-the-role"),
    pytest.param("“Prices fell,” former President Daniel Brown said.", "former President", None, id="former-office"),
    pytest.param("Microsoft chief executive Daniel Brown said prices fell.", "chief executive", "Microsoft",
                 id="organisation-before-the-role"),
    pytest.param("Daniel Brown, a former Microsoft director, said prices fell.", "former Microsoft director", "Microsoft",
                 id="organisation-within-the-role"),
    pytest.param("Retired Lt. Gen. Daniel Brown said prices fell.", "Retired Lt. Gen.", None, id="shortened-rank"),
    pytest.param("Secretary of State Maria Lopez said prices fell.", "Secretary of State", None, id="title-with-of"),
    pytest.param("Daniel Brown, founder and chief executive of Microsoft, said prices fell.", "founder and chief executive",
                 "Microsoft", id="two-roles-as-one"),
    pytest.param("Daniel Brown, a Texas-based director, said prices fell.", "Texas-based director", None,
                 id="seat-is-no-affiliation"),
    pytest.param("“Prices fell,” said Maria Lopez, the mayor of Portland.", "mayor", "Portland", id="place-of-an-office"),
    pytest.param("“Prices fell,” said Maria Lopez, a farmer in Texas.", "farmer", None, id="place-of-a-trade-is-no-affiliation"),
    pytest.param("“Prices fell,” Maria Lopez's brother, Daniel Brown, said.", "brother", None, id="kin-act-for-nobody"),
    pytest.param("In a letter to the mayor, Daniel Brown said prices fell.", None, None, id="role-of-somebody-else"),
    pytest.param("Last week Daniel Brown said prices fell.", None, None, id="time-right-before-the-name"),
    pytest.param("Dr. Maria Lopez said prices fell.", None, None, id="doctor-as-form-of-address"),
    pytest.param("Mr. Brown said prices fell.", None, None, id="form-of-address-is-no-role"),
    pytest.param("In a speech earlier this week, Daniel Brown said prices fell.", None, None, id="time-before-the-name"),
    pytest.param("Daniel Brown said prices fell.", None, None, id="bare-name"),
])
def test_role_beside_the_name(nlp: Language, cues: CueLexicon, text: str, role: str | None, affiliation: str | None) -> None:
    quote = last_quote(nlp, cues, text)
    assert (quote.speaker_role, quote.speaker_affiliation) == (role, affiliation)


@pytest.mark.parametrize(("source", "affiliation"), [
    pytest.param("A spokesman for the White House", "White House", id="spokesman"),
    pytest.param("A spokesman for the ministry", "ministry", id="whom-the-text-leaves-unnamed"),
    pytest.param("A lawyer for Daniel Brown", "Daniel Brown", id="person"),
    pytest.param("Microsoft officials", "Microsoft", id="name-before-the-noun"),
    pytest.param("Residents of Portland", None, id="residents-act-for-nobody"),
    pytest.param("Critics of Microsoft", None, id="critics-act-for-nobody"),
])
def test_affiliation_of_an_unnamed_source(nlp: Language, cues: CueLexicon, source: str, affiliation: str | None) -> None:
    quote = last_quote(nlp, cues, f"{source} said the talks went well.")
    assert (quote.speaker_text, quote.speaker_affiliation, quote.speaker_name) == (source, affiliation, None)


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("Maria Lopez, who said prices fell, left early.", ("who", "Maria Lopez", "pronoun"), id="of-a-name"),
    pytest.param("A clerk, who said prices fell, left early.", ("who", None, "anonymous"), id="of-somebody-unnamed"),
    pytest.param("Maria Lopez asked who said prices fell.", ("who", None, "anonymous"), id="of-a-question"),
])
def test_relative_pronouns_stand_for_their_antecedent(nlp: Language, text: str, expected: tuple[str, str | None, str]) -> None:
    laid_out, blocks = lay_out([("body", text)])
    doc = nlp(laid_out)
    named = place_mentions(doc, find_mentions(doc, article_id=ARTICLE_ID, blocks=blocks))
    speaker = find_speaker(doc, next(token.i for token in doc if token.lower_ == "who"), named=named)
    assert speaker.span is not None
    assert (laid_out[speaker.span[0]:speaker.span[1]], speaker.name, speaker.resolution) == expected
