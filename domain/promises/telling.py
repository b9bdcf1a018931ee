"""How people are told: a call that asks for a key, again, an SMS, then the next person (P7, P8)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.promises.promise import PromisePolicy, Rung

RECEIVER = "receiver"
"""In a rung of `receipt`: whom it was handed to."""

_HOUR = timedelta(hours=1)


def _receipt() -> PromisePolicy:
    return PromisePolicy(
        "receipt",
        2 * _HOUR,
        (
            Rung("handed-on", -2 * _HOUR, RECEIVER, "voice-handed-on"),
            Rung("receipt-due", timedelta(), RECEIVER, "voice-handed-on"),
            Rung("receipt-overdue", 2 * _HOUR, "service_supervisor", "voice-receipt-overdue"),
        ),
    )


@dataclass(frozen=True)
class Tried:
    """Somebody was called or texted: when it was known how that went, whom in which role, and how it went.

    `outcome` is that of the call, `calling` while it goes on, `unknown` when nobody knows it, or `texted`;
    `key` was pressed.
    """

    at: datetime
    staff_id: str
    role: str
    outcome: str
    key: str | None = None


@dataclass(frozen=True)
class TellingPolicy:
    """Whoever presses the key has acknowledged, and nobody else is called."""

    calls_each: int = 2
    """Calls to one person before an SMS goes to the same phone and the next person is called."""
    answer_within: timedelta = timedelta(minutes=2)
    """How long a call's result is waited for before the provider is asked."""
    between_calls: timedelta = timedelta(minutes=3)
    """Before the same person is called again."""
    most_people: int = 6
    place_within: timedelta = timedelta(minutes=5)
    """How long a provider may be out of reach: then the SMS goes ahead, or is no longer waited for."""
    receipt: PromisePolicy = field(default_factory=_receipt)
    """Whoever it is handed to confirms within this bound, or is chased; the first rung tells at once."""

    def __post_init__(self) -> None:
        """Refuse a policy that would tell nobody."""
        if self.calls_each < 1 or self.most_people < 1:
            raise ValueError("at least one call to at least one person")
