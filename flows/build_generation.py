"""Building the next generation of tables beside the current one: rows of changed articles replaced, whatever spans articles
computed anew, files of untouched months taken over as they are."""

import dataclasses
import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.cache_annotations import AnnotationCache
from flows.find_copies import find_copies
from flows.gather_rows import ARTICLE_TABLES, FreshRows
from flows.read_generation import Generation, PublishedFile, file_sha256, partition_path
from schemas import (
    TABLES,
    ArticleRevision,
    CalendarDate,
    ClaimGroup,
    ClaimPair,
    Entity,
    EntityAlias,
    EvaluationScore,
    Model,
    QuoteGroup,
    Run,
    Source,
)
from schemas.arrow import PARQUET_OPTIONS, arrow_schema, arrow_to_rows, rows_to_arrow
from schemas.dictionary import column_descriptions
from transforms.dataset.article_facts import ArticleFacts
from transforms.dataset.calendar import calendar_between
from transforms.dataset.claim_groups import ClaimStanding, group_claims, pair_claims, rank_claims
from transforms.dataset.duplicates import CopyStanding, rank_copies
from transforms.dataset.entities import acting_entities, resolve_mentions, unite_entities, with_entities
from transforms.dataset.knowledge_base import Item, link_entities
from transforms.dataset.partitions import UNKNOWN_MONTH, by_month, in_reading_order, publication_month
from transforms.dataset.quote_groups import QuoteStanding, group_quotes, rank_quotes
from transforms.dataset.registry import KnownEntity
from transforms.extraction.gazetteer import Gazetteer

PARTITIONED_TABLES = tuple(name for name in ARTICLE_TABLES if TABLES[name].is_partitioned)

