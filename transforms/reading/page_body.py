"""The article inside a page: the body that trafilatura finds, line by line, with what is not body labelled as what it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]  # compiled, without type stubs
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from schemas.vocabulary import BlockKind
from transforms.reading.authors import is_organisation
from transforms.reading.datelines import read_dateline
from transforms.reading.dates import is_timestamp, read_timestamp
from transforms.reading.line_kinds import label_line
from transforms.reading.markup import HEADINGS, block_texts, one_line, short_text_of, text_of
from transforms.reading.normalisation import fold, words
from transforms.reading.picture_credits import MAX_CAPTION_CHARACTERS, part_trailing_credit
from transforms.reading.plain_text import Piece, subhead_indices

# What lxml and trafilatura are known to raise on trees that no browser would build.
_EXTRACTION_FAULTS = (
    ValueError, TypeError, AttributeError, IndexError, KeyError, AssertionError, RecursionError, etree.LxmlError,
)

# Removed before extraction: half of the elements of many pages, which every pass over the tree would walk again. JSON-LD stays,
# since trafilatura turns to the story in it where the page shows none.
_NEVER_STORY = ("style", "svg", "iframe", "link", "meta")
_SCRIPTS_WITHOUT_STORY = "//script[not(contains(@type, 'ld+json'))]"

_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_CAPTION_MARK = re.compile(r"\b(?:caption|image-?text|media-?text|photo-?text|wp-caption-text)\b|caption", re.IGNORECASE)
_CREDIT_MARK = re.compile(r"\b(?:photo|image|picture|media)-?_?(?:credit|source|copyright)|\bcredit\b", re.IGNORECASE)
# What the scripts that social networks hand out for embedding a post call its element.
_EMBED_MARK = re.compile(
    r"\b(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-(?:post|video)|bluesky-embed|reddit-(?:card|embed)(?:-bq)?"
    r"|mastodon-embed|truthsocial-embed|threads-embed|text-post-media)\b"
)
_MIN_EMBEDDED_WORDS = 3
_MAX_EMPLOYER_CHARACTERS = 80
# A first pass that found less than this share of the words in paragraphs on the page has lost the story, or the page is a list.
_MIN_SHARE_OF_SHOWN = 0.4
_MIN_STORY_PARAGRAPH_WORDS = 12
# Extraction and metadata agree to a few words on most pages; teasers and picture galleries explain smaller gaps.
_MIN_SHARE_OF_STATED = 0.7
_MIN_MATCHED_WORDS = 3
_MAX_MARKED_TEXTS = 500
_MAX_LINK_WORDS = 30
_MIN_MARKED_WORDS = 2
# Shorter lines ("He agreed.") may come twice in a story.
_MIN_REPEAT_WORDS = 6
_MAX_TRAIL_CHARACTERS = 60
_MIN_DEK_WORDS, _MAX_DEK_WORDS = 4, 55
# Dek, byline and at least one paragraph.
_MIN_PARAGRAPHS_UNDER_DEK = 3
_BYLINE_EDGES = re.compile(r"^\s*(?:by\b)?[\s|,;·•/–—-]*|[\s|,;·•/–—-]*$", re.IGNORECASE)
_END_MATTER = re.compile(
    r"(?:about\sthe\s(?:authors?|writers?|reporters?)|author\s(?:bio|information|details)"
    r"|related(?:\s(?:articles?|stories|posts?|topics?|links?))?|(?:leave\sa\s)?comments?|share\syour\sstory|recommended(?:\s\w+)?"
    r"|you\s(?:may|might)\salso\slike|more\s(?:from|stories)\b.{0,40})[:.]?",
    re.IGNORECASE,
)
# What stands behind the name in a note on an author. A story on one of its own authors does not end like this.
_AUTHOR_NOTE = re.compile(
    r"(?:,[^,]{2,80},)?\s(?:is\s(?:an?|the|our)\b"
    r"|is\s(?:[\w-]+\s){0,3}(?:editor|reporter|correspondent|writer|columnist|journalist|professor|faculty|fellow|director)\b|(?:covers|reports\son|writes|works\s(?:as|for|at))\b"
    r"|can\sbe\s(?:reached|contacted|followed)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One line of a page's body as extracted.

    Args:
        text: Normalised text on one line.
        is_heading: Whether the page marks it as a heading.
        is_link: Whether all of it is one or more links.
    """

    text: str
    is_heading: bool = False
    is_link: bool = False


