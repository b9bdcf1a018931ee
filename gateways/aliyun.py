"""Aliyun Dysms by its official SDK (docs/decisions/0010).

Aliyun does not sign callbacks: the webhook's address carries a secret token (`token_matches`).
"""

import hmac
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, TypeVar

import aiohttp
from alibabacloud_dysmsapi20170525 import models
from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.exceptions import ResponseException, RetryError
from darabonba.policy.retry import RetryOptions

from gateways.aliyun_codes import CONFIGURATION, NUMBER, REJECTED, THROTTLED, WAITS
from gateways.outcomes import (
    Accepted,
    CannotTell,
    ConfigurationError,
    NotFound,
    OutcomeUnknown,
    ProviderError,
    Rejected,
    Throttled,
    Unavailable,
    WebhookRejected,
)
from gateways.sms import Receipt, Reply, Sms

T = TypeVar("T")

_BEIJING = timezone(timedelta(hours=8))
_PAGE = 50
_REMEMBERED = timedelta(days=30)
"""How far back Aliyun can be asked."""


class AliyunSms:
    """`SmsGateway`; `templates` maps our template names to Aliyun's codes."""

    name = "aliyun"
    lookup_settles = timedelta(minutes=10)

    def __init__(
        self,
        key_id: str,
        key_secret: str,
        templates: Mapping[str, str],
        endpoint: str = "dysmsapi.aliyuncs.com",
        protocol: str = "https",
        read_timeout: float = 10.0,
    ) -> None:
        """`read_timeout` in seconds; what a request cannot deliver by then has an unknown outcome."""
        self._templates = templates
        self._client = Client(
            Config(
                access_key_id=key_id, access_key_secret=key_secret, endpoint=endpoint, protocol=protocol,
                connect_timeout=5000, read_timeout=int(read_timeout * 1000),
                # A repeated submission is a second text: only we decide about repeating.
                retry_options=RetryOptions({"retryable": False}),
            )
        )  # fmt: skip

    async def close(self) -> None:
        """Nothing to give back: the SDK opens a connection per request."""

    async def send(self, sms: Sms) -> Accepted:
        """Submit once; see `SmsGateway.send`."""
        if sms.template not in self._templates:
            raise ConfigurationError("template-not-mapped")
        request = models.SendSmsRequest(
            phone_numbers=sms.phone, sign_name=sms.signature, template_code=self._templates[sms.template],
            template_param=json.dumps(dict(sms.params), ensure_ascii=False), out_id=sms.reference,
        )  # fmt: skip
        try:
            body = (await self._client.send_sms_async(request)).body
        except Exception as error:
            # The SDK's exceptions hold the request, number and name included: none travels on with ours.
            raise _failure(error) from None
        if body is None or body.code != "OK" or not body.biz_id:
            raise error_for(str(body.code if body else "empty"), str(body.message if body else ""))
        return Accepted(str(body.biz_id))

    async def lookup(
        self, reference: str, phone: str, attempted_at: datetime
    ) -> Accepted | NotFound | CannotTell:
        """Ask by OutId; details carry no BizId, so a found message is called `out-id:<reference>`."""
        now = datetime.now(_BEIJING)
        if now - attempted_at > _REMEMBERED:
            return CannotTell()
        # Aliyun files texts by its own day, and an attempt around midnight under either.
        around = (attempted_at - self.lookup_settles, min(attempted_at + self.lookup_settles, now))
        number = phone.removeprefix("+86").removeprefix("+")
        try:
            for day in sorted({moment.astimezone(_BEIJING).date() for moment in around}):
                if await self._on_day(reference, number, day):
                    return Accepted(f"out-id:{reference}")
        except Rejected:
            return CannotTell()
        except OutcomeUnknown as error:
            raise Unavailable(error.code) from None
        return NotFound()

    async def _on_day(self, reference: str, number: str, day: date) -> bool:
        page, seen = 1, 0
        while True:
            request = models.QuerySendDetailsRequest(
                phone_number=number, send_date=day.strftime("%Y%m%d"), page_size=_PAGE, current_page=page
            )
            try:
                body = (await self._client.query_send_details_async(request)).body
            except Exception as error:
                raise _failure(error) from None
            if body is None or body.code != "OK":
                raise error_for(str(body.code if body else "empty"), str(body.message if body else ""))
            holder = body.sms_send_detail_dtos
            details = (holder.sms_send_detail_dto if holder else None) or []
            if any(detail.out_id == reference for detail in details):
                return True
            seen += len(details)
            if seen >= int(body.total_count or 0):
                return False
            if not details:
                # Fewer than were announced: "not found" would be a guess.
                raise OutcomeUnknown("incomplete-page")
            page += 1


