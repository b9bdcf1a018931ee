"""What a form names must exist, and what an act says must be possible: refused before anybody hears of it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from domain.playbooks.acceptance import AcceptancePolicy
from domain.playbooks.complaint import Approval, Signed
from domain.playbooks.complaint_categories import Categories
from domain.playbooks.every_ticket import Duplicate
from domain.playbooks.forms import Done, Form, Holds, fields_of
from services.playbooks.parts import Actor
from services.playbooks.starts import kept_start
from services.refused import Refused, Unfit
from store.database import Database, queries

Check = Callable[[Database, str, Any, Actor], Awaitable[None]]
"""Asked of the ticket, the form and who does it, once what it names is known to exist."""


async def require_named(db: Database, form: Form, categories: Categories) -> None:
    """Raises Refused for people, crews, departments, tickets and categories that there are none of."""
    for each in fields_of(type(form)):
        named = getattr(form, each.name)
        if named is None or each.name in ("by", "taken_in_by"):
            continue
        if each.holds == "category":
            if categories.leaf(named) is None:
                raise Refused("invalid", [Unfit(f"#/{each.name}", "category")])
        elif each.holds is not None and each.holds in _EXIST:
            await _EXIST[each.holds](db, named)


async def require_fitting(
    db: Database, kind: str, act: str, ticket_id: str, form: Done, actor: Actor
) -> None:
    """Raises Refused where fields do not fit each other, what the ticket knows, or who does it."""
    for unfit in form.unfit():
        raise Refused("invalid", [Unfit(f"#/{unfit.field}", unfit.rule)])
    for key in ((kind, act), ("", act)):
        if (check := _CHECKS.get(key)) is not None:
            await check(db, ticket_id, form, actor)


async def require_person(db: Database, staff_id: str) -> None:
    """Raises Refused `no-such-person`."""
    if await queries.get_staff(db, id=staff_id) is None:
        raise Refused("no-such-person")


async def _department(db: Database, department_id: str) -> None:
    if await queries.get_department(db, id=department_id) is None:
        raise Refused("no-such-department")


async def _crew(db: Database, crew_id: str) -> None:
    if await queries.get_crew(db, id=crew_id) is None:
        raise Refused("no-such-crew")


async def _ticket(db: Database, ticket_id: str) -> None:
    if await queries.get_ticket(db, id=ticket_id) is None:
        raise Refused("no-such-ticket")


_EXIST: Mapping[Holds, Callable[[Database, str], Awaitable[None]]] = {
    "staff": require_person,
    "department": _department,
    "crew": _crew,
    "ticket": _ticket,
}


async def _proposed(db: Database, ticket_id: str, form: Approval, actor: Actor) -> None:
    """Where nothing has been proposed it is not the manager's turn either, which the ticket says."""
    body = await queries.proposed_remedies(db, ticket_id=ticket_id)
    proposed = len(body["options"]) if body is not None else None
    if proposed is not None and form.option > proposed:
        raise Refused("invalid", [Unfit("#/option", "maximum", {"limit": proposed})])


async def _calls_welcome(db: Database, ticket_id: str, form: Done, actor: Actor) -> None:
    """Nobody is called who said no to follow-up calls; the call is closed with what is known (P23)."""
    if await queries.refuses_calls_of_ticket(db, ticket_id=ticket_id):
        raise Refused("customer-refuses-calls")


async def _another_open(db: Database, ticket_id: str, form: Duplicate, actor: Actor) -> None:
    """A duplicate is linked, not lost: the other ticket is there, is another, and is open."""
    if form.of == ticket_id:
        raise Refused("invalid", [Unfit("#/of", "own-duplicate")])
    other = await queries.get_ticket(db, id=form.of)
    if other is not None and other["stage"] == "closed":
        raise Refused("invalid", [Unfit("#/of", "duplicate-closed")])


async def _number_settled(db: Database, ticket_id: str, form: Done, actor: Actor) -> None:
    """No link to a number that somebody gave the customer a few days ago, unless the old one agreed (P8)."""
    kept = await queries.kept_start(db, ticket_id=ticket_id)
    policy = kept_start(kept).policy.acceptance if kept is not None else AcceptancePolicy()
    if await queries.number_unsettled(db, ticket_id=ticket_id, settled=policy.number_settled):
        raise Refused("number-not-settled")


async def _scan_of_another(db: Database, ticket_id: str, form: Signed, actor: Actor) -> None:
    """Paper is a scan on record, with its hash, that somebody else filed: two people saw it (P8)."""
    alone = actor.permissions is None  # the token of the settings is nobody: whom it names counts
    mine = {actor.staff_id} if alone else {actor.staff_id, actor.acted_by}
    async for row in queries.scans_of(db, ticket_id=ticket_id):
        if row["body"].get("url") == form.scan and row["body"].get("sha256"):
            filed = {row["author"]} if alone else {row["author"], row["acted_by"]}
            if not mine & (filed - {None}):
                return
    raise Refused("scan-not-on-record")


_CHECKS: Mapping[tuple[str, str], Check] = {
    ("Complaint", "approve"): _proposed,
    ("Complaint", "send_acceptance"): _number_settled,
    ("Complaint", "customer_accepts"): _scan_of_another,
    ("FollowUpCall", "dial"): _calls_welcome,
    ("", "mark_duplicate"): _another_open,
}
"""By kind and act; without a kind: of every ticket."""
