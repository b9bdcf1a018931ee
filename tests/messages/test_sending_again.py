"""Texts that no provider took, or that two tickets or attempts have in hand: each goes out once (P1, P33)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError

from activities.messages.cadence_steps import MessageActivities
from activities.messages.notices import NoticeActivities
from domain.messages.cadence import plan
from domain.messages.notices import SendNotice
from domain.playbooks.pre_handover import SendStep, Snapshot
from domain.playbooks.pre_handover_policy import FrequencyLimit, PreHandoverPolicy
from gateways.outcomes import Rejected, Unavailable
from gateways.sandbox import SandboxSms
from services.customers.owner_facts import OwnerFacts
from store.database import queries
from tests.town.owners import Owner, Town
from tests.town.providers import AnswersLate

DAYS = 31
POLICY = PreHandoverPolicy()


def handover() -> date:
    """Of the buildings here, as `Town.enrolled` counts it: from the day on which the test runs."""
    return date.today() + timedelta(days=DAYS)


def activities(town: Town, gateway: SandboxSms | None = None) -> MessageActivities:
    return MessageActivities(town.pool, gateway or sandbox(town), "示例装饰")


def sandbox(town: Town) -> SandboxSms:
    return SandboxSms(str(town.provider.base_url), "test-secret")


def congratulation(owner: Owner, policy: PreHandoverPolicy = POLICY) -> SendStep:
    """The first text of the owner's ticket, when it is due; where it stands the ticket itself writes."""
    anchor = handover()
    due = plan(anchor, policy)[0]
    after = Snapshot(0, anchor, "show-flat", due.expires)
    return SendStep(owner.ticket, owner.ownership, anchor, due.step, policy, due.at, due.expires, after)


async def tried(town: Town, owner: Owner) -> None:
    """One attempt that the provider was not there for: the text waits."""
    await town.treat(owner, "unavailable")
    with pytest.raises(ApplicationError):
        await activities(town).send_step(congratulation(owner))
    assert [text["state"] for text in await town.texts(owner)] == ["queued"]


async def two_flats(town: Town) -> tuple[Owner, Owner]:
    """Of one owner in one building."""
    first = await town.enrolled(DAYS)
    second = await town.owner(first.building, of=first)
    await town.start(second)
    return first, second


async def steps(town: Town, owner: Owner) -> list[tuple[str, str]]:
    return [(text["step"], text["state"]) for text in await town.texts(owner)]


async def building_is(town: Town, owner: Owner, status: str) -> None:
    async with town.pool.acquire() as db:
        await queries.change_building(db, id=owner.building, name=None, handover_date=None, status=status)


@pytest.mark.parametrize("left_queued", [False, True], ids=["withdrawn", "as an earlier release left it"])
async def test_a_text_never_taken_goes_out_when_its_ticket_opens_again(town: Town, left_queued: bool) -> None:
    owner = await town.enrolled(DAYS)
    await tried(town, owner)
    await building_is(town, owner, "cancelled")
    await town.forward(owner, 2)
    assert await town.result(owner) == "building_cancelled"
    assert await steps(town, owner) == [("congratulation", "withdrawn")]
    await building_is(town, owner, "active")
    async with town.pool.acquire() as db:
        if left_queued:
            await db.execute("UPDATE messages SET state = 'queued' WHERE ticket_id = $1", owner.ticket)
        seen = await queries.ownership_to_start(db, ownership_id=owner.ownership)
        assert (seen["sent"], seen["again"]) == ([], ["congratulation"])
    await town.start(owner)
    await town.forward(owner, 32)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == 3


async def test_the_other_flat_s_ticket_takes_over_what_was_never_sent(town: Town) -> None:
    first, second = await two_flats(town)
    await tried(town, first)
    await town.forward(second, 2)
    assert await steps(town, second) == [("congratulation", "accepted")]
    assert await OwnerFacts(town.pool, town.client, town.queue).sold(first.ownership)
    assert await town.result(first) == "sold"
    await town.forward(second, 30)
    assert await town.result(second) == "completed"
    assert len(await town.inbox(first.phone)) == 3


async def test_the_other_flat_s_ticket_waits_for_what_is_under_way(town: Town) -> None:
    first, second = await two_flats(town)
    await town.treat(first, "drop_after_accept")
    with pytest.raises(ApplicationError):
        await activities(town).send_step(congratulation(first))
    with pytest.raises(ApplicationError) as waiting:
        await activities(town).send_step(congratulation(second))
    assert not waiting.value.non_retryable
    assert "message_shared" not in await town.timeline(second)
    assert (await activities(town).send_step(congratulation(first))).outcome == "sent"
    assert (await activities(town).send_step(congratulation(second))).outcome == "shared"
    assert len(await town.inbox(first.phone)) == 1


async def test_what_failed_for_a_sold_flat_reaches_the_owner_s_new_number_for_the_other(town: Town) -> None:
    first, second = await two_flats(town)
    await town.treat(first, "reject")
    assert (await activities(town).send_step(congratulation(first))).outcome == "failed"
    facts = OwnerFacts(town.pool, town.client, town.queue)
    assert await facts.sold(first.ownership)
    assert await town.result(first) == "sold"
    await town.forward(second, 2)
    assert await steps(town, second) == [("congratulation", "failed")]
    new = (await town.owner(first.building)).phone
    assert await facts.change_number(first.customer, new)
    await town.forward(second, 30)
    assert await town.result(second) == "completed"
    assert (len(await town.inbox(first.phone)), len(await town.inbox(new))) == (0, 3)


@pytest.mark.parametrize("late", [Unavailable("bad-gateway"), Rejected("late")], ids=["not taken", "refused"])
async def test_a_late_attempt_does_not_take_back_what_is_known(town: Town, late: Any) -> None:
    """A gateway in between gives up on a text that the provider took; meanwhile the provider was asked."""
    owner = await town.enrolled(DAYS)
    slow = AnswersLate(str(town.provider.base_url), "test-secret", late)
    attempt = asyncio.create_task(activities(town, slow).send_step(congratulation(owner)))
    await slow.taken.wait()
    assert (await activities(town).send_step(congratulation(owner))).outcome == "sent"
    slow.told.set()
    await asyncio.gather(attempt, return_exceptions=True)
    assert await steps(town, owner) == [("congratulation", "accepted")]
    assert (await activities(town).send_step(congratulation(owner))).outcome == "sent"
    assert len(await town.inbox(owner.phone)) == 1


@pytest.mark.parametrize("late", [Unavailable("bad-gateway"), Rejected("late")], ids=["not taken", "refused"])
async def test_a_late_attempt_at_a_service_text_does_not_take_back_what_is_known(
    town: Town, late: Any
) -> None:
    owner = await town.enrolled(DAYS)
    notice = SendNotice(
        owner.ticket,
        "call-missed",
        "pre-handover-visit",
        {"building": "测试花园", "date": "2027年1月15日"},
        customer_id=owner.customer,
    )
    slow = AnswersLate(str(town.provider.base_url), "test-secret", late)
    prompt = NoticeActivities(town.pool, sandbox(town), "示例装饰", "http://127.0.0.1")
    attempt = asyncio.create_task(
        NoticeActivities(town.pool, slow, "示例装饰", "http://127.0.0.1").send_notice(notice)
    )
    await slow.taken.wait()
    assert (await prompt.send_notice(notice)).outcome == "sent"
    slow.told.set()
    await asyncio.gather(attempt, return_exceptions=True)
    assert (await prompt.send_notice(notice)).outcome == "sent"
    assert [text["state"] for text in await town.texts(owner)] == ["accepted"]
    assert len(await town.inbox(owner.phone)) == 1


async def test_word_that_it_was_taken_counts_although_the_attempt_was_given_up(town: Town) -> None:
    owner = await town.enrolled(DAYS)
    slow = AnswersLate(str(town.provider.base_url), "test-secret")
    attempt = asyncio.create_task(activities(town, slow).send_step(congratulation(owner)))
    await slow.taken.wait()
    [text] = await town.texts(owner)
    async with town.pool.acquire() as db:
        await queries.put_message_back(db, id=text["id"], attempts=text["attempts"], error_code=None)
    slow.told.set()
    assert (await attempt).outcome == "sent"
    assert (await activities(town).send_step(congratulation(owner))).outcome == "sent"
    assert len(await town.inbox(owner.phone)) == 1


