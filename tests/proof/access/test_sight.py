"""What is in sight is what the rule says, never more and never less, by whatever way it came about.

The rule is `sight_before.sql`, which works everything out from all history. Against it stand row policies,
ids that pages begin with, and `open_files`, after any sequence of what happens to tickets, files and loans.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.http.database import connect_for_requests
from store.database import connect, queries
from store.keys import open_keyring
from tests.town.archive import Archive, asked_by
from tests.town.databases import migrated_database
from tests.town.keys import MASTERS
from tests.town.patience import BUSY, until

_BEFORE = (Path(__file__).parent / "sight_before.sql").read_text("utf-8")
_PAIRS = {
    "tickets": ("SELECT id FROM tickets", "SELECT before.tickets()", "SELECT huifang_tickets()"),
    "customers": ("SELECT id FROM customers", "SELECT before.people()", "SELECT huifang_people()"),
    "ownerships": ("SELECT id FROM ownerships", "SELECT before.flats()", None),
    "files": (None, "SELECT before.files()", "SELECT huifang_files()"),
    "ticket_texts": ("SELECT ticket_id FROM ticket_texts", "SELECT before.tickets()", None),
    "communications": ("SELECT ticket_id FROM communications", "SELECT before.communications()", None),
    "pre_sales": ("SELECT customer_id FROM pre_sales", "SELECT before.pre_sales()", None),
    "loans": ("SELECT id FROM loans", "SELECT before.loans()", None),
    "ticket_links": ("SELECT ticket_id FROM ticket_links", "SELECT before.links()", None),
}
_WRITTEN = {
    "tickets": ("id", "SELECT before.own_tickets()"),
    "customers": ("id", "SELECT before.own_files()"),
    "ownerships": ("id", "SELECT before.own_flats()"),
    "ticket_texts": ("ticket_id", "SELECT before.own_tickets()"),
    "communications": ("ticket_id", "SELECT before.own_communications()"),
    "pre_sales": ("customer_id", "SELECT before.own_pre_sales()"),
    "ticket_links": ("ticket_id", "SELECT before.own_links()"),
}
"""Rows that may be locked are those that may be written."""
_SOMEBODY_WAITS = (
    "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event = 'advisory' "
    "AND datname = current_database())"
)
_PEOPLE, _CUSTOMERS, _TICKETS = 3, 4, 6
_people = st.integers(0, _PEOPLE - 1)
_customers = st.integers(0, _CUSTOMERS - 1)
_tickets = st.integers(0, _TICKETS - 1)
_maybe = st.none() | _people
_ago = st.sampled_from([0, 29, 31, 89, 91])
_ends = st.sampled_from([None, "done", "withdrawn", "duplicate"])
_STEPS = st.one_of(
    st.tuples(
        st.just("hand"),
        _tickets,
        _maybe,
        _maybe,
        st.none() | st.integers(0, 1),
        st.none() | st.integers(0, 1),
    ),
    st.tuples(st.just("close"), _tickets, _ago, _ends),
    st.tuples(st.just("open"), _tickets),
    st.tuples(st.just("name_end"), _tickets, _ends),
    st.tuples(st.just("give"), _tickets, st.none() | _customers),
    st.tuples(st.just("own"), _customers, _maybe),
    st.tuples(st.just("add"), _customers, _maybe),
    st.tuples(st.just("become"), _people, st.sampled_from(["agent", "salesperson"])),
    st.tuples(st.just("sell"), _customers, _maybe),
    st.tuples(st.just("forget_sale"), _customers),
    st.tuples(st.just("lend"), _customers, _people, st.sampled_from([-1, 1]), st.booleans()),
    st.tuples(st.just("end"), _customers, _people),
    st.tuples(st.just("tell"), _tickets, _people),
    st.tuples(st.just("merge"), _customers, _customers),
    st.tuples(st.just("part"), _customers),
)


class _World:
    """A few people, customers and tickets, to whom things happen."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.loans = 0

    async def set_up(self) -> None:
        made = self._archive
        self.departments = [await made.department() for _ in range(2)]
        self.crews = [await made.crew() for _ in range(2)]
        self.people = [await made.person() for _ in range(_PEOPLE)]
        self.customers = [await made.customer() for _ in range(_CUSTOMERS)]
        flats = [await made.flat(each) for each in self.customers]
        kinds = ["Repair", "Complaint", "FollowUpCall", "Lending", "PreHandover", "Repair"]
        self.tickets = [
            await made.ticket(self.customers[n % _CUSTOMERS], kind, ownership_id=flats[n % _CUSTOMERS])
            for n, kind in enumerate(kinds)
        ]
        await made.run(
            "INSERT INTO ticket_links (ticket_id, other_id, kind) VALUES ($1, $2, 'related')",
            *self.tickets[:2],
        )

    async def happens(self, step: Any) -> None:
        what, *given = step
        await getattr(self, what)(*given)

    async def hand(self, ticket: int, agent: Any, first: Any, department: Any, crew: Any) -> None:
        await self._archive.run(
            "UPDATE tickets SET agent_id = $2, first_contact = $3, department_id = $4, crew_id = $5 "
            "WHERE id = $1",
            self.tickets[ticket],
            _of(self.people, agent),
            _of(self.people, first),
            _of(self.departments, department),
            _of(self.crews, crew),
        )

    async def close(self, ticket: int, days: int, reason: str | None) -> None:
        await self._archive.run(
            "UPDATE tickets SET stage = 'closed', updated_at = now() - make_interval(days => $2), "
            "close_reason = $3 WHERE id = $1",
            self.tickets[ticket],
            days,
            reason,
        )

    async def open(self, ticket: int) -> None:
        await self._archive.run(
            "UPDATE tickets SET stage = 'crew', updated_at = now(), close_reason = NULL WHERE id = $1",
            self.tickets[ticket],
        )

    async def name_end(self, ticket: int, reason: str | None) -> None:
        await self._archive.run(
            "UPDATE tickets SET close_reason = $2 WHERE id = $1", self.tickets[ticket], reason
        )

    async def give(self, ticket: int, customer: Any) -> None:
        await self._archive.run(
            "UPDATE tickets SET customer_id = $2 WHERE id = $1",
            self.tickets[ticket],
            _of(self.customers, customer),
        )

    async def own(self, customer: int, agent: Any) -> None:
        await self._archive.run(
            "UPDATE customers SET agent_id = $2 WHERE id = $1",
            self.customers[customer],
            _of(self.people, agent),
        )

    async def add(self, customer: int, person: Any) -> None:
        await self._archive.run(
            "UPDATE customers SET added_by = $2 WHERE id = $1",
            self.customers[customer],
            _of(self.people, person),
        )

    async def become(self, person: int, role: str) -> None:
        await self._archive.run("UPDATE staff SET role = $2 WHERE id = $1", self.people[person], role)

    async def sell(self, customer: int, person: Any) -> None:
        await self._archive.run(
            "INSERT INTO pre_sales (customer_id, stage, salesperson_id, updated_by) "
            "VALUES ($1, 'potential', $2, 'S') "
            "ON CONFLICT (customer_id) DO UPDATE SET salesperson_id = excluded.salesperson_id",
            self.customers[customer],
            _of(self.people, person),
        )

    async def forget_sale(self, customer: int) -> None:
        await self._archive.run("DELETE FROM pre_sales WHERE customer_id = $1", self.customers[customer])

    async def lend(self, customer: int, person: int, days: int, granted: bool) -> None:
        self.loans += 1
        loan = await self._archive.ticket(self.customers[customer], "Lending", stage="lent")
        await self._archive.run(
            "INSERT INTO loans (id, customer_id, borrower_id, asked_until, granted_at, until) VALUES "
            "($1, $2, $3, now(), CASE WHEN $5 THEN now() END, now() + make_interval(days => $4)) "
            "ON CONFLICT DO NOTHING",
            loan,
            self.customers[customer],
            self.people[person],
            days,
            granted,
        )

    async def end(self, customer: int, person: int) -> None:
        await self._archive.run(
            "UPDATE loans SET ended_at = now() "
            "WHERE customer_id = $1 AND borrower_id = $2 AND ended_at IS NULL",
            self.customers[customer],
            self.people[person],
        )

    async def tell(self, ticket: int, person: int) -> None:
        await self._archive.run(
            "INSERT INTO told_of (staff_id, ticket_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            self.people[person],
            self.tickets[ticket],
        )

    async def merge(self, kept: int, other: int) -> None:
        """As services/customers/merging.py leaves it: nobody is merged into a duplicate."""
        await self._archive.run(
            "UPDATE customers SET merged_into = $1 WHERE id = $2 AND $1 <> $2 "
            "AND NOT EXISTS (SELECT 1 FROM customers WHERE id = $1 AND merged_into IS NOT NULL) "
            "AND NOT EXISTS (SELECT 1 FROM customers WHERE merged_into = $2)",
            self.customers[kept],
            self.customers[other],
        )

    async def part(self, other: int) -> None:
        await self._archive.run(
            "UPDATE customers SET merged_into = NULL WHERE id = $1", self.customers[other]
        )

    def askers(self) -> list[tuple[str, dict[str, str]]]:
        by_role = {"agent": {}, "salesperson": {}, "department_head": {"department_id": self.departments[0]}}
        by_role["crew"] = {"crew_id": self.crews[0]}
        by_role["auditor"] = {}
        return [
            (role, {"staff_id": person, **more}) for role, more in by_role.items() for person in self.people
        ]


