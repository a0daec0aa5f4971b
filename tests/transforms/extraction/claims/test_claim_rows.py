"""Claims of literal sentences: (attribution, kind of claimer, claimer, text)."""

from datetime import date
from pathlib import Path

import pytest
from spacy.language import Language

from transforms.extraction.articles import read_closely
from transforms.extraction.claims import extract_claims
from transforms.extraction.cues import CueLexicon, parse_cues
from transforms.extraction.mentions import find_mentions
from transforms.extraction.quotes import extract_quotes
from transforms.extraction.rows import ArticleClaims
from transforms.extraction.times import find_time_expressions
from transforms.identity import content_id
from transforms.layout import hide_unanalysed, lay_out

LEXICON = Path(__file__).resolve().parents[4] / "transforms" / "lexicons" / "cues.en.tsv"
ARTICLE_ID = content_id("a", "test")

Expected = tuple[str, str | None, str | None, str]


@pytest.fixture(scope="module")
def cues() -> CueLexicon:
    return parse_cues(LEXICON.read_text(encoding="utf-8"))


def extract(
    nlp: Language, cues: CueLexicon, text: str, *, kind: str = "body", anchor_date: date | None = None,
) -> ArticleClaims:
    laid_out, blocks = lay_out((kind, paragraph) for paragraph in text.split("\n\n"))  # pyright: ignore[reportArgumentType]
    doc = nlp(hide_unanalysed(laid_out, blocks))
    mentions = find_mentions(doc, article_id=ARTICLE_ID, blocks=blocks)
    quotes = extract_quotes(
        read_closely(doc, blocks=blocks, cues=cues, tagger=None).page, article_id=ARTICLE_ID, blocks=blocks, mentions=mentions)
    times = find_time_expressions(doc, article_id=ARTICLE_ID, blocks=blocks, anchor_date=anchor_date)
    found = extract_claims(doc, article_id=ARTICLE_ID, blocks=blocks, quotes=quotes, mentions=mentions, times=times)
    for claim in found.claims:
        assert laid_out[claim.char_start:claim.char_end] == claim.claim_text
        is_authorial = claim.claimer_text is None and claim.cue_text is None and claim.quote_id is None
        assert is_authorial == (claim.attribution == "authorial") == (claim.claimer_kind == "outlet")
    for span in found.spans:
        assert laid_out[span.char_start:span.char_end] == span.text
    return found


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("The bridge opened in May.", [("authorial", "outlet", None, "The bridge opened in May.")], id="own-voice"),
    pytest.param("Maria Lopez said prices fell.", [("indirect", "named", "Maria Lopez", "prices fell")], id="person"),
    pytest.param("“Prices fell,” Maria Lopez said.", [("direct", "named", "Maria Lopez", "Prices fell,")], id="direct"),
    pytest.param("Maria Lopez said the tax was “a mess.”", [("mixed", "named", "Maria Lopez", "the tax was “a mess.")],
                 id="mixed"),
    pytest.param("The White House said the talks went well.",
                 [("indirect", "organisation", "White House", "the talks went well")],
                 id="organisation"),
    pytest.param("Japanese officials said the talks went well.",
                 [("indirect", "group", "Japanese officials", "the talks went well")], id="group"),
    pytest.param("A senior official said the talks went well.",
                 [("indirect", "unnamed", "A senior official", "the talks went well")], id="unnamed"),
    pytest.param("“Prices fell,” he said.", [("direct", None, "he", "Prices fell,")], id="unresolved-claimer-has-no-kind"),
    pytest.param("The bridge opened in May. Maria Lopez said it was safe.",
                 [("authorial", "outlet", None, "The bridge opened in May."),
                  ("indirect", "named", "Maria Lopez", "it was safe")],
                 id="own-voice-beside-a-quote"),
    pytest.param("Maria Lopez, whose father and grandfather had both been mayors of the town, said prices fell.",
                 [("indirect", "named", "Maria Lopez", "prices fell")], id="a-long-source-is-no-claim-of-the-outlet"),
    pytest.param("The trip, officials said, would depend on the weather.",
                 [("indirect", "group", "officials", "The trip, officials said, would depend on the weather")],
                 id="content-around-the-cue"),
    pytest.param("Maria Lopez described the road as “a long and windy mess.”",
                 [("mixed", "named", "Maria Lopez", "the road as “a long and windy mess.")], id="said-to-be-so-without-a-verb"),
])
def test_claims(nlp: Language, cues: CueLexicon, text: str, expected: list[Expected]) -> None:
    found = extract(nlp, cues, text)
    assert [(claim.attribution, claim.claimer_kind, claim.claimer_name or claim.claimer_text, claim.claim_text)
            for claim in found.claims] == expected


