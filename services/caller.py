"""Who asks, and what is known of the asking: one object per request, from the door to the trail (P23)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Literal

from domain.access.roles import Role
from store.trail import Look
from texts import DEFAULT_LOCALE


@dataclass(frozen=True)
class Principal:
    """Somebody signed in, or an integration with its token.

    `id` is the account (`U…`), the token (`K…`), or `settings` for the token of the settings. `role` may be
    narrower than the built-in one of that name: a token carries only the scopes it was made with.
    Whoever holds a link that was texted to them is their account or, without one, their `S…`, by `token`.
    """

    id: str
    role: Role
    via: Literal["session", "token", "settings"]
    staff_id: str | None = None
    crew_id: str | None = None
    department_id: str | None = None
    session_id: str | None = None

    def may(self, permission: str) -> bool:
        """Whether the role has it."""
        return permission in self.role.permissions


@dataclass(frozen=True)
class Claim:
    """The idempotency key a request holds, and what an earlier, interrupted handling had already made."""

    id: uuid.UUID
    made: str | None
    in_clear: bool = False
    """Taken by a process of 0.1, which kept keys as they were sent; no longer possible from 0.3 on."""


@dataclass
class Effects:
    """Whether a request may have changed something by now; shared with what it asks as the system."""

    possible: bool = False

    @contextmanager
    def apart(self) -> Iterator[None]:
        """What the block does is no part of what was asked for, such as looking whether somebody is there."""
        before = self.possible
        try:
            yield
        finally:
            self.possible = before


@dataclass
class Caller:
    """A request under way: filled in from the outside inwards, read wherever it matters who asks."""

    request_id: str = ""
    """In the log, in the answer and in problem details."""
    language: str = DEFAULT_LOCALE
    principal: Principal | None = None
    """Decided once at the door; None before, and for strangers."""
    purpose: str | None = None
    """What for, as stated: one of `domain.access.looks.PURPOSES`."""
    opened: set[str] = field(default_factory=set)
    """Pieces of personal data that are shown in clear because of the purpose."""
    noted: list[Look] = field(default_factory=list)
    """What the request shows of people, for the access trail."""
    acts_for: str | None = None
    """In whose name something is recorded where it is not the caller's: it stands in the trail."""
    claim: Claim | None = None
    effects: Effects = field(default_factory=Effects)
    as_system: bool = False
    """Database connections see every row; masking goes on by the principal."""


caller: ContextVar[Caller | None] = ContextVar("huifang_caller", default=None)
"""Whoever asks in this task; None where nobody does."""


def may_have_changed() -> None:
    """From now on nobody can tell the caller of this task that nothing was done."""
    asks = caller.get()
    if asks is not None:
        asks.effects.possible = True


@contextmanager
def system() -> Iterator[None]:
    """Connections that are taken within the block see every row.

    For what nobody in particular asks for (webhooks, customers' pages, counts), never for what a caller is
    shown of people without a check of its own. What is noted and opened meanwhile is the request's.
    """
    token = caller.set(replace(caller.get() or Caller(), as_system=True))
    try:
        yield
    finally:
        caller.reset(token)
