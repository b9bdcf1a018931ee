"""What people write into a customer's file: grade, agent, pre-sale record, contracts, contacts (P22, P24)."""

from typing import Annotated

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
from api.customers.salespeople import logging_refusal, recorder
from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    CustomerId,
    Route,
    acting_staff,
    config_of,
    connection,
    locale_of,
    made,
    made_once,
    note_seen,
    problems,
    recorded_by,
    remember,
)
from services.customers.communications import Met, record_contact
from services.customers.contracts import SignedContract, add_contract, record_first_payment, tell_signed
from services.customers.files import assign_agent, file_to_write, grade_customer
from services.customers.pre_sale import PreSaleRecord, keep_pre_sale
from store.database import present, queries

router = APIRouter(tags=["customers"], route_class=Route)

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
    async with connection(request) as db:
        row = await grade_customer(
            db, customer_id, grade=given.grade, reason=given.reason, by=recorded_by(request)
        )
    await note_seen(request, row["id"], "file")
    return present(graded(row))


@router.put(
    "/customers/{customer_id:id}/agent",
    operation_id="assignCustomer",
    summary="Say whose customer it is",
    responses=problems("no-such-customer", "no-such-person", "customer-erased", *BODY),
)
async def assign(request: Request, customer_id: CustomerId, given: Assignment) -> Assignment:
    """The agent sees the file from now on, and whoever had it no longer does (P3)."""
    async with connection(request) as db:
        file = await assign_agent(db, customer_id, given.agent_id, by=recorded_by(request))
    await note_seen(request, file["id"], "file")
    return given


@router.put(
    "/customers/{customer_id:id}/pre-sale",
    operation_id="keepPreSale",
    summary="Write a customer's pre-sale record",
    responses=problems("no-such-customer", "no-such-person", "customer-erased", "only-lent", *BODY),
)
async def keep(request: Request, customer_id: CustomerId, record: PreSale) -> PreSaleKept:
    """All of it: what is left out is empty from then on. Whose it is changes as with an agent."""
    given = PreSaleRecord(**record.model_dump())
    async with connection(request) as db:
        with logging_refusal(request, "keepPreSale"):
            row = await keep_pre_sale(db, customer_id, given, recorder(request))
    await note_seen(request, row["customer_id"], "file")
    return present(pre_sale(row))


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
    contract_given, by = SignedContract(**given.model_dump()), recorded_by(request)
    row = await made_once(
        request,
        lambda db, kept: queries.get_contract(db, id=kept),
        lambda db: add_contract(db, customer_id, contract_given, by=by),
    )
    await note_seen(request, row["customer_id"], "file")
    config = config_of(request)
    await tell_signed(config.backend, row["customer_id"], config.locale)
    return contract(row)


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
    async with connection(request) as db:
        row = await record_first_payment(db, customer_id, contract_id, payment.on)
    await note_seen(request, row["customer_id"], "file")
    return contract(row)


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
    had_by = None if given.by is None else acting_staff(request, given.by)
    met = Met(**given.model_dump(exclude={"by"}))
    async with connection(request) as db, db.transaction():
        file = await file_to_write(db, customer_id)
        earlier = made(request)
        if earlier is None:
            contact = await record_contact(db, file["id"], met, by=recorded_by(request), had_by=had_by)
            await remember(request, db, str(contact))
        else:
            contact = int(earlier)
        shown = await queries.contact_of_file(db, id=contact)
    await note_seen(request, file["id"], "file")
    return communication(shown, locale_of(request.scope))
