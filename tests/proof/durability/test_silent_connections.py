"""Connections to PostgreSQL fall silent: they are replaced, and every wait ends (P33)."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from api.http.config import ApiConfig
from api.http.database import connect_for_requests
from services.outage import is_away
from store.database import Pool, connect
from store.keys import open_keyring
from store.pool import silent_for
from store.silence import BOUNDS, Bounds, answers_within, patience_left, patience_spent
from tests.town.api import TOKEN, client, serving
from tests.town.keys import MASTERS
from tests.town.network import Line, line_to_database
from tests.town.patience import BUSY, until

SHORT = timedelta(milliseconds=300)
"""Patience with what never answers: nothing else is waited for so briefly."""
AT_ONCE = 8


@dataclass
class Far:
    """An API at the end of a line to PostgreSQL."""

    http: httpx.AsyncClient
    line: Line
    pool: Any

    async def asked(self, times: int = 1) -> list[int]:
        answers = await asyncio.gather(*(self.http.get("/buildings") for _ in range(times)))
        return [answer.status_code for answer in answers]


@asynccontextmanager
async def far_api(
    database_url: str, temporal: Any, patience: timedelta, unhealthy_after: timedelta = BUSY
) -> AsyncIterator[Far]:
    keyring = await open_keyring(database_url, MASTERS)
    async with line_to_database(database_url) as (line, url):
        pool = await connect_for_requests(url, keyring, bounds=replace(BOUNDS, asking=SHORT))
        config = ApiConfig(
            pool, temporal.client, TOKEN, backend_timeout=patience, unhealthy_after=unhealthy_after
        )
        async with serving(config) as address, client(address) as http:
            yield Far(http, line, pool)
        pool.terminate()


async def test_silent_connections_are_replaced(
    pool: Any, database_url: str, temporal: WorkflowEnvironment
) -> None:
    async with far_api(database_url, temporal, SHORT * 4) as far:
        await until(lambda: _opened(far))
        far.line.fall_silent()
        first = await far.asked()
        assert first == [503]
        # One was enough: the others are not tried one after the other.
        await until(lambda: _answers(far))
        assert silent_for(far.pool) == timedelta(0)


async def _opened(far: Far) -> bool:
    """Several connections, all of them used."""
    return set(await far.asked(AT_ONCE)) == {200}


async def _answers(far: Far) -> bool:
    return await far.asked() == [200]


async def test_a_connection_that_was_at_rest_is_asked_first(
    pool: Any, database_url: str, temporal: WorkflowEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with far_api(database_url, temporal, BUSY) as far:
        await until(lambda: _opened(far))
        far.line.fall_silent()
        for holder in far.pool._holders:
            if holder._con is not None:
                holder._con.answered_at -= BOUNDS.trusted.total_seconds() * 2
        # Nobody who calls notices, nor waits for the statement's bound, which is a quarter of an hour here.
        assert await far.asked(AT_ONCE) == [200] * AT_ONCE


async def test_health_says_that_nothing_succeeds_and_that_it_does_again(
    pool: Any, database_url: str, temporal: WorkflowEnvironment
) -> None:
    async with far_api(database_url, temporal, SHORT, unhealthy_after=SHORT) as far:
        await until(lambda: _answers(far))
        assert (await far.http.get("/healthz")).status_code == 200
        far.line.stall()

        async def unhealthy() -> bool:
            assert await far.asked() == [503]
            return (await far.http.get("/healthz")).status_code == 503

        await until(unhealthy)
        assert (await far.http.get("/healthz")).json()["status"] == "unavailable"
        far.line.go_on()
        await until(lambda: _answers(far))
        assert (await far.http.get("/healthz")).status_code == 200


async def worker_pool(url: str, database_url: str, bounds: Bounds) -> Pool:
    return await connect(url, await open_keyring(database_url, MASTERS), size=3, bounds=bounds)


async def test_a_worker_gets_over_silent_connections_as_well(pool: Any, database_url: str) -> None:
    async with line_to_database(database_url) as (line, url):
        far = await worker_pool(url, database_url, replace(BOUNDS, asking=SHORT))
        async with far.acquire() as one, far.acquire() as two:
            assert await one.fetchval("SELECT 1") == await two.fetchval("SELECT 1") == 1
        line.fall_silent()
        with answers_within(SHORT), pytest.raises(TimeoutError):
            await far.fetchval("SELECT 2")

        async def answered() -> bool:
            return bool(await far.fetchval("SELECT 3") == 3)

        assert await answered()
        line.stall()
        await far.close()  # ends, though nothing on the other side ever says goodbye


async def test_a_transaction_in_silence_ends_without_waiting_for_its_rollback(
    pool: Any, database_url: str
) -> None:
    async with line_to_database(database_url) as (line, url):
        far = await worker_pool(url, database_url, BOUNDS)

        async def work() -> None:
            async with far.acquire() as db, db.transaction():
                await db.execute("SELECT 1")
                line.stall()
                await db.execute("SELECT 2")

        with answers_within(SHORT), pytest.raises(Exception) as failed:
            await work()
        assert is_away(failed.value)
        line.go_on()
        assert await far.fetchval("SELECT 4") == 4
        far.terminate()


async def test_both_machines_watch_the_connection(pool: Any, database_url: str) -> None:
    """TCP keepalive on our side, and on the server's; locks of a client that is gone are let go."""
    async with line_to_database(database_url) as (_, url):
        far = await worker_pool(url, database_url, BOUNDS)
        async with far.acquire() as db:
            ours = db._con._transport.get_extra_info("socket")
            assert ours.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert (
                ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == BOUNDS.kept_alive.total_seconds()
            )
            if hasattr(socket, "TCP_USER_TIMEOUT"):
                unheard = ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
                assert unheard == BOUNDS.unheard.total_seconds() * 1000
            said = await db.fetchval("SHOW idle_in_transaction_session_timeout")
            assert said == "5min"
        far.terminate()


async def test_what_is_asked_after_a_silence_is_hardly_waited_for() -> None:
    """However many statements a request has: the first that gets no answer is the last that is waited for."""
    with answers_within(timedelta(hours=1)):
        assert patience_left(BOUNDS.statement) == timedelta(hours=1).total_seconds()
        patience_spent()
        assert patience_left(BOUNDS.statement) == BOUNDS.afterwards.total_seconds()
        with answers_within(BOUNDS.longest):
            assert patience_left(BOUNDS.statement) == BOUNDS.longest.total_seconds()
    assert patience_left(BOUNDS.statement) == BOUNDS.statement.total_seconds()
