"""Opening a closed ticket again (P7, P8): the same number, with a fresh promise."""

from collections.abc import Mapping
from typing import Any

from domain.playbooks.registry import BY_NAME
from services.playbooks import duplicates
from services.playbooks.parts import Actor, named, require_part, who_acted
from services.playbooks.starts import keep_start, kept_start
from services.playbooks.taking_in import reopened
from services.refused import Refused
from store.database import Connection, queries


async def reopen(db: Connection, ticket_id: str, said: Mapping[str, Any], actor: Actor) -> None:
    """Write how it begins anew, in the caller's transaction; what happened before stays in its timeline."""
    row, kept = await queries.get_ticket(db, id=ticket_id), await queries.kept_start(db, ticket_id=ticket_id)
    playbook = BY_NAME.get(row["kind"]) if row is not None else None
    if row is None or kept is None or playbook is None or playbook.reopen is None:
        raise Refused("no-such-ticket")
    by = named(actor)
    await require_part(db, playbook, row, playbook.reopen, actor)
    if row["stage"] != "closed":
        raise Refused("ticket-open")
    await duplicates.forget(db, ticket_id)
    start = reopened(playbook, kept_start(kept), row)
    await keep_start(db, ticket_id, start)
    text_id = await queries.add_text(db, ticket_id=ticket_id, kind="reopen", body=dict(said), author=by)
    await queries.record_reopening(
        db,
        ticket_id=ticket_id,
        actor=by,
        text_id=text_id,
        version=start.intake.version,
        acted_by=who_acted(actor),
    )
