"""Who may say whose customer somebody is: it opens the file to that person for good (P3, P23)."""

from dataclasses import dataclass

from services.refused import Named, Refused, unfit
from store.database import Connection, queries

_SALESPERSON = "salesperson"
_ASSIGN = "customers-assign"


@dataclass(frozen=True)
class Recorder:
    """Who writes into files, and what whoever it is may say there."""

    by: str
    """Who is written down."""
    staff_id: str | None = None
    may_assign: bool = True
    """Whether he or she may say whose customer somebody is."""
    own_alone: bool = False
    """Whether he or she sees own customers alone: somebody new becomes one of them."""


def require_may_assign(recorder: Recorder) -> None:
    """Refuses `not-allowed`."""
    if not recorder.may_assign:
        raise Refused("not-allowed", permission=Named("permission", (_ASSIGN,)))


async def require_agent(db: Connection, staff_id: str | None) -> None:
    """Refuses `no-such-person` for somebody who does not work here; None is nobody."""
    if staff_id is None:
        return
    person = await queries.get_staff(db, id=staff_id)
    if person is None or not person["active"]:
        raise Refused("no-such-person")


async def require_salesperson(db: Connection, staff_id: str | None, field: str) -> None:
    """Refuses `no-such-person`, and `invalid` for other staff than salespeople; None is nobody.

    `field` is where the person is named in what was given.
    """
    if staff_id is None:
        return
    person = await queries.get_staff(db, id=staff_id)
    if person is None:
        raise Refused("no-such-person")
    if not person["active"]:
        raise unfit(field, "staff-left")
    if person["role"] != _SALESPERSON:
        raise unfit(field, "not-salesperson")
