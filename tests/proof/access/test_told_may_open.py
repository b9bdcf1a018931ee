"""Whoever is told of a ticket may open it: every rung of every playbook, whoever it tells (F9)."""

import uuid
from collections.abc import Iterator

import pytest

from domain.access.roles import BUILT_IN
from domain.playbooks.declaration import Playbook
from domain.playbooks.registry import PLAYBOOKS
from domain.promises.telling import RECEIVER, TellingPolicy
from tests.town.archive import Archive, asked_by

_ACCOUNTS = {"crew_leader": "crew", "crew_member": "crew"}
"""The account of somebody on the staff, where it is called otherwise."""


def _told() -> Iterator[tuple[str, str]]:
    """Each kind with each role that a rung of its promises, or of a receipt, tells."""
    for playbook in PLAYBOOKS:
        promises = _promises(playbook)
        yield from {(playbook.name, rung.tell) for each in promises for rung in each.ladder}


def _promises(playbook: Playbook) -> list:  # type: ignore[type-arg]
    if not playbook.promises:
        return []
    policy = playbook.policy()
    return [*policy.promises(False), *policy.promises(True), TellingPolicy().receipt]


_TOLD = sorted({(kind, role) for kind, role in _told() if role != RECEIVER})


def test_every_role_that_is_told_has_an_account_role() -> None:
    roles = {_ACCOUNTS.get(role, role) for _, role in _TOLD}
    assert {"manager", "shift_lead", "service_supervisor", "department_head", "crew"} <= roles
    assert roles <= set(BUILT_IN)


@pytest.mark.parametrize(("kind", "role"), _TOLD)
async def test_who_is_told_may_open_it(archive: Archive, kind: str, role: str) -> None:
    department = await archive.department()
    crew = str(await archive._one("INSERT INTO crews (name) VALUES ('水电一队') RETURNING id"))
    person = await archive.person(role, department=department, crew=crew if role == "crew_leader" else None)
    customer = await archive.customer()
    ticket = await archive.ticket(
        customer,
        kind,
        crew_id=crew if role == "crew_leader" else None,
        ownership_id=await archive.flat(customer),
    )
    who = {"staff_id": person, "crew_id": crew} if role == "crew_leader" else {"staff_id": person}
    account = _ACCOUNTS.get(role, role)
    if account not in ("crew", "service_supervisor", "manager"):
        with asked_by(account, **who):
            assert await archive.seen("tickets", [ticket]) == set()
    await archive.run(
        "INSERT INTO calls (ticket_id, key, reference, kind, staff_id, phone, text, state, provider) "
        "VALUES ($1, $2, $3, 'notice', $4, '+8619900099999', '通知', 'queued', 'sandbox')",
        ticket,
        "rung/1",
        uuid.uuid4().hex,
        person,
    )
    with asked_by(account, **who):
        assert await archive.seen("tickets", [ticket]) == {ticket}
        assert await archive.seen("ticket_texts", [ticket], "ticket_id") == {ticket}
        if kind != "Lending":  # whoever decides on a loan has not got the file
            assert await archive.seen("customers", [customer]) == {customer}
        if BUILT_IN[account].reach == "own":  # told of one ticket, not handed the whole file
            other = await archive.ticket(customer)
            assert await archive.seen("tickets", [other]) == set()
