"""How firmly literal sentences are put. The sentences are invented."""

import pytest
from spacy.language import Language

from schemas.claims import Modality
from transforms.extraction.claims.modality import read_modality
from transforms.extraction.claims.propositions import find_proposition

SENTENCES: dict[Modality, tuple[str, ...]] = {
    "asserted": (
        "The bridge opened in May.",
        "The council approved the budget on Tuesday.",
        "Wages have risen twice this year.",
        "Ruiz can speak four languages.",
        "The factory employs 300 people.",
        "I would like to thank the volunteers.",
        "The road was closed for repairs.",
        "She could see the fire from her house.",
        "The aim is to cut waiting times.",
        "Nobody was hurt in the crash.",
        "The clinic could not be reached by road.",
    ),
    "hedged": (
        "Prices may rise again.",
        "The fire might have started in the kitchen.",
        "The storm could reach the coast tonight.",
        "The minister seems tired of the debate.",
        "The vote is likely to be close.",
        "The deal is unlikely to pass.",
        "Perhaps the bridge needs repairs.",
        "The suspect reportedly left the country.",
        "The painting is believed to be a copy.",
        "I think the mayor lied.",
        "It is possible that the dam will hold.",
        "The company apparently ignored the warning.",
        "The virus probably came from the farm.",
    ),
    "conditional": (
        "If taxes rise, shops will close.",
        "The strike will end if the company pays.",
        "Unless it rains, the crop will fail.",
        "The plant would employ 200 people.",
        "Shops will close as long as the strike lasts.",
        "The law would have cost millions.",
        "Should prices fall, farmers will suffer.",
        "I would vote against it.",
    ),
    "future": (
        "The court will hear the case in June.",
        "The museum is to reopen in spring.",
        "Trains are expected to run again on Monday.",
        "The company is going to hire more staff.",
        "The port won't reopen this year.",
        "The new rules are due to take effect in May.",
        "The summit is scheduled for Friday.",
        "She plans to retire next year.",
        "The talks are set to resume on Monday.",
        "They'll build a school there.",
    ),
}


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param(text, modality, id=f"{modality}: {text}") for modality, texts in SENTENCES.items() for text in texts])
def test_modality(nlp: Language, text: str, expected: Modality) -> None:
    proposition = find_proposition(nlp(text), [(0, len(text))])
    assert proposition is not None
    assert read_modality(proposition) == expected


@pytest.mark.parametrize(("text", "content", "expected"), [
    pytest.param("Ruiz said the port would reopen in May.", "the port would reopen in May", "future",
                 id="will-of-reported-speech"),
    pytest.param("Ruiz says the port would reopen.", "the port would reopen", "conditional", id="would-after-a-present-cue"),
    pytest.param("Ruiz said the port would have reopened.", "the port would have reopened", "conditional", id="would-have"),
    pytest.param("Ruiz said the port had reopened.", "the port had reopened", "asserted", id="attribution-is-no-hedge"),
])
def test_modality_of_reported_speech(nlp: Language, text: str, content: str, expected: Modality) -> None:
    start, cue = text.index(content), text.index("sa")
    end = cue + len(text[cue:].split(maxsplit=1)[0])
    proposition = find_proposition(nlp(text), [(start, start + len(content))], cue=(cue, end))
    assert proposition is not None
    assert read_modality(proposition) == expected
