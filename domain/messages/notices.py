"""Service texts: to staff who could not be reached, and to customers about their own matter (P7, P8, P10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class SendNotice:
    """Send `template` to a member of staff or to a customer, whichever is given.

    `key` is unique within the ticket: the same key never sends twice. Service texts carry no advertising, so
    neither opt-out nor marketing hours apply. Fields are only ever added.
    """

    ticket_id: str
    key: str
    template: str
    params: Mapping[str, str] = field(default_factory=dict)
    staff_id: str | None = None
    customer_id: str | None = None
    locale: str = "zh-CN"
    at: datetime | None = None
    role: str = ""
    """Who is meant, as in `PlaceNotice`; for staff."""
    because: str = "asked_for"
    """Why this person is told, as in `PlaceNotice`."""


@dataclass(frozen=True)
class NoticeSent:
    """What became of it; `unknown` may have gone out, and is not repeated without a person."""

    outcome: Literal["sent", "failed", "unknown"]
