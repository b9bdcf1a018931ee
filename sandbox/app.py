"""The sandbox put together: one FastAPI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from sandbox.control import control
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
) -> FastAPI:
    """The server. `secret` signs what goes to `webhook_url`; submissions present `token`, else `secret`.

    `delay` is the seconds before receipts and replies go out. Raises ValueError when a secret is empty.
    """
    token = secret if token is None else token
    if not secret or not token:
        raise ValueError("the sandbox needs a secret that is not empty")
    state = State(db_path, delay)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(deliver(state, webhook_url, secret)) if webhook_url else None
        yield
        if task:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        state.close()

    app = FastAPI(title="SMS sandbox", lifespan=lifespan)
    app.add_middleware(SameSiteOnly)
    answer_in_codes(app)
    app.include_router(submissions(state, token))
    app.include_router(control(state))
    app.include_router(phones(state))
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))

    @app.get("/healthz")
    async def healthy() -> dict[str, str]:
        """Alive."""
        return {"status": "ok"}

    return app
