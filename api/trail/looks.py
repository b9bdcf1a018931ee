"""The access trail, for those who watch over it (P23)."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    LARGEST_ID,
    Cursor,
    Limit,
    Moment,
    Page,
    Route,
    as_system,
    page_of,
    problems,
    read_cursor,
)
from store.database import queries

router = APIRouter(tags=["trail"], route_class=Route)

_EXAMPLE: dict[str, Any] = {
    "no": 1207, "at": "2026-11-25T09:30:00+08:00", "account": "U00000007", "role": "agent",
    "staff_id": "S00000002", "what": "owners", "operation": "listOwners", "status": 200,
    "customers": ["C00000001"], "ticket_id": None, "count": 1, "purpose": "call", "address": "192.0.2.7",
    "agent": "Mozilla/5.0", "request_id": "5f0c1c1d2b7b4f53a5d3d1a7f3a4e2b1",
    "details": {"building_id": "B000001"},
}  # fmt: skip


class Seen(BaseModel):
    """Somebody looked, or tried to: ids and codes, never what was seen."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    no: int = Field(description="Its place in the chain, without gaps.")
    at: datetime
    account: str = Field(description="The account or token; `settings`, `system` or `nobody`.")
    role: str | None
    staff_id: str | None
    what: str = Field(description="The kind of data.")
    operation: str | None = Field(description="The operation of the API.")
    status: int | None = Field(description="The status it was answered with; 403 and 404 are attempts.")
    customers: list[str] = Field(description="Whose data, by id.")
    ticket_id: str | None
    count: int = Field(description="How many people's data was shown.")
    purpose: str | None
    address: str | None = Field(description="From where.")
    agent: str | None = Field(description="With which program, as it says itself.")
    request_id: str | None
    details: dict[str, Any]


@router.get(
    "/trail", operation_id="listTrail", summary="The access trail, newest first", responses=problems()
)
async def listing(
    request: Request,
    customer: Annotated[str | None, Query(pattern=r"^C[0-9]{8,12}$", examples=["C00000001"])] = None,
    account: Annotated[
        str | None, Query(pattern=r"^[A-Za-z0-9-]{1,64}$", description="Only this account's.")
    ] = None,
    what: Annotated[
        str | None, Query(pattern=r"^[a-z][a-z_-]{0,39}$", description="Only this kind of data.")
    ] = None,
    since: Annotated[Moment | None, Query(description="At this moment or later.")] = None,
    until: Annotated[Moment | None, Query(description="Before this moment.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Seen]:
    """Reading it is in it too."""
    (before,) = read_cursor(request, "trail", cursor, [LARGEST_ID])
    # Auditors see nobody's tickets, and yet which looks at tickets concern a customer.
    async with as_system(request) as db:
        found = queries.trail_page(
            db,
            before=before,
            customer=customer,
            account=account,
            what=what,
            since=since,
            until=until,
            most=limit + 1,
        )
        rows = [row async for row in found]
    return page_of(request, "trail", rows, limit, lambda row: Seen(**row), position=lambda row: [row["no"]])
