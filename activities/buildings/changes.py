"""Carries a building's change to every open ticket, on the engine's side (P1)."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from temporalio import activity
from temporalio.api.batch.v1 import BatchOperationSignal
from temporalio.api.common.v1 import Payloads
from temporalio.api.enums.v1 import BatchOperationState
from temporalio.api.workflowservice.v1 import DescribeBatchOperationRequest, StartBatchOperationRequest
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from domain.buildings.changes import BuildingChanged
from store.database import Pool, present, queries

_SWEEP = 500


class BuildingActivities:
    """Its neighbours: Postgres and Temporal's batch operations."""

    def __init__(self, pool: Pool, client: Client) -> None:
        """`pool` from `store.database.connect`."""
        self._pool, self._client = pool, client

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker registers."""
        return [self.signal_tickets, self.signal_stragglers, self.building_change_applied]

    @activity.defn(name="signal_tickets")
    async def signal_tickets(self, change: BuildingChanged) -> int:
        """Signal all running tickets of the building in one batch of the engine's; returns how many.

        The job's id is derived from the change: a repeated attempt waits for the same batch.
        """
        service, namespace = self._client.workflow_service, self._client.namespace
        # The engine runs a batch as a workflow named after its job: that id must not be our workflow's.
        job = f"building-change-{change.building_id}-{change.version}-batch"
        signal, argument = await self._newest(change)
        payloads = await self._client.data_converter.encode([argument])
        try:
            await service.start_batch_operation(
                StartBatchOperationRequest(
                    namespace=namespace,
                    job_id=job,
                    reason="building changed",
                    visibility_query=(
                        f"TicketKind='PreHandover' AND Building='{change.building_id}'"
                        " AND ExecutionStatus='Running'"
                    ),
                    signal_operation=BatchOperationSignal(
                        signal=signal, input=Payloads(payloads=payloads), identity="huifang"
                    ),
                )
            )
        except RPCError as error:
            if error.status == RPCStatusCode.RESOURCE_EXHAUSTED:
                raise ApplicationError(
                    "another batch is running", next_retry_delay=timedelta(seconds=2)
                ) from error
            if error.status != RPCStatusCode.ALREADY_EXISTS:
                raise
        while True:
            batch = await service.describe_batch_operation(
                DescribeBatchOperationRequest(namespace=namespace, job_id=job)
            )
            if batch.state != BatchOperationState.BATCH_OPERATION_STATE_RUNNING:
                return int(batch.complete_operation_count)
            activity.heartbeat(batch.complete_operation_count)
            await asyncio.sleep(0.5)

    @activity.defn(name="signal_stragglers")
    async def signal_stragglers(self, change: BuildingChanged) -> int:
        """Signal the open tickets that the batch did not find (just started, or not yet visible).

        Returns how many still have to follow; 0 means every ticket has.
        """
        async with self._pool.acquire() as db:
            behind = [
                row["id"]
                async for row in queries.tickets_behind(db, building_id=change.building_id, most=_SWEEP)
            ]
        signal, argument = await self._newest(change)
        for ticket in behind:
            try:
                await self._client.get_workflow_handle(ticket).signal(signal, argument)
            except RPCError as error:
                if error.status != RPCStatusCode.NOT_FOUND:  # the reconciler closes what has ended
                    raise
            activity.heartbeat(ticket)
        return len(behind)

    @activity.defn(name="building_change_applied")
    async def building_change_applied(self, change: BuildingChanged) -> None:
        """Note that the change has reached every ticket."""
        async with self._pool.acquire() as db:
            await queries.building_change_applied(db, id=change.building_id, version=change.version)

    async def _newest(self, change: BuildingChanged) -> tuple[str, str | date | None]:
        """What tickets are told: the building's row as it is now, so that a change carried out late, after a
        newer one, tells the newer.
        """
        async with self._pool.acquire() as db:
            building = present(await queries.get_building(db, id=change.building_id))
        if building["status"] == "cancelled":
            return "owner_left", "building_cancelled"
        return "handover_moved", building["handover_date"]
