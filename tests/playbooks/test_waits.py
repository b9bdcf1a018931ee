"""P7, P19: what is waited for is shown and chased; whoever was told hears of what changes for them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.playbooks.test_repair_phones import texts
from tests.town.office import Office, office
from tests.town.patience import patiently
from tests.town.repairs import begun, due, later, pressed, told

DAY = 24.0


@pytest.fixture(scope="module")
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as made:
        made.http.headers["Accept-Language"] = "zh-CN"
        yield made


async def everybody_answers(place: Office) -> None:
    for who in ("leader", "head", "supervisor", "manager", "agent"):
        await place.behave(who, "answer_and_press", key="1")


async def written(place: Office, who: str, part: str) -> str:
    """The text that went to that phone and has this in it."""
    async with patiently():
        while not (found := [each for each in await texts(place, who) if part in each]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return found[-1]


async def rungs(place: Office, ticket: str) -> list[str]:
    return [each["data"]["rung"] for each in (await place.ticket(ticket))["told"] if "rung" in each["data"]]


async def test_a_customer_who_is_waited_for_is_not_forgotten(place: Office) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    await place.act(ticket, "wait-for-customer", remark="业主出差")
    [wait] = (await place.ticket(ticket))["waits"]
    assert (wait["waited_for"], wait["title"], wait["by"]) == ("customer", "业主", place.staff["agent"])
    assert wait["words"] == {"remark": "业主出差"}
    assert abs(datetime.fromisoformat(wait["since"]) - datetime.now(UTC)) < timedelta(hours=1)
    # In the permitted hours after three days the agent, after five the supervisor, then again and again.
    await later(place, ticket, 4 * DAY)
    await told(place, ticket, "wait-customer")
    await pressed(place, ticket, "agent")
    await later(place, ticket, 2 * DAY)
    await told(place, ticket, "wait-customer", "wait-customer-2d")
    await pressed(place, ticket, "supervisor")
    await later(place, ticket, 6 * DAY)
    assert (await rungs(place, ticket)).count("wait-customer-2d") == 3
    await place.act(ticket, "customer-ready")
    assert (await place.ticket(ticket))["waits"] == []
    await place.tidy()


async def test_parts_and_a_quote_are_waited_for_by_somebody(place: Office) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "quoted")
    assert [each["waited_for"] for each in (await place.ticket(ticket))["waits"]] == ["quote"]
    await told(place, ticket, "quote-new")
    await pressed(place, ticket, "agent")
    number = ticket.partition("-")[2]
    assert "680.00元" in await written(place, "customer", f"（{number}）不在保修范围")
    await place.act(ticket, "customer-agrees")
    assert (await place.ticket(ticket))["waits"] == []
    plan_at = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    await place.act(ticket, "file-plan", by="leader", at=plan_at, what="更换龙头")
    await place.act(ticket, "wait-for-parts", by="leader")
    assert [each["waited_for"] for each in (await place.ticket(ticket))["waits"]] == ["parts"]
    await later(place, ticket, 5.5 * DAY)
    await told(place, ticket, "quote-new", "wait-parts")
    await place.tidy()


async def test_what_was_put_off_is_chased_anew(place: Office) -> None:
    """B4: all rungs used, then a new appointment, and nobody comes."""
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    await later(place, ticket, 16)
    ladder = ["two-hours-left", "not-on-site", "not-on-site-2h", "not-on-site-8h"]
    await told(place, ticket, *ladder)
    at = (await place.ticket(ticket))["promise"]["due_at"]
    anew = datetime.fromisoformat(at) + timedelta(hours=40)
    await place.act(ticket, "appoint", by="leader", at=anew.isoformat(), wished_by="customer")
    assert await due(place, ticket) == anew
    await later(place, ticket, 32 + 2)
    await told(place, ticket, *ladder, *ladder[:3])
    await place.tidy()


async def test_the_crew_hears_of_what_changes_for_it(place: Office) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    number = ticket.partition("-")[2]
    await pressed(place, ticket, "leader")
    at = datetime.now(UTC) + timedelta(days=3)
    await place.act(ticket, "appoint", at=at.isoformat(), wished_by="customer")
    assert "上门，请按时到场" in await written(place, "leader", f"{number} 约定")
    assert "届时请留人在家" in await written(place, "customer", f"（{number}）约定")
    await place.act(ticket, "set-urgent")
    assert await written(place, "leader", f"{number} 已改为紧急")
    moved = datetime.now(UTC) + timedelta(days=2)
    await place.act(ticket, "move-due", to=moved.isoformat(), remark="大雪")
    assert await written(place, "leader", f"{number} 的时限改为")
    await place.act(ticket, "withdraw", remark="业主自行处理")
    assert await written(place, "leader", f"{number} 已结束，不必再去现场")


async def refused(place: Office, ticket: str, act: str, by: str = "leader", **said: Any) -> str:
    answer = await place.act(ticket, act, by=by, status=422, **said)
    return str(answer["errors"][0]["detail"])


async def test_moments_are_plausible(place: Office) -> None:
    """B2: nobody puts a repair off to 2062, or to yesterday; far ahead it needs a supervisor."""
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    now = datetime.now(UTC)
    for ahead, said in ((-1, "已经过去"), (30, "主管确认"), (365 * 36, "太远")):
        at = (now + timedelta(days=ahead)).isoformat()
        assert said in await refused(place, ticket, "appoint", at=at, wished_by="customer")
        assert said in await refused(place, ticket, "move-due", "agent", to=at, remark="路上大雪")
    far = (now + timedelta(days=30)).isoformat()
    unsaid = await place.act(ticket, "appoint", by="leader", status=422, at=far)
    assert unsaid["errors"][0]["pointer"] == "#/wished_by"
    await place.act(ticket, "appoint", by="supervisor", at=far, wished_by="customer")
    await place.tidy()
