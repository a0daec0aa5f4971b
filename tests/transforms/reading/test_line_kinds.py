"""Lines that their own wording labels, and lines of a story that look alike."""

import pytest

from transforms.reading.line_kinds import label_line
from transforms.reading.picture_credits import part_trailing_credit


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        pytest.param(
            "Your browser is not supported. Please upgrade for the best experience.", "boilerplate", id="browser-notice"
        ),
        pytest.param("We use cookies to improve your experience.", "boilerplate", id="cookie-notice"),
        pytest.param("By continuing to browse you agree to our terms.", "boilerplate", id="consent"),
        pytest.param("© 2024 The Harbour Post", "boilerplate", id="copyright-sign"),
        pytest.param("Copyright 2024 Harbour Post. All rights reserved.", "boilerplate", id="rights-reserved"),
        pytest.param("Facebook Twitter Email", "boilerplate", id="share-buttons"),
        pytest.param("5 min read", "boilerplate", id="reading-time"),
        pytest.param("We may earn a commission from links on this page.", "boilerplate", id="affiliate-notice"),
        pytest.param("Buying through us may earn us a commission.", "boilerplate", id="affiliate-notice-of-a-shop"),
        pytest.param("Members get offers from our partners. Read our Privacy Policy", "boilerplate", id="offers-and-policy"),
        pytest.param("Would you like to comment on this article?", "boilerplate", id="comment-box"),
        pytest.param("Sign up (it's free) or sign in now.", "boilerplate", id="sign-up-or-in"),
        pytest.param("Already have an account? Log in", "boilerplate", id="account"),
        pytest.param("Advertisement", "promo", id="advertisement"),
        pytest.param("Advertisement 1Story continues below", "promo", id="advertisement-with-its-number"),
        pytest.param("This article is exclusive to Post+ subscribers", "promo", id="for-subscribers"),
        pytest.param("Get unlimited access for only $1 a week.", "promo", id="offer"),
        pytest.param("Download the new Post app to plan your week.", "promo", id="app"),
        pytest.param("• Email: aruiz@harbourpost.example", "promo", id="address-of-the-author"),
        pytest.param("Contact staff writer Ana Ruiz at ana@harbourpost.example or 555-0100.", "promo", id="reach-the-author"),
        pytest.param("Is your street flooded? Get in touch at news@harbourpost.example", "promo", id="call-for-readers"),
        pytest.param("Follow along with the latest updates below.", "promo", id="live-blog-opening"),
        pytest.param("If you like this, consider supporting our award-winning journalism.", "promo", id="support-journalism"),
        pytest.param("This story about schools was produced by the Alder Report, a newsroom.", "promo", id="produced-by"),
        pytest.param("Read more: Ferry strike enters second week", "promo", id="read-more"),
        pytest.param("Sign up for our morning newsletter", "promo", id="newsletter"),
        pytest.param("Get the day’s news delivered straight to your inbox.", "promo", id="inbox"),
        pytest.param("Follow the Harbour Post on Facebook", "promo", id="follow"),
        pytest.param("RELATED: What the harbour plan means", "promo", id="related"),
        pytest.param("Image: A ferry leaves the harbour", "caption", id="image-title"),
        pytest.param("FILE PHOTO: The mayor speaks in May", "caption", id="file-photo"),
        pytest.param("FILE - The mayor speaks in Port Alder, May 3, 2023.", "caption", id="agency-file-picture"),
        pytest.param("Photo: Ana Ruiz / Getty Images", "credit", id="photo-credit"),
        pytest.param("Ana Ruiz/AFP via Getty Images", "credit", id="photographer-and-agency"),
        pytest.param("(AP Photo/Ana Ruiz)", "credit", id="agency-photo"),
        pytest.param("(Reporting by Ana Ruiz in Lisbon; Editing by Tom Vale)", "credit", id="sign-off"),
        pytest.param("Tom Vale contributed to this report.", "credit", id="contribution"),
        pytest.param("– additional reporting by Tom Vale", "credit", id="sign-off-behind-a-dash"),
        pytest.param("By Ana Ruiz and Tom Vale", "byline", id="byline"),
        pytest.param("BY ANA RUIZ, STAFF WRITER", "byline", id="byline-in-capitals"),
        pytest.param("Published 5:30 p.m. ET Jan. 21, 2024", "timestamp", id="published"),
        pytest.param("Updated 2 hours ago", "timestamp", id="relative-time"),
        pytest.param("Friday, January 19, 2024", "timestamp", id="date-alone"),
        # The same words in a story.
        pytest.param("Microsoft said the browser would no longer be supported.", None, id="browser-in-the-news"),
        pytest.param("The senator attacked the company's privacy policy.", None, id="privacy-policy-in-the-news"),
        pytest.param("Residents can sign up for text alerts on the city website.", None, id="sign-up-in-the-news"),
        pytest.param("By signing the treaty, both sides agree to talks.", None, id="by-and-agree-in-the-news"),
        pytest.param("Voters can contact their councillor at the town hall on Monday.", None, id="contact-in-the-news"),
        pytest.param("Prisoners have unlimited access to lawyers, the minister said.", None, id="access-in-the-news"),
        pytest.param("This story was told by her grandmother every winter.", None, id="story-in-the-news"),
        pytest.param("The fund supports independent films and radio.", None, id="support-in-the-news"),
        pytest.param("Who follows the latest fashion? Few in Alder do.", None, id="question-in-the-news"),
        pytest.param("By Monday afternoon, Vale had resigned", None, id="by-with-a-day"),
        pytest.param("By the Numbers", None, id="by-in-a-title"),
        pytest.param("Credit Suisse shares fell on Monday", None, id="credit-as-a-name"),
        pytest.param("Related problems mount", None, id="related-in-a-title"),
        pytest.param("Edited by a team of scholars, the book sold out.", None, id="edited-by-in-a-sentence"),
        pytest.param("May 5 was a sunny day", None, id="date-in-a-sentence"),
        pytest.param("“Subscribe to our newsletter,” the sign said.", None, id="quotation"),
    ],
)
def test_label_line(line: str, kind: str | None) -> None:
    assert label_line(line) == kind


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "The mayor at City Hall on Jan. 20, 2024.Tom Vale / Getty Images",
            ("The mayor at City Hall on Jan. 20, 2024.", "Tom Vale / Getty Images"),
            id="glued-agency",
        ),
        pytest.param(
            "The bridge at dawn. Tom Vale/AFP via Getty Images",
            ("The bridge at dawn.", "Tom Vale/AFP via Getty Images"),
            id="spaced-agency",
        ),
        pytest.param(
            "The bridge at dawn.Tom Vale / Harbour Post file",
            ("The bridge at dawn.", "Tom Vale / Harbour Post file"),
            id="glued-outlet",
        ),
        pytest.param(
            "The mayor waits. (AP Photo/Tom Vale, File)", ("The mayor waits.", "(AP Photo/Tom Vale, File)"), id="bracketed"
        ),
        pytest.param("He works for Ford / General Motors", None, id="slash-inside-a-sentence"),
        pytest.param("The minister told Reuters.", None, id="agency-as-hearer"),
        pytest.param("The bank cut its rate again. [Reuters]", None, id="agency-credited-for-the-news"),
    ],
)
def test_part_trailing_credit(line: str, expected: tuple[str, str] | None) -> None:
    assert part_trailing_credit(line) == expected
