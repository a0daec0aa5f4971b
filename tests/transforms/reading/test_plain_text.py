"""Plain text: every line kept, each under what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reading.normalisation import visible_characters
from transforms.reading.plain_text import label_text

LEAD = "PORT ALDER — Mayor Ana Ruiz closed the old harbour bridge on Monday after engineers found cracks in two of its piers."
SECOND = "The bridge carries 12,000 cars a day, and ferries will run every ten minutes until it opens again, the city said."


def kinds(text: str, **options: object) -> list[tuple[str, str]]:
    return [(kind, piece[:24]) for kind, piece in label_text(text, **options)]  # pyright: ignore[reportArgumentType]


def test_a_story_with_everything() -> None:
    text = "\n".join(
        [
            "Your browser is not supported. For the best experience please use another browser.",
            "",
            "Harbour bridge closes after cracks are found",
            "",
            "Ferries will replace buses until spring, the city said.",
            "Image: The Harbour Bridge At Low Tide",
            "The harbour bridge seen from the quay on May 3, 2024.Tom Vale / Getty Images",
            "",
            "By Ana Ruiz",
            "Published May 4, 2024",
            "",
            LEAD,
            "",
            SECOND,
            "",
            "What happens next",
            "",
            SECOND,
            "",
            "Read more: How the bridge was built",
            "",
            "© 2024 The Harbour Post",
        ]
    )
    assert label_text(text) == (
        ("boilerplate", "Your browser is not supported. For the best experience please use another browser."),
        ("headline", "Harbour bridge closes after cracks are found"),
        ("dek", "Ferries will replace buses until spring, the city said."),
        ("caption", "Image: The Harbour Bridge At Low Tide"),
        ("caption", "The harbour bridge seen from the quay on May 3, 2024."),
        ("credit", "Tom Vale / Getty Images"),
        ("byline", "By Ana Ruiz"),
        ("timestamp", "Published May 4, 2024"),
        ("body", LEAD),
        ("body", SECOND),
        ("subhead", "What happens next"),
        ("body", SECOND),
        ("promo", "Read more: How the bridge was built"),
        ("boilerplate", "© 2024 The Harbour Post"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{LEAD}\n\n{SECOND}", ["body", "body"], id="first-paragraph-is-body"),
        pytest.param(f"Bridge closes\n\n{LEAD}", ["headline", "body"], id="headline-and-dateline"),
        pytest.param(f"Bridge closes\n\nFerries step in.\n\n{LEAD}", ["headline", "dek", "body"], id="dek-before-dateline"),
        pytest.param(
            f"Bridge closes\n\nThe mayor resigned on Monday.\n\n{SECOND}", ["headline", "body", "body"], id="short-lede-is-no-dek"
        ),
        pytest.param(
            f"Bridge closes\n\nFerries to step in until spring\n\n{SECOND}",
            ["headline", "dek", "body"],
            id="dek-without-full-stop",
        ),
        pytest.param(f"POLITICS\n\nMayor says bridge will stay closed\n\n{LEAD}", ["other", "headline", "body"], id="kicker"),
        pytest.param("Only one short line", ["body"], id="a-single-line-is-body"),
        pytest.param(f"{LEAD}\n\n“A long road back”\n\n{SECOND}", ["body", "body", "body"], id="quotation-is-no-subhead"),
        pytest.param(f"{LEAD}\n\nWhy did it crack?\n\n{SECOND}", ["body", "body", "body"], id="question-is-no-subhead"),
        pytest.param(f"{LEAD}\n\n- Two piers\n- One deck\n\n{SECOND}", ["body"] * 4, id="list-items-are-no-subheads"),
        pytest.param(
            f"{LEAD}\n\nTwo piers\n\nOne deck\n\nThree lamps\n\n{SECOND}", ["body"] * 5, id="run-of-short-lines-is-a-list"
        ),
        pytest.param(
            "VALE: We will rebuild the bridge.\n\nWhat follows\n\nRUIZ: And when will it open again?",
            ["body"] * 3,
            id="transcript",
        ),
    ],
)
def test_labels(text: str, expected: list[str]) -> None:
    assert [kind for kind, _ in label_text(text)] == expected


def test_bylines_of_two_lines_and_rules() -> None:
    text = f"Bridge closes\n\nBy Ana Ruiz\nOsprey News Agency\n\n{LEAD}\n\n___\n\n{SECOND}"
    assert [kind for kind, _ in label_text(text)] == ["headline", "byline", "byline", "body", "other", "body"]


def test_short_line_under_the_headline_heads_a_section() -> None:
    text = f"Harbour briefs: fees, ferries and a drone\n\nFees to rise\n\n{SECOND}\n\nDrone found\n\n{SECOND}"
    assert [kind for kind, _ in label_text(text)] == ["headline", "subhead", "body", "subhead", "body"]


def test_last_word_of_a_wrapped_paragraph_is_no_button() -> None:
    text = "Osprey News Agency writer Baptiste Cornu in Oslo contributed to this\nreport."
    assert label_text(text) == (("credit", text.replace("\n", " ")),)


def test_hard_wrapped_paragraph_is_joined() -> None:
    text = (
        "The old harbour bridge was closed to all traffic on Monday after\n"
        "engineers found cracks in two of its piers, the mayor said in a\nstatement."
    )
    assert label_text(text) == (("body", text.replace("\n", " ")),)


def test_lines_that_are_sentences_stay_apart() -> None:
    text = "The bridge carries twelve thousand cars a day and is old.\nThe ferries will run every ten minutes until it opens."
    assert [piece for _, piece in label_text(text)] == text.split("\n")


def test_known_title_becomes_the_headline_whatever_its_marks() -> None:
    assert kinds(f"Bridge closes.\n\n{SECOND}", title="Bridge Closes", expects_body=True)[0] == ("headline", "Bridge closes.")


def test_body_expected_guesses_no_headline() -> None:
    assert [kind for kind, _ in label_text(f"Bridge closes\n\n{SECOND}", title="Another title", expects_body=True)] == [
        "body",
        "body",
    ]


def test_the_line_after_a_caption_is_the_story_where_nothing_parts_them() -> None:
    text = f"Image: The bridge\n{SECOND}\n{SECOND}"
    assert [kind for kind, _ in label_text(text)] == ["caption", "body", "body"]


PIECES = st.sampled_from(
    [
        LEAD,
        SECOND,
        "By Ana Ruiz",
        "Image: A bridge",
        "Tom Vale / Getty Images",
        "on May 3, 2024.Tom Vale / Getty Images",
        "Advertisement",
        "\n",
        "\n\n",
        "\r\n",
        "\u2028",
        " \u00a0",
        "\u200b",
        "Bridge closes",
        "5 p.m.",
        "“Yes,” he said.",
        "- item",
        "lower case start",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map("\n".join)))
def test_no_visible_character_is_lost(text: str) -> None:
    for options in ({}, {"title": "Bridge closes", "expects_body": True}):
        pieces = label_text(text, **options)  # pyright: ignore[reportArgumentType]
        assert "".join(visible_characters(piece) for _, piece in pieces) == visible_characters(text)
        assert all(piece.strip() == piece and piece for _, piece in pieces)
