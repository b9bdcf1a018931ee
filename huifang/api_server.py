"""The API put together from the settings."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

from pydantic import SecretStr
from temporalio.client import Client

from api.app import create_app, server
from api.config import ApiConfig
from huifang.composition import SettingMissing
from huifang.settings import Settings


class CannotListen(RuntimeError):
    """The API's address is taken, or not this machine's."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"cannot listen on {host}:{port}")
        self.host, self.port = host, port


def api_config(settings: Settings, pool: Any, client: Client) -> ApiConfig:
    """The API's configuration. Raises `SettingMissing` without a token."""
    if settings.api_token is None:
        raise SettingMissing("HUIFANG_API_TOKEN")
    return ApiConfig(
        pool=pool,
        temporal=client,
        token=settings.api_token.get_secret_value(),
        task_queue=settings.task_queue,
        signature=settings.aliyun_sign_name or settings.company_name,
        locale=settings.locale,
        sandbox_secret=_plain(settings.sandbox_secret) if settings.sms_provider == "sandbox" else None,
        aliyun_callback_token=_plain(settings.aliyun_callback_token),
        temporal_ui_url=settings.temporal_ui_url,
        import_limit=settings.import_limit_mb * 1024 * 1024,
    )


@asynccontextmanager
async def serving(config: ApiConfig, host: str, port: int) -> AsyncIterator[None]:
    """The API for as long as the block lasts; signals stay the caller's. Raises `CannotListen`."""
    try:
        listener = socket.create_server((host, port), reuse_port=False)
    except OSError as error:
        raise CannotListen(host, port) from error
    running = server(create_app(config), host, port)
    # Else it would take the process's signals over, which belong to the whole stack.
    running.capture_signals = nullcontext  # type: ignore[method-assign,assignment]
    task = asyncio.create_task(running.serve([listener]), name="api")
    while not running.started and not task.done():  # noqa: ASYNC110 -- uvicorn offers nothing to wait for
        await asyncio.sleep(0.02)
    try:
        yield
    finally:
        running.should_exit = True
        await task
        listener.close()


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
