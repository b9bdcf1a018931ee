"""Complaint: explanation and remedy within 8 hours, six steps, the customer's signed acceptance (P8)."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Literal

from domain.playbooks.acceptance import AcceptancePolicy
from domain.playbooks.declaration import (
    DECIDERS,
    EASERS,
    OFFICE,
    SERVICE,
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
    Between,
    Category,
    DepartmentId,
    Done,
    Example,
    Line,
    Link,
    Many,
    MayHaveLeft,
    Moment,
    Says,
    StaffId,
    TakenIn,
    TicketId,
    WithReason,
    Words,
    Written,
)
from domain.promises.moments import MomentsPolicy
from domain.promises.promise import PromisePolicy, Rung
from domain.promises.telling import TellingPolicy
from domain.promises.waits import WaitsPolicy
from domain.tickets.intake import Intake


@dataclass(frozen=True, kw_only=True)
class NewComplaint(TakenIn):
    """Who complains about what, and what is wanted (step 1 of P8)."""

    department_id: Annotated[
        DepartmentId, Says("The department concerned; its head is phoned at once."), Example("D000001")
    ]
    about_staff: Annotated[StaffId | None, MayHaveLeft(), Says("Whom it is about.")] = None
    about_ticket: Annotated[TicketId | None, Says("The ticket it is about.")] = None
    urgent: Annotated[bool, Example(False)] = False
    what: Annotated[
        Words, Says("What it is about, in the customer's words."), Example("师傅迟到两小时，地面没有清理")
    ]
    when: Annotated[
        Line | None, Says("When it happened, in the customer's words."), Example("11月23日上午")
    ] = None
    wanted: Annotated[Words, Says("What the customer wants."), Example("重新清理并道歉")]
    photos: Annotated[list[Link], Many(20)] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Judged(Done):
    """Well-founded: the department responsible, if it is another."""

    department: Annotated[DepartmentId | None, Example("D000002")] = None


@dataclass(frozen=True, kw_only=True)
class Explanation(Done):
    """What happened, as the department sees it, and what would remedy it."""

    what: Annotated[Words, Example("当天两处同时报修")]
    remedy: Annotated[Words, Example("次日上门清理")]


@dataclass(frozen=True, kw_only=True)
class Investigation(Done):
    """The cause, and who is responsible."""

    cause: Annotated[Words, Example("排班冲突")]
    responsible: Annotated[StaffId | None, MayHaveLeft(), Example("S00000003")] = None


@dataclass(frozen=True, kw_only=True)
class Options(Done):
    """What could be done, for the manager to decide."""

    options: Annotated[list[Words], Many(10, least=1), Example(["上门清理并道歉", "减免保洁费"])]


@dataclass(frozen=True, kw_only=True)
class Approval(Done):
    """The option that is approved, counted from 1."""

    option: Annotated[int, Between(1, 10), Example(1)]


@dataclass(frozen=True, kw_only=True)
class Signed(Done):
    """How the customer signed: on paper that was scanned, or by a code."""

    how: Annotated[Literal["paper"], Example("paper")] = "paper"
    scan: Annotated[Link, Example("https://files.example/1.pdf")]


@dataclass(frozen=True, kw_only=True)
class Classified(Done):
    """What kind of complaint it was, and what is improved by whom until when."""

    category: Annotated[Category, Example("service.punctuality")]
    measure: Annotated[Words, Example("排班预留半小时")]
    owner: Annotated[StaffId, Example("S00000003")]
    until: Annotated[Moment, Example("2026-12-31T18:00:00+08:00")]


@dataclass(frozen=True, kw_only=True)
class Reclassified(WithReason):
    """The category that is right, and why the other was not."""

    remark: Annotated[Words, Example("实为材料问题")] = field()
    category: Annotated[Category, Example("material.defect")]


_HANDLE, _ANSWER, _APPROVE = "complaints.handle", "complaints.answer", "tickets.approve"
_CONCERNED = ("department_head", "service_supervisor")
_JUDGES = (*SERVICE, "manager")
"""Service, and the manager where service itself is complained about."""
_DEPARTMENT = ("department_id",)
"""The head of the department concerned answers for it: never judges, ends, delays or eases it."""
_BOTH = ("about_staff", "department_id")
_FILE_EXPLANATION = act(
    "file_explanation",
    Explanation,
    by=("department_head",),
    needs=_ANSWER,
    own=True,
    concerned=_BOTH,
    leads=("options",),
)

_STAGES = (
    stage(
        "judging",
        "explanation",
        _FILE_EXPLANATION,
        act(
            "judge_well_founded",
            Judged,
            by=_JUDGES,
            needs=_HANDLE,
            in_person=True,
            leads=("options", "investigating"),
        ),
        act(
            "judge_not_founded",
            WithReason,
            by=_JUDGES,
            needs=_HANDLE,
            in_person=True,
            leads=("answering",),
        ),
    ),
    stage(
        "answering",
        "answered",
        act("answer_customer", Written, by=_JUDGES, needs=_HANDLE, to="calling"),
    ),
    stage(
        "investigating",
        "explanation",
        _FILE_EXPLANATION,
        act(
            "file_investigation",
            Investigation,
            by=_CONCERNED,
            needs=_ANSWER,
            own=True,
            concerned=_DEPARTMENT,
            to="options",
        ),
    ),
    stage(
        "options",
        "remedy",
        act(
            "propose_remedy",
            Options,
            by=_CONCERNED,
            needs=_ANSWER,
            own=True,
            concerned=_DEPARTMENT,
            to="approval",
        ),
    ),
    stage(
        "approval",
        "approval",
        act("approve", Approval, by=("manager",), needs=_APPROVE, in_person=True, to="carrying_out"),
        act("ask_for_another", WithReason, by=("manager",), needs=_APPROVE, in_person=True, to="options"),
        act("refuse", WithReason, by=("manager",), needs=_APPROVE, in_person=True, leads=("answering",)),
    ),
    stage(
        "carrying_out",
        "carried-out",
        act("report_measure", Written, by=_CONCERNED, needs=_ANSWER, own=True, concerned=_DEPARTMENT),
        act(
            "carried_out",
            by=_CONCERNED,
            needs=_ANSWER,
            own=True,
            concerned=_DEPARTMENT,
            to="accepting",
            by_link=("department_head",),
        ),
    ),
    stage(
        "accepting",
        "accepted",
        act("send_acceptance", by=SERVICE, needs=_HANDLE),
        act("customer_accepts", Signed, by=(*SERVICE, "customer"), needs=_HANDLE, to="review"),
        act("customer_refuses", WithReason, by=(*SERVICE, "customer"), needs=_HANDLE, to="options"),
    ),
    stage(
        "review",
        "reviewed",
        act("classify", Classified, by=DECIDERS, needs="complaints.review", in_person=True, to="calling"),
    ),
    stage("calling", None, left_by="call", leads=("investigating", "judging")),
)
"""The six steps: judgement, investigation, options and approval, carrying out, acceptance, review."""

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def _bound(
    name: str, within: timedelta, *ladder: tuple[timedelta, str], turn: str | None = None
) -> PromisePolicy:
    """`turn`: whose turn it is, and hears of it at once."""
    template = f"voice-complaint-{name}"
    at_once = () if turn is None else (Rung(f"{name}-turn", -within, turn, template),)
    rungs = (Rung(f"{name}-{number}", offset, tell, template) for number, (offset, tell) in enumerate(ladder))
    return PromisePolicy(name, within, (*at_once, *rungs))


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
        _bound("remedy", _DAY, (none, "department_head"), (_DAY, "manager"), turn="department_head"),
        _bound(
            "approval",
            _DAY,
            (-4 * _HOUR, "manager"),
            (none, "manager"),
            (_DAY, "service_supervisor"),
            turn="manager",
        ),
        _bound(
            "carried-out",
            7 * _DAY,
            (-_DAY, "department_head"),
            (none, "service_supervisor"),
            (2 * _DAY, "manager"),
            turn="department_head",
        ),
        _bound("accepted", 3 * _DAY, (none, "service_supervisor")),
        _bound(
            "reviewed",
            3 * _DAY,
            (none, "service_supervisor"),
            (3 * _DAY, "manager"),
            turn="service_supervisor",
        ),
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
    waits: WaitsPolicy = field(default_factory=WaitsPolicy)
    moments: MomentsPolicy = field(default_factory=MomentsPolicy)

    def promises(self, urgent: bool) -> tuple[PromisePolicy, ...]:
        """What is promised under a priority."""
        known = {each.name: each for each in self.bounds}
        if urgent:
            known |= {each.name: each for each in self.urgent_bounds}
        return tuple(known.values())

    def promise(self, name: str, urgent: bool) -> PromisePolicy:
        """The promise of that name under a priority. Raises KeyError for a name that is none of ours."""
        return {each.name: each for each in self.promises(urgent)}[name]


@dataclass(frozen=True)
class Complaint:
    """The start of a complaint; `about` names what it is about in codes, the words stay in Postgres."""

    intake: Intake
    department_id: str
    about_staff: str | None = None
    about_ticket: str | None = None
    policy: ComplaintPolicy = field(default_factory=ComplaintPolicy)

    @property
    def first_stage(self) -> str:
        """Where it begins."""
        return "judging"


COMPLAINT = Playbook(
    name="Complaint",
    rule="P8",
    title="a complaint",
    at="/complaints",
    prefix="complaint-",
    letter="B",
    start=Complaint,
    policy=ComplaintPolicy,
    says="The head of the department is phoned at once, and explains within 8 hours.",
    taken=NewComplaint,
    stages=_STAGES,
    always=every_ticket(works=OFFICE, eases=EASERS, concerned=_BOTH),
    at_times=at_times(works=OFFICE, eases=EASERS, concerned=_BOTH),
    concerns=_BOTH,
    cancel=cancelling(DECIDERS),
    reopen=reopening(OFFICE),
    begins=("judging",),
    on_record=(act("reclassify", Reclassified, by=("service_supervisor",), needs="complaints.review"),),
    ends=("settled", "answered", "remedy_refused"),
    traits=frozenset(
        {
            Trait.PROBLEM,
            Trait.FED_BACK,
            Trait.KEPT_AS_AFTER_SALES,
            Trait.OPENS_AGAIN,
        }
    ),
    settled={
        "settled": "complaint-settled",
        "answered": "complaint-answered",
        "remedy_refused": "complaint-answered",
    },
    tells=("voice-complaint-new", "voice-complaint-reopened"),
    facts=("about_staff", "about_ticket"),
    stands_in_for=("Enquiry",),
    carried_over=("department_id",),
)
