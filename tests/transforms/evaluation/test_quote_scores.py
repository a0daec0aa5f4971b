"""Attributions found against attributions annotated, on small invented texts."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from transforms.evaluation.bootstrap import score_figures
from transforms.evaluation.gold import Attribution, SpeakerKind
from transforms.evaluation.quote_scores import (
    QUOTE_FIGURES,
    SPEAKER_NAME_FIGURES,
    PredictedQuote,
    count_quotes,
    is_same_name,
    is_same_speaker,
    says_who_speaks,
)

TEXT = (
    "“Prices fell in every port this week,” said harbour master Ana Ruiz. “Nobody expected it.”\n\n"
    "Critics believe the figures are wrong. She called them “a small wonder” on Friday.")


def spans(*pieces: str, text: str = TEXT) -> tuple[tuple[int, int], ...]:
    return tuple((text.index(piece), text.index(piece) + len(piece)) for piece in pieces)


def gold(*pieces: str, source: str | None) -> Attribution:
    return Attribution(content=spans(*pieces), source=spans(source) if source else (), source_text=source)


def found(*pieces: str, speaker: str | None, name: str | None = None, text: str = TEXT) -> PredictedQuote:
    return PredictedQuote(
        quote_id=pieces[0], pieces=spans(*pieces, text=text), speaker=spans(speaker, text=text)[0] if speaker else None,
        speaker_text=speaker, speaker_name=name)


def figures(attributions: Sequence[Attribution], quotes: Sequence[PredictedQuote], text: str = TEXT) -> dict[str, float | None]:
    counts = count_quotes(text, gold=attributions, predicted=quotes)
    return {score.measure: score.value for score in score_figures([counts], QUOTE_FIGURES)}


GOLD = (
    gold("Prices fell in every port this week", "Nobody expected it", source="harbour master Ana Ruiz"),
    gold("the figures are wrong", source="Critics"),
    gold("them “a small wonder” on Friday", source="She"),
)
RIGHT = (
    found("Prices fell in every port this week", "Nobody expected it", speaker="Ana Ruiz"),
    found("the figures are wrong", speaker="Critics"),
    found("them “a small wonder” on Friday", speaker="She"),
)


def test_everything_right() -> None:
    assert set(figures(GOLD, RIGHT).values()) == {1.0}


def test_marks_and_spaces_do_not_count() -> None:
    quotes = (found("“Prices fell in every port this week,” ", "“Nobody expected it.”", speaker="Ana Ruiz"), *RIGHT[1:])
    assert set(figures(GOLD, quotes).values()) == {1.0}


def test_tracks_take_what_they_are_about() -> None:
    measured = figures(GOLD, RIGHT[:1])
    # The small wonder has three quoted words: too few for quoted4, but enough to be mixed.
    assert measured["quoted4_span_recall"] == 1.0
    assert measured["direct_mixed_span_recall"] == 0.5
    assert measured["all_span_recall"] == pytest.approx(1 / 3)
    assert measured["all_span_precision"] == 1.0


def test_pieces_of_one_attribution_are_united_except_in_the_strict_figure() -> None:
    quotes = (
        found("Prices fell in every port this week", speaker="Ana Ruiz"), found("Nobody expected it", speaker="Ana Ruiz"),
        *RIGHT[1:])
    measured = figures(GOLD, quotes)
    assert measured["all_span_f1"] == 1.0
    assert measured["all_strict_span_f1"] == pytest.approx(2 * 3 / (3 + 4))


def test_a_segment_cut_in_two_stays_two() -> None:
    quotes = (found("Prices fell in every", speaker="Ana Ruiz"), found("port this week", speaker="Ana Ruiz"))
    measured = figures(GOLD[:1], quotes)
    assert measured["all_span_precision"] == 0.0


@pytest.mark.parametrize(("speaker", "is_right"), [
    pytest.param("Ana Ruiz", True, id="inside-the-source"),
    pytest.param("Critics", False, id="somebody-else"),
    pytest.param(None, False, id="nobody-found"),
])
def test_speaker_decides_end_to_end(speaker: str | None, is_right: bool) -> None:
    measured = figures(GOLD[:1], [found("Prices fell in every port this week", "Nobody expected it", speaker=speaker)])
    assert measured["all_span_f1"] == 1.0
    assert measured["all_speaker_accuracy"] == measured["all_end_to_end_f1"] == float(is_right)


@pytest.mark.parametrize(("speaker", "end_to_end"), [
    pytest.param(None, 1.0, id="none-found"), pytest.param("Ana Ruiz", 0.0, id="one-found")])
def test_without_a_gold_source_no_speaker_is_right(speaker: str | None, end_to_end: float) -> None:
    measured = figures([gold("the figures are wrong", source=None)], [found("the figures are wrong", speaker=speaker)])
    assert measured["all_end_to_end_f1"] == end_to_end
    assert measured["all_speaker_accuracy"] is None


def test_less_than_half_is_another_content() -> None:
    measured = figures(GOLD[1:2], [found("wrong", speaker="Critics")])
    assert (measured["all_span_precision"], measured["all_span_recall"]) == (0.0, 0.0)


@pytest.mark.parametrize(("text", "content", "quoted4"), [
    pytest.param("“We shall wait and see.\n\nIt may rain,” he said.", "We shall wait and see", 1.0, id="open-to-the-line-end"),
    pytest.param('"We shall wait and see," he said.', "We shall wait and see", 1.0, id="straight-marks"),
    pytest.param("``We shall wait and see,'' he said.", "We shall wait and see", 1.0, id="typewriter-marks"),
    pytest.param("‘We shall wait and see,’ he said.", "We shall wait and see", None, id="single-marks-do-not-quote"),
    pytest.param("“A first-rate o’clock plan,” he said.", "A first-rate o’clock plan", 1.0, id="four-words-with-joints"),
])
def test_what_counts_as_quoted(text: str, content: str, quoted4: float | None) -> None:
    attribution = Attribution(content=spans(content, text=text), source=spans("he", text=text), source_text="he")
    measured = figures([attribution], [found(content, speaker="he", text=text)], text)
    assert measured["quoted4_span_f1"] == quoted4


@pytest.mark.parametrize(("first", "second", "expected"), [
    pytest.param("Ruiz", "harbour master Ana Ruiz", True, id="last-name"),
    pytest.param("Ruiz’s", "Ana Ruiz", True, id="possessive"),
    pytest.param("the  officials", "The officials", True, id="same-words"),
    pytest.param("Mr. President", "President Ana Ruiz", False, id="titles-are-no-names"),
    pytest.param("He", "He Jun", False, id="pronouns-are-no-names"),
    pytest.param("officials", "an official", False, id="no-name-in-either"),
    pytest.param(None, "Ruiz", False, id="nobody"),
])
def test_is_same_name(first: str | None, second: str, expected: bool) -> None:
    assert is_same_name(first, second) is expected


def named(attribution: Attribution, kind: SpeakerKind, name: str | None) -> Attribution:
    return replace(attribution, speaker_kind=kind, speaker_name=name)


def name_figures(attributions: Sequence[Attribution], quotes: Sequence[PredictedQuote]) -> tuple[float | None, float | None]:
    counts = count_quotes(TEXT, gold=attributions, predicted=quotes)
    recall, precision = score_figures([counts], SPEAKER_NAME_FIGURES)
    return recall.value, precision.value


NAMED = (named(GOLD[0], "named", "Ana Ruiz"), named(GOLD[1], "collective", None), named(GOLD[2], "pronoun", "Ana Ruiz"))


@pytest.mark.parametrize(("names", "recall", "precision"), [
    pytest.param(("Ana Ruiz", None, "Ana Ruiz"), 1.0, 1.0, id="all-right"),
    pytest.param(("Ana Ruiz", None, None), 0.5, 1.0, id="pronoun-left-open"),
    pytest.param(("Ana Ruiz", None, "Ivo Ruiz"), 0.5, 0.5, id="pronoun-given-to-another"),
    pytest.param(("Ruiz", "Ana Ruiz", "Ruiz"), 1.0, 2 / 3, id="group-given-a-name"),
    pytest.param((None, None, None), 0.0, None, id="no-name-given"),
])
def test_speaker_names(names: tuple[str | None, ...], recall: float, precision: float | None) -> None:
    quotes = [replace(quote, speaker_name=name) for quote, name in zip(RIGHT, names, strict=True)]
    assert name_figures(NAMED, quotes) == (recall, precision)


def test_speaker_name_of_a_content_not_found_is_missed() -> None:
    assert name_figures(NAMED[:1], [found("the figures are wrong", speaker="Critics", name="Ana Ruiz")]) == (0.0, None)


def test_speaker_name_of_united_pieces_is_that_of_most_characters() -> None:
    pieces = (
        found("Prices fell in every port this week", speaker="Ana Ruiz", name="Ana Ruiz"),
        found("Nobody expected it", speaker=None, name=None))
    assert name_figures(NAMED[:1], pieces) == (1.0, 1.0)


def test_a_corpus_without_names_has_no_figures_of_names() -> None:
    quotes = [replace(quote, speaker_name="Ana Ruiz") for quote in RIGHT]
    assert not says_who_speaks(count_quotes(TEXT, gold=GOLD, predicted=quotes))
    assert says_who_speaks(count_quotes(TEXT, gold=NAMED, predicted=()))


@pytest.mark.parametrize(("first", "second", "expected"), [
    pytest.param("ana ruiz", "Ana Ruiz", True, id="case"),
    pytest.param("Ruiz", "Ana Ruiz", True, id="last-name-alone"),
    pytest.param("Dr. Ana Ruiz", "Ana Ruiz", True, id="title"),
    pytest.param("Ana M. Ruiz", "Ana Ruiz", True, id="middle-initial"),
    pytest.param("A. Ruiz", "Ana Ruiz", True, id="initial"),
    pytest.param("Captain Ana Ruiz", "Ana Ruiz", True, id="words-before-the-name"),
    pytest.param("The Port Authority", "Port Authority", True, id="article"),
    pytest.param("Ivo Ruiz", "Ana Ruiz", False, id="other-first-name"),
    pytest.param("I. Ruiz", "Ana Ruiz", False, id="other-initial"),
    pytest.param("Ana", "Ana Ruiz", False, id="first-name-alone"),
    pytest.param("Ana Ruiz", "Ana Ruiz Delgado", False, id="other-last-name"),
    pytest.param("the", "the", False, id="no-name"),
    pytest.param("Ana Ruiz", None, False, id="nobody"),
])
def test_is_same_speaker(first: str | None, second: str | None, expected: bool) -> None:
    assert is_same_speaker(first, second) is expected
    assert is_same_speaker(second, first) is expected
