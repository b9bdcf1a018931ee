"""Duty times, absences and deputies, and who would be told."""

import asyncio
import uuid
from typing import Any

from tests.http.test_idempotency import kept_as
from tests.town.staffing import crew, department, person, pointers

WEEK = {"begins": "2027-01-04T00:00:00+08:00", "ends": "2027-01-11T00:00:00+08:00", "reason": "leave"}
WEDNESDAY_TEN = "2027-01-06T10:00:00+08:00"


async def duty(api: Any, staff: str, weekday: int, begins: str, ends: str) -> Any:
    body = {"staff_id": staff, "weekday": weekday, "begins": begins, "ends": ends}
    return await api.http.post("/duty-times", json=body)


async def away(api: Any, staff: str, **more: Any) -> Any:
    return await api.http.post("/absences", json={"staff_id": staff, **WEEK, **more})


async def test_a_duty_time_is_added_changed_and_ended(api: Any, problem: Any) -> None:
    staff = await person(api)
    added = await duty(api, staff, 1, "22:00", "06:00")
    assert added.status_code == 201
    shown = added.json()
    assert (shown["begins"], shown["ends"]) == ("22:00", "06:00")
    path = added.headers["location"]
    changed = await api.http.patch(path, json={"ends": "07:00"})
    assert changed.json()["ends"] == "07:00" and changed.headers["etag"] == '"2"'
    assert (await api.http.get(path)).json() == changed.json()
    other = problem(await duty(api, staff, 2, "06:30", "14:00"), 409, "duty-times-overlap")
    assert str(shown["id"]) in other["detail"]
    assert (await api.http.patch(path, json={"active": False})).json()["active"] is False
    assert (await duty(api, staff, 2, "06:30", "14:00")).status_code == 201
    problem(await api.http.patch(path, json={"active": True}), 409, "duty-times-overlap")


async def test_duty_times_of_a_form_of_their_own_are_refused(api: Any, problem: Any) -> None:
    staff = await person(api)
    for begins in ("9:00", "24:00", "09:00:00", "09:00+08:00", 32400, None):
        body = {"staff_id": staff, "weekday": 1, "begins": begins, "ends": "17:00"}
        answer = problem(await api.http.post("/duty-times", json=body), 422, "invalid")
        assert pointers(answer) == ["#/begins"]
    for weekday in (0, 8):
        assert problem(await duty(api, staff, weekday, "09:00", "17:00"), 422, "invalid")
    answer = problem(await duty(api, "S99999999", 1, "09:00", "17:00"), 422, "invalid")
    assert pointers(answer) == ["#/staff_id"]


async def test_an_absence_with_its_deputy_is_added_shortened_and_called_off(api: Any, problem: Any) -> None:
    staff, deputy = await person(api), await person(api)
    added = await away(api, staff, deputy_id=deputy)
    assert added.status_code == 201, added.text
    path = added.headers["location"]
    shorter = await api.http.patch(path, json={"ends": "2027-01-06T00:00:00+08:00"})
    assert shorter.json()["version"] == 2
    body = problem(await away(api, staff), 409, "absences-overlap")
    assert str(added.json()["id"]) in body["detail"]
    assert (await away(api, staff, begins="2027-01-06T00:00:00+08:00")).status_code == 201
    await api.http.patch(f"/staff/{deputy}", json={"active": False})
    off = await api.http.patch(path, json={"active": False})
    assert off.json()["active"] is False and off.json()["deputy_id"] == deputy
    problem(await api.http.patch(path, json={"active": True}), 422, "invalid")


async def test_a_deputy_is_somebody_else_who_is_there(api: Any, problem: Any) -> None:
    staff, deputy = await person(api), await person(api)
    gone = await person(api)
    await api.http.patch(f"/staff/{gone}", json={"active": False})
    assert (await away(api, deputy)).status_code == 201
    actions = []
    for refused in (staff, deputy, gone, "S99999999"):
        body = problem(await away(api, staff, deputy_id=refused), 422, "invalid")
        assert pointers(body) == ["#/deputy_id"]
        actions.append(body["errors"][0]["detail"])
    assert "own deputy" in actions[0] and "away too" in actions[1] and actions[2] == actions[3]
    # After the deputy is back it is possible.
    later = {"begins": "2027-01-11T00:00:00+08:00", "ends": "2027-01-12T00:00:00+08:00"}
    assert (await away(api, staff, deputy_id=deputy, **later)).status_code == 201


