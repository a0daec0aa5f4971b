"""Links to items of a table that the user supplies. Without the table nothing is linked; a link is never guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from schemas.vocabulary import EntityType
from transforms.extraction.entities import entity_key

COLUMNS = ("id", "name", "aliases", "type")
"""Columns of the table: Wikidata item, name, further names (a list, or one text with | between them), type."""

ALIAS_SEPARATOR = "|"

CONTEXT_CONFIDENCE = 0.8
"""Confidence of a link that the other forms of the name chose among items of one name."""

_TYPES: Mapping[str, EntityType] = {
    "person": "person", "per": "person", "human": "person", "organisation": "organisation", "organization": "organisation",
    "org": "organisation", "company": "organisation", "place": "place", "location": "place", "loc": "place", "gpe": "place",
    "city": "place", "country": "place", "norp": "norp", "event": "event", "work": "work", "product": "product", "law": "law",
    "other": "other",
}


class KnowledgeBaseError(ValueError):
    """The table of a knowledge base is not as it must be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of the table; names are its name and its aliases."""

    wikidata_id: str
    entity_type: EntityType
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An item, and how sure it is."""

    wikidata_id: str
    confidence: float


def parse_knowledge_base(table: pa.Table) -> tuple[Item, ...]:
    """Read the user's table.

    Raises:
        KnowledgeBaseError: A column is missing, or an id or type is not one; the message says which, and what next.
    """
    if missing := [name for name in COLUMNS if name not in table.column_names]:
        raise KnowledgeBaseError(
            f"expected the columns {', '.join(COLUMNS)}, found {', '.join(table.column_names) or 'none'}; "
            f"add or rename {', '.join(missing)}")
    items: list[Item] = []
    for number, row in enumerate(table.select(list(COLUMNS)).to_pylist(), start=1):
        item, kind, aliases = str(row["id"] or ""), str(row["type"] or "").casefold(), row["aliases"]
        if not (item[:1] == "Q" and item[1:].isdecimal() and item[1:2] != "0"):
            raise KnowledgeBaseError(
                f"row {number}: expected a Wikidata item such as Q42 as id, got {item!r}; mend or leave out the row")
        if kind not in _TYPES:
            known = ", ".join(sorted(set(_TYPES.values())))
            raise KnowledgeBaseError(f"row {number}: expected a type among {known}, got {kind!r}; mend or leave out the row")
        others = aliases.split(ALIAS_SEPARATOR) if isinstance(aliases, str) else [str(alias) for alias in aliases or ()]
        names = tuple(dict.fromkeys(name.strip() for name in (str(row["name"] or ""), *others) if name.strip()))
        items.append(Item(wikidata_id=item, entity_type=_TYPES[kind], names=names))
    return tuple(items)


def link_entities(
    entities: Iterable[tuple[str, EntityType, str, frozenset[str]]], *, items: Iterable[Item],
) -> dict[str, Link]:
    """Entity -> item of the same type and name, where there is one.

    Args:
        entities: Id, type, canonical name and all forms of the name of each entity.
        items: The knowledge base.

    Returns:
        Links. Where several items bear the canonical name, the one whose names hold most of the entity's other forms, if that
        is one; else no link.
    """
    named: dict[tuple[EntityType, str], list[Item]] = defaultdict(list)
    for item in items:
        for key in {entity_key(item.entity_type, name) for name in item.names}:
            named[item.entity_type, key].append(item)
    links: dict[str, Link] = {}
    for entity_id, kind, name, forms in entities:
        own = entity_key(kind, name)
        found = {item.wikidata_id: item for item in named.get((kind, own), ())}
        if len(found) == 1:
            links[entity_id] = Link(wikidata_id=next(iter(found)), confidence=1.0)
        elif found:
            others = {entity_key(kind, form) for form in forms} - {own}
            shared = sorted(((len(others & {entity_key(kind, alias) for alias in item.names}), item.wikidata_id)
                             for item in found.values()), reverse=True)
            if shared[0][0] > shared[1][0]:
                links[entity_id] = Link(wikidata_id=shared[0][1], confidence=CONTEXT_CONFIDENCE)
    return links
