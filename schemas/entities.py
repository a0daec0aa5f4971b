"""Entities, the names they go by, and the places in the text that refer to them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import pyarrow as pa

from schemas.declaration import Column, Span, table
from schemas.vocabulary import ID_PATTERN, OFFSET_UNIT, BlockKind, EntityType


@table("entities", grain="one thing in the world", primary_key=("entity_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    entity_id: Annotated[str, Column(
        description="Key of the entity: a hash of its type and canonical name (of its article too, when it has no name).",
        pattern=ID_PATTERN)]
    entity_type: Annotated[EntityType, Column(
        description="What kind of thing it is; norp is a nationality, religious or political group.")]
    canonical_name: Annotated[str, Column(
        description="Fullest usual form of the name, without titles; for a thing without a name the words that describe it.",
        min_length=1)]
    is_named: Annotated[bool, Column(
        description="Whether it has a name. False for a source that its article leaves unnamed ('a senior official'): an entity "
                    "of that article alone, never one with those of others.")]
    wikidata_id: Annotated[str | None, Column(
        description="Wikidata item. Null unless linked through a table that the user supplies.", pattern=r"Q[1-9][0-9]*")]
    country_code: Annotated[str | None, Column(
        description="ISO 3166-1 alpha-2 code of a place. Null for other types and where unknown.", pattern=r"[A-Z]{2}")]
    latitude: Annotated[float | None, Column(
        description="Latitude of a place, WGS 84. Null for other types and where unknown.", unit="degrees",
        minimum=-90, maximum=90)]
    longitude: Annotated[float | None, Column(
        description="Longitude of a place, WGS 84. Null for other types and where unknown.", unit="degrees",
        minimum=-180, maximum=180)]
    first_seen_date: Annotated[date | None, Column(
        description="Earliest publication date of an article that mentions it. Null when none of them is dated.")]
    article_count: Annotated[int, Column(
        description="Articles that mention it, copies included.", type=pa.int32(), unit="articles", minimum=1)]
    mention_count: Annotated[int, Column(
        description="Mentions of it in all articles.", type=pa.int32(), unit="mentions", minimum=1)]


@table(
    "entity_aliases",
    grain="one surface form of an entity",
    primary_key=("entity_id", "alias"),
    foreign_keys={"entity_id": "entities"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAlias:
    entity_id: Annotated[str, Column(description="Entity the form refers to.", pattern=ID_PATTERN)]
    alias: Annotated[str, Column(description="Name as written in an article; pronouns and nominals are left out.", min_length=1)]
    mention_count: Annotated[int, Column(
        description="Mentions that use this form.", type=pa.int32(), unit="mentions", minimum=1)]


@table(
    "mentions",
    grain="one span of an article that refers to an entity",
    primary_key=("mention_id",),
    foreign_keys={"article_id": "articles", "entity_id": "entities"},
    spans=(Span(text="text", start="char_start", end="char_end"),),
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    mention_id: Annotated[str, Column(
        description="Key of the mention: a hash of article, offsets and entity label.", pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article that mentions the entity.", pattern=ID_PATTERN)]
    entity_id: Annotated[str | None, Column(
        description="Entity referred to. Null when the mention could not be resolved to one.", pattern=ID_PATTERN)]
    text: Annotated[str, Column(description="The mention, verbatim, without possessive 's.", min_length=1)]
    char_start: Annotated[int, Column(
        description="First character of the mention.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    char_end: Annotated[int, Column(
        description="One past the last character of the mention.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    mention_kind: Annotated[Literal["name", "nominal", "pronoun"], Column(
        description="name: a proper name; nominal: a description such as 'the prime minister'; pronoun: 'he'.")]
    entity_label: Annotated[str | None, Column(
        description="OntoNotes label that the named-entity recogniser gave. Null for pronouns and nominals.", pattern=r"[A-Z_]+")]
    sentence_index: Annotated[int, Column(
        description="Sentence of the article that holds the mention, from 0.", type=pa.int32(), minimum=0)]
    block_kind: Annotated[BlockKind, Column(description="Kind of the block that holds the mention.")]
    link_confidence: Annotated[float | None, Column(
        description="Probability that `entity_id` is right. Null while no calibrated model gives one.", minimum=0, maximum=1)]
    extractor: Annotated[str, Column(description="Extractor and version that found the mention; see `models`.", min_length=1)]
