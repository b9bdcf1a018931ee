"""P8 in the company's words: the head explains, the manager decides, the customer has the last word."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.town.office import Office, office

FOUND = {"what": "排班冲突", "remedy": "次日上门清理并道歉"}
MEASURE = {
    "category": "service.punctuality",
    "measure": "排班预留半小时",
    "until": "2027-01-31T18:00:00+08:00",
}


@pytest.fixture
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as place:
        await place.behave("head", "answer_and_press", key="1")
        for who in ("agent", "customer"):
            await place.behave(who, "answer")
        yield place


async def settled(place: Office, ticket: str) -> None:
    """From the options to the review."""
    await place.act(ticket, "propose-remedy", by="head", options=["上门清理并道歉", "减免保洁费"])
    await place.act(ticket, "approve", by="manager", option=1)
    await place.act(ticket, "report-measure", by="head", what="工队长已约谈")
    await place.act(ticket, "carried-out", by="head")
    await place.signed_on_paper(ticket)
    await place.act(ticket, "classify", by="supervisor", owner=place.staff["head"], **MEASURE)


async def called(place: Office, ticket: str, number: int, **record: str) -> None:
    _, _, about = ticket.partition("-")
    call = f"follow-up-{about}-0-{number}"
    await place.until(call, lambda now: now["stage"] in ("scheduled", "ready"))
    await place.act(call, "dial")
    await place.until(call, lambda now: now["stage"] == "to_record")
    await place.act(call, "record-result", **record)


async def test_a_well_founded_complaint_to_the_signature_and_the_call(place: Office) -> None:
    ticket = await place.complaint()
    await place.until(
        ticket, lambda now: any(each["data"].get("outcome") == "acknowledged" for each in now["told"])
    )
    await place.act(ticket, "file-explanation", by="head", **FOUND)
    await place.act(ticket, "judge-well-founded")
    assert (await place.ticket(ticket))["stage"] == "options"
    await settled(place, ticket)
    await called(place, ticket, 1, satisfaction="satisfied")
    shown = await place.until(ticket, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == "settled"
    kinds = await place.timeline(ticket)
    assert {"judge_well_founded", "approve", "customer_accepts", "classify"} <= set(kinds)
    assert "promise_met_late" not in kinds


async def test_not_well_founded_is_answered_and_called(place: Office) -> None:
    ticket = await place.complaint()
    await place.act(ticket, "judge-not-founded", remark="监控显示按时到达")
    await place.act(ticket, "answer-customer", what="已向您说明到达时间")
    await called(place, ticket, 1, satisfaction="neutral")
    assert (await place.until(ticket, lambda now: now["stage"] == "closed"))["close_reason"] == "answered"


async def test_each_step_has_its_people(place: Office) -> None:
    ticket = await place.complaint()
    await place.act(ticket, "file-explanation", by="head", **FOUND)
    await place.act(ticket, "judge-well-founded")
    await place.act(ticket, "propose-remedy", by="head", options=["道歉"])
    answer = await place.act(ticket, "approve", by="head", status=403, option=1)
    assert answer["type"].endswith("not-your-part") and "manager" in answer["detail"]
    await place.act(ticket, "ask-for-another", by="manager", remark="不够")
    assert (await place.ticket(ticket))["stage"] == "options"


async def test_no_explanation_for_eight_hours_is_escalated(place: Office) -> None:
    await place.behave("supervisor", "answer_and_press", key="1")
    ticket = await place.complaint()
    await place.until(ticket, lambda now: now["promise"] is not None)
    await place.act(ticket, "judge-well-founded")
    await place.forward(ticket, hours=8.1)
    shown = await place.until(ticket, lambda now: now["escalation_level"] == 1)
    assert shown["promise"]["name"] == "explanation"
    await place.until(
        ticket,
        lambda now: any(
            each["data"].get("staff") == place.staff["supervisor"]
            and each["data"].get("outcome") == "acknowledged"
            for each in now["told"]
        ),
    )


async def test_a_customer_who_is_not_content_is_taken_up_again(place: Office) -> None:
    ticket = await place.complaint()
    await place.act(ticket, "file-explanation", by="head", **FOUND)
    await place.act(ticket, "judge-well-founded")
    await settled(place, ticket)
    await called(place, ticket, 1, satisfaction="dissatisfied", with_what="仍未清理")
    shown = await place.until(ticket, lambda now: now["reopened"] == 1 and now["promise"] is not None)
    assert shown["stage"] == "investigating" and shown["promise"]["name"] == "explanation"
