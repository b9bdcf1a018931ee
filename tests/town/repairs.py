"""What happens to repairs in several stories: as a crew, a customer or operations staff do it."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.playbooks.repair import REPAIR
from domain.tickets.state import TicketState
from tests.town.office import Office
from tests.town.patience import patiently

PLAN = {"what": "更换水管", "at": "2027-01-01T10:00:00+08:00"}
STEPS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "called": (),
    "acknowledged": (("acknowledge", {}),),
    "on_site": (("arrive", {}),),
    "quoted": (("arrive", {}), ("quote", {"amount": "680.00", "what": "保修期外更换龙头"})),
    "planned": (("arrive", {}), ("file-plan", PLAN)),
    "waiting_parts": (("arrive", {}), ("file-plan", PLAN), ("wait-for-parts", {})),
    "done": (("arrive", {}), ("file-plan", PLAN), ("complete", {})),
}
"""How a repair comes from the report to each stage."""
A_MOMENT = 3.0
"""Seconds."""


async def begun(place: Office, stage: str = "called", asked: bool = True, **more: Any) -> str:
    """A repair in that stage; its promise counts.

    `asked`: the customer has been asked meanwhile. A call that is still to be made holds the repair's clock.
    """
    ticket = await place.repair(**more)
    await place.until(ticket, lambda now: now["promise"] is not None)
    for act, said in STEPS[stage]:
        answer = await place.http.post(f"/tickets/{ticket}:{act}", json={"by": place.staff["leader"], **said})
        # The crew may have acknowledged on the phone.
        assert answer.status_code == (409 if act == "acknowledge" and answer.is_error else 200), answer.text
    await place.until(ticket, lambda now: stage == "called" or now["stage"] == stage)
    bound = REPAIR.promises.get(stage)
    await place.until(ticket, lambda now: (now["promise"] or {}).get("name") == bound)
    if asked and ("arrive", {}) in STEPS[stage]:
        await recorded(place, ticket, 1, satisfaction="satisfied")
        await happened(place, ticket, "customer_called")
    return ticket


def call_of(ticket: str, number: int) -> str:
    """The id of the repair's call of that number."""
    return f"follow-up-{ticket.partition('-')[2]}-0-{number}"


async def recorded(place: Office, ticket: str, number: int, **record: Any) -> str:
    """The customer said it without being called."""
    call = call_of(ticket, number)
    await place.until(call, lambda now: now["stage"] in ("scheduled", "ready"))
    await place.act(call, "record-result", **record)
    return call


async def stands(place: Office, ticket: str) -> TicketState:
    """The workflow's own word."""
    handle = place.env.client.get_workflow_handle(ticket)
    state: TicketState = await handle.query("where_it_stands", result_type=TicketState)
    return state


async def due(place: Office, ticket: str) -> datetime:
    """Until when the promise is to be kept."""
    at = (await stands(place, ticket)).due_at
    assert at is not None
    return at


async def later(place: Office, ticket: str, hours: float) -> None:
    """So much later and a moment: what is due by then has come, and nothing else."""
    await place.forward(ticket, hours=hours, seconds=A_MOMENT)


async def told(place: Office, ticket: str, *expected: str) -> None:
    """These rungs have been told, and no other."""

    def rungs(now: dict[str, Any]) -> list[str]:
        return [each["data"]["rung"] for each in now["told"] if "rung" in each["data"]]

    await place.until(ticket, lambda now: len(rungs(now)) >= len(expected))
    assert rungs(await place.ticket(ticket)) == list(expected)


async def rang(place: Office, who: str, times: int) -> None:
    """That phone gets so many calls, and no more."""
    async with patiently():
        while await place.rung(who) < times:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert await place.rung(who) == times, who


async def pressed(place: Office, ticket: str, who: str, times: int = 1) -> None:
    """That person has acknowledged so often."""

    def keys(now: dict[str, Any]) -> int:
        return sum(
            each["data"].get("staff") == place.staff[who] and each["data"].get("outcome") == "acknowledged"
            for each in now["told"]
        )

    await place.until(ticket, lambda now: keys(now) == times)


async def happened(place: Office, ticket: str, kind: str, times: int = 1) -> None:
    """So often, in the timeline."""
    async with patiently():
        while (await place.timeline(ticket)).count(kind) < times:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def where_it_is(hour: int) -> ZoneInfo:
    """A time zone in which it is now between that hour and the next."""
    ahead = (hour - datetime.now(UTC).hour + 11) % 24 - 11
    return ZoneInfo(f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT")
