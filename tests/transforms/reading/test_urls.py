"""One article, one address."""

import pytest

from transforms.reading.outlets import read_outlet
from transforms.reading.urls import clean_url, domain_of, is_homepage, is_same_site


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("HTTPS://News.Example.org/A/b?id=7#top", "https://news.example.org/A/b?id=7", id="case-and-fragment"),
        pytest.param(
            "https://example.org/a?utm_source=x&id=7&fbclid=y&b=2", "https://example.org/a?id=7&b=2", id="trackers-go-order-stays"
        ),
        pytest.param("http://example.org:80/a", "http://example.org/a", id="default-port"),
        pytest.param("http://example.org:8080/a", "http://example.org:8080/a", id="other-port"),
        pytest.param("https://user:secret@example.org/a", "https://example.org/a", id="credentials"),
        pytest.param("https://example.org", "https://example.org/", id="no-path"),
        pytest.param("ftp://example.org/a", None, id="other-scheme"),
        pytest.param("javascript:alert(1)", None, id="script"),
        pytest.param("/a/b", None, id="relative-without-base"),
        pytest.param("not an address", None, id="text"),
        pytest.param("https://[bad/a", None, id="broken-host"),
        pytest.param("https://example.org:99999/a", None, id="broken-port"),
    ],
)
def test_clean_url(url: str, expected: str | None) -> None:
    assert clean_url(url) == expected


def test_relative_address_is_resolved() -> None:
    assert clean_url("../b", base="https://example.org/a/x") == "https://example.org/b"


def test_homepage_and_domain() -> None:
    assert (
        is_homepage("https://example.org/")
        and not is_homepage("https://example.org/?p=7")
        and not is_homepage("https://example.org/a")
    )
    assert domain_of("https://WWW.Example.org/a") == "example.org"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("https://www.example.org/a", "https://amp.example.org/a", True, id="amp-host"),
        pytest.param("https://example.org/a", "https://news.example.org/a", True, id="subdomain"),
        pytest.param("https://example.org/a", "https://example.net/a", False, id="other-site"),
        pytest.param("https://one.co.uk/a", "https://two.co.uk/a", False, id="shared-suffix"),
    ],
)
def test_is_same_site(first: str, second: str, *, expected: bool) -> None:
    assert is_same_site(first, second) is expected


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        pytest.param(
            "Harbour Post",
            "https://www.harbourpost.example/a",
            ("Harbour Post", "harbourpost.example", False),
            id="name-and-address",
        ),
        pytest.param("Harbour Post", None, ("Harbour Post", None, False), id="name-alone"),
        pytest.param(
            None, "https://harbourpost.example/a", ("harbourpost.example", "harbourpost.example", False), id="address-alone"
        ),
        pytest.param("www.harbourpost.example", None, ("harbourpost.example", "harbourpost.example", False), id="domain-as-name"),
        pytest.param("Reuters", None, ("Reuters", None, True), id="agency"),
    ],
)
def test_read_outlet(name: str | None, url: str | None, expected: tuple[str, str | None, bool]) -> None:
    found = read_outlet(name=name, url=url)
    assert found is not None
    assert (found.name, found.domain, found.is_wire_agency) == expected


def test_one_outlet_one_key() -> None:
    by_domain = {read_outlet(name=name, url="https://www.harbourpost.example/a") for name in ("Harbour Post", "The Harbour Post")}
    assert len({outlet.source_id for outlet in by_domain if outlet is not None}) == 1
    assert read_outlet(name=" ", url=None) is None
