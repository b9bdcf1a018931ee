"""A statement has a bound, and ends when whoever asked has gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry

from api.http.database import connect_for_requests
from api.http.limits import BUILT_IN
from store.database import LONGEST, connect, let_last
from tests.town.api import Api, client, serving
from tests.town.keys import KEYRING
from tests.town.patience import patiently

_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1"
    " AND datname = current_database()"
)
_ASKS = [
    ("GET", "/buildings", None, "%FROM buildings%"),
    ("GET", "/tickets", None, "%FROM tickets t LEFT JOIN buildings%"),
    ("POST", "/customers:search", {"phone": "19900000003"}, "%merged_into IS NULL%"),
]


@asynccontextmanager
async def _locked(pool: Any) -> AsyncIterator[Any]:
    """Nobody reads these tables within the block; gives a connection that does not wait for them."""
    async with pool.acquire() as holder, pool.acquire() as watcher, holder.transaction():
        await holder.execute("LOCK TABLE buildings, customers IN ACCESS EXCLUSIVE MODE")
        yield watcher


async def _until(watcher: Any, query: str, waiting: int) -> None:
    async with patiently():
        while await watcher.fetchval(_WAITING, query) != waiting:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(("method", "path", "body", "query"), _ASKS)
async def test_what_only_asks_ends_when_its_caller_has_gone(
    api: Api, method: str, path: str, body: Any, query: str
) -> None:
    async with _locked(api.pool) as watcher:
        async with client(api.url) as http:
            asking = asyncio.create_task(http.request(method, path, json=body))
            await _until(watcher, query, 1)
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        # The tables are still locked: it did not get its turn, it was ended.
        await _until(watcher, query, 0)
    assert (await api.http.request(method, path, json=body)).status_code == 200


async def test_what_changes_something_is_carried_out_though_its_caller_has_gone(api: Api) -> None:
    async with _locked(api.pool) as watcher, client(api.url) as http:
        asking = asyncio.create_task(http.post("/buildings", json={"name": "人已走，事照办"}))
        await _until(watcher, "%INSERT INTO buildings%", 1)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    async with patiently():
        while True:
            answer = await api.http.get("/buildings", params={"limit": 200})
            if any(each["name"] == "人已走，事照办" for each in answer.json()["items"]):
                return
            await asyncio.sleep(0.02)


async def test_a_statement_over_its_bound_is_ended_and_said_to_be(
    api: Api, database_url: str, problem: Any
) -> None:
    pool = await connect_for_requests(database_url, KEYRING, statement=timedelta(seconds=1))
    try:
        config = replace(api.config, pool=pool, registry=CollectorRegistry())
        async with serving(config) as url, client(url) as http:
            async with _locked(api.pool):
                answer = await http.get("/buildings")
            problem(answer, 503, "unavailable")
            assert int(answer.headers["retry-after"]) > 0
    finally:
        await pool.close()


async def test_every_connection_has_a_bound(database_url: str) -> None:
    pools = [
        (await connect_for_requests(database_url, KEYRING, size=1), BUILT_IN.statement),
        (await connect(database_url, KEYRING, size=1), LONGEST),
    ]
    for pool, bound in pools:
        async with pool.acquire() as db:
            assert await _bound(db) == bound
            async with db.transaction():
                await let_last(db, timedelta(hours=1))
                assert await _bound(db) == timedelta(hours=1)
            assert await _bound(db) == bound
        await pool.close()


async def _bound(db: Any) -> timedelta:
    found: timedelta = await db.fetchval("SELECT current_setting('statement_timeout')::interval")
    return found


async def test_a_process_that_is_told_to_end_ends_what_nobody_answers(api: Api) -> None:
    at_once = replace(api.config.doors, limits=replace(BUILT_IN, farewell=timedelta(0)))
    config = replace(api.config, doors=at_once, registry=CollectorRegistry())
    async with _locked(api.pool) as watcher, httpx.AsyncClient(timeout=None) as http:
        async with serving(config) as url:
            asking = asyncio.create_task(
                http.get(f"{url}/buildings", headers={"Authorization": api.http.headers["Authorization"]})
            )
            await _until(watcher, "%FROM buildings%", 1)
        # Its end is not waited for: the table is still locked.
        await _until(watcher, "%FROM buildings%", 0)
        await asyncio.gather(asking, return_exceptions=True)
