"""Moving a workflow's clock on a training server, and the refusal elsewhere."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from temporalio import workflow
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from huifang.local.embedded.temporal import EmbeddedTemporal
from huifang.local.training import FastForwardRefused, fast_forward
from tests.town.patience import until
from tests.town.ports import free_port


@workflow.defn
class Waits:
    @workflow.run
    async def run(self) -> str:
        await workflow.sleep(timedelta(days=15))
        return "done"


@workflow.defn
class WaitsForPeople:
    """With a child that waits for a time, when it is given one."""

    @workflow.run
    async def run(self, child: str | None) -> None:
        if child is not None:
            await workflow.start_child_workflow(
                Waits.run, id=child, parent_close_policy=workflow.ParentClosePolicy.TERMINATE
            )
        await workflow.wait_condition(lambda: False)


async def test_a_ticket_that_waits_for_people_alone_says_so(tmp_path: Path) -> None:
    server = EmbeddedTemporal(tmp_path, free_port(), free_port(), "default", True)
    await server.start()
    try:
        client = await Client.connect(server.address)
        async with Worker(
            client,
            task_queue="t",
            workflows=[Waits, WaitsForPeople],
            workflow_runner=UnsandboxedWorkflowRunner(),
        ):
            start = partial(client.start_workflow, WaitsForPeople.run, task_queue="t")
            await start(None, id="alone")
            assert (await fast_forward(client, "alone", timedelta(days=1))).still
            parent = await start("child", id="parent")
            await until_child(parent)
            # The child's clock is moved, first and only: it is the one that waits.
            moved = await fast_forward(client, "parent", timedelta(days=1))
            assert moved.workflows == ("child",) and not moved.still
    finally:
        await server.stop()


async def until_child(parent: WorkflowHandle[Any, Any]) -> None:
    async def started() -> bool:
        return bool((await parent.describe()).raw_description.pending_children)

    await until(started)


@pytest.mark.parametrize("training", [True, False])
async def test_fifteen_days_pass_only_in_training(tmp_path: Path, training: bool) -> None:
    server = EmbeddedTemporal(tmp_path, free_port(), free_port(), "default", training)
    await server.start()
    try:
        client = await Client.connect(server.address)
        runner = UnsandboxedWorkflowRunner()
        async with Worker(client, task_queue="t", workflows=[Waits], workflow_runner=runner):
            handle = await client.start_workflow(Waits.run, id="waits", task_queue="t")
            if training:
                assert (await fast_forward(client, "waits", timedelta(days=16))).workflows == ("waits",)
                assert await handle.result() == "done"
            else:
                with pytest.raises(FastForwardRefused):
                    await fast_forward(client, "waits", timedelta(days=16))
    finally:
        await server.stop()
