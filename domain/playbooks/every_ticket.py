"""What can be done to every ticket of people, whatever its playbook (P17, P18)."""

from dataclasses import dataclass, field
from typing import Annotated

from domain.playbooks.declaration import ActDeclaration, Who, act
from domain.playbooks.forms import Example, Moment, StaffId, TicketId, WithReason, Words

_WORK = "tickets.work"


@dataclass(frozen=True, kw_only=True)
class HandOn(WithReason):
    """Somebody else works on it; who took it in stays answerable."""

    remark: Annotated[Words, Example("交接班")] = field()
    to: StaffId


@dataclass(frozen=True, kw_only=True)
class Duplicate(WithReason):
    """The open ticket of the same matter, which holds it from now on, and why it is the same."""

    remark: Annotated[Words, Example("同一处漏水，业主两次报修")] = field()
    of: TicketId


@dataclass(frozen=True, kw_only=True)
class MoveDue(WithReason):
    """The new moment, and why."""

    remark: Annotated[Words, Example("业主出差")] = field()
    to: Annotated[Moment, Example("2026-12-01T10:00:00+08:00")]


def every_ticket(
    *,
    works: tuple[Who, ...],
    eases: tuple[Who, ...],
    concerned: tuple[str, ...] = (),
    withdraw: ActDeclaration | None = None,
    only: tuple[str, ...] | None = None,
) -> tuple[ActDeclaration, ...]:
    """Possible in every stage. `works`: who may hand it on, make it urgent; `eases`: who may end or ease it.

    `concerned`: which of those whom it is about may hand it on, so that it gets out of their hands.
    `withdraw`: the playbook's own, where the customer's word alone will not do. `only`: these of them.
    """
    acts = (
        act("hand_on", HandOn, by=works, needs=_WORK, concerned=concerned),
        act("set_urgent", by=works, needs=_WORK),
        act("set_ordinary", by=eases, needs=_WORK),
        withdraw or act("withdraw", WithReason, by=eases, needs=_WORK, ends="withdrawn"),
        act("mark_duplicate", Duplicate, by=eases, needs=_WORK, ends="duplicate"),
    )
    return tuple(each for each in acts if only is None or each.name in only)


def at_times(
    *, works: tuple[Who, ...], eases: tuple[Who, ...], concerned: tuple[str, ...] = ()
) -> tuple[ActDeclaration, ...]:
    """Possible at times: while a promise counts or pauses, or somebody has yet to confirm."""
    return (
        act("wait_for_customer", WithReason, by=eases, needs=_WORK),
        act("move_due", MoveDue, by=eases, needs=_WORK),
        act("customer_ready", by=works, needs=_WORK, concerned=concerned),
        act(
            "confirm_receipt",
            by=works,
            needs=(_WORK, "tickets.job"),
            concerned=concerned,
            by_link=("receiver",),
        ),
    )


WHILE_PROMISED = ("wait_for_customer", "move_due")
"""Possible while a promise counts."""
WHILE_PAUSED = ("customer_ready", "move_due")
"""Possible while the customer is waited for."""
CONFIRM_RECEIPT = "confirm_receipt"
"""Possible while somebody to whom it was handed has not confirmed."""
EVERY_END = ("withdrawn", "duplicate", "cancelled", "terminated")
"""Ends that every ticket may come to: by an act of every ticket, or by operations staff."""
