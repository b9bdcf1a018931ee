"""Aliyun's voice service by its official SDK (docs/decisions/0014)."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gateways import aliyun_voice_codes
from gateways.aliyun_openapi import (
    BEIJING,
    Codes,
    answered,
    batch,
    config,
    local,
    moment,
    moment_or_now,
    named,
    template_code,
)
from gateways.aliyun_voice_codes import ENDS, KEY, NO_RECORD, UNDER_WAY
from gateways.batches import Batch
from gateways.outcomes import (
    Accepted,
    CannotTell,
    NotFound,
    OutcomeUnknown,
    Rejected,
    Unavailable,
)
from gateways.phone import Bridge, CallAsked, CallEnded, CallRecorded, CallSeen, KeyPressed, Notice, Taken

CODES = Codes(
    aliyun_voice_codes.THROTTLED,
    aliyun_voice_codes.NUMBER,
    aliyun_voice_codes.REJECTED,
    aliyun_voice_codes.CONFIGURATION,
    aliyun_voice_codes.WAITS,
)
_PRODUCTS = {"notice": 11000000300005, "bridge": 11000000300004}
"""Aliyun's numbers for IvrCall and ClickToDial, which look-ups have to name."""
_REMEMBERED = timedelta(days=30)
_KEY_WAIT = 10_000
"""Milliseconds that a key is waited for after each reading."""
_READINGS = 3
# ClickToDial is documented for generic calls; the SDK has no class of its own for it.
_CLICK_TO_DIAL = {
    "action": "ClickToDial", "version": "2017-05-25", "protocol": "HTTPS", "pathname": "/", "method": "POST",
    "auth_type": "AK", "style": "RPC", "req_body_type": "formData", "body_type": "json",
}  # fmt: skip
_TEST = {"json": "test-content"}
"""What Aliyun posts to a new callback address, to see whether it answers."""


class AliyunVoice:
    """`PhoneGateway`; `templates` maps our template names to Aliyun's text-to-speech codes."""

    name = "aliyun"
    lookup_settles = timedelta(minutes=1)

    def __init__(
        self,
        key_id: str,
        key_secret: str,
        show_number: str,
        templates: Mapping[str, str],
        thanks: str,
        endpoint: str = "dyvmsapi.aliyuncs.com",
        protocol: str = "https",
        read_timeout: float = 10.0,
    ) -> None:
        """`show_number`: the bought number that phones display; `thanks`: the code read after a good key.

        `read_timeout` in seconds; what a request cannot deliver by then has an unknown outcome.
        """
        self._show_number, self._templates, self._thanks = show_number, templates, thanks
        # Here and not above: only a company with Aliyun pays for the SDK: a second for each process.
        from alibabacloud_dyvmsapi20170525 import models
        from alibabacloud_dyvmsapi20170525.client import Client

        self._models: Any = models
        self._client = Client(config(key_id, key_secret, endpoint, protocol, read_timeout))

    async def close(self) -> None:
        """Nothing to give back: the SDK opens a connection per request."""

    async def notify(self, notice: Notice) -> Accepted:
        """Place the call once; see `PhoneGateway.notify`."""
        code = template_code(self._templates, notice.wordings, notice.template)
        request = self._models.IvrCallRequest(
            called_show_number=self._show_number, called_number=local(notice.phone),
            start_code=code, out_id=notice.reference, play_times=_READINGS,
            start_tts_params=json.dumps(dict(notice.params), ensure_ascii=False), timeout=_KEY_WAIT,
            menu_key_map=[
                self._models.IvrCallRequestMenuKeyMap(key=key, code=self._thanks) for key in notice.keys
            ],
            bye_code=self._thanks,
        )  # fmt: skip
        try:
            body = (await self._client.ivr_call_async(request)).body
        except Exception as error:
            # The SDK's exceptions hold the request, number and text included: none travels on with ours.
            raise CODES.failure(error) from None
        return _accepted(answered(CODES, body).call_id)

    async def bridge(self, bridge: Bridge) -> Accepted:
        """Place the call once, recorded; see `PhoneGateway.bridge`."""
        from alibabacloud_tea_openapi.utils_models import OpenApiRequest, Params
        from darabonba.runtime import RuntimeOptions

        request = OpenApiRequest(
            query={
                "CallerShowNumber": self._show_number, "CallerNumber": local(bridge.agent_phone),
                "CalledShowNumber": self._show_number, "CalledNumber": local(bridge.customer_phone),
                "RecordFlag": "true", "OutId": bridge.reference,
            }
        )  # fmt: skip
        try:
            answer = await self._client.call_api_async(Params(**_CLICK_TO_DIAL), request, RuntimeOptions())
        except Exception as error:
            raise CODES.failure(error) from None
        return _accepted(answered(CODES, answer.get("body") or {}).get("CallId"))

    async def lookup(self, call: CallAsked) -> Taken | NotFound | CannotTell:
        """Ask by the provider's id. By our reference Aliyun cannot be asked: its reports may still come."""
        now = datetime.now(BEIJING)
        if call.provider_id is None or now - call.attempted_at > _REMEMBERED:
            return CannotTell()
        # Filed under Aliyun's day, and around midnight under either.
        around = (call.attempted_at, min(call.attempted_at + self.lookup_settles, now))
        try:
            for day in sorted({each.astimezone(BEIJING).date() for each in around}):
                since = datetime.combine(day, datetime.min.time(), BEIJING)
                details = await self._details(call, call.provider_id, since)
                if details:
                    return Taken(call.provider_id, _end_of(details, call, call.provider_id))
        except Rejected:
            return CannotTell()
        except OutcomeUnknown as error:
            raise Unavailable(error.code) from None
        # It gave us the id, so it took the call; its records lag by minutes.
        return Taken(call.provider_id)

    async def _details(self, call: CallAsked, provider_id: str, since: datetime) -> dict[str, Any]:
        request = self._models.QueryCallDetailByCallIdRequest(
            call_id=provider_id, prod_id=_PRODUCTS[call.kind], query_date=int(since.timestamp() * 1000)
        )
        try:
            body = (await self._client.query_call_detail_by_call_id_async(request)).body
        except Exception as error:
            failure = CODES.failure(error)
            if failure.code in NO_RECORD:
                return {}
            raise failure from None
        try:
            details = json.loads(answered(CODES, body).data or "{}")
        except ValueError:
            raise OutcomeUnknown("malformed") from None
        return details if isinstance(details, dict) else {}


