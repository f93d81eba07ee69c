# Short names for scripts/check.py, which is all that CI runs.
PYTHON ?= python3

.PHONY: check format lint types generated workflows tests bench clean

check:
	$(PYTHON) scripts/check.py

lint types generated workflows tests:
	$(PYTHON) scripts/check.py $@

format:
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

bench:
	.venv/bin/python benchmarks/speed.py

clean:
	rm -rf .venv .venv-* build .mypy_cache .pytest_cache .ruff_cache .hypothesis
