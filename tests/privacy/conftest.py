"""An office of its own for the files here: what is deleted is nobody else's."""

from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.town.office import Office, office


@pytest.fixture(scope="session")
async def building(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    """One office for all of them; nobody's phone is answered, unless a test says otherwise."""
    async with office(temporal, database_url) as place:
        yield place


@pytest.fixture
async def place(building: Office) -> AsyncIterator[Office]:
    """The office, tidied after each test."""
    yield building
    await building.tidy()
