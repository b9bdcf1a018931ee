"""The provider's own API for calls: place a notice or a bridge, look a call up."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from sandbox.call_orders import BridgeOrder, NoticeOrder
from sandbox.exchange import Exchange
from sandbox.misbehaviour import Dropped, hang
from sandbox.recording import tone
from sandbox.submissions import NUMBER, REFUSALS, bearer, refused


def call_submissions(exchange: Exchange, token: str) -> APIRouter:
    """Routes under /v1/calls, which every caller opens with `token`, and the recordings."""
    router = APIRouter()
    opened = [Depends(bearer(token))]

    async def take(request: Request, order: NoticeOrder | BridgeOrder, *phones: str) -> Response:
        if not all(NUMBER.fullmatch(phone) for phone in phones):
            return refused("reject")
        mode = exchange.submission(phones)
        if mode in REFUSALS:
            return refused(mode)
        if mode == "drop_before_accept":
            return Dropped()
        provider_id = exchange.place(order, str(request.base_url))
        if mode == "drop_after_accept":
            return Dropped()
        if mode == "hang_after_accept":
            await hang(request)
        return JSONResponse({"provider_id": provider_id})

    @router.post("/v1/calls/notices", dependencies=opened)
    async def notice(request: Request, order: NoticeOrder) -> Response:
        """Take one notice, or do what was ordered instead."""
        return await take(request, order, order.phone)

    @router.post("/v1/calls/bridges", dependencies=opened)
    async def bridge(request: Request, order: BridgeOrder) -> Response:
        """Take one call between two people, or do what was ordered instead."""
        return await take(request, order, order.agent_phone, order.customer_phone)

    @router.get("/v1/calls", dependencies=opened)
    async def find(reference: str) -> Response:
        """Every call taken under the caller's reference."""
        return JSONResponse({"calls": exchange.calls(reference)})

    @router.get("/recordings/{call}.wav")
    async def recording(call: str) -> Response:
        """The recording of a call; whoever was told its address may listen."""
        known = any(row["provider_id"] == call for row in exchange.calls())
        return Response(tone(), media_type="audio/wav") if known else Response(status_code=404)

    return router
