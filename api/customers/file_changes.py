"""What people write into a customer's file: grade, agent, pre-sale record, contracts, contacts (P22, P24)."""

from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import asyncpg
import structlog
from fastapi import APIRouter, Path, Response
from starlette.requests import Request

from api.customers.file_lists import Communication, communication
from api.customers.file_parts import (
    Assignment,
    Contract,
    FirstPayment,
    Graded,
    NewContact,
    NewContract,
    NewGrade,
    PreSale,
    PreSaleKept,
    contract,
    graded,
    pre_sale,
)
from api.customers.salespeople import require_salesperson
from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    CustomerId,
    Problem,
    Route,
    acting_staff,
    config_of,
    connection,
    field_error,
    locale_of,
    made,
    note_seen,
    problems,
    reaching_temporal,
    recorded_by,
    remember,
    require_more_than_lent,
)
from domain.customers.file import CONTACT_PREFIX
from services.customers.owner_facts import OwnerFacts
from store.customer_files import add_contract, hidden, keep_pre_sale
from store.database import Connection, present, queries
from store.rows.customers.customers import CustomerFileRow
from store.rows.customers.files import ContractRow

router = APIRouter(tags=["customers"], route_class=Route)

_HOME = ZoneInfo("Asia/Shanghai")
_log = structlog.get_logger("api")
ContractId = Annotated[
    str, Path(pattern=r"^H[0-9]{8,12}$", description="The contract's id.", examples=["H00000001"])
]


@router.put(
    "/customers/{customer_id:id}/grade",
    operation_id="gradeCustomer",
    summary="Grade a customer",
    responses=problems("no-such-customer", "customer-erased", *BODY),
)
async def grade(request: Request, customer_id: CustomerId, given: NewGrade) -> Graded:
    """With the reason, and who gave it: the file shows both."""
    async with connection(request) as db, db.transaction():
        known = await queries.grade_customer(
            db, id=customer_id, grade=given.grade, reason=hidden(given.reason), by=recorded_by(request)
        )
        row = await _file(request, db, known)
    shown = graded(row)
    if shown is None:
        raise Problem("no-such-customer")
    return shown


@router.put(
    "/customers/{customer_id:id}/agent",
    operation_id="assignCustomer",
    summary="Say whose customer it is",
    responses=problems("no-such-customer", "no-such-person", "customer-erased", *BODY),
)
async def assign(request: Request, customer_id: CustomerId, given: Assignment) -> Assignment:
    """The agent sees the file from now on, and whoever had it no longer does (P3)."""
    async with connection(request) as db, db.transaction():
        agent = await queries.get_staff(db, id=given.agent_id) if given.agent_id is not None else None
        if given.agent_id is not None and (agent is None or not agent["active"]):
            raise Problem("no-such-person")
        known = await queries.assign_customer(db, id=customer_id, agent_id=given.agent_id)
        await _file(request, db, known)
        await queries.record_assignment(
            db, customer_id=customer_id, actor=recorded_by(request), data={"agent": given.agent_id}
        )
    return given


@router.put(
    "/customers/{customer_id:id}/pre-sale",
    operation_id="keepPreSale",
    summary="Write a customer's pre-sale record",
    responses=problems("no-such-customer", "no-such-person", "customer-erased", "only-lent", *BODY),
)
async def keep(request: Request, customer_id: CustomerId, record: PreSale) -> PreSaleKept:
    """All of it: what is left out is empty from then on. Whose it is changes as with an agent."""
    async with connection(request) as db, db.transaction():
        row = await _file(request, db, customer_id)
        await require_more_than_lent(db, row["id"])
        before = await queries.pre_sale_of_file(db, customer_id=row["id"])
        if record.salesperson_id != (before["salesperson_id"] if before is not None else None):
            await require_salesperson(request, db, record.salesperson_id, "keepPreSale", "#/salesperson_id")
        kept = pre_sale(await keep_pre_sale(db, row["id"], record.model_dump(), recorded_by(request)))
    if kept is None:
        raise Problem("no-such-person")
    return kept


@router.post(
    "/customers/{customer_id:id}/contracts",
    status_code=201,
    operation_id="addContract",
    summary="Put a signed contract on file",
    responses=problems(
        "no-such-customer", "no-such-ownership", "contract-known", "customer-erased", *BODY, *REPEATED
    ),
    dependencies=[KEYED],
)
async def add(request: Request, customer_id: CustomerId, given: NewContract) -> Contract:
    """The customer has signed from now on: marketing before the handover ends (P1)."""
    _past(request, given.signed_on, "#/signed_on")
    if given.first_payment_on is not None:
        _paid(request, given.first_payment_on, given.signed_on, "#/first_payment_on")
    async with connection(request) as db, db.transaction():
        file = await _file(request, db, customer_id)
        earlier = made(request)
        row = await queries.get_contract(db, id=earlier) if earlier else None
        if row is None:
            row = await _kept(request, db, file["id"], given)
    await _tell(request, file["id"])
    return contract(row)


