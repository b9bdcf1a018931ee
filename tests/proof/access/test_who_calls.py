"""Who calls is found by the number typed; ids that are guessed lead nowhere, and it is counted (P17, P23)."""

import asyncio
from typing import Any

from domain.access.callers import CallerPolicy
from tests.town.archive import Archive, asked_by
from tests.town.callers import Caller, somebody
from tests.town.doors import Door
from tests.town.patience import until

_WAITS = (
    "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
    "AND query LIKE '%caller_lookups%' AND datname = current_database())"
)


async def calling(archive: Archive) -> tuple[str, str, str]:
    """Somebody else's customer, the number and the flat."""
    customer = await archive.customer(await archive.person())
    flat = await archive.flat(customer)
    async with archive.pool.acquire() as db:
        return customer, await db.fetchval("SELECT phone FROM customers WHERE id = $1", customer), flat


async def found(agent: Caller, phone: str) -> Any:
    return await agent.call("POST", "/customers:search", json={"phone": phone})


async def test_guessed_ids_take_in_nothing(door: Door, archive: Archive, problem: Any) -> None:
    agent = await somebody(door, archive, "agent")
    customer, _, flat = await calling(archive)
    requests: dict[str, dict[str, Any]] = {
        "/repairs": {"customer_id": customer, "ownership_id": flat, "trade": "plumbing", "what": "漏水"},
        "/enquiries": {"customer_id": customer, "what": "阳台可以封吗"},
        "/complaints": {
            "customer_id": customer,
            "department_id": await archive.department(),
            "what": "迟到",
            "wanted": "道歉",
        },
        "/privacy-requests": {"customer_id": customer, "kind": "see", "channel": "phone", "what": "看看"},
    }
    for path, asked in requests.items():
        problem(await agent.call("POST", path, json=asked), 404, "no-such-customer")
    async with archive.pool.acquire() as db:
        assert await db.fetchval("SELECT count(*) FROM tickets WHERE customer_id = $1", customer) == 0


async def test_whose_number_is_typed_is_helped_and_nothing_more_is_seen(door: Door, archive: Archive) -> None:
    agent = await somebody(door, archive, "agent")
    customer, phone, flat = await calling(archive)
    answer = await found(agent, phone)
    (shown,) = answer.json()["items"]
    assert (shown["id"], shown["own"]) == (customer, False) and "****" in shown["phone"]
    assert [(each["ownership_id"], each["room"]) for each in shown["flats"]] == [(flat, "1201")]
    assert (await agent.call("GET", f"/customers/{customer}")).status_code == 404
    asked = {"customer_id": customer, "ownership_id": flat, "trade": "plumbing", "what": "漏水"}
    assert (await agent.call("POST", "/repairs", json=asked)).status_code == 201
    # What was taken in is in the agent's hand, and with it the file; looked at like any other.
    assert (await agent.call("GET", f"/customers/{customer}")).status_code == 200
    async with archive.pool.acquire() as db:
        look = await db.fetchrow(
            "SELECT what, customers, staff_id FROM trail WHERE operation = 'searchCustomers' "
            "AND $1 = ANY (customers)",
            customer,
        )
    assert (look["what"], look["staff_id"]) == ("caller", agent.staff_id)


async def test_a_number_typed_is_counted_and_on_record_though_its_caller_has_gone(
    door: Door, archive: Archive
) -> None:
    agent = await somebody(door, archive, "agent")
    customer, phone, _ = await calling(archive)
    async with archive.pool.acquire() as holder, archive.pool.acquire() as watcher:
        async with holder.transaction():
            await holder.execute("LOCK TABLE caller_lookups IN ACCESS EXCLUSIVE MODE")
            asking = asyncio.create_task(found(agent, phone))
            await until(lambda: watcher.fetchval(_WAITS), "the number to be looked up")
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        await until(
            lambda: watcher.fetchval(
                "SELECT EXISTS (SELECT 1 FROM trail WHERE operation = 'searchCustomers' AND what = 'caller' "
                "AND $1 = ANY (customers))",
                customer,
            ),
            "the look to be on record",
        )
        counted = await watcher.fetchval(
            "SELECT count(*) FROM caller_lookups WHERE customer_id = $1", customer
        )
    assert counted == 1


