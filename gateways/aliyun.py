"""Aliyun Dysms by its official SDK (docs/decisions/0010)."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from gateways import aliyun_codes
from gateways.aliyun_openapi import (
    BEIJING,
    Codes,
    answered,
    batch,
    config,
    e164,
    local,
    moment_or_now,
    named,
    template_code,
)
from gateways.batches import Batch, digest
from gateways.outcomes import (
    Accepted,
    CannotTell,
    NotFound,
    OutcomeUnknown,
    Rejected,
    Unavailable,
)
from gateways.sms import Receipt, Reply, Sms

CODES = Codes(
    aliyun_codes.THROTTLED,
    aliyun_codes.NUMBER,
    aliyun_codes.REJECTED,
    aliyun_codes.CONFIGURATION,
    aliyun_codes.WAITS,
)
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
        # Here and not above: only a company with Aliyun pays for the SDK: a second for each process.
        from alibabacloud_dysmsapi20170525 import models
        from alibabacloud_dysmsapi20170525.client import Client

        self._models: Any = models
        self._client = Client(config(key_id, key_secret, endpoint, protocol, read_timeout))

    async def close(self) -> None:
        """Nothing to give back: the SDK opens a connection per request."""

    async def send(self, sms: Sms) -> Accepted:
        """Submit once; see `SmsGateway.send`."""
        code = template_code(self._templates, sms.wordings, sms.template)
        request = self._models.SendSmsRequest(
            phone_numbers=sms.phone, sign_name=sms.signature, template_code=code,
            template_param=json.dumps(dict(sms.params), ensure_ascii=False), out_id=sms.reference,
        )  # fmt: skip
        try:
            body = (await self._client.send_sms_async(request)).body
        except Exception as error:
            # The SDK's exceptions hold the request, number and name included: none travels on with ours.
            raise CODES.failure(error) from None
        if not answered(CODES, body).biz_id:
            raise OutcomeUnknown("OK")
        return Accepted(str(body.biz_id))

    async def lookup(
        self, reference: str, phone: str, attempted_at: datetime
    ) -> Accepted | NotFound | CannotTell:
        """Ask by OutId; details carry no BizId, so a found message is called `out-id:<reference>`."""
        now = datetime.now(BEIJING)
        if now - attempted_at > _REMEMBERED:
            return CannotTell()
        # Aliyun files texts by its own day, and an attempt around midnight under either.
        around = (attempted_at - self.lookup_settles, min(attempted_at + self.lookup_settles, now))
        number = local(phone)
        try:
            for day in sorted({moment.astimezone(BEIJING).date() for moment in around}):
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
            request = self._models.QuerySendDetailsRequest(
                phone_number=number, send_date=day.strftime("%Y%m%d"), page_size=_PAGE, current_page=page
            )
            try:
                body = (await self._client.query_send_details_async(request)).body
            except Exception as error:
                raise CODES.failure(error) from None
            holder = answered(CODES, body).sms_send_detail_dtos
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


def receipts(body: bytes) -> Batch[Receipt]:
    """An SmsReport batch. Raises `WebhookRejected`."""
    return batch(body, _receipt)


def replies(body: bytes) -> Batch[Reply]:
    """An SmsUp batch; mainland numbers become E.164. Raises `WebhookRejected`."""
    return batch(body, _reply)


def _receipt(item: dict[str, Any]) -> Receipt:
    # By either Aliyun's id or ours the text is found.
    biz, out = item.get("biz_id") or None, item.get("out_id") or None
    known = named(biz or out)
    if not isinstance(item["success"], bool):
        raise TypeError("success")
    at = moment_or_now(item.get("report_time"), item.get("send_time"))
    # One BizId may cover several numbers.
    event = f"{known}:{item.get('phone_number')}"
    code = str(item.get("err_code") or "")
    return Receipt(event, biz and str(biz), out and str(out), item["success"], code, at)


def _reply(item: dict[str, Any]) -> Reply:
    phone, content, when = named(item["phone_number"]), item["content"], item.get("send_time")
    if isinstance(content, int) and not isinstance(content, bool):
        content = str(content)
    if not isinstance(content, str):
        raise TypeError("content")
    number = item.get("sequence_id")
    event = f"{number}:{phone}:{when}" if number and when else digest(item)
    return Reply(event, e164(phone), content, moment_or_now(when), None)
