"""`huifang demo`: the product's main job on an example roster, to watch or to verify."""

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from huifang.cli import options
from huifang.cli.failures import FAILED, told
from huifang.cli.running import log_to, run
from huifang.cli.up import show_addresses
from huifang.cli.wording import locale, out, say
from huifang.demo.checks import Checks
from huifang.demo.company import Company
from huifang.demo.fresh import begin_afresh
from huifang.demo.phones import Phones
from huifang.demo.screen import Screen
from huifang.demo.story import Story
from huifang.local.ports import Ports
from huifang.local.stack import LocalSettings, LocalStack

_RECEIPT_DELAY = 0.2
_DATA_DIR = options.DATA_DIR / "demo"


def demo(
    check: Annotated[bool, typer.Option("--check", help=say("help-check"))] = False,
    data_dir: options.DataDir = _DATA_DIR,
    api_port: options.ApiPort = options.API,
    temporal_port: options.TemporalPort = options.TEMPORAL,
    ui_port: options.UiPort = options.UI,
    sandbox_port: options.SandboxPort = options.SANDBOX,
) -> None:
    """Tell the story, then stay up; with `--check` verify it on a stack of its own and end."""
    with told():
        if check:
            _check()
            return
        begin_afresh(data_dir)
        ports = Ports(api_port, temporal_port, ui_port, sandbox_port)
        settings = LocalSettings(data_dir, ports, True, locale(), _RECEIPT_DELAY)
        log_to(data_dir / "huifang.log")
        try:
            run(_demo(settings))
        except KeyboardInterrupt:
            out.print(say("stopped"))


def _check() -> None:
    # Of its own and on free ports: it may run beside a stack that is in use. PostgreSQL runs as another
    # user when we are root, and must be able to enter.
    home = Path(tempfile.mkdtemp(prefix="huifang-check-"))
    home.chmod(0o755)
    log_to(home / "huifang.log")
    settings = LocalSettings(home, Ports.free(), True, locale(), _RECEIPT_DELAY)
    try:
        checks = run(_checked(settings))
    except BaseException:
        out.print(say("check-left", folder=home))
        raise
    shutil.rmtree(home, ignore_errors=True)
    met = sum(check.met for check in checks)
    out.print(
        say("check-summary", met=met, all=len(checks)), style="bold green" if checks.met else "bold red"
    )
    if not checks.met:
        raise typer.Exit(FAILED)


async def _checked(settings: LocalSettings) -> Checks:
    with out.status(say("starting")):
        stack = await LocalStack(settings).__aenter__()
    try:
        return await _tell(stack)
    finally:
        await stack.__aexit__(None, None, None)


async def _demo(settings: LocalSettings) -> None:
    with out.status(say("starting")):
        stack = await LocalStack(settings).__aenter__()
    try:
        await _tell(stack)
        show_addresses(stack, settings)
        await asyncio.Event().wait()
    finally:
        out.print(say("stopping"))
        await stack.__aexit__(None, None, None)


async def _tell(stack: LocalStack) -> Checks:
    company = Company(stack.addresses.api, stack.credentials.api_token, locale())
    phones = Phones(stack.addresses.sandbox)
    story = Story(company, phones, stack.client, Screen(out, locale()))
    try:
        await story.tell()
    finally:
        await company.close()
        await phones.close()
    return story.checks
