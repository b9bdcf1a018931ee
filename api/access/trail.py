"""Every look at personal data leaves a trace, or is not granted (P23)."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.named import customers_named
from api.http.problem_handlers import away
from api.http.problems import Problem, problem_response
from api.http.request_scope import caller_of, operation_of
from services.outage import is_away
from store.trail import Look, Trail

_TABLE = tomllib.loads((Path(__file__).parent / "looks.toml").read_text("utf-8"))
WITHOUT_PEOPLE = frozenset(_TABLE["none"])
"""Operations whose answers hold no personal data."""
KINDS: Mapping[str, str] = {operation: kind for kind, names in _TABLE["looks"].items() for operation in names}
"""What an operation shows of people, where it is said."""
_NOBODY = "nobody"
_NOT_LOOKED = frozenset({401, 405, 413, 415, 422})
"""Turned away before anything was looked for; that is in the log, and sign-ins have their own record."""
_SHOWS = range(200, 300)
_ID = re.compile(r"[A-Za-z0-9-]{1,80}")
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_JSON = "application/json"
_AGENT_KEPT = 120
_log = structlog.get_logger("api")


async def note_seen(
    request: Request,
    customer: str | Iterable[str] | None,
    what: str,
    *,
    purpose: str | None = None,
    count: int | None = None,
    ticket: str | None = None,
    **details: str | int,
) -> None:
    """This request shows `what` of a customer, or of several, by id; without one, of `count` people.

    Only needed where an answer does not name customers by `customer_id`, or where there is more to say. It is
    written once, before the answer goes out; if it cannot be written, the answer is a 503 without data.
    `ticket`: of which, where the address does not say.
    Costs nothing here, and may be called while a database connection is held. `details`: ids and codes only.
    """
    ids = (customer,) if isinstance(customer, str) else tuple(dict.fromkeys(customer or ()))
    look = Look(
        what,
        customers=ids,
        ticket_id=ticket,
        count=len(ids) if count is None else count,
        purpose=purpose,
        details=details,
    )
    caller_of(request.scope).noted.append(look)


class TrailKeeper:
    """Middleware: writes what was looked at before the first byte of the answer."""

    def __init__(self, app: ASGIApp, trail: Trail) -> None:
        """Write into `trail`."""
        self._app, self._trail = app, trail

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        begun = withheld = False

        async def answer(message: Message) -> None:
            nonlocal start, begun, withheld
            if message["type"] == "http.response.start":
                start = message  # kept back until the body tells whose data it is
                return
            if start is not None and not begun:
                begun = True
                if (refusal := await self._refusal(scope, start, message)) is not None:
                    withheld = True
                    await problem_response(scope, refusal)(scope, receive, send)
                    return
                await send(start)
            if not withheld:
                await send(message)

        await self._app(scope, receive, answer)

    async def _refusal(self, scope: Scope, start: Message, body: Message) -> Problem | None:
        """Why the answer is not given: nobody would know of it, or nobody said whom it shows."""
        if shows_unsaid(scope, start):
            _log.error("look_not_said", request_id=caller_of(scope).request_id)
            return Problem("internal")
        kept = await self._kept(scope, start["status"], _named(start, body))
        return None if kept else away(scope)

    async def _kept(self, scope: Scope, status: int, named: tuple[str, ...]) -> bool:
        looks = looks_of(scope, status, named)
        try:
            if looks:
                # That it was looked at is no part of what was asked for.
                with caller_of(scope).effects.apart():
                    await self._trail.keep(*looks)
        except Exception as error:
            if not (is_away(error) or isinstance(error, asyncpg.PostgresError)):
                raise
            _log.error(
                "look_not_kept", error=type(error).__qualname__, request_id=caller_of(scope).request_id
            )
            return False
        return True


def looks_of(scope: Scope, status: int, named: tuple[str, ...] = ()) -> list[Look]:
    """What an answer of this status, in which customers are `named` by id, means for the trail."""
    operation = operation_of(scope)
    if operation is None or operation in WITHOUT_PEOPLE or status in _NOT_LOOKED or status >= 500:
        return []
    if status == 404 and caller_of(scope).principal is None:
        return []  # a stranger with a link that there is not: nobody's data, and rows are kept for good
    shown = status < 400
    noted = caller_of(scope).noted if shown else []
    looks = noted or [_plain(scope, operation, named if shown else ())]
    return [replace(look, **_asked(scope, operation, status, look)) for look in looks]


def shows_unsaid(scope: Scope, start: Message) -> bool:
    """Whether this is a file or a page about people of whom nobody was noted: JSON alone names them."""
    operation = operation_of(scope)
    if operation is None or operation in WITHOUT_PEOPLE or start["status"] not in _SHOWS:
        return False
    kind = Headers(raw=start["headers"]).get("content-type")
    return kind is not None and not kind.startswith(_JSON) and not caller_of(scope).noted


def _plain(scope: Scope, operation: str, named: tuple[str, ...]) -> Look:
    """As much as route and answer tell."""
    ids = scope.get("path_params", {})
    usual = "ticket" if "ticket_id" in ids else "file" if "customer_id" in ids else "other"
    return Look(KINDS.get(operation, usual), customers=named, count=len(named))


def _named(start: Message, body: Message) -> tuple[str, ...]:
    """Every customer that a JSON answer names by id: whoever shows one need not say so."""
    kind = Headers(raw=start["headers"]).get("content-type", "")
    if body.get("more_body") or not kind.startswith(_JSON):
        return ()
    return customers_named(body.get("body", b""))


def _asked(scope: Scope, operation: str, status: int, look: Look) -> dict[str, Any]:
    """Who, why, from where."""
    asks, headers = caller_of(scope), Headers(scope=scope)
    principal = asks.principal
    ids = {
        name: value
        for name, value in scope.get("path_params", {}).items()
        if name.endswith("_id") and isinstance(value, str) and _ID.fullmatch(value)
    }
    ticket, customer = ids.pop("ticket_id", None), ids.pop("customer_id", None)
    ticket = ticket or ids.pop("loan_id", None)  # a loan is a ticket by another address
    purpose = look.purpose or headers.get("x-purpose", "")
    client = scope.get("client")
    opened = ",".join(sorted(asks.opened)) if status < 400 else ""
    return {
        "account": principal.id if principal else _NOBODY,
        "role": principal.role.name if principal else None,
        "staff_id": principal.staff_id if principal else None,
        "operation": operation,
        "status": status,
        "count": look.count if status < 400 else 0,
        "customers": look.customers or ((customer,) if customer else ()),
        "ticket_id": look.ticket_id or ticket,
        "purpose": purpose if _CODE.fullmatch(purpose) else None,
        "address": client[0] if client else None,
        "agent": _readable(headers.get("user-agent", "")),
        "request_id": asks.request_id,
        "details": {
            **ids,
            **look.details,
            **({"clear": opened} if opened else {}),
            **({"for": asks.acts_for} if asks.acts_for else {}),
        },
    }


def _readable(agent: str) -> str | None:
    """Without what a terminal would take for a command."""
    return "".join(char for char in agent if char.isprintable())[:_AGENT_KEPT] or None
