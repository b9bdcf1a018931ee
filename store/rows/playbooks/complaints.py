"""What the queries of `playbooks/complaints.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Protocol, TypedDict

from store.connections import Database


class ComplaintNumbersRow(TypedDict):
    grouping: int
    department_id: str | None
    department: str | None
    category: str | None
    close_reason: str | None
    complaints: int
    well_founded: int
    not_founded: int
    open: int
    reopened: int
    in_time: int


class ApprovedRemedyRow(TypedDict):
    body: dict[str, Any]
    option: int | None


class PlaybooksComplaints(Protocol):
    def complaint_numbers(
        self, db: Database, *, since: datetime, until: datetime
    ) -> AsyncIterator[ComplaintNumbersRow]:
        """Complaints taken in within the period, counted by department and category and, in the first row,
        altogether. Duplicates count with the ticket they were linked to.
        """

    async def category_of(self, db: Database, *, ticket_id: str) -> str | None:
        """What the complaint was classified as last; nothing for one that was not."""

    async def approved_remedy(self, db: Database, *, ticket_id: str) -> ApprovedRemedyRow | None:
        """What was proposed before the manager approved an option last, and which one it was, counted from
        1.
        """

    async def proposed_remedies(self, db: Database, *, ticket_id: str) -> dict[str, Any] | None:
        """What was proposed last; none when there was no proposal."""