def strip_machinery(tree: HtmlElement) -> None:
    """Remove, in place, what is made for browsers and never holds the story. Its metadata must have been read before."""
    for script in tree.xpath(_SCRIPTS_WITHOUT_STORY):
        script.drop_tree()
    etree.strip_elements(tree, *_NEVER_STORY, with_tail=False)


def extract_paragraphs(tree: HtmlElement, *, article_body: str | None = None) -> tuple[Paragraph, ...]:
    """Body of the article on a page, in reading order; empty when none is found.

    trafilatura works on a copy of the tree: no network, no metadata, so no date is guessed. Its comparison with other extractors
    doubles the time and changes little, so it is left to pages on which the first pass found much less than they show.

    Args:
        tree: The page, without what `strip_machinery` removes.
        article_body: The story as the page's metadata hold it. Where extraction lost most of it, the blocks of the page that it
            contains are the body.
    """
    found = _extract(tree, fast=True)
    if _word_count(found) < _MIN_SHARE_OF_SHOWN * _shown_word_count(tree):
        found = max(found, _extract(tree, fast=False), key=_word_count)
    if article_body is not None and _word_count(found) < _MIN_SHARE_OF_STATED * len(words(article_body)):
        found = max(found, _blocks_within(tree, article_body), key=_word_count)
    return found


def _extract(tree: HtmlElement, *, fast: bool) -> tuple[Paragraph, ...]:
    options = Extractor(output_format="xml", comments=False, links=True, tables=True, with_metadata=False, fast=fast)
    try:
        document = bare_extraction(tree, options=options)
    except _EXTRACTION_FAULTS:
        return ()
    body = getattr(document, "body", None)
    return tuple(_paragraphs(body)) if body is not None else ()


def _word_count(paragraphs: Iterable[Paragraph]) -> int:
    return sum(len(paragraph.text.split()) for paragraph in paragraphs)


def _shown_word_count(tree: HtmlElement) -> int:
    """Words in paragraphs that are long enough to belong to a story."""
    counts = (len("".join(element.itertext()).split()) for element in tree.iter("p"))
    return sum(count for count in counts if count >= _MIN_STORY_PARAGRAPH_WORDS)


def _blocks_within(tree: HtmlElement, article_body: str) -> tuple[Paragraph, ...]:
    """Visible blocks of a page whose words stand in a row in a text, each once, in the order of the page."""
    wanted = f" {fold(article_body)} "
    found: dict[str, Paragraph] = {}
    for tag, text in block_texts(tree):
        folded = fold(text)
        if folded not in found and len(folded.split()) >= _MIN_MATCHED_WORDS and f" {folded} " in wanted:
            found[folded] = Paragraph(text=text, is_heading=tag in HEADINGS)
    return tuple(found.values())


