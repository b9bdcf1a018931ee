"""Whom a ticket concerns never ends, delays, eases or judges it; who decides does so in person (P8, P23)."""

from typing import Any

import pytest

from domain.playbooks.complaint import Complaint
from domain.playbooks.declaration import ActDeclaration, Playbook
from domain.playbooks.forms import example_of
from domain.playbooks.registry import BY_NAME, PLAYBOOKS
from domain.tickets.intake import Intake
from services.playbooks.starts import STARTS
from tests.town.archive import Archive
from tests.town.callers import Caller, somebody
from tests.town.doors import Door

_COMPLAINT = BY_NAME["Complaint"]
_WITHIN = ("not-your-part", "concerns-you", "in-person", "not-allowed")
_LET_THROUGH = ("ticket-closed", "not-its-turn")
"""Answers of tickets without a workflow: whoever hears that was let through."""


async def complaint(archive: Archive, department: str | None = None, about_staff: str | None = None) -> str:
    """A complaint that is taken in, without a workflow."""
    department, customer = department or await archive.department(), await archive.customer()
    ticket = await archive.ticket(customer, "Complaint", stage="judging", department_id=department)
    start = Complaint(Intake(customer), department, about_staff)
    await archive.run(
        "INSERT INTO ticket_starts (ticket_id, workflow, input, summary, started_at) "
        "VALUES ($1, 'Complaint', $2, 's', now())",
        ticket,
        STARTS["Complaint"].dump_python(start, mode="json"),
    )
    return ticket


async def code(who: Caller, ticket: str, declared: ActDeclaration, **more: Any) -> str:
    """What the act is answered with."""
    body = {**example_of(declared.form), **more}
    if declared.name == "cancel":
        body = {"reason": "不再联系"}
    path = f"/tickets/{ticket}:{declared.name.replace('_', '-')}"
    answer = await who.call("POST", path, json=body)
    return str(answer.json().get("type", "")).rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def every_act(playbook: Playbook) -> list[ActDeclaration]:
    """Those of its stages, of every ticket, at times, cancelling and opening again."""
    return list(dict.fromkeys((*playbook.each_act(), *playbook.doors())))


@pytest.mark.parametrize("declared", every_act(_COMPLAINT), ids=lambda each: each.name)
async def test_the_head_of_the_department_complained_about(
    door: Door, archive: Archive, declared: ActDeclaration
) -> None:
    department = await archive.department()
    head = await somebody(door, archive, "department_head", department=department)
    ticket = await complaint(archive, department)
    said = await code(head, ticket, declared, by=None)
    if "department_id" in declared.concerned:
        assert said in (*_LET_THROUGH, "no-such-person", "invalid"), said
    else:
        assert said in _WITHIN, said


@pytest.mark.parametrize("declared", every_act(_COMPLAINT), ids=lambda each: each.name)
@pytest.mark.parametrize("role", ["agent", "service_supervisor", "manager"])
async def test_a_person_complained_about(
    door: Door, archive: Archive, role: str, declared: ActDeclaration
) -> None:
    accused = await somebody(door, archive, role)
    ticket = await complaint(archive, about_staff=accused.staff_id)
    await archive.run("UPDATE tickets SET agent_id = $2 WHERE id = $1", ticket, accused.staff_id)
    said = await code(accused, ticket, declared, by=None)
    if "about_staff" in declared.concerned and role in declared.by:
        assert said in (*_LET_THROUGH, "no-such-person", "invalid"), said
    else:
        assert said in _WITHIN, said


async def test_a_head_who_was_cleared_by_judgement_still_does_not_ease_it(
    door: Door, archive: Archive
) -> None:
    department = await archive.department()
    head = await somebody(door, archive, "service_supervisor", department=department)
    await archive.run("UPDATE departments SET head_id = $2 WHERE id = $1", department, head.staff_id)
    ticket = await complaint(archive, department)
    await archive.run(
        "UPDATE tickets SET department_id = $2 WHERE id = $1", ticket, await archive.department()
    )
    for name in (
        "withdraw",
        "move_due",
        "wait_for_customer",
        "set_ordinary",
        "judge_not_founded",
        "classify",
    ):
        assert await code(head, ticket, _COMPLAINT.acts[name], by=None) == "concerns-you", name


