"""Connections to public addresses only, within a time budget: what a hostile address or server is held to, for every request.

A host name is resolved once, every address behind it is checked, and the connection goes to an address that was checked: a
name that leads elsewhere when asked a second time (DNS rebinding) gains nothing. Host header and TLS name stay the name.
"""

import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from transforms.reading.public_addresses import why_not_public


class ForbiddenAddressError(Exception):
    """A host lies, also, at an address that must not be fetched from."""


class UnknownHostError(Exception):
    """A host name that nobody has."""


class TimeBudget:
    """Time that one answer may take, from the first attempt to connect to its last byte.

    Args:
        seconds: Time allowed for any answer.
        bytes_per_second: Every so many bytes received earn another second, so that a large file may take its time while a
            trickle may not.
    """

    def __init__(self, *, seconds: float, bytes_per_second: int) -> None:
        self._end = time.monotonic() + seconds
        self._seconds_per_byte = 1 / bytes_per_second
        self.received = 0

    def spend(self, byte_count: int) -> None:
        """Count bytes received."""
        self.received += byte_count
        self._end += byte_count * self._seconds_per_byte

    def is_spent(self) -> bool:
        """Whether nothing is left."""
        return time.monotonic() >= self._end

    def cut(self, timeout: float | None) -> float:
        """A time limit cut down to what is left.

        Raises:
            ReadTimeout: Nothing is left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for one answer is used up")
        return left if timeout is None else min(timeout, left)


class CheckedTransport(httpx.BaseTransport):
    """Sends requests over connections of its own, made to checked addresses; no proxy, no address from the environment."""

    def __init__(self, *, budget: TimeBudget, tls: ssl.SSLContext, allow_private_addresses: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, network_backend=_CheckedBackend(budget, allow_private_addresses=allow_private_addresses))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises what httpcore raises, ForbiddenAddressError and UnknownHostError."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path)
        response = self._pool.handle_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions))
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _CheckedBackend(httpcore.NetworkBackend):
    def __init__(self, budget: TimeBudget, *, allow_private_addresses: bool) -> None:
        self._budget = budget
        self._allow_private_addresses = allow_private_addresses
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = _addresses_of(host, port)
        if not self._allow_private_addresses:
            for address in addresses:
                if (why := why_not_public(address)) is not None:
                    raise ForbiddenAddressError(f"{host} lies at {address}, {why}" if host != address else f"{host}, {why}")
        refused: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses:
            try:
                stream = self._network.connect_tcp(
                    address, port, timeout=self._budget.cut(timeout), local_address=local_address, socket_options=socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
            else:
                return _TimedStream(stream, self._budget)
        raise refused or UnknownHostError(host)


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, budget: TimeBudget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received = self._stream.read(max_bytes, self._budget.cut(timeout))
        self._budget.spend(len(received))
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._budget.cut(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._budget.cut(timeout)), self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _addresses_of(host: str, port: int) -> list[str]:
    """Every address behind a host name, as numbers, in the order in which the system prefers them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise httpcore.ConnectError(f"the name {host} cannot be looked up now ({error.strerror})") from error
        raise UnknownHostError(host) from error
    except UnicodeError as error:  # a label of more than 63 characters
        raise UnknownHostError(host) from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))
