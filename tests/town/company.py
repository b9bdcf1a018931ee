"""A database of one test's own on the real server."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.databases import empty_database


@pytest.fixture
async def empty_database_url(database_url: str) -> AsyncIterator[str]:
    """Without a schema."""
    async with empty_database(database_url) as url:
        parts = urlsplit(url)
        # With an option that a company's address may carry as well.
        yield urlunsplit(parts._replace(query=f"{parts.query}&sslmode=prefer".lstrip("&")))
