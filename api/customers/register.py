"""Customers found and put on file. Names and numbers are taken in bodies alone: logs keep addresses (P23)."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from api.customers.file_parts import PreSale
from api.customers.files import CustomerFile, file_view
from api.customers.salespeople import logging_refusal, recorder
from api.routing import (
    BODY,
    KEYED,
    READS,
    REPEATED,
    BuildingFilter,
    Cursor,
    Limit,
    Line,
    Name,
    Page,
    Route,
    StaffFilter,
    StaffRef,
    as_system,
    carried_out,
    config_of,
    connection,
    made,
    masked,
    name_shown,
    note_seen,
    page_of,
    place_shown,
    principal_of,
    problems,
    read_cursor,
    remember,
)
from domain.access.roles import Reach
from domain.customers.file import Grade
from services.customers import registering
from services.customers.callers import find_caller
from services.customers.pre_sale import PreSaleRecord
from services.numbers import require_mobile
from store.database import present, queries
from store.rows.customers.customers import CustomerSummaryRow, FlatsOfCallersRow

router = APIRouter(tags=["customers"], route_class=Route)

_MOST_FOUND = 50
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


class CallerFlat(BaseModel):
    """A flat of whoever calls, for the request that is taken in."""

    ownership_id: str = Field(examples=["O00000001"])
    building: str = Field(examples=["云湖国际"])
    block: str
    unit: str
    room: str


class FoundCustomer(Listed):
    """Somebody who fits."""

    own: bool = Field(
        True,
        description="False: somebody else's customer, found because the number was typed. "
        "A request can be taken in; the file stays shut.",
    )
    flats: list[CallerFlat] = Field(
        default_factory=list, description="Of somebody else's customer; others have them in the file."
    )


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

    @property
    def phone_alone(self) -> bool:
        """Whether nothing is known but the number."""
        return self.model_dump(exclude_none=True).keys() == {"phone"}


class Found(BaseModel):
    """Who fits."""

    items: list[FoundCustomer]
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

    def given(self) -> registering.NewCustomer:
        """As the service takes it."""
        record = None if self.pre_sale is None else PreSaleRecord(**self.pre_sale.model_dump())
        return registering.NewCustomer(**self.model_dump(exclude={"pre_sale"}), pre_sale=record)


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
    responses=problems("numbers-used-up", *BODY),
    dependencies=[READS],
)
async def search(request: Request, wanted: SearchFor) -> Found:
    """Exact, whichever of the customer's numbers it is and however the name is typed.

    Who calls is found by the number alone, also where it is somebody else's customer: masked, on
    record, and for so many numbers a day; then a supervisor helps.
    """
    number = require_mobile(wanted.phone) if wanted.phone is not None else None
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
    if not rows and number is not None and wanted.phone_alone and _takes_calls(request):
        return await carried_out(_caller(request, number))
    await note_seen(request, [row["id"] for row in rows[:_MOST_FOUND]], "file")
    return Found(items=[_found(row) for row in rows[:_MOST_FOUND]], more=len(rows) > _MOST_FOUND)


def _takes_calls(request: Request) -> bool:
    """Whether it is a person who takes requests in and sees own customers alone."""
    principal = principal_of(request.scope)
    return (
        principal is not None
        and principal.staff_id is not None
        and principal.role.reach is Reach.OWN
        and principal.may("tickets.open")
    )


async def _caller(request: Request, number: str) -> Found:
    principal = present(principal_of(request.scope))
    async with as_system(request) as db:
        rows = await find_caller(
            db,
            number,
            account=principal.id,
            staff_id=present(principal.staff_id),
            policy=config_of(request).callers,
        )
        ids = [row["id"] for row in rows]
        flats = [flat async for flat in queries.flats_of_callers(db, customers=ids)]
    await note_seen(request, ids, "caller", typed=1)
    items = [
        _found(
            row,
            own=False,
            flats=[_flat(flat) for flat in flats if flat["customer_id"] == row["id"]],
        )
        for row in rows
    ]
    return Found(items=items, more=False)


def _flat(row: FlatsOfCallersRow) -> CallerFlat:
    return CallerFlat(
        ownership_id=row["ownership_id"],
        building=row["building"],
        block=place_shown(row["block"]),
        unit=place_shown(row["unit"]),
        room=place_shown(row["room"]),
    )


def _found(row: CustomerSummaryRow, own: bool = True, flats: Sequence[CallerFlat] = ()) -> FoundCustomer:
    return FoundCustomer(**_listed(row).model_dump(), own=own, flats=list(flats))


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
    async with connection(request) as db, db.transaction():
        customer_id = made(request)
        if customer_id is None:
            with logging_refusal(request, "addCustomer"):
                customer_id = await registering.put_on_file(db, customer.given(), recorder(request))
            await remember(request, db, customer_id)
        await note_seen(request, customer_id, "file")
        response.headers["Location"] = f"/customers/{customer_id}"
        return await file_view(request, db, present(await queries.customer_file(db, id=customer_id)))
