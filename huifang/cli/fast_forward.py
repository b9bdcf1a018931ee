"""`huifang fast-forward TICKET 15d`: moves one ticket's clock, on training servers only."""

import re
import unicodedata
from datetime import timedelta
from typing import Annotated

import typer

from huifang.cli import options
from huifang.cli.failures import USAGE, Failure, told
from huifang.cli.running import run
from huifang.cli.wording import out, say
from huifang.local import training
from huifang.local.addresses import addresses
from huifang.run.temporal_client import connect_options, connect_temporal
from huifang.settings.settings import Settings

_UNITS = {
    **{"d": "days", "h": "hours", "m": "minutes", "s": "seconds"},
    **{"天": "days", "小时": "hours", "分钟": "minutes", "秒": "seconds"},
}
_PART = re.compile(rf"(\d{{1,6}})({'|'.join(_UNITS)})")
_LONGEST = timedelta(days=3660)
"""Ten years: no ticket waits longer, and clocks must stay within what servers can write down."""


def fast_forward(
    ticket: Annotated[str, typer.Argument(help=say("help-ticket"), metavar="TICKET")],
    by: Annotated[str, typer.Argument(help=say("help-by"), metavar="15d")],
    data_dir: options.DataDir = options.DATA_DIR,
    address: Annotated[str | None, typer.Option(help=say("help-temporal-address"))] = None,
) -> None:
    """Walks down to what is pending and moves it first."""
    with told():
        distance = duration(by)
        moved = run(_forward(ticket, distance, _settings(data_dir, address)))
        for workflow in moved.workflows:
            out.print(say("forwarded", ticket=workflow, by=by))
        if moved.still:
            out.print(say("nothing-waits", ticket=ticket))
        if moved.ended:
            out.print(say("forwarded-to-end"))


def duration(given: str) -> timedelta:
    """Such as 15d, 8h, 1d12h or 15天. Raises `Failure`."""
    compact = unicodedata.normalize("NFKC", given).replace(" ", "").lower()
    parts = _PART.findall(compact)
    if not parts or "".join(number + unit for number, unit in parts) != compact:
        raise Failure("wrong-duration", USAGE, given=given)
    total = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
    if not timedelta() < total <= _LONGEST:
        raise Failure("wrong-duration", USAGE, given=given)
    return total


def _settings(data_dir: options.DataDir, address: str | None) -> Settings:
    """The environment's, but for an `address` that was given, or the stack that runs on `data_dir`."""
    settings, running = Settings(), addresses(data_dir)
    if address is not None:
        return settings.model_copy(update={"temporal_address": address})
    if running is None:
        return settings
    return settings.model_copy(
        update={"temporal_address": running.temporal, "temporal_namespace": running.namespace}
    )


async def _forward(ticket: str, by: timedelta, settings: Settings) -> training.Forwarded:
    try:
        client = await connect_temporal(settings, None)
    except RuntimeError:
        raise Failure("no-temporal", address=connect_options(settings)["target_host"]) from None
    return await training.fast_forward(client, ticket, by)
