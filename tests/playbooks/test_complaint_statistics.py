"""What complaints were about and what became of them, counted from the records (P8)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.playbooks.test_complaint import FOUND, MEASURE, called, settled
from tests.town.office import Office, office

NOTHING = {"complaints": 0, "well_founded": 0, "not_founded": 0, "open": 0, "reopened": 0, "in_time": 0}


@pytest.fixture
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as place:
        await place.behave("head", "answer_and_press", key="1")
        for who in ("agent", "customer"):
            await place.behave(who, "answer")
        yield place


async def counted(place: Office, **within: str) -> dict[str, Any]:
    answer = await place.http.get("/complaints/statistics", params=within)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def numbers(row: dict[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in NOTHING if row[name]}


async def test_complaints_are_counted_from_what_happened(place: Office) -> None:
    assert (await counted(place))["total"] == NOTHING

    well_founded = await place.complaint()
    await place.act(well_founded, "file-explanation", by="head", **FOUND)
    await place.act(well_founded, "judge-well-founded")
    await settled(place, well_founded)
    await called(place, well_founded, 1, satisfaction="satisfied")
    await place.until(well_founded, lambda now: now["stage"] == "closed")

    other = (await place.post("/departments", {"name": "设计部", "kind": "design"}, 201))["id"]
    not_founded = await place.complaint(department_id=other)
    await place.act(not_founded, "judge-not-founded", remark="监控显示按时到达")
    await place.act(not_founded, "answer-customer", what="已向您说明到达时间")
    await called(place, not_founded, 1, satisfaction="dissatisfied", with_what="仍不认可")
    await place.until(not_founded, lambda now: now["reopened"] == 1)

    late = await place.complaint()
    await place.until(late, lambda now: now["promise"] is not None)
    await place.forward(late, hours=8.1)
    await place.until(late, lambda now: now["escalation_level"] == 1)
    again = await place.complaint()
    await place.act(again, "mark-duplicate", of=late, remark="同一件事")
    await place.until(again, lambda now: now["stage"] == "closed")

    shown = await counted(place)
    assert numbers(shown["total"]) == {
        "complaints": 3, "well_founded": 1, "not_founded": 1, "open": 2, "reopened": 1, "in_time": 2
    }  # fmt: skip
    departments = {row["department_id"]: numbers(row) for row in shown["by_department"]}
    assert departments == {
        place.department: {"complaints": 2, "well_founded": 1, "open": 1, "in_time": 1},
        other: {"complaints": 1, "not_founded": 1, "open": 1, "reopened": 1, "in_time": 1},
    }
    assert {row["department"] for row in shown["by_department"]} == {"工程部", "设计部"}
    categories = {row["category"]: (row["name"], row["complaints"]) for row in shown["by_category"]}
    assert categories == {"service.punctuality": ("Punctuality", 1), None: ("Not yet classified", 2)}
    outcomes = {row["outcome"]: row["complaints"] for row in shown["by_outcome"]}
    assert outcomes == {"settled": 1, None: 2}

    assert (await counted(place, **{"from": "2020-01-01", "to": "2020-12-31"}))["total"] == NOTHING
    today = shown["last"]
    assert (await counted(place, **{"from": today, "to": today}))["total"] == shown["total"]
    turned = await place.http.get("/complaints/statistics?from=2026-02-01&to=2026-01-01")
    assert turned.status_code == 422 and turned.json()["errors"][0]["pointer"] == "from"


async def test_a_complaint_is_classified_within_the_tree(place: Office) -> None:
    tree = (await place.http.get("/complaint-categories")).json()["items"]
    assert tree[0]["code"] == "service" and tree[0]["parts"][0]["name"] == "Punctuality"
    chinese = await place.http.get("/complaint-categories", headers={"Accept-Language": "zh-CN"})
    assert chinese.json()["items"][0]["parts"][0]["name"] == "不守时"

    ticket = await place.complaint()
    await place.act(ticket, "file-explanation", by="head", **FOUND)
    await place.act(ticket, "judge-well-founded")
    await place.act(ticket, "propose-remedy", by="head", options=["道歉"])
    await place.act(ticket, "approve", by="manager", option=1)
    await place.act(ticket, "carried-out", by="head")
    await place.signed_on_paper(ticket)
    measure = {**MEASURE, "owner": place.staff["head"]}
    for category in ("service.manners", "service"):
        refused = await place.act(
            ticket, "classify", by="supervisor", status=422, **{**measure, "category": category}
        )
        [error] = refused["errors"]
        assert error["pointer"] == "#/category" and "/complaint-categories" in error["action"]
    assert (await place.ticket(ticket))["stage"] == "review"
    await place.act(ticket, "classify", by="supervisor", **measure)


async def test_an_act_that_cannot_be_meant_is_refused_before_it_is_done(place: Office) -> None:
    ticket = await place.complaint()
    await place.act(ticket, "judge-well-founded")
    nobody = {"cause": "排班冲突", "responsible": "S99999999"}
    await place.act(ticket, "file-investigation", by="head", status=404, **nobody)
    await place.act(ticket, "file-investigation", by="head", cause="排班冲突")
    await place.act(ticket, "propose-remedy", by="head", options=["道歉", "减免保洁费"])
    answer = await place.act(ticket, "approve", by="manager", status=422, option=3)
    assert [each["pointer"] for each in answer["errors"]] == ["#/option"]
    await place.act(ticket, "approve", by="manager", option=2)
    assert (await place.ticket(ticket))["stage"] == "carrying_out"


async def test_a_refused_remedy_is_not_a_complaint_without_ground(place: Office) -> None:
    ticket = await place.complaint()
    await place.act(ticket, "reclassify", by="supervisor", status=409, **WRONG)
    await place.act(ticket, "file-explanation", by="head", **FOUND)
    await place.act(ticket, "judge-well-founded")
    await place.act(ticket, "propose-remedy", by="head", options=["全额退款"])
    await place.act(ticket, "refuse", by="manager", remark="超出权限")
    await place.act(ticket, "answer-customer", what="已向您说明")
    await called(place, ticket, 1, satisfaction="neutral")
    shown = await place.until(ticket, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == "remedy_refused"
    [outcome] = (await counted(place))["by_outcome"]
    assert numbers(outcome) == {"complaints": 1, "well_founded": 1, "in_time": 1}
    chinese = {"Accept-Language": "zh-CN"}
    heard = (await place.http.get(f"/feedback?ticket={ticket}", headers=chinese)).json()["items"]
    assert {each["reason_name"] for each in heard} == {"投诉成立，处理方案未获批准，已答复业主"}
    checks = (await place.http.get("/checks/none-missed")).json()["rules"]
    assert [each["tickets"] for each in checks if each["rule"] == "unchecked"] == [[]]


WRONG = {"category": "material.defect", "remark": "实为材料问题"}


async def test_a_wrong_category_is_put_right_with_a_reason(place: Office) -> None:
    purchasing = (await place.post("/departments", {"name": "采购部", "kind": "purchasing"}, 201))["id"]
    ticket = await place.complaint()
    await place.act(ticket, "file-explanation", by="head", **FOUND)
    await place.act(ticket, "judge-well-founded")
    await settled(place, ticket)
    await called(place, ticket, 1, satisfaction="satisfied")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    await place.act(ticket, "reclassify", by="agent", status=403, **WRONG)
    await place.act(ticket, "reclassify", by="supervisor", status=422, category="material.defect")
    await place.act(ticket, "reclassify", by="supervisor", status=422, **{**WRONG, "category": "material"})
    await place.act(ticket, "reclassify", by="supervisor", **WRONG)
    by_category = {row["category"]: row["complaints"] for row in (await counted(place))["by_category"]}
    assert by_category == {"material.defect": 1}
    answer = await place.http.get(
        f"/tickets/{ticket}/timeline?limit=200", headers={"Accept-Language": "zh-CN"}
    )
    [event] = [each for each in answer.json()["items"] if each["kind"] == "reclassify"]
    assert event["text"] == "归类改正：由“不守时”改为“材料缺陷”"
    assert event["words"] == {"remark": "实为材料问题"}
    heard = (await place.http.get(f"/feedback?department={purchasing}")).json()["items"]
    assert [each["category"] for each in heard] == ["material.defect"]
    # It is over all the same.
    assert (await place.ticket(ticket))["close_reason"] == "settled"
