"""A call to the customer that somebody working on a ticket asks for, both numbers hidden (P7).

Fields are only ever added.
"""

from dataclasses import dataclass
from datetime import timedelta

_KEY = "ring/"


@dataclass(frozen=True)
class RingCustomer:
    """Connect `staff_id` with the customer of a ticket, once.

    `key` is the purpose in the outbox: the same key never rings twice. `dial_within`: how long the provider
    may be out of reach before it is given up. `answer_within`: how long a report of the end is waited for
    before the provider is asked, each time twice as long, `asked` times.
    """

    ticket_id: str
    staff_id: str
    customer_id: str
    key: str
    dial_within: timedelta
    answer_within: timedelta
    asked: int
    locale: str = "zh-CN"


def key_of(request: str) -> str:
    """The key of the outbox for one request."""
    return f"{_KEY}{request}"


def workflow_of(ticket_id: str, staff_id: str) -> str:
    """Who sees to it: one at a time for each person and ticket."""
    return f"ring-{staff_id}-{ticket_id}"


def waits_for(ticket_id: str, staff_id: str, key: str) -> str:
    """The workflow that waits for the end of a call: the one that rings, or the ticket itself."""
    return workflow_of(ticket_id, staff_id) if key.startswith(_KEY) else ticket_id
