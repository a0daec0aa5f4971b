"""What counts as the same words, as nearly the same and as a part of them."""

import pytest

from transforms.wording import common_word_count, fold_words, is_distinctive, relate


@pytest.mark.parametrize(("pieces", "words"), [
    pytest.param(["Prices FELL, again."], ("prices", "fell", "again"), id="case-and-punctuation"),
    pytest.param(["We won’t"], ("we", "won't"), id="curly-apostrophe"),
    pytest.param(["We will move,", "if we must."], ("we", "will", "move", "if", "we", "must"), id="pieces"),
    pytest.param(["that prices fell"], ("prices", "fell"), id="that-of-reported-speech"),
    pytest.param(["That"], ("that",), id="that-alone"),
    pytest.param(["…"], (), id="no-word"),
])
def test_folded_words(pieces: list[str], words: tuple[str, ...]) -> None:
    assert fold_words(pieces) == words


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("The harbour wall needs repair", True, id="five-words-that-say-something"),
    pytest.param("The harbour needs repair", False, id="four-words"),
    pytest.param("Thank you very much everybody and good night", False, id="courtesy-however-long"),
    pytest.param("I think we have to go and see what we can do", False, id="words-common-everywhere"),
])
def test_distinctive_words(text: str, expected: bool) -> None:
    assert is_distinctive(fold_words([text])) is expected


WHOLE = "The harbour wall has needed repair for 30 years and the council did nothing about it"


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("the harbour wall has needed repair, for 30 years, and the council did nothing about it!", "exact",
                 id="same-words"),
    pytest.param("has needed repair for 30 years", "partial", id="run-in-the-middle"),
    pytest.param("The harbor wall has needed repair for 30 years and the council did nothing about it", "variant",
                 id="other-spelling"),
    pytest.param("This harbour wall has needed repairs for 30 years and our council did nothing about it", "variant",
                 id="common-words-and-forms-exchanged"),
    pytest.param("The harbour wall has needed repair for 30 years and the council did nothing", "partial", id="end-cut"),
    pytest.param("The wall has needed repair for 30 years and the council did nothing about it", "variant", id="word-left-out"),
    pytest.param("The harbour wall has needed repair for 13 years and the council did nothing about it", None, id="other-number"),
    pytest.param("The harbour wall has not needed repair for 30 years and the council did nothing about it", None, id="denied"),
    pytest.param("The harbour wall has needed repair for 30 years and the minister did nothing about it", None,
                 id="other-word-in-its-place"),
    pytest.param("The council needed 30 years and did nothing", None, id="few-words-shared-in-order"),
])
def test_relation(text: str, expected: str | None) -> None:
    assert relate(fold_words([text]), fold_words([WHOLE])) == expected


@pytest.mark.parametrize(("one", "other", "count"), [
    pytest.param("a b c d", "a c d", 3, id="one-left-out"),
    pytest.param("a b c d", "d c b a", 1, id="reversed"),
    pytest.param("a b a b", "b a b a", 3, id="repeated"),
    pytest.param("a b", "c", 0, id="nothing"),
    pytest.param("", "c", 0, id="empty"),
])
def test_common_words(one: str, other: str, count: int) -> None:
    words = tuple(one.split()), tuple(other.split())
    assert (common_word_count(*words), common_word_count(*words[::-1])) == (count, count)
