"""What a check forgotten in code would show: nothing (P22, P23)."""

import asyncio
from typing import Any

import asyncpg
import pytest

from api.http.database import system
from tests.town.archive import Archive, asked_by

_OPEN_TABLES = {
    # The company's people are colleagues; who may read the list stands in api/access/operations.toml.
    "staff",
    "accounts",
    "sessions",
    "sign_in_tries",
    "sign_in_events",
    "api_tokens",
    "provider_visits",
    # Numbers alone, sealed, of nobody in particular.
    "opt_outs",
    # Wrapped, and not the API's to read.
    "data_keys",
    # Ids and codes, and read by whoever keeps watch.
    "trail",
    "trail_key",
    # An id of a flat.
    "number_changes",
}


async def test_every_table_about_people_is_guarded(pool: Any) -> None:
    async with pool.acquire() as db:
        rows = await db.fetch(
            """SELECT c.relname AS name, c.relrowsecurity AS guarded FROM pg_class c
               WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND EXISTS (
                 SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                 AND (a.attname IN ('ticket_id', 'customer_id', 'ownership_id')
                      OR a.atttypid IN ('bytea'::regtype, 'bytea[]'::regtype)))"""
        )
    assert {row["name"] for row in rows if not row["guarded"]} <= _OPEN_TABLES
    assert {"customers", "tickets", "messages", "ticket_texts"} <= {
        row["name"] for row in rows if row["guarded"]
    }