def _of(ids: list[str], number: int | None) -> str | None:
    return None if number is None else ids[number]


async def _ids(db: Any, sql: str) -> set[str]:
    return {str(row[0]) for row in await db.fetch(sql) if row[0] is not None}


async def _compare(archive: Archive, world: _World) -> None:
    for role, who in world.askers():
        with asked_by(role, **who):
            async with archive.looking() as db:
                for what, (seen, rule, listed) in _PAIRS.items():
                    wanted = await _ids(db, rule)
                    if seen is not None:
                        assert await _ids(db, seen) == wanted, (what, role, who)
                    if listed is not None:
                        assert await _ids(db, listed) == wanted, (f"list of {what}", role, who)
                for what, (column, rule) in _WRITTEN.items():
                    written = await _ids(db, f"SELECT {column} FROM {what} FOR UPDATE")
                    assert written == await _ids(db, rule), (f"writing {what}", role, who)
    async with archive.pool.acquire() as db:
        kept = await db.fetch("SELECT file_id, who, last, lent_until FROM open_files ORDER BY 1, 2")
        await db.execute("SELECT open_anew(array_agg(id)) FROM customers")
        again = await db.fetch("SELECT file_id, who, last, lent_until FROM open_files ORDER BY 1, 2")
    assert [tuple(row) for row in kept] == [tuple(row) for row in again]


