"""Holds that stop deletion while a dispute lasts (P23)."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    LARGEST_ID,
    REPEATED,
    Cursor,
    CustomerRef,
    Limit,
    Note,
    Page,
    Route,
    StaffRef,
    TicketRef,
    connection,
    deciding_staff,
    made_once,
    page_of,
    problems,
    read_cursor,
    same_names,
)
from services.privacy.legal_holds import lift_hold, place_hold
from store.database import queries
from store.rows.privacy.holds import LegalHoldRow

router = APIRouter(tags=["privacy"], route_class=Route)

HoldId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The hold's number.", examples=[1])]
_NEW: dict[str, Any] = {"customer_id": "C00000001", "reason": "质量纠纷，法院已受理", "by": "S00000005"}
_EXAMPLE: dict[str, Any] = {
    "id": 1, "customer_id": "C00000001", "ticket_id": None, "reason": "质量纠纷，法院已受理",
    "placed_by": "S00000005", "placed_at": "2026-11-25T09:30:00+08:00", "lifted_by": None, "lifted_at": None,
}  # fmt: skip


class NewHold(BaseModel):
    """On a customer with everything about them, or on one ticket."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEW]})

    customer_id: CustomerRef | None = None
    ticket_id: TicketRef | None = None
    reason: Note
    by: StaffRef | None = Field(
        None, description="Oneself where it is left out; only some may record for others."
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> "NewHold":
        if (self.customer_id is None) == (self.ticket_id is None):
            raise PydanticCustomError("huifang-hold-on", "on a customer or on a ticket")
        return self


class Lifted(BaseModel):
    """Who lifts it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"by": "S00000005"}]})

    by: StaffRef | None = Field(
        None, description="Oneself where it is left out; only some may record for others."
    )


class Hold(BaseModel):
    """While it is not lifted, nothing of it is deleted, neither at its time nor at anybody's wish."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: int
    customer_id: str | None
    ticket_id: str | None
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None


@router.post(
    "/legal-holds",
    status_code=201,
    operation_id="placeHold",
    summary="Stop deletion for a customer or a ticket",
    responses=problems("no-such-customer", "no-such-ticket", "no-such-person", "in-person", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def place(request: Request, new: NewHold) -> Hold:
    """It counts at once, also for a deletion that is waiting to be carried out."""
    by = deciding_staff(request, new.by)
    row = await made_once(
        request,
        lambda db, kept: queries.get_hold(db, id=int(kept)),
        lambda db: place_hold(
            db, customer_id=new.customer_id, ticket_id=new.ticket_id, reason=new.reason, by=by
        ),
    )
    return _view(row)


@router.post(
    "/legal-holds/{hold_id:id}:lift",
    operation_id="liftHold",
    summary="Lift a hold",
    responses=problems("no-such-hold", "no-such-person", "in-person", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def lift(request: Request, hold_id: HoldId, done: Lifted) -> Hold:
    """Who lifted it first stays on record."""
    by = deciding_staff(request, done.by)
    async with connection(request) as db:
        return _view(await lift_hold(db, hold_id, by=by))


@router.get("/legal-holds", operation_id="listHolds", summary="Holds", responses=problems())
async def listing(
    request: Request,
    open: Annotated[
        bool | None, Query(description="`true`: only those that count; `false`: only lifted ones.")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Hold]:
    """One page in the order in which they were placed."""
    (after,) = read_cursor(request, "holds", cursor, [0])
    async with connection(request) as db:
        rows = [row async for row in queries.holds_page(db, open=open, after=after, most=limit + 1)]
    return page_of(request, "holds", rows, limit, _view)


def _view(row: LegalHoldRow) -> Hold:
    return Hold(**same_names(Hold, row))
