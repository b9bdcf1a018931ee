"""The provider's own API: submit a text, look one up."""

import hmac
import re
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from sandbox.misbehaviour import Dropped, hang
from sandbox.orders import Submission
from sandbox.state import State

REFUSALS = {
    "throttle": (429, "throttled"), "reject": (422, "number-rejected"), "unavailable": (503, "unavailable"),
}  # fmt: skip
NUMBER = re.compile(r"\+[1-9][0-9]{5,14}")


def submissions(state: State, token: str) -> APIRouter:
    """Routes under /v1; every caller presents `token`. A refusal says why in `code`."""
    router = APIRouter(prefix="/v1", dependencies=[Depends(bearer(token))])

    @router.post("/sms")
    async def submit(request: Request, sms: Submission) -> Response:
        """Accept one text, or do what was ordered instead."""
        if not NUMBER.fullmatch(sms.phone):
            return refused("reject")
        treatment = state.treatment(sms.phone)
        if treatment.mode in REFUSALS:
            state.advance()
            return refused(treatment.mode)
        if treatment.mode == "drop_before_accept":
            state.advance()
            return Dropped()
        provider_id = state.accept(sms, treatment)
        state.advance()
        if treatment.mode == "drop_after_accept":
            return Dropped()
        if treatment.mode == "hang_after_accept":
            await hang(request)
        return JSONResponse({"provider_id": provider_id})

    @router.get("/sms")
    async def find(reference: str) -> Response:
        """Every text taken under the caller's reference."""
        found = state.messages(reference)
        return JSONResponse({"messages": [{"provider_id": row["id"], **row} for row in found]})

    return router


def answer_in_codes(app: FastAPI) -> None:
    """Let refusals of the framework carry a `code` as well."""

    @app.exception_handler(HTTPException)
    async def not_served(_: Request, error: HTTPException) -> Response:
        return JSONResponse({"code": error.detail}, error.status_code)

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> Response:
        where = [".".join(str(part) for part in problem["loc"]) for problem in error.errors()]
        return JSONResponse({"code": "malformed", "fields": where}, 400)


def refused(mode: str) -> Response:
    """The answer to what was refused; `mode` is one of `REFUSALS`."""
    status, code = REFUSALS[mode]
    return JSONResponse({"code": code}, status, {"Retry-After": "1"} if status != 422 else None)


def bearer(token: str) -> Callable[[Request], Awaitable[None]]:
    """A dependency that lets nobody in without `token`."""

    async def known(request: Request) -> None:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            raise HTTPException(401, "credentials")

    return known
