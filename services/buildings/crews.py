"""Which crew is responsible for a building's repairs, trade by trade (P7)."""

from services.buildings.buildings import require_building
from services.people.register import changing, require_crew
from store.database import Connection, queries


async def make_crew_responsible(db: Connection, building_id: str, trade: str, *, crew_id: str) -> None:
    """New repairs of the trade go to this crew; running tickets keep theirs.

    Refuses `no-such-building`, `invalid`.
    """
    async with changing(db):
        await require_building(db, building_id)
        await require_crew(db, crew_id)
        await queries.put_building_crew(db, building_id=building_id, trade=trade, crew_id=crew_id)


async def make_nobody_responsible(db: Connection, building_id: str, trade: str) -> None:
    """For new repairs of the trade a supervisor picks the crew. Refuses `no-such-building`."""
    async with changing(db):
        await require_building(db, building_id)
        await queries.drop_building_crew(db, building_id=building_id, trade=trade)
