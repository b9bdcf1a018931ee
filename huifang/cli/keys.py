"""`huifang make-master-key`: the key that opens the database's keys (P23, docs/keys.md)."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from huifang.cli.failures import told
from huifang.cli.wording import err, out, say
from vault.master_keys import make_master_key as make


def make_master_key(
    name: Annotated[str | None, typer.Argument(help=say("help-master-key-name"), show_default=False)] = None,
) -> None:
    """The key on standard output, what to do with it on standard error: it may go straight into a file."""
    with told():
        out.print(make(name or datetime.now(UTC).date().isoformat()), markup=False)
        err.print(say("master-key-keep"))
