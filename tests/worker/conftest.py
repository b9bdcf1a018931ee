"""A database of one test's own on the real server."""

import uuid
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest


@pytest.fixture
async def empty_database_url(database_url: str) -> AsyncIterator[str]:
    """Without a schema."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    server = await asyncpg.connect(database_url)
    await server.execute(f"CREATE DATABASE {name}")
    parts = urlsplit(database_url)
    # With an option that a company's address may carry as well.
    yield urlunsplit(parts._replace(path=f"/{name}", query=f"{parts.query}&sslmode=prefer".lstrip("&")))
    await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await server.close()
