"""Numbers in literal sentences: (text, value, upper end, unit, comparator, whether approximate). The sentences are invented."""

import pytest
from spacy.language import Language

from transforms.extraction.claims.propositions import find_proposition
from transforms.extraction.claims.quantities import find_quantities, main_quantity

Expected = tuple[str, float, float | None, str | None, str, bool]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("The bridge cost $4.5 billion.", [("$4.5 billion", 4500000000.0, None, "USD", "equal", False)],
                 id="The bridge cost $4.5 billion."),
    pytest.param("Prices rose by 12%.", [("12%", 12.0, None, "percent", "equal", False)],
                 id="Prices rose by 12%."),
    pytest.param("More than 300 workers lost their jobs.", [("300", 300.0, None, "worker", "more_than", False)],
                 id="More than 300 workers lost their jobs."),
    pytest.param("About two million people voted.", [("two million", 2000000.0, None, "person", "equal", True)],
                 id="About two million people voted."),
    pytest.param("At least 15 houses burned down.", [("15", 15.0, None, "house", "at_least", False)],
                 id="At least 15 houses burned down."),
    pytest.param("The city has 48,000 inhabitants.", [("48,000", 48000.0, None, "inhabitant", "equal", False)],
                 id="The city has 48,000 inhabitants."),
    pytest.param("Wages fell by three percent in May.", [("three percent", 3.0, None, "percent", "equal", False)],
                 id="Wages fell by three percent in May."),
    pytest.param("Up to 20 schools will close.", [("20", 20.0, None, "school", "at_most", False)],
                 id="Up to 20 schools will close."),
    pytest.param("Nearly half a million tourists came.", [("half a million", 500000.0, None, "tourist", "equal", True)],
                 id="Nearly half a million tourists came."),
    pytest.param("The tunnel is 12 km long.", [("12 km", 12.0, None, "kilometre", "equal", False)],
                 id="The tunnel is 12 km long."),
    pytest.param("The firm made a profit of €3m.", [("€3m", 3000000.0, None, "EUR", "equal", False)],
                 id="The firm made a profit of €3m."),
    pytest.param("Rents went up 4 to 6 per cent.", [("4 to 6 per cent", 4.0, 6.0, "percent", "equal", False)],
                 id="Rents went up 4 to 6 per cent."),
    pytest.param("Ana Ruiz, 34, won the race.", [],
                 id="Ana Ruiz, 34, won the race."),
    pytest.param("The 37-year-old driver fled.", [],
                 id="The 37-year-old driver fled."),
    pytest.param("The shop opens at 9 a.m.", [],
                 id="The shop opens at 9 a.m."),
    pytest.param("She finished second.", [],
                 id="She finished second."),
    pytest.param("The G20 leaders met.", [],
                 id="The G20 leaders met."),
    pytest.param("Unemployment dropped to 5.4 percent.", [("5.4 percent", 5.4, None, "percent", "equal", False)],
                 id="Unemployment dropped to 5.4 percent."),
    pytest.param("The state owes R4bn to banks.", [("R4bn", 4000000000.0, None, "ZAR", "equal", False)],
                 id="The state owes R4bn to banks."),
    pytest.param("A dozen ships waited outside the port.", [("A dozen", 12.0, None, "ship", "equal", False)],
                 id="A dozen ships waited outside the port."),
    pytest.param("The farm produces 2.5 lakh tonnes of rice.", [("2.5 lakh", 250000.0, None, "tonne", "equal", False)],
                 id="The farm produces 2.5 lakh tonnes of rice."),
    pytest.param("The company hired forty-five engineers.", [("forty-five", 45.0, None, "engineer", "equal", False)],
                 id="The company hired forty-five engineers."),
    pytest.param("Sales grew by two percentage points.",
                 [("two percentage points", 2.0, None, "percentage point", "equal", False)],
                 id="Sales grew by two percentage points."),
    pytest.param("It cost £20.", [("£20", 20.0, None, "GBP", "equal", False)],
                 id="It cost £20."),
    pytest.param("Only 3 of 10 pupils passed.",
                 [("3", 3.0, None, "pupil", "equal", False), ("10", 10.0, None, "pupil", "equal", False)],
                 id="Only 3 of 10 pupils passed."),
    pytest.param("He was fined 250 euros.", [("250", 250.0, None, "EUR", "equal", False)],
                 id="He was fined 250 euros."),
    pytest.param("The team won 3-1.", [],
                 id="The team won 3-1."),
    pytest.param("Flight 370 vanished.", [],
                 id="Flight 370 vanished."),
    pytest.param("Fewer than 50 seats are left.", [("50", 50.0, None, "seat", "less_than", False)],
                 id="Fewer than 50 seats are left."),
    pytest.param("Around 1,200 people fled.", [("1,200", 1200.0, None, "person", "equal", True)],
                 id="Around 1,200 people fled."),
    pytest.param("The drought killed an estimated 3,000 cattle.", [("3,000", 3000.0, None, "cattle", "equal", True)],
                 id="The drought killed an estimated 3,000 cattle."),
    pytest.param("The loan carries interest of 7.25%.", [("7.25%", 7.25, None, "percent", "equal", False)],
                 id="The loan carries interest of 7.25%."),
    pytest.param("The lake lost 20-30% of its water.", [("20-30%", 20.0, 30.0, "percent", "equal", False)],
                 id="The lake lost 20-30% of its water."),
    pytest.param("The police seized 40kg of cocaine.", [("40kg", 40.0, None, "kilogram", "equal", False)],
                 id="The police seized 40kg of cocaine."),
    pytest.param("One person died.", [],
                 id="One person died."),
    pytest.param("One million people fled.", [("One million", 1000000.0, None, "person", "equal", False)],
                 id="One million people fled."),
    pytest.param("Take 5 deep breaths.", [("5", 5.0, None, "breath", "equal", False)],
                 id="Take 5 deep breaths."),
])
def test_quantities(nlp: Language, text: str, expected: list[Expected]) -> None:
    found = find_quantities(nlp(text), [(0, len(text))])
    assert [(text[one.start:one.end], one.value, one.value_upper, one.unit, one.comparator, one.is_approximate)
            for one in found] == expected


def test_numbers_of_dates_are_none(nlp: Language) -> None:
    text = "The bridge opened on 4 May 2021 with 3 lanes."
    found = find_quantities(nlp(text), [(0, len(text))], dates=[(21, 31)])
    assert [(one.value, one.unit) for one in found] == [(3.0, "lane")]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("The 3 mayors approved 12 projects.", (12.0, "project"), id="what-is-said-rather-than-of-what"),
    pytest.param("More than 300 workers left.", (300.0, "worker"), id="of-the-subject-where-there-is-no-other"),
    pytest.param("The bridge reopened after 40 engineers had checked it.", None, id="none-of-a-subordinate-clause"),
])
def test_main_quantity(nlp: Language, text: str, expected: tuple[float, str] | None) -> None:
    doc = nlp(text)
    proposition = find_proposition(doc, [(0, len(text))])
    assert proposition is not None
    main = main_quantity(proposition, find_quantities(doc, [(0, len(text))]))
    assert (None if main is None else (main.value, main.unit)) == expected
