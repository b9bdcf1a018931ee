"""The SMS port: what the product needs of a text message provider, in types only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol


@dataclass(frozen=True)
class Sms:
    """One text to one phone (E.164). `reference` is ours and unique per intended message."""

    reference: str
    phone: str
    text: str
    template: str
    params: Mapping[str, str]
    signature: str
    purpose: Literal["marketing", "service"]


@dataclass(frozen=True)
class Accepted:
    """The provider took the message and calls it `provider_id`."""

    provider_id: str


@dataclass(frozen=True)
class NotFound:
    """The provider definitely never took it (once `lookup_settles` has passed since the attempt)."""


@dataclass(frozen=True)
class CannotTell:
    """The provider will never be able to say; only a person may decide to send again."""


class SmsGateway(Protocol):
    """A provider. `NotFound` is only definitive `lookup_settles` after the attempt."""

    name: str
    lookup_settles: timedelta

    async def send(self, sms: Sms) -> Accepted:
        """Submit once, never repeating by itself. Raises a subclass of `SmsError`."""
        ...

    async def lookup(
        self, reference: str, phone: str, attempted_at: datetime
    ) -> Accepted | NotFound | CannotTell:
        """Ask whether `reference`, last tried at `attempted_at` (timezone-aware), was taken.

        Raises `SmsUnavailable`, `SmsThrottled` or `SmsConfigurationError` when there is no answer now.
        """
        ...

    async def close(self) -> None:
        """Give back connections; the gateway is not used again."""
        ...


class SmsError(Exception):
    """A submission without acceptance; `code` is the provider's, and carries no personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SmsThrottled(SmsError):
    """Certainly not taken; try again after `retry_after`."""

    def __init__(self, code: str, retry_after: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class SmsUnavailable(SmsError):
    """Certainly not taken (connection refused, 503); try later."""


class SmsRejected(SmsError):
    """Permanent refusal; `number_problem` when the phone number is the cause."""

    def __init__(self, code: str, number_problem: bool = False) -> None:
        super().__init__(code)
        self.number_problem = number_problem


class SmsOutcomeUnknown(SmsError):
    """May have been taken: look up before doing anything."""


class SmsConfigurationError(SmsError):
    """Certainly not taken: credentials, signature, template or request are wrong. Ask a person first."""


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


class WebhookRejected(Exception):
    """A callback not to be believed: bad signature, stale timestamp (5 minutes) or malformed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
