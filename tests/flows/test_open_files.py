"""What a file does to the process that opens it costs the rest of that file, and is told."""

import gzip
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from faulty_work import ends_at_once, never_begins

from flows import open_files
from flows.open_files import PROCESS_NAME, FileOpener
from transforms.reading.records import OpenedRecord, RawRecord, ReadingLimits, Refusal

LIMITS = ReadingLimits()
SILENT_SECONDS = 1.0

MEMORY_BYTES = 512 * 1024**2
"""More than the process needs to start, less than the greedy line below."""


@pytest.fixture(scope="module")
def opener() -> Iterator[FileOpener]:
    with FileOpener(limits=LIMITS) as opener:
        yield opener


def lines(count: int, *, size: int = 20) -> bytes:
    return b"".join(json.dumps({"id": number, "text": "x" * size}).encode() + b"\n" for number in range(count))


def shown(records: list[OpenedRecord]) -> list[tuple[str, str]]:
    return [(record.locator, record.rule if isinstance(record, Refusal) else "record") for record in records]


def opening_processes() -> dict[int | None, BaseProcess]:
    return {each.pid: each for each in multiprocessing.active_children() if each.name == PROCESS_NAME}


def test_records_come_in_order_from_another_process(opener: FileOpener, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(1_000))
    records = list(opener.open(tmp_path / "a.jsonl", locator="a.jsonl"))
    assert [record.content for record in records if isinstance(record, RawRecord)] == [
        {"id": number, "text": "x" * 20} for number in range(1_000)]
    assert [record.locator for record in records] == [f"a.jsonl#line={number}" for number in range(1, 1_001)]
    assert os.getpid() not in opening_processes()


def test_one_process_serves_file_after_file(opener: FileOpener, tmp_path: Path) -> None:
    served: list[set[int | None]] = []
    for name in ("a.txt", "b.txt", "empty.txt"):
        (tmp_path / name).write_text("" if name == "empty.txt" else "The ferry stopped on Monday.")
        assert shown(list(opener.open(tmp_path / name, locator=name))) == [
            (name, "read.empty_file" if name == "empty.txt" else "record")]
        served.append(set(opening_processes()))
    assert served[0] and served[0] == served[1] == served[2]


def test_a_file_that_cannot_be_read_is_the_callers_affair(opener: FileOpener, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(opener.open(tmp_path / "none.txt", locator="none.txt"))
    with pytest.raises(IsADirectoryError):
        list(opener.open(tmp_path, locator="folder"))


def test_silence_ends_the_file_not_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "silent.txt")  # nobody ever writes into it
    (tmp_path / "next.txt").write_text("The ferry stopped on Monday.")
    with FileOpener(limits=LIMITS, silent_seconds=SILENT_SECONDS) as opener:
        list(opener.open(tmp_path / "next.txt", locator="next.txt"))
        [refusal] = opener.open(tmp_path / "silent.txt", locator="silent.txt")
        assert isinstance(refusal, Refusal)
        assert (refusal.rule, refusal.reason) == (
            "read.timed_out", "silent.txt: expected to read the whole file, but nothing came within 1 s; its process was "
            "stopped; nothing of it was read")
        assert shown(list(opener.open(tmp_path / "next.txt", locator="next.txt"))) == [("next.txt", "record")]


def test_death_leaves_what_was_handed_over(tmp_path: Path) -> None:
    (tmp_path / "long.jsonl").write_bytes(lines(2_000, size=10_000))
    (tmp_path / "next.txt").write_text("The ferry stopped on Monday.")
    before = opening_processes()
    with FileOpener(limits=LIMITS) as opener:
        records = opener.open(tmp_path / "long.jsonl", locator="long.jsonl")
        first = next(records)
        [process] = [each for pid, each in opening_processes().items() if pid not in before]
        process.kill()
        *rest, refusal = records
        assert isinstance(refusal, Refusal)
        count = 1 + len(rest)
        assert 1 < count < 200, "the process waited: it had read no more than a few messages ahead"
        assert [first.locator, *(record.locator for record in rest)] == [f"long.jsonl#line={n}" for n in range(1, count + 1)]
        assert (refusal.rule, refusal.locator) == ("read.worker_died", "long.jsonl")
        assert refusal.reason == (
            "long.jsonl: expected to read the whole file, but its process died (exit status -9); "
            f"the {count} records before were read")
        assert shown(list(opener.open(tmp_path / "next.txt", locator="next.txt"))) == [("next.txt", "record")]


