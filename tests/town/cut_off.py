"""A second API of an office, whose lines to PostgreSQL and to Temporal can be cut."""

import itertools
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from api.http.config import ApiConfig
from api.http.database import connect_for_requests
from domain.playbooks.registry import PLAYBOOKS
from store.database import connect
from store.keys import open_keyring
from tests.town.api import TOKEN, client, serving
from tests.town.databases import migrated_database
from tests.town.keys import MASTERS, SEALING
from tests.town.network import Line, Way, line_to_database, line_to_server
from tests.town.office import Office, furnished
from tests.town.patience import BUSY, until
from tests.town.workers import sandboxed_workers

_offices = itertools.count(900)
_LEASE = timedelta(seconds=1)
"""So that a key whose request was lost is soon free again."""


@dataclass
class CutOff:
    """An office as it is, and an API of it at the end of two lines."""

    office: Office
    http: httpx.AsyncClient
    database: Line
    temporal: Line
    config: ApiConfig

    async def again(self, method: str, path: str, headers: dict[str, str], body: Any) -> httpx.Response:
        """The same request until it is answered otherwise than with "later"."""

        async def answered() -> httpx.Response | None:
            answer = await self.http.request(method, path, json=body, headers=headers)
            assert answer.status_code != 500, answer.text
            later = answer.status_code == 503 or "request-in-progress" in answer.text
            return None if later else answer

        answer: httpx.Response = await until(answered, f"an answer of {path}")
        return answer


@asynccontextmanager
async def cut_off(
    env: WorkflowEnvironment, database_url: str, patience: timedelta = BUSY
) -> AsyncIterator[CutOff]:
    """`patience` is the second API's with what stands behind it."""
    queue = f"cut-off-{uuid.uuid4().hex[:8]}"
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(migrated_database(database_url))
        keyring = await open_keyring(url, MASTERS)
        pool = await connect(url, keyring)
        stack.push_async_callback(pool.close)
        number = next(_offices) * 1000
        async with pool.acquire() as db:  # ids of their own: the engine is shared with other offices
            for each in PLAYBOOKS:
                if each.letter:
                    await db.execute(f"SELECT setval('ticket_no_{each.letter.lower()}', $1)", number)
        api_pool = await connect_for_requests(url, keyring)
        stack.push_async_callback(api_pool.close)
        place = await stack.enter_async_context(
            furnished(env, pool, queue, sandboxed_workers, True, api_pool)
        )
        database, far_url = await stack.enter_async_context(line_to_database(url))
        temporal = await stack.enter_async_context(
            line_to_server(env.client.service_client.config.target_host)
        )
        far_pool = await connect_for_requests(far_url, keyring)
        stack.callback(far_pool.terminate)
        far_client = await Client.connect(
            temporal.address,
            namespace=env.client.namespace,
            **SEALING,
            lazy=True,
        )
        config = ApiConfig(far_pool, far_client, TOKEN, queue, backend_timeout=patience, claim_lease=_LEASE)
        http = await stack.enter_async_context(client(await stack.enter_async_context(serving(config))))
        yield CutOff(place, http, database, temporal, config)


class Cut:
    """Whether the cut that was ordered has been made."""

    made = False


@contextmanager
def cut_at(line: Line, number: int, way: Way) -> Iterator[Cut]:
    """Within the block the connection is cut at the piece of this number, 1 the first, before it arrives."""
    cut, pieces = Cut(), itertools.count(1)

    def watch(piece_way: Way, _: bytes) -> bool:
        if cut.made or piece_way != way or next(pieces) != number:
            return False
        cut.made = True
        return True

    line.watch = watch
    try:
        yield cut
    finally:
        line.watch = None
