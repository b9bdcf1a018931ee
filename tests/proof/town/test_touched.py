"""`make test-fast` finds the tests of what is touched; the town itself has none."""

from pathlib import Path

import pytest

from tests.town.touched import ROOT, concerned

TESTS = [
    "tests/customers/test_merge.py",
    "tests/playbooks/test_repair.py",
    "tests/playbooks/test_repair_crews.py",
    "tests/playbooks/test_complaint.py",
    "tests/proof/gateways/test_sandbox_wire.py",
    "tests/roster/test_cells.py",
]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("services/customers/merging.py", TESTS[:1]),
        ("store/queries/customers.sql", TESTS[:1]),
        ("workflows/repair.py", TESTS[1:3]),
        ("domain/playbooks/complaint.py", TESTS[3:4]),
        ("gateways/sms/sandbox.py", TESTS[4:5]),
        ("roster/cells.py", TESTS[5:]),
        ("tests/customers/test_merge.py", TESTS[:1]),
        ("README.md", []),
    ],
)
def test_a_change_concerns_the_tests_of_its_matter(path: str, found: list[str]) -> None:
    assert concerned([path], TESTS) == found


def test_no_test_is_in_the_town() -> None:
    assert list(Path(ROOT, "tests", "town").rglob("test_*.py")) == []
