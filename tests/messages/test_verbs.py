"""What people do about texts and replies, without HTTP (P1, P33)."""

from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from services.messages.replies import handle_reply
from services.messages.resolution import resolve_message
from services.refused import Refused
from tests.town.archive import Archive


async def _reply(db: Any, ticket: str, customer: str) -> int:
    return int(
        await db.fetchval(
            "INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words) "
            "VALUES ($1, $2, 'reply', now(), 'owner', $3) RETURNING id",
            ticket,
            customer,
            {"text": "报名"},
        )
    )


async def test_who_saw_to_a_reply_first_stays_on_record(pool: Any, archive: Archive) -> None:
    customer = await archive.customer()
    ticket = await archive.ticket(customer)
    async with pool.acquire() as db:
        reply = await _reply(db, ticket, customer)
        first = await handle_reply(db, reply, by="S00000001", words={"note": "已约周六"})
        again = await handle_reply(db, reply, by="S00000002", words={"note": "改约周日"})
    assert first["handled_by"] == again["handled_by"] == "S00000001"
    assert again["handled_words"] == {"note": "已约周六"}


async def test_a_reply_that_never_came_is_refused(pool: Any) -> None:
    async with pool.acquire() as db:
        with pytest.raises(Refused, match="no-such-reply"):
            await handle_reply(db, 2**62, by="S00000001", words=None)


async def test_a_text_that_was_never_written_is_refused(pool: Any, temporal: WorkflowEnvironment) -> None:
    with pytest.raises(Refused, match="no-such-message"):
        await resolve_message(pool, temporal.client, 2**62, "sent", "S00000001")
