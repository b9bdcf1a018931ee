"""What the queries of `tickets/job_links.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, Protocol, TypedDict

from domain.people.staff import Role
from store.connections import Database, Sealable


class JobOfTokenRow(TypedDict):
    ticket_id: str
    told_as: str
    staff_id: str
    role: Role
    language: str
    account_id: str | None
    account_role: str | None
    crew_id: str | None
    department_id: str | None
    standing: str


class RemarksToldRow(TypedDict):
    at: datetime
    words: dict[str, Any] | None


class PicturesToldRow(TypedDict):
    body: dict[str, Any]


class TicketsJobLinks(Protocol):
    async def issue_job_link(
        self, db: Database, *, key: str, role: str, token_hash: Sealable, ticket_id: str, staff_id: str
    ) -> str:
        """The link of a text to a member of the staff, anew for each attempt to send it. Whoever leads or
        works in a crew is told for that one, whoever heads a department for that one, others for the
        ticket's.
        """

    async def job_of_token(
        self, db: Database, *, good_for: timedelta, token_hash: Sealable
    ) -> JobOfTokenRow | None:
        """The job behind a link, whose it is, and whether it is still that person's: it ends with the
        ticket, with another crew or department or receiver, and when the person leaves.
        """

    def remarks_told(self, db: Database, *, ticket_id: str, most: int) -> AsyncIterator[RemarksToldRow]:
        """What colleagues noted of a job, the newest first, for whoever opens it from a text."""

    def pictures_told(self, db: Database, *, ticket_id: str, most: int) -> AsyncIterator[PicturesToldRow]:
        """Addresses of what was attached to a job, for whoever opens it from a text."""
