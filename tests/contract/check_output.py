"""Does an output folder keep the promises made to its readers? `python -m tests.contract.check_output OUTPUT`

Written apart from the code that publishes: it reads the declarations of the tables and nothing else of the project, so that a
fault shared by pipeline and validation still shows. One line is printed for each broken promise, with how many rows break it
and one of them as an example.
"""

import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from schemas import REJECTS, TABLES, TableSpec

FLAT_TYPES = frozenset({"string", "int32", "int64", "double", "bool", "date32[day]", "timestamp[us, tz=UTC]"})

MENTION_KINDS = frozenset({"headline", "dek", "subhead", "body"})
STATEMENT_KINDS = frozenset({"dek", "subhead", "body"})
ANALYSED_KINDS: Mapping[str, frozenset[str]] = {
    "mentions": MENTION_KINDS, "time_expressions": MENTION_KINDS | {"timestamp", "caption"},
    "quotes": STATEMENT_KINDS, "quote_spans": STATEMENT_KINDS, "claims": STATEMENT_KINDS, "claim_spans": STATEMENT_KINDS,
    "claim_quantities": STATEMENT_KINDS,
}
"""Blocks in which the spans of a table may lie."""

ID_PREFIXES: Mapping[str, str] = {
    "article_id": "a", "first_article_id": "a", "revision_id": "r", "source_id": "s", "run_id": "n", "reject_id": "x",
    "entity_id": "e", "merged_into_entity_id": "e", "named_entity_id": "e", "speaker_entity_id": "e",
    "claimer_entity_id": "e", "mention_id": "m",
    "quote_id": "q", "representative_quote_id": "q", "quote_group_id": "g",
    "claim_id": "c", "parent_claim_id": "c", "other_claim_id": "c", "representative_claim_id": "c", "claim_group_id": "g",
    "duplicate_group_id": "d",
}
"""First letter of the ids that a column holds."""

