"""The record of what happened at the door (P23)."""

from store.database import Connection, queries
from vault.values import Hidden

_AGENT_KEPT = 200


def agent_kept(agent: str | None) -> Hidden | None:
    """A browser's name for itself, as much of it as is kept."""
    return Hidden(agent[:_AGENT_KEPT]) if agent else None


async def note(
    db: Connection,
    what: str,
    account_id: str | None,
    *,
    by: str | None = None,
    token_id: str | None = None,
    address: str | None = None,
    agent: str | None = None,
) -> None:
    """One line of what happened at the door; the login that was typed is not in it, it may be a password."""
    await queries.note_sign_in(
        db,
        what=what,
        account_id=account_id,
        by=by,
        token_id=token_id,
        address=address,
        agent=agent_kept(agent),
    )
