"""Enquiry: answered within a day or by sundown; after two days the customer is told how it stands (P9)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Literal

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
from domain.playbooks.forms import DepartmentId, Done, Example, Line, Moment, Says, TakenIn, WithReason, Words
from domain.promises.moments import MomentsPolicy
from domain.promises.promise import PromisePolicy, Rung
from domain.promises.telling import TellingPolicy
from domain.promises.waits import WaitsPolicy
from domain.promises.working_time import WorkingHours, sundown
from domain.tickets.intake import Intake

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class NewEnquiry(TakenIn):
    """What the customer wants to know."""

    urgent: Annotated[bool, Example(False)] = False
    what: Annotated[Words, Says("The question, in the customer's words."), Example("阳台可以改成封闭式吗？")]
    about: Annotated[Line | None, Says("What it is about, in a word or two."), Example("阳台封闭")] = None


@dataclass(frozen=True, kw_only=True)
class Answer(Done):
    """The answer, how it was given, and how the customer took it."""

    what: Annotated[Words, Example("物业允许，需先办理装修许可")]
    how: Annotated[Literal["phone", "in_person", "sms", "wechat", "email", "letter"], Example("phone")]
    content: Annotated[
        Literal["yes", "no"] | None,
        Says("Whether the customer said at once to be content; left out: asked later by a call."),
    ] = None
    worth_keeping: Annotated[
        Literal["yes"] | None, Says("The answer worked: offered to the knowledge base (P30).")
    ] = None


@dataclass(frozen=True, kw_only=True)
class ToDepartment(WithReason):
    """The department that can answer, and what is asked of it."""

    department: DepartmentId


@dataclass(frozen=True, kw_only=True)
class HowItStands(Done):
    """The customer was told how it stands, with an apology, and by when there will be an answer."""

    until: Annotated[Moment, Example("2026-12-02T18:00:00+08:00")]


def _answer() -> PromisePolicy:
    return PromisePolicy(
        "answer",
        24 * _HOUR,
        (
            Rung("answer-soon", -4 * _HOUR, "shift_lead", "voice-enquiry-soon"),
            Rung("answer-overdue", timedelta(), "shift_lead", "voice-enquiry-overdue"),
            Rung("answer-overdue-4h", 4 * _HOUR, "service_supervisor", "voice-enquiry-overdue"),
            Rung("answer-overdue-day", 24 * _HOUR, "manager", "voice-enquiry-overdue"),
        ),
    )


@dataclass(frozen=True)
class EnquiryPolicy:
    """P9's numbers, and who is told when they pass."""

    answer: PromisePolicy = field(default_factory=_answer)
    sundown: WorkingHours | None = None
    """Where this rule is chosen: answered by the close of the day on which it was asked."""
    apology_after: timedelta = 48 * _HOUR
    """Without an answer: the customer is told how it stands, with an apology and a new time."""
    apology_within: timedelta = _HOUR
    """For a person to do that; after it, the drafted text goes out by itself."""
    promised_anew: timedelta = 24 * _HOUR
    """The new time that the drafted text names, from when it goes out."""
    telling: TellingPolicy = field(default_factory=TellingPolicy)
    follow_up: FollowUpPolicy = field(default_factory=FollowUpPolicy)
    waits: WaitsPolicy = field(default_factory=WaitsPolicy)
    moments: MomentsPolicy = field(default_factory=MomentsPolicy)

    def promises(self, urgent: bool) -> tuple[PromisePolicy, ...]:
        """The answer, whether urgent or not."""
        return (self.answer,)

    def due(self, asked: datetime) -> datetime | None:
        """By when the answer is due under the rule of sundown; None where the length of time counts."""
        return None if self.sundown is None else sundown(asked, self.sundown)


@dataclass(frozen=True)
class Enquiry:
    """The start of an enquiry; the question stays in PostgreSQL."""

    intake: Intake
    policy: EnquiryPolicy = field(default_factory=EnquiryPolicy)

    @property
    def first_stage(self) -> str:
        """Where it begins."""
        return "asked"


_WORK = "tickets.work"
_PROMISE = "answer"
_ANSWER = act("answer", Answer, by=STAFF, needs=_WORK, leads=("answered", "asked"), ends="answered_at_once")
_ASK_DEPARTMENT = act("ask_department", ToDepartment, by=STAFF, needs=_WORK, leads=("with_department",))

ENQUIRY = Playbook(
    name="Enquiry",
    rule="P9",
    title="an enquiry",
    at="/enquiries",
    prefix="enquiry-",
    letter="Z",
    start=Enquiry,
    policy=EnquiryPolicy,
    taken=NewEnquiry,
    says="It is answered at once, or handed to who can: within a day, or by the close of the same day.",
    stages=(
        stage("asked", _PROMISE, _ANSWER, _ASK_DEPARTMENT, leads=("apology_due",)),
        stage(
            "with_department",
            _PROMISE,
            _ANSWER,
            act(
                "confirm_department",
                by=("department_head",),
                needs=_WORK,
                own=True,
                by_link=("department_head",),
            ),
            act("take_back", WithReason, by=STAFF, needs=_WORK, to="asked"),
            leads=("apology_due",),
        ),
        stage(
            "apology_due",
            _PROMISE,
            _ANSWER,
            act("tell_how_it_stands", HowItStands, by=STAFF, needs=_WORK, leads=("asked", "with_department")),
            act("send_apology", HowItStands, by=STAFF, needs=_WORK, leads=("asked", "with_department")),
            leads=("asked", "with_department"),
        ),
        stage("answered", None, left_by="call", leads=("asked",)),
    ),
    always=every_ticket(works=STAFF, eases=EASERS),
    at_times=at_times(works=STAFF, eases=EASERS),
    concerns=(),
    cancel=cancelling(EASERS),
    reopen=reopening(OFFICE),
    begins=("asked",),
    ends=("answered", "answered_at_once"),
    settled={"answered": "enquiry-answered"},
    traits=frozenset({Trait.OPENS_AGAIN}),
    tells=("voice-enquiry-department", "voice-enquiry-apology"),
)
