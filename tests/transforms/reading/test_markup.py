"""Markup as a tree: what is taken out before parsing, and text gathered within bounds."""

import pytest
from lxml.html import HtmlElement

from transforms.reading.markup import MAX_NESTING, NestingError, one_line, parse_markup, short_text_of, text_of
from transforms.reading.normalisation import normalise_line


def tree_of(text: str) -> HtmlElement:
    tree = parse_markup(text)
    assert tree is not None
    return tree


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>Ferries\x00 run\x1f\uffff again\ufffe</p>", "Ferries run again", id="what-xml-forbids"),
        pytest.param("<p>Ferries \ud83d run</p>", "Ferries run", id="half-a-surrogate-pair"),
        pytest.param("<?xml version='1.0' encoding='latin-1'?><p>Café</p>", "Café", id="declared-encoding-is-not-believed"),
        pytest.param("<p>One<br>two<span>three</span><script>x()</script></p>", "One twothree", id="breaks-part-words"),
        pytest.param("<div><p>One</p><p>two</p></div>", "One two", id="blocks-part-words"),
        pytest.param("<p>soft\u00adhyphen\u00a0 and\n\ttabs</p>", "softhyphen and tabs", id="spaces-and-format-characters"),
    ],
)
def test_text_of(markup: str, expected: str) -> None:
    assert text_of(tree_of(markup)) == expected


@pytest.mark.parametrize("markup", [pytest.param("", id="empty"), pytest.param(" \n\x00 ", id="nothing-visible")])
def test_nothing_to_parse(markup: str) -> None:
    assert parse_markup(markup) is None


def test_short_text_stops_at_its_limit() -> None:
    tree = tree_of(f"<div>  <p>{'word ' * 50}</p><p>tail</p></div>")
    assert short_text_of(tree, limit=20) is None
    assert short_text_of(tree, limit=300) == text_of(tree)


@pytest.mark.parametrize("text", ["a  b\tc\nd", "\u00a0Ruiz\u200b said\u2028so ", "plain", "", "\x85a\x07b"])
def test_one_line_equals_normalisation(text: str) -> None:
    assert one_line(text) == normalise_line(text)


@pytest.mark.parametrize(("depth", "is_refused"), [(MAX_NESTING - 10, False), (MAX_NESTING + 10, True)])
def test_nesting_limit(depth: int, *, is_refused: bool) -> None:
    markup = "<div>" * depth + "text"
    if is_refused:
        with pytest.raises(NestingError):
            parse_markup(markup)
    else:
        assert text_of(tree_of(markup)) == "text"
