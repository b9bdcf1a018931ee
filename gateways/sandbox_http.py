"""The sandbox provider's HTTP, as its two ports use it: submit once, ask by our reference."""

from datetime import timedelta
from typing import Any

import httpx

from gateways.outcomes import (
    Accepted,
    ConfigurationError,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)

_REJECTIONS = {"number-rejected": True}
"""Codes of permanent refusals, and whether the number is the cause."""


def connection(base_url: str, token: str, timeout: float) -> httpx.AsyncClient:
    """A client of the sandbox at `base_url`; `timeout` in seconds per request."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.AsyncClient(base_url=base_url, timeout=timeout, headers=headers, trust_env=False)


async def submit(http: httpx.AsyncClient, path: str, body: dict[str, Any]) -> Accepted:
    """Submit once. Raises a subclass of `ProviderError`."""
    try:
        answer = await http.post(path, json=body)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Unavailable("connect") from error
    except httpx.HTTPError as error:
        raise OutcomeUnknown(type(error).__name__) from error
    return _accepted(answer)


async def ask(http: httpx.AsyncClient, path: str, reference: str, name: str) -> list[Any]:
    """What stands under our reference, in the answer's list `name`.

    Raises `Unavailable` or `ConfigurationError` when there is no answer.
    """
    try:
        answer = await http.get(path, params={"reference": reference})
    except httpx.HTTPError as error:
        raise Unavailable(type(error).__name__) from error
    if answer.status_code in (401, 403):
        raise ConfigurationError("credentials")
    found = _json(answer).get(name)
    if not answer.is_success or not isinstance(found, list):
        raise Unavailable(f"http-{answer.status_code}")
    return found


def _accepted(answer: httpx.Response) -> Accepted:
    status, body = answer.status_code, _json(answer)
    code = str(body.get("code") or f"http-{status}")
    if status == 429:
        wait = answer.headers.get("Retry-After", "")
        raise Throttled(code, timedelta(seconds=int(wait) if wait.isdecimal() else 60))
    if status == 503:
        raise Unavailable(code)
    # The status alone does not say whose fault it is: a request we malformed is refused with 4xx as well.
    if code in _REJECTIONS:
        raise Rejected(code, number_problem=_REJECTIONS[code])
    if 400 <= status < 500:
        raise ConfigurationError(code)
    if not answer.is_success or "provider_id" not in body:
        raise OutcomeUnknown(code)
    return Accepted(str(body["provider_id"]))


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
