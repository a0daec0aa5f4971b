"""Addresses to records: fetched side by side from several hosts, one request at a time from each."""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urldefrag

from flows.open_files import FileOpener
from flows.remember_fetches import FetchMemory
from flows.request_pages import Fetched, FetchFaultError, FetchLimits, PageRequester, StoppedError
from transforms.reading.http_rules import host_of, shown, why_not_fetchable
from transforms.reading.records import FetchRequest, RawRecord, Refusal, RefusalRule

HOSTS_AT_ONCE = 8
MAX_ADDRESSES = 100_000
"""Addresses of one run: at one a second from one host, more than a day."""
MAX_LISTING_DEPTH = 3
"""A sitemap index names sitemaps, which name pages; what lists deeper goes in circles."""

_FETCHED_AHEAD = 32
"""Answers on disk that wait to be read."""
_JOIN_SECONDS = 5.0
_POLL_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFetcher:
    """How a run fetches.

    Args:
        folder: Where answers lie until they are read.
        memory: File of what earlier runs fetched.
        opener: Opens what was fetched.
        allow_private_addresses: Fetch from private and loopback addresses, too: an intranet, or a test.
        on_note: Told what is out of the ordinary.
    """

    folder: Path
    memory: Path
    opener: FileOpener
    on_note: Callable[[str], None]
    allow_private_addresses: bool = False
    limits: FetchLimits = field(default_factory=FetchLimits)

    def fetch_all(self, requests: Iterable[FetchRequest]) -> Iterator[RawRecord | Refusal]:
        """Fetch every address once and read what it holds, as from a file; what feeds and sitemaps list is fetched as well.

        Returns:
            Records in the order in which they arrive; a Refusal for each address that could not be fetched or read. The locator
            of a record is its address as requested; the `url` of a page is its address after redirects.

        Raises:
            OSError: The disk, not the network, is in trouble.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as resources:
            memory = resources.enter_context(FetchMemory(self.memory))
            if memory.set_aside is not None:
                self.on_note(
                    f"memory of fetches: expected a SQLite database, found damage; moved to {memory.set_aside.name}, begun anew")
            stopped = threading.Event()
            requester = PageRequester(
                folder=self.folder, memory=memory, limits=self.limits, allow_private_addresses=self.allow_private_addresses,
                stopped=stopped)
            crew = resources.enter_context(_Crew(requester, stopped))
            for request in requests:
                yield from crew.add(request, depth=0)
            while (arrived := crew.take()) is not None:
                if isinstance(arrived.outcome, Refusal):
                    yield arrived.outcome
                else:
                    yield from self._read(arrived.request, arrived.outcome, arrived.depth, crew)

    def _read(self, request: FetchRequest, fetched: Fetched, depth: int, crew: "_Crew") -> Iterator[RawRecord | Refusal]:
        locator = shown(request.url)
        is_empty = True
        try:
            for record in self.opener.open(fetched.path, locator=locator):
                is_empty = False
                if isinstance(record, FetchRequest):
                    yield from crew.add(record, depth=depth + 1)
                elif isinstance(record, RawRecord) and record.locator == locator and isinstance(record.content, bytes):
                    yield replace(record, url=record.url or fetched.url, charset=fetched.charset, listing=request)
                else:
                    yield record
        finally:
            fetched.path.unlink(missing_ok=True)
        if is_empty:
            yield _refusal(request, "read.empty_file", "expected at least one record, found none; leave it out")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    request: FetchRequest
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    request: FetchRequest
    depth: int
    outcome: Fetched | Refusal


class _Crew:
    """Threads that fetch; each serves one host until nothing of it is left. `add` and `take` are for one thread, the reader's."""

    def __init__(self, requester: PageRequester, stopped: threading.Event) -> None:
        self._requester = requester
        self._stopped = stopped
        self._lock = threading.Lock()
        self._tasks: dict[str, deque[_Task]] = {}
        """Open tasks of every host that is being served or waits to be."""
        self._hosts: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._arrivals: queue.Queue[_Arrival | OSError] = queue.Queue(maxsize=_FETCHED_AHEAD)
        self._known: set[str] = set()
        self._open_count = 0
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stopped.set()
        for _ in self._threads:
            self._hosts.put(None)
        for thread in self._threads:  # daemons: one that is caught in a silent connection does not hold up the run's end
            thread.join(timeout=_JOIN_SECONDS)

    def add(self, request: FetchRequest, *, depth: int) -> Iterator[Refusal]:
        """Have an address fetched, unless it was named before; yields a refusal if that cannot be."""
        url = urldefrag(request.url.strip()).url if (why := why_not_fetchable(request.url.strip())) is None else request.url
        if url in self._known:
            return
        self._known.add(url)
        asked = replace(request, url=url)
        if why is not None:
            yield _refusal(asked, "read.forbidden_address", f"expected a plain http or https address, found {why}")
        elif depth > MAX_LISTING_DEPTH:
            yield _refusal(asked, "read.fetch_failed", f"expected lists at most {MAX_LISTING_DEPTH} deep, found it below")
        elif len(self._known) > MAX_ADDRESSES:
            yield _refusal(asked, "read.too_large", f"expected at most {MAX_ADDRESSES} addresses in one run, found more")
        else:
            self._open_count += 1
            self._assign(_Task(request=asked, depth=depth))

    def take(self) -> _Arrival | None:
        """The next outcome; None when every address that was added has had its own."""
        if self._open_count == 0:
            return None
        arrived = self._arrivals.get()
        if isinstance(arrived, OSError):
            raise arrived
        self._open_count -= 1
        return arrived

    def _assign(self, task: _Task) -> None:
        host = host_of(task.request.url)
        with self._lock:
            if host in self._tasks:
                self._tasks[host].append(task)
                return
            self._tasks[host] = deque([task])
            is_short_handed = len(self._threads) < min(HOSTS_AT_ONCE, len(self._tasks))
        self._hosts.put(host)
        if is_short_handed:
            thread = threading.Thread(target=self._work, name=f"fetch-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        while (host := self._hosts.get()) is not None and not self._stopped.is_set():
            while (task := self._next_task(host)) is not None:
                try:
                    outcome = self._outcome(task.request)
                except StoppedError:
                    return
                except OSError as error:  # the disk: networks have faults of their own
                    self._deliver(error)
                else:
                    self._deliver(_Arrival(request=task.request, depth=task.depth, outcome=outcome))

    def _next_task(self, host: str) -> _Task | None:
        with self._lock:
            if self._stopped.is_set() or not self._tasks[host]:
                del self._tasks[host]
                return None
            return self._tasks[host].popleft()

    def _outcome(self, request: FetchRequest) -> Fetched | Refusal:
        try:
            return self._requester.fetch(request.url)
        except FetchFaultError as fault:
            return _refusal(request, fault.rule, fault.reason)
        except (OSError, StoppedError):
            raise
        except Exception as error:  # a fault of ours costs one address, not the run
            return _refusal(request, "read.unexpected", f"{type(error).__name__}: {error}")

    def _deliver(self, arrived: _Arrival | OSError) -> None:
        while not self._stopped.is_set():
            try:
                self._arrivals.put(arrived, timeout=_POLL_SECONDS)
            except queue.Full:
                continue
            return


def _refusal(request: FetchRequest, rule: RefusalRule, reason: str) -> Refusal:
    where = shown(request.url)
    listed = "" if shown(request.locator) == where else f" (listed in {request.locator})"
    return Refusal(locator=where, rule=rule, reason=f"{where}{listed}: {' '.join(reason.split())}")
