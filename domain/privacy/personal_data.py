"""The register of personal data: what is kept where, what for, for how long, and how it is erased (P23).

The record of processing (Articles 54 to 56 of the Personal Information Protection Law), the copy a person may
ask for, and deletion are made of the same table, so that none of them can forget what another knows.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from domain.customers.consents import Ground

Instead = Literal["text", "hidden", "list", "nothing", "object", "id", "row"]
"""What is written in place of a value that is erased; `row`: it goes with its row."""
Erased = Literal["at_once", "with_person", "with_ticket", "rows", "by_period", "never"]
Whose = Literal["customer", "staff", "many"]
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True)
class Category:
    """A kind of personal data: what it is used for, on which ground, how long it is kept, who gets it."""

    name: str
    shows: str
    purposes: tuple[str, ...]
    ground: Ground
    kept: str
    recipients: tuple[str, ...]
    whose: Whose


@dataclass(frozen=True)
class Place:
    """A table with personal data; names are identifiers of SQL and safe to be written into it."""

    table: str
    category: str
    sealed: Mapping[str, Instead]
    erased: Erased
    about: str | None = None
    key: str = "id"
    also: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    in_copy: bool = True
    told_staff: bool = False
    """Whether rows of the customer's tickets tell staff: erased with the others, no part of the copy."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column with personal data, as `table.column`."""
        return tuple(f"{self.table}.{column}" for column in (*self.sealed, *self.staff))


@dataclass(frozen=True)
class Register:
    """All of it."""

    categories: Mapping[str, Category]
    places: tuple[Place, ...]
    not_personal: frozenset[str] = field(default_factory=frozenset)

    def of(self, category: str) -> tuple[Place, ...]:
        """Where a category is kept."""
        return tuple(place for place in self.places if place.category == category)

    @property
    def of_a_person(self) -> tuple[Place, ...]:
        """Tables whose rows are found by customer."""
        return tuple(place for place in self.places if place.about is not None)


def read(content: str) -> Register:
    """The register of a TOML file. Raises ValueError that says where it is wrong."""
    given = tomllib.loads(content)
    categories = {name: _category(name, each) for name, each in given["category"].items()}
    places = tuple(_place(name, each) for name, each in given["table"].items())
    unknown = [place.table for place in places if place.category not in categories]
    if unknown:
        raise ValueError(f"no such category: {', '.join(unknown)}")
    return Register(categories, places, frozenset(given["not_personal"]["columns"]))


def _category(name: str, given: Any) -> Category:
    try:
        made = Category(
            name,
            given["shows"],
            tuple(given["purposes"]),
            given["ground"],
            given["kept"],
            tuple(given["recipients"]),
            given["whose"],
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"category {name}: {error}") from None
    if made.ground not in get_args(Ground) or made.whose not in get_args(Whose):
        raise ValueError(f"category {name}: no such ground or no such people")
    return made


def _place(name: str, given: Any) -> Place:
    more = {key: given[key] for key in ("about", "key", "in_copy", "told_staff") if key in given}
    place = Place(
        name,
        given["category"],
        given["sealed"],
        given["erased"],
        also=tuple(given.get("also", ())),
        staff=tuple(given.get("staff", ())),
        **more,
    )
    names = (
        name,
        *place.sealed,
        *place.also,
        *place.staff,
        place.key,
        *([place.about] if place.about else []),
    )
    if not all(_NAME.fullmatch(each) for each in names):
        raise ValueError(f"table {name}: only names of SQL")
    if place.erased not in get_args(Erased) or not set(place.sealed.values()) <= set(get_args(Instead)):
        raise ValueError(f"table {name}: no such way to erase")
    return place


REGISTER = read((Path(__file__).parent / "personal_data.toml").read_text("utf-8"))
