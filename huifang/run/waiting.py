"""Waits for a neighbour that is not there yet, and says so: a start-up order needs no crash loop."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import urlsplit

import asyncpg
import structlog
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.runtime import Runtime
from temporalio.service import RPCError

from huifang.run.temporal_client import connect_options, connect_temporal
from huifang.run.workers import SettingMissing
from huifang.settings.keys import FreshKeys, master_keys
from huifang.settings.settings import Settings
from store.database import connect
from store.migrate import versions
from vault.keyring import Keyring

_FIRST, _LONGEST = 0.25, 5.0
_ANSWER = timedelta(seconds=10)
_LINE = 300
"""Longest reason in a log line, in characters."""
Connect = Callable[[str, Keyring], Awaitable["asyncpg.Pool[asyncpg.Record]"]]
_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
_log = structlog.get_logger("start")


class _Pause:
    """Twice as long each time, up to five seconds: whoever waits for us waits for it as well."""

    def __init__(self) -> None:
        self._seconds = _FIRST

    async def __call__(self) -> None:
        await asyncio.sleep(self._seconds)
        self._seconds = min(self._seconds * 2, _LONGEST)


async def migrated_database(
    settings: Settings, connect: Connect = connect
) -> "tuple[asyncpg.Pool[asyncpg.Record], FreshKeys]":
    """A pool and its keys, as soon as Postgres answers and has the newest schema. The caller closes the pool.

    `connect` makes the pool; the API's is another.

    Raises `SettingMissing` without DATABASE_URL or master keys, `MasterKeyUnusable`, and
    `asyncpg.ClientConfigurationError` for no address of a database.
    """
    if settings.database_url is None:
        raise SettingMissing("DATABASE_URL")
    master_keys(settings)  # what is wrong with them is said before anybody waits
    server, pause = urlsplit(settings.database_url).hostname or "local socket", _Pause()
    while True:
        try:
            if await _has_newest_schema(settings.database_url):
                keys = await FreshKeys.open(settings)
                return await connect(settings.database_url, keys.keyring), keys
        except asyncpg.ClientConfigurationError:
            raise
        except _AWAY as error:
            _log.warning("waiting_for_postgres", server=server, error=type(error).__qualname__)
        else:
            _log.warning("waiting_for_migrations", server=server, do="run: huifang migrate")
        await pause()


async def _has_newest_schema(database_url: str) -> bool:
    newest, known = versions()
    db = await asyncpg.connect(database_url)
    try:
        found = await db.fetchval("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return False
    finally:
        await db.close()
    # A version from a newer release is fine: its migrations run before its code does.
    return found == newest or found not in known


async def reachable_temporal(settings: Settings, keys: FreshKeys, runtime: Runtime | None = None) -> Client:
    """A client, as soon as Temporal answers and knows the namespace.

    Raises `TemporalConfigWrong` when Temporal's own configuration cannot be used.
    """
    options, pause = connect_options(settings), _Pause()
    server = {"address": options["target_host"], "namespace": options["namespace"]}
    while True:
        try:
            client = await connect_temporal(settings, keys, runtime=runtime)
            await client.workflow_service.describe_namespace(
                DescribeNamespaceRequest(namespace=client.namespace), timeout=_ANSWER
            )
            return client
        except RPCError as error:
            _log.warning("waiting_for_temporal", **server, refused=error.status.name)
        except RuntimeError as error:
            _log.warning("waiting_for_temporal", **server, error=str(error)[:_LINE])
        await pause()
