"""Entities across articles: one row for each thing and former id, with the forms of its name and how often it occurs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

import pyarrow as pa

from schemas import Entity, EntityAlias
from transforms.dataset.registry import KnownEntity, Occurrence, Resolution, resolve
from transforms.extraction.gazetteer import Gazetteer, fold_place


def resolve_mentions(
    mentions: pa.Table, *, known: Iterable[KnownEntity], published: Mapping[str, date | None], standing: Collection[str] = (),
) -> Resolution:
    """What the entities that articles tell are in the dataset.

    Args:
        mentions: Columns article_id, named_entity_id, mention_kind, text and char_start of every mention in the dataset.
        known: Every entity as articles tell it; an id may occur several times.
        published: Article -> publication date.
        standing: Entities that stood for themselves before.
    """
    forms: dict[tuple[str, str], list[tuple[int, str]]] = {}
    columns = [mentions.column(name).to_pylist()
               for name in ("article_id", "named_entity_id", "mention_kind", "text", "char_start")]
    for article_id, entity_id, kind, text, start in zip(*columns, strict=True):
        if entity_id is not None:
            own = forms.setdefault((article_id, entity_id), [])
            if kind == "name":
                own.append((start, text))
    occurrences = [
        Occurrence(article_id=article_id, entity_id=entity_id, forms=tuple(text for _, text in sorted(own)))
        for (article_id, entity_id), own in forms.items()]
    return resolve(occurrences, known=known_by_id(known), published=published, standing=standing)


def known_by_id(known: Iterable[KnownEntity]) -> dict[str, KnownEntity]:
    """Entity by id; of several articles, one that tells which place it is, then the first name in the alphabet."""
    chosen: dict[str, KnownEntity] = {}
    for entity in sorted(known, key=lambda entity: (entity.geonames_id is None, entity.name)):
        chosen.setdefault(entity.entity_id, entity)
    return chosen


def unite_entities(
    mentions: pa.Table, *, known: Iterable[KnownEntity], resolution: Resolution, published: Mapping[str, date | None],
    gazetteer: Gazetteer | None = None,
) -> tuple[list[Entity], list[EntityAlias]]:
    """Count the entities of all articles and list the forms of their names.

    Args:
        mentions: Columns article_id, named_entity_id, mention_kind and text of every mention in the dataset.
        known: As for `resolve_mentions`, which gave `resolution`.
        published: Article -> publication date.
        gazetteer: Known places; None leaves codes and coordinates null.

    Returns:
        Entities ordered by id, those that were merged included and none linked, and aliases ordered by id and form.
    """
    own = known_by_id(known)
    aliases: Counter[tuple[str, str]] = Counter()
    counts: Counter[str] = Counter()
    articles: dict[str, set[str]] = defaultdict(set)
    told_in: dict[str, set[str]] = defaultdict(set)
    columns = [mentions.column(name).to_pylist() for name in ("article_id", "named_entity_id", "mention_kind", "text")]
    for article_id, named_id, kind, text in zip(*columns, strict=True):
        if named_id is None:
            continue
        entity_id = resolution.entity_of[article_id, named_id]
        counts[entity_id] += 1
        articles[entity_id].add(article_id)
        told_in[named_id].add(article_id)
        if kind == "name":
            aliases[entity_id, text] += 1
    entities = [
        _entity(own[entity_id], resolution=resolution, gazetteer=gazetteer,
                articles=articles.get(entity_id, set()), mention_count=counts[entity_id],
                first=min((day for article_id in articles.get(entity_id, set()) | told_in[entity_id]
                           if (day := published[article_id]) is not None), default=None))
        for entity_id in sorted(told_in)]
    return entities, [EntityAlias(entity_id=entity_id, alias=alias, mention_count=count)
                      for (entity_id, alias), count in sorted(aliases.items())]


def _entity(
    known: KnownEntity, *, resolution: Resolution, gazetteer: Gazetteer | None, articles: Collection[str], mention_count: int,
    first: date | None,
) -> Entity:
    name = resolution.names[known.entity_id]
    place = gazetteer.by_id.get(known.geonames_id) if gazetteer is not None and known.geonames_id is not None else None
    country = place.country_code if place is not None else None
    if known.entity_type == "norp" and gazetteer is not None:
        country = gazetteer.country_of_demonym.get(fold_place(name))
    return Entity(
        entity_id=known.entity_id, entity_type=known.entity_type, canonical_name=name, is_named=known.is_named,
        merged_into_entity_id=resolution.merged_into.get(known.entity_id), distinguished_by=known.distinguished_by,
        wikidata_id=None, link_confidence=None,
        country_code=country, geonames_id=place.geonames_id if place is not None else None,
        latitude=place.latitude if place is not None else None, longitude=place.longitude if place is not None else None,
        first_seen_date=first, article_count=len(articles), mention_count=mention_count)


# --------------------------------------------------------------------------------------------------- rows that name entities

_NAME_COLUMNS: Mapping[str, tuple[str, str, str]] = {
    "quotes": ("quote_id", "speaker_entity_id", "speaker_name"), "claims": ("claim_id", "claimer_entity_id", "claimer_name")}
"""Table -> its key, the entity that acts in it and that entity's name."""


def with_entities(
    name: str, rows: pa.Table, *, entity_of_mention: Mapping[str, str | None], acting: Mapping[str, str],
    names: Mapping[str, str],
) -> pa.Table:
    """The rows of a table with the entities that the whole dataset tells.

    Args:
        name: Table.
        entity_of_mention: Mention -> entity, for every mention.
        acting: Quote or claim -> entity that makes it, for every one that has such.
        names: Entity -> canonical name, for those that have a name.
    """
    if name in _NAME_COLUMNS:
        key, entity, shown = _NAME_COLUMNS[name]
        ids = [acting.get(row) for row in rows.column(key).to_pylist()]
        rows = _replaced(rows, entity, ids)
        return _replaced(rows, shown, [None if one is None else names.get(one) for one in ids])
    if "mention_id" in rows.column_names and "entity_id" in rows.column_names:
        return _replaced(rows, "entity_id", [entity_of_mention[row] for row in rows.column("mention_id").to_pylist()])
    return rows


def acting_entities(parts: pa.Table, *, key: str, role: str, entity_of_mention: Mapping[str, str | None]) -> dict[str, str]:
    """Quote or claim -> the entity that makes it.

    Args:
        parts: Columns `key`, role and mention_id of `quote_entities` or `claim_entities`.
    """
    columns = [parts.column(name).to_pylist() for name in (key, "role", "mention_id")]
    return {row: entity_id for row, own, mention_id in zip(*columns, strict=True)
            if own == role and (entity_id := entity_of_mention[mention_id]) is not None}


def _replaced(rows: pa.Table, column: str, values: list[str | None]) -> pa.Table:
    at = rows.schema.get_field_index(column)
    return rows.set_column(at, rows.schema.field(at), pa.array(values, pa.string()))
