"""What the queries of `sign_in/accounts.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database, Sealable, StillLocked


class AddAccountRow(TypedDict):
    id: str


class AccountRow(TypedDict):
    id: str
    login: str | None
    name: str | None
    own_name: str | None
    staff_id: str | None
    role: str
    active: bool
    password: str | None
    must_change: bool
    code_secret: StillLocked | None
    code_pending: StillLocked | None
    code_last: int
    second_factor: bool
    recovery_left: int
    by_provider: bool
    signed_in_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    crew_id: str | None
    department_id: str | None
    usable: bool
    locked: bool


class AccountOfFoldedIdentityRow(TypedDict):
    id: str
    identity: str


class AccountsPageRow(TypedDict):
    id: str
    login: str | None
    name: str | None
    staff_id: str | None
    role: str
    active: bool
    must_change: bool
    second_factor: bool
    by_provider: bool
    signed_in_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    locked: bool


class SignInAccounts(Protocol):
    async def lock_accounts(self, db: Database) -> str:
        """Accounts are changed one after another: two requests at once never take away the last
        administrator.
        """

    async def any_account(self, db: Database) -> bool:
        """Whether there is any account, asked at start before the first one is made."""

    async def other_administrators(self, db: Database, *, id: str) -> int:
        """How many administrators there are beside this one, asked before it is taken away."""

    async def add_account(
        self,
        db: Database,
        *,
        login: Sealable | None,
        name: Sealable | None,
        staff_id: str | None,
        role: str,
        password: str | None,
        must_change: bool,
        identity: Sealable | None,
    ) -> AddAccountRow | None:
        """A new account; nothing when the login, member of the staff or identity has one already."""

    async def get_account(self, db: Database, *, id: str) -> AccountRow | None:
        """An account with who it stands for, for signing in and for the API."""

    async def account_of_login(self, db: Database, *, login: Sealable) -> str | None:
        """The account of a login."""

    async def account_of_identity(self, db: Database, *, identity: Sealable) -> str | None:
        """The account of somebody whom the identity provider sent."""

    async def account_of_folded_identity(
        self, db: Database, *, identity: Sealable
    ) -> AccountOfFoldedIdentityRow | None:
        """The account of somebody whose identity was kept as it was said, and may be another's that looks
        alike.
        """

    async def keep_identity(self, db: Database, *, identity: Sealable | None, id: str) -> str:
        """How somebody whom the identity provider sends is recognised from now on."""

    async def account_of_staff(self, db: Database, *, staff_id: str) -> str | None:
        """The account of a member of the staff."""

    def accounts_page(
        self, db: Database, *, role: str | None, active: bool | None, after: str, most: int
    ) -> AsyncIterator[AccountsPageRow]:
        """A page of accounts, for the API and the command line."""

    async def revise_account(
        self, db: Database, *, name: Sealable | None, staff_id: str | None, role: str, active: bool, id: str
    ) -> str:
        """What an administrator, or the identity provider, changes of an account."""

    async def set_password(self, db: Database, *, password: str | None, must_change: bool, id: str) -> str:
        """A new password of an account, as a hash."""

    async def rehash_password(self, db: Database, *, password: str | None, id: str, before: str) -> str:
        """The same password with today's parameters, unless it was changed meanwhile."""
