"""What a repair says about the crews that worked on it: one record per crew and visit, from its events (P20).

A visit begins when a crew is called and ends when another takes over, when the customer is not content and
the crew has to come again, or when the repair is settled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from domain.playbooks.every_ticket import EVERY_END
from domain.promises.promise import PromisePolicy
from domain.promises.working_time import elapsed

Outcome = Literal["solved", "came_again", "handed_on", "declined", "quote_declined"]
"""How a visit ended: the customer is content; not, and the crew came again; another crew took over; it could
not come; the customer did not take the quote."""

_HOLDS_BACK = "on-site"
_CALLED = ("assign_crew", "hand_to_crew")
_NOTHING = timedelta()
KINDS = (
    "taken_in", "reopened", *_CALLED, "crew_declines", "arrive", "dispute_arrival", "complete",
    "promise_made", "promise_kept", "promise_met_late", "promise_paused", "promise_resumed",
    "rung_told", "customer_called",
)  # fmt: skip
"""Events that say something of visits."""


class Happened(NamedTuple):
    """One event of the timeline, by the ticket's clock."""

    kind: str
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Visit:
    """One crew, from its call to the end of its visit."""

    crew_id: str
    called_at: datetime
    arrived_at: datetime | None = None
    """None: it never came, or the customer says so."""
    in_time: bool | None = None
    """Late once is late. None: it did not come, and need not have come yet."""
    disputed: int = 0
    """Arrivals that were none, the customer says."""
    completed_at: datetime | None = None
    satisfaction: str | None = None
    outcome: Outcome = "solved"
    ended_at: datetime | None = None


def counts(reason: str) -> bool:
    """Whether a repair that ended so says anything of its crews: not when it was none, or was given up."""
    return reason not in EVERY_END


def visits(
    events: Iterable[Happened], crew_id: str | None, on_site: PromisePolicy, reason: str, ended_at: datetime
) -> tuple[Visit, ...]:
    """All visits in order. `crew_id`: who was called first; `on_site`: what is promised of an arrival.

    Empty for a repair that does not count.
    """
    if not counts(reason):
        return ()
    course = _Course(on_site)
    for event in events:
        course.read(event, crew_id)
    course.end("quote_declined" if reason == "quote_declined" else "solved", ended_at)
    return tuple(course.ended)


class _Course:
    """Reads events in order and keeps the visit that goes on."""

    def __init__(self, on_site: PromisePolicy) -> None:
        self._bound = on_site
        self._overdue = {rung.name for rung in on_site.ladder if rung.offset >= _NOTHING}
        self._visit: Visit | None = None
        self._promised_at: datetime | None = None
        self._paused_at: datetime | None = None
        self._paused = _NOTHING
        self.ended: list[Visit] = []

    def read(self, event: Happened, first_crew: str | None) -> None:
        """One event more."""
        if event.kind == "taken_in":
            self._call(first_crew, event.at)
        elif event.kind in _CALLED:
            self._call(event.data.get("crew"), event.at)
        elif event.kind == "crew_declines":
            self.end("declined", event.at)
        elif event.kind == "reopened":
            crew = self._visit.crew_id if self._visit is not None else None
            self.end("came_again", event.at)
            self._call(crew, event.at)
        elif self._visit is not None:
            self._meanwhile(event, self._visit)
        if event.kind == "promise_made" and event.data.get("promise") == _HOLDS_BACK:
            self._promised_at = event.at

    def end(self, outcome: Outcome, at: datetime) -> None:
        """The visit that goes on, if there is one, is over."""
        if self._visit is not None and not (outcome == "handed_on" and _never_began(self._visit)):
            self.ended.append(replace(self._visit, outcome=outcome, ended_at=at))
        self._visit = None

    def _call(self, crew: str | None, at: datetime) -> None:
        """A crew that is called again before it came is on the same visit."""
        if self._visit is not None and self._visit.crew_id == crew and self._visit.arrived_at is None:
            return
        self.end("handed_on", at)
        if crew:
            self._visit = Visit(crew, at)
            self._paused, self._paused_at = _NOTHING, at if self._paused_at is not None else None

    def _meanwhile(self, event: Happened, visit: Visit) -> None:
        match event.kind:
            case "arrive":
                visit = replace(visit, arrived_at=event.at)
            case "dispute_arrival":
                in_time = None if visit.in_time else visit.in_time
                visit = replace(visit, arrived_at=None, in_time=in_time, disputed=visit.disputed + 1)
            case "complete":
                visit = replace(visit, completed_at=event.at)
            case "customer_called" if visit.completed_at is not None and event.data.get("satisfaction"):
                visit = replace(visit, satisfaction=event.data["satisfaction"])
            case "promise_kept" | "promise_met_late" if event.data.get("promise") == _HOLDS_BACK:
                kept = event.kind == "promise_kept" or self._within_own_time(visit)
                visit = replace(visit, in_time=kept and visit.in_time is not False)
            case "rung_told" if event.data.get("promise") == _HOLDS_BACK and visit.arrived_at is None:
                if event.data.get("rung") in self._overdue and not self._own_time_left(visit, event.at):
                    visit = replace(visit, in_time=False)
            case "promise_paused" if visit.arrived_at is None:
                self._paused_at = event.at
            case "promise_resumed" if self._paused_at is not None:
                self._paused += event.at - self._paused_at
                self._paused_at = None
        self._visit = visit

    def _within_own_time(self, visit: Visit) -> bool:
        """A crew that took over answers for its own time, not for what had passed before it was called."""
        return visit.arrived_at is not None and self._own_time_left(visit, visit.arrived_at)

    def _own_time_left(self, visit: Visit, at: datetime) -> bool:
        if self._promised_at is None or visit.called_at <= self._promised_at:
            return False  # the promise is its own: its word counts
        return elapsed(visit.called_at, at, self._bound.hours) - self._paused <= self._bound.within


def _never_began(visit: Visit) -> bool:
    """Called, and relieved while it still had time to come: that says nothing of the crew."""
    return visit.arrived_at is None and visit.in_time is None and not visit.disputed
