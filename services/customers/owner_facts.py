"""What becomes known of an owner: written to Postgres first, then told to the open tickets (P1).

Postgres is asked again at the moment of sending, so a signal lost in a crash sends nothing wrong; the
reconciler repeats it.
"""

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.tickets.ends import LeaveReason
from services.playbooks.pre_handover_starts import PREFIX, start_one
from store.database import Pool, present, queries
from store.policies import policy_from_json
from texts import DEFAULT_LOCALE


class OwnerFacts:
    """Its neighbours: Postgres and the running tickets."""

    def __init__(
        self, pool: Pool, client: Client, task_queue: str = "tickets", locale: str = DEFAULT_LOCALE
    ) -> None:
        """Tickets that a new number opens again are started on `task_queue`, their texts in `locale`."""
        self._pool, self._client, self._queue, self._locale = pool, client, task_queue, locale

    async def opt_out(self, customer_id: str, source: str) -> bool:
        """No more marketing to the customer's number, whoever else has it; False for an unknown customer."""
        async with self._pool.acquire() as db:
            phone = await queries.phone_of(db, id=customer_id)
        if phone is None:
            return False
        await self.opt_out_number(phone, source)
        return True

    async def opt_out_number(self, phone: str, source: str) -> list[str]:
        """No more marketing to `phone` (E.164); returns the tickets it closes."""
        async with self._pool.acquire() as db:
            await queries.opt_out(db, phone=phone, source=source)
            tickets = [row["id"] async for row in queries.open_tickets_of_phone(db, phone=phone)]
        for ticket in tickets:
            await self._leave(ticket, "opted_out")
        return tickets

    async def signed(self, customer_id: str) -> bool:
        """The customer signed a contract; False for an unknown customer."""
        async with self._pool.acquire() as db:
            if await queries.sign_customer(db, id=customer_id) is None:
                return False
            tickets = [row async for row in queries.tickets_of_customer(db, customer_id=customer_id)]
        for ticket in tickets:
            if ticket["stage"] != "closed":
                await self._leave(ticket["id"], "signed")
        return True

    async def sold(self, ownership_id: str) -> bool:
        """The flat has another owner now; False for an unknown ownership."""
        async with self._pool.acquire() as db:
            if await queries.sell_ownership(db, id=ownership_id) is None:
                return False
        await self._leave(PREFIX + ownership_id, "sold")
        return True

    async def change_number(self, customer_id: str, phone: str) -> bool:
        """The customer's number is now `phone` (E.164); False for an unknown customer.

        Texts that failed at the old number are sent to the new one while they still apply.
        Raises asyncpg.UniqueViolationError when another customer has this name and number.
        """
        async with self._pool.acquire() as db:
            if await queries.change_number(db, id=customer_id, phone=phone) is None:
                return False
            tickets = [row async for row in queries.tickets_of_customer(db, customer_id=customer_id)]
        for ticket in tickets:
            if ticket["stage"] != "closed":
                await signal_open(self._client, ticket["id"], "number_changed")
            elif ticket["ownership_id"] is not None:
                await self.open_again(ticket["ownership_id"])
        return True

    async def open_again(self, ownership_id: str) -> None:
        """Start the closed ticket of the ownership again if a message still lies ahead."""
        async with self._pool.acquire() as db:
            building = present(await queries.building_of_ownership(db, id=ownership_id))
        policy = policy_from_json(building["policy"])
        if policy is not None:
            await start_one(self._pool, self._client, self._queue, ownership_id, policy, self._locale)

    async def _leave(self, ticket: str, reason: LeaveReason) -> None:
        await signal_open(self._client, ticket, "owner_left", reason)


async def signal_open(client: Client, ticket: str, signal: str, *arguments: object) -> bool:
    """Signal a ticket; False when it has ended already."""
    try:
        await client.get_workflow_handle(ticket).signal(signal, args=list(arguments))
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True
