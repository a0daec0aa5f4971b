"""robots.txt: what a site lets this program fetch, and how slowly (RFC 9309)."""

import re
from dataclasses import dataclass

from protego import Protego

PRODUCT_TOKEN = "onrecord"
"""Name under which a site addresses this program in robots.txt."""

MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309, 2.5: what lies beyond need not be read."""

_AGENT_LINE = re.compile(r"^[ \t]*user[- ]?agent[ \t]*:?[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_SOMEBODY_ELSE = "User-agent: somebody-else"


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
    text = content[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace")
    # Groups for others as one: the parser copies each rule for each name, which thousands of names would make endless.
    rules = Protego.parse(_AGENT_LINE.sub(lambda line: line[0] if _is_for_us(line[1]) else _SOMEBODY_ELSE, text))
    rate = rules.request_rate(PRODUCT_TOKEN)
    asked = [rules.crawl_delay(PRODUCT_TOKEN), rate.seconds / rate.requests if rate is not None and rate.requests else None]
    delays = [float(delay) for delay in asked if delay is not None and 0 <= float(delay) < float("inf")]
    return RobotRules(delay_seconds=max(delays, default=None), _rules=rules)


def _is_for_us(name: str) -> bool:
    return "*" in name or PRODUCT_TOKEN in name.casefold()
