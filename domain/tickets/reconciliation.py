"""What the reconciler is asked and answers (P33). Fields are only ever added."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Reconcile:
    """Look at what has been as it is for `age` or longer: younger things are still on their ordinary way."""

    age: timedelta = timedelta(minutes=2)
    leavers_only: bool = False
    """Only what people have in hand who have left: somebody has just left."""


@dataclass(frozen=True)
class Reconciled:
    """How many of each were mended."""

    terminated: int = 0
    started: int = 0
    owners_left: int = 0
    buildings: int = 0
    events: int = 0
    messages: int = 0
    imports: int = 0
    numbers: int = 0
    calls: int = 0
    answers: int = 0
    duplicates: int = 0
    dealt: int = 0
