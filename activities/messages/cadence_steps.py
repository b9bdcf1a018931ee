"""Sends one step of a cadence exactly once, through the outbox (P1, P33)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.customers.names import spoken
from domain.messages.calendar import next_permitted
from domain.messages.sms import Draft, compose
from domain.playbooks.pre_handover import Outcome, RecordTicket, SendStep, Snapshot, StepResult
from domain.tickets.ends import LeaveReason
from gateways.sms import Sms, SmsGateway
from services.customers.text_holds import HELD_ASKED_AGAIN
from services.messages.outbox import ASK_AGAIN
from services.messages.sms_outbox import DONE, End, ask, settle, submit
from store.database import Connection, Pool, queries
from store.rows.messages.messages import MessageRow
from store.rows.messages.sending import OccasionRow
from texts import text
from vault.values import Hidden


@dataclass(frozen=True)
class _Claimed:
    """A text under way, and what to hand to the provider; nothing where that may have been done."""

    message: MessageRow
    sms: Sms | None = None


class MessageActivities:
    """The neighbours of the outbox: Postgres and one SMS provider."""

    def __init__(self, pool: Pool, gateway: SmsGateway, signature: str) -> None:
        """`pool` from `store.database.connect`; `signature` is the company's registered one."""
        self._pool, self._gateway, self._signature = pool, gateway, signature

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker of the ticket queue registers."""
        return [self.record_ticket]

    def sending(self) -> list[Callable[..., Any]]:
        """What a worker of the SMS queue registers."""
        return [self.send_step]

    @activity.defn(name="send_step")
    async def send_step(self, order: SendStep) -> StepResult:
        """Send the step, or say why not. Safe to run any number of times: see docs/decisions/0003.

        Raises a retryable error while the provider throttles, is out of reach, or must be asked again.
        """
        # Under a fast-forwarded clock the ticket is ahead of the wall; after an outage it is behind.
        now = max(order.at, datetime.now(UTC))
        async with self._pool.acquire() as connection:
            async with connection.transaction():
                claimed = await self._claim(connection, order, now)
            if isinstance(claimed, StepResult):
                return claimed
            message = claimed.message
            if claimed.sms is None:
                end = await ask(connection, self._gateway, message)
            else:
                end = await submit(connection, self._gateway, message, claimed.sms)
            return await self._settle(connection, order, message, now, end)

    async def _claim(self, db: Connection, order: SendStep, now: datetime) -> _Claimed | StepResult:
        occasion = await queries.lock_occasion(db, ownership_id=order.ownership_id)
        if occasion is None:
            raise ApplicationError("the ownership no longer exists", non_retryable=True)
        key = _dedupe_key(order, occasion)
        message = await queries.lock_message(db, dedupe_key=key)
        if message is not None and _open_again(message, occasion):
            message = None
        if message is not None and message["state"] in DONE:
            return await self._answer(db, order, now, message)
        if message is not None and message["state"] == "sending":
            if message["ticket_id"] != order.ticket_id:
                raise ApplicationError("the owner's other flat is sending it", next_retry_delay=ASK_AGAIN)
            return _Claimed(message)
        refusal = await self._refusal(db, order, occasion, now)
        if refusal is not None:
            if message is not None and refusal.outcome != "deferred":
                await queries.withdraw_message(db, id=message["id"])
            return refusal
        draft = self._draft(order, occasion)
        if message is None:
            message = await queries.queue_message(
                db,
                dedupe_key=key,
                reference=uuid.uuid4().hex,
                ticket_id=order.ticket_id,
                customer_id=occasion["customer_id"],
                step=order.step.name,
                template=order.step.template,
                phone=occasion["phone"],
                text=Hidden(draft.text),
                segments=draft.segments,
                provider=self._gateway.name,
            )
        # What another flat's ticket left queued is this one's from now on.
        begun = await queries.begin_attempt(
            db,
            id=message["id"],
            ticket_id=order.ticket_id,
            template=order.step.template,
            at=now,
            phone=occasion["phone"],
            text=Hidden(draft.text),
            segments=draft.segments,
        )
        # From here on the row says "sending"; a crash before the call is told apart by asking the provider.
        return _Claimed(begun, self._sms(begun, _params(order, occasion)))

    async def _answer(
        self, db: Connection, order: SendStep, now: datetime, message: MessageRow
    ) -> StepResult:
        """The text is done with: by this ticket, or by that of the owner's other flat."""
        outcome, theirs = DONE[message["state"]], message["ticket_id"]
        if theirs == order.ticket_id:
            return await self._finish(db, order, now, outcome, {})
        if outcome != "failed":
            return await self._finish(db, order, now, "shared", {"with": theirs})
        # It failed for this flat too. A new number must find it, which no longer wakes a ticket that closed.
        await queries.inherit_message(db, id=message["id"], ticket_id=order.ticket_id)
        data = {"message": message["id"], "error": message["error_code"], "with": theirs}
        return await self._finish(db, order, now, outcome, data)

    async def _refusal(
        self, db: Connection, order: SendStep, occasion: OccasionRow, now: datetime
    ) -> StepResult | None:
        left: LeaveReason | None = None
        if occasion["building_status"] == "cancelled":
            left = "building_cancelled"
        elif occasion["ownership_status"] in ("sold", "merged"):
            left = "sold" if occasion["ownership_status"] == "sold" else "merged"
        elif occasion["signed_at"] is not None:
            left = "signed"
        elif occasion["opted_out"]:
            left = "opted_out"
        if left is not None:
            return StepResult("left", left=left)
        if occasion["handover_date"] is not None and occasion["handover_date"] != order.anchor:
            return StepResult("moved", moved_to=occasion["handover_date"])
        if now >= order.expires:
            return await self._finish(db, order, now, "too_late", {})
        if occasion["held"] is not None:
            return await self._held(db, order, now, occasion["held"])
        allowed = next_permitted(now, order.policy.hours)
        limit = order.policy.frequency
        # Two owners with one number, at the same time: the second counts what the first has begun.
        await queries.lock_number(db, phone=occasion["phone"])
        if (theirs := await self._sent_to_number(db, order, occasion)) is not None:
            return await self._finish(db, order, now, "shared", {"with": theirs})
        recent = [
            row["at"]
            async for row in queries.recent_marketing(db, phone=occasion["phone"], since=now - limit.within)
        ]
        if len(recent) >= limit.messages:
            free = recent[-limit.messages] + limit.within
            allowed = max(allowed, next_permitted(free, order.policy.hours))
        if allowed >= order.expires:
            return await self._finish(
                db, order, now, "frequency" if len(recent) >= limit.messages else "too_late", {}
            )
        if allowed <= now:
            return None
        return await self._deferred(db, order, allowed)

    async def _held(self, db: Connection, order: SendStep, now: datetime, reason: str) -> StepResult:
        """Texts wait for somebody's answer (P1): asked again each day, while the step still applies."""
        await queries.record_event(
            db,
            dedupe_key=f"{order.ticket_id}/held/{reason}/{order.step.name}/{order.anchor}",
            ticket_id=order.ticket_id,
            customer_id=None,
            kind="texts_held",
            at=now,
            actor="system",
            data={"reason": reason},
        )
        again = next_permitted(now + HELD_ASKED_AGAIN, order.policy.hours)
        if again >= order.expires:
            return await self._finish(db, order, now, "too_late", {"held": reason})
        return await self._deferred(db, order, again)

    async def _deferred(self, db: Connection, order: SendStep, until: datetime) -> StepResult:
        waiting = replace(order.after, next_step=order.step.name, due_at=until, close_reason=None)
        await _write_snapshot(db, order.ticket_id, waiting)
        return StepResult("deferred", until=until)

    async def _sent_to_number(self, db: Connection, order: SendStep, occasion: OccasionRow) -> str | None:
        """The ticket whose text of this step went to the number, as another name's (P1)."""
        begins, ends = _key_parts(order, occasion)
        sent = await queries.sent_to_number(
            db,
            phone=occasion["phone"],
            dedupe_key=_dedupe_key(order, occasion),
            begins=begins,
            ends=ends,
        )
        if sent is not None and sent["state"] == "sending":
            raise ApplicationError(
                "another name's text to the number is under way", next_retry_delay=ASK_AGAIN
            )
        return sent["ticket_id"] if sent is not None else None

    def _draft(self, order: SendStep, occasion: OccasionRow) -> Draft:
        return compose(
            text(order.locale, order.step.template, **_params(order, occasion)),
            self._signature,
            text(order.locale, "opt-out-wording"),
            "marketing",
        )

    def _sms(self, message: MessageRow, params: dict[str, str]) -> Sms:
        return Sms(
            message["reference"],
            message["phone"],
            message["text"],
            message["template"],
            params,
            self._signature,
            "marketing",
        )

    async def _settle(
        self, db: Connection, order: SendStep, message: MessageRow, now: datetime, end: End
    ) -> StepResult:
        async with db.transaction():
            settled = await settle(db, message, end)
            data = {
                "message": settled["id"],
                "segments": settled["segments"],
                "error": settled["error_code"],
            }
            return await self._finish(db, order, now, DONE[settled["state"]], data)

    async def _finish(
        self, db: Connection, order: SendStep, now: datetime, outcome: Outcome, data: dict[str, Any]
    ) -> StepResult:
        await queries.record_event(
            db,
            dedupe_key=f"{order.ticket_id}/{order.anchor}/{order.step.name}/{outcome}",
            ticket_id=order.ticket_id,
            customer_id=None,
            kind=f"message_{outcome}",
            at=now,
            actor="system",
            data={"step": order.step.name, **data},
        )
        await _write_snapshot(db, order.ticket_id, order.after)
        return StepResult(outcome)

    @activity.defn(name="record_ticket")
    async def record_ticket(self, record: RecordTicket) -> None:
        """Write an event of the ticket and where it stands now, in one transaction."""
        async with self._pool.acquire() as db, db.transaction():
            await queries.record_event(
                db,
                dedupe_key=f"{record.ticket_id}/{record.event}/{record.snapshot.version}",
                ticket_id=record.ticket_id,
                customer_id=None,
                kind=record.event,
                at=record.at,
                actor="system",
                data={"date": record.snapshot.anchor.isoformat()},
            )
            await _write_snapshot(db, record.ticket_id, record.snapshot)


