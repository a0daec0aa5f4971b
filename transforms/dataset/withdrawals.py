"""Which articles a provider took back: those that its cancellations name, however they came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from transforms.dataset.revisions import RecordVersion
from transforms.reading.records import Refusal, Withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Why an article goes.

    Args:
        locator: Where the cancellation was read.
    """

    locator: str
    reason: str


class Withdrawals:
    """The cancellations among the refusals of a run."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self._by_id: dict[str, list[tuple[str, Withdrawal]]] = {}
        for refusal in refusals:
            if refusal.withdrawal is not None:
                self._by_id.setdefault(refusal.withdrawal.external_id, []).append((refusal.locator, refusal.withdrawal))

    def of(self, *, external_id: str | None, source_id: str | None, stamp: datetime | None) -> Withdrawn | None:
        """What takes an article back, None when nothing does.

        A cancellation is about the item of its id and outlet. Where either names no outlet the id must be a URI, which means the
        same everywhere. It does not touch a version released after it.

        Args:
            stamp: When the publisher last touched the article; None when not stated.
        """
        for locator, withdrawal in self._by_id.get(external_id or "", ()):
            is_named = (
                ":" in withdrawal.external_id if withdrawal.source_id is None or source_id is None
                else withdrawal.source_id == source_id)
            is_later = withdrawal.at is None or stamp is None or withdrawal.at >= stamp
            if is_named and is_later:
                return Withdrawn(locator=locator, reason=f"its provider canceled it ({locator})")
        return None

    def of_record(self, record: RecordVersion) -> Withdrawn | None:
        """What takes a record of the same run back, None when nothing does."""
        return self.of(external_id=record.external_id, source_id=record.source_id, stamp=record.stamp)
