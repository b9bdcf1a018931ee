"""The people who work here."""

from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    ActiveFilter,
    CodeFilter,
    Codes,
    CrewFilter,
    CrewRef,
    Cursor,
    DepartmentFilter,
    DepartmentRef,
    IfMatch,
    Limit,
    Line,
    Name,
    Page,
    Problem,
    RoleFilter,
    Route,
    StaffId,
    changes_of,
    config_of,
    connection,
    made_once,
    masked,
    page_of,
    problems,
    read_cursor,
    same_names,
    seen_version,
    tag,
)
from domain.people.staff import Role
from services.people.leaving import deal_out
from services.people.staff import change_person, take_on
from store.database import queries
from store.rows.people.staff import StaffMemberRow

router = APIRouter(tags=["staff"], route_class=Route)

Language = Literal["zh-CN", "en"]
_EXAMPLE: dict[str, Any] = {
    "name": "王示例", "phone": "199 0000 0101", "role": "crew_leader", "department_id": "D000001",
    "skills": ["plumbing"],
}  # fmt: skip
_SHOWN: dict[str, Any] = {
    "id": "S00000001", **_EXAMPLE, "phone": "199****0101", "crew_id": None, "language": "zh-CN",
    "active": True, "version": 1,
    "created_at": "2026-11-24T09:00:00+08:00", "updated_at": "2026-11-24T09:00:00+08:00",
}  # fmt: skip
_PHONE = "Mobile number; without a country code, one of mainland China."
_SKILLS = "The company's own codes; a call that needs a skill goes to an agent who has it."


class NewPerson(BaseModel):
    """Somebody who works here from now on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    name: Name
    phone: Line = Field(max_length=40, description=_PHONE)
    role: Role
    department_id: DepartmentRef | None = None
    crew_id: CrewRef | None = None
    skills: Codes = Field(default_factory=list, description=_SKILLS)
    language: Language = Field("zh-CN", description="Language of what he or she is told.")


class PersonPatch(BaseModel):
    """What to change; fields left out stay as they are (their defaults are never used)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"phone": "199 0000 0102"}]})

    name: Name = Field(default_factory=str, description="The new name.")
    phone: Line = Field(default_factory=str, max_length=40, description=_PHONE)
    role: Role = Field(default_factory=lambda: "agent", description="The new role.")
    department_id: DepartmentRef | None = Field(
        default_factory=lambda: None, description="The new department, or null for none."
    )
    crew_id: CrewRef | None = Field(
        default_factory=lambda: None, description="The new crew, or null for none."
    )
    skills: Codes = Field(default_factory=list, description="All skills from now on.")
    language: Language = Field(default_factory=lambda: "zh-CN", description="The new language.")
    active: bool = Field(default_factory=bool, description="`false`: has left, and is told nothing any more.")


class Person(BaseModel):
    """Somebody who works or worked here."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    id: str
    name: str
    phone: str = Field(description="Masked.")
    role: Role
    department_id: str | None
    crew_id: str | None
    skills: list[str]
    language: Language
    active: bool
    version: int = Field(description="Grows with every change; also the ETag.")
    created_at: datetime
    updated_at: datetime


def _view(row: StaffMemberRow) -> Person:
    return Person(**same_names(Person, row) | {"phone": masked(row["phone"])})


@router.post(
    "/staff",
    status_code=201,
    operation_id="addPerson",
    summary="Add somebody who works here",
    responses=problems("staff-number-taken", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def add(request: Request, response: Response, person: NewPerson) -> Person:
    """Adds a person; `Location` says where."""
    row = await made_once(
        request,
        lambda db, kept: queries.get_staff(db, id=kept),
        lambda db: take_on(db, **person.model_dump()),
    )
    response.headers["Location"] = f"/staff/{row['id']}"
    tag(response, row)
    return _view(row)


@router.get("/staff", operation_id="listStaff", summary="People, filtered", responses=problems())
async def listing(
    request: Request,
    department: DepartmentFilter = None,
    crew: CrewFilter = None,
    role: RoleFilter = None,
    skill: CodeFilter = None,
    active: ActiveFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Person]:
    """One page, oldest first; numbers are masked."""
    (after,) = read_cursor(request, "staff", cursor, [""])
    async with connection(request) as db:
        found = queries.staff_page(
            db,
            department_id=department,
            crew_id=crew,
            role=role,
            skill=skill,
            active=active,
            after=after,
            most=limit + 1,
        )
        rows = [row async for row in found]
    return page_of(request, "staff", rows, limit, _view)


@router.get(
    "/staff/{staff_id:id}",
    operation_id="getPerson",
    summary="One person",
    responses=problems("no-such-person"),
)
async def one(request: Request, response: Response, staff_id: StaffId) -> Person:
    """The person, with the version as ETag."""
    async with connection(request) as db:
        row = await queries.get_staff(db, id=staff_id)
    if row is None:
        raise Problem("no-such-person")
    tag(response, row)
    return _view(row)


@router.patch(
    "/staff/{staff_id:id}",
    operation_id="changePerson",
    summary="Change a person's record, or say that he or she has left",
    responses=problems("no-such-person", "staff-number-taken", "staff-in-charge", "changed-meanwhile", *BODY),
)
async def change(
    request: Request, response: Response, staff_id: StaffId, patch: PersonPatch, if_match: IfMatch = None
) -> Person:
    """Whoever heads a department or leads a crew stays until somebody else does.

    What somebody who has left had in hand is dealt out anew at once: calls among the agents, tickets to the
    shift lead or supervisor who is there.
    """
    async with connection(request) as db:
        row = await change_person(db, staff_id, changes_of(patch), seen=seen_version(if_match))
    if patch.active is False and "active" in patch.model_fields_set:
        await deal_out(config_of(request).backend, row)
    tag(response, row)
    return _view(row)
