"""Aliyun Dysms by its official SDK.

Aliyun does not sign callbacks: the webhook's address carries a secret token (`token_matches`).
"""

import hmac
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from alibabacloud_dysmsapi20170525 import models
from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_tea_openapi.utils_models import Config

from gateways.aliyun_codes import CONFIGURATION, NUMBER, REJECTED, THROTTLED
from gateways.sms import (
    Accepted,
    CannotTell,
    NotFound,
    Receipt,
    Reply,
    Sms,
    SmsConfigurationError,
    SmsError,
    SmsOutcomeUnknown,
    SmsRejected,
    SmsThrottled,
    WebhookRejected,
)

_BEIJING = timezone(timedelta(hours=8))


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
    ) -> None:
        self._templates = templates
        self._client = Client(
            Config(
                access_key_id=key_id, access_key_secret=key_secret, endpoint=endpoint, protocol=protocol,
                connect_timeout=5000, read_timeout=10000,
            )
        )  # fmt: skip

    async def close(self) -> None:
        """Nothing to give back: the SDK opens a connection per request."""

    async def send(self, sms: Sms) -> Accepted:
        """Submit once; see `SmsGateway.send`. A failed connection counts as unknown outcome."""
        if sms.template not in self._templates:
            raise SmsConfigurationError("template-not-mapped")
        request = models.SendSmsRequest(
            phone_numbers=sms.phone, sign_name=sms.signature, template_code=self._templates[sms.template],
            template_param=json.dumps(dict(sms.params), ensure_ascii=False), out_id=sms.reference,
        )  # fmt: skip
        try:
            body = (await self._client.send_sms_async(request)).body
        except Exception as error:
            raise error_for(str(getattr(error, "code", None) or type(error).__name__)) from error
        if body.code != "OK":
            raise error_for(str(body.code))
        return Accepted(str(body.biz_id))

    async def lookup(self, reference: str, phone: str, sent_on: date) -> Accepted | NotFound | CannotTell:
        """Ask by OutId; details carry no BizId, so a found message is called `out-id:<reference>`."""
        page = 1
        while True:
            request = models.QuerySendDetailsRequest(
                phone_number=phone.removeprefix("+86"), send_date=sent_on.strftime("%Y%m%d"),
                page_size=50, current_page=page,
            )  # fmt: skip
            try:
                body = (await self._client.query_send_details_async(request)).body
            except Exception:
                return CannotTell()
            if body.code != "OK":
                return CannotTell()
            holder = body.sms_send_detail_dtos
            details = (holder.sms_send_detail_dto if holder else None) or []
            if any(detail.out_id == reference for detail in details):
                return Accepted(f"out-id:{reference}")
            if len(details) < 50:
                return NotFound()
            page += 1


def error_for(code: str) -> SmsError:
    """The error an Aliyun code stands for."""
    if code in THROTTLED:
        return SmsThrottled(code)
    if code in NUMBER or code in REJECTED:
        return SmsRejected(code, number_problem=code in NUMBER)
    return SmsConfigurationError(code) if code in CONFIGURATION else SmsOutcomeUnknown(code)


def token_matches(given: str, secret: str) -> bool:
    """Constant-time check of the token in the callback's path."""
    return hmac.compare_digest(given.encode(), secret.encode())


def receipts(body: bytes) -> tuple[Receipt, ...]:
    """An SmsReport batch. Raises `WebhookRejected`."""
    try:
        return tuple(_receipt(item) for item in json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise WebhookRejected("malformed") from None


def replies(body: bytes) -> tuple[Reply, ...]:
    """An SmsUp batch; mainland numbers become E.164. Raises `WebhookRejected`."""
    try:
        return tuple(_reply(item) for item in json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise WebhookRejected("malformed") from None


def _receipt(item: dict[str, Any]) -> Receipt:
    biz, at = str(item["biz_id"]), _time(item["report_time"])
    event = f"{biz}:{item['phone_number']}"
    return Receipt(event, biz, item.get("out_id"), item["success"] is True, str(item["err_code"]), at)


def _reply(item: dict[str, Any]) -> Reply:
    phone, at = str(item["phone_number"]), _time(item["send_time"])
    e164 = f"+86{phone}" if len(phone) == 11 else f"+{phone.lstrip('+')}"
    return Reply(f"{item['sequence_id']}:{phone}:{item['send_time']}", e164, str(item["content"]), at, None)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=_BEIJING)
