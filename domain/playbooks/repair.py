"""Warranty repair: the crew is on site within 8 hours, repairs, and the customer confirms (P7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.promises.promise import PromisePolicy, Rung
from domain.promises.telling import TellingPolicy
from domain.tickets.intake import Intake

Stage = Literal[
    "crew_wanted",
    "called",
    "acknowledged",
    "on_site",
    "quoted",
    "planned",
    "waiting_parts",
    "done",
    "closed",
]

_TO_ANOTHER_CREW = ("hand_to_crew", "crew_declines")

TURNS: Mapping[str, tuple[str, ...]] = {
    "crew_wanted": ("assign_crew",),
    "called": ("acknowledge", "arrive", "appoint", *_TO_ANOTHER_CREW),
    "acknowledged": ("arrive", "appoint", *_TO_ANOTHER_CREW),
    "on_site": ("file_plan", "quote", "dispute_arrival", *_TO_ANOTHER_CREW),
    "quoted": ("customer_agrees", "customer_declines"),
    "planned": ("appoint", "wait_for_parts", "complete", "dispute_arrival", *_TO_ANOTHER_CREW),
    "waiting_parts": ("parts_arrived", *_TO_ANOTHER_CREW),
    "done": (),
}
"""Which acts are possible in which stage; those of every ticket come on top."""

BOUNDS: Mapping[str, str] = {
    "crew_wanted": "on-site",
    "called": "on-site",
    "acknowledged": "on-site",
    "on_site": "plan",
    "quoted": "plan",
    "planned": "repaired",
    "waiting_parts": "repaired",
}
"""Which promise counts in which stage; in the others nothing is due."""

_IN_ORDER = tuple(dict.fromkeys(BOUNDS.values()))


def goes_back(bound: str, stage: str) -> bool:
    """Whether `stage` begins anew what lies before the promise `bound`: that one is given up."""
    before = BOUNDS.get(stage)
    return before is not None and _IN_ORDER.index(before) < _IN_ORDER.index(bound)


_HOUR = timedelta(hours=1)


def _on_site() -> PromisePolicy:
    return PromisePolicy(
        "on-site",
        8 * _HOUR,
        (
            Rung("two-hours-left", -2 * _HOUR, "crew_leader", "voice-repair-two-hours-left"),
            Rung("not-on-site", timedelta(), "department_head", "voice-repair-not-on-site"),
            Rung("not-on-site-2h", 2 * _HOUR, "service_supervisor", "voice-repair-not-on-site"),
            Rung("not-on-site-8h", 8 * _HOUR, "manager", "voice-repair-not-on-site"),
        ),
    )


def _on_site_urgent() -> PromisePolicy:
    return PromisePolicy(
        "on-site",
        4 * _HOUR,
        (
            Rung("one-hour-left", -_HOUR, "crew_leader", "voice-repair-two-hours-left"),
            Rung("not-on-site", timedelta(), "department_head", "voice-repair-not-on-site"),
            Rung("not-on-site-2h", _HOUR, "service_supervisor", "voice-repair-not-on-site"),
            Rung("not-on-site-8h", 4 * _HOUR, "manager", "voice-repair-not-on-site"),
        ),
    )


def _plan() -> PromisePolicy:
    return PromisePolicy(
        "plan",
        24 * _HOUR,
        (
            Rung("plan-overdue", timedelta(), "crew_leader", "voice-repair-plan-overdue"),
            Rung("plan-overdue-day", 24 * _HOUR, "department_head", "voice-repair-plan-overdue"),
        ),
    )


def _repaired() -> PromisePolicy:
    return PromisePolicy(
        "repaired",
        7 * 24 * _HOUR,
        (
            Rung("repair-day-left", -24 * _HOUR, "crew_leader", "voice-repair-overdue"),
            Rung("repair-overdue", timedelta(), "department_head", "voice-repair-overdue"),
            Rung("repair-overdue-2d", 48 * _HOUR, "manager", "voice-repair-overdue"),
        ),
    )


@dataclass(frozen=True)
class RepairPolicy:
    """P7's bounds, and who is told when they pass; urgent repairs have their own first bound (P18)."""

    on_site: PromisePolicy = field(default_factory=_on_site)
    on_site_urgent: PromisePolicy = field(default_factory=_on_site_urgent)
    plan: PromisePolicy = field(default_factory=_plan)
    repaired: PromisePolicy = field(default_factory=_repaired)
    telling: TellingPolicy = field(default_factory=TellingPolicy)
    follow_up: FollowUpPolicy = field(default_factory=FollowUpPolicy)
    stage_calls: tuple[str, ...] = ("on_site",)
    """Stages after which the customer is called while the work goes on; the last call is always made."""
    pauses: tuple[str, ...] = ("customer", "parts")
    """Who or what is waited for without time passing: the customer, or parts."""

    def promise(self, name: str, urgent: bool) -> PromisePolicy:
        """The bound of that name under a priority. Raises KeyError for a name that is none of ours."""
        first = self.on_site_urgent if urgent else self.on_site
        return {each.name: each for each in (first, self.plan, self.repaired)}[name]


@dataclass(frozen=True)
class Repair:
    """The start of a repair ticket; `crew_id` None: nobody is responsible yet, and a supervisor picks."""

    intake: Intake
    trade: str
    crew_id: str | None = None
    department_id: str | None = None
    policy: RepairPolicy = field(default_factory=RepairPolicy)

    @property
    def first_stage(self) -> Stage:
        """Where it begins."""
        return "called" if self.crew_id else "crew_wanted"


@dataclass(frozen=True)
class RepairAssessment:
    """What a finished repair says about its crew (P20): one row per repair."""

    ticket_id: str
    crew_id: str | None
    arrived_in_time: bool | None
    first_time_fix: bool
    reopened: int
    satisfaction: str | None
