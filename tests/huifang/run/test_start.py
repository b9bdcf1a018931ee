"""A start loads nothing that only now and then is needed (`python -X importtime`)."""

import subprocess
import sys

import pytest

from tests.town.processes import ROOT

NEVER = ("openpyxl", "sqlalchemy", "alembic", "alibabacloud_dysmsapi20170525", "hypothesis", "pytest")
"""Rosters, migrations, one provider's SDK: each is loaded where it is used."""
NOT_A_WORKERS = ("fastapi", "authlib", "argon2")
"""Of the API alone."""


@pytest.mark.parametrize(("module", "never"), [("worker", NEVER + NOT_A_WORKERS), ("api.app", NEVER)])
def test_a_start_loads_nothing_that_it_does_not_need(module: str, never: tuple[str, ...]) -> None:
    asked = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert module in loaded
    assert not set(never) & set(loaded)
