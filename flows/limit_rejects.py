"""How much may be rejected before a run publishes nothing."""

from dataclasses import dataclass

DEFAULT_MAX_REJECTED_RECORDS = 0.5
"""Share of records: above it, the source is more likely wrong than the records."""

DEFAULT_MAX_REJECTED_ROWS = 0.05
"""Share of new rows that break a rule: above it, the program is more likely wrong than the articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectLimits:
    """Shares, from 0 to 1, that may be rejected."""

    records: float = DEFAULT_MAX_REJECTED_RECORDS
    rows: float = DEFAULT_MAX_REJECTED_ROWS
