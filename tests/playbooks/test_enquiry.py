"""P9 in the company's words: answered by who can, by sundown where chosen, nobody without a word."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.testing import WorkflowEnvironment

from domain.playbooks.enquiry import EnquiryPolicy
from domain.playbooks.policies import Policies
from domain.promises.working_time import WorkingHours, sundown
from tests.town.office import Office, office
from tests.town.repairs import call_of, due, happened, later, pressed, rang, recorded, stands, told

ANSWER = {"what": "物业允许，需先办理装修许可", "how": "phone"}
WEEK = WorkingHours(weekdays=(0, 1, 2, 3, 4))


@pytest.fixture
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as place:
        for who in ("head", "supervisor", "manager", "agent"):
            await place.behave(who, "answer_and_press", key="1")
        yield place


async def texts_to_customer(place: Office, ticket: str) -> list[str]:
    async with place.pool.acquire() as db:
        rows = await db.fetch(
            "SELECT text FROM messages WHERE ticket_id = $1 AND customer_id = $2 ORDER BY id",
            ticket,
            place.customer,
        )
        return [row["text"] for row in rows]


def acknowledged(place: Office, now: Any, who: str) -> bool:
    said = [each["data"] for each in now["told"]]
    return any(
        each.get("staff") == place.staff[who] and each.get("outcome") == "acknowledged" for each in said
    )


async def closed(place: Office, ticket: str) -> Any:
    return (await place.until(ticket, lambda now: now["stage"] == "closed"))["close_reason"]


async def test_answered_at_once_and_the_customer_says_so(place: Office) -> None:
    ticket = await place.enquiry()
    shown = await place.ticket(ticket)
    assert shown["standing"] == "to be answered" and ticket.startswith("enquiry-Z")
    shown = await place.until(ticket, lambda now: now["possible"])
    assert [each["title"] for each in shown["possible"]][:2] == ["answer the customer", "ask a department"]
    await place.act(ticket, "answer", content="yes", worth_keeping="yes", **ANSWER)
    assert await closed(place, ticket) == "answered_at_once"
    (answered,) = await place.events(ticket, "answer")
    assert answered["worth_keeping"] == "yes" and answered["how"] == "phone"
    assert "promise_kept" in await place.timeline(ticket)


async def test_who_does_not_say_is_called_and_who_is_not_content_is_answered_again(place: Office) -> None:
    ticket = await place.enquiry()
    await place.act(ticket, "answer", **ANSWER)
    await recorded(place, ticket, 1, satisfaction="dissatisfied", with_what="没有回答我的问题")
    shown = await place.until(ticket, lambda now: now["stage"] == "asked")
    assert shown["reopened"] == 1 and shown["promise"]["name"] == "answer"
    await place.act(ticket, "answer", **ANSWER)
    await recorded(place, ticket, 2, satisfaction="satisfied")
    assert await closed(place, ticket) == "answered"


async def test_not_content_on_the_spot_needs_no_call(place: Office) -> None:
    ticket = await place.enquiry()
    await place.act(ticket, "answer", content="no", **ANSWER)
    await place.until(ticket, lambda now: now["stage"] == "asked" and now["reopened"] == 1)
    answer = await place.http.get(f"/tickets/{call_of(ticket, 1)}")
    assert answer.status_code == 404


async def test_the_department_that_can_answer_is_phoned_and_confirms(place: Office) -> None:
    ticket = await place.enquiry()
    await place.act(ticket, "ask-department", department=place.department, remark="涉及外立面")
    await pressed(place, ticket, "head")
    await happened(place, ticket, "confirm_department")
    assert (await place.ticket(ticket))["standing"] == "with a department, to be answered"
    await place.act(ticket, "answer", by="head", content="yes", **ANSWER)
    assert await closed(place, ticket) == "answered_at_once"


async def test_a_department_that_does_not_confirm_is_phoned_again_then_the_supervisor(place: Office) -> None:
    (await place.phones.post("/control/reset")).raise_for_status()
    await place.behave("head", "no_answer")
    await place.behave("supervisor", "answer_and_press", key="1")
    ticket = await place.enquiry()
    await place.act(ticket, "ask-department", department=place.department, remark="涉及外立面")
    await rang(place, "head", 1)
    await later(place, ticket, 5)
    await place.until(ticket, lambda now: acknowledged(place, now, "supervisor"))
    other = await place.act(ticket, "confirm-department", by="agent", status=403)
    assert other["type"].endswith("not-your-part") and "department head" in other["detail"]


async def test_late_the_shift_lead_s_place_the_supervisor_and_the_manager_are_told(place: Office) -> None:
    ticket = await place.enquiry()
    await place.until(ticket, lambda now: now["promise"] is not None)
    assert abs(await due(place, ticket) - datetime.now(UTC) - timedelta(hours=24)) < timedelta(minutes=10)
    await later(place, ticket, 20)
    await told(place, ticket, "answer-soon")
    await later(place, ticket, 4)
    await told(place, ticket, "answer-soon", "answer-overdue")
    await later(place, ticket, 4)
    await told(place, ticket, "answer-soon", "answer-overdue", "answer-overdue-4h")
    assert (await place.ticket(ticket))["escalation_level"] == 2


async def test_after_two_days_the_agent_is_phoned_and_tells_the_customer(place: Office) -> None:
    ticket = await place.enquiry()
    await place.until(ticket, lambda now: now["promise"] is not None)
    await later(place, ticket, 48)
    await place.until(ticket, lambda now: now["stage"] == "apology_due")
    await pressed(place, ticket, "agent")
    until = await due(place, ticket) + timedelta(days=3)
    await place.act(ticket, "tell-how-it-stands", until=until.isoformat())
    assert (await stands(place, ticket)).stage == "asked" and await due(place, ticket) == until
    assert await texts_to_customer(place, ticket) == []
    await place.act(ticket, "answer", content="yes", **ANSWER)
    assert await closed(place, ticket) == "answered_at_once"


async def test_where_nobody_does_the_drafted_text_goes_out_by_itself_with_a_new_time(place: Office) -> None:
    ticket = await place.enquiry()
    await place.until(ticket, lambda now: now["promise"] is not None)
    await later(place, ticket, 48)
    await place.until(ticket, lambda now: now["stage"] == "apology_due")
    await later(place, ticket, 1)
    await happened(place, ticket, "apology_sent")
    (said,) = await texts_to_customer(place, ticket)
    assert "深表歉意" in said and "北京时间" in said and ticket.removeprefix("enquiry-") in said
    state = await stands(place, ticket)
    assert state.stage == "asked" and state.due_at is not None
    # The new time passes as well: the customer is told again, once.
    await later(place, ticket, 24)
    await place.until(ticket, lambda now: now["stage"] == "apology_due")


async def test_while_the_customer_is_the_one_waited_for_nobody_apologises(place: Office) -> None:
    ticket = await place.enquiry()
    await place.act(ticket, "wait-for-customer", remark="等客户提供户型图")
    await later(place, ticket, 60)
    assert (await stands(place, ticket)).stage == "asked"
    assert await texts_to_customer(place, ticket) == []
    await rang(place, "supervisor", 0)


async def test_by_sundown_where_that_rule_is_chosen(temporal: WorkflowEnvironment, database_url: str) -> None:
    hours = WorkingHours()
    policies = Policies([EnquiryPolicy(sundown=hours)])
    async with office(temporal, database_url, policies=policies) as place:
        before = datetime.now(UTC)
        ticket = await place.enquiry()
        await place.until(ticket, lambda now: now["promise"] is not None)
        closes = {sundown(before, hours), sundown(datetime.now(UTC), hours)}
        at = await due(place, ticket)
        assert any(abs(at - each) < timedelta(seconds=1) for each in closes)


def test_asked_after_closing_it_is_the_next_day_s_close_and_on_a_closed_day_that_of_the_next_worked() -> None:
    noon = datetime(2026, 11, 27, 12, tzinfo=UTC)  # a Friday, 20:00 in Shanghai: after closing
    morning = datetime(2026, 11, 27, 1, tzinfo=UTC)
    assert sundown(morning, WEEK) == datetime(2026, 11, 27, 10, tzinfo=UTC)
    assert sundown(noon, WEEK) == datetime(2026, 11, 30, 10, tzinfo=UTC)
    assert sundown(noon + timedelta(days=1), WEEK) == datetime(2026, 11, 30, 10, tzinfo=UTC)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.sets(st.integers(0, 6), min_size=1).map(tuple),
)
def test_sundown_lies_ahead_on_a_worked_day_and_no_close_lies_between(
    asked: datetime, weekdays: tuple[int, ...]
) -> None:
    hours = WorkingHours(weekdays=weekdays)
    close = sundown(asked, hours)
    assert asked < close <= asked + timedelta(days=8)
    assert (close + timedelta(hours=8)).weekday() in weekdays
    between = close - timedelta(days=1)
    while between > asked:
        assert (between + timedelta(hours=8)).weekday() not in weekdays
        between -= timedelta(days=1)
