"""The wall clock as activities read it, set by a story; tickets have clocks that the server moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch


class Wall(datetime):
    """A `datetime` whose `now` is what the story says."""

    moment: datetime = datetime.now(UTC)

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.moment.astimezone(tz)


@contextmanager
def wall_at(moment: datetime) -> Iterator[None]:
    """Sending believes that it is `moment`, within the block."""
    Wall.moment = moment
    with patch("activities.messages.cadence_steps.datetime", Wall):
        yield
