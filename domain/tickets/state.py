"""Where a ticket stands, as its workflow tells the read model (P34). Fields are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.messages.calling_hours import Window
from domain.tickets.intake import Intake


@dataclass(frozen=True)
class Wait:
    """What is waited for (`customer`, `parts`, `quote`), since when, who said so, and in which words."""

    waited_for: str
    since: datetime
    by: str
    text_id: str | None = None


@dataclass(frozen=True)
class TicketState:
    """A versioned snapshot: an older one never overwrites a newer.

    `promise` is the bound that counts now, `time_left` what is left of it while paused. `first_contact` took
    the request in and stays answerable (P17); `handler` is who works on it. `acts` are possible now.
    """

    version: int = 0
    stage: str = "open"
    promise: str | None = None
    due_at: datetime | None = None
    time_left: timedelta | None = None
    paused: bool = False
    escalation_level: int = 0
    urgent: bool = False
    first_contact: str | None = None
    handler: str | None = None
    crew_id: str | None = None
    department_id: str | None = None
    acts: tuple[str, ...] = ()
    reopened: int = 0
    close_reason: str | None = None
    unconfirmed: str | None = None
    """Whom it was handed to and who has not confirmed yet."""
    waits: tuple[Wait, ...] = ()


@dataclass(frozen=True)
class TicketEvent:
    """Something that happened to the ticket, for its timeline: codes and ids only."""

    kind: str
    at: datetime
    actor: str = "system"
    data: Mapping[str, str] = field(default_factory=dict)
    text_id: str | None = None


@dataclass(frozen=True)
class RecordState:
    """Write the events and where the ticket stands now, in one transaction."""

    ticket_id: str
    events: tuple[TicketEvent, ...]
    state: TicketState


@dataclass(frozen=True)
class OpenTicket:
    """A ticket's place in the read model, linked both ways with the one it is `about`."""

    ticket_id: str
    kind: str
    intake: Intake
    stage: str
    about: str | None = None
    reason: str | None = None
    crew_id: str | None = None
    department_id: str | None = None


@dataclass(frozen=True)
class Opened:
    """What the archive says when a ticket is opened: hours at which the customer likes to be called."""

    preferred_hours: tuple[Window, ...] = ()
