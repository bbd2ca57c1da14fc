# Every word works on a fresh Debian or Ubuntu with git, make and python3 (3.11 or newer), and may be said twice.
PYTHON3 ?= python3
# One of them waits for a process, a server or a browser at any time.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
TESTS ?= tests
SET ?= both
SETS = $(if $(filter both,$(SET)),embedded production,$(SET))
PYTEST = .venv/bin/pytest -n $(WORKERS)
export OMP_THREAD_LIMIT = 1

.PHONY: help run test trial lint bench services services-stop python
.DEFAULT_GOAL := help

help:  ## these words
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

run: python  ## the library with its demo, on http://localhost:8000 (PORT=… for another)
	@$(PYTHON3) -m setup run
	@exec .venv/bin/python -m setup.start

# On the second set, what says the same on either is left to the long tests. Pytest's 5: none of TESTS is asked there.
test: python  ## every test on both sets of services (TESTS=… for some, SET=embedded or production for one set)
	@$(PYTHON3) -m setup test
	@ended=0; for set in $(SETS); do echo "=== $$set"; \
	  [ $$set = production ] && which="not trial and not once and not embedded" || which="not trial"; \
	  TEST_SET=$$set $(PYTEST) -m "$$which" $(TESTS) || [ $$? = 5 ] || ended=1; done; exit $$ended

trial: python  ## the long tests: more cases of the same promises, all of them on both sets; the load run at the end
	@$(PYTHON3) -m setup trial
	@ended=0; for set in $(SETS); do echo "=== $$set"; \
	  [ $$set = production ] && which="(trial or once) and not embedded" || which="trial"; \
	  TEST_SET=$$set $(PYTEST) -m "($$which) and not alone" --timeout 3600 $(TESTS) || [ $$? = 5 ] || ended=1; \
	  TEST_SET=$$set .venv/bin/pytest -m "trial and alone" --timeout 3600 $(TESTS) || [ $$? = 5 ] || ended=1; \
	done; exit $$ended

lint: python  ## style, types and the direction of imports
	@$(PYTHON3) -m setup lint
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports
	@.venv/bin/mypy

bench: python  ## measured against bare tools (QUICK=1 for three minutes, ROW="words of a row" for one)
	@$(PYTHON3) -m setup bench
	@.venv/bin/python -m bench $(if $(QUICK),--quick) $(if $(ROW),--row "$(ROW)")

services: python  ## PostgreSQL, Redis, Elasticsearch and an S3 store on this machine
	@$(PYTHON3) -m setup services
	@$(PYTHON3) -m setup.services start

services-stop: python  ## stop them
	@$(PYTHON3) -m setup.services stop

python:
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "python3 (3.11 or newer) is needed. On Debian or Ubuntu: sudo apt-get install python3"; exit 1; }
