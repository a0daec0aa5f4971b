"""Settings under which Prefect runs here: history kept in the project, nothing sent anywhere, a calm terminal.

Applied to the environment before Prefect is imported. What the user has set already stays as it is.
"""

import os
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent

_SETTINGS = {
    "PREFECT_HOME": str(PROJECT_ROOT / ".prefect"),
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # Block types are for storage and notifications in the UI; registering them costs every start a second.
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}

_DRAIN_SECONDS = 5.0


def configure_prefect(*, quiet_console: bool) -> None:
    """Set what the user has not set.

    Args:
        quiet_console: Keep Prefect's own lines out of the terminal, because the run reports its stages itself. They still
            go to the API, where the run's page shows them.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    if quiet_console:
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")


def finish_reporting() -> None:
    """Send logs and events that Prefect still holds; after this, its server may go."""
    from prefect.events.worker import EventsWorker  # noqa: PLC0415  (imported when Prefect is up, not before)
    from prefect.logging.handlers import APILogWorker  # noqa: PLC0415

    for worker in (APILogWorker, EventsWorker):
        worker.drain_all(timeout=_DRAIN_SECONDS)
