"""A complaint and a repair to the end, everybody signed in as themselves, none by a token (D1, F5)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from tests.town.doors import Browser, Door
from tests.town.office import SCAN, Office, office

_ACCOUNTS = {
    "agent": "agent",
    "supervisor": "service_supervisor",
    "head": "department_head",
    "manager": "manager",
    "leader": "crew",
}


@dataclass
class Signed:
    """The office, and a browser for each of its people."""

    place: Office
    browsers: dict[str, Browser]

    async def does(self, who: str, path: str, status: int = 200, **said: Any) -> Any:
        answer: httpx.Response = await self.browsers[who].call("POST", path, json=said)
        assert answer.status_code == status, f"{who} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def acts(self, who: str, ticket: str, act: str, **said: Any) -> Any:
        return await self.does(who, f"/tickets/{ticket}:{act}", **said)

    async def sees(self, who: str, ticket: str) -> dict[str, Any]:
        answer = await self.browsers[who].call("GET", f"/tickets/{ticket}")
        assert answer.status_code == 200, f"{who}: {answer.text}"
        shown: dict[str, Any] = answer.json()
        return shown


@pytest.fixture
async def signed(
    temporal: WorkflowEnvironment, database_url: str, quick_hashes: None
) -> AsyncIterator[Signed]:
    async with office(temporal, database_url) as place:
        for who in ("head", "supervisor", "manager", "leader"):
            await place.behave(who, "answer_and_press", key="1")
        for who in ("agent", "customer"):
            await place.behave(who, "answer")
        door = Door(str(place.http.base_url), SimpleNamespace(pool=place.pool), place.http)  # type: ignore[arg-type]
        browsers = {}
        for who, role in _ACCOUNTS.items():
            person = await door.person(role, staff_id=place.staff[who])
            browsers[who] = await door.signed_in(person, **{"Accept-Language": "zh-CN"})
        calls = {"phone": place.phone["customer"]}  # who calls is found by the number
        assert (await browsers["agent"].call("POST", "/customers:search", json=calls)).json()["items"]
        yield Signed(place, browsers)
        for browser in door.browsers:
            await browser.http.aclose()


async def asked_how_it_went(signed: Signed, ticket: str, number: int) -> None:
    """The agent calls from the own list and records what the customer said."""
    call = f"follow-up-{ticket.partition('-')[2]}-0-{number}"
    await signed.place.until(call, lambda now: now["stage"] in ("scheduled", "ready"))
    await signed.acts("agent", call, "dial")
    await signed.place.until(call, lambda now: now["stage"] == "to_record")
    await signed.acts("agent", call, "record-result", satisfaction="satisfied")


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