async def test_nor_does_anybody_for_them(door: Door, archive: Archive) -> None:
    """Who may record for others does not lend the name of somebody whom it does not concern."""
    accused, other = await somebody(door, archive, "service_supervisor"), await archive.person()
    ticket = await complaint(archive, about_staff=accused.staff_id)
    withdraw = _COMPLAINT.acts["withdraw"]
    assert await code(accused, ticket, withdraw, by=other) == "concerns-you"
    supervisor = await somebody(door, archive, "service_supervisor")
    assert await code(supervisor, ticket, withdraw, by=accused.staff_id) == "concerns-you"
    assert await code(supervisor, ticket, withdraw, by=other) in _LET_THROUGH


async def test_who_is_complained_about_does_not_record_what_the_customer_says_of_it(
    door: Door, archive: Archive
) -> None:
    accused = await somebody(door, archive, "agent")
    about = await complaint(archive, about_staff=accused.staff_id)
    call = await archive.ticket(
        await archive.customer(), "FollowUpCall", stage="to_record", agent_id=accused.staff_id
    )
    await archive.run(
        "INSERT INTO ticket_links (ticket_id, other_id, kind) VALUES ($1, $2, 'complaint-settled')",
        call,
        about,
    )
    acts = BY_NAME["FollowUpCall"].acts
    for name in ("record_result", "dial", "prefer_time", "move_due"):
        assert await code(accused, call, acts[name], by=None) == "concerns-you", name
    other = await archive.person()
    assert await code(accused, call, acts["reassign"], by=None, to=other) in _LET_THROUGH


@pytest.mark.parametrize(
    "kind", [each for each in PLAYBOOKS if each.acts_at_tickets], ids=lambda each: each.name
)
async def test_decisions_are_never_recorded_for_others(
    door: Door, archive: Archive, kind: Playbook, problem: Any
) -> None:
    supervisor = await somebody(door, archive, "service_supervisor")
    ticket = await archive.ticket(await archive.customer(), kind.name, stage="judging")
    for declared in every_act(kind):
        if declared.in_person:
            other = await archive.person(declared.by[-1])
            said = await code(supervisor, ticket, declared, by=other)
            assert said in ("in-person", "no-such-address"), (declared.name, said)


async def test_approval_in_the_managers_name_is_refused(door: Door, archive: Archive, problem: Any) -> None:
    supervisor, manager = await somebody(door, archive, "service_supervisor"), await archive.person("manager")
    ticket = await complaint(archive)
    answer = await supervisor.call("POST", f"/tickets/{ticket}:approve", json={"option": 1, "by": manager})
    problem(answer, 403, "in-person")


async def test_a_request_of_a_person_is_withdrawn_by_their_word_and_a_decider(
    door: Door, archive: Archive, problem: Any
) -> None:
    agent, other = await somebody(door, archive, "agent"), await somebody(door, archive, "agent")
    ticket = await archive.ticket(
        await archive.customer(), "PrivacyRequest", stage="deciding", first_contact=other.staff_id,
        agent_id=agent.staff_id,
    )  # fmt: skip
    word = {"channel": "phone", "identity": "called_back_on_number", "word": "我不删了"}
    for act, body in (
        ("withdraw", word),
        ("withdraw", {"remark": "客户说算了"}),
        ("mark-duplicate", {"of": ticket}),
        ("move-due", {"remark": "以后再说", "to": "2036-12-01T10:00:00+08:00"}),
        ("wait-for-customer", {"remark": "等客户"}),
        ("set-ordinary", {}),
    ):
        answer = await agent.call("POST", f"/tickets/{ticket}:{act}", json=body)
        assert answer.status_code in (403, 422), (act, answer.text)
        assert answer.status_code == 422 or answer.json()["type"].endswith("not-your-part"), answer.text
    supervisor = await somebody(door, archive, "service_supervisor")
    path = f"/tickets/{ticket}:withdraw"
    problem(await supervisor.call("POST", path, json={"remark": "客户说算了"}), 422, "invalid")
    problem(await supervisor.call("POST", path, json=word), 409, "ticket-closed")  # let through
    answer = await supervisor.call("POST", f"/tickets/{ticket}:cancel", json={"reason": "不用了"})
    problem(answer, 409, "never-cancelled")


async def test_an_act_needs_the_permission_of_its_own_kind(
    door: Door, archive: Archive, problem: Any
) -> None:
    """Another kind's permission for an act of the same name does not open this one's."""
    person = await archive.person("service_supervisor")
    agent = await door.person("agent", staff_id=person)
    browser = await door.signed_in(agent)
    ticket = await archive.ticket(
        await archive.customer(), "PrivacyRequest", stage="deciding", first_contact=person
    )
    word = {"channel": "phone", "identity": "called_back_on_number", "word": "我不删了"}
    problem(await browser.call("POST", f"/tickets/{ticket}:withdraw", json=word), 403, "not-your-part")
