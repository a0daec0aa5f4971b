"""Entities across articles: one row for each thing, with the forms of its name and how often it occurs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from schemas import Entity, EntityAlias
from schemas.vocabulary import EntityType


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityName:
    """Type and name under which an entity id was seen, in an article or in the dataset so far."""

    entity_id: str
    entity_type: EntityType
    canonical_name: str


def unite_entities(
    mentions: pa.Table, *, names: Iterable[EntityName], published: Mapping[str, date | None],
) -> tuple[list[Entity], list[EntityAlias]]:
    """Count the entities of all articles and list the forms of their names.

    Args:
        mentions: Columns article_id, entity_id, mention_kind and text of every mention in the dataset.
        names: Every name under which an entity was seen; an id may occur several times, with names that differ in case.
        published: Article -> publication date.

    Returns:
        Entities ordered by id, and their aliases ordered by id and form.
    """
    chosen = _choose_names(names)
    resolved = mentions.filter(pc.field("entity_id").is_valid())
    counts = resolved.group_by("entity_id").aggregate([("article_id", "count"), ("article_id", "distinct")])
    entities: list[Entity] = []
    for row in counts.sort_by("entity_id").to_pylist():
        name = chosen[row["entity_id"]]
        dates = [day for article_id in row["article_id_distinct"] if (day := published[article_id]) is not None]
        entities.append(Entity(
            entity_id=name.entity_id, entity_type=name.entity_type, canonical_name=name.canonical_name,
            wikidata_id=None, country_code=None, latitude=None, longitude=None,
            first_seen_date=min(dates, default=None),
            article_count=len(row["article_id_distinct"]), mention_count=row["article_id_count"],
        ))
    named = resolved.filter(pc.field("mention_kind") == "name")
    forms = named.group_by(["entity_id", "text"]).aggregate([("article_id", "count")])
    aliases = [
        EntityAlias(entity_id=row["entity_id"], alias=row["text"], mention_count=row["article_id_count"])
        for row in forms.sort_by([("entity_id", "ascending"), ("text", "ascending")]).to_pylist()
    ]
    return entities, aliases


def _choose_names(names: Iterable[EntityName]) -> dict[str, EntityName]:
    """One name for each id, the same whatever the order: written out rather than in capitals, then the alphabet."""
    chosen: dict[str, EntityName] = {}
    for name in names:
        rival = chosen.get(name.entity_id)
        if rival is None or _preference(name) < _preference(rival):
            chosen[name.entity_id] = name
    return chosen


def _preference(name: EntityName) -> tuple[bool, bool, str]:
    text = name.canonical_name
    return (text.isupper() and len(text) > 5, text.islower(), text)
