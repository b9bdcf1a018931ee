"""What can be done to every ticket of people, whatever its playbook (P17, P18)."""

from dataclasses import dataclass, field
from typing import Annotated

from domain.playbooks.declaration import STAFF, act
from domain.playbooks.forms import Done, Example, Moment, StaffId, TicketId, WithReason, Words

_WORK = "tickets.work"


@dataclass(frozen=True, kw_only=True)
class HandOn(WithReason):
    """Somebody else works on it; who took it in stays answerable."""

    remark: Annotated[Words, Example("交接班")] = field()
    to: StaffId


@dataclass(frozen=True, kw_only=True)
class Duplicate(Done):
    """The open ticket of the same matter."""

    of: TicketId


@dataclass(frozen=True, kw_only=True)
class MoveDue(WithReason):
    """The new moment, and why."""

    remark: Annotated[Words, Example("业主出差")] = field()
    to: Annotated[Moment, Example("2026-12-01T10:00:00+08:00")]


HAND_ON = act("hand_on", HandOn, by=STAFF, needs=_WORK)
SET_URGENT = act("set_urgent", by=STAFF, needs=_WORK)
SET_ORDINARY = act("set_ordinary", by=STAFF, needs=_WORK)
WITHDRAW = act("withdraw", WithReason, by=STAFF, needs=_WORK, ends="withdrawn")
MARK_DUPLICATE = act("mark_duplicate", Duplicate, by=STAFF, needs=_WORK, ends="duplicate")
EVERY_TICKET = (HAND_ON, SET_URGENT, SET_ORDINARY, WITHDRAW, MARK_DUPLICATE)
"""Possible in every stage of every ticket, unless its playbook says otherwise."""

WAIT_FOR_CUSTOMER = act("wait_for_customer", WithReason, by=STAFF, needs=_WORK)
CUSTOMER_READY = act("customer_ready", by=STAFF, needs=_WORK)
MOVE_DUE = act("move_due", MoveDue, by=STAFF, needs=_WORK)
WHILE_PROMISED = (WAIT_FOR_CUSTOMER, MOVE_DUE)
"""Possible while a promise counts."""
WHILE_PAUSED = (CUSTOMER_READY, MOVE_DUE)
"""Possible while the customer is waited for."""
CONFIRM_RECEIPT = act("confirm_receipt", by=STAFF, needs=(_WORK, "tickets.job"), by_link=("receiver",))
"""Possible while somebody to whom it was handed has not confirmed."""
AT_TIMES = tuple(dict.fromkeys((*WHILE_PROMISED, *WHILE_PAUSED, CONFIRM_RECEIPT)))
"""Acts of every ticket that are possible at times, whatever its stage."""
EVERY_END = ("withdrawn", "duplicate", "cancelled", "terminated")
"""Ends that every ticket may come to: by an act of every ticket, or by operations staff."""
