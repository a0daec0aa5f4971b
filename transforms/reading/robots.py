"""robots.txt: what a site lets this program fetch, and how slowly (RFC 9309)."""

from dataclasses import dataclass

from protego import Protego

PRODUCT_TOKEN = "onrecord"
"""Name under which a site addresses this program in robots.txt."""

MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309, 2.5: what lies beyond need not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotRules:
    """What one site allows.

    Args:
        delay_seconds: Time between two requests that the site asks for. None when it asks for none.
    """

    delay_seconds: float | None
    _rules: Protego

    def allows(self, url: str) -> bool:
        """Whether an address of the site may be fetched."""
        return self._rules.can_fetch(url, PRODUCT_TOKEN)


def parse_robots(content: bytes) -> RobotRules:
    """The rules for this program; what is not understood is passed over, as the standard asks."""
    rules = Protego.parse(content[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace"))
    rate = rules.request_rate(PRODUCT_TOKEN)
    asked = [rules.crawl_delay(PRODUCT_TOKEN), rate.seconds / rate.requests if rate is not None and rate.requests else None]
    delays = [float(delay) for delay in asked if delay is not None and 0 <= float(delay) < float("inf")]
    return RobotRules(delay_seconds=max(delays, default=None), _rules=rules)
