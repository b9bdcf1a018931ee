"""`python -m tests.replay.record`: play scenarios on real servers and keep the histories that are new.

An existing file is never written again: a history is what a released version lived through, and code that
cannot replay it would break the tickets that are running. See docs/testing.md.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from api.http.database import connect_for_requests
from gateways.phone import PhoneGateway
from gateways.sandbox import SandboxSms
from gateways.sms import SmsGateway
from huifang.local.embedded.postgres import EmbeddedPostgres
from huifang.local.embedded.temporal import EmbeddedTemporal
from huifang.run.workers import working
from huifang.settings.settings import Settings
from sandbox.app import create_app
from store.database import connect
from store.keys import open_keyring
from store.migrate import migrate
from tests.replay.files import RECORDER, file_of, write
from tests.replay.scenarios import SCENARIOS, WITH_PEOPLE, cannot_be_asked
from tests.town.keys import MASTERS
from tests.town.office import Office, furnished
from tests.town.owners import Town
from tests.town.patience import LONG
from tests.town.ports import free_port
from tests.town.providers import CannotBeAsked
from tests.town.serving import serving

SECRET = "recording"


@asynccontextmanager
async def places(home: Path) -> AsyncIterator[tuple[Town, Town, Office]]:
    """Production workers on servers of their own; in the second town the provider cannot be asked."""
    temporal = EmbeddedTemporal(home, free_port(), free_port(), "default", True)
    postgres = EmbeddedPostgres(home)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(temporal.stop)
        stack.push_async_callback(postgres.stop)
        await temporal.start()
        database_url = await postgres.start()
        await asyncio.to_thread(migrate, database_url, MASTERS)
        client = await Client.connect(
            temporal.address, data_converter=pydantic_data_converter, identity=RECORDER
        )
        keyring = await open_keyring(database_url, MASTERS)
        pool = await connect(database_url, keyring)
        stack.push_async_callback(pool.close)
        api_pool = await connect_for_requests(database_url, keyring)
        stack.push_async_callback(api_pool.close)
        url = await stack.enter_async_context(serving(create_app(None, SECRET)))
        provider = await stack.enter_async_context(
            httpx.AsyncClient(base_url=url, trust_env=False, timeout=LONG)
        )
        found: list[Town] = []
        for queue, kind in (("tickets", SandboxSms), ("tickets-silent", CannotBeAsked)):
            gateway = kind(url, SECRET, timeout=2.0)
            stack.push_async_callback(gateway.close)
            settings = Settings(task_queue=queue, company_name="示例装饰")
            await stack.enter_async_context(working(settings, client, pool, gateway, identity=RECORDER))
            found.append(Town(client, pool, provider, queue))
        env = SimpleNamespace(client=client)
        office = await stack.enter_async_context(
            furnished(env, pool, "tickets-office", _workers, api_pool=api_pool)
        )
        yield found[0], found[1], office


def _workers(
    client: Client, pool: Any, sms: SmsGateway, queue: str, phone: PhoneGateway, public_url: str
) -> AbstractAsyncContextManager[Any]:
    settings = Settings(task_queue=queue, company_name="示例装饰", public_url=public_url)
    return working(settings, client, pool, sms, phone, identity=RECORDER)


async def record(home: Path, wanted: list[tuple[str, str]], label: str) -> None:
    """Play each (kind, scenario) and write its history; the servers keep their data in `home`."""
    async with places(home) as (ordinary, silent, office):
        for kind, scenario in wanted:
            town = silent if cannot_be_asked(kind, scenario) else ordinary
            ticket = await SCENARIOS[kind][scenario](office if kind in WITH_PEOPLE else town)
            file = file_of(kind, label, scenario)
            write(file, await town.client.get_workflow_handle(ticket).fetch_history())
            print(f"recorded {file.parent.name}/{file.name}", flush=True)


def main() -> int:
    """Exit code 1 when a scenario asked for by name is recorded already under this version."""
    parser = argparse.ArgumentParser(prog="python -m tests.replay.record", description=__doc__)
    parser.add_argument(
        "scenarios", nargs="*", metavar="KIND/SCENARIO", help="which; none: all without a file"
    )
    parser.add_argument("--label", default=version("huifang"), help="version in the file name")
    args = parser.parse_args()
    every = [(kind, scenario) for kind, plays in SCENARIOS.items() for scenario in plays]
    asked = [tuple(each.split("/", 1)) for each in args.scenarios]
    unknown = [each for each in asked if each not in every]
    if unknown:
        parser.error(f"no such scenario: {', '.join('/'.join(each) for each in unknown)}")
    taken = [each for each in every if file_of(each[0], args.label, each[1]).exists()]
    refused = [each for each in asked if each in taken]
    for kind, scenario in refused:
        print(f"{kind}/{args.label}-{scenario}.json exists and stays as it is", file=sys.stderr)
    if refused:
        return 1
    wanted = [each for each in every if each in (asked or every) and each not in taken]
    print(f"{len(wanted)} to record, {len(taken)} recorded already")
    if wanted:
        with tempfile.TemporaryDirectory(prefix="huifang-recording-") as folder:
            Path(folder).chmod(0o755)  # Postgres may run as another user
            asyncio.run(record(Path(folder), wanted, args.label))
    return 0


if __name__ == "__main__":
    sys.exit(main())
