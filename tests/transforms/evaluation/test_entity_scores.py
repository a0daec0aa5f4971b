"""Names, entities, pronouns and dates found against those annotated, on one small invented text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from schemas.vocabulary import EntityType
from transforms.evaluation.bootstrap import score_figures
from transforms.evaluation.entity_scores import (
    ENTITY_FIGURES,
    EntityEvidence,
    PredictedDate,
    PredictedMention,
    bare_name,
    count_entities,
    fold_name,
    score_across_articles,
)
from transforms.evaluation.gold import EntityArticle, GoldCluster, GoldDate, GoldMention

TEXT = "President Ana Ruiz met Lumen Bank in Oslo, Norway on Friday. Ruiz said she liked the bank. Belgians cheered in May 2024."


def at(words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def name(
    words: str, etype: str | None, cluster: str, *, nth: int = 0, norp: bool = False, wiki: str | None = None,
) -> GoldMention:
    start, end = at(words, nth)
    return GoldMention(start=start, end=end, kind="name", etype=etype, cluster=cluster, norp=norp, wiki=wiki)


SHE = GoldMention(start=at("she")[0], end=at("she")[1], kind="pronoun", etype="person", cluster="c1")
GOLD = EntityArticle(
    id="a1", text=TEXT,
    mentions=(
        name("President Ana Ruiz", "person", "c1", wiki="Ana Ruiz (politician)"),
        name("Lumen Bank", "organization", "c2", wiki="Lumen"),
        name("Oslo, Norway", "place", "c3"), name("Ruiz", "person", "c1", nth=1, wiki="Ana Ruiz (politician)"), SHE,
        name("Belgians", "person", "c4", norp=True)),
    clusters=(
        GoldCluster(id="c1", wiki="Ana Ruiz (politician)"), GoldCluster(id="c2", longest_name="Lumen Bank"),
        GoldCluster(id="c3", canonical="Oslo")),
    dates=(
        GoldDate(start=at("Friday")[0], end=at("Friday")[1], when="2024-05-03"),
        GoldDate(start=at("May 2024")[0], end=at("May 2024")[1], first="2024-05", last="2024-05")))
NAMES = {"e1": "Ana Ruiz", "e2": "LUMEN bank", "e3": "Oslo"}


def mention(words: str, entity_id: str | None, entity_type: EntityType | None, *, nth: int = 0) -> PredictedMention:
    start, end = at(words, nth)
    return PredictedMention(start=start, end=end, entity_id=entity_id, entity_type=entity_type)


ANA, BANK, OSLO = mention("Ana Ruiz", "e1", "person"), mention("Lumen Bank", "e2", "organisation"), mention("Oslo", "e3", "place")
RUIZ, SHE_FOUND = mention("Ruiz", "e1", "person", nth=1), mention("she", "e1", None)
RIGHT = (ANA, BANK, OSLO, RUIZ, SHE_FOUND)
FRIDAY = PredictedDate(start=at("Friday")[0], end=at("Friday")[1], first=date(2024, 5, 3), last=date(2024, 5, 3))
MAY = PredictedDate(start=at("May")[0], end=at("2024")[1], first=date(2024, 5, 1), last=date(2024, 5, 31))


def figures(
    mentions: Sequence[PredictedMention], dates: Sequence[PredictedDate] = (), *, gold: EntityArticle = GOLD,
    names: dict[str, str] | None = None,
) -> dict[str, float | None]:
    return figures_of([count_entities(gold, mentions=mentions, dates=dates)], names or NAMES)


def figures_of(evidence: Sequence[EntityEvidence], names: dict[str, str]) -> dict[str, float | None]:
    scores = score_figures([one.counts for one in evidence], ENTITY_FIGURES)
    return {score.measure: score.value for score in scores + score_across_articles(evidence, canonical_names=names)}


def test_everything_right() -> None:
    assert set(figures(RIGHT, [FRIDAY, MAY]).values()) == {1.0}


def test_nothing_found() -> None:
    measured = figures(())
    assert measured.pop("cross_article_b3_f1") is None
    assert measured.pop("coreference_matched_conll_f1") is None
    assert measured.pop("pronoun_precision") is None
    assert set(measured.values()) == {0.0}


@pytest.mark.parametrize(("extra", "exact"), [
    pytest.param(mention("Norway", "e9", "place"), 1.0, id="the-larger-place-is-not-asked-for"),
    pytest.param(mention("Belgians", "e9", "place"), 1.0, id="a-people-is-neither-right-nor-wrong"),
    pytest.param(mention("Friday", "e9", "event"), 1.0, id="other-types-are-not-scored"),
    pytest.param(mention("Friday", "e9", "person"), 8 / 9, id="a-wrong-name-costs-precision"),
])
def test_one_more_name(extra: PredictedMention, exact: float) -> None:
    assert figures((*RIGHT, extra))["names_exact_f1"] == pytest.approx(exact)


def test_a_place_for_an_organisation_counts_only_leniently() -> None:
    measured = figures((ANA, replace(BANK, entity_type="place"), OSLO, RUIZ))
    assert (measured["names_exact_f1"], measured["names_lenient_geo_f1"]) == (0.75, 1.0)


def test_an_overlap_counts_only_leniently() -> None:
    measured = figures((replace(ANA, end=ANA.start + len("Ana")), BANK, OSLO, RUIZ))
    assert (measured["names_exact_f1"], measured["names_lenient_geo_f1"]) == (0.75, 1.0)


def test_two_entities_made_of_one() -> None:
    measured = figures((ANA, BANK, OSLO, replace(RUIZ, entity_id="e7")))
    # MUC 0; B-cubed 1 and 3/4; CEAF (1 + 1 + 2/3) of 4 found and 3 gold.
    expected = (0 + 2 * 0.75 / 1.75 + 2 * (8 / 3) / 7) / 3
    assert measured["coreference_conll_f1"] == pytest.approx(expected)
    assert measured["coreference_matched_conll_f1"] == pytest.approx(expected)
    assert measured["names_exact_f1"] == 1.0


@pytest.mark.parametrize(("found", "accuracy", "precision"), [
    pytest.param(SHE_FOUND, 1.0, 1.0, id="right"),
    pytest.param(replace(SHE_FOUND, entity_id="e2"), 0.0, 0.0, id="somebody-else"),
    pytest.param(replace(SHE_FOUND, entity_id=None), 0.0, None, id="found-but-not-resolved"),
])
def test_pronoun_with_a_named_antecedent(found: PredictedMention, accuracy: float, precision: float | None) -> None:
    measured = figures((ANA, BANK, OSLO, RUIZ, found))
    assert (measured["pronoun_accuracy"], measured["pronoun_precision"]) == (accuracy, precision)


def test_pronoun_of_somebody_unnamed_must_stay_open() -> None:
    gold = replace(GOLD, mentions=tuple(replace(one, cluster="c8") if one is SHE else one for one in GOLD.mentions))
    measured = figures(RIGHT, gold=gold)
    assert (measured["pronoun_accuracy"], measured["pronoun_precision"]) == (None, 0.0)


@pytest.mark.parametrize(("shown", "accuracy"), [
    pytest.param("Ana Ruiz (politician)", 1.0, id="title-of-the-link"),
    pytest.param("Ana Ruiz", 1.0, id="without-its-brackets"),
    pytest.param("Ruiz", 2 / 3, id="last-name-alone"),
])
def test_canonical_name(shown: str, accuracy: float) -> None:
    assert figures(RIGHT, names=NAMES | {"e1": shown})["canonical_name_accuracy"] == pytest.approx(accuracy)


def test_one_entity_must_have_one_id_in_all_articles() -> None:
    first = count_entities(GOLD, mentions=RIGHT, dates=())
    other = count_entities(GOLD, mentions=(replace(ANA, entity_id="e5"), BANK, OSLO, replace(RUIZ, entity_id="e5")), dates=())
    assert figures_of([first, first], NAMES)["cross_article_b3_f1"] == 1.0
    # Ana Ruiz, four mentions, is halved: recall (4 * 1/2 + 2) of 6.
    assert figures_of([first, other], NAMES)["cross_article_b3_f1"] == pytest.approx(2 * (4 / 6) / (1 + 4 / 6))


@pytest.mark.parametrize(("found", "accuracy"), [
    pytest.param((FRIDAY, MAY), 1.0, id="right"),
    pytest.param((replace(FRIDAY, last=None), MAY), 1.0, id="no-last-day-means-one-day"),
    pytest.param((replace(FRIDAY, first=None, last=None), MAY), 0.5, id="not-resolved"),
    pytest.param((FRIDAY, replace(MAY, last=date(2024, 5, 30))), 0.5, id="last-day-wrong"),
    pytest.param((), 0.0, id="not-found"),
])
def test_dates(found: tuple[PredictedDate, ...], accuracy: float) -> None:
    assert figures(RIGHT, found)["date_value_accuracy"] == accuracy


@pytest.mark.parametrize("date_gold", [
    pytest.param(GoldDate(start=0, end=9, when="2024-05-03T10:00"), id="clock-time"),
    pytest.param(GoldDate(start=0, end=9, when="2024-05-03", dateline=True), id="the-article's-own-date"),
    pytest.param(GoldDate(start=0, end=9, when="2024-02-30"), id="no-such-day"),
    pytest.param(GoldDate(start=0, end=9), id="no-value"),
])
def test_dates_that_are_not_asked_for(date_gold: GoldDate) -> None:
    assert figures(RIGHT, [FRIDAY], gold=replace(GOLD, dates=(date_gold,)))["date_value_accuracy"] is None


def test_only_the_scope_is_scored() -> None:
    scope_end = TEXT.index("Ruiz said")
    measured = figures((ANA, BANK, OSLO, mention("bank", "e9", "organisation")), gold=replace(GOLD, scope=(0, scope_end)))
    assert measured["names_exact_f1"] == 1.0
    assert measured["pronoun_accuracy"] is None


def test_maker_of_an_annotated_product_is_not_asked_for_where_the_corpus_marks_the_product_alone() -> None:
    product = name("Lumen Bank", "object", "c9")
    gold = replace(GOLD, mentions=(GOLD.mentions[0], product))
    maker = mention("Lumen", "e2", "organisation")
    assert figures((ANA, maker), gold=gold)["names_exact_f1"] == pytest.approx(2 / 3)
    assert figures((ANA, maker), gold=replace(gold, corpus="meantime"))["names_exact_f1"] == 1.0


def test_outermost_of_nested_names() -> None:
    gold = replace(GOLD, mentions=(name("Lumen Bank in Oslo", "organization", "c2"), name("Oslo", "place", "c3")))
    assert figures([mention("Lumen Bank in Oslo", "e2", "organisation"), OSLO], gold=gold)["names_exact_f1"] == 1.0


@pytest.mark.parametrize(("text", "is_person", "expected"), [
    pytest.param("the Lumen Bank’s", False, "Lumen Bank", id="article-and-possessive"),
    pytest.param("“Lumen Bank,” ", False, "Lumen Bank", id="marks"),
    pytest.param("Prime Minister Ana Ruiz", True, "Ana Ruiz", id="title-of-a-person"),
    pytest.param("Judge Rotter Prize", False, "Judge Rotter Prize", id="title-in-another-name"),
    pytest.param("the president of clubs", True, "president of clubs", id="no-name-would-remain"),
    pytest.param("the", False, "the", id="article-alone"),
])
def test_bare_name(text: str, is_person: bool, expected: str) -> None:
    start, end = bare_name(text, (0, len(text)), is_person=is_person)
    assert text[start:end] == expected


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("The Lumen_Bank", "lumen bank", id="article-and-underscore"),
    pytest.param("José Ruiz’s  U.S. Bank", "jose ruiz u s bank", id="accents-possessive-marks"),
    pytest.param("", "", id="empty"),
])
def test_fold_name(text: str, expected: str) -> None:
    assert fold_name(text) == expected
