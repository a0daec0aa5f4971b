"""From what the user names as sources to the files to read and the addresses to fetch."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.report_failures import InputError
from transforms.dataset.revisions import DateRange
from transforms.reading.field_mapping import USUAL_NAMES, FieldMapping, FieldMappingError, parse_field_mapping
from transforms.reading.http_rules import is_address, shown, why_not_fetchable
from transforms.reading.records import FetchRequest


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
        InputError: A source does not exist, cannot be read, holds no file, or is the output.
    """
    if not sources:
        raise InputError("no source: expected files, folders or addresses with articles, got none; name at least one")
    files: dict[str, SourceFile] = {}
    for source in sources:
        if is_address(source):
            continue
        found = list(_files_of(source, output_root))
        if not found:
            raise InputError(f"source {source}: expected a folder with articles, found no file in it; name another one")
        for file in found:
            files.setdefault(os.path.realpath(file.path), file)  # unlike Path.resolve, it bears a circle of links
    return sorted(files.values(), key=lambda file: (file.locator, str(file.path)))


def find_addresses(sources: Sequence[str]) -> list[FetchRequest]:
    """The sources that are addresses, once each, in order.

    Raises:
        InputError: One cannot be fetched, whatever it leads to: another scheme than http or https, a password in it.
    """
    requests: dict[str, FetchRequest] = {}
    for source in filter(is_address, sources):
        if (why := why_not_fetchable(source)) is not None:
            raise InputError(f"source {shown(source)}: expected a file, a folder or a plain http or https address, found {why}")
        requests.setdefault(
            source, FetchRequest(locator=shown(source), url=source, title=None, published=None, outlet=None))
    return list(requests.values())


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
    path = Path(source).expanduser()
    if not source or not os.path.lexists(path):
        raise InputError(f"source {source}: expected a file or folder, found nothing there; check the path")
    if path.is_file():
        yield SourceFile(path=path, locator=_readable(path.name))
        return
    if not path.is_dir():
        raise InputError(f"source {source}: expected a regular file or a folder, found a device or pipe; name another one")
    root = path.resolve()
    if root == output_root:
        raise InputError(f"source {source}: expected articles, found the output folder; name another source or --output")

    def locate(path: Path) -> SourceFile:
        return SourceFile(path=path, locator=_readable(f"{root.name}/{path.relative_to(root).as_posix()}"))

    closed: list[Path] = []
    for folder, subfolders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        here = Path(folder)
        subfolders[:] = sorted(
            name for name in subfolders if not name.startswith(".") and os.path.realpath(here / name) != str(output_root))
        linked = [name for name in subfolders if (here / name).is_symlink()]  # not followed: links can lead in circles
        yield from (locate(here / name) for name in sorted([*names, *linked]) if not name.startswith("."))
    if root in closed:
        raise InputError(f"source {source}: expected a folder that can be read, found one that may not be opened; "
                         "change its permissions or name another one")
    yield from map(locate, closed)


def _readable(name: str) -> str:
    """A file name as text that can be stored: bytes of it that are no UTF-8 are written as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
