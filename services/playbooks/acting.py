"""What people do to a ticket: on record first, then the workflow hears of it (P7, P8, P10, P17)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from temporalio.client import WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from domain.playbooks.complaint_categories import Categories
from domain.playbooks.declaration import ActDeclaration, Playbook
from domain.playbooks.forms import Done
from domain.playbooks.lending import OWN_LOAN
from domain.playbooks.registry import BY_NAME
from domain.tickets.acts import OUT_OF_TURN, Act
from services.backend import Backend
from services.playbooks.fitting import require_fitting, require_named
from services.refused import Named, Refused
from store.database import Connection, Database, queries
from store.rows.tickets.tickets import TicketRow


@dataclass(frozen=True)
class Actor:
    """For whom an act is recorded, and what whoever says so may."""

    staff_id: str
    for_others: bool = False
    """Whether the caller may record in other people's names, whatever their department."""
    department_id: str | None = None


@dataclass(frozen=True)
class Doing:
    """An act that somebody says was done, or does."""

    ticket_id: str
    act: str
    form: Done
    data: Mapping[str, str]
    """Its codes, ids and moments."""
    said: Mapping[str, Any]
    """Its words."""
    key: str
    """The same doing repeated under the same key is done once."""
    repeatable: bool = False
    """Whether the key is the caller's own, who may have asked before."""


def _not_its_turn(stage: str, possible: Iterable[str]) -> Refused:
    """The act is not possible where the ticket stands; what is, it says."""
    return Refused("not-its-turn", stage=Named("stage", (stage,)), possible=Named("act", tuple(possible)))


async def do(backend: Backend, doing: Doing, actor: Actor, categories: Categories) -> None:
    """Do it; returns once it is on record. Raises Refused, and then nothing has changed.

    What this same doing did before is done, whatever it made impossible: a ticket that it closed.
    """
    try:
        await _do(backend, doing, actor, categories)
    except Refused:
        if not (doing.repeatable and await was_done(backend, doing.ticket_id, doing.act, doing.key)):
            raise


async def _do(backend: Backend, doing: Doing, actor: Actor, categories: Categories) -> None:
    async with backend.transaction() as db:
        row = await queries.get_ticket(db, id=doing.ticket_id)
        playbook = BY_NAME.get(row["kind"]) if row is not None else None
        if row is None or playbook is None or not playbook.acts_at_tickets:
            raise Refused("no-such-ticket")
        await _require_part(db, playbook, row, doing.act, actor)
        if row["stage"] == "closed":
            raise Refused("ticket-closed")
        await require_named(db, doing.form, categories)
        await require_fitting(db, playbook.name, doing.act, doing.ticket_id, doing.form)
        data = await _with_department_of_crew(db, dict(doing.data))
        # Written before the workflow hears of it: what people said is never lost half-way.
        text_id = await _keep_words(db, doing, actor)
    try:
        await tell_ticket(backend, doing.ticket_id, Act(doing.act, actor.staff_id, data, text_id), doing.key)
    except Refused:
        if text_id is not None:
            async with backend.connection() as db:
                await queries.forget_text(db, id=text_id)
        raise


async def _require_part(db: Database, playbook: Playbook, row: TicketRow, act: str, actor: Actor) -> None:
    """Each act has its people, and no other may: what is not declared is nobody's part (P8, P23).

    A department answers for itself: its head takes no other's part.
    """
    person = await queries.get_staff(db, id=actor.staff_id)
    if person is None:
        raise Refused("no-such-person")
    declared = playbook.act(act)
    if declared is None:
        if row["stage"] == "closed":
            raise Refused("ticket-closed")
        raise _not_its_turn(row["stage"], row["acts"])
    if person["role"] not in declared.by or not _answers_for_itself(declared, row, actor):
        raise Refused("not-your-part", roles=Named("role", declared.by))


def _answers_for_itself(declared: ActDeclaration, row: TicketRow, actor: Actor) -> bool:
    if not declared.own or actor.for_others:
        return True
    return actor.department_id is not None and actor.department_id == row["department_id"]


async def _with_department_of_crew(db: Database, data: dict[str, str]) -> dict[str, str]:
    """A crew brings its department along."""
    if "crew" in data:
        crew = await queries.get_crew(db, id=data["crew"])
        data["department"] = (crew["department_id"] if crew is not None else None) or ""
    return data


async def _keep_words(db: Connection, doing: Doing, actor: Actor) -> str | None:
    if not doing.said:
        return None
    return await queries.add_text(
        db, ticket_id=doing.ticket_id, kind=doing.act, body=dict(doing.said), author=actor.staff_id
    )


def _update_id(act: str, key: str) -> str:
    """The same request repeated under its key is the same update: it acts once."""
    return f"{act}/{key}"


async def was_done(backend: Backend, ticket_id: str, act: str, key: str) -> bool:
    """Whether the ticket has done this act under this key. Raises what an outage raises."""
    handle = backend.temporal.get_workflow_handle(ticket_id)
    try:
        async with backend.reaching_temporal():
            await handle.get_update_handle(_update_id(act, key)).result()
    except WorkflowUpdateFailedError:
        return False
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


async def tell_ticket(backend: Backend, ticket_id: str, act: Act, key: str) -> None:
    """Tell the workflow, and return once the act is on record. Raises Refused when it is not done."""
    handle = backend.temporal.get_workflow_handle(ticket_id)
    try:
        async with backend.reaching_temporal():
            await handle.execute_update("act", act, id=_update_id(act.name, key))
    except WorkflowUpdateRPCTimeoutOrCancelledError as error:
        # It may still happen: the text stays, and the same key finds the same update.
        raise TimeoutError("no worker answered in time") from error
    except WorkflowUpdateFailedError as error:
        _refuse(error)
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            raise Refused("ticket-closed") from None
        raise


def _refuse(error: WorkflowUpdateFailedError) -> NoReturn:
    cause: Any = error.cause
    kind = cause.type if isinstance(cause, ApplicationError) else None
    if kind == OUT_OF_TURN:
        stage, possible = cause.details
        raise _not_its_turn(stage, possible) from None
    if kind == OWN_LOAN:
        raise Refused("own-loan") from None
    if kind == "Incomplete":
        raise Refused("incomplete") from None
    raise error
