"""Since when what is sealed is bound to where it belongs, as the database keeps it (decision 0029)."""

import hmac
from datetime import UTC, datetime, timedelta

from store.database import Connection, queries
from vault.keyring import EVER, NEVER, Keyring


async def binds_from(db: Connection, keyring: Keyring) -> datetime:
    """What a database of before is asked in the middle of its migration is sealed as it was.

    A moment that nobody signed counts as past: whoever writes to the database alone puts nothing off.
    """
    if not await queries.binding_is_known(db):
        return NEVER
    row = await queries.binds_from(db)
    if row is None:
        return EVER
    began = moment(row["binds_from"])
    return began if hmac.compare_digest(row["signature"], _signature(keyring, began)) else EVER


async def begin_binding(db: Connection, keyring: Keyring, after: timedelta | None) -> None:
    """From now on, or `after` a while; None: since ever."""
    begins = EVER if after is None else datetime.now(UTC) + after
    await queries.begin_binding(db, binds_from=begins, signature=_signature(keyring, begins))


def _signature(keyring: Keyring, began: datetime) -> str:
    said = began.astimezone(UTC).isoformat(timespec="microseconds")
    return hmac.digest(keyring.derived("binds_from"), said.encode(), "sha256").hex()


def moment(at: datetime) -> datetime:
    """As it stands in the database: the driver reads minus infinity as a moment without a time zone."""
    return at if at.tzinfo else EVER
