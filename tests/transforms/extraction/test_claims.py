"""Claims of literal sentences: (attribution, kind of claimer, claimer, text)."""

from pathlib import Path

import pytest
from spacy.language import Language

from transforms.extraction.articles import read_closely
from transforms.extraction.claims import extract_claims
from transforms.extraction.cues import CueLexicon, parse_cues
from transforms.extraction.mentions import find_mentions
from transforms.extraction.quotes import extract_quotes
from transforms.extraction.rows import ArticleClaims
from transforms.identity import content_id
from transforms.layout import hide_unanalysed, lay_out

LEXICON = Path(__file__).resolve().parents[3] / "transforms" / "lexicons" / "cues.en.tsv"
ARTICLE_ID = content_id("a", "test")

Expected = tuple[str, str | None, str | None, str]


@pytest.fixture(scope="module")
def cues() -> CueLexicon:
    return parse_cues(LEXICON.read_text(encoding="utf-8"))


def extract(nlp: Language, cues: CueLexicon, text: str, *, kind: str = "body") -> ArticleClaims:
    laid_out, blocks = lay_out((kind, paragraph) for paragraph in text.split("\n\n"))  # pyright: ignore[reportArgumentType]
    doc = nlp(hide_unanalysed(laid_out, blocks))
    mentions = find_mentions(doc, article_id=ARTICLE_ID, blocks=blocks)
    quotes = extract_quotes(
        read_closely(doc, blocks=blocks, cues=cues, tagger=None).page, article_id=ARTICLE_ID, blocks=blocks, mentions=mentions)
    found = extract_claims(doc, article_id=ARTICLE_ID, blocks=blocks, quotes=quotes, mentions=mentions)
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
    pytest.param("The trip, officials said, would depend on the weather.",
                 [("indirect", "group", "officials", "The trip, officials said, would depend on the weather")],
                 id="content-around-the-cue"),
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
    pytest.param("Maria Lopez described the road as “a long and windy mess.”", id="quoted-phrase-without-a-verb"),
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


def test_entities_of_both_voices(nlp: Language, cues: CueLexicon) -> None:
    found = extract(nlp, cues, "Maria Lopez left France. Daniel Brown said she liked Italy.")
    attribution_of = {claim.claim_id: claim.attribution for claim in found.claims}
    roles = [(attribution_of[part.claim_id], part.role) for part in found.entities]
    assert sorted(roles) == sorted([("authorial", "in_content"), ("authorial", "in_content"), ("indirect", "claimer"),
                                    ("indirect", "in_content"), ("indirect", "in_content")])


def test_columns_of_a_later_model_are_null(nlp: Language, cues: CueLexicon) -> None:
    [claim] = extract(nlp, cues, "The bridge opened in May.").claims
    assert claim.claim_id == content_id("c", ARTICLE_ID, "authorial", claim.char_start, claim.char_end)
    assert claim.extractor == "claims_rules_v1"
    assert {claim.claim_type, claim.modality, claim.is_negated, claim.is_verifiable, claim.check_worthiness, claim.quantity_value,
            claim.event_date_start, claim.claim_group_id, claim.model} == {None}
