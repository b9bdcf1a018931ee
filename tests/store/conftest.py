"""Databases of a test's own."""

from collections.abc import AsyncIterator

import pytest

from tests.town.databases import empty_database


@pytest.fixture
async def empty(database_url: str) -> AsyncIterator[str]:
    """The URL of a database without a schema."""
    async with empty_database(database_url) as url:
        yield url
