# Two commands: `make run` and `make test`. Everything they need is installed into .venv from hashed lock files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OCR := .venv-ocr
LOCKS := requirements/base.txt requirements/build.txt
TESTS ?=
PARALLEL ?= auto
# Every test file that asks for a database; the ground floor has none, and the other tests of commands and of acceptance
# start processes with a SQLite home of their own.
WITH_DATABASE := src/gongkai/desk src/gongkai/exchange src/gongkai/ledgers src/gongkai/portal src/gongkai/face \
	$(shell grep -lE 'django_db' src/gongkai/cli/tests/*.py tests/test_*.py) \
	tests/acceptance/test_register_files.py tests/acceptance/test_small_registers.py tests/acceptance/test_small_figures.py

.PHONY: run test test-postgresql test-ocr check format lint types imports templates migrations messages docs bench lock clean

run: $(VENV)/run.stamp
	@test -f var/keys/state.json || $(BIN)/gongkai demo --work
	$(BIN)/gongkai serve

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n $(PARALLEL) $(TESTS)

# All tests that touch a database again on the server named by GONGKAI_TEST_POSTGRESQL, e.g. postgresql://postgres@127.0.0.1:54329
test-postgresql: $(VENV)/dev.stamp
	@test -n "$$GONGKAI_TEST_POSTGRESQL" || { echo "set GONGKAI_TEST_POSTGRESQL=postgresql://user@host:port"; exit 2; }
	$(BIN)/python -m pytest -n $(PARALLEL) -m "not chromium" $(or $(TESTS),$(WITH_DATABASE))

# Reading scans for real: the extra `ocr` in an environment of its own, which sees what .venv holds. About 400 MB.
test-ocr: $(OCR)/stamp
	$(OCR)/bin/python -m pytest -n0 src/gongkai/screening/tests/test_ocr.py

check: format lint types imports templates migrations docs-check

format: $(VENV)/dev.stamp
	$(BIN)/ruff format --check --quiet src tests docs conftest.py benchmarks

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check --quiet src tests docs conftest.py benchmarks

types: $(VENV)/dev.stamp
	$(BIN)/mypy

imports: $(VENV)/dev.stamp
	$(BIN)/lint-imports --no-logo

templates: $(VENV)/dev.stamp
	$(BIN)/djlint src --lint --quiet

migrations: $(VENV)/dev.stamp
	DJANGO_SETTINGS_MODULE=gongkai.sites.tests $(BIN)/python -m django makemigrations --check --dry-run

# Extracts the messages and compiles the English catalogue; needs gettext. What is new stands there empty.
CATALOGUE := src/gongkai/locale/en/LC_MESSAGES/django
messages: $(VENV)/dev.stamp
	cd src/gongkai && DJANGO_SETTINGS_MODULE=gongkai.sites.tests $(abspath $(BIN))/python -m django makemessages \
	  --verbosity 0 --locale en --ignore tests --add-location file --no-obsolete --no-wrap
	sed -i '/^"POT-Creation-Date:/d' $(CATALOGUE).po
	msgfmt --check-format --output-file=$(CATALOGUE).mo $(CATALOGUE).po

docs: $(VENV)/dev.stamp
	$(BIN)/python docs/make.py

docs-check: $(VENV)/dev.stamp
	$(BIN)/python docs/make.py --check

bench: $(VENV)/dev.stamp
	$(BIN)/gongkai bench

# Lock files carry hashes and no index address.
lock: $(VENV)/dev.stamp
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/base.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev --extra fast --extra names pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/build.in -o requirements/build.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/dev.txt requirements/ocr.in -o requirements/ocr.txt

$(VENV)/run.stamp: $(LOCKS) pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "需要 Python 3.11 或更新，并带 venv（Debian: apt-get install python3-venv）"; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(OCR)/stamp: requirements/ocr.txt $(VENV)/dev.stamp
	@test -x $(OCR)/bin/python || $(BIN)/python -m venv $(OCR)
	$(OCR)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/ocr.txt
	@echo 'import site; site.addsitedir("$(shell $(BIN)/python -c "import sysconfig; print(sysconfig.get_path(\"purelib\"))")")' \
	  > "$$($(OCR)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/dev.pth"
	@touch $@

clean:
	rm -rf $(VENV) $(OCR) build dist
