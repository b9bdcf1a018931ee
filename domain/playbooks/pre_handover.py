"""What a pre-handover ticket and the step it sends say to each other (P1). Fields are only ever added."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from domain.playbooks.declaration import EASERS, Playbook, Trait, cancelling, stage
from domain.playbooks.pre_handover_policy import CadenceStep, PreHandoverPolicy
from domain.tickets.ends import CloseReason, LeaveReason


@dataclass(frozen=True)
class PreHandover:
    """The start of a ticket: one ownership, ids only, with its policy as it stood then."""

    ownership_id: str
    building_id: str
    customer_id: str
    handover_date: date
    policy: PreHandoverPolicy = field(default_factory=PreHandoverPolicy)
    done: tuple[str, ...] = ()
    version: int = 0
    locale: str = "zh-CN"
    again: tuple[str, ...] = ()
    """Steps whose text never arrived and may be sent to the owner's new number."""
    since: datetime | None = None
    """When enrolment looked: what was due before is past. None takes the workflow's start."""


@dataclass(frozen=True)
class Snapshot:
    """Where the ticket stands after a step, for the read model; an older version never wins."""

    version: int
    anchor: date
    next_step: str | None = None
    due_at: datetime | None = None
    close_reason: CloseReason | None = None


@dataclass(frozen=True)
class SendStep:
    """Send one step, at the ticket's clock `at` or later, before `expires`."""

    ticket_id: str
    ownership_id: str
    anchor: date
    step: CadenceStep
    policy: PreHandoverPolicy
    at: datetime
    expires: datetime
    after: Snapshot
    locale: str = "zh-CN"


Outcome = Literal["sent", "shared", "failed", "unknown", "too_late", "frequency", "deferred", "moved", "left"]


@dataclass(frozen=True)
class StepResult:
    """What became of a step: done with, deferred to `until`, overtaken by a new date, or the owner left."""

    outcome: Outcome
    until: datetime | None = None
    moved_to: date | None = None
    left: LeaveReason | None = None


@dataclass(frozen=True)
class RecordTicket:
    """Write where the ticket stands, with what happened to it."""

    ticket_id: str
    event: str
    at: datetime
    snapshot: Snapshot


@dataclass(frozen=True)
class Closed:
    """A ticket's result."""

    reason: CloseReason


PRE_HANDOVER = Playbook(
    name="PreHandover",
    rule="P1",
    title="a pre-handover sequence",
    at="/tickets",
    prefix="pre-handover-",
    letter=None,
    start=PreHandover,
    policy=PreHandoverPolicy,
    stages=(
        stage("waiting", None, left_by="clock", leads=("sending",)),
        stage("sending", None, left_by="system", leads=("waiting",)),
    ),
    begins=("waiting",),
    ends=("completed", "signed", "opted_out", "sold", "building_cancelled", "merged"),
    traits=frozenset({Trait.MARKETING}),
    concerns=(),
    cancel=cancelling(EASERS),
    texts="ticket",
    table="",
)
