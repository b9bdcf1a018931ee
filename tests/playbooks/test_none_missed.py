"""P19: of every reported problem there is a ticket, a handler, the customer's word and a feedback entry."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from store.database import queries
from tests.playbooks import test_complaint, test_repair
from tests.town.office import Office, office

RULES = ["unrecorded", "unhandled", "unchecked", "not_fed_back"]
SAME = "同一处漏水"
CLASSIFIED = {**test_complaint.MEASURE, "category": "material.substituted"}


@pytest.fixture
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as place:
        for who in ("leader", "head"):
            await place.behave(who, "answer_and_press", key="1")
        for who in ("agent", "customer"):
            await place.behave(who, "answer")
        yield place


async def missed(place: Office) -> dict[str, list[str]]:
    answer = await place.http.get("/checks/none-missed")
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    found = {each["rule"]: each["tickets"] for each in shown["rules"]}
    assert list(found) == RULES
    assert all(each["count"] == len(each["tickets"]) for each in shown["rules"])
    assert shown["none_missed"] is (not any(found.values()))
    return found


async def long_ago(place: Office) -> None:
    """Everything was reported three hours ago."""
    async with place.pool.acquire() as db:
        await db.execute("UPDATE tickets SET opened_at = opened_at - interval '3 hours'")
        await db.execute("UPDATE ticket_texts SET created_at = created_at - interval '3 hours'")


async def fed_back(place: Office, ticket: str) -> list[dict[str, Any]]:
    answer = await place.http.get("/feedback", params={"ticket": ticket})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_repair_and_a_complaint_to_their_end_leave_nothing_missed(place: Office) -> None:
    told = {place.department}
    for name, kind in (("采购部", "purchasing"), ("施工部", "construction")):
        body = {"name": name, "kind": kind}
        told.add((await place.post("/departments", body, 201))["id"])
    await place.post("/departments", {"name": "设计部", "kind": "design"}, 201)

    repair = await place.repair()
    await test_repair.repaired(place, repair)
    await test_repair.called(place, repair, 2, satisfaction="satisfied")
    await place.until(repair, lambda now: now["stage"] == "closed")

    complaint = await place.complaint()
    await place.act(complaint, "file-explanation", by="head", **test_complaint.FOUND)
    await place.act(complaint, "judge-well-founded")
    await place.act(complaint, "propose-remedy", by="head", options=["换回原定材料"])
    await place.act(complaint, "approve", by="manager", option=1)
    await place.act(complaint, "carried-out", by="head")
    await place.signed_on_paper(complaint)
    await place.act(complaint, "classify", by="supervisor", owner=place.staff["head"], **CLASSIFIED)
    await test_complaint.called(place, complaint, 1, satisfaction="neutral")
    await place.until(complaint, lambda now: now["stage"] == "closed")

    running = await place.repair(what="阳台门关不上")
    await place.until(running, lambda now: now["stage"] == "acknowledged")
    await long_ago(place)
    assert not any((await missed(place)).values())

    [heard] = await fed_back(place, repair)
    assert heard["department_id"] == place.department and heard["reason"] == "solved"
    entries = await fed_back(place, complaint)
    assert {each["department_id"] for each in entries} == told
    assert {(each["reason"], each["category"]) for each in entries} == {("settled", "material.substituted")}
    assert {each["category_name"] for each in entries} == {"Material substituted without agreement"}
    async with place.pool.acquire() as db:  # in the very transaction that recorded the end
        apart = await db.fetchval(
            "SELECT count(*) FROM feedback f JOIN communications c ON c.ticket_id = f.ticket_id"
            " WHERE c.kind LIKE 'closed_%' AND c.xmin::text <> f.xmin::text"
        )
    assert apart == 0


async def test_what_is_missed_is_named(place: Office) -> None:
    await place.behave("leader", "no_answer")
    ids = {rule: f"repair-missed-{number}" for number, rule in enumerate(RULES)}
    reported = {"customer_id": place.customer, "ownership_id": None, "building_id": None, "urgent": False}
    reported |= {"crew_id": None, "department_id": None}
    async with place.pool.acquire() as db:
        for rule, ticket in ids.items():
            opened = {"id": ticket, "kind": "Repair", "stage": "acknowledged", "reopened": 0, "version": 1}
            first = place.staff["agent"]
            await queries.open_ticket_row(db, **reported, **opened, first_contact=first)
            await queries.add_text(db, ticket_id=ticket, kind="report", body={"what": "漏水"}, author=first)
            await queries.keep_start(db, ticket_id=ticket, workflow="Repair", input={}, summary="")
            if rule != "unrecorded":
                await queries.started(db, ticket_id=ticket)
            if rule != "unhandled":
                await db.execute(
                    "UPDATE tickets SET agent_id = $2, crew_id = $3 WHERE id = $1", ticket, first, place.crew
                )
        for rule in ("unchecked", "not_fed_back"):
            await queries.close_ticket(db, id=ids[rule], reason="solved")
        await checked(db, ids["not_fed_back"])
        await told(db, ids["unchecked"], place.department)
        assert not (await missed(place))["unrecorded"] and not (await missed(place))["unhandled"]
    await long_ago(place)
    assert await missed(place) == {rule: [ticket] for rule, ticket in ids.items()}
    async with place.pool.acquire() as db:  # opened again, and closed without another call
        again = ids["not_fed_back"]
        await queries.record_reopening(
            db, ticket_id=again, actor="customer", text_id=None, version=9, acted_by={}
        )
    assert (await missed(place))["unchecked"] == [ids["unchecked"], again]
    chinese = await place.http.get("/checks/none-missed", headers={"Accept-Language": "zh-CN"})
    assert [each["title"] for each in chinese.json()["rules"]] == [
        "无一漏记", "无一漏办", "无一漏查", "无一漏反馈"
    ]  # fmt: skip


async def checked(db: Any, ticket: str) -> None:
    """A call about it, recorded."""
    customer = (await queries.get_ticket(db, id=ticket))["customer_id"]
    call = f"follow-up-{ticket}"
    await queries.open_ticket_row(
        db, id=call, kind="FollowUpCall", stage="to_record", building_id=None, customer_id=customer,
        ownership_id=None, urgent=False, first_contact=None, reopened=0, version=1, crew_id=None,
        department_id=None,
    )  # fmt: skip
    await queries.link_tickets(db, ticket_id=call, other_id=ticket, kind="repair-done")
    at = await db.fetchval("SELECT now()")
    await queries.keep_call_record(
        db, ticket_id=call, agent_id=None, satisfaction="satisfied", answers={}, text_id=None, at=at
    )
    await queries.close_ticket(db, id=call, reason="recorded")


async def told(db: Any, ticket: str, department: str) -> None:
    await queries.add_feedback(
        db, ticket_id=ticket, department_id=department, category=None, author="system", text_id=None
    )


async def test_a_ticket_ended_by_force_is_told_by_a_person(place: Office) -> None:
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    said = {"by": place.staff["agent"], "department": place.department, "remark": "误报，已与业主说明"}
    refused = await place.post(f"/tickets/{ticket}/feedback", said, 409)
    assert refused["type"].endswith("not-closed")
    await place.env.client.get_workflow_handle(ticket).terminate("by operations staff")
    async with place.pool.acquire() as db:
        await queries.close_ticket(db, id=ticket, reason="terminated")
    assert (await missed(place))["not_fed_back"] == [ticket]
    entry = await place.post(f"/tickets/{ticket}/feedback", said, 201)
    assert entry["author"] == place.staff["agent"] and entry["reason"] == "terminated"
    assert (await missed(place))["not_fed_back"] == []
    for field, value in (("by", "S99999999"), ("department", "D999999")):
        await place.post(f"/tickets/{ticket}/feedback", {**said, field: value}, 404)
    await place.post("/tickets/repair-none-1/feedback", said, 404)


async def test_a_repair_that_waited_for_parts_is_told_to_purchasing(place: Office) -> None:
    purchasing = (await place.post("/departments", {"name": "采购部", "kind": "purchasing"}, 201))["id"]
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    for act, more in (("arrive", {}), ("file-plan", test_repair.PLAN), ("wait-for-parts", {})):
        await place.act(ticket, act, by="leader", **more)
    await place.act(ticket, "withdraw", remark="业主自行处理")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    heard = await fed_back(place, ticket)
    assert {each["department_id"] for each in heard} == {place.department, purchasing}
    assert {each["reason"] for each in heard} == {"withdrawn"}


async def test_nobody_concerned_is_told_to_those_who_build(place: Office) -> None:
    building = (await place.post("/departments", {"name": "施工部", "kind": "construction"}, 201))["id"]
    ticket = await place.repair(trade="garden")  # a trade that no crew has
    await place.until(ticket, lambda now: now["stage"] == "crew_wanted")
    await place.act(ticket, "withdraw", remark="业主自行处理")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    heard = await fed_back(place, ticket)
    assert {each["department_id"] for each in heard} == {place.department, building}


async def test_a_duplicate_is_linked_and_told_by_the_other(place: Office) -> None:
    first = await place.repair()
    await place.until(first, lambda now: now["stage"] == "acknowledged")
    report = {
        "customer_id": place.customer,
        "trade": "plumbing",
        "what": "水槽还在漏",
        "taken_in_by": place.staff["agent"],
    }
    second = await place.post("/repairs", report, 201)
    assert [each["id"] for each in second["similar"]] == [first]
    assert second["similar"][0]["stage"] == "acknowledged" and second["similar"][0]["standing"]
    complaint = {**report, "department_id": place.department, "wanted": "修好"}
    del complaint["trade"]
    assert (await place.post("/complaints", complaint, 201))["similar"] == []  # of the same kind only

    itself = await place.act(second["id"], "mark-duplicate", of=second["id"], remark=SAME, status=422)
    assert [each["pointer"] for each in itself["errors"]] == ["#/of"]
    await place.act(second["id"], "mark-duplicate", of="repair-R2026-999999", remark=SAME, status=404)
    assert (await place.ticket(second["id"]))["stage"] != "closed"
    await place.act(second["id"], "mark-duplicate", of=first, remark=SAME)
    shown = await place.until(second["id"], lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == "duplicate"
    assert {"id": first, "kind": "duplicate"} in shown["links"]
    assert {"id": second["id"], "kind": "duplicate"} in (await place.ticket(first))["links"]
    assert await fed_back(place, second["id"]) == [] and (await missed(place))["not_fed_back"] == []
    closed = await place.act(first, "mark-duplicate", of=second["id"], remark=SAME, status=422)
    assert closed["errors"][0]["detail"] == "That ticket is closed"
