"""Lending of customers' files: asked for, granted, refused, returned (P23)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.access.idempotency import act_key
from api.playbooks.taken_in import show_taken_in
from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Cursor,
    CustomerRef,
    Limit,
    Moment,
    Note,
    Page,
    Problem,
    Route,
    StaffRef,
    acting_staff,
    actor_of,
    as_system,
    config_of,
    field_error,
    locale_of,
    made,
    note_seen,
    page_of,
    principal_of,
    problems,
    read_cursor,
    remember,
    same_names,
    system,
    wording,
)
from domain.playbooks.lending import LENDING, Lending, LendingPolicy
from domain.tickets.acts import Act
from services.playbooks.acting import Asked, tell_under, was_done
from services.playbooks.parts import Actor, named, require_part, who_acted
from services.playbooks.starts import keep_start, next_id
from services.playbooks.taking_in import intake_of
from services.refused import Refused
from store.database import Connection, present, queries
from store.rows.playbooks.lending import LoanRow

router = APIRouter(tags=["trail"], route_class=Route)

LoanId = Annotated[
    str,
    Path(
        pattern=r"^lending-L[0-9]{4}-[0-9]{6,10}$",
        description="The loan's id.",
        examples=["lending-L2026-000001"],
    ),
]
_GRANT = "loans.grant"
_ASKED: dict[str, Any] = {
    "customer_id": "C00000001",
    "until": "2026-12-01T18:00:00+08:00",
    "reason": "代班期间处理该客户的投诉",
    "by": "S00000001",
}
_LOAN: dict[str, Any] = {
    "id": "lending-L2026-000001", "customer_id": "C00000001", "borrower_id": "S00000001", "state": "lent",
    "standing": "档案已借出", "asked_at": "2026-11-25T09:00:00+08:00",
    "asked_until": "2026-12-01T18:00:00+08:00",
    "decided_by": "S00000002", "granted_at": "2026-11-25T09:30:00+08:00",
    "until": "2026-12-01T18:00:00+08:00",
    "ended_at": None, "end_reason": None, "ticket": "/tickets/lending-L2026-000001",
}  # fmt: skip


class _By(BaseModel):
    """Who acts."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"by": "S00000001"}]})

    by: StaffRef | None = Field(
        None, description="Who acts; left out by people who are signed in, and needed of other callers."
    )


class NewLoan(_By):
    """Whose file is asked for, why, and until when."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ASKED]})

    customer_id: CustomerRef
    until: Moment = Field(description="When access is to end at the latest.")
    reason: Note = Field(description="What the file is needed for.")


class Grant(_By):
    """The supervisor grants it, for a shorter time where that is enough."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"by": "S00000002"}]})

    until: Moment | None = Field(None, description="When access ends; by default when it was asked for.")
    remark: Note | None = None


class Refusal(_By):
    """The supervisor refuses, and says why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"by": "S00000002", "reason": "请由该客户的客服专员处理"}]},
    )
    reason: Note


class Return(_By):
    """Returned, or taken back by a supervisor."""

    remark: Note | None = None


class Loan(BaseModel):
    """A file that is asked for, lent, or was; ids only."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LOAN]})

    id: str
    customer_id: str
    borrower_id: str
    state: Literal["asked", "lent", "ended"]
    standing: str = Field(description="Where it stands, in the caller's language.")
    asked_at: datetime
    asked_until: datetime
    decided_by: str | None
    granted_at: datetime | None
    until: datetime | None = Field(description="When access ends by itself.")
    ended_at: datetime | None
    end_reason: str | None
    ticket: str = Field(description="Its ticket, with what happened.")


