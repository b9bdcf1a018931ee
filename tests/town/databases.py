"""Databases of a test's own on the real server."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from store.migrate import migrate
from tests.town.keys import MASTERS

_templates: dict[str, str] = {}
"""By server: a database with the newest schema that nobody is connected to; copies are quick."""


@asynccontextmanager
async def empty_database(database_url: str) -> AsyncIterator[str]:
    """The URL of a database without a schema, for as long as the block lasts."""
    async with _database(database_url, "template1") as url:
        yield url


@asynccontextmanager
async def migrated_database(database_url: str) -> AsyncIterator[str]:
    """The URL of a database with the newest schema and nothing in it, for as long as the block lasts."""
    if database_url not in _templates:
        name = f"template_{uuid.uuid4().hex[:12]}"
        await _execute(database_url, f"CREATE DATABASE {name}")
        await asyncio.to_thread(migrate, _address(database_url, name), MASTERS)
        _templates[database_url] = name
    async with _database(database_url, _templates[database_url]) as url:
        yield url


@asynccontextmanager
async def _database(database_url: str, template: str) -> AsyncIterator[str]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    await _execute(database_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield _address(database_url, name)
    finally:
        await _execute(database_url, f"DROP DATABASE {name} WITH (FORCE)")


async def _execute(database_url: str, command: str) -> None:
    server = await asyncpg.connect(database_url)
    try:
        await server.execute(command)
    finally:
        await server.close()


def _address(database_url: str, name: str) -> str:
    return urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))


@pytest.fixture
async def empty_database_url(database_url: str) -> AsyncIterator[str]:
    """A database of one test's own on the real server, without a schema."""
    async with empty_database(database_url) as url:
        parts = urlsplit(url)
        # With an option that a company's address may carry as well.
        yield urlunsplit(parts._replace(query=f"{parts.query}&sslmode=prefer".lstrip("&")))
