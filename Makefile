# make run    sets up, answers the first question in the terminal and writes the page
# make test   sets up, runs every test (brings Chromium where it may)
VENV := .venv
PY := $(VENV)/bin/python
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: pictures help run test check lint types fmt fmt-data check-ids validate golden bench coverage check-exports docs questions discriminate chromium clean

help:
	@grep -E '^# make|^#  ' Makefile | sed 's/^# //'

$(VENV)/bin/python:
	python3 -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.test-installed: pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

run: $(VENV)/.installed
	@mkdir -p out
	@$(PY) -m endoneuro path cortisol "memory retrieval"
	@$(PY) -m endoneuro view cortisol "memory retrieval" -o out/cortisol-memory-retrieval.html

chromium:
	@if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then \
	  if command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then \
	    echo "Chromium is missing: installing it for the page tests"; \
	    S=; [ "$$(id -u)" = 0 ] || S=sudo; \
	    $$S apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$S apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo "Chromium is missing: the page tests need it; run: sudo apt-get install chromium"; fi; fi

test: $(VENV)/.test-installed chromium
	$(PY) -m pytest

# make check  lint, types on the built package, tests, tables, identifiers
check: lint types test validate check-ids

lint: $(VENV)/.test-installed
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

# The types of the package as users get it: built and installed, not editable.
types: $(VENV)/.test-installed
	rm -rf build out/types && mkdir -p out
	python3 -m venv out/types
	out/types/bin/python -m pip install --quiet --disable-pip-version-check '.[oxigraph,parquet,stats]' mypy types-networkx
	cp pyproject.toml out/types/ && cd out/types && bin/mypy --config-file pyproject.toml -p endoneuro
	rm -rf build

fmt: $(VENV)/.test-installed
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# make fmt-data  writes the tables in their canonical form
fmt-data: $(VENV)/.installed
	$(PY) tools/fmt_data.py

# make check-ids  holds every identifier against the reference vocabularies (skipped in a user's clone)
check-ids: $(VENV)/.installed
	$(PY) tools/check_ids.py

validate: $(VENV)/.installed
	$(PY) -m endoneuro validate

# make coverage  writes data/COVERAGE.md
coverage: $(VENV)/.installed
	$(PY) tools/coverage.py

# make golden  writes the expected outputs of tests/golden anew (look at the diff)
golden: $(VENV)/.test-installed
	GOLDEN=write $(PY) -m pytest tests/test_golden.py

# make bench  measures against the named peers, in one run
bench: $(VENV)/.test-installed
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(PY) bench/run.py
	$(PY) bench/rdf.py
	$(PY) bench/questions.py
	$(PY) bench/cold.py
	$(PY) bench/page.py

# make check-exports  holds every export against the validators of those who read it
CHECK := out/check
$(CHECK)/.installed: pyproject.toml tools/check_exports.txt
	python3 -m venv $(CHECK) && python3 -m venv out/check-kgx
	$(CHECK)/bin/python -m pip install --quiet --disable-pip-version-check -e . -r tools/check_exports.txt
	out/check-kgx/bin/python -m pip install --quiet --disable-pip-version-check kgx 'biolink-model>=4.4,<4.5'
	@touch $@

CHECK_RDF := out/check-rdf
$(CHECK_RDF)/.installed: pyproject.toml tools/check_exports_rdf.txt
	python3 -m venv $(CHECK_RDF)
	$(CHECK_RDF)/bin/python -m pip install --quiet --disable-pip-version-check -e '.[stats]' -r tools/check_exports_rdf.txt
	@touch $@

check-exports: $(CHECK)/.installed $(CHECK_RDF)/.installed
	$(CHECK)/bin/python tools/check_exports.py --kgx out/check-kgx/bin/python
	$(CHECK_RDF)/bin/python tools/check_exports_rdf.py

# make docs   writes the tables of docs/ that are made from the schema
docs: $(VENV)/.installed
	$(PY) tools/docs.py
	$(PY) tools/formats.py

# make questions  writes docs/questions.md: the competency questions with the answers of today
questions: $(VENV)/.installed
	$(PY) tools/questions.py

# make discriminate  measures what a path is worth: known mechanisms found, chance pairs answered
discriminate: $(VENV)/.installed
	$(PY) tools/discriminate.py

# make pictures  makes the pictures of docs/ from the real pages
pictures: $(VENV)/.test-installed chromium
	$(PY) tools/pictures.py

clean:
	rm -rf build out $(VENV) *.egg-info
