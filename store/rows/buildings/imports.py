"""What the queries of `buildings/imports.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Protocol, TypedDict

from store.connections import Database, Json, Sealable


class NearNamesRow(TypedDict):
    position: int
    spelt: str
    name: str
    asked: bool


class MissingFlatsRow(TypedDict):
    id: str
    block: str
    unit: str
    room: str


class RosterNoticesRow(TypedDict):
    position: int
    code: str


class CountKnownRow(TypedDict):
    customers: int
    ownerships: int
    changed_customers: int
    changed_ownerships: int


class KeepImportRow(TypedDict):
    id: str
    to_follow: bool
    enrols: bool


class ImportReportRow(TypedDict):
    report_name: str
    content_type: str
    report: bytes
    building_id: str
    problem_rows: int


class ImportsToFollowRow(TypedDict):
    id: str
    building_id: str


class BuildingsImports(Protocol):
    async def stage_roster(self, db: Database) -> str:
        """The file's rows on their way in; gone with the transaction. What is compared stands beside each
        value as its index: read from the sealed value once, not at every comparison.
        """

    async def lock_imports(self, db: Database) -> str:
        """One import at a time: two at once could add the same person under two orders of locks."""

    async def analyze_roster(self, db: Database) -> str:
        """How many rows there are decides the plans, not what stands in them: a small sample will do."""

    async def analyze_known(self, db: Database) -> str:
        """The same for the rows that were recognised."""

    def near_names(self, db: Database, *, building_id: str) -> AsyncIterator[NearNamesRow]:
        """Persons of the file whose flat and number the archive has under another name: perhaps the same
        name, spelt otherwise.
        """

    async def take_for(self, db: Database, *, name: Sealable | None, position: int) -> str:
        """Rows of the file that name a person otherwise than the archive: the same person from here on."""

    async def remember_names(self, db: Database) -> str:
        """Remembers how the roster spells the name of each flat's owner, so that it is asked about once."""

    async def hold_as_said(self, db: Database, *, building_id: str) -> str:
        """What the file's remarks say stops the texts of these flats' owners. What somebody has answered
        is not asked again.
        """

    async def hold_missing(self, db: Database, *, building_id: str, share: float) -> str:
        """Owners of an earlier roster who are not in this one: their texts wait until somebody has
        answered. A file that names few of a block's owners is an addition to the roster, not a newer
        one. Whoever is in the file again is no longer missing.
        """

    def missing_flats(self, db: Database, *, building_id: str) -> AsyncIterator[MissingFlatsRow]:
        """Flats whose owners an earlier roster had and this one does not, still to be answered; in the
        order of the archive.
        """

    def roster_notices(self, db: Database, *, building_id: str) -> AsyncIterator[RosterNoticesRow]:
        """What the archive has to say about rows of the file, before anything is changed."""

    async def analyze_archive(self, db: Database) -> str:
        """Whoever asks for a building next must not be planned as if it were still empty: what is a join
        by hash now would be a loop over all its flats for each row, until the server takes stock by
        itself a minute later.
        """

    async def count_known(self, db: Database) -> CountKnownRow:
        """What the archive had already and what changed in it, for the report of an import."""

    async def keep_import(
        self,
        db: Database,
        *,
        building_id: str,
        file_name: Sealable,
        sha256: str,
        summary: Json,
        report: Sealable,
        report_name: Sealable,
        content_type: str,
        problem_rows: int | None,
        changed_numbers: bool,
    ) -> KeepImportRow:
        """Keeps an import with its report, last of all. Nobody has to be told when the sequence is not
        started and no number changed. The building is locked, so that a sequence that is started at the
        same moment sees these owners, or this import sees that it was started.
        """

    async def import_report(self, db: Database, *, id: str) -> ImportReportRow | None:
        """The problem rows of an import as a file, for the API. Reports of before 0038 hold whole rosters:
        nobody is given those.
        """

    def imports_to_follow(self, db: Database, *, age: timedelta) -> AsyncIterator[ImportsToFollowRow]:
        """Imports whose tickets have not followed, once the ordinary way had time to do it."""

    async def import_followed(self, db: Database, *, id: str) -> str:
        """Notes that the tickets have followed an import, for its workflow."""

    async def import_followed_of_building(self, db: Database, *, building_id: str) -> bool:
        """Whether no import of the building is still on its way to the tickets."""
