"""What the queries of `sign_in/second_factor.sql` take and return. Made by `python -m store.made`."""

from collections.abc import Sequence
from typing import Protocol

from store.connections import Database, Sealable


class SignInSecondFactor(Protocol):
    async def begin_second_factor(self, db: Database, *, secret: Sealable | None, id: str) -> str:
        """A secret that is being set up, until a code confirms it."""

    async def confirm_second_factor(
        self, db: Database, *, counter: int, recovery: Sequence[str], id: str
    ) -> str:
        """The secret that was being set up counts from now on."""

    async def forget_second_factor(self, db: Database, *, id: str) -> str:
        """The second factor is set up anew at the next sign-in."""

    async def use_code(self, db: Database, *, counter: int, id: str) -> str | None:
        """Uses a code up; the id where it counted. Of two requests with one code, one comes in."""

    async def use_recovery_code(self, db: Database, *, digest: str, id: str) -> str | None:
        """Uses a recovery code up; the id where it counted."""
