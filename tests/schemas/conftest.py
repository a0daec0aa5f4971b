"""One Great Expectations context for all schema tests: importing the library takes longer than the tests."""

import os
from typing import Any

import pytest

from schemas.expectations import quiet_context


@pytest.fixture(scope="session")
def validation_context() -> Any:
    """An ephemeral context as flows make it, analytics off before the import."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    return quiet_context()
