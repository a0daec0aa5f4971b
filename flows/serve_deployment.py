"""The scheduled deployment, served from one process."""

from collections.abc import Mapping
from typing import Any

from prefect import serve
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType
from pydantic import ValidationError

from flows.news_dataset import news_dataset
from flows.report_failures import InputError

DEPLOYMENT = "daily"


def check_schedule(cron: str, timezone: str) -> None:
    """Raise InputError if this is no cron expression or no time zone."""
    try:
        CronSchedule(cron=cron, timezone=timezone)
    except ValidationError as error:
        raise InputError(
            f"schedule: expected a cron expression such as '0 6 * * *' and a time zone such as Europe/Paris, got {cron!r} and "
            f"{timezone!r} ({error.errors()[0]['msg']}); mend --cron or --timezone") from error


def serve_daily(parameters: Mapping[str, Any], *, cron: str, timezone: str) -> None:
    """Register `news-dataset/daily` and run it on schedule until stopped. Runs one at a time: they publish into one output."""
    deployment = news_dataset.to_deployment(
        name=DEPLOYMENT, parameters={name: value for name, value in parameters.items() if value is not None},
        schedule=Cron(cron, timezone=timezone), entrypoint_type=EntrypointType.MODULE_PATH,
        description="Reads the sources and publishes what is new.")
    assert isinstance(deployment, RunnerDeployment), "outside an event loop the deployment is made at once"
    serve(deployment, limit=1)
