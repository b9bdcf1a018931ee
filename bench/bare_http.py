"""`python -m bench.bare_http KIND PORT`: what an answer is measured against, by settings of the environment.

`same` is the product's application under uvicorn as uvicorn listens by itself; `alone` answers as `/healthz`
does, with FastAPI and nothing around it: no ids, no log, no headers, no limits.
"""

import asyncio
import sys

import uvicorn
from fastapi import FastAPI

from api.app import create_app, server
from api.http.database import connect_for_requests
from api.operations.health import Alive
from huifang.run.api_server import api_config
from huifang.run.log_redaction import secrets_of
from huifang.run.logging_setup import configure_logging
from huifang.run.temporal_client import connect_temporal
from huifang.run.waiting import migrated_database
from huifang.settings.settings import Settings

_HOST = "127.0.0.1"
alone = FastAPI()


@alone.get("/healthz")
async def healthz() -> Alive:
    """The same words as the product's."""
    return Alive(version="0.1.0")


async def _same(port: int) -> None:
    settings = Settings()
    configure_logging(as_json=settings.log_json, secrets=secrets_of(settings))
    pool, keys = await migrated_database(settings, connect_for_requests)
    try:
        client = await connect_temporal(settings, keys, lazy=True)
        await server(create_app(api_config(settings, pool, client)), _HOST, port).serve()
    finally:
        await pool.close()


async def _alone(port: int) -> None:
    config = uvicorn.Config(alone, _HOST, port, http="h11", access_log=False, log_config=None)
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run({"same": _same, "alone": _alone}[sys.argv[1]](int(sys.argv[2])))
