"""A customer who was here before is pointed out, for a person to confirm (P4)."""

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    CustomerId,
    CustomerRef,
    Route,
    connection,
    locale_of,
    note_seen,
    problems,
    recorded_by,
    wording,
)
from services.customers.returning import say_returning
from store.database import Connection, queries
from store.rows.customers.duplicates import EarlierFilesRow

router = APIRouter(tags=["customers"], route_class=Route)

Why = Literal["number_and_name", "number", "name"]
_EARLIER: dict[str, Any] = {
    "customer_id": "C00000001", "why": "number", "because": "号码相同", "contracts": 1, "signed": True,
    "confirmed": None, "by": None, "at": None,
}  # fmt: skip
_WORD: dict[str, Any] = {"of": "C00000001", "confirmed": True}


class Earlier(BaseModel):
    """A customer who was on file before this one, and is perhaps the same."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EARLIER]})

    customer_id: str
    why: Why
    because: str = Field(description="In words, in the caller's language.")
    contracts: int
    signed: bool
    confirmed: bool | None = Field(description="A person's word; null until there is one.")
    by: str | None
    at: datetime | None


class Returning(BaseModel):
    """Whether the customer was here before."""

    contracts_before: int = Field(description="Contracts in this file before the newest.", examples=[0])
    earlier: list[Earlier]


class Word(BaseModel):
    """A person's word on whether the customer is that earlier one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_WORD]})

    of: CustomerRef = Field(description="The earlier customer, one of those that were pointed out.")
    confirmed: bool


async def returning(request: Request, db: Connection, customer_id: str, contracts: int) -> Returning:
    """What points to an earlier file of the same person; `contracts` are those on this one."""
    locale = locale_of(request.scope)
    found = [row async for row in queries.earlier_files(db, customer_id=customer_id)]
    return Returning(contracts_before=max(contracts - 1, 0), earlier=[_earlier(row, locale) for row in found])


def _earlier(row: EarlierFilesRow, locale: str) -> Earlier:
    both = row["number_agrees"] and row["name_agrees"]
    why: Why = "number_and_name" if both else "number" if row["number_agrees"] else "name"
    return Earlier(
        customer_id=row["id"],
        why=why,
        because=wording(locale, "returning", why),
        contracts=row["contracts"],
        signed=row["signed_at"] is not None,
        confirmed=row["confirmed"],
        by=row["by"],
        at=row["at"],
    )


@router.post(
    "/customers/{customer_id:id}:returning",
    operation_id="sayReturning",
    summary="Say whether a customer was here before",
    responses=problems("no-such-customer", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def say(request: Request, customer_id: CustomerId, word: Word) -> Returning:
    """Said again, the later word counts. Two files of one person are made one by `:merge`."""
    async with connection(request) as db, db.transaction():
        file = await say_returning(
            db, customer_id, word.of, confirmed=word.confirmed, by=recorded_by(request)
        )
        contracts = [row async for row in queries.contracts_of_file(db, customer_id=file)]
        await note_seen(request, [file, word.of], "file")
        return await returning(request, db, file, len(contracts))
