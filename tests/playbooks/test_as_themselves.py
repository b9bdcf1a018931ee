"""A complaint and a repair to the end, everybody signed in as themselves, none by a token (D1, F5)."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.town.office import SCAN
from tests.town.signed import Signed, asked_how_it_went, everybody_signed_in


@pytest.fixture
async def signed(
    temporal: WorkflowEnvironment, database_url: str, quick_hashes: None
) -> AsyncIterator[Signed]:
    async with everybody_signed_in(temporal, database_url) as everybody:
        yield everybody


async def test_a_complaint_from_the_head_s_phone_to_the_end(signed: Signed) -> None:
    place = signed.place
    ticket = (
        await signed.does(
            "agent",
            "/complaints",
            201,
            customer_id=place.customer,
            department_id=place.department,
            about_staff=place.staff["leader"],
            what="师傅迟到两小时",
            wanted="道歉",
        )
    )["id"]
    shown = await signed.sees("head", ticket)
    assert shown["standing"] == "待判定"
    assert {"name": "about_staff", "title": "被投诉人", "value": place.staff["leader"]} in shown["facts"]
    await signed.acts("head", ticket, "file-explanation", what="排班冲突", remedy="上门道歉")
    await signed.acts("agent", ticket, "judge-well-founded")
    await signed.acts("head", ticket, "propose-remedy", options=["上门道歉", "减免保洁费"])
    # Whose turn it is hears of it at once, and may open it.
    await place.until(ticket, lambda now: "approval-turn" in str(now["told"]))
    assert (await signed.sees("manager", ticket))["standing"] == "方案待审批"
    refused = await signed.does("supervisor", f"/tickets/{ticket}:approve", 403, option=1)
    assert refused["title"] and "经理" in refused["detail"]
    await signed.acts("manager", ticket, "approve", option=1)
    await signed.acts("head", ticket, "carried-out")
    filed = {"title": "签字单", "url": SCAN, "sha256": "0" * 64}
    await signed.does("agent", f"/tickets/{ticket}/attachments", 201, **filed)
    await signed.does("agent", f"/tickets/{ticket}:customer-accepts", 409, scan=SCAN)
    await signed.acts("supervisor", ticket, "customer-accepts", scan=SCAN)
    await signed.acts(
        "supervisor",
        ticket,
        "classify",
        category="service.punctuality",
        measure="排班预留半小时",
        owner=place.staff["head"],
        until="2027-01-31T18:00:00+08:00",
    )
    await asked_how_it_went(signed, ticket, 1)
    await place.until(ticket, lambda now: now["stage"] == "closed")
    assert (await signed.sees("agent", ticket))["close_reason"] == "settled"
    answer = await signed.browsers["manager"].call("GET", f"/tickets/{ticket}/timeline?limit=200")
    approved = [each["actor"] for each in answer.json()["items"] if each["kind"] == "approve"]
    assert approved == [place.staff["manager"]]


async def test_a_repair_from_the_report_to_the_customer_s_word(signed: Signed) -> None:
    place = signed.place
    ticket = (
        await signed.does(
            "agent",
            "/repairs",
            201,
            customer_id=place.customer,
            ownership_id=place.ownership,
            trade="plumbing",
            what="厨房水槽下方漏水",
        )
    )["id"]
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    shown = await signed.sees("leader", ticket)
    assert {"name": "trade", "title": "工种", "value": "plumbing"} in shown["facts"]
    await signed.acts("leader", ticket, "arrive")
    await asked_how_it_went(signed, ticket, 1)
    await signed.acts("leader", ticket, "file-plan", what="更换角阀", at="2027-01-01T10:00:00+08:00")
    await signed.acts("leader", ticket, "complete")
    await asked_how_it_went(signed, ticket, 2)
    await place.until(ticket, lambda now: now["stage"] == "closed")
    assert (await signed.sees("agent", ticket))["close_reason"] == "solved"
