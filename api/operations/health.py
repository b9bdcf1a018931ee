"""Whether this process runs, and whether it can do its work."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from starlette.requests import Request

from api.routing import PUBLIC, ApiConfig, config_of, require_temporal
from store.pool import silent_for

router = APIRouter(tags=["operations"])


class Alive(BaseModel):
    """The process answers, and can do so."""

    status: Literal["ok", "unavailable"] = "ok"
    version: str = Field(examples=["0.1.0"])


class Ready(BaseModel):
    """Each neighbour, and all of them together."""

    status: Literal["ok", "unavailable"]
    postgres: Literal["ok", "unavailable"]
    temporal: Literal["ok", "unavailable"]


@router.get(
    "/healthz",
    operation_id="health",
    summary="The process runs",
    responses={503: {"model": Alive, "description": "It should be replaced: no query succeeds any more."}},
    openapi_extra=PUBLIC,
)
async def healthz(request: Request, response: Response) -> Alive:
    """Asks no neighbour: a restart would not mend them. 503 when Postgres has answered nobody for minutes."""
    config = config_of(request)
    fine = silent_for(config.pool) < config.unhealthy_after
    response.status_code = 200 if fine else 503
    return Alive(status=_word(fine), version=config.version)


@router.get(
    "/readyz",
    operation_id="ready",
    summary="Postgres and Temporal can be reached",
    responses={503: {"model": Ready, "description": "One of them cannot."}},
    openapi_extra=PUBLIC,
)
async def readyz(request: Request, response: Response) -> Ready:
    """503 while Postgres or Temporal cannot be reached."""
    config = config_of(request)
    database, engine = await asyncio.gather(_database(config), _engine(config))
    fine = database and engine
    response.status_code = 200 if fine else 503
    return Ready(status=_word(fine), postgres=_word(database), temporal=_word(engine))


def _word(fine: bool) -> Literal["ok", "unavailable"]:
    return "ok" if fine else "unavailable"


async def _database(config: ApiConfig) -> bool:
    try:
        async with config.pool.acquire(timeout=config.backend_timeout.total_seconds()) as db:
            await db.fetchval("SELECT 1 FROM buildings LIMIT 1")
    except Exception:
        return False
    return True


async def _engine(config: ApiConfig) -> bool:
    try:
        await require_temporal(config)
    except Exception:
        return False
    return True
