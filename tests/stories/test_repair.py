"""P7 in the company's words: the crew is phoned, comes or not, repairs; the customer has the last word."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.stories.office import Office, office

PLAN = {"what": "更换水管", "at": "2027-01-01T10:00:00+08:00"}


@pytest.fixture
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as place:
        yield place


async def repaired(place: Office, ticket: str) -> None:
    """The crew confirms, comes, plans and finishes."""
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    for act, more in (("arrive", {}), ("file-plan", PLAN), ("complete", {})):
        await place.act(ticket, act, by="leader", **more)


async def called(place: Office, ticket: str, number: int, **record: str) -> str:
    """The customer's call about the ticket: dialled when it may be, answered, recorded."""
    _, _, about = ticket.partition("-")
    call = f"follow-up-{about}-0-{number}"
    await place.until(call, lambda now: now["stage"] in ("scheduled", "ready"))
    await place.act(call, "dial")
    await place.until(call, lambda now: now["stage"] == "to_record")
    await place.act(call, "record-result", **record)
    return call


async def test_the_crew_comes_in_time_and_the_customer_is_content(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    await place.behave("agent", "answer")
    await place.behave("customer", "answer")
    ticket = await place.repair()
    shown = await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    assert shown["promise"]["name"] == "on-site" and shown["crew_id"] == place.crew
    assert {"arrive", "hand_to_crew", "withdraw"} <= {each["act"] for each in shown["possible"]}
    await repaired(place, ticket)
    assert (await place.ticket(ticket))["promise"] is None
    call = await called(place, ticket, 2, satisfaction="satisfied")
    shown = await place.until(ticket, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == "solved" and call in [link["id"] for link in shown["links"]]
    [assessed] = await place.events(ticket, "crew_assessed")
    assert assessed["arrived_in_time"] == "true" and assessed["satisfaction"] == "satisfied"
    kinds = await place.timeline(ticket)
    assert kinds.count("promise_kept") == 3 and "rung_told" not in kinds
