"""What the queries of `sign_in/sessions.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Protocol, TypedDict

from store.connections import Database, Sealable


class TrySignInRow(TypedDict):
    locked: bool | None
    seconds: int | None


class AddSessionRow(TypedDict):
    id: str
    expires_at: datetime


class SessionOfRow(TypedDict):
    id: str
    account_id: str
    by: str
    expires_at: datetime
    stale: bool
    role: str
    staff_id: str | None
    must_change: bool
    second_factor: bool
    crew_id: str | None
    department_id: str | None


class SessionsOfRow(TypedDict):
    id: str
    by: str
    address: str | None
    agent: str | None
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class BackFromProviderRow(TypedDict):
    nonce: str
    verifier: str
    back_to: str
    in_time: bool


class SignInEventsPageRow(TypedDict):
    id: int
    at: datetime
    what: str
    account_id: str | None
    by: str | None
    token_id: str | None
    address: str | None
    agent: str | None


class SignInSessions(Protocol):
    async def signed_in(self, db: Database, *, id: str) -> str:
        """When an account signed in last."""

    async def try_sign_in(
        self,
        db: Database,
        *,
        kind: str,
        subject: Sealable,
        within: timedelta,
        most: int,
        locked_for: timedelta,
    ) -> TrySignInRow:
        """Counts a try of a login or an address, before anything is checked; whether it is locked, and how
        long. However many come at once, no more than the limit are let through. Whoever is locked out
        stays so until the time is up.
        """

    async def take_back_try(self, db: Database, *, kind: str, subject: Sealable) -> str:
        """A try that was right after all, or of which only a part was missing, does not count."""

    async def forget_tries(self, db: Database, *, kind: str, subject: Sealable) -> str:
        """Forgets the tries of a login or an address, once somebody came in."""

    async def add_session(
        self,
        db: Database,
        *,
        secret: str,
        account_id: str,
        by: str,
        address: Sealable | None,
        agent: Sealable | None,
        longest: timedelta,
    ) -> AddSessionRow:
        """A new session; its id and when it ends."""

    async def session_of(
        self, db: Database, *, seen_every: timedelta, secret: str, idle: timedelta
    ) -> SessionOfRow | None:
        """A session that is under way, with whose it is; whoever leads a crew or a department acts for
        that one.
        """

    async def session_seen(self, db: Database, *, id: str) -> str:
        """The session was used just now."""

    def sessions_of(self, db: Database, *, account_id: str, idle: timedelta) -> AsyncIterator[SessionsOfRow]:
        """The sessions of an account that are under way, for its owner."""

    async def renew_session(self, db: Database, *, secret: str, id: str) -> str:
        """Gives a session another secret, after its rights changed."""

    async def end_session(self, db: Database, *, id: str, account_id: str) -> str | None:
        """Ends one session of an account; its id, where there was one."""

    async def end_sessions(self, db: Database, *, account_id: str, except_id: str | None) -> str:
        """Ends all sessions of an account but one."""

    async def forget_ended_sign_ins(self, db: Database, *, idle: timedelta, within: timedelta | None) -> str:
        """What has ended, and tries that no longer count."""

    async def visit_provider(
        self, db: Database, *, state: str, nonce: str, verifier: str, back_to: str, within: timedelta
    ) -> str:
        """Somebody goes to the identity provider."""

    async def back_from_provider(self, db: Database, *, state: str) -> BackFromProviderRow | None:
        """Somebody comes back from the identity provider. Once: whoever comes back a second time is sent
        away.
        """

    async def note_sign_in(
        self,
        db: Database,
        *,
        what: str,
        account_id: str | None,
        by: str | None,
        token_id: str | None,
        address: Sealable | None,
        agent: Sealable | None,
    ) -> str:
        """One line of what happened at the door."""

    def sign_in_events_page(
        self, db: Database, *, account_id: str | None, what: str | None, before: int, most: int
    ) -> AsyncIterator[SignInEventsPageRow]:
        """A page of what happened at the door, newest first, for the API."""
