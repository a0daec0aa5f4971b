"""Kinds of claims of literal sentences. The sentences are invented."""

import pytest
from spacy.language import Language

from schemas.claims import ClaimAttribution, ClaimType
from transforms.extraction.claims.claim_types import read_claim_type
from transforms.extraction.claims.modality import read_modality
from transforms.extraction.claims.propositions import find_proposition
from transforms.extraction.claims.quantities import find_quantities, main_quantity


def claim_type(nlp: Language, text: str, attribution: ClaimAttribution, *, cue_lemma: str | None = None, has_day: bool = False,
               is_verifiable: bool | None = None) -> ClaimType:
    doc = nlp(text)
    whole = [(0, len(text))]
    proposition = find_proposition(doc, whole)
    assert proposition is not None
    return read_claim_type(
        proposition, attribution=attribution, modality=read_modality(proposition), cue_lemma=cue_lemma, has_day=has_day,
        quantity=main_quantity(proposition, find_quantities(doc, whole)), is_verifiable=is_verifiable)


@pytest.mark.parametrize(("expected", "attribution", "text"), [
    pytest.param("accusation", "authorial", "The mayor stole money from the fund."),
    pytest.param("accusation", "authorial", "The guards tortured two prisoners."),
    pytest.param("accusation", "authorial", "Prosecutors charged the banker with fraud."),
    pytest.param("accusation", "direct", "The minister is a liar."),
    pytest.param("accusation", "authorial", "The director is guilty of bribery."),
    pytest.param("voting", "authorial", "Ruiz voted against the bill in March."),
    pytest.param("voting", "authorial", "The senators voted for the amendment."),
    pytest.param("voting", "direct", "She has never voted on the budget."),
    pytest.param("commitment", "direct", "I will rebuild the school."),
    pytest.param("commitment", "indirect", "She will resign in May."),
    pytest.param("commitment", "authorial", "The party pledged to cut taxes."),
    pytest.param("commitment", "direct", "We are going to hire more nurses."),
    pytest.param("commitment", "authorial", "The company plans to open a second plant."),
    pytest.param("prediction", "authorial", "The storm will hit the coast tonight."),
    pytest.param("prediction", "authorial", "Analysts forecast a weak harvest."),
    pytest.param("prediction", "authorial", "Prices are expected to fall further."),
    pytest.param("prediction", "authorial", "The dam could collapse."),
    pytest.param("quantity", "authorial", "The city has 48,000 inhabitants."),
    pytest.param("quantity", "authorial", "Unemployment rose to 5.4 percent."),
    pytest.param("quantity", "authorial", "Rents fell again last year."),
    pytest.param("quantity", "authorial", "The bridge cost $4.5 billion."),
    pytest.param("quantity", "authorial", "More than 300 workers lost their jobs."),
    pytest.param("correlation", "authorial", "Smoking causes cancer."),
    pytest.param("correlation", "authorial", "The flood was due to heavy rain."),
    pytest.param("correlation", "authorial", "Poor sleep is linked to heart disease."),
    pytest.param("correlation", "authorial", "The tax reduces traffic in the centre."),
    pytest.param("correlation", "authorial", "The strike led to long delays."),
    pytest.param("rules", "authorial", "Smoking is banned in parks."),
    pytest.param("rules", "authorial", "The law requires shops to close on Sundays."),
    pytest.param("rules", "authorial", "Dogs are not allowed on the beach."),
    pytest.param("rules", "authorial", "Pupils must wear uniforms under the rules of the school."),
    pytest.param("personal_experience", "direct", "I grew up in a small village."),
    pytest.param("personal_experience", "direct", "My father worked in the mine."),
    pytest.param("personal_experience", "direct", "I lost my job in June."),
    pytest.param("support", "authorial", "The union backs the reform."),
    pytest.param("support", "authorial", "Ruiz opposes the treaty."),
    pytest.param("support", "authorial", "The greens rejected the plan."),
    pytest.param("opinion", "direct", "The plan is a disgrace."),
    pytest.param("opinion", "authorial", "The film is beautiful."),
    pytest.param("opinion", "direct", "The council should listen to the parents."),
    pytest.param("opinion", "direct", "Stop the trains now."),
    pytest.param("opinion", "direct", "I think the film is too long."),
    pytest.param("opinion", "authorial", "You need warm clothes in the mountains."),
    pytest.param("event", "authorial", "The bridge opened in May."),
    pytest.param("event", "authorial", "The court has dismissed the case."),
    pytest.param("event", "authorial", "The minister was arrested at the airport."),
    pytest.param("event", "authorial", "Ruiz met the ambassador in Oslo."),
    pytest.param("other", "authorial", "The house has a red roof."),
    pytest.param("other", "authorial", "Lima is the capital of Peru."),
    pytest.param("other", "authorial", "The museum stands beside the river."),
    pytest.param("other", "authorial", "Her brother lives in Bergen."),
])
def test_claim_type(nlp: Language, expected: ClaimType, attribution: ClaimAttribution, text: str) -> None:
    assert claim_type(nlp, text, attribution) == expected


def test_what_is_promised_is_a_commitment(nlp: Language) -> None:
    assert claim_type(nlp, "Taxes will fall.", "indirect", cue_lemma="promise") == "commitment"
    assert claim_type(nlp, "Taxes will fall.", "indirect", cue_lemma="say") == "prediction"


def test_scheduled_is_an_event_rather_than_a_prediction(nlp: Language) -> None:
    assert claim_type(nlp, "The museum will open on May 4.", "authorial", has_day=True) == "event"
    assert claim_type(nlp, "The museum will open some day.", "authorial") == "prediction"


def test_what_cannot_be_checked_is_an_opinion_rather_than_a_state(nlp: Language) -> None:
    assert claim_type(nlp, "The city has a soul.", "authorial", is_verifiable=False) == "opinion"
    assert claim_type(nlp, "The city has a port.", "authorial", is_verifiable=True) == "other"