async def test_the_api_is_nobody_special(api_pool: Any) -> None:
    async with api_pool.acquire() as db:
        role = await db.fetchrow(
            "SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = current_user"
        )
        assert not any(role.values())
        assert (
            await db.fetchval("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
            == 0
        )
        for sql in (
            "SELECT wrapped FROM data_keys",
            "UPDATE trail SET mac = ''",
            "DELETE FROM sign_in_events",
            "ALTER TABLE customers DISABLE ROW LEVEL SECURITY",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await db.execute(sql)


async def test_a_query_that_nobody_asked_for_finds_nobody(archive: Archive) -> None:
    customer = await archive.customer()
    ticket = await archive.ticket(customer)
    async with archive.looking() as db:
        for table in (
            "customers",
            "ownerships",
            "tickets",
            "messages",
            "calls",
            "communications",
            "ticket_texts",
        ):
            assert await db.fetchval(f"SELECT count(*) FROM {table}") == 0
        assert await db.execute("UPDATE customers SET signed_at = now()") == "UPDATE 0"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await db.execute(
                "INSERT INTO communications (ticket_id, kind, at, actor) VALUES ($1, 'note', now(), 'x')",
                ticket,
            )


async def test_roles_without_files_see_none(archive: Archive) -> None:
    customer = await archive.customer()
    for role in ("auditor", "administrator"):
        with asked_by(role, staff_id=await archive.person()):
            assert await archive.seen("customers", [customer]) == set()


async def test_an_agent_sees_own_customers_and_those_of_tickets_in_hand(archive: Archive) -> None:
    agent, other = await archive.person(), await archive.person()
    own, answered, worked, foreign = [await archive.customer(who) for who in (agent, other, other, other)]
    taken = await archive.ticket(answered, first_contact=agent, agent_id=other)
    hand = await archive.ticket(worked, agent_id=agent)
    earlier = await archive.ticket(worked, agent_id=other)
    unknown = await archive.ticket(foreign, agent_id=other)
    people, tickets = [own, answered, worked, foreign], [taken, hand, earlier, unknown]
    with asked_by("agent", staff_id=agent):
        assert await archive.seen("customers", people) == {own, answered, worked}
        # The whole file of whoever is helped, so that nobody has to tell everything twice.
        assert await archive.seen("tickets", tickets) == {taken, hand, earlier}
        assert await archive.seen("ticket_texts", tickets, "ticket_id") == {taken, hand, earlier}
        assert await archive.seen("communications", people, "customer_id") == {answered, worked}
    with asked_by("service_supervisor"):
        assert await archive.seen("customers", people) == set(people)


async def test_a_closed_ticket_goes_out_of_sight_in_time(archive: Archive) -> None:
    agent = await archive.person()
    customer = await archive.customer()
    ticket = await archive.ticket(customer, agent_id=agent, stage="closed", close_reason="solved")
    with asked_by("agent", staff_id=agent):
        assert await archive.seen("customers", [customer]) == {customer}
        await archive.run("UPDATE tickets SET updated_at = now() - interval '31 days' WHERE id = $1", ticket)
        assert await archive.seen("customers", [customer]) == set()


async def test_a_head_sees_the_tickets_of_the_own_department(archive: Archive) -> None:
    mine, others = await archive.department(), await archive.department()
    customers = [await archive.customer(), await archive.customer()]
    tickets = [
        await archive.ticket(who, "Complaint", department_id=where)
        for who, where in zip(customers, (mine, others), strict=True)
    ]
    with asked_by("department_head", staff_id=await archive.person("department_head"), department_id=mine):
        assert await archive.seen("tickets", tickets) == {tickets[0]}
        assert await archive.seen("customers", customers) == {customers[0]}
    # To be of a department is not to be its head.
    with asked_by("agent", staff_id=await archive.person(), department_id=mine):
        assert await archive.seen("tickets", tickets) == set()


async def test_a_crew_sees_its_open_jobs_and_no_more_of_their_customers(archive: Archive) -> None:
    mine, others = await archive.crew(), await archive.crew()
    customer, foreign = await archive.customer(), await archive.customer()
    flat, second = await archive.flat(customer), await archive.flat(customer)
    job = await archive.ticket(customer, crew_id=mine, ownership_id=flat)
    complaint = await archive.ticket(customer, "Complaint", ownership_id=second)
    done = await archive.ticket(foreign, crew_id=mine, stage="closed", close_reason="solved")
    elsewhere = await archive.ticket(foreign, crew_id=others)
    tickets = [job, complaint, done, elsewhere]
    with asked_by("crew", staff_id=await archive.person("crew_leader", crew=mine), crew_id=mine):
        assert await archive.seen("tickets", tickets) == {job}
        assert await archive.seen("customers", [customer, foreign]) == {customer}
        assert await archive.seen("ownerships", [flat, second]) == {flat}
        assert await archive.seen("ticket_texts", tickets, "ticket_id") == {job}
        assert await archive.seen("communications", tickets, "ticket_id") == {job}


async def test_a_lent_file_is_open_while_it_is_lent(archive: Archive) -> None:
    borrower, lender = await archive.person(), await archive.person()
    customer = await archive.customer()
    other = await archive.ticket(customer, agent_id=lender)
    loan = await archive.ticket(customer, "Lending", stage="lent")
    with asked_by("salesperson", staff_id=borrower):
        await archive.run(
            "INSERT INTO loans (id, customer_id, borrower_id, asked_until) "
            "VALUES ($1, $2, $3, now() + interval '1 day')",
            loan,
            customer,
            borrower,
        )
        assert await archive.seen("customers", [customer]) == set()
        await archive.run(
            "UPDATE loans SET granted_at = now(), decided_by = $2, until = now() + interval '1 day' "
            "WHERE id = $1",
            loan,
            lender,
        )
        assert await archive.seen("customers", [customer]) == {customer}
        assert await archive.seen("tickets", [other]) == {other}
        await archive.run("UPDATE loans SET until = now() - interval '1 second' WHERE id = $1", loan)
        assert await archive.seen("customers", [customer]) == set()


async def test_nobody_writes_where_nothing_is_to_be_seen(archive: Archive) -> None:
    agent = await archive.person()
    customer, foreign = await archive.customer(agent), await archive.customer()
    ticket = await archive.ticket(foreign)
    note = (
        "INSERT INTO communications (ticket_id, customer_id, kind, at, actor) "
        "VALUES ($1, $2, 'note', now(), 'x')"
    )
    with asked_by("agent", staff_id=agent):
        async with archive.looking() as db:
            await db.execute(note, await archive.ticket(customer), customer)
            assert (
                await db.execute("UPDATE customers SET agent_id = $2 WHERE id = $1", foreign, agent)
                == "UPDATE 0"
            )
            for sql, values in (
                (note, (ticket, foreign)),
                (
                    "INSERT INTO ticket_texts (ticket_id, kind, body, author) VALUES ($1, 'note', $2, 'x')",
                    (ticket, {}),
                ),
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await db.execute(sql, *values)


async def test_connections_that_are_used_in_turn_do_not_mix_up_who_asks(archive: Archive) -> None:
    agents = [await archive.person() for _ in range(4)]
    customers = [await archive.customer(agent) for agent in agents]

    async def look(number: int) -> None:
        with asked_by("agent", staff_id=agents[number % 4]):
            assert await archive.seen("customers", customers) == {customers[number % 4]}

    async def look_as_system() -> None:
        with system():
            assert await archive.seen("customers", customers) == set(customers)
        assert await archive.seen("customers", customers) == set()

    # Twice as many as there are connections.
    await asyncio.gather(*(look(number) for number in range(20)), *(look_as_system() for _ in range(10)))