@pytest.fixture(scope="module")
async def apart(database_url: str) -> AsyncIterator[Archive]:
    """On a database of its own, with the rule beside it."""
    async with migrated_database(database_url) as url:
        keyring = await open_keyring(url, MASTERS)
        pool = await connect(url, keyring, size=2)
        api_pool = await connect_for_requests(url, keyring, size=2, statement=BUSY)
        async with pool.acquire() as db:
            await db.execute(_BEFORE)
        yield Archive(pool, api_pool)
        await api_pool.close()
        await pool.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@example(steps=[("lend", 0, 0, 1, True), ("lend", 1, 1, 1, True), ("merge", 2, 1), ("end", 0, 1)])
@example(steps=[("hand", 0, 0, 1, 0, 0), ("name_end", 0, "withdrawn")])
@example(
    steps=[("hand", 0, 0, None, 0, 0), ("close", 0, 0, "duplicate"), ("tell", 0, 1), ("name_end", 0, None)]
)
@example(steps=[("add", 0, 0), ("become", 0, "salesperson"), ("add", 1, 0), ("own", 0, 1), ("add", 1, None)])
@given(steps=st.lists(_STEPS, min_size=1, max_size=12))
async def test_sight_is_what_the_rule_says_after_whatever_happens(apart: Archive, steps: list[Any]) -> None:
    world = _World(apart)
    await world.set_up()
    for step in steps:
        await world.happens(step)
    await _compare(apart, world)


_MUCH = (
    "CREATE OR REPLACE FUNCTION huifang_sees_much() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER "
    "SET search_path = pg_catalog, public AS $$ SELECT {} $$"
)
_PAGES: dict[str, Callable[[Any], Any]] = {
    "SELECT before.tickets()": lambda db: queries.tickets_page(
        db,
        kind=None,
        stage=None,
        building_id=None,
        due_before=None,
        due_after=None,
        rounds=None,
        patterns=None,
        words=None,
        after="",
        most=1000,
    ),
    "SELECT before.people() EXCEPT SELECT id FROM customers WHERE merged_into IS NOT NULL": (
        lambda db: queries.customers_page(db, agent=None, grade=None, building=None, after="", most=1000)
    ),
    "SELECT t FROM before.tickets() t JOIN tickets ON id = t "
    "WHERE kind = ANY (kinds_with('customer_called')) AND stage <> 'closed'": (
        lambda db: queries.call_list(db, agent=None, stage=None, most=1000)
    ),
}


