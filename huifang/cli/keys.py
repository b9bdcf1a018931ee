"""`huifang make-master-key` and `huifang keys`: keys of the database, made and changed (P23)."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import asyncpg
import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from huifang.cli import options
from huifang.cli.database_settings import database_settings
from huifang.cli.failures import Failure, told
from huifang.cli.parsing import Command, Commands
from huifang.cli.running import run
from huifang.cli.wording import err, out, say
from huifang.settings.keys import FreshKeys, master_keys, settling
from huifang.settings.settings import Settings
from store.key_rotation import KeptKey, add_data_key, kept_keys
from store.key_rotation import rewrap as wrap_again
from store.resealing import Resealed
from store.resealing import reseal as seal_again
from vault.master_keys import make_master_key as make

T = TypeVar("T")
app = typer.Typer(cls=Commands, no_args_is_help=True, help=say("help-keys"))


def make_master_key(
    name: Annotated[str | None, typer.Argument(help=say("help-master-key-name"), show_default=False)] = None,
) -> None:
    """The key on standard output, what to do with it on standard error: it may go straight into a file."""
    with told():
        out.print(make(name or datetime.now(UTC).date().isoformat()), markup=False)
        err.print(say("master-key-keep"))


def show(data_dir: options.DataDir = options.DATA_DIR) -> None:
    """Numbers, times and master keys; never a key."""
    with told():
        _show(run(_on(database_settings(data_dir), kept_keys)))


def add(data_dir: options.DataDir = options.DATA_DIR) -> None:
    """Every running process has it before it seals anything."""
    with told():
        settings = database_settings(data_dir)
        masters = master_keys(settings)
        key = run(_on(settings, lambda db: add_data_key(db, masters, settling(settings))))
        out.print(say("key-added", number=key.no, at=_moment(key.active_from)))


def rewrap(data_dir: options.DataDir = options.DATA_DIR) -> None:
    """Then the old master key may leave the settings."""
    with told():
        settings = database_settings(data_dir)
        masters = master_keys(settings)
        count = run(_on(settings, lambda db: wrap_again(db, masters)))
        out.print(say("keys-rewrapped", count=count, name=masters.newest))


def reseal(data_dir: options.DataDir = options.DATA_DIR) -> None:
    """May be stopped at any moment and run again."""
    with told():
        settings = database_settings(data_dir)
        waits = [key for key in run(_on(settings, kept_keys)) if not key.in_force]
        if waits:
            raise Failure("key-waits", number=waits[0].no, at=_moment(waits[0].active_from))
        done = run(_resealed(settings))
        out.print(say("keys-resealed", values=done.values))
        if done.left:
            out.print(say("keys-left", left=done.left))


async def _resealed(settings: Settings) -> Resealed:
    keys = await FreshKeys.open(settings)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=out, transient=True
    ) as bars:
        bar = bars.add_task("")

        def progress(table: str, done: int, pages: int) -> None:
            bars.update(bar, description=table, completed=done, total=pages)

        return await seal_again(str(settings.database_url), keys.keyring, progress)


async def _on(settings: Settings, work: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
    db = await asyncpg.connect(str(settings.database_url))
    try:
        return await work(db)
    finally:
        await db.close()


def _show(keys: list[KeptKey]) -> None:
    table = Table()
    for column in ("number", "purpose", "master", "made", "state"):
        table.add_column(say(f"keys-{column}"))
    seals = max((key for key in keys if key.purpose == "data" and key.in_force), key=_age, default=None)
    for key in keys:
        state = "index" if key.purpose == "index" else "waits" if not key.in_force else "opens"
        state = "seals" if key is seals else state
        told_ = say(f"keys-{state}", at=_moment(key.active_from) if state == "waits" else "")
        table.add_row(str(key.no), say(f"keys-of-{key.purpose}"), key.master, _moment(key.created_at), told_)
    out.print(table, soft_wrap=False)


def _age(key: KeptKey) -> tuple[float, int]:
    """Of two in force, the later one seals."""
    since = key.active_from.timestamp() if key.active_from.tzinfo else float("-inf")
    return since, key.no


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S}"


for name, command in (("list", show), ("add", add), ("reseal", reseal), ("rewrap", rewrap)):
    app.command(name, cls=Command, help=say(f"help-keys-{name}"))(command)
