"""What the queries of `buildings/buildings.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, TypedDict

from store.connections import Database, Json


class BuildingRow(TypedDict):
    id: str
    name: str
    handover_date: date | None
    status: Literal["active", "cancelled"]
    policy: Json
    version: int
    applied_version: int
    created_at: datetime
    updated_at: datetime


class CountOwnersRow(TypedDict):
    active: int
    sold: int
    signed: int
    opted_out: int


class CountTicketsRow(TypedDict):
    stage: str
    close_reason: str | None
    tickets: int


class CountMessagesRow(TypedDict):
    state: Literal["queued", "sending", "accepted", "delivered", "failed", "unknown", "withdrawn"]
    messages: int
    segments: int | None


class CountRepliesRow(TypedDict):
    all: int
    waiting: int


class BuildingsBuildings(Protocol):
    async def add_building(self, db: Database, *, name: str, handover_date: date | None) -> BuildingRow:
        """A new building, as it is kept; for the API and for demo data."""

    async def get_building(self, db: Database, *, id: str) -> BuildingRow | None:
        """A building, for whoever names one by its id."""

    def list_buildings(self, db: Database, *, after: str, most: int) -> AsyncIterator[BuildingRow]:
        """A page of buildings by id, for the API."""

    async def change_building(
        self, db: Database, *, name: str | None, handover_date: date | None, status: str | None, id: str
    ) -> BuildingRow | None:
        """A building changed without telling its tickets; for the stories, which play a change that got
        lost.
        """

    async def lock_building(self, db: Database, *, id: str) -> BuildingRow | None:
        """A building, locked while it is changed or its sequence is started."""

    async def revise_building(
        self, db: Database, *, name: str, handover_date: date | None, status: str, id: str
    ) -> BuildingRow:
        """What the API's change makes of a building. Before the sequence is started nobody has to be told;
        a new name alone tells nobody either.
        """

    async def set_building_policy(self, db: Database, *, policy: Json, id: str) -> str:
        """The policy that the owners of a building were enrolled with; for benchmarks and stories, which
        enrol by themselves.
        """

    async def begin_sequence(self, db: Database, *, policy: Json, id: str) -> BuildingRow:
        """Starts the sequence of a building, for the API. Behind its version until the enrolment has been
        started: a start lost in a crash is made by the reconciler.
        """

    async def building_change_applied(self, db: Database, *, version: int, id: str) -> str:
        """Notes that a version of the building has reached every ticket, for the workflow that told them."""

    def buildings_behind(self, db: Database, *, age: timedelta) -> AsyncIterator[BuildingRow]:
        """Buildings whose change has not reached every ticket, once the ordinary way had time to do it."""

    async def building_of_ownership(self, db: Database, *, id: str) -> BuildingRow | None:
        """The building of a flat, for what is told to its owner."""

    async def count_owners(self, db: Database, *, building_id: str) -> CountOwnersRow:
        """The owners of a building by how they stand, for its page."""

    def count_tickets(self, db: Database, *, building_id: str) -> AsyncIterator[CountTicketsRow]:
        """Its pre-handover tickets by stage and end, for its page."""

    def count_messages(self, db: Database, *, building_id: str) -> AsyncIterator[CountMessagesRow]:
        """Its texts by state, for its page."""

    async def count_replies(self, db: Database, *, building_id: str) -> CountRepliesRow:
        """The replies of its owners, and how many of them wait for somebody, for its page."""
