"""Moving a workflow's clock on a training server, and the refusal elsewhere."""

from datetime import timedelta
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from huifang.local.embedded.temporal import EmbeddedTemporal
from huifang.local.training import FastForwardRefused, fast_forward
from tests.town.ports import free_port


@workflow.defn
class Waits:
    @workflow.run
    async def run(self) -> str:
        await workflow.sleep(timedelta(days=15))
        return "done"


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
