"""What the queries of `people/crews.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database


class CrewRow(TypedDict):
    id: str
    name: str
    leader_id: str | None
    department_id: str | None
    trades: list[str]
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class BuildingCrewsRow(TypedDict):
    trade: str
    crew_id: str
    crew: str
    active: bool


class PeopleCrews(Protocol):
    async def add_crew(
        self,
        db: Database,
        *,
        name: str,
        leader_id: str | None,
        department_id: str | None,
        trades: Sequence[str],
    ) -> CrewRow:
        """A new crew, as it is kept."""

    async def get_crew(self, db: Database, *, id: str) -> CrewRow | None:
        """A crew, for whoever names one by its id."""

    def crews_page(
        self,
        db: Database,
        *,
        department_id: str | None,
        trade: str | None,
        active: bool | None,
        after: str,
        most: int,
    ) -> AsyncIterator[CrewRow]:
        """A page of crews, for the API."""

    async def revise_crew(
        self,
        db: Database,
        *,
        name: str,
        leader_id: str | None,
        department_id: str | None,
        trades: Sequence[str],
        active: bool,
        id: str,
    ) -> CrewRow:
        """A crew as changed by the API."""

    def building_crews(self, db: Database, *, building_id: str) -> AsyncIterator[BuildingCrewsRow]:
        """Which crew serves a building for each trade, for the API."""

    async def put_building_crew(self, db: Database, *, building_id: str, trade: str, crew_id: str) -> str:
        """Names a building's crew for a trade."""

    async def drop_building_crew(self, db: Database, *, building_id: str, trade: str) -> str | None:
        """Takes a building's crew for a trade away; its id, where there was one."""

    async def responsible_crew(
        self, db: Database, *, trade: str, building_id: str | None, ownership_id: str | None
    ) -> str | None:
        """The crew that a repair goes to. The one named for the trade, else the one for any trade; never
        one that no longer exists.
        """
