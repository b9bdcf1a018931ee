"""Whom an escalation would tell: the answer that tickets get, for people to see beforehand."""

from datetime import UTC, datetime
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    CrewFilter,
    DepartmentFilter,
    Occasion,
    Route,
    config_of,
    connection,
    locale_of,
    masked,
    problems,
    wording,
)
from domain.people.staff import Because, Role, WhomToTell
from services.people.company import told_now
from store.database import queries
from texts import text

router = APIRouter(tags=["staff"], route_class=Route)

_SHOWN: dict[str, Any] = {
    "staff_id": "S00000002", "name": "赵示例", "phone": "199****0102", "role": "crew_member",
    "because": "asked_for", "why": "顶替 S00000001（缺勤）", "instead_of": "S00000001", "on_duty": True,
}  # fmt: skip
_TELL = f"^({'|'.join(get_args(Role))}|S[0-9]{{8,12}})$"


class PersonToTell(BaseModel):
    """Somebody to tell, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    staff_id: str
    name: str
    phone: str = Field(description="Masked.")
    role: Role
    because: Because
    why: str = Field(description="The same in the caller's language.")
    instead_of: str | None = Field(description="The absent person this one is the deputy of.")
    on_duty: bool


class PeopleToTell(BaseModel):
    """The people to try one after another."""

    at: datetime
    items: list[PersonToTell]


@router.get(
    "/people-to-tell",
    operation_id="peopleToTell",
    summary="Who would be told now, or at another moment",
    responses=problems(),
)
async def people_to_tell(
    request: Request,
    tell: Annotated[
        str,
        Query(
            pattern=_TELL,
            max_length=40,
            description="A role such as `crew_leader` or `department_head`, or a person's id.",
            examples=["crew_leader"],
        ),
    ],
    department: DepartmentFilter = None,
    crew: CrewFilter = None,
    at: Annotated[Occasion | None, Query(description="Now, when left out.")] = None,
) -> PeopleToTell:
    """Who is on duty first, deputies for the absent, then off duty, then the head, then supervisors."""
    zone = config_of(request).default_policy.hours.timezone
    moment = at or datetime.now(UTC)
    async with connection(request) as db:
        told = await told_now(db, WhomToTell(tell, moment, department, crew, zone))
        rows = {row["id"]: row async for row in queries.staff_of_ids(db, ids=list(told.ids))}
    locale = locale_of(request.scope)
    items = [
        PersonToTell(
            staff_id=person.staff_id,
            name=rows[person.staff_id]["name"],
            phone=masked(rows[person.staff_id]["phone"]),
            role=rows[person.staff_id]["role"],
            because=person.because,
            why=text(locale, "told-deputy", person=person.instead_of)
            if person.instead_of
            else wording(locale, "told", person.because),
            instead_of=person.instead_of,
            on_duty=person.on_duty,
        )
        for person in told.people
    ]
    return PeopleToTell(at=moment, items=items)
