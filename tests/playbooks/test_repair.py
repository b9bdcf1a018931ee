"""P7 in the company's words: the crew is phoned, comes or not, repairs; the customer has the last word."""

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from domain.messages.notices import SendNotice
from domain.playbooks.repair import Repair
from domain.tickets.reconciliation import Reconcile
from services.playbooks.starts import keep_start
from services.tickets import beginning
from store.database import queries
from tests.town.office import Office
from vault.values import Hidden
from workflows.upkeep.reconciliation import ReconciliationWorkflow

PLAN = {"what": "更换水管", "at": "2027-01-01T10:00:00+08:00"}


async def repaired(place: Office, ticket: str) -> None:
    """The crew confirms, comes, plans and finishes."""
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    for act, more in (("arrive", {}), ("file-plan", PLAN), ("complete", {})):
        await place.act(ticket, act, by="leader", **more)


async def called(place: Office, ticket: str, number: int, **record: Any) -> str:
    """The customer's call about the ticket: dialled when it may be, answered, recorded."""
    _, _, about = ticket.partition("-")
    call = f"follow-up-{about}-0-{number}"
    await place.until(call, lambda now: now["stage"] in ("scheduled", "ready"))
    await place.act(call, "dial")
    await place.until(call, lambda now: now["stage"] == "to_record")
    await place.act(call, "record-result", **record)
    return call


def await_rung(shown: dict[str, Any], rung: str) -> bool:
    """Whether somebody was told because of the rung."""
    return any(each["data"].get("template", "").endswith(rung) for each in shown["told"])


def by_phone(shown: dict[str, Any], staff: str) -> bool:
    """Whether that person pressed the key."""
    return any(
        each["data"].get("staff") == staff and each["data"].get("outcome") == "acknowledged"
        for each in shown["told"]
    )


