"""Departments, people and crews: added, found, changed, and never deleted."""

import uuid
from typing import Any

import pytest

from tests.town.staffing import crew, department, new_number, person, pointers


async def test_a_person_is_added_read_and_changed_and_the_number_shown_masked(api: Any) -> None:
    engineering = await department(api)
    number = new_number()
    body = {"name": " 王示例 ", "phone": f"+86 {number}", "role": "crew_leader", "department_id": engineering,
            "skills": ["plumbing", "english", "plumbing"]}  # fmt: skip
    added = await api.http.post("/staff", json=body)
    assert added.status_code == 201 and added.headers["etag"] == '"1"'
    shown = added.json()
    assert added.headers["location"] == f"/staff/{shown['id']}"
    assert shown["name"] == "王示例" and shown["phone"] == f"{number[:3]}****{number[-4:]}"
    assert shown["skills"] == ["plumbing", "english"] and shown["language"] == "zh-CN"

    path = f"/staff/{shown['id']}"
    same = await api.http.patch(path, json={"phone": number, "role": "crew_leader"})
    assert same.json() == shown
    changed = await api.http.patch(path, json={"role": "site_supervisor", "department_id": None})
    assert changed.json()["version"] == 2 and changed.json()["department_id"] is None
    assert (await api.http.get(path)).json() == changed.json()
    for answer in (added, changed, await api.http.get("/staff", params={"role": "site_supervisor"})):
        assert number not in answer.text
    outdated = await api.http.patch(path, json={"role": "agent"}, headers={"If-Match": '"1"'})
    assert outdated.status_code == 412


async def test_repeating_a_request_adds_nobody_twice(api: Any) -> None:
    request = {
        "json": {"name": "测试员工", "phone": new_number(), "role": "agent"},
        "headers": {"Idempotency-Key": uuid.uuid4().hex},
    }
    first, again = [await api.http.post("/staff", **request) for _ in range(2)]
    assert again.json() == first.json() and again.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize("bad", ["12345", "010-12345678", "not a number", "+1"])
async def test_what_is_no_mobile_number_is_refused_in_both_languages(
    api: Any, problem: Any, bad: str
) -> None:
    new = {"name": "测试员工", "phone": bad, "role": "agent"}
    body = problem(await api.http.post("/staff", json=new), 422, "invalid")
    assert pointers(body) == ["#/phone"] and "11-digit" in body["errors"][0]["action"]
    chinese = await api.http.post("/staff", json=new, headers={"Accept-Language": "zh-CN"})
    assert "11 位" in chinese.json()["errors"][0]["action"]


async def test_a_number_belongs_to_one_person_until_he_leaves(api: Any, problem: Any) -> None:
    number = new_number()
    first, second = await person(api, phone=number), await person(api)
    new = {"name": "测试员工", "phone": f"0086 {number}", "role": "agent"}
    body = problem(await api.http.post("/staff", json=new), 409, "staff-number-taken")
    assert first in body["detail"]
    taken = await api.http.patch(f"/staff/{second}", json={"phone": number})
    problem(taken, 409, "staff-number-taken")
    left = await api.http.patch(f"/staff/{first}", json={"active": False})
    assert left.json()["active"] is False
    assert (await api.http.patch(f"/staff/{second}", json={"phone": number})).status_code == 200
    back = await api.http.patch(f"/staff/{first}", json={"active": True})
    problem(back, 409, "staff-number-taken")


async def test_what_a_person_refers_to_must_be_there(api: Any, problem: Any) -> None:
    gone = await department(api)
    await api.http.patch(f"/departments/{gone}", json={"active": False})
    new = {"name": "测试员工", "phone": new_number(), "role": "agent"}
    for field, value in (("department_id", "D999999"), ("department_id", gone), ("crew_id", "W99999999")):
        body = problem(await api.http.post("/staff", json={**new, field: value}), 422, "invalid")
        assert pointers(body) == [f"#/{field}"]
    for misfit in ({"role": "king"}, {"department_id": "1"}, {"skills": ["Rohr"]}, {"language": "fr"}):
        assert problem(await api.http.post("/staff", json={**new, **misfit}), 422, "invalid")


async def test_a_department_is_headed_by_a_member_or_a_manager(api: Any, problem: Any) -> None:
    engineering = await department(api)
    member = await person(api, "department_head", department_id=engineering)
    stranger, manager = await person(api, "department_head"), await person(api, "manager")
    path = f"/departments/{engineering}"
    for head in (member, manager):
        assert (await api.http.patch(path, json={"head_id": head})).json()["head_id"] == head
    for head in (stranger, "S99999999"):
        assert pointers(problem(await api.http.patch(path, json={"head_id": head}), 422, "invalid"))
    new = {"name": "设计部", "kind": "design", "head_id": stranger}
    body = problem(await api.http.post("/departments", json=new), 422, "invalid")
    assert pointers(body) == ["#/head_id"] and "manager" in body["errors"][0]["action"]


