"""Who comes in: the token of the settings, an API token, or a session; and how large a body may be (P23)."""

import hmac
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.refusals import Reason, note_refused
from api.access.session_cookie import (
    CSRF_HEADER,
    SAFE_METHODS,
    from_elsewhere,
    is_csrf_token,
    read_cookie,
    says_where_from,
)
from api.access.web_ui import from_web_ui
from api.http.config import ApiConfig
from api.http.problem_handlers import away
from api.http.problems import Problem, problem_response
from api.http.request_scope import caller_of, operation_of
from domain.access.roles import BUILT_IN, PIECES, Reach, Role, Shown
from domain.access.sign_in import due
from services.caller import Principal
from services.outage import is_away
from store.database import Connection, queries
from store.rows.sign_in.sessions import SessionOfRow
from vault.tokens import API_TOKEN, digest, is_api_token

_OPEN = frozenset({"/", "/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/sign-in"})
_OPEN_BELOW = ("/webhooks/", "/acceptances/", "/jobs/", "/docs/", "/session/oidc")
_IMPORT = "importOwners"
_SESSION, _PAGE = "/session", "/my-account"
_VOID: dict[str, Reason] = {"revoked": "token_revoked", "expired": "token_expired"}
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="huifang"'}


class Door:
    """Middleware: finds out who makes the request; strangers reach health, docs, webhooks, sign-in.

    A request with a session's cookie that changes something must come from our own page.
    """

    def __init__(self, app: ASGIApp, config: ApiConfig) -> None:
        """Raises ValueError when the token of the settings is empty: an empty header would open the door."""
        if config.token is not None and not config.token:
            raise ValueError("the API's token is empty")
        self._app, self._config = app, config
        self._settings = f"Bearer {config.token}".encode() if config.token is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and not _is_open(scope):
            try:
                # That somebody was here is no part of what they ask for.
                with caller_of(scope).effects.apart():
                    principal = await self._principal(scope)
                if principal is None and not _is_page(scope["path"]):
                    raise Problem("unauthorized", headers=_CHALLENGE)
                caller_of(scope).principal = principal
            except Problem as refusal:
                await problem_response(scope, refusal)(scope, receive, send)
                return
            except Exception as error:
                if not is_away(error):
                    raise
                await problem_response(scope, away(scope))(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _principal(self, scope: Scope) -> Principal | None:
        given = Headers(scope=scope).get("authorization", "")
        if given:
            return await self._bearer(scope, given)
        secret = read_cookie(scope, self._config)
        return await self._session(scope, secret) if secret else None

    async def _bearer(self, scope: Scope, header: str) -> Principal | None:
        scheme, _, given = header.partition(" ")
        given = given.strip()
        offered = f"{scheme.capitalize()} {given}".encode()
        if self._settings is not None and hmac.compare_digest(offered, self._settings):
            return everything()
        if scheme.lower() != "bearer" or not given.startswith(API_TOKEN):
            note_refused(scope, "token_unknown")
            return None
        if not is_api_token(given):
            note_refused(scope, "token_malformed")
            raise Problem("token-malformed", headers=_CHALLENGE)
        policy = self._config.sign_in
        async with self._connection() as db:
            row = await queries.api_token_of(db, secret=digest(given), seen_every=policy.seen_every)
            if row is None:
                note_refused(scope, "token_unknown")
                return None
            void = "revoked" if row["revoked"] else "expired" if row["expired"] else None
            if void is not None:
                note_refused(scope, _VOID[void], row["id"])
                raise Problem(f"token-{void}", headers=_CHALLENGE)
            if row["stale"]:
                await queries.api_token_used(db, id=row["id"])
        role = role_named(row["role"])
        kept = role.permissions & frozenset(row["scopes"]) - policy.never_by_token
        return Principal(row["id"], replace(role, permissions=kept), "token")

    async def _session(self, scope: Scope, secret: str) -> Principal | None:
        policy = self._config.sign_in
        async with self._connection() as db:
            row = await queries.session_of(
                db, secret=digest(secret), idle=policy.idle, seen_every=policy.seen_every
            )
            if row is not None and row["stale"]:
                await queries.session_seen(db, id=row["id"])
        if row is None:
            note_refused(scope, "no_session")
            if _is_page(scope["path"]):
                return None
            raise Problem("session-ended", headers=_CHALLENGE)
        self._require_own_page(scope, secret, row["account_id"])
        return Principal(
            row["account_id"],
            self._role(scope, row),
            "session",
            row["staff_id"],
            row["crew_id"],
            row["department_id"],
            row["id"],
        )

    def _require_own_page(self, scope: Scope, secret: str, account: str) -> None:
        """Raises Problem `from-elsewhere` or `csrf-token-needed`."""
        if scope["method"] in SAFE_METHODS or from_web_ui(scope, self._config.temporal_ui_url):
            return
        if from_elsewhere(scope, self._config) or not says_where_from(scope):
            note_refused(scope, "from_elsewhere", account)
            raise Problem("from-elsewhere")
        # A page without scripts sends its token in the form; there its route compares it.
        token = Headers(scope=scope).get(CSRF_HEADER, "")
        if not _is_page(scope["path"]) and not is_csrf_token(secret, token):
            note_refused(scope, "csrf", account)
            raise Problem("csrf-token-needed")

    def _role(self, scope: Scope, row: SessionOfRow) -> Role:
        """The account's; while something is due, nothing else may be done.

        Raises Problem `password-due` or `second-factor-due`.
        """
        role = role_named(row["role"])
        first = due(
            self._config.sign_in,
            row["role"],
            must_change=row["must_change"],
            enrolled=row["second_factor"],
            by_provider=row["by"] == "provider",
        ).first
        if first is None:
            return role
        if not (_is_own_session(scope["path"]) or _is_page(scope["path"])):
            raise Problem(f"{first}-due")
        return nothing(role.name)

    def _connection(self) -> AbstractAsyncContextManager[Connection]:
        return self._config.pool.acquire(timeout=self._config.backend_timeout.total_seconds())


def everything() -> Principal:
    """The token of the settings: every permission, all files."""
    permissions = frozenset().union(*(role.permissions for role in BUILT_IN.values()))
    shows = {**dict.fromkeys(PIECES, Shown.ALWAYS), "phone": Shown.PURPOSE}
    role = Role("settings", permissions, Reach.ALL, shows)
    return Principal("settings", role, "settings")


def nothing(role: str) -> Role:
    """A role of this name that may do nothing, and sees nobody."""
    return Role(role, frozenset(), Reach.NONE, dict.fromkeys(PIECES, Shown.NEVER))


def role_named(name: str) -> Role:
    """A role that is no longer there may do nothing."""
    return BUILT_IN.get(name) or nothing(name)


def _is_open(scope: Scope) -> bool:
    path = scope["path"]
    return path in _OPEN or path.startswith(_OPEN_BELOW) or (path == _SESSION and scope["method"] == "POST")


def _is_own_session(path: str) -> bool:
    return path == _SESSION or path.startswith(f"{_SESSION}/")


def _is_page(path: str) -> bool:
    return path == _PAGE or path.startswith(f"{_PAGE}/")


class BodyLimit:
    """Middleware: reading more than the limit raises Problem `too-large`; rosters have their own limit."""

    def __init__(self, app: ASGIApp, limit: int, import_limit: int) -> None:
        """Limits in bytes."""
        self._app, self._limit, self._import_limit = app, limit, import_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            # Known once the route is: whatever an address looks like, it is the route that takes rosters.
            limit = self._import_limit if operation_of(scope) == _IMPORT else self._limit
            if seen > limit or (declared.isdecimal() and int(declared) > limit):
                raise Problem("too-large", limit=_shown(limit))
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise Problem("too-large", limit=_shown(limit))
            return message

        await self._app(scope, limited, send)


def _shown(size: int) -> str:
    return f"{size / 1024 / 1024:g} MiB" if size >= 1024 * 1024 else f"{size / 1024:g} KiB"