@router.post(
    "/loans",
    status_code=201,
    operation_id="askForLoan",
    summary="Ask for a customer's file",
    responses=problems(
        "no-such-customer",
        "no-such-person",
        "not-in-own-name",
        "loan-open",
        "customer-erased",
        *BODY,
        *REPEATED,
    ),
    dependencies=[KEYED],
)
async def ask(request: Request, response: Response, asked: NewLoan) -> Loan:
    """A supervisor decides, and is chased when nobody does. Nothing can be seen before."""
    borrower = acting_staff(request, asked.by)
    # Whoever asks for a file does not see it yet: the system looks up whether there is such a customer.
    async with as_system(request) as db, db.transaction():
        loan_id = made(request) or await _kept(request, db, asked, borrower)
    with system():
        await show_taken_in(request, loan_id)
    response.headers["Location"] = f"/loans/{loan_id}"
    await note_seen(request, asked.customer_id, "loan", count=0, loan=loan_id)
    return await _shown(request, loan_id)


async def _kept(request: Request, db: Connection, asked: NewLoan, borrower: str) -> str:
    config = config_of(request)
    intake = await intake_of(
        db,
        customer_id=asked.customer_id,
        ownership_id=None,
        taken_in_by=borrower,
        urgent=False,
        locale=config.locale,
        callers=config.callers,
    )
    policy = config.policies.of(LendingPolicy)
    _require_until(request, asked.until, datetime.now(UTC) + policy.longest)
    if await queries.open_loan(db, customer_id=asked.customer_id, borrower_id=borrower) is not None:
        raise Problem("loan-open")
    loan_id = await next_id(db, LENDING)
    await remember(request, db, loan_id)
    await keep_start(db, loan_id, Lending(intake, asked.until, policy))
    await queries.add_loan(
        db, id=loan_id, customer_id=asked.customer_id, borrower_id=borrower, until=asked.until
    )
    await queries.add_text(db, ticket_id=loan_id, kind="report", body={"what": asked.reason}, author=borrower)
    return loan_id


@router.get("/loans", operation_id="listLoans", summary="Loans, newest first", responses=problems())
async def listing(
    request: Request,
    open: Annotated[bool, Query(description="Only those asked for or running.")] = False,
    customer: Annotated[str | None, Query(pattern=r"^C[0-9]{8,12}$", examples=["C00000001"])] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Loan]:
    """Whoever grants sees all of them, others their own."""
    (before,) = read_cursor(request, "loans", cursor, [""])
    principal = principal_of(request.scope)
    only = principal.staff_id or "-" if principal and not principal.may(_GRANT) else None
    async with as_system(request) as db:
        found = queries.loans_page(
            db, borrower_id=only, customer_id=customer, open=open, before=before, most=limit + 1
        )
        rows = [row async for row in found]
    locale = locale_of(request.scope)
    await note_seen(request, [row["customer_id"] for row in rows[:limit]], "loan", count=0)
    return page_of(request, "loans", rows, limit, lambda row: _loan(row, locale))


_REFUSALS = (
    "no-such-loan",
    "no-such-person",
    "not-in-own-name",
    "not-your-part",
    "in-person",
    "own-loan",
    "ticket-closed",
    "not-its-turn",
)


