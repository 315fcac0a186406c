# The commands of the portal. `make run` needs Python 3.11+ with venv, and nothing else.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export DJANGO_SETTINGS_MODULE ?= portal.settings.dev
# Five processes import the same modules; without kept bytecode each compiles them anew, and a start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-full test-services check bench screenshots messages requirements baseline format clean

run: .venv/runtime
	@exec $(BIN)/python -m portal.run

test: .venv/development
	@$(BIN)/python -m tests.run sample

test-full: .venv/development
	@$(BIN)/python -m tests.run full

test-services: .venv/development
	@$(BIN)/python -m tests.run services

check: .venv/development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pip check
	$(BIN)/mypy portal parks partnerships news
	$(BIN)/python -m portal.messages check
	$(BIN)/python -m portal.run with $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.check_deploy

bench: .venv/development
	@$(BIN)/python -m bench

screenshots: .venv/development
	@$(BIN)/python docs/screenshots.py

# Extract the interface texts, update the catalogues, compile them.
messages: .venv/development
	$(BIN)/python -m portal.messages update

# The snapshot that an empty database starts from; worth it once some migrations have come together.
baseline: .venv/development
	@$(BIN)/python -m tests.baseline

requirements: .venv/development
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt

format: .venv/development
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv

# A stamp a requirements file: the environment is made once and renewed when the file changes.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is needed (Debian: python3-venv)."; exit 1; }

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing the portal's packages …"
	@$(BIN)/python portal/run/install.py requirements.txt
	@$(BIN)/python -m portal.messages compile
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime
	@echo "Installing the development packages …"
	@$(BIN)/python portal/run/install.py requirements-dev.txt
	@touch $@
