"""What the workflows of a whole building are told and answer (P1). Fields are only ever added."""

from dataclasses import dataclass
from datetime import date

from domain.playbooks.pre_handover_policy import PreHandoverPolicy


@dataclass(frozen=True)
class Enrol:
    """Start a ticket for every owner of a building who has messages ahead."""

    building_id: str
    policy: PreHandoverPolicy | None = None
    """The policy its tickets will carry; None takes the one the building's sequence was started with."""
    locale: str = "zh-CN"


@dataclass(frozen=True)
class Enrolled:
    """How many tickets were started, were open already, or had nothing left to send."""

    started: int = 0
    running: int = 0
    nothing_ahead: int = 0


@dataclass(frozen=True)
class BuildingChanged:
    """A building's row as of `version`: tell every open ticket of it."""

    building_id: str
    version: int
    handover_date: date | None
    cancelled: bool = False
    locale: str = "zh-CN"
