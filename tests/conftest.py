"""The town's fixtures, for every test wherever it lies, and the tier of each test by what it really uses."""

import time

import pytest
from hypothesis import HealthCheck, settings

from tests.town.tiers import TIERS, tier_of

pytest_plugins = [
    "tests.town.servers",
    "tests.town.databases",
    "tests.town.api",
    "tests.town.doors",
    "tests.town.archive",
    "tests.town.stories",
    "tests.town.desk",
    "tests.town.records",
    "tests.town.house",
    "tests.town.company",
]

_BEGUN = pytest.StashKey[float]()

# No example is wrong because a machine is slow.
settings.register_profile("town", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("town")


def pytest_addoption(parser: pytest.Parser) -> None:
    """For `make test-fast`."""
    parser.addoption("--within", type=float, help="seconds after which only tests of the unit tier go on")


def pytest_configure(config: pytest.Config) -> None:
    """The clock begins with the session."""
    config.stash[_BEGUN] = time.monotonic()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What is left out is counted as skipped."""
    within = item.config.getoption("--within")
    late = within is not None and time.monotonic() - item.config.stash[_BEGUN] > within
    if late and item.get_closest_marker("unit") is None:
        pytest.skip("no time left: make test")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before `-m` chooses among them; the quickest first."""
    for item in items:
        item.add_marker(tier_of(item))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How long each tier took, of all workers together: what `docs/testing.md` says."""
    spent = dict.fromkeys(TIERS, 0.0)
    for reports in terminalreporter.stats.values():
        for report in reports:
            for tier in TIERS:
                if tier in getattr(report, "keywords", ()):
                    spent[tier] += getattr(report, "duration", 0.0)
    shown = ", ".join(f"{tier} {seconds:.0f}" for tier, seconds in spent.items())
    terminalreporter.write_line(f"seconds by tier: {shown}")
