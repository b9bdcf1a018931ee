"""What becomes of a loan, written with the record of it: row and trail in one transaction (P23)."""

from datetime import datetime

from domain.playbooks.lending import PREFIX
from domain.tickets.state import TicketEvent
from store.database import Connection, queries
from store.rows.playbooks.lending import LoanPartiesRow
from store.trail import Look, append

_ENDS = "closed_"


async def keep_loan(db: Connection, ticket_id: str, event: TicketEvent) -> None:
    """Access begins with the grant and ends with the loan. Safe to repeat: what stands stays as it is."""
    if not ticket_id.startswith(PREFIX):
        return
    if event.kind == "grant_loan":
        until = event.data["until"]
        row = await queries.loan_granted(
            db, id=ticket_id, by=event.actor, at=event.at, until=datetime.fromisoformat(until)
        )
        await _trace(db, row, event, loan="granted", until=until)
    elif event.kind == "refuse_loan":
        await queries.loan_decided(db, id=ticket_id, by=event.actor)
    elif event.kind.startswith(_ENDS):
        reason = event.kind.removeprefix(_ENDS)
        row = await queries.loan_ended(db, id=ticket_id, at=event.at, reason=reason)
        await _trace(db, row, event, loan=reason)


async def _trace(db: Connection, row: LoanPartiesRow | None, event: TicketEvent, **said: str) -> None:
    """None: it stood there before."""
    if row is None:
        return
    by = event.actor if event.actor.startswith("S") else None
    details = {**said, "borrower": row["borrower_id"]}
    await append(
        db,
        Look(
            "loan",
            staff_id=by,
            customers=(row["customer_id"],),
            ticket_id=row["id"],
            count=0,
            details=details,
        ),
    )
