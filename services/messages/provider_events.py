"""Delivery reports, replies and reports of calls: kept first, then carried to the ticket (P1, P33)."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from pydantic import TypeAdapter
from temporalio.client import Client

from domain.playbooks.follow_up_call import PREFIX
from gateways.batches import Odd
from gateways.phone import CallEvent
from gateways.replies import agrees_to_new_number, opt_out
from gateways.sms import Receipt, Reply
from services.customers.owner_facts import OwnerFacts, signal_open
from services.customers.text_holds import UNCLEAR, hold_number
from services.messages.call_events import CallEvents
from services.messages.desk import give_to_desk
from services.outage import is_away
from store.database import Pool, queries
from texts import DEFAULT_LOCALE

ProviderEvent = Receipt | Reply | CallEvent
_log = structlog.get_logger()
_PAGE, _AT_A_TIME = 200, 5
"""Fewer than the connections of a pool: what else the API does goes on."""
_EVENT: TypeAdapter[ProviderEvent] = TypeAdapter(ProviderEvent)


class ProviderEvents:
    """Its neighbours: Postgres and the running tickets."""

    def __init__(
        self, pool: Pool, client: Client, task_queue: str = "tickets", locale: str = DEFAULT_LOCALE
    ) -> None:
        """`pool` from `store.database.connect`."""
        self._pool, self._client = pool, client
        self._facts = OwnerFacts(pool, client, task_queue, locale)
        self._calls = CallEvents(pool, client)

    async def take(self, provider: str, events: Sequence[ProviderEvent]) -> int:
        """Keep all events, then carry each out; returns how many were new. A repeated event changes nothing.

        Once this returns nothing can be lost: what a crash leaves open the reconciler carries out.
        """
        events = [_storable(event) for event in events]
        async with self._pool.acquire() as db, db.transaction():
            done = [
                await queries.keep_provider_event(
                    db,
                    provider=provider,
                    event_id=event.event_id,
                    event=_EVENT.dump_python(event, mode="json"),
                )
                for event in events
            ]
        fresh = [event for event, was_done in zip(events, done, strict=True) if not was_done]
        await self._carry_out_all(provider, fresh)
        return len(fresh)

    async def keep_odd(self, provider: str, what: str, odd: Sequence[Odd]) -> list[str]:
        """Keep for a person what could not be read, once; why, for each that is new."""
        if not odd:
            return []
        async with self._pool.acquire() as db, db.transaction():
            return [
                each.why
                for each in odd
                if await queries.keep_odd_event(
                    db,
                    provider=provider,
                    digest=each.event_id,
                    event={"what": what, "item": _plain(each.item)},
                )
            ]

    async def take_up(self, age: timedelta) -> int:
        """Carry out what was kept but not finished, `age` or longer ago.

        One that cannot be carried out keeps no other from it.
        """
        done, at, last = 0, datetime.min.replace(tzinfo=UTC), ""
        while True:
            async with self._pool.acquire() as db:
                found = queries.open_provider_events(db, age=age, after_at=at, after_id=last, most=_PAGE)
                rows = [row async for row in found]
            for row in rows:
                done += await self._in_turn(row["provider"], row["event"])
            if len(rows) < _PAGE:
                return done
            at, last = rows[-1]["received_at"], rows[-1]["event_id"]

    async def _in_turn(self, provider: str, event: Any) -> bool:
        try:
            await self._carry_out(provider, _EVENT.validate_python(event))
        except Exception as error:
            if is_away(error):
                raise
            _not_carried_out(provider, error)
            return False
        return True

    async def _carry_out_all(self, provider: str, events: Sequence[ProviderEvent]) -> None:
        """Those of one call, text or phone in their order, others beside them: each waits for Temporal.

        Raises the first outage, after all; what else cannot be carried out is kept, and in the log.
        """
        free, groups = asyncio.Semaphore(_AT_A_TIME), defaultdict[str, list[ProviderEvent]](list)
        ours = _references(events)
        for event in events:
            groups[_subject(event, ours)].append(event)

        async def one_after_another(group: Sequence[ProviderEvent]) -> None:
            async with free:
                for event in group:
                    await self._carry_out(provider, event)

        for ended in await asyncio.gather(*map(one_after_another, groups.values()), return_exceptions=True):
            if isinstance(ended, Exception) and not is_away(ended):
                _not_carried_out(provider, ended)
            elif isinstance(ended, BaseException):
                raise ended

    async def _carry_out(self, provider: str, event: ProviderEvent) -> None:
        if isinstance(event, Receipt):
            await self._receipt(provider, event)
        elif isinstance(event, Reply):
            await self._reply(provider, event)
        else:
            await self._calls.carry_out(provider, event)
        async with self._pool.acquire() as db:
            await queries.provider_event_done(db, provider=provider, event_id=event.event_id)

    async def _receipt(self, provider: str, receipt: Receipt) -> None:
        state = "delivered" if receipt.delivered else "failed"
        async with self._pool.acquire() as db, db.transaction():
            message = await queries.settle_message(
                db,
                provider=provider,
                provider_id=receipt.provider_id,
                reference=receipt.reference,
                state=state,
                error_code=None if receipt.delivered else receipt.code,
                at=receipt.at,
            )
            message = message or await queries.message_of_receipt(
                db, provider=provider, provider_id=receipt.provider_id, reference=receipt.reference
            )
            if message is None:
                return
            await queries.record_event(
                db,
                dedupe_key=f"{provider}/{receipt.event_id}",
                ticket_id=message["ticket_id"],
                customer_id=message["customer_id"],
                kind=f"receipt_{state}",
                at=max(receipt.at, message["settled_at"] or receipt.at),
                actor="provider",
                data={"step": message["step"], "message": message["id"], "code": receipt.code},
            )
            if message["state"] == "failed":
                await queries.note_failure_at_old_number(db, message=message["id"])
        # A delivery changes nothing the ticket does, and is in its timeline; only a failure wakes it.
        if message["state"] == "failed":
            await signal_open(self._client, message["ticket_id"], "delivery_failed", message["step"])

    async def _reply(self, provider: str, reply: Reply) -> None:
        meant = opt_out(reply.text)
        opting_out = meant == "yes"
        async with self._pool.acquire() as db:
            if agrees_to_new_number(reply.text):
                await queries.old_number_agrees(db, phone=reply.phone)
            ticket = await queries.latest_ticket_of_phone(db, phone=reply.phone)
            if ticket is not None:
                await queries.record_words(
                    db,
                    dedupe_key=f"{provider}/{reply.event_id}",
                    ticket_id=ticket["ticket_id"],
                    customer_id=ticket["customer_id"],
                    kind="reply_opt_out" if opting_out else "reply",
                    at=max(reply.at, ticket["at"]),
                    actor="customer",
                    data={},
                    words={"text": reply.text},
                )
                await give_to_desk(db, ticket["ticket_id"], reply.at)
            if meant == "perhaps":
                await hold_number(db, reply.phone, UNCLEAR)
        if ticket is not None and ticket["ticket_id"].startswith(PREFIX):
            await signal_open(self._client, ticket["ticket_id"], "customer_replied")
        if opting_out:
            await self._facts.opt_out_number(reply.phone, "reply")


def _not_carried_out(provider: str, error: Exception) -> None:
    _log.error("provider_event_not_carried_out", provider=provider, error=type(error).__qualname__)


def _references(events: Sequence[ProviderEvent]) -> dict[str, str]:
    """Our references by the provider's ids, where a report names both."""
    return {
        event.provider_id: event.reference
        for event in events
        if not isinstance(event, Reply) and event.provider_id and event.reference
    }


def _subject(event: ProviderEvent, ours: dict[str, str]) -> str:
    """The call, text or phone that the event is about; reports may name it by one id or the other."""
    if isinstance(event, Reply):
        return event.phone
    known = event.provider_id or ""
    return event.reference or ours.get(known, known) or event.event_id


def _plain(text: str) -> str:
    """Without what Postgres cannot keep: NUL characters and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _storable(event: ProviderEvent) -> ProviderEvent:
    """The event without what Postgres cannot keep: NUL characters and halves of surrogate pairs."""
    texts = {field.name: getattr(event, field.name) for field in fields(event)}
    clean: dict[str, Any] = {name: _plain(text) for name, text in texts.items() if isinstance(text, str)}
    return replace(event, **clean)
