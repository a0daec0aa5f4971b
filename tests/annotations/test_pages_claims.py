"""The labels of claims keep their own rules and state their agreement; where the articles are at hand, they also fit them."""

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

from schemas.claims import ClaimType

HERE = Path(__file__).parent
LINES = (HERE / "pages_claims.jsonl").read_text(encoding="utf-8").splitlines()
RECORDS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
PASSES = ("first", "second")

VOCABULARIES: dict[str, set[Any]] = {
    "check_worthiness_class": {"CFS", "UFS", "NFS"},
    "is_verifiable": {True, False},
    "claim_type": set(get_args(ClaimType)),
    "modality": {"asserted", "hedged", "conditional", "future"},
    "is_negated": {True, False},
}
LABELS = {*VOCABULARIES, "quantity_value", "quantity_unit"}
PLACE = {"id", "start", "end", "unit", "sentence_sha256"}


def labels_of(record: dict[str, Any], which: str | None = None) -> dict[str, Any]:
    """The settled labels, or those of one pass."""
    return {name: record[name] for name in LABELS} | (record[which] if which else {})


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> tuple[float, float]:
    """Share of equal labels, and Cohen's kappa."""
    same = sum(one == other for one, other in zip(first, second, strict=True)) / len(first)
    counts = Counter(first), Counter(second)
    chance = sum(counts[0][label] * counts[1][label] for label in counts[0]) / len(first) ** 2
    return same, (same - chance) / (1 - chance)


def test_no_text_is_stored() -> None:
    assert len(RECORDS) == 330
    assert all(set(record) == PLACE | LABELS | set(PASSES) for record in RECORDS)
    assert all(set(record[which]) <= LABELS for record in RECORDS for which in PASSES)
    # The counted noun is the only free string among the labels: one word.
    units = {labels_of(record, which)["quantity_unit"] for record in RECORDS for which in (None, *PASSES)} - {None}
    assert all(unit.isalpha() and len(unit) < 12 for unit in units)
    assert all(len(record["sentence_sha256"]) == 16 and int(record["sentence_sha256"], 16) >= 0 for record in RECORDS)


def test_places_are_ordered_and_apart() -> None:
    assert all(0 <= record["start"] < record["end"] for record in RECORDS)
    # One article's sentences stand together, in the order of its text.
    articles = list(dict.fromkeys(record["id"] for record in RECORDS))
    assert [record["id"] for record in RECORDS] == sorted((record["id"] for record in RECORDS), key=articles.index)
    assert all(one["id"] != other["id"] or one["end"] <= other["start"] for one, other in pairwise(RECORDS))


def test_the_sample_is_what_the_readme_says() -> None:
    assert Counter(record["unit"] for record in RECORDS) == {"sentence": 264, "quotation": 66}
    assert Counter(record["check_worthiness_class"] for record in RECORDS) == {"CFS": 67, "UFS": 170, "NFS": 93}
    assert sum(record["is_verifiable"] for record in RECORDS) == 213
    by_article = Counter(record["id"] for record in RECORDS)
    assert (len(by_article), min(by_article.values()), max(by_article.values())) == (62, 4, 7)


@pytest.mark.parametrize("which", [pytest.param(None, id="settled"), *PASSES])
@pytest.mark.parametrize("name", VOCABULARIES)
def test_vocabularies_are_closed(name: str, which: str | None) -> None:
    assert {labels_of(record, which)[name] for record in RECORDS} <= VOCABULARIES[name]


@pytest.mark.parametrize("which", [pytest.param(None, id="settled"), *PASSES])
def test_quantities_have_value_and_unit(which: str | None) -> None:
    for labels in (labels_of(record, which) for record in RECORDS):
        assert (labels["quantity_value"] is None) == (labels["quantity_unit"] is None)
        assert labels["quantity_value"] is None or labels["quantity_value"] > 0


def test_settled_labels_agree_with_each_other() -> None:
    """What can be checked holds a factual claim, and only what can be checked is worth it."""
    allowed = {("CFS", True), ("UFS", True), ("UFS", False), ("NFS", False)}
    assert {(record["check_worthiness_class"], record["is_verifiable"]) for record in RECORDS} == allowed


def test_passes_state_only_what_was_not_settled_so() -> None:
    for record in RECORDS:
        assert all(record[name] != label for which in PASSES for name, label in record[which].items())
    broken = [record for record in RECORDS if any(record["second"].get(name) == label for name, label in record["first"].items())]
    assert len(broken) == 4


@pytest.mark.parametrize(("names", "row", "same", "agreement"), [
    pytest.param(["check_worthiness_class"], "`check_worthiness_class`", ".936", ".897", id="check-worthiness"),
    pytest.param(["is_verifiable"], "`is_verifiable`", ".973", ".942", id="verifiability"),
    pytest.param(["claim_type"], "`claim_type`", ".939", ".925", id="type"),
    pytest.param(["modality"], "`modality`", ".988", ".950", id="modality"),
    pytest.param(["is_negated"], "`is_negated`", "1.000", "1.000", id="negation"),
    pytest.param(["quantity_value", "quantity_unit"], "`quantity_value`, `quantity_unit`", "1.000", "1.000", id="quantity"),
])
def test_agreement_is_as_stated(names: list[str], row: str, same: str, agreement: str) -> None:
    first, second = ([tuple(labels_of(record, which)[name] for name in names) for record in RECORDS] for which in PASSES)
    measured = kappa(first, second)
    assert [f"{value:.3f}".removeprefix("0") for value in measured] == [same, agreement]
    assert f"| {row} | {same} | {agreement} |" in (HERE / "README.md").read_text(encoding="utf-8")


def test_agreement_on_what_is_worth_checking_is_as_stated() -> None:
    first, second = ([labels_of(record, which)["check_worthiness_class"] == "CFS" for record in RECORDS] for which in PASSES)
    same, agreement = (f"{value:.3f}".removeprefix("0") for value in kappa(first, second))
    row = f"| `check_worthiness_class`, CFS or not | {same} | {agreement} |"
    assert row in (HERE / "README.md").read_text(encoding="utf-8")


@pytest.mark.corpus
def test_they_fit_the_articles(corpora: Path) -> None:
    lines = (corpora / "pages" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    texts: dict[str, str] = {page["id"]: page["body"] for page in map(json.loads, lines)}
    for record in RECORDS:
        sentence = texts[record["id"]][record["start"]:record["end"]]
        assert hashlib.sha256(sentence.encode()).hexdigest().startswith(record["sentence_sha256"])
        assert sentence == sentence.strip() and "\n" not in sentence
