"""Which language model is used, and what makes rows of two analyses differ."""

import pytest

from flows.load_models import MODEL_PACKAGES, analysis_fingerprint, choose_models
from flows.report_failures import InputError


def test_the_locked_model_is_found() -> None:
    assert choose_models().package in MODEL_PACKAGES


@pytest.mark.parametrize("wanted", [
    pytest.param("en_core_web_nowhere", id="not-installed"),
    pytest.param("json", id="a-module-that-is-no-model"),
    pytest.param("pandas", id="a-package-that-is-no-model"),
    pytest.param("a.b", id="dotted"),
    pytest.param("./model", id="a-path"),
    pytest.param("", id="empty"),
])
def test_what_is_no_model_is_refused(wanted: str) -> None:
    with pytest.raises(InputError, match=r"expected .* to be installed, found none"):
        choose_models(wanted)


def test_one_model_has_one_fingerprint() -> None:
    assert analysis_fingerprint(choose_models()) == analysis_fingerprint(choose_models())


def test_rules_alone_are_another_analysis() -> None:
    assert analysis_fingerprint(choose_models(attribution="rules")) != analysis_fingerprint(choose_models(attribution="learned"))

