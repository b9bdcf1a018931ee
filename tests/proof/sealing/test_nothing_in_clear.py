"""Texts are planted wherever people write; none is in Temporal's file, a dump, logs or metrics (P23)."""

import asyncio
import base64
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.converter import DataConverter

from huifang.demo.company import Company as Caller
from huifang.demo.desk import Desk
from huifang.demo.team import Team, hire, responsible
from huifang.local.training import fast_forward
from tests.store.dump import dumped
from tests.town.company import NAMESPACE, Company
from tests.town.patience import patiently
from tests.town.planted import forms, found, payloads
from tests.town.processes import worker
from vault.payload_codec import ENCODING

OWNER, NUMBER, BLOCK = "欧阳慕白", "19900084217", "栖霞阁"
PLANTED = {
    # Of no person, but it stands in summaries and details: what would be readable without the codec.
    "building": "云栖澜庭测试苑",
    "owner": OWNER,
    "number": NUMBER,
    "block": BLOCK,
    "roster": "业主在外地",
    "repair": "卫生间吊顶滴水",
    "remark": "拆开吊顶看过",
    "note": "家里有老人怕吵",
    "complaint": "师傅把地板划花",
    "wanted": "要求换掉整块地板",
    "explanation": "搬梯子时没垫布",
    "remedy": "打磨后补漆一遍",
    "reply": "周末能来看房吗",
    "cancelled": "业主说自己修好",
    "leader": "韩大勇",
    "leader's number": "19900020001",
}
_SIGNALED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
CONTROL = "对照：写明文也找得到"


async def test_of_what_people_write_nothing_is_kept_in_clear(company: Company, tmp_path: Path) -> None:
    caller = Caller(company.api.url, "test-token", "zh-CN")
    async with worker(company.settings) as working:
        await working.answers("/readyz")
        tickets = await play(company, caller)
        await every_payload_is_sealed(company, tickets)
        await control(company)
        places = await whatever_is_kept(company, working.url, tmp_path)
        assert await working.stop() == 0
    await caller.close()
    assert await company.api.stop() == 0
    places |= {"temporal.log": (tmp_path / "temporal.log").read_bytes()}
    for name, process in (("api's log", company.api), ("worker's log", working)):
        places[name] = json.dumps([process.lines, process.plain], ensure_ascii=False).encode()

    # That the search finds what is there.
    assert found({"control": CONTROL}, places) == ["control in temporal.db"]
    assert all(found({"ticket": ticket}, places) for ticket in tickets)
    assert found(PLANTED, places) == []
    await of_people_a_dump_shows_nothing(company, tickets)


async def of_people_a_dump_shows_nothing(company: Company, tickets: list[str]) -> None:
    """Postgres keeps ids and codes in clear, and the names of buildings, which tickets are searched by."""
    places = {"dump": await asyncio.to_thread(dumped, company.settings["DATABASE_URL"])}
    assert all(found({"ticket": ticket}, places) for ticket in tickets)
    assert found(PLANTED, places) == ["building in dump"]


async def play(company: Company, caller: Caller) -> list[str]:
    """Texts before handover with a reply, a repair with a note, a complaint: the ids of their tickets."""
    building = await caller.add_building(PLANTED["building"], date.today() + timedelta(days=44))
    rows = ["姓名,联系电话,楼栋,单元,房号,备注", f"{OWNER},{NUMBER},{BLOCK},1单元,301,{PLANTED['roster']}"]
    await caller.import_rows(building, "业主.csv", "\n".join(rows).encode())
    await caller.start_sequence(building)
    await caller.move_handover(building, date.today() + timedelta(days=45))
    [owner] = await caller.owners(building)
    await fast_forward(company.client, owner["ticket_id"], timedelta(days=16))
    await company.has_taken(1)
    answer = {"phone": f"+86{NUMBER}", "text": PLANTED["reply"]}
    (await company.http.post(f"{company.sandbox.url}/control/reply", json=answer)).raise_for_status()

    team, desk = await hire(caller, "zh-CN", "工程部", "水电一队"), Desk(caller)
    await responsible(caller, team, building)
    flat = {"ownership_id": owner["ownership_id"], "customer_id": owner["customer_id"]}
    repair = await repaired(desk, caller, team, flat)
    complaint = await complained(desk, team, flat, repair)
    async with patiently():
        while not (await caller.call("GET", "/replies"))["items"]:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return [owner["ticket_id"], repair, complaint]


