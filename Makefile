# Ninety: two commands do everything. `make run` starts it, `make test` proves it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
# more than most machines that test have cores: who plays in a browser waits half of the time
WORKERS ?= 3

.DEFAULT_GOAL := help
.PHONY: help run test units lint fuzz faults hostile load mutants bench upload coverage screenshots clean

help: ## Show these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/run.ok: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/dev.ok: requirements-dev.txt $(VENV)/run.ok
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@

run: $(VENV)/run.ok ## Start Ninety on http://localhost:8501
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/dev.ok ## Check the code and run every test: unit, AppTest, real browser
	$(BIN)/python tests/browser/chromium.py
	$(MAKE) --no-print-directory -j2 lint units

units: $(VENV)/dev.ok
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(VENV)/dev.ok ## ruff and mypy
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

fuzz: $(VENV)/dev.ok ## Load 12,000 damaged files, many more orders of the same ones, every window of 1,000 random sets
	$(BIN)/python -m tests.fuzz.run --csv 10000 --xlsx 2000
	NINETY_EXAMPLES=50 NINETY_LENGTHS=3 $(BIN)/python -m pytest -q tests/test_conservation.py tests/test_thousand_sets.py \
		tests/test_threads_against_python.py

faults: $(VENV)/dev.ok ## Kill Ninety at 1,000 points, damage 240 logs and 80 store files, fill the disk; what comes of each
	$(BIN)/python -m tests.faults.kill --points 1000
	$(BIN)/python -m tests.faults.damage --logs 240 --files 80
	$(BIN)/python -m tests.faults.full

hostile: $(VENV)/dev.ok ## Put hostile text everywhere and look at it in a browser; read files made to harm
	$(BIN)/python -m tests.hostile.run
	$(BIN)/python -m tests.hostile.files

load: $(VENV)/dev.ok ## Let 200 readers come at once, then ten people work for an hour; MINUTES=5 for less
	$(BIN)/python -m tests.load.sessions
	$(BIN)/python -m tests.load.soak --minutes $(or $(MINUTES),60)

mutants: $(VENV)/dev.ok ## Change kpi/ in thousands of places and see whether a test fails; ONLY="kpi.verdict*" for some
	$(BIN)/python -m tests.mutants $(ONLY)

bench: $(VENV)/dev.ok ## Measure speed as ratios within one run; ROWS=10000000 or KPIS=10000000 measure that much
	$(BIN)/python -m $(if $(KPIS),bench.large $(KPIS),bench.run $(ROWS))

upload: $(VENV)/dev.ok ## Measure 200 MB through a real browser
	$(BIN)/python -m bench.browser_upload

coverage: $(VENV)/dev.ok ## Write docs/coverage.md: what becomes of each sample (and of each file in NINETY_EXPORTS)
	$(BIN)/python docs/coverage.py

screenshots: $(VENV)/dev.ok ## Take the pictures of the README again
	$(BIN)/python docs/screenshots.py

clean: ## Remove the virtual environment and caches
	rm -rf $(VENV) mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis
