"""What somebody who is told of a ticket hears or reads, looked up as it is said: see docs/decisions/0058."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import structlog

from domain.messages.calls import PlaceNotice
from domain.messages.notices import SendNotice
from domain.messages.short_words import short_name, short_place, short_words
from domain.people.staff import CREW_ROLES
from domain.playbooks.registry import BY_NAME, PLAYBOOKS
from store.database import Database, present, queries
from store.rows.messages.calls import ToldAboutRow
from texts import mentioned, named, text
from vault.keyring import Tampered, UnknownKey

log = structlog.get_logger("services")

CONDITIONS = ("late", "stand_in", "reopened", "urgent")
"""What a wording may tell apart, each `yes` or `no`; the one that must not be said wrongly comes first."""
_HEAD = "department_head"
_SETTLED = [reason for playbook in PLAYBOOKS for reason in playbook.settled.values()]
"""Reasons of the calls on which a ticket ends or is opened again."""
_NO_TIME = ("", "—")
_LONGEST_CODE = 12


@dataclass(frozen=True)
class Worded:
    """One notice: our `text`, and for providers who keep the wording themselves its names and values.

    `wordings` begins with the most fitting name, such as `voice-repair-crew-late`; the last is the template.
    """

    text: str
    wordings: tuple[str, ...]
    values: Mapping[str, str]


async def worded(
    db: Database, order: PlaceNotice | SendNotice, staff_id: str, locale: str, more: Mapping[str, str]
) -> Worded:
    """The order in words. `more` is what only this way of telling has to say.

    Raises KeyError where there is no such text, and ValueError where a value it needs is missing.
    """
    row = present(
        await queries.told_about(
            db, ticket_id=order.ticket_id, staff_id=staff_id, meant=order.role, settled=_SETTLED
        )
    )
    wanted = mentioned(locale, order.template)
    about = _About(locale, order, row, staff_id)
    if wanted & {"what", "about"}:
        about.what = await problem(db, order.ticket_id, reopened=about.reopened)
    given = {name: value for name, value in order.params.items() if name not in CONDITIONS} | dict(more)
    given |= {"due": _due(locale, given["due"])} if "due" in given else {}
    values = given | about.values(wanted)
    answers = about.answers()
    said = text(locale, order.template, **values, **answers)
    if about.instead is not None:
        values["instead"] = about.instead
        opening = "voice-stand-in" if isinstance(order, PlaceNotice) else "sms-stand-in"
        said = text(locale, opening, instead=about.instead, notice=said)
    holds = [name for name in CONDITIONS if answers[name] == "yes" and (name in wanted or name == "stand_in")]
    return Worded(said, tuple(_names(order.template, holds)), values)


async def problem(db: Database, ticket_id: str, *, reopened: bool) -> str:
    """In a few words; once it was opened again, what the customer was not content with. Empty: none."""
    try:
        bodies = [each["body"] async for each in queries.problem_told(db, ticket_id=ticket_id)]
    except (UnknownKey, Tampered) as error:
        # Whoever is told still hears where and until when; the lost key is a matter of operations.
        log.error("problem_not_readable", ticket=ticket_id, error=type(error).__qualname__)
        return ""
    for body in bodies:
        keys = ("with_what", "what", "remark") if reopened else ("what",)
        words = next(filter(None, (short_words(body.get(key)) for key in keys)), "")
        room = short_words(body.get("where"), _LONGEST_CODE)
        if words:
            return words if not room or room in words else short_words(f"{room}, {words}")
    return ""


def trade_named(locale: str, trade: str | None) -> str:
    """What people call a trade; a company's own code as it is written. Empty: none."""
    return named(locale, "trade", trade) or short_words(trade, _LONGEST_CODE) if trade else ""