@pytest.mark.parametrize("text", [
    pytest.param("Is the bridge safe?", id="question"),
    pytest.param("Sign up for our newsletter.", id="instruction"),
    pytest.param("Good morning, readers.", id="greeting"),
    pytest.param("A long and windy road.", id="fragment"),
    pytest.param("“Is the bridge safe?” Maria Lopez asked.", id="quoted-question"),
    pytest.param("Maria Lopez asked whether the bridge was safe.", id="indirect-question"),
    pytest.param("Maria Lopez spoke of “a long and windy mess.”", id="quoted-phrase-without-a-verb"),
])
def test_what_is_no_claim(nlp: Language, cues: CueLexicon, text: str) -> None:
    assert extract(nlp, cues, text).claims == ()


@pytest.mark.parametrize("kind", ["headline", "caption", "boilerplate", "promo", "credit", "byline"])
def test_blocks_without_statements_claim_nothing(nlp: Language, cues: CueLexicon, kind: str) -> None:
    assert extract(nlp, cues, "The bridge opened in May.", kind=kind).claims == ()


def test_pieces_leave_the_cue_out(nlp: Language, cues: CueLexicon) -> None:
    found = extract(nlp, cues, "The trip, officials said, would depend on the weather.")
    assert [(span.piece_index, span.text) for span in found.spans] == [(0, "The trip"), (1, "would depend on the weather")]


def test_reported_report_has_its_parent(nlp: Language, cues: CueLexicon) -> None:
    outer, inner = extract(nlp, cues, "Officials said Mota had promised that the port would reopen.").claims
    assert (outer.claim_text, outer.parent_claim_id) == ("Mota had promised that the port would reopen", None)
    assert (inner.claim_text, inner.claimer_text) == ("that the port would reopen", "Mota")
    assert inner.parent_claim_id == outer.claim_id


def test_nested_claim_has_its_claimer_and_its_own_entities(nlp: Language, cues: CueLexicon) -> None:
    found = extract(nlp, cues, "Maria Lopez left. Officials said Maria Lopez believes that France will pay.")
    inner = next(claim for claim in found.claims if claim.parent_claim_id is not None)
    assert (inner.claimer_name, inner.cue_text, inner.claimer_kind, inner.claim_text) == (
        "Maria Lopez", "believes", "named", "that France will pay")
    assert sorted(part.role for part in found.entities if part.claim_id == inner.claim_id) == ["claimer", "in_content"]


def test_what_the_speaker_thinks_is_what_is_said(nlp: Language, cues: CueLexicon) -> None:
    found = extract(nlp, cues, "“I believe that France will pay,” Maria Lopez said.")
    assert [claim.parent_claim_id for claim in found.claims] == [None]


def test_entities_of_both_voices(nlp: Language, cues: CueLexicon) -> None:
    found = extract(nlp, cues, "Maria Lopez left France. Daniel Brown said she liked Italy.")
    attribution_of = {claim.claim_id: claim.attribution for claim in found.claims}
    roles = [(attribution_of[part.claim_id], part.role) for part in found.entities]
    assert sorted(roles) == sorted([("authorial", "in_content"), ("authorial", "in_content"), ("indirect", "claimer"),
                                    ("indirect", "in_content"), ("indirect", "in_content")])


