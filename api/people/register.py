"""The register of staff, for routers of other matters that change what it holds together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from api.routing import connection
from services.people import register
from store.database import Connection


@asynccontextmanager
async def changing(request: Request) -> AsyncIterator[Connection]:
    """A transaction that no other change of the register runs beside."""
    async with connection(request) as db, register.changing(db):
        yield db


async def require_crew(request: Request, db: Connection, crew_id: str | None) -> None:
    """Refuses `invalid` unless the crew is none, or in use."""
    await register.require_crew(db, crew_id)
