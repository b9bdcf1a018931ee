"""The commands and their options."""

from typing import Annotated

import typer

from huifang.cli import demo, fast_forward, import_owners, production, up
from huifang.cli.wording import LOCALES, choose, locale, say

app = typer.Typer(
    name="huifang",
    help=say("help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _language(
    lang: Annotated[str | None, typer.Option(help=say("help-lang"), metavar="|".join(LOCALES))] = None,
) -> None:
    choose(lang or locale())


app.command("up", help=say("help-up"))(up.up)
app.command("demo", help=say("help-demo"))(demo.demo)
app.command("fast-forward", help=say("help-fast-forward"))(fast_forward.fast_forward)
app.command("migrate", help=say("help-migrate"))(production.migrate)
app.command("import-owners", help=say("help-import-owners"))(import_owners.import_owners)
app.command("api", help=say("help-api"))(production.api)
app.command("worker", help=say("help-worker"))(production.worker)
