"""Imported once by the process from which all workers are forked, so that each starts with the language model in memory."""

import importlib
import os

from flows.load_models import load_analyser
from flows.run_workers import MODEL_VARIABLE

if MODEL_VARIABLE in os.environ:
    load_analyser(os.environ[MODEL_VARIABLE])
    importlib.import_module("transforms.extraction.articles")
    importlib.import_module("transforms.reading.articles")