def label_paragraphs(
    paragraphs: Sequence[Paragraph], *, title: str | None, dek: str | None, byline: str | None,
    captions: frozenset[str] = frozenset(), credits: frozenset[str] = frozenset(), embedded: Sequence[str] = (),
    author_names: Sequence[str] = (),
) -> tuple[Piece, ...]:
    """Blocks of a page: headline, dek and byline as given, then the paragraphs under what each of them is.

    Args:
        paragraphs: Body as extracted; lines of it that repeat headline, dek or byline are not body.
        title: Headline of the page, None when it has none.
        dek: Summary line that the page shows.
        byline: Byline that the page shows.
        captions: Folded texts that the page marks as captions.
        credits: Folded texts that the page marks as picture credits.
        embedded: Folded texts of embedded posts: the words of others, not of the story, so their lines are no body.
        author_names: Authors of the page, to know a line of names and date by.
    """
    stated: tuple[tuple[BlockKind, str | None], ...] = (("headline", title), ("dek", dek), ("byline", byline))
    head: list[Piece] = [(kind, text) for kind, text in stated if text]
    above_byline = _line_above_byline(paragraphs, title=title, byline=byline) if dek is None else None
    if above_byline is not None and len(words(above_byline)) >= _MIN_DEK_WORDS:
        head.insert(1 if title else 0, ("dek", above_byline))
        above_byline = None
    repeated = {fold(text) for _, text in head}
    seen: set[str] = set()
    body: list[Piece] = []
    for paragraph in paragraphs:
        folded = fold(paragraph.text)
        has_begun = any(kind == "body" for kind, _ in body)
        if folded in repeated and not has_begun:
            # The first showing of headline, dek or byline above the story is the block of the head, not a second one.
            continue
        if folded in repeated or (folded in seen and len(folded.split()) >= _MIN_REPEAT_WORDS):
            body.append(("other", paragraph.text))
            continue
        seen.add(folded)
        if not has_begun and (paragraph.text == above_byline or (title is not None and _is_trail(paragraph.text, title))):
            body.append(("other", paragraph.text))
        elif not has_begun and _is_byline_with_date(paragraph.text, author_names):
            body.append(("byline", paragraph.text))
        elif not has_begun and byline is not None and _is_employer(paragraph.text):
            # Whom the author writes for, on a line of its own under the byline.
            body.append(("byline", paragraph.text))
        elif len(folded.split()) >= _MIN_EMBEDDED_WORDS and any(f" {folded} " in post for post in embedded):
            body.append(("other", paragraph.text))
        else:
            body.extend(_label(paragraph, folded, captions, credits))
    found = subhead_indices([text if kind == "body" else None for kind, text in body])
    body = [("subhead", text) if index in found else (kind, text) for index, (kind, text) in enumerate(body)]
    return (*head, *_without_author_notes(_without_end_matter(body), author_names))


def _line_above_byline(paragraphs: Sequence[Paragraph], *, title: str | None, byline: str | None) -> str | None:
    """The line between headline and byline or date, which is the dek wherever the story itself comes after those, or a rubric if
    it is of a few words."""
    story = [paragraph.text for paragraph in paragraphs if fold(paragraph.text) != fold(title or "")]
    if len(story) < _MIN_PARAGRAPHS_UNDER_DEK or label_line(story[0]) is not None or read_dateline(story[0]) is not None:
        return None
    is_byline = label_line(story[1]) == "byline" or (byline is not None and fold(story[1]) == fold(byline))
    is_date = read_timestamp(story[1]) is not None
    return story[0] if (is_byline or is_date) and len(words(story[0])) <= _MAX_DEK_WORDS else None


def _is_employer(text: str) -> bool:
    return len(text) <= _MAX_EMPLOYER_CHARACTERS and is_organisation(text)


def _is_trail(text: str, title: str) -> bool:
    """Whether a line is the path to the article that ends in its title ("News » Politics » ..."), or the title and a rubric."""
    folded, wanted = fold(text), fold(title)
    return (
        bool(wanted) and (folded.endswith(wanted) or folded.startswith(wanted))
        and len(folded) - len(wanted) <= _MAX_TRAIL_CHARACTERS and any(mark in text for mark in "»>/›|")
    )


def _is_byline_with_date(text: str, author_names: Sequence[str]) -> bool:
    """Whether a line holds the stated authors, a date and nothing else ("Ana Ruiz | Updated on 19 Dec 2025")."""
    rest = text
    for name in author_names:
        rest = re.sub(re.escape(name), "", rest, count=1, flags=re.IGNORECASE)
    if rest == text:
        return False
    rest = _BYLINE_EDGES.sub("", rest)
    return not rest or is_timestamp(rest)


