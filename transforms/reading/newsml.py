"""News items in XML (IPTC NewsML-G2), alone or packed in a news message, as records."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]  # compiled, without type stubs

from transforms.reading.datelines import read_dateline
from transforms.reading.records import RawRecord, Refusal
from transforms.reading.refusals import printable, refuse
from transforms.reading.release import refuse_unreleased
from transforms.reading.xml_documents import Element, children, local_name, text_at

NEWSML_ROOTS = frozenset({
    "newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"})

_HTML_TYPES = ("application/xhtml+xml", "text/html")
_NITF_NAMES = {
    "hl1": "h1", "hl2": "h2", "media-caption": "figcaption", "media": "figure", "nitf": "div", "body.content": "div",
    "block": "div", "bq": "blockquote"}
_NOT_STORY = frozenset({
    "head", "body.head", "body.end", "byline", "media-reference", "media-metadata", "media-producer", "script", "style"})


def read_newsml(root: Element, *, locator: str, now: datetime | None) -> Iterator[RawRecord | Refusal]:
    """Items of a document.

    Args:
        root: `newsItem` or `newsMessage`.
        locator: Name of the file. Items of a message are under `#item=N`, from 1.
        now: When the run takes place; None keeps every embargo.

    Returns:
        A record with the usual field names for each news item; a Refusal for each that is withheld, canceled, under embargo, or
        no news item (a package or concept, which holds no text of its own).
    """
    if local_name(root) != "newsMessage":
        yield _read_item(root, locator, now)
        return
    items = (item for group in children(root, "itemSet") for item in group if local_name(item))
    for number, item in enumerate(items, start=1):
        yield _read_item(item, f"{locator}#item={number}", now)


def _read_item(item: Element, where: str, now: datetime | None) -> RawRecord | Refusal:
    if local_name(item) != "newsItem":
        reason = f"expected a newsItem, found {printable(local_name(item))[:60]}, which holds no article"
        return refuse(where, "read.bad_record", reason)
    status = next((_code(found) for found in children(item, "itemMeta", "pubStatus")), None)
    # An embargo without a date lasts until further notice (NewsML-G2 guidelines, "Embargoed").
    embargoed = next(("".join(found.itertext()).strip() for found in children(item, "itemMeta", "embargoed")), None)
    refusal = refuse_unreleased(
        where, status=status, embargoed=embargoed, now=now, item_id=item.get("guid"), provider=_provider(item),
        version=text_at(item, "itemMeta", "versionCreated"))
    if refusal is not None:
        return refusal
    story = _story(item)
    nitf_head = next((found for found in (story.iter() if story is not None else ()) if local_name(found) == "body.head"), None)
    fields: dict[str, object] = {
        "id": item.get("guid"),
        "title": _headline(item, nitf_head) or text_at(item, "itemMeta", "title"),
        "dek": _subheadline(item),
        "author": _authors(item) or (text_at(nitf_head, "byline") if nitf_head is not None else None),
        "published": text_at(item, "itemMeta", "firstCreated") or text_at(item, "itemMeta", "versionCreated"),
        "modified": text_at(item, "itemMeta", "versionCreated"),
        "outlet": _provider(item),
        "language": next((tag for found in children(item, "contentMeta", "language") if (tag := found.get("tag"))), None)
        or item.get("{http://www.w3.org/XML/1998/namespace}lang"),
        "dateline_place": _place(item, nitf_head),
    }
    if story is not None:
        fields["html"] = _as_html(story)
    else:
        fields |= _inline_text(item)
    return RawRecord(locator=where, content=fields, format="fields", is_mapped=True)


def _story(item: Element) -> Element | None:
    """The first XML body: XHTML before NITF or others."""
    bodies = [found for found in children(item, "contentSet", "inlineXML") if len(found)]
    bodies.sort(key=lambda found: not str(found.get("contenttype") or found.get("contentType") or "").startswith(_HTML_TYPES))
    return bodies[0] if bodies else None


def _inline_text(item: Element) -> dict[str, object]:
    for found in children(item, "contentSet", "inlineData"):
        if found.get("encoding") is None and (text := "".join(found.itertext())).strip():
            media_type = str(found.get("contenttype") or found.get("contentType") or "").casefold()
            return {"html" if media_type.startswith(_HTML_TYPES) else "text": text}
    return {"text": None}


def _as_html(story: Element) -> str:
    """The body as a fragment of HTML: names without namespaces, NITF's own elements as their likes, its head left out."""
    body = deepcopy(story)
    for element in list(body.iter()):
        if element is body:
            continue
        name = local_name(element)
        if name in _NOT_STORY:
            _remove(element)
        elif name:
            element.tag = _NITF_NAMES.get(name.casefold(), "span" if "." in name else name.casefold())
            for attribute in list(element.attrib):
                if attribute not in ("class", "itemprop", "rel", "role"):
                    del element.attrib[attribute]
    body.tag = "div"
    body.attrib.clear()
    # What stands for a page is read as one, furniture and all; this is the story only.
    for element in list(body.iter("html", "body")):
        element.tag = "div"
    etree.cleanup_namespaces(body)
    return etree.tostring(body, encoding="unicode", method="html", with_tail=False)


def _remove(element: Element) -> None:
    """Take an element out, but not the text after it."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    if tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _headline(item: Element, nitf_head: Element | None) -> str | None:
    main = [found for found in children(item, "contentMeta", "headline") if "sub" not in (found.get("role") or "").casefold()]
    stated = next((text for found in main if (text := text_at(found))), None)
    if stated is None and nitf_head is not None:
        return text_at(nitf_head, "hedline", "hl1")
    return stated


def _subheadline(item: Element) -> str | None:
    for found in children(item, "contentMeta", "headline"):
        if "sub" in (found.get("role") or "").casefold() and (text := text_at(found)):
            return text
    return text_at(item, "contentMeta", "subheadline")


def _authors(item: Element) -> object:
    """Byline as published (`by`); else the names of the creators."""
    stated = [text for found in children(item, "contentMeta", "by") if (text := text_at(found))]
    if stated:
        return stated
    return [name for found in children(item, "contentMeta", "creator") if (name := text_at(found, "name"))] or None


def _provider(item: Element) -> str | None:
    """Who publishes the item: its provider, by name, else by code."""
    for path in (("itemMeta", "provider"), ("contentMeta", "infoSource")):
        for found in children(item, *path):
            name = text_at(found, "name") or found.get("literal") or _code(found)
            if name:
                return name.rpartition(":")[2].strip() or None
    return None


def _place(item: Element, nitf_head: Element | None) -> str | None:
    located = text_at(item, "contentMeta", "located", "name")
    if located is not None:
        return located
    stated = text_at(item, "contentMeta", "dateline") or (
        text_at(nitf_head, "dateline", "location") if nitf_head is not None else None)
    if stated is None:
        return None
    found = read_dateline(f"{stated.rstrip(' –—-')} — X")
    return found.place if found is not None else None


def _code(element: Element) -> str | None:
    return element.get("qcode") or element.get("uri") or element.get("literal")
