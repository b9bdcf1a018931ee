"""What the queries of `operations/keys.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Protocol, TypedDict

from store.connections import Database, Sealable


class DataKeysRow(TypedDict):
    no: int
    purpose: str
    master: str
    wrapped: bytes
    active_from: datetime


class BindsFromRow(TypedDict):
    binds_from: datetime
    signature: str


class AddDataKeyRow(TypedDict):
    no: int
    active_from: datetime


class ListKeysRow(TypedDict):
    no: int
    purpose: str
    master: str
    active_from: datetime
    created_at: datetime
    in_force: bool


class ByteaColumnsRow(TypedDict):
    table_name: str
    column_name: str
    several: bool


class OperationsKeys(Protocol):
    async def lock_keys(self, db: Database) -> str:
        """Two processes that start at once make one set of keys."""

    def data_keys(self, db: Database) -> AsyncIterator[DataKeysRow]:
        """The data keys, wrapped, oldest first; for whoever opens the database."""

    async def binding_is_known(self, db: Database) -> bool:
        """Whether this database says since when what is sealed is bound; one that is being migrated may
        not.
        """

    async def binds_from(self, db: Database) -> BindsFromRow | None:
        """Since when what is sealed is bound to where it belongs, signed."""

    async def begin_binding(self, db: Database, *, binds_from: datetime, signature: str) -> str:
        """The same, said once; for the migration."""

    async def add_data_key(
        self, db: Database, *, purpose: str, master: str, wrapped: Sealable, after: timedelta | None
    ) -> AddDataKeyRow:
        """A new data key; its number, and since when it seals. Without `after`, in force since ever: the
        first one.
        """

    def list_keys(self, db: Database) -> AsyncIterator[ListKeysRow]:
        """The data keys without the keys, for the command line."""

    async def rewrap_key(self, db: Database, *, master: str, wrapped: Sealable, no: int) -> str:
        """A key wrapped by another master key."""

    def bytea_columns(self, db: Database) -> AsyncIterator[ByteaColumnsRow]:
        """Every column that may hold sealed values, with its table, both as SQL names them; for sealing
        anew.
        """
