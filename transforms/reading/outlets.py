"""The outlet an article comes from: by the domain of its address, else by the name it states."""

import re

from schemas import Source
from transforms.identity import content_id
from transforms.reading.normalisation import fold, normalise_line
from transforms.reading.urls import domain_of
from transforms.reading.wire_agencies import wire_agency

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE)
_MAX_NAME_CHARACTERS = 150


def read_outlet(*, name: str | None, url: str | None) -> Source | None:
    """The outlet of an article.

    Args:
        name: Outlet as the record or page names it; may itself be a domain or an address.
        url: Address of the article.

    Returns:
        None when neither says anything.
    """
    stated = normalise_line(name or "")[:_MAX_NAME_CHARACTERS].strip()
    domain = domain_of(url) if url is not None else None
    named_domain = domain_of(stated) or (re.sub(r"^www\d?\.", "", stated.casefold()) if _DOMAIN.fullmatch(stated) else None)
    domain = domain or named_domain
    shown = domain if named_domain is not None or not fold(stated) else stated
    if shown is None:
        return None
    return Source(
        source_id=content_id("s", domain if domain is not None else fold(shown)),
        name=shown,
        domain=domain,
        country_code=None,
        is_wire_agency=wire_agency(shown) is not None or (domain is not None and wire_agency(domain) is not None),
    )
