"""P7, P18: a rung's channels are those its policy names, and what has become urgent goes first."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.playbooks.repair import RepairPolicy
from domain.promises.promise import Channel
from domain.tickets import priorities
from tests.playbooks.test_repair_phones import texts
from tests.town.office import Office, office
from tests.town.repairs import begun, happened, later, rang, told


@pytest.fixture(scope="module")
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as made:
        yield made


async def under_channels(place: Office, ticket: str, *channels: Channel) -> None:
    """The repair's first promise tells by these alone."""
    policy = RepairPolicy()
    ladder = tuple(replace(rung, channels=channels) for rung in policy.on_site.ladder)
    policy = replace(policy, on_site=replace(policy.on_site, ladder=ladder))
    handle = place.env.client.get_workflow_handle(ticket)
    await handle.execute_update("change_policy", policy)


async def test_who_is_to_be_written_to_is_not_phoned_and_the_ladder_goes_on(place: Office) -> None:
    for who in ("leader", "head", "supervisor", "manager"):
        await place.behave(who, "answer_and_press", key="1")
    ticket = await begun(place, "acknowledged")
    await rang(place, "leader", 1)
    await under_channels(place, ticket, "sms")
    before = {who: len(await texts(place, who)) for who in ("leader", "head", "supervisor")}
    await later(place, ticket, 6)
    await told(place, ticket, "two-hours-left")
    await happened(place, ticket, "rung_told", 1)
    await later(place, ticket, 2)
    await told(place, ticket, "two-hours-left", "not-on-site")
    await later(place, ticket, 2)
    for who in before:
        assert len(await texts(place, who)) > before[who], who
    await rang(place, "leader", 1)
    await rang(place, "head", 0)
    await place.tidy()


async def test_who_is_to_be_phoned_is_not_written_to(place: Office) -> None:
    for who in ("leader", "head", "supervisor", "manager"):
        await place.behave(who, "answer_and_press", key="1")
    ticket = await begun(place, "acknowledged")
    await under_channels(place, ticket, "call")
    before = {who: len(await texts(place, who)) for who in ("leader", "head", "supervisor")}
    for who in before:
        await place.behave(who, "no_answer")
    await later(place, ticket, 6)
    await told(place, ticket, "two-hours-left")
    await later(place, ticket, 1)
    assert {who: len(await texts(place, who)) for who in before} == before
    await place.tidy()


async def test_what_has_become_urgent_goes_first_itself(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await begun(place, "acknowledged")
    await place.act(ticket, "set-urgent")
    await place.act(ticket, "set-ordinary")
    events = (await place.env.client.get_workflow_handle(ticket).fetch_history()).events
    begun_with = [
        event.activity_task_scheduled_event_attributes.priority.priority_key
        for event in events
        if event.HasField("activity_task_scheduled_event_attributes")
    ]
    assert begun_with[-2] == priorities.URGENT
    assert begun_with[-1] != priorities.URGENT and begun_with[0] != priorities.URGENT
    await place.tidy()
