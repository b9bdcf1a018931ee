"""Calls: what a ticket orders, what it is told at once, and how a call ended (P7, P8, P10, P33).

Ids and codes only: numbers and names are looked up at the moment of calling.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

CallOutcome = Literal[
    "acknowledged", "answered", "no_answer", "busy", "refused", "unreachable", "wrong_number", "failed"
]
"""How a call ended; `failed` is the provider's or the network's doing, not the callee's."""

Leg = Literal["agent", "customer"]
"""Whose phone of a bridged call."""

ACCEPTED_KEYS = ("1",)
"""Pressing one of these acknowledges a notice that asks for nothing else."""


TOO_LATE = "too_late"
"""Error of a call that nobody waited for any more when it could be placed."""


@dataclass(frozen=True)
class PlaceNotice:
    """Call a member of staff, read `template` out, and ask for a key.

    `key` names the purpose and is unique within the ticket: the same key never rings twice. Pressing one of
    `keys` acknowledges; which one is in the result.
    `at` is the ticket's clock, which a training session may have moved; None: now. `locale` is for people
    whose own language is not known.
    """

    ticket_id: str
    key: str
    staff_id: str
    template: str
    params: dict[str, str] = field(default_factory=dict)
    locale: str = "zh-CN"
    at: datetime | None = None
    keys: tuple[str, ...] = ACCEPTED_KEYS
    role: str = ""
    """Who is meant: a role, or a member of staff by id; empty where an older ticket did not say."""
    because: str = "asked_for"
    """Why this person is told: meant, or as `Told.because` says; they hear in whose place."""


@dataclass(frozen=True)
class PlaceBridge:
    """Call the agent and, once there, the customer; `key` and `at` as for a notice.

    `give_up` places nothing: what was ordered under the key and not taken yet never rings.
    """

    ticket_id: str
    key: str
    agent_id: str
    customer_id: str
    at: datetime | None = None
    give_up: bool = False


@dataclass(frozen=True)
class CallPlaced:
    """What became of an order. `reference` names the call in `CallResult`.

    `failed` rang nowhere and never will under this key. `unknown` may have rung, and its result may still
    come; nothing but a new key calls again.
    """

    reference: str
    outcome: Literal["placed", "failed", "unknown"]
    error: str | None = None


@dataclass(frozen=True)
class CallResult:
    """How a call ended, as the signal `call_ended` tells the ticket; it may come more than once.

    `acknowledged`: the notice was answered and an accepted key pressed. `answered`: answered without it, or
    for a bridge, both spoke. `leg` says whose phone of a bridge decided any other outcome. `at` is
    timezone-aware.
    """

    reference: str
    outcome: CallOutcome
    key: str | None = None
    talk_seconds: int = 0
    at: datetime | None = None
    leg: Leg | None = None


def outcome_of(reported: CallOutcome, pressed: str | None, accepted: tuple[str, ...]) -> CallOutcome:
    """The outcome for the ticket: only an accepted key makes an answer an acknowledgement."""
    if reported not in ("answered", "acknowledged"):
        return reported
    return "acknowledged" if pressed is not None and pressed in accepted else "answered"
