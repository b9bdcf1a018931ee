"""P7 when phones fail: nobody answers, a dead line, a provider that is down or loses what it was told."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.town.office import Office, office
from tests.town.repairs import begun, later, pressed, rang, stands, told


async def texts(place: Office, who: str) -> list[str]:
    """What that phone received."""
    messages = (await place.phones.get("/control/messages")).raise_for_status().json()["messages"]
    return [each["text"] for each in messages if each["phone"] == place.phone[who]]


async def test_nobody_answers_two_calls_each_an_sms_and_the_next_person(place: Office) -> None:
    for who in ("leader", "head", "supervisor", "manager"):
        await place.behave(who, "no_answer")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["promise"] is not None)
    await later(place, ticket, 1)
    for who in ("leader", "head", "supervisor"):
        await rang(place, who, 2)
        assert len(await texts(place, who)) == 1
    assert await place.rung("manager") == 0
    assert (await stands(place, ticket)).stage == "called"
    await place.behave("leader", "answer_and_press", key="1")
    await later(place, ticket, 5)
    await told(place, ticket, "two-hours-left")
    await later(place, ticket, 2)
    await told(place, ticket, "two-hours-left", "not-on-site")


@pytest.mark.parametrize(
    ("mode", "calls"), [("busy", 2), ("no_answer", 2), ("refuse", 1), ("unreachable", 1), ("wrong_number", 1)]
)
async def test_each_ending_of_a_call_has_its_rule(place: Office, mode: str, calls: int) -> None:
    await place.behave("leader", mode)
    await place.behave("head", "answer_and_press", key="1")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["promise"] is not None)
    await later(place, ticket, 0.2)
    await pressed(place, ticket, "head")
    await rang(place, "leader", calls)
    assert len(await texts(place, "leader")) == 1


async def test_the_phone_provider_is_down_for_three_hours(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await begun(place, "acknowledged")
    for who in ("leader", "head", "supervisor"):
        await place.behave(who, "answer_and_press", key="1")
        await place.behave(who, "unavailable", times=500)
    await later(place, ticket, 8.5)
    await told(place, ticket, "two-hours-left", "not-on-site")
    for who in ("leader", "head"):
        assert len(await texts(place, who)) == 1, "the SMS goes ahead"
        assert await place.rung(who) == (1 if who == "leader" else 0)
    await place.act(ticket, "arrive", by="leader")
    (await place.phones.post("/control/reset")).raise_for_status()
    await place.until(ticket, lambda now: now["stage"] == "on_site")
    await place.forward(ticket.replace("repair", "follow-up") + "-0-1", hours=1)
    assert [await place.rung(who) for who in ("leader", "head")] == [0, 0], "too late to make sense"


async def test_back_again_the_calls_that_still_make_sense_are_made_once(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await begun(place, "acknowledged")
    await place.behave("leader", "unavailable", times=500)
    await place.behave("head", "unavailable", times=500)
    await later(place, ticket, 8.5)
    await told(place, ticket, "two-hours-left", "not-on-site")
    (await place.phones.post("/control/reset")).raise_for_status()
    for who in ("leader", "head"):
        await place.behave(who, "answer_and_press", key="1")
    await later(place, ticket, 0.1)
    await pressed(place, ticket, "head")
    await pressed(place, ticket, "leader", 2)
    await later(place, ticket, 0.5)
    await rang(place, "head", 1)
    await rang(place, "leader", 1)


async def test_a_call_whose_acceptance_was_lost_rings_once(place: Office) -> None:
    await place.behave("leader", "drop_after_accept", times=1)
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["promise"] is not None)
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await rang(place, "leader", 1)


@pytest.fixture
async def unreported(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url, reported=False) as place:
        yield place


async def test_no_report_comes_and_the_provider_is_asked(unreported: Office) -> None:
    place = unreported
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["promise"] is not None)
    await rang(place, "leader", 1)
    await later(place, ticket, 0.1)
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await rang(place, "leader", 1)
