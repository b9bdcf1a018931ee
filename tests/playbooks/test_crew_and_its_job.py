"""The crew of a job reads what is broken, and reaches the customer; nobody's whole number is shown (F1)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.town.signed import Signed, asked_how_it_went, everybody_signed_in

_PHOTO = "https://files.example/sink.jpg"


@pytest.fixture
async def signed(
    temporal: WorkflowEnvironment, database_url: str, quick_hashes: None
) -> AsyncIterator[Signed]:
    async with everybody_signed_in(temporal, database_url) as everybody:
        yield everybody


async def reported(signed: Signed, **more: Any) -> str:
    """A repair that the agent took in, and the crew has heard of."""
    place = signed.place
    report = {
        "customer_id": place.customer,
        "ownership_id": place.ownership,
        "trade": "plumbing",
        "what": f"厨房水槽下方漏水，家里电话 {place.phone['customer'][3:]}",
        "where": "厨房",
        "photos": [_PHOTO],
        **more,
    }
    ticket = str((await signed.does("agent", "/repairs", 201, **report))["id"])
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    return ticket


async def test_the_crew_reads_the_report_its_photos_and_remarks(signed: Signed) -> None:
    ticket = await reported(signed)
    await signed.does("agent", f"/tickets/{ticket}/notes", 201, text="门禁找保安登记")
    await signed.does(
        "agent", f"/tickets/{ticket}/attachments", 201, title="水槽下方", url="https://files.example/2.jpg"
    )
    shown = await signed.sees("leader", ticket)
    number = signed.place.phone["customer"][3:]
    assert shown["reported"]["words"] == {
        "what": f"厨房水槽下方漏水，家里电话 {number[:3]}****{number[-4:]}",
        "where": "厨房",
        "photos": [_PHOTO],
    }
    assert [(each["title"], each["url"]) for each in shown["attachments"]] == [
        ("水槽下方", "https://files.example/2.jpg")
    ]
    assert (shown["building"], shown["room"]) == ("测试花园", "1栋1单元1201")
    told = [each["text"] for each in await signed.timeline("leader", ticket)]
    assert {"备注：门禁找保安登记", "附件：水槽下方"} <= set(told)
    # The agent, who may state a purpose, reads what was typed.
    assert number in (await signed.sees("agent", ticket))["reported"]["words"]["what"]


async def test_the_crew_reads_what_the_customer_said_of_its_work_and_no_other_file(signed: Signed) -> None:
    ticket = await reported(signed)
    await signed.acts("leader", ticket, "arrive")
    await asked_how_it_went(
        signed, ticket, 1, arrived="yes", with_what="师傅很准时", satisfaction="satisfied"
    )
    await signed.place.until(ticket, lambda now: bool(now["customer_said"]))
    for who in ("leader", "head", "agent"):
        (said,) = (await signed.sees(who, ticket))["customer_said"]
        assert said["about"] == "到场情况回访"
        assert (said["satisfaction"], said["satisfaction_in_words"]) == ("satisfied", "满意")
        assert said["words"] == {"with_what": "师傅很准时"}
        assert said["answers"] == {"arrived": "yes"}
    await signed.reads("leader", f"/customers/{signed.place.customer}", 403)


async def test_another_crew_reads_nothing_of_it(signed: Signed) -> None:
    ticket = await reported(signed)
    place = signed.place
    other = await place.hire("other", "crew_leader", department_id=place.department)
    crew = {"name": "水电二队", "leader_id": other, "department_id": place.department, "trades": ["plumbing"]}
    await place.post("/crews", crew, 201)
    signed.browsers["other"] = await signed.door.signed_in(await signed.door.person("crew", staff_id=other))
    await signed.reads("other", f"/tickets/{ticket}", 404)
    async with place.pool.acquire() as db:
        assert await db.fetchval("SELECT count(*) FROM huifang_said($1)", ticket) == 0
