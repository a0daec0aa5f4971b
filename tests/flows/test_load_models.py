"""Which language model is used, and what makes rows of two analyses differ."""

import subprocess
import sys
from pathlib import Path

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


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads as Linux shows them")
def test_loaded_models_start_no_thread() -> None:
    """Workers are forked from a process that has the models in memory; a thread there could leave a lock held in every one.
    That of jemalloc, which comes with PyArrow, is made for forks."""
    script = """
import os
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
from flows.load_models import choose_models, load_analyser
analyser = load_analyser(choose_models())
analyser.nlp("Ana Ruiz said prices fell.")
found = analyser.tagger.tag("Ana Ruiz said prices fell.", paragraphs=[(0, 26)])
names = [open(f"/proc/self/task/{task}/comm").read().strip() for task in os.listdir("/proc/self/task")]
print([span.label for span in found.spans], sum(not name.startswith("jemalloc") for name in names))
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True,
                         cwd=Path(__file__).resolve().parents[2])
    assert ran.stdout.strip() == "['source', 'cue', 'content'] 1"
