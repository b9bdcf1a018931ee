"""The idempotency keys that this process handles now: renewed while it lives, free soon after it died."""

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from starlette.requests import Request

from api.http.config import ApiConfig
from store.database import queries

_RENEWALS = 4
"""Within a lease: two of them may be lost."""
_log = structlog.get_logger("api")


class Claims:
    """Of one process, among as many as there are."""

    def __init__(self, config: ApiConfig) -> None:
        """Renewed on the pool of `config`, by its lease."""
        self._pool, self._lease = config.pool, config.claim_lease
        self._held: set[uuid.UUID] = set()

    @contextmanager
    def held(self, claim: uuid.UUID) -> Iterator[None]:
        """A request is under way; nobody renews its key after the block."""
        self._held.add(claim)
        try:
            yield
        finally:
            self._held.discard(claim)

    async def keep_renewing(self) -> None:
        """Until cancelled, as the system. A database that is away lets nobody take a key over, either."""
        every = self._lease.total_seconds() / _RENEWALS
        while True:
            await asyncio.sleep(every)
            if not self._held:
                continue
            try:
                async with self._pool.acquire(timeout=every) as db:
                    await queries.renew_claims(db, claims=list(self._held))
            except Exception as error:
                _log.warning("idempotency_keys_not_renewed", error=type(error).__qualname__)


def claims_of(request: Request) -> Claims:
    """Of the process that handles this request."""
    claims: Claims = request.app.state.claims
    return claims
