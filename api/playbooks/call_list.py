"""An agent's call list: whom to call, urgent first (P10, P18)."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    Route,
    StaffFilter,
    connection,
    locale_of,
    masked,
    name_shown,
    place_shown,
    problems,
    wording,
)
from api.views.tickets import Possible, act_title
from domain.playbooks.follow_up_call import FOLLOW_UP_CALL
from store.database import queries

router = APIRouter(tags=["tickets"], route_class=Route)

MOST = 200


_EXAMPLE: dict[str, Any] = {
    "ticket_id": "follow-up-R2026-000123-0-1", "stage": "ready", "standing": "待拨打", "urgent": False,
    "due_at": "2026-12-19T18:00:00+08:00", "agent_id": "S00000004", "customer_id": "C00000001",
    "name": "李示例", "phone": "199****0003", "about": "repair-R2026-000123", "reason": "维修完成回访",
    "building": "云湖国际 3期", "room": "1栋1单元1201",
    "no_call": False,
    "possible": [{"act": "dial", "title": "拨打业主电话",
                  "address": "/tickets/follow-up-R2026-000123-0-1:dial"}],
}  # fmt: skip


class Call(BaseModel):
    """A call to make."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    ticket_id: str = Field(examples=["follow-up-R2026-000123-0-1"])
    stage: str
    standing: str = Field(description="Where it stands, in the caller's language.")
    urgent: bool
    due_at: datetime | None
    agent_id: str | None
    customer_id: str
    name: str
    phone: str = Field(description="Masked: the call is put through, nobody needs to dial.")
    about: str | None = Field(description="The ticket it is about.")
    reason: str | None = Field(None, description="What to ask about, in the caller's language.")
    building: str | None = None
    room: str = Field("", description="Block, unit and room of the ticket it is about.")
    no_call: bool = Field(False, description="The customer refuses follow-up calls: dialling is refused.")
    possible: list[Possible]


class CallList(BaseModel):
    """The calls, those to make first on top."""

    items: list[Call]


@router.get("/calls", operation_id="callList", summary="Calls to make", responses=problems())
async def calls(
    request: Request,
    agent: StaffFilter = None,
    stage: Annotated[
        str | None, Query(pattern=r"^[a-z_]{1,40}$", description="Only in this stage.", examples=["ready"])
    ] = None,
) -> CallList:
    """Open follow-up calls of an agent, or of all; at most 200."""
    async with connection(request) as db:
        rows = [row async for row in queries.call_list(db, agent=agent, stage=stage, most=MOST)]
    locale = locale_of(request.scope)
    return CallList(
        items=[
            Call(
                ticket_id=row["id"],
                stage=row["stage"],
                standing=wording(locale, "stage", row["stage"]),
                urgent=row["urgent"],
                due_at=row["due_at"],
                agent_id=row["agent_id"],
                customer_id=row["customer_id"],
                name=name_shown(row["name"]),
                phone=masked(row["phone"]),
                about=row["about"],
                reason=wording(locale, "call-about", row["reason"]) if row["reason"] else None,
                building=row["building"],
                room=place_shown("".join(part or "" for part in (row["block"], row["unit"], row["room"]))),
                no_call=row["no_call"],
                possible=[
                    Possible(
                        act=act,
                        title=act_title(locale, FOLLOW_UP_CALL.name, act),
                        address=f"/tickets/{row['id']}:{act.replace('_', '-')}",
                    )
                    for act in row["acts"]
                ],
            )
            for row in rows
        ]
    )
