"""Varied training articles keep their labels on the same words."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.augmentation import LabelledSpan, LabelledText, frequent_names, varied

TEXT = "“We won,” Ana Ruiz said. Ruiz’s aide said that Ruiz waits."
NAMES = frozenset({"Ana", "Ruiz"})


def _labelled() -> LabelledText:
    parts = [("content", "We won,"), ("source", "Ana Ruiz"), ("cue", "said"), ("source", "Ruiz’s aide"), ("cue", "said"),
             ("content", "that Ruiz waits")]
    spans: list[LabelledSpan] = []
    position = 0
    for number, (label, words) in enumerate(parts):
        position = TEXT.index(words, position)
        spans.append(LabelledSpan(label=label, start=position, end=position + len(words), link=number // 3))
        position += len(words)
    return LabelledText(text=TEXT, spans=tuple(spans))


@given(st.integers(0, 400))
def test_labels_stay_on_their_words(seed: int) -> None:
    before = _labelled()
    after = varied(before, names=NAMES, pool=["Okonkwo", "Li"], dice=random.Random(seed))
    assert [(span.label, span.link) for span in after.spans] == [(span.label, span.link) for span in before.spans]
    words = [after.text[span.start:span.end] for span in after.spans]
    assert words[0] == "We won,"
    assert words[1].split()[0] in {"Ana", "Okonkwo", "Li"} and len(words[1].split()) == 2
    assert words[3].endswith(("’s aide", "'s aide"))
    assert words[5].startswith("that ") and words[5].endswith(" waits")
    assert all(one.end <= other.start for one, other in zip(after.spans, after.spans[1:], strict=False))


def test_one_name_becomes_one_other_name() -> None:
    changed = next(text for seed in range(50)
                   if "Ruiz" not in (text := varied(_labelled(), names=NAMES, pool=["Okonkwo"], dice=random.Random(seed)).text))
    assert changed.count("Okonkwo") == 4


@pytest.mark.parametrize(("count", "expected"), [(9, frozenset[str]()), (10, NAMES)], ids=["rare", "frequent"])
def test_names_that_many_articles_share_are_renamed(count: int, expected: frozenset[str]) -> None:
    assert frequent_names([_labelled()] * count, frozenset({"ana"})) == expected
