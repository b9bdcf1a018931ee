"""Owners are given to agents in one go; what they text back meanwhile goes to the desk (P1, P3)."""

import uuid
from datetime import UTC, datetime, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.customers.dealing import ToDeal, deal
from domain.people.duty import Absence, DutyTime
from domain.people.staff import COMPANY_ZONE, Company, Person
from gateways.sms import Reply
from services.messages.desk import on_desk
from services.messages.provider_events import ProviderEvents
from store.database import queries
from tests.town.archive import Archive
from tests.town.callers import somebody
from tests.town.doors import Door

_OWNERS = st.lists(
    st.builds(
        ToDeal,
        st.uuids().map(str),
        st.just("B000001"),
        st.sampled_from("一二三四"),
        st.sampled_from("abcdefgh"),
    ),
    unique_by=lambda each: each.customer_id,
)


@given(_OWNERS, st.integers(1, 4), st.sampled_from(["balance", "block"]))
def test_all_are_dealt_as_evenly_as_groups_allow(owners: list[ToDeal], agents: int, by: Any) -> None:
    dealt = deal(owners, dict.fromkeys("ABCD"[:agents], 0), by=by)
    assert dealt.keys() == {each.customer_id for each in owners}
    place = {each.customer_id: each.block if by == "block" else each.flat for each in owners}
    assert len({(place[each], agent) for each, agent in dealt.items()}) == len(set(place.values()))
    counts = [list(dealt.values()).count(each) for each in "ABCD"[:agents]]
    largest = max((list(place.values()).count(each) for each in place.values()), default=0)
    assert max(counts) - min(counts) <= largest


def test_rules_go_first_and_whoever_has_fewest_gets_more() -> None:
    owners = [ToDeal(f"C{n}", "B1", "1栋" if n < 3 else "2栋", str(n)) for n in range(9)]
    dealt = deal(owners, {"A": 5, "B": 0}, rules={"1栋": "X"})
    assert [dealt[f"C{n}"] for n in range(3)] == ["X"] * 3
    assert sorted(dealt[f"C{n}"] for n in range(3, 9)) == ["A"] + ["B"] * 5
    assert deal(owners, {}, rules={"1栋": "X"}).keys() == {"C0", "C1", "C2"}


async def test_a_building_in_one_go(door: Door, archive: Archive, problem: Any) -> None:
    supervisor = await somebody(door, archive, "service_supervisor")
    agents = [await archive.person(), await archive.person()]
    kept = await archive.customer(agents[0])
    flat = await archive.flat(kept)
    async with archive.pool.acquire() as db:
        building = await db.fetchval("SELECT building_id FROM ownerships WHERE id = $1", flat)
    people = [await archive.customer() for _ in range(6)]
    for number, each in enumerate(people):
        await archive.run(
            "INSERT INTO ownerships (building_id, customer_id, block, unit, room) "
            "VALUES ($1, $2, $3, $4, $5)",
            building, each, "2栋", "1单元", str(1201 + number),
        )  # fmt: skip
    asked = {"building_id": building, "agents": agents}
    answer = await supervisor.call("POST", "/customers:assign", json=asked)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["assigned"], answer.json()["left"]) == (6, 0)
    async with archive.pool.acquire() as db:
        rows = await db.fetch("SELECT id, agent_id FROM customers WHERE id = ANY ($1)", [kept, *people])
        noted = await db.fetchval(
            "SELECT count(*) FROM communications WHERE customer_id = ANY ($1) AND kind = 'assigned'", people
        )
    held = [row["agent_id"] for row in rows]
    assert sorted(held.count(each) for each in agents) == [3, 4] and noted == 6
    whose = {row["id"]: row["agent_id"] for row in rows}
    again = await supervisor.call("POST", "/customers:assign", json=asked)
    assert again.json()["assigned"] == 0
    problem(await supervisor.call("POST", "/customers:assign", json={"agents": []}), 422, "invalid")
    problem(
        await supervisor.call("POST", "/customers:assign", json={"agents": ["S99999999"]}),
        404,
        "no-such-person",
    )
    agent = await somebody(door, archive, "agent")
    problem(await agent.call("POST", "/customers:assign", json=asked), 403, "not-allowed")
    ruled = {"building_id": building, "rules": [{"block": "2栋", "agent_id": agents[1]}], "reassign": True}
    assert (await supervisor.call("POST", "/customers:assign", json=ruled)).json()["left"] == 1
    async with archive.pool.acquire() as db:
        moved = await db.fetch("SELECT agent_id FROM customers WHERE id = ANY ($1)", people)
        assert {row["agent_id"] for row in moved} == {agents[1]}
        assert await db.fetchval("SELECT agent_id FROM customers WHERE id = $1", kept) == whose[kept]


async def written_to(db: Any, ticket: str, customer: str, phone: str) -> None:
    """A text of the ticket's went to the number: what comes back belongs there."""
    await queries.queue_message(
        db, dedupe_key=uuid.uuid4().hex, reference=uuid.uuid4().hex, customer_id=customer, ticket_id=ticket,
        step="show-flat", template="pre-handover-show-flat", phone=phone, text="…", segments=1,
        provider="sandbox",
    )  # fmt: skip


async def test_what_an_owner_without_an_agent_texts_back_goes_to_the_desk(
    door: Door, archive: Archive
) -> None:
    agent = await somebody(door, archive, "agent")
    ids = {}
    for name, holder in (("nobodys", None), ("anothers", await archive.person())):
        customer = await archive.customer(holder)
        flat = await archive.flat(customer)
        ids[name] = await archive.ticket(customer, "PreHandover", stage="waiting", ownership_id=flat)
        async with archive.pool.acquire() as db:
            phone = await db.fetchval("SELECT phone FROM customers WHERE id = $1", customer)
            await written_to(db, ids[name], customer, phone)
        events = ProviderEvents(archive.pool, door.config.temporal)
        reply = Reply(uuid.uuid4().hex, phone, "请问几点交房？", datetime.now(UTC), None)
        await events.take("sandbox", [reply])
    found = (await agent.call("GET", "/replies", params={"limit": 200})).json()["items"]
    shown = {each["ticket_id"]: each for each in found}
    assert ids["nobodys"] in shown and ids["anothers"] not in shown
    reply = shown[ids["nobodys"]]
    done = await agent.call("POST", f"/replies/{reply['id']}:handled", json={})
    assert done.is_success, done.text


def test_the_desk_is_who_is_there_else_who_comes_else_everybody() -> None:
    people = tuple(
        Person(each, role, None, None)
        for each, role in (("S1", "agent"), ("S2", "shift_lead"), ("S3", "manager"))
    )
    noon, night = datetime(2026, 11, 30, 4, tzinfo=UTC), datetime(2026, 11, 30, 16, tzinfo=UTC)  # Monday
    days = tuple(DutyTime("S1", day, time(9), time(18)) for day in range(1, 8))
    company = Company(people, (), (), days, (), COMPANY_ZONE)
    assert on_desk(company, noon) == ["S1"]
    assert on_desk(company, night) == ["S1"]
    away = Absence("S1", noon.replace(hour=0), noon.replace(hour=23))
    assert on_desk(Company(people, (), (), days, (away,), COMPANY_ZONE), noon) == ["S1"]
    assert on_desk(Company(people, (), (), (), (), COMPANY_ZONE), noon) == ["S1", "S2"]
