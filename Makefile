# Two commands to start with: `make demo` and `make test`. Both need Python 3.11, pip, make and git.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test slow test-all fast lint types layers unused check golden constraints clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[postgres]' --group dev
	touch $(READY)

demo: $(READY) ## a whole fictional newsroom in ./demo, from gather to send
	$(BIN)/digest demo demo --yes

test: $(READY) ## all tests but the slow ones
	$(BIN)/pytest -q -n auto -m "not slow"

slow: $(READY) ## the slow tests alone: kills and load
	$(BIN)/pytest -q -n 2 -m slow

test-all: test slow

fast: lint types layers ## what a change should pass within seconds
	$(BIN)/pytest -q -n auto -m "not slow" tests/selecting tests/editing tests/model

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

unused: $(READY)
	$(BIN)/deptry .

check: lint types layers unused

golden: $(READY) ## write the golden mails anew; then look at them
	UPDATE_GOLDEN=1 $(BIN)/pytest -q tests/rendering tests/golden

constraints: $(READY) ## pin what is installed now
	$(BIN)/python -m pip freeze --exclude-editable --exclude pip | grep -v ' @ ' > constraints.txt

clean:
	rm -rf .venv demo .mypy_cache .ruff_cache .hypothesis
