"""Rebuild the samples that cannot be read in an editor from the readable sources beside them.

Run from anywhere: `python tests/samples/make_samples.py`. The same sources give the same bytes with the same zlib and pyarrow.
"""

import gzip
import io
import json
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
ARTICLES = HERE / "articles"

ARCHIVE_SCHEMA = pa.schema([
    ("doc_id", pa.string()),
    ("title", pa.string()),
    ("authors", pa.list_(pa.string())),
    ("published_at", pa.timestamp("us", tz="UTC")),
    ("publisher", pa.string()),
    ("url", pa.string()),
    ("section", pa.string()),
    ("language", pa.string()),
    ("text", pa.string()),
])


def gzip_bytes(content: bytes) -> bytes:
    """Compress without file name and clock time in the header, so that the bytes depend on the content alone."""
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb", filename="", mtime=0, compresslevel=9) as packed:
        packed.write(content)
    return target.getvalue()


def archive_table(jsonl: str) -> pa.Table:
    """The records of `sources/archive.jsonl` as the table of a typical archive export: a list of authors, UTC timestamps."""
    records = [json.loads(line) for line in jsonl.splitlines()]
    for record in records:
        record["published_at"] = datetime.fromisoformat(record["published_at"])
    unknown = {name for record in records for name in record} - set(ARCHIVE_SCHEMA.names)
    if unknown:
        raise ValueError(f"sources/archive.jsonl: fields without a column in ARCHIVE_SCHEMA: {sorted(unknown)}")
    return pa.Table.from_pylist(records, schema=ARCHIVE_SCHEMA)


def build() -> dict[str, bytes]:
    """Every generated sample: its file name in `articles/` and its bytes."""
    orchard = gzip_bytes((SOURCES / "orchard-blight.html").read_bytes())
    archive = io.BytesIO()
    pq.write_table(archive_table((SOURCES / "archive.jsonl").read_text(encoding="utf-8")), archive, compression="zstd")
    return {
        "orchard-blight.html.gz": orchard,
        "broken.html.gz": orchard[: len(orchard) // 2],  # a download that broke off
        "port-strike.html": (SOURCES / "port-strike.html").read_text(encoding="utf-8").encode("windows-1252"),
        "archive.parquet": archive.getvalue(),
    }


if __name__ == "__main__":
    for name, content in build().items():
        (ARTICLES / name).write_bytes(content)
