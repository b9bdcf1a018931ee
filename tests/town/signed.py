"""An office whose people are signed in, each as themselves: none of them has the token of the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import httpx
from temporalio.testing import WorkflowEnvironment

from tests.town.doors import Browser, Door
from tests.town.office import Office, office
from tests.town.repairs import call_of

_ACCOUNTS = {
    "agent": "agent",
    "supervisor": "service_supervisor",
    "head": "department_head",
    "manager": "manager",
    "leader": "crew",
}


@dataclass
class Signed:
    """The office, and a browser for each of its people."""

    place: Office
    browsers: dict[str, Browser]
    door: Door

    async def does(self, who: str, path: str, status: int = 200, **said: Any) -> Any:
        answer: httpx.Response = await self.browsers[who].call("POST", path, json=said)
        assert answer.status_code == status, f"{who} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def acts(self, who: str, ticket: str, act: str, **said: Any) -> Any:
        return await self.does(who, f"/tickets/{ticket}:{act}", **said)

    async def sees(self, who: str, ticket: str) -> dict[str, Any]:
        answer = await self.browsers[who].call("GET", f"/tickets/{ticket}")
        assert answer.status_code == 200, f"{who}: {answer.text}"
        shown: dict[str, Any] = answer.json()
        return shown

    async def reads(self, who: str, path: str, status: int = 200) -> Any:
        answer = await self.browsers[who].call("GET", path)
        assert answer.status_code == status, f"{who} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def timeline(self, who: str, ticket: str) -> list[dict[str, Any]]:
        """Every event of it, as that person reads them."""
        items: list[dict[str, Any]] = (await self.reads(who, f"/tickets/{ticket}/timeline?limit=200"))[
            "items"
        ]
        return items


@asynccontextmanager
async def everybody_signed_in(
    temporal: WorkflowEnvironment, database_url: str, **more: Any
) -> AsyncIterator[Signed]:
    """Whoever is phoned presses 1, whoever is called answers; `more` as for an office."""
    async with office(temporal, database_url, **more) as place:
        for who in ("head", "supervisor", "manager", "leader"):
            await place.behave(who, "answer_and_press", key="1")
        for who in ("agent", "customer"):
            await place.behave(who, "answer")
        door = Door(str(place.http.base_url), SimpleNamespace(pool=place.pool), place.http)  # type: ignore[arg-type]
        browsers = {}
        for who, role in _ACCOUNTS.items():
            person = await door.person(role, staff_id=place.staff[who])
            browsers[who] = await door.signed_in(person, **{"Accept-Language": "zh-CN"})
        calls = {"phone": place.phone["customer"]}  # who calls is found by the number
        assert (await browsers["agent"].call("POST", "/customers:search", json=calls)).json()["items"]
        yield Signed(place, browsers, door)
        for browser in door.browsers:
            await browser.http.aclose()


async def asked_how_it_went(signed: Signed, ticket: str, number: int, **said: str) -> None:
    """The agent calls from the own list and records what the customer said: by default satisfied."""
    call = call_of(ticket, number)
    await signed.place.until(call, lambda now: now["stage"] in ("scheduled", "ready"))
    await signed.acts("agent", call, "dial")
    await signed.place.until(call, lambda now: now["stage"] == "to_record")
    await signed.acts("agent", call, "record-result", **{"satisfaction": "satisfied", **said})
