"""The sandbox provider's text messages."""

from dataclasses import asdict
from datetime import datetime, timedelta

from gateways.outcomes import Accepted, CannotTell, NotFound
from gateways.sandbox_http import ask, connection, submit
from gateways.sms import Sms


class SandboxSms:
    """`SmsGateway` for the sandbox at `base_url`; `timeout` in seconds per request."""

    name = "sandbox"
    lookup_settles = timedelta(seconds=2)

    def __init__(self, base_url: str, token: str, timeout: float = 5.0) -> None:
        self._http = connection(base_url, token, timeout)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def send(self, sms: Sms) -> Accepted:
        """Submit once; see `SmsGateway.send`."""
        return await submit(self._http, "/v1/sms", asdict(sms) | {"params": dict(sms.params)})

    async def lookup(
        self, reference: str, phone: str, attempted_at: datetime
    ) -> Accepted | NotFound | CannotTell:
        """Ask by our reference."""
        messages = await ask(self._http, "/v1/sms", reference, "messages")
        return Accepted(str(messages[0]["provider_id"])) if messages else NotFound()
