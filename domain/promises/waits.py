"""Waiting for the customer, for parts, for a word on a quote: a wait has a bound of its own (P7, P19)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from domain.messages.calling_hours import CallingHours, next_call
from domain.promises.promise import Rung

HANDLER = "handler"
"""In a rung of a wait: who works on the ticket, or the shift lead where nobody does."""
WaitedFor = Literal["customer", "parts", "quote"]

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WaitPolicy:
    """How long is waited in silence, who is told then, and how often again while it is still waited."""

    within: timedelta
    ladder: tuple[Rung, ...]
    again_every: timedelta = 3 * _DAY

    def __post_init__(self) -> None:
        """Refuse a wait that could be forgotten."""
        if not self.ladder or self.within < timedelta() or self.again_every < timedelta(hours=1):
            raise ValueError("a wait tells somebody, and not more than once an hour")

    def rungs(self, began: datetime, hours: CallingHours) -> Iterator[tuple[Rung, datetime, int]]:
        """Each rung with its moment and its turn; the last comes again and again. In permitted hours.

        A rung that is told at once (its moment is `began`) does not wait for them.
        """
        ladder = sorted(self.ladder, key=lambda rung: rung.offset)
        for rung in ladder:
            moment = began + self.within + rung.offset
            yield rung, moment if moment <= began else next_call(moment, hours), 1
        turn = 1
        while True:
            moment = began + self.within + ladder[-1].offset + turn * self.again_every
            turn += 1
            yield ladder[-1], next_call(moment, hours), turn


def _customer() -> WaitPolicy:
    return WaitPolicy(
        3 * _DAY,
        (
            Rung("wait-customer", timedelta(), HANDLER, "voice-wait-customer"),
            Rung("wait-customer-2d", 2 * _DAY, "service_supervisor", "voice-wait-customer"),
        ),
    )


def _parts() -> WaitPolicy:
    return WaitPolicy(
        5 * _DAY,
        (
            Rung("wait-parts", timedelta(), "crew_leader", "voice-wait-parts"),
            Rung("wait-parts-1d", _DAY, HANDLER, "voice-wait-parts"),
            Rung("wait-parts-3d", 3 * _DAY, "service_supervisor", "voice-wait-parts"),
        ),
    )


def _quote() -> WaitPolicy:
    return WaitPolicy(
        _DAY,
        (
            Rung("quote-new", -_DAY, HANDLER, "voice-quote-new"),
            Rung("quote-open", timedelta(), HANDLER, "voice-quote-open"),
            Rung("quote-open-2d", 2 * _DAY, "service_supervisor", "voice-quote-open"),
        ),
    )


@dataclass(frozen=True)
class WaitsPolicy:
    """One bound for each that may be waited for."""

    customer: WaitPolicy = field(default_factory=_customer)
    parts: WaitPolicy = field(default_factory=_parts)
    quote: WaitPolicy = field(default_factory=_quote)
    """The first rung tells at once: who works on it speaks to the customer about it."""
    hours: CallingHours = field(default_factory=CallingHours)
    """When people are reminded of a wait; nobody is woken for one."""

    def of(self, waited_for: WaitedFor) -> WaitPolicy:
        """The bound of this wait."""
        policy: WaitPolicy = getattr(self, waited_for)
        return policy
