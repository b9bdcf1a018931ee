"""What has been kept long enough goes by itself, every night, and a hold stops it."""

import asyncio
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from temporalio.testing import ActivityEnvironment

from activities.privacy.retention import RetentionActivities
from domain.privacy.retention import EraseKind, Retain, Retained
from domain.privacy.retention_schedule import KINDS, PrivacyPolicy
from store.database import queries
from tests.town.office import Office
from tests.town.privacy import OLD, Person, everything, person, repaired
from workflows.upkeep.retention import RetentionWorkflow
from workflows.upkeep.schedules import RETENTION, ensure_schedules


async def run(place: Office) -> dict[str, int]:
    done = await place.env.client.execute_workflow(
        RetentionWorkflow.run, Retain(), id=f"retention-{uuid.uuid4().hex[:8]}", task_queue=place.queue
    )
    assert isinstance(done, Retained)
    return dict(done.erased)


async def aged(place: Office, who: Person) -> None:
    """Everything about the person happened long ago."""
    async with place.pool.acquire() as db:
        for statement in (
            "UPDATE customers SET updated_at = $2, created_at = $2 WHERE id = $1",
            "UPDATE ownerships SET created_at = $2 WHERE customer_id = $1",
            "UPDATE tickets SET updated_at = $2 WHERE customer_id = $1",
            "UPDATE messages SET created_at = $2 WHERE customer_id = $1",
            "UPDATE calls SET created_at = $2, ended_at = $2 WHERE customer_id = $1",
            "UPDATE communications SET at = $2 WHERE customer_id = $1",
        ):
            await db.execute(statement, who.id, OLD)


async def periods(place: Office) -> dict[str, Any]:
    found = (await place.http.get("/privacy/retention")).json()
    return {each["kind"]: each for each in found["periods"]} | {"last_run": found["last_run"]}


async def test_a_night_s_run_erases_what_is_due_and_nothing_else_and_says_so(place: Office) -> None:
    old, young, customer, held = [await person(place) for _ in range(4)]
    await repaired(place, customer, OLD)
    async with place.pool.acquire() as db:
        await queries.sign_customer(db, id=customer.id)
        for id_, at in (("old", OLD), ("young", None)):
            await queries.keep_provider_event(
                db,
                provider="sandbox",
                event_id=id_,
                event={"phone": (old if id_ == "old" else young).phones[0]},
            )
            await queries.provider_event_done(db, provider="sandbox", event_id=id_)
            await db.execute(
                "UPDATE provider_events SET received_at = coalesce($2, now()) WHERE event_id = $1", id_, at
            )
        await db.execute(
            "UPDATE staff SET active = false, updated_at = $2 WHERE id = $1",
            await place.hire("former", "salesperson"), OLD,
        )  # fmt: skip
    for each in (old, customer, held):
        await aged(place, each)
    hold = {"customer_id": held.id, "reason": "诉讼", "by": place.staff["supervisor"]}
    hold_id = (await place.post("/legal-holds", hold, 201))["id"]

    due = await periods(place)
    assert (due["leads"]["due"], due["provider_events"]["due"], due["former_staff"]["due"]) == (1, 1, 1)
    assert (
        due["message_texts"]["due"] == 2 and due["message_texts"]["days"] == 365 and due["last_run"] is None
    )
    erased = await run(place)
    assert set(erased) == set(KINDS)
    assert (erased["leads"], erased["provider_events"], erased["message_texts"]) == (1, 1, 2)

    whole = await everything(place)
    assert [word for word in old.planted if word in whole] == []
    assert all(word in whole for word in (*young.planted, *held.planted))
    assert customer.name in whole, "the contract's person stays"
    assert f"您好：{customer.words}" not in whole and f"漏水 {customer.words}" not in whole, "old words go"
    assert "测试former" not in whole
    after = await periods(place)
    assert after["last_run"] is not None and after["leads"]["erased_last"] == 1
    assert all(after[kind]["due"] == 0 for kind in KINDS)

    await place.post(f"/legal-holds/{hold_id}:lift", {"by": place.staff["supervisor"]})
    assert (await run(place))["leads"] == 1
    assert held.name not in await everything(place)
    assert sum((await run(place)).values()) == 0, "once more changes nothing"


async def test_what_had_to_be_kept_goes_when_its_day_has_come(place: Office) -> None:
    who = await person(place)
    repair = await repaired(place, who)
    body = {"customer_id": who.id, "kind": "delete", "channel": "letter", "what": "删除"}
    ticket = (await place.post("/privacy-requests", {**body, "taken_in_by": place.staff["agent"]}, 201))["id"]
    await place.until(ticket, lambda now: now["promise"] is not None)
    await place.act(ticket, "check-identity", identity="signed_form")
    await place.act(ticket, "decide-request", by="supervisor", decision="granted")
    await place.until(ticket, lambda now: now["stage"] == "to_tell")
    await place.act(ticket, "answer-request", what="已书面答复")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    assert (await run(place))["rests"] == 0
    async with place.pool.acquire() as db:
        await db.execute("UPDATE privacy_requests SET rest_due = current_date WHERE ticket_id = $1", ticket)
    assert (await run(place))["rests"] == 0, "a repair of today still speaks for keeping"
    async with place.pool.acquire() as db:
        due = await db.fetchval("SELECT rest_due FROM privacy_requests WHERE ticket_id = $1", ticket)
        assert due is not None
        await db.execute("UPDATE privacy_requests SET rest_due = current_date WHERE ticket_id = $1", ticket)
        await db.execute("UPDATE tickets SET updated_at = $2 WHERE id = $1", repair, OLD)
    assert (await run(place))["rests"] == 1
    assert who.name not in await everything(place)


async def test_a_run_that_was_interrupted_goes_on_where_it_was(place: Office, monkeypatch: Any) -> None:
    monkeypatch.setattr("activities.privacy.retention._BATCH", 2)
    async with place.pool.acquire() as db:
        for number in range(5):
            await queries.keep_provider_event(db, provider="p", event_id=str(number), event={})
            await queries.provider_event_done(db, provider="p", event_id=str(number))
        await db.execute("UPDATE provider_events SET received_at = $1 WHERE provider = 'p'", OLD)
    activities = RetentionActivities(place.pool, PrivacyPolicy())
    first = ActivityEnvironment()
    beats: list[int] = []

    def interrupt(*count: int) -> None:
        beats.extend(count)
        if len(beats) == 1:
            first.cancel()

    first.on_heartbeat = interrupt
    with pytest.raises(asyncio.CancelledError):
        await first.run(activities.erase_kind, EraseKind("provider_events"))
    again = ActivityEnvironment()
    again.info = replace(again.info, heartbeat_details=beats[-1:])
    assert await again.run(activities.erase_kind, EraseKind("provider_events")) == 5
    async with place.pool.acquire() as db:
        assert await db.fetchval("SELECT count(*) FROM provider_events WHERE provider = 'p'") == 0


async def test_it_runs_every_night(place: Office) -> None:
    await ensure_schedules(place.env.client, place.queue)
    await ensure_schedules(place.env.client, place.queue)
    found = await place.env.client.get_schedule_handle(RETENTION).describe()
    first, second = found.info.next_action_times[:2]
    assert second - first == timedelta(days=1) and (first + timedelta(hours=8)).hour == 3
    for name in (RETENTION, "reconcile"):
        await place.env.client.get_schedule_handle(name).delete()
