"""Pages to drafts: body, furniture, headline, dek and byline."""

import json

import pytest

from transforms.reading.html import read_fragment, read_page
from transforms.reading.markup import MAX_NESTING, NestingError

STORY = [
    "PORT ALDER — Mayor Ana Vale closed the old harbour bridge on Monday after engineers found cracks in two of its piers.",
    "The bridge carries twelve thousand cars a day, and ferries will run every ten minutes until it opens again, the city said.",
    "“We will not open it before it is safe,” Vale said. “That may take until the spring, and it will cost more than we hoped.”",
]
DEK = "Ferries will replace buses until the spring, the city council decided."


def page(*, head: str = "", before: str = "", inside: str = "", after: str = "") -> str:
    first, *rest = (f"<p>{text}</p>" for text in STORY)
    return (
        f"<!DOCTYPE html><html><head><title>Harbour bridge closes | Harbour Post</title>"
        f'<meta property="og:site_name" content="Harbour Post"><meta name="description" content="{DEK}">{head}</head><body>'
        f'<nav><a href="/">Home</a></nav><article><h1>Harbour bridge closes</h1>{before}{first}{inside}{"".join(rest)}{after}'
        "</article><footer><p>© 2024 Harbour Post. All rights reserved.</p></footer></body></html>"
    )


def pieces(text: str) -> list[tuple[str, str]]:
    draft = read_page(text)
    assert draft is not None
    return list(draft.pieces)


def test_headline_dek_byline_body_in_reading_order() -> None:
    found = pieces(
        page(before=f'<p class="standfirst">{DEK}</p><p class="byline">By Ana Ruiz</p>', inside="<h2>Ferries instead</h2>")
    )
    assert found == [
        ("headline", "Harbour bridge closes"),
        ("dek", DEK),
        ("byline", "By Ana Ruiz"),
        ("body", STORY[0]),
        ("subhead", "Ferries instead"),
        ("body", STORY[1]),
        ("body", STORY[2]),
    ]


def test_description_that_is_not_shown_is_no_dek() -> None:
    assert pieces(page())[:2] == [("headline", "Harbour bridge closes"), ("body", STORY[0])]


def test_description_that_copies_the_opening_is_no_dek() -> None:
    head = f'<meta property="og:description" content="{STORY[0]}">'
    assert pieces(page(head=head))[:2] == [("headline", "Harbour bridge closes"), ("body", STORY[0])]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        pytest.param("<p>Advertisement</p>", ("promo", "Advertisement"), id="advertisement"),
        pytest.param(
            '<p><a href="/x">Ferry strike enters its second week</a></p>',
            ("promo", "Ferry strike enters its second week"),
            id="link-line",
        ),
        pytest.param(
            "<p>Sign up for our morning newsletter</p>", ("promo", "Sign up for our morning newsletter"), id="newsletter"
        ),
        pytest.param("<p>Image: The bridge at dawn</p>", ("caption", "Image: The bridge at dawn"), id="caption"),
        pytest.param("<p>Tom Vale / Getty Images</p>", ("credit", "Tom Vale / Getty Images"), id="credit"),
        pytest.param("<p>Harbour bridge closes</p>", ("other", "Harbour bridge closes"), id="repeated-headline"),
        pytest.param(
            '<p class="imageCaption">Cars wait at the closed harbour bridge.</p>',
            ("caption", "Cars wait at the closed harbour bridge."),
            id="marked-caption",
        ),
    ],
)
def test_lines_inside_the_body(inside: str, expected: tuple[str, str]) -> None:
    found = pieces(page(inside=inside))
    assert [text for kind, text in found if kind == "body"] == STORY
    assert expected in found


def test_line_above_the_byline_is_the_dek() -> None:
    found = pieces(page(before="<p>Ferries for commuters until spring</p><p>By Ana Ruiz</p><p>Tuesday, 9 January 2024</p>"))
    assert found[:4] == [
        ("headline", "Harbour bridge closes"),
        ("dek", "Ferries for commuters until spring"),
        ("byline", "By Ana Ruiz"),
        ("timestamp", "Tuesday, 9 January 2024"),
    ]


