"""The commands and their options."""

from typing import Annotated

import typer

from huifang.cli import accounts, carry_on, demo, fast_forward, import_owners, keys, production, trail, up
from huifang.cli.parsing import Command, Commands
from huifang.cli.wording import LOCALES, say

app = typer.Typer(
    name="huifang",
    cls=Commands,
    help=say("help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _language(
    # `Commands` takes it from wherever it stands; declared here for --help.
    lang: Annotated[str | None, typer.Option(help=say("help-lang"), metavar="|".join(LOCALES))] = None,
) -> None:
    pass


for name, command in (
    ("up", up.up),
    ("demo", demo.demo),
    ("fast-forward", fast_forward.fast_forward),
    ("migrate", production.migrate),
    ("import-owners", import_owners.import_owners),
    ("api", production.api),
    ("worker", production.worker),
    ("carry-on", carry_on.carry_on),
    ("make-master-key", keys.make_master_key),
):
    app.command(name, cls=Command, help=say(f"help-{name}"))(command)

app.add_typer(keys.app, name="keys")
app.add_typer(accounts.app, name="account")
app.add_typer(trail.app, name="trail")
