"""Making a validated generation the one that readers see: its companions, one atomic switch, and what is kept of the past."""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.parquet as pq
from pydantic import TypeAdapter

from flows.open_output import Output
from flows.read_generation import MANIFEST, Generation, manifest_of
from schemas import SCHEMA_VERSION, TABLES, Reject, Run
from schemas.arrow import PARQUET_OPTIONS, arrow_to_rows, rows_to_arrow
from schemas.datapackage import data_package
from schemas.dictionary import data_dictionary_markdown
from schemas.duckdb_views import view_statements

DATABASE = "onrecord.duckdb"

_RUN_ACCOUNT = "run.json"


def next_generation_id(previous: Generation | None, *, run_id: str) -> str:
    """Identifier of the generation after `previous`; later ones sort after earlier ones."""
    number = 1 if previous is None else int(previous.generation_id.split("-")[0]) + 1
    return f"{number:06d}-{run_id}"


def complete_generation(generation: Generation, *, details: Mapping[str, object]) -> None:
    """Write what stands beside the tables: DuckDB views, data package, dictionary and, last, the manifest. A folder with a
    manifest is complete."""
    import duckdb  # noqa: PLC0415

    folder = generation.folder
    paths = {name: [file.path for file in generation.files if file.table == name] for name in TABLES}
    database = folder / DATABASE
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        for statement in view_statements(str(folder), TABLES):
            connection.execute(statement)
    package = json.dumps(data_package(paths), indent=1, ensure_ascii=False)
    (folder / "datapackage.json").write_text(package + "\n", encoding="utf-8")
    (folder / "DATA_DICTIONARY.md").write_text(data_dictionary_markdown(), encoding="utf-8")
    manifest = manifest_of(generation, details={"schema_version": SCHEMA_VERSION, **details})
    for path in [*folder.rglob("*")]:
        if path.is_file() and path.stat().st_nlink == 1:
            _sync(path)
    (folder / MANIFEST).write_text(manifest, encoding="utf-8")
    _sync(folder / MANIFEST)
    _sync(folder)


def switch_current(output: Output, folder: Path) -> None:
    """Make the generation the current one. Readers see the old tables before, the new ones after, never a mix."""
    link = output.root / ".current-next"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("generations") / folder.name, target_is_directory=True)
    link.replace(output.current)
    _sync(output.root)


def restore_current(output: Output) -> Path | None:
    """Point `current` to the newest complete generation if the link is missing; return that generation.

    The link was lost (some programs that copy or synchronise folders drop links), or a run was killed just before its switch.
    Either way a generation with a manifest was validated and within the limits, so readers may see it.
    """
    if output.current_generation() is not None:
        return None
    complete = sorted(folder for folder in output.generations.iterdir() if (folder / MANIFEST).is_file())
    if not complete:
        return None
    switch_current(output, complete[-1])
    return complete[-1]


def sweep_unpublished(output: Output) -> None:
    """Remove generations that a killed run has left unfinished or never switched to. Only a publisher may call this."""
    current = output.current_generation()
    for folder in output.generations.iterdir():
        is_complete = (folder / MANIFEST).is_file()
        if folder != current and (not is_complete or (current is not None and folder.name > current.name)):
            shutil.rmtree(folder, ignore_errors=True)


def remove_old_generations(output: Output, *, keep: int) -> None:
    """Keep the newest `keep` generations, the current one among them."""
    folders = sorted(folder for folder in output.generations.iterdir() if (folder / MANIFEST).is_file())
    for folder in folders[:-keep]:
        shutil.rmtree(folder, ignore_errors=True)


def rejects_path(output: Output, *, run_id: str) -> Path:
    """Where a run keeps what it turned away."""
    return output.rejects / f"{run_id}.parquet"


def write_rejects(output: Output, rejects: Iterable[Reject], *, run_id: str) -> Path:
    """Write what a run turned away; the file is there even if that is nothing."""
    path = rejects_path(output, run_id=run_id)
    temporary = path.with_suffix(".tmp")
    pq.write_table(rows_to_arrow(rejects, Reject), temporary, **PARQUET_OPTIONS)
    temporary.replace(path)
    return path


def write_account(output: Output, run: Run, *, details: Mapping[str, object]) -> None:
    """Write the account of a run beside its Data Docs.

    Args:
        details: What else is worth keeping, such as the seconds of each stage.
    """
    folder = output.run_folder(run.run_id)
    folder.mkdir(parents=True, exist_ok=True)
    account = {"run": TypeAdapter(Run).dump_python(run, mode="json"), **details}
    temporary = folder / f"{_RUN_ACCOUNT}.tmp"
    temporary.write_text(json.dumps(account, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(folder / _RUN_ACCOUNT)


def earlier_runs(output: Output, previous: Generation | None) -> list[Run]:
    """Every finished run so far: those of the `runs` table, and those since that found nothing new and so published nothing."""
    published = arrow_to_rows(previous.read("runs"), Run) if previous is not None else []
    known = {run.run_id for run in published}
    accounts = [path for path in sorted((output.root / "runs").glob(f"*/{_RUN_ACCOUNT}")) if path.parent.name not in known]
    runs = [TypeAdapter(Run).validate_python(json.loads(path.read_text(encoding="utf-8"))["run"]) for path in accounts]
    return published + [run for run in runs if run.status == "unchanged"]


def _sync(path: Path) -> None:
    """Have the operating system write a file or folder to disk, so that a power cut cannot undo the switch by halves."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