async def test_an_absence_ends_after_it_begins(api: Any, problem: Any) -> None:
    staff = await person(api)
    for ends in (WEEK["begins"], "2027-01-03T23:59:59+08:00"):
        body = problem(await away(api, staff, ends=ends), 422, "invalid")
        assert pointers(body) == ["#/ends"]
        chinese = await api.http.post(
            "/absences", json={"staff_id": staff, **WEEK, "ends": ends}, headers={"Accept-Language": "zh-CN"}
        )
        assert chinese.json()["errors"][0]["detail"] == "结束时间应晚于开始时间"
    assert problem(await away(api, staff, begins="2027-01-04T00:00:00"), 422, "invalid")
    assert problem(await away(api, staff, ends="9999-12-31T23:59:59+00:00"), 422, "invalid")


async def test_two_absences_at_the_same_moment_cannot_both_be_added(api: Any) -> None:
    staff = await person(api)
    answers = await asyncio.gather(*(away(api, staff) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]


async def test_who_is_away_at_a_moment(api: Any) -> None:
    staff = await person(api)
    absence = (await away(api, staff)).json()["id"]
    for at, expected in ((WEDNESDAY_TEN, [absence]), (WEEK["begins"], [absence]), (WEEK["ends"], [])):
        answer = await api.http.get("/absences", params={"staff": staff, "at": at})
        assert [each["id"] for each in answer.json()["items"]] == expected


async def test_who_would_be_told(api: Any, problem: Any) -> None:
    engineering = await department(api)
    head = await person(api, "department_head", department_id=engineering)
    await api.http.patch(f"/departments/{engineering}", json={"head_id": head})
    leader = await person(api, "crew_leader", department_id=engineering)
    deputy = await person(api, "crew_member", department_id=engineering)
    plumbers = await crew(api, leader_id=leader, department_id=engineering)
    await duty(api, deputy, 3, "09:00", "17:00")
    asked = {"tell": "crew_leader", "crew": plumbers}

    async def told(at: str) -> list[Any]:
        answer = await api.http.get("/people-to-tell", params={**asked, "at": at})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    before = await told(WEDNESDAY_TEN)
    assert [each["staff_id"] for each in before[:2]] == [leader, head]
    await away(api, leader, deputy_id=deputy)
    stand_in = (await told(WEDNESDAY_TEN))[0]
    assert (stand_in["staff_id"], stand_in["instead_of"], stand_in["on_duty"]) == (deputy, leader, True)
    assert stand_in["why"] == f"Deputy for {leader}" and "****" in stand_in["phone"]
    assert (await told("2027-01-06T17:00:00+08:00"))[0]["on_duty"] is False
    assert (await told(WEEK["ends"]))[0]["staff_id"] == leader
    named = await api.http.get("/people-to-tell", params={"tell": leader, "at": WEDNESDAY_TEN})
    assert named.json()["items"][0]["staff_id"] == deputy
    now = await api.http.get("/people-to-tell", params=asked, headers={"Accept-Language": "zh-CN"})
    assert now.json()["items"][0]["why"] == "应通知的人"
    problem(await api.http.get("/people-to-tell", params={"tell": "king"}), 422, "invalid")


async def test_what_a_process_made_before_it_died_is_found_again(api: Any, pool: Any) -> None:
    staff = await person(api)
    bodies = {
        "/duty-times": {"staff_id": staff, "weekday": 1, "begins": "09:00", "ends": "17:00"},
        "/absences": {"staff_id": staff, **WEEK},
    }
    for path, body in bodies.items():
        key = uuid.uuid4().hex
        first = await api.http.post(path, json=body, headers={"Idempotency-Key": key})
        async with pool.acquire() as db:
            # As a crash leaves it: made, and the answer never kept.
            await db.execute(
                "UPDATE idempotency_keys SET status = NULL, body = NULL,"
                " claimed_at = claimed_at - interval '1 hour' WHERE key = $1",
                kept_as(key),
            )
        again = await api.http.post(path, json=body, headers={"Idempotency-Key": key})
        assert again.status_code == 201 and again.json() == first.json()
