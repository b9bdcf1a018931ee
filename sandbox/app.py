"""The sandbox's HTTP API: submissions, look-ups, behaviours on command, and a page of inboxes."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Literal

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.state import State, now
from sandbox.webhook import deliver

_HERE = Path(__file__).parent
_REFUSALS = {"throttle": 429, "reject": 422, "unavailable": 503}


class Submission(BaseModel):
    """One text to send."""

    reference: str
    phone: str
    text: str
    signature: str


class Behaviour(BaseModel):
    """How to treat the next `times` submissions, to one phone or to any."""

    mode: Literal[
        "accept", "throttle", "reject", "unavailable", "drop_after_accept", "hang_after_accept",
        "drop_before_accept", "fail_delivery", "no_receipt",
    ]  # fmt: skip
    phone: str | None = None
    times: int = 1


class PhoneReply(BaseModel):
    """A text a phone sends back."""

    phone: str
    text: str


class _Abortable:
    """Gives a request the means to break its own TCP connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cycle = getattr(receive, "__self__", None)
        scope["sandbox.transport"] = getattr(cycle, "transport", None)
        await self._app(scope, receive, send)


def create_app(
    webhook_url: str | None, secret: str, db_path: str | None = None, delay: float = 1.0
) -> FastAPI:
    """The server; `secret` is bearer token and webhook key, `delay` the seconds before events go out."""
    state = State(db_path)
    pages = Jinja2Templates(_HERE / "templates")
    texts = json.loads((_HERE / "texts.json").read_text("utf-8"))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(deliver(state, webhook_url, secret, delay)) if webhook_url else None
        yield
        if task:
            task.cancel()

    app = FastAPI(title="SMS sandbox", lifespan=lifespan)
    app.add_middleware(_Abortable)

    def known(request: Request) -> bool:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {secret}".encode())

    @app.post("/v1/sms")
    async def submit(request: Request, sms: Submission) -> Response:
        if not known(request):
            return JSONResponse({"code": "credentials"}, 401)
        mode = state.behaviour(sms.phone)
        if mode in _REFUSALS:
            return JSONResponse({"code": mode}, _REFUSALS[mode], headers={"Retry-After": "1"})
        if mode != "drop_before_accept":
            provider_id = state.keep("message", {**sms.model_dump(), "at": now()})
            if mode != "no_receipt":
                failed = mode == "fail_delivery"
                state.keep("event", {
                    "kind": "receipt", "provider_id": provider_id, "reference": sms.reference,
                    "delivered": not failed, "code": "FAILED" if failed else "DELIVERED", "at": now(),
                })  # fmt: skip
        if mode.startswith("drop") and request.scope["sandbox.transport"]:
            request.scope["sandbox.transport"].abort()
            return Response(status_code=500)
        if mode == "hang_after_accept":
            await asyncio.sleep(60)
        return JSONResponse({"provider_id": provider_id})

    @app.get("/v1/sms")
    async def find(request: Request, reference: str) -> Response:
        if not known(request):
            return JSONResponse({"code": "credentials"}, 401)
        found = [row for row in state.rows("message") if row["reference"] == reference]
        return JSONResponse({"messages": [{"provider_id": row["id"], **row} for row in found]})

    @app.post("/control/behaviours", status_code=204)
    async def behave(behaviour: Behaviour) -> None:
        state.behaviours.append(behaviour.model_dump())

    @app.post("/control/reply", status_code=204)
    async def reply(sent: PhoneReply) -> None:
        state.keep("reply", {**sent.model_dump(), "at": now()})
        state.keep("event", {"kind": "reply", **sent.model_dump(), "at": now(), "provider_id": None})

    @app.get("/control/messages")
    async def messages() -> Response:
        return JSONResponse({"messages": state.rows("message"), "replies": state.rows("reply")})

    @app.post("/control/reset", status_code=204)
    async def reset() -> None:
        state.reset()

    @app.get("/", response_class=HTMLResponse)
    async def inboxes(request: Request, lang: str = "zh-CN") -> Response:
        lang = lang if lang in texts else "zh-CN"
        phones: dict[str, list[dict[str, object]]] = {}
        for kind in ("message", "reply"):
            for row in state.rows(kind):
                phones.setdefault(row["phone"], []).append({**row, "kind": kind})
        for inbox in phones.values():
            inbox.sort(key=lambda row: str(row["at"]))
        return pages.TemplateResponse(
            request, "phones.html", {"phones": phones, "t": texts[lang], "lang": lang}
        )

    @app.post("/reply")
    async def reply_form(
        phone: Annotated[str, Form()], text: Annotated[str, Form()], lang: Annotated[str, Form()]
    ) -> Response:
        await reply(PhoneReply(phone=phone, text=text))
        return RedirectResponse("/?lang=en" if lang == "en" else "/", 303)

    return app