def embedded_texts(tree: HtmlElement) -> tuple[str, ...]:
    """Folded texts of the posts of social networks that a page embeds, with a space at each end."""
    posts = (element for element in tree.iter("blockquote", "div") if _EMBED_MARK.search(element.get("class") or ""))
    return tuple(f" {fold(text_of(element))} " for element in islice(posts, _MAX_MARKED_TEXTS))


def marked_texts(tree: HtmlElement) -> tuple[frozenset[str], frozenset[str]]:
    """Folded texts of elements that the page marks as captions, and of those it marks as picture credits."""
    captions: set[str] = set()
    credits: set[str] = set()
    # A page repeats its few hundred classes on thousands of elements.
    kinds: dict[tuple[str | None, str | None], BlockKind | None] = {}
    for element in tree.iter("figcaption", "div", "p", "span", "small", "em"):
        kind = _marked_kind(element, kinds)
        if kind is None and element.tag != "figcaption":
            continue
        if len(captions) + len(credits) >= _MAX_MARKED_TEXTS:
            break
        text = short_text_of(element, limit=MAX_CAPTION_CHARACTERS)
        if text is not None and len(words(text)) >= _MIN_MARKED_WORDS:
            (credits if kind == "credit" else captions).add(fold(text))
    if not captions:
        return frozenset(), frozenset(credits)
    # Captions are often written by copying a sentence of the story; the sentence stays body.
    plain: set[str] = set()
    for element in tree.iter("p"):
        text = short_text_of(element, limit=MAX_CAPTION_CHARACTERS)
        if text and (folded := fold(text)) in captions and not _is_in_caption(element, kinds):
            plain.add(folded)
    return frozenset(captions - plain), frozenset(credits)


def _marked_kind(element: HtmlElement, kinds: dict[tuple[str | None, str | None], BlockKind | None]) -> BlockKind | None:
    """What the class of an element says that it holds: a credit, a caption or neither. Remembered in `kinds`."""
    marks = element.get("class"), element.get("itemprop")
    if marks not in kinds:
        stated = f"{marks[0] or ''} {marks[1] or ''}"
        kinds[marks] = "credit" if _CREDIT_MARK.search(stated) else "caption" if _CAPTION_MARK.search(stated) else None
    return kinds[marks]


def _is_in_caption(element: HtmlElement, kinds: dict[tuple[str | None, str | None], BlockKind | None]) -> bool:
    return _marked_kind(element, kinds) == "caption" or any(
        ancestor.tag in ("figure", "figcaption") or _marked_kind(ancestor, kinds) == "caption"
        for ancestor in element.iterancestors()
    )


def _label(paragraph: Paragraph, folded: str, captions: frozenset[str], credits: frozenset[str]) -> list[Piece]:
    text = paragraph.text
    kind = label_line(text)
    if kind is None and folded in credits:
        kind = "credit"
    if kind is None and folded in captions:
        kind = "caption"
    if kind in (None, "caption"):
        parted = part_trailing_credit(text)
        if parted is not None:
            return [("caption" if len(parted[0]) <= MAX_CAPTION_CHARACTERS else "body", parted[0]), ("credit", parted[1])]
    if kind is not None:
        return [(kind, text)]
    if paragraph.is_link and not paragraph.is_heading and not _SENTENCE_END.search(text) and len(words(text)) <= _MAX_LINK_WORDS:
        return [("promo", text)]
    return [("subhead" if paragraph.is_heading else "body", text)]


def _without_end_matter(body: Sequence[Piece]) -> list[Piece]:
    """The blocks with what stands under "About the author" and the like, and headings over nothing, as `other`."""
    labelled: list[Piece] = []
    is_end_matter = False
    for kind, text in body:
        if kind == "subhead":
            is_end_matter = _END_MATTER.fullmatch(text) is not None
        labelled.append(("other", text) if is_end_matter and kind in ("body", "subhead") else (kind, text))
    for index in range(len(labelled) - 1, -1, -1):
        kind, text = labelled[index]
        if kind == "body":
            break
        if kind == "subhead":
            labelled[index] = ("other", text)
    return labelled