def _open_again(message: MessageRow, occasion: OccasionRow) -> bool:
    """Whether the occasion may have another text: the first was withdrawn, or failed at an old number."""
    if message["state"] == "withdrawn":
        return True
    return bool(message["state"] == "failed" and message["phone"] != occasion["phone"])


def _dedupe_key(order: SendStep, occasion: OccasionRow) -> str:
    """One message per owner, building and step, however many flats; per date too where policy resends."""
    begins, ends = _key_parts(order, occasion)
    return f"{begins}{occasion['customer_id']}{ends}"


def _key_parts(order: SendStep, occasion: OccasionRow) -> tuple[str, str]:
    """What stands before and behind the owner in a text's key."""
    ends = f"/{order.step.name}/{order.anchor}" if order.policy.resend_after_move else f"/{order.step.name}"
    return f"pre-handover/{occasion['building_id']}/", ends


def _params(order: SendStep, occasion: OccasionRow) -> dict[str, str]:
    day = order.anchor
    shown = f"{day.year}年{day.month}月{day.day}日" if order.locale == "zh-CN" else day.isoformat()
    return {"name": spoken(occasion["name"]), "building": occasion["building"], "date": shown}


async def _write_snapshot(db: Connection, ticket_id: str, snapshot: Snapshot) -> None:
    await queries.snapshot_ticket(
        db,
        id=ticket_id,
        stage="closed" if snapshot.close_reason else "waiting",
        anchor_date=snapshot.anchor,
        next_step=snapshot.next_step,
        due_at=snapshot.due_at,
        close_reason=snapshot.close_reason,
        version=snapshot.version,
    )
    if snapshot.close_reason:
        await queries.withdraw_queued(db, ticket_id=ticket_id)
