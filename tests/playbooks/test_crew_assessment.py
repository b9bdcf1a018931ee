"""What a repair says about its crew (P20): late once is late, and each crew answers for itself."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.town.office import Office, office
from tests.town.repairs import PLAN, recorded

_CALLS = 3
"""One after each arrival, and the one that settles it."""


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


async def assessed(place: Office, ticket: str) -> list[tuple[str, bool | None, str, str | None]]:
    """Each visit: the crew, whether it came in time, how it ended, and the customer's word."""
    await place.act(ticket, "file-plan", by="leader", **PLAN)
    await place.act(ticket, "complete", by="leader")
    await recorded(place, ticket, _CALLS, satisfaction="satisfied")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    return await visits(place, ticket)


async def visits(place: Office, ticket: str) -> list[tuple[str, bool | None, str, str | None]]:
    async with place.pool.acquire() as db:
        rows = await db.fetch(
            "SELECT * FROM crew_visits WHERE ticket_id = $1 ORDER BY ended_at, number", ticket
        )
    return [(row["crew_id"], row["in_time"], row["outcome"], row["satisfaction"]) for row in rows]


async def another_crew(place: Office) -> str:
    await place.hire("second", "crew_leader", department_id=place.department)
    await place.behave("second", "answer_and_press", key="1")
    crew = {"name": "水电二队", "leader_id": place.staff["second"], "department_id": place.department}
    return str((await place.post("/crews", {**crew, "trades": ["plumbing"]}, 201))["id"])


async def test_a_crew_that_came_late_was_late_however_quick_it_is_the_second_time(place: Office) -> None:
    ticket = await came_late(place)
    await place.act(ticket, "hand-to-crew", crew=place.crew)
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "arrive", by="leader")
    late, again = await assessed(place, ticket)
    assert (late, again) == (
        (place.crew, False, "handed_on", None),
        (place.crew, True, "solved", "satisfied"),
    )


async def test_another_crew_does_not_answer_for_the_first(place: Office) -> None:
    second = await another_crew(place)
    ticket = await came_late(place)
    await place.act(ticket, "hand-to-crew", crew=second)
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "arrive", by="second")
    assert await assessed(place, ticket) == [
        (place.crew, False, "handed_on", None),
        (second, True, "solved", "satisfied"),
    ]


async def test_what_was_withdrawn_or_a_duplicate_counts_for_no_crew(place: Office) -> None:
    withdrawn, kept = await came_late(place), await place.repair()
    await place.act(withdrawn, "withdraw", remark="业主自行处理")
    twice = await place.repair()
    await place.act(twice, "mark-duplicate", of=kept, remark="同一处漏水")
    for ticket in (withdrawn, twice):
        await place.until(ticket, lambda now: now["stage"] == "closed")
        assert await visits(place, ticket) == []
