"""Which addresses are public: a table of every special range, its first and last member, and neighbours outside."""

import pytest

from transforms.reading.public_addresses import why_not_public


@pytest.mark.parametrize(("address", "expected"), [
    pytest.param("0.0.0.0", "an unspecified address", id="unspecified-v4"),
    pytest.param("10.255.255.255", "a private address", id="private-10"),
    pytest.param("100.64.0.1", "a shared address of a provider's network", id="cgnat-first"),
    pytest.param("100.127.255.255", "a shared address of a provider's network", id="cgnat-last"),
    pytest.param("127.0.0.1", "a loopback address", id="loopback-v4"),
    pytest.param("127.255.255.254", "a loopback address", id="loopback-v4-last"),
    pytest.param("169.254.169.254", "a link-local address", id="cloud-metadata"),
    pytest.param("172.16.0.1", "a private address", id="private-172-first"),
    pytest.param("172.31.255.255", "a private address", id="private-172-last"),
    pytest.param("192.0.0.8", "a reserved address", id="protocol-assignments"),
    pytest.param("192.0.2.1", "an address for documentation", id="documentation-1"),
    pytest.param("192.88.99.1", "a reserved address", id="6to4-relay"),
    pytest.param("192.168.1.1", "a private address", id="private-192"),
    pytest.param("198.19.0.1", "an address for benchmarks", id="benchmarks"),
    pytest.param("198.51.100.1", "an address for documentation", id="documentation-2"),
    pytest.param("203.0.113.9", "an address for documentation", id="documentation-3"),
    pytest.param("224.0.0.1", "a multicast address", id="multicast-v4"),
    pytest.param("240.0.0.1", "a reserved address", id="reserved-v4"),
    pytest.param("255.255.255.255", "a reserved address", id="broadcast"),
    pytest.param("::", "an unspecified address", id="unspecified-v6"),
    pytest.param("::1", "a loopback address", id="loopback-v6"),
    pytest.param("::ffff:8.8.8.8", "an IPv4 address mapped into IPv6", id="mapped-public"),
    pytest.param("::ffff:127.0.0.1", "an IPv4 address mapped into IPv6", id="mapped-loopback"),
    pytest.param("::7f00:1", "a reserved address", id="ipv4-compatible"),
    pytest.param("64:ff9b::10.0.0.1", "a private address", id="nat64-private"),
    pytest.param("64:ff9b:1::1", "a reserved address", id="nat64-local"),
    pytest.param("fc00::1", "a private address", id="unique-local-first"),
    pytest.param("fdff::1", "a private address", id="unique-local-last"),
    pytest.param("fe80::1%eth0", "a link-local address", id="link-local-v6-with-zone"),
    pytest.param("fec0::1", "a private address", id="site-local"),
    pytest.param("ff02::1", "a multicast address", id="multicast-v6"),
    pytest.param("2001:db8::1", "an address for documentation", id="documentation-v6"),
    pytest.param("3fff::1", "an address for documentation", id="documentation-v6-new"),
    pytest.param("2001::1", "a reserved address", id="teredo"),
    pytest.param("2002:7f00:1::", "an IPv4 address inside IPv6", id="6to4"),
    pytest.param("5f00::1", "a reserved address", id="segment-routing"),
    pytest.param("localhost", "no IP address", id="a-name"),
    pytest.param("8.8.8.8", None, id="public-v4"),
    pytest.param("100.63.255.255", None, id="below-cgnat"),
    pytest.param("172.32.0.1", None, id="above-private-172"),
    pytest.param("223.255.255.255", None, id="below-multicast"),
    pytest.param("2606:4700::1111", None, id="public-v6"),
    pytest.param("64:ff9b::8.8.8.8", None, id="nat64-public"),
])
def test_why_not_public(address: str, expected: str | None) -> None:
    assert why_not_public(address) == expected
