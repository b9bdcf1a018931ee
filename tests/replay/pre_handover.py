"""What tickets of the pre-handover sequence live through, each branch of the rule once (P1)."""

import asyncio
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.playbooks.pre_handover_policy import FrequencyLimit, PreHandoverPolicy
from gateways.sms import Receipt, Reply
from services.customers.owner_facts import OwnerFacts
from services.messages.provider_events import ProviderEvents
from services.messages.resolution import resolve_message
from store.database import queries
from tests.town.owners import Owner, Town
from tests.town.patience import until
from tests.town.wall import wall_at
from workflows.pre_handover import PreHandoverWorkflow

POLICY = PreHandoverPolicy()
ONE_A_DAY = replace(POLICY, frequency=FrequencyLimit(1, timedelta(days=1)))


def ahead(days: int) -> date:
    return date.today() + timedelta(days=days)


def due(handover: date, days_before: int) -> datetime:
    day = handover - timedelta(days=days_before)
    return datetime.combine(day, time(10), tzinfo=ZoneInfo("Asia/Shanghai"))


def facts(town: Town) -> OwnerFacts:
    return OwnerFacts(town.pool, town.client, town.queue)


async def ends(town: Town, owner: Owner, days: float, reason: str = "completed") -> str:
    """Live through `days` more, and end for `reason`; the ticket's id."""
    if days:
        await town.forward(owner, days)
    assert await town.result(owner) == reason
    return owner.ticket


async def move(town: Town, owner: Owner, handover: date, told: bool = True) -> None:
    async with town.pool.acquire() as db:
        await queries.change_building(db, id=owner.building, name=None, handover_date=handover, status=None)
    if told:
        await town.handle(owner).signal(PreHandoverWorkflow.handover_moved, handover)


async def take(town: Town, event: Receipt | Reply) -> None:
    await ProviderEvents(town.pool, town.client, town.queue).take("sandbox", [event])


async def going_out(town: Town, owner: Owner, days: float) -> asyncio.Task[None]:
    """A text that the provider has taken and not answered for yet; the task moves the clock."""
    await town.treat(owner, "hang_after_accept")
    moving = asyncio.create_task(town.forward(owner, days))

    async def taken() -> bool:
        return bool(await town.inbox(owner.phone))

    await until(taken)
    return moving


async def complete(town: Town) -> str:
    return await ends(town, await town.enrolled(40), 41)


async def late(town: Town) -> str:
    return await ends(town, await town.enrolled(10), 11)


async def english(town: Town) -> str:
    owner = await town.owner(await town.building(ahead(40)))
    await town.start(owner, locale="en")
    return await ends(town, owner, 41)


async def deferred_by_hours(town: Town) -> str:
    """The provider is down until half past eight in the evening; the text waits for the morning."""
    owner = await town.enrolled(31)
    await town.treat(owner, "unavailable")
    with wall_at(due(ahead(31), 30) + timedelta(hours=10, minutes=30)):
        await town.forward(owner, 3)
    return await ends(town, owner, 30)


async def provider_down(town: Town) -> str:
    owner = await town.enrolled(10)
    await town.treat(owner, "unavailable", times=26)
    return await ends(town, owner, 11)


async def moved_earlier(town: Town) -> str:
    owner = await town.enrolled(60)
    await move(town, owner, ahead(20))
    return await ends(town, owner, 61)


async def moved_later(town: Town) -> str:
    owner = await town.enrolled(40)
    await town.forward(owner, 12)
    await move(town, owner, ahead(80))
    return await ends(town, owner, 70)


async def moved_into_the_past(town: Town) -> str:
    owner = await town.enrolled(40)
    await move(town, owner, ahead(-1))
    return await ends(town, owner, 0)


async def moved_untold(town: Town) -> str:
    owner = await town.enrolled(40)
    await move(town, owner, ahead(60), told=False)
    await town.forward(owner, 20)
    return await ends(town, owner, 50)


async def moved_while_sending(town: Town) -> str:
    owner = await town.enrolled(31)
    moving = await going_out(town, owner, 2)
    await move(town, owner, ahead(60))
    await moving
    return await ends(town, owner, 61)


async def sent_again_after_a_move(town: Town) -> str:
    policy = replace(POLICY, resend_after_move=True)
    owner = await town.enrolled(40, policy)
    await town.forward(owner, 12)
    await move(town, owner, ahead(80))
    return await ends(town, owner, 70)


async def signed(town: Town) -> str:
    owner = await town.enrolled(40)
    await town.forward(owner, 12)
    await facts(town).signed(owner.customer)
    return await ends(town, owner, 0, "signed")


async def sold(town: Town) -> str:
    owner = await town.enrolled(40)
    await facts(town).sold(owner.ownership)
    return await ends(town, owner, 0, "sold")


async def opted_out(town: Town) -> str:
    owner = await town.enrolled(40)
    await town.forward(owner, 12)
    await take(town, Reply(uuid.uuid4().hex, owner.phone, "退订", datetime.now(UTC), None))
    return await ends(town, owner, 0, "opted_out")


async def opted_out_untold(town: Town) -> str:
    owner = await town.enrolled(40)
    async with town.pool.acquire() as db:
        await queries.opt_out(db, phone=owner.phone, source="staff")
    return await ends(town, owner, 12, "opted_out")


