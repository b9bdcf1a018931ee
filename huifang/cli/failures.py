"""Whatever goes wrong, said in one sentence that tells what to do; never a stack trace."""

import errno
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from temporalio.service import RPCError, RPCStatusCode

from huifang.cli.wording import err, locale, refusal, say
from huifang.demo.fresh import NotADemos
from huifang.demo.patience import DidNotHappen
from huifang.local.embedded.child import ServerEnded
from huifang.local.embedded.lock import StackAlreadyRunning
from huifang.local.embedded.ports import PortTaken
from huifang.local.embedded.postgres import PostgresFailed
from huifang.local.embedded.temporal import TemporalFailed, TemporalMissing
from huifang.local.sandbox_server import SandboxFailed
from huifang.local.training import FastForwardRefused
from huifang.run.listening import CannotListen
from huifang.run.temporal_client import TemporalConfigWrong
from huifang.run.workers import SettingMissing
from huifang.settings.company_policy import CompanyFileUnusable
from huifang.settings.identity_provider import ProviderUnusable
from huifang.settings.settings import NoSecretsDir, problems
from roster import RosterUnreadable, unreadable
from services.refused import Refused
from vault.master_keys import MasterKeyUnusable

FAILED, USAGE, INTERRUPTED = 1, 2, 130
_NO_SUCH = (RPCStatusCode.NOT_FOUND, RPCStatusCode.INVALID_ARGUMENT)
_SAID = {
    *("EACCES", "ECONNREFUSED", "EEXIST", "EISDIR", "ENOENT"),
    *("ENOSPC", "ENOTDIR", "EPERM", "EROFS", "ETIMEDOUT"),
}
"""The system's errors that the catalogue has words for."""
_AWAY = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)


class Failure(Exception):
    """Something to tell the user, in words of the catalogue."""

    def __init__(self, key: str, code: int = FAILED, **values: object) -> None:
        super().__init__(key)
        self.key, self.code, self.values = key, code, values


@contextmanager
def told() -> Iterator[None]:
    """Turn every error of the block into a message and an exit code."""
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except Exception as error:
        message, code = _explained(error)
        err.print(message, style="bold red", markup=False)
        logging.getLogger("huifang").debug("command failed", exc_info=error)
        raise typer.Exit(code) from None


def _explained(error: Exception) -> tuple[str, int]:
    # Here and not above: what goes well does not pay for them.
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    match error:
        case Failure():
            return say(error.key, **error.values), error.code
        case Refused():
            return refusal(error), USAGE
        case StackAlreadyRunning():
            return say("already-running", pid=error.pid or "?"), FAILED
        case PortTaken():
            return say("port-taken", port=error.port, option=error.setting), FAILED
        case CannotListen():
            return say("cannot-listen", host=error.host, port=error.port), FAILED
        case TemporalMissing():
            return say("temporal-missing"), FAILED
        case PostgresFailed() | TemporalFailed() | SandboxFailed():
            return say("server-failed", detail=error), FAILED
        case ServerEnded():
            return say("server-ended", server=error.server, log=error.log), FAILED
        case CompanyFileUnusable():
            return say("company-file", setting=error.setting, file=error.file, reason=error.reason), USAGE
        case ProviderUnusable():
            return say(f"provider-{error.why}", setting=error.setting, given=error.given), USAGE
        case SettingMissing():
            return say("setting-missing", setting=error), USAGE
        case ValidationError() | SettingsError() | NoSecretsDir():
            return say("setting-wrong", settings="; ".join(problems(error))), USAGE
        case MasterKeyUnusable():
            return say(f"master-key-{error.why}", name=error.name), USAGE
        case TemporalConfigWrong():
            return say("setting-wrong", settings=error), USAGE
        case FastForwardRefused():
            return say("no-fast-forward"), FAILED
        case RosterUnreadable():
            return unreadable(error, locale()), FAILED
        case NotADemos():
            return say("not-a-demos", folder=error.data_dir), USAGE
        case DidNotHappen():
            return say("did-not-happen", what=error), FAILED
        case RPCError() if error.status in _NO_SUCH:
            return say("no-such-ticket"), FAILED
        case RPCError() if error.status in _AWAY:
            return say("temporal-away", detail=error.status.name), FAILED
        case asyncpg.ClientConfigurationError():
            return say("wrong-database-url"), USAGE
        case CommandError():
            return say("database-newer"), FAILED
        case SQLAlchemyError():
            cause = getattr(error, "orig", None) or error
            return say("database-refused", detail=type(cause.__cause__ or cause).__name__), FAILED
        case asyncpg.PostgresError() | asyncpg.InterfaceError():
            return say("database-refused", detail=type(error).__name__), FAILED
        case OSError() if error.filename is not None:
            return say("file-unusable", file=error.filename, detail=_reason(error)), FAILED
        case OSError():
            return say("no-connection", detail=_reason(error)), FAILED
        case _:
            return say("unexpected", detail=f"{type(error).__name__}: {error}"), FAILED


def _reason(error: OSError) -> str:
    """Why the system refused, in the user's language; by the system's own name where we have no words."""
    if isinstance(error, socket.gaierror):
        return say("os-no-such-host")
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return say(f"os-{name.lower()}") if name in _SAID else name
