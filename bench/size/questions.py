"""What is asked of the archive, and how soon each answer is wanted."""

from dataclasses import dataclass, field
from typing import Any

from bench.size.archive import Archive, name_of, number_of

LIST, FILE = 20.0, 50.0
"""Milliseconds, 95 of 100: lists, tickets, searches; a whole file, statistics, a first page of duplicates."""


@dataclass(frozen=True)
class Question:
    """One request. `{ticket}`, `{customer}` and `{staff}` in it are one's own."""

    what: str
    path: str
    most: float = LIST
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def method(self) -> str:
        """POST where something is sent."""
        return "POST" if self.body else "GET"


def questions(archive: Archive) -> list[Question]:
    """In the order in which a table shows them; who is looked for is there in every archive."""
    customer = archive.customers // 3
    return [
        Question("list of tickets", "/tickets"),
        Question("… open repairs", "/tickets?kind=Repair&stage=crew"),
        Question("one ticket", "/tickets/{ticket}"),
        Question("own calls", "/calls?agent={staff}"),
        Question("list of customers", "/customers"),
        Question("find by number", "/customers:search", body={"phone": number_of(customer)[3:]}),
        Question("find by name", "/customers:search", body={"name": name_of(customer)}),
        Question("owners of a building", "/buildings/B000003/owners"),
        Question("customer file", "/customers/{customer}", FILE),
        Question("duplicates", "/duplicates", FILE),
        Question("complaint statistics", "/complaints/statistics", FILE),
        Question("a building's progress", "/buildings/B000003/pre-handover", FILE),
    ]
