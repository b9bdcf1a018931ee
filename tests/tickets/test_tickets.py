"""Tickets: found, read, started, noted on, cancelled."""

from datetime import UTC, datetime, timedelta
from typing import Any

from huifang.local.training import fast_forward
from tests.town.api import HANDOVER


async def test_a_ticket_says_where_it_stands(api: Any) -> None:
    building, [(ownership, customer, phone)] = await api.enrolled()
    ticket = (await api.http.get(f"/tickets/pre-handover-{ownership}")).json()
    assert ticket["stage"] == "waiting" and ticket["next_step"] == "congratulation"
    assert ticket["standing"].startswith("Next: Congratulation")
    assert datetime.fromisoformat(ticket["due_at"]).date() <= HANDOVER - timedelta(days=30)
    assert ticket["building_id"] == building and ticket["building"] == "测试花园"
    assert ticket["owner"]["customer_id"] == customer and ticket["owner"]["name"] == "测试业主"
    assert ticket["owner"]["phone"] == f"{phone[3:6]}****{phone[-4:]}"
    assert ticket["temporal_ui"] == f"http://127.0.0.1:8233/namespaces/default/workflows/{ticket['id']}"


async def test_messages_and_timeline_after_the_first_step(api: Any) -> None:
    _, [(ownership, _, phone)] = await api.enrolled()
    ticket_id = f"pre-handover-{ownership}"
    await fast_forward(api.config.temporal, ticket_id, timedelta(days=20))
    answer = await api.until(f"/tickets/{ticket_id}", lambda answer: bool(answer.json()["messages"]))
    (message,) = answer.json()["messages"]
    assert message["step"] == "congratulation" and message["segments"] >= 1
    assert message["phone"] == f"{phone[3:6]}****{phone[-4:]}" and phone[3:] not in answer.text
    listed = (await api.http.get(f"/messages?ticket={ticket_id}")).json()["items"]
    assert [entry["id"] for entry in listed] == [message["id"]]
    for language, expected in (
        ("en", "Congratulations, 30 days before handover: submitted to the SMS provider"),
        ("zh-CN", "交房前30天祝贺短信：已提交短信通道"),
    ):
        timeline = await api.http.get(f"/tickets/{ticket_id}/timeline", headers={"Accept-Language": language})
        assert expected in [event["text"] for event in timeline.json()["items"]]


async def test_tickets_are_found_by_what_is_known_of_them(api: Any) -> None:
    building, people = await api.enrolled(owners=2)
    ids = [f"pre-handover-{ownership}" for ownership, *_ in people]
    await api.http.post(f"/customers/{people[0][1]}:signed")
    await api.closed(people[0][0])
    soon = (datetime.now(UTC) + timedelta(days=1)).isoformat()

    async def found(**query: str) -> list[str]:
        answer = await api.http.get("/tickets", params={"building": building, **query})
        assert answer.status_code == 200, answer.text
        return [ticket["id"] for ticket in answer.json()["items"]]

    assert await found() == ids
    assert await found(kind="PreHandover", stage="waiting") == ids[1:]
    assert await found(stage="closed") == ids[:1]
    assert await found(due_before=soon) == [] and await found(due_after=soon) == ids[1:]
    assert await found(due_after="0001-01-01T00:00:00Z", due_before="9999-12-31T23:59:59+14:00") == ids[1:]
    assert await found(q=people[1][0]) == ids[1:]
    assert await found(q="测试花") == ids
    assert await found(q="1栋1单元") == ids
    assert await found(q="%") == [] and await found(q="_") == []


async def test_notes_are_kept_open_or_closed(api: Any, problem: Any) -> None:
    _, [(ownership, *_)] = await api.enrolled()
    path = f"/tickets/pre-handover-{ownership}"
    body = {"text": "业主来电,\n希望周末看样板间", "author": "客服一组"}
    headers = {"Idempotency-Key": f"note-{ownership}"}
    added = [await api.http.post(f"{path}/notes", json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in added] == [201, 201]
    events = (await api.http.get(f"{path}/timeline")).json()["items"]
    notes = [event for event in events if event["kind"] == "note"]
    assert len(notes) == 1 and notes[0]["actor"] == "客服一组" and "希望周末" in notes[0]["text"]
    for text in ("", "  ", "\n", "x" * 2001, "a\u0000"):
        problem(await api.http.post(f"{path}/notes", json={"text": text}), 422, "invalid")
    problem(await api.http.post("/tickets/pre-handover-O99999999/notes", json=body), 404, "no-such-ticket")


async def test_timeline_page_by_page(api: Any) -> None:
    _, [(ownership, *_)] = await api.enrolled()
    path = f"/tickets/pre-handover-{ownership}"
    for number in range(5):
        await api.http.post(f"{path}/notes", json={"text": str(number)})
    seen, page = [], f"{path}/timeline?limit=2"
    while page:
        answer = (await api.http.get(page)).json()
        seen += [event["data"]["text"] for event in answer["items"] if event["kind"] == "note"]
        page = answer["next"]
    assert seen == ["0", "1", "2", "3", "4"]


async def test_cancelling_closes_cleanly_and_once(api: Any, problem: Any) -> None:
    _, [(ownership, *_)] = await api.enrolled()
    path = f"/tickets/pre-handover-{ownership}"
    cancelled = await api.http.post(f"{path}:cancel", json={"reason": "业主要求不再联系"})
    assert cancelled.status_code == 202 and cancelled.json()["ticket"] == path
    assert (await api.closed(ownership))["close_reason"] == "cancelled"
    problem(await api.http.post(f"{path}:cancel", json={"reason": "再来一次"}), 409, "ticket-closed")
    texts = [event["text"] for event in (await api.http.get(f"{path}/timeline")).json()["items"]]
    assert texts == ["Cancellation requested: 业主要求不再联系", "Ticket closed: cancelled by staff"]
    problem(
        await api.http.post("/tickets/pre-handover-O99999999:cancel", json={"reason": "x"}),
        404,
        "no-such-ticket",
    )


async def test_an_owner_added_later_gets_a_ticket(api: Any, problem: Any) -> None:
    building, _ = await api.enrolled()
    ownership, customer, _ = await api.owner(building)
    order = {"kind": "PreHandover", "ownership_id": ownership}
    started = await api.http.post("/tickets", json=order)
    assert started.status_code == 201 and started.headers["location"] == f"/tickets/pre-handover-{ownership}"
    assert started.json()["next_step"] == "congratulation"
    again = await api.http.post("/tickets", json=order)
    assert again.status_code == 200 and again.json()["id"] == started.json()["id"]
    assert (await api.config.temporal.get_workflow_handle(started.json()["id"]).describe()).status

    other, customer, _ = await api.owner(building)
    await api.http.post(f"/customers/{customer}:opt-out")
    problem(
        await api.http.post("/tickets", json={"kind": "PreHandover", "ownership_id": other}),
        409,
        "owner-left",
    )
    lonely, *_ = await api.owner(await api.building())
    problem(
        await api.http.post("/tickets", json={"kind": "PreHandover", "ownership_id": lonely}),
        409,
        "not-enrolled",
    )
    unknown = {"kind": "PreHandover", "ownership_id": "O99999999"}
    problem(await api.http.post("/tickets", json=unknown), 404, "no-such-ownership")
