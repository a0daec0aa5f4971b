"""Which IP addresses belong to the public internet: the only ones that may be fetched from unless the user says otherwise."""

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

_CLOSED_IPV4 = tuple((IPv4Network(network), what) for network, what in (
    ("0.0.0.0/8", "an unspecified address"),
    ("10.0.0.0/8", "a private address"),
    ("100.64.0.0/10", "a shared address of a provider's network"),
    ("127.0.0.0/8", "a loopback address"),
    ("169.254.0.0/16", "a link-local address"),
    ("172.16.0.0/12", "a private address"),
    ("192.0.0.0/24", "a reserved address"),
    ("192.0.2.0/24", "an address for documentation"),
    ("192.88.99.0/24", "a reserved address"),
    ("192.168.0.0/16", "a private address"),
    ("198.18.0.0/15", "an address for benchmarks"),
    ("198.51.100.0/24", "an address for documentation"),
    ("203.0.113.0/24", "an address for documentation"),
    ("224.0.0.0/4", "a multicast address"),
    ("240.0.0.0/4", "a reserved address"),
))
"""IANA IPv4 Special-Purpose Address Registry, as far as it is not globally reachable."""

_CLOSED_IPV6 = tuple((IPv6Network(network), what) for network, what in (
    ("::/128", "an unspecified address"),
    ("::1/128", "a loopback address"),
    ("::ffff:0:0/96", "an IPv4 address mapped into IPv6"),
    ("fc00::/7", "a private address"),
    ("fe80::/10", "a link-local address"),
    ("fec0::/10", "a private address"),
    ("ff00::/8", "a multicast address"),
    ("2001:db8::/32", "an address for documentation"),
    ("3fff::/20", "an address for documentation"),
    ("2001::/23", "a reserved address"),  # with Teredo, which hides an IPv4 address
    ("2002::/16", "an IPv4 address inside IPv6"),
))
"""IANA IPv6 Special-Purpose Address Registry."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_TRANSLATED_IPV4 = IPv6Network("64:ff9b::/96")
"""NAT64 (RFC 6052): how networks without IPv4 reach it. The address inside decides."""


def why_not_public(address: str) -> str | None:
    """What keeps an IP address from being fetched from, such as "a loopback address".

    Args:
        address: IPv4 or IPv6 address as numbers; a zone (`%eth0`) is allowed.

    Returns:
        None for an address of the public internet.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "no IP address"
    if isinstance(found, IPv6Address):
        if found in _TRANSLATED_IPV4:
            return why_not_public(".".join(str(byte) for byte in found.packed[-4:]))
        closed = next((what for network, what in _CLOSED_IPV6 if found in network), None)
        return closed or (None if found in _GLOBAL_UNICAST else "a reserved address")
    return next((what for network, what in _CLOSED_IPV4 if found in network), None)
