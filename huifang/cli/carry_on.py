"""`huifang carry-on TICKET`: a ticket whose workflow tasks fail goes on from the last that replays."""

from typing import Annotated

import typer

from huifang.cli import options
from huifang.cli.database_settings import database_settings
from huifang.cli.failures import FAILED, Failure, told
from huifang.cli.running import run
from huifang.cli.wording import out, say
from huifang.run.carrying_on import Carried, CarriedOn
from huifang.run.carrying_on import carry_on as go_on
from huifang.run.temporal_client import connect_options, connect_temporal
from huifang.settings.keys import FreshKeys
from huifang.settings.settings import Settings
from store.database import connect, queries


def carry_on(
    ticket: Annotated[str, typer.Argument(help=say("help-ticket"), metavar="TICKET")],
    data_dir: options.DataDir = options.DATA_DIR,
) -> None:
    """Exit code 1 where it could not be carried on."""
    with told():
        carried = run(_carried_on(ticket, database_settings(data_dir)))
        said = say(f"carry-on-{carried.outcome}", ticket=ticket, run=carried.run_id or "")
        out.print(said, markup=False)
        if carried.outcome in (CarriedOn.HOPELESS, CarriedOn.NOT_RUNNING):
            raise typer.Exit(FAILED)


async def _carried_on(ticket: str, settings: Settings) -> Carried:
    keys = await FreshKeys.open(settings)
    pool = await connect(str(settings.database_url), keys.keyring, size=1)
    try:
        async with pool.acquire() as db:
            row = await queries.get_ticket(db, id=ticket)
        if row is None:
            raise Failure("no-such-ticket")
        try:
            client = await connect_temporal(settings, keys)
        except RuntimeError:
            raise Failure("no-temporal", address=connect_options(settings)["target_host"]) from None
        return await go_on(client, ticket, row["version"])
    finally:
        await pool.close()
