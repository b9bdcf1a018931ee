"""The rows of a roster that somebody has to look at, and what is wrong with each; nobody to call."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from api.routing import Problem, Route, attachment, connection, note_seen, problems
from roster import CONTENT_TYPES
from services.buildings.rosters import report

router = APIRouter(tags=["buildings"], route_class=Route)

_FILE = {"schema": {"type": "string", "format": "binary"}}
ImportId = Annotated[
    str,
    Path(pattern=r"^[A-Za-z0-9-]{1,64}$", description="The import's id.", examples=["I00000001"]),
]


@router.get(
    "/imports/{import_id:id}/report",
    operation_id="importReport",
    summary="The rows of an imported file that have problems",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {kind.partition(";")[0]: _FILE for kind in CONTENT_TYPES.values()},
        },
        **problems("no-such-import"),
    },
)
async def download(request: Request, import_id: ImportId) -> Response:
    """Each with its number in the file handed over, what became of it and what to do.

    Names, numbers and remarks are covered; owners' data as a file is an export.
    """
    async with connection(request) as db:
        found = await report(db, import_id)
    if found is None:
        raise Problem("no-such-import")
    await note_seen(request, None, "report", count=found.people, building_id=found.building_id)
    headers = {"Content-Disposition": attachment(found.name), "Cache-Control": "no-store"}
    return Response(found.content, media_type=found.content_type, headers=headers)
