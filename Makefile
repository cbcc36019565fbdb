# `make run` starts the bot, `make test` tests it: both install what they need into .venv first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run install test lint screenshots clean

run: install
	@if $(BIN)/python -c 'import sys, settings; sys.exit(not settings.has_token())'; \
	then $(BIN)/python bot.py; \
	else $(BIN)/python bot.py --playground; \
	fi

install: .venv/installed

test: .venv/installed-dev
	$(BIN)/python -m pytest -q

lint: .venv/installed-dev
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .

screenshots: .venv/installed-dev
	$(BIN)/python -m tests.page.screenshots

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 run")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt requirements.txt .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/installed

clean:
	rm -rf .venv
