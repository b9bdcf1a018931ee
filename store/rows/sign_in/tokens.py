"""What the queries of `sign_in/tokens.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypedDict

from store.connections import Database, Sealable


class ApiTokenRow(TypedDict):
    id: str
    name: str
    role: str
    scopes: list[str]
    made_by: str
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    created_at: datetime


class ApiTokenOfRow(TypedDict):
    id: str
    role: str
    scopes: list[str]
    revoked: bool
    expired: bool
    stale: bool


class SignInTokens(Protocol):
    async def add_api_token(
        self,
        db: Database,
        *,
        name: Sealable,
        secret: str,
        role: str,
        scopes: Sequence[str],
        made_by: str,
        expires_at: datetime,
    ) -> ApiTokenRow:
        """A new token of another program, as it is kept."""

    async def api_token_of(self, db: Database, *, seen_every: timedelta, secret: str) -> ApiTokenOfRow | None:
        """The token that a request came with, and whether it still counts."""

    async def api_token_used(self, db: Database, *, id: str) -> str:
        """The token was used just now."""

    def api_tokens_page(self, db: Database, *, after: str, most: int) -> AsyncIterator[ApiTokenRow]:
        """A page of tokens, for the API."""

    async def revoke_api_token(self, db: Database, *, id: str) -> str | None:
        """A token counts no longer; its id, where there is one."""