class _About:
    """What is known of the ticket, in the words of one listener."""

    def __init__(
        self, locale: str, order: PlaceNotice | SendNotice, row: ToldAboutRow, staff_id: str
    ) -> None:
        self._locale, self._order, self._row, self._staff = locale, order, row, staff_id
        self.what = ""
        self.reopened = order.params.get("reopened", "yes" if row["opened_again"] else "no") == "yes"
        self.instead = self._instead() if self._stands_in() else None

    def answers(self) -> dict[str, str]:
        """Every condition, answered, and who is meant."""
        holds = {
            "late": self._order.params.get("late") == "yes",
            "stand_in": self.instead is not None,
            "reopened": self.reopened,
            "urgent": self._row["urgent"],
        }
        answers = {name: "yes" if holds[name] else "no" for name in CONDITIONS}
        return answers | {"role": self._order.role or "other"}

    def values(self, wanted: Container[str]) -> dict[str, str]:
        """Each whole in itself: what is not known has words of its own, so that no sentence breaks off."""
        known: Mapping[str, Callable[[], str]] = {
            "place": lambda: self._place() or self._say("told-no-place"),
            "trade": lambda: trade_named(self._locale, self._row["trade"]) or self._say("told-no-trade"),
            "what": lambda: self.what or self._no_words(),
            "about": self._place_and_words,
            "crew": lambda: short_name(self._row["crew"]) or self._say("told-no-crew"),
            "customer": self._customer,
            "whom": self._whom,
            "matter": self._matter,
        }
        return {name: value() for name, value in known.items() if name in wanted}

    def _place(self) -> str:
        row = self._row
        return short_place(
            row["building"], "".join(part or "" for part in (row["block"], row["unit"], row["room"]))
        )

    def _place_and_words(self) -> str:
        place, what = self._place(), self.what
        if place and what:
            return self._say("told-place-and-words", place=place, what=what)
        return place or what or self._no_words()

    def _no_words(self) -> str:
        return self._say("told-no-words", ticket=BY_NAME[self._row["kind"]].number(self._order.ticket_id))

    def _customer(self) -> str:
        """By name, except to the one the complaint is about."""
        row = self._row
        name = short_name(row["customer"]) if not row["erased"] and row["about_id"] != self._staff else ""
        return self._say("told-customer", name=name) if name else self._say("told-customer-unnamed")

    def _whom(self) -> str:
        row = self._row
        if row["about_id"] == self._staff:
            return self._say("told-yourself")
        if about := short_name(row["about"]):
            return about
        if self._order.role == _HEAD and row["heads"]:
            return self._say("told-your-department")
        return short_name(row["department"]) or self._say("told-company")

    def _matter(self) -> str:
        playbook = BY_NAME[self._row["kind"]]
        return text(self._locale, f"{playbook.texts}-summary", ticket=playbook.number(self._order.ticket_id))

    def _stands_in(self) -> bool:
        role, row = self._order.role, self._row
        if role in ("", self._staff):
            return False
        if role in CREW_ROLES and row["crew_id"] is not None:
            return not row["of_crew"]
        if role == _HEAD and row["department_id"] is not None:
            return not row["heads"]
        return role != row["role"]

    def _instead(self) -> str:
        role, row = self._order.role, self._row
        if role in CREW_ROLES and (crew := short_name(row["crew"])):
            return self._say("told-of-crew", crew=crew)
        if role == _HEAD and (department := short_name(row["department"])):
            return self._say("told-head-of", department=department)
        return short_name(row["meant"]) or named(self._locale, "role", role) or self._say("told-colleague")

    def _say(self, key: str, **values: object) -> str:
        return text(self._locale, key, **values)


def _due(locale: str, due: str) -> str:
    return text(locale, "told-no-due") if due in _NO_TIME else due


def _names(template: str, conditions: list[str]) -> Iterator[str]:
    """From the most particular to the template itself."""
    for size in range(len(conditions), -1, -1):
        for some in combinations(conditions, size):
            yield "-".join((template, *some))
