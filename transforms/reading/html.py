"""An HTML page or fragment to a draft: body by extraction, everything else from what the page states."""

import re
from collections.abc import Iterable, Mapping, Sequence

from lxml.html import HtmlElement

from transforms.reading.authors import (
    StatedAuthor,
    is_byline,
    names_author_and_employer,
    read_byline,
    read_stated_authors,
    without_date,
)
from transforms.reading.drafts import Draft, best_date
from transforms.reading.markup import HEADINGS, block_texts, parse_markup, short_text_of, text_of
from transforms.reading.metadata import PageMetadata, TitleSource, after_heading, are_variants, is_aside, read_metadata
from transforms.reading.normalisation import fold, words
from transforms.reading.page_body import (
    Paragraph,
    embedded_texts,
    extract_paragraphs,
    label_paragraphs,
    marked_texts,
    strip_machinery,
)

_BYLINE_MARK = re.compile(r"\b(?:by-?_?line|author|writer|contributor)", re.IGNORECASE)
_BY = re.compile(r"^by(?=\s|:|[A-Z])\s*:?", re.IGNORECASE)
_DEK_MARK = re.compile(
    r"\b(?:dek|deck|stand-?first|summary|excerpt|strap|tagline|description)|sub-?(?:title|head)", re.IGNORECASE,
)
_MAX_BYLINE_CHARACTERS = 200
_MAX_BYLINE_CANDIDATES = 40
_OPENING_CHARACTERS = 80
_INITIAL = re.compile(r"[^\W_]")
_MIN_DEK_WORDS, _MAX_DEK_WORDS = 4, 70
_MIN_HEADLINE_WORDS = 3
_MAX_KICKER_WORDS = 4


def read_page(text: str) -> Draft | None:
    """A whole page as a draft.

    Returns:
        None when the page holds no article text.

    Raises:
        NestingError: The page nests too deep to be read.
    """
    tree = parse_markup(text)
    if tree is None:
        return None
    metadata = read_metadata(tree)
    strip_machinery(tree)
    paragraphs = extract_paragraphs(tree, article_body=metadata.article_body)
    title, title_source = choose_title(metadata, paragraphs)
    stated_authors = read_stated_authors(metadata.author_names, kinds=metadata.author_kinds, outlet=metadata.site_name)
    shown_byline = _shown_byline(tree, metadata, paragraphs, stated_authors)
    authors = stated_authors
    if not any(author.kind == "person" for author in authors):
        authors = _with_shown_authors(authors, shown_byline, tree, metadata)
    # What the page states is no byline where no author could be read from it (an address, a user name).
    names = metadata.author_names if authors and authors == stated_authors else [author.name for author in authors]
    captions, credits = marked_texts(tree)
    dek = _shown_dek(tree, metadata, paragraphs, title)
    pieces = label_paragraphs(
        paragraphs, title=title, dek=dek, byline=shown_byline, captions=captions, credits=credits,
        embedded=embedded_texts(tree), author_names=[author.name for author in authors],
    )
    if not any(kind == "body" for kind, _ in pieces):
        return None
    date = best_date(metadata.published)
    return Draft(
        pieces=pieces,
        title=title,
        title_source=title_source,
        byline=shown_byline or "; ".join(name for name in names if name) or None,
        authors=authors,
        published=date[1] if date is not None else None,
        date_source=date[0] if date is not None else None,
        modified_at=next((stated.at for stated in metadata.modified if stated.at is not None), None),
        canonical_urls=metadata.canonical_urls,
        outlet_name=metadata.site_name,
        section=metadata.section,
        language=metadata.language,
    )


def read_fragment(text: str, *, title: str | None) -> Draft | None:
    """A column of HTML as a draft: all of it is taken for the body, only scripts and the like are left out.

    Returns:
        None when it holds no text.

    Raises:
        NestingError: The markup nests too deep to be read.
    """
    tree = parse_markup(text)
    if tree is None:
        return None
    paragraphs = [Paragraph(text=line, is_heading=tag in HEADINGS) for tag, line in block_texts(tree)]
    captions, credits = marked_texts(tree)
    pieces = label_paragraphs(
        paragraphs, title=title, dek=None, byline=None, captions=captions, credits=credits,
        embedded=embedded_texts(tree))
    if not any(kind == "body" for kind, _ in pieces):
        return None
    return Draft(pieces=pieces)


def choose_title(metadata: PageMetadata, paragraphs: Sequence[Paragraph]) -> tuple[str | None, TitleSource | None]:
    """The headline as published.

    The page's own heading where another statement or the extracted body confirms that it heads the article: JSON-LD, Open Graph
    and `title` often hold shorter variants for search engines and social networks. Else the most trusted statement.
    """
    if not metadata.titles:
        return None, None
    stated = [pair for pair in metadata.titles if pair[0] != "heading"]
    for shown in (pair for pair in metadata.titles if pair[0] == "heading"):
        heading = shown[1]
        opens_body = len(fold(heading).split()) >= _MIN_HEADLINE_WORDS and any(
            fold(each.text) == fold(heading) for each in paragraphs[:4]
        )
        if opens_body or any(are_variants(heading, other) for _, other in stated):
            title = _without_kicker(heading, dict(reversed(stated)))
            # Credited to the most trusted statement that says the same.
            return title, next(source for source, same in (*metadata.titles, shown) if fold(same) == fold(title))
    source, title = stated[0] if stated else metadata.titles[0]
    return title, source


