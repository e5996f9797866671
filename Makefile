# `make dataset` and `make test` do all set-up themselves: Python 3.11 or newer and make are all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SOURCE ?= seeds
OUTPUT ?= output
CRON ?= 17 3 * * *
PORT ?= 4200

# Prefect keeps its state beside the data, reports nothing to anyone and asks nothing.
export PREFECT_HOME := $(abspath $(OUTPUT))/.prefect
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export PREFECT_CLI_PROMPT := false
export DO_NOT_TRACK := 1
export HF_HUB_DISABLE_TELEMETRY := 1

.DEFAULT_GOAL := help
.PHONY: help dataset server deploy worker serve test lint bench killed docs schemas lock clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

dataset: $(VENV)/.run ## Build the dataset from SOURCE (seeds) into OUTPUT/dataset through the Prefect flow
	@echo "Building $(OUTPUT)/dataset from $(SOURCE) through the Prefect flow ..."
	@$(BIN)/python -m flows.dataset --source "$(SOURCE)" --output "$(OUTPUT)"

server deploy worker serve: export PREFECT_API_URL := http://127.0.0.1:$(PORT)/api

server: $(VENV)/.run ## Start a Prefect server with its pages on 127.0.0.1:PORT (4200)
	$(BIN)/prefect server start --host 127.0.0.1 --port $(PORT)

deploy: $(VENV)/.run ## Tell the server the deployments and schedules of prefect.yaml
	$(BIN)/prefect work-pool inspect local >/dev/null 2>&1 || $(BIN)/prefect work-pool create local --type process
	$(BIN)/prefect --no-prompt deploy --all

worker: $(VENV)/.run ## Start a worker that runs what the server schedules
	$(BIN)/prefect worker start --pool local

serve: $(VENV)/.run ## Build SOURCE into OUTPUT at CRON (17 3 * * *, Asia/Shanghai), with a server but no worker
	$(BIN)/python -m flows.serve --source "$(SOURCE)" --output "$(OUTPUT)" --cron "$(CRON)"

test: $(VENV)/.dev ## Run the whole test suite
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.dev ## Lint, check formatting, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.run ## Measure annotation, the whole build beside its peers, and what a new version re-uploads (an hour)
	$(BIN)/python benchmarks/annotation.py
	$(BIN)/python -m benchmarks.build
	$(BIN)/python -m benchmarks.growth

killed: $(VENV)/.dev ## Kill a build of 500 sources at 30 moments; each time the next one must complete it, byte for byte
	$(BIN)/python -m tests.killed

docs: $(VENV)/.dev ## Build the documentation site into OUTPUT/site
	$(BIN)/python -m docs.build "$(OUTPUT)/site"

schemas: $(VENV)/.run ## Regenerate schemas/*.json from the records
	$(BIN)/speechdata schemas --output schemas

lock: $(VENV)/.dev ## Recompute requirements/*.txt from pyproject.toml
	$(PIP) install uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-strip-extras --extra xlsx pyproject.toml requirements/build.in -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-strip-extras --extra xlsx --group dev pyproject.toml requirements/build.in -o requirements/dev.txt

clean: ## Remove the environment and everything built
	rm -rf $(VENV) $(OUTPUT)/*

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "speechdata needs Python 3.11 or newer; run make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing speechdata into $(VENV) ..."
	$(PIP) install --require-hashes --no-deps -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --require-hashes --no-deps -r requirements/dev.txt
	@touch $@
