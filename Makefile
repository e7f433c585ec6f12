# Every target sets itself up: a virtual environment from the hash-locked requirements, no root, nothing outside this folder.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# PYTHON=... chooses the interpreter; otherwise the first of these that starts and is 3.11 or 3.12.
PYTHON ?= $(shell for p in python3.11 python3.12 python3 python; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' >/dev/null 2>&1 && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
# Workers of the test run. `make test WORKERS=0` keeps everything in one process, for a debugger.
WORKERS ?= 2
TESTS ?= tests
OUT ?= build/tour

.PHONY: help run test lint format bench soak tour installer lock clean

help: ## these lines
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

# ---- environment ----

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Loket needs Python 3.11 or 3.12. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2; exit 3; fi
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "The virtual environment could not be made. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 3; }

# Installed anew only when a lock or the project's description changed.
$(RUN_READY): requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Loket runs with ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q desktop # the first window of a fresh clone opens as fast as the second
	@touch $@

$(DEV_READY): requirements-dev.txt $(RUN_READY)
	@echo "Installing what tests and checks need ..."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# ---- the program ----

run: $(RUN_READY) ## the sample office, with a day in progress; without a screen the tour, as pictures
	@$(BIN)/python -m tools.checks.linux_libs
	@if [ "$${QT_QPA_PLATFORM:-}" = offscreen ] || { [ -z "$${DISPLAY:-}" ] && [ -z "$${WAYLAND_DISPLAY:-}" ]; }; then \
		echo "No screen here: playing the tour instead (a few minutes at most)."; \
		QT_QPA_PLATFORM=offscreen $(BIN)/loket tour --out "$(OUT)"; \
		echo "The pictures are in $(OUT); $(OUT)/index.json says what each of them shows."; \
	else \
		$(BIN)/loket demo; \
	fi

tour: $(RUN_READY) ## a whole day through the real windows, headless; pictures in build/tour (OUT=...)
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tools.checks.linux_libs
	@QT_QPA_PLATFORM=offscreen $(BIN)/loket tour --out "$(OUT)"
	@echo "The pictures are in $(OUT)."

# ---- checks ----

test: $(DEV_READY) ## all tests, both databases (TESTS=tests/unit for a part, WORKERS=0 for one process)
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tools.checks.linux_libs
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

lint: $(DEV_READY) ## style, types, layers, house rules, Windows wheels; all of them, then the verdict
	@failed=; check() { echo "-- $$*"; "$(BIN)/$$@" || failed="$$failed [$$*]"; }; \
	check ruff check --output-format concise .; \
	check ruff format --check --output-format concise .; \
	check mypy; \
	check lint-imports --no-logo; \
	check python -m tools.checks.layers; \
	check python -m tools.checks.house; \
	check python -m tools.checks.windows_wheels; \
	if [ -n "$$failed" ]; then echo "make lint: failed:$$failed" >&2; exit 1; fi; echo "make lint: all is well"

format: $(DEV_READY) ## put the code into the project's form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# ---- measurements ----

bench: $(DEV_READY) ## measure; writes benchmarks/results/latest.json
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks

soak: $(DEV_READY) ## the long race and endurance tests
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m soak -o faulthandler_timeout=0 $(TESTS)

# ---- keeping house ----

installer: ## what can be built of the installers
	@echo "Nothing to build yet: the Windows and server installers come with a later release (installer/README.md)."
	@exit 1

lock: ## resolve the requirements anew (UPGRADE=1 takes the newest versions)
	@[ -x build/lock/bin/uv ] || { $(PYTHON) -m venv build/lock && build/lock/bin/python -m pip --quiet install uv; }
	@$(PYTHON) tools/lock/make_lock.py --uv "$(CURDIR)/build/lock/bin/uv" $(if $(UPGRADE),--upgrade)

clean: ## remove the environment and everything built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
