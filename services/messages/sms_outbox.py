"""A text's row in the outbox from the attempt to its end, for marketing and service texts alike (P33)."""

from dataclasses import dataclass
from typing import Literal

from gateways.outcomes import Accepted, NotFound, Rejected
from gateways.sms import Sms, SmsGateway
from services.messages.outbox import PutBack, attempt, not_found, overtaken
from store.database import Connection, present, queries
from store.rows.messages.messages import MessageRow

DONE: dict[str, Literal["sent", "failed", "unknown"]] = {
    "accepted": "sent",
    "delivered": "sent",
    "failed": "failed",
    "unknown": "unknown",
}
"""States in which nothing more is to be done for a text, and what that comes to for its ticket."""


@dataclass(frozen=True)
class End:
    """How an attempt ended, as the provider or our asking it says."""

    state: str
    provider_id: str | None = None
    error: str | None = None


async def submit(db: Connection, gateway: SmsGateway, message: MessageRow, sms: Sms) -> End:
    """Hand the text to the provider. Raises a retryable error as `services.messages.outbox.attempt` does."""
    taken = await attempt(gateway.send(sms), _put_back(db, message), gateway.lookup_settles)
    if isinstance(taken, Rejected):
        return End("failed", error=taken.code)
    return End("accepted", provider_id=taken.provider_id)


async def ask(db: Connection, gateway: SmsGateway, message: MessageRow) -> End:
    """What became of an attempt that may have been taken. Raises a retryable error until that is known."""
    attempted_at = present(message["attempted_at"])
    answer = await gateway.lookup(message["reference"], message["phone"], attempted_at)
    if isinstance(answer, Accepted):
        return End("accepted", provider_id=answer.provider_id)
    if not isinstance(answer, NotFound):
        return End("unknown", error="cannot_be_asked")
    raise await not_found(attempted_at, gateway.lookup_settles, _put_back(db, message))


async def settle(db: Connection, message: MessageRow, end: End) -> MessageRow:
    """The row as it stands after the attempt, in a transaction of the caller's. Raises when overtaken."""
    settled = await queries.settle_attempt(
        db,
        id=message["id"],
        attempts=message["attempts"],
        state=end.state,
        provider_id=end.provider_id,
        error_code=end.error,
    )
    # A report of its delivery, or a later attempt, may have come before our own word on it.
    settled = settled or await queries.message_row(db, id=message["id"])
    if settled["state"] not in DONE:
        raise overtaken()
    return settled


def _put_back(db: Connection, message: MessageRow) -> PutBack:
    async def put_back(code: str | None) -> None:
        await queries.put_message_back(db, id=message["id"], attempts=message["attempts"], error_code=code)

    return put_back
