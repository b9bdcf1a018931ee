"""A worker as a process of its own, to be killed; told its server, queue, database and provider."""

import asyncio
import sys
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.messages.calls import CallActivities
from domain.tickets.task_queues import phone_queue
from gateways.sandbox_phone import SandboxPhone
from store.database import connect
from store.keys import open_keyring
from tests.town.keys import MASTERS, SEALING
from tests.town.one_call import OneCallWorkflow
from tests.town.serving import TOKEN

_HANDED_ON = timedelta(seconds=1)
"""How long the engine waits for a dead worker before another gets its ticket; ten seconds in production."""


async def main(address: str, queue: str, database_url: str, provider: str) -> None:
    client = await Client.connect(address, **SEALING)
    calls = CallActivities(
        await connect(database_url, await open_keyring(database_url, MASTERS)),
        SandboxPhone(provider, TOKEN),
        client,
        "示例装饰",
    )
    async with (
        Worker(
            client,
            task_queue=queue,
            workflows=[OneCallWorkflow],
            sticky_queue_schedule_to_start_timeout=_HANDED_ON,
        ),
        Worker(client, task_queue=phone_queue(queue), activities=calls.activities()),
    ):
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