def _without_author_notes(body: Sequence[Piece], author_names: Sequence[str]) -> list[Piece]:
    """The blocks with the notes on the authors that close the story ("Ana Ruiz is a reporter in Lisbon.") as `other`."""
    labelled = list(body)
    stories = [index for index, (kind, _) in enumerate(labelled) if kind == "body"]
    for index in reversed(stories[_MIN_PARAGRAPHS_UNDER_DEK:]):
        text = labelled[index][1]
        if not any(text.startswith(name) and _AUTHOR_NOTE.match(text[len(name):]) for name in author_names):
            break
        labelled[index] = ("other", text)
    return labelled


def _paragraphs(body: HtmlElement) -> Iterable[Paragraph]:
    for element in body:
        yield from _paragraphs_of(element)


def _paragraphs_of(element: HtmlElement) -> Iterable[Paragraph]:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag == "list" or (tag == "quote" and len(element) and element[0].tag in ("p", "list", "head", "quote")):
        yield from _lines(element.text or "")
        for child in element:
            if child.tag in ("item", "p", "list", "head", "quote"):
                yield from _paragraphs_of(child)
            else:
                yield from _split(child)
            yield from _lines(child.tail or "")
    elif tag == "table":
        for row in element.iter("row"):
            if len(row) == 1:
                # One cell a row: a table that lays out the page, as pages did for long. The story is in it.
                yield from _paragraphs_within(row[0])
                continue
            cells = [one_line(" ".join(cell.itertext())) for cell in row.iter("cell")]
            yield from _lines(" | ".join(cell for cell in cells if cell))
    elif tag == "item" and any(child.tag in ("list", "p", "head") for child in element):
        yield from _lines(element.text or "")
        for child in element:
            yield from _paragraphs_of(child)
            yield from _lines(child.tail or "")
    elif tag in ("graphic", "media"):
        return
    else:
        yield from _split(element)
    if tag not in ("item", "p", "list", "head", "quote"):
        yield from _lines(element.tail or "")


def _paragraphs_within(cell: HtmlElement) -> Iterable[Paragraph]:
    """Paragraphs of an element in which text stands beside paragraphs."""
    line = [cell.text or ""]
    for child in cell:
        if child.tag in ("p", "list", "head", "quote", "lb"):
            yield from _lines("".join(line))
            if child.tag != "lb":
                yield from _paragraphs_of(child)
            line = []
        elif child.tag != "table":  # its rows come by themselves
            line.append(_text_with_breaks(child))
        line.append(child.tail or "")
    yield from _lines("".join(line))


def _split(element: HtmlElement) -> Iterable[Paragraph]:
    """Lines of a paragraph, parted at its line breaks."""
    is_heading = element.tag == "head" or element.tag in HEADINGS
    is_link = _is_all_links(element)
    for line in _text_with_breaks(element).split("\x1e"):
        text = one_line(line)
        if text:
            yield Paragraph(text=text, is_heading=is_heading, is_link=is_link)


def _text_with_breaks(element: HtmlElement) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            parts.append("\x1e")
        elif child.tag in ("p", "item", "head", "list", "quote", "row"):
            parts.append("\x1e" + _text_with_breaks(child) + "\x1e")
        else:
            parts.append(_text_with_breaks(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _is_all_links(element: HtmlElement) -> bool:
    linked = sum(len(one_line("".join(ref.itertext()))) for ref in element.iter("ref"))
    return linked > 0 and linked >= len(one_line("".join(element.itertext()))) - 2


def _lines(text: str) -> Iterable[Paragraph]:
    line = one_line(text)
    if line:
        yield Paragraph(text=line)
