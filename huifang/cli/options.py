"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Any

import typer

from huifang.cli.wording import say
from huifang.local.ports import Ports

_PORTS = Ports()
_PORT: dict[str, Any] = {"min": 1, "max": 65535, "metavar": "PORT"}

DataDir = Annotated[Path, typer.Option(help=say("help-data-dir"), envvar="HUIFANG_DATA_DIR", metavar="DIR")]
ApiPort = Annotated[int, typer.Option(help=say("help-api-port"), **_PORT)]
TemporalPort = Annotated[int, typer.Option(help=say("help-temporal-port"), **_PORT)]
UiPort = Annotated[int, typer.Option(help=say("help-ui-port"), **_PORT)]
SandboxPort = Annotated[int, typer.Option(help=say("help-sandbox-port"), **_PORT)]

DATA_DIR = Path(".huifang")
API, TEMPORAL, UI, SANDBOX = _PORTS.api, _PORTS.temporal, _PORTS.ui, _PORTS.sandbox
