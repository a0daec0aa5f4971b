"""Whether a provider lets an item be published: its status and its embargo (IPTC news codes, shared by ninjs and NewsML-G2)."""

from dataclasses import replace
from datetime import datetime

from transforms.reading.dates import read_date
from transforms.reading.outlets import read_outlet
from transforms.reading.records import Refusal, Withdrawal
from transforms.reading.refusals import refuse


def refuse_unreleased(
    locator: str, *, status: str | None, embargoed: str | None, now: datetime | None, item_id: object, provider: str | None,
    version: object,
) -> Refusal | None:
    """Why an item must not be published, None when it may be.

    The refusal carries no payload: what must not be published must not lie in a table of rejects either.

    Args:
        status: Publication status as stated ("usable", "stat:withheld"); None when none is.
        embargoed: Moment at which the embargo ends, as stated. Empty for an embargo until further notice, None for none.
        now: When the run takes place; None keeps every embargo.
        item_id: Identifier of the item, as stated.
        provider: Who provides it, by name.
        version: When this version of it was made, as stated.
    """
    code = (status or "").rpartition(":")[2].strip().casefold()
    if code == "withheld":
        reason = "expected an item that may be published, found one that its provider withholds; it is read once released"
        return refuse(locator, "read.withheld", reason)
    if code in ("canceled", "cancelled"):
        refusal = refuse(locator, "read.canceled", "expected an item that may be published, found one that its provider canceled")
        if not isinstance(item_id, str) or not item_id.strip():
            return refusal
        outlet, made = read_outlet(name=provider, url=None), read_date(version)
        return replace(refusal, withdrawal=Withdrawal(
            external_id=item_id.strip(), source_id=outlet.source_id if outlet is not None else None,
            at=made.at if made is not None else None))
    if embargoed is None:
        return None
    ends = read_date(embargoed)
    if now is not None and ends is not None and ends.at is not None and ends.at <= now:
        return None
    until = embargoed.strip()[:60] if ends is not None else "further notice"
    reason = f"expected an item that may be published, found one under embargo until {until}; it is read by a later run"
    return refuse(locator, "read.embargoed", reason)