async def test_nobody_leaves_what_he_is_in_charge_of(api: Any, problem: Any) -> None:
    engineering = await department(api)
    head = await person(api, "department_head", department_id=engineering)
    await api.http.patch(f"/departments/{engineering}", json={"head_id": head})
    plumbers = await crew(api, leader_id=head)
    for change in ({"active": False}, {"department_id": None}):
        answer = await api.http.patch(f"/staff/{head}", json=change)
        assert engineering in problem(answer, 409, "staff-in-charge")["detail"]
    await api.http.patch(f"/departments/{engineering}", json={"head_id": None})
    answer = await api.http.patch(f"/staff/{head}", json={"active": False})
    assert plumbers in problem(answer, 409, "staff-in-charge")["detail"]
    await api.http.patch(f"/crews/{plumbers}", json={"leader_id": None})
    assert (await api.http.patch(f"/staff/{head}", json={"active": False})).status_code == 200


async def test_a_department_in_which_people_work_stays_in_use(api: Any, problem: Any) -> None:
    engineering = await department(api)
    member = await person(api, department_id=engineering)
    plumbers = await crew(api, department_id=engineering)
    path, leave = f"/departments/{engineering}", {"active": False}
    problem(await api.http.patch(path, json=leave), 409, "department-in-use")
    await api.http.patch(f"/staff/{member}", json=leave)
    problem(await api.http.patch(path, json=leave), 409, "department-in-use")
    await api.http.patch(f"/crews/{plumbers}", json=leave)
    assert (await api.http.patch(path, json=leave)).json()["active"] is False
    # Whoever comes back needs a department that is in use.
    body = problem(await api.http.patch(f"/staff/{member}", json={"active": True}), 422, "invalid")
    assert pointers(body) == ["#/department_id"]
    moved = await api.http.patch(f"/staff/{member}", json={"active": True, "department_id": None})
    assert moved.status_code == 200


async def test_lists_are_filtered_and_read_page_by_page(api: Any) -> None:
    engineering = await department(api)
    plumbers = await crew(api, department_id=engineering, trades=["plumbing", "tiling"])
    people = [
        await person(api, "crew_member", department_id=engineering, crew_id=plumbers, skills=["tiling"])
        for _ in range(3)
    ]
    other = await person(api, "agent", department_id=engineering)
    await api.http.patch(f"/staff/{people[1]}", json={"active": False})

    async def found(path: str, **filters: Any) -> list[str]:
        ids, address = [], str(api.http.build_request("GET", path, params={"limit": 2, **filters}).url)
        while address:
            page = (await api.http.get(address)).raise_for_status().json()
            assert len(page["items"]) <= 2
            ids += [entry["id"] for entry in page["items"]]
            address = page["next"]
        return ids

    assert await found("/staff", department=engineering) == [*people, other]
    assert await found("/staff", crew=plumbers) == people
    assert await found("/staff", crew=plumbers, skill="tiling", active=True) == [people[0], people[2]]
    assert await found("/staff", department=engineering, active=False) == [people[1]]
    assert await found("/staff", department=engineering, role="agent") == [other]
    assert await found("/crews", department=engineering, trade="tiling") == [plumbers]
    assert await found("/crews", department=engineering, trade="painting") == []
    assert engineering in await found("/departments", kind="engineering", active=True)
    assert engineering not in await found("/departments", kind="design")


async def test_the_crew_responsible_for_a_building(api: Any, problem: Any) -> None:
    building, plumbers, others = await api.building(), await crew(api), await crew(api)
    path = f"/buildings/{building}/crews"
    for trade, responsible in (("plumbing", plumbers), ("any", others), ("plumbing", plumbers)):
        answer = await api.http.put(f"{path}/{trade}", json={"crew_id": responsible})
        assert answer.status_code == 200, answer.text
    shown = (await api.http.get(path)).json()["items"]
    assert [(each["trade"], each["crew_id"]) for each in shown] == [("any", others), ("plumbing", plumbers)]
    for _ in range(2):
        assert (await api.http.delete(f"{path}/any")).status_code == 204
    assert len((await api.http.get(path)).json()["items"]) == 1
    unknown = await api.http.put(f"{path}/any", json={"crew_id": "W99999999"})
    assert pointers(problem(unknown, 422, "invalid")) == ["#/crew_id"]
    problem(await api.http.get("/buildings/B999999/crews"), 404, "no-such-building")


@pytest.mark.parametrize(
    ("path", "code"),
    [("/departments/D999999", "no-such-department"), ("/staff/S99999999", "no-such-person"),
     ("/crews/W99999999", "no-such-crew"), ("/duty-times/99999999", "no-such-duty-time"),
     ("/absences/99999999", "no-such-absence")],
)  # fmt: skip
async def test_what_does_not_exist(api: Any, problem: Any, path: str, code: str) -> None:
    problem(await api.http.get(path), 404, code)
    problem(await api.http.patch(path, json={"active": False}), 404, code)
