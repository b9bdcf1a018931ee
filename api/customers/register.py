"""Customers found and put on file. Names and numbers are taken in bodies alone: logs keep addresses (P23)."""

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
    connection,
    made,
    masked,
    name_shown,
    note_seen,
    page_of,
    problems,
    read_cursor,
    remember,
)
from domain.customers.file import Grade
from services.customers import registering
from services.customers.numbers import require_mobile
from services.customers.pre_sale import PreSaleRecord
from store.database import present, queries
from store.rows.customers.customers import CustomerSummaryRow

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
    responses=problems(*BODY),
    dependencies=[READS],
)
async def search(request: Request, wanted: SearchFor) -> Found:
    """Exact, whichever of the customer's numbers it is and however the name is typed."""
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
    async with connection(request) as db, db.transaction():
        customer_id = made(request)
        if customer_id is None:
            with logging_refusal(request, "addCustomer"):
                customer_id = await registering.put_on_file(db, customer.given(), recorder(request))
            await remember(request, db, customer_id)
        await note_seen(request, customer_id, "file")
        response.headers["Location"] = f"/customers/{customer_id}"
        return await file_view(request, db, present(await queries.customer_file(db, id=customer_id)))
