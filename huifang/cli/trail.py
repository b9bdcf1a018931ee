"""`huifang trail`: whether the access trail is whole, and where a file of customers' data came from (P23)."""

from collections.abc import Awaitable
from typing import Annotated, Any

import typer

from huifang.cli import options
from huifang.cli.counting import counting
from huifang.cli.database_settings import database_settings
from huifang.cli.failures import FAILED, USAGE, Failure, told
from huifang.cli.find_source import find_source
from huifang.cli.on_database import on_database
from huifang.cli.parsing import Command, Commands
from huifang.cli.running import run
from huifang.cli.trail_anchors import keep_anchor, last_anchor
from huifang.cli.wording import out, say
from store import trail

app = typer.Typer(cls=Commands, no_args_is_help=True, help=say("help-trail"))


def verify(
    anchor: Annotated[
        str | None, typer.Option("--from", help=say("help-trail-from"), metavar="NUMBER:MAC")
    ] = None,
    data_dir: options.DataDir = options.DATA_DIR,
) -> None:
    """Exit code 1 with the first row that is wrong. How far it went is kept, and compared the next time."""
    with told():
        start, settings = _anchor(anchor), database_settings(data_dir)
        file = settings.trail_anchors_file
        known = start or (last_anchor(file) if file else None)

        def work(db: Any) -> Awaitable[trail.Head | trail.Broken]:
            return trail.verify(db, known, walked, whole=start is None)

        with counting("trail-walked") as walked:
            found = run(on_database(settings, work))
        if isinstance(found, trail.Broken):
            raise Failure(f"trail-{found.why}", FAILED, number=found.no)
        if file is not None:
            keep_anchor(file, found)
        out.print(say("trail-whole", rows=found.no))


def head(data_dir: options.DataDir = options.DATA_DIR) -> None:
    """On standard output, to be kept where the database's administrators cannot write."""
    with told():
        out.print(str(run(on_database(database_settings(data_dir), trail.head))), markup=False)


def _anchor(given: str | None) -> trail.Head | None:
    if given is None:
        return None
    try:
        return trail.Head.parse(given)
    except ValueError:
        raise Failure("trail-anchor-format", USAGE) from None


for name, command in (("verify", verify), ("head", head), ("find-source", find_source)):
    app.command(name, cls=Command, help=say(f"help-trail-{name}"))(command)
