"""What the queries of `playbooks/pre_handover.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Literal, Protocol, TypedDict

from store.connections import Database, Json


class ToEnrolRow(TypedDict):
    id: str
    customer_id: str
    building_id: str
    building: str
    version: int
    open: bool
    close_reason: str | None
    sent: list[str]
    again: list[str]


class OwnershipToStartRow(TypedDict):
    id: str
    building_id: str
    customer_id: str
    status: str
    building: str
    handover_date: date | None
    policy: Json
    building_status: Literal["active", "cancelled"]
    signed_at: datetime | None
    opted_out: bool
    stage: str | None
    version: int
    open: bool
    sent: list[str]
    again: list[str]


class TicketsBehindRow(TypedDict):
    id: str


class TicketsOfOwnersWhoLeftRow(TypedDict):
    id: str
    reason: str


class PlaybooksPreHandover(Protocol):
    def ownerships_to_enrol(
        self, db: Database, *, building_id: str | None, ownership_id: str | None, after: str, most: int
    ) -> AsyncIterator[ToEnrolRow]:
        """Owners who may get messages, with what they were sent already, and what never arrived: no
        provider took it, or it failed at a number they no longer have.
        """

    async def ownership_to_start(self, db: Database, *, ownership_id: str) -> OwnershipToStartRow | None:
        """One row of `ownerships_to_enrol`, whoever it is, with what may stand against a ticket."""

    async def open_ticket(
        self,
        db: Database,
        *,
        id: str,
        building_id: str | None,
        customer_id: str | None,
        ownership_id: str | None,
        anchor_date: date | None,
        next_step: str | None,
        due_at: datetime | None,
        version: int,
    ) -> str:
        """Opens a pre-handover ticket, for its enrolment, or opens it again when it was closed; one that
        is open stays as it is. Being opened again is in its timeline: `xmax` tells a row that was there
        from a new one.
        """

    async def open_page(
        self,
        db: Database,
        *,
        building_id: str | None,
        anchor_date: date | None,
        ids: Sequence[str],
        customer_ids: Sequence[str],
        ownership_ids: Sequence[str],
        next_steps: Sequence[str],
        due_at: Sequence[datetime],
        versions: Sequence[int],
    ) -> str:
        """As `open_ticket`, for many owners of one building in one statement."""

    def tickets_behind(
        self, db: Database, *, building_id: str, after: str, most: int
    ) -> AsyncIterator[TicketsBehindRow]:
        """Open tickets that have not followed the building's row yet; page by page, after the last one
        seen.
        """

    def tickets_of_owners_who_left(
        self, db: Database, *, most: int
    ) -> AsyncIterator[TicketsOfOwnersWhoLeftRow]:
        """Open tickets whose owner should get nothing more, with the reason; the signal may have been
        lost.
        """
