"""Orders to the sandbox: how to treat what comes, and what phones answer."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from sandbox.call_orders import CallBehaviour
from sandbox.exchange import Exchange
from sandbox.orders import Behaviour, PhoneReply, Script
from sandbox.state import State


def control(state: State, exchange: Exchange) -> APIRouter:
    """Routes under /control."""
    router = APIRouter(prefix="/control")

    @router.post("/behaviours", status_code=204)
    async def behave(behaviour: Behaviour) -> None:
        """Queue one behaviour behind those already queued."""
        state.order([behaviour])

    @router.post("/reply", status_code=204)
    async def reply(sent: PhoneReply) -> None:
        """Let a phone send a text."""
        state.order([sent])

    @router.post("/script", status_code=204)
    async def script(script: Script) -> None:
        """Queue behaviours and replies in order."""
        state.order(script.steps)

    @router.get("/messages")
    async def messages() -> Response:
        """Everything taken and everything answered."""
        return JSONResponse({"messages": state.messages(), "replies": state.replies()})

    @router.post("/calls", status_code=204)
    async def behave_on_calls(behaviour: CallBehaviour) -> None:
        """Queue one behaviour of the phone exchange behind those already queued."""
        exchange.order(behaviour)

    @router.get("/calls")
    async def calls() -> Response:
        """Every call taken, with its legs and how it ended."""
        return JSONResponse({"calls": exchange.calls()})

    @router.post("/reset", status_code=204)
    async def reset() -> None:
        """Forget everything."""
        state.reset()

    return router
