"""A building's owners: the roster they come from, and the list of them."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
from fastapi import APIRouter, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.buildings.roster_answers import RowProblem, row_problem
from api.routing import (
    KEYED,
    REPEATED,
    BuildingId,
    Problem,
    Route,
    config_of,
    connection,
    file_name,
    locale_of,
    problems,
    require_temporal,
    system,
)
from roster import RosterUnreadable, unreadable
from services.buildings import rosters
from services.buildings.buildings import open_building
from services.buildings.import_follow_up import tell_tickets

router = APIRouter(tags=["buildings"], route_class=Route)

_CHUNK = 1 << 20
_SHOWN_PROBLEMS = 500
_EXAMPLE: dict[str, Any] = {
    "import_id": "I00000001", "summary": "共 3 行：导入 2 行，合并 0 行，未导入 1 行。",
    "counts": {"accepted": 2, "merged": 0, "rejected": 1},
    "problems": [{"sheet": "", "row": 4, "column": "联系电话", "verdict": "rejected", "problem": "号码太短",
                  "action": "请填写 11 位手机号"}],
    "problems_left_out": 0, "report": "/imports/I00000001/report", "enrolment_started": False,
}  # fmt: skip
_ROSTER = {"file": "姓名,联系电话,楼栋,单元,房号\n李示例,19900000003,1栋,1单元,1201\n"}


class Imported(BaseModel):
    """What became of a roster."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    import_id: str
    summary: str
    counts: dict[str, int] = Field(description="Rows by what became of them.")
    problems: list[RowProblem] = Field(description="The first 500; the report has all.")
    problems_left_out: int
    report: str = Field(description="The rows with problems, names and numbers covered.")
    enrolment_started: bool = Field(
        description="Whether new owners are being enrolled, because the sequence is started already."
    )


@router.post(
    "/buildings/{building_id:id}/owners:import",
    operation_id="importOwners",
    summary="Import a roster of owners",
    responses=problems(
        "no-such-building", "building-cancelled", "roster-unreadable", "bad-request", "too-large", *REPEATED
    ),
    dependencies=[KEYED],
    openapi_extra={"requestBody": {"content": {"multipart/form-data": {"example": _ROSTER}}}},
)
async def import_roster(request: Request, building_id: BuildingId, file: UploadFile) -> Imported:
    """Takes `.xlsx` and `.csv` as developers hand them over.

    Every row ends accepted, merged or rejected; a rejected one stops nothing else. Importing the same
    file again changes nothing.
    """
    config, locale = config_of(request), locale_of(request.scope)
    async with connection(request) as db:
        building = await open_building(db, building_id)
    if building["policy"] is not None:
        await require_temporal(config)
    name = file_name(request, file, config.doors.limits)
    async with _on_disk(file) as path:
        try:
            # By the permission alone, for it reaches every file: policies would make a long roster slow.
            with system():
                result = await rosters.import_roster(
                    config.pool, building_id, path, file_name=name, locale=locale
                )
        except RosterUnreadable as error:
            raise Problem("roster-unreadable", explanation=unreadable(error, locale)) from None
    if result.to_follow:
        await tell_tickets(config.backend, result.import_id, building_id, config.locale)
    found = [row_problem(finding) for finding in result.problems[:_SHOWN_PROBLEMS]]
    return Imported(
        import_id=result.import_id,
        summary=result.summary,
        counts=dict(result.counts),
        problems=found,
        problems_left_out=len(result.problems) - len(found),
        report=f"/imports/{result.import_id}/report",
        enrolment_started=result.enrols,
    )


@asynccontextmanager
async def _on_disk(file: UploadFile) -> AsyncIterator[Path]:
    """The upload as a file of its own, for as long as it is read; never held in memory."""
    with tempfile.TemporaryDirectory(prefix="huifang-roster-") as folder:
        # Of the caller's file name only the kind of file is used, and only in plain letters.
        kind = Path(file.filename or "").suffix[1:6]
        path = Path(folder) / (f"roster.{kind}" if kind.isascii() and kind.isalnum() else "roster")
        async with await anyio.open_file(path, "wb") as out:
            while chunk := await file.read(_CHUNK):
                await out.write(chunk)
        yield path
