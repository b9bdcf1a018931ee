"""The API put together from the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr
from temporalio.client import Client

from api.app import create_app, server
from api.http.config import ApiConfig
from api.http.limits import Doors
from huifang.run.listening import CannotListen as CannotListen
from huifang.run.listening import listening
from huifang.run.playbook_texts import require_declared
from huifang.settings.company_policy import read_company
from huifang.settings.identity_provider import identity_provider
from huifang.settings.settings import Settings
from store.database import Pool


def api_config(settings: Settings, pool: Pool, client: Client) -> ApiConfig:
    """The API's configuration. Raises `CompanyFileUnusable`, `ProviderUnusable`, `PlaybookNotWhole`."""
    company = read_company(settings)
    require_declared()
    sandboxed = "sandbox" in (settings.sms_provider, settings.calls_by)
    return ApiConfig(
        pool=pool,
        temporal=client,
        token=_plain(settings.api_token),
        task_queue=settings.task_queue,
        signature=settings.aliyun_sign_name or settings.company_name,
        locale=settings.locale,
        public_url=settings.public_base,
        oidc=identity_provider(settings),
        default_policy=company.pre_handover,
        policies=company.tickets,
        categories=company.categories,
        sandbox_secret=_plain(settings.sandbox_secret) if sandboxed else None,
        aliyun_callback_token=_plain(settings.aliyun_callback_token),
        temporal_ui_url=settings.temporal_ui_url,
        import_limit=settings.import_limit_mb * 1024 * 1024,
        doors=Doors(trusted_proxies=tuple(each.strip() for each in settings.trusted_proxies.split(","))),
    )


@asynccontextmanager
async def serving(config: ApiConfig, host: str, port: int) -> AsyncIterator[None]:
    """The API for as long as the block lasts; signals stay the caller's. Raises `CannotListen`."""
    async with listening(server(create_app(config), host, port), host, port):
        yield


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
