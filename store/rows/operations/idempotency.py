"""What the queries of `operations/idempotency.sql` take and return. Made by `python -m store.made`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol, TypedDict
from uuid import UUID

from store.connections import Database, Sealable, StillLocked


class ClaimKeyRow(TypedDict):
    resource: str | None


class KeptAnswerRow(TypedDict):
    request_hash: str
    status: int | None
    headers: str
    body: StillLocked | None


class OperationsIdempotency(Protocol):
    async def claim_key(
        self,
        db: Database,
        *,
        key: str,
        endpoint: str,
        request_hash: Sealable,
        claim: UUID | None,
        keep: timedelta,
        lease: timedelta,
    ) -> ClaimKeyRow | None:
        """Takes a key that is new, was given back or left behind by a process that died, or has outlived
        its answer; nothing when it is somebody else's.
        """

    async def kept_answer(self, db: Database, *, key: str, endpoint: str) -> KeptAnswerRow | None:
        """The answer that was given under a key."""

    async def remember_resource(self, db: Database, *, resource: str | None, claim: UUID) -> UUID | None:
        """What the request made, before it is answered; nothing when another request has taken the key
        over.
        """

    async def renew_claims(self, db: Database, *, claims: Sequence[UUID]) -> str:
        """Keeps the keys of requests that are under way, for the process that handles them."""

    async def keep_answer(
        self,
        db: Database,
        *,
        status: int | None,
        headers: str,
        body: Sealable | None,
        customers: Sequence[str] | None,
        claim: UUID,
    ) -> str:
        """Keeps the answer of a request, and whose data it shows."""

    async def empty_answers(self, db: Database, *, ids: Sequence[str]) -> str:
        """What kept answers show of a person who is erased, by the ids of the files. The keys stay:
        nothing is done twice.
        """

    async def forget_claim(self, db: Database, *, claim: UUID) -> str:
        """Forgets the key of a request that failed and made nothing."""

    async def release_key(self, db: Database, *, claim: UUID) -> str:
        """Gives back the key of a request that failed and made something: whoever asks again finds it at
        once.
        """

    async def forget_keys(self, db: Database, *, keep: timedelta) -> str:
        """Deletes answers that have been kept long enough."""