def _without_kicker(heading: str, stated: Mapping[TitleSource, str]) -> str:
    """The headline without the label that stands in the same heading ("Analysis"), if JSON-LD and Open Graph agree on it."""
    shown, *titles = (fold(text).split() for text in (heading, stated.get("json_ld", ""), stated.get("open_graph", "")))
    size = len(titles[0])
    if titles[0] != titles[1] or size < _MIN_HEADLINE_WORDS or not 0 < len(shown) - size <= _MAX_KICKER_WORDS:
        return heading
    return stated["json_ld"] if titles[0] in (shown[:size], shown[-size:]) else heading


def _shown_dek(tree: HtmlElement, metadata: PageMetadata, paragraphs: Sequence[Paragraph], title: str | None) -> str | None:
    """The description of the page, if the page shows it as a line of its own that is not the opening of the story."""
    story = {fold(paragraph.text) for paragraph in paragraphs}
    wanted: dict[str, str] = {}
    for description in metadata.descriptions:
        folded = fold(description)
        if _MIN_DEK_WORDS <= len(words(description)) <= _MAX_DEK_WORDS and folded != fold(title or ""):
            wanted.setdefault(folded, description)
    if not wanted:
        return None
    for element in tree.iter("h2", "h3", "h4", "p", "div", "span", "section", "em", "strong"):
        # Only elements that hold nothing but a line can be the dek.
        if len(element) > 3 or not _opens_like(element, wanted):
            continue
        text = text_of(element)
        folded = fold(text)
        # A description that copies a paragraph of the story is no dek.
        if folded in wanted and (folded not in story or _is_marked_dek(element)):
            return text
    return None


def _opens_like(element: HtmlElement, folded_texts: Iterable[str]) -> bool:
    """Whether the first words in an element open one of the texts: the cheap test before all of it is gathered."""
    text = next((text for text in element.itertext() if not text.isspace()), "")
    initial = _INITIAL.search(text)
    if initial is None or not any(folded.startswith(initial[0].casefold()) for folded in folded_texts):
        return False
    opening = fold(text[:_OPENING_CHARACTERS])
    return bool(opening) and any(folded.startswith(opening) or opening.startswith(folded) for folded in folded_texts)


def _is_marked_dek(element: HtmlElement) -> bool:
    marks = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('id') or ''}"
    return element.tag in HEADINGS or _DEK_MARK.search(marks) is not None


def _with_shown_authors(
    authors: Sequence[StatedAuthor], shown_byline: str | None, tree: HtmlElement, metadata: PageMetadata,
) -> tuple[StatedAuthor, ...]:
    """The authors where the page states no person: the people that its byline names, who write for the outlet it states."""
    # A line that only repeats the stated names among others may run a person and the outlet together.
    is_certain = shown_byline is not None and (is_byline(shown_byline) or names_author_and_employer(shown_byline))
    shown = read_byline(shown_byline, outlet=metadata.site_name) if shown_byline is not None and is_certain else ()
    if not any(author.kind == "person" for author in shown):
        shown = _marked_authors(tree, metadata) or shown
    people = [author for author in shown if author.kind == "person"]
    if not people:
        return tuple(authors) or shown
    wires = {fold(author.name): author for author in (*shown, *authors) if author.kind == "wire"}
    return (*people, *wires.values())


def _marked_authors(tree: HtmlElement, metadata: PageMetadata) -> tuple[StatedAuthor, ...]:
    """Authors in elements under the headline that are marked as holding them and hold nothing but names."""
    organisations: tuple[StatedAuthor, ...] = ()
    for element in after_heading(tree, metadata.heading):
        if not _BYLINE_MARK.search(_marks(element)) or is_aside(element, metadata.heading):
            continue
        links = list(element.iter("a"))
        holders = links if len(links) > 1 else [element]
        texts = [short_text_of(holder, limit=_MAX_BYLINE_CHARACTERS) or "" for holder in holders]
        read = [read_byline(text, outlet=metadata.site_name) for text in texts]
        if not all(fold(_BY.sub("", text)) == fold(" and ".join(each.name for each in names)) for text, names in
                   zip(texts, read, strict=True)):
            continue
        # Names of several people without a mark between them read as one long name.
        found = tuple(author for names in read for author in names)
        if any(author.kind == "person" for author in found) and (len(element) < 2 or len(links) > 1):
            return found
        organisations = organisations or found
    return organisations


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"


def _shown_byline(
    tree: HtmlElement, metadata: PageMetadata, paragraphs: Sequence[Paragraph], authors: Sequence[StatedAuthor],
) -> str | None:
    """The byline as the page shows it: a line that is one, or a marked line that names the stated authors."""
    for paragraph in paragraphs[:6]:
        if is_byline(paragraph.text):
            return without_date(paragraph.text)
    if not any(author.kind == "person" for author in authors):
        for paragraph in paragraphs[:3]:
            if names_author_and_employer(paragraph.text):
                return paragraph.text
    for element in after_heading(tree, metadata.heading):
        text = short_text_of(element, limit=_MAX_BYLINE_CHARACTERS)
        if text is not None and is_byline(text):
            return without_date(text)
    names = [fold(author.name) for author in authors]
    candidates = 0
    for element in tree.iter("p", "div", "span", "address", "a", "h4", "h5", "h6", "li"):
        if not _BYLINE_MARK.search(_marks(element)):
            continue
        candidates += 1
        if candidates > _MAX_BYLINE_CANDIDATES:
            return None
        # Styles, not spaces, part "by" from the name on many pages.
        text = re.sub(r"^([Bb]y)(?=[A-Z])", r"\1 ", short_text_of(element, limit=_MAX_BYLINE_CHARACTERS) or "")
        if not text:
            continue
        if is_byline(text) or (names and all(name in fold(text) for name in names) and len(words(text)) <= 4 * len(names) + 8):
            return without_date(text)
    return None
