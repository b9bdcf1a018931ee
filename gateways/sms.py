"""The SMS port: what the product needs of a text message provider, in types only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from gateways.outcomes import Accepted, CannotTell, NotFound


@dataclass(frozen=True)
class Sms:
    """One text to one phone (E.164). `reference` is ours and unique per intended message.

    `wordings` are more fitting names than the template's, best first, for providers that keep the wording.
    """

    reference: str
    phone: str
    text: str
    template: str
    params: Mapping[str, str]
    signature: str
    purpose: Literal["marketing", "service"]
    wordings: tuple[str, ...] = ()


class SmsGateway(Protocol):
    """A provider. `NotFound` is only definitive `lookup_settles` after the attempt."""

    name: str
    lookup_settles: timedelta

    async def send(self, sms: Sms) -> Accepted:
        """Submit once, never repeating by itself. Raises a subclass of `ProviderError`."""
        ...

    async def lookup(
        self, reference: str, phone: str, attempted_at: datetime
    ) -> Accepted | NotFound | CannotTell:
        """Ask whether `reference`, last tried at `attempted_at` (timezone-aware), was taken.

        Raises `Unavailable`, `Throttled` or `ConfigurationError` when there is no answer now.
        """
        ...

    async def close(self) -> None:
        """Give back connections; the gateway is not used again."""
        ...


@dataclass(frozen=True)
class Receipt:
    """A delivery report; `event_id` is stable across redeliveries, `at` is timezone-aware."""

    event_id: str
    provider_id: str | None
    reference: str | None
    delivered: bool
    code: str
    at: datetime


@dataclass(frozen=True)
class Reply:
    """A text sent back by a phone (E.164); `event_id` is stable across redeliveries."""

    event_id: str
    phone: str
    text: str
    at: datetime
    provider_id: str | None
