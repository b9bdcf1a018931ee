"""Deletes what has been kept long enough, in batches, kind by kind (P23; Article 47)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from temporalio import activity

from domain.privacy.retention import EraseKind, RetentionRun
from domain.privacy.retention_schedule import PrivacyPolicy
from services.privacy.erasing import erase
from services.privacy.retention import due, erase_due
from store.database import Connection, Pool, queries

_BATCH = 500
_PEOPLE = ("leads", "rests")


class RetentionActivities:
    """Its neighbour: Postgres."""

    def __init__(self, pool: Pool, policy: PrivacyPolicy) -> None:
        """`policy` says how long each kind is kept."""
        self._pool, self._policy = pool, policy

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker registers."""
        return [self.erase_kind, self.keep_run]

    @activity.defn(name="erase_expired")
    async def erase_kind(self, order: EraseKind) -> int:
        """Erase all of one kind that is due; how much.

        Each batch stands: an interrupted run goes on where it was.
        """
        details = activity.info().heartbeat_details
        count = int(details[0]) if details else 0
        passed_over: set[str] = set()
        while (done := await self._batch(order, passed_over)) is not None:
            count += done
            activity.heartbeat(count)
        return count

    async def _batch(self, order: EraseKind, passed_over: set[str]) -> int | None:
        """How much of the next batch was erased; None when nothing is left. Adds to `passed_over`."""
        async with self._pool.acquire() as db:
            ids = await due(db, order.kind, self._policy.retention, _BATCH + len(passed_over))
            ids = [each for each in ids if each not in passed_over]
            if not ids:
                return None
            if order.kind not in _PEOPLE:
                await erase_due(db, order.kind, ids, self._policy.retention)
                return len(ids)
            erased, kept = await self._people(db, ids)
            passed_over |= kept
            return erased

    async def _people(self, db: Connection, ids: list[str]) -> tuple[int, set[str]]:
        """One transaction a person; how many were erased, and who must still be kept."""
        kept: set[str] = set()
        for id_ in ids:
            async with db.transaction():
                if await _at_work(db, id_):
                    kept.add(id_)
                    continue
                keeps = (await erase(db, id_, self._policy, datetime.now(UTC))).kept
                if keeps:
                    # A contract signed, or a repair made, since: looked at again when that is over.
                    await queries.rest_put_off(db, customer_id=id_, due=keeps[0].until)
                    kept.add(id_)
        return len(ids) - len(kept), kept

    @activity.defn(name="keep_retention_run")
    async def keep_run(self, run: RetentionRun) -> None:
        """Remember what the run erased. Safe to repeat."""
        async with self._pool.acquire() as db:
            await queries.keep_retention_run(
                db, id=run.id, started_at=run.started_at, erased=dict(run.erased)
            )


async def _at_work(db: Connection, customer_id: str) -> bool:
    """Whether something has been opened, or a hold placed, since the customer was found to be due."""
    opened = queries.open_tickets_of_customer(db, customer_id=customer_id, but="")
    holds = queries.holds_on(db, customer_id=customer_id)
    return bool([row async for row in opened] or [row async for row in holds])
