"""What happened at the door: who signed in, who was refused, and whose rights were changed (P23)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    LARGEST_ID,
    Cursor,
    Limit,
    Page,
    Route,
    connection,
    page_of,
    problems,
    read_cursor,
    same_names,
)
from store.database import queries
from store.rows.sign_in.sessions import SignInEventsPageRow

router = APIRouter(tags=["accounts"], route_class=Route)

AccountFilter = Annotated[
    str | None,
    Query(pattern=r"^U[0-9]{8,12}$", description="Only of this account.", examples=["U00000001"]),
]
WhatFilter = Annotated[
    str | None,
    Query(pattern="^[a-z_]{1,40}$", description="Only of this kind.", examples=["refused"]),
]


class SignInEvent(BaseModel):
    """One line of the record; what was typed as login is not in it, it may have been a password."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "id": 1, "at": "2026-11-24T09:00:00+08:00", "what": "signed_in", "account_id": "U00000001",
        "by": None, "token_id": None, "address": "192.0.2.7", "agent": "Mozilla/5.0",
    }]})  # fmt: skip

    id: int
    at: datetime
    what: str = Field(
        description="`signed_in`, `refused`, `code_refused`, `locked_out`, `password_changed`, …"
    )
    account_id: str | None = Field(description="Null: nobody has the login that was typed.")
    by: str | None = Field(description="Who did it to the account, where it was somebody else.")
    token_id: str | None
    address: str | None
    agent: str | None


@router.get(
    "/sign-in-events",
    operation_id="listSignInEvents",
    summary="What happened at the door",
    responses=problems(),
)
async def listing(
    request: Request,
    account: AccountFilter = None,
    what: WhatFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SignInEvent]:
    """One page, newest first; nothing of it can be changed or deleted."""
    (before,) = read_cursor(request, "sign-in-events", cursor, [LARGEST_ID])
    async with connection(request) as db:
        found = queries.sign_in_events_page(db, account_id=account, what=what, before=before, most=limit + 1)
        rows: list[SignInEventsPageRow] = [row async for row in found]
    return page_of(
        request, "sign-in-events", rows, limit, lambda row: SignInEvent(**same_names(SignInEvent, row))
    )
