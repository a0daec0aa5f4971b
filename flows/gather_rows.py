"""The rows that a run adds: articles as read, their analysis from the cache, checked one article at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from flows.analyse_articles import annotation_key
from flows.cache_annotations import AnnotationCache
from flows.read_generation import Generation
from flows.report_failures import ContractError
from flows.stage_articles import load_versions
from schemas import TABLES, Article, ArticleBlock, ArticleRevision, Author, Source
from schemas.arrow import arrow_schema, arrow_to_rows, rows_to_arrow
from transforms.dataset.integrity import Violation, check_article
from transforms.dataset.quote_groups import wording_ids
from transforms.dataset.registry import KnownEntity
from transforms.extraction.rows import ArticleRows
from transforms.reading.records import ReadArticle
from transforms.serialisation import DamagedBytesError, decode

ARTICLE_TABLES = tuple(
    name for name, spec in TABLES.items() if spec.is_article_scoped and name not in {"article_revisions", "quote_groups"})
"""Tables whose rows come and go with their article."""

_NO_ROWS = ArticleRows(
    entities=(), mentions=(), quotes=(), quote_spans=(), quote_entities=(), claims=(), claim_spans=(), claim_entities=(),
    claim_quantities=(), time_expressions=())


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshRows:
    """Rows of the articles that are new or have a new current revision.

    Args:
        tables: By table of `ARTICLE_TABLES`.
        names: The entities in them.
        sources: Outlets of the articles.
        violations: Rows that break a guarantee which one article can show by itself.
        wordings: Revision -> keys of the words of its quotes, for every revision of the run, current or not.
    """

    tables: Mapping[str, pa.Table]
    names: tuple[KnownEntity, ...]
    sources: tuple[Source, ...]
    violations: tuple[Violation, ...]
    wordings: Mapping[str, frozenset[str]] = field(default_factory=dict)


def gather_fresh_rows(
    batches: Iterable[str], *, current: Collection[str], superseded: Collection[str], records: Collection[str],
    cache: AnnotationCache, fingerprint: str,
) -> FreshRows:
    """Collect the rows of the given revisions from the staged batches and the cache.

    Args:
        current: Revisions that become the article.
        superseded: Further revisions of the run, of which only the quotes are wanted, to count what changed.
        records: Hashes of the records to take them from, where several records have the text of a revision.

    Raises:
        ContractError: Rows that the analysis has written are not in the cache.
    """
    parts: dict[str, list[pa.Table]] = {name: [] for name in ARTICLE_TABLES}
    names: set[KnownEntity] = set()
    sources: set[Source] = set()
    violations: list[Violation] = []
    wordings: dict[str, frozenset[str]] = {}
    seen: set[str] = set()
    for batch in batches:
        gathered: dict[str, list[object]] = {name: [] for name in ARTICLE_TABLES}
        for read, version in load_versions(batch):
            revision_id = version.revision_id
            is_wanted = version.record_sha256 in records and (revision_id in current or revision_id in superseded)
            if not is_wanted or revision_id in seen:
                continue
            seen.add(revision_id)
            rows = _analysis_of(read, cache=cache, fingerprint=fingerprint)
            wordings[revision_id] = frozenset(quote.quote_group_id for quote in rows.quotes)
            if revision_id not in current:
                continue
            violations += check_article(read.article, blocks=read.blocks, rows=rows)
            names |= {KnownEntity.of(entity) for entity in rows.entities}
            if read.source is not None:
                sources.add(read.source)
            gathered["articles"].append(read.article)
            gathered["article_blocks"] += read.blocks
            gathered["authors"] += read.authors
            for name, table_rows in rows.by_table().items():
                gathered[name] += table_rows
        for name, table_rows in gathered.items():
            parts[name].append(rows_to_arrow(table_rows, TABLES[name].row_class))
    return FreshRows(
        tables={
            name: pa.concat_tables(tables) if tables else arrow_schema(TABLES[name]).empty_table()
            for name, tables in parts.items()
        },
        names=tuple(names), sources=tuple(sources), violations=tuple(violations), wordings=wordings,
    )


def count_quote_changes(
    revisions: Sequence[ArticleRevision], *, predecessors: Mapping[str, str], fresh: FreshRows, previous: Generation | None,
) -> list[ArticleRevision]:
    """The revisions with the number of quotes that each added and removed, compared by their words."""
    groups = dict(fresh.wordings)
    published = set(predecessors.values()) - set(groups)
    if published and previous is not None:
        groups |= _published_wordings(previous, published)
    counted: list[ArticleRevision] = []
    for revision in revisions:
        before = groups.get(predecessors.get(revision.revision_id, ""))
        after = groups.get(revision.revision_id)
        if before is None or after is None:
            counted.append(revision)
        else:
            counted.append(replace(revision, quotes_added_count=len(after - before), quotes_removed_count=len(before - after)))
    return counted


def restage_published(generation: Generation, *, leave_out: Collection[str]) -> Iterator[ReadArticle]:
    """The published articles as if just read, for analysing them anew without their sources.

    Args:
        leave_out: Articles not wanted.
    """
    authors: dict[str, list[Author]] = {}
    for author in arrow_to_rows(generation.read("authors"), Author):
        authors.setdefault(author.article_id, []).append(author)
    sources = {source.source_id: source for source in arrow_to_rows(generation.read("sources"), Source)}
    for month in generation.months("articles"):
        blocks: dict[str, list[ArticleBlock]] = {}
        for block in arrow_to_rows(generation.read("article_blocks", months=[month]), ArticleBlock):
            blocks.setdefault(block.article_id, []).append(block)
        for article in arrow_to_rows(generation.read("articles", months=[month]), Article):
            if article.article_id not in leave_out:
                yield ReadArticle(
                    article=article, blocks=tuple(blocks[article.article_id]),
                    authors=tuple(authors.get(article.article_id, ())),
                    source=None if article.source_id is None else sources[article.source_id])


def _analysis_of(read: ReadArticle, *, cache: AnnotationCache, fingerprint: str) -> ArticleRows:
    if read.article.extraction_status != "analysed":
        return _NO_ROWS
    payload = cache.get(annotation_key(read, fingerprint=fingerprint))
    try:
        return decode(payload or b"", ArticleRows)
    except DamagedBytesError as error:
        raise ContractError(
            f"{read.article.input_locator}: expected its rows in the annotation cache, got: {error}; something else changed the "
            "cache while this run was under way, run again") from error


def _published_wordings(generation: Generation, revision_ids: set[str]) -> dict[str, frozenset[str]]:
    """Published revision -> keys of the words of its quotes."""
    articles = generation.read("articles", columns=["article_id", "revision_id"]).to_pylist()
    wanted = {row["article_id"]: row["revision_id"] for row in articles if row["revision_id"] in revision_ids}
    pieces = generation.read("quote_spans", columns=["article_id", "quote_id", "piece_index", "text"])
    pieces = pieces.filter(pc.field("article_id").isin(pa.array(sorted(wanted), pa.string())))
    wordings = wording_ids(pieces)
    groups: dict[str, set[str]] = {revision_id: set() for revision_id in wanted.values()}
    for article_id, quote_id in zip(
        pieces.column("article_id").to_pylist(), pieces.column("quote_id").to_pylist(), strict=True,
    ):
        groups[wanted[article_id]].add(wordings[quote_id])
    return {revision_id: frozenset(group) for revision_id, group in groups.items()}
