"""The sandbox put together: one FastAPI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from sandbox.call_submissions import call_submissions
from sandbox.control import control
from sandbox.exchange import Exchange, run
from sandbox.phones import phones
from sandbox.protection import SameSiteOnly
from sandbox.state import State
from sandbox.submissions import answer_in_codes, submissions
from sandbox.webhook import deliver


def create_app(
    webhook_url: str | None,
    secret: str,
    token: str | None = None,
    db_path: str | None = None,
    delay: float = 1.0,
    ring: float = 30.0,
) -> FastAPI:
    """The server. `secret` signs what goes to `webhook_url`; submissions present `token`, else `secret`.

    `delay` is the seconds before receipts and replies go out, `ring` how long a phone rings that nobody
    answers. Raises ValueError when a secret is empty.
    """
    token = secret if token is None else token
    if not secret or not token:
        raise ValueError("the sandbox needs a secret that is not empty")
    state = State(db_path, delay)
    exchange = Exchange(state, ring)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(run(exchange))]
        if webhook_url:
            tasks.append(asyncio.create_task(deliver(state, webhook_url, secret)))
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        state.close()

    app = FastAPI(title="SMS and phone sandbox", lifespan=lifespan)
    app.add_middleware(SameSiteOnly)
    answer_in_codes(app)
    app.include_router(submissions(state, token))
    app.include_router(call_submissions(exchange, token))
    app.include_router(control(state, exchange))
    app.include_router(phones(state, exchange))
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))

    @app.get("/healthz")
    async def healthy() -> dict[str, str]:
        """Alive."""
        return {"status": "ok"}

    return app