def reports(body: bytes) -> Batch[CallEnded]:
    """A VoiceReport batch: how calls ended. Raises `WebhookRejected`."""
    return Batch() if _is_test(body) else batch(body, _report)


def progress(body: bytes) -> Batch[KeyPressed | CallSeen]:
    """A VoiceCallReport batch: calls under way, and keys. Raises `WebhookRejected`."""
    return Batch() if _is_test(body) else batch(body, _progress)


def recordings(body: bytes) -> Batch[CallRecorded]:
    """A VoiceRecordReport batch. Raises `WebhookRejected`."""
    return Batch() if _is_test(body) else batch(body, _recording)


def _accepted(call_id: Any) -> Accepted:
    if not call_id:
        raise OutcomeUnknown("OK")
    return Accepted(str(call_id))


def _end_of(details: dict[str, Any], call: CallAsked, provider_id: str) -> CallEnded | None:
    state = str(details.get("state", ""))
    if not state or state in UNDER_WAY:
        return None
    ended = str(details.get("endDate") or details.get("gmtCreate") or "")
    try:
        at = moment(ended)
        seconds = _seconds(details.get("duration"))
    except ValueError:
        raise OutcomeUnknown("malformed") from None
    outcome, leg = ENDS.get(state, ("failed", None))
    event = f"lookup:{provider_id}"
    return CallEnded(event, provider_id, call.reference, outcome, state, at, None, seconds, leg)


def _is_test(body: bytes) -> bool:
    try:
        return bool(json.loads(body) == _TEST)
    except (ValueError, RecursionError):
        return False


def _report(item: dict[str, Any]) -> CallEnded:
    call, code = named(item["call_id"]), named(item["status_code"])
    outcome, leg = ENDS.get(code, ("failed", None))
    at = moment_or_now(item.get("end_time"), item.get("originate_time"))
    key, seconds = str(item.get("dtmf") or "")[-1:] or None, _talked(item.get("duration"))
    return CallEnded(f"voice:{call}", call, _out(item), outcome, code, at, key, seconds, leg)


def _progress(item: dict[str, Any]) -> KeyPressed | CallSeen:
    call, code, when = named(item["call_id"]), named(item["status_code"]), item.get("status_time")
    key, at = str(item.get("dtmf") or "")[-1:], moment_or_now(when)
    event = f"voice-state:{call}:{code}:{when}:{key}"
    if code == KEY and key:
        return KeyPressed(event, call, _out(item), key, at)
    return CallSeen(event, call, _out(item), at)


def _recording(item: dict[str, Any]) -> CallRecorded:
    call, url = named(item["call_id"]), item["record_file"]
    if not isinstance(url, str) or not url:
        raise TypeError("record_file")
    at = moment_or_now(item.get("end_time"), item.get("start_time"))
    return CallRecorded(f"voice-record:{call}", call, _out(item), url, at)


def _out(item: dict[str, Any]) -> str | None:
    """Our reference, as we gave it."""
    given = item.get("out_id") or None
    return None if given is None else str(given)


def _talked(given: Any) -> int:
    """How the call ended counts more than for how long it lasted."""
    try:
        return _seconds(given)
    except ValueError:
        return 0


def _seconds(given: Any) -> int:
    """A number, or a text such as 10 or 10秒."""
    text = str(given or 0).removesuffix("秒")
    if not text.isdecimal():
        raise ValueError("duration")
    return int(text)