_STANDING = tuple(field.name for field in dataclasses.fields(CopyStanding))
_QUOTE_STANDING = tuple(field.name for field in dataclasses.fields(QuoteStanding))
_CLAIM_STANDING = tuple(field.name for field in dataclasses.fields(ClaimStanding))
_PAIRED_COLUMNS = [
    "article_id", "claim_id", "char_start", "claim_text", *_CLAIM_STANDING, "predicate_lemma", "is_negated", "quantity_value",
    "quantity_unit", "event_date_start", "event_date_end",
]
_ARTICLE_FACTS = [field.name for field in dataclasses.fields(ArticleFacts)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltGeneration:
    """A generation that lies beside the current one, not yet visible to readers.

    Args:
        written: Paths (as in the manifest) of the files this build wrote; the others were taken over.
    """

    generation: Generation
    written: frozenset[str]


def build_generation(
    folder: Path, *, generation_id: str, fingerprint: str, declaration: str, previous: Generation | None,
    replaced: Collection[str], fresh: FreshRows, revisions: Iterable[ArticleRevision], models: Iterable[Model],
    runs: Iterable[Run], rewrite_all: bool, cache: AnnotationCache, gazetteer: Gazetteer, knowledge_base: Sequence[Item] = (),
) -> BuiltGeneration:
    """Write every table of the next generation into an empty folder.

    Args:
        previous: The current generation, or None before the first.
        replaced: Published articles whose rows go; those of `fresh` come.
        revisions: Every revision of every article, those of this run included.
        rewrite_all: Write the files of all months anew, because the tables are declared otherwise than before.
        cache: Where prints of bodies are kept between runs.
        gazetteer: Known places.
        knowledge_base: Items that the user supplies to link entities to.
    """
    articles = _article_facts(previous, replaced, fresh)
    months = {article_id: publication_month(article.published_date) for article_id, article in articles.items()}
    copies = find_copies(previous, replaced=replaced, fresh=fresh, cache=cache)
    standings = rank_copies(articles.values(), bodies=copies.bodies, near_copies=copies.near_copies)
    touched = {months[article_id] for article_id in fresh.tables["articles"].column("article_id").to_pylist()}
    touched |= {months[article_id] for article_id, article in articles.items() if _standing(article) != standings[article_id]}
    articles = {article_id: _with_standing(article, standings[article_id]) for article_id, article in articles.items()}
    published = {article_id: article.published_date for article_id, article in articles.items()}
    registry = _register(previous, replaced, fresh, published=published, gazetteer=gazetteer, knowledge_base=knowledge_base)
    quote_standings = rank_quotes(
        registry.applied("quotes", _column_slice(
            "quotes", ["quote_id", "article_id", "quote_type", "speaker_entity_id", "speaker_name"], previous, replaced, fresh)),
        pieces=_column_slice("quote_spans", ["article_id", "quote_id", "piece_index", "text"], previous, replaced, fresh),
        articles=articles)
    claim_standings = rank_claims(
        _column_slice(
            "claims", ["claim_id", "article_id", "char_start", "char_end", "claimer_name"], previous, replaced, fresh),
        pieces=_column_slice("claim_spans", ["article_id", "claim_id", "piece_index", "text"], previous, replaced, fresh),
        deks=_column_slice("article_blocks", ["article_id", "kind", "char_start", "char_end"], previous, replaced, fresh).filter(
            pc.field("kind") == "dek"),
        articles=articles)
    if previous is not None and rewrite_all:
        touched |= set(previous.months("articles"))
    elif previous is not None:
        touched |= _months_of(previous, replaced)
        regrouped = _articles_regrouped(
            "quotes", "quote_id", _QUOTE_STANDING, previous=previous, replaced=replaced, standings=quote_standings)
        regrouped |= _articles_regrouped(
            "claims", "claim_id", _CLAIM_STANDING, previous=previous, replaced=replaced, standings=claim_standings)
        touched |= {months[article_id] for article_id in regrouped}
        touched |= {months[article_id] for article_id in _articles_renamed(previous, replaced, registry)}

    files: list[PublishedFile] = []
    written: list[PublishedFile] = []
    for name in PARTITIONED_TABLES:
        taken_over = _take_over(previous, name, touched, folder) if previous is not None else []
        fresh_by_month = by_month(fresh.tables[name], months)
        rewritten: list[PublishedFile] = []
        for month in sorted(touched):
            rows = _month_of(name, month, previous=previous, replaced=replaced, fresh=fresh_by_month.get(month))
            if name == "articles":
                rows = _with_standings(rows, standings, key="article_id", columns=_STANDING)
            elif name == "quotes":
                rows = _with_standings(rows, quote_standings, key="quote_id", columns=_QUOTE_STANDING)
            elif name == "claims":
                rows = _with_standings(rows, claim_standings, key="claim_id", columns=_CLAIM_STANDING)
            rows = registry.applied(name, rows)
            if rows.num_rows:
                rewritten.append(_write(rows, name, month, folder))
        if not taken_over and not rewritten:  # a table is always present
            rewritten.append(_write(arrow_schema(TABLES[name]).empty_table(), name, UNKNOWN_MONTH, folder))
        files += taken_over + rewritten
        written += rewritten
    for name, table in _whole_tables(
        previous, replaced=replaced, fresh=fresh, articles=articles, quote_standings=quote_standings,
        claim_standings=claim_standings, revisions=revisions, models=models, runs=runs, registry=registry,
    ).items():
        written.append(_write(table, name, None, folder))
        files.append(written[-1])
    generation = Generation(
        folder=folder, generation_id=generation_id, fingerprint=fingerprint, declaration=declaration,
        files=tuple(sorted(files, key=lambda file: file.path)))
    return BuiltGeneration(generation=generation, written=frozenset(file.path for file in written))


def without_articles(table: pa.Table, article_ids: Collection[str]) -> pa.Table:
    """The rows that belong to other articles."""
    if not article_ids or not table.num_rows:
        return table
    return table.filter(~pc.field("article_id").isin(pa.array(sorted(article_ids), pa.string())))


def _whole_tables(
    previous: Generation | None, *, replaced: Collection[str], fresh: FreshRows, articles: Mapping[str, ArticleFacts],
    quote_standings: Mapping[str, QuoteStanding], claim_standings: Mapping[str, ClaimStanding],
    revisions: Iterable[ArticleRevision], models: Iterable[Model], runs: Iterable[Run], registry: "_Registered",
) -> dict[str, pa.Table]:
    """Every table that is not parted by month, whole."""

    def column_slice(name: str, columns: list[str]) -> pa.Table:
        return _column_slice(name, columns, previous, replaced, fresh)

    published = {article_id: article.published_date for article_id, article in articles.items()}
    quotes = column_slice("quotes", ["article_id", "quote_id", "char_start", "quote_text"])
    own = [quote_standings[quote_id] for quote_id in quotes.column("quote_id").to_pylist()]
    for name in _QUOTE_STANDING:
        quotes = quotes.append_column(name, pa.array([getattr(standing, name) for standing in own], pa.string()))
    groups = group_quotes(quotes, articles=articles)
    claims = _with_standings(
        column_slice("claims", _PAIRED_COLUMNS), claim_standings, key="claim_id", columns=_CLAIM_STANDING)
    claim_groups = group_claims(claims, articles=articles)
    claim_pairs = pair_claims(
        claims, entities=column_slice("claim_entities", ["article_id", "claim_id", "entity_id", "role"]), articles=articles,
        representatives=[group.representative_claim_id for group in claim_groups])
    used_sources = {article.source_id for article in articles.values()}
    days = sorted(day for day in published.values() if day is not None)
    tables = {
        "article_revisions": rows_to_arrow(revisions, ArticleRevision),
        "authors": column_slice("authors", list(TABLES["authors"].column_names)),
        "sources": rows_to_arrow(
            [source for source in _sources(previous, fresh) if source.source_id in used_sources], Source),
        "entities": rows_to_arrow(registry.entities, Entity),
        "entity_aliases": rows_to_arrow(registry.aliases, EntityAlias),
        "quote_groups": rows_to_arrow(groups, QuoteGroup),
        "claim_groups": rows_to_arrow(claim_groups, ClaimGroup),
        "claim_pairs": rows_to_arrow(claim_pairs, ClaimPair),
        "dates": rows_to_arrow(calendar_between(days[0], days[-1]) if days else [], CalendarDate),
        "runs": rows_to_arrow(runs, Run),
        "models": rows_to_arrow(models, Model),
        "evaluation_scores": previous.read("evaluation_scores") if previous else rows_to_arrow([], EvaluationScore),
        "column_dictionary": rows_to_arrow(column_descriptions(), TABLES["column_dictionary"].row_class),
    }
    if missing := set(TABLES) - set(tables) - set(PARTITIONED_TABLES):
        raise NotImplementedError(f"no rule builds {', '.join(sorted(missing))}")
    return tables


def _article_facts(previous: Generation | None, replaced: Collection[str], fresh: FreshRows) -> dict[str, ArticleFacts]:
    tables = [fresh.tables["articles"].select(_ARTICLE_FACTS)]
    if previous is not None:
        tables.append(without_articles(previous.read("articles", columns=_ARTICLE_FACTS), replaced))
    return {row["article_id"]: ArticleFacts(**row) for table in tables for row in table.to_pylist()}


def _standing(article: ArticleFacts) -> CopyStanding:
    return CopyStanding(
        duplicate_group_id=article.duplicate_group_id, duplicate_role=article.duplicate_role,
        is_representative=article.is_representative)


def _with_standing(article: ArticleFacts, standing: CopyStanding) -> ArticleFacts:
    return dataclasses.replace(article, **{name: getattr(standing, name) for name in _STANDING})


def _with_standings(
    rows: pa.Table, standings: Mapping[str, CopyStanding] | Mapping[str, QuoteStanding] | Mapping[str, ClaimStanding], *,
    key: str, columns: Iterable[str],
) -> pa.Table:
    """The rows with the columns that only the whole dataset tells."""
    own = [standings[row_key] for row_key in rows.column(key).to_pylist()]
    for name in columns:
        values = [getattr(standing, name) for standing in own]
        position = rows.schema.get_field_index(name)
        field = rows.schema.field(position)
        rows = rows.set_column(position, field, pa.array(values, field.type))
    return rows


def _articles_regrouped(
    name: str, key: str, names: Sequence[str], *, previous: Generation, replaced: Collection[str],
    standings: Mapping[str, QuoteStanding] | Mapping[str, ClaimStanding],
) -> set[str]:
    """Articles taken over of which a quote or claim now stands in another group, or otherwise in its group."""
    columns = ["article_id", key, *names]
    rows = without_articles(previous.read(name, columns=columns), replaced)
    return {
        article_id for article_id, row_id, *standing in zip(*(rows.column(one).to_pylist() for one in columns), strict=True)
        if standing != [getattr(standings[row_id], one) for one in names]
    }


def _column_slice(
    name: str, columns: list[str], previous: Generation | None, replaced: Collection[str], fresh: FreshRows,
) -> pa.Table:
    """Some columns of all rows of a table: of those taken over and those that come."""
    added = fresh.tables[name].select(columns)
    if previous is None:
        return added
    return pa.concat_tables([without_articles(previous.read(name, columns=columns), replaced), added])


def _months_of(generation: Generation, article_ids: Collection[str]) -> set[str]:
    wanted = set(article_ids)
    rows = generation.read("articles", columns=["article_id", "published_date"]).to_pylist()
    return {publication_month(row["published_date"]) for row in rows if row["article_id"] in wanted}


def _month_of(
    name: str, month: str, *, previous: Generation | None, replaced: Collection[str], fresh: pa.Table | None,
) -> pa.Table:
    parts = [arrow_schema(TABLES[name]).empty_table()]
    if previous is not None:
        parts.append(without_articles(previous.read(name, months=[month]), replaced))
    if fresh is not None:
        parts.append(fresh)
    return pa.concat_tables(parts)


def _take_over(previous: Generation, name: str, touched: Collection[str], folder: Path) -> list[PublishedFile]:
    """Link the files of untouched months into the new generation; they are never written again, so sharing them is safe."""
    rewritten = {partition_path(name, month) for month in touched}
    taken = [file for file in previous.files if file.table == name and file.rows and file.path not in rewritten]
    for file in taken:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(previous.folder / file.path, target)
        except OSError:  # a file system without hard links
            shutil.copyfile(previous.folder / file.path, target)
    return taken


def _write(table: pa.Table, name: str, month: str | None, folder: Path) -> PublishedFile:
    path = partition_path(name, month)
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    ordered = in_reading_order(table, TABLES[name]).combine_chunks()
    pq.write_table(ordered, target, **PARQUET_OPTIONS)
    return PublishedFile(path=path, table=name, rows=ordered.num_rows, bytes=target.stat().st_size, sha256=file_sha256(target))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Registered:
    """The entities of the whole dataset, and what mentions, quotes and claims refer to.

    Args:
        entity_of_mention: Mention -> entity.
        named: Mention -> entity as its article tells it.
        acting: Table -> quote or claim -> entity that makes it.
        names: Entity -> canonical name, for those that have a name.
    """

    entities: list[Entity]
    aliases: list[EntityAlias]
    entity_of_mention: Mapping[str, str | None]
    named: Mapping[str, str | None]
    acting: Mapping[str, Mapping[str, str]]
    names: Mapping[str, str]

    def applied(self, name: str, rows: pa.Table) -> pa.Table:
        """The rows of a table with the entities that only the whole dataset tells."""
        rows = with_entities(name, rows, entity_of_mention=self.entity_of_mention, acting=self.acting.get(name, {}),
                             names=self.names)
        if name != "mentions":
            return rows
        at = rows.schema.get_field_index("named_entity_id")
        values = [self.named[mention_id] for mention_id in rows.column("mention_id").to_pylist()]
        return rows.set_column(at, rows.schema.field(at), pa.array(values, pa.string()))


def _register(
    previous: Generation | None, replaced: Collection[str], fresh: FreshRows, *, published: Mapping[str, date | None],
    gazetteer: Gazetteer, knowledge_base: Sequence[Item],
) -> _Registered:
    """Bring the entities of all articles together."""
    columns = ["mention_id", "article_id", "entity_id", "named_entity_id", "mention_kind", "text", "char_start"]
    # An article that comes knows its entities by its own keys alone; in one taken over they stand beside the merged ones.
    coming = fresh.tables["mentions"].select(columns)
    at = coming.schema.get_field_index("named_entity_id")
    mentions = coming.set_column(at, coming.schema.field(at), coming.column("entity_id"))
    known, standing = list(fresh.names), frozenset[str]()
    if previous is not None:
        kept = without_articles(previous.read("mentions", columns=columns), replaced)
        mentions = pa.concat_tables([kept, mentions])
        known += _published_entities(previous, kept)
        rows = previous.read("entities", columns=["entity_id", "merged_into_entity_id"])
        standing = frozenset(rows.filter(pc.field("merged_into_entity_id").is_null()).column("entity_id").to_pylist())
    resolution = resolve_mentions(mentions, known=known, published=published, standing=standing)
    entities, aliases = unite_entities(mentions, known=known, resolution=resolution, published=published, gazetteer=gazetteer)
    if knowledge_base:
        forms: dict[str, set[str]] = {}
        for alias in aliases:
            forms.setdefault(alias.entity_id, set()).add(alias.alias)
        links = link_entities(
            ((entity.entity_id, entity.entity_type, entity.canonical_name, frozenset(forms.get(entity.entity_id, ())))
             for entity in entities if entity.is_named and entity.merged_into_entity_id is None), items=knowledge_base)
        entities = [
            entity if (link := links.get(entity.entity_id)) is None
            else dataclasses.replace(entity, wikidata_id=link.wikidata_id, link_confidence=link.confidence)
            for entity in entities]
    unnamed = {entity.entity_id for entity in known if not entity.is_named}
    ids, articles, named = (mentions.column(name).to_pylist() for name in ("mention_id", "article_id", "named_entity_id"))
    entity_of_mention = {
        mention_id: None if entity_id is None else resolution.entity_of[article_id, entity_id]
        for mention_id, article_id, entity_id in zip(ids, articles, named, strict=True)}
    acting = {
        name: acting_entities(
            _column_slice(table, ["article_id", key, "role", "mention_id"], previous, replaced, fresh), key=key, role=role,
            entity_of_mention=entity_of_mention)
        for name, table, key, role in (
            ("quotes", "quote_entities", "quote_id", "speaker"), ("claims", "claim_entities", "claim_id", "claimer"))}
    return _Registered(
        entities=entities, aliases=aliases, entity_of_mention=entity_of_mention, named=dict(zip(ids, named, strict=True)),
        acting=acting, names={entity_id: name for entity_id, name in resolution.names.items() if entity_id not in unnamed})


def _published_entities(previous: Generation, mentions: pa.Table) -> list[KnownEntity]:
    """The entities that articles taken over tell."""
    columns = ["entity_id", "entity_type", "canonical_name", "is_named", "distinguished_by", "geonames_id"]
    rows = previous.read("entities", columns=columns)
    kept = rows.filter(pc.field("entity_id").isin(mentions.column("named_entity_id").combine_chunks()))
    return [
        KnownEntity(entity_id=row["entity_id"], entity_type=row["entity_type"], name=row["canonical_name"],
                    distinguished_by=row["distinguished_by"], geonames_id=row["geonames_id"], is_named=row["is_named"])
        for row in kept.to_pylist()]


def _articles_renamed(previous: Generation, replaced: Collection[str], registry: _Registered) -> set[str]:
    """Articles taken over of which a mention now refers to another entity, or a speaker's or claimer's name is another one."""
    mentions = without_articles(previous.read("mentions", columns=["article_id", "mention_id", "entity_id"]), replaced)
    renamed = {
        row["article_id"] for row in mentions.to_pylist() if registry.entity_of_mention[row["mention_id"]] != row["entity_id"]}
    for name, key, shown in (("quotes", "quote_id", "speaker_name"), ("claims", "claim_id", "claimer_name")):
        rows = without_articles(previous.read(name, columns=["article_id", key, shown]), replaced)
        for row in rows.to_pylist():
            entity_id = registry.acting[name].get(row[key])
            if (None if entity_id is None else registry.names.get(entity_id)) != row[shown]:
                renamed.add(row["article_id"])
    return renamed


def _sources(previous: Generation | None, fresh: FreshRows) -> list[Source]:
    """One row for each outlet. Where articles name it differently, a name that is not just its domain wins, then the alphabet."""
    known = arrow_to_rows(previous.read("sources"), Source) if previous is not None else []
    chosen: dict[str, Source] = {}
    for source in sorted([*known, *fresh.sources], key=lambda source: (source.name == source.domain, source.name)):
        chosen.setdefault(source.source_id, source)
    return list(chosen.values())