def test_bold_line_between_paragraphs_is_a_subhead() -> None:
    assert ("subhead", "Next steps") in pieces(page(inside="<p><strong>Next steps</strong></p>"))


def test_heading_of_the_page_goes_before_the_title_of_the_site() -> None:
    text = page().replace("<title>Harbour bridge closes | Harbour Post</title>", "<title>Harbour Radio – Listen live</title>")
    draft = read_page(text)
    assert draft is not None
    assert (draft.title, draft.title_source) == ("Harbour bridge closes", "heading")


def test_byline_is_shown_without_its_date() -> None:
    draft = read_page(page(before='<p class="meta">By Ana Ruiz | <time>5 January 2024</time></p>'))
    assert draft is not None
    assert draft.byline == "By Ana Ruiz"
    assert draft.published is not None


def test_end_matter_is_other() -> None:
    found = pieces(
        page(after="<h3>About the author</h3><p>Ana Ruiz has written about harbours and bridges for twenty years.</p>")
    )
    assert [kind for kind, _ in found if kind in ("body", "subhead")] == ["body"] * 3


def test_a_rubric_above_the_byline_is_no_dek() -> None:
    found = pieces(page(before='<p>News Flash</p><p>By Ana Ruiz</p>'))
    assert found[:3] == [("headline", "Harbour bridge closes"), ("byline", "By Ana Ruiz"), ("other", "News Flash")]


def test_headline_with_its_rubric_is_no_body() -> None:
    found = pieces(page(before="<h2>Harbour bridge closes | Opinion</h2>"))
    assert ("other", "Harbour bridge closes | Opinion") in found
    assert [text for kind, text in found if kind in ("subhead", "body")] == STORY


def test_embedded_posts_are_no_body() -> None:
    post = (
        '<blockquote class="twitter-tweet"><p>Stay away from the sea front, the waves are over the wall.</p>'
        '— Alder Police (@alderpolice) <a href="/x">March 2, 2026</a></blockquote>')
    found = pieces(page(inside=post))
    assert ("other", "Stay away from the sea front, the waves are over the wall.") in found
    assert [text for kind, text in found if kind == "body"] == STORY


def test_story_in_a_table_that_lays_out_the_page() -> None:
    lines = "<br><br>".join(["<b>Harbour bridge closes</b><br>By ANA RUIZ<br>Harbour Post Staff Writer", *STORY])
    head = "<head><title>Harbour bridge closes</title></head>"
    draft = read_page(f"<html>{head}<body><table><tr><td>{lines}</td></tr></table></body></html>")
    assert draft is not None
    assert draft.pieces == (
        ("headline", "Harbour bridge closes"), ("byline", "By ANA RUIZ"), ("byline", "Harbour Post Staff Writer"),
        *(("body", text) for text in STORY))


@pytest.mark.parametrize(("stated", "expected"), [
    pytest.param("Tom Vale", "Tom Vale", id="stated"),
    pytest.param("ana@harbourpost.example", "Ana Ruiz", id="stated-is-an-address"),
    pytest.param("admin", "Ana Ruiz", id="stated-is-a-user-name"),
])
def test_byline_where_the_page_shows_none_as_such(stated: str, expected: str) -> None:
    draft = read_page(page(head=json_ld(author=stated), before='<div class="author">Ana Ruiz</div>'))
    assert draft is not None
    assert (draft.byline, [author.name for author in draft.authors]) == (expected, [expected])


def test_page_without_an_article() -> None:
    assert read_page("<html><head><title>Harbour Post</title></head><body><nav><a href='/'>Home</a></nav></body></html>") is None
    assert read_page("") is None


def test_nesting_is_bounded() -> None:
    with pytest.raises(NestingError, match=str(MAX_NESTING)):
        read_page("<html><body>" + "<div>" * 5_000 + STORY[0])


def test_entities_from_outside_are_not_read() -> None:
    draft = read_page(
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        + page(inside="<p>&x; stays out of here.</p>")
    )
    assert draft is not None
    assert all("/etc" not in text for _, text in draft.pieces)


