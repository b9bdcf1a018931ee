"""What is on record of a ticket is put right, whether it is open or closed (P8, P19)."""

from datetime import UTC, datetime

from domain.playbooks.complaint_categories import Categories
from domain.tickets.acts import Act
from services.refused import Refused
from store.database import Connection, queries
from store.rows.tickets.tickets import TicketRow


async def put_right(db: Connection, row: TicketRow, act: Act, update_id: str, categories: Categories) -> None:
    """In the caller's transaction, once per `update_id`. Raises Refused where nothing is on record."""
    before = await queries.category_of(db, ticket_id=row["id"])
    if before is None:
        raise Refused("not-classified")
    now = datetime.now(UTC)
    await queries.record_ticket_event(
        db,
        dedupe_key=f"{row['id']}/{update_id}",
        ticket_id=row["id"],
        kind=act.name,
        at=now,
        actor=act.actor,
        data={**act.data, "before": before},
        text_id=act.text_id,
    )
    if row["stage"] == "closed":
        await _tell_departments(db, row, act.data["category"], now, categories)


async def _tell_departments(
    db: Connection, row: TicketRow, category: str, now: datetime, categories: Categories
) -> None:
    """Who is concerned by what it really was hears of it; while it is open, its end will tell them."""
    await queries.keep_feedback(
        db,
        ticket_id=row["id"],
        department_id=row["department_id"],
        kinds=list(categories.concerns(category)),
        usual=[],
        reason=row["close_reason"] or "",
        category=category,
        reopened=row["reopened"],
        at=now,
    )