@router.post(
    "/loans/{loan_id:id}:grant",
    operation_id="grantLoan",
    summary="Grant a loan",
    responses=problems(*_REFUSALS, *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def grant(request: Request, loan_id: LoanId, done: Grant) -> Loan:
    """From this answer on the borrower sees the file, until time is up or it is returned."""
    row = await _loan_row(request, loan_id)
    actor = await _decider(request, row, "grant_loan", done.by)
    longest = datetime.now(UTC) + config_of(request).policies.of(LendingPolicy).longest
    until = done.until or min(row["asked_until"], longest)
    if done.until is not None:
        _require_until(request, done.until, longest)
    if row["borrower_id"] in (actor.staff_id, actor.acted_by):
        raise Problem("own-loan")
    return await _act(request, row, "grant_loan", actor, done.remark, until=until.isoformat())


@router.post(
    "/loans/{loan_id:id}:refuse",
    operation_id="refuseLoan",
    summary="Refuse a loan, with the reason",
    responses=problems(*_REFUSALS, *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def refuse(request: Request, loan_id: LoanId, done: Refusal) -> Loan:
    """The borrower reads the reason in the loan's ticket."""
    row = await _loan_row(request, loan_id)
    actor = await _decider(request, row, "refuse_loan", done.by)
    return await _act(request, row, "refuse_loan", actor, done.reason)


@router.post(
    "/loans/{loan_id:id}:return",
    operation_id="returnLoan",
    summary="Return a file, or take it back",
    responses=problems(*_REFUSALS, *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def give_back(request: Request, loan_id: LoanId, done: Return) -> Loan:
    """Access ends at once. Before it was granted, the request is withdrawn."""
    row = await _loan_row(request, loan_id)
    actor = actor_of(request, acting_staff(request, done.by))
    if actor.staff_id != row["borrower_id"]:
        actor = await _decider(request, row, "grant_loan", done.by)
    return await _act(request, row, "return_file", actor, done.remark)


async def _act(
    request: Request, row: LoanRow, act: str, actor: Actor, words: str | None, **data: str
) -> Loan:
    told = Act(act, named(actor), {**data, **who_acted(actor)})
    asked = Asked(act_key(request), actor, {} if words is None else {"remark": words})
    update_id = asked.update_id(told)
    try:
        await _do(request, row, told, words, update_id)
    except Refused:
        # What this same request did before is done: it may have ended the loan.
        backend = config_of(request).backend
        if not (asked.key.given and await was_done(backend, row["id"], update_id)):
            raise
    await note_seen(request, row["customer_id"], "loan", count=0, loan=row["id"], act=act)
    return await _shown(request, row["id"])


async def _do(request: Request, row: LoanRow, act: Act, words: str | None, update_id: str) -> None:
    if row["ended_at"] is not None:
        raise Refused("ticket-closed")
    text_id = None
    async with as_system(request) as db:
        if await queries.get_staff(db, id=act.actor) is None:
            raise Refused("no-such-person")
        if words is not None:
            body = {"remark": words}
            text_id = await queries.add_text(
                db, ticket_id=row["id"], kind=act.name, body=body, author=act.actor
            )
    try:
        told = replace(act, text_id=text_id)
        await tell_under(config_of(request).backend, row["id"], told, update_id)
    except Refused:
        if text_id is not None:
            async with as_system(request) as db:
                await queries.forget_text(db, id=text_id)
        raise


async def _loan_row(request: Request, loan_id: str) -> LoanRow:
    """One's own, or anybody's for those who grant."""
    async with as_system(request) as db:
        row = await queries.loan_view(db, id=loan_id)
    principal = principal_of(request.scope)
    hidden = principal is not None and not principal.may(_GRANT)
    if row is None or (hidden and principal and row["borrower_id"] != principal.staff_id):
        raise Problem("no-such-loan")
    return row


async def _shown(request: Request, loan_id: str) -> Loan:
    return _loan(await _loan_row(request, loan_id), locale_of(request.scope))


async def _decider(request: Request, row: LoanRow, act: str, given: str | None) -> Actor:
    actor = actor_of(request, acting_staff(request, given))
    async with as_system(request) as db:
        ticket = present(await queries.get_ticket(db, id=row["id"]))
        await require_part(db, LENDING, ticket, LENDING.acts[act], actor)
    return actor


def _require_until(request: Request, until: datetime, longest: datetime) -> None:
    if until <= datetime.now(UTC):
        raise Problem("invalid", [field_error(request.scope, "body", "#/until", "past-moment")])
    if until > longest:
        latest = longest.astimezone(until.tzinfo).isoformat(timespec="minutes")
        raise Problem("invalid", [field_error(request.scope, "body", "#/until", "maximum", limit=latest)])


def _loan(row: LoanRow, locale: str) -> Loan:
    ended = row["end_reason"] is not None
    state: Literal["asked", "lent", "ended"] = (
        "ended" if ended else "lent" if row["granted_at"] is not None else "asked"
    )
    code = {"asked": "loan_asked", "lent": "lent"}.get(state, "")
    standing = wording(locale, "reason", row["end_reason"]) if ended else wording(locale, "stage", code)
    return Loan(
        **same_names(Loan, row, but=("state", "standing", "ticket")),
        state=state,
        standing=standing,
        ticket=f"/tickets/{row['id']}",
    )
