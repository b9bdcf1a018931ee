"""What people hear and read who are told of a ticket, word for word, at the provider (P7, P8)."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest
from temporalio.testing import ActivityEnvironment

from activities.messages.notices import NoticeActivities
from domain.messages.calls import PlaceNotice
from domain.messages.notices import SendNotice
from domain.messages.sms import segments
from domain.playbooks.registry import BY_NAME, PLAYBOOKS
from gateways.sandbox import SandboxSms
from huifang.run.playbook_texts import texts_wanted
from services.messages.notice_words import worded
from store.database import queries
from store.privacy import copy_of_person, erase_person
from tests.town.desk import Desk
from tests.town.patience import LONG
from tests.town.serving import TOKEN

DUE = "今天17:00"
MOST_SEGMENTS = 3
"""A text to staff: more would cost more than the call it stands for."""


@dataclass
class Jobs:
    """Tickets with everything that can be said of them."""

    desk: Desk
    texts: NoticeActivities
    department: str
    crew: str
    leader: str
    head: str
    phones: dict[str, str]

    async def _one(self, sql: str, *values: Any) -> Any:
        async with self.desk.pool.acquire() as db:
            return await db.fetchval(sql, *values)

    async def person(self, role: str, name: str, language: str = "zh-CN", **more: Any) -> str:
        staff, phone = await self.desk.staff(name, language)
        self.phones[staff] = phone
        await self._one("UPDATE staff SET role = $2 WHERE id = $1", staff, role)
        for column, value in more.items():
            await self._one(f"UPDATE staff SET {column} = $2 WHERE id = $1", staff, value)
        return staff

    async def ticket(
        self,
        kind: str = "Repair",
        said: Any = None,
        *,
        building: str | None = "测试花园",
        room: str = "1201",
        trade: str | None = "plumbing",
        about: str | None = None,
        crew: bool = True,
        owner: str = "李示例",
        **columns: Any,
    ) -> str:
        playbook = BY_NAME[kind]
        ticket = f"{playbook.prefix}{playbook.letter or 'X'}2026-{uuid.uuid4().hex[:8]}"
        customer, _ = await self.desk.customer()
        await self._one("UPDATE customers SET name = $2 WHERE id = $1", customer, owner)
        flat, house = None, None
        async with self.desk.pool.acquire() as db:
            if building is not None:
                house = (await queries.add_building(db, name=building, handover_date=None))["id"]
                flat = await db.fetchval(
                    "INSERT INTO ownerships (building_id, customer_id, block, unit, room)"
                    " VALUES ($1, $2, $3, $4, $5) RETURNING id",
                    house, customer, "1栋", "1单元", room,
                )  # fmt: skip
            await db.execute(
                "INSERT INTO tickets (id, kind, stage, version, opened_at, updated_at, building_id,"
                " ownership_id, customer_id, crew_id, department_id, urgent, reopened)"
                " VALUES ($1, $2, 'called', 1, now(), now(), $3, $4, $5, $6, $7, $8, $9)",
                ticket, kind, house, flat, customer, self.crew if crew else None, self.department,
                columns.get("urgent", False), columns.get("reopened", 0),
            )  # fmt: skip
            await queries.keep_start(
                db, ticket_id=ticket, workflow=kind, summary="", input={"trade": trade, "about_staff": about}
            )
            if said is not None:
                await queries.add_text(db, ticket_id=ticket, kind="report", body=said, author=self.leader)
        return ticket

    async def hears(self, ticket: str, who: str, template: str, role: str = "", **params: str) -> str:
        """What is read out on that phone, after the company's name."""
        order = PlaceNotice(
            ticket, f"told/{who}", who, template, {"ticket": number(ticket), "due": DUE, **params}, role=role
        )
        placed = await ActivityEnvironment().run(self.desk.calls.place_notice, order)
        assert placed.outcome == "placed", placed
        text = (await self.desk.rung(self.phones[who]))[-1]["text"]
        assert text.startswith("您好，这里是示例装饰。"), text
        return str(text.removeprefix("您好，这里是示例装饰。"))

    async def reads(self, ticket: str, who: str, template: str, role: str = "", **params: str) -> str:
        order = SendNotice(
            ticket,
            f"told/{who}",
            template,
            {"ticket": number(ticket), "due": DUE, **params},
            staff_id=who,
            role=role,
        )
        assert (await ActivityEnvironment().run(self.texts.send_notice, order)).outcome == "sent"
        messages = (await self.desk.provider.get("/control/messages")).json()["messages"]
        return str([each["text"] for each in messages if each["phone"] == self.phones[who]][-1])


def number(ticket: str) -> str:
    return ticket.partition("-")[2]


