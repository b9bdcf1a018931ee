"""The customer's file (P22, P24): grades, kinds of contact, and when two customers are perhaps one."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from domain.customers.names import compared, one_edit_away, written
from domain.playbooks.declaration import Trait
from domain.playbooks.registry import kinds
from domain.typed_text import visible

Grade = Literal["key", "regular", "potential"]
"""Key customers get regular visits and faster bounds (P24)."""
PreSaleStage = Literal["potential", "near_intent"]
Contact = Literal["visit", "site_visit", "phone", "wechat", "letter", "email"]
"""How somebody met a customer where no ticket and no provider saw it."""
Direction = Literal["in", "out"]
"""`in`: the customer came to us."""
CONTACT_PREFIX = "contact_"
CONTACTS: tuple[Contact, ...] = get_args(Contact)
COMMUNICATION_KINDS = (
    *(CONTACT_PREFIX + each for each in CONTACTS),
    "note",
    "reply",
    "reply_opt_out",
    "reply_handled",
    "opt_out",
)
"""Events of the timeline that are a communication, besides those with a text."""
PROBLEM_KINDS = kinds(Trait.PROBLEM)
"""Kinds of tickets that are problems a customer has."""

Rule = Literal[
    "same_number_same_flat",
    "same_number_name_otherwise",
    "same_name_same_flat",
    "same_number_same_flat_name_near",
    "flat_name_otherwise",
    "same_number_part_of_name",
    "same_number",
]
SCORES: dict[Rule, int] = {
    "same_number_same_flat": 98,
    "same_number_name_otherwise": 95,
    "same_name_same_flat": 90,
    "same_number_same_flat_name_near": 85,
    "flat_name_otherwise": 80,
    "same_number_part_of_name": 70,
    "same_number": 40,
}
"""How sure a rule is, of 100. Families share a number, so a number alone says little."""

_TITLES = re.compile(r"(先生|女士|小姐|太太|老师)$|^(mr|mrs|ms|miss|dr)\.?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[、,，/;；&+＋]|\s+and\s+", re.IGNORECASE)
_MEANINGLESS = re.compile(r"[\s·•・.\-_()（）'’]+")


@dataclass(frozen=True)
class Known:
    """What a customer is recognised by: numbers in E.164, flats as any text that two of one flat share."""

    id: str
    name: str
    numbers: frozenset[str]
    flats: frozenset[str]


@dataclass(frozen=True)
class Likeness:
    """Two customers who are perhaps one: by which rule, how sure, what agrees and what differs."""

    rule: Rule
    score: int
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


def people_of(name: str) -> frozenset[str]:
    """The people a name speaks of, each written one way.

    Width, case, blanks, titles and order do not count.
    """
    plain = written(visible(name)).casefold()
    return frozenset(filter(None, (_person(part) for part in _BETWEEN.split(plain))))


def _person(part: str) -> str:
    bare = _TITLES.sub("", part.strip())
    words = bare.split()
    if len(words) > 1 and bare.isascii():
        # A Latin name stands in either order.
        words.sort()
    return _MEANINGLESS.sub("", "".join(words))


def likeness(one: Known, two: Known) -> Likeness | None:
    """Whether the two are perhaps one person; None for co-owners and strangers."""
    first, second = people_of(one.name), people_of(two.name)
    if not first or not second:
        return None
    name = first == second
    number, flat = bool(one.numbers & two.numbers), bool(one.flats & two.flats)
    near = number and flat and _misspelt(one.name, two.name)
    rule = _rule(name, number, flat, near, bool(first & second), _spelt(one.name) == _spelt(two.name))
    if rule is None:
        return None
    facts = (("name", name), ("number", number), ("flat", flat))
    agrees = tuple(fact for fact, same in facts if same)
    return Likeness(rule, SCORES[rule], agrees, tuple(fact for fact, same in facts if not same))


def _misspelt(one: str, two: str) -> bool:
    """Whether two names with one surname are one character apart; a family has several surnames."""
    return compared(one)[:1] == compared(two)[:1] and one_edit_away(one, two)


def _rule(name: bool, number: bool, flat: bool, near: bool, part: bool, spelt: bool) -> Rule | None:
    if name and number:
        return "same_number_same_flat" if flat else "same_number_name_otherwise"
    if name and flat:
        return "same_name_same_flat" if spelt else "flat_name_otherwise"
    if near:
        return "same_number_same_flat_name_near"
    if number:
        return "same_number_part_of_name" if part else "same_number"
    return None


def _spelt(name: str) -> str:
    """As the archive compares names: width, case and blanks do not count."""
    return "".join(visible(name).casefold().split())
