"""What a form names must be there and in use, what an act says possible: else nobody hears of it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from domain.playbooks.acceptance import AcceptancePolicy
from domain.playbooks.complaint import Approval, Signed
from domain.playbooks.complaint_categories import Categories
from domain.playbooks.every_ticket import Duplicate
from domain.playbooks.forms import Done, Form, Holds, fields_of
from services.playbooks.parts import Actor
from services.playbooks.starts import kept_start
from services.refused import Refused, unfit
from store.database import Database, queries

Check = Callable[[Database, str, Any, Actor], Awaitable[None]]
"""Asked of the ticket, the form and who does it, once what it names is known to exist."""


async def require_named(db: Database, form: Form, categories: Categories) -> None:
    """Raises Refused for people, crews, departments, tickets and categories that there are none of.

    Whoever or whatever gets work by it is in use; people of whom it only speaks may have left.
    """
    for each in fields_of(type(form)):
        named = getattr(form, each.name)
        if named is None or each.name in ("by", "taken_in_by"):
            continue
        if each.holds == "category":
            if categories.leaf(named) is None:
                raise unfit(each.name, "category")
        elif each.holds is not None and each.holds in _IN_USE:
            await _require(db, each.holds, each.name, named, in_use=each.in_use)
        elif each.holds == "ticket" and await queries.get_ticket(db, id=named) is None:
            raise Refused("no-such-ticket")


async def require_fitting(
    db: Database, kind: str, act: str, ticket_id: str, form: Done, actor: Actor
) -> None:
    """Raises Refused where fields do not fit each other, what the ticket knows, or who does it."""
    for each in form.unfit():
        raise unfit(each.field, each.rule)
    if (check := _CHECKS.get((kind, act))) is not None:
        await check(db, ticket_id, form, actor)


async def require_person(db: Database, staff_id: str, field: str = "by") -> None:
    """Raises Refused `no-such-person`, or `invalid` where `field` names somebody who has left."""
    await _require(db, "staff", field, staff_id, in_use=True)


async def _require(db: Database, holds: Holds, field: str, named: str, *, in_use: bool) -> None:
    find, unknown, gone = _IN_USE[holds]
    row = await find(db, id=named)
    if row is None:
        raise Refused(unknown)
    if in_use and not row["active"]:
        raise unfit(field, gone)


_IN_USE: Mapping[Holds, tuple[Callable[..., Awaitable[Any]], str, str]] = {
    "staff": (queries.get_staff, "no-such-person", "staff-left"),
    "crew": (queries.get_crew, "no-such-crew", "crew-out-of-use"),
    "department": (queries.get_department, "no-such-department", "department-out-of-use"),
}
"""How what a field names is found; the problem where there is none, and the rule where it is out of use."""


async def _proposed(db: Database, ticket_id: str, form: Approval, actor: Actor) -> None:
    """Where nothing has been proposed it is not the manager's turn either, which the ticket says."""
    body = await queries.proposed_remedies(db, ticket_id=ticket_id)
    proposed = len(body["options"]) if body is not None else None
    if proposed is not None and form.option > proposed:
        raise unfit("option", "maximum", limit=proposed)


async def _calls_welcome(db: Database, ticket_id: str, form: Done, actor: Actor) -> None:
    """Nobody is called who said no to follow-up calls; the call is closed with what is known (P23)."""
    if await queries.refuses_calls_of_ticket(db, ticket_id=ticket_id):
        raise Refused("customer-refuses-calls")


async def _same_request(db: Database, ticket_id: str, form: Duplicate, actor: Actor) -> None:
    """A request is its own person's, and asks for one thing: a copy is no deletion, and no other's (P23)."""
    own = await queries.privacy_request(db, ticket_id=ticket_id)
    other = await queries.privacy_request(db, ticket_id=form.of)
    if other is None or form.of == ticket_id:
        return  # told by what every duplicate is asked
    if own is None or (own["customer_id"], own["kind"]) != (other["customer_id"], other["kind"]):
        raise unfit("of", "duplicate-of-another")


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
    ("PrivacyRequest", "mark_duplicate"): _same_request,
}
"""By kind and act."""
