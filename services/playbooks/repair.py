"""What a repair needs from the archive when it begins (P7)."""

from dataclasses import replace

from domain.playbooks.repair import NewRepair, Repair
from store.database import Database, queries


async def begin(db: Database, start: Repair, report: NewRepair) -> Repair:
    """With the crew responsible for the trade in the building, and that crew's department."""
    crew_id = await queries.responsible_crew(
        db, trade=start.trade, building_id=start.intake.building_id, ownership_id=report.ownership_id
    )
    crew = await queries.get_crew(db, id=crew_id) if crew_id else None
    return replace(start, crew_id=crew_id, department_id=crew["department_id"] if crew is not None else None)
