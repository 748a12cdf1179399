# Every verb does its own set-up; `make` alone lists them. Variables: PYTHON, PORT, VAR_DIR, UPGRADE.

PYTHON ?= python3
BIN := .venv/bin
SET_UP = @$(PYTHON) bin/environment.py $(1) && $(PYTHON) bin/assets.py && $(BIN)/python bin/translations.py compile
COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help demo test check fmt browser faults bench bench-registrations lock clean

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

demo: ## set everything up, load the demonstration data and serve (PORT=8000, VAR_DIR=var)
	@exec $(PYTHON) bin/demonstration.py

test: ## run the suite; with DATABASE_URL and REDIS_URL on PostgreSQL and Redis
	$(call SET_UP,dev)
	$(BIN)/pytest -q -n auto

check: ## lint, format, types, contracts, migrations, templates, translations, production settings
	$(call SET_UP,dev)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy .
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	git ls-files 'templates/*.html' | xargs -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/python bin/translations.py check
	env $$(grep -v '^#' deploy/sample.env) SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))') $(BIN)/python manage.py check --deploy --fail-level WARNING

fmt: ## format Python and templates, bring the catalogue up to date
	$(call SET_UP,dev)
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	git ls-files 'templates/*.html' | xargs -r $(BIN)/djade --target-version 5.2 || true
	$(BIN)/python bin/translations.py extract

browser: ## run the journeys in Chromium, with axe and the HTML checker; screenshots into var/screenshots
	$(call SET_UP,browser)
	@$(PYTHON) bin/assets.py browser
	@$(PYTHON) bin/programs.py
	$(BIN)/pytest -q tests/browser

faults: ## break Redis, mail, sender, database and web server under a real installation, and see what is lost
	$(call SET_UP,dev)
	$(BIN)/pytest -q tests/faults

bench: ## measure pages against a bare view; figures into var/bench.json
	$(call SET_UP,dev)
	$(BIN)/python bench/run.py

bench-registrations: ## a burst on one offer, its cost, and 20,000 registrations; on PostgreSQL and Redis
	$(call SET_UP,dev)
	$(BIN)/python bin/servers.py $(BIN)/python bench/registrations.py

lock: ## compile the lock files anew (UPGRADE=1 takes newer versions)
	@$(PYTHON) bin/environment.py runtime
	$(COMPILE) requirements/bootstrap.in -o requirements/bootstrap.txt
	$(COMPILE) requirements/node.in -o requirements/node.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml --group dev --group browser -o requirements/browser.txt
	cp requirements/browser.txt requirements/dev.txt
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt
	cp requirements/browser.txt requirements/runtime.txt
	$(COMPILE) pyproject.toml -o requirements/runtime.txt
	npm install --package-lock-only --ignore-scripts

clean: ## remove what the set-up made; what was entered (var/) stays
	rm -rf .venv .node node_modules static_built typefaces locale/*/LC_MESSAGES/*.mo .mypy_cache .ruff_cache .pytest_cache .migrated .import_linter_cache .hypothesis
