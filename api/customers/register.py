"""Customers found and put on file. Names and numbers are taken in bodies alone: logs keep addresses (P23)."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from api.customers.file_parts import PreSale
from api.customers.files import CustomerFile, file_view
from api.customers.salespeople import ASSIGN, require_salesperson, require_sells
from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    BuildingFilter,
    Cursor,
    Limit,
    Line,
    Name,
    Page,
    Problem,
    Route,
    StaffFilter,
    StaffRef,
    connection,
    field_error,
    made,
    masked,
    name_shown,
    note_seen,
    page_of,
    principal_of,
    problems,
    read_cursor,
    recorded_by,
    refused,
    remember,
)
from domain.access.roles import Reach
from domain.customers.file import Grade
from domain.people.phone_numbers import mobile
from store.customer_files import keep_pre_sale
from store.database import Connection, present, queries
from store.rows.customers.customers import CustomerSummaryRow

router = APIRouter(tags=["customers"], route_class=Route)

_MOST_FOUND = 50
_UNSEEN = "unseen"
"""In place of the id of a file that is not open to the caller."""
_MOST_OTHERS = 10
_LISTED: dict[str, Any] = {
    "id": "C00000001", "name": "李示例", "phone": "199****0003", "grade": "key", "agent_id": "S00000002",
    "signed": True,
}  # fmt: skip
_NEW: dict[str, Any] = {
    "name": "李示例", "phone": "199 0000 0003", "email": "li@example.com", "addresses": ["示例路 1 号"],
    "pre_sale": {"stage": "potential", "source": "walk_in", "needs": "想看三居的样板间"},
}  # fmt: skip
_EMAIL = r"^[^\s@\x00-\x1f\x7f]{1,64}@[^\s@\x00-\x1f\x7f]{1,190}$"

Phone = Annotated[Line, Field(max_length=40, examples=["199 0000 0003"])]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=_EMAIL), Field(examples=["li@example.com"])
]
GradeFilter = Annotated[Grade | None, Query(description="Only of this grade.")]


class Listed(BaseModel):
    """A customer in a list."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LISTED]})

    id: str
    name: str
    phone: str = Field(description="Masked.")
    grade: Grade | None
    agent_id: str | None
    signed: bool


class SearchFor(BaseModel):
    """What is known exactly; with several, all must fit. Width, case and blanks do not count."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"phone": "199 0000 0003"}]})

    phone: Phone | None = Field(None, description="Any of the customer's numbers.")
    name: Name | None = None
    email: Email | None = None
    wechat: Line | None = None
    contract: Line | None = Field(None, description="Number of a contract.")

    @model_validator(mode="after")
    def something(self) -> "SearchFor":
        """A search for nothing would find everybody."""
        if not self.model_dump(exclude_none=True):
            raise PydanticCustomError("huifang-nothing-to-look-for", "nothing to look for")
        return self


class Found(BaseModel):
    """Who fits."""

    items: list[Listed]
    more: bool = Field(
        description="Whether there are others: say more of whom you look for.", examples=[False]
    )


class NewCustomer(BaseModel):
    """Somebody whom no roster names, such as a visitor."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEW]})

    name: Name
    phone: Phone = Field(description="Mobile number; without a country code, one of mainland China.")
    other_phones: Annotated[list[Phone], Field(max_length=_MOST_OTHERS)] = Field(default_factory=list)
    email: Email | None = None
    wechat: Line | None = None
    addresses: Annotated[list[Line], Field(max_length=_MOST_OTHERS)] = Field(default_factory=list)
    agent_id: StaffRef | None = Field(
        None,
        description="Left out: one's own, for those who see their own alone; else nobody's.",
    )
    pre_sale: PreSale | None = None


def _listed(row: CustomerSummaryRow) -> Listed:
    return Listed(
        id=row["id"],
        name=name_shown(row["name"]),
        phone=masked(row["phone"]),
        grade=row["grade"],
        agent_id=row["agent_id"],
        signed=row["signed_at"] is not None,
    )


