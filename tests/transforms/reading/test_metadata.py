"""What pages state about themselves, in the shapes that sites use."""

import json
from datetime import date

import pytest

from transforms.reading.markup import parse_markup
from transforms.reading.metadata import PageMetadata, are_variants, read_language, read_metadata, strip_site_name

ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Bridge closes &amp; ferries run",
    "datePublished": "2024-01-05T10:00:00Z",
    "dateModified": "2024-01-06T10:00:00Z",
    "author": {"@type": "Person", "name": "Ana Ruiz"},
    "publisher": {"@type": "Organization", "name": "Harbour Post"},
    "articleSection": "City",
    "inLanguage": "en-gb",
}


def stated(head: str, body: str = "<h1>Bridge closes &amp; ferries run</h1>") -> PageMetadata:
    tree = parse_markup(f"<html><head>{head}</head><body>{body}<p>Text.</p></body></html>")
    assert tree is not None
    return read_metadata(tree)


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(json_ld(ARTICLE), id="object"),
        pytest.param(json_ld([{"@type": "WebSite", "name": "Other"}, ARTICLE]), id="list"),
        pytest.param(json_ld({"@graph": [{"@type": "BreadcrumbList"}, ARTICLE]}), id="graph"),
        pytest.param(
            json_ld(
                {
                    "@graph": [
                        {**ARTICLE, "author": {"@id": "#ana"}, "publisher": {"@id": "#post"}},
                        {"@id": "#ana"},
                        {"@type": "Person", "@id": "#ana", "name": "Ana Ruiz"},
                        {"@type": "NewsMediaOrganization", "@id": "#post", "name": "Harbour Post"},
                    ]
                }
            ),
            id="references",
        ),
        pytest.param(json_ld({"@type": "WebPage", "mainEntity": ARTICLE}), id="main-entity"),
        pytest.param(
            json_ld({**ARTICLE, "@type": ["Article", "https://schema.org/NewsArticle"], "author": ["Ana Ruiz"]}),
            id="types-and-strings",
        ),
        pytest.param('<script type="application/ld+json">{broken</script>' + json_ld(ARTICLE), id="after-a-broken-one"),
        pytest.param(
            json_ld({"@type": "NewsArticle", "headline": "Another story", "datePublished": "2020-01-01"}) + json_ld(ARTICLE),
            id="of-several",
        ),
        pytest.param(json_ld(ARTICLE).replace('">', '"><!--').replace("</script", "--></script"), id="in-a-comment"),
    ],
)
def test_json_ld(head: str) -> None:
    found = stated(head)
    assert found.titles[0] == ("json_ld", "Bridge closes & ferries run")
    assert found.author_names == ("Ana Ruiz",)
    assert next((source, when.day) for source, when in found.published) == ("json_ld", date(2024, 1, 5))
    assert [when.day for when in found.modified] == [date(2024, 1, 6)]
    assert (found.site_name, found.section, found.language) == ("Harbour Post", "City", "en-GB")


def test_other_articles_of_a_list_are_not_this_one() -> None:
    items = [{"@type": "ListItem", "item": {**ARTICLE, "headline": "Bridge closes & ferries run"}}]
    assert stated(json_ld({"@type": "ItemList", "itemListElement": items})).author_names == ()


def test_meta_tags() -> None:
    found = stated(
        """
        <title>Bridge closes | Harbour Post</title><link rel="canonical" href="https://example.org/a?utm_source=x">
        <meta property="og:title" content="Bridge closes - Harbour Post"><meta property="og:site_name" content="Harbour Post">
        <meta property="article:published_time" content="2024-01-05T10:00:00+02:00"><meta name="author" content="Ana Ruiz">
        <meta property="article:author" content="https://example.org/ana"><meta name="description" content="Ferries run.">""",
        "",
    )
    assert found.titles == (("open_graph", "Bridge closes"), ("meta", "Bridge closes"))
    assert (found.author_names, found.descriptions, found.canonical_urls) == (
        ("Ana Ruiz",),
        ("Ferries run.",),
        ("https://example.org/a?utm_source=x",),
    )
    assert [(source, when.day) for source, when in found.published] == [("meta", date(2024, 1, 5))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param('<h1>T</h1><time datetime="2024-01-05">Friday</time>', "time_element", id="time-after-the-headline"),
        pytest.param('<h1>T</h1><div class="header-date">5 Jan, 2024</div>', "time_element", id="marked-line-after-the-headline"),
        pytest.param("<h1>T</h1><div>5 January 2024</div>", "date_line", id="line-of-its-own-after-the-headline"),
        pytest.param(
            "<div><div><span>5 January 2024</span></div><div><h1>T</h1></div></div>", "date_line", id="beside-the-headline"
        ),
        pytest.param("<div><p>5 January 2024</p><p>6 January 2024</p><h1>T</h1></div>", None, id="two-dates-beside-the-headline"),
        pytest.param('<span itemprop="datePublished" datetime="2024-01-05">x</span>', "time_element", id="microdata"),
        pytest.param('<div class="date">7 Jan, 2024</div><h1>T</h1>', None, id="todays-date-above-the-headline"),
        pytest.param('<h1>T</h1><aside><time datetime="2024-01-05"></time></aside>', None, id="time-of-another-story"),
        pytest.param('<h1>T</h1><time class="updated" datetime="2024-01-05"></time>', None, id="time-of-a-change"),
        pytest.param("<h1>T</h1><p>On Jan. 5, 2024, the bridge closed. © 2023</p>", None, id="dates-in-the-text"),
    ],
)
def test_dates_of_elements(body: str, expected: str | None) -> None:
    found = [(source, when.day) for source, when in stated("", body).published[:1]]
    assert found == ([(expected, date(2024, 1, 5))] if expected is not None else [])


