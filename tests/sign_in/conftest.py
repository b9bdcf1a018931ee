"""A door behind which there is no engine: nobody's signing in waits for one."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from temporalio.client import Client

from api.http.config import ApiConfig
from tests.town.api import TOKEN, client, serving
from tests.town.doors import Door


@pytest.fixture(scope="session")
async def doors(pool: Any) -> AsyncIterator[Door]:
    absent = await Client.connect("127.0.0.1:9", lazy=True)
    config = ApiConfig(pool, absent, TOKEN)
    async with serving(config) as url, client(url) as http:
        yield Door(url, config, http)
