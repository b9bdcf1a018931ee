"""Compares Postgres with Temporal and mends what a crash, a lost signal or a forced end left behind (P33)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio import activity
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from domain.tickets.reconciliation import Reconcile, Reconciled
from domain.tickets.state import TicketEvent
from gateways.outcomes import Accepted, NotFound, ProviderError
from gateways.sms import SmsGateway
from services.backend import Backend
from services.buildings.changes import start_change
from services.buildings.import_follow_up import follow_import, tell_new_numbers
from services.customers.owner_facts import signal_open
from services.messages.call_events import give_up_orphans
from services.messages.provider_events import ProviderEvents
from services.playbooks.acceptance_answers import tell_answers
from services.playbooks.duplicates_asked import settle_asked
from services.playbooks.lending import keep_loan
from services.playbooks.pre_handover_starts import prepare, start_workflow
from services.playbooks.redealing import Notify, Redealing, nobody_to_write
from services.playbooks.starts import start_lost
from store.database import Pool, present, queries
from store.policies import policy_from_json
from store.rows.tickets.tickets import OpenTicketsRow
from texts import DEFAULT_LOCALE

_PAGE = 500


class ReconciliationActivities:
    """Its neighbours: Postgres, Temporal and the SMS provider."""

    def __init__(
        self,
        pool: Pool,
        client: Client,
        gateway: SmsGateway,
        task_queue: str,
        locale: str = DEFAULT_LOCALE,
        notify: Notify = nobody_to_write,
    ) -> None:
        """Lost tickets start on `task_queue`, their texts in `locale`; `notify` sends a service text."""
        self._pool, self._client, self._gateway, self._queue = pool, client, gateway, task_queue
        self._locale = locale
        self._backend = Backend(pool, client, task_queue)
        self._redealing = Redealing(self._backend, notify, locale, activity.heartbeat)
        self._events = ProviderEvents(pool, client, task_queue, locale)

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker registers."""
        return [self.reconcile]

    @activity.defn(name="reconcile")
    async def reconcile(self, order: Reconcile) -> Reconciled:
        """One round over everything that is older than `order.age`; safe to repeat."""
        age = order.age
        dealt = await self._redealing.all()
        if order.leavers_only:
            return Reconciled(dealt=dealt)
        tickets = await self._tickets(age)
        return Reconciled(
            terminated=tickets.count("terminated"),
            started=tickets.count("started") + await self._lost_starts(age),
            owners_left=await self._owners_left(),
            buildings=await self._buildings(age),
            events=await self._events.take_up(age),
            messages=await self._messages(age),
            imports=await self._imports(age),
            numbers=await tell_new_numbers(self._pool, self._client, self._queue, self._locale, age=age),
            calls=await give_up_orphans(self._pool, age),
            answers=await tell_answers(self._pool, self._client, age, _PAGE),
            duplicates=await settle_asked(self._backend, age, _PAGE),
            dealt=dealt,
        )

    async def _tickets(self, age: timedelta) -> list[str]:
        """Open in the read model but not running: ended by force, or lost between row and start."""
        after = ""
        outcomes: list[str] = []
        while True:
            async with self._pool.acquire() as db:
                page = [row async for row in queries.open_tickets(db, after=after, age=age, most=_PAGE)]
            if not page:
                return outcomes
            for row in page:
                outcomes.append(await self._ticket(row))
            after = page[-1]["id"]
            activity.heartbeat(after)

    async def _ticket(self, row: OpenTicketsRow) -> str:
        try:
            found = await self._client.get_workflow_handle(row["id"]).describe()
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:
                raise
            return await self._start(row)
        if found.status == WorkflowExecutionStatus.RUNNING:
            return "running"
        # A run that ends of itself has closed its row before. This one was opened again since, perhaps before
        # the run had quite ended: the start that belongs to it is still to be made.
        if found.status == WorkflowExecutionStatus.COMPLETED and (outcome := await self._opened_again(row)):
            return outcome
        ended = found.close_time or datetime.now(UTC)
        async with self._pool.acquire() as db, db.transaction():
            closed = await queries.close_terminated(
                db, id=row["id"], version=row["version"], run_id=found.run_id, at=ended
            )
            if closed is None:
                return "moved_on"
            await keep_loan(db, row["id"], TicketEvent("closed_terminated", ended, "operations"))
        return "terminated"

    async def _opened_again(self, row: OpenTicketsRow) -> str | None:
        """Start it, if it is still as it was opened; None where something has happened to it since."""
        async with self._pool.acquire() as db:
            if row["kind"] != "PreHandover":
                again = await queries.start_again(db, ticket_id=row["id"], version=row["version"])
                return None if again is None else "kept"
            now = present(await queries.get_ticket(db, id=row["id"]))
        if now["stage"] == "closed" or now["version"] != row["version"]:
            return "moved_on"
        return await self._start(row)

    async def _lost_starts(self, age: timedelta) -> int:
        """Requests that were taken in while Temporal was away, or whose start a crash swallowed (P19)."""
        return await start_lost(self._pool, self._client, self._queue, age, _PAGE)

    async def _start(self, row: OpenTicketsRow) -> str:
        if row["kind"] != "PreHandover":
            return "kept"  # how it is started stands with it: see `_lost_starts`
        async with self._pool.acquire() as db:
            building = present(await queries.get_building(db, id=present(row["building_id"])))
            owner = [
                each
                async for each in queries.ownerships_to_enrol(
                    db, building_id=None, ownership_id=row["ownership_id"], after="", most=1
                )
            ]
            policy = policy_from_json(building["policy"])
            prepared = None
            if owner and policy is not None and building["handover_date"] is not None:
                prepared = prepare(
                    owner[0], building["handover_date"], policy, self._locale, datetime.now(UTC)
                )
            if prepared is None:
                await queries.close_ticket(db, id=row["id"], reason="completed")
                return "nothing_ahead"
        return "started" if await start_workflow(self._client, self._queue, prepared) else "running"

    async def _owners_left(self) -> int:
        async with self._pool.acquire() as db:
            rows = [row async for row in queries.tickets_of_owners_who_left(db, most=_PAGE)]
        for row in rows:
            await signal_open(self._client, row["id"], "owner_left", row["reason"])
        return len(rows)

    async def _buildings(self, age: timedelta) -> int:
        async with self._pool.acquire() as db:
            rows = [row async for row in queries.buildings_behind(db, age=age)]
        for row in rows:
            await start_change(self._client, self._queue, row, self._locale)
        return len(rows)

    async def _imports(self, age: timedelta) -> int:
        """Kept, but its follow-up was never started, or ended by force."""
        async with self._pool.acquire() as db:
            rows = [row async for row in queries.imports_to_follow(db, age=age)]
        started = [
            await follow_import(self._client, self._queue, row["id"], row["building_id"], self._locale)
            for row in rows
        ]
        return sum(started)

    async def _messages(self, age: timedelta) -> int:
        async with self._pool.acquire() as db:
            rows = [row async for row in queries.orphaned_messages(db, age=age)]
            for row in rows:
                try:
                    answer = await self._gateway.lookup(
                        row["reference"], row["phone"], present(row["attempted_at"])
                    )
                except ProviderError:
                    continue  # no answer now: the next round asks again
                state = {Accepted: "accepted", NotFound: "withdrawn"}.get(type(answer), "unknown")
                provider_id = answer.provider_id if isinstance(answer, Accepted) else None
                await queries.set_message_state(
                    db, id=row["id"], state=state, provider_id=provider_id, error_code=None
                )
        return len(rows)
