"""One address to one file on disk: robots.txt, pace, retries, redirects and limits; every way to fail has its reason."""

import os
import ssl
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

import httpcore
import httpx

from flows.refuse_private_addresses import CheckedTransport, ForbiddenAddressError, TimeBudget, UnknownHostError
from flows.remember_fetches import MAX_REMEMBERED_BYTES, FetchMemory, Remembered
from transforms.reading.decompression import DamagedStreamError, TooManyBytesError, capped
from transforms.reading.http_rules import (
    ACCEPTED_CODINGS,
    charset_of,
    host_of,
    is_page_type,
    read_retry_after,
    shown,
    site_of,
    unpack,
    why_not_fetchable,
)
from transforms.reading.records import RefusalRule
from transforms.reading.robots import MAX_ROBOTS_BYTES, RobotRules, parse_robots

CONTACT_VARIABLE = "ONRECORD_CONTACT"
"""Environment variable with an address under which a site's owner reaches whoever runs this; part of the user agent."""

_PRODUCT = "onrecord/0.1"
_MAX_CONTACT_CHARACTERS = 200

_OK = frozenset({200, 203})
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_CLOSED = frozenset({401, 402, 403, 407, 451})
_PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses that another moment can mend."""

_TOO_MANY_REQUESTS = 429
_NOT_MODIFIED = 304
_FIRST_BACKOFF_SECONDS = 2.0

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How polite and how patient fetching is."""

    connect_seconds: float = 10.0
    silence_seconds: float = 20.0
    """Time without a single byte."""
    answer_seconds: float = 60.0
    """Time of one answer from connecting to its last byte, plus a second for every `slowest_bytes_per_second` received."""
    slowest_bytes_per_second: int = 1024**2
    max_file_bytes: int = 2 * 1024**3
    """Bytes of one answer after unpacking."""
    max_page_bytes: int = 20 * 1024**2
    """The same, for what declares itself an HTML page."""
    max_redirects: int = 5
    max_attempts: int = 3
    delay_seconds: float = 1.0
    """Time between two requests to one host."""
    max_delay_seconds: float = 30.0
    """The longest delay taken from robots.txt."""
    max_retry_after_seconds: float = 120.0
    """A site that asks for more patience is left alone for this run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer on disk.

    Args:
        path: The body, unpacked.
        url: Where it came from in the end, after redirects.
        charset: Encoding that the server declared for it.
    """

    path: Path
    url: str
    charset: str | None


