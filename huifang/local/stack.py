"""Everything Huifang needs, in one command on one machine."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from prometheus_client import CollectorRegistry
from pydantic import SecretStr
from temporalio.client import Client
from temporalio.runtime import Runtime, TelemetryConfig

from api.http.database import connect_for_requests
from gateways.sandbox_phone import SandboxPhone
from huifang.local.addresses import Addresses, forget
from huifang.local.credentials import Credentials, credentials
from huifang.local.embedded.child import Child, first_to_end
from huifang.local.embedded.ports import require_free
from huifang.local.embedded.stack import EmbeddedStack
from huifang.local.ports import Ports
from huifang.local.sandbox_server import SandboxServer
from huifang.run.api_server import api_config, serving
from huifang.run.first_sign_in import keep_first_sign_in
from huifang.run.health_metrics import AttentionCounts
from huifang.run.logging_activities import ActivityLog
from huifang.run.logging_setup import temporal_logging
from huifang.run.logging_workflows import workflow_tasks_watched
from huifang.run.temporal_client import connect_temporal
from huifang.run.workers import sms_gateway, working
from huifang.settings.keys import FreshKeys
from huifang.settings.settings import Settings
from store.database import connect
from store.migrate import migrate
from vault.master_keys import MasterKeys
from workflows.upkeep.schedules import ensure_schedules


@dataclass(frozen=True)
class LocalSettings:
    """How a stack on this machine runs.

    `training` allows clocks to be moved; `receipt_delay` is the sandbox's, in seconds; without
    `company_files` the product runs as shipped, whatever policy and wording the environment names.
    """

    data_dir: Path
    ports: Ports = field(default_factory=Ports)
    training: bool = False
    locale: str = "zh-CN"
    receipt_delay: float = 1.0
    company_files: bool = True


class LocalStack:
    """Async context manager: PostgreSQL, Temporal, sandbox provider, worker and API, stopped the other way.

    Raises on entering what `EmbeddedStack` raises, and `SandboxFailed` or `CannotListen`.
    """

    def __init__(self, settings: LocalSettings) -> None:
        self._settings = settings
        self._cleanup = AsyncExitStack()
        self._servers: dict[str, Child] = {}
        self.client: Client
        self.addresses: Addresses
        self.credentials: Credentials
        self.first_sign_in: Path | None = None
        """Where the first administrator's password stands, when this start made one."""

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as cleanup:
            await self._start(cleanup)
            self._cleanup = cleanup.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._cleanup.aclose()

    async def stay(self) -> NoReturn:
        """Until cancelled; raises `ServerEnded` when one of its servers ends meanwhile."""
        raise await first_to_end(self._servers)

    async def _start(self, cleanup: AsyncExitStack) -> None:
        wanted, ports = self._settings, self._settings.ports
        api_url = f"http://127.0.0.1:{ports.api}"
        servers = EmbeddedStack(
            wanted.data_dir,
            training=wanted.training,
            temporal_port=ports.temporal,
            ui_port=ports.ui,
            codec_url=f"{api_url}/codec",
        )
        await cleanup.enter_async_context(servers)
        sandbox = SandboxServer(
            wanted.data_dir, ports.sandbox, f"{api_url}/webhooks/sandbox", wanted.receipt_delay
        )
        await sandbox.recover()
        require_free(ports.sandbox, "--sandbox-port")
        require_free(ports.api, "--api-port")
        self.credentials = credentials(wanted.data_dir)
        cleanup.push_async_callback(sandbox.stop)
        masters = MasterKeys.parse(self.credentials.master_keys)
        await asyncio.gather(
            asyncio.to_thread(migrate, servers.database_url, masters), sandbox.start(self.credentials)
        )
        self.addresses = Addresses(
            api_url, servers.temporal_address, servers.ui_url, sandbox.url, servers.database_url
        )
        self._servers = servers.servers | {"sandbox": sandbox.server}
        await self._serve(cleanup)
        self.addresses.write(wanted.data_dir)
        cleanup.callback(forget, wanted.data_dir)

    async def _serve(self, cleanup: AsyncExitStack) -> None:
        settings = self._of_the_product()
        keys = await FreshKeys.open(settings)
        await cleanup.enter_async_context(keys.kept_fresh())
        runtime = Runtime(telemetry=TelemetryConfig(logging=temporal_logging()))
        self.client = await connect_temporal(settings, keys, runtime=runtime)
        pool = await connect(self.addresses.database_url, keys.keyring)
        cleanup.push_async_callback(pool.close)
        gateway = sms_gateway(settings)
        cleanup.push_async_callback(gateway.close)
        # One process, one place to look: the API's /metrics shows the worker's series too.
        registry = CollectorRegistry()
        log = ActivityLog(registry)
        cleanup.enter_context(workflow_tasks_watched(registry))
        counting = asyncio.create_task(AttentionCounts(registry).keep_counting(pool))
        cleanup.callback(counting.cancel)
        phone = SandboxPhone(self.addresses.sandbox, self.credentials.sandbox_token)
        cleanup.push_async_callback(phone.close)
        await cleanup.enter_async_context(
            working(settings, self.client, pool, gateway, phone, interceptors=[log])
        )
        await ensure_schedules(self.client, settings.task_queue)
        asked = await connect_for_requests(self.addresses.database_url, keys.keyring)
        cleanup.push_async_callback(asked.close)
        self.first_sign_in = await keep_first_sign_in(pool, self._settings.data_dir)
        config = replace(api_config(settings, asked, self.client), registry=registry)
        await cleanup.enter_async_context(serving(config, "127.0.0.1", self._settings.ports.api))

    def _of_the_product(self) -> Settings:
        """The environment's settings, but for what this stack itself decides."""
        company = ("policy_file", "texts_dir", "complaint_categories_file")
        shipped = {} if self._settings.company_files else dict.fromkeys(company)
        given = Settings()
        return given.model_copy(
            update={
                **shipped,
                "database_url": self.addresses.database_url,
                "temporal_address": self.addresses.temporal,
                "temporal_namespace": self.addresses.namespace,
                "temporal_ui_url": self.addresses.ui,
                "public_url": given.public_url or self.addresses.api,
                "task_queue": self.addresses.task_queue,
                "master_keys": SecretStr(self.credentials.master_keys),
                "api_token": SecretStr(self.credentials.api_token),
                "sms_provider": "sandbox",
                "phone_provider": "sandbox",
                "sandbox_url": self.addresses.sandbox,
                "sandbox_secret": SecretStr(self.credentials.sandbox_secret),
                "sandbox_token": SecretStr(self.credentials.sandbox_token),
                "locale": self._settings.locale,
            }
        )
