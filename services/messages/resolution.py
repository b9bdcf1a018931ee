"""A person says what became of a text whose outcome nobody could tell (P33)."""

from typing import Literal

from temporalio.client import Client

from services.customers.owner_facts import OwnerFacts, signal_open
from services.playbooks.pre_handover_starts import PREFIX
from services.refused import Refused
from store.database import Connection, Pool, present, queries
from texts import DEFAULT_LOCALE

Outcome = Literal["sent", "not_sent"]


async def resolve_message(
    pool: Pool,
    client: Client,
    message_id: int,
    outcome: Outcome,
    actor: str,
    task_queue: str = "tickets",
    locale: str = DEFAULT_LOCALE,
) -> None:
    """Settle an `unknown` text. Refuses `no-such-message`, `message-settled`.

    `not_sent` withdraws it, and its ticket sends it again while it still applies; a ticket that has closed
    meanwhile is opened again for it, on `task_queue`.
    """
    async with pool.acquire() as db, db.transaction():
        await settle_message(db, message_id, outcome, actor)
    await tell_resolution(pool, client, message_id, outcome, task_queue, locale)


async def settle_message(db: Connection, message_id: int, outcome: Outcome, actor: str) -> None:
    """Put it on record, in the caller's transaction. Refuses as `resolve_message`."""
    state = "accepted" if outcome == "sent" else "withdrawn"
    message = await queries.resolve_message(db, id=message_id, state=state)
    if message is None:
        known = await queries.message_state(db, id=message_id) is not None
        raise Refused("message-settled" if known else "no-such-message")
    await queries.record_event(
        db,
        dedupe_key=f"resolve/{message_id}",
        ticket_id=message["ticket_id"],
        customer_id=message["customer_id"],
        kind=f"message_resolved_{outcome}",
        at=present(message["settled_at"]),
        actor=actor,
        data={"step": message["step"], "message": message_id},
    )


async def tell_resolution(
    pool: Pool, client: Client, message_id: int, outcome: Outcome, task_queue: str, locale: str
) -> None:
    """Tell the ticket what is on record. Safe to repeat."""
    if outcome == "sent":
        return
    async with pool.acquire() as db:
        message = await queries.message_row(db, id=message_id)
    ticket = message["ticket_id"]
    if not await signal_open(client, ticket, "send_again", message["step"]):
        await OwnerFacts(pool, client, task_queue, locale).open_again(ticket.removeprefix(PREFIX))
