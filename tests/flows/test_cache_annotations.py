"""The cache survives damage, sharing and killed runs."""

import multiprocessing
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cache_annotations import AnnotationCache


def test_entries_come_back_and_stay(tmp_path: Path) -> None:
    path = tmp_path / "annotations.sqlite"
    with AnnotationCache(path) as cache:
        assert cache.get("a") is None
        cache.put([("a", b"\x00one"), ("b", b"")])
        cache.put([("a", b"two")])
        cache.put([])
        assert (cache.get("a"), cache.get("b")) == (b"two", b"")
    with AnnotationCache(path) as cache:
        assert (cache.get("a"), cache.set_aside) == (b"two", None)


def test_entries_are_kept_all_or_none(tmp_path: Path) -> None:
    with AnnotationCache(tmp_path / "annotations.sqlite") as cache:
        with pytest.raises(sqlite3.IntegrityError):
            cache.put([("a", b"one"), ("b", None)])  # type: ignore[list-item]
        assert cache.get("a") is None


def full(path: Path) -> bytes:
    """A database of many pages, closed cleanly."""
    with AnnotationCache(path) as cache:
        cache.put((f"key-{number}", bytes(range(256)) * 8) for number in range(200))
    return path.read_bytes()


@pytest.mark.parametrize("damage", [
    pytest.param(lambda _content: b"no database at all", id="another-file"),
    pytest.param(lambda content: b"\0" * len(content), id="zeros"),
    pytest.param(lambda content: content[:len(content) // 2], id="cut-in-half"),
    pytest.param(lambda content: content[:8192] + b"\xff" * 8192 + content[16384:], id="pages-overwritten"),
])
def test_a_damaged_file_is_set_aside(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "annotations.sqlite"
    damaged = damage(full(path))
    path.write_bytes(damaged)
    with AnnotationCache(path, examine=True) as cache:
        assert cache.set_aside == tmp_path / "annotations.damaged"
        assert cache.set_aside.read_bytes() == damaged
        assert cache.get("key-1") is None
        cache.put([("a", b"one")])
        assert cache.get("a") == b"one"
    with AnnotationCache(path) as cache:
        assert (cache.get("a"), cache.set_aside) == (b"one", None)


def test_an_empty_file_is_a_new_cache(tmp_path: Path) -> None:
    path = tmp_path / "annotations.sqlite"
    path.touch()
    with AnnotationCache(path) as cache:
        assert (cache.get("a"), cache.set_aside) == (None, None)


def test_two_connections_at_once(tmp_path: Path) -> None:
    path = tmp_path / "annotations.sqlite"
    with AnnotationCache(path) as one, AnnotationCache(path) as other:
        one.put([("a", b"one")])
        assert other.get("a") == b"one"
        other.put([("a", b"two"), ("b", b"three")])
        assert (one.get("a"), one.get("b")) == (b"two", b"three")


def _fill(path: Path, writer: int) -> None:
    for number in range(20):
        with AnnotationCache(path) as cache:
            assert cache.set_aside is None
            cache.put([(f"{writer}-{number}", str(number).encode()), ("shared", str(writer).encode())])


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "annotations.sqlite"
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_fill, args=(path, writer)) for writer in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    with AnnotationCache(path) as cache:
        assert all(cache.get(f"{writer}-{number}") == str(number).encode() for writer in range(4) for number in range(20))
