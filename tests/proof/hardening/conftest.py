"""The API on a real socket, with limits small enough to be met."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from prometheus_client import CollectorRegistry
from temporalio.testing import WorkflowEnvironment

from api.http.config import ApiConfig
from api.http.limits import BUILT_IN, Bucket, Doors
from tests.town.api import ALIYUN_TOKEN, SANDBOX_SECRET, TOKEN, client, serving
from tests.town.patience import BUSY, LONG, patiently

LIMITS = replace(
    BUILT_IN,
    head=8192,
    headers=40,
    address=1000,
    body_pause=timedelta(milliseconds=300),
    json_depth=8,
    json_values=200,
    form_fields=2,
    file_name=60,
)


@dataclass
class Doorway:
    """An API and how it is reached."""

    http: httpx.AsyncClient
    config: ApiConfig

    @property
    def url(self) -> str:
        return str(self.http.base_url)

    def stranger(self) -> httpx.AsyncClient:
        """A caller without a token."""
        return httpx.AsyncClient(
            base_url=self.url, headers={"Accept-Language": "en"}, trust_env=False, timeout=LONG
        )

    async def raw(self, *pieces: bytes, until: Callable[[bytes], bool] | None = None) -> bytes:
        """What comes back for bytes that no proper client sends, until the connection is closed."""
        to = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(to.hostname, to.port)
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            answer = b""
            async with patiently():
                while chunk := await reader.read(65536):
                    answer += chunk
                    if until and until(answer):
                        break
            return answer
        except ConnectionError:
            return answer
        finally:
            writer.close()


@pytest.fixture(scope="session")
async def doorway(pool: Any, temporal: WorkflowEnvironment) -> AsyncIterator[Doorway]:
    config = ApiConfig(
        pool,
        temporal.client,
        TOKEN,
        public_url="https://huifang.example.com",
        sandbox_secret=SANDBOX_SECRET,
        aliyun_callback_token=ALIYUN_TOKEN,
        doors=Doors(LIMITS),
        backend_timeout=BUSY,
    )
    async with serving(config) as url, client(url) as http:
        yield Doorway(http, config)


@pytest.fixture
async def narrow(doorway: Doorway) -> AsyncIterator[Doorway]:
    """Buckets of three requests, which fill again in a quarter of an hour."""
    bucket = Bucket(3, 3 / 900)
    limits = replace(LIMITS, callers=bucket, strangers=bucket, refusals=bucket)
    config = replace(
        doorway.config, public_url="http://127.0.0.1", doors=Doors(limits), registry=CollectorRegistry()
    )
    async with serving(config) as url, client(url) as http:
        yield Doorway(http, config)