def test_without_the_learned_model_its_columns_are_null(nlp: Language, cues: CueLexicon) -> None:
    [claim] = extract(nlp, cues, "The bridge opened in May.").claims
    assert claim.claim_id == content_id("c", ARTICLE_ID, "authorial", claim.char_start, claim.char_end)
    assert claim.extractor == "claims_rules_v2"
    assert {claim.is_verifiable, claim.verifiable_probability, claim.verifiable_words, claim.check_worthiness,
            claim.check_worthiness_words, claim.check_worthiness_class, claim.model, claim.claim_review_url} == {None}


def test_attributes(nlp: Language, cues: CueLexicon) -> None:
    text = "Maria Lopez said on Monday that the port did not lose more than 300 jobs."
    [claim] = [claim for claim in extract(nlp, cues, text).claims if claim.attribution == "indirect"]
    assert (claim.claim_type, claim.modality, claim.predicate_lemma) == ("quantity", "asserted", "lose")
    assert (claim.is_negated, claim.negation_text) == (True, "not")
    assert claim.negation_scope_text == text[claim.negation_scope_char_start:claim.negation_scope_char_end]
    assert (claim.quantity_value, claim.quantity_unit, claim.quantity_comparator, claim.quantity_is_approximate) == (
        300.0, "job", "more_than", False)


def test_numbers_are_rows_of_their_own(nlp: Language, cues: CueLexicon) -> None:
    text = "The port lost 300 jobs and $2 million in May."
    found = extract(nlp, cues, text)
    assert [(one.text, one.value, one.unit, one.is_main) for one in found.quantities] == [
        ("300", 300.0, "job", True), ("$2 million", 2e6, "USD", False)]
    assert all(text[one.char_start:one.char_end] == one.text for one in found.quantities)


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("Maria Lopez left France. She said she liked Italy.", "Maria Lopez liked Italy", id="pronoun"),
    pytest.param("Maria Lopez said the port closed last year.", "the port closed 2023", id="relative-date"),
    pytest.param("“I liked Italy,” Maria Lopez said.", "Maria Lopez liked Italy,", id="I-is-who-speaks"),
    pytest.param("Maria Lopez said it was safe.", None, id="open-pronoun"),
    pytest.param("“We liked Italy,” Maria Lopez said.", None, id="we-is-open"),
    pytest.param("Maria Lopez said it was clear that prices fell.", "it was clear that prices fell", id="dummy-it"),
])
def test_resolved_text(nlp: Language, cues: CueLexicon, text: str, expected: str | None) -> None:
    claims = extract(nlp, cues, text, anchor_date=date(2024, 3, 6)).claims
    assert [claim.claim_text_resolved for claim in claims if claim.attribution != "authorial"] == [expected]


def test_event_date(nlp: Language, cues: CueLexicon) -> None:
    [claim] = extract(nlp, cues, "The bridge opened on 4 May 2021.").claims
    assert (claim.event_date_start, claim.event_date_end, claim.event_date_text) == (
        date(2021, 5, 4), date(2021, 5, 4), "4 May 2021")


def test_pronoun_claimer_says_whether_it_is_resolved(nlp: Language, cues: CueLexicon) -> None:
    [open_claim] = extract(nlp, cues, "“Prices fell,” he said.").claims
    assert (open_claim.claimer_text, open_claim.claimer_resolution, open_claim.claimer_entity_id) == ("he", "unresolved", None)
    closed = extract(nlp, cues, "Maria Lopez left. “Prices fell,” she said.").claims[-1]
    assert (closed.claimer_text, closed.claimer_resolution, closed.claimer_name) == ("she", "pronoun", "Maria Lopez")
