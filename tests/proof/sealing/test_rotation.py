"""Keys change while people work: nothing is refused, nothing becomes unreadable (P23)."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest
from temporalio.testing import WorkflowEnvironment

from huifang.demo.company import Company
from store.database import connect
from store.key_rotation import add_data_key, kept_keys, rewrap
from store.keys import open_keyring
from store.resealing import reseal
from tests.town.databases import migrated_database
from tests.town.keys import MASTER_KEYS
from tests.town.patience import patiently
from tests.town.planted import payloads
from tests.town.ports import free_port
from tests.town.processes import API, Running, started, worker
from vault.master_keys import MasterKeys, make_master_key
from vault.payload_codec import ENCODING
from vault.sealed import key_no_of

RELOAD = 0.4
"""Seconds after which the processes read their keys again."""
IN_FORCE_AFTER = timedelta(seconds=12 * RELOAD)
"""Both processes have read the keys again by then, even where they hardly get a processor."""
OWNERS = 4
NEW_MASTER = make_master_key("new")


@dataclass
class Office:
    """A worker and an API, each a process of its own, and somebody who works all the time."""

    url: str
    api: Running
    worker: Running
    caller: Company
    env: WorkflowEnvironment
    tickets: list[str] = field(default_factory=list)
    done: int = 0

    async def works(self) -> None:
        """Writes and reads, until cancelled; the first refusal ends it."""
        while True:
            ticket = self.tickets[self.done % len(self.tickets)]
            note = {"text": f"第 {self.done} 次回访：业主满意"}
            await self.caller.call("POST", f"/tickets/{ticket}/notes", json=note)
            await self.caller.call("GET", f"/tickets/{ticket}/timeline")
            page = await self.caller.call("GET", "/tickets", params={"limit": 5})
            assert page["items"]
            self.done += 1

    async def sealed_with(self) -> set[int]:
        """The data keys of all names."""
        db = await asyncpg.connect(self.url)
        try:
            rows = await db.fetch("SELECT name AS value FROM customers")
            return {key_no_of(row["value"]) for row in rows}
        finally:
            await db.close()

    async def newest_payload(self, ticket: str) -> bytes:
        """The number of the key that the worker sealed the ticket's last payload with."""
        history = await self.env.client.get_workflow_handle(ticket).fetch_history()
        *_, newest = (payload for event in history.events[1:] for payload in payloads(event))
        assert newest.metadata["encoding"] == ENCODING
        return bytes(newest.metadata["encryption-key-id"])


@pytest.fixture
async def office(
    database_url: str, temporal: WorkflowEnvironment, provider_url: str
) -> AsyncIterator[Office]:
    async with migrated_database(database_url) as url, _staffed(url, temporal, provider_url) as office:
        yield office


@asynccontextmanager
async def _staffed(url: str, temporal: WorkflowEnvironment, provider_url: str) -> AsyncIterator[Office]:
    port = free_port()
    settings = {
        "DATABASE_URL": url,
        "HUIFANG_MASTER_KEYS": f"{MASTER_KEYS},{NEW_MASTER}",
        "HUIFANG_KEYS_RELOAD": str(RELOAD),
        "HUIFANG_TEMPORAL_ADDRESS": temporal.client.service_client.config.target_host,
        "HUIFANG_TASK_QUEUE": f"rotation-{uuid.uuid4().hex[:8]}",
        "HUIFANG_SANDBOX_URL": provider_url,
        "HUIFANG_SANDBOX_SECRET": "test-secret",
        "HUIFANG_API_TOKEN": "test-token",
        "HUIFANG_API_PORT": str(port),
        "HUIFANG_GRACEFUL_SHUTDOWN": "1",
    }
    db = await asyncpg.connect(url)  # ids of its own: the engine is shared with other tests
    await db.execute("SELECT setval('ownership_no', 7000000)")
    await db.close()
    async with AsyncExitStack() as up:
        api = await up.enter_async_context(started(API, port, **settings))
        working = await up.enter_async_context(worker(settings))
        await asyncio.gather(api.answers("/readyz"), working.answers("/readyz"))
        caller = Company(api.url, "test-token", "zh-CN")
        up.push_async_callback(caller.close)
        yield Office(url, api, working, caller, temporal)


async def enrolled(office: Office, first: int) -> list[str]:
    """The tickets of a new building with owners of its own."""
    building = await office.caller.add_building(f"轮换花园{first}", date.today() + timedelta(days=45))
    rows = [f"示例{number},1990008{number:04},1栋1单元{number}" for number in range(first, first + OWNERS)]
    await office.caller.import_rows(building, "业主.csv", "\n".join(["姓名,联系电话,房号", *rows]).encode())
    await office.caller.start_sequence(building)
    return [ticket["id"] for ticket in await office.caller.tickets(building)]


async def until(met: Any, what: str) -> None:
    async with patiently():
        while not await met():  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_keys_change_while_people_work(office: Office) -> None:
    office.tickets = await enrolled(office, 1000)
    working = asyncio.create_task(office.works())
    await until(lambda: _done(office, 3), "work")

    db = await asyncpg.connect(office.url)
    both = MasterKeys.parse(f"{NEW_MASTER},{MASTER_KEYS}")
    try:
        assert await office.sealed_with() == {first.no for first in await kept_keys(db) if first.no == 2}
        # The master key first: the data key that comes then is wrapped by the new one.
        assert await rewrap(db, both) == len(await kept_keys(db))
        key = await add_data_key(db, both, IN_FORCE_AFTER)
        assert not key.in_force
        await until(lambda: _in_force(db, key.no), "the new key")
    finally:
        await db.close()

    # Whatever is sealed from now on is sealed with it, by both processes.
    later = await enrolled(office, 2000)
    assert await office.sealed_with() == {2, key.no}
    assert await office.newest_payload(later[0]) == str(key.no).encode()
    office.tickets += later
    # What was sealed before is sealed anew, while somebody reads and writes it.
    assert (await reseal(office.url, await open_keyring(office.url, both))).values > OWNERS
    assert await office.sealed_with() == {key.no}
    seen = office.done
    await until(lambda: _done(office, seen + len(office.tickets)), "work on old and new tickets")

    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    for process in (office.api, office.worker):
        assert not [line for line in process.lines if line["level"] in ("warning", "error")], process.lines
    assert [await process.stop() for process in (office.api, office.worker)] == [0, 0]
    await everything_opens_with(office.url, MasterKeys.parse(NEW_MASTER))


async def everything_opens_with(url: str, masters: MasterKeys) -> None:
    """Every sealed value, in a process that begins with these master keys alone."""
    pool = await connect(url, await open_keyring(url, masters), size=1)
    try:
        columns = await pool.fetch(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = 'bytea' AND table_name <> 'data_keys'"
        )
        opened = 0
        for table, column in columns:
            opened += len(await pool.fetch(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'))
        assert opened > 2 * OWNERS
    finally:
        await pool.close()


async def _done(office: Office, times: int) -> bool:
    return office.done >= times


async def _in_force(db: Any, number: int) -> bool:
    return any(key.in_force for key in await kept_keys(db) if key.no == number)
