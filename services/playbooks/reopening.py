"""Opening a closed ticket again (P7, P8): the same number, with a fresh promise."""

from collections.abc import Mapping
from typing import Any

from domain.playbooks.declaration import Trait
from domain.playbooks.registry import BY_NAME
from services.playbooks import duplicates
from services.playbooks.fitting import require_person
from services.playbooks.starts import keep_start, kept_start
from services.playbooks.taking_in import reopened
from services.refused import Refused
from store.database import Connection, queries


async def reopen(db: Connection, ticket_id: str, said: Mapping[str, Any], by: str) -> None:
    """Write how it begins anew, in the caller's transaction; what happened before stays in its timeline."""
    row, kept = await queries.get_ticket(db, id=ticket_id), await queries.kept_start(db, ticket_id=ticket_id)
    if row is None or kept is None or not BY_NAME[row["kind"]].has(Trait.OPENS_AGAIN):
        raise Refused("no-such-ticket")
    await require_person(db, by)
    if row["stage"] != "closed":
        raise Refused("ticket-open")
    await duplicates.forget(db, ticket_id)
    start = reopened(BY_NAME[row["kind"]], kept_start(kept), row)
    await keep_start(db, ticket_id, start)
    text_id = await queries.add_text(db, ticket_id=ticket_id, kind="reopen", body=dict(said), author=by)
    await queries.record_reopening(
        db, ticket_id=ticket_id, actor=by, text_id=text_id, version=start.intake.version
    )