@router.get("/customers", operation_id="listCustomers", summary="Customers, filtered", responses=problems())
async def listing(
    request: Request,
    agent: StaffFilter = None,
    grade: GradeFilter = None,
    building: BuildingFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Listed]:
    """One page; duplicates that were merged are not in it. By name or number: `POST /customers:search`."""
    (after,) = read_cursor(request, "customers", cursor, [""])
    async with connection(request) as db:
        found = queries.customers_page(
            db, agent=agent, grade=grade, building=building, after=after, most=limit + 1
        )
        rows = [row async for row in found]
    shown = rows[:limit]
    await note_seen(request, [row["id"] for row in shown], "file", listed=len(shown))
    return page_of(request, "customers", rows, limit, _listed)


@router.post(
    "/customers:search",
    operation_id="searchCustomers",
    summary="Find a customer by name or number",
    responses=problems(*BODY),
)
async def search(request: Request, wanted: SearchFor) -> Found:
    """Exact, whichever of the customer's numbers it is and however the name is typed."""
    number = _number(request, wanted.phone, "#/phone") if wanted.phone is not None else None
    async with connection(request) as db:
        found = queries.customers_found(
            db,
            phone=number,
            name=wanted.name,
            email=wanted.email,
            wechat=wanted.wechat,
            contract=wanted.contract,
            after="",
            most=_MOST_FOUND + 1,
        )
        rows = [row async for row in found]
    await note_seen(request, [row["id"] for row in rows[:_MOST_FOUND]], "file")
    return Found(items=[_listed(row) for row in rows[:_MOST_FOUND]], more=len(rows) > _MOST_FOUND)


@router.post(
    "/customers",
    status_code=201,
    operation_id="addCustomer",
    summary="Put somebody on file whom no roster names",
    responses=problems("customer-known", "no-such-person", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def add(request: Request, response: Response, customer: NewCustomer) -> CustomerFile:
    """Answers with the file; its `returning` points out who was perhaps here before."""
    by = recorded_by(request)
    async with connection(request) as db, db.transaction():
        customer_id = made(request) or await _put_on_file(request, db, customer, by)
        await note_seen(request, customer_id, "file")
        response.headers["Location"] = f"/customers/{customer_id}"
        return await file_view(request, db, present(await queries.customer_file(db, id=customer_id)))


async def _put_on_file(request: Request, db: Connection, customer: NewCustomer, by: str) -> str:
    phone = _number(request, customer.phone, "#/phone")
    others = [
        _number(request, each, f"#/other_phones/{place}") for place, each in enumerate(customer.other_phones)
    ]
    agent = _agent(request, customer.agent_id)
    if agent is not None and await queries.get_staff(db, id=agent) is None:
        raise Problem("no-such-person")
    # An import that adds the same person meanwhile would find two of them.
    await queries.lock_imports(db)
    row = await queries.put_on_file(
        db,
        name=customer.name,
        phone=phone,
        other_phones=[each for each in dict.fromkeys(others) if each != phone],
        email=customer.email,
        wechat=customer.wechat,
        addresses=customer.addresses,
        agent_id=agent,
        added_by=by,
    )
    if row is None:
        known = await queries.customer_known_as(db, name=customer.name, phone=phone)
        raise Problem("customer-known", customer=known or _UNSEEN)
    await remember(request, db, row["id"])
    record = customer.pre_sale
    if record is not None and record.salesperson_id is not None:
        await _require_seller(request, db, record.salesperson_id)
    if record is not None and await keep_pre_sale(db, row["id"], record.model_dump(), by) is None:
        raise Problem("no-such-person")
    return str(row["id"])


def _agent(request: Request, given: str | None) -> str | None:
    """Whose customer somebody new is: left out, one's own for those who see their own alone."""
    principal = principal_of(request.scope)
    own = principal.staff_id if principal is not None and principal.role.reach is Reach.OWN else None
    if given is None or given == own or principal is None:
        return given or own
    if not principal.may(ASSIGN):
        raise refused(request, principal, "addCustomer", (ASSIGN,))
    return given


async def _require_seller(request: Request, db: Connection, given: str) -> None:
    """Somebody new is one's own, where one is a salesperson; others are named by those who assign."""
    principal, pointer = principal_of(request.scope), "#/pre_sale/salesperson_id"
    if principal is not None and given == principal.staff_id:
        await require_sells(request, db, given, pointer)
    else:
        await require_salesperson(request, db, given, "addCustomer", pointer)


def _number(request: Request, given: str, pointer: str) -> str:
    number = mobile(given)
    if number is None:
        raise Problem("invalid", [field_error(request.scope, "body", pointer, "phone")])
    return number
