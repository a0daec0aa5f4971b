"""HTML as a tree, within bounds: no network, no entities from outside, no nesting that exhausts the stack."""

import re
from collections.abc import Iterator

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]  # compiled, without type stubs
from lxml import html as lxml_html
from lxml.html import HtmlElement

from transforms.reading.normalisation import normalise_line, normalise_text

# Real pages nest 20 to 60 deep. Far below the depth at which libxml2 or a recursive reader of the tree gives up.
MAX_NESTING = 240
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# What XML forbids, as UTF-8: control characters, and the two code points that are no characters. Surrogates cannot be encoded.
_FORBIDDEN_BYTES = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_FORBIDDEN_SEQUENCES = ("\ufffe".encode(), "\uffff".encode())
_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|span|a|em|strong|b|i|blockquote|figure|img|section|article|table|html|body)\b[^<>]*>",
    re.IGNORECASE,
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_INVISIBLE = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "head", "object", "button", "select", "form", "nav"}
)
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead",
    "tr", "ul",
})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MIN_TAGS_OF_MARKUP = 2
_UNBOUNDED = 1 << 40
# lxml.html looks up a class for every element in Python, a fifth of the time of reading a page; one class does for all.
_ELEMENT_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
# One step a level: linear in the size of the tree, and in C.
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_NESTING + 1)})")


class NestingError(ValueError):
    """A tree nests deeper than `MAX_NESTING`."""


def parse_markup(text: str) -> HtmlElement | None:
    """The tree of a page or fragment.

    Returns:
        The `html` element. None when there is nothing to parse.

    Raises:
        NestingError: Elements nest deeper than `MAX_NESTING`.
    """
    declaration = _XML_DECLARATION.match(text)
    markup = text[declaration.end():] if declaration is not None else text
    prepared = markup.encode("utf-8", "ignore").translate(None, _FORBIDDEN_BYTES)
    for sequence in _FORBIDDEN_SEQUENCES:
        prepared = prepared.replace(sequence, b"")
    if not prepared or prepared.isspace():
        return None
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENT_CLASSES)
    try:
        tree = lxml_html.document_fromstring(prepared, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if _TOO_DEEP(tree):
        raise NestingError(f"expected elements nested at most {MAX_NESTING} deep")
    return tree


def is_markup(text: str) -> bool:
    """Whether a column that should hold text holds HTML."""
    return len(_TAG.findall(text[:20_000])) >= _MIN_TAGS_OF_MARKUP


def is_page(text: str) -> bool:
    """Whether HTML is a whole page rather than a fragment of one."""
    return _PAGE.search(text[:5_000]) is not None


def text_of(element: HtmlElement) -> str:
    """Normalised text of an element on one line, scripts and styles left out."""
    parts: list[str] = []
    _gather_text(element, parts)
    return one_line("".join(parts))


def short_text_of(element: HtmlElement, *, limit: int) -> str | None:
    """The same for an element that should hold no more than a line: None when its text is longer than `limit`, which is found
    out without gathering the text of half a page.
    """
    parts: list[str] = []
    if _gather_text(element, parts, limit) < 0:
        return None
    text = one_line("".join(parts))
    return text if len(text) <= limit else None


def block_texts(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Visible blocks of a fragment in document order, as (tag of the innermost block element, text).

    A `br` parts lines: two in a row, or a long text with single ones, are paragraphs in much of the web's older markup.
    """
    buffer: list[str] = []
    for kind, tag, text in _events(tree):
        if kind == "text":
            buffer.append(text)
        elif kind == "break":
            buffer.append("\n")
        else:
            yield from _flush(buffer, tag)
            buffer.clear()


def _flush(buffer: list[str], tag: str) -> Iterator[tuple[str, str]]:
    for line in normalise_text("".join(buffer)).split("\n"):
        if line:
            yield tag, line


def _events(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Text, line breaks and block boundaries; a boundary carries the tag of the block that ends there."""
    open_blocks = ["body"]
    skipped_depth = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _INVISIBLE:
                skipped_depth += 1
            if skipped_depth:
                continue
            if tag in _BLOCKS:
                yield "boundary", open_blocks[-1], ""
                open_blocks.append(tag)
            elif tag == "br":
                yield "break", "", ""
            if element.text:
                # Line breaks in the source are spaces on the page, but in <pre>.
                yield "text", "", element.text if tag == "pre" else re.sub(r"[\r\n\t]+", " ", element.text)
            continue
        if tag in _BLOCKS and not skipped_depth:
            yield "boundary", open_blocks.pop(), ""
        if tag in _INVISIBLE:
            skipped_depth -= 1
        if element.tail and not skipped_depth and element is not tree:
            yield "text", "", re.sub(r"[\r\n\t]+", " ", element.tail)
    yield "boundary", open_blocks[-1], ""


def _gather_text(element: HtmlElement, parts: list[str], budget: int = _UNBOUNDED) -> int:
    """Appends the visible text inside an element; blocks and line breaks part words.

    Returns:
        Characters left of the budget, spaces at the ends of texts not counted; gathering stops where it falls below zero.
    """
    tag = element.tag
    if tag in _INVISIBLE:
        return budget
    is_apart = tag in _BLOCKS or tag == "br"
    if is_apart:
        parts.append(" ")
    if element.text:
        parts.append(element.text)
        budget -= len(element.text.strip())
    for child in element:
        if budget < 0:
            return budget
        budget = _gather_text(child, parts, budget)
        if child.tail:
            parts.append(child.tail)
            budget -= len(child.tail.strip())
    if is_apart:
        parts.append(" ")
    return budget


def one_line(text: str) -> str:
    """The same as `normalise_line`, faster on the text of pages."""
    text = " ".join(text.split())
    # Nothing else is left to normalise where no character is a control or format character.
    return text if text.isprintable() else normalise_line(text)
