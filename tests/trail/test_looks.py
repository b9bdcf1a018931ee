"""Every look at personal data through the API is in the trail, with who, what, why and from where (P23)."""

from typing import Any

import pytest

from api.access.trail import KINDS, WITHOUT_PEOPLE, shows_unsaid
from api.app import create_app
from api.http.config import ApiConfig
from api.http.request_scope import caller_of
from store.trail import Head, Look, verify
from tests.buildings.test_owner_import import roster, send
from tests.town.api import Api, Problem, client

WHO = {"User-Agent": "browser/1.0", "X-Purpose": "call_back"}


async def looks(api: Api, **filters: Any) -> list[dict[str, Any]]:
    """Newest first."""
    answer = await api.http.get("/trail", params=filters)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_list_is_one_row_with_everybodys_id(api: Api) -> None:
    building = await api.building()
    people = sorted([(await api.owner(building))[1] for _ in range(3)])
    async with client(api.url, **WHO) as caller:
        shown = await caller.get(f"/buildings/{building}/owners")
    seen = (await looks(api, customer=people[0]))[0]
    assert sorted(seen["customers"]) == people and seen["count"] == len(people)
    assert (seen["what"], seen["operation"], seen["status"]) == ("owners", "listOwners", 200)
    assert seen["details"] == {"building_id": building, "clear": "phone"}
    assert (seen["purpose"], seen["agent"], seen["address"]) == ("call_back", "browser/1.0", "127.0.0.1")
    assert seen["request_id"] == shown.headers["x-request-id"]


async def test_a_ticket_its_timeline_and_an_attempt(api: Api) -> None:
    _, ((ownership, customer, _),) = await api.enrolled()
    ticket = f"pre-handover-{ownership}"
    assert (await api.http.get(f"/tickets/{ticket}/timeline")).status_code == 200
    assert (await api.http.get("/tickets/repair-R2026-999999")).status_code == 404
    found = await looks(api, customer=customer, what="ticket")
    assert [(each["operation"], each["ticket_id"]) for each in found[:2]] == [
        ("ticketTimeline", ticket),
        ("getTicket", ticket),
    ]
    attempt = next(each for each in await looks(api, what="ticket") if each["status"] == 404)
    assert (attempt["ticket_id"], attempt["customers"], attempt["count"]) == ("repair-R2026-999999", [], 0)


async def test_a_report_of_an_import_is_a_look(api: Api) -> None:
    building = await api.building()
    imported = (await send(api, building, roster("=1+1,1990009,1栋1单元1204,=1+1"))).json()
    report = await api.http.get(imported["report"])
    assert "'=*" in report.content.decode("utf-8-sig")
    seen = (await looks(api, what="report"))[0]
    assert (seen["operation"], seen["count"]) == ("importReport", 5)
    assert seen["details"] == {"import_id": imported["import_id"], "building_id": building}


def test_what_is_no_json_says_whom_it_shows() -> None:
    """Only JSON names customers by itself: a file or a page about people that nobody noted is not given."""
    app = create_app(ApiConfig(pool=None, temporal=None, token="t"))  # type: ignore[arg-type]
    files = [route for route in app.state.routes if _answers_otherwise(route)]
    assert {route.operation_id for route in files} >= {"importReport", "exportOwners", "getPersonalCopy"}
    for route in files:
        start = {"status": 200, "headers": [(b"content-type", b"text/csv; charset=utf-8")]}
        scope = {"route": route, "state": {}}
        assert shows_unsaid(scope, start), route.operation_id
        caller_of(scope).noted.append(Look("report", count=1))
        assert not shows_unsaid(scope, start)


async def test_a_file_whose_people_nobody_noted_is_not_given(
    api: Api, problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forgets(*_: Any, **__: Any) -> None: ...

    imported = (await send(api, await api.building(), roster())).json()
    monkeypatch.setattr("api.buildings.import_reports.note_seen", forgets)
    answer = await api.http.get(imported["report"])
    problem(answer, 500, "internal")
    assert "199" not in answer.text


def _answers_otherwise(route: Any) -> bool:
    """With something that is no JSON, about people."""
    kinds = {
        kind
        for status, said in route.responses.items()
        if str(status).startswith("2")
        for kind in said.get("content", {})
    }
    return route.operation_id not in WITHOUT_PEOPLE and bool(kinds - {"application/json"})


async def test_what_was_not_looked_at_is_not_in_it(api: Api) -> None:
    async with client(api.url, Authorization="Bearer wrong") as stranger:
        assert (await stranger.get("/tickets/repair-R2026-000001")).status_code == 401
    assert (await api.http.get("/tickets?limit=no")).status_code == 422
    assert (await api.http.get("/buildings")).status_code == 200
    found = await looks(api)
    assert not {each["status"] for each in found} & {401, 422}
    assert not {each["operation"] for each in found} & WITHOUT_PEOPLE


async def test_nothing_of_what_was_seen_is_in_it(api: Api) -> None:
    building = await api.building()
    _, customer, phone = await api.owner(building, name="测试张三")
    async with client(api.url, **{"User-Agent": "x" * 500}) as caller:
        await caller.get(f"/buildings/{building}/owners")
    text = str((await looks(api, customer=customer))[0])
    assert not [word for word in (phone, phone[3:], "张三") if word in text]
    assert "x" * 120 in text and "x" * 121 not in text


async def test_page_by_page_and_by_time(api: Api) -> None:
    first = (await api.http.get("/trail", params={"limit": 2})).json()
    second = (await api.http.get(first["next"])).json()
    numbers = [each["no"] for each in (*first["items"], *second["items"])]
    assert numbers == sorted(numbers, reverse=True) and len(set(numbers)) == 4
    moment = first["items"][1]["at"]
    assert all(each["at"] < moment for each in await looks(api, until=moment))
    assert (await looks(api, since=moment))[-1]["at"] >= moment


async def test_no_trail_no_look(api: Api, pool: Any, problem: Problem) -> None:
    """Whoever keeps the trail from being written sees nothing either."""
    building = await api.building()
    await api.owner(building, name="测试李四")
    async with pool.acquire() as db:
        await db.execute("ALTER TABLE trail RENAME TO trail_away")
        try:
            answer = await api.http.get(f"/buildings/{building}/owners")
        finally:
            await db.execute("ALTER TABLE trail_away RENAME TO trail")
    problem(answer, 503, "unavailable")
    assert "李四" not in answer.text
    assert (await api.http.get(f"/buildings/{building}/owners")).status_code == 200


async def test_the_chain_of_it_all_is_whole(api: Api) -> None:
    async with api.config.pool.acquire() as db:
        assert isinstance(await verify(db), Head)


@pytest.mark.parametrize("named", [WITHOUT_PEOPLE, KINDS.keys()], ids=["without people", "kinds"])
def test_the_table_names_operations_that_exist(named: Any) -> None:
    app = create_app(ApiConfig(pool=None, temporal=None, token="t"))  # type: ignore[arg-type]
    assert not set(named) - {route.operation_id for route in app.state.routes}


def test_an_operation_has_one_kind_or_none() -> None:
    assert not WITHOUT_PEOPLE & KINDS.keys()
