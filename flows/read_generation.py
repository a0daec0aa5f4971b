"""Reading a published generation: its manifest and its tables."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.report_failures import ContractError
from schemas import TABLES
from schemas.arrow import arrow_schema
from schemas.declaration import PARTITION_COLUMN

MANIFEST = "manifest.json"
FILE_NAME = "part-0.parquet"

_HASH_BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """One Parquet file of a generation.

    Args:
        path: Relative to the generation's folder, with forward slashes.
    """

    path: str
    table: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """A complete, immutable set of tables on disk.

    Args:
        fingerprint: Of the analysis that made its rows; see `load_models.analysis_fingerprint`.
        declaration: Fingerprint of the tables as they were declared when it was written.
    """

    folder: Path
    generation_id: str
    fingerprint: str
    declaration: str
    files: tuple[PublishedFile, ...]

    def months(self, table: str) -> list[str]:
        """Partitions of a partitioned table, in order."""
        folders = [Path(file.path).parent.name for file in self.files if file.table == table]
        return sorted(folder.removeprefix(f"{PARTITION_COLUMN}=") for folder in folders)

    def read(self, table: str, *, columns: Sequence[str] | None = None, months: Iterable[str] | None = None) -> pa.Table:
        """Rows of a table, with its declared schema (of the chosen columns). A column that the table did not have yet when it
        was published is null; one that it has no more is left out.

        Args:
            months: Partitions to read; all by default.
        """
        schema = arrow_schema(TABLES[table])
        if columns is not None:
            schema = pa.schema([schema.field(name) for name in columns])
        wanted = None if months is None else {partition_path(table, month) for month in months}
        parts = [
            pq.ParquetFile(self.folder / file.path).read(columns=list(columns) if columns else None)
            for file in self.files if file.table == table and (wanted is None or file.path in wanted)
        ]
        return pa.concat_tables([_with_schema(part, schema) for part in parts]) if parts else schema.empty_table()

    def verify(self) -> None:
        """Check that every file still is what was validated when it was published.

        Raises:
            ContractError: A file is missing or was changed.
        """
        for file in self.files:
            path = self.folder / file.path
            observed = file_sha256(path) if path.is_file() else "no file"
            if observed != file.sha256:
                raise ContractError(
                    f"{path}: expected the file that was published (sha256 {file.sha256[:12]}...), found {observed[:12]}; it was "
                    "changed or removed by something else. Restore it, or start a new output folder")


def _with_schema(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the columns of a schema that may be newer than it."""
    known = frozenset(table.column_names)
    columns = [table.column(field.name).cast(field.type) if field.name in known else pa.nulls(len(table), field.type)
               for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def partition_path(table: str, month: str | None) -> str:
    """Where the rows of a table (and partition) lie inside a generation."""
    return f"{table}/{FILE_NAME}" if month is None else f"{table}/{PARTITION_COLUMN}={month}/{FILE_NAME}"


def load_generation(folder: Path) -> Generation:
    """The generation in a folder.

    Raises:
        ContractError: Its manifest is missing or not readable.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Generation(
            folder=folder, generation_id=manifest["generation_id"], fingerprint=manifest["analysis_fingerprint"],
            declaration=manifest["declaration_fingerprint"],
            files=tuple(
                PublishedFile(path=file["path"], table=name, rows=file["rows"], bytes=file["bytes"], sha256=file["sha256"])
                for name, table in manifest["tables"].items() for file in table["files"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ContractError(
            f"{folder / MANIFEST}: expected the manifest of a published generation, got: {error}; "
            "restore it, or start a new output folder") from error


def manifest_of(generation: Generation, *, details: Mapping[str, object]) -> str:
    """The manifest as JSON text: identity, and every file with rows, bytes and hash."""
    tables: dict[str, dict[str, object]] = {}
    for name in TABLES:
        own = [file for file in generation.files if file.table == name]
        tables[name] = {
            "rows": sum(file.rows for file in own),
            "files": [{"path": file.path, "rows": file.rows, "bytes": file.bytes, "sha256": file.sha256} for file in own],
        }
    return json.dumps({
        "generation_id": generation.generation_id, "analysis_fingerprint": generation.fingerprint,
        "declaration_fingerprint": generation.declaration, **details, "tables": tables,
    }, indent=1) + "\n"


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_HASH_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
