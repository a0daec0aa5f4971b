"""Alignment of an article with the text it was read from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.evaluation.alignment import AlignmentError, align
from transforms.reading.normalisation import normalise_text, visible_characters

TEXTS = st.text(st.sampled_from("ab“é \n\t\r\u00a0\u200b\u00ad"), max_size=60)


@pytest.mark.parametrize(("article", "source", "words", "expected"), [
    pytest.param("Ana Ruiz spoke.", "Ana Ruiz spoke.", "Ruiz", "Ruiz", id="same-text"),
    pytest.param("Low Tide\n\nAna Ruiz spoke.", "Ana Ruiz spoke.", "Ruiz", "Ruiz", id="headline-in-front"),
    pytest.param("Ana Ruiz spoke.", "Ana\u00a0 Ruiz \r\n spoke.", "Ana Ruiz", "Ana\u00a0 Ruiz", id="spaces-inside-a-span"),
    pytest.param("Ana Ruiz spoke.", "A\u00adna\u200b Ruiz spoke.", "Ana", "A\u00adna", id="invisible-characters"),
    pytest.param("Ana Ruiz spoke.", "Ana <b class=x>Ruiz</b> spoke.", "Ruiz", "Ruiz", id="tags-that-reading-takes-out"),
    pytest.param("“Sí,” Ana said", "â€œSÃ\xad,â€\x9d Ana said", "“Sí,”", "â€œSÃ\xad,â€\x9d", id="mojibake-that-reading-repairs"),
    pytest.param("“Sí,” Ana said", "â€œSÃ\xad,â€\x9d Ana said", "Ana", "Ana", id="after-mojibake"),
    pytest.param("Type <b>Ruiz</b>.", "Type <b>Ruiz</b>.", "<b>Ruiz", "<b>Ruiz", id="tags-that-the-text-is-about"),
    pytest.param("Ana\n\nAna Ruiz", "Ana Ruiz", "Ana", None, id="span-in-the-headline-alone"),
    pytest.param("Low Tide\n\nAna Ruiz", "Ana Ruiz", "Tide\n\nAna", "Ana", id="headline-cut-off"),
])
def test_spans_hold_the_same_words(article: str, source: str, words: str, expected: str | None) -> None:
    start = article.index(words)
    span = align(article, source_text=source).to_source(start, start + len(words))
    assert (None if span is None else source[slice(*span)]) == expected


@given(source=TEXTS, headline=st.text(st.sampled_from("xa "), max_size=8), cut=st.tuples(st.integers(0, 70), st.integers(0, 70)))
def test_every_span_keeps_its_visible_characters(source: str, headline: str, cut: tuple[int, int]) -> None:
    body = normalise_text(source)
    start, end = min(len(body), *cut), min(len(body), max(cut))
    shift = len(headline) + 2
    span = align(f"{headline}\n\n{body}", source_text=source).to_source(shift + start, shift + end)
    found = "" if span is None else source[slice(*span)]
    assert visible_characters(found) == visible_characters(body[start:end])
    if span is not None:
        assert visible_characters(found[0]) and visible_characters(found[-1])


@pytest.mark.parametrize(("article", "source", "agreeing"), [
    pytest.param("Ana Ruiz spoke.", "Ana Ruis spoke.", 6, id="letter-changed"),
    pytest.param("Ana spoke.", "Ana Ruiz spoke.", 6, id="word-lost"),
    pytest.param("Ana Ruiz spoke. Share", "Ana Ruiz spoke.", 0, id="words-added-at-the-end"),
    pytest.param("", "Ana", 0, id="nothing-read"),
])
def test_other_texts_are_refused(article: str, source: str, agreeing: int) -> None:
    with pytest.raises(AlignmentError, match=rf"only the last {agreeing} agree"):
        align(article, source_text=source)