async def repaired(desk: Desk, caller: Caller, team: Team, flat: dict[str, Any]) -> str:
    """Looked at, noted, and withdrawn with a reason."""
    ticket = await desk.take_in("repairs", team.agent, **flat, trade="plumbing", what=PLANTED["repair"])
    await desk.until(ticket, "a promise", lambda now: now["promise"] is not None)
    await desk.act(ticket, "arrive", team.leader, remark=PLANTED["remark"])
    await caller.call("POST", f"/tickets/{ticket}/notes", json={"text": PLANTED["note"]})
    await caller.call("POST", f"/tickets/{ticket}:cancel", json={"reason": PLANTED["cancelled"]})
    await desk.stage(ticket, "closed")
    return ticket


async def complained(desk: Desk, team: Team, flat: dict[str, Any], about: str) -> str:
    """Explained, found justified, with a remedy proposed."""
    ticket = await desk.take_in(
        "complaints", team.agent, **flat, department_id=team.department, about_ticket=about,
        what=PLANTED["complaint"], wanted=PLANTED["wanted"],
    )  # fmt: skip
    await desk.until(ticket, "a promise", lambda now: now["promise"] is not None)
    await desk.act(
        ticket, "file-explanation", team.head, what=PLANTED["explanation"], remedy=PLANTED["remedy"]
    )
    await desk.act(ticket, "judge-well-founded", team.agent)
    await desk.act(ticket, "propose-remedy", team.head, options=[PLANTED["remedy"]])
    return ticket


async def control(company: Company) -> None:
    """Written in clear, as a product without a codec would."""
    address = company.client.service_client.config.target_host
    plain = await Client.connect(address, namespace=NAMESPACE, data_converter=DataConverter.default)
    await plain.start_workflow("Control", CONTROL, id="control", task_queue="nobody")


async def whatever_is_kept(company: Company, worker_url: str, home: Path) -> dict[str, bytes]:
    """Temporal's file with its log of changes, what its lists show, and both processes' numbers."""
    listed = [each.raw_info.SerializeToString() async for each in company.client.list_workflows()]
    numbers = [await company.http.get(f"{url}/metrics") for url in (company.api.url, worker_url)]
    kept = b"".join(file.read_bytes() for file in sorted(home.glob("temporal.db*")))  # noqa: ASYNC240
    assert len(kept) > 100_000 and len(listed) >= 3 and all(each.is_success for each in numbers)
    metrics = b"".join(each.content for each in numbers)
    return {"temporal.db": kept, "lists": b"".join(listed), "metrics": metrics}


async def every_payload_is_sealed(company: Company, tickets: list[str]) -> None:
    """Arguments, results, signals, summaries and errors in histories, and what schedules start."""
    kept: list[Message] = [
        event
        for ticket in tickets
        async for event in company.client.get_workflow_handle(ticket).fetch_history_events()
    ]
    async for listed in await company.client.list_schedules():
        described = await company.client.get_schedule_handle(listed.id).describe()
        kept.append(described.raw_description)
    events = [each for each in kept if isinstance(each, HistoryEvent)]
    assert any(each.HasField("user_metadata") for each in events) and len(kept) > len(events)
    assert any(each.event_type == _SIGNALED for each in events)
    for each in events:
        # The SDK's own note of a local activity: its number, name and times. Its result stands beside it.
        if each.HasField("marker_recorded_event_attributes"):
            each.marker_recorded_event_attributes.details.pop("data", None)
    found_ = [payload for message in kept for payload in payloads(message)]
    assert len(found_) > 50 and {bytes(each.metadata["encoding"]) for each in found_} == {ENCODING}


def test_every_form_of_a_text_is_recognised() -> None:
    text = PLANTED["repair"]
    seen = set(forms(text))
    for before in ("", "a", "ab", "abc", "二"):
        for after in ("", "z", "。"):
            coded = base64.b64encode(f"{before}{text}{after}".encode())
            assert any(form in coded for form in seen), (before, after)
    assert text.encode("utf-16-le") in seen and text.encode().hex().encode() in seen
    assert json.dumps(text)[1:-1].encode() in seen
