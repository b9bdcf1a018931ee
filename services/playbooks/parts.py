"""Whose part an act is: by role, permission, department; never theirs whom the ticket concerns (P8, P23)."""

from dataclasses import dataclass

from domain.playbooks.declaration import NEVER, ActDeclaration, Playbook
from domain.playbooks.registry import BY_NAME
from services.refused import Named, Refused, unfit
from store.database import Database, queries
from store.rows.tickets.tickets import TicketRow


@dataclass(frozen=True)
class Actor:
    """For whom an act is recorded, and what whoever says so may."""

    staff_id: str | None
    """None: a program, or the token of the settings, for nobody in particular."""
    for_others: bool = False
    """Whether the caller may record in other people's names, whatever their department."""
    department_id: str | None = None
    acted_by: str | None = None
    """Who says so: a member of the staff, else an account or a token."""
    permissions: frozenset[str] | None = None
    """What the caller may; None: everything (the token of the settings)."""

    @property
    def for_another(self) -> bool:
        """Whether it is recorded in another's name than the caller's."""
        return self.acted_by is not None and self.acted_by != self.staff_id

    def may(self, needs: tuple[str, ...]) -> bool:
        """Whether the caller has one of the permissions."""
        return self.permissions is None or not self.permissions.isdisjoint(needs)


def named(actor: Actor) -> str:
    """In whose name an act of staff is recorded. Raises Refused `no-such-person` for nobody's."""
    if actor.staff_id is None:
        raise Refused("no-such-person")
    return actor.staff_id


def who_acted(actor: Actor) -> dict[str, str]:
    """What stands beside an act that is recorded in another's name: who did it."""
    return {"acted_by": str(actor.acted_by)} if actor.for_another else {}


async def require_part(
    db: Database, playbook: Playbook, row: TicketRow, declared: ActDeclaration, actor: Actor
) -> str:
    """The role in which is acted, empty for nobody's.

    Raises Refused `not-your-part`, `in-person`, `concerns-you`, `no-such-person`.
    """
    roles = Refused("not-your-part", roles=Named("role", declared.by))
    if not actor.may(declared.needs):
        raise roles
    if actor.staff_id is None:
        if actor.permissions is None:
            return ""
        raise roles
    person = await queries.get_staff(db, id=actor.staff_id)
    if person is None:
        raise Refused("no-such-person")
    if not person["active"]:
        raise unfit("by", "staff-left")
    if person["role"] not in declared.by or not answers_for_itself(declared, row["department_id"], actor):
        raise roles
    # The token of the settings is nobody: whom it names stands there beside it (docs/security.md).
    if declared.in_person and actor.for_another and actor.permissions is not None:
        raise Refused("in-person")
    for staff_id in {actor.staff_id, actor.acted_by} - {None}:
        await _require_not_concerned(db, playbook, row["id"], declared, str(staff_id))
    return person["role"]


async def require_cancelling(db: Database, row: TicketRow, actor: Actor) -> None:
    """As `require_part`, of cancelling. Raises Refused `never-cancelled` where nobody may."""
    playbook = BY_NAME[row["kind"]]
    if playbook.cancel is None or playbook.cancel == NEVER:
        raise Refused("never-cancelled")
    await require_part(db, playbook, row, playbook.cancel, actor)


def answers_for_itself(declared: ActDeclaration, department_id: str | None, actor: Actor) -> bool:
    """A department answers for itself: its head takes no other's part. `department_id`: the ticket's."""
    if not declared.own or actor.for_others:
        return True
    return actor.department_id is not None and actor.department_id == department_id


async def _require_not_concerned(
    db: Database, playbook: Playbook, ticket_id: str, declared: ActDeclaration, staff_id: str
) -> None:
    if not playbook.concerns:
        return
    async for found in queries.concerned(db, ticket_id=ticket_id, staff_id=staff_id):
        other = BY_NAME[found["kind"]]
        if found["by_name"] not in (other.concerns or ()):
            continue
        name = found["by_name"] if other is playbook else "about"
        if name not in declared.concerned:
            raise Refused("concerns-you")
