"""A database connection for the length of a request's need, on which it is said who asks (P23).

The API's connections take the role `huifang_api`, to which row-level security applies: a query sees the rows
of whoever asks. Who that is follows from the request's principal, whatever code takes a connection; without a
principal nobody asks, and personal data is not there.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, NamedTuple

from starlette.requests import Request

from api.http.limits import BUILT_IN
from services.caller import Principal, caller, may_have_changed, system
from store.database import Connection, Pool, connect
from store.pool import WatchedConnection
from store.silence import BOUNDS, Bounds
from vault.keyring import Keyring

ROLE = "huifang_api"
"""Made by migration 0016."""
__all__ = [
    "NOBODY",
    "ROLE",
    "SYSTEM",
    "Asker",
    "as_system",
    "connect_for_requests",
    "connection",
    "system",
]
_PLANNING: Mapping[str, str] = {
    # A list takes many filters, of which one or none is given: a plan for all of them would read every row.
    "plan_cache_mode": "force_custom_plan",
    # What people ask for lately is in memory, and one page is not worth the whole machine.
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
"""How the server plans what people ask: pages, quick, by indexes."""
_SAY = (
    "SELECT set_config('role', $7, false), set_config('huifang.asker', $1, false), "
    "set_config('huifang.reach', $2, false), set_config('huifang.staff', $3, false), "
    "set_config('huifang.crew', $4, false), set_config('huifang.department', $5, false), "
    "set_config('huifang.closed_days', $6, false)"
)


class Asker(NamedTuple):
    """Who asks, as `store/functions/asker.sql` reads it."""

    id: str = ""
    reach: str = "none"
    staff: str = ""
    crew: str = ""
    department: str = ""
    """Only where the role sees its department's tickets."""
    closed_days: str = "0"

    @classmethod
    def of(cls, principal: Principal) -> "Asker":
        """The asker that a principal is."""
        role = principal.role
        return cls(
            principal.id,
            str(role.reach),
            principal.staff_id or "",
            principal.crew_id or "",
            (principal.department_id or "") if role.own_department else "",
            str(role.closed_days),
        )


NOBODY = Asker()
SYSTEM = Asker("system", "system")
"""The API itself, at what nobody in particular asks for: the owner of the tables, who signed in to them."""


_COMMIT = "COMMIT"
_WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)


class _Connection(WatchedConnection):
    """Remembers what was said on it: the same asker again costs no round trip.

    Tells a request when it may have changed something: with a commit, or a statement that writes outside of a
    transaction. What is rolled back has changed nothing.
    """

    _asker: Asker | None = None

    async def asked_by(self, asker: Asker) -> None:
        """Say who asks from now on."""
        if asker != self._asker:
            self._asker = None
            await self.fetchrow(_SAY, *asker, "none" if asker is SYSTEM else ROLE)
            self._asker = asker

    async def execute(self, query: str, *args: Any, **options: Any) -> str:
        """As the driver does."""
        self._note(query)
        return await super().execute(query, *args, **options)

    async def executemany(self, command: str, args: Any, **options: Any) -> None:
        """As the driver does."""
        self._note(command)
        await super().executemany(command, args, **options)

    async def _execute(self, query: str, *args: Any, **options: Any) -> Any:
        """What the driver's `fetch`, `fetchrow` and `fetchval` come to."""
        self._note(query)
        return await super()._execute(query, *args, **options)

    def _note(self, query: str) -> None:
        if query.startswith(_COMMIT) or (not self.is_in_transaction() and _WRITES.search(query)):
            may_have_changed()


async def connect_for_requests(
    database_url: str,
    keyring: Keyring,
    *,
    size: int = 10,
    statement: timedelta = BUILT_IN.statement,
    bounds: Bounds = BOUNDS,
) -> Pool:
    """As `store.database.connect`, for the API: no `statement` takes longer."""
    return await connect(
        database_url,
        keyring,
        size=size,
        statement=statement,
        planning=_PLANNING,
        role=ROLE,
        before_use=_say_who_asks,
        connection_class=_Connection,
        bounds=bounds,
    )


async def _say_who_asks(connection: _Connection) -> None:
    """On every connection that is taken from the pool, whatever code takes it."""
    asks = caller.get()
    if asks is not None and asks.as_system:
        await connection.asked_by(SYSTEM)
    else:
        principal = asks.principal if asks is not None else None
        await connection.asked_by(NOBODY if principal is None else Asker.of(principal))


@asynccontextmanager
async def connection(request: Request) -> AsyncIterator[Connection]:
    """A pooled connection. Raises TimeoutError (answered 503) when none is to be had in time."""
    config = request.app.state.config
    async with config.pool.acquire(timeout=config.backend_timeout.total_seconds()) as db:
        yield db


@asynccontextmanager
async def as_system(request: Request) -> AsyncIterator[Connection]:
    """As `connection`, seeing every row (see `system`); others taken within the block are the caller's."""
    config = request.app.state.config
    with system():
        db = await config.pool.acquire(timeout=config.backend_timeout.total_seconds())
    try:
        yield db
    finally:
        await config.pool.release(db)
