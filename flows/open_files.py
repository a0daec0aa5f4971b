"""Opening files in a process of its own, which streams their records back: what a file does to it costs that file alone."""

import contextlib
import io
import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from flows.work_in_child import MEMORY_LIMIT_BYTES, prepare_worker
from transforms.reading.containers import open_records
from transforms.reading.field_mapping import USUAL_NAMES, FieldMapping
from transforms.reading.records import OpenedRecord, RawRecord, ReadingLimits, RefusalRule
from transforms.reading.refusals import one_line, refuse

SILENT_SECONDS = 60.0
"""Time between two signs of life: a record, or another piece of the file read. The slowest feeds within the limits take half."""

PROCESS_NAME = "open-files"

_RECORDS_PER_MESSAGE = 32
_BYTES_PER_MESSAGE = 96 * 1024
"""Several times as much is slower: memory for large messages is asked of the system, and given back, each time."""
_SECONDS_PER_MESSAGE = 1.0
_GRACE_SECONDS = 5.0
_START_SECONDS = 300.0
"""Models load in half a minute on a slow machine."""

_Ending = tuple[RefusalRule, str] | OSError | None
"""What kept a file from being read to its end; None when nothing did."""
_Message = tuple[list[OpenedRecord], bool, _Ending]
"""Records, whether they are the last of the file, and how it ended."""


class FileOpener:
    """Opens files, one after the other, in a process that is bound in memory; started on first use, and anew after a file that
    ended it. The pipe between the two holds little, so the process waits until its records are wanted.

    Args:
        limits: Bounds on what a file may hold.
        columns: Column names of the user's exports.
        silent_seconds: How long nothing may come.
        memory_bytes: Private memory that the process may take.
    """

    def __init__(
        self, *, limits: ReadingLimits, columns: FieldMapping = USUAL_NAMES, silent_seconds: float = SILENT_SECONDS,
        memory_bytes: int = MEMORY_LIMIT_BYTES,
    ) -> None:
        self._settings = limits, columns, memory_bytes
        self._silent_seconds = silent_seconds
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def open(self, path: Path, *, locator: str) -> Iterator[OpenedRecord]:
        """Records of one file, as `open_records` gives them. Read them all before the next file is opened.

        Args:
            locator: Name of the file.

        Returns:
            Records in order. Where the process falls silent, dies, runs out of memory or meets a fault of ours, the records it
            has handed over, then one Refusal of the file.

        Raises:
            OSError: The file cannot be read.
        """
        connection = self._started()
        count = 0
        is_over = False
        ending: _Ending = None
        try:
            connection.send((path, locator))
            while not is_over:
                if not connection.poll(self._silent_seconds):
                    ending = "read.timed_out", f"nothing came within {self._silent_seconds:g} s; its process was stopped"
                    break
                records, is_over, ending = connection.recv()
                count += len(records)
                yield from records
        except (EOFError, ConnectionError):
            ending = "read.worker_died", f"its process died (exit status {self._exit_status()})"
        finally:
            if not is_over:
                self._end(at_once=True)
        if isinstance(ending, OSError):
            raise ending
        if ending is not None:
            rule, observed = ending
            then = f"the {count} records before were read" if count else "nothing of it was read"
            yield refuse(locator, rule, f"expected to read the whole file, but {observed}; {then}")

    def _started(self) -> Connection:
        if self._process is not None and not self._process.is_alive():
            self._end(at_once=True)
        if self._connection is None:
            context = multiprocessing.get_context("forkserver")
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, *self._settings), name=PROCESS_NAME, daemon=True)
            process.start()
            theirs.close()  # so that the end of the process is the end of the connection
            self._process, self._connection = process, ours
            try:
                if not ours.poll(_START_SECONDS):
                    raise TimeoutError(f"it did not within {_START_SECONDS:g} s")
                ours.recv()  # it may start behind a language model that loads; a file's time begins afterwards
            except TimeoutError as error:
                self._end(at_once=True)
                raise RuntimeError(f"process that opens files: expected it to start, but {error}") from error
            except (EOFError, ConnectionError) as error:
                died = f"it died (exit status {self._exit_status()})"
                self._end(at_once=True)
                raise RuntimeError(f"process that opens files: expected it to start, but {died}") from error
        return self._connection

    def _exit_status(self) -> int | None:
        if self._process is None:
            return None
        self._process.join(timeout=_GRACE_SECONDS)
        return self._process.exitcode

    def _end(self, *, at_once: bool = False) -> None:
        if self._process is None or self._connection is None:
            return
        self._connection.close()  # it waits for the next file, and takes this for the end
        if not at_once:
            self._process.join(timeout=_GRACE_SECONDS)
        self._process.kill()
        self._process.join()
        self._process.close()
        self._process = self._connection = None


class _Outbox:
    """Records on their way out, several to a message; a message goes at least every second as long as anything moves."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._records: list[OpenedRecord] = []
        self._size = 0
        self._sent_at = time.monotonic()

    def add(self, record: OpenedRecord) -> None:
        self._records.append(record)
        if isinstance(record, RawRecord):
            self._size += record.size
        if len(self._records) >= _RECORDS_PER_MESSAGE or self._size >= _BYTES_PER_MESSAGE:
            self._send(is_last=False, ending=None)
        else:
            self.show_life()

    def show_life(self) -> None:
        """Send what there is, be it nothing, when the last message was long ago."""
        if time.monotonic() - self._sent_at >= _SECONDS_PER_MESSAGE:
            self._send(is_last=False, ending=None)

    def close(self, ending: _Ending) -> None:
        """Send what is left of a file, and how it ended."""
        self._send(is_last=True, ending=ending)

    def _send(self, *, is_last: bool, ending: _Ending) -> None:
        records, self._records, self._size = self._records, [], 0
        message: _Message = records, is_last, ending
        self._connection.send(message)
        self._sent_at = time.monotonic()


class _WatchedFile(io.FileIO):
    """A file each reading of which is a sign of life."""

    def __init__(self, path: Path, outbox: _Outbox) -> None:
        super().__init__(path)
        self._outbox = outbox

    def readinto(self, buffer: memoryview, /) -> int | None:  # pyright: ignore[reportIncompatibleMethodOverride]  # any buffer
        self._outbox.show_life()
        return super().readinto(buffer)


def _serve(connection: Connection, limits: ReadingLimits, columns: FieldMapping, memory_bytes: int) -> None:
    """Open one file after the other, until the other side has had enough."""
    prepare_worker(memory_bytes=memory_bytes)
    with contextlib.suppress(EOFError, ConnectionError):
        connection.send(None)
        while True:
            path, locator = connection.recv()
            outbox = _Outbox(connection)
            outbox.close(_deliver(path, locator, outbox, limits, columns))


def _deliver(path: Path, locator: str, outbox: _Outbox, limits: ReadingLimits, columns: FieldMapping) -> _Ending:
    try:
        with io.BufferedReader(_WatchedFile(path, outbox)) as stream:
            for record in open_records(stream, locator=locator, limits=limits, columns=columns):
                outbox.add(record)
    except OSError as error:
        return error
    except MemoryError:
        return "read.worker_died", "its process ran out of the memory it is allowed"
    except Exception as error:  # a fault of ours, or a record that cannot be handed over: it costs one file, not the run
        return "read.unexpected", f"{type(error).__name__}: {one_line(error)}"
    return None
