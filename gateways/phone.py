"""The phone port: what the product needs of a voice provider, in types only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from domain.messages.calls import CallOutcome, Leg
from gateways.outcomes import Accepted, CannotTell, NotFound

REFERENCE_LENGTH = 15
"""Characters of a call's reference: as many as the strictest provider gives back (Aliyun's OutId)."""


@dataclass(frozen=True)
class Notice:
    """One call to one phone (E.164) that reads `text` out and asks for one of `keys`.

    `reference` is ours and unique per intended call; `template` and `params` are for providers that keep
    the wording themselves, and so are `wordings`: more fitting names than the template's, best first.
    """

    reference: str
    phone: str
    text: str
    template: str
    params: Mapping[str, str]
    keys: tuple[str, ...]
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bridge:
    """The agent's phone first and, once it is answered, the customer's (both E.164)."""

    reference: str
    agent_phone: str
    customer_phone: str


@dataclass(frozen=True)
class CallEnded:
    """A report of how a call ended; `event_id` is stable across redeliveries, `at` is timezone-aware."""

    event_id: str
    provider_id: str | None
    reference: str | None
    outcome: CallOutcome
    code: str
    at: datetime
    key: str | None = None
    talk_seconds: int = 0
    leg: Leg | None = None
    kind: Literal["call_ended"] = "call_ended"


@dataclass(frozen=True)
class KeyPressed:
    """A key pressed during a notice; it may arrive before or after the report of the end."""

    event_id: str
    provider_id: str | None
    reference: str | None
    key: str
    at: datetime
    kind: Literal["key_pressed"] = "key_pressed"


@dataclass(frozen=True)
class CallSeen:
    """The call is under way: proof that it was taken."""

    event_id: str
    provider_id: str | None
    reference: str | None
    at: datetime
    kind: Literal["call_seen"] = "call_seen"


@dataclass(frozen=True)
class CallRecorded:
    """Where the provider keeps the recording of a call."""

    event_id: str
    provider_id: str | None
    reference: str | None
    url: str
    at: datetime
    kind: Literal["call_recorded"] = "call_recorded"


CallEvent = CallEnded | KeyPressed | CallSeen | CallRecorded


@dataclass(frozen=True)
class CallAsked:
    """A call the provider is asked about; `provider_id` is None where we were never told."""

    reference: str
    kind: Literal["notice", "bridge"]
    provider_id: str | None
    attempted_at: datetime


@dataclass(frozen=True)
class Taken:
    """The provider took the call; `ended` is None while it goes on or is not known yet."""

    provider_id: str
    ended: CallEnded | None = None


class PhoneGateway(Protocol):
    """A provider. `NotFound` and `CannotTell` are only final `lookup_settles` after the attempt."""

    name: str
    lookup_settles: timedelta

    async def notify(self, notice: Notice) -> Accepted:
        """Place the call once, never repeating by itself. Raises a subclass of `ProviderError`."""
        ...

    async def bridge(self, bridge: Bridge) -> Accepted:
        """As `notify`, for a call between two people."""
        ...

    async def lookup(self, call: CallAsked) -> Taken | NotFound | CannotTell:
        """Ask whether the call was taken, and how it ended.

        Raises `Unavailable`, `Throttled` or `ConfigurationError` when there is no answer now.
        """
        ...

    async def close(self) -> None:
        """Give back connections; the gateway is not used again."""
        ...
