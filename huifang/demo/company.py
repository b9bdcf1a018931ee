"""What the company does in the story: calls of the HTTP API."""

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from huifang.demo.patience import happens


class Company:
    """A client of the API with the token of its staff."""

    def __init__(self, url: str, token: str, locale: str) -> None:
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": locale}
        self._http = httpx.AsyncClient(base_url=url, headers=headers, timeout=60, trust_env=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def add_building(self, name: str, handover: date | None = None) -> str:
        """Its id."""
        body = {"name": name} | ({"handover_date": handover.isoformat()} if handover else {})
        return str((await self.call("POST", "/buildings", json=body))["id"])

    async def import_roster(self, building: str, file: Path) -> dict[str, Any]:
        """What became of its rows."""
        return await self.import_rows(building, file.name, await asyncio.to_thread(file.read_bytes))

    async def import_rows(self, building: str, name: str, content: bytes) -> dict[str, Any]:
        """What became of the rows of a file of that name."""
        upload = {"file": (name, content)}
        return await self.call("POST", f"/buildings/{building}/owners:import", files=upload)

    async def owners(self, building: str) -> list[dict[str, Any]]:
        """Every owner of the building."""
        page = await self.call("GET", f"/buildings/{building}/owners", params={"limit": 100})
        return list(page["items"])

    async def start_sequence(self, building: str) -> None:
        """Begin, and wait until every owner is enrolled."""
        await self.call("POST", f"/buildings/{building}/pre-handover", json={})
        await self.until(
            building, "enrolment", lambda now: not now["enrolment_running"] and bool(now["tickets"])
        )

    async def progress(self, building: str) -> dict[str, Any]:
        """How far the building's sequence is."""
        return await self.call("GET", f"/buildings/{building}/pre-handover")

    async def until(self, building: str, what: str, met: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first progress that meets the condition, which `what` names. Raises `DidNotHappen`."""
        async with happens(what):
            while not met(now := await self.progress(building)):  # noqa: ASYNC110 -- over HTTP
                await asyncio.sleep(0.1)
        return now

    async def tickets(self, building: str, stage: str | None = None) -> list[dict[str, Any]]:
        """The building's tickets."""
        params: dict[str, Any] = {"building": building, "limit": 100} | ({"stage": stage} if stage else {})
        return list((await self.call("GET", "/tickets", params=params))["items"])

    async def ticket(self, ticket: str) -> dict[str, Any]:
        """One ticket with its messages."""
        return await self.call("GET", f"/tickets/{ticket}")

    async def move_handover(self, building: str, handover: date) -> None:
        """Change the date, and wait until every ticket follows it."""
        await self.call("PATCH", f"/buildings/{building}", json={"handover_date": handover.isoformat()})
        await self.until(building, "the new date in every ticket", lambda now: not now["change_pending"])

    async def signed(self, customer: str) -> None:
        """The customer has signed."""
        await self.call("POST", f"/customers/{customer}:signed")

    async def change_number(self, customer: str, phone: str) -> None:
        """The customer has another number."""
        await self.call("PATCH", f"/customers/{customer}", json={"phone": phone})

    async def call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """The API's answer. Raises RuntimeError with what it refuses."""
        answer = await self._http.request(method, path, **options)
        if not answer.is_success:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        body: dict[str, Any] = answer.json() if answer.content else {}
        return body