def test_fragment_keeps_all_text() -> None:
    draft = read_fragment(
        f"<h2>Ferries</h2><p>{STORY[0]}<script>x()</script></p>Bare text,<br>second line.<ul><li>One item</li></ul>", title=None
    )
    assert draft is not None
    assert list(draft.pieces) == [
        ("subhead", "Ferries"),
        ("body", STORY[0]),
        ("body", "Bare text,"),
        ("body", "second line."),
        ("body", "One item"),
    ]


def json_ld(**properties: object) -> str:
    article = {"@type": "NewsArticle", "headline": "Harbour bridge closes", **properties}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


@pytest.mark.parametrize(
    ("stated", "before", "expected"),
    [
        pytest.param("Harbour Post", '<p class="byline">By Ana Ruiz</p>', [("Ana Ruiz", "person")], id="outlet-stated"),
        pytest.param(
            "Harbour Post",
            '<div class="byline"><span class="author">Ana Ruiz</span> <span>Harbour Post</span></div>',
            [("Ana Ruiz", "person")],
            id="person-in-a-marked-element",
        ),
        pytest.param(
            "Harbour Post",
            '<div class="authors"><a href="/a">Ana Ruiz</a><a href="/b">Tom Vale</a></div>',
            [("Ana Ruiz", "person"), ("Tom Vale", "person")],
            id="two-linked-people",
        ),
        pytest.param(
            "Associated Press",
            '<p class="byline">By Ana Ruiz</p>',
            [("Ana Ruiz", "person"), ("Associated Press", "wire")],
            id="agency-stays",
        ),
        pytest.param("Harbour Post", "<p>Ana Ruiz, University of Alder</p>", [("Ana Ruiz", "person")], id="name-and-employer"),
        pytest.param("Tom Vale", '<p class="byline">By Ana Ruiz</p>', [("Tom Vale", "person")], id="stated-person-stays"),
        pytest.param(
            "Harbour Post",
            '<aside><span class="author">Tom Vale</span></aside>',
            [("Harbour Post", "organisation")],
            id="author-of-another-story",
        ),
    ],
)
def test_people_shown_go_before_the_outlet_stated(stated: str, before: str, expected: list[tuple[str, str]]) -> None:
    draft = read_page(page(head=json_ld(author={"name": stated}), before=before))
    assert draft is not None
    assert [(author.name, author.kind) for author in draft.authors] == expected


def test_label_in_the_heading_is_no_part_of_the_headline() -> None:
    text = page(head=json_ld() + '<meta property="og:title" content="Harbour bridge closes">')
    draft = read_page(text.replace("<h1>", "<h1><span>Analysis</span> "))
    assert draft is not None
    assert (draft.title, draft.title_source) == ("Harbour bridge closes", "json_ld")


def test_paragraphs_that_extraction_lost_come_back() -> None:
    lost = [f"Pier {number} was last inspected in 201{number}, and its report has been public since then." for number in range(9)]
    hidden = "".join(f'<div class="comment-list"><p>{text}</p></div>' for text in lost)
    text = page(head=json_ld(articleBody=" ".join([*STORY, *lost])), after=hidden)
    assert [text for kind, text in pieces(text) if kind == "body"] == [*STORY, *lost]
    assert [text for kind, text in pieces(page(after=hidden)) if kind == "body"] == STORY


def test_story_that_only_the_metadata_hold_is_not_shown() -> None:
    unseen = " ".join(["Nobody who opens this page can read these words."] * 40)
    text = page(head=json_ld(articleBody=unseen))
    assert [text for kind, text in pieces(text) if kind == "body"] == STORY


def test_notes_on_the_authors_close_the_story() -> None:
    note = "Ana Ruiz, a former engineer, covers the harbour for this paper."
    found = pieces(page(before='<p class="byline">By Ana Ruiz</p>', after=f"<p>{STORY[1]} Ana Ruiz is on it.</p><p>{note}</p>"))
    assert found[-2:] == [("body", f"{STORY[1]} Ana Ruiz is on it."), ("other", note)]
