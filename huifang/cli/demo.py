"""`huifang demo`: the product's main job on an example roster, to watch or to verify."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from huifang.cli import options
from huifang.cli.failures import FAILED, told
from huifang.cli.running import log_to, run
from huifang.cli.up import show_addresses, starting
from huifang.cli.wording import locale, out, program, say
from huifang.demo.checks import Checks
from huifang.demo.company import Company
from huifang.demo.fresh import begin_afresh
from huifang.demo.left_running import Left
from huifang.demo.phones import Phones
from huifang.demo.programme import Programme
from huifang.demo.screen import Screen
from huifang.local.ports import Ports
from huifang.local.stack import LocalSettings, LocalStack

_RECEIPT_DELAY = 0.2
_PAUSE = 0.35
"""Seconds to read one message, for a person at a terminal."""
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
        settings = LocalSettings(data_dir, ports, True, locale(), _RECEIPT_DELAY, company_files=False)
        log_to(data_dir / "huifang.log")
        try:
            run(_demo(settings))
        except KeyboardInterrupt:
            out.print(say("stopped"))


def _check() -> None:
    # Of its own and on free ports: it may run beside a stack that is in use.
    home = Path(tempfile.mkdtemp(prefix="huifang-check-"))
    log_to(home / "huifang.log")
    settings = LocalSettings(home, Ports.free(), True, locale(), _RECEIPT_DELAY, company_files=False)
    try:
        checks = run(_checked(settings))
    except BaseException:
        out.print(say("check-left", folder=home))
        raise
    met = sum(check.met for check in checks)
    out.print(
        say("check-summary", met=met, all=len(checks)), style="bold green" if checks.met else "bold red"
    )
    if not checks.met:
        out.print(say("check-left", folder=home))
        raise typer.Exit(FAILED)
    shutil.rmtree(home, ignore_errors=True)


async def _checked(settings: LocalSettings) -> Checks:
    async with starting(settings) as stack, _telling(stack) as programme:
        await programme.tell()
        return programme.checks


async def _demo(settings: LocalSettings) -> None:
    async with starting(settings) as stack:
        # Someone at a terminal wants to read along.
        async with _telling(stack, _PAUSE if out.is_terminal else 0.0) as programme:
            await programme.tell()
            left = await programme.leave_running()
        show_addresses(stack, settings)
        _suggest(left, settings, stack.addresses.sandbox)
        out.print(say("end-with-ctrl-c"), style="dim")
        await stack.stay()


@asynccontextmanager
async def _telling(stack: LocalStack, pause: float = 0.0) -> AsyncIterator[Programme]:
    company = Company(stack.addresses.api, stack.credentials.api_token, locale())
    phones = Phones(stack.addresses.sandbox)
    try:
        yield Programme(company, phones, stack.client, Screen(out, locale(), pause))
    finally:
        await company.close()
        await phones.close()


def _suggest(left: Left, settings: LocalSettings, sandbox: str) -> None:
    phone = f"{sandbox}/{'' if settings.locale == 'zh-CN' else '?lang=en'}"
    out.print(say("try-repair", ticket=left.repair, name=left.rings.name), markup=False)
    out.print(say("try-repair-page", page=left.page), markup=False, soft_wrap=True)
    called = {"name": left.rings.name, "number": left.rings.phone[3:]}
    out.print(say("try-repair-phone", phone=phone, **called), markup=False, soft_wrap=True)
    out.print(say("try-repair-missed"))
    _show_forward(left.repair, "2h", settings)
    out.print(say("try-ticket"))
    _show_forward(left.sequence, "40d", settings)
    out.print(say("try-reply"))


def _show_forward(ticket: str, by: str, settings: LocalSettings) -> None:
    command = f"{program()} fast-forward {ticket} {by} --data-dir {quote(str(settings.data_dir))}"
    out.print(f"  {command}", markup=False, soft_wrap=True)
