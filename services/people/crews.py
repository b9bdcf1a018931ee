"""Crews and who leads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.people.register import changing, require_department, require_person
from services.refused import Refused
from services.revision import revised
from store.database import Connection, queries
from store.rows.people.crews import CrewRow

_CHANGEABLE = ("name", "leader_id", "department_id", "trades", "active")


async def form_crew(
    db: Connection, *, name: str, leader_id: str | None, department_id: str | None, trades: Sequence[str]
) -> CrewRow:
    """A crew from now on; `trades` are the company's own codes of what it repairs. Refuses `invalid`."""
    async with changing(db):
        await require_person(db, "leader_id", leader_id)
        await require_department(db, department_id)
        return await queries.add_crew(
            db,
            name=name,
            leader_id=leader_id,
            department_id=department_id,
            trades=list(dict.fromkeys(trades)),
        )


async def change_crew(
    db: Connection, crew_id: str, changes: Mapping[str, Any], *, seen: int | None = None
) -> CrewRow:
    """A crew out of use (`active` false) gets no repairs any more.

    What stays as it was is questioned only of a crew that comes back. Refuses `no-such-crew`,
    `changed-meanwhile`, `invalid`.
    """
    async with changing(db):
        row = await queries.get_crew(db, id=crew_id)
        if row is None:
            raise Refused("no-such-crew")
        new = revised(row, changes, _CHANGEABLE, seen)
        if new is None:
            return row
        returns = new["active"] and not row["active"]
        if returns or new["leader_id"] != row["leader_id"]:
            await require_person(db, "leader_id", new["leader_id"])
        if returns or new["department_id"] != row["department_id"]:
            await require_department(db, new["department_id"])
        trades = list(dict.fromkeys(new["trades"]))
        return await queries.revise_crew(db, id=crew_id, **{**new, "trades": trades})
