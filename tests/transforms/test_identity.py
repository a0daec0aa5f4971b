"""Content-hash keys: fixed for ever, distinct for distinct things."""

import re

import pytest

from schemas.vocabulary import ID_PATTERN
from transforms.identity import content_id, text_sha256


def test_keys_are_those_of_yesterday() -> None:
    """A changed hash would give every published row another key: these values may never change."""
    assert content_id("a", "https://tern.example/1") == "a_84de6010cea189e4"
    assert content_id("q", "a_0000000000000001", 12, 40) == "q_24e32b75841a2a72"
    assert text_sha256("Tern Quay 🌊") == "3cb2c3fcec028b91f40edf590735222780d9d613090af75a6ebdf55fa69f56b8"


@pytest.mark.parametrize(("one", "other"), [
    pytest.param(("ab", "c"), ("a", "bc"), id="where-parts-meet"),
    pytest.param((None,), ("",), id="null-and-empty"),
    pytest.param(("a", None), ("a",), id="trailing-null"),
    pytest.param(("a", ""), ("a",), id="trailing-empty"),
    pytest.param((1, 23), (12, 3), id="numbers"),
    pytest.param(("Ä",), ("A\u0308",), id="not-normalised"),
    pytest.param(("\ud800",), ("\ud801",), id="lone-surrogates"),
])
def test_different_things_have_different_keys(one: tuple[str | int | None, ...], other: tuple[str | int | None, ...]) -> None:
    assert content_id("a", *one) != content_id("a", *other)
    assert content_id("a", *one) == content_id("a", *one)
    assert content_id("a", *one)[1:] == content_id("e", *one)[1:]
    assert re.fullmatch(ID_PATTERN, content_id("a", *one))
