"""`huifang up`: the whole product on this machine, until it is told to end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from shlex import quote
from typing import Annotated

import typer
from rich.table import Table

from huifang.cli import options
from huifang.cli.failures import told
from huifang.cli.running import log_to, run
from huifang.cli.wording import locale, out, say
from huifang.local.credentials import header_file
from huifang.local.ports import Ports
from huifang.local.stack import LocalSettings, LocalStack


def up(
    data_dir: options.DataDir = options.DATA_DIR,
    api_port: options.ApiPort = options.API,
    temporal_port: options.TemporalPort = options.TEMPORAL,
    ui_port: options.UiPort = options.UI,
    sandbox_port: options.SandboxPort = options.SANDBOX,
    training: Annotated[bool, typer.Option("--training", help=say("help-training"))] = False,
) -> None:
    """Start everything, show the addresses, stop on Ctrl-C."""
    ports = Ports(api_port, temporal_port, ui_port, sandbox_port)
    settings = LocalSettings(data_dir, ports, training=training, locale=locale())
    with told():
        log_to(data_dir / "huifang.log")
        try:
            run(_up(settings))
        except KeyboardInterrupt:
            out.print(say("stopped"))


async def _up(settings: LocalSettings) -> None:
    async with starting(settings) as stack:
        show_addresses(stack, settings)
        out.print(say("end-with-ctrl-c"), style="dim")
        await stack.stay()


@asynccontextmanager
async def starting(settings: LocalSettings) -> AsyncIterator[LocalStack]:
    """A stack for as long as the block lasts, saying when it starts and stops."""
    with out.status(say("starting")):
        stack = await LocalStack(settings).__aenter__()
    try:
        yield stack
    finally:
        with out.status(say("stopping")):
            await stack.__aexit__(None, None, None)


def show_addresses(stack: LocalStack, settings: LocalSettings) -> None:
    """Where to look, and with which token to call."""
    table = Table.grid(padding=(0, 2))
    for key, url in (
        ("address-api", f"{stack.addresses.api}/docs"),
        ("address-sign-in", f"{stack.addresses.api}/sign-in"),
        ("address-ui", f"{stack.addresses.ui}/namespaces/{stack.addresses.namespace}/workflows"),
        ("address-sandbox", f"{stack.addresses.sandbox}/{'' if settings.locale == 'zh-CN' else '?lang=en'}"),
        ("address-token", str(header_file(settings.data_dir))),
        ("address-log", str(settings.data_dir / "huifang.log")),
    ):
        table.add_row(f"[bold]{say(key)}[/bold]", url)
    out.print(f"[green]{say('ready')}[/green]")
    out.print(table)
    out.print(
        say("web-ui-sealed", page=f"{stack.addresses.api}/sign-in", codec=f"{stack.addresses.api}/codec")
    )
    if stack.first_sign_in is not None:
        login, password = stack.first_sign_in.read_text("utf-8").split()
        told = say("first-sign-in-kept", login=login, password=password, file=stack.first_sign_in)
        out.print(told, markup=False)
    out.print(say("try-call"))
    header = quote(str(header_file(settings.data_dir)))
    out.print(f"  curl -H @{header} {stack.addresses.api}/tickets", markup=False)
