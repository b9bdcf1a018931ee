"""Carries out what a person asked for and a supervisor granted: a copy, a correction, deletion (P23)."""

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from domain.playbooks.privacy_request import CarriedOut, CarryOut
from services.customers.owner_facts import OwnerFacts
from services.privacy.erasing import erase
from services.refused import Refused
from store.database import Connection, Pool, present, queries
from store.locked_columns import PERSONAL_COPY
from store.privacy import copy_of_person
from store.rows.privacy.requests import PrivacyRequestRow
from vault.locked import Locked

_MARK_BYTES = 8
_MARKETING = "PreHandover"
NUMBER_TAKEN = "number_taken"
"""What stands against a correction when somebody of the same name has the number already."""


class PrivacyActivities:
    """Its neighbours: Postgres, and the tickets that must hear of a new number."""

    def __init__(self, pool: Pool, client: Client, task_queue: str, locale: str) -> None:
        """Tickets that a new number opens again are started on `task_queue`, their texts in `locale`."""
        self._pool, self._facts = pool, OwnerFacts(pool, client, task_queue, locale)

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker registers."""
        return [self.carry_out]

    @activity.defn(name="carry_out_privacy_request")
    async def carry_out(self, order: CarryOut) -> CarriedOut:
        """Do it, or say what must end first. Safe to repeat: done once, it says the same again."""
        async with self._pool.acquire() as db:
            request = await queries.privacy_request(db, ticket_id=order.ticket_id)
        if request is None:
            raise ApplicationError("there is no such request", non_retryable=True)
        if request["kind"] == "correct":
            return await self._corrected(order, request)
        if request["kind"] == "delete":
            await self._stop_marketing(request["customer_id"])
            return await self._deleted(order, request)
        return await self._copied(order, request)

    async def _copied(self, order: CarryOut, request: PrivacyRequestRow) -> CarriedOut:
        async with self._pool.acquire() as db, db.transaction(isolation="repeatable_read"):
            ids = [row["id"] async for row in queries.ids_of_person(db, id=request["customer_id"])]
            copy = await copy_of_person(db, ids)
            await queries.keep_copy(
                db,
                ticket_id=order.ticket_id,
                customer_id=request["customer_id"],
                mark=secrets.token_hex(_MARK_BYTES),
                copy=Locked(copy, PERSONAL_COPY.at(order.ticket_id)),
            )
            done = CarriedOut(copied=sum(len(rows) for rows in copy.values()))
            await _settle(db, order.ticket_id, {"copied": done.copied})
        return done

    # Deletion

    async def _stop_marketing(self, customer_id: str) -> None:
        """What sends marketing is told to end; nothing is sent from the opting out on."""
        async with self._pool.acquire() as db:
            person = present(await queries.numbers_of(db, id=customer_id))
        for number in (person["phone"], *person["other_phones"]):
            if number:
                await self._facts.opt_out_number(number, "erased")

    async def _deleted(self, order: CarryOut, request: PrivacyRequestRow) -> CarriedOut:
        now = max(order.at, datetime.now(UTC))
        async with self._pool.acquire() as db, db.transaction():
            customer = request["customer_id"]
            obstacles = await _obstacles(db, customer, order.ticket_id)
            if obstacles is None:
                raise ApplicationError("what sends marketing is about to end", type="NotYet")
            if obstacles:
                await _settle(db, order.ticket_id, {"blocked_by": list(obstacles)}, done=False)
                return CarriedOut(blocked_by=obstacles)
            if request["carried_out_at"] is not None:  # the answer to an earlier attempt was lost
                said = request["outcome"]
                return CarriedOut(erased=said["erased"], kept=said["kept"])
            erased, keeps = await erase(db, customer, order.policy, now)
            kept: dict[str, str] = {each.why: each.until.isoformat() for each in keeps}
            rest_due = max((each.until for each in keeps), default=None)
            await _settle(db, order.ticket_id, {"erased": erased, "kept": kept}, rest_due=rest_due)
        return CarriedOut(erased=erased, kept=kept)

    # Correction

    async def _corrected(self, order: CarryOut, request: PrivacyRequestRow) -> CarriedOut:
        wanted = {
            name: value
            for name, value in (request["corrections"] or {}).items()
            if not order.fields or name in order.fields
        }
        if "phone" in wanted:
            try:
                await self._new_number(order.ticket_id, request, wanted.pop("phone"))
            except Refused as refused:
                if refused.code != "number-taken":
                    raise
                async with self._pool.acquire() as db:
                    await _settle(db, order.ticket_id, {"blocked_by": [NUMBER_TAKEN]}, done=False)
                return CarriedOut(blocked_by=(NUMBER_TAKEN,))
        async with self._pool.acquire() as db, db.transaction():
            try:
                async with db.transaction():
                    await _write(db, order.ticket_id, request, wanted)
            except asyncpg.UniqueViolationError:
                await _settle(db, order.ticket_id, {"blocked_by": [NUMBER_TAKEN]}, done=False)
                return CarriedOut(blocked_by=(NUMBER_TAKEN,))
            fields = [row["field"] async for row in queries.corrected(db, ticket_id=order.ticket_id)]
            await _settle(db, order.ticket_id, {"corrected": fields})
        return CarriedOut(corrected=tuple(fields))

    async def _new_number(self, ticket_id: str, request: PrivacyRequestRow, number: str) -> None:
        """As any change of number: what is still to be sent goes there."""
        async with self._pool.acquire() as db:
            person = present(await queries.numbers_of(db, id=request["customer_id"]))
        if person["phone"] != number:
            await self._facts.change_number(request["customer_id"], number)
            async with self._pool.acquire() as db:
                await _keep(db, ticket_id, request, "phone", person["phone"], number)


async def _obstacles(db: Connection, customer_id: str, request_id: str) -> tuple[str, ...] | None:
    """Open tickets and holds; None while only what sends marketing is open, which was told to end."""
    found = queries.open_tickets_of_customer(db, customer_id=customer_id, but=request_id)
    tickets = [row async for row in found]
    holds = [f"hold-{row['id']}" async for row in queries.holds_on(db, customer_id=customer_id)]
    others = [row["id"] for row in tickets if row["kind"] != _MARKETING]
    if tickets and not others and not holds:
        return None
    return (*others, *holds)


async def _write(
    db: Connection, ticket_id: str, request: PrivacyRequestRow, wanted: Mapping[str, Any]
) -> None:
    id_ = request["customer_id"]
    person = present(await queries.lock_customer(db, id=id_))
    if "name" in wanted and wanted["name"] != person["name"]:
        await queries.correct_name(db, id=id_, name=wanted["name"])
        await _keep(db, ticket_id, request, "name", person["name"], wanted["name"])
    if "other_phones" in wanted and wanted["other_phones"] != list(person["other_phones"]):
        await queries.correct_other_phones(db, id=id_, other_phones=wanted["other_phones"])
        before, after = "、".join(person["other_phones"]), "、".join(wanted["other_phones"])
        await _keep(db, ticket_id, request, "other_phones", before, after)
    if "flat" in wanted:
        flat = wanted["flat"]
        known = present(await queries.flat_of(db, id=flat["ownership_id"], customer_id=id_))
        there = {"block": known["block"], "unit": known["unit"], "room": known["room"]}
        parts = {part: flat.get(part, stands) for part, stands in there.items()}
        await queries.correct_flat(db, id=flat["ownership_id"], **parts)
        before = "".join(there.values())
        await _keep(db, ticket_id, request, "flat", before, "".join(parts.values()))


async def _keep(
    db: Connection, ticket_id: str, request: PrivacyRequestRow, field: str, before: str, after: str
) -> None:
    await queries.keep_correction(
        db,
        customer_id=request["customer_id"],
        ticket_id=ticket_id,
        field=field,
        before=before,
        after=after,
        by=request["decided_by"] or "system",
    )


async def _settle(
    db: Connection,
    ticket_id: str,
    outcome: Mapping[str, Any],
    *,
    done: bool = True,
    rest_due: date | None = None,
) -> None:
    await queries.privacy_outcome(db, ticket_id=ticket_id, outcome=outcome, done=done, rest_due=rest_due)
