"""What tickets of people live through: repairs, complaints and calls, each branch once (P7, P8, P10)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.playbooks.repair import RepairPolicy
from tests.playbooks import test_complaint, test_follow_up
from tests.town.office import Office
from tests.town.repairs import begun, call_of, due, happened, later, pressed, recorded, told

KEYS = ("leader", "head", "supervisor", "manager")
Play = Callable[[Office], Awaitable[str]]


def played(play: Play) -> Play:
    """Everybody answers, unless the scenario says otherwise; afterwards the office is tidied."""

    async def tidily(place: Office) -> str:
        for who in KEYS:
            await place.behave(who, "answer_and_press", key="1")
        for who in ("agent", "customer"):
            await place.behave(who, "answer")
        ticket = await play(place)
        await place.tidy()
        return ticket

    return tidily


async def deaf(place: Office, *who: str) -> None:
    """They do not answer."""
    (await place.phones.post("/control/reset")).raise_for_status()
    for each in who:
        await place.behave(each, "no_answer")


async def closed(place: Office, ticket: str, reason: str) -> str:
    shown = await place.until(ticket, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == reason
    return ticket


async def withdrawn(place: Office, ticket: str) -> str:
    await place.act(ticket, "withdraw", remark="业主撤回")
    return await closed(place, ticket, "withdrawn")


# Repairs


async def satisfied(place: Office) -> str:
    ticket = await begun(place, "done", asked=False)
    await recorded(place, ticket, 2, satisfaction="satisfied")
    return await closed(place, ticket, "solved")


async def very_late(place: Office) -> str:
    ticket = await begun(place, "acknowledged")
    for hours, who, calls in ((6, "leader", 2), (2, "head", 1), (2, "supervisor", 1), (6, "manager", 1)):
        await later(place, ticket, hours)
        await pressed(place, ticket, who, calls)
    await place.act(ticket, "arrive", by="leader")
    await happened(place, ticket, "promise_met_late")
    return await withdrawn(place, ticket)


async def reopened(place: Office) -> str:
    ticket = await begun(place, "done", asked=False)
    await recorded(place, ticket, 2, satisfaction="dissatisfied", with_what="仍然渗水")
    await place.until(ticket, lambda now: now["reopened"] == 1 and now["stage"] == "acknowledged")
    await pressed(place, ticket, "head")
    return await withdrawn(place, ticket)


async def clock_changed(place: Office) -> str:
    ticket = await begun(place, "acknowledged")
    await later(place, ticket, 3)
    await place.act(ticket, "wait-for-customer", remark="业主出差")
    await place.act(ticket, "set-urgent")
    await later(place, ticket, 5)
    await place.act(ticket, "set-ordinary")
    await place.act(ticket, "customer-ready")
    moved = await due(place, ticket) + timedelta(hours=6)
    await place.act(ticket, "move-due", to=moved.isoformat(), remark="路上大雪")
    await place.act(ticket, "appoint", at=(moved + timedelta(hours=1)).isoformat(), wished_by="customer")
    policy = RepairPolicy()
    policy = replace(policy, on_site=replace(policy.on_site, within=timedelta(hours=10)))
    await place.env.client.get_workflow_handle(ticket).execute_update("change_policy", policy)
    return await withdrawn(place, ticket)


async def crews_changed(place: Office) -> str:
    ticket = await place.repair(trade="painting")
    await pressed(place, ticket, "supervisor")
    await place.act(ticket, "assign-crew", by="supervisor", crew=place.crew)
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "arrive", by="leader")
    await place.until(ticket, lambda now: (now["promise"] or {}).get("name") == "plan")
    await place.act(ticket, "hand-to-crew", by="supervisor", crew=place.crew)
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "crew-declines", by="leader", remark="人手不足")
    await pressed(place, ticket, "supervisor", 2)
    return await withdrawn(place, ticket)


async def disputed(place: Office) -> str:
    await place.phones.post("/control/reset")
    await place.behave("leader", "answer_and_press", key="2")
    ticket = await place.repair()
    await recorded(place, ticket, 1, satisfaction="dissatisfied", with_what="没人来", arrived="no")
    await happened(place, ticket, "dispute_arrival")
    await happened(place, ticket, "arrive", 2)
    return await withdrawn(place, ticket)


async def on_site_by_phone(place: Office) -> str:
    """The crew presses 2; the records of that are written by the time the plan is filed."""
    await place.phones.post("/control/reset")
    await place.behave("leader", "answer_and_press", key="2")
    ticket = await place.repair()
    await place.until(ticket, lambda now: (now["promise"] or {}).get("name") == "plan")
    await place.act(ticket, "file-plan", by="leader", at="2027-01-01T10:00:00+08:00", what="更换角阀")
    await place.act(ticket, "complete", by="leader")
    await recorded(place, ticket, 2, satisfaction="satisfied")
    return await closed(place, ticket, "solved")


async def parts(place: Office) -> str:
    ticket = await begun(place, "waiting_parts")
    await place.act(ticket, "parts-arrived", by="leader")
    await later(place, ticket, 24 * 7)
    await pressed(place, ticket, "head")
    return await withdrawn(place, ticket)


async def quote_agreed(place: Office) -> str:
    ticket = await begun(place, "quoted")
    await place.act(ticket, "customer-agrees")
    return await withdrawn(place, ticket)


async def quote_declined(place: Office) -> str:
    ticket = await begun(place, "quoted", asked=False)
    await place.act(ticket, "customer-declines")
    return await closed(place, ticket, "quote_declined")


async def nobody_answers(place: Office) -> str:
    await deaf(place, *KEYS)
    ticket = await begun(place)
    await later(place, ticket, 1)
    return await withdrawn(place, ticket)


async def provider_down(place: Office) -> str:
    ticket = await begun(place, "acknowledged")
    await pressed(place, ticket, "leader")
    await place.behave("leader", "unavailable", times=500)
    await later(place, ticket, 6.5)
    await told(place, ticket, "two-hours-left")
    (await place.phones.post("/control/reset")).raise_for_status()
    await place.behave("leader", "answer_and_press", key="1")
    await later(place, ticket, 0.1)
    await pressed(place, ticket, "leader", 2)
    return await withdrawn(place, ticket)


async def handed_on(place: Office) -> str:
    await deaf(place, "manager")
    await place.behave("leader", "answer_and_press", key="1")
    await place.behave("supervisor", "answer_and_press", key="1")
    ticket = await begun(place, "acknowledged")
    await place.act(ticket, "hand-on", to=place.staff["manager"], remark="转交")
    await later(place, ticket, 4)
    await place.until(ticket, lambda now: "receipt-overdue" in str(now["told"]))
    await place.act(ticket, "confirm-receipt", by="manager")
    await place.act(ticket, "hand-on", to=place.staff["supervisor"], remark="转交")
    await place.until(ticket, lambda now: now["unconfirmed"] is None)
    return await withdrawn(place, ticket)


async def cancelled(place: Office) -> str:
    ticket = await begun(place, "acknowledged")
    await place.env.client.get_workflow_handle(ticket).cancel()
    return await closed(place, ticket, "cancelled")


async def cancelled_while_the_customer_is_asked(place: Office) -> str:
    ticket = await begun(place, "done", asked=False)
    await place.until(call_of(ticket, 2), lambda now: now["stage"] is not None)
    await place.env.client.get_workflow_handle(ticket).cancel()
    return await closed(place, ticket, "cancelled")


async def duplicate(place: Office) -> str:
    first, second = await begun(place), await begun(place)
    await place.act(second, "mark-duplicate", of=first, remark="同一处漏水")
    return await closed(place, second, "duplicate")


async def asked_again(place: Office) -> str:
    ticket = await begun(place, "done", asked=False)
    for number, end in ((2, "cancel"), (3, "terminate")):
        await place.until(call_of(ticket, number), lambda now: now["stage"] in ("ready", "scheduled"))
        handle = place.env.client.get_workflow_handle(call_of(ticket, number))
        await (handle.cancel() if end == "cancel" else handle.terminate("by operations staff"))
    await recorded(place, ticket, 4, satisfaction="neutral")
    return await closed(place, ticket, "solved")


# Complaints

FOUND = test_complaint.FOUND


async def explained(place: Office) -> str:
    ticket = await place.complaint()
    await pressed(place, ticket, "head")
    await place.act(ticket, "file-explanation", by="head", **FOUND)
    await place.act(ticket, "judge-well-founded")
    return ticket


async def said(place: Office, ticket: str, satisfaction: str) -> None:
    call = call_of(ticket, 1)
    await place.until(call, lambda now: now["stage"] in ("scheduled", "ready"))
    more = {"with_what": "仍未清理"} if satisfaction == "dissatisfied" else {}
    await place.act(call, "record-result", satisfaction=satisfaction, **more)


async def settled(place: Office) -> str:
    ticket = await explained(place)
    await test_complaint.settled(place, ticket)
    await said(place, ticket, "satisfied")
    return await closed(place, ticket, "settled")


async def not_founded(place: Office) -> str:
    ticket = await place.complaint()
    await place.act(ticket, "judge-not-founded", remark="监控显示按时到达")
    await place.act(ticket, "answer-customer", what="已向您说明到达时间")
    await said(place, ticket, "neutral")
    return await closed(place, ticket, "answered")


async def unexplained(place: Office) -> str:
    ticket = await place.complaint()
    await place.act(ticket, "judge-well-founded")
    await pressed(place, ticket, "head")
    await later(place, ticket, 8)
    await pressed(place, ticket, "supervisor")
    await later(place, ticket, 2)
    await pressed(place, ticket, "manager")
    await place.act(ticket, "file-investigation", by="head", cause="排班冲突")
    return await withdrawn(place, ticket)


async def options_refused(place: Office) -> str:
    ticket = await explained(place)
    await place.act(ticket, "propose-remedy", by="head", options=["道歉"])
    await place.act(ticket, "ask-for-another", by="manager", remark="不够")
    await place.act(ticket, "propose-remedy", by="head", options=["减免保洁费"])
    await place.act(ticket, "refuse", by="manager", remark="没有依据")
    await place.act(ticket, "answer-customer", what="已向您说明")
    await said(place, ticket, "satisfied")
    return await closed(place, ticket, "remedy_refused")


async def not_accepted(place: Office) -> str:
    ticket = await explained(place)
    await place.act(ticket, "propose-remedy", by="head", options=["道歉"])
    await place.act(ticket, "approve", by="manager", option=1)
    await place.act(ticket, "carried-out", by="head")
    await place.act(ticket, "send-acceptance")
    await place.act(ticket, "customer-refuses", remark="不满意")
    await place.env.client.get_workflow_handle(ticket).cancel()
    return await closed(place, ticket, "cancelled")


async def complaint_reopened(place: Office) -> str:
    ticket = await explained(place)
    await test_complaint.settled(place, ticket)
    await said(place, ticket, "dissatisfied")
    await place.until(ticket, lambda now: now["reopened"] == 1 and now["stage"] == "investigating")
    await pressed(place, ticket, "head", 2)
    return await withdrawn(place, ticket)


# Follow-up calls


async def spoken(place: Office) -> str:
    call = await test_follow_up.to_call(place)
    await place.until(call, lambda now: now["stage"] == "ready")
    await place.act(call, "dial")
    await place.until(call, lambda now: now["stage"] == "to_record")
    await place.act(call, "record-result", satisfaction="satisfied")
    return await closed(place, call, "recorded")


async def recorded_without_a_call(place: Office) -> str:
    call = await test_follow_up.to_call(place)
    await place.act(call, "record-result", satisfaction="neutral")
    return await closed(place, call, "recorded")


async def unreached(place: Office) -> str:
    await deaf(place)
    for who in ("agent", "supervisor"):
        await place.behave(who, "answer")
    policy = FollowUpPolicy(hours=test_follow_up.hours(), unanswered_calls=1)
    call = await test_follow_up.to_call(place, policy)
    await test_follow_up.attempt(place, call, "no_answer")
    await place.until(call, lambda now: now["stage"] == "asked")
    await place.env.client.get_workflow_handle(call).signal("customer_replied")
    await test_follow_up.attempt(place, call, "no_answer")
    await place.until(call, lambda now: now["stage"] == "with_supervisor")
    await place.act(call, "call-again", by="supervisor")
    await place.until(call, lambda now: now["stage"] in ("ready", "scheduled"))
    await test_follow_up.attempt(place, call, "wrong_number")
    await place.until(call, lambda now: now["stage"] == "with_supervisor")
    await place.act(call, "close-unreached", by="supervisor", remark="多次联系无果")
    return await closed(place, call, "unreached")


async def busy_refused_another_hour(place: Office) -> str:
    await deaf(place)
    await place.behave("agent", "answer")
    await place.behave("leader", "answer_and_press", key="1")
    call = await test_follow_up.to_call(place)
    for mode in ("busy", "refuse"):
        await test_follow_up.attempt(place, call, mode)
    at = (await due(place, call) - timedelta(hours=3)).isoformat()
    await place.act(call, "prefer-time", at=at)
    await place.act(call, "reassign", by="supervisor", to=place.staff["supervisor"])
    await later(place, call, 72)
    await place.act(call, "record-result", satisfaction="satisfied")
    return await closed(place, call, "recorded")


async def no_agent(place: Office) -> str:
    away = {"begins": "2026-01-01T00:00:00+08:00", "ends": "2036-01-01T00:00:00+08:00", "reason": "leave"}
    await place.post("/absences", {"staff_id": place.staff["agent"], **away}, 201)
    call = await test_follow_up.to_call(place)
    await pressed(place, call, "supervisor")
    await place.act(call, "reassign", by="supervisor", to=place.staff["manager"])
    await place.until(call, lambda now: now["stage"] == "ready")
    await place.act(call, "record-result", satisfaction="satisfied")
    return await closed(place, call, "recorded")


async def not_connected(place: Office) -> str:
    await place.behave("agent", "unavailable", times=500)
    call = await test_follow_up.to_call(place)
    await place.until(call, lambda now: now["stage"] == "ready")
    await place.act(call, "dial")
    await place.forward(call, minutes=5)
    await happened(place, call, "not_connected")
    (await place.phones.post("/control/reset")).raise_for_status()
    await place.behave("agent", "busy", times=1)
    await place.act(call, "dial")
    await happened(place, call, "not_connected", 2)
    await place.act(call, "record-result", satisfaction="satisfied")
    return await closed(place, call, "recorded")


async def call_cancelled(place: Office) -> str:
    call = await test_follow_up.to_call(place)
    await place.env.client.get_workflow_handle(call).cancel()
    return await closed(place, call, "cancelled")


async def overdue(place: Office) -> str:
    call = await test_follow_up.to_call(place)
    await place.forward(call, hours=48, seconds=5)
    await place.forward(call, hours=24, seconds=5)
    await happened(place, call, "call_ended", 2)  # without a shift lead it is the supervisor both times
    await place.act(call, "record-result", satisfaction="satisfied")
    return await closed(place, call, "recorded")


async def overdue_a_day(place: Office) -> str:
    call = await test_follow_up.to_call(place)
    for hours in (48, 24, 24):
        await place.forward(call, hours=hours, seconds=5)
    await pressed(place, call, "manager")
    await place.act(call, "record-result", satisfaction="satisfied")
    return await closed(place, call, "recorded")


def _all(**plays: Play) -> dict[str, Any]:
    return {name.replace("_", "-"): played(play) for name, play in plays.items()}


REPAIR = _all(
    satisfied=satisfied,
    very_late=very_late,
    reopened=reopened,
    clock_changed=clock_changed,
    crews_changed=crews_changed,
    disputed=disputed,
    on_site_by_phone=on_site_by_phone,
    parts=parts,
    quote_agreed=quote_agreed,
    quote_declined=quote_declined,
    nobody_answers=nobody_answers,
    provider_down=provider_down,
    handed_on=handed_on,
    cancelled=cancelled,
    cancelled_while_asked=cancelled_while_the_customer_is_asked,
    duplicate=duplicate,
    asked_again=asked_again,
)
COMPLAINT = _all(
    settled=settled,
    not_founded=not_founded,
    unexplained=unexplained,
    options_refused=options_refused,
    not_accepted=not_accepted,
    reopened=complaint_reopened,
)
FOLLOW_UP_CALL = _all(
    spoken=spoken,
    recorded_without_a_call=recorded_without_a_call,
    unreached=unreached,
    busy_refused_another_hour=busy_refused_another_hour,
    no_agent=no_agent,
    not_connected=not_connected,
    cancelled=call_cancelled,
    overdue=overdue,
    overdue_a_day=overdue_a_day,
)
