"""What people and providers really put into a text: it must never stop the batch it comes in."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from gateways.aliyun import replies
from gateways.sms import Receipt, Reply
from services.messages.provider_events import ProviderEvents

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "kept"), [("好\x00的", "好的"), ("好的\ud83d", "好的?"), ("👍\x00", "👍"), ("a\nb", "a\nb")]
)
async def test_a_reply_postgres_could_not_keep_as_it_is(
    pool: Any, temporal: WorkflowEnvironment, sent: str, kept: str
) -> None:
    event = uuid.uuid4().hex
    events = ProviderEvents(pool, temporal.client)
    reply = Reply(event, "+8619900037001", sent, AT, None)
    assert await events.take("sandbox", [reply]) == 1
    assert await events.take("sandbox", [reply]) == 0
    async with pool.acquire() as db:
        row = await db.fetchrow("SELECT event FROM provider_events WHERE event_id = $1", event)
    stored = row["event"] if isinstance(row["event"], dict) else json.loads(row["event"])
    assert stored["text"] == kept


async def test_a_receipt_with_such_a_code(pool: Any, temporal: WorkflowEnvironment) -> None:
    receipt = Receipt(uuid.uuid4().hex, f"{uuid.uuid4().hex}\x00", None, False, "X\x00", AT)
    assert await ProviderEvents(pool, temporal.client).take("sandbox", [receipt]) == 1


def test_json_escapes_arrive_as_such() -> None:
    """The way such characters come: escaped, in JSON that is valid."""
    body = b'[{"phone_number": "19900037001", "send_time": "2026-11-24 09:00:00", "sequence_id": 1,'
    [reply] = replies(body + b' "content": "\\u0000\\ud83d"}]')
    assert reply.text == "\x00\ud83d"
