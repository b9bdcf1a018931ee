"""What customer service does in the story: tickets of people, through the HTTP API."""

import asyncio
from collections.abc import Callable
from typing import Any

from huifang.demo.company import Company
from huifang.demo.patience import happens
from huifang.demo.team import Person

_PAGE = 200


class Desk:
    """Repairs, complaints and calls of one company."""

    def __init__(self, company: Company) -> None:
        self._company = company

    async def take_in(self, kind: str, by: Person, **report: Any) -> str:
        """The id of a new ticket; `kind` is `repairs` or `complaints`."""
        body = {"taken_in_by": by.id, **report}
        return str((await self._company.call("POST", f"/{kind}", json=body))["id"])

    async def act(self, ticket: str, act: str, by: Person, **more: Any) -> None:
        """Somebody did something."""
        await self._company.call("POST", f"/tickets/{ticket}:{act}", json={"by": by.id, **more})

    async def ticket(self, ticket: str) -> dict[str, Any]:
        """The ticket as it stands."""
        return await self._company.call("GET", f"/tickets/{ticket}")

    async def until(self, ticket: str, what: str, met: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The ticket once it meets the condition, which `what` names. Raises `DidNotHappen`."""
        async with happens(f"{ticket}: {what}"):
            while not met(now := await self.ticket(ticket)):  # noqa: ASYNC110 -- over HTTP
                await asyncio.sleep(0.1)
        return now

    async def stage(self, ticket: str, stage: str) -> dict[str, Any]:
        """The ticket once it is in the stage. Raises `DidNotHappen`."""
        return await self.until(ticket, stage, lambda now: now["stage"] == stage)

    async def call_to_make(self, agent: Person, call: str) -> dict[str, Any]:
        """The line of an agent's call list, once it is there. Raises `DidNotHappen`."""
        async with happens(f"{call} on the agent's list"):
            while True:
                listed = await self._company.call("GET", "/calls", params={"agent": agent.id})
                for line in listed["items"]:
                    if line["ticket_id"] == call and line["stage"] in ("scheduled", "ready"):
                        return dict(line)
                await asyncio.sleep(0.1)

    async def timeline(self, ticket: str) -> list[dict[str, Any]]:
        """All that happened, oldest first."""
        page = await self._company.call("GET", f"/tickets/{ticket}/timeline", params={"limit": _PAGE})
        return list(page["items"])
