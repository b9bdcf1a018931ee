"""What the queries of `customers/text_holds.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from typing import Protocol, TypedDict

from store.connections import Database, Sealable


class AnswerHoldsRow(TypedDict):
    id: str
    next_step: str | None


class CustomersTextHolds(Protocol):
    async def hold_texts(self, db: Database, *, reason: str, phone: Sealable) -> int:
        """Holds the texts of everybody with a number, until somebody has answered; how many flats that
        are.
        """

    def answer_holds(self, db: Database, *, ownership_id: str, by: str) -> AsyncIterator[AnswerHoldsRow]:
        """Whatever holds a flat's texts is answered: they go on. The flats that were held, for whoever
        tells their tickets. What is said of a person or a number is answered for all their flats.
        """

    async def answer_unclear_reply(self, db: Database, *, by: str | None, id: int) -> str:
        """Somebody has seen to a reply that may have been an opt-out: what waited for that goes on."""

    async def ownership_exists(self, db: Database, *, ownership_id: str) -> bool:
        """Whether there is such a flat in the archive."""
