# Huifang 回访. `make demo` shows the product, `make test` is everything that must pass.
PYTHON ?= python3
BIN := .venv/bin
STORIES := tests/playbooks tests/privacy tests/buildings
ROOMS := domain vault workflows activities services gateways store texts sandbox api roster huifang bench worker.py
# Tests of the rules that need nothing, and of the texts.
RULES := tests/texts tests/promises/test_working_time.py tests/promises/test_promise_model.py tests/messages/test_cadence.py \
  tests/messages/test_calendar.py tests/messages/test_sms.py tests/people/test_choosing.py tests/people/test_duty.py \
  tests/people/test_people_to_tell.py tests/privacy/test_keeping.py tests/tickets/test_categories.py \
  tests/tickets/test_acceptance.py tests/playbooks/test_follow_up_hours.py tests/playbooks/test_playbook_checker.py

.PHONY: demo demo-check test test-fast soak lint bench audit record-histories lock made clean

.venv/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: .venv/.installed
	$(BIN)/huifang demo

demo-check: .venv/.installed
	$(BIN)/huifang demo --check

lint: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(ROOMS)
	$(BIN)/lint-imports
	$(BIN)/python -m huifang.run.playbook_checks

bench: .venv/.installed
	$(BIN)/python -m bench

test: lint
	$(BIN)/python -m pytest -n 3 --dist worksteal

# What to run while one works: rules, texts, types, and the matter that is touched, in half a minute. Not all of it.
test-fast: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(ROOMS)
	$(BIN)/python -m pytest -n 2 --dist worksteal --within 20 -m "not soak and not process" \
	  $(RULES) $$($(BIN)/python -m tests.town.touched)

# What takes minutes: run by hand, and before a release.
soak: .venv/.installed
	$(BIN)/python -m pytest -m soak -n 2 --dist loadfile
	HUIFANG_TEST_WORKERS=uncached $(BIN)/python -m pytest $(STORIES) -n 2 --dist loadfile
	HUIFANG_TEST_WORKERS=restarted $(BIN)/python -m pytest $(STORIES) -n 2 --dist loadfile

# Types of what queries take and return, and the schema as it stands (docs/decisions/0026-typed-queries.md).
made: .venv/.installed
	$(BIN)/python -m store.made

# Plays what has no recorded history yet; an existing file is never written again (docs/testing.md).
record-histories: .venv/.installed
	$(BIN)/python -m tests.replay.record

lock: .venv/.installed
	$(BIN)/python -m uv pip compile --quiet --generate-hashes --group dev pyproject.toml -o requirements.lock
	$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-annotate --constraint requirements.lock \
	  pyproject.toml -o deploy/requirements.lock

# Asks the public list of known holes about what production installs; needs the internet, and fails where a package is
# not known to the index. What can be looked at without it is in tests/proof/hardening/test_dependencies.py.
audit: .venv/.installed
	$(BIN)/python -m uv tool run pip-audit --strict --disable-pip --require-hashes -r deploy/requirements.lock

clean:
	rm -rf .venv .huifang
