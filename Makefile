# Everything runs in a virtual environment of its own, $(VENV); nothing is installed outside it.
#   make demo    set up, read a sample article, print what was found, write demo/*.ttl
#   make test    set up and run all tests
#   make test-servers   load graphs into real servers, which it starts on 127.0.0.1 and stops again (minutes)
#   make bench   speed and memory (minutes)        make bench-servers   the same of loading
#   make lint    ruff and mypy         make notebooks   run every notebook
#   make lock    pin the dependencies anew, with hashes
#   make clean   remove what the other targets made

SHELL := /bin/sh
VENV ?= .venv
DEMO ?= demo
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SERVERS := $(VENV)/.servers
SAMPLES := kg/data/samples

# A name on the path may be a shim that fails, and some distributions leave out venv or pip's bootstrap: try, don't trust.
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
CANDIDATES := python3.11 python3.12 python3.13 python3 python python3.14

.PHONY: demo test test-servers bench bench-servers lint notebooks lock clean
.DELETE_ON_ERROR:

demo: $(READY)
	@rm -rf $(DEMO)
	@mkdir -p $(DEMO)
	$(BIN)/kg build $(SAMPLES)/mayor-and-coach.txt --published 2025-05-20 --out $(DEMO)/graph.nq
	$(BIN)/kg show $(DEMO)/graph.nq
	$(BIN)/kg export $(DEMO)/graph.nq --out $(DEMO)/graph.ttl
	$(BIN)/kg ontology --out $(DEMO)/ontology.ttl
	@echo "Written: $(DEMO)/graph.nq, $(DEMO)/graph.ttl, $(DEMO)/ontology.ttl"

test: $(READY)
	$(BIN)/python -m pytest

# Virtuoso comes from the system's packages, if it is there: apt-get install virtuoso-opensource-7 virtuoso-opensource-7-bin
test-servers: $(SERVERS)
	$(BIN)/python -m pytest -m server tests/load

bench-servers: $(SERVERS)
	$(BIN)/python tests/bench/load.py --long 2000

bench: $(READY)
	$(BIN)/python tests/bench/speed.py $(TEXTS)
	$(BIN)/python tests/bench/memory.py
	$(BIN)/python tests/bench/resolve.py
	$(BIN)/python tests/bench/knowledge_base.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

notebooks: $(READY)
	@set -e; for notebook in notebooks/*.ipynb; do echo "run $$notebook"; $(BIN)/jupyter execute "$$notebook"; done

$(READY): requirements.lock pyproject.toml
	@set -e; \
	chosen=; \
	for candidate in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
		if "$$candidate" -c '$(USABLE)' >/dev/null 2>&1; then chosen="$$candidate"; break; fi; \
	done; \
	if [ -z "$$chosen" ]; then \
		echo "No Python 3.11 or newer that runs and has the modules venv and ensurepip was found among:" >&2; \
		for candidate in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
			reason=$$("$$candidate" -c '$(USABLE)' 2>&1 | grep -v -e '^ ' -e '^Traceback' | head -n 1); \
			echo "  $$candidate: $${reason:-older than 3.11}" >&2; \
		done; \
		echo "Install one (on Debian and Ubuntu: apt-get install python3 python3-venv), or name yours: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$chosen" --version)"; \
	"$$chosen" -m venv --clear "$(VENV)"; \
	"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock; \
	"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(SERVERS): $(READY) requirements-servers.lock
	"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-servers.lock
	@touch $@

# pip-tools reads pip's own configuration, and lists the hashes of every file of a version, so that one lock serves all
# platforms. The project's own extras name the project: it is left out, and so is the closing remark about that.
lock: $(READY)
	@set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	"$(BIN)/python" -m venv "$$tools/venv"; \
	"$$tools/venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade pip 'pip-tools>=7.5'; \
	"$$tools/venv/bin/pip-compile" --quiet --upgrade --generate-hashes --strip-extras --no-header \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --unsafe-package kg \
		--extra dev --extra notebook --extra shacl --all-build-deps \
		--output-file "$$tools/requirements.lock" pyproject.toml; \
	sed '/^# WARNING/,$$d' "$$tools/requirements.lock" > requirements.lock; \
	"$$tools/venv/bin/pip-compile" --quiet --generate-hashes --strip-extras --no-header \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --unsafe-package kg \
		--extra servers --constraint requirements.lock \
		--output-file "$$tools/requirements-servers.lock" pyproject.toml; \
	sed '/^# WARNING/,$$d' "$$tools/requirements-servers.lock" > requirements-servers.lock

clean:
	rm -rf .venv demo build dist kg.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find kg tests -name __pycache__ -type d -prune -exec rm -rf {} +
