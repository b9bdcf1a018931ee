"""The customer's signature by link and code: sent exactly once, kept nowhere but as hashes (P8, P33)."""

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from temporalio import activity

from activities.messages.notices import NoticeActivities, Secrets
from domain.messages.notices import SendNotice
from domain.playbooks.acceptance import CODE_DIGITS, AcceptanceSent, SendAcceptance, code_hash, token_hash
from domain.playbooks.registry import number_of
from store.database import Connection, queries

TEMPLATE = "sms-complaint-accept"
_TOKEN_BYTES = 16


class _NoLonger(Exception):
    """Nothing has to be sent any more."""


class AcceptanceActivities:
    """Its neighbour: whoever sends service texts."""

    def __init__(self, notices: NoticeActivities, public_url: str) -> None:
        """`public_url` is where customers reach the API."""
        self._notices, self._address = notices, f"{public_url.rstrip('/')}/acceptances/"

    def sending(self) -> list[Callable[..., Any]]:
        """What a worker of the SMS queue registers."""
        return [self.send_acceptance]

    @activity.defn(name="send_acceptance")
    async def send_acceptance(self, order: SendAcceptance) -> AcceptanceSent:
        """Send the link, or say what became of it before; links sent earlier are void from then on.

        Safe to run any number of times; raises as `NoticeActivities.send_notice`.
        """
        number = number_of(order.ticket_id)
        notice = SendNotice(
            order.ticket_id,
            f"acceptance/{order.key}",
            TEMPLATE,
            {"ticket": number, "hours": f"{order.policy.valid.total_seconds() / 3600:g}"},
            customer_id=order.customer_id,
            locale=order.locale,
            at=order.at,
        )
        hidden = Secrets(("link", "token", "code"), lambda db: self._issue(db, order))
        try:
            return AcceptanceSent((await self._notices.send(notice, hidden)).outcome)
        except _NoLonger:
            return AcceptanceSent("no_longer")

    async def _issue(self, db: Connection, order: SendAcceptance) -> Mapping[str, str]:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        if await queries.number_unsettled(db, ticket_id=order.ticket_id, settled=order.policy.number_settled):
            raise _NoLonger
        issued = await queries.complaint_waits(db, ticket_id=order.ticket_id) and (
            await queries.issue_acceptance(
                db,
                ticket_id=order.ticket_id,
                key=order.key,
                asked_at=order.at,
                token_hash=token_hash(token),
                code_hash=code_hash(token, code),
                # The customer's time is the world's, however far the ticket's clock was moved.
                expires_at=datetime.now(UTC) + order.policy.valid,
                tries=order.policy.wrong_codes,
            )
        )
        if not issued:
            raise _NoLonger
        await queries.replace_acceptances(db, ticket_id=order.ticket_id, but=order.key)
        return {"link": self._address + token, "token": token, "code": code}