async def opted_out_while_sending(town: Town) -> str:
    owner = await town.enrolled(31)
    moving = await going_out(town, owner, 2)
    await take(town, Reply(uuid.uuid4().hex, owner.phone, "T", datetime.now(UTC), None))
    await moving
    return await ends(town, owner, 0, "opted_out")


async def cancelled(town: Town) -> str:
    owner = await town.enrolled(40)
    await town.forward(owner, 12)
    await town.handle(owner).cancel()
    return await ends(town, owner, 0, "cancelled")


async def cancelled_while_sending(town: Town) -> str:
    owner = await town.enrolled(31)
    moving = await going_out(town, owner, 2)
    await town.handle(owner).cancel()
    ticket = await ends(town, owner, 0, "cancelled")
    await moving
    return ticket


async def building_cancelled(town: Town) -> str:
    owner = await town.enrolled(40)
    await town.handle(owner).signal("owner_left", "building_cancelled")
    return await ends(town, owner, 0, "building_cancelled")


async def merged(town: Town) -> str:
    owner = await town.enrolled(40)
    await town.handle(owner).signal("owner_left", "merged")
    return await ends(town, owner, 0, "merged")


async def failed_then_new_number(town: Town) -> str:
    owner = await town.enrolled(40)
    await town.forward(owner, 12)
    [sent] = await town.inbox(owner.phone)
    await take(town, Receipt(uuid.uuid4().hex, None, sent["reference"], False, "FAILED", datetime.now(UTC)))
    new = (await town.owner(owner.building)).phone
    assert await facts(town).change_number(owner.customer, new)
    return await ends(town, owner, 40)


async def refused_number(town: Town) -> str:
    owner = await town.enrolled(10)
    await town.treat(owner, "reject")
    return await ends(town, owner, 11)


async def lost_answer(town: Town) -> str:
    owner = await town.enrolled(10)
    await town.treat(owner, "drop_after_accept")
    return await ends(town, owner, 11)


async def frequency(town: Town) -> str:
    policy = replace(POLICY, frequency=FrequencyLimit(1, timedelta(days=40)))
    return await ends(town, await town.enrolled(40, policy), 41)


async def two_with_one_number(town: Town) -> Owner:
    """The second of two owners; the first has had the number's share of the day."""
    first = await town.enrolled(5, ONE_A_DAY)
    second = await town.owner(await town.building(ahead(5), ONE_A_DAY), phone=first.phone)
    await town.start(second, ONE_A_DAY)
    await town.forward(first, 6)
    return second


async def deferred_by_frequency(town: Town) -> str:
    return await ends(town, await two_with_one_number(town), 6)


async def news_while_deferred(town: Town) -> str:
    owner = await two_with_one_number(town)
    await town.forward(owner, (due(ahead(5), 3) - datetime.now(UTC)) / timedelta(days=1) + 0.1)
    await town.handle(owner).signal(PreHandoverWorkflow.send_again, "congratulation")
    return await ends(town, owner, 4)


async def too_late(town: Town) -> str:
    owner = await town.enrolled(31)
    await town.treat(owner, "unavailable")
    with wall_at(due(ahead(31), 15)):
        await town.forward(owner, 2)
    return await ends(town, owner, 31)


async def shared(town: Town) -> str:
    """The second of two flats of one owner."""
    first = await town.enrolled(40)
    second = await town.owner(first.building, of=first)
    await town.start(second)
    await town.forward(first, 41)
    return await ends(town, second, 41)


async def opened_again(town: Town) -> str:
    """Its second run: what was sent before stays done."""
    owner = await town.enrolled(40)
    await town.forward(owner, 12)
    await move(town, owner, ahead(-1))
    await ends(town, owner, 0)
    await move(town, owner, ahead(60), told=False)
    await town.start(owner)
    return await ends(town, owner, 61)


async def unknown(town: Town) -> str:
    """Played where the provider cannot be asked; a person says that the text was not sent."""
    owner = await town.enrolled(40)
    await town.treat(owner, "drop_before_accept")
    await town.forward(owner, 12)
    [text] = await town.texts(owner)
    assert text["state"] == "unknown"
    await resolve_message(town.pool, town.client, text["id"], "not_sent", "staff", town.queue)
    return await ends(town, owner, 40)


SCENARIOS: dict[str, Any] = {
    play.__name__.replace("_", "-"): play
    for play in (
        complete,
        late,
        english,
        deferred_by_hours,
        provider_down,
        moved_earlier,
        moved_later,
        moved_into_the_past,
        moved_untold,
        moved_while_sending,
        sent_again_after_a_move,
        signed,
        sold,
        opted_out,
        opted_out_untold,
        opted_out_while_sending,
        cancelled,
        cancelled_while_sending,
        building_cancelled,
        merged,
        failed_then_new_number,
        refused_number,
        lost_answer,
        frequency,
        deferred_by_frequency,
        news_while_deferred,
        too_late,
        shared,
        opened_again,
    )
}
WITHOUT_LOOKUP: dict[str, Any] = {"unknown": unknown}
"""Played with a provider that cannot be asked."""
