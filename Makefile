# Every target sets itself up on a machine with Python 3.11 or newer, make and git.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIP     = .venv/bin/pip install --quiet --constraint constraints.txt
NEEDS   = pyproject.toml constraints.txt hatch_build.py
PO      = $(wildcard conversations/locale/*/LC_MESSAGES/*.po)
MO      = $(PO:.po=.mo)
BESIDE  = --quiet --numprocesses 2 --dist loadscope

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help run test lint fast bench chaos screenshots evaluate catalogs

help:  ## show these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: .venv/.runs $(MO)  ## try it in the browser: a fictional care network on 127.0.0.1:8080
	.venv/bin/aanspreekpunt run --demo

test: lint  ## run every check: lint, all tests with coverage, a short chaos run
	@.venv/bin/aanspreekpunt understand --json </dev/null  # learns once what all tests know
	.venv/bin/python -m pytest $(BESIDE) -m "not edge" --cov --cov-report=term
	.venv/bin/python -m pytest $(BESIDE) -m edge  # not traced: threads come and go there
	@if [ -d tests/chaos ]; then .venv/bin/python -m tests.chaos --kills 40; fi

fast: .venv/.tests $(MO)  ## run the tests that need no browser, server or PostgreSQL
	.venv/bin/python -m pytest --quiet -m "not edge"

lint: .venv/.tests $(MO)  ## check form, style, types and the catalogues
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/python -m pytest --quiet tests/test_house.py tests/test_docs.py tests/conversations/test_catalogues.py

bench: .venv/.tests $(MO)  ## measure messages per second, turn times and memory
	.venv/bin/python -m tests.bench

chaos: .venv/.tests $(MO)  ## kill the bot at random under load; nothing may be lost or doubled
	.venv/bin/python -m tests.chaos

screenshots: .venv/.tests $(MO)  ## write pictures of the web chat to screenshots/
	.venv/bin/python -m tests.bot.screenshots

evaluate: .venv/.tests $(MO)  ## measure how well questions and situations are understood
	.venv/bin/python -m tests.evaluation

catalogs: .venv/.runs $(MO)  ## compile the catalogues after a change of a .po file

%.mo: %.po .venv/.runs
	@.venv/bin/pybabel --quiet compile --input-file $< --output-file $@

.venv/.runs: $(NEEDS)
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	@touch $@

.venv/.tests: .venv/.runs
	$(PIP) --editable '.[test]'
	@touch $@
