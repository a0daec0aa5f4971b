"""Whom a pronoun refers to; an unresolved pronoun is right where a guess would be needed."""

import pytest
from spacy.language import Language

from transforms.extraction.mentions import find_mentions
from transforms.layout import lay_out


def pronouns_of(nlp: Language, *paragraphs: str) -> list[tuple[str, str]]:
    text, blocks = lay_out([("body", paragraph) for paragraph in paragraphs])
    found = find_mentions(nlp(text), article_id="a_0000000000000001", blocks=blocks)
    names = {entity.entity_id: entity.canonical_name for entity in found.entities}
    return [(m.text, names[m.entity_id or ""]) for m in found.mentions if m.mention_kind == "pronoun"]


@pytest.mark.parametrize(("paragraphs", "expected"), [
    pytest.param(
        ["Kishida's chief cabinet secretary, Hirokazu Matsuno, previewed the talks in a briefing.",
         "“We hope that the meeting will show the world how strong the bond is,” he said."],
        [("he", "Hirokazu Matsuno")], id="subject-of-the-paragraph-before-not-its-possessor"),
    pytest.param(
        ["Lena Okafor won the vote.", "“It was close. It was very close. Nobody slept,” she said."],
        [("she", "Lena Okafor")], id="long-quotation-does-not-part"),
    pytest.param(["Barack Obama thanked Angela Merkel. She smiled and he left."],
                 [("She", "Angela Merkel"), ("he", "Barack Obama")], id="given-names-tell"),
    pytest.param(["Mr. Tan met Mrs. Lim. He bowed."], [("He", "Tan")], id="honorifics-tell"),
    pytest.param(["Robert Mills invited Peter Okafor and his wife to dinner."], [("his", "Peter Okafor")],
                 id="owner-of-the-coordinated-noun"),
    pytest.param(["Robert Mills said Peter Okafor had blamed himself."], [("himself", "Peter Okafor")],
                 id="reflexive-is-the-subject-of-its-clause"),
    pytest.param(["Robert Mills met Peter Okafor, resigned and declared himself a farmer."], [("himself", "Robert Mills")],
                 id="reflexive-shares-the-subject-of-a-coordinated-verb"),
    pytest.param(["The prize went to Lena Okafor, who had taught herself to sail."], [("herself", "Lena Okafor")],
                 id="reflexive-of-a-relative-clause"),
    pytest.param(["Lena Okafor left the party and found herself alone."], [("herself", "Lena Okafor")],
                 id="reflexive-that-opens-a-clause-of-its-own"),
    pytest.param(["Peter Okafor arrived late. The mayor herself had left."], [], id="reflexive-of-an-unnamed-subject"),
    pytest.param(["Peter Okafor won the race in March.", "Early years", "He grew up in Vik."], [("He", "Peter Okafor")],
                 id="a-subheading-does-not-part"),
    pytest.param(["Lena Okafor met Erik Lindqvist on Monday. Okafor spoke first and said she was glad. “It was time,” she said."],
                 [("she", "Lena Okafor"), ("she", "Lena Okafor")], id="chain-of-pronouns"),
    pytest.param(["He was late. Nobody knew why."], [], id="nobody-named"),
    pytest.param(["Angela Merkel spoke in Berlin. He was late."], [], id="wrong-gender-is-nobody"),
    pytest.param(["“He is wrong about all of it,” Robert Mills said."], [], id="speaker-is-not-the-one-quoted-about"),
    pytest.param(["Peter Okafor resigned.", "Rain fell.", "Snow followed.", "He was late."], [], id="too-far-away"),
    pytest.param(["Robert Mills met Peter Okafor in Oslo. They were late."], [], id="they-is-never-resolved"),
    pytest.param(
        ["According to Peter Okafor, the harbour is too shallow.", "“We measured it twice. It is three metres,” he said.",
         "“Nobody believed us. Nobody came,” he added."],
        [("he", "Peter Okafor"), ("he", "Peter Okafor")], id="stated-source-goes-on-over-quotations"),
    pytest.param(
        ["Peter Okafor said the nets were empty.", "The boats stay in port until May.", "Ice is two metres thick.",
         "“We will wait,” he said."],
        [("he", "Peter Okafor")], id="only-person-of-the-article-speaks-on"),
    pytest.param(
        ["Lena Okafor said the ferry was late.", "Ngozi Tandberg, from the harbour office, said the fog was to blame.",
         "“We saw nothing,” she said."],
        [("she", "Ngozi Tandberg")], id="a-later-speaker-is-not-passed-over"),
    pytest.param(
        ["Lena Okafor said the ferry was late.", "A passenger said the crew had left.", "“They ran,” she said."],
        [], id="an-unnamed-speaker-in-between-bars"),
    pytest.param(
        ["Peter Okafor said the boat left when Robert Mills was still ashore.", "He added that nobody had noticed."],
        [("He", "Peter Okafor")], id="main-clause-before-subordinate-clause"),
    pytest.param(
        ["‘It was dark. It was cold. We sang,’ Lena Okafor said.", "‘Then the lamp went out,’ she added."],
        [("she", "Lena Okafor")], id="single-quotation-marks"),
    pytest.param(
        ["Volta Shipping Ltd. said on Monday that the ferry would sail. It added that tickets were sold out."],
        [("It", "Volta Shipping")], id="it-speaks-for-the-body-that-spoke"),
    pytest.param(["The ferry sailed. It said Vik on its bow."], [], id="it-of-no-body"),
])
def test_resolve_pronouns(nlp: Language, paragraphs: list[str], expected: list[tuple[str, str]]) -> None:
    assert pronouns_of(nlp, *paragraphs) == expected
