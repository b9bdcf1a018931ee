"""How long PostgreSQL may be silent, and what is known of whether it answers (P33).

A connection can die without a word to either end: a cable, a firewall that forgets, a machine that freezes.
Nothing ever arrives on it, no error either. So every wait ends, and what fell silent is not asked again.
What is slow is not silent: how long a statement may take is the server's to say (`store.database.connect`).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Bounds:
    """Policy data. Where nobody says otherwise (`answers_within`), these hold."""

    statement: timedelta = timedelta(minutes=1)
    """Until it is asked elsewhere whether the server is still at work on a statement (`store.pool`)."""
    longest: timedelta = timedelta(hours=1)
    """The last resort of the driver; longer than anything that the server itself lets last."""
    connecting: timedelta = timedelta(seconds=10)
    """Until a server that was reached has let us in."""
    acquiring: timedelta = timedelta(seconds=30)
    """Until a connection is to be had, a new one included."""
    afterwards: timedelta = timedelta(milliseconds=500)
    """What is still waited for once PostgreSQL has fallen silent: rolling back, giving back."""
    trusted: timedelta = timedelta(seconds=10)
    """A connection that has been at rest for longer is asked whether it is still there."""
    asking: timedelta = timedelta(seconds=2)
    """How long it may take to say so."""
    closing: timedelta = timedelta(seconds=10)
    """Until the connections of a pool have been given back and said goodbye, at the end of a process."""
    kept_alive: timedelta = timedelta(seconds=15)
    """Rest after which either machine asks the other for a sign of life (TCP keepalive)."""
    unheard: timedelta = timedelta(seconds=20)
    """What was sent and not acknowledged for so long breaks the connection (TCP user timeout)."""
    idle_in_transaction: timedelta = timedelta(minutes=5)
    """After which the server ends a transaction whose client says nothing more: its locks are let go."""


BOUNDS = Bounds()


@dataclass
class Patience:
    """What one piece of work still waits for: a request, an activity."""

    seconds: float
    spent: bool = False
    """PostgreSQL fell silent once: whatever else is asked of it within this work gets `Bounds.afterwards`."""


_patience: ContextVar[Patience | None] = ContextVar("huifang_patience", default=None)


@contextmanager
def answers_within(bound: timedelta) -> Iterator[None]:
    """Within the block, PostgreSQL may say nothing for so long, unless it is at work on what it was asked."""
    token = _patience.set(Patience(bound.total_seconds()))
    try:
        yield
    finally:
        _patience.reset(token)


def patience_left(usual: timedelta) -> float:
    """Seconds that the next answer may take; `usual` where nobody has said anything."""
    patience = _patience.get()
    if patience is None:
        return usual.total_seconds()
    return BOUNDS.afterwards.total_seconds() if patience.spent else patience.seconds


def patience_spent() -> None:
    """PostgreSQL did not answer this work in time."""
    patience = _patience.get()
    if patience is not None:
        patience.spent = True


class Pulse:
    """Whether the PostgreSQL behind a pool answers. Moments are of a clock that only goes forward."""

    def __init__(self) -> None:
        self.doubted_at = float("-inf")
        """A connection fell silent then: what has not answered since is replaced."""
        self._missed_since: float | None = None

    def answered(self) -> None:
        """A statement came back, well or with an error of its own."""
        self._missed_since = None

    def missed(self) -> None:
        """It could not be reached, or did not answer."""
        if self._missed_since is None:
            self._missed_since = time.monotonic()

    def fell_silent(self) -> None:
        """A statement got no answer in time: whatever took its connection may have taken the others."""
        self.doubted_at = time.monotonic()
        self.missed()

    @property
    def silent_for(self) -> timedelta:
        """Since when every try was in vain; nothing while none is, or nobody tries."""
        if self._missed_since is None:
            return timedelta(0)
        return timedelta(seconds=time.monotonic() - self._missed_since)
