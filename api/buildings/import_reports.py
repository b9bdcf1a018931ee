"""The roster as it was handed over, with a column that says what is wrong in which row."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from api.routing import Problem, Route, attachment, config_of, problems
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
    summary="The imported file with a problem column",
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
    """The same rows as in the file handed over, each with what became of it."""
    found = await report(config_of(request).pool, import_id)
    if found is None:
        raise Problem("no-such-import")
    name, content_type, content = found
    return Response(content, media_type=content_type, headers={"Content-Disposition": attachment(name)})