@pytest.fixture
async def jobs(desk: Desk) -> AsyncIterator[Jobs]:
    sms = SandboxSms(str(desk.provider.base_url), TOKEN, LONG)
    texts = NoticeActivities(desk.pool, sms, "示例装饰", "https://huifang.example")
    made = Jobs(desk, texts, "", "", "", "", {})
    made.department = await made._one(
        "INSERT INTO departments (name, kind) VALUES ('工程部', 'engineering') RETURNING id"
    )
    made.head = await made.person("department_head", "周示例", department_id=made.department)
    await made._one("UPDATE departments SET head_id = $2 WHERE id = $1", made.department, made.head)
    made.leader = await made.person("crew_leader", "王示例")
    made.crew = await made._one(
        "INSERT INTO crews (name, leader_id, department_id) VALUES ('水电一队', $1, $2) RETURNING id",
        made.leader, made.department,
    )  # fmt: skip
    yield made
    await sms.close()


LEAK = {"what": "厨房水槽下方漏水"}


async def test_the_crew_hears_where_what_and_until_when(jobs: Jobs) -> None:
    ticket = await jobs.ticket(said=LEAK)
    assert await jobs.hears(ticket, jobs.leader, "voice-repair-crew", "crew_leader", late="no") == (
        "有新的保修维修：测试花园1栋1单元1201，水电，厨房水槽下方漏水。请在今天17:00前到场。"
        "确认收到请按1，已到场请按2。"
    )
    text = await jobs.reads(ticket, jobs.leader, "sms-repair-crew", "crew_leader", late="no")
    assert text.startswith(
        "【示例装饰】有新的保修维修：测试花园1栋1单元1201，水电，厨房水槽下方漏水。请在今天17:00前到场。"
        f"工单 {number(ticket)}，详情：https://huifang.example/jobs/"
    )


async def test_a_bound_that_has_passed_is_said_to_have_passed(jobs: Jobs) -> None:
    ticket = await jobs.ticket(said=LEAK)
    soon = await jobs.hears(ticket, jobs.leader, "voice-repair-two-hours-left", "crew_leader", late="no")
    assert soon.startswith("到场时限将到，请在今天17:00前赶到：测试花园1栋1单元1201")
    other = await jobs.ticket(said=LEAK)
    past = await jobs.hears(other, jobs.leader, "voice-repair-two-hours-left", "crew_leader", late="yes")
    assert past.startswith("到场时限今天17:00已过，请立即赶到：测试花园1栋1单元1201")


async def test_what_is_opened_again_is_not_new_and_says_what_was_not_well(jobs: Jobs) -> None:
    ticket = await jobs.ticket(said=LEAK, reopened=1)
    async with jobs.desk.pool.acquire() as db:
        await queries.add_text(
            db, ticket_id=ticket, kind="reopen", body={"remark": "接头仍渗水"}, author=jobs.head
        )
    assert await jobs.hears(ticket, jobs.leader, "voice-repair-crew", "crew_leader") == (
        "业主不满意，需返修：测试花园1栋1单元1201，水电，接头仍渗水。请在今天17:00前到场。"
        "确认收到请按1，已到场请按2。"
    )


async def test_a_stand_in_hears_in_whose_place(jobs: Jobs) -> None:
    ticket = await jobs.ticket(said=LEAK, urgent=True)
    assert await jobs.hears(ticket, jobs.head, "voice-repair-crew", "crew_leader") == (
        "您代水电一队队长接听。加急！有新的保修维修：测试花园1栋1单元1201，水电，厨房水槽下方漏水。"
        "请在今天17:00前安排人到场。确认收到请按1。"
    )
    deputy = await jobs.person("agent", "陈示例")
    heard = await jobs.hears(ticket, deputy, "voice-repair-not-on-site", "department_head")
    assert heard == (
        "您代工程部负责人接听。工队超时未到场，请督办：测试花园1栋1单元1201，水电，厨房水槽下方漏水。"
        "水电一队应在今天17:00前到场。确认收到请按1。"
    )
    handed = await jobs.person("agent", "林示例")
    assert (await jobs.hears(ticket, handed, "voice-handed-on", jobs.leader)).startswith("您代王示例接听。")
    assert (await jobs.reads(ticket, handed, "sms-handed-on", jobs.leader)).startswith(
        f"【示例装饰】您代王示例接收：保修维修 {number(ticket)}已转交给您："
        "测试花园1栋1单元1201，厨房水槽下方漏水。"
    )