class FetchFaultError(Exception):
    """An address that cannot be fetched.

    Args:
        reason: What was expected and what was observed.
        may_pass: Whether another attempt can help.
        retry_after: Seconds after which the site wants to be asked again; None if it did not say.
        status: The answer's status; None if there was no answer.
    """

    def __init__(
        self, rule: RefusalRule, reason: str, *, may_pass: bool = False, retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(reason)
        self.rule: RefusalRule = rule
        self.reason = reason
        self.may_pass = may_pass
        self.retry_after = retry_after
        self.status = status


class StoppedError(Exception):
    """The run does not want any more."""


@dataclass(slots=True)
class _Site:
    """What is known of one site; its lock is held while its robots.txt is fetched, so that this happens once."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    robots: RobotRules | FetchFaultError | None = None


class PageRequester:
    """Fetches addresses, politely and safely; one for a run, used by several threads.

    Args:
        folder: Where bodies are put, for the caller to remove.
        memory: What earlier runs fetched.
        stopped: Ends every wait once it is set.
    """

    def __init__(
        self, *, folder: Path, memory: FetchMemory, limits: FetchLimits, allow_private_addresses: bool, stopped: threading.Event,
    ) -> None:
        self._folder = folder
        self._memory = memory
        self._limits = limits
        self._allow_private_addresses = allow_private_addresses
        self._stopped = stopped
        self._tls = httpx.create_ssl_context()
        self._lock = threading.Lock()
        self._numbers = count()
        self._sites: dict[str, _Site] = {}
        self._next_request_at: dict[str, float] = {}
        self._user_agent = user_agent()

    def fetch(self, url: str) -> Fetched:
        """Fetch one address, through at most `max_redirects` redirects, each of which is checked like the address itself.

        Raises:
            FetchFaultError: It cannot be fetched, for a reason of the address, the site or the network.
            StoppedError: The run has ended meanwhile.
        """
        cookies = httpx.Cookies()  # some sites send a reader in circles until a cookie comes back; none outlives the address
        here = url
        for _ in range(self._limits.max_redirects + 1):
            try:
                self._check(here)
                delay = self._delay_allowed_by_robots(here)
                found = self._patiently(self._fetch_once, here, cookies, delay=delay)
            except FetchFaultError as fault:
                if here == url:
                    raise
                raise FetchFaultError(fault.rule, f"{fault.reason} (redirected to {shown(here)})") from fault
            if isinstance(found, Fetched):
                return found
            here = found
        limit = self._limits.max_redirects
        raise FetchFaultError("read.fetch_failed", f"expected at most {limit} redirects, found more, the last to {shown(here)}")

    def _check(self, url: str) -> None:
        if (why := why_not_fetchable(url)) is not None:
            raise FetchFaultError("read.forbidden_address", f"expected a plain http or https address, found {why}")

    def _fetch_once(self, url: str, cookies: httpx.Cookies) -> Fetched | str:
        """The answer on disk, or where the site sends on to."""
        remembered = self._memory.get(url)
        headers: dict[str, str] = {}
        if remembered is not None and remembered.etag is not None:
            headers["If-None-Match"] = remembered.etag
        if remembered is not None and remembered.last_modified is not None:
            headers["If-Modified-Since"] = remembered.last_modified
        with self._exchange(url, headers, cookies) as response:
            if response.status_code in _OK:
                path = self._save(response)
                self._remember(url, response, path)
                return Fetched(path=path, url=url, charset=_charset(response))
            if response.status_code == _NOT_MODIFIED and remembered is not None:
                path = self._next_path()
                path.write_bytes(remembered.body)
                return Fetched(path=path, url=url, charset=remembered.charset)
            if (target := _redirect_of(response)) is not None:
                return target
            raise _status_fault(response)

    def _save(self, response: httpx.Response) -> Path:
        is_page = is_page_type(response.headers.get("Content-Type", ""))
        limit = self._limits.max_page_bytes if is_page else self._limits.max_file_bytes
        path = self._next_path()
        try:
            with path.open("wb") as file:
                for chunk in capped(_unpacked(response), limit=limit):
                    if self._stopped.is_set():
                        raise StoppedError
                    file.write(chunk)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def _remember(self, url: str, response: httpx.Response, path: Path) -> None:
        etag, last_modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
        may_be_kept = "no-store" not in response.headers.get("Cache-Control", "").casefold()
        if (etag or last_modified) and may_be_kept and path.stat().st_size <= MAX_REMEMBERED_BYTES:
            self._memory.put(url, Remembered(
                etag=etag, last_modified=last_modified, charset=_charset(response), body=path.read_bytes()))
        else:
            self._memory.forget(url)

    def _next_path(self) -> Path:
        return self._folder / f"{next(self._numbers):06d}"

    def _delay_allowed_by_robots(self, url: str) -> float:
        """Seconds between two requests to the site, if its robots.txt lets this program fetch the address at all."""
        with self._lock:
            site = self._sites.setdefault(site_of(url), _Site())
        with site.lock:
            if site.robots is None:
                try:
                    site.robots = self._robots_of(site_of(url))
                except FetchFaultError as fault:
                    site.robots = fault
        if isinstance(site.robots, FetchFaultError):
            raise FetchFaultError(site.robots.rule, site.robots.reason)
        if not site.robots.allows(url):
            raise FetchFaultError(
                "read.forbidden_by_robots", f"expected an address open to robots, but {site_of(url)}/robots.txt forbids it")
        return min(site.robots.delay_seconds or 0.0, self._limits.max_delay_seconds)

    def _robots_of(self, site: str) -> RobotRules:
        """The rules of a site (RFC 9309, 2.3.1): none if it has no robots.txt; a fault if it should have, but cannot serve it.

        A site that asks to slow down (429) counts as one that cannot serve it.
        """
        cookies = httpx.Cookies()
        here = f"{site}/robots.txt"
        try:
            for _ in range(self._limits.max_redirects + 1):
                self._check(here)
                found = self._patiently(self._robots_once, here, cookies, delay=0.0)
                if isinstance(found, RobotRules):
                    return found
                here = found
        except FetchFaultError as fault:
            if fault.rule == "read.forbidden_address":
                raise
            if fault.status is not None:
                reason = f"expected {site}/robots.txt to say what robots may fetch, but it answers with status {fault.status}"
                raise FetchFaultError("read.forbidden_by_robots", reason) from fault
            raise FetchFaultError(fault.rule, f"{site}/robots.txt: {fault.reason}") from fault
        return parse_robots(b"")

    def _robots_once(self, url: str, cookies: httpx.Cookies) -> RobotRules | str:
        with self._exchange(url, {}, cookies) as response:
            if response.status_code in _OK:
                return parse_robots(_beginning(_unpacked(response), limit=MAX_ROBOTS_BYTES))
            if (target := _redirect_of(response)) is not None:
                return target
            if response.status_code >= 500 or response.status_code == _TOO_MANY_REQUESTS:
                raise _status_fault(response)
            return parse_robots(b"")

    def _patiently(
        self, ask: Callable[[str, httpx.Cookies], Answer], url: str, cookies: httpx.Cookies, *, delay: float,
    ) -> Answer:
        """Ask at the site's pace; ask again where that can help."""
        limits = self._limits
        for attempt in range(1, limits.max_attempts + 1):
            self._await_turn(host_of(url), max(delay, limits.delay_seconds))
            try:
                return ask(url, cookies)
            except FetchFaultError as fault:
                if not fault.may_pass:
                    raise
                wait = fault.retry_after if fault.retry_after is not None else _FIRST_BACKOFF_SECONDS ** attempt
                if wait > limits.max_retry_after_seconds:
                    reason = f"{fault.reason}; it asks to wait for {wait:.0f} s, more than {limits.max_retry_after_seconds:.0f}"
                    raise FetchFaultError(fault.rule, reason, status=fault.status) from fault
                if attempt == limits.max_attempts:
                    raise FetchFaultError(fault.rule, f"{fault.reason} ({attempt} attempts)", status=fault.status) from fault
                self._wait(wait)
        raise AssertionError("the last attempt returns or raises")

    def _await_turn(self, host: str, delay: float) -> None:
        with self._lock:
            turn = max(time.monotonic(), self._next_request_at.get(host, 0.0))
            self._next_request_at[host] = turn + delay
        self._wait(turn - time.monotonic())

    def _wait(self, seconds: float) -> None:
        if self._stopped.wait(max(0.0, seconds)):
            raise StoppedError

    @contextmanager
    def _exchange(self, url: str, headers: dict[str, str], cookies: httpx.Cookies) -> Generator[httpx.Response]:
        """One request and its answer on a connection of its own; whatever goes wrong becomes a fault with its reason."""
        limits = self._limits
        budget = TimeBudget(seconds=limits.answer_seconds, bytes_per_second=limits.slowest_bytes_per_second)
        transport = CheckedTransport(budget=budget, tls=self._tls, allow_private_addresses=self._allow_private_addresses)
        every_time = {
            "User-Agent": self._user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED_CODINGS, "Connection": "close"}
        timeout = httpx.Timeout(limits.silence_seconds, connect=limits.connect_seconds)
        try:
            with (
                httpx.Client(
                    transport=transport, cookies=cookies, headers=every_time, timeout=timeout, trust_env=False) as client,
                client.stream("GET", url, headers=headers) as response,
            ):
                cookies.extract_cookies(response)
                yield response
        except ForbiddenAddressError as error:
            raise FetchFaultError(
                "read.forbidden_address",
                f"expected an address of the public internet, but {error}; --allow-private-addresses allows it") from error
        except UnknownHostError as error:
            raise FetchFaultError("read.fetch_failed", f"expected a host that exists, but nobody knows {error}") from error
        except httpcore.ConnectTimeout as error:
            raise FetchFaultError(
                "read.timed_out", f"expected a connection within {limits.connect_seconds:g} s, got none") from error
        except httpcore.TimeoutException as error:
            raise FetchFaultError("read.timed_out", _timeout_reason(budget, limits)) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _network_fault(error) from error
        except TooManyBytesError as error:
            raise FetchFaultError("read.too_large", f"{error} after unpacking; fetch it by hand and split it") from error
        except DamagedStreamError as error:
            raise FetchFaultError("read.fetch_failed", f"expected a whole answer, but its {error}", may_pass=True) from error
        except (httpx.InvalidURL, httpx.DecodingError, httpx.ProtocolError) as error:
            raise FetchFaultError("read.fetch_failed", f"expected an address to ask for, got: {_line(error)}") from error


def user_agent() -> str:
    """How this program names itself to sites; with the address in ONRECORD_CONTACT, if there is one."""
    contact = "".join(each for each in os.environ.get(CONTACT_VARIABLE, "") if " " <= each <= "~" and each not in "()")
    contact = contact.strip()[:_MAX_CONTACT_CHARACTERS]
    return f"{_PRODUCT} (news dataset; {contact})" if contact else f"{_PRODUCT} (news dataset)"


def _redirect_of(response: httpx.Response) -> str | None:
    """Absolute address that an answer sends on to, without fragment."""
    target = response.headers.get("Location")
    if response.status_code not in _MOVED or target is None:
        return None
    return str(response.request.url.join(target).copy_with(fragment=None))


def _status_fault(response: httpx.Response) -> FetchFaultError:
    status = response.status_code
    found = f"status {status}" + (f" ({response.reason_phrase})" if response.reason_phrase else "")
    if status in _GONE:
        return FetchFaultError("read.not_found", f"expected a page, found {found}", status=status)
    if status in _CLOSED:
        return FetchFaultError("read.access_denied", f"expected a page open to everybody, found {found}", status=status)
    wait = read_retry_after(response.headers.get("Retry-After"), now=datetime.now(UTC))
    return FetchFaultError(
        "read.fetch_failed", f"expected a page, found {found}", may_pass=status in _PASSING, retry_after=wait, status=status)


def _network_fault(error: Exception) -> FetchFaultError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FetchFaultError(
                "read.fetch_failed", f"expected a valid TLS certificate, found: {cause.verify_message or _line(cause)}")
        if isinstance(cause, ssl.SSLError):
            return FetchFaultError("read.fetch_failed", f"expected a TLS connection, got: {cause.reason or _line(cause)}")
        cause = cause.__cause__ or cause.__context__
    return FetchFaultError("read.fetch_failed", f"expected an answer, but the connection failed: {_line(error)}", may_pass=True)


def _timeout_reason(budget: TimeBudget, limits: FetchLimits) -> str:
    if budget.is_spent():
        return f"expected the whole answer within {limits.answer_seconds:g} s, got {budget.received} bytes of it"
    return f"expected an answer without a silence of {limits.silence_seconds:g} s, got {budget.received} bytes and then nothing"


def _charset(response: httpx.Response) -> str | None:
    return charset_of(response.headers.get("Content-Type", ""))


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    return unpack(response.iter_raw(), coding=response.headers.get("Content-Encoding", ""))


def _beginning(chunks: Iterator[bytes], *, limit: int) -> bytes:
    taken = bytearray()
    for chunk in chunks:
        taken += chunk
        if len(taken) >= limit:
            break
    return bytes(taken[:limit])


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
