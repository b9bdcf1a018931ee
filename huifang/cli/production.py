"""`huifang migrate`, `huifang api` and `huifang worker`: the parts of a production set-up, by settings."""

import asyncio
from pathlib import Path
from typing import Annotated

import structlog
import typer

from api.http.database import connect_for_requests
from huifang.cli import options
from huifang.cli.failures import Failure, told
from huifang.cli.running import run
from huifang.cli.wording import out, say
from huifang.local.addresses import addresses
from huifang.local.credentials import credentials
from huifang.run.api_server import api_config, serving
from huifang.run.log_redaction import secrets_of
from huifang.run.logging_setup import configure_logging
from huifang.run.temporal_client import connect_temporal
from huifang.run.waiting import migrated_database
from huifang.settings.keys import master_keys
from huifang.settings.required import require_for_api
from huifang.settings.settings import Settings, unknown_variables
from services.sign_in.accounts import FIRST_LOGIN, first_administrator
from store.database import Pool
from store.migrate import migrate as bring_up_to_date
from vault.master_keys import MasterKeys, MasterKeyUnusable

_log = structlog.get_logger("api")


def migrate(data_dir: options.DataDir = options.DATA_DIR) -> None:
    """Bring the database of the settings, or of the running stack, to the newest schema."""
    with told():
        url, masters = _database(data_dir)
        try:
            bring_up_to_date(url, masters)
        except MasterKeyUnusable:
            raise
        except ValueError:
            raise Failure("wrong-database-url", 2) from None
        out.print(say("migrated"))


def _database(data_dir: Path) -> tuple[str, MasterKeys]:
    """The settings', or that of the stack that runs on `data_dir`, with the keys that open its keys."""
    settings = Settings()
    if settings.database_url is not None:
        return settings.database_url, master_keys(settings)
    running = addresses(data_dir)
    if running is None:
        raise Failure("no-database", 2)
    return running.database_url, MasterKeys.parse(credentials(data_dir).master_keys)


def api(
    host: Annotated[str | None, typer.Option(help=say("help-host"))] = None,
    port: Annotated[int | None, typer.Option(help=say("help-api-port"), min=1, max=65535)] = None,
) -> None:
    """Serve the API by the settings."""
    with told():
        settings = Settings()
        configure_logging(as_json=settings.log_json, secrets=secrets_of(settings))
        for name in unknown_variables():
            _log.warning("setting_unknown", name=name)
        try:
            run(_api(settings, host or settings.api_host, port or settings.api_port))
        except KeyboardInterrupt:
            out.print(say("stopped"))


async def _api(settings: Settings, host: str, port: int) -> None:
    require_for_api(settings)
    pool, keys = await migrated_database(settings, connect_for_requests)
    try:
        # Lazy: while Temporal is away the API answers, and says so at /readyz.
        client = await connect_temporal(settings, keys, lazy=True)
        await _tell_first_sign_in(settings, pool)
        async with keys.kept_fresh(), serving(api_config(settings, pool, client), host, port):
            out.print(say("api-serves", url=f"http://{host}:{port}"))
            await asyncio.Event().wait()
    finally:
        await pool.close()


async def _tell_first_sign_in(settings: Settings, pool: Pool) -> None:
    """Once, on standard output, which is no log of ours."""
    password = await first_administrator(pool)
    if password is not None:
        where = f"{settings.public_base}/sign-in"
        out.print(say("first-sign-in", url=where, login=FIRST_LOGIN, password=password), markup=False)


def worker() -> None:
    """Run the production worker by the settings."""
    from worker import main

    raise typer.Exit(main())
