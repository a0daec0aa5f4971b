"""Whom a definite noun phrase refers to; two that fit are none."""

import pytest
from spacy.language import Language

from transforms.extraction.mentions import find_mentions
from transforms.layout import lay_out


def nominals_of(nlp: Language, *paragraphs: str) -> list[tuple[str, str]]:
    text, blocks = lay_out([("body", paragraph) for paragraph in paragraphs])
    found = find_mentions(nlp(text), article_id="a_0000000000000001", blocks=blocks)
    names = {entity.entity_id: entity.canonical_name for entity in found.entities}
    nominals = [mention for mention in found.mentions if mention.mention_kind == "nominal"]
    assert all(text[mention.char_start:mention.char_end] == mention.text for mention in nominals)
    assert all(mention.entity_label is None for mention in nominals)
    return [(mention.text, names[mention.entity_id or ""]) for mention in nominals]


@pytest.mark.parametrize(("paragraphs", "expected"), [
    pytest.param(["Prime Minister Lena Okafor left Oslo.", "Reporters waited for the prime minister in the rain."],
                 [("the prime minister", "Lena Okafor")], id="title"),
    pytest.param(["Erik Lindqvist, the vicar of Vik, opened the door.", "The vicar said nothing."],
                 [("The vicar", "Erik Lindqvist")], id="apposition"),
    pytest.param(["Erik Lindqvist is the coach of the village team.", "Nobody saw the coach on Monday."],
                 [("the coach", "Erik Lindqvist")], id="copula"),
    pytest.param(["The Rev Lena Okafor rang the bell.", "The vicar had waited for an hour."],
                 [("The vicar", "Lena Okafor")], id="honorific"),
    pytest.param(["Senator Lena Okafor met Senator Erik Lindqvist.", "The senator spoke first."], [], id="two-with-that-role"),
    pytest.param(["Vice President Lena Okafor came.", "The president stayed at home."], [], id="vice-president-is-no-president"),
    pytest.param(["Prime Minister Lena Okafor came.", "The foreign minister stayed at home."], [], id="other-portfolio"),
    pytest.param(["Norwegian Prime Minister Lena Okafor met Senator Erik Lindqvist.", "The Norwegian leader spoke first."],
                 [("The Norwegian leader", "Lena Okafor")], id="nationality-in-the-noun-phrase"),
    pytest.param(["Norwegian Transport Minister Lena Okafor came.", "The Norwegian leader stayed at home."], [],
                 id="no-other-minister-is-the-leader"),
    pytest.param(["Prime Minister Lena Okafor came.", "The leader stayed at home."], [], id="leader-of-anything"),
    pytest.param(["Deputy Prime Minister Lena Okafor came from Oslo.", "The Norwegian leader stayed at home."], [],
                 id="deputy-is-not-the-leader"),
    pytest.param(["Prime Minister Lena Okafor came.", "A minister stayed at home."], [], id="indefinite"),
    pytest.param(["Erik Lindqvist was not the coach of the team.", "The coach was ill."], [], id="negated"),
    pytest.param(["Lena Okafor, 37, lost a boot.", "The 37-year-old walked home."],
                 [("The 37-year-old", "Lena Okafor")], id="age"),
    pytest.param(["Lena Okafor, 41, lost a boot.", "The 37-year-old walked home."], [], id="age-of-somebody-else"),
    pytest.param(["The Department of Fisheries closed the bay on Monday.", "Nobody at the department answered."],
                 [("the department", "Department of Fisheries")], id="noun-in-the-name"),
    pytest.param(["Volta Shipping Ltd. sold a ferry on Monday.", "Nobody at the company answered."],
                 [("the company", "Volta Shipping")], id="legal-form"),
    pytest.param(["Volta Shipping Ltd. sued Clarion Records Inc. on Monday.", "Nobody at the company answered."], [],
                 id="two-companies"),
    pytest.param(["Lena Okafor left Oslo.", "The day was cold."], [], id="no-role"),
])
def test_resolve_nominals(nlp: Language, paragraphs: list[str], expected: list[tuple[str, str]]) -> None:
    assert nominals_of(nlp, *paragraphs) == expected
