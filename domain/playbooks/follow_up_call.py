"""The follow-up call: a conversation carried to a result (P10). Fields are only ever added."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Literal

from domain.messages.calling_hours import CallingHours, Window, next_call
from domain.playbooks.declaration import DECIDERS, EASERS, STAFF, Playbook, Trait, act, cancelling, stage
from domain.playbooks.every_ticket import at_times, every_ticket
from domain.playbooks.forms import BY, Done, Example, Moment, Says, StaffId, Unfit, WithReason, Words
from domain.promises.moments import MomentsPolicy
from domain.promises.promise import PromisePolicy, Rung
from domain.promises.telling import TellingPolicy
from domain.promises.waits import WaitsPolicy
from domain.tickets.intake import Intake

PREFIX = "follow-up-"
"""How the ids of follow-up calls begin."""
Satisfaction = Literal["satisfied", "neutral", "dissatisfied"]
Reached = Literal["answered", "no_answer", "busy", "refused", "unreachable", "wrong_number", "failed"]
"""How an attempt to speak to the customer ended."""

Next = Literal["record", "again", "ask_by_sms", "supervisor"]

_DAY = timedelta(days=1)


def _ladder() -> tuple[Rung, ...]:
    return (
        Rung("call-day-left", -_DAY, "shift_lead", "voice-call-due-soon"),
        Rung("call-overdue", timedelta(), "service_supervisor", "voice-call-overdue"),
        Rung("call-overdue-day", _DAY, "manager", "voice-call-overdue"),
    )


@dataclass(frozen=True)
class FollowUpPolicy:
    """P10: called within 3 days, never in rest hours; no answer is tried at other hours, then by SMS."""

    within: timedelta = timedelta(days=3)
    hours: CallingHours = field(default_factory=CallingHours)
    unanswered_calls: int = 3
    """Calls that nobody answers, before an SMS asks for a good time."""
    between_calls: timedelta = timedelta(hours=2)
    busy_again_after: timedelta = timedelta(minutes=15)
    busy_calls: int = 3
    """Calls to a busy number that follow soon; after that a busy number counts as nobody answering."""
    refused_calls: int = 2
    """Calls the customer declines, before a supervisor decides."""
    wait_for_reply: timedelta = timedelta(days=1)
    """How long an answer to the SMS is waited for, before one last call."""
    dial_within: timedelta = timedelta(minutes=2)
    """How long the phone provider may be out of reach before what an agent dialled is given up."""
    wish_lasts: timedelta = timedelta(hours=1)
    """From the hour at which the customer asked to be called: so long that hour counts, rest hours or not."""
    asked_about_a_call: int = 6
    """Times the provider is asked how a call ended, each time after twice as long; then nobody knows."""
    ladder: tuple[Rung, ...] = field(default_factory=_ladder)
    telling: TellingPolicy = field(default_factory=TellingPolicy)
    waits: WaitsPolicy = field(default_factory=WaitsPolicy)
    moments: MomentsPolicy = field(default_factory=MomentsPolicy)

    def promises(self, urgent: bool) -> tuple[PromisePolicy, ...]:
        """The same whether urgent or not."""
        return (self.promise,)

    @property
    def promise(self) -> PromisePolicy:
        """The call itself is promised."""
        return PromisePolicy("follow-up-call", self.within, self.ladder)


@dataclass(frozen=True, kw_only=True)
class PreferTime(Done):
    """When the customer wishes to be called."""

    at: Annotated[Moment, Example("2026-12-01T19:00:00+08:00")]


@dataclass(frozen=True, kw_only=True)
class Reassign(Done):
    """The agent who calls."""

    to: StaffId


@dataclass(frozen=True, kw_only=True)
class CallRecord(Done):
    """The record of a follow-up call; complete, or there is none (P10)."""

    by: Annotated[StaffId | None, Says(BY), Example("S00000002")] = None
    satisfaction: Annotated[Satisfaction, Example("dissatisfied")]
    with_what: Annotated[
        Words | None,
        Says("What the customer is content or not content with."),
        Example("水管仍然渗水"),
    ] = None
    suggestions: Annotated[Words | None, Example("希望换材料")] = None
    arrived: Annotated[Literal["yes", "no"] | None, Says("Whether the crew really came."), Example("yes")] = (
        None
    )

    def unfit(self) -> Iterator[Unfit]:
        """Dissatisfied with what, it says as well."""
        if self.satisfaction == "dissatisfied" and self.with_what is None:
            yield Unfit("", "with-what")


@dataclass(frozen=True, kw_only=True)
class CallUnreached(WithReason):
    """A supervisor answers for it that the customer cannot be reached."""


_CALLS = "calls.work"
_DIAL = act("dial", by=STAFF, needs=_CALLS, leads=("dialling",))
_RECORD = act("record_result", CallRecord, by=STAFF, needs=_CALLS, ends="recorded")
_PREFER = act("prefer_time", PreferTime, by=STAFF, needs=_CALLS, leads=("scheduled",))
_REASSIGN = act("reassign", Reassign, by=STAFF, needs=_CALLS, concerned=("about",))

_PROMISE = "follow-up-call"
_STAGES = (
    stage("no_agent", _PROMISE, _REASSIGN, _RECORD, leads=("scheduled", "ready")),
    stage("scheduled", _PROMISE, _DIAL, _RECORD, _PREFER, _REASSIGN, leads=("ready",)),
    stage("ready", _PROMISE, _DIAL, _RECORD, _PREFER, _REASSIGN, leads=("scheduled",)),
    stage(
        "dialling",
        _PROMISE,
        _RECORD,
        leads=("ready", "scheduled", "to_record", "asked", "with_supervisor"),
    ),
    stage("to_record", _PROMISE, _RECORD, _PREFER, _REASSIGN),
    stage("asked", _PROMISE, _DIAL, _RECORD, _PREFER, _REASSIGN, leads=("scheduled", "ready")),
    stage(
        "with_supervisor",
        _PROMISE,
        act("call_again", by=STAFF, needs=_CALLS, leads=("scheduled",)),
        _RECORD,
        act("close_unreached", CallUnreached, by=STAFF, needs="tickets.cancel", ends="unreached"),
        _REASSIGN,
    ),
)
"""Which acts are possible in which stage. None of them closes a call without a result: 100 % coverage."""


@dataclass(frozen=True)
class FollowUp:
    """A call to a customer about a ticket, for a reason such as `repair-done` that names its questions."""

    about: str | None
    reason: str
    intake: Intake
    policy: FollowUpPolicy = field(default_factory=FollowUpPolicy)
    preferred_agent: str | None = None
    preferred_hours: tuple[Window, ...] = ()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUpResult:
    """What the conversation came to; `satisfaction` None: a supervisor closed it unreached, with a reason."""

    satisfaction: Satisfaction | None
    closed_as: Literal["recorded", "unreached", "cancelled"]
    answers: Mapping[str, str] = field(default_factory=dict)
    text_id: str | None = None


@dataclass(frozen=True)
class Attempt:
    """One call to the customer: when, and how it ended."""

    at: datetime
    reached: Reached


def what_next(attempts: tuple[Attempt, ...], policy: FollowUpPolicy, asked_by_sms: bool) -> Next:
    """What follows the last attempt."""
    last = attempts[-1].reached
    if last == "answered":
        return "record"
    if last in ("wrong_number", "unreachable"):
        return "supervisor"
    if last == "refused":
        declined = sum(attempt.reached == "refused" for attempt in attempts)
        return "supervisor" if declined >= policy.refused_calls else "again"
    if asked_by_sms:
        return "supervisor"
    unanswered = sum(_unanswered(attempts, position, policy) for position in range(len(attempts)))
    return "ask_by_sms" if unanswered >= policy.unanswered_calls else "again"


def next_attempt(
    attempts: tuple[Attempt, ...], policy: FollowUpPolicy, preferred: tuple[Window, ...], now: datetime
) -> datetime:
    """When to call next: at once in permitted hours, a busy number soon, others at other hours."""
    if not attempts:
        return next_call(now, policy.hours, preferred)
    if attempts[-1].reached == "busy" and _busy_in_a_row(attempts) < policy.busy_calls:
        return next_call(max(now, attempts[-1].at + policy.busy_again_after), policy.hours, preferred)
    earliest = max(now, attempts[-1].at + policy.between_calls)
    if attempts[-1].reached == "refused":
        earliest = max(now, attempts[-1].at + _DAY)
    return next_call(earliest, policy.hours, preferred, [attempt.at for attempt in attempts])


def _busy_in_a_row(attempts: tuple[Attempt, ...]) -> int:
    count = 0
    for attempt in reversed(attempts):
        if attempt.reached != "busy":
            break
        count += 1
    return count


def _unanswered(attempts: tuple[Attempt, ...], position: int, policy: FollowUpPolicy) -> bool:
    reached = attempts[position].reached
    if reached == "busy":
        return _busy_in_a_row(attempts[: position + 1]) >= policy.busy_calls
    return reached in ("no_answer", "failed")


FOLLOW_UP_CALL = Playbook(
    name="FollowUpCall",
    rule="P10",
    title="a follow-up call",
    at="/calls",
    prefix=PREFIX,
    letter=None,
    start=FollowUp,
    policy=FollowUpPolicy,
    stages=_STAGES,
    always=every_ticket(works=STAFF, eases=EASERS, only=("set_urgent", "set_ordinary")),
    at_times=at_times(works=STAFF, eases=EASERS, concerned=("about",)),
    concerns=("about",),
    cancel=cancelling(DECIDERS),
    begins=("no_agent",),
    ends=("recorded", "unreached"),
    traits=frozenset({Trait.CUSTOMER_CALLED, Trait.KEPT_AS_AFTER_SALES}),
    tells=("voice-call-no-agent", "voice-call-unreached"),
)
