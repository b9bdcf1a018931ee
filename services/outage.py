"""The one place that decides whether an error says that PostgreSQL or Temporal is away."""

import errno
import socket
import ssl

import asyncpg
from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

KINDS: tuple[type[Exception], ...] = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    RPCError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
"""Among these are all that `is_away` knows; not every one of them is an outage."""
_POSTGRES = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresSystemError,
    # What a server refuses that is about to become the first one, or is the first one no more.
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    # Two that wait for each other, or too long: the same request may well succeed now.
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    # A password that was changed on one side: nobody who calls us could mend it.
    asyncpg.InvalidAuthorizationSpecificationError,
)
_RPC = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.ABORTED,
        RPCStatusCode.CANCELLED,  # how the client itself says that its time is up
        RPCStatusCode.UNKNOWN,  # how it says that the connection broke: "transport error"
    }
)
_BROKEN_HTTP = ("h2 protocol error", "transport error", "error reading a body", "connection")
"""How messages begin that come with INTERNAL when a connection breaks in the middle of an answer."""
_NETWORK = frozenset(
    {
        errno.EHOSTUNREACH,
        errno.EHOSTDOWN,
        errno.ENETUNREACH,
        errno.ENETDOWN,
        errno.ENETRESET,
        errno.ENOTCONN,
        errno.EADDRNOTAVAIL,
        errno.ENOBUFS,
        errno.EMFILE,
        errno.ENFILE,
    }
)


def is_away(error: BaseException) -> bool:
    """Whether this is what a database or a workflow service that is away looks like; all else is ours."""
    # asyncpg calls a wrong argument an InterfaceError too, and has kinds of it that are ValueErrors.
    if isinstance(error, ValueError):
        return False
    if isinstance(error, OSError):
        return _is_network(error)
    if isinstance(error, RPCError):
        return error.status in _RPC or (
            error.status is RPCStatusCode.INTERNAL and error.message.startswith(_BROKEN_HTTP)
        )
    return isinstance(
        error,
        (
            *_POSTGRES,
            asyncpg.InterfaceError,
            # What the driver says of a connection that broke while it was in the middle of something.
            asyncpg.InternalClientError,
            WorkflowUpdateRPCTimeoutOrCancelledError,
        ),
    )


def _is_network(error: OSError) -> bool:
    """A full disk and a file that is not there are ours."""
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror | ssl.SSLError):
        return True
    # Nobody has made the server's Unix socket; a file that is not there has a name.
    return error.errno in _NETWORK or (isinstance(error, FileNotFoundError) and error.filename is None)
