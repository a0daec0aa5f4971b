"""Which spans of a text are names, and what kind of name each is."""

from itertools import pairwise

import pytest
from spacy.language import Language

from transforms.extraction.names import find_names
from transforms.extraction.tagging import TaggedSpan


def names_in(nlp: Language, text: str, *tagged: tuple[str, str, float]) -> list[tuple[str, str]]:
    """Names and labels; `tagged` are the words, type and probability of what the tagger finds, where they first stand."""
    doc = nlp(text)
    seen = [TaggedSpan(label=label, start=text.index(words), end=text.index(words) + len(words), probability=probability)
            for words, label, probability in tagged]
    return [(doc[span.first:span.end].text, span.label) for span in find_names(doc, tagged=seen)]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("The minister met Barack Obama’s adviser in Berlin.", [("Barack Obama", "PERSON"), ("Berlin", "GPE")],
                 id="possessive-is-left-out"),
    pytest.param("She flew to the United States with Sen. Elizabeth Warren.",
                 [("United States", "GPE"), ("Elizabeth Warren", "PERSON")], id="article-and-title-are-left-out"),
    pytest.param("Officials said Covid and Ebola had reached Ghana.", [("Ghana", "GPE")], id="disease-is-nobody"),
    pytest.param("They met on Monday in March and again in October.", [], id="calendar-words-are-no-names"),
    pytest.param("Japanese P.M. Kishida spoke first.", [("Japanese", "NORP"), ("Kishida", "PERSON")],
                 id="nationality-and-title-run-together"),
    pytest.param("South Korean President Moon Jae-in arrived. Later, Moon spoke.",
                 [("South Korean", "NORP"), ("Moon Jae-in", "PERSON"), ("Moon", "PERSON")], id="hyphenated-given-name"),
    pytest.param("Rahm Emmanuel and Jake Sullivan listened.", [("Rahm Emmanuel", "PERSON"), ("Jake Sullivan", "PERSON")],
                 id="given-name-completes-a-partial-name"),
    pytest.param("Money that Barack Obama-era officials spent is gone.", [("Barack Obama", "PERSON")],
                 id="hyphenated-adjective-is-no-name"),
    pytest.param("The witness was Major-Gen Rahm Emmanuel, who smiled.", [("Rahm Emmanuel", "PERSON")], id="rank-with-hyphen"),
    pytest.param("Its chief executive, Conceição Marques, told reporters about it.", [("Conceição Marques", "PERSON")],
                 id="apposition-of-a-role-tells-a-person"),
    pytest.param("Nothing here names anything at all.", [], id="no-names"),
    pytest.param("", [], id="empty-text"),
    pytest.param("   \n\n  ", [], id="white-space-only"),
])
def test_find_names(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert names_in(nlp, text) == expected


@pytest.mark.parametrize(("text", "tagged", "expected"), [
    pytest.param("The ferry firm Quillan hired Odran in Tessaly.",
                 [("Quillan", "organisation", 0.9), ("Odran", "person", 0.9), ("Tessaly", "place", 0.9)],
                 [("Quillan", "ORG"), ("Odran", "PERSON"), ("Tessaly", "GPE")], id="names-only-the-tagger-knows"),
    pytest.param("A deputy, Odran Vesk, spoke. Later, Vesk left.", [("Odran Vesk", "person", 0.9)],
                 [("Odran Vesk", "PERSON"), ("Vesk", "PERSON")], id="found-again-through-the-article"),
    pytest.param("They met in Berlin.", [("Berlin", "person", 0.1)], [("Berlin", "GPE")], id="a-doubtful-tag-counts-nothing"),
    pytest.param("It flew home to the United States of America.", [("United States", "place", 0.9), ("America", "place", 0.9)],
                 [("United States of America", "GPE")], id="parts-of-one-name-are-the-whole-that-the-recogniser-sees"),
    pytest.param("Then Amara Okoro-Lund spoke.", [("Amara Okoro-", "person", 0.9), ("Lund", "person", 0.9)],
                 [("Amara Okoro-Lund", "PERSON")], id="halves-at-a-hyphen-are-one-name"),
    pytest.param("It was Đặng Quốc Huy who spoke.", [("Đặng Quốc", "person", 0.9), ("Huy", "person", 0.9)],
                 [("Đặng Quốc Huy", "PERSON")], id="parts-of-a-person-with-a-blank-between-are-one-name"),
    pytest.param("Brave Emily Carter sang. The judge thanked Emily Carter.",
                 [("Brave Emily Carter", "person", 0.9)], [("Emily Carter", "PERSON"), ("Emily Carter", "PERSON")],
                 id="a-word-that-opens-a-sentence-is-no-name"),
    pytest.param("The contract is worth US$40 billion.", [("US", "place", 0.9)], [], id="a-currency-is-no-place"),
    pytest.param("President Odran Quill spoke.", [("President Odran Quill", "person", 0.9)], [("Odran Quill", "PERSON")],
                 id="cleaned-like-what-the-recogniser-finds"),
])
def test_names_of_the_tagger(
    nlp: Language, text: str, tagged: list[tuple[str, str, float]], expected: list[tuple[str, str]],
) -> None:
    assert names_in(nlp, text, *tagged) == expected


def test_surname_is_found_throughout_with_one_label(nlp: Language) -> None:
    text = ("Lena Okafor, 41, was elected on Tuesday. Okafor thanked her voters.\n\n"
            "Supporters of Okafor cheered. “Okafor keeps her word,” one of them said.")
    assert [name for name in names_in(nlp, text) if "Okafor" in name[0]] == [
        ("Lena Okafor", "PERSON"), ("Okafor", "PERSON"), ("Okafor", "PERSON"), ("Okafor", "PERSON")]


def test_title_case_headline_is_not_trusted_alone(nlp: Language) -> None:
    text = ("Mayor Okafor Promises Better Schools After Stormy Council Meeting\n\n"
            "Lena Okafor promised better schools on Tuesday. Okafor had met the council of the town in the morning.")
    assert [name for name, _ in names_in(nlp, text)] == ["Okafor", "Lena Okafor", "Okafor"]


def test_names_never_overlap_and_never_hold_a_line_break(nlp: Language) -> None:
    doc = nlp("Talks In Paris\n\n"
              "The United Nations Security Council met Antonio Guterres in Paris — Texas was cold.\n\nBerlin agreed.")
    spans = find_names(doc)
    assert all(left.end <= right.first for left, right in pairwise(spans))
    assert not any("\n" in doc[span.first:span.end].text for span in spans)
    assert ("United Nations Security Council", "ORG") in [(doc[s.first:s.end].text, s.label) for s in spans]


def test_initials_in_brackets_have_the_label_of_the_name(nlp: Language) -> None:
    found = names_in(nlp, "The Federation of Cod Fishers (FCF) met on Monday. FCF asked for more boats.")
    assert [name for name in found if name[0] == "FCF"] == [("FCF", "ORG"), ("FCF", "ORG")]
