"""Whoever is told by a text opens the job from it, and does there what needs no typing (P7, P8)."""

import asyncio
import re
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from tests.playbooks.test_complaint import FOUND
from tests.playbooks.test_repair_phones import texts
from tests.town.office import Office, office
from tests.town.patience import LONG, patiently
from tests.town.repairs import happened

LINK = re.compile(r"https?://\S+/jobs/(\S+)")
BUTTON = re.compile(r'name="act" value="(\w+)">\s*<input type="hidden" name="key" value="([\w-]+)">')
FACT = re.compile(r"<dt>(.*?)</dt><dd>(.*?)</dd>")


@pytest.fixture(scope="module")
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as made:
        yield made


@pytest.fixture
async def phone(place: Office) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody's own phone, nobody signed in; nobody answers calls, so that everybody is texted."""
    for who in ("leader", "head", "supervisor", "manager"):
        await place.behave(who, "refuse")
    async with httpx.AsyncClient(trust_env=False, timeout=LONG) as browser:
        yield browser
    await place.tidy()


async def texted(place: Office, who: str, about: str) -> str:
    """The text about that ticket on that phone."""
    number = about.partition("-")[2]
    async with patiently():
        while not (found := [each for each in await texts(place, who) if number in each]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return found[-1]


async def opens(place: Office, who: str, about: str) -> str:
    """The address in it."""
    found = LINK.search(await texted(place, who, about))
    assert found
    return found[0]


def offered(page: httpx.Response) -> dict[str, str]:
    return dict(BUTTON.findall(page.text))


async def press(phone: httpx.AsyncClient, address: str, page: httpx.Response, act: str) -> httpx.Response:
    return await phone.post(address, data={"act": act, "key": offered(page)[act]})


async def trail(place: Office, ticket: str) -> list[tuple[str, str | None, int, str | None]]:
    async with place.pool.acquire() as db:
        rows = await db.fetch(
            "SELECT operation, staff_id, status, details ->> 'act' AS act FROM trail"
            " WHERE ticket_id = $1 AND operation IN ('jobPage', 'actOnJob') ORDER BY no",
            ticket,
        )
    return [tuple(row) for row in rows]


async def test_a_crew_reads_the_job_and_is_on_site_without_typing(
    place: Office, phone: httpx.AsyncClient
) -> None:
    ticket = await place.repair(where="厨房", photos=["https://files.example/1.jpg"], urgent=True)
    note = {"author": "客服一组", "text": "下午两点后有人"}
    await place.post(f"/tickets/{ticket}/notes", note, 201)
    text = await texted(place, "leader", ticket)
    assert (
        text.startswith(
            "【示例装饰】加急！有新的保修维修：测试花园1栋1单元1201，水电，厨房水槽下方漏水。请在"
        )
        and "前到场。工单 " in text
    )
    address = await opens(place, "leader", ticket)
    page = await phone.get(address)
    assert page.status_code == 200 and page.headers["content-language"] == "zh-CN"
    assert page.headers["referrer-policy"] == "no-referrer" and page.headers["cache-control"] == "no-store"
    assert "script" not in page.headers["content-security-policy"] and "<script" not in page.text
    facts = dict(FACT.findall(page.text))
    assert facts["地址"] == "测试花园1栋1单元1201" and facts["工种"] == "水电"
    assert (facts["问题"], facts["位置"], facts["进度"]) == ("厨房水槽下方漏水", "厨房", "已通知工队")
    assert facts["时限"].endswith("（北京时间）") and "加急" in page.text
    assert "下午两点后有人" in page.text and 'href="https://files.example/1.jpg"' in page.text
    assert "测试业主" not in page.text and place.phone["customer"][-4:] not in page.text
    assert set(offered(page)) == {"acknowledge", "arrive"}
    answers = await asyncio.gather(*(press(phone, address, page, "arrive") for _ in range(3)))
    assert [each.status_code for each in answers] == [303, 303, 303], "pressed three times"
    assert (await place.timeline(ticket)).count("arrive") == 1
    assert (await place.events(ticket, "arrive")) and (await place.ticket(ticket))["stage"] == "on_site"
    after = await phone.get(address, params={"lang": "zh-CN"})
    assert "工队已到场" in after.text and offered(after) == {}
    refused = await phone.post(address, data={"act": "acknowledge", "key": str(uuid.uuid4())})
    assert refused.status_code == 409 and "工单目前处于“工队已到场”" in refused.text
    english = await phone.get(address, params={"lang": "en"})
    assert "crew on site" in english.text and "plumbing" in english.text
    seen = await trail(place, ticket)
    assert ("jobPage", place.staff["leader"], 200, None) in seen
    assert ("actOnJob", place.staff["leader"], 303, "arrive") in seen
    async with place.pool.acquire() as db:
        actor = await db.fetchval(
            "SELECT actor FROM communications WHERE ticket_id = $1 AND kind = 'arrive'", ticket
        )
    assert actor == place.staff["leader"]


async def test_a_head_reads_whom_a_complaint_is_about_and_reports_it_carried_out(
    place: Office, phone: httpx.AsyncClient
) -> None:
    ticket = await place.complaint(about_staff=place.staff["leader"])
    text = await texted(place, "head", ticket)
    assert text.startswith("【示例装饰】业主测试业主投诉测试leader：师傅迟到，地面没有清理。请在")
    address = await opens(place, "head", ticket)
    page = await phone.get(address)
    facts = dict(FACT.findall(page.text))
    assert (facts["业主"], facts["问题"]) == ("测试业主", "师傅迟到,地面没有清理")
    assert facts["业主要求"] == "重新清理并道歉" and facts["进度"] == "待判定"
    assert offered(page) == {}, "an explanation has to be written"
    await place.act(ticket, "file-explanation", by="head", **FOUND)
    await place.act(ticket, "judge-well-founded")
    await place.act(ticket, "propose-remedy", by="head", options=["上门清理并道歉"])
    await place.act(ticket, "approve", by="manager", option=1)
    page = await phone.get(address)
    assert set(offered(page)) == {"carried_out"}
    assert (await press(phone, address, page, "carried_out")).status_code == 303
    assert (await place.ticket(ticket))["stage"] == "accepting"


async def test_a_link_ends_with_the_job_and_with_the_crew(place: Office, phone: httpx.AsyncClient) -> None:
    ticket = await place.repair()
    address = await opens(place, "leader", ticket)
    page = await phone.get(address)
    other = await place.hire("other", "crew_leader", department_id=place.department)
    await place.behave("other", "refuse")
    crew = {"name": "水电二队", "leader_id": other, "department_id": place.department, "trades": ["plumbing"]}
    second = (await place.post("/crews", crew, 201))["id"]
    await place.act(ticket, "hand-to-crew", crew=second)
    over = await phone.get(address)
    assert over.status_code == 410 and "工单已转交他人" in over.text and "测试花园" not in over.text
    assert (await press(phone, address, page, "arrive")).status_code == 410
    assert (await place.timeline(ticket)).count("arrive") == 0
    new = await opens(place, "other", ticket)
    assert (await phone.get(new)).status_code == 200
    await place.act(ticket, "withdraw", remark="业主自行修好")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    closed = await phone.get(new)
    assert closed.status_code == 410 and "工单已结束" in closed.text


async def test_who_leaves_opens_nothing_any_more(place: Office, phone: httpx.AsyncClient) -> None:
    ticket = await place.repair()
    address = await opens(place, "leader", ticket)
    async with place.pool.acquire() as db:
        await db.execute("UPDATE staff SET active = false WHERE id = $1", place.staff["leader"])
    try:
        assert (await phone.get(address)).status_code == 410
    finally:
        async with place.pool.acquire() as db:
            await db.execute("UPDATE staff SET active = true WHERE id = $1", place.staff["leader"])


async def test_nobody_else_s_act_and_no_unknown_link(place: Office, phone: httpx.AsyncClient) -> None:
    ticket = await place.repair()
    await happened(place, ticket, "notice_sent", 2)
    head, leader = await opens(place, "head", ticket), await opens(place, "leader", ticket)
    page = await phone.get(head)
    assert page.status_code == 200 and offered(page) == {}, "the crew speaks for itself"
    for act in ("arrive", "withdraw", "hand_to_crew", "no_such_act"):
        answer = await phone.post(head, data={"act": act, "key": str(uuid.uuid4())})
        assert answer.status_code == 409, act
    for wrong in (
        {"act": "arrive"},
        {"act": "arrive", "key": "1"},
        {"act": "../x", "key": str(uuid.uuid4())},
    ):
        assert (await phone.post(leader, data=wrong)).status_code == 422
    assert (await place.ticket(ticket))["stage"] == "called"
    async with place.pool.acquire() as db:
        before = await db.fetchval("SELECT count(*) FROM trail")
    for token in ("x", "a" * 22, leader.rpartition("/")[2][:-1]):
        base = leader.rpartition("/")[0]
        unknown = await phone.get(f"{base}/{token}")
        assert unknown.status_code == 404 and "链接无效" in unknown.text
        assert (
            await phone.post(f"{base}/{token}", data={"act": "arrive", "key": str(uuid.uuid4())})
        ).status_code == 404
    async with place.pool.acquire() as db:
        assert await db.fetchval("SELECT count(*) FROM trail") == before, "guessing fills no trail"


async def test_the_token_is_kept_nowhere(place: Office, phone: httpx.AsyncClient) -> None:
    ticket = await place.repair()
    token = (await opens(place, "leader", ticket)).rpartition("/")[2]
    async with place.pool.acquire() as db:
        tables = [
            row[0] for row in await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        for table in tables:
            rows = await db.fetch(f"SELECT * FROM {table}")
            assert not any(token in str(tuple(row)) for row in rows), table
        [kept] = await db.fetch(
            "SELECT text FROM messages WHERE ticket_id = $1 AND staff_id = $2", ticket, place.staff["leader"]
        )
    assert kept["text"].endswith("详情：******")
