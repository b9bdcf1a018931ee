"""Errors as RFC 9457 problem details, in the caller's language."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from api.http.request_scope import locale_of, request_id_of
from texts import text

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[str, int] = {
    "bad-request": 400,
    "too-complex": 400,
    "unauthorized": 401,
    "sign-in-refused": 401,
    "code-needed": 401,
    "code-refused": 401,
    "session-ended": 401,
    "token-malformed": 401,
    "token-expired": 401,
    "token-revoked": 401,
    "password-due": 403,
    "second-factor-due": 403,
    "from-elsewhere": 403,
    "csrf-token-needed": 403,
    "no-session": 403,
    "own-account": 403,
    "no-such-account": 404,
    "no-such-session": 404,
    "no-such-token": 404,
    "no-password": 409,
    "login-taken": 409,
    "last-administrator": 409,
    "second-factor-not-begun": 409,
    "too-many-tries": 429,
    "numbers-used-up": 429,
    "not-allowed": 403,
    "not-your-part": 403,
    "in-person": 403,
    "concerns-you": 403,
    "never-cancelled": 409,
    "own-loan": 403,
    "only-lent": 403,
    "not-in-own-name": 403,
    "webhook-rejected": 401,
    "no-such-address": 404,
    "no-such-building": 404,
    "no-such-ticket": 404,
    "no-such-customer": 404,
    "no-such-ownership": 404,
    "no-such-message": 404,
    "no-such-import": 404,
    "no-such-reply": 404,
    "no-such-report": 404,
    "no-such-request": 404,
    "no-such-copy": 404,
    "no-such-hold": 404,
    "no-such-loan": 404,
    "no-such-department": 404,
    "no-such-person": 404,
    "no-such-crew": 404,
    "no-such-duty-time": 404,
    "no-such-absence": 404,
    "no-such-contract": 404,
    "no-such-merge": 404,
    "method-not-allowed": 405,
    "too-slow": 408,
    "building-cancelled": 409,
    "no-handover-date": 409,
    "nothing-ahead": 409,
    "enrolled-with-another-policy": 409,
    "not-enrolled": 409,
    "owner-left": 409,
    "loan-open": 409,
    "ticket-closed": 409,
    "not-closed": 409,
    "not-classified": 409,
    "ticket-open": 409,
    "not-its-turn": 409,
    "rest-hours": 409,
    "number-taken": 409,
    "customer-known": 409,
    "contract-known": 409,
    "already-merged": 409,
    "merge-undone": 409,
    "merge-built-upon": 409,
    "customer-refuses-calls": 409,
    "number-not-settled": 409,
    "scan-not-on-record": 409,
    "named-person": 403,
    "not-called-about": 409,
    "customer-rests": 409,
    "call-under-way": 409,
    "customer-erased": 409,
    "message-settled": 409,
    "staff-number-taken": 409,
    "staff-in-charge": 409,
    "department-in-use": 409,
    "duty-times-overlap": 409,
    "absences-overlap": 409,
    "request-in-progress": 409,
    "changed-meanwhile": 412,
    "too-large": 413,
    "address-too-long": 414,
    "unsupported-media-type": 415,
    "invalid": 422,
    "roster-unreadable": 422,
    "incomplete": 422,
    "key-reused": 422,
    "too-many-requests": 429,
    "headers-too-many": 431,
    "internal": 500,
    "unavailable": 503,
    "outcome-unknown": 503,
}
"""Every problem by its stable code, with the status it is answered with."""


@dataclass(frozen=True)
class FieldError:
    """One field that does not fit: where it stands, what is wrong and what to do."""

    location: str
    """`body`, `query`, `path` or `header`."""
    pointer: str
    """RFC 6901 fragment into the body, such as `#/policy/steps/0/at`; elsewhere the parameter's name."""
    detail: str
    action: str


class Problem(HTTPException):
    """An error the caller can act on; `code` is a key of `STATUS`, `values` fill the catalogue's texts.

    It is an HTTPException so that FastAPI lets it pass while it reads a body.
    """

    def __init__(
        self,
        code: str,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        super().__init__(STATUS[code], headers=dict(headers or {}))
        self.code, self.errors, self.values = code, tuple(errors), values


def problem_body(problem: Problem, locale: str, request_id: str) -> dict[str, Any]:
    """The problem details object (RFC 9457, section 3); `errors` only where fields are to blame."""
    body: dict[str, Any] = {
        "type": f"urn:huifang:problem:{problem.code}",
        "title": text(locale, f"problem-{problem.code}"),
        "status": problem.status_code,
        "detail": text(locale, f"problem-{problem.code}-detail", **problem.values),
        "instance": f"urn:huifang:request:{request_id}",
    }
    if problem.errors:
        body["errors"] = [vars(error) for error in problem.errors]
    return body


def problem_response(scope: Scope, problem: Problem) -> Response:
    """The answer to the request of `scope`."""
    body = problem_body(problem, locale_of(scope), request_id_of(scope))
    content = json.dumps(body, ensure_ascii=False).encode()
    return Response(content, problem.status_code, dict(problem.headers or {}), MEDIA_TYPE)
