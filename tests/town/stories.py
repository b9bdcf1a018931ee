"""The town that stories play in: sandboxed workers on the shared servers."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from gateways.sandbox import SandboxSms
from tests.town.office import Office, office
from tests.town.owners import Town
from tests.town.patience import LONG
from tests.town.workers import sandboxed_workers


@pytest.fixture
async def town(temporal: WorkflowEnvironment, pool: Any, provider_url: str) -> AsyncIterator[Town]:
    gateway = SandboxSms(provider_url, "test-secret", timeout=LONG)
    queue = f"tickets-{uuid.uuid4().hex[:8]}"
    async with (
        httpx.AsyncClient(base_url=provider_url, trust_env=False, timeout=LONG) as provider,
        sandboxed_workers(temporal.client, pool, gateway, queue),
    ):
        yield Town(temporal.client, pool, provider, queue, gateway)
    await gateway.close()


@pytest.fixture(scope="module")
async def building(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    """One office for the stories of a file, which share its people one after another."""
    async with office(temporal, database_url) as place:
        yield place


@pytest.fixture
async def place(building: Office) -> AsyncIterator[Office]:
    """The office, tidied after each story."""
    yield building
    await building.tidy()
