# Everything a checkout needs lives in .venv and frontend/node_modules; a second run installs nothing and needs no network.
# Works with any make that knows POSIX shell recipes, Python 3.11 or later, and nothing else.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
STATIC := src/legalgraph/web/static
FRONTEND := $(wildcard frontend/*.json frontend/*.mjs frontend/src/* frontend/src/styles/*)

# What `make test` leaves out, as a pytest marker expression, and what else pytest is told.
SKIP ?= browser or engine or spark or slow
ARGS ?=

# The server's own defaults hold unless these are given. HOST counts only on the command line: shells set it for themselves.
SERVE := $(if $(PORT),--port $(PORT)) $(if $(findstring command,$(origin HOST)),--host $(HOST))

# What is compiled is kept, out of the way, also where shells say otherwise: tests start hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(abspath $(VENV))/compiled

.DELETE_ON_ERROR:
.PHONY: help serve test test-slow test-browser test-engines test-spark lint lock screenshots bench-quality clean FORCE

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  make serve PORT=8001 HOST=0.0.0.0 LEGALGRAPH_HOME=/var/lib/legalgraph"
	@echo "  make test ARGS='-n 0 tests/model -x'   make PYTHON=python3.12 serve"

serve: $(VENV)/.installed  ## Build what is missing, then serve the graph on http://127.0.0.1:8000
	@$(VENV)/bin/legalgraph serve $(SERVE)

test: $(VENV)/.installed $(VENV)/.tools  ## Install what tests need, then run all that is quick
	@$(PY) -m pytest -n auto --dist loadfile -m "not ($(SKIP))" $(ARGS)

test-slow: $(VENV)/.installed $(VENV)/.tools  ## Kill ingests and servers, fill disks, and what else takes long
	@$(PY) -m pytest -n auto --dist load -m "slow and not (browser or engine or spark)" $(ARGS)

test-browser: $(VENV)/.installed $(VENV)/.tools frontend/node_modules/.tools .chromium  ## Look at the pages with a real browser
	@$(PY) -m pytest -n auto --dist load -m browser $(ARGS)

test-engines: $(VENV)/.installed $(VENV)/.tools .virtuoso  ## Talk to real database servers: Oxigraph and Virtuoso
	@$(PY) -m pytest -m engine $(ARGS)

test-spark: $(VENV)/.installed $(VENV)/.spark .java  ## Read documents on a real Spark cluster of two workers
	@$(PY) -m pytest -m spark $(ARGS)

lint: $(VENV)/.installed $(VENV)/.tools frontend/node_modules/.tools  ## Style, Python types, front-end types
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(PY) hatch_build.py run --silent check

screenshots: $(VENV)/.installed $(VENV)/.tools .chromium  ## Take pictures of the pages, to be looked at
	@$(PY) -m tests.browser.screenshots $(ARGS)

bench-quality: $(VENV)/.installed  ## Measure what is read against gold: make bench-quality CORPUS=DIR
	@$(PY) -m bench.quality $(CORPUS)

lock: $(PY)  ## Write the locks anew with the latest versions (maintainers; needs the network)
	@$(PIP) install --quiet uv
	@$(call compile,requirements.lock,pyproject.toml --group build --group test --group browser --group engines --group lint)
	@$(call compile,requirements-serve.lock,pyproject.toml --group build --constraint requirements.lock)
	@$(call compile,requirements-node.lock,--group pyproject.toml:node)
	@$(call compile,requirements-spark.lock,pyproject.toml --extra spark --group build --group test --constraint requirements.lock)
	@$(call compile,requirements-bench.lock,pyproject.toml --group bench --group fuzz --constraint requirements.lock)
	@$(MAKE) --no-print-directory $(VENV)/.installed
	@$(PY) hatch_build.py update --package-lock-only --ignore-scripts

clean:  ## Remove everything that make has built
	rm -rf $(VENV) $(STATIC) frontend/node_modules dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- how things get there -------------------------------------------------------------------------------------------

# PYTHON, else the first of the usual names that is recent enough and can make virtual environments.
$(PY):
	@for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python; do \
	  version=$$($$name -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue; \
	  if ! $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then seen="$$seen $$name is $$version;"; continue; fi; \
	  if ! $$name -c 'import ensurepip, venv' 2>/dev/null; then \
	    seen="$$seen $$name is $$version, but its venv module is missing (Debian, Ubuntu: apt install python$$version-venv);"; continue; fi; \
	  echo "Creating $(VENV) with $$name ($$version)"; \
	  rm -rf $(VENV) && exec $$name -m venv $(VENV); \
	done; \
	echo "legalgraph needs Python 3.11 or later. Found:$${seen:- no Python at all}" >&2; \
	echo "Install one, or name it: make PYTHON=/path/to/python3.12 …" >&2; exit 1

$(VENV)/.locked: requirements-serve.lock | $(PY)
	@echo "Installing the libraries of $<"
	@$(PIP) install --quiet --no-deps --require-hashes -r $<
	@touch $@

# The package itself, editable, and with it the front end. Made again when a build is missing, unless it is not wanted.
$(VENV)/.installed: $(VENV)/.locked pyproject.toml hatch_build.py requirements-node.lock $(FRONTEND) \
    $(if $(LEGALGRAPH_SKIP_FRONTEND)$(wildcard $(STATIC)/manifest.json),,FORCE)
	@if [ "$$LEGALGRAPH_SKIP_FRONTEND" != 1 ] && ! $(PY) hatch_build.py --version >/dev/null 2>&1; then \
	  echo "No usable Node found: installing one into $(VENV)"; \
	  $(PIP) install --quiet --no-deps --require-hashes -r requirements-node.lock || \
	  { echo "LEGALGRAPH_SKIP_FRONTEND=1 make … does without: pages work, but unadorned." >&2; exit 1; }; \
	fi
	@echo "Building the front end and installing legalgraph"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tools: requirements.lock | $(VENV)/.locked
	@echo "Installing the test tools of $<"
	@$(PIP) install --quiet --no-deps --require-hashes -r $<
	@$(PIP) check
	@touch $@

$(VENV)/.spark: requirements-spark.lock | $(VENV)/.tools
	@echo "Installing Spark from $<"
	@$(PIP) install --quiet --no-deps --require-hashes -r $<
	@$(PIP) check
	@touch $@

frontend/node_modules/.tools: frontend/package-lock.json | $(VENV)/.installed
	@$(PY) hatch_build.py ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@cp $< frontend/node_modules/.installed-lock
	@touch $@

# What the system must bring is looked for where the tests look, and installed only where that needs no question.
.PHONY: .chromium .virtuoso .java
.chromium:
	@for name in "$$CHROMIUM" chromium chromium-browser google-chrome; do command -v "$$name" >/dev/null 2>&1 && exit; done; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; \
	else \
	  echo "The browser tests need Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM=/path/to/it." >&2; exit 1; \
	fi

.virtuoso:
	@command -v virtuoso-t >/dev/null 2>&1 && exit; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends virtuoso-opensource-7-bin; \
	else \
	  echo "Tests with Virtuoso are skipped: virtuoso-t is not installed (Debian: apt-get install virtuoso-opensource-7)."; \
	fi

.java:
	@{ [ -n "$$JAVA_HOME" ] || command -v java >/dev/null 2>&1; } && exit; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless; \
	else \
	  echo "Spark needs Java 17 or later: install it (Debian: apt-get install default-jre-headless)." >&2; exit 1; \
	fi

define compile
	$(VENV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-config --output-file $(1) $(2)
endef