def test_a_process_that_died_between_files_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry stopped on Monday.")
    before = opening_processes()
    with FileOpener(limits=LIMITS) as opener:
        list(opener.open(tmp_path / "a.txt", locator="a.txt"))
        [process] = [each for pid, each in opening_processes().items() if pid not in before]
        process.kill()
        process.join()
        assert shown(list(opener.open(tmp_path / "a.txt", locator="a.txt"))) == [("a.txt", "record")]


def test_too_little_memory_ends_the_file_after_the_records_before(tmp_path: Path) -> None:
    greedy = b'{"text":"x","more":[' + b"[]," * 10_000_000 + b"[]]}\n"  # 30 MB of text, some 700 MB of lists
    (tmp_path / "greedy.jsonl.gz").write_bytes(gzip.compress(lines(3) + greedy, 1))
    limits = ReadingLimits(max_record_bytes=100 * 1024**2)
    with FileOpener(limits=limits, memory_bytes=MEMORY_BYTES) as opener:
        *records, refusal = opener.open(tmp_path / "greedy.jsonl.gz", locator="greedy.jsonl.gz")
    assert shown(records) == [(f"greedy.jsonl.gz#line={number}", "record") for number in (1, 2, 3)]
    assert isinstance(refusal, Refusal)
    assert (refusal.rule, refusal.reason) == (
        "read.worker_died", "greedy.jsonl.gz: expected to read the whole file, but its process ran out of the memory it is "
        "allowed; the 3 records before were read")


def test_a_fault_of_ours_costs_one_file(opener: FileOpener) -> None:
    [refusal] = opener.open(Path("no\0name"), locator="f")
    assert isinstance(refusal, Refusal)
    assert (refusal.rule, refusal.reason) == (
        "read.unexpected",
        "f: expected to read the whole file, but ValueError: embedded null byte; nothing of it was read")


@pytest.mark.parametrize(("serve", "observed"), [
    pytest.param(ends_at_once, r"it died \(exit status 3\)", id="dies"),
    pytest.param(never_begins, r"it did not within 2 s", id="hangs"),
])
def test_a_process_that_cannot_start_is_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, serve: Callable[..., None], observed: str,
) -> None:
    monkeypatch.setattr(open_files, "_serve", serve)
    if serve is never_begins:
        monkeypatch.setattr(open_files, "_START_SECONDS", 2.0)
    (tmp_path / "a.txt").write_text("The ferry stopped on Monday.")
    with (
        FileOpener(limits=LIMITS) as opener,
        pytest.raises(RuntimeError, match=rf"process that opens files: expected it to start, but {observed}"),
    ):
        list(opener.open(tmp_path / "a.txt", locator="a.txt"))


def test_a_file_given_up_half_way_does_not_leak_into_the_next(tmp_path: Path) -> None:
    (tmp_path / "long.jsonl").write_bytes(lines(1_000))
    (tmp_path / "next.txt").write_text("The ferry stopped on Monday.")
    with FileOpener(limits=LIMITS) as opener:
        next(records := opener.open(tmp_path / "long.jsonl", locator="long.jsonl"))
        records.close()  # pyright: ignore[reportAttributeAccessIssue]  # a generator
        assert shown(list(opener.open(tmp_path / "next.txt", locator="next.txt"))) == [("next.txt", "record")]


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry stopped on Monday.")
    before = set(opening_processes())
    with FileOpener(limits=LIMITS) as opener:
        list(opener.open(tmp_path / "a.txt", locator="a.txt"))
        assert set(opening_processes()) > before
    assert set(opening_processes()) == before
