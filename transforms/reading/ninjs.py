"""News items in JSON (IPTC ninjs 1.x, 2.x and 3.x) as records."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from transforms.reading.records import RawRecord, Refusal
from transforms.reading.release import refuse_unreleased

# Names that only ninjs has; an item needs one of them beside its `uri` to be taken for one.
_MARKS = frozenset({"pubstatus", "versioncreated", "representationtype", "bodies", "headlines", "body_xhtml"})
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_MAIN_ROLES = frozenset({"", "main"})

_Item = Mapping[str, object]


def is_ninjs(value: _Item) -> bool:
    """Whether a JSON object is a ninjs item."""
    names = {name.casefold() for name in value}
    standard = value.get("standard")
    is_declared = isinstance(standard, Mapping) and str(cast("_Item", standard).get("name", "")).casefold() == "ninjs"
    return isinstance(value.get("uri"), str) and (is_declared or not _MARKS.isdisjoint(names))


def read_ninjs(value: _Item, *, locator: str, now: datetime | None) -> RawRecord | Refusal:
    """One item as a record with the usual field names; a refusal when it is withheld, canceled or under embargo.

    Items whose address is a web page keep it as id only: an item's `uri` names it, whether or not it leads anywhere.
    """
    # ninjs 3 writes versionCreated for what 1 and 2 write versioncreated.
    item = {name.casefold(): part for name, part in value.items()}
    status, embargoed = item.get("pubstatus"), item.get("embargoed")
    refusal = refuse_unreleased(
        locator, status=status if isinstance(status, str) else None,
        embargoed=None if embargoed in (None, "", False) else str(embargoed), now=now, item_id=item["uri"],
        provider=_provider(item), version=item.get("versioncreated"))
    if refusal is not None:
        return refusal
    html, text = _bodies(item)
    fields: dict[str, object] = {
        "id": item["uri"],
        "title": _value(item, "headline", "headlines") or item.get("title"),
        "dek": _value(item, "subheadline", "subheadlines"),
        "author": item.get("byline") or item.get("by"),
        "published": item.get("firstcreated") or item.get("versioncreated"),
        "modified": item.get("versioncreated"),
        "outlet": _provider(item),
        "language": item.get("language"),
        "dateline_place": item.get("located"),
    }
    if html is not None:
        fields["html"] = html
    else:
        fields["text"] = text
    return RawRecord(locator=locator, content=fields, format="fields", is_mapped=True)


def _bodies(item: _Item) -> tuple[str | None, str | None]:
    """HTML and plain text of the story; marked-up bodies keep paragraphs apart, so the reader prefers them."""
    html = [item.get("body_html"), item.get("body_xhtml")]
    text = [item.get("body_text"), item.get("body")]
    for body in _objects(item.get("bodies")):
        parts = {name.casefold(): part for name, part in body.items()}
        media_type = str(parts.get("contenttype") or "").casefold()
        if media_type.startswith(_HTML_TYPES):
            html.append(parts.get("value"))
        elif media_type.startswith("text/plain") or not media_type:
            text.append(parts.get("value"))
    return _first(html), _first(text)


def _value(item: _Item, single: str, several: str) -> str | None:
    """A text that ninjs 1 gives as one string and later versions as a list by role; the main one of a list."""
    listed = [(str(each.get("role") or "").casefold(), each.get("value")) for each in _objects(item.get(several))]
    return _first([item.get(single), *(text for role, text in listed if role in _MAIN_ROLES), *(text for _, text in listed)])


def _provider(item: _Item) -> str | None:
    """Who publishes the item: its copyright holder, else its source (`infosource`, later `infosources`)."""
    sources = [each.get("name") for name in ("infosources", "infosource") for each in _objects(item.get(name))]
    return _first([item.get("copyrightholder"), item.get("source"), *sources])


def _objects(value: object) -> list[_Item]:
    return [cast("_Item", each) for each in cast("list[object]", value) if isinstance(each, Mapping)] if isinstance(
        value, list) else []


def _first(values: Iterable[object]) -> str | None:
    return next((value for value in values if isinstance(value, str) and value.strip()), None)
