"""The OpenAPI document: what the code cannot say by itself."""

from collections.abc import Collection, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.examples import complete
from api.http.problems import MEDIA_TYPE, STATUS, Problem, problem_body
from domain.access.looks import PURPOSES

PUBLIC: dict[str, Any] = {"security": []}
"""`openapi_extra` of what needs neither token nor session."""

BODY = ("bad-request", "too-complex", "too-large", "unsupported-media-type")
"""Problems of every route with a JSON body."""
REPEATED = ("request-in-progress", "key-reused", "outcome-unknown")
"""Problems of every route that honours Idempotency-Key."""

_BASE = ("unauthorized", "not-allowed", "invalid", "too-many-requests", "unavailable")
_TITLE = "Huifang 回访"
_DESCRIPTION = """Customer-service workflows for renovation and property companies.

Every call needs `Authorization: Bearer <token>` or a session's cookie, except health, metrics, webhooks and
what customers open.
Errors are RFC 9457 problem details (`application/problem+json`) in Chinese or English by `Accept-Language`;
`type` is stable, `errors` says per field what to do. What makes something takes an `Idempotency-Key`.
Lists are read page by page: follow `next` until it is null. Moments are ISO 8601 with offset; telephone
numbers are shown masked, unless the caller's role may read them and `X-Purpose` says what for.
"""
_SESSION = (
    "Given by `POST /session`; `huifang` where there is no TLS on this machine. What changes something needs "
    "`X-CSRF-Token` with it, and the browser's `Origin` or `Sec-Fetch-Site`."
)
_TAGS = [
    {"name": "buildings", "description": "Buildings, their handover dates and their owners' rosters."},
    {"name": "pre-handover", "description": "The sequence of messages before handover."},
    {"name": "tickets", "description": "Where each ticket stands, and what happened to it."},
    {"name": "jobs", "description": "Opened by staff from a text message."},
    {"name": "complaints", "description": "What complaints are about, and how many."},
    {"name": "acceptances", "description": "Opened by customers from a text message."},
    {
        "name": "customers",
        "description": "One file per customer; owners who opt out, sign, sell, change number.",
    },
    {"name": "duplicates", "description": "Customers who are perhaps one, and files that were merged."},
    {
        "name": "staff",
        "description": "Departments, people, crews, duty times, absences, and who is told when.",
    },
    {"name": "sign-in", "description": "Sign-in and the own session."},
    {
        "name": "accounts",
        "description": "Who may sign in, tokens of programs, and what happened at the door.",
    },
    {"name": "messages", "description": "Messages whose outcome a person must settle."},
    {"name": "replies", "description": "What owners texted back, and who has seen to it."},
    {"name": "phone calls", "description": "Calls to staff and customers, and what became of them."},
    {
        "name": "privacy",
        "description": "Consent, people's requests about their data, holds, periods, the record.",
    },
    {"name": "trail", "description": "Who looked at whose data, files lent, and exports."},
    {"name": "webhooks", "description": "Called by SMS and phone providers."},
    {"name": "operations", "description": "Health and numbers."},
]
_SAMPLE: Mapping[str, Any] = {
    "limit": "64 MiB",
    "depth": 32,
    "values": 100_000,
    "wanted": "application/json",
    "allowed": "GET, POST",
    "request": "5f0c…",
    "reason": "…",
    "date": "2027-01-15",
    "opens": "01-15 09:30",
    "again": "2027-01-15 09:30",
    "explanation": "…",
    "staff": "S00000001",
    "charge": "D000001",
    "other": 1,
    "stage": "…",
    "roles": "…",
    "permission": "…",
    "possible": "…",
    "customer": "C00000001",
    "what": "…",
}


def problems(*codes: str, public: bool = False) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with these problems, besides those every route has."""
    base = _BASE[2:] if public else _BASE
    found: dict[int | str, dict[str, Any]] = {}
    for code in (*base, *codes):
        body = problem_body(Problem(code, **_SAMPLE), "en", "5f0c1c1d2b7b4f53a5d3d1a7f3a4e2b1")
        if code == "invalid":
            body["errors"] = [{
                "location": "body", "pointer": "#/handover_date", "detail": "This is not a valid date.",
                "action": "Write it as year-month-day, for example 2027-01-15.",
            }]  # fmt: skip
        entry = found.setdefault(
            STATUS[code],
            {
                "description": body["title"],
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
            },
        )
        entry["content"][MEDIA_TYPE]["examples"][code] = {"summary": body["title"], "value": body}
    return found


_PROBLEM_SCHEMA = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {
            "type": "string",
            "enum": [f"urn:huifang:problem:{code}" for code in STATUS],
            "description": "What kind of problem; stable, for programs to tell problems apart.",
        },
        "title": {"type": "string", "description": "The kind of problem, in the caller's language."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened and what to do."},
        "instance": {"type": "string", "description": "This request, as the server's log knows it."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["location", "pointer", "detail", "action"],
                "properties": {
                    "location": {"type": "string", "enum": ["body", "query", "path", "header"]},
                    "pointer": {
                        "type": "string",
                        "description": "Into the body (RFC 6901 fragment), or the parameter's name.",
                    },
                    "detail": {"type": "string", "description": "What is wrong."},
                    "action": {"type": "string", "description": "What to do."},
                },
            },
        },
    },
}


def describe(app: FastAPI, purpose: str, without_people: Collection[str]) -> None:
    """Give `app` its OpenAPI document in place of FastAPI's own.

    `purpose` is the header that says what for; the operations `without_people` take none.
    """
    app.openapi = lambda: _document(app, purpose, without_people)  # type: ignore[method-assign]


def _add_purpose(schema: dict[str, Any], purpose: str, without_people: Collection[str]) -> None:
    """Every operation whose answer shows people takes the header that says what for."""
    header = {
        "name": purpose,
        "in": "header",
        "required": False,
        "description": "What for. Numbers are shown in clear only to roles that may read them, for a stated "
        "purpose, which the access trail keeps.",
        "schema": {"type": "string", "enum": list(PURPOSES)},
    }
    for path in schema["paths"].values():
        for operation in path.values():
            if operation.get("security") != [] and operation["operationId"] not in without_people:
                operation.setdefault("parameters", []).append(header)


def _document(app: FastAPI, purpose: str, without_people: Collection[str]) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(
            title=_TITLE, version=app.version, description=_DESCRIPTION, routes=app.routes, tags=_TAGS
        )
        components = schema.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        complete(schemas)
        schemas["Problem"] = _PROBLEM_SCHEMA
        components["securitySchemes"] = {
            "bearer": {
                "type": "http",
                "scheme": "bearer",
                "description": "An API token, or that of the settings.",
            },
            "session": {"type": "apiKey", "in": "cookie", "name": "__Host-huifang", "description": _SESSION},
        }
        schema["security"] = [{"bearer": []}, {"session": []}]
        _add_purpose(schema, purpose, without_people)
        app.openapi_schema = schema
    return app.openapi_schema