def error_for(code: str, message: str = "") -> ProviderError:
    """The error an Aliyun code stands for; `message` says how long a throttled number has to rest."""
    if code in THROTTLED:
        return Throttled(code, next(wait for sign, wait in WAITS if sign in code + message))
    if code in NUMBER or code in REJECTED:
        return Rejected(code, number_problem=code in NUMBER)
    return ConfigurationError(code) if code in CONFIGURATION else OutcomeUnknown(code)


def _failure(error: Exception) -> ProviderError:
    """What an exception of the SDK leaves us knowing."""
    if isinstance(error, ResponseException):
        known = error_for(str(error.code), str(error.message))
        if isinstance(known, Throttled) and error.retry_after:
            return Throttled(known.code, timedelta(milliseconds=error.retry_after))
        return known
    cause = getattr(error, "inner_exception", None) or error
    # The SDK replaces I/O errors by its own; the one it was handling then is exactly one step away.
    cause = cause.__context__ or cause if isinstance(cause, RetryError) else cause
    if isinstance(cause, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Unavailable(type(cause).__name__)
    return OutcomeUnknown(type(cause).__name__)


def token_matches(given: str, secret: str) -> bool:
    """Constant-time check of the token in the callback's path."""
    return hmac.compare_digest(given.encode(), secret.encode())


def receipts(body: bytes) -> tuple[Receipt, ...]:
    """An SmsReport batch. Raises `WebhookRejected`."""
    return tuple(_parsed(item, _receipt) for item in _batch(body))


def replies(body: bytes) -> tuple[Reply, ...]:
    """An SmsUp batch; mainland numbers become E.164. Raises `WebhookRejected`."""
    return tuple(_parsed(item, _reply) for item in _batch(body))


def _batch(body: bytes) -> list[Any]:
    try:
        items = json.loads(body)
    except ValueError:
        raise WebhookRejected("malformed") from None
    if not isinstance(items, list):
        raise WebhookRejected("malformed")
    return items


def _parsed(item: Any, parse: Callable[[Any], T]) -> T:
    try:
        return parse(item)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise WebhookRejected("malformed") from None


def _receipt(item: dict[str, Any]) -> Receipt:
    biz, at = str(item["biz_id"]), _time(item["report_time"])
    if not isinstance(item["success"], bool):
        raise TypeError("success")
    # One BizId may cover several numbers.
    event = f"{biz}:{item['phone_number']}"
    return Receipt(event, biz, item.get("out_id") or None, item["success"], str(item.get("err_code", "")), at)


def _reply(item: dict[str, Any]) -> Reply:
    phone, at = str(item["phone_number"]), _time(item["send_time"])
    if not isinstance(item["content"], str):
        raise TypeError("content")
    return Reply(
        f"{item['sequence_id']}:{phone}:{item['send_time']}", _e164(phone), item["content"], at, None
    )


def _e164(phone: str) -> str:
    """Aliyun writes mainland numbers with 11 digits, others with their country code."""
    digits = phone.removeprefix("+").removeprefix("00")
    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError("phone number")
    return f"+86{digits}" if len(digits) == 11 and digits.startswith("1") else f"+{digits}"


def _time(text: str) -> datetime:
    """Beijing time, as Aliyun means it where it does not say."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=_BEIJING)
