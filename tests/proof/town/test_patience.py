"""Patience runs out on a machine that idles, and not on one that is busy, however long it takes."""

import asyncio
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from tests.town import patience


class _Times(NamedTuple):
    user: float
    idle: float


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """One whose clock and processors the test moves."""
    made = SimpleNamespace(now=0.0, times=_Times(0.0, 0.0))
    monkeypatch.setattr(patience, "time", SimpleNamespace(monotonic=lambda: made.now))
    monkeypatch.setattr(patience, "psutil", SimpleNamespace(cpu_times=lambda: made.times))
    return made


@pytest.mark.parametrize(
    ("busy", "seconds", "lost"),
    [(0.0, 61, True), (0.0, 59, False), (0.5, 119, False), (0.5, 121, True), (1.0, 100_000, False)],
)
def test_only_idle_time_counts(machine: SimpleNamespace, busy: float, seconds: float, lost: bool) -> None:
    waiting = patience.Patience(60)
    machine.now, machine.times = seconds, _Times(2 * seconds * busy, 2 * seconds * (1 - busy))
    assert waiting.lost() is lost


async def test_what_never_comes_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience.Patience, "lost", lambda self: True)
    with pytest.raises(AssertionError, match="in vain for a bus"):
        await patience.until(lambda: False, "a bus")
    with pytest.raises(TimeoutError):
        async with patience.patiently():
            await asyncio.Event().wait()
