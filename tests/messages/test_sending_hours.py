"""Texts wait for a decent hour, an open day and their turn per number, and go out once (P1)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.playbooks.pre_handover_policy import CadenceStep, FrequencyLimit, PreHandoverPolicy, SendingHours
from tests.town.owners import Owner, Town
from tests.town.wall import wall_at

SHANGHAI = ZoneInfo("Asia/Shanghai")
POLICY = PreHandoverPolicy()


def due(handover: date, days_before: int) -> datetime:
    return datetime.combine(handover - timedelta(days=days_before), time(10), tzinfo=SHANGHAI)


async def sent_at(town: Town, owner: Owner) -> list[datetime]:
    """To the minute: the engine's timers end a few milliseconds late."""
    return [row["sent_at"].replace(second=0, microsecond=0) for row in await town.texts(owner)]


def days_until(moment: datetime) -> float:
    return (moment - datetime.now(UTC)) / timedelta(days=1)


async def test_a_provider_down_for_three_hours_gets_the_text_when_it_is_back(town: Town) -> None:
    owner = await town.enrolled(31)
    await town.treat(owner, "unavailable", times=26)  # 17 minutes of short waits, then every ten minutes
    await town.forward(owner, 4)
    [text] = await town.texts(owner)
    assert (text["state"], text["attempts"]) == ("accepted", 27)
    assert len(await town.inbox(owner.phone)) == 1
    events = (await town.handle(owner).fetch_history()).events
    [completed] = [event for event in events if event.HasField("activity_task_completed_event_attributes")]
    [scheduled] = [event for event in events if event.HasField("activity_task_scheduled_event_attributes")]
    waited = completed.event_time.ToDatetime() - scheduled.event_time.ToDatetime()
    assert timedelta(hours=2, minutes=30) < waited < timedelta(hours=4)


async def test_a_provider_down_until_the_next_text_is_due_gets_only_that(town: Town) -> None:
    handover = date.today() + timedelta(days=31)
    owner = await town.enrolled(31)
    await town.treat(owner, "unavailable")
    with wall_at(due(handover, 15)):
        await town.forward(owner, 2)
    assert "message_too_late" in await town.timeline(owner)
    assert await town.inbox(owner.phone) == []
    await town.forward(owner, 31)
    assert await town.result(owner) == "completed"
    assert [row["step"] for row in await town.texts(owner) if row["state"] == "accepted"] == [
        "show-flat",
        "visit",
    ]


async def test_a_text_held_up_until_the_evening_waits_for_the_morning(town: Town) -> None:
    handover = date.today() + timedelta(days=31)
    owner = await town.enrolled(31)
    await town.treat(owner, "unavailable")
    with wall_at(due(handover, 30) + timedelta(hours=10, minutes=30)):
        await town.forward(owner, 3)
    assert await sent_at(town, owner) == [due(handover, 30) + timedelta(hours=23)]
    assert len(await town.inbox(owner.phone)) == 1


async def test_after_the_outage_of_a_night_the_ticket_shows_when_it_will_send(town: Town) -> None:
    handover = date.today() + timedelta(days=31)
    owner = await town.enrolled(31)
    await town.treat(owner, "unavailable")
    with wall_at(due(handover, 30) + timedelta(hours=10, minutes=30)):
        await town.forward(owner, days_until(due(handover, 30)) + 0.1)
    row = await town.row(owner)
    assert (row["stage"], row["next_step"]) == ("waiting", "congratulation")
    assert row["due_at"] == due(handover, 30) + timedelta(hours=23)


@pytest.mark.parametrize(("move", "days_before"), [("before", 17), ("after", 13), ("send", 15)])
async def test_a_text_due_on_a_holiday(town: Town, move: Any, days_before: int) -> None:
    handover = date.today() + timedelta(days=25)
    shut = tuple(handover - timedelta(days=days) for days in (16, 15, 14))
    policy = replace(POLICY, hours=SendingHours(closed_days=shut, on_closed_day=move))
    owner = await town.enrolled(25, policy)
    await town.forward(owner, 26)
    assert await town.result(owner) == "completed"
    assert await sent_at(town, owner) == [due(handover, days_before), due(handover, 3)]


async def test_a_number_that_had_its_share_today_waits_its_turn(town: Town) -> None:
    policy = replace(POLICY, frequency=FrequencyLimit(1, timedelta(days=1)))
    handover = date.today() + timedelta(days=5)
    first = await town.enrolled(5, policy)
    second = await town.owner(await town.building(handover, policy), phone=first.phone)
    await town.start(second, policy)
    await town.forward(first, 6)
    await town.forward(second, 6)
    assert await sent_at(town, first) == [due(handover, 3)]
    assert await sent_at(town, second) == [due(handover, 2)]
    assert [await town.result(owner) for owner in (first, second)] == ["completed", "completed"]


async def test_a_number_that_had_its_share_for_the_whole_span_gets_no_more(town: Town) -> None:
    policy = replace(POLICY, frequency=FrequencyLimit(1, timedelta(days=40)))
    owner = await town.enrolled(40, policy)
    await town.forward(owner, 41)
    assert await town.result(owner) == "completed"
    assert [row["step"] for row in await town.texts(owner)] == ["congratulation"]
    assert (await town.timeline(owner)).count("message_frequency") == 2


async def test_news_about_another_step_does_not_lose_a_text_that_waits_for_its_turn(town: Town) -> None:
    policy = replace(POLICY, frequency=FrequencyLimit(1, timedelta(days=1)))
    handover = date.today() + timedelta(days=5)
    first = await town.enrolled(5, policy)
    second = await town.owner(await town.building(handover, policy), phone=first.phone)
    handle = await town.start(second, policy)
    for owner in (first, second):
        await town.forward(owner, days_until(due(handover, 3)) + 0.1)
    assert (len(await town.texts(first)), await town.texts(second)) == (1, [])
    await handle.signal("send_again", "congratulation")
    await town.forward(second, 3)
    assert await town.result(second) == "completed"
    assert await sent_at(town, second) == [due(handover, 2)]


async def test_hours_are_the_owner_s_own(town: Town) -> None:
    hours = SendingHours(timezone="Asia/Kathmandu")
    policy = PreHandoverPolicy((CadenceStep("visit", "pre-handover-visit", 3),), hours)
    handover = date.today() + timedelta(days=6)
    owner = await town.enrolled(6, policy)
    await town.forward(owner, 7)
    [moment] = await sent_at(town, owner)
    assert moment == datetime.combine(handover - timedelta(days=3), time(4, 15), tzinfo=UTC)
