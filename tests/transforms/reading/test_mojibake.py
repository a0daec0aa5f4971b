"""Repair of characters that were decoded wrongly: only what is surely so, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Article
from transforms.reading.articles import read_article
from transforms.reading.mojibake import find_repairs, repair_mojibake
from transforms.reading.records import RawRecord, ReadArticle, ReadingLimits

GOOD = "abc É”“’–—…é £5 ﬁ Ａ &amp; <b> e\u0301 日本 \u00a0\n"


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("â€œThe wall will hold,â€\x9d she said", "“The wall will hold,” she said", id="quotation-marks"),
    pytest.param("itâ€™s the cityâ€™s wall â€“ now", "it’s the city’s wall – now", id="apostrophe-and-dash"),
    pytest.param("FranÃ§ois at GuantÃ¡namo", "François at Guantánamo", id="accents"),
    pytest.param("\x93Hold\x94 it\x92s", "“Hold” it’s", id="windows-1252-read-as-latin-1"),
    pytest.param("Ã¢â‚¬Å“HoldÃ¢â‚¬Â\x9d", "“Hold”", id="read-wrongly-twice"),
    pytest.param("“good” and Ã©tude", "“good” and étude", id="beside-good-text"),
    pytest.param("tide ðŸŒŠ rises", "tide \U0001f30a rises", id="emoji"),
    pytest.param("5Â£ andÂ\u00a0more", "5£ and\u00a0more", id="stray-capital-a"),
])
def test_repaired(text: str, expected: str) -> None:
    assert repair_mojibake(text) == expected
    assert repair_mojibake(expected) == expected


@pytest.mark.parametrize("text", [
    pytest.param("“LE CAFÉ” closed", id="capital-before-a-closing-mark"),
    pytest.param("Ærø — Åsa — Łódź — naïveté…", id="letters-before-dashes"),
    pytest.param("naÃ ̄ve", id="byte-lost-to-a-space"),
    pytest.param("realÃ¢€world", id="half-of-it-lost"),
    pytest.param("one\x85two", id="next-line-alone"),
    pytest.param("ﬁne Ａ１ &eacute; \"straight\"", id="ligature-width-entity-straight-marks"),
    pytest.param("Ð\u0303", id="combining-mark"),
])
def test_left_as_it_is(text: str) -> None:
    assert find_repairs(text) == []
    assert repair_mojibake(text) == text


@given(st.text(st.sampled_from(GOOD), max_size=60))
def test_good_text_is_never_touched(text: str) -> None:
    assert repair_mojibake(text) == text


@given(st.text(max_size=80))
def test_repairs_are_ordered_and_stand_apart(text: str) -> None:
    repairs = find_repairs(text)
    ends = [0, *(repair.end for repair in repairs)]
    assert all(end <= repair.start < repair.end <= len(text) for end, repair in zip(ends, repairs, strict=False))


@pytest.mark.parametrize(("content", "kind"), [
    pytest.param(
        "Wall cracks\n\nâ€œThe wall will hold,â€\x9d said Ada Quill of Tern Quay on Friday.".encode(), "text", id="text"),
    pytest.param({"title": "Wall cracks", "text": "â€œThe wall will hold,â€\x9d said Ada Quill."}, "fields", id="record"),
    pytest.param(
        "<html><head><title>Wall cracks</title></head><body><article><h1>Wall cracks</h1>"
        "<p>â€œThe wall will hold,â€\x9d said Ada Quill of Tern Quay on Friday night, when the tide had "
        "gone out and the whole crew could look at the cracks.</p></article>"
        "</body></html>".encode(), "html", id="page"),
])
def test_offsets_are_taken_after_the_repair(content: bytes | dict[str, object], kind: str) -> None:
    record = RawRecord(locator="f", content=content, format=kind)  # pyright: ignore[reportArgumentType]
    found = read_article(record, run_id="n_0123456789abcdef", limits=ReadingLimits())
    assert isinstance(found, ReadArticle)
    row: Article = found.article
    assert "“The wall will hold,” said Ada Quill" in row.text
    assert all(row.text[block.char_start:block.char_end] == block.text for block in found.blocks)
