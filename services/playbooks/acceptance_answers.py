"""Carries the customer's answer to the complaint that waits for it; it was written down before (P8, P19)."""

from datetime import timedelta

from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from domain.tickets.acts import OUT_OF_TURN, Act
from store.database import Pool, present, queries
from store.rows.playbooks.acceptances import AcceptanceRow


async def tell_answer(pool: Pool, client: Client, answer: AcceptanceRow) -> bool:
    """Tell the complaint of a row of `acceptances`; False when it no longer waited. Safe to repeat.

    What the customer said is in the timeline either way. Raises when Temporal cannot be reached.
    """
    waited = await _told(client, answer)
    async with pool.acquire() as db, db.transaction():
        taken = await queries.acceptance_told(db, id=answer["id"], taken=waited)
        if not taken:
            await queries.record_ticket_event(
                db,
                dedupe_key=f"acceptance/{answer['id']}/too_late",
                ticket_id=answer["ticket_id"],
                kind=f"{answer['answer']}_too_late",
                at=present(answer["answered_at"]),
                actor="customer",
                data={"how": "link"},
                text_id=answer["text_id"],
            )
    return bool(taken)


async def tell_answers(pool: Pool, client: Client, age: timedelta, most: int) -> int:
    """Tell what was answered `age` or longer ago and never told; returns how many."""
    async with pool.acquire() as db:
        rows = [row async for row in queries.answers_to_tell(db, age=age, most=most)]
    for row in rows:
        await tell_answer(pool, client, row)
    return len(rows)


async def _told(client: Client, answer: AcceptanceRow) -> bool:
    at = present(answer["answered_at"])
    act = Act(
        present(answer["answer"]),
        "customer",
        {"how": "link", "answered_at": at.isoformat()},
        answer["text_id"],
    )
    try:
        handle = client.get_workflow_handle(answer["ticket_id"])
        await handle.execute_update("act", act, id=f"acceptance-{answer['id']}")
    except WorkflowUpdateFailedError as error:
        if isinstance(error.cause, ApplicationError) and error.cause.type == OUT_OF_TURN:
            return False
        raise
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True
