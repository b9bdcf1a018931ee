"""What the log says of whoever was turned away at the door (P23)."""

from typing import Literal

import structlog
from starlette.types import Scope

from api.http.request_scope import request_id_of

Reason = Literal[
    "csrf",
    "from_elsewhere",
    "no_session",
    "token_expired",
    "token_malformed",
    "token_revoked",
    "token_unknown",
]
_log = structlog.get_logger("api")


def note_refused(scope: Scope, reason: Reason, principal: str | None = None) -> None:
    """One line, with the account's or the API token's id where it is known; never what was offered."""
    _log.warning("request_refused", reason=reason, principal=principal, request_id=request_id_of(scope))
