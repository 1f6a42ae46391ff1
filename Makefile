# Two commands: `make demo` and `make test`. Both set up everything they need on a machine with Python 3.11.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
# Many tests wait for processes of their own: one worker more than there are processors, four at most.
WORKERS := $(shell n=$$(nproc); echo $$((n < 4 ? n + 1 : 4)))

.PHONY: demo test check model clean

demo: $(VENV)/.installed model
	$(BIN)/qa demo

test: $(VENV)/.installed-dev model check
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

check: $(VENV)/.installed-dev
	$(BIN)/ruff check qa flows tests sample_audio models
	$(BIN)/ruff format --check qa flows tests sample_audio models
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

model: $(VENV)/.installed
	$(BIN)/qa models get whisper-base

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "Tingheng needs Python 3.11; name it: make demo PYTHON=/path/to/python3.11"; exit 2; }
	$(PYTHON) -m venv $(VENV)

# The lock files are complete, so nothing is resolved here: --no-deps.
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# After a change of the dependencies in pyproject.toml. The lock files name no index host.
lock:
	uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build \
	  pyproject.toml -o requirements.lock
	uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build --extra dev \
	  -c requirements.lock pyproject.toml -o requirements-dev.lock
.PHONY: lock

clean:
	rm -rf data/demo
