"""Under which key each entity of an article goes into the dataset: what the article itself says and nothing else, so that the
key never depends on which articles came before.

A name that says enough is the key. Where it does not, something is added: the field in which the article places a person, the
GeoNames item of a city that is not the usual bearer of its name, the article itself for a surname alone. What turns out to be one
thing is merged over articles by `transforms.dataset.registry`, which can bring keys together but never has to take one apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from schemas import Mention
from transforms.extraction.descriptions import Statement
from transforms.extraction.entities import FIELD_SEPARATOR, entity_key, is_weak_name
from transforms.extraction.gazetteer import Gazetteer, place_meant, regions_of, usual_bearer
from transforms.extraction.rows import ArticleEntity, ArticleMentions
from transforms.identity import content_id
from transforms.lexicons.fields_person import FIELD_OF_ROLE, REGNAL_TITLES
from transforms.lexicons.names_known import STATE_NAMES

_PLACE_JOINT = ", "


def identify(
    doc: Doc, mentions: ArticleMentions, *, article_id: str, statements: Iterable[Statement], gazetteer: Gazetteer | None,
) -> ArticleMentions:
    """Give the entities of an article the keys under which the dataset knows them.

    Args:
        doc: Parsed article.
        mentions: Its entities, keyed by type and name, and their mentions.
        article_id: Key of that article.
        statements: What the article says its entities are.
        gazetteer: Known places; None leaves places to their names.
    """
    names: dict[str, list[Mention]] = {}
    for mention in mentions.mentions:
        if mention.entity_id is not None and mention.mention_kind == "name":
            names.setdefault(mention.entity_id, []).append(mention)
    fields = _fields_of(statements)
    around = _regions_named(mentions.entities, names, gazetteer) if gazetteer is not None else frozenset[str]()
    settled: dict[str, ArticleEntity] = {}
    for entity in mentions.entities:
        own = names.get(entity.entity_id, ())
        if own and entity.entity_type == "person":
            settled[entity.entity_id] = _person(doc, entity, own, article_id=article_id, fields=fields.get(entity.entity_id, ()))
        elif own and entity.entity_type == "place" and gazetteer is not None:
            settled[entity.entity_id] = _place(doc, entity, own, around=around, gazetteer=gazetteer)
        else:
            settled[entity.entity_id] = entity
    return ArticleMentions(
        entities=tuple(settled[entity.entity_id] for entity in mentions.entities),
        mentions=tuple(
            replace(mention, entity_id=settled[mention.entity_id].entity_id)
            if mention.entity_id in settled else mention for mention in mentions.mentions))


def _person(
    doc: Doc, entity: ArticleEntity, names: Sequence[Mention], *, article_id: str, fields: Sequence[str],
) -> ArticleEntity:
    if is_weak_name(entity.canonical_name):
        title = _regnal_title(doc, names)
        return _distinguished(entity, title or article_id)
    return _distinguished(entity, FIELD_SEPARATOR.join(fields)) if fields else entity


def _place(
    doc: Doc, entity: ArticleEntity, names: Sequence[Mention], *, around: frozenset[str], gazetteer: Gazetteer,
) -> ArticleEntity:
    is_region = bool(regions_of(entity.canonical_name, gazetteer=gazetteer))     # "Sudan, Iran and Libya" is a list
    beside = () if is_region else _stated_regions(doc, names, gazetteer)
    place = place_meant(entity.canonical_name, beside=beside, around=around, gazetteer=gazetteer)
    if place is None:
        return _distinguished(entity, beside[0]) if beside and beside[0] in STATE_NAMES else entity
    usual = usual_bearer(entity.canonical_name, gazetteer=gazetteer)
    known = replace(entity, geonames_id=place.geonames_id)
    return known if place == usual else _distinguished(known, str(place.geonames_id))


def _distinguished(entity: ArticleEntity, by: str) -> ArticleEntity:
    key = entity_key(entity.entity_type, entity.canonical_name)
    return replace(entity, entity_id=content_id("e", entity.entity_type, key, by), distinguished_by=by)


def _fields_of(statements: Iterable[Statement]) -> Mapping[str, tuple[str, ...]]:
    """Entity -> the fields in which the article places it."""
    found: dict[str, set[str]] = {}
    for statement in statements:
        field = FIELD_OF_ROLE.get(statement.head)
        if field is not None and statement.mention.entity_id is not None and statement.kind == "role":
            found.setdefault(statement.mention.entity_id, set()).add(field)
    return {entity_id: tuple(sorted(fields)) for entity_id, fields in found.items()}


def _regnal_title(doc: Doc, names: Sequence[Mention]) -> str | None:
    """'pope' where the article has 'Pope Francis'; the title it uses most."""
    titles: Counter[str] = Counter()
    for mention in names:
        span = doc.char_span(mention.char_start, mention.char_end, alignment_mode="expand")
        if span is not None and span.start and doc[span.start - 1].lower_ in REGNAL_TITLES:
            titles[doc[span.start - 1].lower_] += 1
    return min(titles, key=lambda title: (-titles[title], title)) if titles else None


def _regions_named(
    entities: Iterable[ArticleEntity], names: Mapping[str, Sequence[Mention]], gazetteer: Gazetteer,
) -> frozenset[str]:
    """Country codes and states that an article names."""
    return frozenset(
        region for entity in entities if entity.entity_type == "place" and entity.entity_id in names
        for region in regions_of(entity.canonical_name, gazetteer=gazetteer))


def _stated_regions(doc: Doc, names: Sequence[Mention], gazetteer: Gazetteer) -> tuple[str, ...]:
    """'Texas' where the article has 'Paris, Texas'; none where it has the name beside several."""
    text = doc.text
    found: set[str] = set()
    for mention in names:
        if not text.startswith(_PLACE_JOINT, mention.char_end):
            continue
        start = mention.char_end + len(_PLACE_JOINT)
        words = text[start:start + 40].replace("\n", ".").split(",")[0].split(" ")
        for size in (4, 3, 2, 1):
            region = " ".join(words[:size]).strip(" .;:)")
            if regions_of(region, gazetteer=gazetteer):
                found.add(region)
                break
    return tuple(found) if len(found) == 1 else ()
