"""Pairing of quotation marks: literal paragraphs and the quoted stretches expected of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extraction.quotation_marks import find_quotations


def quoted(text: str) -> list[list[str]]:
    """The pieces of each quotation of a text whose paragraphs are parted by blank lines."""
    paragraphs, position = [], 0
    for paragraph in text.split("\n\n"):
        paragraphs.append((position, position + len(paragraph)))
        position += len(paragraph) + 2
    return [[text[start:end] for start, end in quotation.pieces] for quotation in find_quotations(text, paragraphs=paragraphs)]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param('"Go," she said. "Now."', [["Go,"], ["Now."]], id="straight"),
    pytest.param("“Go,” she said. “Now.”", [["Go,"], ["Now."]], id="curly"),
    pytest.param("``Go,'' she said.", [["Go,"]], id="doubled"),
    pytest.param("''Go,'' she said. ''Now.''", [["Go,"], ["Now."]], id="doubled-apostrophes"),
    pytest.param('She said:"Go now."', [["Go now."]], id="no-blank-before-the-mark"),
    pytest.param("“Go,“ she said. ”Now.”", [["Go,"], ["Now."]], id="curly-marks-turned-round"),
    pytest.param('“Go," she said.', [["Go,"]], id="opened-curly-closed-straight"),
    pytest.param("‘We will pay,’ she said.", [["We will pay,"]], id="single-curly-as-quotes"),
    pytest.param("'We will pay,' she said.", [["We will pay,"]], id="single-straight-as-quotes"),
    pytest.param("“He told me, ‘Pay,’ and left,” she said.", [["He told me, ‘Pay,’ and left,"]], id="single-nested-in-double"),
    pytest.param("“He said “pay” and left,” she said.", [["He said “pay” and left,"]], id="same-marks-nested"),
    pytest.param('"He said “pay” and left," she said.', [["He said “pay” and left,"]], id="curly-nested-in-straight"),
    pytest.param("The sailors' wives didn't ask 'em why.", [], id="apostrophes"),
    pytest.param("The '90s hit and the ’80s hit weren't alike.", [], id="decades"),
    pytest.param("The Joneses' boat and the Smiths' boat sank.", [], id="plural-possessives"),
    pytest.param('The 6\'2" mast and the 19" screen broke.', [], id="feet-and-inches"),
    pytest.param('A 6\'2" guard said "stop" twice.', [["stop"]], id="inches-before-a-quotation"),
    pytest.param('She liked "Route 66" best.', [["Route 66"]], id="number-before-a-closing-mark"),
])
def test_marks_of_one_paragraph(text: str, expected: list[list[str]]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("“One.\n\n“Two.\n\n“Three,” she said.", [["One.", "Two.", "Three,"]], id="opened-in-each-closed-in-the-last"),
    pytest.param('"One.\n\n"Two," she said. "Three."', [["One.", "Two,"], ["Three."]], id="goes-on-then-another"),
    pytest.param("“We never saw it coming.\n\nThe road was empty.", [["We never saw it coming."]], id="never-closed"),
    pytest.param("He called it “a mess. Then he left.\n\n“We go,” she said.", [["a mess."], ["We go,"]],
                 id="fragment-never-closed-ends-with-its-sentence"),
    pytest.param("Odd” mark.\n\n“We go,” she said.", [["We go,"]], id="stray-closing-mark"),
    pytest.param("“We go. “We stay,” she said.\n\n“Fine,” he said.", [["We stay,"], ["Fine,"]], id="opened-twice-closed-once"),
    pytest.param('An " odd mark.\n\n"We go," she said.\n\n"Fine."', [["We go,"], ["Fine."]], id="lone-straight-mark"),
    pytest.param("“”\n\n“We go,” she said.", [["We go,"]], id="nothing-between-the-marks"),
])
def test_marks_across_paragraphs(text: str, expected: list[list[str]]) -> None:
    assert quoted(text) == expected


def test_offsets_and_flags() -> None:
    text = "He said: “Go on.”"
    [quotation] = find_quotations(text, paragraphs=[(0, len(text))])
    assert (quotation.pieces, quotation.start, quotation.end) == (((10, 16),), 9, 17)
    assert quotation.is_closed
    assert not quotation.is_single


@given(st.text(alphabet="aB .,'\"“”‘’`\n9-", max_size=80))
def test_any_text_gives_quotations_in_order_inside_it(text: str) -> None:
    quotations = find_quotations(text, paragraphs=[(0, len(text))])
    for quotation in quotations:
        for start, end in quotation.pieces:
            assert 0 <= quotation.start < start < end <= len(text)
            assert text[start:end].strip() == text[start:end]
    assert all(one.end <= other.start for one, other in pairwise(quotations))


@given(st.lists(st.text(alphabet="aB .,\"“”", min_size=1, max_size=30), min_size=1, max_size=4))
def test_a_broken_paragraph_leaves_a_later_one_alone(broken: list[str]) -> None:
    assert quoted("\n\n".join([*broken, "End of that.", "Then “we go home,” she said."]))[-1] == ["we go home,"]
