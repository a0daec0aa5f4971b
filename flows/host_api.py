"""A Prefect API server that lives exactly as long as the run that needs it.

Prefect would start one by itself, but only once the flow is called, and it outlives a run that is killed. Started here, it
comes up while models and libraries load, and it goes when its standard input closes, so also after `kill -9` of the run.
"""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uvicorn import Server

START_TIMEOUT_SECONDS = 180.0
"""A first start migrates its database; on a busy machine that was seen to take half a minute."""

_POLL_SECONDS = 0.05


class ApiServerError(Exception):
    """The temporary API server did not come up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiServer:
    """A server that was told to start.

    Args:
        url: Address of its API, for PREFECT_API_URL.
        process: None when the user runs a server of their own.
    """

    url: str
    process: subprocess.Popen[bytes] | None

    def wait_until_ready(self) -> None:
        """Return once the API answers.

        Raises:
            ApiServerError: It ended, or did not answer in time.
        """
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                pass
            if self.process is not None and self.process.poll() is not None:
                raise ApiServerError(f"the temporary Prefect server ended with status {self.process.returncode}")
            if time.monotonic() > deadline:
                raise ApiServerError(f"no answer from the Prefect API at {self.url} within {START_TIMEOUT_SECONDS:.0f} s")
            time.sleep(_POLL_SECONDS)


@contextmanager
def api_server(*, with_schedules: bool = False) -> Generator[ApiServer]:
    """The user's own server if PREFECT_API_URL names one, else a temporary one on a free loopback port.

    Args:
        with_schedules: Run the services that schedules need, and the user interface.
    """
    configured = os.environ.get("PREFECT_API_URL")
    if configured:
        yield ApiServer(url=configured.rstrip("/"), process=None)
        return
    with socket.socket() as listener:
        # Bound here and inherited, so that no other process can take the port in between.
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        url = f"http://127.0.0.1:{port}/api"
        arguments = [sys.executable, "-m", "flows.host_api", str(listener.fileno()), "full" if with_schedules else "ephemeral"]
        process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, pass_fds=(listener.fileno(),),
            env={**os.environ, "PREFECT_API_URL": url}, start_new_session=True,
        )
    os.environ["PREFECT_API_URL"] = url
    try:
        yield ApiServer(url=url, process=process)
    finally:
        del os.environ["PREFECT_API_URL"]
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _serve(listener_fd: int, *, ephemeral: bool) -> None:
    """Serve the API on an inherited socket until standard input closes. Runs in the server process."""
    started: list[Server] = []

    def stop_with_parent() -> None:
        sys.stdin.buffer.read()
        for server in started:
            server.should_exit = True
            time.sleep(5)
        os._exit(0)  # a graceful stop that hangs must not leave a server behind

    # Watches from the first moment on: the imports below take seconds, in which the run may be killed.
    threading.Thread(target=stop_with_parent, daemon=True).start()
    import uvicorn  # noqa: PLC0415  (only this process needs it)
    from prefect.server.api.server import create_app  # noqa: PLC0415

    server = uvicorn.Server(uvicorn.Config(
        create_app(ephemeral=ephemeral, final=True), log_level="critical", lifespan="on", timeout_graceful_shutdown=2))
    started.append(server)
    server.run(sockets=[socket.socket(fileno=listener_fd)])


if __name__ == "__main__":
    _serve(int(sys.argv[1]), ephemeral=sys.argv[2] == "ephemeral")
