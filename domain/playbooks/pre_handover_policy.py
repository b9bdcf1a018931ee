"""Policies as data: what a company may choose, with defaults (P1).

A ticket carries a snapshot of its policy.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

MOST_CLOSED_DAYS = 60
"""Closed days in a row that a message may have to wait for."""


class ClosedTooLong(ValueError):
    """A policy that may leave a message no day to be sent on."""


@dataclass(frozen=True)
class CadenceStep:
    """One message of a cadence: `days_before` calendar days before the anchor date, at local time `at`."""

    name: str
    template: str
    days_before: int
    at: time = time(10, 0)


@dataclass(frozen=True)
class SendingHours:
    """When marketing texts may be sent, in the owner's time zone.

    `on_closed_day` says what happens to a message due on one of `closed_days` (statutory holidays):
    sent all the same, or moved to the last open day before, or to the first one after.
    """

    timezone: str = "Asia/Shanghai"
    opens: time = time(9, 0)
    closes: time = time(20, 0)
    closed_days: tuple[date, ...] = ()
    on_closed_day: Literal["send", "before", "after"] = "send"


@dataclass(frozen=True)
class FrequencyLimit:
    """At most `messages` marketing texts to one number in any period of length `within`."""

    messages: int = 2
    within: timedelta = timedelta(days=1)


@dataclass(frozen=True)
class PreHandoverPolicy:
    """P1: three messages counted back from the handover date."""

    steps: tuple[CadenceStep, ...] = (
        CadenceStep("congratulation", "pre-handover-congratulation", 30),
        CadenceStep("show-flat", "pre-handover-show-flat", 15),
        CadenceStep("visit", "pre-handover-visit", 3),
    )
    hours: SendingHours = SendingHours()
    frequency: FrequencyLimit = FrequencyLimit()
    resend_after_move: bool = False
    """Whether a message already sent is sent again for a new handover date."""

    def __post_init__(self) -> None:
        """Refuse a policy that could never be carried out."""
        names = [step.name for step in self.steps]
        if not names or len(set(names)) != len(names):
            raise ValueError("steps need at least one entry and distinct names")
        if any(step.days_before < 0 for step in self.steps):
            raise ValueError("days_before must not be negative")
        if self.hours.opens >= self.hours.closes:
            raise ValueError("hours.opens must lie before hours.closes")
        if self.hours.on_closed_day != "send" and _longest_run(self.hours.closed_days) >= MOST_CLOSED_DAYS:
            raise ClosedTooLong("closed_days leaves no open day within 60 days")
        if not all(self.hours.opens <= step.at < self.hours.closes for step in self.steps):
            raise ValueError("every step's hour of day must lie within the sending hours")
        if self.frequency.messages < 1:
            raise ValueError("frequency.messages must be at least 1")


def _longest_run(days: tuple[date, ...]) -> int:
    """The most days in a row among `days`."""
    longest = run = 0
    before: date | None = None
    for day in sorted(set(days)):
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        longest, before = max(longest, run), day
    return longest
