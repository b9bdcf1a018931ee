"""A file that is lent is for reading: no act, no word, and it ends with the loan (P23)."""

import re
from typing import Any

import asyncpg
import pytest

from api.access.permissions import OPERATIONS, operation_of
from api.app import all_routes
from domain.access.roles import BUILT_IN
from tests.town.archive import Archive, asked_by
from tests.town.callers import Caller, somebody
from tests.town.doors import Door

_ROLES = ("agent", "shift_lead", "salesperson", "department_head")


async def lent(archive: Archive, who: Caller) -> tuple[str, str, str]:
    """Somebody else's customer, flat and open repair, seen by a loan."""
    owner = await archive.person()
    customer = await archive.customer(owner)
    flat = await archive.flat(customer)
    ticket = await archive.ticket(
        customer, agent_id=owner, first_contact=owner, ownership_id=flat, stage="called"
    )
    loan = await archive.ticket(customer, "Lending", stage="lent", first_contact=who.staff_id)
    await archive.run(
        "INSERT INTO loans (id, customer_id, borrower_id, asked_until, granted_at, decided_by, until) "
        "VALUES ($1, $2, $3, now() + interval '1 day', now(), $4, now() + interval '1 day')",
        loan,
        customer,
        who.staff_id,
        owner,
    )
    return customer, flat, ticket


def _writing(role: str) -> list[Any]:
    """Every operation of the role that changes something and names a customer, a flat or a ticket."""
    found = []
    for route in all_routes():
        needs = OPERATIONS[operation_of(route)]
        named = re.findall(r"{(customer_id|ownership_id|ticket_id)", route.path_format)
        changes = route.methods & {"POST", "PUT", "PATCH", "DELETE"}
        if named and changes and not BUILT_IN[role].permissions.isdisjoint(needs):
            found.append(route)
    return found


@pytest.mark.parametrize("role", _ROLES)
async def test_nothing_is_done_to_what_is_lent(door: Door, archive: Archive, role: str, problem: Any) -> None:
    borrower = await somebody(door, archive, role)
    customer, flat, ticket = await lent(archive, borrower)
    ids = {"customer_id": customer, "ownership_id": flat, "ticket_id": ticket, "contract_id": "H00000001"}
    assert (await borrower.call("GET", f"/tickets/{ticket}")).status_code == 200
    for route in _writing(role):
        path = re.sub(r"{(\w+)(:\w+)?}", lambda found: ids.get(found[1], "9"), route.path_format)
        answer = await borrower.call(next(iter(route.methods)), path, json={})
        problem(answer, 403, "only-lent")
    async with archive.pool.acquire() as db:
        assert await db.fetchval("SELECT signed_at FROM customers WHERE id = $1", customer) is None
        assert await db.fetchval("SELECT agent_id FROM tickets WHERE id = $1", ticket) != borrower.staff_id


async def test_it_is_not_kept_by_handing_its_ticket_to_oneself(
    door: Door, archive: Archive, problem: Any
) -> None:
    borrower = await somebody(door, archive, "agent")
    customer, _, ticket = await lent(archive, borrower)
    to = {"to": borrower.staff_id, "remark": "我来跟进"}
    problem(await borrower.call("POST", f"/tickets/{ticket}:hand-on", json=to), 403, "only-lent")
    repair = {"customer_id": customer, "trade": "plumbing", "what": "漏水"}
    problem(await borrower.call("POST", "/repairs", json=repair), 404, "no-such-customer")
    await archive.run("UPDATE loans SET ended_at = now() WHERE customer_id = $1", customer)
    with asked_by("agent", staff_id=str(borrower.staff_id)):
        assert await archive.seen("customers", [customer]) == set()


async def test_the_database_says_the_same(door: Door, archive: Archive) -> None:
    """A check that is forgotten in code writes nothing."""
    borrower = await somebody(door, archive, "agent")
    customer, flat, ticket = await lent(archive, borrower)
    with asked_by("agent", staff_id=str(borrower.staff_id)):
        async with archive.looking() as db:
            assert await db.fetchval("SELECT id FROM customers WHERE id = $1", customer) == customer
            for sql, key in (
                ("UPDATE customers SET signed_at = now() WHERE id = $1", customer),
                ("UPDATE ownerships SET status = 'sold' WHERE id = $1", flat),
                ("UPDATE tickets SET agent_id = huifang_staff() WHERE id = $1", ticket),
                ("DELETE FROM communications WHERE ticket_id = $1", ticket),
            ):
                assert (await db.execute(sql, key)).endswith(" 0"), sql
            for sql, values in (
                (
                    "INSERT INTO communications (ticket_id, kind, at, actor) VALUES ($1, 'note', now(), 'x')",
                    (ticket,),
                ),
                (
                    "INSERT INTO communications (customer_id, kind, at, actor) "
                    "VALUES ($1, 'note', now(), 'x')",
                    (customer,),
                ),
                (
                    "INSERT INTO consents (customer_id, purpose, state, at, source, recorded_by) "
                    "VALUES ($1, 'marketing_sms', 'given', now(), 'phone', 'x')",
                    (customer,),
                ),
                (
                    "INSERT INTO ticket_texts (ticket_id, kind, body, author) VALUES ($1, 'note', $2, 'x')",
                    (ticket, {}),
                ),
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await db.execute(sql, *values)


async def test_what_is_in_hand_besides_is_still_worked_on(door: Door, archive: Archive) -> None:
    """Lent and in hand: the loan takes nothing away."""
    borrower = await somebody(door, archive, "agent")
    customer, _, _ = await lent(archive, borrower)
    own = await archive.ticket(customer, agent_id=borrower.staff_id)
    noted = await borrower.call("POST", f"/tickets/{own}/notes", json={"text": "已回电"})
    assert noted.status_code == 201, noted.text
