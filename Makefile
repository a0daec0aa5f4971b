# make run    set up and process the bundled sample articles
# make run SOURCE=path OUTPUT=folder    the same over your own articles
# make test   set up and run every test
# make check  lint and types
# make train CORPORA=folder    train the attribution tagger anew and export it (three hours on one core)

PYTHON ?= python3
SOURCE ?= tests/samples/articles
OUTPUT ?= output
OPTIONS ?=

VENV := .venv
BIN := $(VENV)/bin

.PHONY: run serve test check train lock setup clean help
.DEFAULT_GOAL := help

help:
	@grep -E '^# make' Makefile | sed 's/^# //'

run: $(VENV)/.installed-run
	@$(BIN)/python -m flows run $(SOURCE) --output "$(OUTPUT)" $(OPTIONS)

serve: $(VENV)/.installed-run
	@$(BIN)/python -m flows serve $(SOURCE) --output "$(OUTPUT)" $(OPTIONS)

test: $(VENV)/.installed-test
	@$(BIN)/python -m pytest $(OPTIONS)

check: $(VENV)/.installed-test
	@$(BIN)/ruff check flows transforms schemas training tests
	@$(BIN)/pyright

setup: $(VENV)/.installed-run

$(VENV)/bin/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "onrecord: expected Python 3.11 or newer, found $$($(PYTHON) --version 2>&1); set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "onrecord: $(PYTHON) -m venv failed; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

# Installed exactly as locked, every file checked against its hash.
$(VENV)/.installed-run: $(VENV)/bin/uv requirements/run.txt
	@echo "Installing the locked dependencies into $(VENV) ..." >&2
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed-run requirements/test.txt
	@echo "Installing the locked test dependencies into $(VENV) ..." >&2
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/test.txt
	@touch $@

# Training has an environment of its own; a Python that has what requirements/train.txt lists may stand in for it.
TRAIN_PYTHON ?= .venv-train/bin/python
CORPORA ?= ../shared/corpora

.venv-train/bin/python: $(VENV)/bin/uv requirements/train.txt
	@$(BIN)/uv venv --quiet --python $(PYTHON) .venv-train
	@$(BIN)/uv pip install --quiet --python $@ --require-hashes -r requirements/train.txt

train: $(TRAIN_PYTHON)
	@$(TRAIN_PYTHON) -m training.fit --corpora "$(CORPORA)" --output .training
	@$(TRAIN_PYTHON) -m training.export --weights .training/weights.pt --output models/attribution_tagger
	@echo "Next: python -m training.calibrate $(CORPORA)/polnear/dev.jsonl, then put the weights into transforms/extraction/confidence.py; python -m training.calibrate_claims $(CORPORA), into checkability.py"

# Resolve pyproject.toml anew into the lock files, for every platform, naming no registry.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header
lock: $(VENV)/bin/uv
	@$(LOCK) pyproject.toml -o requirements/run.txt
	@$(LOCK) pyproject.toml --extra test -c requirements/run.txt -o requirements/test.txt
	@$(LOCK) pyproject.toml --extra train -c requirements/run.txt -o requirements/train.txt
	@echo "uv" | $(LOCK) - -o requirements/uv.txt

clean:
	rm -rf $(VENV) .venv-train .training .prefect .pytest_cache .ruff_cache .hypothesis
