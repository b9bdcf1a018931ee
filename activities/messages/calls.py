"""Places each call exactly once, through the outbox `calls` (P7, P8, P10, P33)."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from domain.messages.calls import TOO_LATE, CallPlaced, CallResult, PlaceBridge, PlaceNotice
from gateways.outcomes import Accepted, CannotTell, NotFound, ProviderError, Rejected
from gateways.phone import REFERENCE_LENGTH, Bridge, CallAsked, CallEnded, Notice, PhoneGateway, Taken
from services.messages.call_events import CallEvents, record_call, result_of
from services.messages.notice_words import Worded, worded
from services.messages.outbox import PutBack, attempt, not_found, not_taken, overtaken, settles_in
from store.database import Connection, Pool, present, queries
from store.rows.messages.calls import CallRow
from texts import text
from vault.values import Hidden

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PLACED = ("placed", "ended")


@dataclass(frozen=True)
class _Claimed:
    """A call under way; `begun` by this very attempt, or by an earlier one that may have been taken."""

    call: CallRow
    begun: bool
    words: Worded | None = None
    """Of a notice that is begun."""


class CallActivities:
    """The neighbours of the outbox: Postgres, one phone provider, and Temporal for results."""

    def __init__(self, pool: Pool, gateway: PhoneGateway, client: Client, company: str) -> None:
        """`pool` from `store.database.connect`; `company` is how a notice names who is calling."""
        self._pool, self._gateway, self._company = pool, gateway, company
        self._events = CallEvents(pool, client)

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker of the phone queue registers."""
        return [self.place_notice, self.place_bridge, self.ask_about_call]

    @activity.defn(name="place_notice")
    async def place_notice(self, order: PlaceNotice) -> CallPlaced:
        """Call a member of staff, or say why not. Safe to run any number of times: see docs/decisions/0014.

        Raises a retryable error while the provider throttles, is out of reach, or must be asked again.
        """
        return await self._place(order)

    @activity.defn(name="place_bridge")
    async def place_bridge(self, order: PlaceBridge) -> CallPlaced:
        """Connect an agent with a customer; as `place_notice`."""
        return await self._place(order)

    @activity.defn(name="ask_about_call")
    async def ask_about_call(self, reference: str) -> CallResult | None:
        """The result of a call whose report did not come in time, as far as the provider can tell.

        What is learned is kept. None: it goes on, or nobody knows. Raises a retryable error while there is
        no answer, and a final one for a reference that is not ours.
        """
        async with self._pool.acquire() as db:
            call = await queries.call_by_reference(db, reference=reference)
        if call is None:
            raise ApplicationError("no such call", non_retryable=True)
        if call["state"] == "failed":
            return CallResult(reference, "failed")
        if call["state"] not in ("ended", "queued"):
            await self._learn(call)
        async with self._pool.acquire() as db:
            call = present(await queries.call_by_reference(db, reference=reference))
        return result_of(call) if call["state"] == "ended" else None

    async def _learn(self, call: CallRow) -> None:
        try:
            answer = await self._gateway.lookup(_asked(call))
        except ProviderError as error:
            raise not_taken(error) from error
        event = answer.ended if isinstance(answer, Taken) else None
        if event is None and call["pressed_key"] in call["accepted_keys"]:
            # The report of the end was lost, but the key that acknowledges was reported.
            event = CallEnded(
                f"key/{call['reference']}", call["provider_id"], call["reference"], "answered", "key",
                datetime.now(UTC),
            )  # fmt: skip
        async with self._pool.acquire() as db, db.transaction():
            if isinstance(answer, Taken):
                await queries.call_taken(db, id=call["id"], provider_id=answer.provider_id)
            if event is not None:
                await self._events.write(db, call["provider"], event)

    async def _place(self, order: PlaceNotice | PlaceBridge) -> CallPlaced:
        # Under a fast-forwarded clock the ticket is ahead of the wall; after an outage it is behind.
        now = datetime.now(UTC)
        now = max(order.at, now) if order.at else now
        async with self._pool.acquire() as db:
            async with db.transaction():
                claimed = await self._claim(db, order, now)
            if isinstance(claimed, CallPlaced):
                return claimed
            call = claimed.call
            if not claimed.begun:
                return await self._reconcile(db, call, now)
            submitting = self._submit(order, claimed)
            taken = await attempt(submitting, _put_back(db, call), self._gateway.lookup_settles)
            if isinstance(taken, Rejected):
                return await self._settle(db, call, now, "failed", error=taken.code)
            return await self._settle(db, call, now, "placed", provider_id=taken.provider_id)

    async def _claim(
        self, db: Connection, order: PlaceNotice | PlaceBridge, now: datetime
    ) -> _Claimed | CallPlaced:
        notice = isinstance(order, PlaceNotice)
        await queries.queue_call(
            db,
            ticket_id=order.ticket_id,
            key=order.key,
            reference=_new_reference(),
            kind="notice" if notice else "bridge",
            staff_id=order.staff_id if isinstance(order, PlaceNotice) else order.agent_id,
            customer_id=None if isinstance(order, PlaceNotice) else order.customer_id,
            template=order.template if isinstance(order, PlaceNotice) else None,
            accepted_keys=list(order.keys) if isinstance(order, PlaceNotice) else [],
            provider=self._gateway.name,
        )
        call = await queries.lock_call(db, ticket_id=order.ticket_id, key=order.key)
        if call["state"] != "queued":
            return _Claimed(call, begun=False) if call["state"] == "placing" else _placed(call)
        if isinstance(order, PlaceBridge) and order.give_up:
            return await self._fail(db, call, now, TOO_LATE)
        staff = await queries.staff_contact(db, id=call["staff_id"])
        customer_phone = None if notice else await queries.phone_of(db, id=present(call["customer_id"]))
        if staff is None or (customer_phone is None and not notice):
            return await self._fail(db, call, now, "no_number")
        try:
            words = (
                await self._words(db, order, staff["language"]) if isinstance(order, PlaceNotice) else None
            )
        except (KeyError, ValueError):
            # Half a notice must never be read out; the ladder goes on to its next rung.
            return await self._fail(db, call, now, "no_such_text")
        begun = await queries.begin_call(
            db,
            id=call["id"],
            at=now,
            staff_name=staff["name"],
            phone=staff["phone"],
            customer_phone=customer_phone,
            text=Hidden(words.text) if words is not None else None,
        )
        # From here on the row says "placing"; a crash before the call is told apart by asking the provider.
        return _Claimed(begun, begun=True, words=words)

    async def _words(self, db: Connection, notice: PlaceNotice, language: str | None) -> Worded:
        locale = language or notice.locale
        words = await worded(db, notice, notice.staff_id, locale, {})
        return replace(words, text=text(locale, "voice-notice", company=self._company, notice=words.text))

    def _submit(self, order: PlaceNotice | PlaceBridge, claimed: _Claimed) -> Awaitable[Accepted]:
        call, words = claimed.call, claimed.words
        phone = present(call["phone"])
        if isinstance(order, PlaceNotice) and words is not None:
            keys, said = tuple(call["accepted_keys"]), present(call["text"])
            return self._gateway.notify(
                Notice(call["reference"], phone, said, order.template, words.values, keys, words.wordings)
            )
        return self._gateway.bridge(Bridge(call["reference"], phone, present(call["customer_phone"])))

    async def _reconcile(self, db: Connection, call: CallRow, now: datetime) -> CallPlaced:
        try:
            answer = await self._gateway.lookup(_asked(call))
        except ProviderError as error:
            raise not_taken(error) from error
        settles = self._gateway.lookup_settles
        if isinstance(answer, Taken):
            return await self._settle(db, call, now, "placed", provider_id=answer.provider_id)
        if isinstance(answer, NotFound):
            raise await not_found(present(call["attempted_at"]), settles, _put_back(db, call))
        # The provider cannot be asked, but its reports may still say that the call is under way.
        wait = settles_in(present(call["attempted_at"]), settles)
        if isinstance(answer, CannotTell) and wait > timedelta(0):
            raise ApplicationError("waiting for a report of the call", next_retry_delay=wait)
        return await self._settle(db, call, now, "unknown", error="cannot_be_asked")

    async def _fail(self, db: Connection, call: CallRow, now: datetime, error: str) -> CallPlaced:
        return await self._settle(db, call, now, "failed", error=error)

    async def _settle(
        self,
        db: Connection,
        call: CallRow,
        now: datetime,
        state: str,
        *,
        provider_id: str | None = None,
        error: str | None = None,
    ) -> CallPlaced:
        async with db.transaction():
            call = await queries.settle_call(
                db,
                id=call["id"],
                attempts=call["attempts"],
                state=state,
                provider_id=provider_id,
                error_code=error,
            )
            if call["state"] in ("queued", "placing"):
                raise overtaken()
            placed = _placed(call)
            data = {"error": placed.error} if placed.error else {}
            at = call["placed_at"] or now
            await record_call(db, call, f"call_{placed.outcome}", at, "system", data)
            return placed


def _new_reference() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(REFERENCE_LENGTH))


def _asked(call: CallRow) -> CallAsked:
    return CallAsked(call["reference"], call["kind"], call["provider_id"], present(call["attempted_at"]))


def _placed(call: CallRow) -> CallPlaced:
    if call["state"] in _PLACED:
        return CallPlaced(call["reference"], "placed")
    outcome: Literal["failed", "unknown"] = "failed" if call["state"] == "failed" else "unknown"
    return CallPlaced(call["reference"], outcome, call["error_code"])


def _put_back(db: Connection, call: CallRow) -> PutBack:
    async def put_back(code: str | None) -> None:
        await queries.put_call_back(db, id=call["id"], attempts=call["attempts"], error_code=code)

    return put_back
