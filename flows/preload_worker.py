"""Imported once by the process from which all workers are forked, so that each starts with the language model in memory."""

import os

from flows.load_models import load_analyser
from flows.run_workers import MODEL_VARIABLE

if MODEL_VARIABLE in os.environ:
    load_analyser(os.environ[MODEL_VARIABLE])
    import transforms.extraction.articles
    import transforms.reading.articles  # noqa: F401
