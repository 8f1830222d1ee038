# Two commands for everybody: `make run` and `make test`. Each does its own set-up on a fresh Debian 12.
PORT ?= 8000
INSTANCE_PATH ?= $(CURDIR)/instance
PYTHON ?= python3
BIN := .venv/bin
export INSTANCE_PATH

.PHONY: run test bench demo-reset lint

run: .venv/ready
	@MODE=demo BASE_URL=$${BASE_URL:-http://localhost:$(PORT)} $(BIN)/flask --app app demo --port $(PORT)

demo-reset:
	rm -rf "$(INSTANCE_PATH)"/portal.db* "$(INSTANCE_PATH)"/mails "$(INSTANCE_PATH)"/files "$(INSTANCE_PATH)"/demo "$(INSTANCE_PATH)"/keys
	@echo "The demonstration starts afresh at the next 'make run'."

test: .venv/ready-dev
	@tools/need-programs
	$(BIN)/python -m pytest -n auto

bench: .venv/ready-dev
	$(BIN)/python -m bench

lint: .venv/ready-dev
	$(BIN)/ruff check .

.venv/bin/python:
	@tools/make-venv "$(PYTHON)"

.venv/ready: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/ready-dev: requirements-dev.txt .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