async def _kept(request: Request, db: Connection, customer_id: str, given: NewContract) -> ContractRow:
    if given.ownership_id is not None and not await queries.owns_flat(
        db, ownership_id=given.ownership_id, customer_id=customer_id
    ):
        raise Problem("no-such-ownership")
    try:
        row = await add_contract(db, customer_id, given.model_dump(), recorded_by(request))
    except asyncpg.UniqueViolationError:
        raise Problem("contract-known") from None
    await queries.sign_customer(db, id=customer_id)
    await remember(request, db, row["id"])
    return row


async def _tell(request: Request, customer_id: str) -> None:
    """The tickets hear of the signature now; where Temporal is away, the reconciler tells them."""
    config = config_of(request)
    try:
        async with reaching_temporal(config):
            await OwnerFacts(config.pool, config.temporal, config.task_queue, config.locale).signed(
                customer_id
            )
    except Exception as error:
        _log.warning("signature_not_told", customer=customer_id, error=type(error).__qualname__)


@router.put(
    "/customers/{customer_id:id}/contracts/{contract_id:id}/first-payment",
    operation_id="firstPayment",
    summary="Say when a contract's first payment came in",
    responses=problems("no-such-customer", "no-such-contract", "customer-erased", *BODY),
)
async def first_payment(
    request: Request, customer_id: CustomerId, contract_id: ContractId, payment: FirstPayment
) -> Contract:
    """The day alone; said again, the later word counts."""
    async with connection(request) as db, db.transaction():
        file = await _file(request, db, customer_id)
        row = await queries.get_contract(db, id=contract_id)
        if row is None or row["customer_id"] != file["id"]:
            raise Problem("no-such-contract")
        _paid(request, payment.on, row["signed_on"], "#/on")
        paid = await queries.first_payment(db, id=contract_id, customer_id=file["id"], on=payment.on)
        return contract(present(paid))


@router.post(
    "/customers/{customer_id:id}/communications",
    status_code=201,
    operation_id="addCommunication",
    summary="Record a visit, a letter, a call outside the system",
    responses=problems(
        "no-such-customer", "no-such-person", "not-in-own-name", "customer-erased", *BODY, *REPEATED
    ),
    dependencies=[KEYED],
)
async def add_contact(
    request: Request, response: Response, customer_id: CustomerId, given: NewContact
) -> Communication:
    """Who had it, when, what was said, and how he or she sees it."""
    at = given.at or datetime.now(UTC)
    if at > datetime.now(UTC):
        raise Problem("invalid", [field_error(request.scope, "body", "#/at", "future")])
    by = recorded_by(request) if given.by is None else acting_staff(request, given.by)
    words = {"content": given.content, "assessment": given.assessment}
    async with connection(request) as db, db.transaction():
        file = await _file(request, db, customer_id)
        if given.by is not None and await queries.get_staff(db, id=by) is None:
            raise Problem("no-such-person")
        earlier = made(request)
        if earlier is None:
            row = await queries.add_contact(
                db,
                customer_id=file["id"],
                kind=CONTACT_PREFIX + given.kind,
                at=at,
                actor=by,
                data={"direction": given.direction},
                words={name: value for name, value in words.items() if value is not None},
            )
            await remember(request, db, str(row["id"]))
        shown = await queries.contact_of_file(db, id=int(earlier) if earlier else row["id"])
    return communication(shown, locale_of(request.scope))


async def _file(request: Request, db: Connection, customer_id: str | None) -> CustomerFileRow:
    """The file to be written to, noted in the trail. Raises Problem `no-such-customer`, `customer-erased`."""
    row = await queries.customer_file(db, id=customer_id) if customer_id is not None else None
    if row is None:
        raise Problem("no-such-customer")
    if row["erased_at"] is not None:
        raise Problem("customer-erased")
    await note_seen(request, row["id"], "file")
    return row


def _past(request: Request, day: date, pointer: str) -> None:
    if day > datetime.now(_HOME).date():
        raise Problem("invalid", [field_error(request.scope, "body", pointer, "future")])


def _paid(request: Request, day: date, signed_on: date, pointer: str) -> None:
    _past(request, day, pointer)
    if day < signed_on:
        raise Problem("invalid", [field_error(request.scope, "body", pointer, "before-signature")])
