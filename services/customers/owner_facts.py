"""What becomes known of an owner: written to Postgres first, then told to the open tickets (P1).

Postgres is asked again at the moment of sending, so a signal lost in a crash sends nothing wrong; the
reconciler repeats it.
"""

import asyncpg
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.people.phone_numbers import covered
from domain.tickets.ends import LeaveReason
from services.backend import Backend
from services.playbooks.pre_handover_starts import PREFIX, start_one
from services.refused import Refused
from store.database import Connection, Pool, present, queries
from store.policies import policy_from_json
from texts import DEFAULT_LOCALE


class OwnerFacts:
    """Its neighbours: Postgres and the running tickets."""

    def __init__(
        self, pool: Pool, client: Client, task_queue: str = "tickets", locale: str = DEFAULT_LOCALE
    ) -> None:
        """Tickets that a new number opens again are started on `task_queue`, their texts in `locale`."""
        self._pool, self._client, self._queue, self._locale = pool, client, task_queue, locale

    @classmethod
    def on(cls, backend: Backend, locale: str) -> "OwnerFacts":
        """With these neighbours."""
        return cls(backend.pool, backend.temporal, backend.task_queue, locale)

    async def opt_out(self, customer_id: str, source: str) -> str:
        """Staff heard that the customer wants no more marketing: none to the number, whoever else has it.

        In the tickets' timelines, too; returns the file's id. Refuses `no-such-customer`.
        """
        async with self._pool.acquire() as db, db.transaction():
            person = await queries.numbers_of(db, id=customer_id)
            if person is None:
                raise Refused("no-such-customer")
            await queries.record_opt_out(db, customer_id=customer_id)
            tickets = await _opt_out(db, person["phone"], source)
        await self._leave(tickets, "opted_out")
        return person["id"]

    async def opt_out_number(self, phone: str, source: str) -> list[str]:
        """No more marketing to `phone` (E.164); returns the tickets it closes."""
        async with self._pool.acquire() as db, db.transaction():
            tickets = await _opt_out(db, phone, source)
        await self._leave(tickets, "opted_out")
        return tickets

    async def signed(self, customer_id: str) -> str:
        """The customer signed a contract; returns the file's id. Refuses `no-such-customer`."""
        async with self._pool.acquire() as db:
            file = await queries.sign_customer(db, id=customer_id)
        if file is None:
            raise Refused("no-such-customer")
        await self.tell_signed(customer_id)
        return file

    async def tell_signed(self, customer_id: str) -> None:
        """The customer's tickets hear of a signature that is on record."""
        async with self._pool.acquire() as db:
            tickets = [row async for row in queries.tickets_of_customer(db, customer_id=customer_id)]
        await self._leave([row["id"] for row in tickets if row["stage"] != "closed"], "signed")

    async def sold(self, ownership_id: str) -> str:
        """The flat has another owner now; returns its id. Refuses `no-such-ownership`."""
        async with self._pool.acquire() as db:
            known = await queries.sell_ownership(db, id=ownership_id)
        if known is None:
            raise Refused("no-such-ownership")
        await self._leave([PREFIX + ownership_id], "sold")
        return known

    async def change_number(self, customer_id: str, phone: str, *, by: str | None = None) -> str:
        """The customer's number is now `phone` (E.164); returns the file's id.

        Texts that failed at the old number are sent to the new one while they still apply. `by`: who changes
        it, for the tickets' timelines, with both numbers masked; None where it is on record elsewhere.
        Refuses `no-such-customer`, `customer-erased`, and `number-taken` when another customer has this name
        and number.
        """
        async with self._pool.acquire() as db:
            file = await _renumber(db, customer_id, phone, by)
            tickets = [row async for row in queries.tickets_of_customer(db, customer_id=customer_id)]
        for ticket in tickets:
            if ticket["stage"] != "closed":
                await signal_open(self._client, ticket["id"], "number_changed")
            elif ticket["ownership_id"] is not None:
                await self.open_again(ticket["ownership_id"])
        return file

    async def open_again(self, ownership_id: str) -> None:
        """Start the closed ticket of the ownership again if a message still lies ahead."""
        async with self._pool.acquire() as db:
            building = present(await queries.building_of_ownership(db, id=ownership_id))
        policy = policy_from_json(building["policy"])
        if policy is not None:
            await start_one(self._pool, self._client, self._queue, ownership_id, policy, self._locale)

    async def _leave(self, tickets: list[str], reason: LeaveReason) -> None:
        for ticket in tickets:
            await signal_open(self._client, ticket, "owner_left", reason)


async def _opt_out(db: Connection, phone: str, source: str) -> list[str]:
    """Tickets that send marketing to the number, which gets none from now on."""
    await queries.opt_out(db, phone=phone, source=source)
    return [row["id"] async for row in queries.open_tickets_of_phone(db, phone=phone)]


async def _renumber(db: Connection, customer_id: str, phone: str, by: str | None) -> str:
    try:
        async with db.transaction():
            person = await queries.numbers_of(db, id=customer_id)
            if person is None:
                raise Refused("no-such-customer")
            if person["erased_at"] is not None:
                raise Refused("customer-erased")
            await queries.change_number(db, id=customer_id, phone=phone)
            if by is not None and person["phone"] != phone:
                words = {"from": covered(person["phone"]), "to": covered(phone)}
                await queries.record_number_change(
                    db, customer_id=customer_id, phone=phone, words=words, actor=by
                )
            return person["id"]
    except asyncpg.UniqueViolationError:
        raise Refused("number-taken") from None


async def signal_open(client: Client, ticket: str, signal: str, *arguments: object) -> bool:
    """Signal a ticket; False when it has ended already."""
    try:
        await client.get_workflow_handle(ticket).signal(signal, args=list(arguments))
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True
