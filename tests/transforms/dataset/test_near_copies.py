"""Near copies: which bodies are, and that neither order nor batches change the groups."""

import random
from collections.abc import Mapping, Sequence

import pytest

from transforms.dataset.near_copies import (
    MIN_WORDS,
    SIGNATURE_LENGTHS,
    are_near_copies,
    find_candidates,
    print_bodies,
    shingles_of,
    unite_near_copies,
)
from transforms.identity import text_sha256
from transforms.reading.normalisation import fold_body


def body(seed: int, count: int = 120) -> str:
    """Folded words that no other seed shares in the same order."""
    drawn = random.Random(seed)
    return " ".join(drawn.choice("abcdefghij") + drawn.choice("klmnopqrst") + drawn.choice("uvwxyz") for _ in range(count))


def cut(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


def edited(text: str, every: int) -> str:
    """The body with every so manieth word replaced."""
    return " ".join("changed" if index % every == every - 1 else word for index, word in enumerate(text.split()))


STORY, OTHER = body(1), body(2)


def groups_of(bodies: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Body -> the bodies of its group."""
    signatures = {printed.fingerprint: printed.signature for printed in print_bodies(bodies)}
    shingles = {text_sha256(text): shingles_of(text) for text in bodies}
    united = unite_near_copies(find_candidates(signatures), signatures=signatures, shingles=shingles)
    keys = {text: united.get(text_sha256(text), text_sha256(text)) for text in bodies}
    for key in keys.values():
        assert key == min(text_sha256(text) for text in bodies if keys[text] == key), "a group is known by its least body"
    return {text: frozenset(other for other in bodies if keys[other] == keys[text]) for text in bodies}


@pytest.mark.parametrize(("one", "other", "expected"), [
    pytest.param(STORY, f"{STORY} {body(3, 40)}", True, id="paragraph-added"),
    pytest.param(STORY, f"{body(3, 40)} {STORY}", True, id="paragraph-put-before"),
    pytest.param(STORY, cut(STORY, 80), True, id="end-trimmed"),
    pytest.param(STORY, edited(STORY, 60), True, id="words-changed"),
    pytest.param(STORY, edited(STORY, 8), False, id="rewritten"),
    pytest.param(STORY, OTHER, False, id="another-story"),
    pytest.param(STORY, f"{STORY} {OTHER}", False, id="digest-of-two-stories"),
    pytest.param(body(4, MIN_WORDS - 1), f"{body(4, MIN_WORDS - 1)} more", False, id="short-bodies-only-word-for-word"),
    pytest.param("", "", False, id="nothing"),
])
def test_pairs(one: str, other: str, expected: bool) -> None:
    assert are_near_copies(shingles_of(one), shingles_of(other)) is expected
    assert are_near_copies(shingles_of(other), shingles_of(one)) is expected
    if one != other:
        assert (other in groups_of([one, other])[one]) is expected


def test_a_digest_does_not_join_the_stories_in_it() -> None:
    longer = body(5, 150)
    groups = groups_of([STORY, longer, f"{STORY} {longer}"])
    assert longer not in groups[STORY]


def test_groups_are_the_same_in_whatever_order_bodies_come() -> None:
    bodies = [STORY, cut(STORY, 100), f"{STORY} {body(3, 30)}", edited(STORY, 60), OTHER, cut(OTHER, 70), body(6), "short one"]
    expected = groups_of(bodies)
    assert {len(group) for group in expected.values()} == {1, 2, 4}
    for seed in range(20):
        assert groups_of(random.Random(seed).sample(bodies, len(bodies))) == expected


def test_prints_do_not_depend_on_their_batch() -> None:
    bodies = [body(seed, 30 + seed) for seed in range(300)]
    together = list(print_bodies(bodies))
    assert together == [next(print_bodies([text])) for text in bodies]
    assert {len(printed.signature) for printed in together} == SIGNATURE_LENGTHS
    assert [printed.fingerprint for printed in together] == [text_sha256(text) for text in bodies]


def test_the_signature_is_the_same_on_every_machine() -> None:
    """Prints are kept between runs, so another value here needs other `signature_rules`."""
    (printed,) = print_bodies([STORY])
    assert text_sha256(printed.signature.hex())[:16] == "ff8f09d34476ab62"


def test_a_large_group_is_compared_in_little_more_than_one_pass() -> None:
    bodies = [f"{STORY} extra{number}" for number in range(400)]
    assert set(groups_of(bodies).values()) == {frozenset(bodies)}


def test_candidates_hold_only_bodies_that_share_a_band() -> None:
    signatures = {printed.fingerprint: printed.signature for printed in print_bodies([body(seed) for seed in range(200)])}
    assert find_candidates(signatures) == []
    assert find_candidates({}) == []


def test_fold_body_ignores_layout_and_marks() -> None:
    assert fold_body(["“It’s OVER,” she said.", "* * *", "Now."]) == fold_body(["Its over — she", "said now"])