async def test_the_head_hears_whom_a_complaint_is_about_and_what(jobs: Jobs) -> None:
    late = {"what": "师傅迟到,地面没有清理", "wanted": "道歉"}
    ticket = await jobs.ticket("Complaint", late, about=jobs.leader, crew=False)
    assert await jobs.hears(ticket, jobs.head, "voice-complaint-new", "department_head") == (
        "业主李示例投诉王示例：师傅迟到，地面没有清理。请在今天17:00前提交情况说明和处理意见。确认收到请按1。"
    )
    of_all = await jobs.ticket("Complaint", late, crew=False, owner="李示例(VIP)")
    assert (await jobs.hears(of_all, jobs.head, "voice-complaint-new", "department_head")).startswith(
        "业主李示例投诉贵部门：师傅迟到"
    )
    manager = await jobs.person("manager", "马示例")
    assert await jobs.hears(of_all, manager, "voice-complaint-approval", "manager", late="no") == (
        "业主李示例投诉工程部：师傅迟到，地面没有清理。处理方案等待您审批，时限今天17:00。确认收到请按1。"
    )


async def test_whoever_is_complained_about_does_not_hear_by_whom(jobs: Jobs) -> None:
    ticket = await jobs.ticket("Complaint", {"what": "态度差"}, about=jobs.head, crew=False)
    assert (await jobs.hears(ticket, jobs.head, "voice-complaint-new", "department_head")).startswith(
        "业主投诉您本人：态度差。"
    )


async def test_a_department_hears_what_is_asked(jobs: Jobs) -> None:
    ticket = await jobs.ticket("Enquiry", {"what": "阳台可以改成封闭式吗?"}, crew=False)
    assert await jobs.hears(ticket, jobs.head, "voice-enquiry-department", "department_head") == (
        "业主李示例咨询：阳台可以改成封闭式吗。需贵部门在今天17:00前答复。确认接收请按1。"
    )


ODD = [
    ({"what": "漏水😭\n很大！！\u200b"}, "漏水，很大"),
    ({"what": "厨房", "where": "厨房"}, "厨房"),
    ({"what": "水槽下方漏水", "where": "厨房"}, "厨房，水槽下方漏水"),
    ({"what": "打13900001111"}, "打"),
    ({"what": "🙏"}, "详情见工单"),
    ({}, "详情见工单"),
    (None, "详情见工单"),
    ({"what": "水" * 500}, "水" * 29 + "…"),
]


@pytest.mark.parametrize(("said", "heard"), ODD)
async def test_words_however_they_were_written(jobs: Jobs, said: Any, heard: str) -> None:
    ticket = await jobs.ticket(said=said)
    spoken = await jobs.hears(ticket, jobs.leader, "voice-repair-crew", "crew_leader")
    assert f"水电，{heard}" in spoken and "请在今天17:00前到场" in spoken


async def test_what_nobody_knows_leaves_no_half_sentence(jobs: Jobs) -> None:
    ticket = await jobs.ticket(building=None, trade=None)
    assert await jobs.hears(ticket, jobs.leader, "voice-repair-crew", "crew_leader", due="—") == (
        f"有新的保修维修：地址见工单，维修，详情见工单 {number(ticket)}。请在约定时间前到场。"
        "确认收到请按1，已到场请按2。"
    )


@pytest.mark.parametrize("how", ["erased", "not readable"])
async def test_words_that_are_gone(jobs: Jobs, how: str) -> None:
    ticket = await jobs.ticket(said=LEAK)
    change = "body = $2, erased_at = now()" if how == "erased" else "body = overlay(body placing $2 from 30)"
    async with jobs.desk.pool.acquire() as db:
        await db.execute(f"UPDATE ticket_texts SET {change} WHERE ticket_id = $1", ticket, b"\x00\x00\x00")
    heard = await jobs.hears(ticket, jobs.leader, "voice-repair-crew", "crew_leader")
    assert "测试花园1栋1单元1201，水电，详情见工单" in heard


async def test_people_who_read_english_read_english(jobs: Jobs) -> None:
    alex = await jobs.person("crew_member", "Alex Sample", "en", crew_id=jobs.crew)
    ticket = await jobs.ticket(
        said={"what": "kitchen tap drips"}, building="Lake Garden", room="A-12", urgent=True
    )
    text = await jobs.reads(ticket, alex, "sms-repair-crew", "crew_member")
    assert text.startswith(
        "【示例装饰】Urgent: New repair: Lake Garden 1栋1单元A-12, plumbing, kitchen tap drips. "
        f"Please be on site by 今天17:00. {number(ticket)}: https://huifang.example/jobs/"
    )


async def test_the_longest_text_keeps_within_its_segments(jobs: Jobs) -> None:
    said = {"what": "水" * 500, "where": "房" * 50}
    ticket = await jobs.ticket(said=said, building="园" * 200, room="室" * 100, trade="t" * 40, urgent=True)
    deputy = await jobs.person("agent", "名" * 50)
    for template in ("sms-repair-crew", "sms-repair-not-on-site", "sms-repair-overdue"):
        text = await jobs.reads(ticket, deputy, template, "crew_leader", late="yes")
        assert segments(text) <= MOST_SEGMENTS, (len(text), text)
        ticket = await jobs.ticket(said=said, building="园" * 200, room="室" * 100, trade="t" * 40)


