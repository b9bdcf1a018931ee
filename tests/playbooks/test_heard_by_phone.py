"""What each hears on the phone, word for word, from the report to a repair not well done (P7)."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.town.office import Office, office
from tests.town.patience import patiently
from tests.town.repairs import PLAN, begun, recorded

_UNTIL = re.compile(r"(?:请在|应在)(.+?)(?=前)")


@pytest.fixture
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as made:
        yield made


async def heard(place: Office, who: str, count: int) -> list[str]:
    """What was read out on that phone once it got so many calls; moments as …, without the greeting."""
    async with patiently():
        while await place.rung(who) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    calls = (await place.phones.get("/control/calls")).raise_for_status().json()["calls"]
    said = [call["text"] for call in calls if place.phone[who] in str(call["legs"])]
    assert len(said) == count and all(each.startswith("您好，这里是示例装饰。") for each in said), said
    return [_UNTIL.sub("请在…", each.removeprefix("您好，这里是示例装饰。")) for each in said]


async def test_a_repair_is_told_to_the_crew_and_told_otherwise_when_it_was_not_well_done(
    place: Office,
) -> None:
    for who in ("leader", "head"):
        await place.behave(who, "answer_and_press", key="1")
    ticket = await begun(place, "on_site", what="厨房水槽下方漏水\n请尽快😭13900001111")
    await place.act(ticket, "file-plan", by="leader", **PLAN)
    await place.act(ticket, "complete", by="leader")
    new = (
        "有新的保修维修：测试花园1栋1单元1201，水电，厨房水槽下方漏水，请尽快。请在…前到场。"
        "确认收到请按1，已到场请按2。"
    )
    assert await heard(place, "leader", 1) == [new]
    await recorded(place, ticket, 2, satisfaction="dissatisfied", with_what="接头仍渗水")
    again = (
        "业主不满意，需返修：测试花园1栋1单元1201，水电，接头仍渗水。请在…前到场。"
        "确认收到请按1，已到场请按2。"
    )
    assert await heard(place, "leader", 2) == [new, again]
    assert await heard(place, "head", 1) == [
        "业主对维修不满意，已重新开启，请关注：测试花园1栋1单元1201，水电，接头仍渗水。确认收到请按1。"
    ]


async def test_who_stands_in_for_the_crew_s_leader_hears_in_whose_place(place: Office) -> None:
    deputy = await place.hire("deputy", "crew_member", department_id=place.department)
    now = datetime.now(UTC)
    absence = {
        "staff_id": place.staff["leader"],
        "begins": (now - timedelta(days=1)).isoformat(),
        "ends": (now + timedelta(days=1)).isoformat(),
        "deputy_id": deputy,
        "reason": "leave",
    }
    await place.post("/absences", absence, 201)
    await place.behave("deputy", "answer_and_press", key="1")
    ticket = await place.repair(urgent=True)
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    assert await heard(place, "deputy", 1) == [
        "您代水电一队队长接听。加急！有新的保修维修：测试花园1栋1单元1201，水电，厨房水槽下方漏水。"
        "请在…前安排人到场。确认收到请按1。"
    ]
    assert await place.rung("leader") == 0
