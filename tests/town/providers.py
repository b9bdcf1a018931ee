"""Providers as they also exist."""

import asyncio
from datetime import datetime, timedelta

import httpx

from gateways.outcomes import Accepted, CannotTell, ProviderError
from gateways.phone import Notice
from gateways.sandbox import SandboxSms
from gateways.sandbox_phone import SandboxPhone
from gateways.sms import Sms
from tests.town.patience import IMPATIENT


def impatient(gateway: SandboxSms | SandboxPhone, seconds: float = IMPATIENT) -> None:
    """It gives up soon from now on: for providers told never to answer."""
    gateway._http.timeout = httpx.Timeout(seconds)


class CannotBeAsked(SandboxSms):
    """A provider without a look-up: it sends as the sandbox does, and can tell nothing later."""

    async def lookup(self, reference: str, phone: str, attempted_at: datetime) -> CannotTell:
        """Never an answer."""
        return CannotTell()


class AnswersLate(SandboxSms):
    """It takes the text; its answer stays away until `told`, and is then whatever stands in between says."""

    def __init__(self, base_url: str, token: str, answer: ProviderError | None = None) -> None:
        """`answer` instead of its own."""
        super().__init__(base_url, token)
        self.answer, self.taken, self.told = answer, asyncio.Event(), asyncio.Event()

    async def send(self, sms: Sms) -> Accepted:
        """Submit once."""
        accepted = await super().send(sms)
        self.taken.set()
        await self.told.wait()
        if self.answer is not None:
            raise self.answer
        return accepted


class RingsLate(SandboxPhone):
    """It lies still until `told`, and then calls, or refuses; asked meanwhile, it knows nothing."""

    lookup_settles = timedelta(0)

    def __init__(self, base_url: str, token: str, refusal: ProviderError | None = None) -> None:
        """`refusal` in place of a call."""
        super().__init__(base_url, token)
        self.refusal, self.asked, self.told = refusal, asyncio.Event(), asyncio.Event()

    async def notify(self, notice: Notice) -> Accepted:
        """Place the call once."""
        self.asked.set()
        await self.told.wait()
        if self.refusal is not None:
            raise self.refusal
        return await super().notify(notice)
