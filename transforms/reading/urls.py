"""Addresses of articles: cleaned of what does not change the article, so that one article has one address."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from transforms.reading.normalisation import normalise_line

_MAX_URL_CHARACTERS = 2_000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}\.?|localhost|\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*"
)
# Parameters that advertising, mail tools and share links add; after the lists that browsers strip (Firefox, Brave).
_TRACKERS = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mc_cid|mc_eid|mkt_tok"
    r"|oly_enc_id|oly_anon_id|_hsenc|_hsmi"
    r"|hsctatracking|vero_id|vero_conv|wickedid|s_cid|ncid|cmpid|smid|smtyp|sref|ito|taid|guccounter|guce_referrer\w*|cvid|ocid"
    r"|xtor|at_\w+|ns_\w+|__twitter_impression"
    r"|ref_src|ref_url|share_id|shareid|sh|amp|usqp|outputtype|mbid|cid_source|spm|rss_?id|partner|feature|__s|_ga|_gl|trk\w*"
    r"|mod", re.IGNORECASE,
)
_INDIFFERENT_LABELS = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.(?=[^.]+\.[^.]+)")
_WWW = re.compile(r"^www\d?\.(?=.)")


def clean_url(url: str, *, base: str | None = None) -> str | None:
    """An article's address without fragment, trackers and default port, scheme and host in lower case.

    Args:
        url: Address as stated; relative ones need a `base`.
        base: Address of the page that states it.

    Returns:
        The address with the rest of its query in order. None when it is not an http(s) address with a host.
    """
    parts = _split(normalise_line(url), base)
    if parts is None:
        return None
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKERS.fullmatch(pair.partition("=")[0]))
    return urlunsplit((parts.scheme, _host_and_port(parts), parts.path or "/", query, ""))


def domain_of(url: str) -> str | None:
    """Host of an address without "www.". None when the address has none."""
    parts = _split(url, None)
    if parts is None or parts.hostname is None:
        return None
    return _WWW.sub("", parts.hostname.casefold().rstrip("."))


def is_homepage(url: str) -> bool:
    """Whether an address leads to a site's front page: no path and no query."""
    parts = _split(url, None)
    return parts is not None and parts.path in ("", "/") and not parts.query


def is_same_site(first: str, second: str) -> bool:
    """Whether two addresses belong to one site, mobile and AMP hosts included."""
    hosts = [_INDIFFERENT_LABELS.sub("", domain_of(url) or "") for url in (first, second)]
    if not all(hosts):
        return False
    return hosts[0] == hosts[1] or hosts[0].endswith("." + hosts[1]) or hosts[1].endswith("." + hosts[0])


def _split(url: str, base: str | None) -> SplitResult | None:
    if not url or len(url) > _MAX_URL_CHARACTERS or any(character in url for character in " <>\"\\"):
        return None
    try:
        parts = urlsplit(urljoin(base, url) if base is not None else url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.casefold()
    if scheme not in _DEFAULT_PORTS or host is None or not _HOST.fullmatch(_ascii_host(host)):
        return None
    return parts._replace(scheme=scheme)


def _ascii_host(host: str) -> str:
    # Hosts in other scripts are fine; the pattern above is about shape.
    return "".join(character if character.isascii() else "x" for character in host.casefold())


def _host_and_port(parts: SplitResult) -> str:
    host = (parts.hostname or "").casefold()
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{shown}:{parts.port}"
