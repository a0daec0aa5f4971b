"""Entities across articles: one row for each thing, with the forms of its name and how often it occurs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
    is_named: bool = True


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
    resolved = mentions.filter(pc.field("entity_id").is_valid())
    named = resolved.filter(pc.field("mention_kind") == "name")
    forms = named.group_by(["entity_id", "text"]).aggregate([("article_id", "count")])
    aliases = [
        EntityAlias(entity_id=row["entity_id"], alias=row["text"], mention_count=row["article_id_count"])
        for row in forms.sort_by([("entity_id", "ascending"), ("text", "ascending")]).to_pylist()
    ]
    chosen = _choose_names(names, aliases)
    counts = resolved.group_by("entity_id").aggregate([("article_id", "count"), ("article_id", "distinct")])
    entities: list[Entity] = []
    for row in counts.sort_by("entity_id").to_pylist():
        name = chosen[row["entity_id"]]
        dates = [day for article_id in row["article_id_distinct"] if (day := published[article_id]) is not None]
        entities.append(Entity(
            entity_id=name.entity_id, entity_type=name.entity_type, canonical_name=name.canonical_name,
            is_named=name.is_named, wikidata_id=None, country_code=None, latitude=None, longitude=None,
            first_seen_date=min(dates, default=None),
            article_count=len(row["article_id_distinct"]), mention_count=row["article_id_count"],
        ))
    return entities, aliases


def _choose_names(names: Iterable[EntityName], aliases: Iterable[EntityAlias]) -> dict[str, EntityName]:
    """One name for each id. Articles may write it differently ("JANE DOE", "Jane Doe"): the form that is written most often
    wins, then the alphabet, so that the choice does not depend on the order in which articles arrive."""
    chosen: dict[str, EntityName] = {}
    for name in sorted(names, key=lambda name: name.canonical_name):
        chosen.setdefault(name.entity_id, name)
    most_often: dict[str, int] = {}
    for alias in aliases:  # by form, so that of two equally frequent ones the first in the alphabet stays
        name = chosen[alias.entity_id]
        is_same_name = alias.alias.casefold() == name.canonical_name.casefold()
        if is_same_name and alias.mention_count > most_often.get(alias.entity_id, 0):
            most_often[alias.entity_id] = alias.mention_count
            chosen[alias.entity_id] = replace(name, canonical_name=alias.alias)
    return chosen
