"""What is known after a provider was asked to do something: the answers and errors of every port.

They are named after what they leave us knowing, because that decides what may happen next: what was
certainly not taken may be tried again, what may have been taken must be looked up first.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Accepted:
    """The provider took it and calls it `provider_id`."""

    provider_id: str


@dataclass(frozen=True)
class NotFound:
    """The provider definitely never took it (once `lookup_settles` has passed since the attempt)."""


@dataclass(frozen=True)
class CannotTell:
    """The provider will never be able to say; only a person may decide to try again."""


class ProviderError(Exception):
    """An attempt without acceptance; `code` is the provider's, and carries no personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Throttled(ProviderError):
    """Certainly not taken; try again after `retry_after`."""

    def __init__(self, code: str, retry_after: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class Unavailable(ProviderError):
    """Certainly not taken (connection refused, 503); try later."""


class Rejected(ProviderError):
    """Permanent refusal; `number_problem` when the phone number is the cause."""

    def __init__(self, code: str, number_problem: bool = False) -> None:
        super().__init__(code)
        self.number_problem = number_problem


class OutcomeUnknown(ProviderError):
    """May have been taken: look up before doing anything."""


class ConfigurationError(ProviderError):
    """Certainly not taken: credentials, template or request are wrong. Ask a person first."""


class WebhookRejected(Exception):
    """A callback not to be believed: bad signature, stale timestamp (5 minutes) or malformed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
