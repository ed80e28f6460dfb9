# Two commands do all the set-up on a machine that has Python (3.11 or later) and make:
#   make demo   scores the sample data of the current methodology
#   make test   runs the tests
# While one works, make test-quick runs those that are quick.
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo axe test test-quick slow-tests explore check lint formatted linted typed layered rules format words bench fuzz clean

demo: $(VENV)/.installed
	$(BIN)/effrules run current rules/current/sample

# Python keeps the modules that it has read: else each command that a test runs would read all of them again.
unexport PYTHONDONTWRITEBYTECODE
TESTS := $(BIN)/python -m pytest --numprocesses auto --dist worksteal

test: $(VENV)/.developed
	$(TESTS)

# Without the tests in tests/slow.txt, and those that need another program.
test-quick: $(VENV)/.developed
	$(TESTS) -m 'not (slow or browser or git or office or openssh)'

# All tests, and tests/slow.txt written anew from what each took.
slow-tests: $(VENV)/.developed
	$(TESTS) --write-slow

# Tests of properties with other examples each time: what fails says how to draw it again.
explore: $(VENV)/.developed
	$(TESTS) -m hypothesis --hypothesis-profile explore --hypothesis-seed $${SEED:-$$(date +%s)}

# axe-core, with which tests check pages for accessibility; without npm those tests are skipped, and say so.
AXE := axe-core@4.14.1
axe: .cache/axe.min.js
.cache/axe.min.js:
	mkdir -p .cache
	cd .cache && npm pack --silent $(AXE) && tar xzf axe-core-*.tgz package/axe.min.js && mv package/axe.min.js . && rm -r package axe-core-*.tgz

check: lint test

lint: formatted linted typed layered rules

formatted: $(VENV)/.developed
	$(BIN)/ruff format --check effrules tests scripts benchmarks

linted: $(VENV)/.developed
	$(BIN)/ruff check effrules tests scripts benchmarks

typed: $(VENV)/.developed
	$(BIN)/mypy

layered: $(VENV)/.developed
	$(BIN)/lint-imports

# `rules` is also a folder: it is phony like the rest.
rules: $(VENV)/.developed
	$(BIN)/effrules check

format: $(VENV)/.developed
	$(BIN)/ruff format effrules tests scripts benchmarks
	$(BIN)/ruff check --fix effrules tests scripts benchmarks

# The catalogues in step with the sentences in the code; says what is not translated, and what is wrong (docs/words.md).
words: $(VENV)/.developed
	$(BIN)/python scripts/words.py

bench: $(VENV)/.developed
	$(BIN)/python benchmarks/commands.py
	$(BIN)/python benchmarks/rivals.py
	$(BIN)/python benchmarks/composite.py

# Spoiled rules, data, records and traces, and columns against the exact engine, for so many seconds on all cores; what fails is kept in fuzz-crashes/.
TIME ?= 60
fuzz: $(VENV)/.developed
	$(BIN)/python -m tests.fuzz --time $(TIME)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "effrules needs Python 3.11 or later with its venv module" \
		"(on Debian and Ubuntu: apt install python3-venv); none was found."; exit 1; }
	$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist
