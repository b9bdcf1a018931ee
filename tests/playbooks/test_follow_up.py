"""P10: the customer is called within 3 days, at a good hour, until there is a result."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from domain.messages.calling_hours import CallingHours, Window
from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.playbooks.repair import Repair, RepairPolicy
from domain.tickets.intake import NEWEST, Intake
from services.playbooks.starts import keep_start, start_kept
from store.database import queries
from tests.town.office import Office
from tests.town.repairs import PLAN, call_of, happened, pressed, rang, stands, where_it_is

HOUR = timedelta(hours=1)


ZONE = where_it_is(10)


def hours(**more: Any) -> CallingHours:
    """Half past nine to eight in the evening with two rests, where it is ten now."""
    return CallingHours(timezone=ZONE.key, **more)


async def to_call(place: Office, policy: FollowUpPolicy | None = None, urgent: bool = False) -> str:
    """The last call of a repair that is done."""
    await place.behave("leader", "answer_and_press", key="1")
    policy = policy or FollowUpPolicy(hours=hours())
    async with place.pool.acquire() as db, db.transaction():
        ticket = f"repair-{await queries.next_ticket_number(db, letter='R')}"
        intake = Intake(place.customer, place.staff["agent"], urgent, order_of_commands=NEWEST)
        repair = Repair(
            intake,
            "plumbing",
            place.crew,
            place.department,
            RepairPolicy(follow_up=policy, stage_calls=()),
        )
        await keep_start(db, ticket, repair)
        row = await queries.kept_start(db, ticket_id=ticket)
    await start_kept(place.pool, place.env.client, place.queue, row)
    await place.until(ticket, lambda now: now["promise"] is not None)
    await place.act(ticket, "arrive", by="leader")
    await place.act(ticket, "file-plan", "leader", 200, **PLAN)
    await place.act(ticket, "complete", by="leader")
    call = call_of(ticket, 1)
    await place.until(call, lambda now: now["promise"] is not None)
    return call


def repair_of(call: str) -> str:
    return "repair-" + call.removeprefix("follow-up-").rsplit("-", 2)[0]


async def attempt(place: Office, call: str, mode: str) -> None:
    """Dialled when its hour has come; the customer's phone does that."""
    await place.until(call, lambda now: now["stage"] in ("ready", "scheduled"))
    attempts = len(await place.events(call, "attempt"))
    await place.behave("customer", mode, times=1)
    while (await stands(place, call)).stage == "scheduled":
        await place.forward(call, hours=1)
    await place.act(call, "dial")
    await happened(place, call, "attempt", attempts + 1)


async def test_the_call_waits_for_the_hour_and_then_is_on_the_agent_s_list(place: Office) -> None:
    evening = hours(windows=(Window(time(18, 30), time(20)),))
    call = await to_call(place, FollowUpPolicy(hours=evening))
    assert (await place.ticket(call))["stage"] == "scheduled"
    assert (await place.ticket(call))["agent_id"] == place.staff["agent"]
    await place.forward(call, hours=10)
    await place.until(call, lambda now: now["stage"] == "ready")
    listed = (await place.http.get("/calls", params={"agent": place.staff["agent"]})).json()["items"]
    [shown] = [each for each in listed if each["ticket_id"] == call]
    assert {each["act"] for each in shown["possible"]} >= {"dial", "record_result", "prefer_time"}


async def test_the_hours_the_customer_likes_are_kept(place: Office) -> None:
    likes = [{"opens": "19:00:00", "closes": "21:00:00"}]
    async with place.pool.acquire() as db:
        await db.execute("UPDATE customers SET preferred_hours = $2 WHERE id = $1", place.customer, likes)
    try:
        call = await to_call(place)
        assert (await place.ticket(call))["stage"] == "scheduled"
        await place.forward(call, hours=7)
        assert (await place.ticket(call))["stage"] == "scheduled"
        await place.forward(call, hours=3)
        await place.until(call, lambda now: now["stage"] == "ready")
    finally:
        async with place.pool.acquire() as db:
            await db.execute("UPDATE customers SET preferred_hours = '[]'")


async def test_urgent_calls_stand_first_on_the_list(place: Office) -> None:
    first = await to_call(place)
    second = await to_call(place, urgent=True)
    listed = (await place.http.get("/calls", params={"agent": place.staff["agent"]})).json()["items"]
    order = [each["ticket_id"] for each in listed]
    assert order.index(second) < order.index(first)


async def test_an_absent_agent_is_skipped_and_without_any_a_supervisor_is_told(place: Office) -> None:
    await place.behave("supervisor", "answer_and_press", key="1")
    away = {"begins": "2026-01-01T00:00:00+08:00", "ends": "2036-01-01T00:00:00+08:00", "reason": "leave"}
    await place.post("/absences", {"staff_id": place.staff["agent"], **away}, 201)
    call = await to_call(place)
    await pressed(place, call, "supervisor")
    assert (await place.ticket(call))["stage"] == "no_agent"
    await place.act(call, "reassign", by="supervisor", to=place.staff["manager"])
    shown = await place.until(call, lambda now: now["stage"] == "ready")
    assert shown["agent_id"] == place.staff["manager"]


async def test_nobody_answers_at_three_parts_of_the_day_then_an_sms_then_a_supervisor(place: Office) -> None:
    for who in ("agent", "supervisor"):
        await place.behave(who, "answer")
    call = await to_call(place)
    for _ in range(3):
        await attempt(place, call, "no_answer")
    await place.until(call, lambda now: now["stage"] == "asked")
    parts = [local(each).hour // 4 for each in await moments(place, call)]
    assert len(set(parts)) == 3, "three different parts of the day"
    phone = {"phone": place.phone["customer"], "text": "下午三点可以", "delay": 0}
    (await place.phones.post("/control/reply", json=phone)).raise_for_status()
    await place.until(call, lambda now: now["stage"] in ("scheduled", "ready"))
    assert "reply" in await place.timeline(call)
    await attempt(place, call, "no_answer")
    await place.until(call, lambda now: now["stage"] == "with_supervisor")
    await rang(place, "supervisor", 1)
    await place.act(call, "call-again", by="supervisor")
    await attempt(place, call, "wrong_number")
    await place.until(call, lambda now: now["stage"] == "with_supervisor")
    await rang(place, "supervisor", 2)
    await place.act(call, "close-unreached", by="supervisor", remark="多次联系无果")
    shown = await place.until(call, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == "unreached"
    await place.until(repair_of(call), lambda now: now["stage"] == "closed")


async def moments(place: Office, call: str) -> list[datetime]:
    async with place.pool.acquire() as db:
        rows = [row async for row in queries.timeline(db, ticket_id=call)]
    return [row["at"] for row in rows if row["kind"] == "attempt"]


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZONE)


async def test_a_busy_number_is_called_again_soon(place: Office) -> None:
    await place.behave("agent", "answer")
    call = await to_call(place)
    await attempt(place, call, "busy")
    await place.until(call, lambda now: now["stage"] == "scheduled")
    await place.forward(call, minutes=16)
    await place.until(call, lambda now: now["stage"] == "ready")


async def test_declined_twice_is_for_a_supervisor(place: Office) -> None:
    for who in ("agent", "supervisor"):
        await place.behave(who, "answer")
    call = await to_call(place)
    await attempt(place, call, "refuse")
    await attempt(place, call, "refuse")
    await place.until(call, lambda now: now["stage"] == "with_supervisor")


@pytest.mark.parametrize("mode", ["no_answer", "busy", "refuse"])
async def test_the_agent_s_own_phone_is_no_attempt_at_the_customer(place: Office, mode: str) -> None:
    await place.behave("agent", mode, times=1)
    call = await to_call(place)
    await place.until(call, lambda now: now["stage"] == "ready")
    await place.act(call, "dial")
    await happened(place, call, "not_connected")
    await place.until(call, lambda now: now["stage"] == "ready")
    assert await place.events(call, "attempt") == [] and await place.rung("customer") <= 1
    await place.behave("agent", "answer")
    await place.behave("customer", "answer")
    await place.act(call, "dial")
    await place.until(call, lambda now: now["stage"] == "to_record")
    await place.act(call, "record-result", satisfaction="satisfied")
    await place.until(call, lambda now: now["close_reason"] == "recorded")


async def test_dialled_while_the_provider_is_down_it_never_rings_later(place: Office) -> None:
    await place.behave("agent", "unavailable", times=500)
    call = await to_call(place)
    await place.until(call, lambda now: now["stage"] == "ready")
    await place.act(call, "dial")
    await place.forward(call, minutes=5)
    await happened(place, call, "not_connected")
    (await place.phones.post("/control/reset")).raise_for_status()
    await place.forward(call, minutes=30)
    assert await place.rung("agent") == 0
    async with place.pool.acquire() as db:
        rows = [row async for row in queries.calls_of_ticket(db, ticket_id=call)]
    assert [(row["state"], row["error_code"]) for row in rows] == [("failed", "too_late")]


async def test_answered_but_not_now_is_called_at_the_hour_that_was_wished(place: Office) -> None:
    for who in ("agent", "customer"):
        await place.behave(who, "answer")
    call = await to_call(place)
    await place.until(call, lambda now: now["stage"] == "ready")
    await place.act(call, "dial")
    await place.until(call, lambda now: now["stage"] == "to_record")
    wished = datetime.now(UTC) + 9 * HOUR
    await place.act(call, "prefer-time", at=wished.isoformat())
    await place.until(call, lambda now: now["stage"] == "scheduled")
    await place.forward(call, hours=8.9)
    assert (await place.ticket(call))["stage"] == "scheduled"
    await place.forward(call, hours=0.2)
    await place.until(call, lambda now: now["stage"] == "ready")


async def test_overdue_the_shift_lead_the_supervisor_and_the_manager_are_told(place: Office) -> None:
    for who in ("supervisor", "manager"):
        await place.behave(who, "answer_and_press", key="1")
    call = await to_call(place)
    await place.forward(call, hours=72, seconds=5)
    shown = await place.until(call, lambda now: now["escalation_level"] == 1)
    assert shown["promise"]["name"] == "follow-up-call"
    await place.forward(call, hours=24)
    await place.until(call, lambda now: now["escalation_level"] == 2)
    await pressed(place, call, "manager")


async def test_nobody_ends_it_without_a_result_and_a_cancelled_one_is_made_again(place: Office) -> None:
    call = await to_call(place)
    for act in ("withdraw", "close-unreached"):
        answer = await place.http.post(
            f"/tickets/{call}:{act}", json={"by": place.staff["agent"], "remark": "不想打"}
        )
        assert answer.status_code == 409
    ticket = repair_of(call)
    for number, end in ((2, "cancel"), (3, "terminate")):
        handle = place.env.client.get_workflow_handle(call_of(ticket, number - 1))
        await (handle.cancel() if end == "cancel" else handle.terminate("by operations staff"))
        await place.until(call_of(ticket, number), lambda now: now["stage"] in ("ready", "scheduled"))
    assert (await place.ticket(ticket))["stage"] == "done"
    await place.act(call_of(ticket, 3), "record-result", satisfaction="neutral")
    shown = await place.until(ticket, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == "solved"


async def test_the_policy_of_a_running_call_changes_on_purpose(place: Office) -> None:
    call = await to_call(place)
    before = await stands(place, call)
    handle = place.env.client.get_workflow_handle(call)
    longer = FollowUpPolicy(within=timedelta(days=5), hours=hours())
    await handle.execute_update("change_policy", longer)
    after = await stands(place, call)
    assert before.due_at and after.due_at == before.due_at + timedelta(days=2)
