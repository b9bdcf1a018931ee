"""Who calls is found by the number typed, whoever's customer it is; so many times a day (P23)."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class CallerPolicy:
    """How often others' customers are found by number, and for how long they may be helped then."""

    numbers_a_day: int = 60
    """Different numbers that are no own customer's one account may type a day; then a supervisor helps."""
    taken_in_within: timedelta = timedelta(hours=12)
    """How long a request may be taken in for whoever was found."""
