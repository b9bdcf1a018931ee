"""Four times "none is missed": what must be true of every reported problem (P19)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Rule = Literal["unrecorded", "unhandled", "unchecked", "not_fed_back"]
"""Reported without ticket, open without handler, ended without the customer's word, told to no department."""


@dataclass(frozen=True)
class NoneMissedPolicy:
    """How long something may be under way before it counts as missed."""

    recorded_within: timedelta = timedelta(minutes=15)
    """From the report to the start of its ticket."""
    handled_within: timedelta = timedelta(hours=2)
    """From then to somebody who works on it."""
