"""A first run over the samples, made once; tests go on from copies of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import SAMPLES, Commands, Ended


@pytest.fixture(scope="session")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    return Commands(prefect_home=tmp_path_factory.mktemp("prefect"))


@pytest.fixture(scope="session")
def first_run(commands: Commands, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """Output of one run over the sample articles, and how it ended. Not to be written to: copy it."""
    output = tmp_path_factory.mktemp("first") / "output"
    return output, commands.run(SAMPLES / "articles", "--output", output)


@pytest.fixture
def copy_of_first_run(first_run: tuple[Path, Ended], tmp_path: Path) -> Path:
    """A copy of the first run's output, to go on from."""
    output, ended = first_run
    assert ended.status == 0, str(ended)
    return shutil.copytree(output, tmp_path / "output", symlinks=True)


@pytest.fixture
def check() -> Callable[[Path], list[str]]:
    """The checker of published output, which knows nothing of the code that publishes."""
    from tests.contract.check_output import check_output  # noqa: PLC0415

    return check_output
