# Needs only git, make and Python 3.11+. Everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.synced

.PHONY: demo test check format bench docs clean help

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "vedette needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"

$(STAMP): $(BIN)/uv pyproject.toml uv.lock
	UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --frozen --quiet --inexact --python $(BIN)/python
	@touch $(STAMP)

demo: $(STAMP)  ## replay the example crisis day by day and write its pages to out/demo
	$(BIN)/vedette demo --out out/demo

test: $(STAMP)  ## all tests
	$(BIN)/pytest -n auto

check: $(STAMP)  ## lint, format, types, direction of imports, lock file
	$(BIN)/uv lock --check --quiet
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)  ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)  ## quality and speed against their floors
	$(BIN)/python -m bench.gate

docs: $(STAMP)  ## rewrite the generated parts of docs/
	$(BIN)/python -m docs.generate

clean:  ## remove what make made
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache
