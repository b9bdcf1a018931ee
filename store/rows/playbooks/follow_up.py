"""What the queries of `playbooks/follow_up.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database, Json


class CallListRow(TypedDict):
    id: str
    stage: str
    urgent: bool
    due_at: datetime | None
    customer_id: str
    agent_id: str | None
    acts: list[str]
    opened_at: datetime
    name: str
    phone: str
    about: str | None
    reason: str | None
    no_call: bool
    building: str | None
    block: str | None
    unit: str | None
    room: str | None


class PlaybooksFollowUp(Protocol):
    def call_list(
        self, db: Database, *, agent: str | None, stage: str | None, most: int
    ) -> AsyncIterator[CallListRow]:
        """An agent's calls: urgent first, then by what is due; with the flat of the ticket it is about. Of
        whoever does not see much it begins with what is in sight.
        """

    async def keep_call_record(
        self,
        db: Database,
        *,
        ticket_id: str,
        agent_id: str | None,
        satisfaction: str,
        answers: Json,
        text_id: str | None,
        at: datetime,
    ) -> str:
        """The record of a call that reached its end, once, for its workflow."""

    async def preferred_hours(self, db: Database, *, customer_id: str) -> Json:
        """The hours at which a customer likes to be called, asked before a call is planned."""