_TOLD = sorted(
    {
        (playbook.name, key)
        for playbook in PLAYBOOKS
        for keys in texts_wanted(playbook)
        for key in keys
        # What customers get, and that there is nothing left to do there, carry no link to a job.
        if key.startswith(("voice-", "sms-")) and not key.endswith(("-customer", "-ended", "-other-crew"))
    }
    | {("Repair", f"{way}-{name}") for way in ("voice", "sms") for name in ("handed-on", "receipt-overdue")}
)


_LINK = {"link": "https://h.example/jobs/x"}


@pytest.mark.parametrize(("kind", "template"), _TOLD)
async def test_every_notice_is_whole_whatever_is_known(jobs: Jobs, kind: str, template: str) -> None:
    """With everything, with nothing, late, in another's place: no half sentence, none too long."""
    bare = await jobs.ticket(kind, building=None, trade=None, crew=False)
    full = await jobs.ticket(kind, LEAK, about=jobs.leader, urgent=True, reopened=1)
    roles = ("", "crew_leader", "department_head", "manager", jobs.leader)
    for ticket, locale, late, role in product((bare, full), ("zh-CN", "en"), ("yes", "no"), roles):
        params = {"ticket": number(ticket), "due": DUE if late == "yes" else "—", "late": late, "at": DUE}
        call = PlaceNotice(ticket, "k", jobs.leader, template, params, role=role)
        text = SendNotice(ticket, "k", template, params, staff_id=jobs.leader, role=role)
        async with jobs.desk.pool.acquire() as db:
            order = text if template.startswith("sms-") else call
            said = (await worded(db, order, jobs.leader, locale, _LINK)).text
        assert said == said.strip() and "—" not in said and "None" not in said, said
        assert not set(said) & set("{}$"), said
        assert "  " not in said and "，，" not in said and "。。" not in said, said
        assert segments(said) <= MOST_SEGMENTS + (locale == "en"), said
        assert not template.startswith("sms-") or said.endswith("/x"), said


async def test_the_agent_s_supervisor_hears_whom_to_call(jobs: Jobs) -> None:
    ticket = await jobs.ticket("FollowUpCall", crew=False)
    manager = await jobs.person("manager", "马示例")
    assert await jobs.hears(ticket, manager, "voice-call-overdue", "manager") == (
        "回访业主李示例已超期，时限为今天17:00，请督办。确认收到请按1。"
    )


async def test_providers_that_keep_the_wording_get_names_and_values_that_fit(jobs: Jobs) -> None:
    ticket = await jobs.ticket(said={"what": "水" * 500}, building="园" * 200)
    order = PlaceNotice(
        ticket,
        "k",
        jobs.head,
        "voice-repair-crew",
        {"ticket": "R1", "due": DUE, "late": "yes"},
        role="crew_leader",
    )
    async with jobs.desk.pool.acquire() as db:
        words = await worded(db, order, order.staff_id, "zh-CN", {})
        plain = await worded(
            db,
            replace(order, staff_id=jobs.leader, params=order.params | {"late": "no"}),
            jobs.leader,
            "zh-CN",
            {},
        )
    assert words.wordings == (
        "voice-repair-crew-late-stand_in", "voice-repair-crew-late", "voice-repair-crew-stand_in",
        "voice-repair-crew",
    )  # fmt: skip
    assert plain.wordings == ("voice-repair-crew",)
    assert set(words.values) == {"ticket", "due", "place", "trade", "what", "instead"}
    assert all(0 < len(value) <= 35 for value in words.values.values())
    assert "instead" not in plain.values


async def test_what_was_told_of_a_person_goes_when_the_person_is_erased(jobs: Jobs) -> None:
    ticket = await jobs.ticket(said=LEAK)
    await jobs.hears(ticket, jobs.leader, "voice-repair-crew", "crew_leader")
    await jobs.reads(ticket, jobs.leader, "sms-repair-crew", "crew_leader")
    async with jobs.desk.pool.acquire() as db:
        customer = await db.fetchval("SELECT customer_id FROM tickets WHERE id = $1", ticket)
        copy = await copy_of_person(db, [customer])
        assert not {"calls", "messages"} & set(copy), "what colleagues were told is not the person's copy"
        async with db.transaction():
            await erase_person(db, [customer], keep_person=False)
        heard = await db.fetchrow("SELECT text, phone FROM calls WHERE ticket_id = $1", ticket)
        read = await db.fetchrow("SELECT text FROM messages WHERE ticket_id = $1", ticket)
    assert heard["text"] is None and heard["phone"] == jobs.phones[jobs.leader]
    assert read["text"] == ""
