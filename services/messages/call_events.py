"""What providers report of calls: to the outbox and the timeline, then told to whoever waits (P33)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.client import Client

from domain.messages.calls import CallResult, Leg, outcome_of
from domain.messages.ringing import waits_for
from gateways.phone import CallEnded, CallEvent, CallRecorded, KeyPressed
from services.customers.owner_facts import signal_open
from store.database import Connection, Pool, present, queries
from store.rows.messages.calls import CallRow
from vault.values import Hidden

_OPEN = ("queued", "placing", "unknown")
"""What a report proves to have been placed after all."""


class CallEvents:
    """Its neighbours: Postgres and the running tickets."""

    def __init__(self, pool: Pool, client: Client) -> None:
        """`pool` from `store.database.connect`."""
        self._pool, self._client = pool, client

    async def carry_out(self, provider: str, event: CallEvent) -> None:
        """Write the event and tell the ticket how the call ended; safe to repeat, in any order.

        An event of a call that is not ours changes nothing.
        """
        async with self._pool.acquire() as db, db.transaction():
            ended = await self.write(db, provider, event)
        if ended is not None:
            waiting = waits_for(ended["ticket_id"], ended["staff_id"], ended["key"])
            await signal_open(self._client, waiting, "call_ended", result_of(ended))

    async def write(self, db: Connection, provider: str, event: CallEvent) -> CallRow | None:
        """Write the event, in the caller's transaction; the call's row when its ticket has to know."""
        call = await queries.lock_reported_call(
            db, provider=provider, provider_id=event.provider_id, reference=event.reference
        )
        if call is None or call["state"] == "failed":
            return None
        if call["state"] in _OPEN:
            await record_call(db, call, "call_placed", call["placed_at"] or event.at, "provider", {})
        if isinstance(event, CallEnded):
            return await self._ended(db, call, event)
        await queries.call_taken(db, id=call["id"], provider_id=event.provider_id)
        if isinstance(event, KeyPressed):
            return await self._pressed(db, call, event)
        if isinstance(event, CallRecorded):
            await queries.call_recorded(db, id=call["id"], url=Hidden(event.url))
            await record_call(db, call, "call_recorded", event.at, "provider", {})
        return None

    async def _ended(self, db: Connection, call: CallRow, event: CallEnded) -> CallRow | None:
        if call["state"] == "ended":
            return call
        pressed = call["pressed_key"] or event.key
        ended = await queries.end_call(
            db,
            id=call["id"],
            outcome=outcome_of(event.outcome, pressed, tuple(call["accepted_keys"])),
            leg=event.leg or _first_leg(call, event),
            pressed_key=pressed,
            talk_seconds=event.talk_seconds,
            error_code=event.code if event.outcome == "failed" else None,
            provider_id=event.provider_id,
            at=event.at,
        )
        await record_end(db, ended)
        return ended

    async def _pressed(self, db: Connection, call: CallRow, event: KeyPressed) -> CallRow | None:
        accepted = event.key in call["accepted_keys"]
        # A key that was accepted stays, whatever is pressed after it.
        if call["pressed_key"] in call["accepted_keys"]:
            return call if call["state"] == "ended" else None
        call = await queries.key_pressed(db, id=call["id"], key=event.key)
        if not accepted or call["state"] != "ended":
            return None
        ended = await queries.call_acknowledged(db, id=call["id"])
        if ended is not None:
            await record_end(db, ended)
        return ended


async def give_up_orphans(pool: Pool, age: timedelta) -> int:
    """Show calls as `unknown` that were under way `age` ago when their ticket ended; returns how many.

    Nobody calls again for a ticket that is over; a report may still settle them.
    """
    async with pool.acquire() as db, db.transaction():
        orphans = [row async for row in queries.orphaned_calls(db, age=age)]
        for call in orphans:
            await record_call(db, call, "call_unknown", datetime.now(UTC), "system", {"error": "interrupted"})
    return len(orphans)


def _first_leg(call: CallRow, event: CallEnded) -> Leg | None:
    """Where a provider names no phone of a bridge, it speaks of the one called first."""
    about_a_phone = event.outcome not in ("answered", "acknowledged", "failed")
    return "agent" if call["kind"] == "bridge" and about_a_phone else None


def result_of(call: CallRow) -> CallResult:
    """The row of an ended call as its ticket is told."""
    return CallResult(
        reference=call["reference"],
        outcome=present(call["outcome"]),
        key=call["pressed_key"],
        talk_seconds=call["talk_seconds"],
        at=present(call["ended_at"]),
        leg=call["leg"],
    )


async def record_end(db: Connection, call: CallRow) -> None:
    """The end of the call in the timeline."""
    outcome = present(call["outcome"])
    data = {
        "outcome": outcome,
        "leg": call["leg"],
        "talk_seconds": call["talk_seconds"],
        "key": call["pressed_key"],
    }
    await record_call(db, call, "call_ended", present(call["ended_at"]), "provider", data, once=outcome)


async def record_call(
    db: Connection, call: CallRow, kind: str, at: datetime, actor: str, data: dict[str, Any], once: str = ""
) -> None:
    """One event of a call in the timeline, once each; `once` tells several of one kind apart.

    Never earlier than the call itself, by the ticket's clock.
    """
    known: dict[str, Any] = {"call": call["id"], "call_kind": call["kind"], "staff": call["staff_id"]}
    if call["template"] is not None:
        known["template"] = call["template"]
    await queries.record_words(
        db,
        dedupe_key=f"call/{call['reference']}/{kind}/{once}",
        ticket_id=call["ticket_id"],
        customer_id=call["customer_id"],
        kind=kind,
        at=max(at, call["placed_at"] or at),
        actor=actor,
        data=known | data,
        words={"who": call["staff_name"] or call["staff_id"]},
    )