async def test_owners_who_share_a_number_do_not_exceed_its_limit_at_the_same_time(town: Town) -> None:
    policy = replace(POLICY, frequency=FrequencyLimit(1, timedelta(days=1)))
    first = await town.enrolled(31, policy)
    family: Sequence[Owner] = [
        first, *[await town.owner(first.building, phone=first.phone) for _ in range(5)]
    ]  # fmt: skip
    for other in family[1:]:
        await town.start(other, policy)
    sending = activities(town)

    async def sent(owner: Owner) -> str:
        """As the engine does it: who is told that another name's text is under way looks again."""
        while True:
            try:
                return (await sending.send_step(congratulation(owner, policy))).outcome
            except ApplicationError:
                await asyncio.sleep(0.05)

    # One text for the number, whoever it is said to be (A8).
    assert sorted(await asyncio.gather(*map(sent, family))) == ["sent"] + ["shared"] * 5
    assert len(await town.inbox(first.phone)) == 1


async def test_a_text_that_no_longer_applies_does_not_wait_for_ever(town: Town) -> None:
    """Too late, one too many, another date, signed: what no provider took is withdrawn."""
    late, often, moved, signed = [await town.enrolled(DAYS) for _ in range(4)]
    for owner in (late, often, moved, signed):
        await tried(town, owner)
    sending = activities(town)
    order = congratulation(late)
    assert (await sending.send_step(replace(order, at=order.expires))).outcome == "too_late"
    other = await town.owner(await town.building(handover()), phone=often.phone)
    strict = replace(POLICY, frequency=FrequencyLimit(1, timedelta(days=40)))
    await town.start(other, strict)
    assert (await sending.send_step(congratulation(other, strict))).outcome == "sent"
    assert (await sending.send_step(congratulation(often, strict))).outcome == "frequency"
    async with town.pool.acquire() as db:
        later = handover() + timedelta(days=30)
        await queries.change_building(db, id=moved.building, name=None, handover_date=later, status=None)
        await queries.sign_customer(db, id=signed.customer)
    assert (await sending.send_step(congratulation(moved))).outcome == "moved"
    assert (await sending.send_step(congratulation(signed))).outcome == "left"
    for owner in (late, often, moved, signed):
        assert await steps(town, owner) == [("congratulation", "withdrawn")]


@pytest.mark.parametrize("end", ["cancel", "terminate"])
async def test_a_ticket_that_people_end_leaves_nothing_waiting(town: Town, end: str) -> None:
    owner = await town.enrolled(DAYS)
    await tried(town, owner)
    if end == "cancel":
        await town.handle(owner).cancel()
        assert await town.result(owner) == "cancelled"
    else:
        await town.handle(owner).terminate("by operations staff")
        async with town.pool.acquire() as db:  # what the reconciler does
            await queries.close_ticket(db, id=owner.ticket, reason="terminated")
    assert (await town.row(owner))["close_reason"] == {"cancel": "cancelled", "terminate": "terminated"}[end]
    assert await steps(town, owner) == [("congratulation", "withdrawn")]


async def test_an_opt_out_and_a_signature_tell_only_tickets_that_send_marketing(town: Town) -> None:
    owner = await town.enrolled(DAYS)
    async with town.pool.acquire() as db:
        await queries.open_ticket_row(
            db,
            id=f"repair-{owner.ownership}",
            kind="Repair",
            stage="called",
            building_id=owner.building,
            customer_id=owner.customer,
            ownership_id=owner.ownership,
            crew_id=None,
            department_id=None,
            urgent=False,
            first_contact=None,
            reopened=0,
            version=1,
        )
        marketing = [row["id"] async for row in queries.tickets_of_customer(db, customer_id=owner.customer)]
    assert marketing == [owner.ticket]
    facts = OwnerFacts(town.pool, town.client, town.queue)
    assert await facts.opt_out_number(owner.phone, "reply") == [owner.ticket]
    assert await town.result(owner) == "opted_out"