@pytest.mark.parametrize("much", ["huifang_all()", "true"])
async def test_pages_show_what_is_in_sight_whichever_way_they_are_found(apart: Archive, much: str) -> None:
    world = _World(apart)
    await world.set_up()
    steps: list[Any] = [("hand", n, n % 3, None, n % 2, n % 2) for n in range(_TICKETS)]
    steps += [("close", 0, 31, "done"), ("close", 1, 29, "done"), ("close", 5, 0, "withdrawn"), ("add", 1, 2)]
    steps += [("become", 2, "salesperson"), ("own", 3, 0), ("merge", 0, 2), ("tell", 4, 1)]
    for step in steps:
        await world.happens(step)
    async with apart.pool.acquire() as db:
        await db.execute(_MUCH.format(much))
    for role, who in world.askers():
        with asked_by(role, **who):
            async with apart.looking() as db:
                for rule, page in _PAGES.items():
                    assert {row["id"] async for row in page(db)} == await _ids(db, rule), (rule, role, who)
                found = {
                    row["ownership_id"]
                    for place in await db.fetch("SELECT id FROM buildings")
                    async for row in queries.owners_page(db, building_id=place["id"], after="", most=1000)
                }
                assert found == await _ids(
                    db,
                    "SELECT f FROM before.flats() f JOIN ownerships o ON o.id = f "
                    "WHERE o.customer_id IN (SELECT before.people())",
                )


@pytest.mark.parametrize(
    "asked",
    [
        {"phone": "+8619900000003"},
        {"name": "王小明"},
        {"email": "a@b.c"},
        {"wechat": "w"},
        {"contract": "H1"},
    ],
)
async def test_whoever_is_looked_for_is_found_by_an_index(apart: Archive, asked: dict[str, str]) -> None:
    """Nothing of what is looked through would be a scan of everybody, were there a million."""
    given = [asked.get(name) for name in ("phone", "name", "email", "wechat", "contract")]
    async with apart.pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        body = await db.fetchval("SELECT prosrc FROM pg_proc WHERE proname = 'may_be_found'")
        plan = await db.fetch(f"EXPLAIN {body}", *given)
    assert "Seq Scan" not in "\n".join(row[0] for row in plan)


async def test_of_two_tickets_that_close_at_once_neither_leaves_the_file_open(apart: Archive) -> None:
    world = _World(apart)
    await world.set_up()
    first = world.tickets[0]
    second = await apart.ticket(world.customers[0], "Repair", agent_id=world.people[0])
    await world.hand(0, 0, None, None, None)
    closing = "UPDATE tickets SET stage = 'closed', updated_at = now() - interval '31 days' WHERE id = $1"
    async with apart.pool.acquire() as one, apart.pool.acquire() as other:
        begun = one.transaction()
        await begun.start()
        await one.execute(closing, first)
        late = asyncio.create_task(other.execute(closing, second))
        await until(lambda: one.fetchval(_SOMEBODY_WAITS), "the second to wait for the first")
        await begun.commit()
        await late
    with asked_by("agent", staff_id=world.people[0]):
        assert await apart.seen("customers", world.customers) == set()
    await _compare(apart, world)


async def test_nobody_who_asks_writes_what_is_in_sight(archive: Archive) -> None:
    customer, agent = await archive.customer(), await archive.person()
    with asked_by("agent", staff_id=agent):
        async with archive.looking() as db:
            for sql in (
                "INSERT INTO open_files (file_id, who, last) VALUES ($1, $2, 'infinity')",
                "UPDATE open_files SET last = 'infinity' WHERE file_id = $1 OR who = $2",
                "DELETE FROM open_files WHERE file_id = $1 OR who = $2",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await db.execute(sql, customer, agent)
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await db.fetch("SELECT * FROM file_openers")
        assert await archive.seen("customers", [customer]) == set()
