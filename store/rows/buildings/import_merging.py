"""What the queries of `buildings/import_merging.sql` take and return. Made by `python -m store.made`."""

from typing import Protocol, TypedDict

from store.connections import Database


class AddOwnershipsRow(TypedDict):
    ownerships: int
    customers: int


class BuildingsImportMerging(Protocol):
    async def find_known(self, db: Database, *, building_id: str) -> str:
        """Recognises the rows of the file, first of all. A person is known by flat and name; with several
        namesakes in the flat, the one with the number. Whoever was merged is known by the names and
        numbers of all duplicates (`person`).
        """

    async def renumber_customers(self, db: Database) -> int:
        """Gives known persons their new numbers; how many flats follow. The person's number is changed
        where it stands, so that every flat of theirs follows, unless the file still uses the old one
        for them, gives two new ones, or somebody of that name has the new one already.
        """

    async def add_renumbered(self, db: Database) -> int:
        """Those who could not be changed where they stand become a customer of their own; a signature
        stays with the person.
        """

    async def repoint_renumbered(self, db: Database) -> int:
        """Their flats, and the tickets of these, follow."""

    async def update_known(self, db: Database) -> str:
        """What the roster says newly about a flat; what it leaves empty stays. The number it gives is
        remembered.
        """

    async def remember_numbers(self, db: Database) -> str:
        """Remembers the number that the roster gives for each flat it names."""

    async def add_customers(self, db: Database) -> int:
        """Adds the persons whom nobody knows yet; how many they are. In the file's order, so that ids
        follow it.
        """

    async def add_ownerships(self, db: Database, *, building_id: str) -> AddOwnershipsRow:
        """Adds the flats that nobody knows yet. New flats, and how many customers they bring in who were
        not met in this file before. Only imports add flats, one import at a time, and each flat of a
        person stands once in the file: looking for conflicts would only cost time. Only the names of a
        merged duplicate can make it stand there twice.
        """

    async def add_other_phones(self, db: Database, *, building_id: str) -> str:
        """Further numbers of a row, and the number of a repeated row where it differs, kept once each in
        the file's order.
        """

    async def fill_from_repeats(self, db: Database, *, building_id: str) -> str:
        """A repeated row fills what the first one leaves empty."""
