"""What every Aliyun service shares: the SDK's settings, what its exceptions leave us knowing, callbacks.

Aliyun does not sign callbacks: the webhook's address carries a secret token (`token_matches`).
"""

import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from gateways.aliyun_gateway_codes import CONFIGURATION, THROTTLED
from gateways.batches import Batch, each_for_itself
from gateways.outcomes import (
    ConfigurationError,
    OutcomeUnknown,
    ProviderError,
    Rejected,
    Throttled,
    Unavailable,
    WebhookRejected,
)

T = TypeVar("T")

BEIJING = timezone(timedelta(hours=8))
_CONNECT_SECONDS = 5


def config(key_id: str, key_secret: str, endpoint: str, protocol: str, read_timeout: float) -> Any:
    """The SDK's settings; `read_timeout` in seconds."""
    # Here and not above, as everything of the SDK: only a company with Aliyun pays for it.
    from alibabacloud_tea_openapi.utils_models import Config
    from darabonba.policy.retry import RetryOptions

    return Config(
        access_key_id=key_id, access_key_secret=key_secret, endpoint=endpoint, protocol=protocol,
        connect_timeout=_CONNECT_SECONDS * 1000, read_timeout=int(read_timeout * 1000),
        # A repeated request is a second text or call: only we decide about repeating.
        retry_options=RetryOptions({"retryable": False}),
    )  # fmt: skip


def template_code(templates: Mapping[str, str], wordings: Iterable[str], template: str) -> str:
    """Aliyun's code of the most fitting wording that the company has registered, at least of the template.

    Raises `ConfigurationError`.
    """
    for name in (*wordings, template):
        if name in templates:
            return templates[name]
    raise ConfigurationError("template-not-mapped")


@dataclass(frozen=True)
class Codes:
    """What a service's codes mean; the gateway's, which all services share, are added.

    `waits` says how long to leave a throttled number alone: the first sign found in code and message counts.
    A code that stands nowhere leaves the outcome open.
    """

    throttled: frozenset[str]
    number: frozenset[str]
    rejected: frozenset[str]
    configuration: frozenset[str]
    waits: tuple[tuple[str, timedelta], ...]

    def error(self, code: str, message: str = "") -> ProviderError:
        """The error that `code` stands for."""
        if code in self.throttled | THROTTLED:
            return Throttled(code, next(wait for sign, wait in self.waits if sign in code + message))
        if code in self.number or code in self.rejected:
            return Rejected(code, number_problem=code in self.number)
        known = self.configuration | CONFIGURATION
        return ConfigurationError(code) if code in known else OutcomeUnknown(code)

    def failure(self, error: Exception) -> ProviderError:
        """What an exception of the SDK leaves us knowing; it holds the request, which must not travel on."""
        import aiohttp
        from darabonba.exceptions import ResponseException, RetryError

        if isinstance(error, ResponseException):
            known = self.error(str(error.code), str(error.message))
            if isinstance(known, Throttled) and error.retry_after:
                return Throttled(known.code, timedelta(milliseconds=error.retry_after))
            return known
        cause = getattr(error, "inner_exception", None) or error
        # The SDK replaces I/O errors by its own; the one it was handling then is exactly one step away.
        cause = cause.__context__ or cause if isinstance(cause, RetryError) else cause
        if isinstance(cause, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
            return Unavailable(type(cause).__name__)
        return OutcomeUnknown(type(cause).__name__)


def answered(codes: Codes, body: Any) -> Any:
    """The body of an answer that says OK. Raises what its code stands for otherwise."""
    code, message = (body.get("Code"), body.get("Message")) if isinstance(body, Mapping) else _said(body)
    if code != "OK":
        raise codes.error(str(code or "empty"), str(message or ""))
    return body


def _said(body: Any) -> tuple[str | None, str | None]:
    return (body.code, body.message) if body is not None else (None, None)


def token_matches(given: str, secret: str) -> bool:
    """Constant-time check of the token in the callback's path."""
    return hmac.compare_digest(given.encode(), secret.encode())


def batch(body: bytes, parse: Callable[[Any], T]) -> Batch[T]:
    """The items of a callback, each parsed for itself. Raises `WebhookRejected` for what is no list."""
    try:
        items = json.loads(body)
    except (ValueError, RecursionError):
        raise WebhookRejected("malformed") from None
    if not isinstance(items, list):
        raise WebhookRejected("malformed")
    return each_for_itself(items, parse)


def e164(phone: str) -> str:
    """Aliyun writes mainland numbers with 11 digits, others with their country code."""
    digits = phone.removeprefix("+").removeprefix("00")
    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError("phone number")
    return f"+86{digits}" if len(digits) == 11 and digits.startswith("1") else f"+{digits}"


def local(phone: str) -> str:
    """An E.164 number as Aliyun takes it."""
    return phone.removeprefix("+86").removeprefix("+")


def moment_or_now(*given: Any) -> datetime:
    """The first of these that is a moment, else now: what happened counts more than when."""
    for each in given:
        try:
            return moment(each).astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            continue
    return datetime.now(UTC)


def named(value: Any) -> str:
    """An id or a code. Raises ValueError where there is none."""
    if value is None or isinstance(value, bool | list | dict) or not str(value).strip():
        raise ValueError("name")
    return str(value)


def moment(text: str) -> datetime:
    """Beijing time, as Aliyun means it where it does not say."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=BEIJING)
