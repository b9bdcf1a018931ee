"""What providers sent and nobody could read, until a person has seen to it (P33): it may be an opt-out."""

from datetime import UTC, datetime
from typing import Any

from services.refused import Refused
from store.database import Connection, queries
from store.rows.messages.provider_events import OddEventRow

BEGIN = datetime.min.replace(tzinfo=UTC)
"""Before every report."""


async def handle_odd(db: Connection, report_id: str, *, by: str, note: str | None) -> OddEventRow:
    """Somebody has seen to it; who said so first stays. Refuses `no-such-report`."""
    async with db.transaction():
        row = await odd_report(db, report_id)
        if row["handled_at"] is None:
            done: dict[str, Any] = {**row["event"], "by": by, "note": note}
            await queries.odd_event_handled(db, id=report_id, event=done)
            row = await odd_report(db, report_id)
        return row


async def odd_report(db: Connection, report_id: str) -> OddEventRow:
    """One of them. Refuses `no-such-report`."""
    found = queries.odd_events(db, id=report_id, handled=None, after_at=BEGIN, after_id="", most=1)
    rows = [row async for row in found]
    if not rows:
        raise Refused("no-such-report")
    return rows[0]
