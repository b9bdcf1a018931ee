"""What service reads at the desk: an open repair of the same flat, what a call is about (F17)."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from store.database import queries
from tests.town.office import Office
from tests.town.signed import Signed, everybody_signed_in


@pytest.fixture
async def signed(
    temporal: WorkflowEnvironment, database_url: str, quick_hashes: None
) -> AsyncIterator[Signed]:
    async with everybody_signed_in(temporal, database_url) as everybody:
        yield everybody


async def co_owner(place: Office) -> tuple[str, str]:
    """Somebody else who owns the same flat, and the flat as theirs."""
    async with place.pool.acquire() as db:
        building = await db.fetchval("SELECT building_id FROM ownerships WHERE id = $1", place.ownership)
        customer = await queries.add_customer(db, name="共有人", phone="+8619900077001", other_phones=[])
        owned = await queries.add_ownership(
            db, building_id=building, customer_id=customer, block="1栋", unit="1单元", room="1201", area=None,
            roster_date=None, note=None,
        )  # fmt: skip
    return customer, owned["id"]


async def test_an_open_repair_of_the_same_flat_is_told_when_another_is_taken_in(signed: Signed) -> None:
    place = signed.place
    first = await place.repair()
    customer, flat = await co_owner(place)
    await signed.does("agent", "/customers:search", phone="19900077001")  # who calls is found by the number
    report = {"customer_id": customer, "ownership_id": flat, "trade": "水电", "what": "厨房还在漏水"}
    taken = await signed.does("agent", "/repairs", 201, **report)
    assert [each["id"] for each in taken["similar"]] == [first]
    assert {"name": "trade", "title": "工种", "value": "plumbing"} in taken["facts"]
    # A repair next door is none of it.
    elsewhere = await signed.does("agent", "/enquiries", 201, customer_id=customer, what="可以封阳台吗")
    assert elsewhere["similar"] == []


async def test_the_call_list_says_what_about_and_which_flat(signed: Signed) -> None:
    place = signed.place
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await signed.acts("leader", ticket, "arrive")
    call = f"follow-up-{ticket.partition('-')[2]}-0-1"
    await place.until(call, lambda now: now["stage"] in ("scheduled", "ready"))
    [listed] = (await signed.reads("agent", f"/calls?agent={place.staff['agent']}"))["items"]
    assert (listed["reason"], listed["building"], listed["room"]) == (
        "到场情况回访",
        "测试花园",
        "1栋1单元1201",
    )
