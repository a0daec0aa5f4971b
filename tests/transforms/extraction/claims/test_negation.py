"""Whether literal sentences deny, by which word and what. The sentences are invented."""

import pytest
from spacy.language import Language

from transforms.extraction.claims.negation import find_negation
from transforms.extraction.claims.propositions import find_proposition


@pytest.mark.parametrize(("text", "negator", "scope"), [
    pytest.param("The minister did not resign.", "not", "The minister did not resign", id="The minister did not resign."),
    pytest.param("Prices never fell.", "never", "Prices never fell", id="Prices never fell."),
    pytest.param("Nobody was hurt.", "Nobody", "Nobody was hurt", id="Nobody was hurt."),
    pytest.param("No minister came to the meeting.", "No", "No minister came to the meeting",
                 id="No minister came to the meeting."),
    pytest.param("The mayor isn't guilty.", "n't", "The mayor isn't guilty", id="The mayor isn't guilty."),
    pytest.param("The council found no evidence.", "no", "The council found no evidence", id="The council found no evidence."),
    pytest.param("None of the workers returned.", "None", "None of the workers returned", id="None of the workers returned."),
    pytest.param("Nothing has changed since May.", "Nothing", "Nothing has changed since May",
                 id="Nothing has changed since May."),
    pytest.param("The company has nothing to hide.", "nothing", "The company has nothing", id="The company has nothing to hide."),
    pytest.param("The road is no longer open.", "no", "The road is no longer open", id="The road is no longer open."),
    pytest.param("It won't happen again.", "n't", "It won't happen again", id="It won't happen again."),
    pytest.param("They cannot leave the island.", "not", "They cannot leave the island", id="They cannot leave the island."),
    pytest.param("There is no plan.", "no", "There is no plan", id="There is no plan."),
    pytest.param("There was never a vote.", "never", "There was never a vote", id="There was never a vote."),
    pytest.param("Neither side won.", "Neither", "Neither side won", id="Neither side won."),
    pytest.param("I don't think prices will fall.", "n't", "I don't think", id="I don't think prices will fall."),
    pytest.param("The plan does not seem to work.", "not", "The plan does not seem to work",
                 id="The plan does not seem to work."),
    pytest.param("The deal appears not to be dead.", "not", "The deal appears not to be dead",
                 id="The deal appears not to be dead."),
    pytest.param("In no way is the bridge safe.", "no", "In no way is the bridge safe", id="In no way is the bridge safe."),
    pytest.param("The dam is not safe, but the road is.", "not", "The dam is not safe",
                 id="The dam is not safe, but the road is."),
    pytest.param("The army wasn’t ready.", "n’t", "The army wasn’t ready", id="The army wasn’t ready."),
    pytest.param("Not a single ship left the port.", "Not", "Not a single ship left the port",
                 id="Not a single ship left the port."),
    pytest.param("We have not yet seen the report.", "not", "We have not yet seen the report",
                 id="We have not yet seen the report."),
])
def test_negation(nlp: Language, text: str, negator: str, scope: str) -> None:
    proposition = find_proposition(nlp(text), [(0, len(text))])
    assert proposition is not None
    found = find_negation(proposition)
    assert found is not None
    assert (text[slice(*found.cue)], text[slice(*found.scope)]) == (negator, scope)


@pytest.mark.parametrize("text", [
    "The law is not only costly but unfair.",
    "The ministry denied the report.",
    "The company failed to pay.",
    "The mayor said the road was unsafe.",
    "He left because he was not paid.",
    "The tax raised costs, not wages.",
    "The bridge opened in May.",
    "Those who do not vote lose.",
    "The team that never lost came home.",
    "She lives without a car.",
    "Few people came.",
    "The workers are paid not by the hour but by the week.",
])
def test_no_negation(nlp: Language, text: str) -> None:
    proposition = find_proposition(nlp(text), [(0, len(text))])
    assert proposition is not None
    assert find_negation(proposition) is None


def test_negated_cue(nlp: Language) -> None:
    text = "Ruiz did not deny that the dam was old."
    proposition = find_proposition(nlp(text), [(14, len(text) - 1)], cue=(5, 17))
    assert proposition is not None
    found = find_negation(proposition)
    assert found is not None
    assert text[slice(*found.cue)] == "not"