_MONTH = re.compile(r"published_month=(\d{4}-(?:0[1-9]|1[0-2])|unknown)")
_COMPANIONS = ("onrecord.duckdb", "datapackage.json", "DATA_DICTIONARY.md", "manifest.json")
_SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class Published:
    """The tables that could be read. A table whose columns are wrong is reported and left out of further checks."""

    tables: Mapping[str, pa.Table]
    months: Mapping[str, Sequence[str | None]]
    """For each row of a table, the month that its folder names; None for tables that are not parted."""

    @cached_property
    def database(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        for name, table in self.tables.items():
            connection.register(name, table)
        return connection

    def rows(self, name: str) -> list[dict[str, Any]]:
        return self.tables[name].to_pylist()

    @cached_property
    def texts(self) -> dict[str, str]:
        articles = self.tables["articles"]
        return dict(zip(articles["article_id"].to_pylist(), articles["text"].to_pylist(), strict=True))

    @cached_property
    def blocks(self) -> dict[str, list[dict[str, Any]]]:
        """Blocks of each article in reading order."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.rows("article_blocks"):
            found[row["article_id"]].append(row)
        for own in found.values():
            own.sort(key=lambda row: row["block_index"])
        return found

    def kinds_touched(self, article_id: str, start: int, end: int) -> set[str]:
        return {block["kind"] for block in self.blocks[article_id] if block["char_start"] < end and start < block["char_end"]}


def check_output(output: Path) -> list[str]:
    """Every promise that the published tables under `output` break, one line each; empty when they keep all of them."""
    current = output / "current"
    violations = list(_check_layout(output))
    if not current.is_dir():
        return violations
    published = _read(current, violations)
    violations += _check_companions(current, published)
    violations += _check_rejects(output, published)
    for needed, check in _CHECKS:
        if set(needed) <= set(published.tables):
            violations += check(published)
    return violations


# --- files --------------------------------------------------------------------------------------------------------------

def _check_layout(output: Path) -> Iterator[str]:
    current = output / "current"
    if not current.is_symlink():
        yield "current: expected a symbolic link to a generation"
    elif current.resolve().parent != (output / "generations").resolve():
        yield f"current: expected a link into {output / 'generations'}, found {current.resolve()}"
    if not current.is_dir():
        yield "current: leads to no folder"
        return
    for name in _COMPANIONS:
        if not (current / name).is_file():
            yield f"current/{name}: missing"
    for folder in sorted(path for path in current.iterdir() if path.is_dir()):
        if folder.name not in TABLES:
            yield f"current/{folder.name}: no declared table"
        else:
            yield from _check_folder(folder, TABLES[folder.name])


def _check_folder(folder: Path, spec: TableSpec) -> Iterator[str]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = path.relative_to(folder)
        is_placed = _MONTH.fullmatch(str(inside.parent)) is not None if spec.is_partitioned else len(inside.parts) == 1
        if path.suffix != ".parquet":
            yield f"{spec.name}/{inside}: no Parquet file"
        elif not is_placed:
            yield f"{spec.name}/{inside}: not where a file of this table lies"


def _files(current: Path, table: str) -> list[Path]:
    return sorted((current / table).rglob("*.parquet"))


def _read(current: Path, violations: list[str]) -> Published:
    tables: dict[str, pa.Table] = {}
    months: dict[str, list[str | None]] = {}
    for name, spec in TABLES.items():
        files = _files(current, name)
        if not files:
            violations.append(f"{name}: no Parquet file; every table is present, if without rows")
            continue
        faults = [fault for path in files for fault in _check_file(path, spec, str(path.relative_to(current)))]
        violations += faults
        if not faults:
            parts = [pq.ParquetFile(path).read() for path in files]
            tables[name] = pa.concat_tables([part.cast(parts[0].schema) for part in parts])
            months[name] = []
            for path, part in zip(files, parts, strict=True):
                month = _MONTH.fullmatch(path.parent.name)
                months[name] += [month[1] if month else None] * part.num_rows
    return Published(tables=tables, months=months)


def _check_file(path: Path, spec: TableSpec, where: str) -> list[str]:
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        return [f"{where}: cannot be read: {error}"]
    if tuple(schema.names) != spec.column_names:
        return [f"{where}: expected the columns {', '.join(spec.column_names)}, found {', '.join(schema.names)}"]
    faults: list[str] = []
    groups = pq.read_metadata(path)
    for position, column in enumerate(spec.columns):
        field = schema.field(position)
        at = f"{where}: {column.name}"
        if str(field.type) not in FLAT_TYPES:
            faults.append(f"{at}: {field.type} is not a flat type that every reader opens")
        elif field.type != column.type:
            faults.append(f"{at}: expected type {column.type}, found {field.type}")
        if field.nullable != column.nullable:
            faults.append(f"{at}: expected nullable={column.nullable}, found nullable={field.nullable}")
        if (field.metadata or {}).get(b"description") != column.description.encode():
            faults.append(f"{at}: the field's metadata do not hold its description")
        chunks = [groups.row_group(group).column(position) for group in range(groups.num_row_groups)]
        if any(chunk.statistics is None for chunk in chunks if chunk.num_values):
            faults.append(f"{at}: no statistics")
        if any(chunk.compression != "ZSTD" for chunk in chunks if chunk.num_values):
            faults.append(f"{at}: not compressed with zstd")
    return faults


def _check_companions(current: Path, published: Published) -> Iterator[str]:
    files = {str(path.relative_to(current)) for name in TABLES for path in _files(current, name)}
    for name, check in (("datapackage.json", _check_data_package), ("manifest.json", _check_manifest)):
        if (current / name).is_file():
            try:
                yield from check(json.loads((current / name).read_text(encoding="utf-8")), files)
            except (ValueError, KeyError, TypeError) as error:
                yield f"{name}: not as it should be: {error!r}"
    if (current / "DATA_DICTIONARY.md").is_file():
        dictionary = (current / "DATA_DICTIONARY.md").read_text(encoding="utf-8")
        for name, spec in TABLES.items():
            silent = [column for column in spec.column_names if f"`{column}`" not in dictionary]
            if f"## {name}" not in dictionary or silent:
                yield f"DATA_DICTIONARY.md: does not describe {name} {', '.join(silent)}".rstrip()
    if (current / "onrecord.duckdb").is_file():
        yield from _check_views(current / "onrecord.duckdb", published)


def _check_data_package(package: Any, files: Collection[str]) -> Iterator[str]:
    resources = {resource["name"]: resource for resource in package["resources"]}
    if set(resources) != set(TABLES):
        yield f"datapackage.json: expected a resource a table, differing in {sorted(set(resources) ^ set(TABLES))}"
    listed = Counter(path for resource in resources.values() for path in resource["path"])
    if set(listed) != set(files) or max(listed.values(), default=0) > 1:
        yield f"datapackage.json: expected exactly the files there are, differing in {sorted(set(listed) ^ set(files))}"
    for name, resource in resources.items():
        if name in TABLES and tuple(field["name"] for field in resource["schema"]["fields"]) != TABLES[name].column_names:
            yield f"datapackage.json: the fields of {name} are not its columns"


def _check_manifest(manifest: Any, files: Collection[str]) -> Iterator[str]:
    listed = {file["path"] for table in manifest["tables"].values() for file in table["files"]}
    if listed != set(files):
        yield f"manifest.json: expected exactly the files there are, differing in {sorted(listed ^ set(files))}"


def _check_views(path: Path, published: Published) -> Iterator[str]:
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            for name, table in published.tables.items():
                try:
                    (count,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone() or (None,)
                except duckdb.Error as error:
                    yield f"onrecord.duckdb: {name}: {error}"
                    continue
                if count != table.num_rows:
                    yield f"onrecord.duckdb: {name}: expected {table.num_rows} rows as in the files, found {count}"
    except duckdb.Error as error:
        yield f"onrecord.duckdb: cannot be opened: {error}"


def _check_rejects(output: Path, published: Published) -> Iterator[str]:
    turned_away: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for path in sorted((output / "rejects").glob("*.parquet")):
        where = f"rejects/{path.name}"
        faults = _check_file(path, REJECTS, where)
        yield from faults
        if faults:
            continue
        rejects = pq.ParquetFile(path).read().to_pylist()
        seen.update(row["reject_id"] for row in rejects)
        turned_away[path.stem] = sum(row["table_name"] is None for row in rejects)
        yield from _report(f"{where}: without a reason", [row for row in rejects if not row["reason"] or not row["rule_id"]])
        yield from _report(f"{where}: of another run", [row for row in rejects if row["run_id"] != path.stem])
    doubled = [reject for reject, count in seen.items() if count > 1]
    yield from _report("rejects: reject_id more than once", doubled)
    for run in published.rows("runs") if "runs" in published.tables else []:
        if turned_away[run["run_id"]] != run["rejected_count"]:
            yield (
                f"rejects/{run['run_id']}.parquet: expected {run['rejected_count']} rejected records as in runs, "
                f"found {turned_away[run['run_id']]}"
            )


# --- every table --------------------------------------------------------------------------------------------------------

def _check_columns(published: Published) -> Iterator[str]:
    for name in published.tables:
        tests = list(_column_tests(TABLES[name]))
        counts = ", ".join(f"count_if({condition})" for _, _, condition in tests)
        found = published.database.execute(f'SELECT {counts} FROM "{name}"').fetchone() or ()
        for (column, fault, condition), count in zip(tests, found, strict=True):
            if count:
                example = published.database.execute(f'SELECT "{column}"::VARCHAR FROM "{name}" WHERE {condition}').fetchone()
                yield f"{name}.{column}: {fault} ({count}, such as {ascii(example)[:_SHOWN_CHARACTERS]})"


def _column_tests(spec: TableSpec) -> Iterator[tuple[str, str, str]]:
    """Column, fault, and the SQL condition under which a row has that fault."""
    for column in spec.columns:
        declared, name, quoted = column.declared, column.name, f'"{column.name}"'
        if not column.nullable:
            yield name, "null where none may be", f"{quoted} IS NULL"
        if column.allowed_values is not None:
            yield name, "outside its vocabulary", f"{quoted} NOT IN ({', '.join(map(_sql_text, column.allowed_values))})"
        if declared.pattern is not None:
            yield name, f"not of the form {declared.pattern}", f"NOT regexp_full_match({quoted}, {_sql_text(declared.pattern)})"
        if declared.minimum is not None:
            yield name, f"under {declared.minimum}", f"{quoted} < {declared.minimum}"
        if declared.maximum is not None:
            yield name, f"over {declared.maximum}", f"{quoted} > {declared.maximum}"
        if declared.min_length is not None:
            yield name, f"shorter than {declared.min_length}", f"length({quoted}) < {declared.min_length}"
        if name in ID_PREFIXES:
            yield name, "another kind of id", f"split_part({quoted}, '_', 1) <> '{ID_PREFIXES[name]}'"
        if str(column.type) == "double":
            yield name, "no finite number", f"NOT isfinite({quoted})"


def _check_keys(published: Published) -> Iterator[str]:
    for name in published.tables:
        spec = TABLES[name]
        key = ", ".join(f'"{column}"' for column in spec.primary_key)
        doubled = published.database.execute(f'SELECT {key} FROM "{name}" GROUP BY {key} HAVING count(*) > 1').fetchall()
        yield from _report(f"{name}: primary key more than once", doubled)
        for column, target in spec.foreign_keys.items():
            if target in published.tables:
                yield from _check_reference(published, name, column, target)


def _check_reference(published: Published, name: str, column: str, target: str) -> Iterator[str]:
    (key,) = TABLES[target].primary_key
    orphans = published.database.execute(
        f'SELECT a."{column}"::VARCHAR FROM "{name}" a ANTI JOIN "{target}" b ON a."{column}" = b."{key}" '
        f'WHERE a."{column}" IS NOT NULL'
    ).fetchall()
    yield from _report(f"{name}.{column}: not in {target}", orphans)
    if TABLES[name].is_article_scoped and TABLES[target].is_article_scoped and target != "articles":
        strangers = published.database.execute(
            f'SELECT a."{column}" FROM "{name}" a JOIN "{target}" b ON a."{column}" = b."{key}" '
            "WHERE a.article_id <> b.article_id"
        ).fetchall()
        yield from _report(f"{name}.{column}: belongs to another article", strangers)


def _check_partitions(published: Published) -> Iterator[str]:
    articles = published.tables["articles"].select(["article_id", "published_date"]).to_pylist()
    months = {row["article_id"]: f"{row['published_date']:%Y-%m}" if row["published_date"] else "unknown" for row in articles}
    for name, table in published.tables.items():
        if TABLES[name].is_partitioned:
            owners = table["article_id"].to_pylist()
            wrong = [owner for owner, month in zip(owners, published.months[name], strict=True) if months.get(owner) != month]
            yield from _report(f"{name}: in the folder of another month than its article", wrong)


def _check_dictionary(published: Published) -> Iterator[str]:
    listed = {(row["table_name"], row["column_name"]) for row in published.rows("column_dictionary")}
    declared = {(spec.name, column) for spec in TABLES.values() for column in spec.column_names}
    yield from _report("column_dictionary: differs from the columns there are", sorted(listed ^ declared))


# --- text ---------------------------------------------------------------------------------------------------------------

def _check_articles(published: Published) -> Iterator[str]:
    articles = published.rows("articles")
    yield from _report("articles.text_sha256: not the hash of text", [
        row["article_id"] for row in articles if hashlib.sha256(row["text"].encode()).hexdigest() != row["text_sha256"]])
    representatives = Counter({row["duplicate_group_id"]: 0 for row in articles})
    representatives.update(row["duplicate_group_id"] for row in articles if row["is_representative"])
    yield from _report("articles: duplicate group without exactly one representative", [
        group for group, count in representatives.items() if count != 1])
    yield from _report("articles.duplicate_role: original exactly for the representative", [
        row["article_id"] for row in articles if (row["duplicate_role"] == "original") != row["is_representative"]])
    yield from _check_bodies(published, articles)
    yield from _report("articles.extraction_status: not what the language asks for", [
        row["article_id"] for row in articles
        if (row["extraction_status"] == "analysed") != (row["language"] is None or row["language"].split("-")[0] == "en")])


def _check_bodies(published: Published, articles: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Equal bodies are one group, and a copy has the body of its group's original."""
    bodies: dict[str, str] = {}
    for row in articles:
        texts = (block["text"] for block in published.blocks[row["article_id"]] if block["kind"] == "body")
        bodies[row["article_id"]] = " ".join(re.findall(r"[^\W_]+", re.sub("['’]", "", " ".join(texts).casefold())))
    groups: dict[str, set[str]] = defaultdict(set)
    originals: dict[str, str] = {}
    for row in articles:
        if body := bodies[row["article_id"]]:
            groups[body].add(row["duplicate_group_id"])
        if row["is_representative"]:
            originals[row["duplicate_group_id"]] = body
    yield from _report("articles.duplicate_group_id: equal bodies in several groups", [
        sorted(own) for own in groups.values() if len(own) > 1])
    yield from _report("articles.duplicate_role: copy exactly for the words of the original", [
        row["article_id"] for row in articles
        if not row["is_representative"] and row["duplicate_group_id"] in originals
        and (row["duplicate_role"] == "copy") != (bodies[row["article_id"]] == originals[row["duplicate_group_id"]])])


def _check_revisions(published: Published) -> Iterator[str]:
    revisions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in published.rows("article_revisions"):
        revisions[row["article_id"]].append(row)
    faults: dict[str, list[str]] = defaultdict(list)
    for article in published.rows("articles"):
        own = revisions[article["article_id"]]
        current = [row for row in own if row["is_current"]]
        if len(current) != 1:
            faults["expected exactly one current revision"].append(article["article_id"])
        elif (current[0]["revision_id"], current[0]["text_sha256"]) != (article["revision_id"], article["text_sha256"]):
            faults["the current revision is not the one that articles holds"].append(article["article_id"])
        if sorted(row["revision_no"] for row in own) != list(range(1, len(own) + 1)):
            faults["revisions are not numbered 1, 2, 3, ..."].append(article["article_id"])
    for fault, found in faults.items():
        yield from _report(f"article_revisions: {fault}", found)


def _check_blocks(published: Published) -> Iterator[str]:
    wrong: list[str] = []
    for article_id, text in published.texts.items():
        position, pieces = 0, []
        for index, block in enumerate(published.blocks[article_id]):
            piece = block["text"]
            if (block["block_index"], block["char_start"], block["char_end"]) != (index, position, position + len(piece)):
                wrong.append(article_id)
                break
            pieces.append(piece)
            position += len(piece) + 2
        else:
            if "\n\n".join(pieces) != text:
                wrong.append(article_id)
    yield from _report("article_blocks: blocks joined by blank lines are not the text of the article", wrong)


def _check_spans(published: Published) -> Iterator[str]:
    """Python slices strings by code points, as offsets are meant."""
    for name in published.tables:
        spec = TABLES[name]
        for span in spec.spans:
            columns = ["article_id", span.text, span.start, span.end]
            rows = list(zip(*(published.tables[name][column].to_pylist() for column in columns), strict=True))
            yield from _report(f"{name}.{span.text}: text and offsets are not null together", [
                row for row in rows if any(part is None for part in row[1:]) and any(part is not None for part in row[1:])])
            whole = [row for row in rows if all(part is not None for part in row)]
            yield from _report(f"{name}.{span.text}: not the text of the article at its offsets", [
                row for row in whole
                if not 0 <= row[2] < row[3] <= len(published.texts.get(row[0], ""))
                or published.texts[row[0]][row[2]:row[3]] != row[1]])
            allowed = ANALYSED_KINDS.get(name)
            if allowed is not None:
                yield from _report(f"{name}.{span.text}: in a block that is not analysed", [
                    row for row in whole if not published.kinds_touched(row[0], row[2], row[3]) <= allowed])


def _check_mentions(published: Published) -> Iterator[str]:
    yield from _report("mentions.block_kind: not the kind of its block", [
        row["mention_id"] for row in published.rows("mentions")
        if published.kinds_touched(row["article_id"], row["char_start"], row["char_end"]) != {row["block_kind"]}])


def _check_unanalysed(published: Published) -> Iterator[str]:
    for name in published.tables:
        if name in ANALYSED_KINDS:
            found = published.database.execute(
                f'SELECT t.article_id FROM "{name}" t JOIN articles USING (article_id) WHERE extraction_status <> \'analysed\''
            ).fetchall()
            yield from _report(f"{name}: rows of an article that was not analysed", found)


# --- statements ---------------------------------------------------------------------------------------------------------

def _check_pieces(whole: str, pieces: str, key: str) -> Callable[[Published], Iterator[str]]:
    def check(published: Published) -> Iterator[str]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in published.rows(pieces):
            found[row[key]].append(row)
        faults: dict[str, list[str]] = defaultdict(list)
        for row in published.rows(whole):
            own = sorted(found[row[key]], key=lambda piece: piece["piece_index"])
            if [piece["piece_index"] for piece in own] != list(range(len(own))) or not own:
                faults["pieces are not numbered 0, 1, 2, ..."].append(row[key])
                continue
            if (own[0]["char_start"], own[-1]["char_end"]) != (row["char_start"], row["char_end"]):
                faults[f"first and last piece do not begin and end where {whole} do"].append(row[key])
            if any(before["char_end"] > after["char_start"] for before, after in pairwise(own)):
                faults["pieces overlap or are out of order"].append(row[key])
            if any(not row["char_start"] <= piece["char_start"] < piece["char_end"] <= row["char_end"] for piece in own):
                faults[f"a piece lies outside of its row in {whole}"].append(row[key])
        for fault, keys in faults.items():
            yield from _report(f"{pieces}: {fault}", keys)

    return check


def _check_attribution(published: Published) -> Iterator[str]:
    claims = published.rows("claims")
    for column in ("quote_id", "claimer_text", "claimer_entity_id", "claimer_name", "cue_text"):
        yield from _report(f"claims.{column}: set in an authorial claim", [
            row["claim_id"] for row in claims if row["attribution"] == "authorial" and row[column] is not None])
    yield from _report("claims.quote_id: null in an attributed claim", [
        row["claim_id"] for row in claims if row["attribution"] != "authorial" and row["quote_id"] is None])
    yield from _report("claims.claimer_kind: outlet exactly for authorial claims", [
        row["claim_id"] for row in claims if (row["attribution"] == "authorial") != (row["claimer_kind"] == "outlet")])
    yield from _report("claims.parent_claim_id: its own parent", [
        row["claim_id"] for row in claims if row["claim_id"] == row["parent_claim_id"]])


def _check_names(table: str, entity: str, name: str) -> Callable[[Published], Iterator[str]]:
    def check(published: Published) -> Iterator[str]:
        # An entity that its article leaves unnamed has no name to show.
        found = published.database.execute(f'''
            SELECT t."{entity}", t."{name}" FROM "{table}" t LEFT JOIN entities e ON e.entity_id = t."{entity}"
            WHERE (t."{entity}" IS NOT NULL AND coalesce(e.is_named, true)) <> (t."{name}" IS NOT NULL)''').fetchall()
        yield from _report(f"{table}: {name} is set exactly for entities with a name, but not here", found)

    return check


def _check_parts(table: str) -> Callable[[Published], Iterator[str]]:
    def check(published: Published) -> Iterator[str]:
        found = published.database.execute(
            f'SELECT t.mention_id FROM "{table}" t JOIN mentions m USING (mention_id) '
            "WHERE m.entity_id IS DISTINCT FROM t.entity_id"
        ).fetchall()
        yield from _report(f"{table}: the mention refers to another entity", found)

    return check


# --- counts -------------------------------------------------------------------------------------------------------------

def _check_runs(published: Published) -> Iterator[str]:
    parts = ("new_count", "revised_count", "unchanged_count", "outside_range_count", "rejected_count")
    yield from _report("runs: record_count is not the sum of what became of the records", [
        row["run_id"] for row in published.rows("runs") if row["record_count"] != sum(row[part] for part in parts)])


def _check_entity_counts(published: Published) -> Iterator[str]:
    found = published.database.execute("""
        SELECT e.entity_id, e.mention_count, count(m.mention_id) FROM entities e LEFT JOIN mentions m USING (entity_id)
        GROUP BY ALL HAVING e.mention_count <> count(m.mention_id)""").fetchall()
    yield from _report("entities.mention_count: not the number of mentions", found)
    found = published.database.execute("""
        SELECT e.entity_id, e.article_count, count(DISTINCT m.article_id) FROM entities e LEFT JOIN mentions m USING (entity_id)
        GROUP BY ALL HAVING e.article_count <> count(DISTINCT m.article_id)""").fetchall()
    yield from _report("entities.article_count: not the number of articles", found)


def _check_merges(published: Published) -> Iterator[str]:
    found = published.database.execute("""
        SELECT e.entity_id FROM entities e JOIN entities t ON t.entity_id = e.merged_into_entity_id
        WHERE t.merged_into_entity_id IS NOT NULL""").fetchall()
    yield from _report("entities.merged_into_entity_id: leads to a merged entity", found)
    found = published.database.execute("""
        SELECT m.mention_id FROM mentions m JOIN entities e USING (entity_id)
        WHERE e.merged_into_entity_id IS NOT NULL""").fetchall()
    yield from _report("mentions.entity_id: a merged entity", found)
    found = published.database.execute(
        "SELECT mention_id FROM mentions WHERE (entity_id IS NULL) <> (named_entity_id IS NULL)").fetchall()
    yield from _report("mentions: entity_id and named_entity_id are not null together", found)
    for table, entity, name in (("quotes", "speaker_entity_id", "speaker_name"), ("claims", "claimer_entity_id", "claimer_name")):
        if table in published.tables:
            found = published.database.execute(
                f'SELECT "{name}" FROM "{table}" JOIN entities ON entity_id = "{entity}" '
                f'WHERE "{name}" <> canonical_name').fetchall()
            yield from _report(f"{table}.{name}: not the canonical name", found)


def _check_quote_groups(published: Published) -> Iterator[str]:
    found = published.database.execute("""
        SELECT g.quote_group_id, g.article_count, count(DISTINCT q.article_id)
        FROM quote_groups g LEFT JOIN quotes q USING (quote_group_id)
        GROUP BY ALL HAVING g.article_count <> count(DISTINCT q.article_id)""").fetchall()
    yield from _report("quote_groups.article_count: not the number of articles", found)
    found = published.database.execute("""
        SELECT g.quote_group_id, q.quote_group_id FROM quote_groups g JOIN quotes q ON q.quote_id = g.representative_quote_id
        WHERE q.quote_group_id <> g.quote_group_id""").fetchall()
    yield from _report("quote_groups.representative_quote_id: of another group", found)
    found = published.database.execute("""
        SELECT g.quote_group_id, q.quote_group_match FROM quote_groups g JOIN quotes q ON q.quote_id = g.representative_quote_id
        WHERE q.quote_group_match <> 'exact'""").fetchall()
    yield from _report("quote_groups.representative_quote_id: only like the quote that is shown, which is itself", found)
    yield from _report("quotes.quote_group_match: partial, but not a run of the words of the quote shown", [
        quote_id for quote_id, part, whole in _parts_of_utterances(published) if f" {part} " not in f" {whole} "])


def _parts_of_utterances(published: Published) -> Iterator[tuple[str, str, str]]:
    """Each quote that is part of another, with the words of both."""
    words: dict[str, str] = defaultdict(str)
    for row in sorted(published.rows("quote_spans"), key=lambda row: row["piece_index"]):
        folded = row["text"].casefold().replace("’", "'")
        words[row["quote_id"]] += " " + " ".join(re.findall(r"\w+(?:['.\-]\w+)*", folded))
    shown = {row["quote_group_id"]: row["representative_quote_id"] for row in published.rows("quote_groups")}
    for row in published.rows("quotes"):
        if row["quote_group_match"] == "partial":
            own = words[row["quote_id"]].strip().removeprefix("that ")
            yield row["quote_id"], own, words[shown[row["quote_group_id"]]].strip()


def _check_dates(published: Published) -> Iterator[str]:
    days = sorted(published.tables["dates"]["date"].to_pylist())
    gaps = [before for before, after in pairwise(days) if after - before > timedelta(days=1)]
    yield from _report("dates: the day after is missing", gaps)


_CHECKS: tuple[tuple[tuple[str, ...], Callable[[Published], Iterable[str]]], ...] = (
    ((), _check_columns),
    ((), _check_keys),
    (("articles",), _check_partitions),
    (("column_dictionary",), _check_dictionary),
    (("articles",), _check_articles),
    (("articles", "article_revisions"), _check_revisions),
    (("articles", "article_blocks"), _check_blocks),
    (("articles", "article_blocks"), _check_spans),
    (("article_blocks", "mentions"), _check_mentions),
    (("articles",), _check_unanalysed),
    (("quotes", "quote_spans"), _check_pieces("quotes", "quote_spans", "quote_id")),
    (("claims", "claim_spans"), _check_pieces("claims", "claim_spans", "claim_id")),
    (("claims",), _check_attribution),
    (("quotes",), _check_names("quotes", "speaker_entity_id", "speaker_name")),
    (("claims",), _check_names("claims", "claimer_entity_id", "claimer_name")),
    (("quote_entities", "mentions"), _check_parts("quote_entities")),
    (("claim_entities", "mentions"), _check_parts("claim_entities")),
    (("runs",), _check_runs),
    (("entities", "mentions"), _check_entity_counts),
    (("entities", "mentions"), _check_merges),
    (("quote_groups", "quotes", "quote_spans"), _check_quote_groups),
    (("dates",), _check_dates),
)
"""Each check with the tables it needs."""


def _report(fault: str, found: Sequence[object]) -> Iterator[str]:
    if found:
        yield f"{fault} ({len(found)}, such as {ascii(found[0])[:_SHOWN_CHARACTERS]})"


def _sql_text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong with the output folder named; 0 when nothing is, 2 when the call is wrong."""
    if len(arguments) != 1:
        print("usage: python -m tests.contract.check_output OUTPUT", file=sys.stderr)
        return 2
    violations = check_output(Path(arguments[0]))
    for violation in violations:
        print(violation)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
