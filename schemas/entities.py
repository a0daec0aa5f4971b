"""Entities, the names they go by, and the places in the text that refer to them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import pyarrow as pa

from schemas.declaration import Column, Span, table
from schemas.vocabulary import ID_PATTERN, OFFSET_UNIT, BlockKind, EntityType

DescriptionKind = Literal["role", "affiliation", "origin", "relation", "apposition"]


@table(
    "entities",
    grain="one thing in the world, or one former id of a thing",
    primary_key=("entity_id",),
    foreign_keys={"merged_into_entity_id": "entities"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    entity_id: Annotated[str, Column(
        description="Key of the entity: a hash of its type, its name and `distinguished_by`; of its article, when it has no "
                    "name. Further articles never change it.",
        pattern=ID_PATTERN)]
    merged_into_entity_id: Annotated[str | None, Column(
        description="Entity that this one turned out to be; all rows of its mentions carry that id. Null for every entity "
                    "that stands for itself: count and list entities where it is null.", pattern=ID_PATTERN)]
    entity_type: Annotated[EntityType, Column(
        description="What kind of thing it is; norp is a nationality, religious or political group.")]
    canonical_name: Annotated[str, Column(
        description="Fullest usual form of the name, without titles; for a thing without a name the words that describe it.",
        min_length=1)]
    is_named: Annotated[bool, Column(
        description="Whether it has a name. False for a source that its article leaves unnamed ('a senior official'): an entity "
                    "of that article alone, never one with those of others.")]
    distinguished_by: Annotated[str | None, Column(
        description="What, beside the name, the id was made of: fields in which the articles place a person ('sport'), the "
                    "GeoNames item or state of a place that is not the usual bearer of its name, the title of a pope or king, or "
                    "the article whose surname alone could be anybody's. Null when the name says enough.", min_length=1)]
    wikidata_id: Annotated[str | None, Column(
        description="Wikidata item. Null unless linked through a table that the user supplies.", pattern=r"Q[1-9][0-9]*")]
    link_confidence: Annotated[float | None, Column(
        description="How sure the link to `wikidata_id` is: 1 when the table has one item of that name and type, less when "
                    "context chose among several. Null without a link.", minimum=0, maximum=1)]
    country_code: Annotated[str | None, Column(
        description="ISO 3166-1 alpha-2 code of the country a place is or lies in, and of the country a nationality belongs to. "
                    "Null for other types and where unknown.", pattern=r"[A-Z]{2}")]
    geonames_id: Annotated[int | None, Column(
        description="GeoNames item of a country, state or city. Null for other types and where the name alone could be several "
                    "places.", minimum=1)]
    latitude: Annotated[float | None, Column(
        description="Latitude of a place, WGS 84. Null for other types and where unknown.", unit="degrees",
        minimum=-90, maximum=90)]
    longitude: Annotated[float | None, Column(
        description="Longitude of a place, WGS 84. Null for other types and where unknown.", unit="degrees",
        minimum=-180, maximum=180)]
    first_seen_date: Annotated[date | None, Column(
        description="Earliest publication date of an article that mentions it. Null when none of them is dated.")]
    article_count: Annotated[int, Column(
        description="Articles that mention it, copies included; 0 for a merged one, whose mentions count for what it is "
                    "merged into.",
        type=pa.int32(), unit="articles", minimum=0)]
    mention_count: Annotated[int, Column(
        description="Mentions of it in all articles; 0 for a merged one, so that sums count each mention once.",
        type=pa.int32(), unit="mentions", minimum=0)]


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
    foreign_keys={"article_id": "articles", "entity_id": "entities", "named_entity_id": "entities"},
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
    named_entity_id: Annotated[str | None, Column(
        description="Entity as its article alone tells it, before entities of several articles were merged; depends on no other "
                    "article. Null when the mention could not be resolved.", pattern=ID_PATTERN)] = None


@table(
    "entity_descriptions",
    grain="one statement beside a name of what somebody or something is",
    primary_key=("mention_id", "kind", "char_start"),
    foreign_keys={"article_id": "articles", "entity_id": "entities", "mention_id": "mentions"},
    spans=(Span(text="description", start="char_start", end="char_end"),),
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDescription:
    entity_id: Annotated[str, Column(description="Entity that is described.", pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article that describes it.", pattern=ID_PATTERN)]
    mention_id: Annotated[str, Column(description="Name beside which the description stands.", pattern=ID_PATTERN)]
    kind: Annotated[DescriptionKind, Column(
        description="role: what somebody does or holds ('ambassador to Japan'); affiliation: for whom; origin: from where; "
                    "relation: to whom somebody is what ('wife of Ben Marsh'); apposition: what an organisation is said to be.")]
    description: Annotated[str, Column(description="The words, verbatim.", min_length=1)]
    char_start: Annotated[int, Column(
        description="First character of the description.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    char_end: Annotated[int, Column(
        description="One past the last character of the description.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    extractor: Annotated[str, Column(description="Extractor and version that found it; see `models`.", min_length=1)]
