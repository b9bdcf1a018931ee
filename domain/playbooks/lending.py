"""Lending of customers' files: asked for, granted by a supervisor, returned or over by itself (P23)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from domain.promises.promise import PromisePolicy, Rung
from domain.promises.telling import TellingPolicy
from domain.tickets.intake import Intake

PREFIX = "lending-"
DECIDED = "loan-decided"
"""The promise: somebody decides."""
OWN_LOAN = "OwnLoan"
"""Type of the error with which a borrower's own grant is refused."""

TURNS: Mapping[str, tuple[str, ...]] = {
    "loan_asked": ("grant_loan", "refuse_loan", "return_file"),
    "lent": ("return_file",),
}
"""Which acts are possible in which stage; a file that was only asked for is returned unread."""
ADDRESSES: Mapping[str, str] = {"grant_loan": "grant", "refuse_loan": "refuse", "return_file": "return"}
"""The acts as the API's addresses call them."""
GRANTED_BY = ("service_supervisor", "manager")
"""Whose part it is to decide (P23)."""

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
