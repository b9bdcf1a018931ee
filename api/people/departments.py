"""Departments and who heads them."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    ActiveFilter,
    Code,
    CodeFilter,
    Cursor,
    DepartmentId,
    IfMatch,
    Limit,
    Name,
    Page,
    Problem,
    Route,
    StaffRef,
    changes_of,
    connection,
    made_once,
    page_of,
    problems,
    read_cursor,
    seen_version,
    tag,
)
from services.people.departments import change_department, set_up_department
from store.database import queries

router = APIRouter(tags=["staff"], route_class=Route)

_EXAMPLE: dict[str, Any] = {"name": "工程部", "kind": "engineering"}
_SHOWN: dict[str, Any] = {
    "id": "D000001", **_EXAMPLE, "head_id": "S00000001", "active": True, "version": 2,
    "created_at": "2026-11-24T09:00:00+08:00", "updated_at": "2026-11-24T09:05:00+08:00",
}  # fmt: skip


class NewDepartment(BaseModel):
    """A department to add; its head may follow once he or she has been added."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    name: Name
    kind: Code = Field(
        description="The company's own code: engineering, design, purchasing, construction, finance, "
        "service, marketing …",
        examples=["engineering"],
    )
    head_id: StaffRef | None = Field(None, description="A manager, or a member of the department.")


class DepartmentPatch(BaseModel):
    """What to change; fields left out stay as they are (their defaults are never used)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"head_id": "S00000001"}]})

    name: Name = Field(default_factory=str, description="The new name.")
    kind: Code = Field(default_factory=str, description="The new code.")
    head_id: StaffRef | None = Field(
        default_factory=lambda: None, description="A manager, or a member of the department; null for nobody."
    )
    active: bool = Field(default_factory=bool, description="`false` takes the department out of use.")


class Department(BaseModel):
    """A department as it stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    id: str
    name: str
    kind: str
    head_id: str | None
    active: bool
    version: int = Field(description="Grows with every change; also the ETag.")
    created_at: datetime
    updated_at: datetime


@router.post(
    "/departments",
    status_code=201,
    operation_id="addDepartment",
    summary="Add a department",
    responses=problems(*BODY, *REPEATED),
    dependencies=[KEYED],
)
async def add(request: Request, response: Response, department: NewDepartment) -> Department:
    """Adds a department; `Location` says where it is."""
    row = await made_once(
        request,
        lambda db, kept: queries.get_department(db, id=kept),
        lambda db: set_up_department(db, **department.model_dump()),
    )
    response.headers["Location"] = f"/departments/{row['id']}"
    tag(response, row)
    return Department(**row)


@router.get(
    "/departments", operation_id="listDepartments", summary="Departments, filtered", responses=problems()
)
async def listing(
    request: Request,
    kind: CodeFilter = None,
    active: ActiveFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Department]:
    """One page, oldest first."""
    (after,) = read_cursor(request, "departments", cursor, [""])
    async with connection(request) as db:
        found = queries.departments_page(db, kind=kind, active=active, after=after, most=limit + 1)
        rows = [row async for row in found]
    return page_of(request, "departments", rows, limit, lambda row: Department(**row))


@router.get(
    "/departments/{department_id:id}",
    operation_id="getDepartment",
    summary="One department",
    responses=problems("no-such-department"),
)
async def one(request: Request, response: Response, department_id: DepartmentId) -> Department:
    """The department, with its version as ETag."""
    async with connection(request) as db:
        row = await queries.get_department(db, id=department_id)
    if row is None:
        raise Problem("no-such-department")
    tag(response, row)
    return Department(**row)


@router.patch(
    "/departments/{department_id:id}",
    operation_id="changeDepartment",
    summary="Change name, kind or head, or take out of use",
    responses=problems("no-such-department", "department-in-use", "changed-meanwhile", *BODY),
)
async def change(
    request: Request,
    response: Response,
    department_id: DepartmentId,
    patch: DepartmentPatch,
    if_match: IfMatch = None,
) -> Department:
    """A department in which people or crews still work stays in use."""
    async with connection(request) as db:
        row = await change_department(db, department_id, changes_of(patch), seen=seen_version(if_match))
    tag(response, row)
    return Department(**row)
