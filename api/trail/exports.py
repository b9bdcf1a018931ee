"""Owners' data as a file: with a stated purpose, on record, and marked so that its source is found (P23)."""

import asyncio
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.requests import Request
from starlette.responses import Response

from api.routing import (
    BODY,
    LARGEST_ID,
    PURPOSE_HEADER,
    BuildingRef,
    Cursor,
    CustomerRef,
    Limit,
    Page,
    Principal,
    Problem,
    Route,
    attachment,
    connection,
    field_error,
    locale_of,
    masked,
    name_shown,
    note_seen,
    page_of,
    place_shown,
    principal_of,
    problems,
    read_cursor,
    same_names,
    stated_purpose,
)
from domain.people.staff import COMPANY_ZONE
from roster import CONTENT_TYPES
from roster.export import Export, write_export
from services.trail.exports import ToExport, take_out
from store.database import queries
from store.rows.trail.exports import ExportRowsRow, ExportsPageRow
from texts import text

router = APIRouter(tags=["trail"], route_class=Route)

MOST_CUSTOMERS = 1000
_WATCHES = "trail.read"
_FILE = {"schema": {"type": "string", "format": "binary"}}
_COLUMNS = ("building", "block", "unit", "room", "name", "phone", "status", "signed", "opted-out", "customer")
_MARKED = frozenset({_COLUMNS.index("name"), _COLUMNS.index("room")})
_ENTRY: dict[str, Any] = {
    "id": "E00000001", "at": "2026-11-25T09:30:00+08:00", "account": "U00000007",
    "role": "service_supervisor",
    "staff_id": "S00000002", "purpose": "quality", "rows": 120, "format": "xlsx", "building_id": "B000001",
}  # fmt: skip


class NewExport(BaseModel):
    """Whose data: a building's owners, or the customers that a search found."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"building_id": "B000001", "format": "xlsx"}]}
    )

    building_id: BuildingRef | None = None
    customers: Annotated[list[CustomerRef], Field(min_length=1, max_length=MOST_CUSTOMERS)] | None = None
    status: Literal["active", "sold"] | None = Field(None, description="Only flats that are, or are sold.")
    signed: bool | None = Field(None, description="Only owners who have signed a contract, or have not.")
    format: Literal["xlsx", "csv"] = "xlsx"

    @model_validator(mode="after")
    def _one_of_both(self) -> "NewExport":
        if (self.building_id is None) == (self.customers is None):
            raise PydanticCustomError("huifang-export-of", "a building or customers")
        return self


class Exported(BaseModel):
    """An export that was made."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ENTRY]})

    id: str
    at: datetime
    account: str
    role: str | None
    staff_id: str | None
    purpose: str | None
    rows: int
    format: str
    building_id: str | None


@router.post(
    "/exports",
    operation_id="exportOwners",
    summary="Owners' data as a file",
    response_class=Response,
    responses={
        200: {
            "description": "The file; `X-Export-ID` names the export.",
            "content": {kind.partition(";")[0]: _FILE for kind in CONTENT_TYPES.values()},
        },
        **problems("no-such-building", *BODY),
    },
)
async def export(request: Request, wanted: NewExport) -> Response:
    """Needs a purpose in `X-Purpose`. On its first lines stand who, when and why.

    The rows carry a mark that finds this export again. Numbers are masked unless the caller's role reads them
    for that purpose.
    """
    purpose = _stated(request)
    locale, principal = locale_of(request.scope), principal_of(request.scope)
    async with connection(request) as db:
        taken = await take_out(db, ToExport(**wanted.model_dump(exclude={"format"})))
        person = principal and principal.staff_id and await queries.get_staff(db, id=principal.staff_id)
    who = person["name"] if person else ""
    file = Export(
        id=taken.id,
        mark=taken.mark,
        lines=_lines(locale, taken.id, principal, who, purpose, len(taken.rows)),
        titles=[text(locale, f"export-column-{name}") for name in _COLUMNS],
        rows=[_row(row, locale) for row in taken.rows],
        marked=_MARKED,
    )
    content = await asyncio.to_thread(write_export, file, wanted.format)
    ids = dict.fromkeys(row["customer_id"] for row in taken.rows)
    await note_seen(
        request,
        ids,
        "export",
        purpose=purpose,
        export=taken.id,
        mark=taken.mark,
        rows=len(taken.rows),
        format=wanted.format,
        building_id=wanted.building_id or "",
    )
    headers = {
        "Content-Disposition": attachment(f"{taken.id}.{wanted.format}"),
        "X-Export-ID": taken.id,
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=CONTENT_TYPES[wanted.format], headers=headers)


@router.get("/exports", operation_id="listExports", summary="Exports, newest first", responses=problems())
async def listing(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Page[Exported]:
    """Whoever reads the trail sees all of them, others their own."""
    (before,) = read_cursor(request, "exports", cursor, [LARGEST_ID])
    principal = principal_of(request.scope)
    own = principal.id if principal and not principal.may(_WATCHES) else None
    async with connection(request) as db:
        found = queries.exports_page(db, before=before, account=own, most=limit + 1)
        rows = [row async for row in found]
    return page_of(request, "exports", rows, limit, _entry, position=lambda row: [row["no"]])


def _stated(request: Request) -> str:
    purpose = stated_purpose(request)
    if purpose is None:
        raise Problem("invalid", [field_error(request.scope, "header", PURPOSE_HEADER, "missing")])
    return purpose


def _lines(
    locale: str, export_id: str, principal: Principal | None, name: str, purpose: str, rows: int
) -> list[str]:
    at = f"{datetime.now(ZoneInfo(COMPANY_ZONE)):%Y-%m-%d %H:%M:%S}"
    who = " ".join(part for part in (name, principal.staff_id, principal.id) if part) if principal else "—"
    return [
        text(locale, "export-line-who", export=export_id, who=who),
        text(locale, "export-line-when", at=at, purpose=purpose, rows=rows),
        text(locale, "export-line-warning"),
    ]


def _row(row: ExportRowsRow, locale: str) -> list[str]:
    def yes(value: bool) -> str:
        return text(locale, "export-yes") if value else ""

    place = [place_shown(part) for part in (row["block"], row["unit"], row["room"])]
    return [
        row["building"],
        *place,
        name_shown(row["name"]),
        masked(row["phone"]),
        text(locale, f"export-status-{row['status']}"),
        yes(row["signed_at"] is not None),
        yes(row["opted_out"]),
        row["customer_id"],
    ]


def _entry(row: ExportsPageRow) -> Exported:
    details = row["details"]
    return Exported(
        id=details["export"],
        rows=details["rows"],
        format=details["format"],
        building_id=details["building_id"] or None,
        **same_names(Exported, row, but=("id", "rows", "format", "building_id")),
    )