@pytest.mark.parametrize(
    ("title", "site_name", "expected"),
    [
        pytest.param("Bridge closes | Harbour Post", "Harbour Post", "Bridge closes", id="bar"),
        pytest.param("Bridge closes - HarbourPost.com", "Harbour Post", "Bridge closes", id="domain-form"),
        pytest.param("Bridge closes – for good", "Harbour Post", "Bridge closes – for good", id="other-tail"),
        pytest.param("Bridge closes | Opinion", None, "Bridge closes | Opinion", id="unknown-site"),
        pytest.param(
            "Bridge closes - and ferries run late - Harbour Post", "Harbour Post", "Bridge closes - and ferries run late",
            id="last-of-two-dashes",
        ),
    ],
)
def test_strip_site_name(title: str, site_name: str | None, expected: str) -> None:
    assert strip_site_name(title, site_name) == expected


@pytest.mark.parametrize(
    ("title", "head"),
    [
        pytest.param("Bridge closes again | City", '<link rel="canonical" href="https://example.org/city/12">', id="path"),
        pytest.param("Bridge closes again - Harbour", '<link rel="canonical" href="https://www.harbour.org/12">', id="domain"),
        pytest.param(
            "Bridge closes again | Harbour Post",
            '<meta property="og:site_name" content="Harbour Post - News from the coast">',
            id="site-name-with-a-slogan",
        ),
        pytest.param(
            "Bridge closes again | City | Harbour Post",
            '<meta property="og:site_name" content="Harbour Post"><meta property="article:section" content="City">',
            id="section-and-site",
        ),
    ],
)
def test_tails_of_titles(title: str, head: str) -> None:
    found = stated(f'<meta property="og:title" content="{title}">{head}', "")
    assert found.titles == (("open_graph", "Bridge closes again"),)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<h1>Sign up</h1><h3>Bridge closes again</h3>", "Bridge closes again", id="lower-heading"),
        pytest.param('<div class="post-title">Bridge closes again</div>', "Bridge closes again", id="marked-element"),
        pytest.param("<h1>City</h1><h1>Bridge closes again</h1>", "Bridge closes again", id="second-first-level-heading"),
        pytest.param("<h1>Old bridge closes again today</h1>", "Old bridge closes again today", id="variant"),
        pytest.param("<h1>Sign up</h1><h3>Ferry sinks</h3>", "Sign up", id="nothing-repeats-a-title"),
    ],
)
def test_element_of_the_headline(body: str, expected: str) -> None:
    found = stated('<meta property="og:title" content="Bridge closes again">', body)
    assert found.heading is not None
    assert found.heading.text == expected
    assert next(text for source, text in found.titles if source == "heading") == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("Bridge closes for good", "Why the bridge closes", True, id="half-of-the-words"),
        pytest.param("City", "City votes on the bridge", False, id="one-word-is-chance"),
        pytest.param("Bridge closes", "BRIDGE CLOSES!", True, id="same-words"),
        pytest.param("", "Bridge closes", False, id="empty"),
    ],
)
def test_are_variants(first: str, second: str, *, expected: bool) -> None:
    assert are_variants(first, second) is expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param("en_US", "en-US", id="underscore"),
        pytest.param("English", "en", id="name"),
        pytest.param("EN", "en", id="capitals"),
        pytest.param("zh-hans-CN", "zh-Hans-CN", id="script"),
        pytest.param("x" * 30, None, id="no-code"),
        pytest.param("", None, id="empty"),
    ],
)
def test_read_language(declared: str, expected: str | None) -> None:
    assert read_language(declared) == expected
