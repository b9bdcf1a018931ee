"""What people do to a ticket: on record first, then the workflow hears of it (P7, P8, P10, P17)."""

import asyncio
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from temporalio.client import WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from domain.playbooks.complaint_categories import Categories
from domain.playbooks.declaration import ActDeclaration, Playbook
from domain.playbooks.every_ticket import Duplicate
from domain.playbooks.forms import Done
from domain.playbooks.lending import OWN_LOAN
from domain.playbooks.registry import BY_NAME
from domain.tickets.acts import IMPLAUSIBLE, OUT_OF_TURN, REST_HOURS, Act
from services.backend import Backend
from services.playbooks import duplicates
from services.playbooks.fitting import require_fitting, require_named
from services.playbooks.parts import Actor, named, require_part, who_acted
from services.playbooks.putting_right import put_right
from services.refused import Named, Refused, unfit
from store.database import Connection, Database, queries
from store.rows.tickets.tickets import TicketRow


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
    key: "ActKey"
    """The same doing repeated under the same key is done once."""


def _not_its_turn(stage: str, possible: Iterable[str]) -> Refused:
    """The act is not possible where the ticket stands; what is, it says."""
    return Refused("not-its-turn", stage=Named("stage", (stage,)), possible=Named("act", tuple(possible)))


async def do(backend: Backend, doing: Doing, actor: Actor, categories: Categories) -> None:
    """Do it; returns once it is on record. Raises Refused, and then nothing has changed.

    What this same doing did before is done, whatever it made impossible: a ticket that it closed.
    """
    act = Act(doing.act, named(actor), dict(doing.data))
    update_id = Asked(doing.key, actor, {**doing.data, **doing.said}).update_id(act)
    try:
        await _do(backend, doing, actor, categories, update_id)
    except Refused:
        if not (doing.key.given and await was_done(backend, doing.ticket_id, update_id)):
            raise


async def _do(backend: Backend, doing: Doing, actor: Actor, categories: Categories, update_id: str) -> None:
    form = doing.form
    other_runs = isinstance(form, Duplicate) and await duplicates.goes_on(backend, form.of)
    asked = None
    async with backend.transaction() as db:
        row = await queries.get_ticket(db, id=doing.ticket_id)
        playbook = BY_NAME.get(row["kind"]) if row is not None else None
        if row is None or playbook is None or not playbook.acts_at_tickets:
            raise Refused("no-such-ticket")
        declared = _declared(playbook, row, doing.act)
        role = await require_part(db, playbook, row, declared, actor)
        if row["stage"] == "closed" and declared not in playbook.on_record:
            raise Refused("ticket-closed")
        await require_named(db, form, categories)
        await require_fitting(db, playbook.name, doing.act, doing.ticket_id, form, actor)
        data = await _with_department_of_crew(db, dict(doing.data) | who_acted(actor))
        # Written before the workflow hears of it: what people said is never lost half-way.
        text_id = await _keep_words(db, doing, actor)
        act = Act(doing.act, named(actor), data, text_id, role)
        if declared in playbook.on_record:
            await put_right(db, row, act, update_id, categories)
            return
        if isinstance(form, Duplicate):
            asked = {"actor": act.actor, "text": text_id, "key": update_id}
            async with asyncio.timeout(backend.patience.total_seconds()):
                await duplicates.ask(db, doing.ticket_id, form, asked, runs=other_runs)
    try:
        await tell_under(backend, doing.ticket_id, act, update_id)
    except Refused:
        async with backend.transaction() as db:
            if asked is not None:
                await duplicates.forget(db, doing.ticket_id, asked)
            if text_id is not None:
                await queries.forget_text(db, id=text_id)
        raise


def _declared(playbook: Playbook, row: TicketRow, act: str) -> ActDeclaration:
    """What is not declared is nobody's part. Raises Refused."""
    declared = playbook.act(act)
    if declared is None:
        if row["stage"] == "closed":
            raise Refused("ticket-closed")
        raise _not_its_turn(row["stage"], row["acts"])
    return declared


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
        db, ticket_id=doing.ticket_id, kind=doing.act, body=dict(doing.said), author=named(actor)
    )


@dataclass(frozen=True)
class ActKey:
    """What the caller recognises a request by that is repeated."""

    key: str
    of_before: bool = False
    """First asked of a process of 0.1: the ticket may know it by the id that was built then."""
    given: bool = False
    """It is the caller's own, who may have asked before."""


@dataclass(frozen=True)
class Asked:
    """What makes two requests the same one: key, who asks, and what was sent."""

    key: ActKey
    actor: Actor
    sent: Mapping[str, Any] = field(default_factory=dict)

    def update_id(self, act: Act) -> str:
        """The same for a request that is repeated; another for whoever else chose that key, or sent else.

        Hashed: the key is the caller's secret, and ids stand in clear in the ticket's history.
        """
        if self.key.of_before:
            return f"{act.name}/{self.key.key}"
        content = [act.name, act.actor, self.actor.acted_by, dict(self.sent), self.key.key]
        whole = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        return f"act-{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()}"


async def was_done(backend: Backend, ticket_id: str, update_id: str) -> bool:
    """Whether the ticket has done what was asked of it under this id. Raises what an outage raises."""
    handle = backend.temporal.get_workflow_handle(ticket_id)
    try:
        async with backend.reaching_temporal():
            await handle.get_update_handle(update_id).result()
    except WorkflowUpdateFailedError:
        return False
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


async def tell_under(backend: Backend, ticket_id: str, act: Act, update_id: str) -> None:
    """Tell the workflow, and return once the act is on record. Raises Refused when it is not done."""
    handle = backend.temporal.get_workflow_handle(ticket_id)
    try:
        async with backend.reaching_temporal():
            # The same request repeated under its key is the same update: it acts once.
            await handle.execute_update("act", act, id=update_id)
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
    if kind == IMPLAUSIBLE:
        field, rule = cause.details
        raise unfit(field, rule) from None
    if kind == REST_HOURS:
        [opens] = cause.details
        raise Refused("rest-hours", opens=opens) from None
    if kind == "Incomplete":
        raise Refused("incomplete") from None
    raise error
