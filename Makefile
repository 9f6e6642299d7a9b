# Two commands: `make demo` and `make test`. Both set up what they need in this folder and nowhere else.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
  BIN := Scripts
else
  BIN := bin
endif
PY := .venv/$(BIN)/python
UV := .tools/$(BIN)/uv
CASE ?= data/cases/dakar-ict
# byte-compiled packages start three times as fast
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test setup setup-dev serve lab build lint types unit notebooks benchmarks requirements clean help

demo: setup
	@$(PY) -m clusterlib run "$(CASE)"

test: setup-dev lint types unit notebooks

setup: .venv/.ready
setup-dev: .venv/.ready-dev

$(UV):
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Setting up (once; needs the internet) ..."
	@$(PYTHON) -m venv .tools
	@.tools/$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/.ready: requirements.txt pyproject.toml | $(UV)
	@test -x $(PY) || $(UV) venv --quiet --python "$$(.tools/$(BIN)/python -c 'import sys; print(sys.executable)')" .venv
	@$(UV) pip install --quiet --compile-bytecode --python $(PY) -r requirements.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --editable .
	@touch $@

.venv/.ready-dev: requirements-dev.txt .venv/.ready
	@$(UV) pip install --quiet --compile-bytecode --python $(PY) -r requirements-dev.txt
	@touch $@

serve: setup  ## open the workbooks as apps in the browser
	@$(PY) -m clusterlib serve "$(CASE)"

lab: setup  ## open the workbooks in JupyterLab
	@$(PY) -m jupyter lab workbooks

build: setup-dev  ## build the notebooks from workbooks/src, and store the outputs that tests compare
	@$(PY) -m clusterlib.running.build --run
	@$(PY) -m clusterlib.inputs.data_dictionary

lint:
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m clusterlib.running.build --check

types:
	@$(PY) -m mypy

# what opens a browser runs afterwards and alone: it waits for pages, and should not wait for other tests
unit:
	@$(PY) -m pytest -q --doctest-modules -m "not browser" -n auto --dist loadfile --no-loadscope-reorder --durations=20 --durations-min=5
	@$(PY) -m pytest -q -m browser tests --durations=10

notebooks:
	@CLUSTERLIB_MODE=batch CLUSTERLIB_LANG=en CLUSTERLIB_OUT="$(CURDIR)/.nbval-run" JUPYTER_PATH="$(CURDIR)/clusterlib/static/jupyter" \
	  $(PY) -m pytest -q --nbval-lax --nbval-sanitize-with tests/nbval.cfg --nbval-cell-timeout=300 -p no:cacheprovider \
	  -o testpaths=workbooks workbooks
	@rm -rf .nbval-run

requirements: $(UV)  ## choose the newest versions that pyproject.toml allows
	@$(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate --upgrade --extra analysis pyproject.toml -o requirements.txt
	@$(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf .venv .tools runs

help:
	@echo "make demo    set up and run the Dakar case;  make test    set up and test"
	@echo "make serve   open the apps;  make lab   open JupyterLab;  make build   rebuild notebooks and dictionary"