async def test_the_crew_comes_in_time_and_the_customer_is_content(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    await place.behave("agent", "answer")
    await place.behave("customer", "answer")
    ticket = await place.repair()
    shown = await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    assert shown["promise"]["name"] == "on-site" and shown["crew_id"] == place.crew
    assert {"arrive", "hand_to_crew", "withdraw"} <= {each["act"] for each in shown["possible"]}
    await repaired(place, ticket)
    assert (await place.ticket(ticket))["promise"] is None
    call = await called(place, ticket, 2, satisfaction="satisfied")
    shown = await place.until(ticket, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == "solved" and call in [link["id"] for link in shown["links"]]
    [assessed] = await place.events(ticket, "crew_assessed")
    assert assessed["arrived_in_time"] == "true" and assessed["satisfaction"] == "satisfied"
    kinds = await place.timeline(ticket)
    assert kinds.count("promise_kept") == 3 and "rung_told" not in kinds


async def test_nobody_goes_and_the_ladder_is_climbed_until_the_head_answers(place: Office) -> None:
    await place.behave("leader", "no_answer")
    await place.behave("head", "answer_and_press", key="1")
    ticket = await place.repair()
    await place.forward(ticket, hours=6.1)
    await place.until(ticket, lambda now: any("two-hours-left" in str(each["data"]) for each in now["told"]))
    await place.forward(ticket, hours=2)
    shown = await place.until(ticket, lambda now: now["escalation_level"] == 1)
    await place.until(
        ticket,
        lambda now: any(
            each["data"].get("outcome") == "acknowledged" and each["data"]["staff"] == place.staff["head"]
            for each in now["told"]
        ),
    )
    assert shown["promise"]["name"] == "on-site"
    await place.forward(ticket, hours=2.1)
    await place.until(ticket, lambda now: now["escalation_level"] == 2)
    await place.act(ticket, "arrive", by="leader")
    kinds = await place.timeline(ticket)
    assert "promise_met_late" in kinds and kinds.count("rung_told") == 3


async def test_waiting_for_the_customer_stops_the_clock(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.forward(ticket, hours=3)
    await place.act(ticket, "wait-for-customer", remark="业主出差")
    paused = (await place.ticket(ticket))["promise"]
    assert paused["paused"] and paused["due_at"] is None
    assert 4.9 * 3600 < paused["time_left"] <= 5 * 3600
    await place.forward(ticket, hours=48)
    assert "rung_told" not in await place.timeline(ticket)
    await place.act(ticket, "customer-ready")
    running = (await place.ticket(ticket))["promise"]
    assert not running["paused"] and running["due_at"] is not None


async def test_an_act_out_of_turn_is_refused_with_what_can_be_done(place: Office) -> None:
    await place.behave("leader", "no_answer")
    ticket = await place.repair()
    answer = await place.act(ticket, "complete", by="leader", status=409)
    assert answer["type"].endswith("not-its-turn") and "crew arrives" in answer["detail"]
    answer = await place.act(ticket, "file-plan", by="leader", status=422)
    assert {error["pointer"] for error in answer["errors"]} == {"#/what", "#/at"}


async def test_not_content_reopens_with_a_fresh_promise_and_the_head_hears_of_it(place: Office) -> None:
    for who in ("leader", "head"):
        await place.behave(who, "answer_and_press", key="1")
    for who in ("agent", "customer"):
        await place.behave(who, "answer")
    ticket = await place.repair()
    await repaired(place, ticket)
    await called(place, ticket, 2, satisfaction="dissatisfied", with_what="仍然渗水")
    shown = await place.until(ticket, lambda now: now["reopened"] == 1 and now["stage"] == "acknowledged")
    assert shown["promise"]["name"] == "on-site"
    await repaired(place, ticket)
    await called(place, ticket, 4, satisfaction="satisfied")
    shown = await place.until(ticket, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == "solved" and shown["reopened"] == 1
    assert await place.rung("head") == 1


async def test_what_was_taken_in_while_the_engine_was_away_is_started_later(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    async with place.pool.acquire() as db:  # as a crash between record and start leaves it
        lost = f"repair-lost-{ticket[-6:]}"
        row = await queries.kept_start(db, ticket_id=ticket)
        start = TypeAdapter(Repair).validate_python(row["input"])
        async with db.transaction():
            await keep_start(db, lost, start)
    mended = await place.env.client.execute_workflow(
        ReconciliationWorkflow.run,
        Reconcile(timedelta(0)),
        id=f"reconciliation-{lost}",
        task_queue=place.queue,
    )
    assert mended.started == 1
    await place.until(lost, lambda now: now["stage"] == "acknowledged")


async def test_ended_by_force_is_noticed(place: Office) -> None:
    await place.behave("leader", "no_answer")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["promise"] is not None)
    await place.env.client.get_workflow_handle(ticket).terminate("by operations staff")
    await place.env.client.execute_workflow(
        ReconciliationWorkflow.run,
        Reconcile(timedelta(0)),
        id=f"reconciliation-{ticket}",
        task_queue=place.queue,
    )
    assert (await place.ticket(ticket))["close_reason"] == "terminated"


async def test_a_repair_opened_again_before_its_run_had_ended_begins_anew(
    place: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The start that met the run which was ending is still to be made, and the reconciler makes it (P19)."""
    monkeypatch.setattr(beginning, "ENDING", timedelta(0))
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["promise"] is not None)
    async with place.pool.acquire() as db:
        await db.execute(
            "UPDATE tickets SET stage = 'closed', close_reason = 'withdrawn' WHERE id = $1", ticket
        )
    await place.act(ticket, "reopen", remark="又漏水了")
    first = await place.env.client.get_workflow_handle(ticket).describe()
    await place.env.client.get_workflow_handle(ticket).terminate("it ends")
    mended = await place.env.client.execute_workflow(
        ReconciliationWorkflow.run,
        Reconcile(timedelta(0)),
        id=f"reconciliation-{uuid.uuid4().hex}",
        task_queue=place.queue,
    )
    assert mended.started == 1
    await place.until(ticket, lambda now: now["promise"] is not None and now["stage"] != "closed")
    second = await place.env.client.get_workflow_handle(ticket).describe()
    assert second.run_id != first.run_id
    assert "closed_terminated" not in await place.timeline(ticket)


async def test_what_a_ticket_leaves_unsent_is_withdrawn_as_it_closes(place: Office) -> None:
    """A text that no provider would take would wait for ever, and keep a metric above zero."""
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["promise"] is not None)
    order = SendNotice(ticket, "unsent", "repair-crew-due", staff_id=place.staff["leader"])
    async with place.pool.acquire() as db:
        text = await queries.queue_notice(
            db,
            dedupe_key=f"notice/{ticket}/{order.key}",
            reference=uuid.uuid4().hex,
            ticket_id=ticket,
            customer_id=None,
            staff_id=order.staff_id,
            template=order.template,
            phone=place.phone["leader"],
            text=Hidden("师傅您好"),
            segments=1,
            provider="sandbox",
        )
    await place.act(ticket, "withdraw", remark="客户说不用了")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    async with place.pool.acquire() as db:
        assert (await queries.message_row(db, id=text["id"]))["state"] == "withdrawn"


async def test_handed_on_is_confirmed_or_chased(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    await place.behave("supervisor", "answer_and_press", key="1")
    await place.behave("manager", "no_answer")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "hand-on", to=place.staff["manager"], remark="转交")
    shown = await place.ticket(ticket)
    assert shown["unconfirmed"] == shown["agent_id"] == place.staff["manager"]
    assert shown["first_contact"] == place.staff["agent"]
    await place.until(ticket, lambda now: await_rung(now, "handed-on"))
    await place.forward(ticket, hours=4.1)
    await place.until(ticket, lambda now: by_phone(now, place.staff["supervisor"]))
    await place.act(ticket, "confirm-receipt", by="manager")
    assert (await place.ticket(ticket))["unconfirmed"] is None


async def test_handed_on_is_confirmed_on_the_phone(place: Office) -> None:
    for who in ("leader", "supervisor"):
        await place.behave(who, "answer_and_press", key="1")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "hand-on", to=place.staff["supervisor"], remark="转交")
    await place.until(ticket, lambda now: now["agent_id"] is not None and now["unconfirmed"] is None)
    assert {"by": "phone"} in await place.events(ticket, "confirm_receipt")


async def test_withdrawn_while_the_customer_is_to_be_called(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await place.repair()
    await repaired(place, ticket)
    call = f"follow-up-{ticket.removeprefix('repair-')}-0-2"
    await place.until(call, lambda now: now["stage"] is not None)
    await place.act(ticket, "withdraw", remark="业主撤回")
    assert (await place.until(ticket, lambda now: now["stage"] == "closed"))["close_reason"] == "withdrawn"
    assert (await place.until(call, lambda now: now["stage"] == "closed"))["close_reason"] == "cancelled"


async def test_a_closed_repair_is_opened_again_under_its_number(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "reopen", status=409, remark="仍然漏水")
    await place.act(ticket, "withdraw", remark="业主撤回")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    await place.act(ticket, "reopen", remark="仍然漏水")
    shown = await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    assert shown["reopened"] == 1 and shown["promise"]["name"] == "on-site"
    assert shown["close_reason"] is None


async def test_links_attachments_and_words_are_in_the_timeline(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket, other = await place.repair(), await place.repair(trade="tiling")
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "arrive", by="leader", remark="已到场")
    shown = await place.post(f"/tickets/{ticket}:link", {"by": place.staff["agent"], "other": other})
    assert {"id": other, "kind": "related"} in shown["links"]
    assert {"id": ticket, "kind": "related"} in (await place.ticket(other))["links"]
    itself = {"by": place.staff["agent"], "other": ticket}
    await place.post(f"/tickets/{ticket}:link", itself, 422)
    photo = {"by": place.staff["agent"], "title": "水槽下方", "url": "https://files.example/1.jpg"}
    await place.post(f"/tickets/{ticket}/attachments", photo, 201)
    timeline = (await place.http.get(f"/tickets/{ticket}/timeline")).json()["items"]
    words = {event["kind"]: event["words"] for event in timeline if event["words"]}
    assert words["arrive"] == {"remark": "已到场"}
    assert words["attachment"] == {"title": "水槽下方", "url": "https://files.example/1.jpg"}


async def test_each_step_costs_its_record_and_nothing_else(place: Office) -> None:
    """A plain repair against its floor: phoned, acknowledged, on site, plan, done, called, satisfied."""
    for who in ("leader", "agent", "customer"):
        await place.behave(who, "answer_and_press" if who == "leader" else "answer", key="1")
    ticket = await place.repair()
    await repaired(place, ticket)
    call = await called(place, ticket, 2, satisfaction="satisfied")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    records = {"taken in": 1, "acknowledged": 1, "on site": 1, "plan": 1, "done": 1, "closed": 1}
    assert await costs(place, ticket) == {
        "record_state": sum(records.values()),
        "place_notice": 1,
        "send_notice": 2,  # to the customer: received, done
        "timer": 3 + 1,  # three promises, one call to be answered
        "child": 2,
        "marker": 1,  # whom to tell
        "search attributes": sum(records.values()),
    }
    await place.until(call, lambda now: now["stage"] == "closed")
    found = await costs(place, call)
    assert found.pop("record_state") <= 5, "opened, ready, dialled, spoken, recorded"
    assert found.pop("search attributes") <= 5 and found.pop("timer") <= 3
    assert found == {"place_bridge": 1, "marker": 2}


async def costs(place: Office, ticket: str) -> Counter[str]:
    """What its history holds beyond what comes from outside."""
    names = {
        "timer_started_event_attributes": "timer",
        "start_child_workflow_execution_initiated_event_attributes": "child",
        "marker_recorded_event_attributes": "marker",
        "upsert_workflow_search_attributes_event_attributes": "search attributes",
    }
    found: Counter[str] = Counter()
    for event in (await place.env.client.get_workflow_handle(ticket).fetch_history()).events:
        kind = str(event.WhichOneof("attributes"))
        if kind == "activity_task_scheduled_event_attributes":
            found[event.activity_task_scheduled_event_attributes.activity_type.name] += 1
        elif kind in names:
            found[names[kind]] += 1
    return found


async def test_whoever_is_phoned_in_the_crew_s_place_cannot_speak_for_it(place: Office) -> None:
    await place.behave("leader", "unreachable")
    await place.behave("head", "answer_and_press", key="1")
    ticket = await place.repair()
    await place.until(ticket, lambda now: by_phone(now, place.staff["head"]))
    assert (await place.ticket(ticket))["stage"] == "called"
    assert "acknowledge" not in await place.timeline(ticket)
