"""Reports of texts and calls, and replies, by providers. Believed only when verified; taken once each."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.requests import Request

from api.routing import PUBLIC, Problem, config_of, problems, request_id_of, system
from gateways import aliyun, aliyun_voice
from gateways.aliyun_openapi import token_matches
from gateways.batches import Batch
from gateways.outcomes import WebhookRejected
from gateways.sandbox_webhook import verify_webhook
from services.messages.provider_events import ProviderEvents

_log = structlog.get_logger("api")
router = APIRouter(tags=["webhooks"])

_BODY: dict[str, Any] = {
    "required": True,
    "content": {"application/json": {"schema": {}, "example": {"events": []}}},
}
_BATCH: dict[str, Any] = {
    "required": True,
    "content": {"application/json": {"schema": {"type": "array"}, "example": []}},
}
_SIGNED = [
    {"name": "X-Sandbox-Timestamp", "in": "header", "required": True, "schema": {"type": "string"}},
    {"name": "X-Sandbox-Signature", "in": "header", "required": True, "schema": {"type": "string"}},
]

Token = Annotated[str, Path(min_length=1, max_length=200, description="The secret part of the address.")]


class Taken(BaseModel):
    """How many events of the batch were new."""

    taken: int = Field(examples=[1])


class AliyunAnswer(BaseModel):
    """What Aliyun expects; any other answer makes it send the batch again."""

    code: int = 0
    msg: str = "成功"


@router.post(
    "/webhooks/sandbox",
    operation_id="sandboxWebhook",
    summary="Events of the sandbox provider",
    responses=problems("webhook-rejected", "no-such-address", "too-large", public=True),
    openapi_extra={**PUBLIC, "requestBody": _BODY, "parameters": _SIGNED},
)
async def sandbox_events(request: Request) -> Taken:
    """Signed with HMAC-SHA256 over timestamp and body; older than five minutes is refused."""
    config = config_of(request)
    if config.sandbox_secret is None:
        raise Problem("no-such-address")
    try:
        events = verify_webhook(
            request.headers,
            await request.body(),
            config.sandbox_secret,
            datetime.now(UTC),
            config.doors.limits.webhook_window,
        )
    except WebhookRejected as error:
        _refused(request, "sandbox", error.code)
        raise Problem("bad-request" if error.code == "malformed" else "webhook-rejected") from None
    return Taken(taken=await _take(request, "sandbox", "events", events))


@router.post(
    "/webhooks/aliyun/{token}/receipts",
    operation_id="aliyunReceipts",
    summary="Delivery reports of Aliyun (SmsReport)",
    responses=problems("no-such-address", "bad-request", "too-large", public=True),
    openapi_extra={**PUBLIC, "requestBody": _BATCH},
)
async def aliyun_receipts(request: Request, token: Token) -> AliyunAnswer:
    """Aliyun does not sign: the address itself is the secret. It is never logged."""
    return await _taken(request, token, "receipts", aliyun.receipts)


@router.post(
    "/webhooks/aliyun/{token}/replies",
    operation_id="aliyunReplies",
    summary="Replies taken by Aliyun (SmsUp)",
    responses=problems("no-such-address", "bad-request", "too-large", public=True),
    openapi_extra={**PUBLIC, "requestBody": _BATCH},
)
async def aliyun_replies(request: Request, token: Token) -> AliyunAnswer:
    """As `aliyunReceipts`, for what owners text back."""
    return await _taken(request, token, "replies", aliyun.replies)


@router.post(
    "/webhooks/aliyun/{token}/calls",
    operation_id="aliyunCalls",
    summary="How calls ended, from Aliyun (VoiceReport)",
    responses=problems("no-such-address", "bad-request", "too-large", public=True),
    openapi_extra={**PUBLIC, "requestBody": _BATCH},
)
async def aliyun_calls(request: Request, token: Token) -> AliyunAnswer:
    """As `aliyunReceipts`. The test that Aliyun makes of a new address is answered and changes nothing."""
    return await _taken(request, token, "calls", aliyun_voice.reports)


@router.post(
    "/webhooks/aliyun/{token}/call-progress",
    operation_id="aliyunCallProgress",
    summary="Calls under way and keys pressed, from Aliyun (VoiceCallReport)",
    responses=problems("no-such-address", "bad-request", "too-large", public=True),
    openapi_extra={**PUBLIC, "requestBody": _BATCH},
)
async def aliyun_call_progress(request: Request, token: Token) -> AliyunAnswer:
    """As `aliyunCalls`."""
    return await _taken(request, token, "call-progress", aliyun_voice.progress)


@router.post(
    "/webhooks/aliyun/{token}/recordings",
    operation_id="aliyunRecordings",
    summary="Recordings of calls, from Aliyun (VoiceRecordReport)",
    responses=problems("no-such-address", "bad-request", "too-large", public=True),
    openapi_extra={**PUBLIC, "requestBody": _BATCH},
)
async def aliyun_recordings(request: Request, token: Token) -> AliyunAnswer:
    """As `aliyunCalls`."""
    return await _taken(request, token, "recordings", aliyun_voice.recordings)


async def _taken(
    request: Request, token: str, what: str, read: Callable[[bytes], Batch[Any]]
) -> AliyunAnswer:
    _require_admitted(request, token)
    try:
        events = read(await request.body())
    except WebhookRejected as error:
        _refused(request, "aliyun", error.code)
        raise Problem("bad-request") from None
    await _take(request, "aliyun", what, events)
    return AliyunAnswer()


def _require_admitted(request: Request, token: str) -> None:
    secret = config_of(request).aliyun_callback_token
    # As if the address did not exist: a guess learns nothing.
    if not secret or not token_matches(token, secret):
        _refused(request, "aliyun", "address")
        raise Problem("no-such-address")


def _refused(request: Request, provider: str, why: str) -> None:
    """A provider set up wrongly, or somebody who tries: on record, without what was sent."""
    client = request.client.host if request.client else None
    _log.warning(
        "webhook_refused",
        request_id=request_id_of(request.scope),
        provider=provider,
        why=why,
        address=client,
    )


async def _take(request: Request, provider: str, what: str, events: Batch[Any]) -> int:
    """How many were new. A provider is nobody who could be asked what it may see.

    What could not be read is kept for a person; sent again it would be as odd.
    """
    config = config_of(request)
    with system():
        taking = ProviderEvents(config.pool, config.temporal, config.task_queue, config.locale)
        kept = await taking.keep_odd(provider, what, events.odd)
        for why in kept:
            _log.warning(
                "webhook_item_odd",
                provider=provider,
                what=what,
                why=why,
                request_id=request_id_of(request.scope),
            )
            request.app.state.metrics.odd(provider, what)
        return await taking.take(provider, events)
