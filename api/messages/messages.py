"""Messages by state, and the word of a person where a provider could not be asked."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    LARGEST_ID,
    REPEATED,
    Cursor,
    Limit,
    MessageId,
    Page,
    Problem,
    Route,
    TicketFilter,
    as_system,
    config_of,
    connection,
    locale_of,
    made,
    page_of,
    problems,
    reaching_temporal,
    read_cursor,
    recorded_by,
    remember,
    system,
)
from api.views.messages import Message, State, message_view
from services.messages.resolution import settle_message, tell_resolution
from store.database import queries

router = APIRouter(tags=["messages"], route_class=Route)


class Resolution(BaseModel):
    """What a person found out about a message of unknown outcome."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"outcome": "not_sent"}]})

    outcome: Literal["sent", "not_sent"] = Field(
        description="`not_sent` lets the message be sent again while it is still in time."
    )


@router.get(
    "/messages",
    operation_id="listMessages",
    summary="Messages by state",
    responses=problems(),
)
async def listing(
    request: Request,
    state: Annotated[State | None, Query(description="Only in this state.", examples=["unknown"])] = None,
    ticket: TicketFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Message]:
    """One page, oldest first; `state=unknown` is the list a person has to work through."""
    (after,) = read_cursor(request, "messages", cursor, [0])
    async with connection(request) as db:
        found = queries.messages_page(
            db, state=state, ticket_id=ticket, after=min(after, LARGEST_ID), most=limit + 1
        )
        rows = [row async for row in found]
    locale = locale_of(request.scope)
    return page_of(request, "messages", rows, limit, lambda row: message_view(row, locale))


@router.post(
    "/messages/{message_id:id}:resolve",
    status_code=204,
    operation_id="resolveMessage",
    summary="Settle a message of unknown outcome",
    responses=problems("no-such-message", "message-settled", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def settle(request: Request, message_id: MessageId, resolution: Resolution) -> None:
    """A person says whether the provider took the message; until then it is never sent again."""
    config = config_of(request)
    async with connection(request) as db:
        state = await queries.message_state(db, id=message_id)
    if state is None:
        raise Problem("no-such-message")
    outcome = resolution.outcome
    async with as_system(request) as db, db.transaction():
        if made(request) is None:
            await settle_message(db, message_id, outcome, recorded_by(request))
            await remember(request, db, str(message_id))
    with system():
        async with reaching_temporal(config):
            await tell_resolution(
                config.pool, config.temporal, message_id, outcome, config.task_queue, config.locale
            )
