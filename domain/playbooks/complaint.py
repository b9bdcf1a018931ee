"""Complaint: explanation and remedy within 8 hours, six steps, the customer's signed acceptance (P8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from domain.playbooks.acceptance import AcceptancePolicy
from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.promises.promise import PromisePolicy, Rung
from domain.promises.telling import TellingPolicy
from domain.tickets.intake import Intake

Stage = Literal[
    "judging",
    "answering",
    "investigating",
    "options",
    "approval",
    "carrying_out",
    "accepting",
    "review",
    "calling",
    "closed",
]

TURNS: Mapping[str, tuple[str, ...]] = {
    "judging": ("file_explanation", "judge_well_founded", "judge_not_founded"),
    "answering": ("answer_customer",),
    "investigating": ("file_explanation", "file_investigation"),
    "options": ("propose_remedy",),
    "approval": ("approve", "ask_for_another", "refuse"),
    "carrying_out": ("report_measure", "carried_out"),
    "accepting": ("send_acceptance", "customer_accepts", "customer_refuses"),
    "review": ("classify",),
    "calling": (),
}
"""The six steps: judgement, investigation, options and approval, carrying out, acceptance, review."""

WHO: Mapping[str, tuple[str, ...]] = {
    "file_explanation": ("department_head",),
    "judge_well_founded": ("agent", "shift_lead", "service_supervisor"),
    "judge_not_founded": ("agent", "shift_lead", "service_supervisor"),
    "answer_customer": ("agent", "shift_lead", "service_supervisor"),
    "file_investigation": ("department_head", "service_supervisor"),
    "propose_remedy": ("department_head", "service_supervisor"),
    "approve": ("manager",),
    "ask_for_another": ("manager",),
    "refuse": ("manager",),
    "report_measure": ("department_head", "service_supervisor"),
    "carried_out": ("department_head", "service_supervisor"),
    "send_acceptance": ("agent", "shift_lead", "service_supervisor"),
    "customer_accepts": ("agent", "shift_lead", "service_supervisor", "customer"),
    "customer_refuses": ("agent", "shift_lead", "service_supervisor", "customer"),
    "classify": ("service_supervisor",),
}
"""Who may act in each step; acts that every ticket has are open to all staff."""

OWN_DEPARTMENT = frozenset(
    {"file_explanation", "file_investigation", "propose_remedy", "report_measure", "carried_out"}
)
"""Acts by which the department concerned answers for itself: another's head does not."""

BOUNDS: Mapping[str, str] = {
    "judging": "explanation",
    "investigating": "explanation",
    "options": "remedy",
    "approval": "approval",
    "carrying_out": "carried-out",
    "accepting": "accepted",
    "review": "reviewed",
    "answering": "answered",
}
"""Which promise counts in which stage."""

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def _bound(name: str, within: timedelta, *ladder: tuple[timedelta, str]) -> PromisePolicy:
    rungs = (
        Rung(f"{name}-{number}", offset, tell, f"voice-complaint-{name}")
        for number, (offset, tell) in enumerate(ladder)
    )
    return PromisePolicy(name, within, tuple(rungs))


def _bounds() -> tuple[PromisePolicy, ...]:
    none = timedelta()
    return (
        _bound(
            "explanation",
            8 * _HOUR,
            (-2 * _HOUR, "department_head"),
            (none, "service_supervisor"),
            (2 * _HOUR, "manager"),
        ),
        _bound("remedy", _DAY, (none, "department_head"), (_DAY, "manager")),
        _bound("approval", _DAY, (-4 * _HOUR, "manager"), (none, "manager"), (_DAY, "service_supervisor")),
        _bound(
            "carried-out",
            7 * _DAY,
            (-_DAY, "department_head"),
            (none, "service_supervisor"),
            (2 * _DAY, "manager"),
        ),
        _bound("accepted", 3 * _DAY, (none, "service_supervisor")),
        _bound("reviewed", 3 * _DAY, (none, "service_supervisor"), (3 * _DAY, "manager")),
        _bound("answered", _DAY, (none, "service_supervisor")),
    )


@dataclass(frozen=True)
class ComplaintPolicy:
    """P8's bounds, and who is told when they pass."""

    bounds: tuple[PromisePolicy, ...] = field(default_factory=_bounds)
    urgent_bounds: tuple[PromisePolicy, ...] = ()
    """Bounds that replace those of the same name while a complaint is urgent (P18)."""
    telling: TellingPolicy = field(default_factory=TellingPolicy)
    follow_up: FollowUpPolicy = field(default_factory=FollowUpPolicy)
    acceptance: AcceptancePolicy = field(default_factory=AcceptancePolicy)

    def promise(self, name: str, urgent: bool) -> PromisePolicy:
        """The bound of that name under a priority. Raises KeyError for a name that is none of ours."""
        known = {each.name: each for each in self.bounds}
        if urgent:
            known |= {each.name: each for each in self.urgent_bounds}
        return known[name]


@dataclass(frozen=True)
class Complaint:
    """The start of a complaint; `about` names what it is about in codes, the words stay in Postgres."""

    intake: Intake
    department_id: str
    about_staff: str | None = None
    about_ticket: str | None = None
    policy: ComplaintPolicy = field(default_factory=ComplaintPolicy)

    @property
    def first_stage(self) -> Stage:
        """Where it begins."""
        return "judging"
