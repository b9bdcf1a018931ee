"""How long personal data is kept, and what a person who asks for deletion is told (P23).

Personal Information Protection Law, 19 and 47: no longer than the purpose needs, unless a law says longer. A
company changes the periods in its policy file, under `[privacy.retention]`.
"""

from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Literal

from domain.promises.moments import MomentsPolicy
from domain.promises.promise import PromisePolicy, Rung
from domain.promises.telling import TellingPolicy
from domain.promises.waits import WaitsPolicy
from domain.promises.working_time import WorkingHours

_DAY = timedelta(days=1)
_YEAR = timedelta(days=365)
_WORKING_DAY = timedelta(hours=9)
"""From opening to closing of the hours a request is counted in."""


@dataclass(frozen=True)
class RetentionPolicy:
    """How long each kind is kept; a nightly run deletes what is older.

    Contracts and after-sales records: the warranty of works is two years, five against leaks (Measures on
    Residential Interior Decoration, 32), claims lapse three years later (Civil Code, 188).
    """

    idempotency_answers: timedelta = 2 * _DAY
    """Answers kept for requests that are repeated."""
    provider_events: timedelta = 30 * _DAY
    """Reports of SMS and phone providers as they came in, once they were worked through."""
    privacy_copies: timedelta = 30 * _DAY
    """Copies made for people who asked what is kept about them."""
    import_reports: timedelta = 180 * _DAY
    """What imports of rosters reported, row by row."""
    recordings: timedelta = 180 * _DAY
    """Where the phone provider keeps the recording of a call."""
    message_texts: timedelta = _YEAR
    """Texts and numbers of messages; that one was sent, and when, stays."""
    call_texts: timedelta = _YEAR
    """What was read out, and the numbers called; that there was a call stays."""
    replies: timedelta = 2 * _YEAR
    """What customers texted back, and notes in timelines, of closed tickets."""
    ticket_texts: timedelta = 8 * _YEAR
    """What was said and written in tickets that are closed."""
    leads: timedelta = 2 * _YEAR
    """Customers who never signed, since anything last happened: the person is made unrecognisable."""
    contracts: timedelta = 8 * _YEAR
    """Name, number and flat of customers who signed, since then: kept against a wish for deletion."""
    after_sales: timedelta = 8 * _YEAR
    """Repairs and complaints, since they were closed: kept against a wish for deletion, with who it was."""
    former_staff: timedelta = 3 * _YEAR
    """Names and numbers of people who have left the company."""

    def __post_init__(self) -> None:
        """Refuse periods that would delete what is still at work."""
        for each in fields(self):
            if getattr(self, each.name) < _DAY:
                raise ValueError(f"{each.name} must be a day or longer")
        if self.ticket_texts < self.after_sales:
            raise ValueError("ticket_texts must not end before after_sales")


KINDS = (
    "idempotency_answers",
    "provider_events",
    "privacy_copies",
    "import_reports",
    "recordings",
    "message_texts",
    "call_texts",
    "replies",
    "ticket_texts",
    "rests",
    "leads",
    "former_staff",
)
"""What a nightly run goes through, in this order.

`rests` is what had to be kept when somebody asked for deletion.
"""


def _ladder() -> tuple[Rung, ...]:
    day = _WORKING_DAY
    return (
        Rung("privacy-five-days-left", -5 * day, "shift_lead", "voice-privacy-due-soon"),
        Rung("privacy-two-days-left", -2 * day, "service_supervisor", "voice-privacy-due-soon"),
        Rung("privacy-overdue", timedelta(), "manager", "voice-privacy-overdue"),
    )


def _answered() -> PromisePolicy:
    hours = WorkingHours(weekdays=(0, 1, 2, 3, 4))
    return PromisePolicy("privacy-answered", 15 * _WORKING_DAY, _ladder(), hours)


@dataclass(frozen=True)
class PrivacyPolicy:
    """A person's request is answered within 15 working days; and how long everything is kept."""

    answered: PromisePolicy = field(default_factory=_answered)
    telling: TellingPolicy = field(default_factory=TellingPolicy)
    retention: RetentionPolicy = field(default_factory=RetentionPolicy)
    waits: WaitsPolicy = field(default_factory=WaitsPolicy)
    moments: MomentsPolicy = field(default_factory=MomentsPolicy)

    def promises(self, urgent: bool) -> tuple[PromisePolicy, ...]:
        """The answer, whether urgent or not."""
        return (self.answered,)


Why = Literal["contract", "after_sales"]
"""Why something is kept although its deletion was asked for; the catalogue has the words."""


@dataclass(frozen=True)
class Standing:
    """What speaks for keeping a person recognisable: a contract, and after-sales matters closed last."""

    signed_at: datetime | None
    after_sales_until: datetime | None
    """When the last repair or complaint was closed."""


@dataclass(frozen=True)
class Kept:
    """What is kept, why, and the first day on which it no longer is."""

    why: Why
    until: date


def kept(standing: Standing, policy: RetentionPolicy, now: datetime) -> tuple[Kept, ...]:
    """What must be kept now, the longest first."""
    ends = (
        ("contract", standing.signed_at, policy.contracts),
        ("after_sales", standing.after_sales_until, policy.after_sales),
    )
    found = [
        Kept(why, (since + period).date() + _DAY)  # type: ignore[arg-type]
        for why, since, period in ends
        if since is not None and since + period > now
    ]
    return tuple(sorted(found, key=lambda each: each.until, reverse=True))
