"""The sandbox provider's calls."""

from dataclasses import asdict
from datetime import timedelta

from gateways.outcomes import Accepted, CannotTell, NotFound, Unavailable
from gateways.phone import Bridge, CallAsked, CallEnded, Notice, Taken
from gateways.sandbox_http import ask, connection, submit
from gateways.sandbox_webhook import call_event


class SandboxPhone:
    """`PhoneGateway` for the sandbox at `base_url`; `timeout` in seconds per request."""

    name = "sandbox"
    lookup_settles = timedelta(seconds=2)

    def __init__(self, base_url: str, token: str, timeout: float = 5.0) -> None:
        self._http = connection(base_url, token, timeout)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def notify(self, notice: Notice) -> Accepted:
        """Place the call once; see `PhoneGateway.notify`."""
        body = {"reference": notice.reference, "phone": notice.phone, "text": notice.text}
        return await submit(self._http, "/v1/calls/notices", body | {"keys": list(notice.keys)})

    async def bridge(self, bridge: Bridge) -> Accepted:
        """Place the call once; see `PhoneGateway.bridge`."""
        return await submit(self._http, "/v1/calls/bridges", asdict(bridge))

    async def lookup(self, call: CallAsked) -> Taken | NotFound | CannotTell:
        """Ask by our reference."""
        calls = await ask(self._http, "/v1/calls", call.reference, "calls")
        if not calls:
            return NotFound()
        try:
            known, report = str(calls[0]["provider_id"]), calls[0]["ended"]
            ended = call_event(report) if report is not None else None
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unavailable("malformed") from error
        return Taken(known, ended if isinstance(ended, CallEnded) else None)
