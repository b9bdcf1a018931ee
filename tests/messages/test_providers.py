"""Providers that refuse, drop, cannot say, or tell faster than they answer (P33)."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from gateways.sms import Receipt, Reply
from services.messages.provider_events import ProviderEvents
from services.messages.resolution import resolve_message
from services.refused import Refused
from tests.town.owners import Town
from tests.town.patience import LONG, until
from tests.town.providers import CannotBeAsked
from tests.town.workers import sandboxed_workers


@pytest.fixture
async def silent_town(temporal: WorkflowEnvironment, pool: Any, provider_url: str) -> AsyncIterator[Town]:
    """Its provider cannot be asked what it took."""
    gateway = CannotBeAsked(provider_url, "test-secret", timeout=LONG)
    queue = f"tickets-{uuid.uuid4().hex[:8]}"
    async with (
        httpx.AsyncClient(base_url=provider_url, trust_env=False, timeout=LONG) as provider,
        sandboxed_workers(temporal.client, pool, gateway, queue),
    ):
        yield Town(temporal.client, pool, provider, queue)
    await gateway.close()


async def states(town: Town, owner: Any) -> list[tuple[str, str]]:
    return [(row["step"], row["state"]) for row in await town.texts(owner)]


async def test_what_can_never_be_told_stays_unknown_until_a_person_says_it_was_not_sent(
    silent_town: Town,
) -> None:
    town = silent_town
    owner = await town.enrolled(40)
    await town.treat(owner, "drop_before_accept")
    await town.forward(owner, 20)
    assert await states(town, owner) == [("congratulation", "unknown")]
    assert await town.inbox(owner.phone) == [] and "message_unknown" in await town.timeline(owner)
    [text] = await town.texts(owner)
    await resolve_message(town.pool, town.client, text["id"], "not_sent", "staff")
    await town.forward(owner, 2)
    assert await states(town, owner) == [("congratulation", "withdrawn"), ("congratulation", "accepted")]
    with pytest.raises(Refused, match="message-settled"):
        await resolve_message(town.pool, town.client, text["id"], "not_sent", "staff")
    await town.forward(owner, 20)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == 3


async def test_a_person_who_says_it_was_sent_causes_nothing(silent_town: Town) -> None:
    town = silent_town
    owner = await town.enrolled(40)
    await town.treat(owner, "drop_after_accept")
    await town.forward(owner, 12)
    [text] = await town.texts(owner)
    assert text["state"] == "unknown"
    await resolve_message(town.pool, town.client, text["id"], "sent", "staff")
    await town.forward(owner, 30)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == 3


async def test_the_last_text_is_sent_again_although_its_ticket_has_closed(silent_town: Town) -> None:
    town = silent_town
    owner = await town.enrolled(10)
    await town.treat(owner, "drop_before_accept")
    await town.forward(owner, 8)
    assert await town.result(owner) == "completed"
    [text] = await town.texts(owner)
    await resolve_message(town.pool, town.client, text["id"], "not_sent", "staff", town.queue)
    assert (await town.row(owner))["stage"] == "waiting"
    await town.forward(owner, 8)  # the new run begins on the wall clock again
    assert await town.result(owner) == "completed"
    assert await states(town, owner) == [("visit", "withdrawn"), ("visit", "accepted")]
    assert len(await town.inbox(owner.phone)) == 1


async def test_a_refused_number_fails_and_the_later_texts_are_tried(town: Town) -> None:
    owner = await town.enrolled(40)
    await town.treat(owner, "reject")
    await town.forward(owner, 41)
    assert await town.result(owner) == "completed"
    assert await states(town, owner) == [
        ("congratulation", "failed"),
        ("show-flat", "accepted"),
        ("visit", "accepted"),
    ]


async def test_a_throttling_provider_gets_each_text_once(town: Town) -> None:
    owner = await town.enrolled(10)
    await town.treat(owner, "throttle", times=3)
    await town.forward(owner, 11)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == 1


async def test_a_reply_faster_than_the_provider_s_own_answer_counts(town: Town) -> None:
    """The owner has the text and opts out while we still do not know that it was taken."""
    owner = await town.enrolled(31)
    await town.treat(owner, "hang_after_accept")
    moving = asyncio.create_task(town.forward(owner, 2))

    async def taken() -> bool:
        return bool(await town.inbox(owner.phone))

    await until(taken)
    fast = Reply(uuid.uuid4().hex, owner.phone, "退订", datetime.now(UTC), None)
    await ProviderEvents(town.pool, town.client, town.queue).take("sandbox", [fast])
    await moving
    assert await town.result(owner) == "opted_out"
    assert await states(town, owner) == [("congratulation", "accepted")]
    assert len(await town.inbox(owner.phone)) == 1
    assert "reply_opt_out" in await town.timeline(owner)


async def test_a_receipt_faster_than_the_provider_s_own_answer_counts(town: Town) -> None:
    owner = await town.enrolled(31)
    await town.treat(owner, "hang_after_accept")
    moving = asyncio.create_task(town.forward(owner, 2))

    async def taken() -> bool:
        return bool(await town.inbox(owner.phone))

    await until(taken)
    [message] = await town.inbox(owner.phone)
    receipt = Receipt(
        uuid.uuid4().hex, message["id"], message["reference"], True, "DELIVERED", datetime.now(UTC)
    )
    await ProviderEvents(town.pool, town.client, town.queue).take("sandbox", [receipt])
    await moving
    assert await states(town, owner) == [("congratulation", "delivered")]
    await town.forward(owner, 31)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == 3
