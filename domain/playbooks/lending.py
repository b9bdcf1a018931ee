"""Lending of customers' files: asked for, granted by a supervisor, returned or over by itself (P23)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from domain.playbooks.declaration import DECIDERS, EASERS, STAFF, Playbook, Trait, act, cancelling, stage
from domain.promises.moments import MomentsPolicy
from domain.promises.promise import PromisePolicy, Rung
from domain.promises.telling import TellingPolicy
from domain.promises.waits import WaitsPolicy
from domain.tickets.intake import Intake

PREFIX = "lending-"
DECIDED = "loan-decided"
"""The promise: somebody decides."""
OWN_LOAN = "OwnLoan"
"""Type of the error with which a borrower's own grant is refused."""

_DECIDE = "loans.grant"
_RETURN = act("return_file", by=STAFF, needs="loans.ask", at="return", ends="returned")
_STAGES = (
    stage(
        "loan_asked",
        DECIDED,
        act("grant_loan", by=DECIDERS, needs=_DECIDE, in_person=True, at="grant", to="lent"),
        act("refuse_loan", by=DECIDERS, needs=_DECIDE, in_person=True, at="refuse", ends="loan-refused"),
        _RETURN,
    ),
    stage("lent", None, _RETURN),
)
"""Which acts are possible in which stage; a file that was only asked for is returned unread."""

_HOUR = timedelta(hours=1)


def _decided() -> PromisePolicy:
    return PromisePolicy(
        DECIDED,
        8 * _HOUR,
        (
            Rung("loan-half-time", -4 * _HOUR, "service_supervisor", "voice-loan-undecided"),
            Rung("loan-overdue", timedelta(), "service_supervisor", "voice-loan-undecided"),
            Rung("loan-overdue-day", 24 * _HOUR, "manager", "voice-loan-undecided"),
        ),
    )


@dataclass(frozen=True)
class LendingPolicy:
    """Who is told when nobody decides, and for how long a file is lent at most."""

    decided: PromisePolicy = field(default_factory=_decided)
    longest: timedelta = timedelta(days=14)
    telling: TellingPolicy = field(default_factory=TellingPolicy)
    waits: WaitsPolicy = field(default_factory=WaitsPolicy)
    moments: MomentsPolicy = field(default_factory=MomentsPolicy)

    def promises(self, urgent: bool) -> tuple[PromisePolicy, ...]:
        """That somebody decides, whether urgent or not."""
        return (self.decided,)

    def __post_init__(self) -> None:
        """Refuse a policy under which nothing could be lent."""
        if self.longest <= timedelta():
            raise ValueError("longest must be longer than nothing")


@dataclass(frozen=True)
class Lending:
    """The start of a loan: `intake.first_contact` asks for the file of `intake.customer_id`, `until` when."""

    intake: Intake
    until: datetime
    policy: LendingPolicy = field(default_factory=LendingPolicy)

    @property
    def first_stage(self) -> Literal["loan_asked"]:
        """Where it begins."""
        return "loan_asked"


LENDING = Playbook(
    name="Lending",
    rule="P23",
    title="a loan",
    at="/loans",
    prefix=PREFIX,
    letter="L",
    start=Lending,
    policy=LendingPolicy,
    stages=_STAGES,
    begins=("loan_asked",),
    ends=("expired", "returned", "lapsed", "loan-refused", "loan-withdrawn"),
    traits=frozenset({Trait.FILE_NOT_SHOWN}),
    concerns=(),
    cancel=cancelling(EASERS),
)
