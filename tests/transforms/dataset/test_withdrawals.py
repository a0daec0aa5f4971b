"""What a cancellation takes back: the item it names, of the outlet it names, in no later version."""

from datetime import UTC, datetime

import pytest

from transforms.dataset.withdrawals import Withdrawals, Withdrawn
from transforms.reading.records import Refusal, Withdrawal

MORNING, NOON, EVENING = (datetime(2026, 3, 1, hour, tzinfo=UTC) for hour in (8, 12, 20))
URN = "urn:newsml:tern.example:7"


def cancellation(**changes: object) -> Refusal:
    fields = {"external_id": URN, "source_id": "s_1", "at": NOON, **changes}
    return Refusal(
        locator="cancel.json", rule="read.canceled", reason="cancel.json: canceled",
        withdrawal=Withdrawal(**fields))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(("changes", "external_id", "source_id", "stamp", "is_withdrawn"), [
    pytest.param({}, URN, "s_1", MORNING, True, id="the-item"),
    pytest.param({}, URN, "s_1", NOON, True, id="the-very-version"),
    pytest.param({}, URN, "s_1", EVENING, False, id="released-again-later"),
    pytest.param({}, URN, "s_1", None, True, id="undated-article"),
    pytest.param({"at": None}, URN, "s_1", EVENING, True, id="undated-cancellation"),
    pytest.param({}, URN, "s_2", MORNING, False, id="same-id-of-another-outlet"),
    pytest.param({}, "urn:newsml:tern.example:8", "s_1", MORNING, False, id="another-item"),
    pytest.param({}, None, "s_1", MORNING, False, id="article-without-id"),
    pytest.param({"source_id": None}, URN, "s_1", MORNING, True, id="uri-without-outlet"),
    pytest.param({}, URN, None, MORNING, True, id="uri-of-an-article-without-outlet"),
    pytest.param({"source_id": None, "external_id": "7"}, "7", "s_1", MORNING, False, id="bare-number-without-outlet"),
    pytest.param({"external_id": "7"}, "7", "s_1", MORNING, True, id="bare-number-of-its-outlet"),
])
def test_what_is_taken_back(
    changes: dict[str, object], external_id: str | None, source_id: str | None, stamp: datetime | None, is_withdrawn: bool,
) -> None:
    found = Withdrawals([cancellation(**changes)]).of(external_id=external_id, source_id=source_id, stamp=stamp)
    expected = Withdrawn(locator="cancel.json", reason="its provider canceled it (cancel.json)")
    assert found == (expected if is_withdrawn else None)


def test_other_refusals_take_nothing_back() -> None:
    withheld = Refusal(locator="f", rule="read.withheld", reason="f: withheld")
    assert Withdrawals([withheld]).of(external_id=URN, source_id="s_1", stamp=MORNING) is None
