"""Somebody working on a ticket is connected with its customer (P7): at permitted hours, on record, once."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.messages.calling_hours import CallingHours, rests_until
from domain.messages.ringing import RingCustomer, key_of, workflow_of
from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.playbooks.policies import Policies
from domain.playbooks.registry import BY_NAME, number_of
from services.backend import Backend
from services.playbooks.fitting import require_person
from services.refused import Refused
from services.starting import started
from store.database import Connection, queries
from texts import text

_WORKFLOW = "RingCustomer"


@dataclass(frozen=True)
class Ringing:
    """Who is to be connected with the customer of which ticket."""

    ticket_id: str
    staff_id: str
    at_wish: str | None
    """The customer's own request to be called at this hour, as it was said: it opens the hours of rest."""
    locale: str


Made = Callable[[Connection, str], Awaitable[None]]
"""Called with the new request's name, in the transaction that puts it on record."""


async def put_on_record(
    db: Connection, ringing: Ringing, policies: Policies, earlier: str | None, made: Made
) -> RingCustomer:
    """What is to be placed; in the caller's transaction. Raises Refused, and then nobody is called.

    `earlier`: the same request's name from a handling that was interrupted, which is not rung again.
    """
    customer_id, policy = await _of_ticket(db, ringing, policies)
    await require_person(db, ringing.staff_id)
    request = earlier or uuid.uuid4().hex
    if earlier is None:
        _require_hour(policy.hours, ringing)
        await made(db, request)
        if ringing.at_wish is not None:
            await _keep_wish(db, ringing, customer_id, request)
    return RingCustomer(
        ringing.ticket_id,
        ringing.staff_id,
        customer_id,
        key_of(request),
        policy.dial_within,
        policy.telling.answer_within,
        policy.asked_about_a_call,
        ringing.locale,
    )


async def place(backend: Backend, order: RingCustomer, repeated: bool) -> None:
    """Connect them, and return once it is under way. Raises Refused while their last call goes on."""
    async with backend.reaching_temporal():
        now = await started(
            backend.temporal,
            _WORKFLOW,
            order,
            id=workflow_of(order.ticket_id, order.staff_id),
            task_queue=backend.task_queue,
            static_summary=text(order.locale, "ring-summary", ticket=number_of(order.ticket_id)),
        )
    if not (now or repeated):
        raise Refused("call-under-way")


async def _of_ticket(db: Connection, ringing: Ringing, policies: Policies) -> tuple[str, FollowUpPolicy]:
    """The customer, and the company's rules of calling for tickets of the kind."""
    row = await queries.get_ticket(db, id=ringing.ticket_id)
    if row is None:
        raise Refused("no-such-ticket")
    playbook = BY_NAME[row["kind"]]
    if row["customer_id"] is None or not playbook.asks:
        raise Refused("not-called-about")
    if await queries.ticket_for_reading(db, id=row["id"]):
        raise Refused("only-lent")
    if row["stage"] == "closed":
        raise Refused("ticket-closed")
    policy: FollowUpPolicy = policies.of(playbook.policy).follow_up
    return row["customer_id"], policy


def _require_hour(hours: CallingHours, ringing: Ringing) -> None:
    again = rests_until(datetime.now(UTC), hours) if ringing.at_wish is None else None
    if again is not None:
        raise Refused("customer-rests", again=f"{again:%Y-%m-%d %H:%M}")


async def _keep_wish(db: Connection, ringing: Ringing, customer_id: str, request: str) -> None:
    await queries.record_words(
        db,
        dedupe_key=key_of(request),
        ticket_id=ringing.ticket_id,
        customer_id=customer_id,
        kind="called_at_wish",
        at=datetime.now(UTC),
        actor=ringing.staff_id,
        data={},
        words={"wish": ringing.at_wish},
    )
