"""What an outage looks like is decided in one place, for every driver and every way a network fails."""

import errno
import socket
import ssl
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

from services.outage import KINDS, is_away


def rpc(status: RPCStatusCode, message: str = "") -> RPCError:
    return RPCError(message, status, b"")


AWAY: list[Exception] = [
    ConnectionRefusedError(), ConnectionResetError(), BrokenPipeError(), TimeoutError(),
    OSError(errno.EHOSTUNREACH, "no route"), OSError(errno.ENETUNREACH, "no network"),
    socket.gaierror(socket.EAI_AGAIN, "name"), ssl.SSLError("broken"),
    FileNotFoundError(errno.ENOENT, "no such socket"),
    asyncpg.ConnectionDoesNotExistError("gone"), asyncpg.CannotConnectNowError("starting"),
    asyncpg.AdminShutdownError("ends"), asyncpg.TooManyConnectionsError("full"),
    asyncpg.DiskFullError("full"), asyncpg.QueryCanceledError("statement timeout"),
    asyncpg.ReadOnlySQLTransactionError("standby"), asyncpg.DeadlockDetectedError("two"),
    asyncpg.InvalidPasswordError("changed"), asyncpg.InterfaceError("connection is closed"),
    asyncpg.InternalClientError("got result for unknown protocol state"),
    rpc(RPCStatusCode.UNAVAILABLE), rpc(RPCStatusCode.DEADLINE_EXCEEDED),
    rpc(RPCStatusCode.UNKNOWN, "transport error"), rpc(RPCStatusCode.INTERNAL, "h2 protocol error: reset"),
    WorkflowUpdateRPCTimeoutOrCancelledError(),
]  # fmt: skip
OURS: list[Exception] = [
    ValueError(), LookupError(), RuntimeError(),
    OSError(errno.ENOSPC, "full"), PermissionError(errno.EACCES, "no"),
    FileNotFoundError(errno.ENOENT, "no such file", "roster.xlsx"),
    asyncpg.UniqueViolationError("twice"), asyncpg.UndefinedTableError("none"),
    asyncpg.ClientConfigurationError("wrong address"), asyncpg.DataError("wrong"),
    rpc(RPCStatusCode.NOT_FOUND), rpc(RPCStatusCode.INVALID_ARGUMENT), rpc(RPCStatusCode.INTERNAL, "nil map"),
]  # fmt: skip


def named(error: Any) -> str:
    return f"{type(error).__name__} {error}"


@pytest.mark.parametrize("error", AWAY, ids=named)
def test_this_is_an_outage_and_the_api_has_a_handler_for_it(error: Exception) -> None:
    assert is_away(error) and isinstance(error, KINDS)


@pytest.mark.parametrize("error", OURS, ids=named)
def test_this_is_ours_to_mend(error: Exception) -> None:
    assert not is_away(error)


def test_nobody_decides_it_a_second_time() -> None:
    """No other list of what counts as away, in what serves requests or does the work."""
    root, found = Path(__file__).parents[3], []
    for room in ("api", "services", "activities"):
        for path in (root / room).rglob("*.py"):
            text = path.read_text("utf-8")
            if path.name != "outage.py" and ("PostgresConnectionError" in text or "UNAVAILABLE" in text):
                found.append(path.name)
    assert not found
