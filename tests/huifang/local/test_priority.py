"""An urgent ticket goes before a campaign that was there first, and playbooks take turns (P18)."""

from pathlib import Path

from temporalio import workflow
from temporalio.client import Client
from temporalio.common import Priority
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from domain.tickets.priorities import CAMPAIGN, ORDINARY, URGENT
from huifang.local.embedded.temporal import EmbeddedTemporal
from tests.town.ports import free_port

MANY = 40


@workflow.defn
class Anything:
    @workflow.run
    async def run(self) -> None:
        return None


async def started(client: Client, kind: str, number: int, priority: int) -> None:
    await client.start_workflow(
        Anything.run,
        id=f"{kind}-{number}",
        task_queue="t",
        priority=Priority(priority_key=priority, fairness_key=kind),
    )


async def test_what_is_urgent_goes_first_and_playbooks_take_turns(tmp_path: Path) -> None:
    server = EmbeddedTemporal(tmp_path, free_port(), free_port(), "default", training=False)
    await server.start()
    try:
        client = await Client.connect(server.address)
        for number in range(MANY):
            await started(client, "campaign", number, CAMPAIGN)
        for number in range(2):
            await started(client, "other-campaign", number, CAMPAIGN)
        await started(client, "enquiry", 0, ORDINARY)
        await started(client, "complaint", 0, URGENT)
        order: list[str] = []

        class Noting(UnsandboxedWorkflowRunner):
            def create_instance(self, det):  # type: ignore[no-untyped-def]
                order.append(det.info.workflow_id)
                return super().create_instance(det)

        worker = Worker(
            client,
            task_queue="t",
            workflows=[Anything],
            workflow_runner=Noting(),
            max_concurrent_workflow_tasks=2,
            max_cached_workflows=2,
        )
        async with worker:
            for kind in ("campaign-39", "other-campaign-1", "enquiry-0", "complaint-0"):
                await client.get_workflow_handle(kind).result()
    finally:
        await server.stop()
    # One task may be with the worker already when the rest is queued.
    assert {"complaint-0", "enquiry-0"} <= set(order[:4]), order
    assert {"other-campaign-0", "other-campaign-1"} <= set(order[:10]), order
