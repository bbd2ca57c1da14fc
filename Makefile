# Every target works on a fresh Debian or Ubuntu with git, make and python3 (3.11 or newer), and is safe to rerun.
PYTHON3 ?= python3
# One worker more than processors: at any time one of them waits for a process, a server or a browser.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
TESTS ?= tests
ifdef SET
  $(warning SET= is deprecated: use BACKENDS=$(SET))
  BACKENDS ?= $(SET)
endif
BACKENDS ?= both
SETS = $(if $(filter both,$(BACKENDS)),embedded production,$(BACKENDS))
PYTEST = .venv/bin/pytest -n $(WORKERS)
export OMP_THREAD_LIMIT = 1

.PHONY: help run install upgrade backup restore test-fast test test-slow trial lint bench mutants services services-stop python
.DEFAULT_GOAL := help

help:  ## list these targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

run: python  ## try the library with its demo on http://localhost:8000 (PORT=… for another port)
	@$(PYTHON3) -m devtools run
	@exec .venv/bin/python -m devtools.start

# For a real library. SITE_HOST=, CONTENT_HOST=, FRONT_SERVER=caddy|nginx|none, VERSION=, FROM=, YES= come from make or sudo.
export SITE_HOST CONTENT_HOST FRONT_SERVER VERSION FROM YES INSTALL_ROOT SERVICE_USER DATA_DIR

install: python  ## install or repair a real library that systemd runs (SITE_HOST=library.example)
	@$(PYTHON3) -m devtools.installation install

upgrade: python  ## back up, install the new version, migrate, check; go back after a failure (VERSION=tag)
	@$(PYTHON3) -m devtools.installation upgrade

backup: python  ## copy database and files of the installed library to BACKUP_DIR
	@$(PYTHON3) -m devtools.installation backup

restore: python  ## bring a backup back (FROM=folder, default: the newest; YES=1 replaces what is there)
	@$(PYTHON3) -m devtools.installation restore

# What a recipe starts ends with its shell (devtools/owners.py). Exit status 5 of pytest: it selected no test.
test-fast: python  ## run the tests that need no server, no browser and no process of their own
	@$(PYTHON3) -m devtools test-fast
	@export RUN_OWNER=$$$$; $(PYTEST) -m "not slow and not system" $(TESTS)

# The production set leaves out what has the same result there.
test: python  ## run the tests on both sets of backends (TESTS=path …, BACKENDS=embedded or production)
	@$(PYTHON3) -m devtools $(SETS:%=test-%)
	@export RUN_OWNER=$$$$ failed=0; for set in $(SETS); do echo "=== $$set"; \
	  [ $$set = production ] && which="not slow and not backend_independent" || which="not slow"; \
	  TEST_BACKENDS=$$set $(PYTEST) -m "$$which" $(TESTS) || [ $$? = 5 ] || failed=1; done; exit $$failed

test-slow: python  ## run the slow tests: more cases, all of them on both sets of backends; the load test last
	@$(PYTHON3) -m devtools $(SETS:%=test-%)
	@export RUN_OWNER=$$$$ failed=0; for set in $(SETS); do echo "=== $$set"; \
	  [ $$set = production ] && which="slow or backend_independent" || which="slow"; \
	  TEST_BACKENDS=$$set $(PYTEST) -m "($$which) and not exclusive" --timeout 3600 $(TESTS) || [ $$? = 5 ] || failed=1; \
	  TEST_BACKENDS=$$set .venv/bin/pytest -m "slow and exclusive" --timeout 3600 $(TESTS) || [ $$? = 5 ] || failed=1; \
	done; exit $$failed

trial:
	@echo "make trial is deprecated: use make test-slow" >&2
	@$(MAKE) --no-print-directory test-slow

lint: python  ## check style, types, the direction of imports, dependencies and migrations
	@$(PYTHON3) -m devtools lint
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/djlint --check --quiet templates
	@.venv/bin/djlint --lint --quiet templates
	@.venv/bin/python -m devtools.eslint
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@.venv/bin/deptry .
	@VAR_DIR=var/lint .venv/bin/python manage.py makemigrations --check --dry-run --skip-checks

bench: python  ## measure against bare tools (QUICK=1: three minutes; ROW="name of a row": that row)
	@$(PYTHON3) -m devtools bench
	@.venv/bin/python -m bench $(if $(QUICK),--quick) $(if $(ROW),--row "$(ROW)")

mutants: python  ## change the product in small ways and list the changes that no test notices (FOLDER=access …)
	@$(PYTHON3) -m devtools mutants
	@nice -n 15 var/mutants-venv/bin/python -m devtools.mutants $(FOLDER)

services: python  ## start PostgreSQL, Redis, Elasticsearch and an S3 server on this machine
	@$(PYTHON3) -m devtools services
	@$(PYTHON3) -m devtools.services start

services-stop: python  ## stop them
	@$(PYTHON3) -m devtools.services stop

python:
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "python3 (3.11 or newer) is required. On Debian or Ubuntu: sudo apt-get install python3"; exit 1; }
