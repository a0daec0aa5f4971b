"""Scheduled runs: one is seen to complete, and the deployment file describes what there is."""

import importlib
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from command_line import ROOT, SAMPLES, Commands, accounts, wait, wait_until_gone

pytestmark = pytest.mark.flow

SCHEDULED_WITHIN_SECONDS = 480.0
"""The server starts, the next full minute passes, the run takes its time: 100 s in all, several times that on a busy machine."""


def test_a_scheduled_run_completes(commands: Commands, tmp_path: Path, check: Callable[[Path], list[str]]) -> None:
    output = tmp_path / "output"
    process = commands.start(
        "serve", SAMPLES / "articles" / "ferry-inquiry.html", "--output", output, "--cron", "* * * * *",
        environment={"TEST_MARK": str(output)})
    deadline = time.monotonic() + SCHEDULED_WITHIN_SECONDS
    while not accounts(output) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    ended = wait(process, seconds=180)
    assert accounts(output), str(ended)
    assert wait_until_gone(str(output), seconds=30) == []
    assert accounts(output)[0]["new_count"] == 1
    assert check(output) == []


def test_deployment_file_names_the_flow_by_module() -> None:
    description = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    (deployment,) = description["deployments"]
    module, _, name = deployment["entrypoint"].rpartition(".")
    flow = getattr(importlib.import_module(module), name)
    assert (flow.name, deployment["name"]) == ("news-dataset", "daily")
    assert set(deployment["parameters"]) <= set(flow.parameters.properties)
    assert all((ROOT / source).exists() for source in deployment["parameters"]["sources"])
    assert deployment["schedules"][0]["cron"] == "0 6 * * *"
