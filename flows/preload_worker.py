"""Imported once by the process from which all workers are forked, so that each starts with the models in memory."""

import importlib
import os
import threading

from flows.load_models import ModelChoice, load_analyser
from flows.run_workers import MODEL_VARIABLE

_PARENT_POLL_SECONDS = 0.5


def preload(models: ModelChoice) -> None:
    """Load what workers need, unless the run ends meanwhile, also by `kill -9`; the forking process looks only afterwards."""
    loaded = threading.Event()
    parent = os.getppid()

    def end_with_parent() -> None:
        while not loaded.wait(_PARENT_POLL_SECONDS):
            if os.getppid() != parent:
                os._exit(1)

    watch = threading.Thread(target=end_with_parent, daemon=True)
    watch.start()
    load_analyser(models)
    importlib.import_module("transforms.extraction.articles")
    importlib.import_module("transforms.reading.articles")
    importlib.import_module("transforms.reading.language").detect_language("")  # loads its model
    loaded.set()
    watch.join()  # a process with threads must not fork


if MODEL_VARIABLE in os.environ:
    preload(ModelChoice.parse(os.environ[MODEL_VARIABLE]))
