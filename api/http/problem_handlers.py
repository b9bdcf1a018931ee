"""Turns every exception a request can meet into a problem."""

import asyncpg
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from api.http.problems import Problem, problem_response
from api.http.request_scope import caller_of, locale_of, request_id_of, route_template
from api.http.validation import field_error, field_errors
from api.http.wording import in_words
from services.outage import KINDS, is_away
from services.refused import Refused

_RETRY_AFTER = {"Retry-After": "5"}
_log = structlog.get_logger("api")


def handle_problems(app: FastAPI) -> None:
    """Register the handlers; what none of them knows is left to `api.http.request_log` (500)."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Refused, _not_done)
    app.add_exception_handler(asyncpg.InsufficientPrivilegeError, _for_reading)
    for kind in KINDS:
        app.add_exception_handler(kind, _away)


def problem_of(scope: Scope, refused: Refused) -> Problem:
    """What is refused, as the API tells it; `wait` of the refusal becomes Retry-After."""
    errors = [field_error(scope, "body", each.where, each.rule, **each.values) for each in refused.unfit]
    wait = refused.values.get("wait")
    headers = None if wait is None else {"Retry-After": str(wait)}
    locale = locale_of(scope)
    values = {name: in_words(locale, value) for name, value in refused.values.items()}
    return Problem(refused.code, errors, headers, **values)


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return problem_response(request.scope, Problem("invalid", field_errors(request.scope, error.errors())))


async def _not_done(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):
        raise error
    return problem_response(request.scope, problem_of(request.scope, error))


async def _for_reading(request: Request, error: Exception) -> Response:
    """The row policies do not let write what is there to be read alone: the last line."""
    return problem_response(request.scope, Problem("only-lent"))


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, Problem):
        return problem_response(request.scope, error)
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return problem_response(request.scope, Problem("no-such-address"))
    if status == 405:
        allow = ", ".join(_methods(request))
        return problem_response(
            request.scope, Problem("method-not-allowed", headers={"Allow": allow}, allowed=allow)
        )
    if status == 400:
        return problem_response(request.scope, Problem("bad-request"))
    raise error


async def _away(request: Request, error: Exception) -> Response:
    if not is_away(error):
        raise error
    if isinstance(error, asyncpg.QueryCanceledError):
        scope = request.scope
        _log.warning("statement_took_too_long", request_id=request_id_of(scope), route=route_template(scope))
    return problem_response(request.scope, away(request.scope))


def away(scope: Scope) -> Problem:
    """What a request is told that met an outage: whether nothing was done, or that nobody knows."""
    code = "outcome-unknown" if caller_of(scope).effects.possible else "unavailable"
    return Problem(code, headers=_RETRY_AFTER)


def _methods(request: Request) -> list[str]:
    methods: set[str] = set()
    for route in request.app.state.routes:
        match, _ = route.matches({**request.scope, "method": "GET"})
        if match is not Match.NONE:
            methods |= route.methods
    return sorted(methods)
