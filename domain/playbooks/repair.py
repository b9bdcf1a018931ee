"""Warranty repair: the crew is on site within 8 hours, repairs, and the customer confirms (P7)."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Literal

from domain.people.staff import CREW_ROLES
from domain.playbooks.declaration import (
    EASERS,
    OFFICE,
    STAFF,
    Playbook,
    Trait,
    act,
    cancelling,
    reopening,
    stage,
)
from domain.playbooks.every_ticket import at_times, every_ticket
from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.playbooks.forms import (
    BY,
    Code,
    CrewId,
    Done,
    Example,
    Line,
    Link,
    Many,
    Moment,
    Money,
    MovesNothing,
    OwnershipId,
    Says,
    StaffId,
    TakenIn,
    WithReason,
    Words,
)
from domain.promises.moments import MomentsPolicy
from domain.promises.promise import PromisePolicy, Rung
from domain.promises.telling import TellingPolicy
from domain.promises.waits import WaitsPolicy
from domain.tickets.intake import Intake


@dataclass(frozen=True, kw_only=True)
class NewRepair(TakenIn):
    """What the customer reports."""

    ownership_id: Annotated[
        OwnershipId | None, Says("The flat, which says whose crew."), Example("O00000001")
    ] = None
    trade: Annotated[
        Code, Says("The company's own code of the trade, such as `plumbing`."), Example("plumbing")
    ]
    urgent: Annotated[bool, Says("Urgent goes first, and has its own bounds (P18)."), Example(False)] = False
    what: Annotated[Words, Says("What is wrong, in the customer's words."), Example("厨房水槽下方漏水")]
    where: Annotated[Line | None, Example("厨房")] = None
    photos: Annotated[list[Link], Many(20), Example([])] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ToCrew(Done):
    """The crew that takes it."""

    crew: CrewId


@dataclass(frozen=True, kw_only=True)
class Appoint(Done):
    """When, and at whose wish: an appointment that the customer wished moves the promise."""

    at: Annotated[Moment, Example("2026-12-01T10:00:00+08:00")]
    wished_by: Annotated[Literal["customer", "company"], Example("customer")]


@dataclass(frozen=True, kw_only=True)
class Plan(Done):
    """What will be done, when, with which parts."""

    by: Annotated[StaffId | None, Says(BY), Example("S00000003")] = None
    what: Annotated[Words, Example("更换厨房水管并试压")]
    at: Annotated[Moment, MovesNothing(), Example("2026-12-01T10:00:00+08:00")]
    parts: Annotated[list[Line], Many(50), Example(["PPR 水管 2 米"])] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Quote(Done):
    """What it costs the customer, in yuan, and for what."""

    amount: Annotated[Money, Example("680.00")]
    what: Annotated[Words, Example("保修期外更换龙头")]


CustomerHears = Literal["received", "appointed", "quoted", "done"]

_JOB = ("tickets.work", "tickets.job")
"""The crew of the job, or service for it."""
_ASSIGN_CREW = act("assign_crew", ToCrew, by=STAFF, needs="tickets.work", leads=("called",))
_ACKNOWLEDGE = act("acknowledge", by=STAFF, needs=_JOB, to="acknowledged", by_link=CREW_ROLES)
_ARRIVE = act("arrive", by=STAFF, needs=_JOB, to="on_site", by_link=CREW_ROLES)
_APPOINT = act("appoint", Appoint, by=STAFF, needs=_JOB)
_DISPUTE = act("dispute_arrival", WithReason, by=STAFF, needs="tickets.work", leads=("called",))
_TO_ANOTHER_CREW = (
    act("hand_to_crew", ToCrew, by=STAFF, needs="tickets.work", leads=("called",)),
    act("crew_declines", WithReason, by=STAFF, needs=_JOB, leads=("crew_wanted",)),
)

_STAGES = (
    stage("crew_wanted", "on-site", _ASSIGN_CREW),
    stage("called", "on-site", _ACKNOWLEDGE, _ARRIVE, _APPOINT, *_TO_ANOTHER_CREW),
    stage("acknowledged", "on-site", _ARRIVE, _APPOINT, *_TO_ANOTHER_CREW),
    stage(
        "on_site",
        "plan",
        act("file_plan", Plan, by=STAFF, needs=_JOB, to="planned"),
        act("quote", Quote, by=STAFF, needs=_JOB, leads=("quoted",)),
        _DISPUTE,
        *_TO_ANOTHER_CREW,
    ),
    stage(
        "quoted",
        "plan",
        act("customer_agrees", by=STAFF, needs="tickets.work", leads=("on_site",)),
        act("customer_declines", by=STAFF, needs="tickets.work", ends="quote_declined"),
    ),
    stage(
        "planned",
        "repaired",
        _APPOINT,
        act("wait_for_parts", by=STAFF, needs=_JOB, leads=("waiting_parts",)),
        act("complete", by=STAFF, needs=_JOB, to="done", by_link=CREW_ROLES),
        _DISPUTE,
        *_TO_ANOTHER_CREW,
    ),
    stage(
        "waiting_parts",
        "repaired",
        act("parts_arrived", by=STAFF, needs=_JOB, leads=("planned",), by_link=CREW_ROLES),
        *_TO_ANOTHER_CREW,
    ),
    stage("done", None, left_by="call", leads=("called", "crew_wanted")),
)

_IN_ORDER = tuple(dict.fromkeys(each.promise for each in _STAGES if each.promise is not None))


def goes_back(bound: str, stage: str) -> bool:
    """Whether `stage` begins anew what lies before the promise `bound`: that one is given up."""
    before = REPAIR.promises.get(stage)
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
    waits: WaitsPolicy = field(default_factory=WaitsPolicy)
    moments: MomentsPolicy = field(default_factory=MomentsPolicy)
    customer_hears: tuple[CustomerHears, ...] = ("received", "appointed", "quoted", "done")
    """Of what the customer gets a short text."""

    def promises(self, urgent: bool) -> tuple[PromisePolicy, ...]:
        """What is promised under a priority."""
        return self.on_site_urgent if urgent else self.on_site, self.plan, self.repaired

    def promise(self, name: str, urgent: bool) -> PromisePolicy:
        """The promise of that name under a priority. Raises KeyError for a name that is none of ours."""
        return {each.name: each for each in self.promises(urgent)}[name]


@dataclass(frozen=True)
class Repair:
    """The start of a repair ticket; `crew_id` None: nobody is responsible yet, and a supervisor picks."""

    intake: Intake
    trade: str
    crew_id: str | None = None
    department_id: str | None = None
    policy: RepairPolicy = field(default_factory=RepairPolicy)

    @property
    def first_stage(self) -> str:
        """Where it begins."""
        return "called" if self.crew_id else "crew_wanted"


REPAIR = Playbook(
    name="Repair",
    rule="P7",
    title="a repair",
    at="/repairs",
    prefix="repair-",
    letter="R",
    start=Repair,
    policy=RepairPolicy,
    says="The responsible crew is phoned at once; without one, a supervisor is, who assigns a crew.",
    taken=NewRepair,
    stages=_STAGES,
    always=every_ticket(works=STAFF, eases=EASERS),
    at_times=at_times(works=STAFF, eases=EASERS),
    concerns=(),
    cancel=cancelling(EASERS),
    reopen=reopening(OFFICE),
    begins=("called", "crew_wanted"),
    ends=("solved", "quote_declined"),
    traits=frozenset(
        {
            Trait.PROBLEM,
            Trait.FED_BACK,
            Trait.CREW_WORKS,
            Trait.KEPT_AS_AFTER_SALES,
            Trait.OPENS_AGAIN,
        }
    ),
    settled={"solved": "repair-done"},
    calls=("repair-on_site",),
    tells=("voice-repair-crew", "voice-repair-no-crew", "voice-repair-reopened"),
    writes=(
        "sms-repair-appointed",
        "sms-repair-moved",
        "sms-repair-urgent",
        "sms-repair-ended",
        "sms-repair-other-crew",
        "sms-repair-received-customer",
        "sms-repair-appointed-customer",
        "sms-repair-quoted-customer",
        "sms-repair-done-customer",
    ),
    facts=("trade",),
    stands_in_for=("Enquiry",),
    carried_over=("crew_id", "department_id"),
)
