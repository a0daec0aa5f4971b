"""XML of feeds, sitemaps and news items: decoded once, parsed without entities, files or network."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]  # compiled, without type stubs

from transforms.reading.encoding import decode_page

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(r"<(?:(?P<prefix>[\w.-]{1,40}):)?(?P<name>[A-Za-z_][\w.-]{0,60})")
_DOCUMENT_TYPE = re.compile(r"<!DOCTYPE\s+(?P<name>[\w.:-]{1,60})", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Element: TypeAlias = Any
"""An element of a tree; lxml ships no types."""


class UnsafeXmlError(ValueError):
    """A document declares a document type, and with it entities that grow without bound or read files."""


class BrokenXmlError(ValueError):
    """A document is not well-formed."""


def root_name(start: str) -> str | None:
    """Local name of the element that a document begins with; None when it begins with none, or is HTML.

    A document type other than HTML is named as `!name`.
    """
    position = _end_of_prolog(start)
    typed = _DOCUMENT_TYPE.match(start, position)
    if typed is not None:
        return None if typed["name"].casefold() == "html" else f"!{typed['name']}"
    found = _ROOT.match(start, position)
    return found["name"] if found is not None else None


def decode_xml(content: bytes) -> str:
    """Characters of a document without its declaration, which names an encoding it is no longer in.

    Raises:
        UnsafeXmlError: It declares a document type.
    """
    text = _DECLARATION.sub("", decode_page(content).removeprefix("\ufeff"), count=1)
    if text.startswith("<!DOCTYPE", _end_of_prolog(text)) or _DOCUMENT_TYPE.match(text, _end_of_prolog(text)):
        raise UnsafeXmlError("a document type declaration (DTD)")
    return _NOT_XML.sub("", text)


def parse_xml(text: str) -> Element:
    """The root of a document that `decode_xml` gave.

    Raises:
        BrokenXmlError: It is not well-formed, or nests too deep.
        UnsafeXmlError: It declares a document type after all.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.lstrip().encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise BrokenXmlError(" ".join(str(fault).split())[:200]) from fault
    if root is None:
        raise BrokenXmlError("no element")
    if root.getroottree().docinfo.doctype:
        raise UnsafeXmlError("a document type declaration (DTD)")
    return root


def local_name(element: Element) -> str:
    """Name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *path: str) -> Iterator[Element]:
    """Elements reached by a path of local names, whatever their namespaces."""
    if not path:
        yield element
        return
    for child in element:
        if local_name(child) == path[0]:
            yield from children(child, *path[1:])


def text_at(element: Element, *path: str) -> str | None:
    """Text of the first element at a path that has any, with spaces collapsed."""
    for found in children(element, *path):
        text = " ".join("".join(found.itertext()).split())
        if text:
            return text
    return None


def _end_of_prolog(text: str) -> int:
    found = _PROLOG.match(text, 1 if text.startswith("\ufeff") else 0)
    return found.end() if found is not None else 0
