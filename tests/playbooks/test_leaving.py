"""Nothing goes to people, crews and departments that are out of use; what they had goes to others at once."""

from typing import Any

from services.backend import Backend
from services.playbooks.redealing import Redealing, nobody_to_write
from tests.playbooks.test_follow_up import to_call
from tests.town.office import Office
from tests.town.patience import BUSY
from tests.town.repairs import begun, happened, rang


async def leaves(place: Office, who: str) -> None:
    answer = await place.http.patch(f"/staff/{place.staff[who]}", json={"active": False})
    assert answer.is_success, answer.text


async def returns(place: Office, who: str) -> None:
    answer = await place.http.patch(f"/staff/{place.staff[who]}", json={"active": True})
    assert answer.is_success, answer.text


def why(answer: dict[str, Any]) -> tuple[str, str]:
    [error] = answer["errors"]
    return error["pointer"], error["detail"]


async def test_who_has_left_gets_nothing_and_does_nothing(place: Office) -> None:
    await place.hire("gone", "agent")
    await leaves(place, "gone")
    gone = place.staff["gone"]
    ticket = await begun(place)
    left = "This person no longer works here"
    handed = await place.act(ticket, "hand-on", to=gone, remark="交接班", status=422)
    assert why(handed) == ("#/to", left)
    assert why(await place.act(ticket, "set-urgent", by="gone", status=422)) == ("#/by", left)
    report = {"customer_id": place.customer, "trade": "plumbing", "what": "漏水", "taken_in_by": gone}
    assert why(await place.post("/repairs", report, 422)) == ("#/taken_in_by", left)
    # Of somebody who has left one may complain all the same.
    await place.complaint(about_staff=gone)


async def test_a_crew_and_a_department_out_of_use_get_nothing(place: Office) -> None:
    crew = (await place.post("/crews", {"name": "二队"}, 201))["id"]
    department = (await place.post("/departments", {"name": "旧部门", "kind": "engineering"}, 201))["id"]
    for path in (f"/crews/{crew}", f"/departments/{department}"):
        assert (await place.http.patch(path, json={"active": False})).is_success
    ticket = await begun(place)
    assert why(await place.act(ticket, "hand-to-crew", crew=crew, status=422)) == (
        "#/crew", "This crew is out of use",
    )  # fmt: skip
    complaint = {
        "customer_id": place.customer, "department_id": department, "what": "迟到", "wanted": "道歉",
        "taken_in_by": place.staff["agent"],
    }  # fmt: skip
    assert why(await place.post("/complaints", complaint, 422)) == (
        "#/department_id", "This department is out of use",
    )  # fmt: skip


async def test_an_agent_who_leaves_leaves_no_call_and_no_ticket_behind(place: Office) -> None:
    await place.behave("supervisor", "answer_and_press", key="1")
    await place.hire("second", "agent")
    call = await to_call(place)
    ticket = await begun(place)
    assert (await place.ticket(ticket))["agent_id"] == place.staff["agent"]
    await leaves(place, "agent")
    try:
        await place.until(call, lambda now: now["agent_id"] == place.staff["second"])
        shown = await place.until(ticket, lambda now: now["agent_id"] == place.staff["supervisor"])
        assert shown["first_contact"] == place.staff["agent"]
        await rang(place, "supervisor", 2)  # this one, and the one that the call is about
        for each, act in ((call, "reassign"), (ticket, "hand_on")):
            await happened(place, each, act)
            entries = (await place.http.get(f"/tickets/{each}/timeline")).json()["items"]
            [entry] = [entry for entry in entries if entry["kind"] == act]
            assert entry["actor"] == "system" and "已离职" in str(entry)
        # Again, nothing is left to deal, and nothing is dealt twice.
        backend = Backend(place.pool, place.env.client, place.queue, BUSY)
        await Redealing(backend, nobody_to_write, "zh-CN").all()
        assert (await place.timeline(call)).count("reassign") == 1
        assert (await place.timeline(ticket)).count("hand_on") == 1
    finally:
        await returns(place, "agent")
        await leaves(place, "second")


async def test_where_no_agent_is_there_the_supervisor_hears_of_the_call(place: Office) -> None:
    call = await to_call(place)
    await leaves(place, "agent")
    try:
        await place.until(call, lambda now: now["agent_id"] == place.staff["supervisor"])
        await happened(place, call, "notice_sent")
    finally:
        await returns(place, "agent")