async def test_a_number_found_helps_the_one_who_typed_it_and_for_a_while(
    door: Door, archive: Archive, problem: Any
) -> None:
    agent, other = await somebody(door, archive, "agent"), await somebody(door, archive, "agent")
    customer, phone, _ = await calling(archive)
    await found(agent, phone)
    asked = {"customer_id": customer, "what": "阳台可以封吗"}
    problem(await other.call("POST", "/enquiries", json=asked), 404, "no-such-customer")
    await archive.run(
        "UPDATE caller_lookups SET at = now() - interval '13 hours' WHERE customer_id = $1", customer
    )
    problem(await agent.call("POST", "/enquiries", json=asked), 404, "no-such-customer")


async def test_after_so_many_numbers_a_supervisor_helps(door: Door, archive: Archive, problem: Any) -> None:
    agent = await somebody(door, archive, "agent")
    customer, phone, _ = await calling(archive)
    most = CallerPolicy().numbers_a_day
    await archive.run(
        "INSERT INTO caller_lookups (account, staff_id, number) "
        "SELECT $1, $2, 'n' || n FROM generate_series(1, $3::integer) AS n",
        await _account(archive, agent),
        agent.staff_id,
        most - 2,
    )
    # Guesses count, found or not, and a dozen at once are counted as a dozen.
    guesses = await asyncio.gather(*(found(agent, f"199000{each:05}") for each in range(76001, 76013)))
    assert sorted(each.status_code for each in guesses) == [200] * 2 + [429] * 10
    problem(await found(agent, phone), 429, "numbers-used-up")
    supervisor = await somebody(door, archive, "service_supervisor")
    (shown,) = (await found(supervisor, phone)).json()["items"]
    assert (shown["id"], shown["own"]) == (customer, True)


async def test_the_same_number_and_own_customers_do_not_count(door: Door, archive: Archive) -> None:
    agent = await somebody(door, archive, "agent")
    _, phone, _ = await calling(archive)
    own = await archive.customer(agent.staff_id)
    async with archive.pool.acquire() as db:
        own_phone = await db.fetchval("SELECT phone FROM customers WHERE id = $1", own)
    for number in (phone, phone, own_phone, phone):
        assert (await found(agent, number)).status_code == 200
    async with archive.pool.acquire() as db:
        typed = await db.fetchval(
            "SELECT count(DISTINCT number) FROM caller_lookups WHERE staff_id = $1", agent.staff_id
        )
    assert typed == 1


async def test_with_the_withdrawal_the_file_is_shut(door: Door, archive: Archive) -> None:
    agent = await archive.person()
    for end, open_still in (
        ("withdrawn", False),
        ("cancelled", False),
        ("duplicate", False),
        ("solved", True),
    ):
        customer = await archive.customer(await archive.person())
        ticket = await archive.ticket(customer, first_contact=agent, agent_id=agent)
        with asked_by("agent", staff_id=agent):
            assert await archive.seen("customers", [customer]) == {customer}
            await archive.run(
                "UPDATE tickets SET stage = 'closed', close_reason = $2 WHERE id = $1", ticket, end
            )
            assert await archive.seen("customers", [customer]) == ({customer} if open_still else set()), end
            # What one did is still there to be read.
            assert await archive.seen("tickets", [ticket]) == {ticket}


async def _account(archive: Archive, who: Caller) -> str:
    async with archive.pool.acquire() as db:
        return str(await db.fetchval("SELECT id FROM accounts WHERE staff_id = $1", who.staff_id))
