"""`huifang trail`: whether the access trail is whole, and where a file of customers' data came from (P23)."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from huifang.cli import options
from huifang.cli.database_settings import database_settings
from huifang.cli.failures import FAILED, USAGE, Failure, told
from huifang.cli.parsing import Command, Commands
from huifang.cli.running import run
from huifang.cli.wording import out, say
from huifang.keys import FreshKeys
from huifang.settings import Settings
from store import trail
from store.database import connect

T = TypeVar("T")
app = typer.Typer(cls=Commands, no_args_is_help=True, help=say("help-trail"))


def verify(
    anchor: Annotated[
        str | None, typer.Option("--from", help=say("help-trail-from"), metavar="NUMBER:MAC")
    ] = None,
    data_dir: options.DataDir = options.DATA_DIR,
) -> None:
    """Exit code 1 with the first row that is wrong."""
    with told():
        start = _anchor(anchor)
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=out,
            transient=True,
        ) as bar:
            task = bar.add_task(say("trail-walked", rows=0))
            found = run(
                _on(
                    database_settings(data_dir),
                    lambda db: trail.verify(
                        db, start, lambda no: bar.update(task, description=say("trail-walked", rows=no))
                    ),
                )
            )
        if isinstance(found, trail.Broken):
            raise Failure(f"trail-{found.why}", FAILED, number=found.no)
        out.print(say("trail-whole", rows=found.no))


def head(data_dir: options.DataDir = options.DATA_DIR) -> None:
    """On standard output, to be kept where the database's administrators cannot write."""
    with told():
        out.print(str(run(_on(database_settings(data_dir), trail.head))), markup=False)


def _anchor(given: str | None) -> trail.Head | None:
    if given is None:
        return None
    try:
        return trail.Head.parse(given)
    except ValueError:
        raise Failure("trail-anchor-format", USAGE) from None


async def _on(settings: Settings, work: Callable[[Any], Awaitable[T]]) -> T:
    keys = await FreshKeys.open(settings)
    pool = await connect(str(settings.database_url), keys.keyring, size=1)
    try:
        async with pool.acquire() as db:
            return await work(db)
    finally:
        await pool.close()


for name, command in (("verify", verify), ("head", head)):
    app.command(name, cls=Command, help=say(f"help-trail-{name}"))(command)
