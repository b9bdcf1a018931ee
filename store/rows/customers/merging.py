"""What the queries of `customers/merging.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Literal, Protocol, TypedDict

from domain.customers.consents import Purpose
from store.connections import Database, Json


class LockFilesRow(TypedDict):
    id: str
    name: str
    phone: str
    other_phones: list[str]
    signed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    preferred_hours: Json
    agent_id: str | None
    grade: Literal["key", "regular", "potential"] | None
    grade_reason: str | None
    grade_by: str | None
    grade_at: datetime | None
    email: str | None
    wechat: str | None
    addresses: list[str]
    added_by: str | None
    merged_into: str | None
    person: str
    erased_at: datetime | None


class FillFileRow(TypedDict):
    filled: list[str]
    numbers: int
    places: int


class RefusedPurposesRow(TypedDict):
    purpose: Purpose
    source: str


class MergeRow(TypedDict):
    id: int
    kept: str
    other: str
    exchanged: list[str]
    filled: list[str]
    numbers: int
    places: int
    after: Json
    by: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None


class MergeWithMovesRow(TypedDict):
    id: int
    kept: str
    other: str
    exchanged: list[str]
    filled: list[str]
    numbers: int
    places: int
    after: Json
    by: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None
    moved: Json


class ChangedSinceRow(TypedDict):
    what: str


class TicketsToTellRow(TypedDict):
    id: str
    ownership_id: str | None
    stage: str
    close_reason: str | None
    left_for: str | None


class CustomersMerging(Protocol):
    def lock_files(self, db: Database, *, ids: Sequence[str]) -> AsyncIterator[LockFilesRow]:
        """Both rows, in one order whoever asks; nobody sends to them or merges them meanwhile."""

    async def begin_merge(self, db: Database, *, kept: str, other: str, by: str) -> int:
        """Opens the record of a merge; its number."""

    async def settle_same_flats(self, db: Database, *, kept: str, other: str, merge: int) -> str:
        """Where both have the flat, the kept file's row counts, and it is active if either was."""

    async def give_file(self, db: Database, *, merge: int, other: str, kept: str) -> None:
        """Gives everything of the other file to the kept one."""

    async def same_occasions(
        self, db: Database, *, before: str, after: str, customer_id: str, merge: int
    ) -> str:
        """A text on its way is found again under the id that its ticket asks with from now on."""

    async def exchange_values(self, db: Database, *, kept: str, other: str, columns: Sequence[str]) -> None:
        """Exchanges name or number of the two files."""

    async def fill_file(self, db: Database, *, kept: str, other: str) -> FillFileRow:
        """What the kept file lacks, the other one gives; its numbers and addresses come after the file's
        own.
        """

    async def empty_file(self, db: Database, *, merge: int) -> str:
        """What `fill_file` filled is empty again."""

    async def share_refusals(self, db: Database, *, merge: int, kept: str, other: str) -> str:
        """An opt-out of either is one of both; where nobody opted out again since, undoing the merge takes
        it back.
        """

    async def unshare_refusals(self, db: Database, *, merge: int) -> str:
        """Takes back what `share_refusals` wrote."""

    def refused_purposes(self, db: Database, *, kept: str, other: str) -> AsyncIterator[RefusedPurposesRow]:
        """Before the consents are in one file: what either refuses, and where that came from."""

    async def keep_refusal(
        self, db: Database, *, kept: str, purpose: str, source: str, by: str, merge: int
    ) -> str:
        """A word given in one file does not outweigh the refusal in the other."""

    async def become_one(self, db: Database, *, kept: str | None, other: str) -> str:
        """The other customer's id leads to the kept file from now on."""

    async def finish_merge(
        self,
        db: Database,
        *,
        exchanged: Sequence[str],
        filled: Sequence[str],
        numbers: int,
        places: int,
        id: int,
    ) -> str:
        """Closes the record of a merge with what it did and how the kept file looks."""

    async def record_merge(
        self, db: Database, *, customer_id: str | None, kind: str, actor: str, data: Json
    ) -> str:
        """Says in the kept file's contacts that it was merged, or that this was undone."""

    async def lock_merge(self, db: Database, *, id: int) -> MergeRow | None:
        """The record of a merge, locked while it is undone."""

    async def get_merge(self, db: Database, *, id: int) -> MergeWithMovesRow | None:
        """The record of a merge with what moved, for the API."""

    def merges_page(
        self, db: Database, *, before: int, customer_id: str | None, most: int
    ) -> AsyncIterator[MergeWithMovesRow]:
        """A page of merges, newest first, for the API."""

    def changed_since(self, db: Database, *, merge: int) -> AsyncIterator[ChangedSinceRow]:
        """What stands otherwise than the merge left it; nothing when it can be undone."""

    async def become_two(self, db: Database, *, other: str) -> str:
        """The other customer's id leads to its own file again."""

    async def give_back(self, db: Database, *, merge: int) -> None:
        """Gives back what `give_file` gave."""

    async def flats_as_before(self, db: Database, *, merge: int) -> str:
        """Flats that both had stand as they did before the merge."""

    async def return_refusals(self, db: Database, *, other: str, merge: int) -> str:
        """What the merge wrote down for both stays with whoever had refused."""

    async def merge_undone(self, db: Database, *, by: str | None, id: int) -> str:
        """Notes who undid a merge."""

    def tickets_to_tell(self, db: Database, *, ids: Sequence[str]) -> AsyncIterator[TicketsToTellRow]:
        """Tickets that send marketing, of these files, with the reason why they should end, if there is
        one.
        """

    async def note_new_number(self, db: Database, *, ids: Sequence[str]) -> str:
        """Notes for the reconciler that the tickets of these files must be told of a number, should the
        process die before.
        """
