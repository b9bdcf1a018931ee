"""What staff note of an owner is in the timeline of the owner's tickets."""

from datetime import timedelta
from typing import Any

from tests.town.api import HANDOVER


async def _timeline(api: Any, ownership: str, locale: str = "zh-CN") -> list[dict[str, Any]]:
    answer = await api.http.get(
        f"/tickets/pre-handover-{ownership}/timeline", headers={"Accept-Language": locale}
    )
    events: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
    return events


async def test_an_opt_out_noted_by_staff_is_in_the_timeline_once(api: Any) -> None:
    _, [(ownership, customer, _), (other, *_)] = await api.enrolled(owners=2)
    for _ in range(2):
        assert (await api.http.post(f"/customers/{customer}:opt-out")).status_code == 204
    await api.closed(ownership)
    (event,) = [event for event in await _timeline(api, ownership) if event["kind"] == "opt_out"]
    assert event["actor"] == "staff" and event["text"] == "员工登记：业主退订"
    assert "opt_out" not in [event["kind"] for event in await _timeline(api, other)]


async def test_a_new_number_is_in_the_timeline_masked(api: Any, problem: Any) -> None:
    _, [(ownership, customer, phone), (_, _, taken)] = await api.enrolled(owners=2)
    problem(await api.http.patch(f"/customers/{customer}", json={"phone": taken}), 409, "number-taken")
    for _ in range(2):
        answer = await api.http.patch(f"/customers/{customer}", json={"phone": "19900078123"})
        assert answer.status_code == 200
    (event,) = [event for event in await _timeline(api, ownership) if event["kind"] == "number_changed"]
    assert event["text"] == f"业主换号：{phone[3:6]}****{phone[-4:]} → 199****8123"
    assert phone[3:] not in str(event) and "19900078123" not in str(event)


async def test_a_moved_date_and_a_ticket_opened_again_say_the_date(api: Any) -> None:
    building, [(ownership, *_)] = await api.enrolled()
    later = HANDOVER + timedelta(days=10)
    answer = await api.http.patch(f"/buildings/{building}", json={"handover_date": later.isoformat()})
    assert answer.status_code == 200, answer.text
    path = f"/tickets/pre-handover-{ownership}/timeline"
    kinds = ("ticket_replanned", "opened_again")
    await api.until(path, lambda answer: "ticket_replanned" in answer.text)
    await api.http.post(f"/tickets/pre-handover-{ownership}:cancel", json={"reason": "业主要求"})
    await api.closed(ownership)
    order = {"kind": "PreHandover", "ownership_id": ownership}
    assert (await api.http.post("/tickets", json=order)).status_code == 201
    told = {event["kind"]: event["text"] for event in await _timeline(api, ownership)}
    assert {kind: told[kind] for kind in kinds} == {
        "ticket_replanned": f"后续短信已重新排期，交房日期 {later}",
        "opened_again": f"工单重新开启，交房日期 {later}",
    }
    assert (await api.http.post("/tickets", json=order)).status_code == 200
    events = [event["kind"] for event in await _timeline(api, ownership)]
    assert events.count("opened_again") == 1
