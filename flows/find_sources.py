"""From what the user names as sources to the files to read."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.report_failures import InputError
from transforms.dataset.revisions import DateRange
from transforms.reading.field_mapping import USUAL_NAMES, FieldMapping, FieldMappingError, parse_field_mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file to read.

    Args:
        locator: Its path relative to the parent of the source the user named; the same wherever the source lies.
    """

    path: Path
    locator: str


def find_sources(sources: Sequence[str], *, output_root: Path) -> list[SourceFile]:
    """Every file under the sources, once, in a fixed order. Hidden files and the output are left out.

    What is no regular file (a linked folder, a dead link, a pipe, a folder that may not be opened) is listed too, so that
    reading can refuse it with a reason rather than pass it over.

    Raises:
        InputError: A source does not exist, cannot be read, is a URL, holds no file, or is the output.
    """
    if not sources:
        raise InputError("no source: expected files or folders with articles, got none; name at least one")
    files: dict[Path, SourceFile] = {}
    for source in sources:
        found = list(_files_of(source, output_root))
        if not found:
            raise InputError(f"source {source}: expected a folder with articles, found no file in it; name another one")
        for file in found:
            files.setdefault(file.path.resolve(), file)
    return sorted(files.values(), key=lambda file: (file.locator, str(file.path)))


def load_columns(path: str | None) -> FieldMapping:
    """The column mapping in a JSON file; the usual names without one.

    Raises:
        InputError: The file cannot be read or holds no mapping.
    """
    if path is None:
        return USUAL_NAMES
    try:
        return parse_field_mapping(Path(path).expanduser().read_bytes())
    except OSError as error:
        raise InputError(f"columns {path}: expected a readable file, got: {error.strerror}; check the path") from error
    except FieldMappingError as error:
        raise InputError(f"columns {path}: {error}") from error


def dates_wanted(first: date | None, last: date | None) -> DateRange:
    """The publication dates to take, both ends included.

    Raises:
        InputError: The last day lies before the first.
    """
    if first is not None and last is not None and last < first:
        raise InputError(f"publication dates: expected the last day to be {first} or later, got {last}; exchange the two")
    return DateRange(first=first, last=last)


def _files_of(source: str, output_root: Path) -> Iterator[SourceFile]:
    if "://" in source:
        raise InputError(
            f"source {source}: addresses cannot be fetched by this version; save the page or feed and name the file")
    path = Path(source).expanduser()
    if not path.exists():
        raise InputError(f"source {source}: expected a file or folder, found nothing there; check the path")
    if path.is_file():
        yield SourceFile(path=path, locator=path.name)
        return
    if not path.is_dir():
        raise InputError(f"source {source}: expected a regular file or a folder, found a device or pipe; name another one")
    root = path.resolve()
    if root == output_root:
        raise InputError(f"source {source}: expected articles, found the output folder; name another source or --output")

    def locate(path: Path) -> SourceFile:
        return SourceFile(path=path, locator=f"{root.name}/{path.relative_to(root).as_posix()}")

    closed: list[Path] = []
    for folder, subfolders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        here = Path(folder)
        subfolders[:] = sorted(
            name for name in subfolders if not name.startswith(".") and (here / name).resolve() != output_root)
        linked = [name for name in subfolders if (here / name).is_symlink()]  # not followed: links can lead in circles
        yield from (locate(here / name) for name in sorted([*names, *linked]) if not name.startswith("."))
    if root in closed:
        raise InputError(f"source {source}: expected a folder that can be read, found one that may not be opened; "
                         "change its permissions or name another one")
    yield from map(locate, closed)
