"""What is taken in now has the order of commands that holds now, and so have its calls (decision 0025)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.tickets.intake import NEWEST
from tests.town.office import Office, office
from tests.town.repairs import begun, call_of


@pytest.fixture(scope="module")
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as made:
        yield made


async def began_with(place: Office, ticket: str) -> dict[str, Any]:
    client = place.env.client
    first = (await client.get_workflow_handle(ticket).fetch_history()).events[0]
    given = first.workflow_execution_started_event_attributes.input.payloads
    [order] = await client.data_converter.decode(given)
    return dict(order["intake"])


async def test_requests_begin_in_the_order_that_holds(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    repair, complaint = await begun(place, "on_site", asked=False), await place.complaint()
    await place.until(call_of(repair, 1), lambda now: now["stage"] is not None)
    for ticket in (repair, complaint, call_of(repair, 1)):
        assert (await began_with(place, ticket))["order_of_commands"] == NEWEST
    await place.tidy()
