"""A pool of worker processes with limits on time and memory, in which one bad input costs one result, not the run."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from multiprocessing import forkserver
from typing import Any, Literal, TypeVar

from pebble import ProcessExpired, ProcessPool

from flows.load_models import ModelChoice
from flows.work_in_child import prepare_worker

MODEL_VARIABLE = "ONRECORD_MODEL"
"""Environment variable that tells the forking process which models to load."""

_CHUNKS_IN_FLIGHT_PER_WORKER = 3
_GRACE_SECONDS = 15
"""Ending takes a second, on a busy machine several; a process that is killed instead leaves semaphores behind, and a warning."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Trouble = Literal["timed_out", "worker_died", "unexpected"]


class Workers:
    """Worker processes, started on first use.

    Args:
        count: Processes; each runs one chunk at a time.
        models: What every worker has loaded.
    """

    def __init__(self, *, count: int, models: ModelChoice) -> None:
        self.count = count
        self.models = models
        self._pool: ProcessPool | None = None

    def warm_up(self) -> None:
        """Begin to load the models in the process that workers are forked from, without waiting for it."""
        os.environ[MODEL_VARIABLE] = str(self.models)
        for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(variable, "1")
        multiprocessing.set_forkserver_preload(["flows.preload_worker"])
        forkserver.ensure_running()

    def run(
        self,
        work: Callable[..., list[Result]],
        chunks: Iterable[Sequence[Item]],
        *arguments: Any,
        seconds_per_item: float,
        replace: Callable[[Item, Trouble, str], Result],
    ) -> Iterator[tuple[Sequence[Item], list[Result]]]:
        """Apply `work(chunk, *arguments)` to every chunk in the workers; yield chunks with their results, in order.

        A chunk that takes too long, kills its worker or raises is run again item by item; for an item that fails alone,
        `replace(item, trouble, message)` stands in. Chunks are drawn as they are needed, so memory stays flat.

        Args:
            seconds_per_item: Time limit of a chunk, for each of its items.
        """
        pool = self._started()
        waiting: deque[tuple[Sequence[Item], Future[list[Result]]]] = deque()

        def schedule(chunk: Sequence[Item]) -> Future[list[Result]]:
            return pool.schedule(work, args=[chunk, *arguments], timeout=seconds_per_item * len(chunk))

        def collect() -> tuple[Sequence[Item], list[Result]]:
            chunk, future = waiting.popleft()
            try:
                return chunk, future.result()
            except Exception as error:  # whatever it was, its items are tried one at a time
                if len(chunk) == 1:
                    return chunk, [replace(chunk[0], *_diagnose(error, seconds_per_item))]
            results: list[Result] = []
            for item in chunk:
                try:
                    results += schedule([item]).result()
                except Exception as error:
                    results.append(replace(item, *_diagnose(error, seconds_per_item)))
            return chunk, results

        for chunk in chunks:
            waiting.append((chunk, schedule(chunk)))
            if len(waiting) >= self.count * _CHUNKS_IN_FLIGHT_PER_WORKER:
                yield collect()
        while waiting:
            yield collect()

    def stop(self) -> None:
        """End the workers."""
        if self._pool is not None:
            end_pool(self._pool)
            self._pool = None

    def _started(self) -> ProcessPool:
        if self._pool is None:
            self.warm_up()
            self._pool = ProcessPool(
                max_workers=self.count, initializer=prepare_worker, context=multiprocessing.get_context("forkserver"))
        return self._pool


def end_pool(pool: ProcessPool) -> None:
    """Let the processes of a pool end by themselves, so that they clean up; end those that do not."""
    pool.close()
    try:
        pool.join(timeout=_GRACE_SECONDS)
    except TimeoutError:
        pool.stop()
        pool.join()


def usable_cpus() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of up to `size` items, in order."""
    chunk: list[Item] = []
    for item in items:
        chunk.append(item)
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _diagnose(error: Exception, seconds: float) -> tuple[Trouble, str]:
    if isinstance(error, FutureTimeoutError):
        return "timed_out", f"expected a result within {seconds:.0f} s; the worker was stopped"
    if isinstance(error, ProcessExpired):
        return "worker_died", f"the worker process died (exit status {error.exitcode})"
    if isinstance(error, MemoryError):
        return "worker_died", "the worker ran out of the memory it is allowed"
    return "unexpected", f"{type(error).__name__}: {error}"
