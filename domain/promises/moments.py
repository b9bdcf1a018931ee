"""How far ahead people may put things: an appointment, a promise that is moved, a wish (P7, P17)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Implausible = Literal["moment-past", "moment-too-far", "moment-needs-supervisor"]


@dataclass(frozen=True)
class MomentsPolicy:
    """What is plausible: a moment ahead, and not so far that nobody would notice that it was a slip."""

    freely: timedelta = timedelta(days=14)
    """By whoever does the act; what lies further ahead is for those who answer for it."""
    furthest: timedelta = timedelta(days=180)
    """By anybody."""
    by: tuple[str, ...] = ("shift_lead", "service_supervisor", "department_head", "manager")
    """Roles that may go beyond `freely`."""
    typed_late: timedelta = timedelta(minutes=10)
    """A moment that has just passed is still taken: typing takes time, and so does the way here."""

    def fault(self, moment: datetime, now: datetime, role: str) -> Implausible | None:
        """What is wrong with the moment, said by somebody in this role."""
        ahead = moment - now
        if ahead < -self.typed_late:
            return "moment-past"
        if ahead > self.furthest:
            return "moment-too-far"
        if ahead > self.freely and role not in self.by:
            return "moment-needs-supervisor"
        return None
