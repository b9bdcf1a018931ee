"""What every ticket has: a stage, and at its end a reason."""

from typing import Literal

Stage = Literal["waiting", "sending", "closed"]

LeaveReason = Literal["signed", "opted_out", "sold", "building_cancelled", "cancelled", "merged"]
"""Why an owner no longer gets the remaining messages (P1).

`merged`: another ticket is about the same flat (P22).
"""

CloseReason = Literal[
    "completed", "signed", "opted_out", "sold", "building_cancelled", "cancelled", "terminated", "merged"
]
"""Why a ticket ended; `terminated` is written by the reconciler when operations staff ended it by force."""

ENDED_BY_PEOPLE = ("cancelled", "terminated")
"""Only a person opens such a ticket again; a moved date or an imported roster does not (P1)."""
