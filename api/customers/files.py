"""One page per customer: everything that is known, by whomever it was learnt (P22, P24)."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request

from api.customers.file_lists import (
    Communication,
    CustomerProblem,
    Maintenance,
    communications_page,
    maintenance_page,
    problems_page,
)
from api.customers.file_parts import (
    ConsentState,
    Contract,
    Flat,
    Graded,
    PreSaleKept,
    contact_shown,
    contract,
    flat,
    graded,
    pre_sale,
)
from api.customers.returning import Returning, returning
from api.routing import (
    CustomerId,
    Page,
    Problem,
    Route,
    connection,
    masked,
    name_shown,
    note_seen,
    place_shown,
    problems,
)
from store.database import Connection, queries
from store.rows.customers.customers import CustomerFileRow

router = APIRouter(tags=["customers"], route_class=Route)

_SHOWN = 10
"""How many of a long list the file itself shows."""


class CustomerFile(BaseModel):
    """A customer's file."""

    id: str = Field(
        examples=["C00000001"], description="Another one than asked for where that was a duplicate."
    )
    merged_ids: list[str] = Field(
        examples=[[]], description="Duplicates that were merged into this file; their ids lead here."
    )
    name: str = Field(examples=["李示例"])
    phone: str = Field(examples=["199****0003"], description="Masked.")
    other_phones: list[str] = Field(examples=[["199****0004"]], description="Masked.")
    email: str | None = Field(examples=["li@example.com"])
    wechat: str | None = Field(examples=["lishili"])
    addresses: list[str] = Field(examples=[["示例路 1 号"]], description="Besides the flats.")
    preferred_hours: list[Any] = Field(
        examples=[[]], description="Hours at which the customer likes to be called."
    )
    grade: Graded | None
    agent_id: str | None = Field(examples=["S00000002"], description="Whose customer it is.")
    signed: bool = Field(examples=[False])
    opted_out: bool = Field(examples=[False], description="No marketing goes to the number.")
    consents: list[ConsentState] = Field(description="The last word on each purpose there was one on.")
    pre_sale: PreSaleKept | None
    flats: list[Flat]
    contracts: list[Contract]
    returning: Returning
    communications: Page[Communication] = Field(description="The newest; `next` leads on.")
    problems: Page[CustomerProblem] = Field(description="The newest; `next` leads on.")
    maintenance: Page[Maintenance] = Field(description="The newest; `next` leads on.")


@router.get(
    "/customers/{customer_id:id}",
    operation_id="customerFile",
    summary="A customer's file",
    responses=problems("no-such-customer"),
)
async def file(request: Request, customer_id: CustomerId) -> CustomerFile:
    """Everything on one page; of what is long the newest, with the address of the rest."""
    async with connection(request) as db:
        row = await queries.customer_file(db, id=customer_id)
        if row is None:
            raise Problem("no-such-customer")
        await note_seen(request, row["id"], "file")
        return await file_view(request, db, row)


async def file_view(request: Request, db: Connection, row: CustomerFileRow) -> CustomerFile:
    """The file of a row of `customer_file`."""
    person = row["id"]
    contracts = [contract(each) async for each in queries.contracts_of_file(db, customer_id=person)]
    return CustomerFile(
        id=person,
        merged_ids=row["merged_ids"],
        name=name_shown(row["name"]),
        phone=masked(row["phone"]),
        other_phones=[masked(each) for each in row["other_phones"]],
        email=contact_shown(row["email"]),
        wechat=contact_shown(row["wechat"]),
        addresses=[place_shown(each) for each in row["addresses"]],
        preferred_hours=row["preferred_hours"],
        grade=graded(row),
        agent_id=row["agent_id"],
        signed=row["signed_at"] is not None,
        opted_out=row["opted_out"],
        consents=[ConsentState(**each) async for each in queries.consents_of_file(db, customer_id=person)],
        pre_sale=pre_sale(await queries.pre_sale_of_file(db, customer_id=person)),
        flats=[flat(each) async for each in queries.flats_of_file(db, customer_id=person)],
        contracts=contracts,
        returning=await returning(request, db, person, len(contracts)),
        communications=await communications_page(request, db, person, _SHOWN, begun=True),
        problems=await problems_page(request, db, person, _SHOWN, begun=True),
        maintenance=await maintenance_page(request, db, person, _SHOWN, begun=True),
    )
