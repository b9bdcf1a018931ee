"""Signed, sold, opted out, cancelled: each stops what is left, at once and everywhere it should (P1)."""

import asyncio
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.tickets.reconciliation import Reconcile
from gateways.sms import Reply
from services.customers.owner_facts import OwnerFacts
from services.messages.provider_events import ProviderEvents
from services.messages.replies import handle_reply
from store.database import queries
from tests.town.owners import Town
from tests.town.patience import until
from workflows.upkeep.reconciliation import ReconciliationWorkflow


def reply(phone: str, text: str) -> Reply:
    return Reply(uuid.uuid4().hex, phone, text, datetime.now(UTC), None)


async def test_who_signs_gets_nothing_more_for_any_flat(town: Town) -> None:
    first = await town.enrolled(40)
    second = await town.owner(await town.building(date.today() + timedelta(days=50)), of=first)
    await town.start(second)
    await town.forward(first, 12)
    assert await OwnerFacts(town.pool, town.client, town.queue).signed(first.customer)
    assert [await town.result(owner) for owner in (first, second)] == ["signed", "signed"]
    assert len(await town.inbox(first.phone)) == 1
    assert (await town.row(first))["close_reason"] == "signed"


async def test_a_sold_flat_stops_its_own_ticket_only(town: Town) -> None:
    sold = await town.enrolled(40)
    kept = await town.owner(await town.building(date.today() + timedelta(days=40)), of=sold)
    await town.start(kept)
    assert await OwnerFacts(town.pool, town.client, town.queue).sold(sold.ownership)
    assert await town.result(sold) == "sold"
    await town.forward(kept, 41)
    assert await town.result(kept) == "completed"
    assert len(await town.inbox(kept.phone)) == 3


@pytest.mark.parametrize("text", ["退订", "T", "td", "Ｒ"])
async def test_an_opt_out_stops_every_ticket_of_a_shared_number(town: Town, text: str) -> None:
    """Co-owners with one number, and a flat in another building: the opt-out belongs to the number."""
    husband = await town.enrolled(40)
    wife = await town.owner(husband.building, phone=husband.phone)
    elsewhere = await town.owner(await town.building(date.today() + timedelta(days=70)), phone=husband.phone)
    neighbour = await town.owner(husband.building)
    for owner in (wife, elsewhere, neighbour):
        await town.start(owner)
    await town.forward(husband, 12)
    await ProviderEvents(town.pool, town.client, town.queue).take("sandbox", [reply(husband.phone, text)])
    for owner in (husband, wife, elsewhere):
        assert await town.result(owner) == "opted_out"
    assert len(await town.inbox(husband.phone)) == 1
    await town.forward(neighbour, 41)
    assert await town.result(neighbour) == "completed"


@pytest.mark.parametrize("text", ["退订？", "已退订金了吗", "别再发了"])
async def test_what_may_be_an_opt_out_stops_texts_until_somebody_has_seen_to_it(
    town: Town, text: str
) -> None:
    owner = await town.enrolled(40)
    await town.forward(owner, 12)
    await ProviderEvents(town.pool, town.client, town.queue).take("sandbox", [reply(owner.phone, text)])
    await town.forward(owner, 15)
    assert len(await town.inbox(owner.phone)) == 1
    assert (await town.row(owner))["stage"] == "waiting"
    async with town.pool.acquire() as db:
        waiting = queries.replies_page(
            db, id=None, building_id=owner.building, since=None, handled=False, after=0, most=9
        )
        (listed,) = [row async for row in waiting]
        await handle_reply(db, listed["id"], by="S00000001", words=None)
    await town.forward(owner, 15)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == 3


async def test_an_ordinary_reply_is_kept_and_stops_nothing(town: Town) -> None:
    owner = await town.enrolled(40)
    await town.forward(owner, 12)
    await ProviderEvents(town.pool, town.client, town.queue).take("sandbox", [reply(owner.phone, "报名")])
    await town.forward(owner, 41)
    assert await town.result(owner) == "completed"
    assert "reply" in await town.timeline(owner) and len(await town.inbox(owner.phone)) == 3


async def test_cancelled_in_the_web_ui_closes_cleanly_and_frees_nothing_to_be_sent(town: Town) -> None:
    owner = await town.enrolled(40)
    await town.forward(owner, 12)
    await town.handle(owner).cancel()
    assert await town.result(owner) == "cancelled"
    row = await town.row(owner)
    assert (row["stage"], row["close_reason"], row["due_at"]) == ("closed", "cancelled", None)
    assert (await town.timeline(owner))[-1] == "closed_cancelled"
    assert len(await town.inbox(owner.phone)) == 1


async def test_cancelled_while_a_text_goes_out_closes_cleanly_too(town: Town) -> None:
    owner = await town.enrolled(40)
    await town.treat(owner, "hang_after_accept")
    moving = asyncio.create_task(town.forward(owner, 12))

    async def taken() -> bool:
        return bool(await town.inbox(owner.phone))

    await until(taken)
    await town.handle(owner).cancel()
    assert await town.result(owner) == "cancelled"
    assert (await town.row(owner))["close_reason"] == "cancelled"
    await moving


async def test_terminated_while_a_text_goes_out_is_settled_by_the_reconciler(town: Town) -> None:
    owner = await town.enrolled(40)
    await town.treat(owner, "hang_after_accept")
    moving = asyncio.create_task(town.forward(owner, 12))

    async def taken() -> bool:
        return bool(await town.inbox(owner.phone))

    await until(taken)
    await town.handle(owner).terminate("by operations staff")
    await asyncio.gather(moving, return_exceptions=True)
    await town.client.execute_workflow(
        ReconciliationWorkflow.run,
        Reconcile(timedelta(0)),
        id=f"reconciliation-{uuid.uuid4().hex}",
        task_queue=town.queue,
    )
    assert (await town.row(owner))["close_reason"] == "terminated"
    assert [row["state"] for row in await town.texts(owner)] == ["accepted"]
    assert len(await town.inbox(owner.phone)) == 1


async def test_a_cancelled_building_is_noticed_before_sending(town: Town) -> None:
    owner = await town.enrolled(40)
    async with town.pool.acquire() as db:
        await queries.change_building(
            db, id=owner.building, name=None, handover_date=None, status="cancelled"
        )
    await town.forward(owner, 12)
    assert await town.result(owner) == "building_cancelled"
    assert await town.inbox(owner.phone) == []


async def test_the_newest_number_is_used(town: Town) -> None:
    owner = await town.enrolled(40)
    new = (await town.owner(owner.building)).phone
    assert await OwnerFacts(town.pool, town.client, town.queue).change_number(owner.customer, new)
    await town.forward(owner, 12)
    assert (len(await town.inbox(owner.phone)), len(await town.inbox(new))) == (0, 1)
