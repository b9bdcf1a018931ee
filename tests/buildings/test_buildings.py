"""Buildings: added, listed, changed; a change reaches every ticket."""

from datetime import date, timedelta
from typing import Any

from temporalio.client import WorkflowExecutionStatus


async def test_a_building_is_added_read_and_changed(api: Any) -> None:
    added = await api.http.post("/buildings", json={"name": " 云湖国际 "})
    assert added.status_code == 201
    body = added.json()
    assert body["name"] == "云湖国际" and body["handover_date"] is None and body["enrolled"] is False
    assert added.headers["location"] == f"/buildings/{body['id']}"
    assert added.headers["etag"] == '"1"'

    changed = await api.http.patch(added.headers["location"], json={"handover_date": "2027-01-15"})
    assert changed.status_code == 200 and changed.headers["etag"] == '"2"'
    again = await api.http.patch(added.headers["location"], json={"handover_date": "2027-01-15"})
    assert again.json() == changed.json()
    read = await api.http.get(added.headers["location"])
    assert read.json() == changed.json()


async def test_a_change_of_an_outdated_view_is_refused(api: Any, problem: Any) -> None:
    path = f"/buildings/{await api.building()}"
    first = await api.http.patch(path, json={"name": "甲"}, headers={"If-Match": '"1"'})
    assert first.status_code == 200
    problem(
        await api.http.patch(path, json={"name": "乙"}, headers={"If-Match": '"1"'}), 412, "changed-meanwhile"
    )
    assert (await api.http.patch(path, json={"name": "乙"}, headers={"If-Match": "*"})).status_code == 200


async def test_a_cancelled_building_stays_cancelled(api: Any, problem: Any) -> None:
    path = f"/buildings/{await api.building()}"
    assert (await api.http.patch(path, json={"status": "cancelled"})).json()["status"] == "cancelled"
    assert (await api.http.patch(path, json={"status": "cancelled"})).status_code == 200
    body = problem(await api.http.patch(path, json={"status": "active"}), 409, "building-cancelled")
    assert "new building" in body["detail"]
    problem(await api.http.post(f"{path}/pre-handover", json={}), 409, "building-cancelled")


async def test_a_moved_date_reaches_every_ticket(api: Any) -> None:
    building, owners = await api.enrolled(owners=3)
    later = (date.today() + timedelta(days=75)).isoformat()
    changed = await api.http.patch(f"/buildings/{building}", json={"handover_date": later})
    assert changed.status_code == 200
    for ownership, *_ in owners:
        await api.until(
            f"/tickets/pre-handover-{ownership}", lambda answer: answer.json()["anchor_date"] == later
        )
    await api.until(
        f"/buildings/{building}/pre-handover", lambda answer: answer.json()["change_pending"] is False
    )
    handle = api.config.temporal.get_workflow_handle(f"building-change-{building}-2")
    assert (await handle.describe()).status in (
        WorkflowExecutionStatus.RUNNING,
        WorkflowExecutionStatus.COMPLETED,
    )


async def test_a_cancelled_building_closes_its_tickets(api: Any) -> None:
    building, [(ownership, *_)] = await api.enrolled()
    await api.http.patch(f"/buildings/{building}", json={"status": "cancelled"})
    ticket = await api.closed(ownership)
    assert ticket["close_reason"] == "building_cancelled"
    assert ticket["standing"] == "Closed: the building was cancelled"


async def test_a_new_name_alone_tells_nobody(api: Any) -> None:
    building, _ = await api.enrolled()
    await api.http.patch(f"/buildings/{building}", json={"name": "新名字"})
    assert (await api.http.get(f"/buildings/{building}/pre-handover")).json()["change_pending"] is False


async def test_a_handover_date_can_move_but_not_be_taken_away(api: Any, problem: Any) -> None:
    """Tickets count back from it: a building that is no longer handed over is cancelled instead."""
    path = f"/buildings/{await api.building()}"
    before = (await api.http.get(path)).json()
    problem(await api.http.patch(path, json={"handover_date": None}), 422, "invalid")
    assert (await api.http.get(path)).json() == before
