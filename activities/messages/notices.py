"""Sends a service text exactly once, through the outbox (P7, P8, P10, P33)."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.messages.notices import NoticeSent, SendNotice
from domain.messages.sms import Draft, compose
from gateways.sms import Sms, SmsGateway
from services.messages.notice_words import Worded, worded
from services.messages.sms_outbox import DONE, ask, settle, submit
from services.tickets.job_links import JOBS, issue_link
from store.database import Connection, Pool, queries
from store.rows.messages.messages import MessageRow
from texts import mentioned, text
from vault.values import Hidden

_HIDDEN = "******"


@dataclass(frozen=True)
class Secrets:
    """What only the recipient's phone gets: the outbox keeps the text with `names` hidden.

    `issue` makes the values anew for each attempt, in the transaction in which the attempt begins: whatever
    it keeps of them belongs to the text that may have gone out last. What it raises undoes that attempt.
    """

    names: tuple[str, ...]
    issue: Callable[[Connection], Awaitable[Mapping[str, str]]]


class NoticeActivities:
    """The neighbours of the outbox: Postgres and one SMS provider."""

    def __init__(self, pool: Pool, gateway: SmsGateway, signature: str, public_url: str) -> None:
        """`pool` from `store.database.connect`; `signature` is the company's registered one.

        `public_url` is where phones reach the API.
        """
        self._pool, self._gateway, self._signature = pool, gateway, signature
        self._jobs = f"{public_url.rstrip('/')}{JOBS}"

    def sending(self) -> list[Callable[..., Any]]:
        """What a worker of the SMS queue registers."""
        return [self.send_notice]

    @activity.defn(name="send_notice")
    async def send_notice(self, order: SendNotice) -> NoticeSent:
        """Send it, or say what became of it before. Safe to run any number of times.

        Raises a retryable error while the provider throttles, is out of reach, or must be asked again.
        """
        return await self.send(order, self._link(order))

    def _link(self, order: SendNotice) -> Secrets | None:
        """Whoever is told by a text opens the job from it."""
        if order.staff_id is None or "link" not in mentioned(order.locale, order.template):
            return None

        async def issue(db: Connection) -> Mapping[str, str]:
            token = await issue_link(db, order)
            return {"link": self._jobs + token, "token": token}

        return Secrets(("link", "token"), issue)

    async def send(self, order: SendNotice, secrets: Secrets | None = None) -> NoticeSent:
        """As `send_notice`, with what must be known to the recipient alone."""
        now = max(order.at or datetime.now(UTC), datetime.now(UTC))
        async with self._pool.acquire() as db:
            async with db.transaction():
                message, sms = await self._claim(db, order, now, secrets)
            if message["state"] == "withdrawn":
                return NoticeSent("failed")  # its ticket closed before any provider took it
            if message["state"] in DONE:
                # A report of its delivery may have come before our own word on it.
                return await self._record(db, order, message, now, message["state"], message["error_code"])
            end = await (
                ask(db, self._gateway, message) if sms is None else submit(db, self._gateway, message, sms)
            )
            async with db.transaction():
                settled = await settle(db, message, end)
                return await self._record(db, order, settled, now, settled["state"], settled["error_code"])

    async def _claim(
        self, db: Connection, order: SendNotice, now: datetime, secrets: Secrets | None
    ) -> tuple[MessageRow, Sms | None]:
        recipient = await queries.notice_recipient(db, staff_id=order.staff_id, customer_id=order.customer_id)
        if recipient is None:
            raise ApplicationError("nobody to send to", non_retryable=True)
        locale = recipient["language"] or order.locale
        hidden = dict.fromkeys(secrets.names, _HIDDEN) if secrets else {}
        key = f"notice/{order.ticket_id}/{order.key}"
        message = await queries.lock_message(db, dedupe_key=key)
        if message is not None and message["state"] == "withdrawn":
            ticket = await queries.get_ticket(db, id=order.ticket_id)
            if ticket is not None and ticket["stage"] == "closed":
                return message, None
            message = None  # the ticket was opened again
        if message is not None and message["state"] != "queued":
            return message, None  # what it says is settled: asked about, or done
        words = await self._worded(db, locale, order, {"name": recipient["name"], **hidden})
        draft = self._draft(words)
        message = message or await queries.queue_notice(
            db,
            dedupe_key=key,
            reference=uuid.uuid4().hex,
            ticket_id=order.ticket_id,
            customer_id=order.customer_id,
            staff_id=order.staff_id,
            template=order.template,
            phone=recipient["phone"],
            text=Hidden(draft.text),
            segments=draft.segments,
            provider=self._gateway.name,
        )
        if message["state"] != "queued":
            return message, None
        if secrets is not None:
            shown = {"name": recipient["name"], **await secrets.issue(db)}
            words = await self._worded(db, locale, order, shown)
        sent = self._draft(words)
        begun = await queries.begin_attempt(
            db,
            id=message["id"],
            ticket_id=order.ticket_id,
            template=order.template,
            at=now,
            phone=recipient["phone"],
            text=Hidden(draft.text),
            segments=sent.segments,
        )
        # From here on the row says "sending"; a crash before the call is told apart by asking the provider.
        sms = Sms(
            begun["reference"],
            recipient["phone"],
            sent.text,
            order.template,
            words.values,
            self._signature,
            "service",
            words.wordings,
        )
        return begun, sms

    async def _worded(
        self, db: Connection, locale: str, order: SendNotice, more: Mapping[str, str]
    ) -> Worded:
        """To staff what concerns them of the ticket, to a customer what the ticket says."""
        if order.staff_id is not None:
            return await worded(db, order, order.staff_id, locale, more)
        given = {**order.params, **more}
        return Worded(text(locale, order.template, **given), (order.template,), given)

    def _draft(self, words: Worded) -> Draft:
        return compose(words.text, self._signature, "", "service")

    async def _record(
        self,
        db: Connection,
        order: SendNotice,
        message: MessageRow,
        now: datetime,
        state: str,
        error: str | None,
    ) -> NoticeSent:
        """In the timeline, once."""
        outcome = DONE[state]
        await queries.record_event(
            db,
            dedupe_key=f"notice/{order.ticket_id}/{order.key}/{outcome}",
            ticket_id=order.ticket_id,
            customer_id=order.customer_id,
            kind=f"notice_{outcome}",
            at=now,
            actor="system",
            data={
                "template": order.template,
                "message": message["id"],
                "staff": order.staff_id,
                "error": error,
            },
        )
        return NoticeSent(outcome)
