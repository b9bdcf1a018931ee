"""What a repair says about its crew (P20): late once is late, and each crew answers for itself."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.town.office import Office, office


@pytest.fixture
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as place:
        for who in ("leader", "head"):
            await place.behave(who, "answer_and_press", key="1")
        yield place


async def came_late(place: Office) -> str:
    """A repair whose crew was there after eight hours and a quarter."""
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.forward(ticket, hours=8.25)
    await place.until(ticket, lambda now: now["escalation_level"] == 1)
    await place.act(ticket, "arrive", by="leader")
    return ticket


async def assessed(place: Office, ticket: str) -> tuple[str, str]:
    """The crew and whether it came in time, once the customer has withdrawn."""
    await place.act(ticket, "withdraw", remark="业主自行处理")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    [data] = await place.events(ticket, "crew_assessed")
    return data["crew"], data["arrived_in_time"]


async def test_a_crew_that_came_late_was_late_however_quick_it_is_the_second_time(place: Office) -> None:
    ticket = await came_late(place)
    await place.act(ticket, "hand-to-crew", crew=place.crew)
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "arrive", by="leader")
    assert await assessed(place, ticket) == (place.crew, "false")


async def test_another_crew_does_not_answer_for_the_first(place: Office) -> None:
    await place.hire("second", "crew_leader", department_id=place.department)
    await place.behave("second", "answer_and_press", key="1")
    crew = {"name": "水电二队", "leader_id": place.staff["second"], "department_id": place.department}
    second = (await place.post("/crews", {**crew, "trades": ["plumbing"]}, 201))["id"]
    ticket = await came_late(place)
    await place.act(ticket, "hand-to-crew", crew=second)
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "arrive", by="second")
    assert await assessed(place, ticket) == (second, "true")
