"""A ticket's place in the read model (P34)."""

from domain.tickets.state import OpenTicket
from store.database import Connection, queries


async def open_row(db: Connection, opening: OpenTicket) -> None:
    """Insert the ticket's row on the connection `db`, and link it with what it is about."""
    intake = opening.intake
    await queries.open_ticket_row(
        db,
        id=opening.ticket_id,
        kind=opening.kind,
        stage=opening.stage,
        building_id=intake.building_id,
        customer_id=intake.customer_id,
        ownership_id=intake.ownership_id,
        urgent=intake.urgent,
        first_contact=intake.first_contact,
        reopened=intake.reopened,
        version=intake.version,
        crew_id=opening.crew_id,
        department_id=opening.department_id,
    )
    if opening.about is not None:
        await queries.link_tickets(
            db, ticket_id=opening.ticket_id, other_id=opening.about, kind=opening.reason or "about"
        )
